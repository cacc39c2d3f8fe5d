"""Write "what people ask" into lesson 00, both editions: where it is answered, where asked again.

The marks are in asked.toml, and with the claims of lesson 12; the headings are the notebooks' own.
Usage: asked.py (writes) or asked.py --check (only says whether the tables are up to date)
"""

import json
import re
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from w2v_lab import experiments

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = {"en": ROOT / "notebooks", "zh": ROOT / "notebooks" / "zh"}
CELL = "m13"  # of lesson 00
WORDS = {
    "en": {
        "title": "## Further: what people ask",
        "about": "Every question that people bring to forums, and every claim on trial, has a "
        "section here, something to touch, and an item that asks you.",
        "people": "39 questions",
        "claims": "22 claims",
        "head": "| | answered in | asked in |",
    },
    "zh": {
        "title": "## 延伸：大家都问什么",
        "about": "论坛上常见的问题，第 12 课要审的说法，这里都找得到：哪一节讲，哪一课考。"
        "每一条都能动手试，也都有一道题等着你。",
        "people": "39 个问题",
        "claims": "22 条说法",
        "head": "| | 哪一节讲 | 哪一课考 |",
    },
}


class Section(NamedTuple):
    """A section by its lesson's notebook, its cell, and its place among the cell's headings."""

    lesson: str
    cell: str
    place: int


class Mark(NamedTuple):
    """What people ask, in each language; where it is answered, what to touch, what asks again."""

    told: dict[str, str]
    section: Section
    touch: str
    quiz: str


@cache
def cells(edition: str, lesson: str) -> dict[str, str]:
    """The Markdown of a lesson by cell."""
    path = EDITIONS[edition] / f"{lesson}.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    return {c["id"]: "".join(c["source"]) for c in book["cells"] if c["cell_type"] == "markdown"}


def notebook(number: str) -> str:
    """The stem of the lesson of this number."""
    (path,) = EDITIONS["en"].glob(f"{number}_*.ipynb")
    return path.stem


def headings(edition: str, lesson: str, cell: str) -> list[str]:
    """The headings of a cell, in their order."""
    return re.findall(r"^#+ (.+)$", cells(edition, lesson)[cell], re.MULTILINE)


def section(lesson: str, heading: str, among: str | None = None) -> Section:
    """The one section of a lesson under this English heading. Raises LookupError."""
    found = [
        Section(lesson, cell, place)
        for cell in cells("en", lesson)
        for place, told in enumerate(headings("en", lesson, cell))
        if told == heading and among in (None, cell)
    ]
    if len(found) != 1:
        raise LookupError(f"{lesson} has {len(found)} sections called {heading!r}.")
    return found[0]


def marks() -> tuple[list[Mark], list[Mark]]:
    """What people ask, and the claims."""
    told = tomllib.loads((ROOT / "scripts" / "asked.toml").read_text(encoding="utf-8"))
    people = []
    for one in told["people"]:
        number, _, heading = one["section"].partition(" ")
        where = section(notebook(number), heading)
        people.append(Mark({k: one[k] for k in EDITIONS}, where, one["touch"], one["quiz"]))
    claims = []
    for claim in experiments.claims():
        lesson, cell = claim.place
        asked = claim.asked()
        where = section(lesson, claim.where()["heading"]["en"], cell)
        touch = told["claims"][claim.name.removeprefix("claim_")]
        claims.append(Mark(asked["question"], where, touch, f"12 {claim.name}"))
    return people, claims


def row(mark: Mark, edition: str) -> str:
    """A line of the table."""
    lesson, cell, place = mark.section
    heading = headings(edition, lesson, cell)[place]
    link = f"{lesson}.ipynb#cell-id={cell}"  # as JupyterLab finds a cell
    number, asked = lesson[:2], mark.quiz[:2]
    again = f"[{asked}]({notebook(asked)}.ipynb)"
    return f"| {mark.told[edition]} | [{number} · {heading}]({link}) | {again} |"


def table(edition: str) -> str:
    """The whole cell."""
    words = WORDS[edition]
    parts = [words["title"], words["about"]]
    for name, rows in zip(("people", "claims"), marks(), strict=True):
        lines = "\n".join([words["head"], "|---|---|---|", *(row(mark, edition) for mark in rows)])
        parts += [f"<details><summary>{words[name]}</summary>", lines, "</details>"]
    return "\n\n".join(parts)


def main(arguments: list[str]) -> int:
    """Write both editions, or with --check compare; 1 if one was out of date and stays so."""
    stale = False
    for edition, folder in EDITIONS.items():
        path = folder / "00_start_here.ipynb"
        book = json.loads(path.read_text(encoding="utf-8"))
        (cell,) = [cell for cell in book["cells"] if cell["id"] == CELL]
        new = table(edition).splitlines(keepends=True)
        stale |= cell["source"] != new
        cell["source"] = new
        if "--check" not in arguments:
            text = json.dumps(book, ensure_ascii=False, indent=1) + "\n"
            path.write_text(text, encoding="utf-8")
    return stale and "--check" in arguments


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
