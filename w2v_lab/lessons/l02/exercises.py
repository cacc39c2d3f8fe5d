"""Lesson 02: softmax, which must survive scores of any size."""

from __future__ import annotations

import numpy as np

from ...outputs import Softmax, sigmoid
from ..check import Solution, Verdict, check


def softmax(yours: Solution) -> Verdict:
    """Check a function from scores u, (V,), to probabilities y, (V,)."""
    with np.errstate(all="ignore"):  # the learner's function may overflow, and the hint says so
        return check("l02.softmax", yours, ("u",), _scores, _softmax, SOFTMAX_MISTAKES)


def _scores(rng: np.random.Generator) -> tuple[np.ndarray]:
    size = rng.choice([1.0, 10.0, 1000.0])
    return (rng.normal(size=rng.integers(2, 6)) * size,)


def _softmax(u: np.ndarray) -> np.ndarray:
    layer = Softmax(len(u))
    y, _ = layer.predict(u, layer.lines(0)[1])
    return y


SOFTMAX_MISTAKES: dict[str, Solution] = {
    "overflows": lambda u: np.exp(u) / np.exp(u).sum(),
    "not_divided": lambda u: np.exp(u - u.max()),
    "by_the_greatest": lambda u: np.exp(u) / np.exp(u).max(),
    "without_exp": lambda u: u / u.sum(),
    "sigmoid": sigmoid,
    "least_taken": lambda u: np.exp(u - u.min()) / np.exp(u - u.min()).sum(),
    "log": lambda u: u - u.max() - np.log(np.exp(u - u.max()).sum()),
    "sharp": lambda u: (u == u.max()).astype(float),
}
