"""Tags for words by a long short-term memory: what word vectors are given to.

It changes what is asked, a tag for each word, and how far one sees: a memory c is carried along the
sentence, and three gates say what is kept of it, what is added and what is shown (Hochreiter and
Schmidhuber 1997, with the forget gate of Gers et al. 2000). One runs to the right and one to the
left, so that each word is judged with both sides known (Graves and Schmidhuber 2005).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..corpus import Vocabulary, checked_words
from ..messages import W2VError, whole
from ..outputs import Softmax, sigmoid
from ..vectors import Vectors
from .fitting import exploding
from .net import Net, Rows, Slopes


@dataclass(frozen=True)
class Tagged:
    """A sentence as ids of words, V for an unknown one, and the ids of their tags."""

    words: tuple[int, ...]
    tags: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Memory:
    """One run over a sentence of T words, (T, H) each: three gates, the news, memory and output.

    c = `keep` · c before + `add` · `news`; h = `show` · tanh(c).
    """

    add: np.ndarray
    keep: np.ndarray
    show: np.ndarray
    news: np.ndarray
    c: np.ndarray
    h: np.ndarray


@dataclass(frozen=True, eq=False)
class TaggerStep:
    """What one sentence would change: `x` (T, N), a Memory each way, `h` (T, 2H) from both.

    `u`, `y`, `t`, `e` (T, K) for K tags; `loss` is summed over the words, `slopes` by weight.
    """

    example: Tagged
    loss: float
    x: np.ndarray
    right: Memory
    left: Memory
    h: np.ndarray
    u: np.ndarray
    y: np.ndarray
    t: np.ndarray
    e: np.ndarray
    slopes: Slopes


class Tagger(Net):
    """Word vectors, an LSTM in each direction, and a softmax over `tags`.

    `vectors` are where `W_in` starts, for the words that they have; `frozen` leaves it there. Its
    last row stands for unknown words. `L`, `R` (4H, N + H) make gates and news. Raises W2VError.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        tags: Sequence[str],
        vector_size: int = 20,
        hidden_size: int = 20,
        seed: int = 0,
        *,
        vectors: Vectors | None = None,
        frozen: bool = False,
    ) -> None:
        self.tags, self.frozen = checked_words(tags), frozen
        if not self.tags:
            raise W2VError("no_words")
        N = whole("vector_size", vector_size) if vectors is None else vectors.matrix.shape[1]
        H, K = whole("hidden_size", hidden_size), len(self.tags)
        V = len(vocabulary) if isinstance(vocabulary, Vocabulary) else 0
        shapes: dict[str, tuple[int, ...]] = {"W_in": (V + 1, N)}
        shapes |= {"L": (4 * H, N + H), "R": (4 * H, N + H), "W_out": (K, 2 * H)}
        shapes |= {"b_L": (4 * H,), "b_R": (4 * H,), "b": (K,)}
        super().__init__(vocabulary, shapes, seed)
        self.layer = Softmax(K)
        for word, row in vocabulary.index.items() if vectors is not None else ():
            if vectors is not None and word in vectors.index:
                self.weights["W_in"][row] = vectors.matrix[vectors.index[word]]

    def example(self, words: Sequence[str], tags: Sequence[str]) -> Tagged:
        """A sentence and its tags by ids. Raises W2VError where they do not fit together."""
        words, tags = checked_words(words), checked_words(tags)
        unknown = [tag for tag in tags if tag not in self.tags]
        if unknown or len(words) != len(tags) or not words:
            raise W2VError("tags_for_words", words=len(words), tags=tags)
        return Tagged(self._ids(words), tuple(self.tags.index(tag) for tag in tags))

    @exploding
    def step(self, example: Tagged) -> TaggerStep:
        """What would this sentence change? Computes, changes nothing. Raises W2VError."""
        if not isinstance(example, Tagged):
            raise W2VError("no_tagged", got=type(example).__name__)
        w = self.weights
        x, right, left, h, u = self._scores(example.words)
        lines = [self.layer.lines(tag)[1] for tag in example.tags]
        answers = [self.layer.predict(row, line) for row, line in zip(u, lines, strict=True)]
        y, t = np.array([answer for answer, _ in answers]), np.array(lines)
        e = y - t

        at_h = e @ w["W_out"]
        H = at_h.shape[1] // 2
        slope_R, slope_b_R, at_x = _back(x, right, w["R"], at_h[:, :H])
        slope_L, slope_b_L, at_reversed = _back(x[::-1], left, w["L"], at_h[::-1, H:])
        slopes = {
            "W_out": e.T @ h,
            "b": e.sum(axis=0),
            **{"R": slope_R, "b_R": slope_b_R, "L": slope_L, "b_L": slope_b_L},
        }
        if not self.frozen:
            slopes["W_in"] = Rows(example.words, at_x + at_reversed[::-1], w["W_in"].shape)
        loss = sum(cost for _, cost in answers)
        return TaggerStep(example, loss, x, right, left, h, u, y, t, e, slopes)

    def tag(self, words: Sequence[str]) -> list[str]:
        """The likeliest tag of each word. Raises W2VError."""
        ids = self._ids(checked_words(words))
        return [self.tags[best] for best in self._scores(ids)[-1].argmax(axis=1)] if ids else []

    def accuracy(self, examples: Iterable[Tagged]) -> float:
        """The share of words that are given their tag, 0 to 1."""
        right = [
            guess == tag
            for example in examples
            for guess, tag in zip(
                self._scores(example.words)[-1].argmax(axis=1), example.tags, strict=True
            )
        ]
        return float(np.mean(right))

    def examples(self, sentences: Iterable[Sequence[tuple[str, str]]]) -> Iterator[Tagged]:
        """Sentences given as lists of (word, tag). Raises W2VError."""
        for sentence in sentences:
            try:
                words, tags = zip(*sentence, strict=True)
            except (TypeError, ValueError):
                raise W2VError("no_tagged", got=type(sentence).__name__) from None
            yield self.example(words, tags)

    def _ids(self, words: Sequence[str]) -> tuple[int, ...]:
        V = len(self.vocabulary)
        return tuple(self.vocabulary.index.get(word, V) for word in words)

    def _scores(
        self, words: tuple[int, ...]
    ) -> tuple[np.ndarray, Memory, Memory, np.ndarray, np.ndarray]:
        w = self.weights
        x = w["W_in"][list(words)]
        right, left = _run(x, w["R"], w["b_R"]), _run(x[::-1], w["L"], w["b_L"])
        h = np.hstack([right.h, left.h[::-1]])
        return x, right, left, h, h @ w["W_out"].T + w["b"]


