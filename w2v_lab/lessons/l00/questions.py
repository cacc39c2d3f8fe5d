"""The questions of lesson 00, and the computations that settle them."""

from __future__ import annotations

from ...explore import cosines
from ..question import Question
from .runs import looked, royals, toy


def _first_probability() -> str:
    """What does an untrained model give a word that really stands beside the input?"""
    step = looked().before[0]
    y = step.y[0]
    least, target, most = y.min(), y[step.example.targets[0]], y.max()
    return "equal" if least == target == most else "highest" if target == most else "random"


def _same_surroundings() -> str:
    """What becomes of two words that stand in the same places?"""
    sentences, vocabulary = toy()
    first, second = vocabulary.ids(royals(sentences))
    run = looked().recording
    before, after = (cosines(run.W_in_at(k))[first, second] for k in (0, len(run.losses)))
    return "apart" if after < before - 0.1 else "closer" if after > before + 0.1 else "unmoved"


QUESTIONS = (
    Question("first_probability", _first_probability, before="step"),
    Question("same_surroundings", _same_surroundings, before="run"),
)
