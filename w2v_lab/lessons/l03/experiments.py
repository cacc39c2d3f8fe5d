"""The experiments of lesson 03: learning rates, and a vector that softmax does not see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ...examples import Example
from ...explore import cosines
from ...messages import W2VError
from ...model import Model
from ...training import record, steps
from ..sweep import Sweep

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0)
AMOUNTS = tuple(np.linspace(-3, 3, 25).round(2).tolist())


def learning_rates(
    model: Model, examples: Iterable[Example], epochs: int = 40, rates: Sequence[float] = RATES
) -> Sweep:
    """Train copies of a model, one at each learning rate, from the same weights.

    The model itself is not trained. A rate that is too high ends in infinities and NaN, and they
    are kept as they are.
    """
    run = list(examples)
    if not run:
        raise W2VError("no_examples")
    found = [_at_rate(model, run, epochs, rate) for rate in rates]
    words = model.vocabulary.words
    dimensions = [str(j) for j in range(model.W_in.shape[1])]
    names = ("last_loss", "greatest", "broken_at")
    return Sweep(
        "l03",
        "learning_rates",
        rates,
        list(rates).index(min(rates, key=lambda rate: abs(rate - 0.1))),
        {name: np.array([each[name] for each in found]) for name in names},
        {"round_loss": np.array([each["round_loss"] for each in found])},
        {"W_in": np.array([each["W_in"] for each in found])},
        {"W_in": (words, dimensions)},
        {name: (_at_rate, name) for name in (*names, "round_loss", "W_in")},
        outcomes=[_outcome(**each) for each in found],
        whole=["broken_at"],
    )


def _at_rate(model: Model, run: list[Example], epochs: int, rate: float) -> dict[str, Any]:
    copy = model.with_weights(model.W_in, model.W_out)
    with np.errstate(all="ignore"):
        recording = record(copy, run, epochs, rate)
        round_loss = recording.per_round(len(run))
    W_in = copy.W_in
    broken = np.flatnonzero(~np.isfinite(recording.losses))
    last_loss = round_loss[-1]
    greatest = np.abs(W_in).max()
    broken_at = broken[0] + 1 if len(broken) else np.inf
    return {
        "round_loss": round_loss,
        "W_in": W_in,
        "last_loss": last_loss,
        "greatest": greatest,
        "broken_at": broken_at,
    }


def _outcome(round_loss: np.ndarray, broken_at: float, **_: Any) -> str:
    """How a run ended: in numbers that are none, with a larger loss than it began with, or well."""
    if np.isfinite(broken_at):
        return "broken"
    return "worse" if round_loss[-1] > round_loss[0] else "well"


def spare_vector(
    model: Model,
    word: str | int,
    direction: Sequence[float] | None = None,
    amounts: Sequence[float] = AMOUNTS,
) -> Sweep:
    """Add one vector, amount · direction, to every row of W_out; ask for predictions again.

    `direction` has N numbers, all 1 when left out. Softmax is unmoved: with c for the vector, every
    score of the input grows by the same c · h. Raises W2VError for an unknown word.
    """
    given = model.vocabulary.id(word)
    words = model.vocabulary.words
    N = model.W_out.shape[1]
    c = np.ones(N) if direction is None else np.asarray(direction, dtype=float)
    moved = [model.with_weights(model.W_in, model.W_out + amount * c) for amount in amounts]
    still = _predictions(model, given)
    y = [_predictions(other, given) for other in moved]
    between = [cosines(other.W_out) for other in moved]
    change = [np.abs(each - still).max() for each in y]
    return Sweep(
        "l03",
        "spare_vector",
        amounts,
        list(amounts).index(min(amounts, key=abs)),
        {"change": np.array(change)},
        {},
        {
            "W_out": np.array([other.W_out for other in moved]),
            "y": np.array(y)[:, None, :],
            "between": np.array(between),
        },
        {
            "W_out": (words, [str(j) for j in range(N)]),
            "y": ([words[given]], words),
            "between": (words, words),
        },
        {
            "change": (spare_vector, "change"),
            "W_out": (spare_vector, "moved"),
            "y": (_predictions, "return"),
            "between": (cosines, "return"),
        },
        whole=["change"],
    )


def _predictions(model: Model, given: int) -> np.ndarray:
    return model.step(Example((given,), (given,))).y[0]


def mean_row_moves(
    model: Model, examples: Iterable[Example], epochs: int, learning_rate: float
) -> tuple[float, float]:
    """How far training moves the mean of W_out's rows, and how far the row that moved most.

    The errors of a softmax sum to 0: what one row wins the others lose. The model is trained.
    """
    before = model.W_out.copy()
    for _ in steps(model, examples, epochs, learning_rate):
        pass
    moved = model.W_out - before
    of_the_mean = np.linalg.norm(moved.mean(axis=0))
    of_a_row = np.linalg.norm(moved, axis=1).max()
    return float(of_the_mean), float(of_a_row)
