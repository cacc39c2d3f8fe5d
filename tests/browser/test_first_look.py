"""The first look in a page: its numbers, its film, its questions, and what people paste."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.hostile import WORDS
from w2v_lab import lessons

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
    parse,
    read,
    say,
    tab,
)

PHASES = ["phase_words", "phase_examples", "phase_step", "phase_training"]
NAMES = {
    "phase_words": {"count", "V"},
    "phase_examples": {"K"},
    "phase_step": {"K", "y", "y_after", "y_trained", "loss", "loss_after", "loss_trained"},
    "phase_training": {"round_loss", "cosine", "share"},
}
TEXTS = {
    "ours": "None",
    "a word again": "'the king loves the king'",
    "one word twice": "'rose rose'",
    "many words": "' '.join(f'w{i % 40}' for i in range(60))",
}


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    with lab.open([STAGE]) as notebook:
        notebook.run_all()
        yield notebook


def numbers(nb: Notebook) -> dict[str, str]:
    found: dict[str, str] = nb.execute("print(json.dumps(first_look_numbers(w)))")
    return found


def go(widget: Locator, phase: str, language: str = "en") -> None:
    tab(widget, f"first_look.{phase}", language).click()


def slide(widget: Locator, slider: str, to: int | str) -> None:
    """Move a slider as a hand or the keyboard would."""
    by_key(widget, slider).evaluate(
        "(range, to) => { range.value = to === 'end' ? range.max : to;"
        " range.dispatchEvent(new Event('input', { bubbles: true })); }",
        to,
    )


def use(widget: Locator, text: str) -> None:
    by_key(widget, "text").fill(text)
    by_key(widget, "use").click()


def tokens(widget: Locator) -> list[str]:
    """The words of the text as they stand in the first phase."""
    found: list[str] = widget.locator(".line bdi").all_text_contents()
    return found


# ---- the numbers ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_every_number_of_every_phase_is_the_models(nb: Notebook, text: str) -> None:
    widget = on_stage(nb, f"FirstLook({TEXTS[text]})")
    expected = numbers(nb)
    alone = "cosine[0]" not in expected
    for phase in PHASES:
        go(widget, phase)
        assert set(kinds(widget)) == NAMES[phase] - ({"cosine"} if alone else set())
        assert_shown(widget, expected)
    go(widget, "phase_words")
    counts = [n for n in read(widget) if n["id"].startswith("count[")]
    assert len(counts) == float(expected["V"])
    assert tokens(widget) == nb.execute("print(json.dumps(sum(w.sentences, [])))")


def test_the_slider_goes_to_another_example(nb: Notebook) -> None:
    widget = on_stage(nb, "FirstLook()")
    expected = numbers(nb)
    words = nb.execute(
        "words = w.vocabulary.words\n"
        "print(json.dumps([[words[i] for i in e.inputs + e.targets] for e in w.examples]))"
    )
    for at in (0, 7, "end"):
        number = len(words) - 1 if at == "end" else int(at)
        go(widget, "phase_examples")
        slide(widget, "example_slider", at)
        expect_example(widget, number + 1)
        assert widget.locator(".pair bdi").all_text_contents() == words[number]
        go(widget, "phase_step")
        expect_example(widget, number + 1)
        shown = [parse(n["id"]) for n in read(widget)]
        assert {index[0] for name, index in shown if name.startswith("y")} == {str(number)}
        assert_shown(widget, expected)


def test_the_buttons_of_a_slider_go_one_by_one(nb: Notebook) -> None:
    widget = on_stage(nb, "FirstLook()")
    go(widget, "phase_examples")
    for name, number in [("one_back", 1), ("one_on", 2), ("one_on", 3), ("one_back", 2)]:
        button(widget, f"kit.{name}").click()
        expect_example(widget, number)


def expect_example(widget: Locator, number: int) -> None:
    said = re.compile(f"^{say('first_look.example_of', number=number)}")
    expect(widget.get_by_text(said)).to_be_visible()


@pytest.mark.parametrize("text", ["ours", "many words"])
def test_every_kind_of_number_tells_where_it_came_from(nb: Notebook, text: str) -> None:
    widget = on_stage(nb, f"FirstLook({TEXTS[text]})")
    told, expected = facts(nb), numbers(nb)
    for phase, example in zip(PHASES, (0, 2, 2, 2), strict=True):
        go(widget, phase)
        if phase in ("phase_examples", "phase_step"):
            slide(widget, "example_slider", example)
        window = told["windows"][example]
        for id in kinds(widget).values():
            cell(widget, id).hover()
            given = {"inputs": window["inputs"], "targets": window["targets"]}
            assert_explained(widget, id, told, expected, **given)


def test_a_number_reached_by_keyboard_tells_the_same(nb: Notebook) -> None:
    widget = on_stage(nb, "FirstLook()")
    told, expected = facts(nb), numbers(nb)
    go(widget, "phase_step")
    window = told["windows"][0]
    first = next(n["id"] for n in read(widget) if n["id"].startswith("y["))
    cell(widget, first).focus()
    nb.page.keyboard.press("ArrowRight")
    after = first.replace("y[", "y_after[")
    expect(cell(widget, after)).to_be_focused()
    given = {"inputs": window["inputs"], "targets": window["targets"]}
    assert_explained(widget, after, told, expected, **given)


# ---- the film ---------------------------------------------------------------------------------

DOTS = """map => [...map.querySelectorAll("circle")].map((dot) =>
    [Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy"))])"""


def film(widget: Locator) -> Locator:
    """The map: the picture whose name says how flat it is."""
    start = say("first_look.map_label", N=5, share="SHARE").split("SHARE")[0]
    return widget.get_by_role("img", name=start)


def assert_dots(widget: Locator, expected: dict[str, str], frame: int) -> None:
    """The dots lie to each other as the view says, right and up being positive."""
    dots = film(widget).evaluate(DOTS)
    for axis, sign in ((0, 1), (1, -1)):
        view = [float(expected[f"view[{frame},{i},{axis}]"]) for i in range(len(dots))]
        at = [dot[axis] for dot in dots]
        low, high = view.index(min(view)), view.index(max(view))
        scale = (at[high] - at[low]) / (view[high] - view[low])
        assert scale * sign > 0
        for place, value in zip(at, view, strict=True):
            assert place - at[low] == pytest.approx(scale * (value - view[low]), abs=1e-6)


def frame(widget: Locator) -> int:
    """Which kept update is on show, by the cosine's id."""
    return next(int(parse(n["id"])[1][0]) for n in read(widget) if n["id"].startswith("cosine"))


def test_the_update_slider_moves_the_dots_and_the_numbers(nb: Notebook) -> None:
    widget = on_stage(nb, "FirstLook()")
    told, expected = facts(nb), numbers(nb)
    go(widget, "phase_training")
    for at in (0, 1, 60, 150, "end"):
        slide(widget, "update_slider", at)
        number = len(told["updates"]) - 1 if at == "end" else int(at)
        update, total = told["updates"][number], told["updates"][-1]
        said = say("first_look.update_of", number=update, total=total)
        expect(widget.get_by_text(said, exact=True)).to_be_visible()
        assert frame(widget) == number
        rounds = min(update // len(told["windows"]), told["epochs"] - 1)
        assert f"round_loss[{rounds}]" in [n["id"] for n in read(widget)]
        assert_shown(widget, expected)
        assert_dots(widget, expected, number)


def test_the_film_plays_to_its_last_update_and_can_be_stopped(nb: Notebook) -> None:
    widget = on_stage(nb, "FirstLook()")
    expected, last = numbers(nb), len(facts(nb)["updates"]) - 1
    go(widget, "phase_training")
    play, pause = button(widget, "kit.play"), button(widget, "kit.pause")
    before = film(widget).evaluate(DOTS)
    play.click()  # at the end it begins again
    under_way = "({ value, max }) => value > 2 && +value < max"
    nb.page.wait_for_function(f"({under_way})(document.querySelector('{AT}'))")
    pause.click()
    stopped = frame(widget)
    assert 0 < stopped < last and film(widget).evaluate(DOTS) != before
    nb.page.evaluate("lab.painted()")
    assert frame(widget) == stopped
    slide(widget, "update_slider", last - 5)
    play.click()
    expect(pause).to_be_visible()
    expect(play).to_be_visible()
    assert frame(widget) == last
    assert_dots(widget, expected, last)
    assert_shown(widget, expected)


AT = '[data-key="update_slider"]'


# ---- predict, commit, reveal ------------------------------------------------------------------

QUESTIONS = {
    "first_probability": ("phase_step", "equal"),
    "same_surroundings": ("phase_training", "closer"),
}
LATER = {"share", "view", "round_loss", "cosine", "y_trained", "u_trained", "loss_trained"}
FIRST = {"u", "y", "loss", "u_after", "y_after", "loss_after"}
BOTH = "FirstLook(predict=list(['first_probability', 'same_surroundings']))"


def assert_closed(nb: Notebook, widget: Locator, heard: list[bytes], opened: set[str]) -> None:
    """Nothing that an open question asks for is in the page, or has been sent to it."""
    arrays = nb.execute("print(json.dumps([*w.trace['arrays']]))")
    assert set(arrays) & (FIRST | LATER) == opened
    html, sent = widget.evaluate("root => root.outerHTML"), b"".join(heard)
    open_ones = [q for q in QUESTIONS if nb.execute(f"print(json.dumps({q!r} not in w.choices))")]
    for question in open_ones:
        for name in lessons.find(question).choices:
            for language in ("en", "zh"):
                why = asked(f"{question}_{name}_why", language)
                assert why not in html and why.encode() not in sent


def test_phases_stay_closed_until_their_question_is_answered(nb: Notebook) -> None:
    with overheard(nb) as heard:
        widget = on_stage(nb, BOTH)
        for phase in PHASES:
            go(widget, phase)
            assert_closed(nb, widget, heard, set())
            waits = phase in ("phase_step", "phase_training")
            expect(choice(widget, "first_probability", "equal")).to_have_count(int(waits))
            assert bool(read(widget)) != waits
        assert film(widget).count() == 0 and widget.locator("circle").count() == 0

        choice(widget, "first_probability", "highest").click()
        why = asked("first_probability_highest_why")
        go(widget, "phase_step")
        expect(widget.get_by_text(why)).to_be_visible()
        assert_closed(nb, widget, heard, FIRST)
        shown = {parse(n["id"])[0] for n in read(widget) if n.get("value") is not None}
        assert shown == {"K", "y", "loss", "y_after", "loss_after"}
        assert_shown_of(widget, numbers(nb))
        go(widget, "phase_training")
        assert film(widget).count() == 0 and read(widget) == []

        choice(widget, "same_surroundings", "closer").click()
        expect(film(widget)).to_be_visible()
        assert_shown(widget, numbers(nb))
    told = nb.execute("print(json.dumps([w.choices, w.right]))")
    assert told == [
        {"first_probability": "highest", "same_surroundings": "closer"},
        {"first_probability": False, "same_surroundings": True},
    ]
    nb.clean()


def assert_shown_of(widget: Locator, expected: dict[str, str]) -> None:
    """The same as assert_shown, of those numbers that are not withheld."""
    for number in read(widget):
        if number.get("value") is not None:
            assert repr(float(number["value"])) == expected[number["id"]]


def test_a_new_text_does_not_tell_what_is_asked(nb: Notebook) -> None:
    with overheard(nb) as heard:
        widget = on_stage(nb, BOTH)
        use(widget, "rain falls on grass\nsnow falls on grass")
        expect(widget.locator(".line bdi").first).to_have_text("rain")
        nb.page.wait_for_function("lab.kernel.status === 'idle'")
        sent = b"".join(heard)
    expected = numbers(nb)
    assert b'"count"' in sent.replace(b"\\", b"")
    for name in FIRST | LATER:
        assert f'"{name}": {{"shape"'.encode() not in sent
    rare = [n for id, n in expected.items() if parse(id)[0] in LATER and float(n) not in (0, 1)]
    assert not any(bits(number) in sent for number in rare)
    for phase in ("phase_step", "phase_training"):
        go(widget, phase)
        assert read(widget) == [] and film(widget).count() == 0


def bits(number: str) -> bytes:
    return struct.pack("<d", float(number))


@pytest.mark.parametrize(
    ("question", "name"),
    [(question, name) for question in QUESTIONS for name in lessons.find(question).choices],
)
def test_a_choice_is_answered_with_its_own_reason(nb: Notebook, question: str, name: str) -> None:
    widget = on_stage(nb, f"FirstLook('a b', predict={question!r})")
    phase, right = QUESTIONS[question]
    go(widget, phase)
    chosen = choice(widget, question, name)
    chosen.evaluate("node => { node.click(); node.click(); }")
    for language in ("en", "zh"):
        why = asked(f"{question}_{name}_why", language)
        told = say("kit.right" if name == right else "kit.wrong", language, why=why)
        expect(widget.get_by_role("status").filter(has_text=told)).to_be_visible()
        by_key(widget, "bar other_language").click()
    answer = [{question: name}, {question: name == right}]
    nb.eventually("print(json.dumps([w.choices, w.right]))", answer)


# ---- hostile words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "start"), [("typed", 0), ("typed", 44), ("python", 40), ("file", 20)]
)
def test_hostile_words_are_text(nb: Notebook, how: str, start: int) -> None:
    some = f"' '.join(WORDS[{start}:{start + 44}])"
    widget = on_stage(nb, f"FirstLook({some})" if how == "python" else "FirstLook('a b')")
    text = " ".join(WORDS[start : start + 44])
    if how == "typed":
        use(widget, text)
    elif how == "file":
        data = text.replace("\0", "0").encode("utf-8", "replace")  # NUL stands in no text file
        open_file(widget, "<img src=x onerror=window.hacked=1>.txt", data)
    nb.eventually("print(w.sentences == [['a', 'b']])", "False")
    expect(widget.locator(".line bdi").first).not_to_have_text("a")
    assert tokens(widget) == nb.execute("print(json.dumps(sum(w.sentences, [])))")
    by_key(widget, "bar in_words").click()
    for language in ("en", "zh"):
        for phase in PHASES:
            go(widget, phase, language)
        by_key(widget, "bar other_language").click()
    go(widget, "phase_training")
    slide(widget, "update_slider", 3)
    cell(widget, "share").hover()
    assert_harmless(nb, widget)
    go(widget, "phase_step")
    for example in range(int(by_key(widget, "example_slider").get_attribute("max") or 0) + 1):
        slide(widget, "example_slider", example)
        assert_harmless(nb, widget)


# ---- bad input --------------------------------------------------------------------------------

BIG = 5_000_000
BAD_TEXTS: list[tuple[str, int, str, dict[str, Any]]] = [
    ("", 1, "errors.empty_text", {}),
    (" \n\t  ", 1, "errors.empty_text", {}),
    ("… ! ? 。", 1, "errors.empty_text", {}),
    ("king", 1, "errors.no_pairs", {}),
    ("king\nqueen\nland", 1, "errors.no_pairs", {}),
    ("word ", BIG // 5, "first_look.text_too_big", {"count": BIG}),
]
BAD_FILES: dict[str, tuple[bytes, str, dict[str, Any]]] = {
    "big.txt": (b"word " * (BIG // 5), "first_look.file_too_big", {"size": "5.0"}),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "errors.another_kind", {"kind": "PNG"}),
    "empty.txt": (b"", "errors.empty_text", {}),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_text_that_cannot_be_used_gets_a_kind_word(
    nb: Notebook, language: str, tmp_path: Path
) -> None:
    widget = on_stage(nb, "FirstLook()")
    if language == "zh":
        by_key(widget, "bar other_language").click()
    before = [(n["id"], n["text"]) for n in read(widget)]
    for text, times, name, values in BAD_TEXTS:
        by_key(widget, "text").evaluate(
            "(field, [text, times]) => { field.value = text.repeat(times);"
            " field.dispatchEvent(new Event('input')); }",
            [text, times],
        )
        by_key(widget, "use").click()
        expect(note(widget)).to_have_text(say(name, language, **values))
        assert [(n["id"], n["text"]) for n in read(widget)] == before
    for file, (data, name, values) in BAD_FILES.items():
        (tmp_path / file).write_bytes(data)
        widget.locator("input[type=file]").set_input_files(tmp_path / file)
        expect(note(widget)).to_have_text(say(name, language, name=file, **values))
        assert [(n["id"], n["text"]) for n in read(widget)] == before
    by_key(widget, "article").click()
    expect(note(widget)).to_be_hidden()
    nb.clean()


def open_file(widget: Locator, name: str, data: bytes) -> None:
    widget.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": data}
    )


GOOD_FILES = {
    "GB 18030": ("国王 统治 土地\n王后 统治 土地".encode("gb18030"), ["国王", "统治", "土地"]),
    "UTF-8 with a mark": ("\ufeffking queen".encode(), ["king", "queen"]),
    "Windows' lines": (b"king queen\r\nqueen land\r\n", ["king", "queen", "queen", "land"]),
}


@pytest.mark.parametrize("file", GOOD_FILES)
def test_files_of_many_kinds_are_read(nb: Notebook, file: str) -> None:
    widget = on_stage(nb, "FirstLook('a b')")
    data, words = GOOD_FILES[file]
    open_file(widget, "text.txt", data)
    expect(widget.locator(".line bdi").nth(1)).to_have_text(words[1])
    assert tokens(widget)[: len(words)] == words
    expect(by_key(widget, "text")).to_have_value("\n".join(
        nb.execute("print(json.dumps([' '.join(s) for s in w.sentences]))")
    ))  # fmt: skip
    assert_shown(widget, numbers(nb))


@pytest.mark.parametrize("how", ["typed", "file"])
def test_chinese_without_spaces_is_cut_and_it_is_said(nb: Notebook, how: str) -> None:
    widget = on_stage(nb, "FirstLook('a b')")
    text = "国王统治土地\n王后统治土地"
    if how == "typed":
        use(widget, text)
    else:
        open_file(widget, "text.txt", text.encode())
    expect(widget.locator(".line bdi").nth(1)).to_have_text("王")
    expect(widget.get_by_text(say("first_look.by_character"))).to_be_visible()
    assert tokens(widget) == list(text.replace("\n", ""))


def test_of_a_long_text_the_first_words_are_taken_and_it_is_said(nb: Notebook) -> None:
    widget = on_stage(nb, "FirstLook('a b')")
    use(widget, "\n".join(["one two three four five"] * 20))
    told = say("first_look.cut_short", total=100, used=48)
    expect(widget.get_by_text(told)).to_be_visible()
    assert len(tokens(widget)) == 48


def test_capitals_made_small_and_words_not_shown_are_told(nb: Notebook) -> None:
    widget = on_stage(nb, "FirstLook('a b')")
    use(widget, "I saw nine words here and none is the same")
    told = say("first_look.lowered", typed="I", word="i")
    expect(widget.get_by_text(told)).to_be_visible()
    tab(widget, "first_look.phase_step").click()
    expect(widget.get_by_text(say("first_look.more_words", count=2))).to_be_visible()
    use(widget, "one word of nine is not on show in")
    expect(widget.get_by_text(say("first_look.more_word"))).to_be_visible()
    expect(widget.get_by_text(told)).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_our_own_texts_come_in_the_language_of_the_page(nb: Notebook, language: str) -> None:
    widget = on_stage(nb, "FirstLook('a b')")
    if language == "zh":
        by_key(widget, "bar other_language").click()
    for toy in ("kingdom", "article"):
        by_key(widget, toy).click()
        words = nb.execute(f"print(json.dumps(w2v.toy_sentences({toy!r}, {language!r})[0]))")
        expect(widget.locator(".line").first.locator("bdi").first).to_have_text(words[0])
        assert tokens(widget)[: len(words)] == words
    assert_shown(widget, numbers(nb))


def test_reset_brings_back_the_first_text(nb: Notebook) -> None:
    widget = on_stage(nb, "FirstLook()")
    before = numbers(nb)
    use(widget, "rain falls on grass")
    expect(widget.locator(".line bdi").first).to_have_text("rain")
    go(widget, "phase_training")
    button(widget, "kit.reset").click()
    expect(widget.locator(".line bdi").first).to_have_text("the")
    for phase in PHASES:
        go(widget, phase)
        assert_shown(widget, before)
