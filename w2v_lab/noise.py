"""The noise of negative sampling: which words are drawn as negatives, and how often.

A draw is a random number in [0, 1) and the word whose share of that line it falls on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .messages import W2VError, choice, whole
from .trees import checked_counts, shares

# A negative that equals the target: kept as it is, left out, or drawn again until it is another.
TARGET_DRAWN = ("keep", "skip", "redraw")
MOST_REDRAWS = 1000  # where hardly another word can be drawn, the negative is left out


@dataclass(frozen=True)
class Draw:
    """One draw: the random number `r` in [0, 1), the `word` that it fell on, and the `target`.

    `used` says whether the word became a negative; one that equals the target may be passed over.
    """

    r: float
    word: int
    target: int
    used: bool


class Noise:
    """The noise distribution: word i with probability counts[i]^exponent / Σ counts^exponent.

    `p` (V,) are the probabilities and `edges` (V,) their running sum: the word drawn by r is the
    first whose edge lies beyond r. An exponent of 3/4 is that of Mikolov et al. 2013, 1310.4546,
    section 2.2; 1 is the frequency itself, 0 makes all words alike. A word of count 0 is never
    drawn. Raises W2VError.
    """

    def __init__(self, counts: Sequence[int] | np.ndarray, exponent: float = 0.75) -> None:
        if isinstance(exponent, bool) or not isinstance(exponent, int | float | np.number):
            raise W2VError("not_a_number", name="ns_exponent", got=exponent)
        if not math.isfinite(exponent):
            raise W2VError("not_a_number", name="ns_exponent", got=float(exponent))
        self.exponent = float(exponent)
        share = shares(checked_counts(counts))
        seen = share > 0  # what never occurs is never drawn, whatever the exponent
        powers = self.exponent * np.log(share[seen])
        weights = np.zeros(len(share))
        with np.errstate(under="ignore"):
            # The greatest is taken away first: it cancels in p, and exp cannot overflow.
            weights[seen] = np.exp(powers - powers.max())
        self.p = weights / weights.sum()
        self.edges = np.cumsum(self.p)
        self.edges /= self.edges[-1]  # rounding must not leave a gap below 1
        self.p.setflags(write=False)
        self.edges.setflags(write=False)

    def draws(
        self, target: int, k: int, rng: np.random.Generator, target_drawn: str = "keep"
    ) -> Iterator[Draw]:
        """Yield the draws of k negatives for one target, those that are passed over included.

        `target_drawn` says what becomes of a negative that equals the target: "keep", "skip"
        (word2vec.c and gensim) or "redraw" (fastText). Raises W2VError.
        """
        choice("target_drawn", target_drawn, TARGET_DRAWN)
        for _ in range(whole("k", k, least=0)):
            for _ in range(MOST_REDRAWS if target_drawn == "redraw" else 1):
                r = float(rng.random())
                word = int(np.searchsorted(self.edges, r, side="right"))
                used = word != target or target_drawn == "keep"
                yield Draw(r, word, target, used)
                if used:
                    break
