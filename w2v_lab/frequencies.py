"""How often real words occur: lists that are on the machine already, nothing is downloaded."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from .corpus import Vocabulary
from .messages import LANGUAGES, choice, get_language

MOST_COUNTED = 10**9  # the size of the text that the counts of wordfreq are scaled to


def word_counts(language: str | None = None) -> np.ndarray:
    """The counts of a real vocabulary, (V,), the most frequent word first.

    With the package wordfreq (Speer 2022; `pip install wordfreq`) those of more than 300,000
    English or Chinese words, scaled to a text of a billion; without it, of some 3,000 words of
    Python's own manual, which every Python carries, in English.
    """
    buckets = _buckets(language)
    if buckets is None:
        return np.array([count for _, count in _manual()])
    return np.repeat(_counts(len(buckets)), [len(words) for words in buckets])


def real_vocabulary(language: str | None = None) -> Vocabulary:
    """The words themselves, with the counts of `word_counts`: for asking the way to any one."""
    buckets = _buckets(language)
    if buckets is None:
        manual = _manual()
        return Vocabulary([word for word, _ in manual], [count for _, count in manual])
    words = [word for bucket in buckets for word in bucket]
    return Vocabulary(words, word_counts(language).tolist())


def _buckets(language: str | None) -> list[list[str]] | None:
    """The lists of wordfreq: bucket k holds the words whose share of all text is 10^(-k/100)."""
    language = choice("language", language or get_language(), LANGUAGES)
    try:
        from wordfreq import get_frequency_list
    except ImportError:
        return None
    buckets: list[list[str]] = get_frequency_list(language, "large")
    return buckets


def _counts(buckets: int) -> np.ndarray:
    shares = 10 ** (-np.arange(buckets) / 100)
    return np.maximum(np.round(shares * MOST_COUNTED), 1).astype(np.int64)


def _manual() -> list[tuple[str, int]]:
    """The words of Python's manual, as `help()` shows it, with their counts."""
    from pydoc_data.topics import topics

    words = re.findall(r"[a-z]+(?:['’-][a-z]+)*", " ".join(topics.values()).lower())
    return Counter(words).most_common()


def zipf_counts(V: int, rarest: float = 5) -> np.ndarray:
    """Counts that fall with the rank, (V,): rarest · V / rank (Zipf 1949)."""
    return rarest * V / np.arange(1, V + 1)
