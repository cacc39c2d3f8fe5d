"""A vote of the room: phones beside the teacher's picture, from the open port to the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, expect

from w2v_lab import lessons

from .lab import Lab, Notebook, chromium
from .reading import STAGE, by_key, on_stage, say

QUESTION = lessons.find("which_row")
RIGHT = QUESTION.answer()
WRONG = next(name for name in QUESTION.choices if name != RIGHT)
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SERIOUS = """async (source) => {
    new Function(source).call(window);
    const { violations } = await axe.run();
    return violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => v.id);
}"""


@pytest.fixture
def nb(lab: Lab) -> Iterator[Notebook]:
    with lab.open([STAGE]) as notebook:
        notebook.run_all()
        yield notebook
        notebook.clean()


@contextmanager
def phone(browser: Browser, link: str, theme: str) -> Iterator[Page]:
    """Another browser, so another vote."""
    size = {"width": 390, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=theme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(link)
    yield page
    context.close()


def cast(page: Page, choice: str) -> None:
    page.locator(f"button[value='{choice}']").click()
    expect(page.locator(f"button[value='{choice}']")).to_have_attribute("aria-pressed", "true")


def votes(widget: Locator, r: int, choice: str) -> Locator:
    return widget.locator(f'[data-id="votes[{r},{QUESTION.choices.index(choice)}]"]')


def test_a_room_votes_twice_and_then_sees_the_verdict(nb: Notebook) -> None:
    widget = on_stage(nb, f"w2v.vote('{QUESTION.name}')")
    assert nb.execute("print(repr(w.link))") == "''"  # no port until somebody presses
    by_key(widget, "start").click()
    expect(widget.locator(".link")).to_be_visible()
    link = nb.execute("print(w.link)")
    with ExitStack() as rooms:
        browser = rooms.enter_context(chromium())
        themes = ("light", "dark", "light")
        phones = [rooms.enter_context(phone(browser, link, theme)) for theme in themes]
        for page, choice in zip(phones, (WRONG, WRONG, RIGHT), strict=True):
            assert page.evaluate(WIDE) <= 0
            assert page.evaluate(SERIOUS, AXE_SCRIPT) == []
            cast(page, choice)
        expect(widget.locator(".voted")).to_have_text(say("vote.voted", voted=3, present=3))
        expect(widget.locator(".strip")).to_have_count(0)  # nobody follows the crowd
        by_key(widget, "show_bars").click()
        expect(votes(widget, 0, WRONG)).to_have_text("2")
        by_key(widget, "second").click()
        for page in phones:
            expect(page.get_by_role("status").first).to_have_text(say("voting.again"))
            cast(page, RIGHT)
        by_key(widget, "count_hands").click()
        hands = by_key(widget, f"hands {QUESTION.choices.index(WRONG)}")
        hands.fill("4")
        hands.press("Enter")
        by_key(widget, "verdict").click()
        expect(votes(widget, 1, RIGHT)).to_have_text("3")
        expect(votes(widget, 1, WRONG)).to_have_text("4")  # counted by hand
        expect(votes(widget, 0, WRONG)).to_have_text("2")
        expect(widget.locator(".verdict")).to_contain_text(QUESTION.why(RIGHT)["en"])
        moved = say("vote.moved", twice=3, came=2, left=0)
        expect(widget.locator(".verdict")).to_contain_text(moved)
        for page in phones:
            expect(page.locator("li.so")).to_contain_text(QUESTION.told(RIGHT)["en"])
            assert page.evaluate(SERIOUS, AXE_SCRIPT) == []
    assert nb.axe(".w2v") == []
    assert nb.execute("print(json.dumps(w.counts.tolist()))")[0].count(0) == 2


def test_votes_that_come_in_take_no_click_away(nb: Notebook) -> None:
    """A picture that is built anew while the button is down would never hear of its click."""
    widget = on_stage(nb, f"w2v.vote('{QUESTION.name}')")
    by_key(widget, "start").click()
    expect(widget.locator(".link")).to_be_visible()
    by_key(widget, "show_bars").hover()  # waits until the link's own picture stands
    mouse = nb.page.mouse
    mouse.down()
    with chromium() as browser, phone(browser, nb.execute("print(w.link)"), "light") as page:
        cast(page, RIGHT)
        nb.eventually("print(w.trace['voted'])", 1)
        mouse.up()
    expect(by_key(widget, "hide_bars")).to_be_visible()
    expect(votes(widget, 0, RIGHT)).to_have_text("1")
