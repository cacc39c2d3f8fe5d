"""The lessons as learners meet them: in JupyterLab, run from top to bottom, then worked through.

Each lesson is opened once in every setting; the tests that only look come first.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Locator, expect

import w2v_lab as w2v
from w2v_lab import predictions
from w2v_lab.messages import catalogue, fill

from .lab import CODE_CELL, NOTEBOOKS, Lab, LabError, Notebook

LESSONS = [path.name for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))]
SETTINGS: list[dict[str, Any]] = [
    {"language": "en", "theme": "light", "width": 1400},
    {"language": "zh", "theme": "dark", "width": 800},
]
ROOT = ".w2v"
FIGURES = ".jp-Cell-outputArea:has(img, .js-plotly-plot)"


class Lesson(NamedTuple):
    """A lesson open in the browser, and what it was opened with."""

    name: str
    language: str
    nb: Notebook

    def say(self, name: str, **values: object) -> str:
        """A text of the catalogue, by file and key."""
        file, key = name.split(".")
        return fill(catalogue(file)[key][self.language], values)

    def widget(self, code: str) -> Locator:
        """The widget of the code cell in which this stands."""
        return self.nb.page.locator(CODE_CELL).filter(has_text=code).locator(ROOT).first


@pytest.fixture(
    scope="module",
    params=product(LESSONS, SETTINGS),
    ids=lambda p: "-".join([p[0][:2], *map(str, p[1].values())]),
)
def lesson(lab: Lab, request: pytest.FixtureRequest) -> Iterator[Lesson]:
    """Return a lesson that has been run from top to bottom."""
    name, setting = request.param
    with lab.open(name, **setting) as notebook:
        notebook.run_all()
        yield Lesson(name, setting["language"], notebook)


# ---- looking ----------------------------------------------------------------------------------


def test_a_lesson_runs_without_a_complaint_and_asks_no_stranger(lesson: Lesson) -> None:
    lesson.nb.clean()


TOO_WIDE = """async () => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
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


@pytest.mark.parametrize("width", [1400, 800])
def test_nothing_is_too_wide_and_nothing_lies_on_something_else(lesson: Lesson, width: int) -> None:
    size = lesson.nb.page.viewport_size
    assert size
    lesson.nb.page.set_viewport_size({"width": width, "height": size["height"]})
    assert crowded(lesson.nb) == []
    lesson.nb.page.set_viewport_size(size)


def test_axe_finds_nothing_serious_in_widgets_and_figures(lesson: Lesson) -> None:
    assert lesson.nb.axe(f"{ROOT}, {FIGURES}") == []


WITHOUT_WORDS = """() => {
    const everywhere = (selector) => [...document.querySelectorAll(selector)];
    const words = (id) => document.getElementById(id)?.textContent ?? "";
    const under = (node) => {
        const all = node.closest(".jp-Cell-outputArea").innerText;
        return all.replace(node.innerText, "").trim();
    };
    return [
        ...everywhere(".w2v .picture").filter((p) => !words(p.getAttribute("aria-describedby"))),
        ...everywhere(".w2v svg").filter((s) => s.getAttribute("role") !== "img" ||
            !(s.getAttribute("aria-label") || s.querySelector("title"))),
        ...everywhere(".jp-OutputArea-output img:not(.plot-img)").filter((i) => i.alt.length < 20),
        ...everywhere(".js-plotly-plot").filter((plot) => under(plot).length < 20),
    ].map((node) => node.outerHTML.slice(0, 200));
}"""


def test_every_figure_says_the_same_in_words(lesson: Lesson) -> None:
    assert lesson.nb.page.evaluate(WITHOUT_WORDS) == []


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
    files = ("kit", "predict", "predictions", "first_look", "row_selector", "figures", "exercises")
    found = []
    for entry in (entry for file in files for entry in catalogue(file).values()):
        parts = [part.strip() for part in re.split(r"\{\w+\}", entry["en"])]
        spoken = [re.escape(part) for part in parts if re.search(r"[A-Za-z]{2}", part)]
        if spoken and entry["en"] != entry["zh"]:
            found += [".*".join(map(re.escape, parts)), *spoken]
    return re.compile("|".join(found))


