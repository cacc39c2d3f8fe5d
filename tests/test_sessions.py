"""The widgets without a stage: importable with numpy alone, answering whatever they hear."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hostile import WORDS
from test_widgets import CLASSES

import w2v_lab as w2v
from w2v_lab import experiments, lessons
from w2v_lab.lessons.claim import Claim
from w2v_lab.widgets.first_look.session import Session as FirstLook
from w2v_lab.widgets.kit import session as kit
from w2v_lab.widgets.row_selector.session import Session as RowSelector
from w2v_lab.widgets.tree_lab.session import Session as TreeLab
from w2v_lab.widgets.window_slider.session import Session as WindowSlider


@cache
def _run():
    sentences = [["a", "b", "c", "d"], ["a", "c", "b", "d"]]
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    run = list(w2v.examples(sentences, vocabulary, pairs=True))
    return vocabulary, run, w2v.record(w2v.Model(vocabulary, 3), run, 3, 0.2)


ASKED = {"kind": [("a", "b", "c", "d"), ("b", "a", "d", "c")]}
DIALS = [["a", "x", "b"], ["a", "y", "b"]]
MADE = {
    "analogy_arrows": lambda **how: ((_run()[2], ASKED), how),
    "explorer": lambda **how: ((w2v.Vectors(list("abcdef"), np.eye(6)[:, :5] + 0.1),), how),
    "cloze_walk": lambda **how: ((), how),
    "family": lambda **how: ((), how),
    "cloud": lambda **how: (([["a", "b", "c", "d"]] * 20,), {"epochs": 1, **how}),
    "first_look": lambda **how: (("a b c",), how),
    "frozen": lambda **how: ((experiments.frozen_pair((-6.1, -5.9), 20),), how),
    "head_costs": lambda **how: ((), how),
    "noise_lab": lambda **how: (("a b c d a b",), how),
    "parameters": lambda **how: (("window",), how),
    "predict": lambda **how: (("larger_scores",), {}),
    "row_selector": lambda **how: ((), how),
    "step_explorer": lambda **how: ((_run()[2],), how),
    "sweep": lambda **how: ((experiments.subsampled_tree([9, 5, 4, 1]),), how),
    "three_heads": lambda **how: ((), how),
    "training_player": lambda **how: ((_run()[2],), {"analogies": ASKED, **how}),
    "tree_lab": lambda **how: (_run()[:2], {"epochs": 2, **how}),
    "trial": lambda **how: ((experiments.claims()[3:5],), how),
    "vote": lambda **how: (("which_row",), how),
    "two_dials": lambda **how: ((DIALS,), {"window": 1, **how}),
    "window_slider": lambda **how: (("a b c d",), how),
    "workbench": lambda **how: (("bias",), how),
}
QUESTION = {
    "cloud": "more_noise",
    "predict": "larger_scores",
    "row_selector": "which_row",
    "step_explorer": "first_update",
    "first_look": "same_surroundings",
    "tree_lab": "next_merge",
    "noise_lab": "three_quarters",
    "three_heads": "which_losses",
    "family": "who_misses",
    "cloze_walk": "who_weighs_most",
    "trial": "claim_s4",
}
RUN = {"negative": 1, "ns_exponent": 1, "target_drawn": "skip", "vector_size": 2, "part": 20}
TALK = {
    "analogy_arrows": [{"ask": ["a", "b", "c"]}, {"ask": ["a", "b"]}],
    "explorer": [
        *({"word": "b"}, {"word": "c", "map": "around"}, {"word": "nobody"}, {"search": "A"}),
        *({"pair": ["a", "b"]}, {"pair": ["a"]}, {"analogy": ["a", "b", "c"]}, {"leaf": "hubs"}),
        *({"analogy": ["a", "b", "c"], "left_out": False}, {"leaf": "norms"}, {"map": "plane"}),
        *({"file": "x.txt", "at": 0}, {"file": "../x", "open": True}, {"reset": True}),
    ],
    "cloud": [{"run": RUN, "row": 1}, {"run": RUN, "row": 9}, {"run": {**RUN, "part": 2}}],
    "first_look": [{"text": "x y z"}, {"text": ""}, {"toy": "kingdom", "language": "zh"}],
    "noise_lab": [{"pair": [0, 1]}, {"pair": [0, 99]}, {"text": "x y z x"}, {"reset": True}],
    "parameters": [{"measure": "window", "value": "3"}, {"stop": True}],
    "row_selector": [{"inputs": [1, 4]}, {"inputs": ["nobody"]}],
    "step_explorer": [{"check": 1}, {"check": "1"}],
    "training_player": [{"view": "output"}, {"story": "c"}, {"leaf": "cosines"}, {"leaf": "x"}],
    "tree_lab": [{"counts": [4, 3, 2, 1]}, {"train": True}, {"given": 1, "add": True}],
    "two_dials": [{"window": 2}, {"window": 4}],
    "workbench": [{"compute": ["bias", "toy", "plain"]}, {"compute": ["bias", "x", 1]}],
    "vote": [
        *({"hands": [1, 0, 2]}, {"hands": ["1"]}, {"bars": True}, {"second": True}),
        *({"second": True}, {"verdict": True}, {"hands": [1, 0, 2]}, {"reset": True}),
    ],
    "window_slider": [{"sample": 0.1}, {"chosen": "cbow", "state": "2 whole", "position": 1}],
}


def bare(name, **how):
    arguments, settings = MADE[name](**how)
    module = sys.modules[f"w2v_lab.widgets.{name}.session"]
    return module.Session(*arguments, **settings)


def widget(name, **how):
    arguments, settings = MADE[name](**how)
    return CLASSES[name](*arguments, **settings)


def question_of(name):
    return QUESTION.get(name, "another_seed")


# Where there is no notebook


def test_every_session_is_importable_with_numpy_alone():
    blocked = ("anywidget", "ipywidgets", "traitlets", "IPython", "plotly", "graphviz")
    code = f"""import sys
