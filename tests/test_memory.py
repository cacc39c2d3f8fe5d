"""The one place that remembers: in a file, through damage, beside another process."""

import json
import os
import subprocess
import sys

import pytest

from w2v_lab import memory
from w2v_lab.widgets.predict.session import Session as Predict
from w2v_lab.widgets.row_selector.session import Session as RowSelector

QUESTION = "which_row"


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.delenv(memory.VARIABLE)
    return memory.keep(tmp_path / "answers.jsonl")


def test_a_run_of_all_cells_loses_no_answer(kept):
    RowSelector(predict=QUESTION).commit(QUESTION, "column")
    memory.keep(kept.path)  # another kernel
    later = RowSelector(predict=QUESTION)
    assert later.choices == {QUESTION: "column"} and later.right == {QUESTION: False}
    assert later.doors == {"products": False} and later.gates[0]["because"]


def test_asked_again_a_question_is_open_and_its_attempts_are_counted(kept):
    session = RowSelector(predict=QUESTION)
    for choice in ("column", "the_row"):
        session.commit(QUESTION, choice)
        assert "1/h" in session.trace["arrays"]
        session.hear({"request": "1", "again": QUESTION})
        assert session.doors == {"products": True} and "1/h" not in session.trace["arrays"]
    assert kept.answers() == {} and kept.attempts(QUESTION) == 2
    assert [(e["what"], e.get("right")) for e in kept.events()] == [
        ("answer", False),
        ("again", None),
        ("answer", True),
        ("again", None),
    ]


def test_only_the_question_that_is_asked_again_is_forgotten(kept):
    for name, choice in (("shared_vector", "shared"), ("first_loss", "zero")):
        Predict(name).commit(name, choice)
    Predict("first_loss").again("first_loss")
    assert kept.answers() == {"shared_vector": "shared"}


def test_a_broken_file_loses_no_more_than_what_is_broken(kept):
    kept.add("answer", question=QUESTION, choice="column", right=False)
    whole = kept.path.read_bytes()
    kept.path.write_bytes(
        b'\xff\xfe\0{"what"\n[1]\n{"what": 3}\n{}\n' + b"[" * 100_000 + b"\n" + whole + b'{"wh'
    )
    kept.add("answer", question="first_loss", choice="zero", right=False)
    assert kept.answers() == {QUESTION: "column", "first_loss": "zero"}


def test_an_answer_that_is_no_choice_any_more_is_passed_over(kept):
    kept.add("answer", question=QUESTION, choice="b", right=True)
    kept.add("answer", question=["x"], choice={}, right=True)
    assert RowSelector(predict=QUESTION).choices == {}


@pytest.mark.parametrize("path", ["no/such/folder/file.jsonl", "."])
def test_where_nothing_can_be_written_the_process_remembers(path, tmp_path, monkeypatch):
    monkeypatch.delenv(memory.VARIABLE)
    kept = memory.keep(tmp_path / path)
    RowSelector(predict=QUESTION).commit(QUESTION, "column")
    assert RowSelector(predict=QUESTION).choices == {QUESTION: "column"}
    assert kept.answers() == {QUESTION: "column"}


def test_what_did_not_fit_on_the_disk_is_remembered_by_the_process(kept, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda place, data: write(place, data[:9]))
    kept.add("answer", question=QUESTION, choice="column", right=False)
    monkeypatch.undo()
    kept.add("answer", question="first_loss", choice="zero", right=False)
    assert kept.answers() == {QUESTION: "column", "first_loss": "zero"}


def test_two_processes_do_not_tear_each_others_lines(kept):
    code = (
        "import sys; from w2v_lab import memory; kept = memory.Memory(sys.argv[1])\n"
        "for n in range(200): kept.add('text', widget=sys.argv[2], text='字' * 50)"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(kept.path), name]) for name in "ab"
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    lines = kept.path.read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines if line]  # one that met a writing one begins anew
    assert sorted(event["widget"] for event in events) == ["a"] * 200 + ["b"] * 200


def test_the_latest_value_of_a_setting_counts(kept):
    for size in ("large", "normal"):
        kept.add("setting", name="type", value=size)
    assert kept.settings() == {"type": "normal"}


def test_tests_remember_nothing_unless_they_ask_for_it(tmp_path, monkeypatch):
    assert os.environ[memory.VARIABLE] == "off"
    monkeypatch.chdir(tmp_path)
    memory.keep()
    RowSelector(predict=QUESTION).commit(QUESTION, "column")
    assert not list(tmp_path.iterdir())
    memory.keep()
    assert RowSelector(predict=QUESTION).choices == {}