def not_translated(lesson: Lesson) -> list[str]:
    shown = set(lesson.nb.page.evaluate(TEXTS))
    return sorted(filter(english().fullmatch, shown))


def test_a_lesson_speaks_one_language(lesson: Lesson) -> None:
    found = not_translated(lesson)
    if lesson.language == "zh":
        assert found == []
    else:  # the net has no hole
        assert len(found) > 20


# ---- working through them, without a mouse ----------------------------------------------------


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


def by_key(widget: Locator, key: str) -> Locator:
    return widget.locator(f'[data-key="{key}"]')


def begin(widget: Locator) -> None:
    """Put the focus on the first thing of a widget that takes it, as Tab does from above."""
    widget.locator("button, input, textarea, [tabindex='0']").first.focus()


def expect_focus_within(widget: Locator) -> None:
    """A keyboard that has lost its place starts again from the top of the page."""
    expect(widget.locator(":focus")).to_have_count(1)


def said(widget: Locator) -> Locator:
    """What a screen reader is told of the picture."""
    name = widget.locator(".picture").get_attribute("aria-describedby")
    return widget.locator(f"#{name}")


def in_order(*words: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, words)))


def chosen(widget: Locator) -> Locator:
    return widget.get_by_role("tab", selected=True)


def answer(lesson: Lesson, widget: Locator, name: str, right: bool) -> None:
    """Choose a right or a wrong answer and read why it is so."""
    question = predictions.question(name)
    letters = [letter for letter in question.choices if (letter == question.answer()) == right]
    press(by_key(widget, f"gate {letters[0]}"), "Enter")
    told = question.revealed(letters[0])
    why, because = told["why"][lesson.language], told["because"][lesson.language]
    reading = lesson.say("kit.right", why=why) if right else lesson.say("kit.wrong", why=why)
    status = widget.locator(".gate").get_by_role("status")
    expect(status).to_contain_text(reading)
    if not right:
        expect(status).to_contain_text(lesson.say("kit.because", because=because))
    expect_focus_within(widget)


def number(widget: Locator, id: str) -> Locator:
    return widget.locator(f'[data-id="{id}"]')


def expect_explained(widget: Locator, id: str, *sources: str) -> None:
    """The number with the focus tells its formula, with the numbers that it came from."""
    expect(number(widget, id)).to_be_focused()
    terms = widget.locator(".formula [data-from]")
    told = [term.get_attribute("data-from") for term in terms.all()]
    assert told[-1] == id and (not sources or told[:-1] == list(sources))
    value = number(widget, id).get_attribute("data-value")
    expect(terms.last).to_have_attribute("data-value", str(value))
    expect(widget.locator(".code .it")).not_to_have_count(0)


def expect_good(lesson: Lesson) -> None:
    """What must be so in every state that a learner comes to."""
    assert crowded(lesson.nb) == []
    assert lesson.nb.page.evaluate(WITHOUT_WORDS) == []
    if lesson.language == "zh":
        assert not_translated(lesson) == []


