"""GloVe: a score for every pair that was counted, fitted to the logarithm of its count.

It changes what is asked: not "which word is it?" but "how often did the two meet?", by squares,
each cell weighed by f, and never a cell with 0 in it. Pennington, Socher and Manning 2014; the
update is that of the published program (stanfordnlp/GloVe 1.1, src/glove.c), AdaGrad on halved
squares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..cooccurrence import checked_counts, cooccurrence
from ..corpus import Vocabulary
from ..messages import W2VError, whole
from ..vectors import Vectors
from .fitting import drained, exploding, vocabulary_of

MOST_AT_ONCE = 256  # cells whose gradients are taken at the same weights


@dataclass(frozen=True, eq=False)
class GloveStep:
    """What M cells of the table would change: words `w`, contexts `c`, counts `X`, all (M,).

    `f` weighs each cell, `u` is its score, W[w] · W_tilde[c] and both biases, and `e` = u - log X;
    `loss` is the sum of f e² / 2. `slopes` hold the gradients: of W and W_tilde (M, N), of the
    biases (M,), each for its own cell.
    """

    w: np.ndarray
    c: np.ndarray
    X: np.ndarray
    f: np.ndarray
    u: np.ndarray
    e: np.ndarray
    loss: float
    slopes: dict[str, np.ndarray]


class Glove:
    """A GloVe model: `W` and `W_tilde` (V, N), `b` and `b_tilde` (V,), and what AdaGrad adds up.

    All start from U(±1/2(N + 1)), as in the program, which counts the bias as one more dimension;
    `squares` start at 1. Raises W2VError.
    """

    PARTS = ("W", "W_tilde", "b", "b_tilde")

    def __init__(
        self,
        vocabulary: Vocabulary,
        vector_size: int = 20,
        seed: int = 0,
        *,
        x_max: float = 100.0,
        alpha: float = 0.75,
    ) -> None:
        if not isinstance(vocabulary, Vocabulary):
            raise W2VError("no_vocabulary", got=type(vocabulary).__name__)
        V, N = len(vocabulary), whole("vector_size", vector_size)
        self.vocabulary, self.rng = vocabulary, _generator(seed)
        self.x_max, self.alpha = _positive("x_max", x_max), _positive("alpha", alpha)
        end = 0.5 / (N + 1)
        self.W, self.W_tilde = self.rng.uniform(-end, end, size=(2, V, N))
        self.b, self.b_tilde = self.rng.uniform(-end, end, size=(2, V))
        self.squares = {name: np.ones_like(getattr(self, name)) for name in self.PARTS}

    @exploding
    def step(self, w: np.ndarray, c: np.ndarray, X: np.ndarray) -> GloveStep:
        """What would these cells change? Computes, changes nothing (eqs. 8 and 9)."""
        w, c, X = np.atleast_1d(w), np.atleast_1d(c), np.atleast_1d(X).astype(float)
        f = np.minimum((X / self.x_max) ** self.alpha, 1)
        u = np.einsum("mn,mn->m", self.W[w], self.W_tilde[c]) + self.b[w] + self.b_tilde[c]
        e = u - np.log(X)
        loss = float((f * e**2).sum() / 2)
        fe = f * e
        slopes = {
            "W": fe[:, None] * self.W_tilde[c],
            "W_tilde": fe[:, None] * self.W[w],
            "b": fe,
            "b_tilde": fe,
        }
        return GloveStep(w, c, X, f, u, e, loss, slopes)

    @exploding
    def apply(self, step: GloveStep, learning_rate: float) -> None:
        """Let it happen, as the program does: each number has a rate of its own, which falls.

        A slope, times the rate, is divided by the root of the sum of the squares of all before it,
        the first of which is 1 (AdaGrad, Duchi et al. 2011). Since July 2019, when its slopes were
        first clipped, the program has left the rate out where it moves the biases; not so here.
        """
        for name in self.PARTS:
            rows = step.c if "tilde" in name else step.w
            change = learning_rate * step.slopes[name]
            np.subtract.at(getattr(self, name), rows, change / np.sqrt(self.squares[name][rows]))
            np.add.at(self.squares[name], rows, change**2)

    def train(
        self, counts: np.ndarray, epochs: int = 25, learning_rate: float = 0.05
    ) -> Iterator[float]:
        """Yield the mean cost of a cell, epoch by epoch, over the cells that are not 0.

        They come in one shuffled order, some at a time where words are many. Raises W2VError.
        """
        epochs = whole("epochs", epochs)
        rate = _positive("learning_rate", learning_rate)
        table = checked_counts(counts, len(self.vocabulary))
        w, c = np.nonzero(table)
        order = self.rng.permutation(len(w))
        w, c, X = w[order], c[order], table[w[order], c[order]]
        size = int(np.clip(len(table) // 8, 1, MOST_AT_ONCE))
        for _ in range(epochs):
            cost = 0.0
            for first in range(0, len(w), size):
                part = slice(first, first + size)
                step = self.step(w[part], c[part], X[part])
                self.apply(step, rate)
                cost += step.loss
            yield cost / len(w)

    @property
    def vectors(self) -> Vectors:
        """What the program writes: the sum of a word's two vectors (section 4.2)."""
        return Vectors(self.vocabulary.words, self.W + self.W_tilde)

    @property
    def scores(self) -> np.ndarray:
        """What each cell's logarithm is said to be, (V, V)."""
        return self.W @ self.W_tilde.T + self.b[:, None] + self.b_tilde


def glove(
    sentences: Iterable[Sequence[str]],
    vector_size: int = 100,
    window: int = 15,
    min_count: int = 5,
    epochs: int = 25,
    learning_rate: float = 0.05,
    seed: int = 0,
    *,
    x_max: float = 100.0,
    alpha: float = 0.75,
    by_distance: bool = True,
    add: float = 0.0,
) -> Vectors:
    """Vectors by GloVe; settings as of `fit`, with the defaults of GloVe's program.

    A cell counts (X / `x_max`)^`alpha`, at most 1; `by_distance` counts a pair d places apart 1/d.
    `add` puts so much into every cell, and with it the pairs that the text has not, which GloVe
    never sees otherwise. Raises W2VError.
    """
    at_hand, vocabulary = vocabulary_of(sentences, min_count)
    model = Glove(vocabulary, vector_size, seed, x_max=x_max, alpha=alpha)
    counts = cooccurrence(at_hand, vocabulary, window, by_distance=by_distance) + _least_0(
        "add", add
    )
    if not counts.any():
        raise W2VError("no_examples")
    drained(model.train(counts, epochs, learning_rate))
    return model.vectors


def _generator(seed: int) -> np.random.Generator:
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise W2VError("not_a_seed", got=seed) from None


def _positive(name: str, value: object) -> float:
    if _least_0(name, value) == 0:
        raise W2VError("not_a_rate", name=name, got=value)
    return float(value)  # type: ignore[arg-type]


def _least_0(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise W2VError("not_a_rate", name=name, got=value)
    if not 0 <= value < np.inf:
        raise W2VError("not_a_rate", name=name, got=float(value))
    return float(value)
