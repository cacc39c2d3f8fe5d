"""The verdict where one clicked: nothing moves, the choice is marked at once, and a line is kept.

Every widget that a lesson asks a question with, from files, as a class sees it: 1366×768 and
1280×720.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

import w2v_lab as w2v
from w2v_lab import experiments, lessons
from w2v_lab.widgets.kit.session import BaseSession

from .lab import chromium
from .pages import Requests, page, served
from .reading import by_key, say
from .test_pages import run, session, toy

SIZES = [(1366, 768), (1280, 720)]
# Each widget that a lesson asks with, and what the lesson asks.
ASKED = {
    "row_selector": "which_row",
    "first_look": "first_probability",
    "step_explorer": "softmax_first",
    "tree_lab": "next_merge",
    "two_dials": "closer_without_meeting",
    "training_player": "another_seed",
    "sweep": "spare_vector",
    "noise_lab": "target_as_noise",
    "frozen": "below_the_table",
    "predict": "nearest_one_hot",
}
SLOW = 0.4  # seconds that Python takes here


def asking() -> dict[str, tuple[BaseSession, Requests]]:
    model, _ = toy()
    made: dict[str, BaseSession] = {}
    for name, question in ASKED.items():
        kind = "".join(map(str.capitalize, name.split("_")))
        if name == "predict":
            made[name] = session(kind, question)
        elif name == "training_player":
            made[name] = session(kind, run(), run(), names=["0", "1"], predict=question)
        elif name == "sweep":
            found = experiments.spare_vector(model, model.vocabulary.words[0])
            made[name] = session(kind, found, predict=question)
        else:
            made[name] = session(kind, predict=question)
    return {name: (each, ()) for name, each in made.items()}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("verdict")
    page(folder, asking())
    with served(folder) as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: "x".join(map(str, size)))
def tab(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    width, height = request.param
    shown = browser.new_page(viewport={"width": width, "height": height})
    problems: list[str] = []
    shown.on("pageerror", lambda error: problems.append(str(error)))
    shown.goto(address)
    shown.wait_for_selector("body[data-shown]", timeout=60_000)
    shown.evaluate("document.body.style.paddingBottom = '100vh'")  # a notebook goes on below
    yield shown
    assert problems == []
    shown.close()


def gate(tab: Page, name: str) -> Locator:
    """The question of a widget, its top where a lecturer would have scrolled it to."""
    widget = tab.locator(f'[data-place="{name}"] .w2v')
    while not widget.locator(".gate").count():
        by_key(widget, "on").click()
    found = widget.locator(".gate")
    found.evaluate("node => window.scrollBy(0, node.getBoundingClientRect().top - 90)")
    return found


def wrong_choice(name: str) -> str:
    question = lessons.find(ASKED[name])
    return next(each for each in question.choices if each != question.answer())


# From a click to the first frame in which the choice is marked, and where it stands then.
CLICK = """async (node) => {
    const before = node.getBoundingClientRect();
    const start = performance.now();
    node.click();
    const marked = node.getAttribute("aria-pressed") === "true";
    await new Promise(requestAnimationFrame);
    return [marked, performance.now() - start, before.top, before.left];
}"""
PLACE = "node => [node.getBoundingClientRect().top, node.getBoundingClientRect().left]"


@pytest.mark.parametrize("name", ASKED)
def test_the_verdict_stands_where_one_clicked(tab: Page, name: str) -> None:
    asked, wrong = gate(tab, name), wrong_choice(name)

    def slow(route: Route) -> None:
        time.sleep(SLOW)
        route.continue_()

    tab.route(f"**/page/{name}/*", slow)
    chosen = asked.locator(f'[data-choice="{wrong}"]')
    marked, waited, top, left = chosen.evaluate(CLICK)
    assert marked, "the choice is marked before Python has answered"
    assert waited < 1000 * SLOW
    expect(asked.locator(".waits")).to_have_text(say("kit.asking"))
    expect(chosen.locator(".mark")).to_have_text(say("kit.your_choice"))
    expect(asked.locator(".wrong .mark")).to_have_text(say("kit.your_choice"))
    tab.unroute(f"**/page/{name}/*")
    moved = chosen.evaluate(PLACE)
    assert [round(moved[0] - top, 1), round(moved[1] - left, 1)] == [0, 0]
    height = tab.viewport_size["height"] if tab.viewport_size else 0
    for part in (".asked", ".choices", ".why"):
        box: Any = asked.locator(part).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, part
    expect(asked.locator(".right .mark")).to_have_text(say("kit.so_it_is"))
    why = lessons.find(ASKED[name]).revealed(wrong)["why"]["en"]
    lead = asked.locator(".why b").inner_text()
    assert lead and why.startswith(lead)  # the first words name the idea behind the choice
    shown = tab.locator(f'[data-place="{name}"] .picture')
    if shown.count():
        assert shown.bounding_box()["y"] < height  # type: ignore[index]


def test_the_tree_shows_the_merge_that_was_asked_about(tab: Page) -> None:
    asked = gate(tab, "tree_lab")
    if asked.locator("button:enabled[data-choice]").count():
        asked.locator("[data-choice]").first.click()
    widget = tab.locator('[data-place="tree_lab"] .w2v')
    expect(by_key(widget, "merge_slider")).to_have_value("4")
    total = len(session("TreeLab").trace["inner"])
    expect(widget.locator(".sentence").first).to_contain_text(
        say("tree_lab.merge_of", number=4, total=total)
    )


def test_the_picture_stands_at_the_scores_while_it_asks_what_softmax_makes_of_them(
    browser: Browser, address: str
) -> None:
    tab = browser.new_page(viewport={"width": 1366, "height": 900})
    tab.goto(address)
    tab.wait_for_selector("body[data-shown]", timeout=60_000)
    gate(tab, "step_explorer")
    widget = tab.locator('[data-place="step_explorer"] .w2v')
    assert widget.locator('[data-id^="u["]').first.is_visible()
    assert not widget.locator('[data-id^="y["]').count() or not (
        widget.locator('[data-id^="y["]').first.is_visible()
    )
    tab.close()


def test_a_line_is_kept_with_the_answer_and_an_answer_is_forgotten() -> None:
    made = session("RowSelector", predict="which_row")
    early, _ = made.hear({"request": 1, "why": "which_row", "text": "x"})
    assert "error" in early
    made.commit("which_row", "column")
    for bad in (7, "x" * 201, None):
        assert "error" in made.hear({"request": 1, "why": "which_row", "text": bad})[0]
    stamp = made.stamp
    assert "error" not in made.hear({"request": 1, "why": "which_row", "text": " a  row\n"})[0]
    assert made.stamp > stamp and made.gates[0]["reason"] == "a row"
    assert w2v.memory.current().reasons()["which_row"] == "a row"
    assert session("RowSelector", predict="which_row").gates[0]["reason"] == "a row"
    made.hear({"request": 1, "again": "which_row"})
    assert made.choices == {} and "choice" not in made.gates[0]