def start_here(lesson: Lesson) -> None:
    nb, say = lesson.nb, lesson.say
    first = lesson.widget("FirstLook(")
    go_on = by_key(first, "on")
    sentences = w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    examples = list(w2v.examples(sentences, vocabulary))
    begin(first)
    expect(first.get_by_role("tab")).to_have_count(4)
    expect(chosen(first)).to_have_text(say("first_look.phase_words"))
    expect_good(lesson)

    press(go_on, "Enter")
    expect(chosen(first)).to_have_text(say("first_look.phase_examples"))
    press(by_key(first, "example_slider"), "ArrowRight", "ArrowUp")
    third = [vocabulary.words[i] for i in (*examples[2].inputs, *examples[2].targets)]
    expect(said(first)).to_have_text(in_order("3", str(len(examples)), *third))
    expect_good(lesson)

    press(go_on, "Enter")
    expect(first.locator(".picture")).to_have_text(say("kit.withheld"))
    answer(lesson, first, "first_probability", right=True)
    probability = number(first, f"y[2,{examples[2].targets[0]}]")
    expect(probability).to_be_visible()  # the example that was on show before
    press(first.locator("td[data-id][tabindex='0']"), "ArrowUp", "ArrowDown")
    expect_explained(first, str(first.locator(":focus").get_attribute("data-id")))
    press(by_key(first, "example_slider"), "End")
    expect(said(first)).to_contain_text(f"{len(examples)}")
    expect_good(lesson)

    press(go_on, "Enter")
    expect(chosen(first)).to_have_text(say("first_look.phase_training"))
    expect_focus_within(first)
    answer(lesson, first, "same_surroundings", right=False)
    updates = nb.execute("import json; print(json.dumps(first.trace['updates']))")
    press(by_key(first, "update_slider"), "Home", "ArrowRight")
    told = say("first_look.update_of", number=updates[1], total=updates[-1])
    expect(first.locator(".picture")).to_contain_text(told)
    press(by_key(first, "update_slider"), "End")
    expect(said(first)).to_contain_text(f"{updates[-1]}")
    expect_good(lesson)

    own = {"en": "cats drink milk\ndogs drink water", "zh": "小猫 喝 牛奶\n小狗 喝 清水"}
    press(by_key(first, "text"), "Control+a")
    nb.page.keyboard.type(own[lesson.language])
    nb.page.keyboard.press("Control+Enter")
    words = [line.split() for line in own[lesson.language].splitlines()]
    nb.eventually("import json; print(json.dumps(first.sentences))", words)
    press(by_key(first, "phase"), "Home")
    expect(first.locator(".picture")).to_contain_text(words[0][0])
    press(by_key(first, "bar in_words"), "Enter")
    expect(said(first)).to_be_visible()
    expect(said(first)).to_contain_text(words[1][-1])
    press(number(first, "count[0]"), "ArrowDown")
    expect_explained(first, "count[1]")
    press(by_key(first, "bar larger"), "Space")
    expect_good(lesson)

    right = {"first_probability": True, "same_surroundings": False}
    nb.eventually("import json; print(json.dumps(first.right))", right)


