"""What a learned score means: where negative sampling ends, as a formula, and how near it came.

The score of a pair is u = W_out[c] · W_in[w]. Each true pair pulls it up, each time c is drawn as a
negative beside w it is pushed down, and where the two balance it stays: at the logarithm of how
often c is true beside w, less that of how often it is noise (Levy and Goldberg 2014, who take the
frequency itself for the noise, so that the score is PMI - log k).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .cooccurrence import checked_counts, cooccurrence, pmi
from .corpus import checked
from .engine import slices
from .engine.text import text_of
from .messages import W2VError, whole
from .model import Model
from .outputs import NegativeSampling, sigmoid

FRAMES = 40  # moments of a run that `clouds` keeps


@dataclass(frozen=True, eq=False)
class Pair:
    """One pair picked from a cloud: its counts, and each part of its formula, in nats.

    `count` is how often c stands beside w, `of` how often any word does, so that P = count / of;
    `noise` is how often c comes as a negative of one draw beside w. `formula` is
    log P - log noise - log k, and `score` what was learned.
    """

    w: int
    c: int
    count: float
    of: float
    P: float
    noise: float
    k: int
    formula: float
    shifted_pmi: float
    score: float


@dataclass(frozen=True, eq=False)
class Aim:
    """Where the scores of a corpus should come to, all pairs at once; rows are w, columns c.

    `counts` (V, V) are those of `cooccurrence`, `q` (V,) is the noise, `k` how many negatives a
    target has, and `target_drawn` says what becomes of a negative that equals the target.
    """

    counts: np.ndarray
    q: np.ndarray
    k: int
    target_drawn: str = "keep"

    @classmethod
    def of(cls, model: Model, counts: np.ndarray) -> Aim:
        """The aim of a model with negative sampling on a text with these counts of pairs, (V, V).

        Raises W2VError.
        """
        layer = model.output
        if not isinstance(layer, NegativeSampling):
            raise W2VError("no_aim", got=type(layer).__name__)
        table = checked_counts(counts, len(model.vocabulary))
        return cls(table, layer.noise.p, layer.negative, layer.target_drawn)

    @cached_property
    def P(self) -> np.ndarray:
        """P(c | w), (V, V): each row divided by its sum; 0 where w stands alone."""
        sums = self.counts.sum(axis=1, keepdims=True)
        return self.counts / np.where(sums > 0, sums, 1)

    @cached_property
    def noise(self) -> np.ndarray:
        """How often c is a negative of one draw beside w, (V, V): q(c), but for the targets.

        "keep": q(c). "skip": c is drawn and is not the target, q(c) · (1 - P(c | w)). "redraw": the
        draws that fall on the target go to the others, Σ P(c' | w) q(c) / (1 - q(c')) over c' ≠ c.
        """
        q = self.q[None, :]
        if self.target_drawn == "keep":
            kept = np.broadcast_to(q, self.P.shape)
            return kept
        if self.target_drawn == "skip":
            skipped = q * (1 - self.P)
            return skipped
        spread = self.P / (1 - q)
        redrawn = q * (spread.sum(axis=1, keepdims=True) - spread)
        return redrawn

    @cached_property
    def scores(self) -> np.ndarray:
        """The score at which each pair rests, log P - log noise - log k, (V, V); unseen: -inf."""
        with np.errstate(divide="ignore"):
            return np.log(self.P) - np.log(self.noise) - np.log(self.k)

    @cached_property
    def shifted_pmi(self) -> np.ndarray:
        """PMI - log k, (V, V): the same where the noise is the frequency and nothing is skipped."""
        return pmi(self.counts) - np.log(self.k)

    @cached_property
    def frequency(self) -> np.ndarray:
        """The share of each c among all targets, (V,): what PMI takes for the noise."""
        return self.counts.sum(axis=0) / self.counts.sum()

    @cached_property
    def seen(self) -> np.ndarray:
        """Which pairs the text has, (V, V); the others' scores sink for ever."""
        return self.counts > 0

    def read_back(self, u: np.ndarray) -> np.ndarray:
        """P(c | w) from scores (V, V), as the formula turned round has it: k · noise · eᵘ.

        Nothing makes the rows sum to 1 but that the scores are right.
        """
        return self.k * self.noise * np.exp(u)

    def loss(self, u: np.ndarray) -> float:
        """The mean loss of a pair of the text with its negatives, in nats, no draw left to chance.

        For scores (V, V): log(1 + e⁻ᵘ) for each true pair and log(1 + eᵘ) for each negative.
        """
        true, false = self._weights
        return float((true * np.logaddexp(0, -u) + false * np.logaddexp(0, u)).sum())

    def nats_from_P(self, predicted: np.ndarray) -> float:
        """How far predictions (V, V) are from P, rows brought to sum 1: KL divergence, in nats.

        The mean over the pairs of the text of log P - log of what was predicted.
        """
        said = predicted / predicted.sum(axis=1, keepdims=True)
        true, _ = self._weights
        apart = np.log(self.P[self.seen]) - np.log(said[self.seen])
        return float((true[self.seen] * apart).sum())

    def of_rank(self, N: int, sweeps: int = 300) -> np.ndarray:
        """The scores (V, V) nearest to the aim that N dimensions can hold: least `loss` of rank N.

        In turns, the rows of W_in are moved at fixed W_out, and the other way round: each row is a
        logistic regression of its own, which Newton's method solves (as Mnih and Hinton's and all
        log-bilinear models are, one side at a time). Needs every pair seen, or an end does not
        exist; then what `sweeps` rounds have reached. Raises W2VError.
        """
        N = min(whole("vector_size", N), len(self.q))
        finite = np.where(self.seen, self.scores, self.scores[self.seen].min() - 2)
        left, sizes, right = np.linalg.svd(finite)
        sides = [left[:, :N] * np.sqrt(sizes[:N]), right[:N].T * np.sqrt(sizes[:N])]
        true, false = self._weights
        reached = np.inf
        for _ in range(sweeps):
            sides[0] = _newton(sides[0], sides[1], true, false)
            sides[1] = _newton(sides[1], sides[0], true.T, false.T)
            before, reached = reached, self.loss(sides[0] @ sides[1].T)
            if before - reached < 1e-12:
                break
        return sides[0] @ sides[1].T

    @cached_property
    def _weights(self) -> tuple[np.ndarray, np.ndarray]:
        """How often each pair is true, and how often a negative, both by pairs of the text."""
        sums = self.counts.sum(axis=1, keepdims=True)
        total = sums.sum()
        return self.counts / total, sums * self.k * self.noise / total


