"""What one takes along, of every widget in every phase: the numbers and the picture as seen."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, expect

from .lab import chromium
from .pages import ALONE, page, served
from .reading import by_key
from .test_pages import PLACES, Stage, placed, session

pytestmark = pytest.mark.slow  # every widget in every phase
LONG = "Donaudampfschifffahrtsgesellschaft sails there\n国王 统治 这片 土地\nhere it sails"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("saving")
    long = {"long": (session("FirstLook", LONG), ())}
    page(folder, {place: placed(place) for place in PLACES} | long)
    with served(folder) as (address, asked), chromium() as browser:
        size: Any = {"width": 1000, "height": 900}
        context = browser.new_context(viewport=size, reduced_motion="reduce")  # nothing on its way
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        shown = Stage(context.new_page(), folder, asked, {})
        shown.page.goto(address)
        shown.page.wait_for_selector("body[data-shown]", timeout=60_000)
        yield shown
        assert shown.problems == []


def alone(stage: Stage, place: str) -> Locator:
    """A widget, the others hidden."""
    stage.page.evaluate(ALONE, place)
    return stage.widget(place)


def phases(widget: Locator) -> Iterator[int]:
    """Go through a widget's phases."""
    tabs = widget.get_by_role("tab").all()
    for i, tab in enumerate(tabs):
        tab.click()
        yield i
    if not tabs:
        yield 0


# The words that are seen in a picture, in their order, spaces aside.
WORDS = """picture => {
    const words = [], walker = document.createTreeWalker(picture, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.parentElement;
        const seen = at.checkVisibility({ visibilityProperty: true, opacityProperty: true });
        if (seen && !at.closest(".aside, .slide, title, canvas, select, textarea"))
            words.push(walker.currentNode.data);
    }
    return words.join("").replace(/\\s+/g, "");
}"""
# Texts of a picture that lie on one another, by the middles of their lines.
OVERLAPS = """svg => {
    const host = document.createElement("div");
    host.style.cssText = "position:absolute;left:0;top:0;background:white";
    host.innerHTML = svg;
    document.body.append(host);
    const boxes = [...host.querySelectorAll("text")]
        .map((node) => [node.textContent, node.getBoundingClientRect()])
        .filter(([text, box]) => text.trim() && box.width);
    host.remove();
    const found = [];
    boxes.forEach(([text, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
        const apart = a.right - 2 <= b.left || b.right - 2 <= a.left
            || a.bottom - 0.3 * a.height <= b.top + 0.3 * b.height
            || b.bottom - 0.3 * b.height <= a.top + 0.3 * a.height;
        const slanted = text.length + other.length < 3; // a letter leans over its neighbour
        if (!apart && !slanted) found.push([text, other]);
    }));
    return found;
}"""


# Chinese that leans: it has no slanted letters.
SLANTED = """root => {
    const found = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        const han = /\\p{Script=Han}/u.test(data) && parentElement.checkVisibility();
        if (han && getComputedStyle(parentElement).fontStyle !== "normal") found.push(data);
    }
    return found;
}"""
# Pixels from the button for copying to what is said of a copy, to the right, above or below.
FAR = """root => {
    const [button, told] = ["[data-key='bar copy']", ".told"].map((part) =>
        root.querySelector(part).getBoundingClientRect());
    return Math.max(told.left - button.right, button.top - told.bottom, told.top - button.bottom);
}"""


def saved(stage: Stage, widget: Locator, to: Path) -> str:
    with stage.page.expect_download() as download:
        by_key(widget, "bar save").click()
    download.value.save_as(to)
    return to.read_text(encoding="utf-8")


def texts(svg: str) -> str:
    """The words of a picture in their order, spaces aside."""
    found: list[str] = []

    def visit(node: Any) -> None:
        if node.tag.endswith("}title"):
            return
        found.append(node.text or "")
        for child in node:
            visit(child)

    visit(ElementTree.fromstring(svg))
    return re.sub(r"\s+", "", "".join(found))