for name in {blocked}: sys.modules[name] = None
from importlib import import_module
for name in {sorted(CLASSES)}:
    session = import_module(f"w2v_lab.widgets.{{name}}.session").Session
    assert callable(session.packed) and callable(session.hear) and session.DOORS
from w2v_lab.widgets.row_selector.session import Session
facts, numbers = Session(predict="which_row").packed()
assert facts["gates"] and numbers"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", CLASSES)
def test_a_recorded_conversation_is_the_same_through_the_kernels_stage(name, monkeypatch):
    """Byte by byte: opening, a wrong choice, the question again, a right one, requests, errors."""
    question = lessons.find(question_of(name))
    wrong = next(choice for choice in question.choices if choice != question.answer())
    talk = [
        {"commit": question.name, "choice": "no such choice"},
        {"commit": question.name, "choice": wrong},
        {"again": question.name},
        {"commit": question.name, "choice": question.answer()},
        *TALK.get(name, []),
        {"refresh": True},
        {"stamp": -1},
    ]
    shell, alone = widget(name, predict=question.name), bare(name, predict=question.name)
    heard = []
    monkeypatch.setattr(shell, "send", lambda reply, buffers: heard.append((reply, buffers)))
    for number, content in enumerate(talk):
        content = {"request": str(number), "stamp": alone.stamp, **content}
        reply, buffers = alone.hear(content)
        shell._hear(shell, content, [])
        assert json.dumps(heard[-1][0]) == json.dumps(reply)
        assert heard[-1][1] == buffers
        facts, numbers = alone.packed()
        assert (json.dumps(shell.facts), shell.numbers) == (json.dumps(facts), numbers)
    assert alone.right == {question.name: True} and len(heard) == len(talk)
    shell.close()


# Doors