def _newton(
    rows: np.ndarray, others: np.ndarray, true: np.ndarray, false: np.ndarray
) -> np.ndarray:
    """One step of Newton's method for every row (V, N) at fixed others, halved until it helps."""
    u = rows @ others.T
    y = sigmoid(u)
    slope = ((true + false) * y - true) @ others
    bend = (true + false) * y * (1 - y)
    bends = np.einsum("wc,cn,cm->wnm", bend, others, others, optimize=True)
    ridge = 1e-12 + 1e-9 * np.trace(bends, axis1=1, axis2=2)
    bends += ridge[:, None, None] * np.eye(rows.shape[1])
    step = np.linalg.solve(bends, slope[:, :, None])[:, :, 0]
    cost = _costs(u, true, false)
    size = np.ones(len(rows))
    for _ in range(30):
        moved = rows - size[:, None] * step
        worse = _costs(moved @ others.T, true, false) > cost
        if not worse.any():
            return moved
        size[worse] /= 2
    return np.where(worse[:, None], rows, moved)


def _costs(u: np.ndarray, true: np.ndarray, false: np.ndarray) -> np.ndarray:
    return (true * np.logaddexp(0, -u) + false * np.logaddexp(0, u)).sum(axis=1)


@dataclass(frozen=True, eq=False)
class Cloud:
    """One moment of training: the score of every pair, (V, V), beside where it should come to.

    `epoch` is how often the text was read so far; `u[w, c]` = W_out[c] · W_in[w].
    """

    epoch: float
    u: np.ndarray
    aim: Aim

    @classmethod
    def of(cls, model: Model, counts: np.ndarray, epoch: float = 0.0) -> Cloud:
        """The cloud of a model with negative sampling as it is now. Raises W2VError."""
        return cls(epoch, learned(model), Aim.of(model, counts))

    @cached_property
    def rmse(self) -> float:
        """How far the scores of the seen pairs are from their formula: root of mean square."""
        return self._apart(self.aim.scores)

    @cached_property
    def rmse_of_pmi(self) -> float:
        """The same from PMI - log k, which is right only for exponent 1 with nothing skipped."""
        return self._apart(self.aim.shifted_pmi)

    def rmse_of_often(self, least: float) -> float:
        """The same as `rmse` for pairs seen at least so often; NaN where there are none."""
        often = self.aim.counts >= least
        return float(np.sqrt((self._apart_by[often] ** 2).mean())) if often.any() else float("nan")

    def farthest(self, count: int) -> list[tuple[int, int]]:
        """The seen pairs (w, c) that are farthest from their formula, the farthest first."""
        order = np.argsort(-np.abs(self._apart_by), axis=None, kind="stable")[:count]
        return [divmod(int(place), len(self.u)) for place in order]

    @property
    def mean(self) -> float:
        """The mean score of the pairs that the text has."""
        return float(self.u[self.aim.seen].mean())

    @property
    def unseen(self) -> float:
        """The mean score of the pairs that the text has not; NaN where it has them all."""
        others = self.u[~self.aim.seen]
        return float(others.mean()) if len(others) else float("nan")

    @property
    def row_sums(self) -> np.ndarray:
        """Σ k · noise · eᵘ over each row, (V,): 1 where the scores are right."""
        return self.aim.read_back(self.u).sum(axis=1)

    def pair(self, w: int, c: int) -> Pair:
        """All that is known of one pair of ids."""
        aim = self.aim
        return Pair(
            w,
            c,
            float(aim.counts[w, c]),
            float(aim.counts[w].sum()),
            float(aim.P[w, c]),
            float(aim.noise[w, c]),
            aim.k,
            float(aim.scores[w, c]),
            float(aim.shifted_pmi[w, c]),
            float(self.u[w, c]),
        )

    @cached_property
    def _apart_by(self) -> np.ndarray:
        """Learned score less formula, (V, V); 0 for pairs that the text has not."""
        seen = self.aim.seen
        return np.where(seen, self.u - np.where(seen, self.aim.scores, 0), 0)

    def _apart(self, expected: np.ndarray) -> float:
        apart = (self.u - expected)[self.aim.seen]
        return float(np.sqrt((apart**2).mean()))


