"""A lesson that nobody knows: its folder and its notebook are enough."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

import w2v_lab as w2v

FILES = {
    "__init__.py": '"""A lesson made up by a test."""\n',
    "runs.py": '''"""The one run that question, widget and prose talk about."""

from ...corpus import Vocabulary
from ...examples import examples
from ...model import Model
from ...training import Recording, record


def run() -> Recording:
    sentences = [["a", "b"], ["a", "c"]]
    vocabulary = Vocabulary.from_sentences(sentences)
    return record(Model(vocabulary, 2), examples(sentences, vocabulary, "next-word"))
''',
    "questions.py": '''"""A question before a door that a widget has."""

from ..question import Question
from .runs import run


def _certain() -> str:
    return "sure" if run().steps[0].y[0].max() > 0.9 else "open"


QUESTIONS = (Question("certain", _certain, before="softmax"),)
''',
    "texts.toml": "".join(
        f'[{key}]\nen = "{key} in English"\nzh = "{key} 中文"\n'
        for key in (
            "certain",
            "certain_sure",
            "certain_sure_why",
            "certain_open",
            "certain_open_why",
        )
    ),
}
CELLS = [
    "import w2v_lab as w2v\nfrom w2v_lab.lessons.l99.runs import run",
    "sure = w2v.widgets.StepExplorer(run(), predict='certain')\nsure",
    "sure.commit('certain', 'sure')\nprint(sure.choices, sure.right, sure.doors['softmax'])",
    "print(sure.gates[0]['because']['zh'])",
]


def test_a_lesson_works_without_touching_any_other_file(tmp_path):
    package = tmp_path / "w2v_lab"
    shutil.copytree(
        Path(w2v.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__")
    )
    lesson = package / "lessons" / "l99"
    lesson.mkdir()
    for name, text in FILES.items():
        (lesson / name).write_text(text, encoding="utf-8")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    nbformat.write(notebook, tmp_path / "99_made_up.ipynb")
    cells = nbformat.read(tmp_path / "99_made_up.ipynb", as_version=4).cells
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(cell.source for cell in cells)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "{'certain': 'sure'} {'certain': False} False",
        "certain_open_why 中文",
    ]
