"""What a tree costs: how many questions a target takes, and which words gain and which pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .examples import keep_probabilities
from .messages import message
from .trees import (
    balanced_merges,
    checked_counts,
    children,
    depths,
    entropy,
    huffman_merges,
    shares,
)


def some_ranks(V: int, most: int) -> np.ndarray:
    """At most so many of the ranks 1 … V, dense at first: a curve by rank needs no more."""
    return np.unique(np.geomspace(1, V, most).round().astype(int))


@dataclass(frozen=True, eq=False)
class Comparison:
    """Huffman's tree and the balanced one over the same words.

    `counts` (V,), most frequent first, and the number of questions to each word in either tree,
    `huffman` (V,) and `balanced` (V,).
    """

    counts: np.ndarray
    huffman: np.ndarray
    balanced: np.ndarray

    @property
    def entropy(self) -> float:
        """No tree takes fewer questions on average than this, in bits."""
        return entropy(self.counts)

    def questions(self, sample: float = 0, subsampling: str = "code") -> tuple[float, float]:
        """The questions that a target takes on average: in Huffman's tree, in the balanced one.

        With `sample` the targets are those that subsampling leaves, the trees what they were.
        """
        left = shares(self.counts * keep_probabilities(self.counts, sample, subsampling))
        huffman, balanced = (left @ depth for depth in (self.huffman, self.balanced))
        return float(huffman), float(balanced)

    def pay(self) -> tuple[float, float]:
        """Who lies deeper in Huffman's tree than in the balanced one: share of words, of text."""
        deeper = self.huffman > self.balanced
        words = deeper.mean()
        text = shares(self.counts)[deeper].sum()
        return float(words), float(text)

    def __repr__(self) -> str:
        huffman, balanced = self.questions()
        words, text = self.pay()
        return message(
            "tree_costs.comparison",
            V=f"{len(self.counts):,}",
            entropy=f"{self.entropy:.2f}",
            huffman=f"{huffman:.2f}",
            balanced=f"{balanced:.2f}",
            deepest=self.huffman.max(),
            deepest_balanced=self.balanced.max(),
            words=f"{words:.0%}",
            text=f"{text:.0%}",
        )


def compare_trees(counts: Sequence[float] | np.ndarray) -> Comparison:
    """Grow both trees over these counts and compare how deep the words lie.

    Raises W2VError for counts that are no numbers from 0 up, and where none is above 0.
    """
    found = checked_counts(counts)
    shares(found)  # or an error: where nothing occurs there is nothing to compare
    # The merges are used up and not kept: of 300,000 words they would take much memory.
    huffman, balanced = (
        depths(children(merges(found.tolist()), len(found)))
        for merges in (huffman_merges, balanced_merges)
    )
    return Comparison(found, huffman, balanced)
