"""The row selector in a page: its numbers, its roads, its question, and what people type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

import w2v_lab as w2v
from tests.hostile import WORDS
from w2v_lab import lessons
from w2v_lab.messages import W2VError, clean

from .lab import Lab, Notebook
from .reading import (
    STAGE,
    asked,
    assert_explained,
    assert_harmless,
    assert_shown,
    button,
    by_key,
    cell,
    choice,
    facts,
    kinds,
    note,
    on_stage,
    overheard,
    read,
    say,
    tab,
)

ROADS = {
    "multiply_all": {"x", "W_in", "products", "sums", "long_h"}
    | {"multiplications", "by_zero", "difference"},
    "look_up": {"x", "W_in", "h", "difference"},
}
PHASES = {
    "multiply_all": ["phase_input", "phase_multiply", "phase_add", "phase_h"],
    "look_up": ["phase_input", "phase_find", "phase_h"],
}
ODD = (  # numbers that JSON, a short text or a careless zero would spoil
    "(m := w2v.Model(w2v.Vocabulary(list('abc'), [3, 2, 1])),"
    " m.W_in.__setitem__(1, [np.nan, np.inf, -np.inf, -0.0, 5e-324]),"
    " m.W_in.__setitem__(2, [1e300, -1e-9, 1/3, 12345.678, -1]))[0]"
)
MANY = "w2v.Model(w2v.Vocabulary([f'w{i}' for i in range(100)], range(100, 0, -1)), 3)"


VOCABULARY = w2v.Vocabulary.from_sentences(w2v.toy_sentences())


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    with lab.open([STAGE, "shown = RowSelector(); shown", "shown"]) as notebook:
        notebook.run_all()
        yield notebook


def take(widget: Locator, road: str, language: str = "en") -> None:
    widget.get_by_role("radio", name=say(f"row_selector.{road}", language)).click()


def expected(nb: Notebook, inputs: list[int], widget: str = "w") -> dict[str, str]:
    code = f"print(json.dumps(row_selector_numbers({widget}.model, {inputs})))"
    numbers: dict[str, str] = nb.execute(code)
    return numbers


def expect_inputs(widget: Locator, inputs: list[int]) -> None:
    """Wait until the page has turned to these inputs: x counts them."""
    for i in set(inputs):
        expect(cell(widget, f"x[{i}]")).to_have_attribute("data-value", str(inputs.count(i)))
    chosen = widget.locator('[data-id^="x["]:not([data-value="0"])')
    expect(chosen).to_have_count(len(set(inputs)))


# ---- the numbers ------------------------------------------------------------------------------


def chosen_by_python(nb: Notebook, widget: Locator, words: list[str]) -> None:
    nb.execute(f"w.inputs = {words}")


def chosen_by_typing(nb: Notebook, widget: Locator, words: list[str]) -> None:
    field = by_key(widget, "field")
    field.fill(" ".join(words))
    field.press("Enter")


def chosen_by_clicks(nb: Notebook, widget: Locator, words: list[str]) -> None:
    if len(words) > 1:
        widget.get_by_role("radio", name=say("row_selector.several"), exact=True).click()
    for number, word in enumerate(words):
        widget.get_by_role("rowheader").get_by_role("button", name=word, exact=True).click()
        if len(words) > 1:
            expect_chips(widget, ["the", *words[: number + 1]])
    if len(words) > 1:
        button(widget, "row_selector.remove", word="the").first.click()


def expect_chips(widget: Locator, words: list[str]) -> None:
    take_away = re.compile(say("row_selector.remove", word="WORD").replace("WORD", ".+"))
    labels = [say("row_selector.remove", word=word) for word in words]
    for label, chip in zip(labels, range(len(words)), strict=True):
        chips = widget.get_by_role("button", name=take_away)
        expect(chips.nth(chip)).to_have_accessible_name(label)


@pytest.mark.parametrize("words", [["king"], ["queen", "land"], ["crown", "king", "crown"]])
@pytest.mark.parametrize("chosen", [chosen_by_python, chosen_by_typing, chosen_by_clicks])
def test_the_numbers_on_both_roads_are_the_models(nb: Notebook, chosen: Any, words: list) -> None:
    widget = on_stage(nb, "RowSelector(inputs=['the'])")
    chosen(nb, widget, words)
    inputs = nb.execute(f"print(json.dumps([w.model.vocabulary.id(i) for i in {words}]))")
    expect_inputs(widget, inputs)
    numbers = expected(nb, inputs)
    for road, names in ROADS.items():
        take(widget, road)
        assert set(kinds(widget)) == names
        assert_shown(widget, numbers)
    assert sum(n["id"].startswith("W_in[") for n in read(widget)) == 8 * 5 + 5 * len(set(inputs))


@pytest.mark.parametrize(("model", "inputs"), [(ODD, [1]), (ODD, [2, 0, 2]), (MANY, [99, 3])])
def test_odd_numbers_and_many_words_are_shown_exactly(nb: Notebook, model: str, inputs: list):
    widget = on_stage(nb, f"RowSelector({model}, {inputs})")
    for road in ROADS:
        take(widget, road)
        assert_shown(widget, expected(nb, inputs))


def test_a_word_that_is_not_on_show_is_fetched(nb: Notebook) -> None:
    widget = on_stage(nb, f"RowSelector({MANY}, [0])")
    chosen_by_typing(nb, widget, ["w77"])
    expect_inputs(widget, [77])
    assert_shown(widget, expected(nb, [77]))
    button(widget, "kit.reset").click()
    expect_inputs(widget, [0])
    assert_shown(widget, expected(nb, [0]))


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("inputs", [[1], [4, 1, 4]])
def test_every_kind_of_number_tells_where_it_came_from(nb: Notebook, road: str, inputs: list):
    widget = on_stage(nb, f"RowSelector(inputs={inputs})")
    take(widget, road)
    told, numbers = facts(nb), expected(nb, inputs)
    for id in kinds(widget).values():
        cell(widget, id).first.hover()
        assert_explained(widget, id, told, numbers, inputs=inputs)


def test_a_number_reached_by_keyboard_tells_the_same(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector()")
    told, numbers = facts(nb), expected(nb, [1])
    cell(widget, "x[0]").focus()
    for key, id in [
        ("ArrowRight", "W_in[0,0]"),
        ("ArrowDown", "W_in[1,0]"),
        ("ArrowRight", "W_in[1,1]"),
        ("ArrowLeft", "W_in[1,0]"),
        ("ArrowUp", "W_in[0,0]"),
    ]:
        nb.page.keyboard.press(key)
        expect(cell(widget, id)).to_be_focused()
        assert_explained(widget, id, told, numbers, inputs=[1])


# ---- phases, roads, play ----------------------------------------------------------------------


@pytest.mark.parametrize("road", ROADS)
def test_phases_by_button_tab_and_arrow_key(nb: Notebook, road: str) -> None:
    widget = on_stage(nb, "RowSelector()")
    take(widget, road)
    tabs = [tab(widget, f"row_selector.{name}") for name in PHASES[road]]
    assert widget.get_by_role("tab").count() == len(tabs)

    def expect_at(phase: int) -> None:
        for i, each in enumerate(tabs):
            expect(each).to_have_attribute("aria-selected", str(i == phase).lower())

    last = len(tabs) - 1
    expect_at(last)
    expect(button(widget, "kit.on")).to_be_disabled()
    for phase in reversed(range(last)):
        button(widget, "kit.back").click()
        expect_at(phase)
    expect(button(widget, "kit.back")).to_be_disabled()
    button(widget, "kit.on").click()
    expect_at(1)
    for phase, each in enumerate(tabs):
        each.click()
        expect_at(phase)
    tabs[last].focus()
    for key, phase in [("Home", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("End", last)]:
        nb.page.keyboard.press(key)
        expect_at(phase)
        expect(tabs[phase]).to_be_focused()


def test_what_was_clicked_keeps_the_focus(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector()")
    for clicked in (
        tab(widget, "row_selector.phase_add"),
        widget.get_by_role("radio", name=say("row_selector.look_up")),
        widget.get_by_role("radio", name=say("row_selector.several"), exact=True),
        button(widget, "kit.back"),
        button(widget, "kit.in_words"),
    ):
        clicked.click()
        expect(clicked).to_be_focused()


def test_an_early_phase_does_not_show_what_comes_later(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector()")
    for phase, later in [
        ("phase_input", ["products[1,0]", "sums[0]", "long_h[0]"]),
        ("phase_multiply", ["sums[0]", "long_h[0]"]),
        ("phase_add", ["long_h[0]"]),
    ]:
        tab(widget, f"row_selector.{phase}").click()
        for id in later:
            expect(cell(widget, id)).not_to_be_visible()


def test_play_goes_through_to_the_end_and_pause_stops(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector()")
    selected = widget.get_by_role("tab", selected=True)
    play, pause = button(widget, "kit.play"), button(widget, "kit.pause")
    play.click()
    for name in PHASES["multiply_all"]:
        expect(selected).to_have_text(say(f"row_selector.{name}"))
    expect(play).to_be_visible()
    play.click()
    expect(selected).to_have_text(say("row_selector.phase_input"))
    pause.click()
    expect(play).to_be_visible()
    nb.page.wait_for_timeout(1600)  # longer than a phase lasts: nothing may happen
    expect(selected).to_have_text(say("row_selector.phase_input"))


# ---- predict, commit, reveal ------------------------------------------------------------------

CHOICES = lessons.find("which_row").choices
WHY = [f"which_row_{name}_why" for name in CHOICES]


def test_nothing_answers_the_question_before_the_learner_has(nb: Notebook) -> None:
    with overheard(nb) as heard:
        widget = on_stage(nb, "RowSelector(predict='which_row')")
        told = nb.execute("print(json.dumps([[*w.trace['arrays']], w.gates, w.choices, w.right]))")
    arrays, gates, choices, right = told
    hidden = {"products", "sums", "long_h", "h", "difference"}
    assert not {name.split("/")[-1] for name in arrays} & hidden
    assert set(gates[0]) == {"name", "door", "question", "choices"} and choices == right == {}
    values = {n["id"]: n.get("value") for n in read(widget)}
    assert {parse_name(id) for id, value in values.items() if value is None} == hidden - {
        *("h", "difference")
    }
    assert {parse_name(id) for id, value in values.items() if value is not None} == {"x", "W_in"}
    html, sent = widget.evaluate("root => root.outerHTML"), b"".join(heard)
    assert b"by_zero" in sent  # it was overheard indeed
    for name in WHY:
        for language in ("en", "zh"):
            assert asked(name, language) not in html
            assert asked(name, language).encode() not in sent


def parse_name(id: str) -> str:
    return id.split("[")[0]


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_is_answered_with_its_own_reason(nb: Notebook, name: str) -> None:
    widget = on_stage(nb, "RowSelector(predict='which_row')")
    choice(widget, "which_row", name).click()
    for language in ("en", "zh"):
        why = asked(f"which_row_{name}_why", language)
        because = asked("which_row_the_row_why", language)
        told = say("kit.wrong", language, why=why) + say("kit.because", language, because=because)
        told = say("kit.right", language, why=why) if name == "the_row" else told
        expect(widget.get_by_role("status").filter(has_text=why)).to_have_text(told)
        by_key(widget, "bar other_language").click()
    answer = [{"which_row": name}, {"which_row": name == "the_row"}]
    nb.eventually("print(json.dumps([w.choices, w.right]))", answer)
    assert_shown(widget, expected(nb, [1]))
    assert set(kinds(widget)) == ROADS["multiply_all"]


def test_a_second_answer_changes_nothing(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector(predict='which_row')")
    first, other = choice(widget, "which_row", "all_rows"), choice(widget, "which_row", "the_row")
    other = other.element_handle()
    first.evaluate("(first, other) => { first.click(); first.click(); other.click(); }", other)
    told = widget.get_by_role("status").filter(has_text=asked("which_row_all_rows_why"))
    expect(told).to_be_visible()
    for each in widget.locator(".gate [data-choice]").all():
        expect(each).to_be_disabled()
        each.evaluate("node => node.click()")
    assert nb.execute("print(json.dumps(w.choices))") == {"which_row": "all_rows"}


# ---- hostile words, bad input -----------------------------------------------------------------


@pytest.mark.parametrize("start", range(0, len(WORDS), 12))
def test_hostile_words_are_text_in_the_table(nb: Notebook, start: int) -> None:
    words = WORDS[start : start + 12]
    vocabulary = f"w2v.Vocabulary(WORDS[{start}:{start + 12}], range({len(words)}, 0, -1))"
    widget = on_stage(nb, f"RowSelector(w2v.Model({vocabulary}), [0, {len(words) - 1}])")
    shown = widget.get_by_role("rowheader").get_by_role("button")
    texts = shown.evaluate_all("nodes => nodes.map((node) => node.textContent)")
    assert texts == [clean(word) for word in words]
    for road in ROADS:
        take(widget, road)
        for name in PHASES[road]:
            tab(widget, f"row_selector.{name}").click()
    by_key(widget, "bar in_words").click()
    by_key(widget, "bar other_language").click()
    expect(widget).to_have_attribute("lang", "zh")
    cell(widget, "h[0]").hover()
    assert_harmless(nb, widget)
    widget.get_by_role("radio", name=say("row_selector.one", "zh"), exact=True).click()
    take(widget, "multiply_all", "zh")
    for number, word in enumerate(words):  # the sentence names the word, alone
        by_key(widget, f"word {number}").click()
        assert widget.locator(".sentence bdi").first.text_content() == clean(word)
        assert_harmless(nb, widget)


def test_hostile_words_are_text_in_the_field_and_in_the_error(nb: Notebook) -> None:
    widget = on_stage(nb, "RowSelector()")
    root = widget.element_handle()
    for word, told in zip(WORDS, complaints(WORDS), strict=True):
        chosen_by_typing(nb, widget, [word])
        nb.page.wait_for_function(  # in every frame: `expect` would look but ten times a second
            "([root, told]) => root.querySelector('.note').textContent === told", arg=[root, told]
        )
        assert note(widget).evaluate("node => node.children.length") == 0
    assert_harmless(nb, widget)


def complaints(typed: list[str]) -> list[str]:
    """What Python says to each of these words; to a browser U+FEFF is a space."""
    told = []
    for word in typed:
        word = clean(word).replace("\ufeff", "")
        try:
            VOCABULARY.id(word)
            told.append("")
        except W2VError as error:
            told.append(str(error) if word else say("row_selector.no_such_choice"))
    return told


BAD = {
    "": ("row_selector.no_such_choice", {}),
    "   ": ("row_selector.no_such_choice", {}),
    "emperor": ("errors.unknown_word", {"word": "emperor", "V": 8, "near": "the, king, queen"}),
    "king emperor": (
        "errors.unknown_word",
        {"word": "emperor", "V": 8, "near": "the, king, queen"},
    ),
    "king " * 21: ("errors.too_many_inputs", {"count": 21, "most": 20}),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bad_input_gets_a_kind_word_and_changes_nothing(nb: Notebook, language: str) -> None:
    widget = on_stage(nb, "RowSelector()")
    if language == "zh":
        by_key(widget, "bar other_language").click()
    before = shown(widget)
    for typed, (name, values) in BAD.items():
        chosen_by_typing(nb, widget, [typed])
        told = values | ({"near": near(nb, values["word"])} if "word" in values else {})
        expect(note(widget)).to_have_text(say(name, language, **told))
        assert shown(widget) == before
    chosen_by_typing(nb, widget, ["queen"])
    expect(note(widget)).to_be_hidden()
    nb.clean()


def shown(widget: Locator) -> list[tuple[str, str, str]]:
    return [(n["id"], n["value"], n["text"]) for n in read(widget)]


def near(nb: Notebook, word: str) -> str:
    code = (
        f"try: w.model.vocabulary.id({word!r})\nexcept w2v.W2VError as e: print(e.values['near'])"
    )
    return str(nb.execute(code))


# ---- Python's side ----------------------------------------------------------------------------


def test_python_sets_inputs_and_model_and_every_view_follows(nb: Notebook) -> None:
    views = [nb.output(1).locator(".w2v"), nb.output(2).locator(".w2v")]
    nb.execute("shown.inputs = ['queen', 'crown', 'queen']")
    inputs = nb.execute("print(json.dumps(shown.inputs))")
    for view in views:
        expect_inputs(view, inputs)
        assert_shown(view, expected(nb, inputs, "shown"))
    nb.execute(f"shown.inputs = [1]; shown.model = {ODD}")
    for view in views:
        expect(cell(view, "W_in[1,1]").first).to_have_attribute("data-value", "Infinity")
        assert_shown(view, expected(nb, [1], "shown"))
    nb.execute("shown.model = w2v.Model(w2v.Vocabulary.from_sentences(w2v.toy_sentences()))")
    expect(views[0].get_by_role("rowheader").get_by_role("button")).to_have_count(8)


def test_two_views_of_one_widget_go_their_own_ways(nb: Notebook) -> None:
    first, second = nb.output(1).locator(".w2v"), nb.output(2).locator(".w2v")
    nb.execute("shown.inputs = [1]")
    for view in (first, second):
        expect_inputs(view, [1])
    take(first, "look_up")
    chosen_by_typing(nb, first, ["queen"])
    expect_inputs(first, [4])
    chosen_by_typing(nb, second, ["crown", "king"])
    expect_inputs(second, [7, 1])
    expect_inputs(first, [4])
    assert_shown(first, expected(nb, [4], "shown"))
    assert_shown(second, expected(nb, [7, 1], "shown"))
    assert set(kinds(first)) == ROADS["look_up"] and set(kinds(second)) == ROADS["multiply_all"]


def test_a_view_shown_again_later_begins_in_the_new_state(nb: Notebook) -> None:
    nb.execute("shown.inputs = ['land', 'king']")
    nb.run_cell(2)
    inputs = nb.execute("print(json.dumps(shown.inputs))")
    expect_inputs(nb.output(2).locator(".w2v"), inputs)
    nb.clean()
