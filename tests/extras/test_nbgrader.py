"""nbgrader takes the assignment, hides its solutions, and grades right and wrong answers.

Needs nbgrader 0.9.6, numpy and a kernel beside the Python that W2V_NBGRADER names, else this one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
PYTHON = os.environ.get("W2V_NBGRADER", sys.executable)
LESSONS = ("01", "03", "13")
SCORES = """
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps({
        one.student.id: {grade.name: [grade.score, grade.max_score] for n in one.notebooks
                         for grade in n.grades}
        for one in book.assignment_submissions("week1")}))
"""


def run(*command, cwd):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "W2V_MEMORY": "off"}
    # It starts alembic by its name.
    environment["PATH"] = os.pathsep.join([str(Path(PYTHON).parent), environment["PATH"]])
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hand_in(course, name, change):
    """What a learner hands in: the released notebooks, each cell changed."""
    folder = course / "submitted" / name / "week1"
    folder.mkdir(parents=True)
    for path in sorted((course / "release" / "week1").glob("*.ipynb")):
        book = nbformat.read(path, as_version=4)
        solved = nbformat.read(course / "source" / "week1" / path.name, as_version=4)
        for cell, right in zip(book.cells, solved.cells, strict=True):
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = change(cell.source, right.source)
        nbformat.write(book, folder / path.name)


def test_right_answers_get_their_points_and_others_do_not(tmp_path):
    script, week = ROOT / "scripts" / "assignment.py", ["--to", "source/week1"]
    run(sys.executable, script, *LESSONS, *week, cwd=tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("get_config().CourseDirectory.course_id = 'w2v'\n")
    run(PYTHON, "-m", "nbgrader", "generate_assignment", "week1", cwd=tmp_path)
    released = sorted((tmp_path / "release" / "week1").glob("*.ipynb"))
    text = "".join(path.read_text(encoding="utf-8") for path in released)
    assert len(released) == len(LESSONS) and "NotImplementedError" in text
    for hidden in ("SOLUTION", "HIDDEN", "W_in[inputs].mean", "e @ W_out", "Path.cwd", '\\"ada'):
        assert hidden not in text, hidden
    hand_in(tmp_path, "ada", lambda given, right: right)
    hand_in(tmp_path, "bo", lambda given, right: right)  # ada's, number and all
    slips = {"W_in[inputs].mean(axis=0)": "W_in[inputs].sum(axis=0)", "e @ W_out": "-(e @ W_out)"}

    def slipped(given, right):
        for good, bad in slips.items():
            right = right.replace(good, bad)
        return right.replace('me = "ada"', 'me = "cy"')

    hand_in(tmp_path, "cy", slipped)
    hand_in(tmp_path, "dee", lambda given, right: given)
    run(PYTHON, "-m", "nbgrader", "autograde", "week1", cwd=tmp_path)
    told = json.loads(run(PYTHON, "-c", SCORES, cwd=tmp_path))
    print(json.dumps(told, indent=1))
    assert all(score == most == 5 for score, most in told["ada"].values())
    assert len(told["ada"]) == 1 + 2 + 6
    seeded = {"find_the_mistakes-check", "repairs-check"}
    assert {name for name, (score, _) in told["bo"].items() if not score} == seeded
    assert not any(told["cy"][f"{name}-check"][0] for name in ("hidden", "back_to_h"))
    assert told["cy"]["own_scores-check"][0] == 5
    assert not any(score for score, _ in told["dee"].values())
    run(PYTHON, "-m", "nbgrader", "generate_feedback", "week1", cwd=tmp_path)
    assert list((tmp_path / "feedback" / "cy").rglob("*.html"))
