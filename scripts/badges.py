"""Write the README's table of lessons: question, minutes, what it needs, a badge for Binder.

The public address comes from pyproject.toml, the question from the first heading of each notebook,
the minutes from minutes.py.
Usage: badges.py (writes) or badges.py --check (only says whether the table is up to date)
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from urllib.parse import quote, urlsplit

import minutes

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- binder:begin -->", "<!-- binder:end -->"
# How Binder calls the hosts that it knows by name: owner and repository follow.
HOSTS = {"github.com": "gh", "gitlab.com": "gl"}
# What one knows before a lesson. One that is not listed needs the lesson before it.
NEEDS = {
    "00": "a little Python",
    "01": "vectors, a matrix times a vector",
    "02": "01; exponential and logarithm",
    "03": "02; what a derivative is",
    "06": "03",
    "11": "08",
}


def binder(address: str) -> str:
    """Where does Binder build the repository at this address?"""
    url = urlsplit(address)
    host, path = HOSTS.get(url.netloc), url.path.strip("/").removesuffix(".git")
    if host == "gh":
        return f"https://mybinder.org/v2/gh/{path}/HEAD"
    if host:
        return f"https://mybinder.org/v2/{host}/{quote(path, safe='')}/HEAD"
    return f"https://mybinder.org/v2/git/{quote(address, safe='')}/HEAD"


def question(path: Path) -> str:
    """The question that a lesson answers: the heading of its first cell, without the number."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = next(("".join(c["source"]) for c in cells if c["cell_type"] == "markdown"), "")
    heading = re.search(r"^# +(?:\d+\W+)?(.+\?)$", text, re.MULTILINE)
    if not heading:
        raise SystemExit(f"{path.name}: the first cell needs a heading that is a question.")
    return heading[1].strip().replace("|", r"\|")


def table(root: Path = ROOT) -> str:
    """The block between the two marks: one row a lesson."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    start = binder(project["urls"]["Repository"])
    head = "| | the question it answers | minutes | needs | live, nothing to install |"
    rows = [BEGIN, "", head, "|---|---|---|---|---|"]
    for path in sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        number, place = path.name[:2], f"notebooks/{path.name}"
        badge = f"![Lesson {number} on Binder](https://mybinder.org/badge_logo.svg)"
        live = f"[{badge}]({start}?urlpath=lab/tree/{place})"
        first = f"| {number} | [{question(path)}]({place}) | {minutes.rounded(path)}"
        rows.append(f"{first} | {NEEDS.get(number, f'{int(number) - 1:02}')} | {live} |")
    return "\n".join([*rows, "", END])


def with_table(readme: str, block: str) -> str:
    """The README with this block in the place of the old one."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"README.md needs a line {BEGIN} and after it a line {END}.")
    return before + block + after


def main(arguments: list[str]) -> int:
    """Write README.md, or with --check compare; 1 if it was out of date and stays so."""
    path = ROOT / "README.md"
    old = path.read_text(encoding="utf-8")
    new = with_table(old, table())
    if "--check" in arguments:
        return old != new
    path.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
