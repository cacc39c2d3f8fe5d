"""Lesson 06: the next merge of a Huffman tree, and the probability of a word."""

from __future__ import annotations

import math

import numpy as np

from ...outputs import HierarchicalSoftmax, sigmoid
from ...trees import huffman_merges, huffman_tree
from ..check import Solution, Verdict, check

# ---- the next merge ----------------------------------------------------------------------------


def next_merge(yours: Solution) -> Verdict:
    """Check a function of the waiting weights that returns the two places that merge next."""
    return check("l06.next_merge", yours, ("weights",), _waiting, _next_merge, NEXT_MERGE_MISTAKES)


def _waiting(rng: np.random.Generator) -> tuple[list[int]]:
    """Different weights, so that there is one answer."""
    return (rng.choice(np.arange(1, 60), size=rng.integers(2, 8), replace=False).tolist(),)


def _next_merge(weights: list[int]) -> list[int]:
    """The first merge of a tree over these weights: the places of the lighter and the heavier."""
    first = next(huffman_merges(weights))
    return [first.left, first.right]


def _by_weight(weights: list[int]) -> list[int]:
    return sorted(range(len(weights)), key=lambda place: weights[place])


NEXT_MERGE_MISTAKES: dict[str, Solution] = {
    "heaviest": lambda w: _by_weight(w)[::-1][:2],
    "weights": lambda w: sorted(w)[:2],
    "turned": lambda w: _next_merge(w)[::-1],
    "first_two": lambda w: [0, 1],
    "last_two": lambda w: [len(w) - 2, len(w) - 1],
    "extremes": lambda w: [_by_weight(w)[0], _by_weight(w)[-1]],
    "one": lambda w: _by_weight(w)[0],
    "neighbours": lambda w: min(
        ([place, place + 1] for place in range(len(w) - 1)), key=lambda p: w[p[0]] + w[p[1]]
    ),
}


# ---- the probability of a word -----------------------------------------------------------------


def word_probability(yours: Solution) -> Verdict:
    """Check a function of the scores on a word's path and its code that returns P of the word."""
    return check(
        "l06.word_probability", yours, ("u", "code"), _paths, _probability, PROBABILITY_MISTAKES
    )


def _paths(rng: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    """A word of a random tree: the scores of the nodes on its path, and its code."""
    tree = huffman_tree(rng.integers(1, 20, size=rng.integers(2, 12)))
    word = int(rng.integers(len(tree)))
    return rng.normal(scale=2, size=len(tree.paths[word])), list(tree.codes[word])


def _probability(u: np.ndarray, code: list[int]) -> float:
    """e to the power of minus the loss that hierarchical softmax has with these labels."""
    layer = HierarchicalSoftmax(huffman_tree([1]))
    _, loss = layer.predict(np.asarray(u), 1 - np.array(code, dtype=float))
    return math.exp(-loss)


PROBABILITY_MISTAKES: dict[str, Solution] = {
    "all_yes": lambda u, code: sigmoid(np.asarray(u)).prod(),
    "turned": lambda u, code: _probability(u, [1 - bit for bit in code]),
    "sum": lambda u, code: np.where(
        np.array(code) == 0, sigmoid(np.asarray(u)), 1 - sigmoid(np.asarray(u))
    ).sum(),
    "mean": lambda u, code: np.where(
        np.array(code) == 0, sigmoid(np.asarray(u)), 1 - sigmoid(np.asarray(u))
    ).mean(),
    "loss": lambda u, code: -math.log(_probability(u, code)),
    "log": lambda u, code: math.log(_probability(u, code)),
    "factors": lambda u, code: np.where(
        np.array(code) == 0, sigmoid(np.asarray(u)), 1 - sigmoid(np.asarray(u))
    ),
    "no_sigma": lambda u, code: np.where(np.array(code) == 0, u, 1 - np.asarray(u)).prod(),
    "minus": lambda u, code: np.where(
        np.array(code) == 0, sigmoid(np.asarray(u)), -sigmoid(np.asarray(u))
    ).prod(),
    "last": lambda u, code: _probability(u[-1:], code[-1:]),
    "first": lambda u, code: _probability(u[:1], code[:1]),
}
