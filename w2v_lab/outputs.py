"""The output layers. Each answers two questions and no more.

`lines(target)`: which rows of W_out does this target touch, and with which labels?
`predict(u, t)`: what do the scores say, and what does it cost against the labels?
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from .messages import W2VError, choice, whole
from .noise import TARGET_DRAWN, Noise
from .trees import Tree, huffman_tree

Lines = tuple[np.ndarray, np.ndarray]


class OutputLayer(Protocol):
    """What the model asks of an output layer; `row_count` is the number of rows of W_out.

    `negatives` are the words that a target brings with it: none, but for layers with noise. The
    `rows` of the scores matter to a layer that corrects them word by word (see relatives).
    """

    row_count: int

    def lines(self, target: int, negatives: tuple[int, ...] = ()) -> Lines: ...

    def predict(
        self, u: np.ndarray, t: np.ndarray, rows: np.ndarray | None = None
    ) -> tuple[np.ndarray, float]: ...

    def probabilities(self, u: np.ndarray) -> np.ndarray: ...


class Softmax:
    """One question with V answers: which of all the words is it? (Rong 2014, eqs. 4 and 7)"""

    def __init__(self, V: int) -> None:
        self.row_count = V

    def lines(self, target: int, negatives: tuple[int, ...] = ()) -> Lines:
        """Every row of W_out, (V,), and the target's one-hot, (V,)."""
        rows = np.arange(self.row_count)
        t = np.zeros(self.row_count)
        t[target] = 1
        return rows, t

    def predict(
        self, u: np.ndarray, t: np.ndarray, rows: np.ndarray | None = None
    ) -> tuple[np.ndarray, float]:
        """Probabilities that sum to 1, (V,), and the cross-entropy in nats.

        The greatest score is taken away first: it cancels in y, and exp cannot overflow.
        """
        with np.errstate(under="ignore"):  # a probability below 1e-308 is 0, and rightly so
            shifted = u - u.max()
            exps = np.exp(shifted)
            y = exps / exps.sum()
            loss = np.log(exps.sum()) - t @ shifted
        return y, float(loss)

    def probabilities(self, u: np.ndarray) -> np.ndarray:
        """P of every word, (V,), from the scores of all rows."""
        return self.predict(u, np.zeros(self.row_count))[0]


def sigmoid(u: np.ndarray) -> np.ndarray:
    """σ(u) = 1 / (1 + e⁻ᵘ), written so that no exp overflows."""
    with np.errstate(under="ignore"):
        return np.exp(-np.logaddexp(0, -u))


class YesOrNo:
    """Several questions with two answers each: every row touched says σ(u) for yes."""

    def predict(
        self, u: np.ndarray, t: np.ndarray, rows: np.ndarray | None = None
    ) -> tuple[np.ndarray, float]:
        """The probability of "yes" at each row, (R,), and the summed cross-entropy in nats.

        -log σ(u) where the label is 1 and -log(1 - σ(u)) where it is 0, which is -log σ(-u).
        """
        y = sigmoid(u)
        with np.errstate(under="ignore"):
            loss = np.logaddexp(0, (1 - 2 * t) * u).sum()
        return y, float(loss)