def _run(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> Memory:
    """Carry the memory along the rows x (T, N), from the first to the last."""
    T, H = len(x), len(b) // 4
    add, keep, show, news, c, h = np.zeros((6, T, H))
    before_c = before_h = np.zeros(H)
    for at in range(T):
        z = W @ np.concatenate([x[at], before_h]) + b
        add[at], keep[at], show[at] = sigmoid(z[: 3 * H]).reshape(3, H)
        news[at] = np.tanh(z[3 * H :])
        c[at] = keep[at] * before_c + add[at] * news[at]
        h[at] = show[at] * np.tanh(c[at])
        before_c, before_h = c[at], h[at]
    return Memory(add, keep, show, news, c, h)


def _back(
    x: np.ndarray, memory: Memory, W: np.ndarray, at_h: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """From the slopes at each h (T, H) back to those at W, at its bias, and at x (T, N)."""
    (T, N), m = x.shape, memory
    slope_W, slope_b, at_x = np.zeros_like(W), np.zeros(len(W)), np.zeros_like(x)
    later_h, later_c = np.zeros(at_h.shape[1]), np.zeros(at_h.shape[1])
    for at in reversed(range(T)):
        first = at == 0
        before_c = 0 * m.c[0] if first else m.c[at - 1]
        before_h = 0 * m.h[0] if first else m.h[at - 1]
        at_this, bent = at_h[at] + later_h, np.tanh(m.c[at])
        at_c = later_c + at_this * m.show[at] * (1 - bent**2)
        at_z = np.concatenate(
            [
                at_c * m.news[at] * m.add[at] * (1 - m.add[at]),
                at_c * before_c * m.keep[at] * (1 - m.keep[at]),
                at_this * bent * m.show[at] * (1 - m.show[at]),
                at_c * m.add[at] * (1 - m.news[at] ** 2),
            ]
        )
        slope_W += np.outer(at_z, np.concatenate([x[at], before_h]))
        slope_b += at_z
        at_both = at_z @ W
        at_x[at], later_h = at_both[:N], at_both[N:]
        later_c = at_c * m.keep[at]
    return slope_W, slope_b, at_x
