"""The questions of lesson 00, and the computations that settle them."""

from __future__ import annotations

from collections.abc import Callable

from ...examples import examples
from ...explore import cosines
from ...model import Model
from ...training import train
from ..question import Evidence
from .runs import royals, toy


def _first_probability() -> str:
    """What does an untrained model give a word that really stands beside the input?"""
    sentences, vocabulary = toy()
    example = next(examples(sentences, vocabulary, "skip-gram"))
    y = Model(vocabulary).step(example).y[0]
    least, target, most = y.min(), y[example.targets[0]], y.max()
    return "c" if least == target == most else "a" if target == most else "b"


def _same_surroundings() -> str:
    """What becomes of two words that stand in the same places?"""
    sentences, vocabulary = toy()
    model = Model(vocabulary)
    first, second = vocabulary.ids(royals(sentences))
    before = cosines(model.W_in)[first, second]
    train(model, examples(sentences, vocabulary), epochs=100, learning_rate=0.1)
    after = cosines(model.W_in)[first, second]
    return "a" if after < before - 0.1 else "b" if after > before + 0.1 else "c"


QUESTIONS: dict[str, Callable[[], str]] = {
    "first_probability": _first_probability,
    "same_surroundings": _same_surroundings,
}

EVIDENCE: dict[str, Callable[[], Evidence]] = {}
