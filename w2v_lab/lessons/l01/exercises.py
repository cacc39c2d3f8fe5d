"""Lesson 01: the hidden layer, the mean of the inputs' rows."""

from __future__ import annotations

import numpy as np

from ...corpus import Vocabulary
from ...model import Model
from ..check import Solution, Verdict, check


def hidden(yours: Solution) -> Verdict:
    """Check a function of W_in, (V, N), and a list of input ids that returns h, (N,)."""
    return check("l01.hidden", yours, ("W_in", "inputs"), _matrices, _hidden, HIDDEN_MISTAKES)


def _matrices(rng: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    V, N = int(rng.integers(3, 7)), int(rng.integers(2, 5))
    inputs = rng.integers(V, size=rng.integers(1, 5)).tolist()
    return rng.normal(size=(V, N)), inputs


def _hidden(W_in: np.ndarray, inputs: list[int]) -> np.ndarray:
    V, N = W_in.shape
    model = Model(Vocabulary([str(i) for i in range(V)], [1] * V), N)
    model.W_in = W_in
    return model.hidden(inputs)


HIDDEN_MISTAKES: dict[str, Solution] = {
    "sum": lambda W, inputs: W[inputs].sum(axis=0),
    "repeats_lost": lambda W, inputs: W[sorted(set(inputs))].mean(axis=0),
    "repeats_assigned": lambda W, inputs: W[sorted(set(inputs))].sum(axis=0) / len(inputs),
    "one_row": lambda W, inputs: W[inputs[0]],
    "last_row": lambda W, inputs: W[inputs[-1]],
    "rows": lambda W, inputs: W[inputs],
    "wrong_axis": lambda W, inputs: W[inputs].mean(axis=1),
    "one_number": lambda W, inputs: W[inputs].mean(),
    "divided_by_V": lambda W, inputs: W[inputs].sum(axis=0) / len(W),
    "all_rows": lambda W, inputs: W.mean(axis=0),
}