def test_right_choices_stand_at_every_place_alike():
    """Verdicts on claims are a scale, and stand in its order."""
    mixed = [q for q in lessons.questions().values() if not isinstance(q, Claim)]
    places = Counter(q.choices.index(q.answer()) for q in mixed)
    of_three = [places[place] for place in range(3)]
    assert min(of_three) >= 0.25 * sum(of_three) and max(of_three) <= 0.42 * sum(of_three)


@pytest.mark.parametrize("door", sorted({q.before for q in lessons.questions().values()}))
def test_a_question_can_be_put_before_any_widget_that_has_its_door(door):
    """The first question of a door before every widget, the others before one that has it."""
    first, *others = [q.name for q in lessons.questions().values() if q.before == door]
    stand = [name for name in MADE if name != "predict" and door in _doors(name)]
    assert stand
    for name in stand:
        assert bare(name, predict=first).doors[door]
    for question in others:
        assert bare(stand[0], predict=question).doors[door]
    for name in MADE.keys() - {*stand, "predict"}:
        with pytest.raises(w2v.W2VError):
            bare(name, predict=first)


def _doors(name):
    return sys.modules[f"w2v_lab.widgets.{name}.session"].Session.DOORS


# Whatever is heard


MESSAGES = int(os.environ.get("W2V_MESSAGES", 100))  # a widget; 3000 where there is time


def hostile(rng, name):
    """A message that a page might send, or that nobody would."""
    known = [*TALK.get(name, []), {"commit": question_of(name), "choice": "x"}, {"refresh": True}]
    keys = [*(key for message in known for key in message), "reset", "kind", "zoom", "word", "seed"]
    values = [
        *(None, True, -1, 0, 1, 2**80, 0.5, float("nan"), "", "² whole", "1 whole", "input", "a"),
        *([], {}, [None], [[]], ["a", "b", "c"], [1, 2], {"a": {}}, [0] * 300, b"\xff"),
    ]
    roll = rng.random()
    if roll < 0.03:
        return rng.choice(known)
    if roll < 0.1:
        return rng.choice([None, [], 3, "commit", b"", {}, {"request": []}, {"stamp": "x"}])
    chosen = rng.sample(keys, rng.randint(1, 3))
    return {key: rng.choice([*values, rng.choice(WORDS)]) for key in chosen}


@pytest.mark.parametrize("name", MADE)
def test_every_message_gets_a_reply_and_nothing_is_left_half_done(name, caplog):
    rng, session = random.Random(name), bare(name, predict=question_of(name))
    refused = 0
    for number in range(MESSAGES):
        message = hostile(rng, name)
        if isinstance(message, dict):
            message = {"request": str(number), "stamp": session.stamp, **message}
        before = dict(vars(session))
        reply, _ = session.hear(message, [b"x y"] if number % 50 == 0 else [])
        assert set(reply) <= {"reply", "stamp", "error", "trace", "facts"}
        assert sum(key in reply for key in ("error", "trace", "facts")) <= 1
        json.dumps(reply)
        if "error" in reply:
            refused += 1
            assert vars(session) == before
        elif number == MESSAGES // 2:
            chosen = lessons.find(question_of(name)).choices[0]
            session.hear({"request": "x", "commit": question_of(name), "choice": chosen})
    assert refused > MESSAGES / 6 and session.packed()[0]["stamp"] == session.stamp
    assert not caplog.records, caplog.records[0].exc_info[1]


def test_an_unforeseen_error_is_logged_and_told(monkeypatch, caplog):
    session = RowSelector()

    def broken(*_):
        session._remembered = "half done"
        raise ZeroDivisionError

    before = session.packed()
    monkeypatch.setattr(session, "answer", broken)
    reply, _ = session.hear({"request": "7", "inputs": [1]})
    assert reply["reply"] == "7" and "nobody foresaw" in reply["error"]["text"]["en"]
    assert "ZeroDivisionError" in caplog.text
    assert session.packed() == before and session._remembered == ()


