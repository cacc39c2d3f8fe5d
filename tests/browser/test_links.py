"""A state is a link: copied under any widget, it opens the same numbers, whoever opens it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest
from playwright.sync_api import Locator, expect

from w2v_lab import widgets

from .course import LESSONS, Reader
from .reading import MOVES, answer_all, link_of, said, shown

pytestmark = pytest.mark.slow


def opened(reader: Reader, address: str) -> Locator:
    """The widget that a link leads to, in a page of its own, as somebody else opens it."""
    page = reader.page
    page.goto("about:blank")
    page.goto(address)
    cell = parse_qs(address.split("#")[1])["cell"][0]
    alive = page.locator(f'[data-cell="{cell}"][data-alive]')
    expect(alive).to_be_visible(timeout=30_000)
    return page.locator(f'[data-cell="{cell}"] .w2v')


TRIED = ("00", "01", "04")  # lessons whose widgets have all that a state can hold


def places(reader: Reader) -> dict[str, str]:
    """For each kind of widget, the bare link to one of the course that has something to choose."""
    found: dict[str, str] = {}
    for stem in LESSONS:
        if stem[:2] not in TRIED:
            continue
        page = reader.open(f"en/{stem}.html")
        all_of_it = "all => all.map(el => [el.dataset.widget, el.dataset.cell])"
        for kind, cell in page.locator("[data-widget]").evaluate_all(all_of_it):
            link = f"{reader.site}en/{stem}.html#lesson={stem[:2]}&cell={cell}&widget={kind}"
            found.setdefault(kind, link)
    del found["predict"]
    return found


def test_a_widget_opens_in_the_state_that_was_copied(reader: Reader) -> None:
    """Questions answered, sliders dragged, the last of each choice: the same numbers and words."""
    for kind, link in places(reader).items():
        widget = opened(reader, link)
        answer_all(widget)
        before = shown(widget)
        widget.evaluate(MOVES)
        reader.page.wait_for_timeout(150)
        told, words = shown(widget), said(widget).text_content() or ""
        assert told != before or kind == "first_look", kind
        state = link_of(widget)
        assert len(state) < 1200, kind
        there = opened(reader, state)
        expect(there.locator(".words")).to_have_text(words, timeout=20_000)
        assert shown(there) == told, kind


BARE = {
    "predict",
    "family",
    "cloze_walk",
    "workbench",
    "vote",  # whose votes they are stays with the room
}  # their links lead to the widget as it begins


def test_every_widget_says_what_a_link_keeps() -> None:
    folder = Path(widgets.__file__).parent
    for path in folder.glob("*/widget.py"):
        name = path.parent.name
        code = (path.parent / f"{name}.js").read_text("utf-8")
        assert name in BARE or "keeps: KEEPS" in code, name


HOSTILE = [
    'state={"at":-1,"window":-4}',
    'state={"at":"<img src=x onerror=alert(1)>","drawn":"__proto__","window":"9"}',
    'state={"__proto__":{"at":1},"constructor":{}}',
    'state={"at":3}&way={"commit":"cbow_share","choice":"divided"}',
    "state=[",
    "state=" + "[" * 3000,
    "way=7",
]


def test_a_hostile_link_does_nothing(reader: Reader) -> None:
    page = reader.page
    page.on("dialog", lambda dialog: reader.problems.append(dialog.message))
    bare = f"{reader.site}en/04_skip_gram_and_cbow.html#lesson=04&cell=c03&widget=window_slider"
    expected = shown(opened(reader, bare))
    for state in HOSTILE:
        page.goto("about:blank")
        page.goto(f"{bare}&{quote(state, safe='=&')}")
        page.locator('[data-cell="c03"][data-widget]').scroll_into_view_if_needed()
        assert shown(reader.widget("window_slider")) == expected, state
    assert page.evaluate("localStorage.getItem('w2v_lab')") is None
