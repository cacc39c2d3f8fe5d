"""The questions of lesson 07, and the computations that settle them."""

from __future__ import annotations

import numpy as np

from ...cooccurrence import cooccurrence
from ...corpus import Vocabulary
from ...messages import message
from ...noise import Noise
from ...outputs import YesOrNo
from ...scores import Aim
from ...toys import toy_sentences
from ...widgets.frozen.starts import frozen_pair
from ..question import Evidence, Question
from .runs import little_trained, rounds, target_drawn

ROUNDS = 4


def _sums() -> np.ndarray:
    """What the k + 1 answers of each round add up to."""
    sums = np.array([step.y[0].sum() for step in rounds(ROUNDS)])
    return sums


def _six_answers() -> str:
    sums = _sums()
    if np.allclose(sums, 1):
        return "one"
    return "half" if np.allclose(sums, 3) else "anything"


def _six_answers_each() -> Evidence:
    taken = rounds(ROUNDS)
    k = len(taken[0].negatives[0])
    rows = [message("l07.round", number=number + 1) for number in range(ROUNDS)]
    columns = [
        message("l07.target"),
        *(message("l07.draw", number=number + 1) for number in range(k)),
        message("l07.sum"),
    ]
    values = np.column_stack([[step.y[0] for step in taken], _sums()])
    kinds = ["answer"] * (k + 1) + ["sum"]
    return Evidence(rows, columns, values, "σ", (YesOrNo.predict, "y"), readings=kinds)


def _three_quarters() -> str:
    """Whose share of the noise grows when the exponent falls from 1 to 3/4?"""
    counts = little_trained().vocabulary.counts
    gain = Noise(counts, 0.75).p - Noise(counts, 1).p
    most, least = gain[counts.argmax()], gain[counts.argmin()]
    if np.allclose(Noise(counts, 0.75).p, 1 / len(counts)):
        return "alike"
    return "rare" if least > 0 > most else "frequent"


def _target_as_noise() -> str:
    """Compared with the target's own error: their sum is smaller, gone, or points away."""
    alone, both = target_drawn()
    if np.isclose(both, 0):
        return "cancel"
    return "less" if alone < both < 0 else "away"


def _more_noise() -> str:
    """From k = 5 to k = 15: are all scores moved alike, unlike, or not at all?"""
    sentences = toy_sentences("topics")
    vocabulary = Vocabulary.from_sentences(sentences)
    counts, q = cooccurrence(sentences, vocabulary), Noise(vocabulary.counts).p
    few, many = (Aim(counts, q, k) for k in (5, 15))
    moved = (many.scores - few.scores)[few.seen]
    if np.allclose(moved, 0):
        return "stay"
    return "alike" if np.allclose(moved, moved.mean()) and moved.mean() < 0 else "apart"


def _below_the_table() -> str:
    """A true pair at -6.1 in gensim: does its score move at once, slowly, or never?"""
    found = frozen_pair((-6.1,))
    way = found.u[0, found.programs.index("gensim")]
    if (way == way[0]).all():
        return "never"
    return "full" if way[1] - way[0] > 1 else "slowly"


QUESTIONS = (
    Question("six_answers", _six_answers, prove=_six_answers_each),
    Question("three_quarters", _three_quarters, before="exponent"),
    Question("target_as_noise", _target_as_noise, before="answers"),
    Question("more_noise", _more_noise, before="noise"),
    Question("below_the_table", _below_the_table),
)
