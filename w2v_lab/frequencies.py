"""How often real words occur: lists that are on the machine already, nothing is downloaded."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from .messages import LANGUAGES, choice, get_language

MOST_COUNTED = 10**9  # the size of the text that the counts of wordfreq are scaled to


def word_counts(language: str | None = None) -> np.ndarray:
    """The counts of a real vocabulary, (V,), the most frequent word first.

    With the package wordfreq (Speer 2022; `pip install wordfreq`) those of more than 300,000
    English or Chinese words, scaled to a text of a billion; without it, of some 3,000 words of
    Python's own manual, which every Python carries, in English.
    """
    language = choice("language", language or get_language(), LANGUAGES)
    try:
        from wordfreq import get_frequency_list
    except ImportError:
        return manual_counts()
    # Bucket k of the list holds the words whose share of all text is 10^(-k/100).
    sizes = [len(words) for words in get_frequency_list(language, "large")]
    shares = 10 ** (-np.arange(len(sizes)) / 100)
    counts = np.maximum(np.round(shares * MOST_COUNTED), 1).astype(np.int64)
    return np.repeat(counts, sizes)


def manual_counts() -> np.ndarray:
    """The counts of the words in Python's manual, as `help()` shows it; most frequent first."""
    from pydoc_data.topics import topics

    words = re.findall(r"[a-z]+(?:['’-][a-z]+)*", " ".join(topics.values()).lower())
    return np.array([count for _, count in Counter(words).most_common()])


def zipf_counts(V: int, rarest: float = 5) -> np.ndarray:
    """Counts that fall with the rank, (V,): rarest · V / rank (Zipf 1949)."""
    return rarest * V / np.arange(1, V + 1)
