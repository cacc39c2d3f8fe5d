"""How often real words occur, from lists that are on the machine already."""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np

from .corpus import Vocabulary
from .messages import LANGUAGES, W2VError, choice, get_language

SOURCES = ("manual", "wordfreq")
MOST_COUNTED = 10**9  # the size of the text that the counts of wordfreq are scaled to


def word_counts(language: str | None = None, source: str = "manual") -> np.ndarray:
    """The counts of a real vocabulary, (V,), the most frequent word first. Raises W2VError.

    source: "manual", some 3,000 English words of Python's own manual, the same on every machine;
    or "wordfreq", more than 300,000 words of a language, scaled to a text of a billion (Speer 2022,
    the package wordfreq).
    """
    if choice("source", source, SOURCES) == "manual":
        return np.array([count for _, count in _manual()], dtype=np.int64)
    buckets = _buckets(language)
    return np.repeat(_counts(len(buckets)), [len(words) for words in buckets])


def real_vocabulary(language: str | None = None, source: str = "manual") -> Vocabulary:
    """The words themselves, with the counts of `word_counts`: for asking the way to any one."""
    if choice("source", source, SOURCES) == "manual":
        manual = _manual()
        return Vocabulary([word for word, _ in manual], [count for _, count in manual])
    words = [word for bucket in _buckets(language) for word in bucket]
    return Vocabulary(words, word_counts(language, source).tolist())


def _buckets(language: str | None) -> list[list[str]]:
    """The lists of wordfreq: bucket k holds the words whose share of all text is 10^(-k/100)."""
    language = choice("language", language or get_language(), LANGUAGES)
    try:
        from wordfreq import get_frequency_list
    except ImportError:
        raise W2VError("no_wordfreq") from None
    buckets: list[list[str]] = get_frequency_list(language, "large")
    return buckets


def _counts(buckets: int) -> np.ndarray:
    shares = 10 ** (-np.arange(buckets) / 100)
    return np.maximum(np.round(shares * MOST_COUNTED), 1).astype(np.int64)


@cache
def _manual() -> list[tuple[str, int]]:
    """The words of Python's manual with their counts, as `scripts/count_manual.py` wrote them."""
    text = resources.files(__package__).joinpath("manual_words.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return [(word, int(count)) for word, count in pairs]


def zipf_counts(V: int, rarest: float = 5) -> np.ndarray:
    """Counts that fall with the rank, (V,): rarest · V / rank (Zipf 1949)."""
    return rarest * V / np.arange(1, V + 1)
