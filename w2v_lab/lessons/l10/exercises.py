"""Lesson 10: how much nearer a word is to one list than to another."""

from __future__ import annotations

import numpy as np

from ...uses.bias import associations
from ..check import Solution, Verdict, check


def association(yours: Solution) -> Verdict:
    """Check a function of a vector w, (N,), and rows A, B that returns how much nearer A is."""
    return check("l10.association", yours, ("w", "A", "B"), _lists, _association, MISTAKES)


def _lists(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    N = int(rng.integers(2, 5))
    sizes = rng.permutation([2, 3, 4])[:2]
    A, B = (rng.normal(size=(n, N)) * rng.uniform(0.3, 3, size=(n, 1)) for n in sizes)
    return rng.normal(size=N).round(2), A.round(2), B.round(2)


def _association(w: np.ndarray, A: np.ndarray, B: np.ndarray) -> float:
    return float(associations(w[None], A, B)[0])


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


MISTAKES: dict[str, Solution] = {
    "turned": lambda w, A, B: (_unit(B) @ _unit(w)).mean() - (_unit(A) @ _unit(w)).mean(),
    "dots": lambda w, A, B: (A @ w).mean() - (B @ w).mean(),
    "sums": lambda w, A, B: (_unit(A) @ _unit(w)).sum() - (_unit(B) @ _unit(w)).sum(),
    "half": lambda w, A, B: (_unit(A) @ w).mean() - (_unit(B) @ w).mean(),
    "mean_first": lambda w, A, B: float(
        _unit(A.mean(axis=0)) @ _unit(w) - _unit(B.mean(axis=0)) @ _unit(w)
    ),
    "nearest": lambda w, A, B: (_unit(A) @ _unit(w)).max() - (_unit(B) @ _unit(w)).max(),
}
