"""Lesson 11: PPMI from a table of counts, and the weights of an attention head."""

from __future__ import annotations

import numpy as np

from ...cooccurrence import ppmi
from ...outputs import Softmax, sigmoid
from ..check import Solution, Verdict, check

# ---- PPMI ----------------------------------------------------------------------------------------


def positive_pmi(yours: Solution) -> Verdict:
    """Check a function of a table of counts that returns PPMI."""
    return check("l11.positive_pmi", yours, ("counts",), _counts, ppmi, PPMI_MISTAKES)


def _counts(rng: np.random.Generator) -> tuple[np.ndarray]:
    """A symmetric table in which some pairs never meet, and every word meets one."""
    V = int(rng.integers(2, 6))
    table = rng.integers(0, 9, size=(V, V)) * rng.integers(0, 2, size=(V, V))
    return (table + table.T + np.diag(rng.integers(1, 4, size=V)),)


@np.errstate(divide="ignore", invalid="ignore")
def _ratio(counts: np.ndarray) -> np.ndarray:
    """P(w, c) / (P(w) P(c))."""
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return counts / expected


@np.errstate(divide="ignore")
def _log(table: np.ndarray) -> np.ndarray:
    return np.log(table)


PPMI_MISTAKES: dict[str, Solution] = {
    "negative": lambda counts: _log(_ratio(counts)),
    "bits": lambda counts: np.maximum(np.log2(np.maximum(_ratio(counts), 1)), 0),
    "no_log": lambda counts: np.maximum(_ratio(counts), 0),
    "no_total": lambda counts: np.maximum(
        _log(counts / np.outer(counts.sum(axis=1), counts.sum(axis=0))), 0
    ),
    "counts": lambda counts: counts,
    "turned": lambda counts: np.maximum(-_log(_ratio(counts)), 0),
}


# ---- the weights of one head ---------------------------------------------------------------------


def attention_weights(yours: Solution) -> Verdict:
    """Check a function of a query and keys that returns the weights of the context words."""
    return check(
        "l11.attention_weights", yours, ("q", "k"), _query_and_keys, _weights, WEIGHT_MISTAKES
    )


def _query_and_keys(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    C, N = int(rng.integers(2, 5)), int(rng.integers(2, 6))
    return rng.normal(size=N).round(2), rng.normal(size=(C, N)).round(2)


def _weights(q: np.ndarray, k: np.ndarray) -> np.ndarray:
    """As `Cloze.step` has them."""
    return Softmax(len(k)).probabilities(k @ q / np.sqrt(len(q)))


WEIGHT_MISTAKES: dict[str, Solution] = {
    "no_root": lambda q, k: Softmax(len(k)).probabilities(k @ q),
    "by_N": lambda q, k: Softmax(len(k)).probabilities(k @ q / len(q)),
    "by_C": lambda q, k: Softmax(len(k)).probabilities(k @ q / np.sqrt(len(k))),
    "scores": lambda q, k: k @ q / np.sqrt(len(q)),
    "sigmoid": lambda q, k: sigmoid(k @ q / np.sqrt(len(q))),
    "mean": lambda q, k: np.full(len(k), 1 / len(k)),
    "mixed": lambda q, k: Softmax(len(k)).probabilities(k @ q / np.sqrt(len(q))) @ k,
}