def test_what_is_asked_of_something_that_is_gone_is_answered_by_what_is_there():
    lab = TreeLab(*_run()[:2], epochs=2)
    first = lab.stamp
    lab.hear({"request": "1", "counts": [1, 2, 3, 4], "stamp": first})
    reply, _ = lab.hear({"request": "2", "counts": [9, 9, 9, 9], "stamp": first})
    assert reply["facts"]["trace"]["counts"] == [1, 2, 3, 4]
    lab.hear({"request": "3", "train": True, "stamp": first})
    reply, _ = lab.hear({"request": "4", "counts": [5, 2, 3, 4], "stamp": lab.stamp - 1})
    assert "facts" not in reply and lab.trace["counts"] == [5, 2, 3, 4]


def test_every_view_hears_of_another_text_and_reset_brings_the_first_one_back():
    for session, start in ((FirstLook("a b"), "a b"), (WindowSlider("a b"), "a b")):
        stamp = session.stamp
        session.hear({"request": "1", "text": "x y z", "stamp": stamp})
        assert session.stamp > stamp and session.packed()[0]["trace"]["text"] == "x y z"
        assert session.trace["changed"] and session.vocabulary.words == ["x", "y", "z"]
        session.hear({"request": "2", "reset": True, "stamp": stamp})
        assert session.trace["text"] == start and not session.trace["changed"]


def test_after_another_text_an_example_of_that_text_is_chosen():
    slider = WindowSlider("a b c d e f")
    slider.hear({"request": "1", "chosen": "skip-gram", "state": "2 whole", "position": 5})
    slider.hear({"request": "2", "text": "x y"})
    assert slider.chosen == w2v.Example((0,), (1,))
    assert slider.recording.model_at(0).vocabulary.words == ["x", "y"]


# Settings, and leaving


def test_a_setting_that_changes_shows_what_follows_and_a_wrong_one_changes_nothing():
    shown = widget("step_explorer")
    stamp = shown.facts["stamp"]
    shown.recording = w2v.record(w2v.Model(_run()[0], 2), _run()[1], 1, 0.1)
    assert shown.facts["stamp"] > stamp and shown.facts["trace"]["N"] == 2
    with pytest.raises(w2v.W2VError):
        shown.recording = "a run"
    assert shown.facts["trace"]["N"] == 2 and shown.recording is shown.session.recording
    for name, setting, value, told in (
        ("first_look", "text", "x y", ("text", "x y")),
        ("window_slider", "window", 3, ("window", 3)),
        ("row_selector", "inputs", [2, 2], ("first", [2, 2])),
        ("two_dials", "sentences", [["p", "x"], ["p", "y"]], ("pair", [1, 2])),
        ("sweep", "found", experiments.shifted_paths(), ("name", "shifted_paths")),
        ("analogy_arrows", "vectors", w2v.Vectors(list("abcd"), np.eye(4)), ("N", 4)),
    ):
        shown = widget(name)
        setattr(shown, setting, value)
        assert shown.facts["trace"][told[0]] == told[1]
        shown.close()


def test_a_closed_widget_lets_go_of_all_but_the_answers():
    shown = widget("step_explorer", predict="first_update")
    shown.commit("first_update", "both")
    shown.close()
    assert shown.choices == {"first_update": "both"} and shown.right == {"first_update": False}
    assert not {"recording", "facts", "numbers"} & set(shown._trait_values)
    assert not {"recording", "_shown"} & set(vars(shown.session))


def test_no_setting_or_door_is_named_that_there_is_not():
    for name in CLASSES:
        session = bare(name)
        assert all(hasattr(session, setting) for setting in session.SETTINGS)
        assert len(set(session.DOORS)) == len(session.DOORS) > 0
    assert kit.BaseSession.DOORS == ("result",)
