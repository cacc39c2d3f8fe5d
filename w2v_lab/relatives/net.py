"""What the relatives with a hidden layer of their own share: named weights, and moving them.

Such a network has its own `step`, which computes and changes nothing; what it returns has `loss`
and `slopes`, the gradients by the names of the weights, and `apply` takes them away.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ..corpus import Vocabulary, checked
from ..examples import Example
from ..messages import W2VError, whole
from ..vectors import Vectors
from .fitting import exploding


@dataclass(frozen=True, eq=False)
class Rows:
    """Slopes of a matrix that are 0 but for some rows, which may repeat: only these are touched.

    `slopes` (M, N) belong to the `rows` (M,) of a matrix of that `shape`; as an array it is whole.
    """

    rows: Sequence[int]
    slopes: np.ndarray
    shape: tuple[int, ...]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        table = np.zeros(self.shape, dtype)
        np.add.at(table, list(self.rows), self.slopes)
        return table


Weights = dict[str, np.ndarray]
Slopes = dict[str, np.ndarray | Rows]


class Walked(Protocol):
    """A record of one step."""

    @property
    def loss(self) -> float: ...

    @property
    def slopes(self) -> Slopes: ...


class Net(ABC):
    """Named weights, float64, which may be written to; `W_in` (V, N) holds the words' vectors.

    W_in starts from U(±1), another weight from U(±1) over the root of its last length, which keeps
    sums of about 1; a name that begins with b starts at 0. Raises W2VError.
    """

    def __init__(
        self, vocabulary: Vocabulary, shapes: dict[str, tuple[int, ...]], seed: int
    ) -> None:
        if not isinstance(vocabulary, Vocabulary):
            raise W2VError("no_vocabulary", got=type(vocabulary).__name__)
        self.vocabulary, self.rng = vocabulary, generator(seed)
        self.weights = {name: self._start(name, shape) for name, shape in shapes.items()}

    def _start(self, name: str, shape: tuple[int, ...]) -> np.ndarray:
        if name.startswith("b"):
            return np.zeros(shape)
        end = 1 if name == "W_in" else 1 / np.sqrt(shape[-1])
        return self.rng.uniform(-end, end, size=shape)

    @abstractmethod
    def step(self, example: Any) -> Walked:
        """What would this example change? Computes, changes nothing."""

    @exploding
    def apply(self, step: Walked, learning_rate: float) -> None:
        """Let it happen: move every weight by -learning_rate times its slope."""
        for name, slope in step.slopes.items():
            if isinstance(slope, Rows):
                change = learning_rate * slope.slopes
                np.subtract.at(self.weights[name], list(slope.rows), change)
            else:
                self.weights[name] -= learning_rate * slope

    def train(
        self,
        examples: Iterable[Any],
        epochs: int = 1,
        learning_rate: float = 0.1,
        shuffle: bool = True,
    ) -> Iterator[float]:
        """Yield the mean loss of each epoch; the rate falls linearly to 0. Raises W2VError.

        Each epoch takes the examples in an order of its own, or in the order given.
        """
        run, epochs = list(examples), whole("epochs", epochs)
        if not run:
            raise W2VError("no_examples")
        if isinstance(learning_rate, bool) or not isinstance(learning_rate, int | float):
            raise W2VError("no_learning_rate", got=learning_rate)
        total = epochs * len(run)
        for epoch in range(epochs):
            order = self.rng.permutation(len(run)) if shuffle else np.arange(len(run))
            losses = 0.0
            for number, place in enumerate(order.tolist()):
                step = self.step(run[place])
                losses += step.loss
                self.apply(step, learning_rate * (1 - (epoch * len(run) + number) / total))
            yield losses / len(run)

    def mean_loss(self, examples: Iterable[Any]) -> float:
        """The mean loss of examples that it does not learn from, in nats."""
        return float(np.mean([self.step(example).loss for example in examples]))

    @property
    def vectors(self) -> Vectors:
        """The words' vectors. Raises W2VError where training has exploded."""
        return Vectors(self.vocabulary.words, self.weights["W_in"][: len(self.vocabulary)])


def generator(seed: int) -> np.random.Generator:
    """The generator of a seed. Raises W2VError."""
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise W2VError("not_a_seed", got=seed) from None


def before(
    sentences: Iterable[Sequence[str]], vocabulary: Vocabulary, window: int
) -> Iterator[Example]:
    """Each word that has `window` words before it, and those. Raises W2VError."""
    for sentence in checked(sentences):
        ids = vocabulary.ids(sentence)
        for at in range(window, len(ids)):
            yield Example(tuple(ids[at - window : at]), (ids[at],))