def learned(model: Model) -> np.ndarray:
    """The scores of all pairs, (V, V): row w holds those of `model.scores(w)`."""
    return model.W_in @ model.W_out.T


def clouds(
    model: Model,
    sentences: Iterable[Sequence[str]],
    window: int = 2,
    epochs: int = 20,
    learning_rate: float = 0.025,
    last_rate: float = 1e-4,
    frames: int = FRAMES,
) -> Iterator[Cloud]:
    """Train a model with skip-gram and negative sampling, and yield its cloud as it moves.

    The first is that of the untrained model, the last that of the end; between them they come ever
    more sparsely, since the scores move most at first. The rate falls linearly. Equal seeds give
    equal clouds. Raises W2VError.
    """
    sentences = _with_pairs(sentences, model)
    epochs, frames = whole("epochs", epochs), whole("frames", frames, least=2)
    aim = Aim.of(model, cooccurrence(sentences, model.vocabulary, window))
    yield Cloud(0.0, learned(model), aim)
    text = text_of(sentences, model.vocabulary)
    size, done = len(text), 0
    fall = (last_rate - learning_rate) / (size * epochs)
    for mark in _marks(size, epochs, frames - 1):
        while done < mark:
            end = min(mark, size * (done // size + 1))  # no further than to the end of the text
            part = text[done % size : (end - 1) % size + 1]
            rates = learning_rate + fall * done, learning_rate + fall * end
            for _ in slices(model, part, "skip-gram", window, 1, *rates):
                pass
            done = end
        yield Cloud(done / size, learned(model), aim)


def _with_pairs(sentences: Iterable[Sequence[str]], model: Model) -> list[list[str]]:
    """The sentences that have two words of the vocabulary. Raises W2VError where none has."""
    found = [words for words in checked(sentences) if len(model.vocabulary.ids(words)) > 1]
    if not found:
        raise W2VError("no_examples")
    return found


def _marks(size: int, epochs: int, count: int) -> list[int]:
    """After how many sentences to look: ever more sparsely, and at the end."""
    early = np.geomspace(max(1, size // 8), size * epochs, count)[:-1]
    return [*sorted({round(float(mark)) for mark in early}), size * epochs]
