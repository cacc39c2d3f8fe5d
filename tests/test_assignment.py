"""The exercises as an assignment for nbgrader: what its cells say, and that they check."""

import json
import re
import subprocess
import sys

import assignment
import nbformat
import pytest
from chinese import found, without_code

from w2v_lab import lessons

LESSONS = [f"{number:02}" for number in range(14)]
KEYS = {"schema_version", "grade_id", "task", "solution", "locked", "grade"}


def told(notebook):
    return [cell.metadata["nbgrader"] for cell in notebook.cells if "nbgrader" in cell.metadata]


def made(number, language="en"):
    return assignment.assignment(assignment.lesson(number, language), language, points=5)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_lesson_becomes_an_assignment_that_nbgrader_can_read(language):
    graded = set()
    for number in LESSONS:
        notebook = made(number, language)
        nbformat.validate(notebook)
        cells = told(notebook)
        names = [cell["grade_id"] for cell in cells]
        assert len(set(names)) == len(names) and all(re.fullmatch(r"[\w-]+", n) for n in names)
        for cell in cells:
            assert cell.keys() - {"points"} == KEYS and cell["schema_version"] == 3
            assert not cell["grade"] or (cell["locked"] and cell["points"] == 5)
            assert not (cell["solution"] and cell["locked"])
        solved = [cell for cell in notebook.cells if "### BEGIN SOLUTION" in cell.source]
        assert all(cell.metadata["nbgrader"]["solution"] for cell in solved)
        asked = {name.removesuffix("-check") for name in names if name.endswith("-check")}
        assert asked and len(solved) == len(asked) + ("me" in names)
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert text.count("\n## ") + text.startswith("## ") >= len(asked)
        graded |= {f"l{number}.{name}" for name in asked}
    # Examined on what the learner has trained: by hand.
    assert graded == lessons.solvable() - {"l09.report", "l13.own_analogies"}


def ran(notebook, tmp_path, change=lambda source: source):
    """What the checks say when the cells are run in a folder of the learner's name."""
    code = [change(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    folder = tmp_path / "ada" / "week1"
    folder.mkdir(parents=True, exist_ok=True)
    program = f"""
scope, failed = {{}}, []
for source in {code!r}:
    try:
        exec(source, scope)
    except AssertionError as error:
        failed.append(str(error))
import json
print(json.dumps(failed))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.decode().splitlines()[-1])


def test_the_solved_copy_passes_and_a_neighbours_does_not(tmp_path):
    notebook = made("03")
    assert ran(notebook, tmp_path) == []
    (said,) = ran(notebook, tmp_path, lambda source: source.replace('me = "ada"', 'me = "bo"'))
    assert "own name" in said
    failed = ran(notebook, tmp_path, lambda source: source.replace("return e @", "return -e @"))
    assert len(failed) == 1 and "sign" in failed[0]


def test_a_lesson_that_is_not_there_is_refused():
    with pytest.raises(SystemExit, match="no lesson 77"):
        assignment.lesson("77", "en")


def test_its_own_texts_are_set_as_the_course_is():
    english, chinese = assignment.TEXTS["en"], assignment.TEXTS["zh"]
    assert english.keys() == chinese.keys()
    for key, text in chinese.items():
        assert re.findall(r"{\w+}", text) == re.findall(r"{\w+}", english[key])
        assert found(without_code(text)) == [], key
