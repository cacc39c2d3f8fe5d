"""The questions of lesson 02, and the computations that settle them."""

from __future__ import annotations

import numpy as np

from ...messages import message
from ...model import Model
from ...outputs import Softmax
from ..question import Evidence, Question, only
from .runs import next_words, trained


def _predicted(u: np.ndarray) -> np.ndarray:
    softmax = Softmax(len(u))
    return softmax.predict(u, softmax.lines(0)[1])[0]


def _softmax_first() -> str:
    """Whom does softmax put first: the target, the greatest score, or the most frequent word?"""
    model, run = trained()
    step = model.step(run[0])
    candidates = {
        "target": step.example.targets[0],
        "greatest_score": step.u[0].argmax(),
        "most_frequent": model.vocabulary.counts.argmax(),
    }
    first = step.y[0].argmax()
    return only(name for name, word in candidates.items() if word == first)


def _first_loss() -> str:
    """What is the first loss: 0, ln V, or whatever the random vectors make of it?"""
    losses = _first_losses()
    if np.allclose(losses, np.log(len(next_words()[0]))):
        return "ln_V"
    return "zero" if not losses.any() else "by_seed"


def _first_losses() -> np.ndarray:
    """The loss of the first step from six seeds: random rows of W_in, and W_out = 0."""
    vocabulary, run = next_words()
    losses = [Model(vocabulary, seed=seed).step(run[0]).loss for seed in range(6)]
    return np.array(losses)


def _larger_scores() -> str:
    """What do doubled scores do to the probabilities?"""
    model, run = trained()
    u = model.step(run[0]).u[0]
    before, doubled = _predicted(u), _predicted(2 * u)
    if np.allclose(before, doubled):
        return "unchanged"
    return "sharper" if doubled.max() > before.max() and doubled.min() < before.min() else "doubled"


def _six_first_losses() -> Evidence:
    losses = _first_losses()
    seeds = [str(seed) for seed in range(len(losses))]
    name = message("l02.first_loss_symbol")
    return Evidence([name], seeds, losses[None, :], "loss", (Softmax.predict, "loss"))


def _scores_moved() -> Evidence:
    """P for the scores as they are, for each plus 100, and for each times 2."""
    model, run = trained()
    u = model.step(run[0]).u[0]
    values = np.array([_predicted(u), _predicted(u + 100), _predicted(2 * u)])
    rows = ["u", "u + 100", "2 · u"]
    return Evidence(rows, model.vocabulary.words, values, "P", (Softmax.predict, "y"))


QUESTIONS = (
    Question("softmax_first", _softmax_first, before="softmax"),
    Question("first_loss", _first_loss, before="softmax", prove=_six_first_losses),
    Question("larger_scores", _larger_scores, prove=_scores_moved),
)
