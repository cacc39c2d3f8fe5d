"""Working through a lesson without a mouse, and what must be so in every state of it.

A lesson's way is `walk(lesson)` in `walk_NN.py`, NN being its number.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from playwright.sync_api import Locator, expect

from w2v_lab import lessons
from w2v_lab.messages import catalogue

from .lab import CODE_CELL, Notebook
from .reading import CATALOGUES, ROOT, by_key, cell, say
from .typesetting import STRING


class Lesson(NamedTuple):
    """A lesson open in the browser, and what it was opened with."""

    name: str
    language: str
    nb: Notebook

    def say(self, name: str, **values: object) -> str:
        """A text of the catalogue, by file and key, in the lesson's language."""
        return say(name, self.language, **values)

    def widget(self, code: str) -> Locator:
        """The widget of the code cell in which this stands."""
        return self.nb.page.locator(CODE_CELL).filter(has_text=code).locator(ROOT).first


# ---- looking -----------------------------------------------------------------------------------

TOO_WIDE = """async () => {
    // one that is taken back, as by another theme, is over as well
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    const everywhere = (selector) => [...document.querySelectorAll(selector)];
    const name = (node) => `${node.tagName} .${node.className} "${node.innerText.slice(0, 30)}"`;
    const found = [];
    const frames = ".jp-WindowedPanel-outer, .jp-OutputArea-output, .w2v, .w2v .picture";
    for (const node of [document.documentElement, ...everywhere(frames)]) {
        const missing = node.scrollWidth - node.clientWidth;
        const reached = node.matches(".picture") && (node.tabIndex >= 0 ||
            node.querySelector('button, input, textarea, [tabindex="0"]'));
        if (missing > 1 && !reached) found.push(`${missing} px are missing: ${name(node)}`);
    }
    for (const root of everywhere(".w2v")) {
        const parts = [...root.querySelectorAll("[data-id], button, .token")]
            .filter((node) => node.checkVisibility({ visibilityProperty: true }))
            .map((node) => [node, node.getBoundingClientRect()]);
        for (const [i, [a, p]] of parts.entries()) for (const [b, q] of parts.slice(i + 1)) {
            const over = Math.min(p.right, q.right) - Math.max(p.left, q.left);
            const under = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
            if (over > 2 && under > 2 && !a.contains(b) && !b.contains(a))
                found.push(`${name(a)} lies on ${name(b)}`);
        }
    }
    return found;
}"""


def crowded(nb: Notebook, seconds: float = 5) -> list[str]:
    """What is too wide or covered, once JupyterLab and plotly have followed the window."""
    nb.settle()
    end = time.monotonic() + seconds
    while (found := nb.page.evaluate(TOO_WIDE)) and time.monotonic() < end:
        nb.page.wait_for_timeout(100)
    return list(found)


WITHOUT_WORDS = """() => {
    const everywhere = (selector) => [...document.querySelectorAll(selector)];
    const words = (id) => document.getElementById(id)?.textContent ?? "";
    const under = (node) => {
        const all = node.closest(".jp-Cell-outputArea").innerText;
        return all.replace(node.innerText, "").trim();
    };
    return [
        ...everywhere(".w2v .picture").filter((p) => !words(p.getAttribute("aria-describedby"))),
        // a drawing with parts to reach is a group: what is inside an image nobody hears of
        ...everywhere(".w2v svg").filter((s) => s.getAttribute("role") !==
            (s.querySelector("[tabindex]") ? "group" : "img") ||
            !(s.getAttribute("aria-label") || s.querySelector("title"))),
        ...everywhere(".jp-OutputArea-output img:not(.plot-img)").filter((i) => i.alt.length < 20),
        ...everywhere(".js-plotly-plot").filter((plot) => under(plot).length < 20),
    ].map((node) => node.outerHTML.slice(0, 200));
}"""


# Words that a reader typed and lines of code may be in any language.
TEXTS = """() => {
    const found = [], data = "bdi, .code, .formula, textarea";
    for (const root of document.querySelectorAll(".w2v, .jp-OutputArea-output")) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode())
            if (!walker.currentNode.parentElement.closest(data))
                found.push(...walker.currentNode.data.split("\\n"));
        for (const node of root.querySelectorAll("*"))
            for (const name of ["aria-label", "title", "placeholder", "alt"])
                found.push(node.getAttribute(name) ?? "");
    }
    return found.map((text) => text.trim()).filter(Boolean);
}"""


