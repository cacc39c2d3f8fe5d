"""What a page's files say after an answer is what the session itself would have said."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import w2v_lab as w2v
from w2v_lab import memory, widgets
from w2v_lab.widgets.kit.session import BaseSession
from web.recorder import Recorder, heard, unpacked


def told(folder: Path, name: str) -> dict[str, Any]:
    moment: dict[str, Any] = json.loads(unpacked((folder / name).read_bytes()))
    if "numbers" in moment:
        moment["bytes"] = unpacked((folder / moment["numbers"]).read_bytes())
    return moment


def film() -> BaseSession:
    sentences = w2v.toy_sentences("plane")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    run = w2v.record(w2v.Model(vocabulary, 3), w2v.examples(sentences, vocabulary), 1, 0.2)
    return widgets.TrainingPlayer.Session(run, predict="another_seed")


def asking_twice() -> BaseSession:
    return widgets.FirstLook.Session(predict=["first_probability", "same_surroundings"])


def walk(folder: Path, session: BaseSession, file: str) -> int:
    """Hold this moment and all that follow against the session; return how many there are."""
    moment, count = told(folder, file), 1
    facts, numbers = session.packed()
    assert moment["facts"] == json.loads(json.dumps(facts))
    assert moment.get("bytes", b"") == numbers
    replies = 0
    for asked, follows in moment["answers"].items():
        request = json.loads(asked)
        if "commit" not in request and (replies := replies + 1) > 4:
            continue
        after, reply, sent = heard(session, request)
        if "commit" in request:
            count += walk(folder, after, follows)
        else:
            recorded = told(folder, follows)
            assert recorded["reply"]["trace"] == json.loads(json.dumps(reply["trace"]))
            assert recorded["bytes"] == sent[0]
    waiting = [gate for gate in facts["gates"] if "choice" not in gate]
    asked_here = sum(len(gate["choices"]) for gate in waiting)
    assert asked_here == sum("commit" in asked for asked in moment["answers"])
    return count


@pytest.mark.parametrize(("make", "moments"), [(film, 4), (asking_twice, 1 + 3 + 3 + 2 * 9)])
def test_each_answer_is_recorded_as_the_session_gives_it(make, moments, tmp_path):
    with memory.aside():
        session = make()
        assert walk(tmp_path, session, Recorder(tmp_path).record(session)) == moments


def test_what_was_worked_out_of_a_film_does_not_travel_with_it():
    made = film().films[0]
    before = len(pickle.dumps(made))
    made.story(0)
    assert len(pickle.dumps(made)) == before
