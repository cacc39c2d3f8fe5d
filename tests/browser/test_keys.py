"""No key of a widget's own reaches the notebook, where letters cut, merge and delete cells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .keys import leaving
from .lab import Lab, Notebook
from .reading import STAGE, on_stage

WIDGETS = ["RowSelector(predict='which_row')", "RowSelector()", "FirstLook()"]
CELLS = """[...lab.panel.content.widgets].map((cell) =>
    [cell.model.type, cell.model.sharedModel.getSource()])"""


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    with lab.open([STAGE, "1 + 1", "2 + 2"]) as opened:
        opened.run_cell(0)
        yield opened


@pytest.mark.parametrize("code", WIDGETS)
def test_keys_that_are_the_notebooks_still_reach_it(nb: Notebook, code: str) -> None:
    widget = on_stage(nb, code)
    keys = ["Tab", "Shift+Tab", "Escape", "Shift+Enter", "Control+s", "Control+Enter", "Meta+c"]
    for kind, left in leaving(widget, keys):
        if not kind.startswith("TEXTAREA"):  # where Ctrl+Enter takes the text
            assert len(left) == len(keys)


def test_pressed_for_real_no_cell_is_harmed(nb: Notebook) -> None:
    """The letters that cut, delete, merge, insert and change cells, on a button and on a number."""
    widget = on_stage(nb, "RowSelector()")
    before = nb.page.evaluate(CELLS)
    for part in (
        widget.locator("[data-key='play']"),
        widget.locator("[data-id][tabindex='0']").first,
    ):
        for key in [*"xmbadyrzvc1", "d", "d", "Shift+M", "Delete", "ArrowDown", "ArrowUp"]:
            part.focus()
            nb.page.keyboard.press(key)
    assert nb.page.evaluate(CELLS) == before
    widget.locator("[data-key='play']").focus()
    nb.page.keyboard.press("Escape")
    nb.clean()


def test_shift_enter_runs_the_cell_from_inside_its_widget(nb: Notebook) -> None:
    nb.page.evaluate("lab.panel.content.activeCellIndex = 0")
    widget = on_stage(nb, "RowSelector()")
    widget.locator("[data-id][tabindex='0']").first.focus()
    count = "lab.codeCells[0].model.executionCount"
    before = nb.page.evaluate(count)
    nb.page.keyboard.press("Shift+Enter")
    nb.page.wait_for_function(f"before => {count} > before", arg=before)
    nb.page.wait_for_function("lab.finished()")
    expect(nb.output(0)).to_be_visible()
    nb.clean()
