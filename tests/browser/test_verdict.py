"""The verdict where one clicked: nothing moves, the choice is marked at once, and a line is kept.

Every widget that a lesson asks a question with, from files, as a class sees it: 1366×768 and
1280×720.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from minutes import NOTEBOOKS, asked, core
from playwright.sync_api import Browser, Locator, Page, expect

import w2v_lab as w2v
from w2v_lab import lessons, widgets

from .asking import ASKED_BY, asking, question_in
from .lab import chromium
from .pages import page, served
from .reading import by_key, say
from .test_pages import session

pytestmark = pytest.mark.slow  # every question at every size
SIZES = [(1366, 768), (1280, 720)]
# Python's answers stay away for as long as `hold` is a promise.
HELD = """() => {
    const fetched = window.fetch;
    window.fetch = async (...given) => { await window.hold; return fetched(...given); };
    window.later = () => { window.hold = new Promise((go) => { window.now = go; }); };
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("verdict")
    made = {question: asking(question) for question in ASKED_BY}
    made["scores"] = asking("softmax_first")  # nobody answers here
    page(folder, {place: (session, ()) for place, session in made.items()})
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
    shown.add_init_script(f"({HELD})()")
    shown.goto(address)
    shown.wait_for_selector("body[data-shown]", timeout=60_000)
    shown.evaluate("document.body.style.paddingBottom = '100vh'")  # a notebook goes on below
    yield shown
    assert problems == []
    shown.close()


def gate(tab: Page, question: str, place: str = "") -> Locator:
    """A question, its top where a lecturer would have scrolled it to."""
    widget = tab.locator(f'[data-place="{place or question}"] .w2v')
    found = question_in(widget, question)
    found.evaluate("node => window.scrollBy(0, node.getBoundingClientRect().top - 90)")
    return found


# A click while Python is away: what is seen in the first frame after it, and where it was.
CLICK = """async (chosen) => {
    const { top, left, height } = chosen.getBoundingClientRect();
    const gate = chosen.closest("[data-gate]");
    const text = (part) =>
        Array.from(gate.querySelectorAll(part), (node) => node.textContent).join("");
    window.later();
    const start = performance.now();
    chosen.click();
    await new Promise(requestAnimationFrame);
    const waited = performance.now() - start;
    const seen = [chosen.getAttribute("aria-pressed"), text(".waits"), text(".mark")];
    window.now();
    return { seen, waited, top, left, middle: top + height / 2 };
}"""
# What of a gate, and of the picture below it, is on the screen.
SEEN = """(gate) => {
    const box = (part, from = gate) => from.querySelector(part)?.getBoundingClientRect();
    const text = (part) => gate.querySelector(part)?.textContent;
    const parts = [".asked", ".choices", ".why"].map((part) => box(part));
    const picture = box(".picture", gate.closest(".w2v"));
    return {
        mine: box(".wrong"), why: box(".why"), lead: text(".why b"),
        marks: [text(".wrong .mark"), text(".right .mark")],
        top: Math.min(...parts.map((part) => part.top)),
        bottom: Math.max(...parts.map((part) => part.bottom)),
        picture: picture && Math.min(picture.bottom, innerHeight) - Math.max(picture.top, 0),
    };
}"""


def test_every_widget_that_a_lesson_asks_with_is_walked() -> None:
    asking_with = set()
    for path in NOTEBOOKS.glob("*.ipynb"):
        code = [source for kind, source in core(path) if kind == "code"]
        for part in ast.walk(ast.parse("\n".join(code))):
            if isinstance(part, ast.Call) and [*asked([ast.unparse(part)])]:
                asking_with.add(getattr(part.func, "attr", ""))
    kinds = {kind for kind, _ in ASKED_BY.values()}
    assert asking_with & {*widgets.__all__} <= kinds and len(asking_with) > 12


@pytest.mark.parametrize("question", ASKED_BY)
def test_the_verdict_stands_where_one_clicked(
    tab: Page, question: str, record_property: Callable[[str, object], None]
) -> None:
    found = lessons.find(question)
    wrong = next(each for each in found.choices if each != found.answer())
    here = gate(tab, question)
    first: dict[str, Any] = here.locator(f'[data-choice="{wrong}"]').evaluate(CLICK)
    assert first["seen"] == ["true", say("kit.asking"), say("kit.your_choice")]  # before Python
    assert first["waited"] < 400
    expect(here.locator(".wrong .mark")).to_have_text(say("kit.your_choice"))
    now: dict[str, Any] = here.evaluate(SEEN)
    moved = [now["mine"][way] - first[way] for way in ("top", "left")]
    assert [round(way, 1) for way in moved] == [0, 0]
    height = tab.viewport_size["height"] if tab.viewport_size else 0
    assert now["top"] >= 0 and now["bottom"] <= height
    assert now["marks"] == [say("kit.your_choice"), say("kit.so_it_is")]
    why = found.revealed(wrong)["why"]["en"]
    assert now["lead"] and why.startswith(now["lead"])  # the first words name the idea behind it
    assert now["picture"] is None or now["picture"] > 0
    for name, value in {
        "pixels to the verdict": now["why"]["top"] - first["middle"],
        "pixels of the picture": now["picture"],
        "ms to the first sign": first["waited"],
    }.items():
        record_property(name, value)


def test_the_tree_shows_the_merge_that_was_asked_about(tab: Page) -> None:
    asked = gate(tab, "next_merge")
    if asked.locator("button:enabled[data-choice]").count():
        asked.locator("[data-choice]").first.click()
    widget = tab.locator('[data-place="next_merge"] .w2v')
    expect(by_key(widget, "merge_slider")).to_have_value("4")
    total = len(session("TreeLab").trace["inner"])
    expect(widget.locator(".sentence").first).to_contain_text(
        say("tree_lab.merge_of", number=4, total=total)
    )


def test_the_picture_stands_at_the_scores_while_it_asks_what_softmax_makes_of_them(
    tab: Page,
) -> None:
    gate(tab, "softmax_first", "scores")
    widget = tab.locator('[data-place="scores"] .w2v')
    assert widget.locator('[data-id^="u["]').first.is_visible()
    assert not widget.locator('[data-id^="y["]').count() or not (
        widget.locator('[data-id^="y["]').first.is_visible()
    )


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
