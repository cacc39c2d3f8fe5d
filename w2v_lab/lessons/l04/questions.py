"""The questions of lesson 04, and the computations that settle them."""

from __future__ import annotations

import numpy as np

from ...examples import Example
from ...model import Model
from ..question import Evidence, Question, only
from .runs import trained, two_words


def _most_targets(run: list[Example]) -> Example:
    return max(run, key=lambda example: len(example.targets) + len(example.inputs))


def _one_prediction() -> str:
    """Does skip-gram predict something else for each place of the window?"""
    model, run = trained()
    step = model.step(_most_targets(run))
    alike = all(np.array_equal(step.y[0], y) for y in step.y)
    return "one" if alike else "one_a_place"


def _same_y() -> Evidence:
    """The probabilities that one example gives at each of its targets."""
    model, run = trained()
    step = model.step(_most_targets(run))
    words = model.vocabulary.words
    targets = [words[i] for i in step.example.targets]
    return Evidence(targets, words, np.array(step.y), "P", (Model.step, "y"))


def _cbow_share() -> str:
    """How much of EH belongs to each of CBOW's inputs?"""
    model, run = trained("cbow")
    step = model.step(_most_targets(run))
    inputs = step.example.inputs
    slope, _ = model.gradients(step)
    candidates = {
        "whole": step.EH,
        "share": step.EH / len(inputs),
        "nothing": np.zeros_like(step.EH),
    }
    return only(name for name, share in candidates.items() if np.allclose(slope[inputs[0]], share))


def _slopes() -> Evidence:
    """EH, and the slopes of the loss in the row of each input."""
    model, run = trained("cbow")
    step = model.step(_most_targets(run))
    slope, _ = model.gradients(step)
    words = [model.vocabulary.words[i] for i in step.example.inputs]
    values = np.vstack([step.EH, slope[list(step.example.inputs)]])
    columns = [str(j) for j in range(len(step.EH))]
    return Evidence(["EH", *words], columns, values, "slope", (Model.gradients, "taken"))


def _closer_without_meeting() -> str:
    """Two words with the same surroundings, in 50 dimensions: angle and distance after training."""
    pair = two_words()
    turned, met = pair.cosine[-1] > 0.99, pair.distance[-1] < 0.5 * pair.distance[0]
    return {(True, True): "meet", (True, False): "turn"}.get((bool(turned), bool(met)), "stay")


QUESTIONS = (
    Question("one_prediction", _one_prediction, prove=_same_y),
    Question("cbow_share", _cbow_share, prove=_slopes),
    Question("closer_without_meeting", _closer_without_meeting),
)
