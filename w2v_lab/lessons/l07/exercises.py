"""Lesson 07: the loss and the errors of one pair with its noise, and the shares of the noise."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...noise import Noise
from ...outputs import NegativeSampling, Softmax
from ..check import Solution, Verdict, check

# ---- one pair and its noise ----------------------------------------------------------------------


def pair_and_noise(yours: Solution) -> Verdict:
    """Check a function of scores and labels that returns the loss and its slope in each score."""
    return check("l07.pair_and_noise", yours, ("u", "t"), _scores, _pair, PAIR_MISTAKES)


def _scores(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The target's score and those of one to six noise words; their labels."""
    size = int(rng.integers(2, 8))
    return rng.normal(scale=2, size=size).round(3), np.eye(size)[0]


def _pair(u: np.ndarray, t: np.ndarray) -> tuple[float, np.ndarray]:
    """What the library's own layer answers."""
    y, loss = NegativeSampling(Noise([1]), 0).predict(np.asarray(u), np.asarray(t))
    return loss, y - t


def _yes(u: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-u))


def _softmax(u: np.ndarray, t: np.ndarray) -> tuple[float, np.ndarray]:
    y, loss = Softmax(len(u)).predict(u, t)
    return loss, y - t


def _slopes(wrong: Solution) -> Solution:
    """The right loss with other slopes."""
    return lambda u, t: (_pair(u, t)[0], wrong(u, t))


def _losses(wrong: Solution) -> Solution:
    """The right slopes with another loss."""
    return lambda u, t: (wrong(u, t), _pair(u, t)[1])


PAIR_MISTAKES: dict[str, Solution] = {
    "softmax": _softmax,
    "turned": _slopes(lambda u, t: t - _yes(u)),
    "answers": _slopes(lambda u, t: _yes(u)),
    "squared": _slopes(lambda u, t: (_yes(u) - t) * _yes(u) * (1 - _yes(u))),
    "bend": _slopes(lambda u, t: _yes(u) * (1 - _yes(u))),
    "all_yes": _losses(lambda u, t: -np.log(_yes(u)).sum()),
    "target_only": _losses(lambda u, t: -np.log(_yes(u[0]))),
    "plus": _losses(lambda u, t: -_pair(u, t)[0]),
    "mean": _losses(lambda u, t: _pair(u, t)[0] / len(u)),
    "loss_only": lambda u, t: _pair(u, t)[0],
    "slopes_only": lambda u, t: _pair(u, t)[1],
}


# ---- the shares of the noise ---------------------------------------------------------------------


def noise_shares(yours: Solution) -> Verdict:
    """Check a function of counts and exponent that returns how likely each word is drawn."""
    return check(
        "l07.noise_shares", yours, ("counts", "exponent"), _counts, _shares, SHARES_MISTAKES
    )


def _counts(rng: np.random.Generator) -> tuple[np.ndarray, float]:
    counts = rng.integers(1, 40, size=int(rng.integers(2, 7)))
    return counts, float(rng.choice([0, 0.25, 0.5, 0.75, 1, 1.25]))


def _shares(counts: np.ndarray, exponent: float) -> np.ndarray:
    return Noise(counts, exponent).p


def _of_sum(weights: Any) -> np.ndarray:
    return np.asarray(weights) / np.sum(weights)


SHARES_MISTAKES: dict[str, Solution] = {
    "plain": lambda counts, exponent: _of_sum(counts),
    "three_quarters": lambda counts, exponent: _of_sum(counts**0.75),
    "weights": lambda counts, exponent: counts**exponent,
    "late": lambda counts, exponent: _of_sum(counts) ** exponent,
    "times": lambda counts, exponent: counts * exponent / counts.sum(),
    "by_counts": lambda counts, exponent: counts**exponent / counts.sum(),
    "turned": lambda counts, exponent: _of_sum(counts**-exponent),
    "edges": lambda counts, exponent: np.cumsum(_of_sum(counts**exponent)),
}