class HierarchicalSoftmax(YesOrNo):
    """A yes/no question at each inner node on the way to the word (Rong 2014, eqs. 37 to 54).

    "Yes" goes to the child with bit 0. A vector for each inner node, none for the words.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.row_count = len(tree) - 1

    def lines(self, target: int, negatives: tuple[int, ...] = ()) -> Lines:
        """The rows on the word's path, (R,), and 1 - its code's bits, (R,)."""
        rows = np.array(self.tree.paths[target], dtype=np.intp)
        t = 1 - np.array(self.tree.codes[target], dtype=float)
        return rows, t

    def ways(self, u: np.ndarray) -> np.ndarray:
        """How likely each node sends to its child with bit 0 and with bit 1, (V - 1, 2)."""
        yes = sigmoid(u)
        no = sigmoid(-u)  # 1 - σ(u), right to the last digit
        return np.column_stack([yes, no])

    def reach(self, u: np.ndarray) -> np.ndarray:
        """The probability of coming to each node, (2V - 1,), words first, from all rows' scores.

        One pass from the root down: a node's probability is shared out between its children.
        """
        V, ways = len(self.tree), self.ways(u)
        p = np.ones(2 * V - 1)
        for rows in self.tree.levels:
            p[self.tree.children[rows]] = p[V + rows][:, None] * ways[rows]
        return p

    def probabilities(self, u: np.ndarray) -> np.ndarray:
        """P of every word, (V,), from the scores of all rows: they sum to 1 whatever these are."""
        return self.reach(u)[: len(self.tree)]


class WithNoise:
    """A target and, for contrast, `negative` words drawn from `noise`: what such layers share."""

    def __init__(self, noise: Noise, negative: int = 5, target_drawn: str = "keep") -> None:
        self.noise = noise
        self.negative = whole("negative", negative, least=0)
        self.target_drawn = choice("target_drawn", target_drawn, TARGET_DRAWN)
        self.row_count = len(noise.p)

    def draw(self, target: int, rng: np.random.Generator) -> tuple[int, ...]:
        """The negatives of one target, drawn from the noise by `rng`."""
        draws = self.noise.draws(target, self.negative, rng, self.target_drawn)
        return tuple(draw.word for draw in draws if draw.used)

    def lines(self, target: int, negatives: tuple[int, ...] = ()) -> Lines:
        """The target's row with label 1 and the negatives' with 0: (1 + k,) each."""
        rows = np.array([target, *negatives])
        t = np.zeros(len(rows))
        t[0] = 1
        return rows, t


class NegativeSampling(WithNoise, YesOrNo):
    """Is this pair from the text, or noise? (Mikolov et al. 2013, 1310.4546; Rong 2014, eq. 55)

    One question for the target and one for each of the words drawn from `noise`.
    """

    def probabilities(self, u: np.ndarray) -> np.ndarray:
        """There are none: each answer stands for itself, they sum to nothing. Raises W2VError."""
        raise W2VError("no_probability")


# Where the table of σ ends, and what a program does beyond: it takes σ for 0 or 1, or it passes
# the question over, as if it were answered (word2vec.c, lines 532 to 534).
TABLES = {"gensim": (6, "pass over"), "word2vec.c": (6, "0 or 1"), "fastText": (8, "0 or 1")}


class TabledSampling(NegativeSampling):
    """Negative sampling whose σ comes from a table that ends, as in programs: one of TABLES.

    Between the ends σ is exact here; the programs round the score to a place of the table. Raises
    W2VError.
    """

    def __init__(self, noise: Noise, negative: int = 5, program: str = "word2vec.c") -> None:
        super().__init__(noise, negative, "redraw" if program == "fastText" else "skip")
        self.limit, self.beyond = TABLES[choice("program", program, TABLES)]

    def predict(
        self, u: np.ndarray, t: np.ndarray, rows: np.ndarray | None = None
    ) -> tuple[np.ndarray, float]:
        """σ(u), or what stands for it beyond the table's ends; the loss is the true one."""
        y, loss = super().predict(u, t)
        ends = t if self.beyond == "pass over" else (u > 0).astype(float)
        y = np.where(np.abs(u) >= self.limit, ends, y)
        return y, loss


LAYERS = ("softmax", "hierarchical-softmax", "negative-sampling")


def output_layer(
    name: str,
    counts: np.ndarray,
    negative: int = 5,
    ns_exponent: float = 0.75,
    tree: Tree | None = None,
    target_drawn: str = "keep",
) -> OutputLayer:
    """The output layer of that name for words with these counts, (V,). Raises W2VError."""
    name = choice("output", name, LAYERS)
    if name == "softmax":
        return Softmax(len(counts))
    if name == "negative-sampling":
        return NegativeSampling(Noise(counts, ns_exponent), negative, target_drawn)
    tree = huffman_tree(counts) if tree is None else tree
    if not isinstance(tree, Tree) or len(tree) != len(counts):
        raise W2VError("no_tree", V=len(counts), got=tree)
    return HierarchicalSoftmax(tree)
