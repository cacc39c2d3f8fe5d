"""The output layers. Each answers two questions and no more.

`lines(target)`: which rows of W_out does this target touch, and with which labels?
`predict(u, t)`: what do the scores say, and what does it cost against the labels?
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from .messages import choice


class OutputLayer(Protocol):
    """What the model asks of an output layer; `row_count` is the number of rows of W_out."""

    row_count: int

    def lines(self, target: int) -> tuple[np.ndarray, np.ndarray]: ...

    def predict(self, u: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, float]: ...


class Softmax:
    """One question with V answers: which of all the words is it? (Rong 2014, eqs. 4 and 7)"""

    def __init__(self, V: int) -> None:
        self.row_count = V

    def lines(self, target: int) -> tuple[np.ndarray, np.ndarray]:
        """Every row of W_out, (V,), and the target's one-hot, (V,)."""
        rows = np.arange(self.row_count)
        t = np.zeros(self.row_count)
        t[target] = 1
        return rows, t

    def predict(self, u: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, float]:
        """Probabilities that sum to 1, (V,), and the cross-entropy in nats.

        The greatest score is taken away first: it cancels in y, and exp cannot overflow.
        """
        with np.errstate(under="ignore"):  # a probability below 1e-308 is 0, and rightly so
            shifted = u - u.max()
            exps = np.exp(shifted)
            y = exps / exps.sum()
            loss = np.log(exps.sum()) - t @ shifted
        return y, float(loss)


LAYERS = {"softmax": Softmax}


def output_layer(name: str, V: int) -> OutputLayer:
    """The output layer of that name for a vocabulary of V words. Raises W2VError."""
    return LAYERS[choice("output", name, LAYERS)](V)
