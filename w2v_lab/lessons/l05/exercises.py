"""Lesson 05: answer an analogy."""

from __future__ import annotations

import numpy as np

from ...explore import ask_analogy, unit
from ..check import Solution, Verdict, check


def analogy(yours: Solution) -> Verdict:
    """Check a function of a matrix, (V, N), and rows a, b, c that returns the answer's row."""
    return check(
        "l05.analogy", yours, ("matrix", "a", "b", "c"), _questions, _analogy, ANALOGY_MISTAKES
    )


def _questions(rng: np.random.Generator) -> tuple[np.ndarray, int, int, int]:
    """Rows of very different lengths: who forgets to divide by them is found out."""
    V, N = int(rng.integers(5, 9)), int(rng.integers(2, 5))
    matrix = rng.normal(size=(V, N)) * rng.uniform(0.3, 3, size=(V, 1))
    a, b, c = rng.permutation(V)[:3].tolist()
    return matrix, a, b, c


def _analogy(matrix: np.ndarray, a: int, b: int, c: int) -> int:
    return int(ask_analogy(matrix, a, b, c, topn=1).rows[0])


def _best(scores: np.ndarray, leave_out: tuple[int, ...]) -> int:
    scores = np.array(scores, dtype=float)
    scores[list(leave_out)] = -np.inf
    return int(scores.argmax())


def _as_they_are(M: np.ndarray, a: int, b: int, c: int) -> int:
    """The three vectors not brought to length 1 before they are added up."""
    return _best(unit(M) @ (M[b] - M[a] + M[c]), (a, b, c))


def _other_way_round(M: np.ndarray, a: int, b: int, c: int) -> int:
    U = unit(M)
    return _best(U @ (U[a] - U[b] + U[c]), (a, b, c))


def _not_left_out(M: np.ndarray, a: int, b: int, c: int) -> int:
    U = unit(M)
    return _best(U @ (U[b] - U[a] + U[c]), ())


def _c_alone_left_out(M: np.ndarray, a: int, b: int, c: int) -> int:
    U = unit(M)
    return _best(U @ (U[b] - U[a] + U[c]), (c,))


def _by_product(M: np.ndarray, a: int, b: int, c: int) -> int:
    """The greatest product in place of the greatest cosine: long vectors win."""
    U = unit(M)
    return _best(M @ (U[b] - U[a] + U[c]), (a, b, c))


def _by_distance(M: np.ndarray, a: int, b: int, c: int) -> int:
    return _best(-np.linalg.norm(M - (M[b] - M[a] + M[c]), axis=1), (a, b, c))


ANALOGY_MISTAKES: dict[str, Solution] = {
    "not_left_out": _not_left_out,
    "c_alone_left_out": _c_alone_left_out,
    "as_they_are": _as_they_are,
    "by_product": _by_product,
    "by_distance": _by_distance,
    "other_way_round": _other_way_round,
}
