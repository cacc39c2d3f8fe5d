"""What every widget has from the kit: bar, languages, keys, leaving, life without Python."""

from __future__ import annotations

import csv
import itertools
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.hostile import WORDS
from w2v_lab import lessons
from w2v_lab.messages import catalogue

from .lab import Lab, Notebook
from .reading import (
    CATALOGUES,
    STAGE,
    answer_all,
    asked,
    assert_explained,
    assert_harmless,
    assert_shown,
    button,
    by_key,
    cell,
    choice,
    facts,
    kinds,
    note,
    on_stage,
    overheard,
    read,
    said,
    say,
    tab,
)

ASKING = "['first_probability', 'same_surroundings']"
WIDGETS = [
    "RowSelector(inputs=[1, 4, 1])",
    "RowSelector(predict='which_row')",
    f"FirstLook(predict={ASKING})",
    "Predict('nearest_one_hot')",
    "Predict('shared_vector')",
    "w2v.widgets.StepExplorer(at=20, phase='update')",
    "w2v.widgets.StepExplorer(at=20, phase='update', picture='network')",
    "w2v.widgets.StepExplorer(predict='softmax_first')",
    "w2v.widgets.TreeLab(w2v.Vocabulary(['v1', 'v2', 'v3', 'v4'], [5, 3, 2, 1]))",
    "w2v.widgets.WindowSlider()",
    "w2v.widgets.TwoDials()",
]
PICTURES = ["RowSelector()", "RowSelector(inputs=[1, 4, 1])", "FirstLook()"]
PICTURES += [
    "w2v.widgets.StepExplorer(at=20)",
    "w2v.widgets.StepExplorer(at=20, picture='network')",
]
HOSTILE = "RowSelector(w2v.Model(w2v.Vocabulary({words}, range(len({words}), 0, -1))), [0])"


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    again = "display(RowSelector(), FirstLook('a b'), Predict('nearest_one_hot'))"
    with lab.open([STAGE, again]) as notebook:
        notebook.run_cell(0)
        notebook.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield notebook


@pytest.fixture(autouse=True)
def forgetful(request: pytest.FixtureRequest) -> None:
    """What one test has answered is no answer to the next one's question."""
    if "nb" in request.fixturenames:
        request.getfixturevalue("nb").execute("w2v.memory.keep('off')")


def press(widget: Locator, name: str) -> None:
    by_key(widget, f"bar {name}").click()


def commit_all(widget: Locator) -> None:
    """Answer every question of the widget, whichever phase it stands before."""
    for each in widget.get_by_role("tab").all() or [None]:
        if each:
            each.click()
        answer_all(widget)


# ---- the bar ----------------------------------------------------------------------------------


def copied(nb: Notebook, widget: Locator) -> list[list[str]]:
    """What "Copy numbers" puts on the clipboard, as a spreadsheet reads it."""
    nb.page.evaluate("navigator.clipboard.writeText('nothing')")
    press(widget, "copy")
    nb.page.wait_for_function("async () => await navigator.clipboard.readText() !== 'nothing'")
    text: str = nb.page.evaluate("navigator.clipboard.readText()")
    rows = list(csv.reader(text.splitlines()))
    assert rows[0] == ["name", "value"]
    return rows[1:]


@pytest.mark.parametrize("code", PICTURES)
def test_copied_numbers_are_those_on_show_to_the_last_bit(nb: Notebook, code: str) -> None:
    widget = on_stage(nb, code)
    for each in widget.get_by_role("tab").all():
        each.click()
        rows = copied(nb, widget)
        seen = "nodes => nodes.map((node) => node.checkVisibility({ visibilityProperty: true }))"
        shown = widget.locator("[data-id]").evaluate_all(seen)
        numbers = {n["id"]: repr(float(n["value"]) + 0)  # no −0
                   for n, on in zip(read(widget), shown, strict=True) if on}  # fmt: skip
        found = [repr(float(value)) for _, value in rows[: len(numbers)]]
        assert sorted(found) == sorted(numbers.values())
        expect(widget.locator(".told")).to_have_text(say("kit.copied", count=len(rows)))


