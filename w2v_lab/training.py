"""Training: steps taken one after another, drained or recorded.

`steps` yields, `train` drains, `record` keeps. There is one loop, so a watched run cannot differ
from an unwatched one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from .examples import Example
from .messages import W2VError, whole
from .model import Model, Step

Rate = float | Callable[[float], float]


def steps(
    model: Model, examples: Iterable[Example], epochs: int = 1, learning_rate: Rate = 0.025
) -> Iterator[Step]:
    """Yield each step of training before it is applied; going on to the next one applies it.

    The examples are taken in the order given, `epochs` times. `learning_rate` is a number, or a
    function of the progress from 0 to 1. Raises W2VError where there are no examples, as when
    `examples` is an iterator that was used before.
    """
    examples = _at_hand(examples)
    epochs = whole("epochs", epochs)
    rate = learning_rate if callable(learning_rate) else lambda progress: learning_rate
    total = len(examples) * epochs
    for number in range(total):
        step = model.step(examples[number % len(examples)])
        yield step
        model.apply(step, rate(number / total))


def train(
    model: Model, examples: Iterable[Example], epochs: int = 1, learning_rate: Rate = 0.025
) -> np.ndarray:
    """Train the model and return the loss of every update, in nats. Arguments as of `steps`."""
    return np.array([step.loss for step in steps(model, examples, epochs, learning_rate)])


@dataclass(frozen=True, eq=False)
class Recording:
    """A run that can be played back: every loss, and at the kept steps everything.

    `losses` has one entry an update; `steps` are the kept ones, `numbers` their positions and
    `rates` their learning rates.
    """

    losses: np.ndarray
    steps: tuple[Step, ...]
    numbers: tuple[int, ...]
    rates: tuple[float, ...]
    _weights: dict[int, tuple[np.ndarray, np.ndarray]]
    _model: Model

    def W_in_at(self, k: int) -> np.ndarray:
        """W_in, (V, N), before update k; after the last one, where k is the number of updates."""
        return self._at(k)[0]

    def W_out_at(self, k: int) -> np.ndarray:
        """W_out before update k; after the last one, where k is the number of updates."""
        return self._at(k)[1]

    def model_at(self, k: int) -> Model:
        """A model with the weights before update k, all else as in the one that was trained."""
        return self._model.with_weights(*self._at(k))

    def per_round(self, examples: int) -> np.ndarray:
        """The mean loss of each round through that many examples, in nats."""
        return self.losses.reshape(-1, examples).mean(axis=1)

    def _at(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        if k not in self._weights:
            nearest = min(self._weights, key=lambda kept: abs(kept - k))
            raise W2VError("not_kept", k=k, nearest=nearest)
        return self._weights[k]


def record(
    model: Model,
    examples: Iterable[Example],
    epochs: int = 1,
    learning_rate: Rate = 0.025,
    *,
    snapshots: int | None = None,
) -> Recording:
    """Train the model and keep what happened. Arguments and errors as of `steps`.

    Kept are `snapshots` moments, the end among them, or as many as a widget may send whole.
    """
    examples = _at_hand(examples)
    total = len(examples) * whole("epochs", epochs)
    most = most_snapshots(model) if snapshots is None else whole("snapshots", snapshots, least=2)
    keep = set(kept_numbers(total, most=most - 1))  # and the end itself
    losses: list[float] = []
    kept: dict[int, Step] = {}
    rates: list[float] = []
    weights = {}

    def rate(progress: float) -> float:
        rates.append(learning_rate(progress) if callable(learning_rate) else learning_rate)
        return rates[-1]

    for number, step in enumerate(steps(model, examples, epochs, rate)):
        losses.append(step.loss)
        if number in keep:
            kept[number] = step
            weights[number] = (model.W_in.copy(), model.W_out.copy())
    weights[len(losses)] = (model.W_in.copy(), model.W_out.copy())
    at_kept = tuple(rates[number] for number in kept)
    return Recording(np.array(losses), tuple(kept.values()), tuple(kept), at_kept, weights, model)


def _at_hand(examples: Iterable[Example]) -> list[Example]:
    """The examples as a list: they are needed once an epoch. Raises W2VError for none."""
    if not isinstance(examples, Iterable) or not (listed := list(examples)):
        raise W2VError("no_examples")
    return listed


def most_snapshots(model: Model, most_bytes: int = 400_000) -> int:
    """How many pairs of matrices a widget may send, and a film needs: from 10 to 200."""
    return int(np.clip(most_bytes // (model.W_in.nbytes + model.W_out.nbytes), 10, 200))


def kept_numbers(total: int, most: int) -> list[int]:
    """Which of `total` updates to keep: each at first, then ever more sparsely, always the last."""
    if total <= most:
        return list(range(total))
    dense = most // 3
    sparse = np.geomspace(dense, total - 1, most - dense)
    return [*range(dense), *sorted({round(float(number)) for number in sparse})]
