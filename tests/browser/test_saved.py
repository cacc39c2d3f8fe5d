"""A notebook saved in the JupyterLab of `make lab` shows its widgets where no kernel knows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import check_notebooks
import pytest

from .lab import Lab, Notebook
from .reading import ROOT, read

LESSON = "01_words_to_numbers.ipynb"
SAVE = "window.jupyterapp.commands.execute('docmanager:save')"


def shown(notebook: Notebook) -> list[list[dict[str, Any]]]:
    """Every number of every widget in the page."""
    return [read(widget) for widget in notebook.page.locator(ROOT).all()]


@pytest.fixture(scope="module")
def saved(lab: Lab) -> Iterator[tuple[Notebook, list[list[dict[str, Any]]]]]:
    """Lesson 01, run and saved, its kernel ended, its page loaded anew; and what it showed."""
    with lab.open(LESSON) as notebook:
        notebook.run_all()
        before = shown(notebook)
        notebook.page.evaluate(SAVE)
        notebook.shutdown_kernel()
        notebook.load()
        notebook.page.locator(ROOT).nth(len(before) - 1).wait_for(timeout=60_000)
        notebook.settle()
        yield notebook, before


def test_every_widget_is_there_again_with_all_its_numbers(saved) -> None:
    notebook, before = saved
    assert len(before) > 2 and sum(map(len, before)) > 90
    assert shown(notebook) == before
    notebook.clean()


def test_the_kernel_behind_them_knows_nothing(saved) -> None:
    notebook, _ = saved
    assert notebook.execute("print('w2v' in globals())") == "False"


def test_what_was_saved_is_refused_by_the_check_of_committed_notebooks(saved) -> None:
    notebook, _ = saved
    file = notebook.lab.root / notebook.path
    faults = check_notebooks.faults(json.loads(file.read_text(encoding="utf-8")))
    assert "carries the state of widgets" in faults and "has outputs" in faults
    assert file.stat().st_size < 1e6