@pytest.mark.parametrize("code", PICTURES)
def test_copied_numbers_have_names_of_their_own(nb: Notebook, code: str) -> None:
    widget = on_stage(nb, code)
    for each in widget.get_by_role("tab").all():
        each.click()
        names = [name for name, _ in copied(nb, widget)]
        assert sorted(set(names)) == sorted(names)


FORMULAS = ["=1+1", "@SUM(1)", "+1", "-1", "=cmd|' /C calc'!A0", 'a"b', "a,b"]


def test_no_copied_cell_is_a_formula_to_a_spreadsheet(nb: Notebook) -> None:
    widget = on_stage(nb, HOSTILE.format(words=FORMULAS))
    for name, value in copied(nb, widget):
        assert name[0] not in "=+-@\t\r"
        float(value)
    names = [name for name, _ in copied(nb, widget) if name.startswith("x[")]
    assert names == [f"x[{word}]" for word in FORMULAS]


def test_where_the_clipboard_is_shut_the_numbers_can_be_copied_by_hand(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector()")
    shut = "navigator.clipboard.writeText = () => Promise.reject(new Error('shut'))"
    nb.page.evaluate(f"{shut}; null")
    try:
        press(widget, "copy")
        told = widget.locator(".told")  # beside the button
        field = told.get_by_role("textbox", name="CSV")
        expect(field).to_be_visible()
        expect(told).to_contain_text(say("kit.copy_by_hand"))
        rows = list(csv.reader(field.input_value().splitlines()))
        assert len(rows) == len(read(widget)) + 1
        field.click()
        expect(field).to_be_visible()
        press(widget, "in_words")  # what is said of one thing does not outlive the next
        expect(field).to_have_count(0)
    finally:
        nb.page.evaluate("delete navigator.clipboard.writeText")
    nb.clean()


SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "g", "rect", "text", "tspan", "line", "polyline", "polygon", "circle", "path"}
TAGS |= {"title"}


def saved(nb: Notebook, widget: Locator, to: Path) -> list[str]:
    """The texts of the saved picture, which must be a plain drawing."""
    with nb.page.expect_download() as download:
        press(widget, "save")
    assert download.value.suggested_filename.endswith(".svg")
    download.value.save_as(to)
    root = ElementTree.parse(to).getroot()
    nodes = list(root.iter())
    assert root.tag == f"{SVG}svg" and {n.tag.removeprefix(SVG) for n in nodes} <= TAGS
    for node in nodes:
        for name, value in node.attrib.items():
            assert not name.startswith("on") and "href" not in name and "url(" not in value
    return [node.text or "" for node in nodes]


@pytest.mark.parametrize("code", PICTURES)
def test_the_saved_picture_holds_the_words_and_numbers_as_text(
    nb: Notebook, code: str, tmp_path: Path
) -> None:
    widget = on_stage(nb, code)
    words = set(nb.execute("print(json.dumps((w.vocabulary if hasattr(w, 'vocabulary')"
                           " else w.model.vocabulary).words))"))  # fmt: skip
    tabs = widget.get_by_role("tab").all()
    for each in tabs[:1] + tabs[-1:]:
        each.click()
        texts = saved(nb, widget, tmp_path / "picture.svg")
        assert words <= {text.strip() for text in texts}
        picture = widget.locator("[aria-describedby]").locator("[data-id]:visible")
        for text in picture.all_text_contents():
            assert text in texts


