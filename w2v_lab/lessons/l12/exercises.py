"""Lesson 12: the two numbers that settled whether two words become one."""

from __future__ import annotations

import numpy as np

from ...explore import cosines, distances
from ..check import Solution, Verdict, check


def turned_or_met(yours: Solution) -> Verdict:
    """Check a function of two vectors that returns their cosine and their distance."""
    return check("l12.turned_or_met", yours, ("a", "b"), _two, _both, TURNED_OR_MET_MISTAKES)


def _two(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    N = int(rng.integers(2, 6))
    return rng.normal(scale=2, size=N), rng.normal(size=N)


def _both(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    pair = np.array([a, b])
    return float(cosines(pair)[0, 1]), float(distances(pair)[0, 1])


TURNED_OR_MET_MISTAKES: dict[str, Solution] = {
    "dot": lambda a, b: (float(a @ b), _both(a, b)[1]),
    "angle": lambda a, b: (float(np.arccos(_both(a, b)[0])), _both(a, b)[1]),
    "squared": lambda a, b: (_both(a, b)[0], _both(a, b)[1] ** 2),
    "lengths": lambda a, b: (_both(a, b)[0], abs(float(np.linalg.norm(a) - np.linalg.norm(b)))),
    "turned": lambda a, b: _both(a, b)[::-1],
}