@cache
def english() -> re.Pattern[str]:
    """Every English text that a lesson may show, and its parts between the filled places."""
    found = []
    for entry in (entry for file in CATALOGUES for entry in catalogue(file).values()):
        parts = [part.strip() for part in re.split(r"\{\w+\}", entry["en"])]
        letters = [re.sub(r"W_(in|out)", "W", part) for part in parts]  # the same in any language
        spoken = [
            re.escape(part)
            for part, letter in zip(parts, letters, strict=True)
            if re.search(r"[A-Za-z]{2}", letter)
        ]
        if spoken and entry["en"] != entry["zh"]:
            whole = [rf"\b{p}\b" if p.isalnum() else re.escape(p) for p in parts]  # not "Autoscale"
            found += [".*".join(whole), *spoken]
    return re.compile("|".join(found))


# What stands between Chinese letters and marks is looked at by itself, in brackets for instance.
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef‘’“”…]+")
CODE = re.compile(r"[a-z_]+ = .+")  # what a check was given, as Python writes it
# Words of a corpus: those that Python prints in quotes, and lists.
WORDS = re.compile(STRING + r"|[\w'-]+(?:、[\w'-]+)+")


def pieces(text: str) -> set[str]:
    """What of a text is not Chinese."""
    return {piece.strip() for piece in CHINESE.split(text)} - {""}


@cache
def meant_so() -> set[str]:
    """What is not Chinese in the Chinese texts themselves: names, abbreviations, code."""
    texts = (entry["zh"] for file in CATALOGUES for entry in catalogue(file).values())
    return {
        piece for text in texts for part in re.split(r"\{\w+\}", text) for piece in pieces(part)
    }


def not_translated(lesson: Lesson) -> list[str]:
    return left_over(lesson.nb.page.evaluate(TEXTS))


def left_over(texts: Iterable[str]) -> list[str]:
    """Those texts that are English, or of which a piece is."""
    return sorted(filter(is_english, {WORDS.sub("''", text) for text in texts}))


@cache  # most texts stand there from one state to the next
def is_english(text: str) -> bool:
    inside = set() if CODE.fullmatch(text) else {text, *pieces(text)} - meant_so()
    return any(english().fullmatch(part) for part in inside)


# ---- keys --------------------------------------------------------------------------------------


def tab_to(target: Locator) -> None:
    """Press Tab, or Shift + Tab where it lies before, until it has the focus."""
    for _ in range(150):
        place = target.evaluate("node => node.compareDocumentPosition(document.activeElement)")
        if place == 0:
            return
        target.page.keyboard.press("Tab" if place & 2 else "Shift+Tab")
    raise AssertionError(f"Tab does not lead to {target}.")


def press(target: Locator, *keys: str) -> None:
    """Go there with Tab and press these keys; a rebuilt widget must not lose the focus."""
    tab_to(target)
    for key in keys:
        target.page.keyboard.press(key)


def begin(widget: Locator) -> None:
    """Put the focus on the first thing of a widget that takes it, as Tab does from above."""
    widget.locator("button, input, textarea, [tabindex='0']").first.focus()


def expect_focus_within(widget: Locator) -> None:
    """A keyboard that has lost its place starts again from the top of the page."""
    expect(widget.locator(":focus")).to_have_count(1)


def in_order(*words: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, words)))


def chosen(widget: Locator) -> Locator:
    return widget.get_by_role("tab", selected=True)


def answer(lesson: Lesson, widget: Locator, name: str, right: bool) -> None:
    """Choose a right or a wrong answer and read why it is so."""
    question = lessons.find(name)
    chosen = next(name for name in question.choices if (name == question.answer()) == right)
    press(by_key(widget, f"gate {'abcdef'[question.choices.index(chosen)]}"), "Enter")
    told = question.revealed(chosen)
    why, because = told["why"][lesson.language], told["because"][lesson.language]
    reading = lesson.say("kit.right", why=why) if right else lesson.say("kit.wrong", why=why)
    status = widget.locator(".gate").get_by_role("status")
    expect(status).to_contain_text(reading, timeout=30_000)  # some answers are computed for seconds
    if not right:
        expect(status).to_contain_text(lesson.say("kit.because", because=because))
    expect_focus_within(widget)


def expect_explained(widget: Locator, id: str, *sources: str) -> None:
    """The number with the focus tells its formula, with the numbers that it came from."""
    expect(cell(widget, id)).to_be_focused()
    terms = widget.locator(".formula [data-from]")
    told = [term.get_attribute("data-from") for term in terms.all()]
    assert told[-1] == id and (not sources or told[:-1] == list(sources))
    value = cell(widget, id).get_attribute("data-value")
    expect(terms.last).to_have_attribute("data-value", str(value))
    expect(widget.locator(".code .it")).not_to_have_count(0)


def expect_good(lesson: Lesson) -> None:
    """What must be so in every state that a learner comes to."""
    assert crowded(lesson.nb) == []
    assert lesson.nb.page.evaluate(WITHOUT_WORDS) == []
    if lesson.language == "zh":
        assert not_translated(lesson) == []