def test_the_saved_picture_has_the_arrows_of_an_update(nb: Notebook, tmp_path: Path) -> None:
    widget = on_stage(nb, "w2v.widgets.StepExplorer(at=20, phase='update')")
    middles = widget.evaluate("""root => {
        const box = (node) => node.getBoundingClientRect();
        const middle = (node) => box(node).y + box(node).height / 2;
        const top = box(root.querySelector(".picture")).y;
        return [...root.querySelectorAll("td[data-push]")].filter((cell) => cell.dataset.push)
            .map((cell) => [cell.dataset.push[0], middle(cell) - top]);
    }""")
    saved(nb, widget, tmp_path / "picture.svg")
    root = ElementTree.parse(tmp_path / "picture.svg").getroot()
    arrows = [
        [float(y) for y in re.findall(r",([\d.]+)", arrow.attrib["points"])]
        for arrow in root.iter(f"{SVG}polygon")
    ]
    assert ["u" if tip < base else "d" for tip, base, _ in arrows] == [way for way, _ in middles]
    expected = [middle for _, middle in middles]
    assert len(arrows) > 20
    assert [np.mean(ys[:2]) for ys in arrows] == pytest.approx(expected, abs=1)


def test_the_arrows_are_saved_in_high_contrast_too(lab: Lab, tmp_path: Path) -> None:
    with lab.open([STAGE, "w2v.widgets.StepExplorer(phase='update')"], forced_colors=True) as nb:
        nb.run_all()
        saved(nb, nb.output(1).locator(".w2v"), tmp_path / "picture.svg")
        assert nb.errors == []
    root = ElementTree.parse(tmp_path / "picture.svg").getroot()
    assert len(list(root.iter(f"{SVG}polygon"))) > 20


def test_larger_type_is_larger_and_back(nb: Notebook) -> None:
    size = "node => Number.parseFloat(getComputedStyle(node).fontSize)"
    for code in ("RowSelector()", "FirstLook()", "Predict('nearest_one_hot')"):
        widget = on_stage(nb, code)
        before = widget.evaluate(size)
        press(widget, "larger")
        assert widget.evaluate(size) >= 1.25 * before
        expect(by_key(widget, "bar larger")).to_have_attribute("aria-pressed", "true")
        press(widget, "larger")
        assert widget.evaluate(size) == before


