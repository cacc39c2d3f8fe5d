"""Ranking windows: is this human speech? Collobert and Weston 2008 (and Collobert et al. 2011).

It changes the question: no word is predicted. A small network gives each window of text one score,
and the true window's shall be higher by 1 than that of the same window with a random word in its
middle. Nothing is a probability, and nothing is summed over the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..corpus import Vocabulary, checked
from ..messages import W2VError, whole
from ..vectors import Vectors
from .fitting import drained, exploding, vocabulary_of
from .net import Net, Rows, Slopes


@dataclass(frozen=True, eq=False)
class RankingStep:
    """What one window would change: ids `true` and `broken` (2·window + 1,), which differ in one.

    `x` (2, C·N) are their rows side by side, `h` (2, H) the hidden units, `s` (2,) both scores;
    `loss` is max(0, 1 - s[true] + s[broken]), and `slopes` are 0 where it is 0.
    """

    true: tuple[int, ...]
    broken: tuple[int, ...]
    x: np.ndarray
    h: np.ndarray
    s: np.ndarray
    loss: float
    slopes: Slopes


class Ranking(Net):
    """The network: s = v · tanh(H x + b), x being the window's rows side by side.

    The last row of `W_in` stands for what is beyond a sentence's ends. `hidden_size` units, N where
    left out. Raises W2VError.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        vector_size: int = 20,
        window: int = 2,
        hidden_size: int | None = None,
        seed: int = 0,
    ) -> None:
        N, self.window = whole("vector_size", vector_size), whole("window", window)
        units = N if hidden_size is None else whole("hidden_size", hidden_size)
        V = len(vocabulary) if isinstance(vocabulary, Vocabulary) else 0
        places = 2 * self.window + 1
        shapes = {"W_in": (V + 1, N), "H": (units, places * N), "b": (units,), "v": (units,)}
        super().__init__(vocabulary, shapes, seed)

    @exploding
    def step(self, example: Sequence[int], instead: int | None = None) -> RankingStep:
        """What would this window change? `instead` is the false word, drawn evenly if left out.

        Computes, changes nothing. Raises W2VError.
        """
        w, V, places = self.weights, len(self.vocabulary), 2 * self.window + 1
        true = tuple(int(word) for word in example)
        if len(true) != places or not all(0 <= word <= V for word in true):
            raise W2VError("no_window", got=example, places=places)
        drawn = int(self.rng.integers(V)) if instead is None else self.vocabulary.id(instead)
        broken = (*true[: self.window], drawn, *true[self.window + 1 :])
        x = w["W_in"][[true, broken]].reshape(2, -1)
        h = np.tanh(x @ w["H"].T + w["b"])
        s = h @ w["v"]
        loss = max(0.0, float(1 - s[0] + s[1]))

        e = np.array([-1.0, 1.0]) * (loss > 0)
        before = e[:, None] * w["v"] * (1 - h**2)
        at_x = (before @ w["H"]).reshape(2 * places, -1)
        slopes: Slopes = {
            "W_in": Rows(true + broken, at_x, w["W_in"].shape),
            "H": before.T @ x,
            "b": before.sum(axis=0),
            "v": e @ h,
        }
        return RankingStep(true, broken, x, h, s, loss, slopes)

    def score(self, words: Sequence[str]) -> float:
        """How much a window of 2 · window + 1 words sounds like the text. Raises W2VError."""
        ids = [self.vocabulary.id(word) for word in words]
        return float(self.step(ids, ids[len(ids) // 2] if ids else 0).s[0])

    def windows(self, sentences: Iterable[Sequence[str]]) -> Iterator[tuple[int, ...]]:
        """The window around each word, filled up beyond the ends. Raises W2VError."""
        beyond = [len(self.vocabulary)] * self.window
        for sentence in checked(sentences):
            ids = [*beyond, *self.vocabulary.ids(sentence), *beyond]
            for first in range(len(ids) - 2 * self.window):
                yield tuple(ids[first : first + 2 * self.window + 1])


def ranking(
    sentences: Iterable[Sequence[str]],
    vector_size: int = 100,
    window: int = 5,
    min_count: int = 5,
    epochs: int = 5,
    learning_rate: float = 0.1,
    seed: int = 0,
    *,
    hidden_size: int | None = None,
) -> Vectors:
    """Vectors from ranking true windows above broken ones; settings as of `fit`.

    Raises W2VError.
    """
    at_hand, vocabulary = vocabulary_of(sentences, min_count)
    net = Ranking(vocabulary, vector_size, window, hidden_size, seed)
    drained(net.train(net.windows(at_hand), epochs, learning_rate))
    return net.vectors
