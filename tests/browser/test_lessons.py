"""The lessons as learners meet them: in JupyterLab, run from top to bottom, then worked through.

Each lesson is opened once in every setting; the tests that only look come first.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import product
from typing import Any

import pytest

import w2v_lab as w2v

from .lab import NOTEBOOKS, Lab, LabError
from .reading import ROOT, answer_all, say
from .typesetting import misset, spilled
from .walking import WITHOUT_WORDS, Lesson, crowded, left_over, not_translated

LESSONS = [path.name for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))]
SETTINGS: list[dict[str, Any]] = [
    {"language": "en", "theme": "light", "width": 1400},
    {"language": "zh", "theme": "dark", "width": 800},
]
FIGURES = ".jp-Cell-outputArea:has(img, .js-plotly-plot)"


@pytest.fixture(
    scope="module",
    params=product(LESSONS, SETTINGS),
    ids=lambda p: "-".join([p[0][:2], *map(str, p[1].values())]),
)
def lesson(lab: Lab, request: pytest.FixtureRequest) -> Iterator[Lesson]:
    """Return a lesson that has been run from top to bottom."""
    name, setting = request.param
    edition = f"zh/{name}"
    chinese = setting["language"] == "zh" and (NOTEBOOKS / edition).exists()
    with lab.open(edition if chinese else name, **setting) as notebook:
        notebook.run_all()
        yield Lesson(name, setting["language"], notebook)


# ---- looking ----------------------------------------------------------------------------------


def test_a_lesson_runs_without_a_complaint_and_asks_no_stranger(lesson: Lesson) -> None:
    lesson.nb.clean()


@pytest.mark.parametrize("width", [1400, 800, 390])
def test_nothing_is_too_wide_and_nothing_lies_on_something_else(lesson: Lesson, width: int) -> None:
    size = lesson.nb.page.viewport_size
    assert size
    lesson.nb.page.set_viewport_size({"width": width, "height": size["height"]})
    found = [*crowded(lesson.nb), *spilled(lesson.nb.page)]
    if lesson.language == "zh" and width not in {setting["width"] for setting in SETTINGS}:
        found += misset(lesson.nb.page)  # at its own widths it is looked at below
    lesson.nb.page.set_viewport_size(size)  # for the next test, whatever was found
    assert found == []


def test_axe_finds_nothing_serious_in_widgets_and_figures(lesson: Lesson) -> None:
    assert lesson.nb.axe(f"{ROOT}, {FIGURES}") == []


def test_every_figure_says_the_same_in_words(lesson: Lesson) -> None:
    assert lesson.nb.page.evaluate(WITHOUT_WORDS) == []


# What is written on a coloured field or on a bar has the colours of that.
UNLIKE_THE_PAGE = """() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--jp-content-font-color1)";
    const ink = getComputedStyle(probe).color;
    probe.remove();
    const parts = (kind) => [...document.querySelectorAll(`.js-plotly-plot ${kind}`)];
    return [
        ...parts("text:not(.heatmap-label, .heatmap-label *, .bartext-inside)")
            .filter((text) => getComputedStyle(text).fill !== ink),
        ...parts(".main-svg").filter((svg) => !/^$|, 0\\)$/.test(svg.style.background)),
    ].map((node) => node.outerHTML.slice(0, 200));
}"""


def test_a_chart_has_the_colours_of_the_page(lesson: Lesson) -> None:
    lesson.nb.settle()
    assert lesson.nb.page.evaluate(UNLIKE_THE_PAGE) == []


def test_a_lesson_speaks_one_language(lesson: Lesson) -> None:
    found = not_translated(lesson)
    if lesson.language == "zh":
        assert found == []
    else:  # the net has no hole
        assert len(found) > 20


def test_a_chinese_lesson_is_as_good_in_the_other_setting(lesson: Lesson) -> None:
    """Theme and width of the open page change; nothing is run again."""
    if lesson.language == "en":
        return
    page = lesson.nb.page
    for setting in SETTINGS:  # its own is the last
        lesson.nb.set_setting(setting["theme"], setting["width"])
        assert misset(page) == []
        assert not_translated(lesson) == []
        lesson.nb.clean()


# ---- working through them, without a mouse ----------------------------------------------------


def test_a_lesson_is_worked_through_from_the_keyboard(lesson: Lesson) -> None:
    w2v.set_language(lesson.language)
    walk = import_module(f".walk_{lesson.name[:2]}", __package__).walk
    walk(lesson)
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


def test_a_lesson_is_there_in_high_contrast_and_keeps_still_for_who_wants_it(
    lesson: Lesson,
) -> None:
    page = lesson.nb.page
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for widget in page.locator(ROOT).all():
        answer_all(widget)
        for tab in widget.get_by_role("tab").all():
            tab.click()
            assert widget.evaluate(MOVING) == 0
            answer_all(widget)
            assert page.evaluate(NOT_MARKED) == []
    lesson.nb.clean()


def test_a_notebook_that_chooses_no_language_cannot_be_given_one(lab: Lab) -> None:
    with pytest.raises(LabError, match=r'no code cell with w2v\.set_language\("en"\)'):
        lab.open(["import w2v_lab as w2v"], language="zh")


FAULTS = {
    "<p>选“王后”<b>,</b>再看</p>": "half-width marks",
    "<p><b>得到 h。</b> <span>再乘</span></p>": "a space beside a full-width mark",
    "<p><b>第 6 行</b> <span>和</span></p>": "a space between two Chinese letters",
    "<p>做了<b>3</b> 次</p>": "no space between Chinese and Latin",
    "<svg><text>(<tspan>输入</tspan>)</text></svg>": "half-width brackets",
    "<p>这是 wonderful 的词</p>": "wonderful",
    '<p style="width: 3em">一二<span>“</span><br>三</p>': "breaks beside a mark",
    "<p>选“王后”</p>": "marks of a Latin font",
}
RIGHT = "<p><b>得到 h。</b><span>再乘</span>：softmax（<code>a,b</code>）<bdi>国王</bdi> 的行</p>"
RIGHT += """<p>给出 [(['到'], '我')]，是 "a"、"b" 还是 "c"。</p>"""
TOO_LONG = {
    '<button style="width: 3em; white-space: nowrap">上下文里哪个词要紧</button>': "button",
    '<p style="width: 3em; overflow: hidden; white-space: nowrap">高频词下采样</p>': "cut off",
    '<svg width="40"><text x="20" y="20">给上下文词分轻重</text></svg>': "drawing",
    '<p>高频词<b style="margin-left: -2em">下采样</b></p>': '"下采样"',
}


def test_the_net_for_setting_has_no_hole(lab: Lab) -> None:
    page = lab.browser.new_page()
    put = '<div class="w2v jp-RenderedMarkdown" lang="zh-CN">{}</div>'.format
    for fault, name in FAULTS.items():
        page.set_content(put(fault))
        assert any(told.startswith(name) for told in misset(page)), fault
    for fault, name in TOO_LONG.items():
        page.set_content(put(fault))
        assert any(told.endswith(name) for told in spilled(page)), fault
    page.set_content(put(RIGHT))
    assert misset(page) == spilled(page) == []
    page.close()


def test_the_net_sees_english_in_full_width_brackets() -> None:
    english, chinese = (say("workbench.measure_search", language) for language in ("en", "zh"))
    wrong, right = f"成绩（{english}）", f"成绩（{chinese}）"
    assert left_over([wrong, right, "成绩（F1）"]) == [wrong]
