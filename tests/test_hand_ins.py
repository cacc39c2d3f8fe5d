"""Hand-ins: written from what is remembered, read as strangers' files are, shown without ranks."""

import copy
import csv
import gzip
import io
import json
import os
from html.parser import HTMLParser

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import exercises, lessons, memory
from w2v_lab.hand_ins import tables
from w2v_lab.hand_ins.reading import MOST_BYTES
from w2v_lab.hand_ins.writing import lesson_version
from w2v_lab.lessons.question import Question
from w2v_lab.messages import catalogue
from w2v_lab.widgets.predict.session import Session as Predict

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
QUICK = ["which_row", "first_loss"]


def wrong(name):
    question = lessons.find(name)
    return next(choice for choice in question.choices if choice != question.answer())


def learn(first_wrong=True):
    """One learner: two questions, one of them twice, and an exercise in two attempts."""
    session = Predict("first_loss")
    if first_wrong:
        session.commit("first_loss", wrong("first_loss"))
        session.again("first_loss")
    session.commit("first_loss", lessons.find("first_loss").answer())
    memory.current().add("why", question="first_loss", text="taken back")
    memory.current().add("why", question="first_loss", text="=HYPERLINK(1) <b>ln</b> V")
    Predict("which_row").commit("which_row", wrong("which_row"))
    exercises.back_to_h(lambda e, W_out: -(e @ W_out))
    exercises.back_to_h(lambda e, W_out: e @ W_out)


@pytest.fixture
def good(tmp_path):
    learn()
    return json.loads(w2v.hand_in(tmp_path / "good.json", name="Ada").text)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "class"
    place.mkdir()
    return place


# Written


def test_a_hand_in_says_what_was_predicted_solved_and_surprising_and_no_more(good):
    loss, row = good["predictions"]
    assert loss["choices"] == [wrong("first_loss"), lessons.find("first_loss").answer()]
    assert loss["right"] == [False, True] and loss["why"] == ["=HYPERLINK(1) <b>ln</b> V"]
    assert row["question"] == "which_row" and row["lesson"] == "01" and len(row["seconds"]) == 1
    (exercise,) = good["exercises"]
    assert [one["passed"] for one in exercise["attempts"]] == [False, True]
    assert exercise["attempts"][0]["slip"] == "sign" and "e @ W_out" in exercise["code"]
    assert good["surprises"] == ["first_loss", "which_row"] and good["name"] == "Ada"
    assert good["lessons"] == {lesson: lesson_version(lesson) for lesson in ("01", "02", "03")}
    moments = [*loss["seconds"], *row["seconds"], *(a["seconds"] for a in exercise["attempts"])]
    assert moments == sorted(moments) and moments[0] == 0, "no hour of the day"


def test_a_lessons_version_changes_with_its_questions_and_with_no_others(monkeypatch):
    def versions():
        return {lesson: lesson_version(lesson) for lesson in ("01", "02", "03")}

    def fewer(question):
        return question.told_all[1:] if question.name == "which_row" else question.told_all

    before = versions()
    assert len(set(before.values())) == 3
    monkeypatch.setattr(Question, "told_all", Question.choices, raising=False)
    monkeypatch.setattr(Question, "choices", property(fewer))
    assert {lesson for lesson, now in versions().items() if now != before[lesson]} == {"01"}


def test_the_same_code_once_more_is_no_attempt():
    def mine(e, W_out):
        return e @ W_out

    for _ in range(3):
        exercises.back_to_h(mine)
    exercises.find_the_mistakes("?", "?", "?")
    exercises.find_the_mistakes("moved", "assigned", "undivided")
    told = [(e["exercise"], e["passed"]) for e in memory.current().events()]
    assert told == [("l03.back_to_h", True), ("l03.find_the_mistakes", False)]


def test_every_exercise_is_known_to_those_who_read_hand_ins():
    named = {name for name in exercises.__all__ if name not in ("CASES", "Verdict")}
    shown = {"wrong_update", "wrong_updates", "assemble", "beside", "broken"}
    shown |= {"own_film", "own_life"}
    assert {name.partition(".")[2] for name in lessons.solvable()} == named - shown


