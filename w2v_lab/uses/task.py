"""A task that vectors are put to: ways of doing it, runs, and the cases behind a score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..evaluation import Evaluation, scored
from ..messages import W2VError, choice
from ..vectors import Vectors

WAYS = ("plain", "ours", "gensim", "loaded")
SEEDS = 5


@dataclass(frozen=True)
class Answer:
    """One of the answers of a case: a text or a class, its score, and whether it is right.

    `lit` says of each word of a text how much of the match it made, where that is known.
    """

    text: str
    score: float
    right: bool
    lit: tuple[float, ...] = ()


@dataclass(frozen=True)
class Case:
    """What stands behind a score: words, each one's `shares` in the first answer, and answers.

    Where each word is tagged, `tags` has the right tag and the guess of each.
    """

    words: tuple[str, ...]
    shares: tuple[float, ...]
    answers: tuple[Answer, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Run:
    """What one run got in each of M cases, of how much; some cases; the sizes of both parts.

    `train` counts the labelled cases that were learnt from.
    """

    got: np.ndarray
    of: np.ndarray
    cases: tuple[Case, ...]
    train: int
    test: int


Doing = Callable[[str, str, int, Vectors | None], Run]  # row, way, seed, loaded vectors


def _as_one(runs: Sequence[Run], measure: str) -> Evaluation:
    return pooled(runs, measure)


@dataclass(frozen=True)
class Task:
    """A task by name: `rows` are its variants, `run` does one of them one way.

    `toys` are rows on texts of our own, in the chosen language; `needs` those that want a package
    of the extra "practice"; `alone` those whose plain way knows no chance, so that one run is
    enough. `measure` is what is counted.
    """

    name: str
    rows: tuple[str, ...]
    run: Doing
    measure: str = "accuracy"
    toys: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    score: Callable[[Sequence[Run], str], Evaluation] = _as_one

    def measured(
        self, row: str, way: str, seeds: Sequence[int] = range(SEEDS), loaded: Vectors | None = None
    ) -> tuple[Evaluation, Run]:
        """The score of several runs with its interval, and the first of them. Raises W2VError."""
        choice("row", row, self.rows)
        if choice("way", way, WAYS) == "loaded" and loaded is None:
            raise W2VError("nothing_loaded")
        if way == "loaded" and not isinstance(loaded, Vectors):
            raise W2VError("no_runs", got=type(loaded).__name__)
        once = way == "plain" and row in self.alone
        runs = [self.run(row, way, seed, loaded) for seed in (seeds[:1] if once else seeds)]
        return self.score(runs, self.measure), runs[0]


def pooled(runs: Sequence[Run], measure: str) -> Evaluation:
    """One score of all runs, cases and runs drawn anew for its interval."""
    got, of = (np.array([getattr(run, name) for run in runs]) for name in ("got", "of"))
    return scored(got, of, measure)
