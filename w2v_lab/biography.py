"""The biography of a matrix: each of its numbers is a start, and what every update added to it.

It is read off a recording that kept every update. What an update adds falls into parts, one for
each word at the other end, since the gradient of an example is a sum over its targets, and h a mean
of its inputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .examples import Example
from .explore import cosines, unit
from .messages import W2VError, choice
from .model import Model, Step
from .outputs import WithNoise
from .training import Recording

MOST_GROUPS = 1_000_000  # each takes a matrix
SIDES = ("input", "output")


@dataclass(frozen=True, eq=False)
class Biography:
    """How a matrix came to be: what was added to it, part by part.

    `path` (U + 1, R, N) is the matrix before each of the U updates, and after the last. `parts`
    (P, R, N) are what was added; `numbers` (P,) says by which update, `partners` (P,) for which
    word at the other end: an input vector moves for a target, an output vector for an input.
    `V` is the number of words.
    """

    path: np.ndarray
    numbers: np.ndarray
    partners: np.ndarray
    parts: np.ndarray
    V: int

    @property
    def start(self) -> np.ndarray:
        """The matrix before the first update, (R, N)."""
        return self.path[0]

    @property
    def end(self) -> np.ndarray:
        """The matrix after the last update, (R, N)."""
        return self.path[-1]

    def by_word(self) -> np.ndarray:
        """What was added for each word at the other end, (V, R, N); with the start, the end."""
        return summed(self.partners, self.parts, self.V)

    def by_group(self, groups: Sequence[int]) -> np.ndarray:
        """What each group of examples added, (G, R, N); with the start, the end.

        `groups` has a number from 0 up for each example of a round, as that of its sentence:
        `[window.sentence for window in windows]`. Raises W2VError where
        the updates are no whole number of such rounds.
        """
        labels = grouped(groups, self.updates)
        return summed(labels[self.numbers], self.parts, labels.max() + 1)

    def turns(self, groups: Sequence[int]) -> np.ndarray:
        """How far each group turned every two rows towards one another, (G, R, R).

        It is the change of their cosine at each update, summed; an update changes it by an amount
        that depends on where both stood then, so that in another order the shares were others.
        """
        labels = grouped(groups, self.updates)
        with np.errstate(all="ignore"):  # a run may explode
            turns = np.diff([cosines(matrix) for matrix in self.path], axis=0)
        return summed(labels, turns, labels.max() + 1)

    def along(self, parts: np.ndarray) -> np.ndarray:
        """How far parts (G, R, N) go in the direction of each row's whole way, (G, R).

        If the parts make the whole way, these make its length.
        """
        along = (parts * unit(self.end - self.start)).sum(axis=2)
        return along

    @property
    def updates(self) -> int:
        """U, how many updates there were."""
        return len(self.path) - 1


def biography(recording: Recording, side: str = "input") -> Biography:
    """The biography of the input or the output vectors, from a run of which all was kept.

    Raises W2VError where `record` did not keep every update; ask it for more `snapshots`.
    """
    side = choice("side", side, SIDES)
    U = len(whole_run(recording).losses)
    matrix = recording.W_in_at if side == "input" else recording.W_out_at
    path = np.array([matrix(number) for number in range(U + 1)])
    told = [
        (number, partner, part)
        for number in range(U)
        for partner, part in _parts(recording, side, number, path[number + 1] - path[number])
    ]
    numbers, partners, parts = (np.array(column) for column in zip(*told, strict=True))
    return Biography(path, numbers, partners, parts, len(recording.model_at(0).vocabulary))


def whole_run(recording: object) -> Recording:
    """The recording, made sure to be one that kept every update. Raises W2VError."""
    if not isinstance(recording, Recording):
        raise W2VError("no_recording", got=type(recording).__name__)
    if len(recording.steps) < len(recording.losses):
        kept, updates = len(recording.steps), len(recording.losses)
        raise W2VError("not_every_update", kept=kept, updates=updates, enough=updates + 1)
    return recording


def grouped(groups: Sequence[int], updates: int) -> np.ndarray:
    """The group of each update, (updates,): those of the examples, again and again.

    Raises W2VError.
    """
    try:
        labels = np.asarray(groups)
    except ValueError:  # lists of unlike lengths
        raise W2VError("no_groups", got=groups) from None
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or not len(labels) or labels.min() < 0:
        raise W2VError("no_groups", got=groups)
    if labels.max() >= MOST_GROUPS:
        raise W2VError("no_groups", got=groups)
    if updates % len(labels):
        raise W2VError("other_examples", got=len(labels), updates=updates)
    return np.resize(labels, updates)


def _parts(
    recording: Recording, side: str, number: int, change: np.ndarray
) -> Iterator[tuple[int, np.ndarray]]:
    """What an update changed, word by word at the other end; all of it where there is one word."""
    step = recording.steps[number]
    partners = step.example.targets if side == "input" else step.example.inputs
    if len(partners) == 1:
        yield partners[0], change
        return
    before, rate = recording.model_at(number), recording.rates[number]
    for place, partner in enumerate(partners):
        part = (
            _of_target(before, step, place) if side == "input" else _of_input(before, step, place)
        )
        with np.errstate(all="ignore"):
            yield partner, -rate * before.gradients(part)[SIDES.index(side)]


def _of_target(before: Model, step: Step, place: int) -> Step:
    """The same step with one of its targets alone, at the same weights."""
    alone = Example(step.example.inputs, (step.example.targets[place],))
    drawn = [step.negatives[place]] if isinstance(before.output, WithNoise) else None
    return before.step(alone, drawn)


def _of_input(before: Model, step: Step, place: int) -> Step:
    """The same step with one input's share of h: what it adds to W_out is linear in h."""
    inputs = step.example.inputs
    return replace(step, h=before.hidden(inputs[place]) / len(inputs))


def summed(labels: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """The values with the same label added up, (count, …)."""
    total = np.zeros((count, *values.shape[1:]))
    np.add.at(total, labels, values)
    return total
