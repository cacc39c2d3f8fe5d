"""Lesson 00: cut a sentence into pairs of word and next word."""

from __future__ import annotations

import numpy as np

from ...corpus import Vocabulary
from ...examples import examples
from ...toys import toy_sentences
from ..check import Solution, Verdict, check


def next_words(yours: Solution) -> Verdict:
    """Check a function from a sentence, a list of words, to its list of (word, next word) pairs."""
    return check(
        "l00.next_words", yours, ("sentence",), _sentences, _next_words, NEXT_WORDS_MISTAKES
    )


def _sentences(rng: np.random.Generator) -> tuple[list[str]]:
    words = Vocabulary.from_sentences(toy_sentences()).words
    return ([words[i] for i in rng.integers(len(words), size=rng.integers(1, 7))],)


def _next_words(sentence: list[str]) -> list[tuple[str, str]]:
    vocabulary = Vocabulary.from_sentences([sentence])
    found = examples([sentence], vocabulary, "next-word")
    name = vocabulary.words
    return [(name[example.inputs[0]], name[example.targets[0]]) for example in found]


NEXT_WORDS_MISTAKES: dict[str, Solution] = {
    "reversed": lambda s: [(b, a) for a, b in _next_words(s)],
    "last_missing": lambda s: _next_words(s)[:-1],
    "wraps_around": lambda s: [*_next_words(s), (s[-1], s[0])],
    "once_each": lambda s: list(dict.fromkeys(_next_words(s))),
    "disjoint": lambda s: _next_words(s)[::2],
    "both_sides": lambda s: [pair for a, b in _next_words(s) for pair in ((a, b), (b, a))],
    "only_words": lambda s: s[1:],
}
