"""What people ask: each question and each claim has a section, a thing to touch, and an item."""

import ast
import re

import asked
import minutes
import pytest
from test_lessons import NOTEBOOKS, cells, code

from w2v_lab import lessons

PEOPLE, CLAIMS = asked.marks()
EDITIONS = (NOTEBOOKS, NOTEBOOKS / "zh")


def lesson(number):
    return NOTEBOOKS / f"{asked.notebook(number)}.ipynb"


def test_there_are_39_questions_and_22_claims_each_told_once_in_both_languages():
    assert (len(PEOPLE), len(CLAIMS)) == (39, 22)
    for edition in ("en", "zh"):
        told = [mark.told[edition] for mark in (*PEOPLE, *CLAIMS)]
        assert len(set(told)) == 61 and all(told)
        for name, count in (("people", 39), ("claims", 22)):
            assert str(count) in asked.WORDS[edition][name]


def called(source):
    """What a cell of code calls, by its dotted name: "w2v.widgets.Sweep"."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {ast.unparse(function) for function in calls}


@pytest.mark.parametrize("mark", [*PEOPLE, *CLAIMS], ids=lambda mark: mark.told["en"][:40])
def test_a_mark_leads_to_a_section_a_thing_to_touch_and_an_item(mark):
    stem, cell, place = mark.section
    for folder in EDITIONS:
        (source,) = [s for name, _, s in cells(folder / f"{stem}.ipynb") if name == cell]
        assert len(re.findall(r"^#+ .+$", source, re.MULTILINE)) > place
    touched = {name for source in code(NOTEBOOKS / f"{stem}.ipynb") for name in called(source)}
    assert f"w2v.{mark.touch}" in touched
    number, *item = mark.quiz.split()
    if len(item) == 1:
        assert lessons.find(item[0]).lesson == f"l{number}"
        in_code = set(minutes.asked(code(lesson(number))))
        on_trial = "w2v.experiments.claims" in {n for s in code(lesson(number)) for n in called(s)}
        assert item[0] in in_code or (item[0].startswith("claim_") and on_trial)
    else:
        for folder in EDITIONS:
            where = folder / lesson(number).name
            (source,) = [s for name, _, s in cells(where) if name == item[0]]
            question, answers = source.split("<details>")
            for part in (question, answers):
                assert len(re.findall(rf"^{item[1]}\. \S", part, re.MULTILINE)) == 1


def test_each_item_that_lesson_12_asks_once_more_is_somebodys_question():
    items = [mark.quiz for mark in PEOPLE if mark.quiz.startswith("12 m14 ")]
    (source,) = [s for name, _, s in cells(lesson("12")) if name == "m14"]
    there = re.findall(r"^(\d+)\. ", source.split("<details>")[0], re.MULTILINE)
    assert items == [f"12 m14 {number}" for number in there] and len(there) == 15


def test_lesson_00_shows_the_table_as_it_is_made():
    assert asked.main(["--check"]) == 0, "run `make badges`"
