"""A text as flat arrays: all lists of ids one after another, and where each list ends."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..corpus import Vocabulary
from ..messages import W2VError


@dataclass(frozen=True, eq=False)
class Lists:
    """Many lists of ids in two flat arrays: list i is items[ends[i-1]:ends[i]]."""

    items: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, items: np.ndarray, lengths: np.ndarray) -> Lists:
        return cls(items.astype(np.int32), np.cumsum(lengths, dtype=np.intp))

    @property
    def lengths(self) -> np.ndarray:
        return np.diff(self.ends, prepend=0)

    def __getitem__(self, part: slice) -> Lists:
        start = int(self.ends[part.start - 1]) if part.start else 0
        ends = self.ends[part]
        return Lists(self.items[start : ends[-1]], ends - start)

    def __len__(self) -> int:
        return len(self.ends)


def text_of(sentences: Iterable[Sequence[str]], vocabulary: Vocabulary) -> Lists:
    """The ids of the words that the vocabulary has, sentence by sentence. Raises W2VError."""
    sentences = list(sentences)
    words = itertools.chain.from_iterable(sentences)
    ids = map(vocabulary.index.get, words, itertools.repeat(-1))
    lengths = [len(sentence) for sentence in sentences]
    all_words = Lists.of(np.fromiter(ids, np.int32, sum(lengths)), np.array(lengths, np.intp))
    text = _without(all_words, all_words.items >= 0)
    if text.lengths.max(initial=0) < 2:
        raise W2VError("no_examples")
    return text


def subsampled(text: Lists, keep: np.ndarray, rng: np.random.Generator) -> Lists:
    """The text with each occurrence kept by chance, before any window is laid."""
    return _without(text, rng.random(len(text.items)) < keep[text.items])


def _without(text: Lists, stays: np.ndarray) -> Lists:
    """The lists less the items that do not stay, (M,); others close the gap."""
    before = np.concatenate([[0], np.cumsum(stays)])
    return Lists(text.items[stays], before[text.ends])
