"""Make an assignment for nbgrader of the exercises of lessons, as they stand there.

Usage: python scripts/assignment.py 01 03 --to source/week1 [--language zh] [--points 5]

One notebook a lesson: each exercise's text, a cell to solve it in, and a locked cell that gives its
points if the lesson's own check passes. The solutions stand in the notebooks as nbgrader wants
them, and `nbgrader generate_assignment week1` takes them out. Where everybody has numbers of their
own, they follow from the learner's name, which has to be the one that nbgrader knows.
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from solutions import exercises as solved  # noqa: E402 (not installed: it lies beside the scripts)

CALL = re.compile(r"w2v\.exercises\.(\w+)\((my_\w+)\)")
SEEDED = re.compile(r'w2v\.exercises\.(\w+)\(.*"\?".*seed=0\)')
BODY = re.compile(r"(?<=\n)(    .*\n|\n(?=    ))+")  # what is indented
HEADING = re.compile(r"^## ", re.MULTILINE)
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
EXAMPLE = "ada"  # who has solved the teacher's copy

TEXTS = {
    "en": {
        "title": "# Exercises of lesson {lesson}\n\nSolve each in its cell; what stands under it "
        "tells at once what is wrong. Nothing counts but that in the end the check passes.",
        "me": "## Your own numbers\n\nWrite between the quotation marks the name by which you hand "
        "in. Numbers and answers are then others than your neighbour's.",
        "not_me": "Write your own name into the cell *Your own numbers*.",
    },
    "zh": {
        "title": "# 第 {lesson} 课的练习\n\n每道题在它的单元格里解答，下面马上会说哪里不对。"
        "只要最后检查通过，就得满分。",
        "me": "## 你自己的数\n\n在引号里填上你交作业用的名字。这样，你的数和答案都跟邻座不同。",
        "not_me": "请在“你自己的数”那个单元格里填上你自己的名字。",
    },
}


def lesson(number: str, language: str) -> Path:
    """The notebook of a lesson, in its English or Chinese edition."""
    folder = ROOT / "notebooks" / ("zh" if language == "zh" else "")
    found = sorted(folder.glob(f"{number}_*.ipynb"))
    if len(found) != 1:
        raise SystemExit(f"There is no lesson {number} in {folder.name}.")
    return found[0]


def assignment(path: Path, language: str, points: int) -> nbformat.NotebookNode:
    """The exercises of a lesson as a notebook for nbgrader."""
    cells = nbformat.read(path, as_version=4).cells
    number, texts = path.name[:2], TEXTS[language]
    start = f'import numpy as np\n\nimport w2v_lab as w2v\n\nw2v.set_language("{language}")'
    made = [markdown(texts["title"].format(lesson=number)), code(start, "start", locked=True)]
    if any(SEEDED.search(cell.source) for cell in cells):
        made += [markdown(texts["me"]), own_numbers()]
    for place, cell in enumerate(cells):
        found = CALL.search(cell.source) or SEEDED.search(cell.source)
        if cell.cell_type == "code" and found:
            made += [*text_of(cells, place, found[1])]
            made += [*graded(cell.source, found, points, texts["not_me"])]
    if not any(cell.metadata.get("nbgrader", {}).get("grade") for cell in made):
        raise SystemExit(f"Lesson {number} has no exercise that a check could grade.")
    notebook = nbformat.v4.new_notebook(cells=made)
    notebook.metadata["kernelspec"] = KERNEL
    return notebook


KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# nbgrader runs what was handed in in a folder of the learner's name.
HIDDEN = """### BEGIN HIDDEN TESTS
from pathlib import Path

assert me == Path.cwd().parent.name, {text!r}
### END HIDDEN TESTS

"""


def markdown(text: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(text)


def code(
    source: str, name: str, solution: bool = False, locked: bool = False, points: int | None = None
) -> nbformat.NotebookNode:
    """A code cell and what nbgrader must know of it."""
    told: dict[str, Any] = {"schema_version": 3, "grade_id": name, "task": False}
    told |= {"solution": solution, "locked": locked, "grade": points is not None}
    if points is not None:
        told["points"] = points
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": told})


def own_numbers() -> nbformat.NotebookNode:
    """The learner's name, from which a seed follows."""
    lines = ["import zlib", "", 'me = ""', BEGIN, f'me = "{EXAMPLE}"', END]
    return code("\n".join([*lines, "seed = zlib.crc32(me.encode())"]), "me", solution=True)


def graded(
    source: str, found: re.Match[str], points: int, not_me: str
) -> Iterator[nbformat.NotebookNode]:
    """The cell to solve an exercise in, and the locked one that gives its points."""
    name, seeded = found[1], found.re is SEEDED
    call = f"w2v.exercises.{name}(*names, seed=seed)" if seeded else found[0]
    yield code(chosen(name, call) if seeded else filled(source, name), name, solution=True)
    check = HIDDEN.format(text=not_me) if seeded else ""
    check += f"verdict = {call}\nassert verdict.passed, verdict.text"
    yield code(check, f"{name}-check", locked=True, points=points)


def filled(source: str, exercise: str) -> str:
    """A lesson's cell with the solution in the place of the function's body."""
    body = inspect.getsource(getattr(solved, exercise)).partition("\n")[2].rstrip()
    marked = f"    {BEGIN}\n{body}\n    {END}\n"
    return BODY.sub(lambda _: marked, source, count=1)


def chosen(exercise: str, call: str) -> str:
    """Names for each letter or number, and question marks before them, as in the lesson."""
    right = getattr(solved, exercise)(zlib.crc32(EXAMPLE.encode()))
    names = list(right.values() if isinstance(right, dict) else right)
    open_ones, found = (json.dumps(words) for words in (["?"] * len(names), names))
    lines = [f"names = {open_ones}  # in their order", BEGIN, f"names = {found}", END, call]
    return "\n".join(lines)


def text_of(cells: Sequence[Any], place: int, exercise: str) -> Iterator[nbformat.NotebookNode]:
    """The cells from the exercise's heading on, its own left out."""
    first = place
    while cells[first].cell_type != "markdown" or not HEADING.search(cells[first].source):
        first -= 1
    head = cells[first].source
    yield markdown(head[[*HEADING.finditer(head)][-1].start() :])
    for at in range(first + 1, place):
        if cells[at].cell_type == "markdown":
            yield markdown(cells[at].source)
        else:
            shown = cells[at].source.replace("seed=0", "seed=seed")
            yield code(shown, f"{exercise}-{at}", locked=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lessons", nargs="+", metavar="NN")
    parser.add_argument("--to", type=Path, required=True, help="a folder of nbgrader's source")
    parser.add_argument("--language", choices=sorted(TEXTS), default="en")
    parser.add_argument("--points", type=int, default=5, help="of each exercise")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    for number in asked.lessons:
        path = lesson(number, asked.language)
        nbformat.write(assignment(path, asked.language, asked.points), asked.to / path.name)


if __name__ == "__main__":
    main()
