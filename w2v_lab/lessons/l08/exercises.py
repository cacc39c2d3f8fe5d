"""Lesson 08: the correction of sampled softmax."""

from __future__ import annotations

import numpy as np

from ...noise import Noise
from ...outputs import sigmoid
from ...relatives import SampledSoftmax
from ..check import Solution, Verdict, check


def sampled_softmax(yours: Solution) -> Verdict:
    """Check a function of scores and chances to be drawn that returns corrected probabilities."""
    return check("l08.sampled_softmax", yours, ("u", "q"), _words, _corrected, MISTAKES)


def _words(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The scores of the target and the words drawn, and how likely each is to be drawn."""
    size = int(rng.integers(2, 8))
    shares = rng.dirichlet(np.ones(size + 3))[:size] + 1e-3
    return rng.normal(scale=2, size=size).round(3), shares.round(3)


def _corrected(u: np.ndarray, q: np.ndarray) -> np.ndarray:
    """What the library's own layer answers; k · q is corrected there, and k cancels."""
    layer = SampledSoftmax(Noise([1]), 1)
    layer.correction = np.log(q)
    t = np.eye(len(u))[0]
    return layer.predict(u, t, np.arange(len(u)))[0]


def _of_sum(weights: np.ndarray) -> np.ndarray:
    return weights / weights.sum()


MISTAKES: dict[str, Solution] = {
    "plain": lambda u, q: _of_sum(np.exp(u)),
    "turned": lambda u, q: _of_sum(np.exp(u) * q),
    "no_log": lambda u, q: _of_sum(np.exp(u - q)),
    "open": lambda u, q: np.exp(u) / q,
    "late": lambda u, q: _of_sum(np.exp(u)) / q,
    "yes_no": lambda u, q: sigmoid(u - np.log(q)),
    "scores": lambda u, q: u - np.log(q),
}