@LANGUAGES
def test_what_is_written_can_be_downloaded_and_nothing_of_others_is_overwritten(tmp_path, language):
    w2v.set_language(language)
    learn()
    done = w2v.hand_in(tmp_path / "ada", "Ada")
    assert done.path.name == "ada.json" and "data:application/json;base64," in done._repr_html_()
    assert "2" in repr(done)
    w2v.hand_in(tmp_path / "ada.json")  # one's own may be written anew
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    for bad in (tmp_path / "package.json", tmp_path, tmp_path / "no" / "x.json", 3, None, "\0"):
        with pytest.raises(w2v.W2VError):
            w2v.hand_in(bad)
    assert (tmp_path / "package.json").read_text(encoding="utf-8") == "{}"
    for name in (3, "x" * 101):
        with pytest.raises(w2v.W2VError):
            w2v.hand_in(tmp_path / "b.json", name)


def test_a_damaged_memory_is_handed_in_as_far_as_it_goes(tmp_path):
    for told in ({"time": "x"}, {"question": []}, {"exercise": {}, "code": 3}, {"text": 1}):
        for what in ("answer", "why", "attempt"):
            memory.current()._unwritten.append({"what": what, **told})
    learn()
    found = json.loads(w2v.hand_in(tmp_path / "x.json").text)
    assert [one["question"] for one in found["predictions"]] == ["first_loss", "which_row"]


# Read


class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


TAGS = {"div", "style", "h2", "h3", "p", "table", "tr", "th", "td", "span", "details", "summary"}
TAGS |= {"ul", "li"}


def harmless(found):
    """Everything that a class can be asked for: no tag that is not ours, no cell a formula."""
    seen = Seen()
    seen.feed(found._repr_html_())
    assert seen.tags <= TAGS and seen.attributes <= {"class", "style"}
    for table in tables.TABLES:
        for row in csv.reader(io.StringIO(found.to_csv(table))):
            assert not any(cell.lstrip()[:1] in tuple("=+-@＝＋－＠\t\r") for cell in row)
            assert all("\0" not in cell and "\n" not in cell for cell in row)
    assert repr(found) and found.names == sorted(found.names)


HOSTILE = [None, True, -1, 10**30, [], {}, "", "=1+1", "<script>alert(1)</script>", "\0\x1b[2J"]
HOSTILE += [
    "x" * 5000,
    ["=cmd|'/c calc'!A1"],
    {"__proto__": 1},
    [[[]]],
    "\ud800",
    "l03",
    "__class__",
]


def places(value, path=()):
    """Every place of a hand-in, by the keys that lead there."""
    yield path
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield from places(value[key], (*path, key))


def put(whole, path, value):
    whole = copy.deepcopy(whole)
    if not path:
        return value
    spot = whole
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    return whole


def test_hostile_values_in_every_place_crash_nothing_run_nothing_and_spoil_no_other(good, folder):
    other = put(good, ("predictions", 1, "seconds"), [99.5]) | {"name": "Bo"}
    (folder / "good.json").write_text(json.dumps(other), encoding="utf-8")
    kinds = 0
    for path in places(good):
        for value in HOSTILE:
            bad = json.dumps(put(good, path, value))
            (folder / "bad.json").write_text(bad, encoding="utf-8")
            found = w2v.read_hand_ins(folder)
            assert "Bo" in found.names, (path, value)
            assert len(found) + len(found.skipped) == 2
            kinds += 1
            if kinds % 7 == 0 or path[:1] == ("name",) or "why" in path:
                harmless(found)
    assert kinds > 500