def words_to_numbers(lesson: Lesson) -> None:
    nb, say = lesson.nb, lesson.say
    word = w2v.Vocabulary.from_sentences(w2v.toy_sentences()).words
    alike = lesson.widget('Predict("nearest_one_hot")')
    begin(alike)
    answer(lesson, alike, "nearest_one_hot", right=True)
    press(number(alike, "evidence[0,0]"), "ArrowRight")
    expect_explained(alike, "evidence[0,1]")

    selector = lesson.widget("RowSelector(")
    begin(selector)
    expect_good(lesson)
    answer(lesson, selector, "which_row", right=True)
    phases = selector.get_by_role("tab")
    press(by_key(selector, "play"), "Enter")
    expect(phases.nth(0)).to_have_attribute("aria-selected", "true")
    expect(phases.nth(1)).to_have_attribute("aria-selected", "true")
    press(by_key(selector, "play"), "Enter")
    expect(by_key(selector, "play")).to_have_text(say("kit.play"))
    press(by_key(selector, "phase"), "End")
    press(number(selector, "long_h[0]"), "ArrowRight")
    expect_explained(selector, "long_h[1]", "sums[1]", "C")
    expect_good(lesson)

    press(by_key(selector, "road"), "ArrowRight")
    road = selector.get_by_role("radio", name=say("row_selector.look_up"), exact=True)
    expect(road).to_be_checked()
    expect(road).to_be_focused()
    press(by_key(selector, "field"))
    nb.page.keyboard.type(word[4])
    nb.page.keyboard.press("Enter")
    expect(said(selector)).to_contain_text(word[4])
    press(number(selector, "h[0]"), "ArrowRight")
    expect_explained(selector, "h[1]", "W_in[4,1]")

    press(by_key(selector, "how_many"), "ArrowRight")
    for typed in (word[2], word[2]):
        press(by_key(selector, "field"))
        nb.page.keyboard.type(typed)
        nb.page.keyboard.press("Enter")
        expect(by_key(selector, "field")).to_have_value("")
        expect(by_key(selector, "field")).to_be_focused()
    expect(said(selector)).to_contain_text(in_order(word[4], word[2], word[2]))
    expect(number(selector, "x[2]")).to_have_attribute("data-value", "2")
    press(number(selector, "h[1]"), "ArrowRight")  # Tab comes back to the number visited last
    expect_explained(selector, "h[2]", "W_in[4,2]", "W_in[2,2]", "W_in[2,2]")
    expect_good(lesson)
    press(by_key(selector, "bar larger"), "Enter")
    expect_focus_within(selector)
    expect_good(lesson)

    shared = lesson.widget('Predict("shared_vector")')
    begin(shared)
    answer(lesson, shared, "shared_vector", right=False)
    expect_good(lesson)
    right = {"nearest_one_hot": True, "which_row": True, "shared_vector": False}
    nb.eventually("import json; print(json.dumps(alike.right|selector.right|shared.right))", right)


SCRIPTS: dict[str, Callable[[Lesson], None]] = {
    "00_start_here.ipynb": start_here,
    "01_words_to_numbers.ipynb": words_to_numbers,
}


def test_a_lesson_is_worked_through_from_the_keyboard(lesson: Lesson) -> None:
    w2v.set_language(lesson.language)
    SCRIPTS[lesson.name](lesson)
    assert lesson.nb.axe(ROOT) == []
    lesson.nb.clean()


# ---- other eyes -------------------------------------------------------------------------------


# What is chosen differs from the rest by more than the colour of its letters.
NOT_MARKED = """() => {
    const look = (node) => {
        const { backgroundColor, borderBottomColor, borderBottomWidth } = getComputedStyle(node);
        return backgroundColor + (parseFloat(borderBottomWidth) ? borderBottomColor : "no border");
    };
    const groups = document.querySelectorAll(".w2v :is([role=tablist], [role=radiogroup])");
    return [...groups].filter((group) => {
        const marked = group.querySelectorAll("[aria-selected=true], [aria-checked=true]");
        const others = group.querySelectorAll("[aria-selected=false], [aria-checked=false]");
        return marked.length !== 1 || [...others].some((node) => look(node) === look(marked[0]));
    }).map((group) => group.outerHTML.slice(0, 200));
}"""
MOVING = """root => root.getAnimations({ subtree: true }).length"""


def answer_all(widget: Locator) -> None:
    while widget.locator(".gate button:enabled").count():
        widget.locator(".gate button:enabled").first.click()
        expect(widget.locator(".gate button:enabled")).to_have_count(0)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_there_in_high_contrast_and_keeps_still_for_who_wants_it(
    lab: Lab, name: str
) -> None:
    with lab.open(name, theme="dark", forced_colors=True, reduced_motion=True) as nb:
        nb.run_all()
        for widget in nb.page.locator(ROOT).all():
            answer_all(widget)
            for tab in widget.get_by_role("tab").all():
                tab.click()
                assert widget.evaluate(MOVING) == 0
                answer_all(widget)
                assert nb.page.evaluate(NOT_MARKED) == []
        nb.clean()


def test_a_notebook_that_chooses_no_language_cannot_be_given_one(lab: Lab) -> None:
    with pytest.raises(LabError, match=r'no code cell with w2v\.set_language\("en"\)'):
        lab.open(["import w2v_lab as w2v"], language="zh")
