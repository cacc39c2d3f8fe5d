"""The repair shop: programs that are broken as real ones are, to be found by looking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example
from ...messages import choice, listed, message
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


BROKEN: dict[str, type[Model]] = {
    "undivided": Undivided,
    "assigned": Assigned,
    "moved": Moved,
    "flipped": _Flipped,
    "one_target": _OneTarget,
    "squashed": _Squashed,
}
LETTERS = ("a", "b", "c", "d", "e", "f")


def broken(letter: str, seed: int = 0) -> Recording:
    """A recorded step of a broken program, "a" to "f"; with another `seed`, another order.

    Show it with `widgets.StepExplorer`. Two inputs, one of them twice, and two targets. Raises
    W2VError for another letter.
    """
    key = behind(LETTERS, tuple(BROKEN), seed)
    kind = BROKEN[key[choice("letter", letter, LETTERS)]]
    vocabulary = Vocabulary.from_sentences(toy_sentences())
    model = kind(vocabulary, vector_size=3)
    rng = np.random.default_rng(3 + seed)
    model.W_in[:], model.W_out[:] = rng.normal(size=(2, *model.W_in.shape))
    return record(model, [Example((0, 1, 0), (2, 3))], learning_rate=0.5)


def repairs(a: str, b: str, c: str, d: str, e: str, f: str, seed: int = 0) -> Verdict:
    """Check the names of what is broken in `broken("a")` to `broken("f")`.

    Raises W2VError for a name that is none of the six.
    """
    answers = dict(zip(LETTERS, (a, b, c, d, e, f), strict=True))
    right = behind(LETTERS, tuple(BROKEN), seed)
    for letter, answer in answers.items():
        if answer in ("", "?"):
            names = listed(f'"{name}"' for name in BROKEN)
            return Verdict(False, message("l13.repairs_open", letter=letter, names=names))
        choice(letter, answer, BROKEN)
    wrong = [letter for letter in LETTERS if answers[letter] != right[letter]]
    verdict = Verdict(True, message("l13.repairs_right"))
    if wrong:
        hint = message(f"l13.repairs_{answers[wrong[0]]}")
        verdict = Verdict(False, message("l13.repairs_wrong", letter=wrong[0], hint=hint))
    told = ", ".join(answers.values())
    attempted("l13.repairs", verdict, f"{told}, seed={seed}")
    return verdict
