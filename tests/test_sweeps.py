"""Experiments with one setting: each says what it shows, and nothing before its time."""

import json

import pytest

import w2v_lab as w2v
from w2v_lab import experiments
from w2v_lab.widgets.sweep.session import Session


def toy():
    sentences = w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    return w2v.Model(vocabulary, 3), list(w2v.examples(sentences, vocabulary, "next-word"))


SWEEPS = {
    "learning_rates": lambda: experiments.learning_rates(*toy(), epochs=3),
    "spare_vector": lambda: experiments.spare_vector(toy()[0], 1),
    "shifted_paths": experiments.shifted_paths,
    "subsampled_tree": lambda: experiments.subsampled_tree([9, 5, 4, 1]),
}


@pytest.mark.parametrize("name", SWEEPS)
def test_a_sweep_has_a_text_for_all_that_it_shows(name):
    found = SWEEPS[name]()
    shown = {**found.numbers, **found.curves, **found.tables}
    said = {f"say_{outcome}" for outcome in found.outcomes} or {"say"}
    assert found.texts.keys() >= {"title", "setting", *shown, *said}
    assert found.texts.keys() >= {f"reading_{number}" for number in shown}
    assert all(len(array) == len(found.settings) for array in shown.values())
    assert len(found.outcomes) in (0, len(found.settings)) and set(found.whole) <= set(shown)


@pytest.mark.parametrize("name", SWEEPS)
def test_a_sweep_tells_nothing_while_a_question_is_open(name):
    facts, numbers = Session(SWEEPS[name](), predict="spare_vector").packed()
    texts = SWEEPS[name]().texts
    told = json.dumps(facts["trace"], ensure_ascii=False)
    assert numbers == b"" and facts["trace"]["relations"] == {}
    assert [part for part, text in texts.items() if len(text["en"]) > 8 and text["en"] in told] == [
        part for part in texts if part in ("title", "say_open")
    ]


def test_a_run_ends_well_worse_or_broken():
    model, run = toy()
    outcomes = experiments.learning_rates(model, run, 40, [0.1, 2.0, 1000.0]).outcomes
    assert outcomes == ["well", "worse", "broken"]
