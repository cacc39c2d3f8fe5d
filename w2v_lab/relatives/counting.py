"""Count first, then weigh, then compress: PPMI and a singular value decomposition.

It changes everything but the text: nothing is predicted, nothing is stepped. All pairs are counted,
PMI says which of them mean something, and the N directions along which most of that lies are the
vectors. Levy and Goldberg (2014) found that skip-gram with negative sampling factors the same
matrix, PMI - log k, with other weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ..cooccurrence import cooccurrence, pmi
from ..messages import W2VError, whole
from ..vectors import Vectors
from .fitting import vocabulary_of

EXACT_UP_TO = 1_000  # words; a larger matrix is decomposed as far as is needed


def ppmi_svd(
    sentences: Iterable[Sequence[str]],
    vector_size: int = 100,
    window: int = 5,
    min_count: int = 5,
    seed: int = 0,
    *,
    negative: int = 1,
    power: float = 0.5,
) -> Vectors:
    """Vectors from counts: PPMI, of which the leading N directions are kept; settings as of `fit`.

    With `negative` = k > 1 log k is taken from PMI before what is below 0 is dropped. A row is
    U · S^`power`: 1/2 shares the singular values out between words and contexts, 0 leaves them
    out (Levy, Goldberg and Dagan 2015, section 3.3). `seed` matters from 1,000 words on. Raises
    W2VError.
    """
    at_hand, vocabulary = vocabulary_of(sentences, min_count)
    matrix = shifted_ppmi(cooccurrence(at_hand, vocabulary, window), negative)
    return Vectors(vocabulary.words, factored(matrix, vector_size, power, seed))


def shifted_ppmi(counts: np.ndarray, negative: int = 1) -> np.ndarray:
    """max(PMI - log k, 0), (V, V), with k = `negative`: PPMI itself for 1. Raises W2VError."""
    return np.maximum(pmi(counts) - np.log(whole("negative", negative)), 0)


def factored(matrix: np.ndarray, N: int, power: float = 0.5, seed: int = 0) -> np.ndarray:
    """The rows U · S^power of the leading N directions, (V, N); the largest number of each is > 0.

    Fewer than N directions leave columns of 0. Raises W2VError.
    """
    N = whole("vector_size", N)
    if isinstance(power, bool) or not isinstance(power, int | float | np.number):
        raise W2VError("not_a_number", name="power", got=power)
    left, sizes = _leading(matrix, min(N, len(matrix)), seed)
    signs = np.sign(left[np.abs(left).argmax(axis=0), np.arange(left.shape[1])])
    rows = np.zeros((len(matrix), N))
    rows[:, : len(sizes)] = left * signs * sizes ** float(power)
    return rows


def _leading(matrix: np.ndarray, N: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The N leading left directions, (V, N), and singular values, (N,).

    Of a large matrix they are found by multiplying a random block with it again and again (Halko,
    Martinsson and Tropp 2011, algorithm 4.4), all others by numpy's own decomposition.
    """
    if len(matrix) <= EXACT_UP_TO:
        left, sizes, _ = np.linalg.svd(matrix)
        return left[:, :N], sizes[:N]
    block = np.random.default_rng(seed).normal(size=(len(matrix), N + 20))
    for _ in range(12):
        block, _ = np.linalg.qr(matrix @ (matrix.T @ block))
    left, sizes, _ = np.linalg.svd(block.T @ matrix, full_matrices=False)
    return (block @ left)[:, :N], sizes[:N]
