"""Write the tables of lessons in both READMEs: question, minutes, needs, a badge for Binder.

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
READMES = {"README.md": "notebooks", "README.zh.md": "notebooks/zh"}
HEADS = {
    "notebooks": "| | the question it answers | minutes | needs | live, nothing to install |",
    "notebooks/zh": "| | 这一课回答的问题 | 分钟 | 先要懂 | 在线打开，不用安装 |",
}
ALTS = {"notebooks": "Lesson {} on Binder", "notebooks/zh": "在 Binder 上打开第 {} 课"}
# What one knows before a lesson. One that is not listed needs the lesson before it.
NEEDS = {
    "notebooks": {
        "00": "a little Python",
        "01": "vectors, a matrix times a vector",
        "02": "01; exponential and logarithm",
        "03": "02; what a derivative is",
        "06": "03",
        "11": "08",
    },
    "notebooks/zh": {
        "00": "一点 Python",
        "01": "向量，矩阵乘向量",
        "02": "01；指数和对数",
        "03": "02；什么是导数",
        "06": "03",
        "11": "08",
    },
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
    heading = re.search(r"^# +(?:\d+\W+)?(.+[?？])$", text, re.MULTILINE)
    if not heading:
        raise SystemExit(f"{path.name}: the first cell needs a heading that is a question.")
    return heading[1].strip().replace("|", r"\|")


def table(root: Path = ROOT, folder: str = "notebooks") -> str:
    """The block between the two marks: one row a lesson."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    start = binder(project["urls"]["Repository"])
    rows = [BEGIN, "", HEADS[folder], "|---|---|---|---|---|"]
    for path in sorted((root / folder).glob("[0-9][0-9]_*.ipynb")):
        number, place = path.name[:2], f"{folder}/{path.name}"
        badge = f"![{ALTS[folder].format(number)}](https://mybinder.org/badge_logo.svg)"
        live = f"[{badge}]({start}?urlpath=lab/tree/{place})"
        took = minutes.rounded(root / "notebooks" / path.name)  # the same course
        first = f"| {number} | [{question(path)}]({place}) | {took}"
        rows.append(f"{first} | {NEEDS[folder].get(number, f'{int(number) - 1:02}')} | {live} |")
    return "\n".join([*rows, "", END])


def with_table(readme: str, block: str) -> str:
    """The README with this block in the place of the old one."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"A README needs a line {BEGIN} and after it a line {END}.")
    return before + block + after


def main(arguments: list[str]) -> int:
    """Write the READMEs, or with --check compare; 1 if one was out of date and stays so."""
    stale = False
    for name, folder in READMES.items():
        path = ROOT / name
        old = path.read_text(encoding="utf-8")
        new = with_table(old, table(folder=folder))
        stale |= old != new
        if "--check" not in arguments:
            path.write_text(new, encoding="utf-8")
    return stale and "--check" in arguments


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
