"""Count the words of Python's manual, as `help()` shows it, into the library's list of real words.

Usage: count_manual.py (writes). Each Python has a manual of its own, a browser's has none: the list
is kept so that everybody in a class sees the same words.
"""

import platform
import re
import sys
from collections import Counter
from pathlib import Path
from pydoc_data.topics import topics

LIST = Path(__file__).resolve().parent.parent / "w2v_lab" / "manual_words.txt"


def counted() -> list[tuple[str, int]]:
    """Each word of this Python's manual with its count, the most frequent first."""
    words = re.findall(r"[a-z]+(?:['’-][a-z]+)*", " ".join(topics.values()).lower())
    return Counter(words).most_common()


def main() -> int:
    """Write the list, headed by the Python that it comes from."""
    lines = [f"{word} {count}" for word, count in counted()]
    head = f"# the words of the manual of Python {platform.python_version()}, with their counts"
    LIST.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
