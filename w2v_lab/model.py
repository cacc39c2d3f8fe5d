"""The model: two matrices, and the one update that all variants share.

`step` reads and computes, `apply` changes the weights, and nothing else does. The letters are those
of Xin Rong, "word2vec Parameter Learning Explained" (arXiv 1411.2738), except that W_in and W_out
both keep one word a row.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from .corpus import Vocabulary
from .examples import Example
from .messages import W2VError, whole
from .outputs import WithNoise, output_layer
from .trees import Tree

_NUMBERS = (int, float, np.integer, np.floating)


@dataclass(frozen=True, eq=False)
class Step:
    """What one example would change: the very arrays of the computation, and no weight moved yet.

    `loss` is summed over the targets, in nats; `h` and `EH` have shape (N,). `negatives`, `rows`,
    `u`, `y`, `t` and `e` are tuples with one entry a target; an entry of the last five has shape
    (R,), R being the rows of W_out that the target touches.
    """

    example: Example
    loss: float
    h: np.ndarray
    EH: np.ndarray
    negatives: tuple[tuple[int, ...], ...]
    rows: tuple[np.ndarray, ...]
    u: tuple[np.ndarray, ...]
    y: tuple[np.ndarray, ...]
    t: tuple[np.ndarray, ...]
    e: tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class Product:
    """The product x · W_in carried out in full: what the look-up of `Model.hidden` spares.

    `x` (V,) counts how often each word is an input, `products` (V, N) holds every x·W_in,
    `sums` (N,) adds up its columns and `h` (N,) divides them by the number of inputs.
    """

    x: np.ndarray
    products: np.ndarray
    sums: np.ndarray
    h: np.ndarray

    @property
    def multiplications(self) -> int:
        """V·N: every number of W_in is multiplied once."""
        return self.products.size

    @property
    def by_zero(self) -> int:
        """How many of the multiplications had x = 0, and could not matter."""
        return int((self.x == 0).sum()) * self.products.shape[1]

    def difference(self, h: np.ndarray) -> float:
        """The greatest difference between this h and that of the look-up; rounding, or 0."""
        with np.errstate(invalid="ignore"):
            return float(np.abs(self.h - h).max())


class Model:
    """A word2vec model: `W_in` and `W_out`, float64, one word a row; both may be written to.

    W_in is drawn from U(-1/2N, 1/2N) by `rng`, which starts from `seed`; W_out is zero, as in
    word2vec.c. `output` chooses the output layer: "softmax"; "hierarchical-softmax", which asks its
    way down `tree`, Huffman's unless one is given, and keeps a row of W_out for each inner node; or
    "negative-sampling", with `negative` words of noise a target, from counts to the power of
    `ns_exponent`, where one that equals the target is as `target_drawn` says: "keep", "skip" or
    "redraw". A layer takes the settings that are its own. `undivided` moves each input by the whole
    of EH, as word2vec.c does for CBOW; the gradient of a mean is divided by the number of inputs.
    Raises W2VError for settings that make no model.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        vector_size: int = 5,
        output: str = "softmax",
        negative: int = 5,
        ns_exponent: float = 0.75,
        tree: Tree | None = None,
        seed: int = 0,
        *,
        target_drawn: str = "keep",
        undivided: bool = False,
    ) -> None:
        if not isinstance(vocabulary, Vocabulary):
            raise W2VError("no_vocabulary", got=type(vocabulary).__name__)
        V, N = len(vocabulary), whole("vector_size", vector_size)
        self.vocabulary = vocabulary
        self.output = output_layer(
            output, vocabulary.counts, negative, ns_exponent, tree, target_drawn
        )
        self.undivided = undivided
        try:
            self.rng = np.random.default_rng(seed)
        except (TypeError, ValueError):
            raise W2VError("not_a_seed", got=seed) from None
        self.W_in = self.rng.uniform(-0.5 / N, 0.5 / N, size=(V, N))
        self.W_out = np.zeros((self.output.row_count, N))

    def hidden(self, inputs: int | str | Iterable[int | str]) -> np.ndarray:
        """The hidden layer h, (N,): the mean of the inputs' rows of W_in (Rong 2014, eq. 18)."""
        inputs = self._ids(inputs)
        h = self.W_in[inputs].mean(axis=0)
        return h

    def multiply(self, inputs: int | str | Iterable[int | str]) -> Product:
        """The same h by the long road: one-hots times the whole matrix (Rong 2014, eq. 17)."""
        inputs = self._ids(inputs)
        x = np.bincount(inputs, minlength=len(self.vocabulary)).astype(float)
        with np.errstate(invalid="ignore"):  # 0 times an exploded weight is NaN, and shown as such
            products = x[:, None] * self.W_in
            sums = products.sum(axis=0)
            h = sums / len(inputs)
        return Product(*map(_frozen, (x, products, sums, h)))

    def step(
        self, example: Example, negatives: Iterable[Iterable[int | str]] | None = None
    ) -> Step:
        """What would this example change, and by how much? Computes, changes nothing.

        All targets are taken at the same weights, and their losses and errors are summed; W_out is
        shared by all positions (Rong 2014, eqs. 27 to 35). `negatives`, for negative sampling
        alone, is a list of words or ids for each target; left out, they are drawn from `rng`.
        Raises W2VError.
        """
        if not isinstance(example, Example):
            raise W2VError("no_example", got=type(example).__name__)
        targets = self._ids(example.targets)
        noise = self._negatives(targets, negatives)
        h = self.hidden(example.inputs)
        EH = np.zeros_like(h)
        loss = 0.0
        lines = []
        for target, drawn in zip(targets, noise, strict=True):
            rows, t = self.output.lines(target, drawn)
            u = self.W_out[rows] @ h
            y, cost = self.output.predict(u, t, rows)
            e = y - t
            EH += e @ self.W_out[rows]
            loss += cost
            lines.append(tuple(map(_frozen, (rows, u, y, t, e))))
        rows, u, y, t, e = zip(*lines, strict=True)
        return Step(example, loss, _frozen(h), _frozen(EH), noise, rows, u, y, t, e)

    def apply(self, step: Step, learning_rate: float) -> None:
        """Let it happen: move the weights by -learning_rate times the step's gradients.

        Rows and inputs may repeat; each repeat counts (Rong 2014, eqs. 22 and 23). Raises W2VError.
        """
        if not isinstance(step, Step):
            raise W2VError("no_step", got=type(step).__name__)
        if isinstance(learning_rate, bool) or not isinstance(learning_rate, _NUMBERS):
            raise W2VError("no_learning_rate", got=learning_rate)
        if not math.isfinite(learning_rate):
            raise W2VError("no_learning_rate", got=float(learning_rate))
        N = self.W_in.shape[1]
        last = max(rows.max(initial=-1) for rows in step.rows)  # a lone word touches no row
        if len(step.h) != N or last >= len(self.W_out):
            raise W2VError("foreign_step")
        for rows, e in zip(step.rows, step.e, strict=True):
            np.subtract.at(self.W_out, rows, learning_rate * np.outer(e, step.h))
        inputs = list(step.example.inputs)
        shares = 1 if self.undivided else len(inputs)
        np.subtract.at(self.W_in, inputs, learning_rate * step.EH / shares)

    def with_weights(self, W_in: np.ndarray, W_out: np.ndarray) -> Self:
        """The same model with copies of these weights; the vocabulary and the layer are shared."""
        other = copy.copy(self)
        other.rng = copy.deepcopy(self.rng)
        other.W_in, other.W_out = W_in.copy(), W_out.copy()
        return other

    def gradients(self, step: Step) -> tuple[np.ndarray, np.ndarray]:
        """The slopes of the loss in every weight of W_in and of W_out, in their shapes.

        They are what `apply` takes away at rate 1, here from weights that are all zero, so that
        nothing is rounded. Raises W2VError for a step of another model.
        """
        taken = self.with_weights(np.zeros_like(self.W_in), np.zeros_like(self.W_out))
        Model.apply(taken, step, -1.0)
        return taken.W_in, taken.W_out

    def probability(self, target: int | str, inputs: int | str | Iterable[int | str]) -> float:
        """P(target | inputs), words or ids: e to the power of minus the loss.

        Raises W2VError for words that the vocabulary has not, and for negative sampling, which
        gives no probabilities of words.
        """
        if isinstance(self.output, WithNoise):  # its loss speaks of what was drawn, too
            return float(self.probabilities(inputs)[self._ids(target)[0]])
        example = Example(tuple(self._ids(inputs)), tuple(self._ids(target)))
        return math.exp(-self.step(example).loss)

    def scores(self, inputs: int | str | Iterable[int | str]) -> np.ndarray:
        """The scores of all rows of W_out given the inputs, one a row."""
        u = self.W_out @ self.hidden(inputs)
        return u

    def probabilities(self, inputs: int | str | Iterable[int | str]) -> np.ndarray:
        """P of every word given the inputs, (V,), in one pass. Errors as of `probability`."""
        return self.output.probabilities(self.scores(inputs))

    def _negatives(
        self, targets: list[int], negatives: Iterable[Iterable[int | str]] | None
    ) -> tuple[tuple[int, ...], ...]:
        """The ids of the negatives of each target: those given, or drawn from `rng`."""
        if not isinstance(self.output, WithNoise):
            if negatives is not None:
                raise W2VError("no_negatives_here")
            return ((),) * len(targets)
        if negatives is None:
            return tuple(self.output.draw(target, self.rng) for target in targets)
        given = list(negatives) if isinstance(negatives, Iterable) else []
        if len(given) != len(targets) or not all(map(_is_list, given)):
            raise W2VError("negatives_by_target", got=negatives, targets=len(targets))
        return tuple(tuple(self.vocabulary.id(word) for word in words) for words in given)

    def _ids(self, words: int | str | Iterable[int | str]) -> list[int]:
        """The ids of words or ids; a single one stands for itself, and not for its letters."""
        if isinstance(words, str | int | np.integer):
            words = (words,)
        ids = [self.vocabulary.id(word) for word in words]
        if not ids:
            raise W2VError("no_inputs")
        return ids

    def __repr__(self) -> str:
        V, N = self.W_in.shape
        return f"Model: V = {V} words, N = {N} dimensions, {type(self.output).__name__}"


def _is_list(words: object) -> bool:
    return isinstance(words, Iterable) and not isinstance(words, str | bytes)


def _frozen(array: np.ndarray) -> np.ndarray:
    """The array, read-only from now on: a record must stay what was computed."""
    array.setflags(write=False)
    return array