def raw(good):
    whole = json.dumps(good).encode("ascii")
    yield from (("no_json", whole[:n]) for n in (1, 2, 50, len(whole) // 2, len(whole) - 1))
    yield from (("empty", data) for data in (b"", b" \n\t", b"\n" * 1000))
    yield from (("no_text", data) for data in (b"\xff\xfe{}", whole.decode().encode("utf-16")))
    yield from (
        ("no_text", data) for data in (gzip.compress(whole), b"\x80\x04\x95pickle", b"\x89PNG")
    )
    yield from (
        ("no_json", data) for data in (b"<html>", b"PK\x03\x04", b"{'a': 1}", b"[" * 200_000)
    )
    yield from (
        ("no_json", data) for data in (b'{"a":' * 100_000, b"9" * 5000, b"\0", b"nul", b"+1")
    )
    yield from (
        ("no_json", data) for data in (b"NaN", b"[Infinity]", b'{"x": -Infinity}', whole * 2)
    )
    yield from (
        ("foreign", data) for data in (b"1", b"null", b'"x"', b"[]", b"{}", b'{"what": []}')
    )
    yield from (
        ("foreign", data) for data in (b'{"cells": [], "nbformat": 4}', b'{"what": "answer"}')
    )
    yield "too_large", whole + b" " * MOST_BYTES
    for key in ("predictions", "exercises", "name"):
        yield "broken", json.dumps({k: v for k, v in good.items() if k != key}).encode()
        yield "broken", json.dumps(good | {key: 1}).encode()
    for form in (0, 2, "1", 1.0, True, None):
        yield "newer", json.dumps(good | {"format": form}).encode()
    for second in ("1e999", "-1", '"3"', "null", "true", "[0]"):
        timed = json.dumps(put(good, ("predictions", 1, "seconds"), ["HERE"]))
        yield "broken", timed.replace('"HERE"', second).encode()
    twice = good | {"predictions": [*good["predictions"], good["predictions"][0]]}
    yield "broken", json.dumps(twice).encode()


def test_each_broken_or_foreign_file_is_skipped_for_its_own_reason(good, folder):
    cases = list(raw(good))
    for number, (_, data) in enumerate(cases):
        (folder / f"{number:03}.json").write_bytes(data)
    (folder / "notes.txt").write_text("not looked at", encoding="utf-8")
    found = w2v.read_hand_ins(folder)
    assert [(one.file, one.key) for one in found.skipped] == [
        (f"{number:03}.json", key) for number, (key, _) in enumerate(cases)
    ]
    assert len(found) == 0 and len(cases) >= 45
    harmless(found)


@LANGUAGES
def test_every_reason_is_told_in_words(language, folder):
    w2v.set_language(language)
    reasons = [key for key in catalogue("hand_ins") if key.startswith("skipped_")]
    for key in reasons:
        assert tables.Skipped("x", key.removeprefix("skipped_")).reason
    (folder / "x.json").write_text("<b>", encoding="utf-8")
    assert catalogue("hand_ins")["skipped_no_json"][language] in repr(w2v.read_hand_ins(folder))


def test_links_pipes_and_folders_that_look_like_hand_ins_are_left_alone(good, folder, tmp_path):
    (folder / "inner.json").mkdir()
    (folder / "inner.json" / "ada.json").write_text(json.dumps(good), encoding="utf-8")
    os.mkfifo(folder / "pipe.json")
    (folder / "link.json").symlink_to(tmp_path / "good.json")
    (folder / "loop.json").symlink_to(folder / "loop.json")
    (folder / "zero.json").symlink_to("/dev/zero")
    (folder / "around").symlink_to(folder)
    (folder / ".hidden.json").write_text("x", encoding="utf-8")
    found = w2v.read_hand_ins(folder)
    assert found.names == ["Ada"]
    assert {one.file: one.key for one in found.skipped} == dict.fromkeys(
        ["pipe.json", "link.json", "loop.json", "zero.json"], "no_file"
    )


def test_of_copies_and_earlier_states_one_stays(good, folder):
    earlier = copy.deepcopy(good)
    earlier["exercises"] = []
    renamed = good | {"name": "Not Ada"}
    for name, told in (("a", earlier), ("b", good), ("c", renamed), ("d", good)):
        (folder / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    found = w2v.read_hand_ins(folder)
    assert found.names == ["Ada"] and len(found) == 1
    assert [(one.file, one.key) for one in found.skipped] == [
        (f"{name}.json", "doubled") for name in "acd"
    ]


def test_two_learners_who_begin_alike_are_two(good, folder):
    one = copy.deepcopy(good)
    one["exercises"], one["predictions"] = [], one["predictions"][1:]
    one["predictions"][0]["seconds"] = [0.0]
    two = copy.deepcopy(one) | {"name": "Bo"}
    for name, told in (("a", one), ("b", two)):
        (folder / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    assert w2v.read_hand_ins(folder).names == ["Ada", "Bo"]


@pytest.mark.parametrize("place", ["no/such", "", 3, None, "\0", "x" * 5000])
def test_a_folder_that_is_not_there_is_refused(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(w2v.W2VError, match="folder"):
        w2v.read_hand_ins(place if place != "" else "nothing")


# Looked at together


@pytest.fixture
def class_(good, folder):
    """Three learners: one as above, one who was right at once, one of another version."""
    second, third = copy.deepcopy(good), copy.deepcopy(good)
    second["predictions"][0] |= {"choices": [lessons.find("first_loss").answer()], "seconds": [0.5]}
    second["exercises"][0]["attempts"] = second["exercises"][0]["attempts"][:1]
    third["predictions"][0]["question"] = "a_question_to_come"
    third["predictions"][1]["seconds"] = [9.5]
    third["exercises"][0]["attempts"][0]["seconds"] = 77.0
    for name, told in (("Bo", second), ("Cy", third), ("Ada", good)):
        told["name"] = name
        (folder / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    return w2v.read_hand_ins(folder, np.random.default_rng(1))


def test_counts_are_those_of_the_files(class_):
    assert class_.names == ["Ada", "Bo", "Cy"] and class_.asked == ["which_row", "first_loss"]
    lines = {line["choice"]: line for line in class_.distribution("first_loss")}
    right = lessons.find("first_loss").answer()
    assert (lines[right]["before"], lines[right]["after"]) == (1, 2)
    lapsed = lines[wrong("first_loss")]
    assert (lapsed["before"], lapsed["after"], lapsed["right"]) == (1, 0, False)
    rows = {(row["question"], row["choice"]): row for row in class_.misconceptions}
    assert rows["which_row", wrong("which_row")]["count"] == 3 == class_.misconceptions[0]["count"]
    assert rows["first_loss", wrong("first_loss")]["asked"] == 2
    (exercise,) = class_.exercises
    assert [exercise[key] for key in ("first", "second", "third", "later", "open")] == [
        0,
        2,
        0,
        0,
        1,
    ]
    assert exercise["slip"] == catalogue("l03")["hint_back_to_h_sign"]["en"]
    assert sum(learner.unknown for learner in class_.learners) == 1
    harmless(class_)


def test_nothing_tells_which_learner_is_who_and_nobody_is_ranked(class_, folder):
    shown = class_._repr_html_() + repr(class_) + "".join(map(class_.to_csv, tables.TABLES))
    assert not any(name in shown for name in class_.names)
    orders = {
        tuple(learner.name for learner in w2v.read_hand_ins(folder).learners) for _ in range(60)
    }
    assert len(orders) == 6, "drawn anew each time"


@LANGUAGES
def test_page_and_tables_are_files_of_their_own(class_, tmp_path, language):
    w2v.set_language(language)
    class_.save_page(tmp_path / "class.html")
    page = (tmp_path / "class.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and catalogue("hand_ins")["title"][language] in page
    assert "&lt;b&gt;ln&lt;/b&gt;" in page and "<b>" not in page
    class_.save_csv(tmp_path / "reasons.csv", "reasons")
    assert (tmp_path / "reasons.csv").read_bytes().startswith(b"\xef\xbb\xbfquestion,reason\r\n")
    assert "'=HYPERLINK(1)" in (tmp_path / "reasons.csv").read_text(encoding="utf-8")
    with pytest.raises(w2v.W2VError):
        class_.save_csv(tmp_path / "no" / "x.csv")
    with pytest.raises(w2v.W2VError):
        class_.to_csv("ranks")


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r\n=1", "＝1", "＋1", "＠x", "\0=1", "\u200b=1"],
)
def test_no_cell_is_a_formula(text):
    assert tables.cell(text).startswith("'")
    assert tables.cell("a=1") == "a=1" and tables.cell(7) == "7" and tables.cell("") == ""
