"""The questions of lesson 03, and the computations that settle them."""

from __future__ import annotations

import numpy as np

from ...examples import Example
from ...messages import message
from ...model import Model
from ..l02.runs import next_words, trained
from ..question import Evidence, Question
from .experiments import spare_vector
from .runs import settled


def _first_update() -> str:
    """Which weights does the first update move?"""
    vocabulary, run = next_words()
    model = Model(vocabulary, vector_size=3)
    G_in, G_out = model.gradients(model.step(run[0]))
    moves = bool(G_in.any()), bool(G_out.any())
    return {(True, True): "both", (False, True): "out_alone", (True, False): "in_alone"}[moves]


def _spare_vector() -> str:
    """What does one and the same vector, added to every row of W_out, change?"""
    model, _ = trained()
    found = spare_vector(model, 1)
    y = found.tables["y"]
    if np.allclose(y, y[found.first], atol=1e-12):
        return "none"
    return "all" if (np.abs(y[-1] - y[found.first]) > 0.01).all() else "frequent"


def _slopes() -> tuple[Model, list[Example], np.ndarray, np.ndarray]:
    """Long after the loss has stopped to fall: the gradient of each example, and their mean."""
    model, run = settled()
    slopes = [np.concatenate(list(map(np.ravel, model.gradients(model.step(e))))) for e in run]
    return model, run, np.array(slopes), np.mean(slopes, axis=0)


def _zero_gradient() -> str:
    """When training has settled: is each example's gradient zero, or only their mean?"""
    _, _, slopes, mean = _slopes()
    each, together = np.linalg.norm(slopes, axis=1).max(), np.linalg.norm(mean)
    return "cancel" if together < 0.01 * each else "all_zero" if each < 0.01 else "all_large"


def _gradients_at_rest() -> Evidence:
    model, run, slopes, mean = _slopes()
    words = model.vocabulary.words
    kinds = {example: place for place, example in enumerate(run)}
    names = [f"{words[e.inputs[0]]} → {words[e.targets[0]]}" for e in kinds]
    lengths = np.linalg.norm(slopes[list(kinds.values())], axis=1)
    values = np.array([*lengths, np.linalg.norm(mean)])[:, None]
    length = message("l03.zero_gradient_symbol")
    return Evidence([*names, "Σ / n"], [length], values, "|∂loss|", (_slopes, "slopes"))


QUESTIONS = (
    Question("first_update", _first_update, before="back"),
    Question("spare_vector", _spare_vector),
    Question("zero_gradient", _zero_gradient, prove=_gradients_at_rest),
)
