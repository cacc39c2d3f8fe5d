"""The repair shop: programs that are broken as real ones are, to be found by looking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any, Self

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example
from ...messages import W2VError, choice, listed, message, whole
from ...model import Model, Step
from ...outputs import sigmoid
from ...toys import toy_sentences
from ...training import Recording, record
from ..check import Verdict, attempted
from ..l03.exercises import Assigned, Moved, Undivided, behind


class _Flipped(Model):
    """What comes back to h has the wrong sign."""

    def step(
        self, example: Example, negatives: Iterable[Iterable[int | str]] | None = None
    ) -> Step:
        step = super().step(example, negatives)
        return replace(step, EH=-step.EH)


class _OneTarget(Model):
    """All targets share one prediction: the errors are y − Σt where they should be C·y − Σt."""

    def step(
        self, example: Example, negatives: Iterable[Iterable[int | str]] | None = None
    ) -> Step:
        step = super().step(example, negatives)
        e = tuple(y / len(step.y) - t for y, t in zip(step.y, step.t, strict=True))
        back = [one @ self.W_out[rows] for one, rows in zip(e, step.rows, strict=True)]
        return replace(step, e=e, EH=np.sum(back, axis=0))


class _Squashed(Model):
    """A sigmoid sits in the hidden layer, and the way back knows nothing of it."""

    def hidden(self, inputs: int | str | Iterable[int | str]) -> np.ndarray:
        return sigmoid(super().hidden(inputs))


class _ByPosition(Model):
    """Each of the window's two positions has an output matrix; W_out is that of the first."""

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self.second = np.random.default_rng(1).normal(size=self.W_out.shape)

    def step(
        self, example: Example, negatives: Iterable[Iterable[int | str]] | None = None
    ) -> Step:
        places = zip((self, self._there()), example.targets, strict=True)
        steps = [Model.step(at, Example(example.inputs, (target,))) for at, target in places]
        names = ("negatives", "rows", "u", "y", "t", "e")
        lines: dict[str, Any] = {
            name: tuple(chain(*(getattr(one, name) for one in steps))) for name in names
        }
        loss, EH = sum(one.loss for one in steps), np.sum([one.EH for one in steps], axis=0)
        return replace(steps[0], example=example, loss=loss, EH=EH, **lines)

    def apply(self, step: Step, learning_rate: float) -> None:
        there = self._there()
        Model.apply(there, replace(step, rows=step.rows[1:], e=step.e[1:]), learning_rate)
        super().apply(replace(step, rows=step.rows[:1], e=step.e[:1]), learning_rate)
        self.second = there.W_out

    def _there(self) -> Self:
        """The model as the second position sees it."""
        return self.with_weights(self.W_in, self.second)


BROKEN: dict[str, type[Model]] = {
    "undivided": Undivided,
    "assigned": Assigned,
    "moved": Moved,
    "flipped": _Flipped,
    "one_target": _OneTarget,
    "squashed": _Squashed,
    "by_position": _ByPosition,
}
NUMBERS = range(1, len(BROKEN) + 1)


def broken(number: int, seed: int = 0) -> Recording:
    """A recorded step of a broken program, 1 to 7; with another `seed`, another order.

    Show it with `widgets.StepExplorer`. Two inputs, one of them twice, and two targets. Raises
    W2VError for another number.
    """
    if whole("number", number) not in NUMBERS:
        raise W2VError("unknown_choice", name="number", got=number, choices=listed(NUMBERS))
    kind = BROKEN[key(seed)[number - 1]]
    vocabulary = Vocabulary.from_sentences(toy_sentences())
    model = kind(vocabulary, vector_size=3)
    rng = np.random.default_rng(3 + seed)
    model.W_in[:], model.W_out[:] = rng.normal(size=(2, *model.W_in.shape))
    # What a broken program keeps beside the two matrices no recording has: take it as it was.
    before = model.with_weights(model.W_in, model.W_out)
    recording = record(model, [Example((0, 1, 0), (2, 3))], learning_rate=0.5)
    return replace(recording, _model=before)


def key(seed: int) -> list[str]:
    """What is broken in each of them."""
    return list(behind([str(number) for number in NUMBERS], tuple(BROKEN), seed).values())


def repairs(*names: str, seed: int = 0) -> Verdict:
    """Check seven names: what is broken in `broken(1)` to `broken(7)`.

    Raises W2VError for a name that is none of theirs, and for more or fewer names.
    """
    if len(names) != len(BROKEN):
        raise W2VError("as_many_names", got=len(names), wanted=len(BROKEN))
    for number, name in zip(NUMBERS, names, strict=True):
        if name in ("", "?"):
            known = listed(f'"{one}"' for one in BROKEN)
            return Verdict(False, message("l13.repairs_open", number=number, names=known))
        choice("name", name, BROKEN)
    wrong = [n for n, name, right in zip(NUMBERS, names, key(seed), strict=True) if name != right]
    verdict = Verdict(True, message("l13.repairs_right", count=len(BROKEN)))
    if wrong:
        hint = message(f"l13.repairs_{names[wrong[0] - 1]}")
        verdict = Verdict(False, message("l13.repairs_wrong", number=wrong[0], hint=hint))
    attempted("l13.repairs", verdict, f"{', '.join(names)}, seed={seed}")
    return verdict