@pytest.mark.parametrize("place", [*PLACES, "long"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_saved_picture_says_what_the_page_says(
    stage: Stage, place: str, language: str, tmp_path: Path
) -> None:
    widget = alone(stage, place)
    if widget.get_attribute("lang") != language:
        by_key(widget, "bar other_language").click()
    for phase in phases(widget):
        svg = saved(stage, widget, tmp_path / "picture.svg")
        words = widget.locator(".picture").evaluate(WORDS)
        # A word that the page cuts short is cut in the picture.
        pattern = r"\S*?".join(map(re.escape, texts(svg).split("…")))
        assert re.fullmatch(pattern, words), phase
        assert ("…" in texts(svg)) == (place == "long"), phase
        assert stage.page.evaluate(OVERLAPS, svg) == [], phase
        assert widget.evaluate(SLANTED) == [], phase


def test_names_keep_their_halo(stage: Stage, tmp_path: Path) -> None:
    svg = saved(stage, alone(stage, "analogy_arrows"), tmp_path / "picture.svg")
    names = re.findall(r"<text[^>]*paint-order=\"stroke[^>]*>", svg)
    assert names and all('stroke-width="3px"' in name for name in names)


@pytest.mark.parametrize("place", PLACES)
def test_copied_numbers_are_all_that_is_seen_each_by_a_name_of_its_own(
    stage: Stage, place: str
) -> None:
    widget = alone(stage, place)
    for road in ("look_up", None) if place == "row_selector" else (None,):
        if road:
            by_key(widget, road).click()
        for phase in phases(widget):
            tall = widget.evaluate("root => root.offsetHeight")
            by_key(widget, "bar copy").click()
            expect(widget.locator(".told")).not_to_be_empty()
            told = widget.locator(".told").inner_text()
            assert widget.evaluate("root => root.offsetHeight") == tall, phase
            assert widget.evaluate(FAR) < 240, phase
            text = stage.page.evaluate("navigator.clipboard.readText()")
            rows = list(csv.reader(text.splitlines()))
            assert rows[0] == ["name", "value"] and str(len(rows) - 1) in told.replace(",", "")
            names = [name for name, _ in rows[1:]]
            assert len(set(names)) == len(names), phase
            values = {float(value) for _, value in rows[1:]}
            seen = widget.locator(".picture [data-id][data-value]:visible").evaluate_all(
                "nodes => nodes.map((node) => node.dataset.value)"
            )
            assert {float(value) for value in seen} <= values, phase
            assert not any(value.startswith("-0") and float(value) == 0 for _, value in rows[1:])
            assert not any("null" in name or "undefined" in name for name in names)


def test_what_is_said_of_a_copy_pushes_nothing_and_lasts_until_the_next_act(stage: Stage) -> None:
    widget = alone(stage, "row_selector")
    for width in (390, 706, 1000):
        stage.page.set_viewport_size({"width": width, "height": 900})
        for act in ("bar in_words", "bar other_language"):
            tall = widget.evaluate("root => root.offsetHeight")
            by_key(widget, "bar copy").click()
            expect(widget.locator(".told")).not_to_be_empty()
            assert widget.evaluate("root => root.offsetHeight") == tall, width
            assert widget.evaluate(FAR) < 240, width
            by_key(widget, act).click()
            expect(widget.locator(".told")).to_be_empty()
            by_key(widget, act).click()


def test_what_is_not_yet_there_is_not_copied(stage: Stage) -> None:
    widget = alone(stage, "step_explorer")
    widget.get_by_role("tab").first.click()
    by_key(widget, "bar copy").click()
    expect(widget.locator(".told")).not_to_be_empty()
    text = stage.page.evaluate("navigator.clipboard.readText()")
    names = {name.split("[")[0] for name, _ in list(csv.reader(text.splitlines()))[1:]}
    assert names == {"x", "W_in", "W_out"}


def test_the_curve_and_the_map_are_copied_too(stage: Stage) -> None:
    widget = alone(stage, "first_look")
    if widget.get_attribute("lang") != "en":
        by_key(widget, "bar other_language").click()
    widget.get_by_role("tab").last.click()
    by_key(widget, "bar copy").click()
    expect(widget.locator(".told")).not_to_be_empty()
    rows = dict(csv.reader(stage.page.evaluate("navigator.clipboard.readText()").splitlines()))
    rounds = [name for name in rows if "round" in name]
    assert len(rounds) > 50 and sum("place" in name for name in rows) == 16
    assert all(math.isfinite(float(rows[name])) for name in rounds)
