"""A state is a link: copied under any widget, it opens the same numbers, whoever opens it."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, quote, urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

import w2v_lab as w2v
from w2v_lab import lessons

from .reading import answer_all, by_key, note, read, say
from .test_site import LESSONS, Reader, browser, reader, site  # noqa: F401  (fixtures)

pytestmark = pytest.mark.slow


def copied(reader: Reader, widget: Locator) -> str:
    """What stands in the clipboard once the widget's link has been copied."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    by_key(widget, "bar link").click()
    expect(widget.locator(".told")).to_have_text(say("kit.link_copied"))
    return str(reader.page.evaluate("navigator.clipboard.readText()"))


def opened(reader: Reader, address: str) -> Locator:
    """The widget that a link leads to, in a page of its own, as somebody else opens it."""
    page = reader.page
    page.goto("about:blank")
    page.goto(address)
    cell = parse_qs(address.split("#")[1])["cell"][0]
    expect(page.locator(f'[data-cell="{cell}"][data-alive]')).to_be_visible()
    return page.locator(f'[data-cell="{cell}"] .w2v')


# Sliders are dragged, each to a place of its own; the last tab and the last of each choice are taken.
MOVES = """root => {
  const turns = (selector) => root.querySelectorAll(selector).forEach((all) => {
    const last = [...all.querySelectorAll("[role=tab], [role=radio]")].at(-1);
    if (last && !all.closest(".player")) last.click();
  });
  turns("[role=radiogroup]");
  turns("[role=tablist]");
  [...root.querySelectorAll("input[type=range]")].forEach((node, i) => {
    node.value = String(Math.round(Number(node.max) * (0.6 - 0.15 * i)));
    node.dispatchEvent(new Event("input"));
  });
}"""


def test_every_kind_of_widget_opens_in_the_state_that_was_copied(reader: Reader) -> None:
    """Its questions answered, its sliders dragged: the same numbers on show, and the same words."""
    page, seen = reader.page, set()
    for stem in LESSONS:
        reader.open(f"en/{stem}.html")
        kinds = page.locator("[data-widget]").evaluate_all("all => all.map(el => el.dataset.widget)")
        for kind in dict.fromkeys(kinds):
            if kind in seen or kind == "predict":
                continue
            seen.add(kind)
            reader.open(f"en/{stem}.html")
            widget = reader.widget(kind)
            page.locator(f'[data-widget="{kind}"]').first.scroll_into_view_if_needed()
            expect(widget).to_be_visible()
            answer_all(widget)
            before = read(widget)
            widget.evaluate(MOVES)
            page.wait_for_timeout(50)
            told, words = read(widget), widget.locator(".words").inner_text()
            assert told != before, kind
            link = copied(reader, widget)
            assert len(link) < 1200, kind
            there = opened(reader, link)
            expect(there.locator(".words")).to_have_text(words)
            assert read(there) == told, kind
    assert len(seen) == len({path.parent.name for path in []}) - 1  # all but the question
