"""What Frozen plays: one true pair, trained alone in several programs from several scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example
from ...model import Model
from ...noise import Noise
from ...outputs import TABLES, TabledSampling
from ...training import kept_numbers, steps

STARTS = tuple((np.arange(-89, -40, 2) / 10).tolist())  # of a true pair's score
LENGTH = 10**0.5  # of both vectors at the start, so that their product can be any score above -10


@dataclass(frozen=True, eq=False)
class Starts:
    """What becomes of one true pair in several programs, from each of several starting scores.

    `starts` are the K scores, `programs` P names, `moments` M numbers of updates. `u` (K, P, M) are
    the scores then, `y` and `e` (K, P) what the program takes for σ and its error at the start.
    """

    starts: Sequence[float]
    programs: Sequence[str]
    moments: Sequence[int]
    u: np.ndarray
    y: np.ndarray
    e: np.ndarray


def frozen_pair(
    starts: Sequence[float] = STARTS, updates: int = 500, learning_rate: float = 0.1
) -> Starts:
    """Train one true pair, alone, as programs do whose table of σ ends at ±6 or ±8.

    Two vectors in two dimensions, as long as each other, at the angle that makes the score.
    """
    moments = sorted({*kept_numbers(updates + 1, 50), *(n for n in (10, 100) if n <= updates)})
    told = np.array(
        [
            [_alone(start, program, updates + 1, learning_rate) for program in TABLES]
            for start in starts
        ]
    )
    u, y, e = np.moveaxis(told, -1, 0)
    return Starts(starts, tuple(TABLES), moments, u[:, :, moments], y[:, :, 0], e[:, :, 0])


def _alone(start: float, program: str, updates: int, learning_rate: float) -> np.ndarray:
    """Score, σ and error of each update of a run with one example and no noise, (updates, 3)."""
    vocabulary = Vocabulary(["given", "asked"], [1, 1])
    model = Model(vocabulary, 2, "negative-sampling", negative=0)
    model.output = TabledSampling(Noise(vocabulary.counts), 0, program)
    cosine = start / LENGTH**2
    model.W_in[0] = [LENGTH, 0]
    model.W_out[1] = [LENGTH * cosine, LENGTH * np.sqrt(1 - cosine**2)]
    run = steps(model, [Example((0,), (1,))], updates, learning_rate)
    return np.array([(step.u[0][0], step.y[0][0], step.e[0][0]) for step in run])
