"""Lesson 04: cut a sentence into the examples of CBOW."""

from __future__ import annotations

import numpy as np

from ...corpus import Vocabulary
from ...examples import examples
from ...toys import toy_sentences
from ..check import Solution, Verdict, check

Cut = list[tuple[list[str], str]]


def cbow_examples(yours: Solution) -> Verdict:
    """Check a function of a sentence and a window that returns (context words, centre) pairs."""
    return check(
        "l04.cbow_examples",
        yours,
        ("sentence", "window"),
        _sentences,
        _cbow_examples,
        CBOW_EXAMPLES_MISTAKES,
    )


def _sentences(rng: np.random.Generator) -> tuple[list[str], int]:
    words = Vocabulary.from_sentences(toy_sentences("article")).words
    sentence = [words[i] for i in rng.integers(len(words), size=rng.integers(2, 8))]
    return sentence, int(rng.integers(1, 4))


def _cbow_examples(sentence: list[str], window: int) -> Cut:
    vocabulary = Vocabulary.from_sentences([sentence])
    name = vocabulary.words
    found = examples([sentence], vocabulary, "cbow", window)
    return [([name[i] for i in e.inputs], name[e.targets[0]]) for e in found]


def _with_centre(sentence: list[str], window: int) -> Cut:
    return [
        (sentence[max(0, at - window) : at + window + 1], word) for at, word in enumerate(sentence)
    ]


def _negative_start(sentence: list[str], window: int) -> Cut:
    """Python counts a negative start from the end of the list."""
    return [
        (sentence[at - window : at] + sentence[at + 1 : at + window + 1], word)
        for at, word in enumerate(sentence)
    ]


CBOW_EXAMPLES_MISTAKES: dict[str, Solution] = {
    "with_centre": _with_centre,
    "negative_start": _negative_start,
    "reversed": lambda s, w: [(centre, context) for context, centre in _cbow_examples(s, w)],
    "one_sided": lambda s, w: [(s[max(0, at - w) : at], s[at]) for at in range(len(s))],
    "one_short": lambda s, w: [
        (s[max(0, at - w) : at] + s[at + 1 : at + w], s[at]) for at in range(len(s))
    ],
    "edges_missing": lambda s, w: [
        (s[at - w : at] + s[at + 1 : at + w + 1], s[at]) for at in range(w, len(s) - w)
    ],
    "in_pairs": lambda s, w: [
        ([word], centre) for context, centre in _cbow_examples(s, w) for word in context
    ],
    "repeats_lost": lambda s, w: [(list(dict.fromkeys(c)), m) for c, m in _cbow_examples(s, w)],
}
