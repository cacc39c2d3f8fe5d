"""Every widget on the whole screen of a hall, 1280×720: all on one screen, digits of 24 px."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import w2v_lab as w2v

from .lab import chromium
from .pages import page, served
from .reading import by_key, say
from .test_pages import session, sessions

# The noise lab's three parts are more than a screen holds: its picture is scrolled.
SCROLLED = {"noise_lab"}
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
        over: [
            picture.scrollHeight - picture.clientHeight,
            picture.scrollWidth - picture.clientWidth,
        ],
        lowest: Math.max(...parts.map((box) => box.bottom)),
        right: Math.max(...parts.map((box) => box.right)),
        formula: root.querySelector(".formula").getBoundingClientRect().height,
    };
}"""

REFUSE = "() => { Element.prototype.requestFullscreen = () => Promise.reject(new Error('no')); }"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("stage")
    page(folder, {k: v for k, v in sessions().items() if not k.startswith("asking")})
    with served(folder) as (address, _), chromium() as browser:
        shown = browser.new_page(viewport={"width": 1280, "height": 720})
        problems: list[str] = []
        shown.on("pageerror", lambda error: problems.append(str(error)))
        shown.goto(address)
        shown.wait_for_selector("body[data-shown]", timeout=60_000)
        yield shown
        assert problems == []


def on_the_stage(tab: Page, name: str) -> Locator:
    if tab.locator(".w2v[popover]").count():  # a test before has failed
        tab.keyboard.press("Escape")
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
    assert seen["lowest"] <= 720 and seen["right"] <= 1280  # controls and formula
    assert seen["formula"] > 0
    if name not in SCROLLED:
        assert seen["over"] == [0, 0] and seen["digits"] >= 23.9, seen


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
    widget = tab.locator('[data-place="sweep"] .w2v')
    by_key(widget, "bar larger").click()
    expect(tab.locator(".w2v.large")).to_have_count(tab.locator(".w2v").count())
    by_key(widget, "bar larger").click()
    expect(tab.locator(".w2v.large")).to_have_count(0)


def test_larger_type_is_remembered() -> None:
    made = session("RowSelector")
    assert made.packed()[0]["large"] is False
    assert "error" in made.hear({"request": 1, "type": "huge"})[0]
    assert "error" not in made.hear({"request": 1, "type": "large"})[0]
    assert session("RowSelector").packed()[0]["large"] is True
    w2v.set_type("normal")
    assert session("RowSelector").packed()[0]["large"] is False
