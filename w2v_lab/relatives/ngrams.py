"""n-grams: what came before, counted. The first row of the family's table.

It changes everything: no vectors, nothing is learned step by step. How likely a word is after the
`window` words before it is read from how often it stood there. What was never seen gets its share
from the same question with one word less, and so on down to "any word" (Witten and Bell 1991;
Chen and Goodman 1998, section 2.3, compare it with others).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from ..corpus import Vocabulary
from ..examples import Example
from ..messages import W2VError, whole
from .net import before


class NGrams:
    """A model of n-grams, n = `window` + 1, that takes the examples of `NNLM`.

    `followers[context][word]` counts how often a word came after a context, a tuple of 0 to
    `window` ids. Two contexts are alike or they are not: nothing is known of one from the other,
    however near in meaning their words. Raises W2VError.
    """

    def __init__(self, vocabulary: Vocabulary, window: int = 2) -> None:
        if not isinstance(vocabulary, Vocabulary):
            raise W2VError("no_vocabulary", got=type(vocabulary).__name__)
        self.vocabulary, self.window = vocabulary, whole("window", window)
        self.followers: defaultdict[tuple[int, ...], Counter[int]] = defaultdict(Counter)

    def count(self, examples: Iterable[Example]) -> None:
        """Learn: count each target after all that stands before it, and after less and less."""
        for example in examples:
            for first in range(len(example.inputs) + 1):
                self.followers[example.inputs[first:]].update(example.targets)

    def probabilities(self, inputs: Sequence[int]) -> np.ndarray:
        """P of every word after these, (V,); together they make 1.

        T words came after the context, C times in all: C parts of C + T go by its counts, T parts,
        one for each time that something new came, to the context with one word less.
        """
        context = tuple(inputs)
        V = len(self.vocabulary)
        shorter = self.probabilities(context[1:]) if context else np.full(V, 1 / V)
        if context not in self.followers:
            return shorter
        seen = self.followers[context]
        T, C = len(seen), seen.total()
        counts = np.zeros(V)
        counts[list(seen)] = list(seen.values())
        P = (counts + T * shorter) / (C + T)
        return P

    def mean_loss(self, examples: Iterable[Example]) -> float:
        """The mean of -log P over examples that it need not have seen, in nats."""
        losses = [-np.log(self.probabilities(e.inputs)[t]) for e in examples for t in e.targets]
        if not losses:
            raise W2VError("no_examples")
        return float(np.mean(losses))

    def examples(self, sentences: Iterable[Sequence[str]]) -> Iterable[Example]:
        """Each word that has `window` words before it, and those, as `NNLM` has them.

        Raises W2VError.
        """
        return before(sentences, self.vocabulary, self.window)

    @property
    def size(self) -> int:
        """How many contexts it keeps counts of, the empty one included."""
        return len(self.followers)
