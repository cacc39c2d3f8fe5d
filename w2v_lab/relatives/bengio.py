"""Neural language models before word2vec, and what their tanh buys: Bengio et al. 2003.

It changes the hidden layer: the words before are laid side by side, so that their order counts, and
a tanh bends what is made of them. word2vec left both out. Between the two stand the log-bilinear
model (Mnih and Hinton 2007), which has order without a bend, and two ways of bending a mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..corpus import Vocabulary
from ..examples import Example
from ..messages import W2VError, choice, whole
from ..outputs import Softmax
from .fitting import exploding
from .net import Net, Rows, Slopes, Weights, before


@dataclass(frozen=True, eq=False)
class NNLMStep:
    """What one example would change: `x` (m, N) are the words' rows, `h` what was made of them.

    `u`, `y`, `t`, `e` (V,) and `loss` as everywhere, `EH` the slope at h, `slopes` by weight.
    """

    example: Example
    loss: float
    x: np.ndarray
    h: np.ndarray
    u: np.ndarray
    y: np.ndarray
    t: np.ndarray
    e: np.ndarray
    EH: np.ndarray
    slopes: Slopes


# Each hidden layer: from the rows x (m, N) and the weights to h, and from the slope at h back to
# the slopes at x and at its own weights.
Back = tuple[np.ndarray, Weights]


def _mean(x: np.ndarray, w: Weights) -> np.ndarray:
    return x.mean(axis=0)


def _mean_back(x: np.ndarray, h: np.ndarray, EH: np.ndarray, w: Weights) -> Back:
    return np.tile(EH / len(x), (len(x), 1)), {}


def _mean_of_tanh(x: np.ndarray, w: Weights) -> np.ndarray:
    return np.tanh(x).mean(axis=0)


def _mean_of_tanh_back(x: np.ndarray, h: np.ndarray, EH: np.ndarray, w: Weights) -> Back:
    return EH / len(x) * (1 - np.tanh(x) ** 2), {}


def _tanh_of_mean(x: np.ndarray, w: Weights) -> np.ndarray:
    return np.tanh(x.mean(axis=0))


def _tanh_of_mean_back(x: np.ndarray, h: np.ndarray, EH: np.ndarray, w: Weights) -> Back:
    return np.tile(EH * (1 - h**2) / len(x), (len(x), 1)), {}


def _log_bilinear(x: np.ndarray, w: Weights) -> np.ndarray:
    return np.einsum("mon,mn->o", w["H"], x)


def _log_bilinear_back(x: np.ndarray, h: np.ndarray, EH: np.ndarray, w: Weights) -> Back:
    return np.einsum("mon,o->mn", w["H"], EH), {"H": np.einsum("o,mn->mon", EH, x)}


def _bengio(x: np.ndarray, w: Weights) -> np.ndarray:
    return np.tanh(np.einsum("mon,mn->o", w["H"], x) + w["b_hidden"])


def _bengio_back(x: np.ndarray, h: np.ndarray, EH: np.ndarray, w: Weights) -> Back:
    before = EH * (1 - h**2)
    at_x, slopes = _log_bilinear_back(x, h, before, w)
    return at_x, {**slopes, "b_hidden": before}


HIDDEN: dict[str, tuple[Callable[..., np.ndarray], Callable[..., Back]]] = {
    "mean": (_mean, _mean_back),
    "mean-of-tanh": (_mean_of_tanh, _mean_of_tanh_back),
    "tanh-of-mean": (_tanh_of_mean, _tanh_of_mean_back),
    "log-bilinear": (_log_bilinear, _log_bilinear_back),
    "bengio": (_bengio, _bengio_back),
}


class NNLM(Net):
    """A model that predicts a word from the `window` words before it, with a softmax over all.

    `hidden`: "mean" of the rows is word2vec's own; "mean-of-tanh" and "tanh-of-mean" bend it;
    "log-bilinear" multiplies each place's row with a matrix of its own and adds up; "bengio" puts a
    bias and a tanh on that, on `hidden_size` units (N where left out). Bengio's direct connections
    from rows to scores, which he found to be of no use, are left out. Raises W2VError.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        vector_size: int = 20,
        window: int = 2,
        hidden: str = "bengio",
        hidden_size: int | None = None,
        seed: int = 0,
    ) -> None:
        self.hidden = choice("hidden", hidden, HIDDEN)
        self.window, N = whole("window", window), whole("vector_size", vector_size)
        units = N if hidden_size is None else whole("hidden_size", hidden_size)
        placed = hidden in ("log-bilinear", "bengio")
        shapes: dict[str, tuple[int, ...]] = {"W_in": (0, N)}
        if isinstance(vocabulary, Vocabulary):
            V = len(vocabulary)
            shapes = {"W_in": (V, N), "W_out": (V, units if placed else N), "b": (V,)}
            self.layer = Softmax(V)
        if placed:
            shapes["H"] = (self.window, units, N)
        if hidden == "bengio":
            shapes["b_hidden"] = (units,)
        super().__init__(vocabulary, shapes, seed)

    @exploding
    def step(self, example: Example) -> NNLMStep:
        """What would this example change? Its inputs are the words before, in their order.

        Computes, changes nothing. Raises W2VError.
        """
        if not isinstance(example, Example):
            raise W2VError("no_example", got=type(example).__name__)
        inputs, w = list(example.inputs), self.weights
        if len(inputs) != self.window and "H" in w:
            raise W2VError("inputs_by_place", got=len(inputs), window=self.window)
        forward, back = HIDDEN[self.hidden]
        x = w["W_in"][inputs]
        h = forward(x, w)
        u = w["W_out"] @ h + w["b"]
        rows, t = self.layer.lines(example.targets[0])
        y, loss = self.layer.predict(u, t, rows)
        e = y - t
        EH = e @ w["W_out"]
        at_x, own = back(x, h, EH, w)
        slopes: Slopes = {
            "W_in": Rows(inputs, at_x, w["W_in"].shape),
            "W_out": np.outer(e, h),
            "b": e,
            **own,
        }
        return NNLMStep(example, loss, x, h, u, y, t, e, EH, slopes)

    def examples(self, sentences: Iterable[Sequence[str]]) -> Iterator[Example]:
        """Each word that has `window` words before it, and those. Raises W2VError."""
        return before(sentences, self.vocabulary, self.window)
