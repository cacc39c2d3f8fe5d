"""The questions of lesson 00, and the computations that settle them."""

from __future__ import annotations

from ...examples import examples
from ...explore import cosines
from ...model import Model
from ...training import train
from ..question import Question
from .runs import royals, toy


def _first_probability() -> str:
    """What does an untrained model give a word that really stands beside the input?"""
    sentences, vocabulary = toy()
    example = next(examples(sentences, vocabulary, "skip-gram"))
    y = Model(vocabulary).step(example).y[0]
    least, target, most = y.min(), y[example.targets[0]], y.max()
    return "equal" if least == target == most else "highest" if target == most else "random"


def _same_surroundings() -> str:
    """What becomes of two words that stand in the same places?"""
    sentences, vocabulary = toy()
    model = Model(vocabulary)
    first, second = vocabulary.ids(royals(sentences))
    before = cosines(model.W_in)[first, second]
    train(model, examples(sentences, vocabulary), epochs=100, learning_rate=0.1)
    after = cosines(model.W_in)[first, second]
    return "apart" if after < before - 0.1 else "closer" if after > before + 0.1 else "unmoved"


QUESTIONS = (
    Question("first_probability", _first_probability, before="step"),
    Question("same_surroundings", _same_surroundings, before="run"),
)