def test_in_words_names_the_inputs_and_h(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector(inputs=['king', 'queen'])")
    h = [n["text"] for n in read(widget) if n["id"].startswith("long_h[")]
    words = said(widget).inner_text()
    assert re.search(r"king\W+queen", words) and re.search(r"\W+".join(map(re.escape, h)), words)
    text = widget.locator(".words")
    in_words = by_key(widget, "bar in_words")
    expect(in_words).to_have_attribute("aria-pressed", "false")
    assert width(text) < 100  # there for a reader of the screen alone
    in_words.click()
    expect(in_words).to_have_attribute("aria-pressed", "true")
    assert width(text) > 400
    press(widget, "other_language")
    expect(said(widget)).not_to_have_text(words)
    expect(said(widget)).to_have_text(re.compile(r"king\W+queen"))


def width(node: Locator) -> float:
    return float(node.evaluate("node => node.getBoundingClientRect().width"))


def test_reset_restores_the_first_state(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector(inputs=['queen', 'king'])")
    before = [(n["id"], n["value"]) for n in read(widget)]
    widget.get_by_role("radio", name=say("row_selector.one"), exact=True).click()
    by_key(widget, "word 7").click()
    widget.get_by_role("radio", name=say("row_selector.look_up")).click()
    tab(widget, "row_selector.phase_input").click()
    assert [(n["id"], n["value"]) for n in read(widget)] != before
    button(widget, "kit.reset").click()
    assert [(n["id"], n["value"]) for n in read(widget)] == before
    assert widget.get_by_role("tab", selected=True).text_content() == say("row_selector.phase_h")


# ---- hostile words in all of it ---------------------------------------------------------------


@pytest.mark.parametrize("start", range(0, len(WORDS), 12))
def test_hostile_words_are_copied_saved_and_said_as_text(
    nb: Notebook, start: int, tmp_path: Path
) -> None:
    widget = on_stage(nb, HOSTILE.format(words=f"WORDS[{start}:{start + 12}]"))
    press(widget, "in_words")
    names = [name for name, _ in copied(nb, widget)]
    assert not any(name[0] in "=+-@\t\r" for name in names)
    saved(nb, widget, tmp_path / "picture.svg")
    assert_harmless(nb, widget)


# ---- languages --------------------------------------------------------------------------------

SAID = """root => {
    const said = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.parentElement;
        if (!at.closest(".code, bdi, textarea, [data-key='bar other_language']"))
            said.push(walker.currentNode.data);
    }
    for (const node of root.querySelectorAll("*"))
        for (const name of ["aria-label", "title", "placeholder"])
            if (node.hasAttribute(name)) said.push(node.getAttribute(name));
    return said;
}"""


def fragments(language: str, other: str) -> set[str]:
    """What the catalogue's texts say in one language and not in the other, around the places."""
    found = {
        language: {
            part.strip()
            for file in CATALOGUES
            for texts in catalogue(file).values()
            for part in re.split(r"\{\w+\}", texts[language])
        }
        for language in (language, other)
    }
    letters = re.compile(r"[a-z]{2}|[\u4e00-\u9fff]")
    return {part for part in found[language] - found[other] if letters.search(part)}


@pytest.mark.parametrize("code", WIDGETS)
def test_every_text_changes_its_language(nb: Notebook, code: str) -> None:
    widget = on_stage(nb, code)
    assert_speaks(widget, "en")
    press(widget, "other_language")
    assert_speaks(widget, "zh")
    commit_all(widget)
    for each in widget.get_by_role("tab").all() or [None]:
        if each:
            each.click()
        assert_speaks(widget, "zh")
    press(widget, "other_language")
    assert_speaks(widget, "en")


def assert_speaks(widget: Locator, language: str) -> None:
    """Every text is in this language, the catalogue's other one nowhere to be found."""
    expect(widget).to_have_attribute("lang", language)
    other = "zh" if language == "en" else "en"
    foreign = fragments(other, language)
    for text in widget.evaluate(SAID):
        assert text.strip() not in foreign, text
        for part in foreign:
            long = len(part) >= 8 and (other == "zh" or " " in part)  # not a file's name
            assert not long or part not in text, (text, part)
        # One English word may be a word of the text or a name; two in a row are English.
        strange = r"[\u4e00-\u9fff]" if language == "en" else r"[A-Za-z]{2,} [A-Za-z]{2,}"
        assert not re.search(strange, text), text


# ---- keys and readers of the screen -----------------------------------------------------------

NAMELESS = """root => [...root.querySelectorAll("button, input, textarea, select, [role=note]")]
    .filter((node) => node.checkVisibility() && !(node.getAttribute("aria-label")
        || node.textContent.trim() || node.labels?.length)).map((node) => node.outerHTML)"""
STOPS = """root => [...root.querySelectorAll(
        "button, input, textarea, select, summary, [tabindex]")]
    .filter((node) => node.tabIndex >= 0 && !node.disabled
        && node.checkVisibility({ visibilityProperty: true }))
    .map((node, i) => { node.dataset.stop = i; return i; })"""
REACHED = """root => {
    const cells = [...root.querySelectorAll("[data-id]")]
        .filter((cell) => cell.checkVisibility({ visibilityProperty: true }));
    const seen = new Set(cells.filter((cell) => cell.tabIndex === 0));
    const queue = [...seen];
    while (queue.length) {
        const from = queue.pop();
        for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
            from.focus();
            from.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            const to = document.activeElement;
            if (!seen.has(to)) { seen.add(to); queue.push(to); }
        }
    }
    return cells.filter((cell) => !seen.has(cell)).map((cell) => cell.dataset.id);
}"""


@pytest.mark.parametrize("code", [*WIDGETS[:2], "FirstLook()", WIDGETS[4], WIDGETS[-1]])
def test_everything_has_a_name_and_is_reached_by_keys(nb: Notebook, code: str) -> None:
    widget = on_stage(nb, code)
    commit_all(widget)
    for each in widget.get_by_role("tab").all() or [None]:
        if each:
            each.click()
        assert widget.evaluate(NAMELESS) == []
        stops = widget.evaluate(STOPS)
        assert tabbed(nb, widget, "Tab", 0, len(stops)) == stops
        assert widget.evaluate(REACHED) == []
    stops = widget.evaluate(STOPS)
    assert tabbed(nb, widget, "Shift+Tab", stops[-1], len(stops)) == stops[::-1]


COMES_BY = """root => {
    window.passed = [document.activeElement.dataset.stop];
    const stop = (node) => (root.contains(node) ? node.dataset.stop ?? "without a number" : "");
    window.arrives = ({ target }) => passed.push(stop(target));
    document.addEventListener("focusin", arrives);
}"""
HAS_PASSED = """root => {
    document.removeEventListener("focusin", arrives);
    return [passed, root.contains(document.activeElement)];
}"""


def tabbed(nb: Notebook, widget: Locator, key: str, start: int, count: int) -> list[int]:
    """The stops that Tab comes by before it leaves the widget, as it must: no trap."""
    widget.locator(f'[data-stop="{start}"]').focus()
    widget.evaluate(COMES_BY)
    for _ in range(count):
        nb.page.keyboard.press(key)
    passed, still_there = widget.evaluate(HAS_PASSED)
    assert not still_there
    return [int(stop) for stop in itertools.takewhile(bool, passed)]


STOPS_UNSEEN = """root => [...root.querySelectorAll("[data-id][tabindex='0']")]
    .filter((cell) => !cell.checkVisibility({ visibilityProperty: true }))
    .map((cell) => cell.dataset.id)"""


def test_an_arrow_key_leads_to_no_number_that_is_not_on_show(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector()")
    tab(widget, "row_selector.phase_input").click()
    before = widget.evaluate(STOPS_UNSEEN)
    assert "products[0,0]" in before  # Tab will come to it when it is shown
    cell(widget, "W_in[3,4]").focus()
    nb.page.keyboard.press("ArrowRight")
    expect(widget.locator("[data-id]:focus")).to_be_visible()
    assert widget.evaluate(STOPS_UNSEEN) == before


MOVING = """document.getAnimations().filter(
    ({ effect }) => effect.target.closest(".w2v")).length"""
ALL = "ipywidgets.VBox([RowSelector(inputs=[1, 4, 1], predict='which_row'),"
ALL += f" FirstLook(predict={ASKING}), Predict('nearest_one_hot')])"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_of(lab: Lab, theme: Any) -> None:
    with lab.open([STAGE, ALL], theme=theme, reduced_motion=theme == "dark") as nb:
        nb.run_all()
        widgets = nb.output(1).locator(".w2v").all()
        assert len(widgets) == 3
        tab(widgets[1], "first_look.phase_step").click()
        assert axe_in_both_languages(nb, widgets) == []
        for widget in widgets:
            commit_all(widget)
        assert nb.axe(".w2v") == []  # with the film
        tab(widgets[1], "first_look.phase_step").click()
        assert axe_in_both_languages(nb, widgets) == []
        nb.clean()
        if theme == "dark":
            nothing_moves(nb, *widgets[:2])


def axe_in_both_languages(nb: Notebook, widgets: list[Locator]) -> list[Any]:
    found = []
    for _ in range(2):
        found += nb.axe(".w2v")
        for widget in widgets:
            press(widget, "other_language")
    return found


def nothing_moves(nb: Notebook, row: Locator, first: Locator) -> None:
    """With reduced motion all works, and no animation runs."""
    for phase in ("phase_input", "phase_multiply", "phase_add", "phase_h"):
        each = tab(row, f"row_selector.{phase}")
        assert each.evaluate(f"node => {{ node.click(); return {MOVING}; }}") == 0
        expect(each).to_have_attribute("aria-selected", "true")
    by_key(row, "word 3").click()
    expect(cell(row, "x[3]")).to_have_attribute("data-value", "1")
    button(row, "kit.play").click()
    expect(tab(row, "row_selector.phase_multiply")).to_have_attribute("aria-selected", "true")
    assert nb.page.evaluate(MOVING) == 0
    tab(first, "first_look.phase_training").click()
    slider = by_key(first, "update_slider")
    slider.focus()
    nb.page.keyboard.press("End")
    for _ in range(5):
        nb.page.keyboard.press("ArrowLeft")
    button(first, "kit.play").click()
    expect(button(first, "kit.play")).to_be_visible()
    assert slider.input_value() == slider.get_attribute("max")
    assert nb.page.evaluate(MOVING) == 0
    nb.clean()


def test_otherwise_rows_do_move(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector()")
    later = tab(widget, "row_selector.phase_multiply")
    assert later.evaluate(f"node => {{ node.click(); return {MOVING}; }}") > 0


# ---- running a cell again ---------------------------------------------------------------------


def test_a_cell_run_fifty_times_leaves_nothing_behind(nb: Notebook) -> None:
    def counts() -> tuple[int, int, int]:
        page = nb.page.evaluate("lab.kernel._comms.size")
        return nb.comms(), nb.execute("print(len(_instances))"), page

    nb.run_cell(1)
    first = counts()
    for _ in range(49):
        nb.page.evaluate("lab.start(1)")
        nb.page.wait_for_function("lab.finished()")
    nb.settle()
    assert nb.output(1).locator(".w2v").count() == 3
    assert counts() == first
    nb.clean()


def test_an_output_that_a_cell_has_closed_says_so(nb: Notebook) -> None:
    on_stage(nb, "RowSelector()")
    nb.execute("w.close()")
    expect(nb.output(0)).to_contain_text(say("kit.closed"))
    on_stage(nb, "RowSelector()")
    expect(nb.output(0).get_by_text(say("kit.closed"))).to_have_count(0)


# ---- Predict on its own -----------------------------------------------------------------------


@pytest.mark.parametrize("question", ["nearest_one_hot", "shared_vector"])
def test_the_evidence_comes_with_the_answer_and_is_the_librarys(nb: Notebook, question: str):
    with overheard(nb) as heard:
        widget = on_stage(nb, f"Predict({question!r})")
        assert read(widget) == [] and nb.execute("print(len(w.numbers))") == 0
        html, sent = widget.evaluate("root => root.outerHTML"), b"".join(heard)
    reasons = [key for key in catalogue("l01") if re.match(f"{question}_._why", key)]
    for language in ("en", "zh"):
        for why in reasons:
            text = asked(why, language)
            assert text not in html and text.encode() not in sent
    choice(widget, question, lessons.find(question).choices[0]).click()
    expect(widget.locator("[data-id]").first).to_be_visible()
    code = f"e = lessons.find({question!r}).prove().values"
    code = f"from w2v_lab import lessons; {code}"
    expected = nb.execute(f"{code}; print(json.dumps(by_id({{'evidence': e}})))")
    assert_shown(widget, expected)
    assert len(read(widget)) == len(expected)
    told = facts(nb)
    for id in [*kinds(widget).values(), "evidence[0,1]"]:
        cell(widget, id).hover()
        assert_explained(widget, id, told, expected, inputs=[], targets=[])
    nb.clean()


# ---- Python is slow ---------------------------------------------------------------------------


def test_a_silent_kernel_is_told_of_and_its_late_answer_is_taken(nb: Notebook) -> None:
    words = "w2v.Vocabulary([f'w{i}' for i in range(100)], range(100, 0, -1))"
    widget = on_stage(nb, f"RowSelector(w2v.Model({words}, 3), [0])")
    kernel = nb.execute("import os; print(os.getpid())")
    os.kill(kernel, signal.SIGSTOP)
    try:
        by_key(widget, "field").fill("w77")
        by_key(widget, "field").press("Enter")
        expect(note(widget)).to_have_text(say("kit.busy"), timeout=8000)  # busy is not gone
        by_key(widget, "word 1").click()  # what is there goes on working
        expect(cell(widget, "x[1]")).to_have_attribute("data-value", "1")
    finally:
        os.kill(kernel, signal.SIGCONT)
    expect(cell(widget, "x[77]")).to_have_attribute("data-value", "1")
    expect(note(widget)).to_be_hidden()
    nb.clean()


# ---- without Python ---------------------------------------------------------------------------


def without_a_kernel_rows_are_selected(
    row: Locator, numbers: list[dict[str, str]], told: dict[str, Any]
) -> None:
    for i in range(8):
        by_key(row, f"word {i}").click()
        expect(cell(row, f"x[{i}]")).to_have_attribute("data-value", "1")
        assert_shown(row, numbers[i])
    by_key(row, "field").fill("queen")
    by_key(row, "field").press("Enter")
    expect(cell(row, "x[4]")).to_have_attribute("data-value", "1")
    for road in ("look_up", "multiply_all"):
        row.get_by_role("radio", name=say(f"row_selector.{road}")).click()
        for each in row.get_by_role("tab").all():
            each.click()
        for id in kinds(row).values():
            cell(row, id).first.hover()
            assert_explained(row, id, told, numbers[4], inputs=[4])
    button(row, "kit.play").click()
    expect(tab(row, "row_selector.phase_multiply")).to_have_attribute("aria-selected", "true")
    button(row, "kit.pause").click()


def without_a_kernel_it_is_looked_at(nb: Notebook, first: Locator, look: dict[str, str]) -> None:
    for each in first.get_by_role("tab").all():
        each.click()
        for slider in first.get_by_role("slider").all():
            slider.focus()
            nb.page.keyboard.press("Home")
            nb.page.keyboard.press("ArrowRight")
        assert_shown(first, look)
    button(first, "kit.play").click()
    button(first, "kit.pause").click()


def test_without_a_kernel_what_is_there_goes_on_working(lab: Lab, tmp_path: Path) -> None:
    cells = ["RowSelector()", "FirstLook()", "Predict('nearest_one_hot')"]
    with lab.open([STAGE, *cells]) as nb:
        nb.run_all()
        nb.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        row, first, asking = (nb.output(i).locator(".w2v") for i in (1, 2, 3))
        model = "w2v.Model(w2v.Vocabulary.from_sentences(w2v.toy_sentences()))"
        numbers = nb.execute(
            f"print(json.dumps([row_selector_numbers({model}, [i]) for i in range(8)]))"
        )
        look = nb.execute("print(json.dumps(first_look_numbers(FirstLook())))")
        told = nb.execute(f"t = row_selector({model}, [[4]])\nprint(json.dumps(t.packed()[0]))")
        nb.shutdown_kernel()

        without_a_kernel_rows_are_selected(row, numbers, told)
        without_a_kernel_it_is_looked_at(nb, first, look)

        for widget in (row, first):
            press(widget, "in_words")
            assert copied(nb, widget) and saved(nb, widget, tmp_path / "picture.svg")
        for widget in (row, first, asking):
            press(widget, "larger")
            press(widget, "other_language")
            expect(widget).to_have_attribute("lang", "zh")
            press(widget, "other_language")
        for widget in (row, first):
            button(widget, "kit.reset").click()
        assert_shown(row, numbers[1])

        before = [read(widget) for widget in (row, first, asking)]
        by_key(row, "field").fill("king queen")
        by_key(row, "field").press("Enter")
        by_key(first, "text").fill("rain falls")
        by_key(first, "use").click()
        choice(asking, "nearest_one_hot", "by_meaning").click()
        for widget in (row, first, asking):
            expect(note(widget)).to_have_text(say("kit.silent"), timeout=6000)
        after = [read(widget) for widget in (row, first, asking)]
        assert [[n["id"] for n in numbers] for numbers in after] == [
            [n["id"] for n in numbers] for numbers in before
        ]
        assert_shown(row, numbers[1])
        expect(by_key(first, "text")).to_have_value("rain falls")
        expect(choice(asking, "nearest_one_hot", "by_meaning")).to_be_enabled()
        nb.clean()
