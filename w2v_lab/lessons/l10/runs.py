"""The runs that lesson 10 talks about: a choice made on a test set, texts that lean or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ...engine import fit
from ...messages import get_language, message
from ...uses import SENTIMENT, Weat, played, toy_jobs, weat
from ...uses.bias import lists
from ...uses.texts import TOY

TRIES, SEEN = 40, 100
EVEN = 0.5  # a text in which no job leans


@dataclass(frozen=True)
class Picked:
    """The best of many tries on a test of 100, what it gets on 900 others, and what all get."""

    on_test: float
    on_others: float
    everyone: float

    def __repr__(self) -> str:
        shares = {"test": self.on_test, "others": self.on_others, "all": self.everyone}
        told = {name: f"{share:.2f}" for name, share in shares.items()}
        return message("l10.picked", tries=TRIES, seen=SEEN, **told)


def picked_on_the_test() -> Picked:
    """Learn 40 times from ten labelled reviews, and keep the try that the test likes best."""
    return _picked(get_language())


@cache
def _picked(language: str) -> Picked:
    row = SENTIMENT.rows[0]
    got = np.array([SENTIMENT.run(row, "plain", seed, None).got for seed in range(TRIES)])
    seen, others = got[:, :SEEN].mean(axis=1), got[:, SEEN:].mean(axis=1)
    best = int(seen.argmax())
    return Picked(float(seen[best]), float(others[best]), float(got.mean()))


@dataclass(frozen=True)
class Leaning:
    """How a text leans, what WEAT finds in its vectors, and how often the game names the partner.

    Of `asked` jobs, `named` are answered with their partner where the three words are left out,
    and `named_free` where they are not.
    """

    leaning: float
    found: Weat
    named: int
    named_free: int
    asked: int

    def __repr__(self) -> str:
        told = {"leaning": f"{self.leaning:.0%}", "effect": f"{self.found.effect:.2f}"}
        return message("l10.leaning", p=f"{self.found.p:.3f}", **told)


def leaning(share: float) -> Leaning:
    """Train on the toy about jobs, of which this share is told of the usual sex, and measure."""
    return _leaning(share, get_language())


@cache
def _leaning(share: float, language: str) -> Leaning:
    vectors = fit(toy_jobs(share), **TOY)
    X, Y, A, B = lists("toy")
    games = [(played(vectors, A[1], job, B[1]), partner) for job, partner in zip(X, Y, strict=True)]
    named = sum(game.without == partner for game, partner in games)
    free = sum(game.free == partner for game, partner in games)
    return Leaning(share, weat(vectors, X, Y, A, B), named, free, len(games))
