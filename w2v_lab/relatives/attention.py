"""The cloze: a word is hidden, its neighbours tell it. CBOW's game, with one head of attention.

It changes how the context becomes h. CBOW takes the mean: all words count alike, wherever they
stand. Here each context word is weighed, by what it is and by where it stands (Vaswani et al. 2017,
eq. 1; BERT, Devlin et al. 2019, plays the game with 144 such heads and more, on whole passages).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..corpus import Vocabulary, checked
from ..messages import W2VError, whole
from ..outputs import Softmax
from ..vectors import Vectors
from .fitting import drained, exploding, vocabulary_of
from .net import Net, Rows, Slopes


@dataclass(frozen=True)
class Gap:
    """A hidden word: its context, as ids and as places from -window to window, and the word."""

    inputs: tuple[int, ...]
    places: tuple[int, ...]
    target: int


@dataclass(frozen=True, eq=False)
class ClozeStep:
    """What one gap with C words around it would change, every number on the way.

    `z` (C, N) are the words' rows plus their places', `z_gap` (N,) that of the gap. `q` (N,) asks,
    `k` (C, N) answers, `s` (C,) = k · q / √N, and its softmax `a` (C,) weighs the values `v`
    (C, N): h = Σ a v. `u`, `y`, `t`, `e` (V,), `EH` (N,) as everywhere; `slopes` by weight.
    """

    gap: Gap
    loss: float
    z: np.ndarray
    z_gap: np.ndarray
    q: np.ndarray
    k: np.ndarray
    v: np.ndarray
    s: np.ndarray
    a: np.ndarray
    h: np.ndarray
    u: np.ndarray
    y: np.ndarray
    t: np.ndarray
    e: np.ndarray
    EH: np.ndarray
    slopes: Slopes


class Cloze(Net):
    """One attention head and a softmax. `W_in` and `W_out` (V, N) are word vectors as ever.

    `P` (2·window + 1, N) has a row for each place, the gap's in its middle; `mask` (N,) stands for
    the word that is hidden; `Q`, `K`, `O` (N, N) make queries, keys and values. Raises W2VError.
    """

    def __init__(
        self, vocabulary: Vocabulary, vector_size: int = 20, window: int = 2, seed: int = 0
    ) -> None:
        N, self.window = whole("vector_size", vector_size), whole("window", window)
        V = len(vocabulary) if isinstance(vocabulary, Vocabulary) else 0
        square = {name: (N, N) for name in ("Q", "K", "O")}
        places = 2 * self.window + 1
        shapes = {"W_in": (V, N), "W_out": (V, N), "P": (places, N), "mask": (N,), **square}
        super().__init__(vocabulary, shapes, seed)
        self.layer = Softmax(V)

    @exploding
    def step(self, example: Gap) -> ClozeStep:
        """What would this gap change? Computes, changes nothing. Raises W2VError."""
        if not isinstance(example, Gap):
            raise W2VError("no_gap", got=type(example).__name__)
        w, root = self.weights, np.sqrt(len(self.weights["mask"]))
        inputs, places = list(example.inputs), [place + self.window for place in example.places]
        z = w["W_in"][inputs] + w["P"][places]
        z_gap = w["mask"] + w["P"][self.window]
        q, k, v = z_gap @ w["Q"], z @ w["K"], z @ w["O"]
        s = k @ q / root
        a = Softmax(len(s)).probabilities(s)
        h = a @ v
        u = w["W_out"] @ h
        _, t = self.layer.lines(example.target)
        y, loss = self.layer.predict(u, t)
        e = y - t

        EH = e @ w["W_out"]
        at_v, at_a = np.outer(a, EH), v @ EH
        at_s = a * (at_a - a @ at_a)  # softmax: what one weight wins the others lose
        at_q, at_k = at_s @ k / root, np.outer(at_s, q) / root
        at_z = at_k @ w["K"].T + at_v @ w["O"].T
        at_gap = w["Q"] @ at_q
        slopes: Slopes = {
            "W_in": Rows(inputs, at_z, w["W_in"].shape),
            "W_out": np.outer(e, h),
            "P": Rows([*places, self.window], np.vstack([at_z, at_gap]), w["P"].shape),
            "mask": at_gap,
            "Q": np.outer(z_gap, at_q),
            "K": z.T @ at_k,
            "O": z.T @ at_v,
        }
        return ClozeStep(example, loss, z, z_gap, q, k, v, s, a, h, u, y, t, e, EH, slopes)

    def gaps(self, sentences: Iterable[Sequence[str]]) -> Iterator[Gap]:
        """Each word of the sentences, hidden, with what stands around it. Raises W2VError."""
        for sentence in checked(sentences):
            ids = self.vocabulary.ids(sentence)
            for at, target in enumerate(ids):
                first, last = max(0, at - self.window), min(len(ids), at + self.window + 1)
                near = [place for place in range(first, last) if place != at]
                if near:
                    yield Gap(
                        tuple(ids[place] for place in near),
                        tuple(place - at for place in near),
                        target,
                    )


def cloze(
    sentences: Iterable[Sequence[str]],
    vector_size: int = 100,
    window: int = 5,
    min_count: int = 5,
    epochs: int = 5,
    learning_rate: float = 0.05,
    seed: int = 0,
) -> Vectors:
    """Vectors from hidden words told by attention; settings as of `fit`. Raises W2VError."""
    at_hand, vocabulary = vocabulary_of(sentences, min_count)
    net = Cloze(vocabulary, vector_size, window, seed)
    drained(net.train(net.gaps(at_hand), epochs, learning_rate))
    return net.vectors
