"""Every widget on the whole screen of a hall, 1280×720: all on one screen, digits of 24 px."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import w2v_lab as w2v
from w2v_lab import exercises, lessons
from w2v_lab.lessons.l13.own_model import Parts
from w2v_lab.widgets.cloze_walk.frame import PHASES
from w2v_lab.widgets.kit.session import BaseSession

from .asking import ASKED_BY, asking, many_words, question_in
from .lab import chromium
from .pages import ALONE, page, served
from .reading import by_key, say
from .test_pages import PLACES, placed, run, session, toy

pytestmark = pytest.mark.slow  # every widget, and every question
WIDGETS = [
    "row_selector",
    "first_look",
    "step_explorer",
    "tree_lab",
    "window_slider",
    "two_dials",
    "analogy_arrows",
    "training_player",
    "frozen",
    "sweep",
    "noise_lab",
    "cloud",
    "three_heads",
    "head_costs",
    "workbench",
    "trial",
    "explorer",
    "many_words",
    "parameters",
    "family",
    "cloze_walk",
    "two_runs",
    "biography",
]
SEEN = """(root) => {
    const seen = { visibilityProperty: true, opacityProperty: true };
    const shown = (node) => node.checkVisibility(seen);
    const zoom = (node) => (node.getScreenCTM ? node.getScreenCTM().a : 1);
    const pixels = (node) => parseFloat(getComputedStyle(node).fontSize) * zoom(node);
    const digits = [...root.querySelectorAll(".n")].filter((n) => shown(n) && n.textContent);
    const picture = root.querySelector(".picture");
    const parts = [...root.children].filter(shown).map((part) => part.getBoundingClientRect());
    return {
        digits: Math.min(...digits.filter((n) => n.getBoundingClientRect().width).map(pixels)),
        over: ["Height", "Width"].map((way) => // a question may stand alone
            (picture ? picture[`scroll${way}`] - picture[`client${way}`] : 0)),
        lowest: Math.max(...parts.map((box) => box.bottom)),
        right: Math.max(...parts.map((box) => box.right)),
        formula: root.querySelector(".formula")?.getBoundingClientRect().height ?? 0,
    };
}"""

REFUSE = "() => { Element.prototype.requestFullscreen = () => Promise.reject(new Error('no')); }"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("stage")
    shown_here = {place: placed(place) for place in PLACES}
    more = {"two_runs": two_runs(), "biography": life()}
    more |= {"many_words": session("Explorer", many_words(), "king")}
    more |= {"five": session("StepExplorer", five_dimensions())}
    more |= {f"asked_{question}": asking(question) for question in ASKED_BY}
    page(folder, shown_here | {name: (made, ()) for name, made in more.items()})
    with served(folder) as (address, _), chromium() as browser:
        shown = browser.new_page(viewport={"width": 1280, "height": 720})
        problems: list[str] = []
        shown.on("pageerror", lambda error: problems.append(str(error)))
        shown.goto(address)
        shown.wait_for_selector("body[data-shown]", timeout=60_000)
        yield shown
        assert problems == []


def five_dimensions() -> w2v.Recording:
    model, examples = toy()
    return w2v.record(w2v.Model(model.vocabulary, 5), examples, 8, 0.5)


def two_runs() -> BaseSession:
    return session("TrainingPlayer", run(), run(), names=["0", "1"])


def life() -> BaseSession:
    """The leaf of lesson 13, open beside four sentences."""
    told = exercises.own_life(Parts.lent())
    kept = {"sentences": told.sentences, "origins": told.origins}
    return session("TrainingPlayer", told.recording, word="king", leaf="biography", **kept)


def everything_is_there(seen: dict[str, Any]) -> bool:
    room = seen["lowest"] <= 720 and seen["right"] <= 1280 and seen["over"] == [0, 0]
    return room and seen["digits"] >= 23.9


def on_the_stage(tab: Page, name: str) -> Locator:
    if tab.locator(".w2v[popover]").count():  # a test before has failed
        tab.keyboard.press("Escape")
    tab.evaluate(ALONE, name)
    widget = tab.locator(f'[data-place="{name}"] .w2v')
    by_key(widget, "bar stage").click()
    expect(widget).to_have_attribute("popover", "manual")
    tab.wait_for_timeout(500)  # what glides has arrived
    return widget


def off_the_stage(tab: Page, widget: Locator) -> None:
    tab.keyboard.press("Escape")
    expect(tab.locator(".w2v[popover]")).to_have_count(0)
    expect(widget).to_be_attached()
    tab.wait_for_function("!document.fullscreenElement")


@pytest.mark.parametrize("name", WIDGETS)
def test_all_of_a_widget_is_on_one_screen(tab: Page, name: str) -> None:
    widget = on_the_stage(tab, name)
    seen: dict[str, Any] = widget.evaluate(SEEN)
    off_the_stage(tab, widget)
    assert everything_is_there(seen) and seen["formula"] > 0, seen


@pytest.mark.parametrize("question", ASKED_BY)
def test_question_and_verdict_are_on_one_screen_with_the_picture(tab: Page, question: str) -> None:
    """A wrong answer, whose verdict is the longest."""
    found = lessons.find(question)
    wrong = next(choice for choice in found.choices if choice != found.answer())
    widget = on_the_stage(tab, f"asked_{question}")
    question_in(widget, question)
    asked: dict[str, Any] = widget.evaluate(SEEN)
    widget.locator(f'[data-choice="{wrong}"]').click()
    expect(widget.locator(".gate .why .lead")).to_be_visible()
    tab.wait_for_timeout(300)
    told: dict[str, Any] = widget.evaluate(SEEN)
    widget.locator("details.gate[open] summary").click()  # folded, formula and sentence are back
    expect(widget.locator(".formula")).to_be_visible()
    off_the_stage(tab, widget)
    assert everything_is_there(asked), asked
    assert everything_is_there(told), told


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("tree_lab", ["act_ask", "act_learn"]),
        ("noise_lab", ["act_thin", "act_draw", "act_ask"]),
        ("workbench", [f"tab_{task}" for task in w2v.uses.TASKS]),
        ("family", ["leaf_near", "leaf_shared"]),
        ("cloze_walk", [f"phase_{phase}" for phase in PHASES]),
    ],
)
def test_every_act_is_on_one_screen(tab: Page, name: str, keys: list[str]) -> None:
    widget = on_the_stage(tab, name)
    for key in keys:
        said = re.compile(f"^{re.escape(say(f'{name}.{key}'))}$")
        widget.locator(":is([role=tab], [role=radio])").filter(has_text=said).click()
        tab.wait_for_timeout(400)
        seen: dict[str, Any] = widget.evaluate(SEEN)
        assert everything_is_there(seen), (key, seen)
    off_the_stage(tab, widget)


def test_a_clicker_steps_phases_and_the_button_names_the_next(tab: Page) -> None:
    widget = on_the_stage(tab, "step_explorer")
    phases = widget.get_by_role("tab")
    for place in range(phases.count()):
        expect(phases.nth(place)).to_have_attribute("aria-selected", "true")
        if place + 1 < phases.count():
            expect(by_key(widget, "on")).to_contain_text(phases.nth(place + 1).inner_text())
        seen = widget.evaluate(SEEN)
        assert seen["over"] == [0, 0] and seen["digits"] >= 23.9, (place, seen)
        tab.keyboard.press("PageDown")
    tab.keyboard.press("PageUp")
    expect(phases.nth(phases.count() - 2)).to_have_attribute("aria-selected", "true")
    off_the_stage(tab, widget)


def test_without_the_whole_screen_the_window_will_do(tab: Page) -> None:
    tab.evaluate(REFUSE)
    widget = on_the_stage(tab, "row_selector")
    box = widget.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}
    expect(by_key(widget, "bar stage")).to_have_attribute("aria-label", say("kit.leave_stage"))
    off_the_stage(tab, widget)


def test_formula_and_line_of_code_share_a_place(tab: Page) -> None:
    widget = on_the_stage(tab, "step_explorer")
    expect(widget.locator(".formula")).to_be_visible()
    expect(widget.locator(".code")).to_be_hidden()
    by_key(widget, "formula or code").click()
    expect(widget.locator(".code .it").first).to_be_visible()
    expect(widget.locator(".formula")).to_be_hidden()
    by_key(widget, "formula or code").click()
    off_the_stage(tab, widget)


def test_larger_type_is_one_switch_for_all(tab: Page) -> None:
    tab.evaluate(ALONE, None)
    widget = tab.locator('[data-place="sweep"] .w2v')
    by_key(widget, "bar larger").click()
    expect(tab.locator(".w2v.large")).to_have_count(tab.locator(".w2v").count())
    explorer = tab.locator('[data-place="step_explorer"] .w2v')
    assert in_one_row(explorer)
    by_key(widget, "bar larger").click()
    expect(tab.locator(".w2v.large")).to_have_count(0)


def in_one_row(explorer: Locator) -> bool:
    """Whether x, W_in, W_out, u, y stand beside one another."""
    chain = [grid.bounding_box() for grid in explorer.locator(".stage table.grid").all()]
    left, right = (box for box in chain if box)
    beside = right["x"] >= left["x"] + left["width"]
    return beside and abs(left["y"] + left["height"] - right["y"] - right["height"]) < 2


def test_the_chain_of_a_step_is_in_one_row_and_on_the_screen(tab: Page) -> None:
    """Of three dimensions in all windows down to 800 pixels, 690 of which a notebook leaves."""
    tab.evaluate(ALONE, None)
    explorer = tab.locator('[data-place="step_explorer"] .w2v')
    wide = tab.locator('[data-place="five"] .w2v')
    explorer.get_by_role("tab").nth(5).click()  # errors: all is on show
    for width in (1280, 1000, 900, 706, 390):
        tab.set_viewport_size({"width": width, "height": 720})
        assert in_one_row(explorer) and in_one_row(wide), width
        assert width < 706 or explorer.evaluate(SEEN)["over"][1] == 0, width
        assert width < 900 or wide.evaluate(SEEN)["over"][1] == 0, width
    tab.set_viewport_size({"width": 1280, "height": 720})


def test_larger_type_is_remembered() -> None:
    made = session("RowSelector")
    assert made.packed()[0]["large"] is False
    assert "error" in made.hear({"request": 1, "type": "huge"})[0]
    assert "error" not in made.hear({"request": 1, "type": "large"})[0]
    assert session("RowSelector").packed()[0]["large"] is True
    w2v.set_type("normal")
    assert session("RowSelector").packed()[0]["large"] is False
