"""Lesson 09: the mean of 1/rank, and a report on vectors of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...evaluation import evaluate, reciprocal_rank
from ...messages import W2VError, message
from ...vectors import Vectors
from ..check import Solution, Verdict, attempted, check

LEAST_RUNS, LEAST_PAIRS = 3, 20


def mean_reciprocal_rank(yours: Solution) -> Verdict:
    """Check a function of cosines and targets that returns the mean of 1/rank."""
    arguments = ("cosines", "targets")
    return check("l09.mean_reciprocal_rank", yours, arguments, _asked, _mean, MISTAKES)


def _asked(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Cosines of a few questions with every word, and the word that each asks for."""
    questions, words = int(rng.integers(1, 5)), int(rng.integers(3, 9))
    cosines = rng.uniform(-1, 1, size=(questions, words)).round(3)
    return cosines, rng.integers(words, size=questions)


def _ranks(cosines: np.ndarray, targets: np.ndarray) -> np.ndarray:
    pairs = zip(cosines, targets, strict=True)
    return np.array([1 / reciprocal_rank(row, int(target)) for row, target in pairs])


def _mean(cosines: np.ndarray, targets: np.ndarray) -> float:
    """What the library's evaluation answers."""
    pairs = zip(cosines, targets, strict=True)
    return float(np.mean([reciprocal_rank(row, int(target)) for row, target in pairs]))


MISTAKES: dict[str, Solution] = {
    "mean_rank": lambda cosines, targets: float(np.mean(_ranks(cosines, targets))),
    "one_over_mean": lambda cosines, targets: float(1 / np.mean(_ranks(cosines, targets))),
    "turned": lambda cosines, targets: _mean(-cosines, targets),
    "from_zero": lambda cosines, targets: float(np.mean(1 / (_ranks(cosines, targets) + 1))),
    "first_only": lambda cosines, targets: float(np.mean(cosines.argmax(axis=1) == targets)),
    "sum": lambda cosines, targets: float(np.sum(1 / _ranks(cosines, targets))),
    "each": lambda cosines, targets: 1 / _ranks(cosines, targets),
}


def report(
    runs: Sequence[Vectors], pairs: Sequence[tuple[str, str]], against: Sequence[Vectors] = ()
) -> Verdict:
    """Check what a report on vectors needs, and say what it comes to.

    `runs` are vectors of one text from at least three seeds, `pairs` at least twenty pairs of
    words that should be near, `against` vectors of the same text with other settings. The verdict
    holds the score with its interval, and the difference with its own.
    """
    told = _missing(runs, pairs, against)
    verdict = Verdict(False, message(f"l09.report_{told}")) if told else _reported(
        runs, pairs, against
    )  # fmt: skip
    attempted("l09.report", verdict, verdict.text, told)
    return verdict


def _missing(runs: object, pairs: object, against: object) -> str | None:
    """What is not there yet, by its name."""
    listed = isinstance(runs, list | tuple) and isinstance(against, list | tuple)
    if not listed or not all(isinstance(run, Vectors) for run in [*runs, *against]):  # type: ignore[misc]
        return "vectors"
    assert isinstance(runs, list | tuple)
    if len(runs) < LEAST_RUNS:
        return "runs"
    if any(np.array_equal(runs[0].matrix, run.matrix) for run in runs[1:]):
        return "seeds"
    if not isinstance(pairs, list | tuple) or len(set(pairs)) < LEAST_PAIRS:
        return "pairs"
    return None if against else "against"


def _reported(
    runs: Sequence[Vectors], pairs: Sequence[tuple[str, str]], against: Sequence[Vectors]
) -> Verdict:
    try:
        score, apart = evaluate(runs, pairs), evaluate(runs, pairs, against=against)
    except W2VError as error:
        return Verdict(False, str(error))
    if score.found < LEAST_PAIRS:
        return Verdict(False, message("l09.report_found", found=score.found, least=LEAST_PAIRS))
    numbers = {name: f"{getattr(score, name):.3f}" for name in ("score", "low", "high")}
    more = {f"d_{name}": f"{getattr(apart, name):+.3f}" for name in ("score", "low", "high")}
    verdict = "better" if apart.low > 0 else "worse" if apart.high < 0 else "open"
    text = message("l09.report_done", found=score.found, runs=len(runs), **numbers, **more)
    return Verdict(True, f"{text} {message(f'l09.report_{verdict}')}")
