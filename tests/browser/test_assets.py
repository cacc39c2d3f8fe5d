"""How the page's code comes to a notebook: once a class, again after a loss, and never twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .lab import Lab, Notebook
from .reading import STAGE, by_key, cell, note, on_stage, overheard, read

SHOWN = "display(RowSelector(), w2v.widgets.StepExplorer())"


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    with lab.open(
        [STAGE, SHOWN, "w2v.widgets.StepExplorer()", "RowSelector(inputs=[2])"]
    ) as opened:
        opened.run_cell(0)
        yield opened


def test_a_second_widget_of_a_class_brings_no_code(nb: Notebook) -> None:
    nb.run_cell(1)
    with overheard(nb) as heard:
        nb.run_cell(2)
        expect(nb.output(2).locator(".w2v")).to_be_visible()
    sent = b"".join(heard)
    assert b"comm_open" in sent
    for code in (
        b"export class Lab",
        b"function build(lab)",
        b".w2v.step_explorer {",
        b"say_update",
    ):
        assert code not in sent
    nb.clean()


def test_after_all_widgets_were_closed_a_cell_works_again(nb: Notebook) -> None:
    nb.execute("ipywidgets.Widget.close_all()")
    nb.run_cell(3)
    widget = nb.output(3).locator(".w2v")
    expect(cell(widget, "x[2]")).to_have_attribute("data-value", "1")
    nb.run_cell(0)  # the stage is a widget, too
    nb.clean()


def test_a_load_that_failed_is_tried_again(lab: Lab) -> None:
    with lab.open([STAGE, "RowSelector(inputs=[2])"]) as nb:
        nb.run_cell(0)
        nb.page.evaluate("""() => {
            window.made = URL.createObjectURL;
            URL.createObjectURL = (blob) => blob.type === "text/javascript"
                && window.w2v_loaders ? "blob:nothing/at-all" : window.made(blob);
        }""")
        nb.page.evaluate("lab.start(1)")
        nb.page.wait_for_function("!lab.running")
        nb.page.wait_for_function("window.w2v_loaders")
        nb.page.wait_for_timeout(300)
        assert nb.output(1).locator(".w2v").count() == 0
        assert any("blob:nothing" in error for error in nb.errors)  # and what Jupyter makes of it
        nb.errors.clear()
        nb.page.evaluate("URL.createObjectURL = window.made; null")
        nb.run_cell(1)
        expect(nb.output(1).locator(".w2v")).to_be_visible()
        nb.clean()


def test_two_views_and_a_reload_show_what_python_holds(lab: Lab) -> None:
    show = "w = FirstLook('a b c'); display(w, w)"
    with lab.open([STAGE, show]) as nb:
        nb.run_all()
        one, other = nb.output(1).locator(".w2v").all()
        by_key(one, "text").fill("rain falls\nrain sings")
        by_key(one, "use").click()
        for view in (one, other):
            expect(cell(view, "V")).to_have_attribute("data-value", "3")
            expect(view.get_by_text("sings").first).to_be_visible()
        assert nb.execute("print(json.dumps(w.vocabulary.words))") == ["rain", "falls", "sings"]
        by_key(other, "bar reset").click()
        for view in (one, other):
            expect(cell(view, "count[0]")).to_have_attribute("data-value", "1")
        assert nb.execute("print(json.dumps(w.vocabulary.words))") == ["a", "b", "c"]
        nb.clean()


def test_reset_after_something_was_fetched(nb: Notebook) -> None:
    widget = on_stage(nb, "w2v.widgets.TwoDials(window=3)")
    for _ in range(2):
        by_key(widget, "2").click()
        expect(note(widget)).to_be_hidden()
        assert read(widget)
        by_key(widget, "bar reset").click()
    other = on_stage(nb, "w2v.widgets.AnalogyArrows(w2v.Vectors(['a', 'b', 'c', 'd'],"
                         " np.eye(4) + .1), {'kind': [('a', 'b', 'c', 'd')]})")  # fmt: skip
    for name in "abc":
        by_key(other, f"own {name}").fill(name)
    by_key(other, "ask").click()
    expect(note(other)).to_be_hidden()
    by_key(other, "bar reset").click()
    assert read(other)
    nb.clean()


def test_a_kernel_that_is_started_anew_finds_the_modules_of_the_page(lab: Lab) -> None:
    with lab.open([STAGE, "RowSelector()"]) as nb:
        nb.run_all()
        expect(nb.output(1).locator(".w2v")).to_be_visible()
        held = "[...window.w2v_lab.modules.keys()].sort()"
        before = nb.page.evaluate(held)
        sheets = nb.page.evaluate("document.adoptedStyleSheets.length")
        nb.page.evaluate("lab.panel.sessionContext.restartKernel()")
        nb.page.wait_for_function("lab.kernel?.status === 'idle'")
        nb.run_all()
        expect(nb.output(1).locator(".w2v")).to_be_visible()
        assert nb.page.evaluate(held) == before
        assert nb.page.evaluate("document.adoptedStyleSheets.length") == sheets
        assert nb.page.evaluate("Object.keys(window.w2v_loaders).length") == 1
        nb.clean()
