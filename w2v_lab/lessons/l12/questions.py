"""The questions of lesson 12: its 22 claims, and what they come to together."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ...examples import keep_probabilities
from ...messages import message
from ..claim import VERDICTS
from ..question import Evidence, Question
from .claims import CLAIMS


def _counts() -> np.ndarray:
    """How often each verdict is given."""
    given = Counter(claim.answer() for claim in CLAIMS)
    counts = np.array([given[verdict] for verdict in VERDICTS])
    return counts


def _claims_that_hold() -> str:
    """How many of the claims are so, or half so?"""
    so, half, *_ = _counts()
    share = (so + half) / len(CLAIMS)
    return "few" if share < 1 / 3 else "most" if share < 0.9 else "nearly_all"


def _both_kinds() -> Evidence:
    so, half, *others = _counts()
    columns = [message(f"l12.column_{name}") for name in ("hold", "others")]
    counts = np.array([[so + half, sum(others)]])
    return Evidence([message("l12.claims")], columns, counts, "", (_counts, "counts"))


TIMES = (1, 2, 3, 10)  # a word's share of the text, as a multiple of the threshold
SHARE = 1e-3


def _kept() -> np.ndarray:
    """How likely an occurrence stays, by the paper's formula and by the code's, (2, times)."""
    kept = np.array([[_stays(times, formula) for times in TIMES] for formula in ("paper", "code")])
    return kept


def _stays(times: int, formula: str) -> float:
    counts = [times, round(1 / SHARE) - times]
    return float(keep_probabilities(counts, SHARE, formula)[0])


def _twice_the_threshold() -> str:
    """Who keeps all of a word whose share is twice the threshold?"""
    paper, code = _kept()[:, TIMES.index(2)] == 1
    return {(True, True): "both", (False, True): "code"}.get((bool(paper), bool(code)), "neither")


def _kept_of_each() -> Evidence:
    rows = [message(f"l12.row_{formula}") for formula in ("paper", "code")]
    return Evidence(rows, [f"{times} t" for times in TIMES], _kept(), "", (_kept, "kept"))


QUESTIONS = (
    Question("claims_that_hold", _claims_that_hold, prove=_both_kinds),
    Question("twice_the_threshold", _twice_the_threshold, prove=_kept_of_each),
    *CLAIMS,
)
