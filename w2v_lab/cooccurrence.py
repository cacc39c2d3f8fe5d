"""How often words meet: counts of pairs, and what they say of two words (PMI, PPMI).

What word2vec learns from a stream of pairs can be counted first and weighed afterwards: the matrix
of all pairs is the corpus as skip-gram sees it, with the order of the pairs forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from .corpus import Vocabulary, checked
from .messages import W2VError, whole

MOST_WORDS = 10_000  # a table of all pairs takes 8 · V² bytes: 800 MB


def cooccurrence(
    sentences: Iterable[Sequence[str]],
    vocabulary: Vocabulary,
    window: int = 2,
    *,
    by_distance: bool = False,
) -> np.ndarray:
    """Count the pairs of a text: [w, c] says how often c is a target of the input w, (V, V).

    The pairs are those of skip-gram's `examples`: ordered, at most `window` places apart, words
    outside the vocabulary gone before. Integers; with `by_distance` a pair that stands d places
    apart counts 1/d, as in GloVe's program (Pennington et al. 2014, section 4.2). Raises W2VError.
    """
    V = _few_enough(vocabulary)
    counts = np.zeros((V, V), float if by_distance else np.int64)
    for distance, left, right in meetings(sentences, vocabulary, window):
        share = 1 / distance if by_distance else 1
        np.add.at(counts.reshape(-1), left * V + right, share)
        np.add.at(counts.reshape(-1), right * V + left, share)
    return counts


def pmi(counts: np.ndarray) -> np.ndarray:
    """Pointwise mutual information, log P(w, c) / (P(w) P(c)), (V, V), in nats.

    0 where two words meet as often as chance has it, -inf where they never meet (Church and Hanks
    1990). Raises W2VError.
    """
    table = checked_counts(counts)
    rows, columns = (_log_or_0(table.sum(axis=axis)) for axis in (1, 0))
    with np.errstate(divide="ignore"):
        pmi = np.log(table)
    pmi -= rows[:, None]
    pmi -= columns
    pmi += np.log(table.sum())
    return pmi


def ppmi(counts: np.ndarray) -> np.ndarray:
    """PMI with 0 in the place of what is below it, (V, V) (Bullinaria and Levy 2007).

    Raises W2VError.
    """
    return np.maximum(pmi(counts), 0)


def meetings(
    sentences: Iterable[Sequence[str]], vocabulary: Vocabulary, window: int
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Yield each distance up to `window`, and the ids on the left and on the right of it, (M,)."""
    window = whole("window", window)
    if not isinstance(vocabulary, Vocabulary):
        raise W2VError("no_vocabulary", got=type(vocabulary).__name__)
    lists = [vocabulary.ids(sentence) for sentence in checked(sentences)]
    lengths = [len(ids) for ids in lists]
    ids = np.array([word for ids in lists for word in ids], dtype=np.int64)
    sentence = np.repeat(np.arange(len(lists)), lengths)
    for distance in range(1, min(window, max(lengths, default=0) - 1) + 1):
        together = sentence[distance:] == sentence[:-distance]
        yield distance, ids[:-distance][together], ids[distance:][together]


def _few_enough(vocabulary: Vocabulary) -> int:
    if not isinstance(vocabulary, Vocabulary):
        raise W2VError("no_vocabulary", got=type(vocabulary).__name__)
    if len(vocabulary) > MOST_WORDS:
        raise W2VError("too_many_pairs", V=len(vocabulary), most=MOST_WORDS)
    return len(vocabulary)


def checked_counts(counts: np.ndarray, V: int | None = None) -> np.ndarray:
    """The counts as floats, (V, V): finite, none below 0, not all 0. Raises W2VError."""
    try:
        table = np.array(counts, dtype=float)
    except (TypeError, ValueError):
        raise W2VError("not_pair_counts", got=type(counts).__name__) from None
    if table.ndim != 2 or table.shape[0] != table.shape[1] or V not in (None, len(table)):
        raise W2VError("not_pair_counts", got=f"{table.shape}")
    if not (np.isfinite(table).all() and (table >= 0).all() and table.any()):
        raise W2VError("not_pair_counts", got=counts)
    return table


def _log_or_0(sums: np.ndarray) -> np.ndarray:
    """The logarithms of the sums; 0 for a word that meets nobody, whose row is -inf as it is."""
    return np.log(np.where(sums > 0, sums, 1))
