"""No key of a widget's own reaches the notebook, where letters cut, merge and delete cells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from .lab import Lab, Notebook
from .reading import STAGE, on_stage

PRINTED = [chr(code) for code in range(32, 127)]
NAMED = ["Enter", "Delete", "Backspace", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]
NAMED += ["PageUp", "PageDown", "Home", "End", "Insert", "Shift+M", "Shift+ArrowDown", "F2"]
WIDGETS = [
    "RowSelector(predict='which_row')",
    "RowSelector()",
    "FirstLook()",
    "w2v.widgets.StepExplorer()",
    "w2v.widgets.TreeLab()",
    "w2v.widgets.WindowSlider()",
    "w2v.widgets.TwoDials()",
    "Predict('nearest_one_hot')",
]
# One of each kind of part that takes the focus.
PARTS = """root => {
    const kinds = new Map();
    for (const node of root.querySelectorAll("button, input, textarea, select, [tabindex='0']")) {
        if (node.disabled || node.tabIndex < 0 || !node.checkVisibility()) continue;
        const type = node.type ?? node.getAttribute("role") ?? "";
        kinds.set(`${node.tagName} ${type} ${node.dataset.id ? "number" : ""}`, node);
    }
    [...kinds.values()].forEach((node, i) => { node.dataset.part = i; });
    return kinds.size;
}"""
# What a key would do here, the event sent as a person's would be, but for its trust.
LEAVES = """(node, keys) => {
    const left = [];
    const hear = (event) => { left.push(event.key); };
    document.addEventListener("keydown", hear);
    for (const key of keys) {
        const [name, ...held] = key.split("+").reverse();
        const held_keys = { shiftKey: held.includes("Shift"), ctrlKey: held.includes("Control"),
            altKey: held.includes("Alt"), metaKey: held.includes("Meta") };
        const target = node.isConnected ? node : document.activeElement.closest(".w2v") ?? node;
        target.dispatchEvent(new KeyboardEvent("keydown",
            { key: key === "+" ? "+" : name, bubbles: true, cancelable: true, ...held_keys }));
    }
    document.removeEventListener("keydown", hear);
    return left;
}"""
CELLS = """[...lab.panel.content.widgets].map((cell) =>
    [cell.model.type, cell.model.sharedModel.getSource()])"""


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    with lab.open([STAGE, "1 + 1", "2 + 2"]) as opened:
        opened.run_cell(0)
        yield opened


def parts(widget: Locator) -> list[Locator]:
    count = widget.evaluate(PARTS)
    return [widget.locator(f'[data-part="{i}"]') for i in range(count)]


@pytest.mark.parametrize("code", WIDGETS)
def test_no_key_without_a_modifier_leaves_a_widget(nb: Notebook, code: str) -> None:
    widget = on_stage(nb, code)
    tried = 0
    while tried < widget.evaluate(PARTS):  # anew: keys may have built some of it anew
        part = widget.locator(f'[data-part="{tried}"]')
        assert part.evaluate(LEAVES, PRINTED + NAMED) == []
        tried += 1
    assert tried
    nb.clean()


@pytest.mark.parametrize("code", WIDGETS[:3])
def test_keys_that_are_the_notebooks_still_reach_it(nb: Notebook, code: str) -> None:
    widget = on_stage(nb, code)
    keys = ["Tab", "Shift+Tab", "Escape", "Shift+Enter", "Control+s", "Control+Enter", "Meta+c"]
    for part in parts(widget):
        if part.evaluate("node => node.tagName") != "TEXTAREA":  # where Ctrl+Enter takes the text
            assert len(part.evaluate(LEAVES, keys)) == len(keys)


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
