"""Logistic regression: one softmax on features that stay as they are.

The output layer of lesson 02 with labels in the place of words: u = W x + b, the error is y - t.
The mean cross-entropy with a penalty on W has one minimum; the way there is gradient descent with
momentum (Nesterov 1983), all examples at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..messages import W2VError

ROUNDS = 200


class Logistic:
    """A class for each row of features X, (n, D), learnt from the classes y, n str.

    `penalty` is as scikit-learn's 1/C. `W` (K, D) and `b` (K,) are one row a class of `classes`.
    Raises W2VError where there are fewer than two classes, or not one a row.
    """

    def __init__(self, X: np.ndarray, y: Sequence[str], penalty: float = 1.0) -> None:
        self.classes = sorted(set(y))
        if len(self.classes) < 2 or len(y) != len(X):
            raise W2VError("two_classes", rows=len(X), classes=len(self.classes))
        X = np.asarray(X, dtype=np.float32)
        place = {name: k for k, name in enumerate(self.classes)}
        t = np.eye(len(self.classes), dtype=np.float32)[[place[name] for name in y]]
        self.W = np.zeros((len(self.classes), X.shape[1]), dtype=np.float32)
        self.b = np.zeros(len(self.classes), dtype=np.float32)
        self._descend(X, t, penalty / len(X))

    def _descend(self, X: np.ndarray, t: np.ndarray, penalty: float) -> None:
        """Steps as long as the steepest curve allows: half the greatest x·x, at most."""
        rate = 1 / (0.5 * (_greatest(X) + 1) + penalty)
        W, b = self.W, self.b
        for number in range(ROUNDS):
            ahead = number / (number + 3)
            W_ahead, b_ahead = self.W + ahead * (self.W - W), self.b + ahead * (self.b - b)
            e = (_softmax(X @ W_ahead.T + b_ahead) - t) / len(X)
            W, b = self.W, self.b
            self.W = W_ahead - rate * (e.T @ X + penalty * W_ahead)
            self.b = b_ahead - rate * e.sum(axis=0)

    def probabilities(self, X: np.ndarray) -> np.ndarray:
        """How likely each class is for each row, (n, K)."""
        return _softmax(np.asarray(X, dtype=np.float32) @ self.W.T + self.b)

    def guesses(self, X: np.ndarray) -> list[str]:
        """The likeliest class of each row."""
        return [self.classes[k] for k in self.probabilities(X).argmax(axis=1)]


def _softmax(u: np.ndarray) -> np.ndarray:
    powers = np.exp(u - u.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _greatest(X: np.ndarray) -> float:
    """The greatest eigenvalue of XᵀX / n, by multiplying a vector with it again and again."""
    v: np.ndarray = np.ones(X.shape[1], dtype=np.float32)
    length = 0.0
    for _ in range(20):
        v = X.T @ (X @ v) / len(X)
        length = float(np.linalg.norm(v))
        v /= length or 1
    return 1.05 * length  # it comes near from below
