"""A model whose five parts somebody else wrote: assembled, they are word2vec.

What is not written yet is lent by the library, so that the model runs from the first part on.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example
from ...messages import W2VError
from ...model import Model, Step
from ...noise import Noise
from ...outputs import NegativeSampling, sigmoid
from ..check import same
from .parts import CASES, PARTS, RIGHT, as_weights

NEGATIVE = 3


class PartError(W2VError):
    """A part stopped, or gave something of which no model can be made; `part` says which."""

    def __init__(self, key: str, part: str = "", /, **values: object) -> None:
        super().__init__(key, **values)
        self.part = part


def _scores(h: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    u = W @ h
    return u, sigmoid(u)


def _errors(y: np.ndarray, t: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    e = y - t
    return e, e @ W


# RIGHT asks a whole model each time; 48,000 updates want something shorter, held to it by tests.
LENT = RIGHT | {"scores": _scores, "errors": _errors}


@dataclass(frozen=True, eq=False)
class Parts:
    """The five functions, and which of them are the learner's own."""

    examples: Callable[..., Any]
    scores: Callable[..., Any]
    errors: Callable[..., Any]
    update: Callable[..., Any]
    noise: Callable[..., Any]
    own: tuple[str, ...] = PARTS

    @classmethod
    def of(cls, given: dict[str, Callable[..., Any]]) -> Parts:
        """These five; those that nobody has written yet are the library's."""
        own = tuple(part for part in PARTS if not _is_open(part, given[part]))
        return cls(**{part: given[part] if part in own else LENT[part] for part in PARTS}, own=own)

    @classmethod
    def lent(cls) -> Parts:
        """All five from the library."""
        return cls(**LENT, own=())

    @property
    def all_lent(self) -> bool:
        """Whether each of the five is the library's, and none was put in its place."""
        return all(getattr(self, part) is LENT[part] for part in PARTS)

    def __reduce__(self) -> tuple[Callable[[], Parts], tuple[()]]:
        """Functions of a notebook stay in its kernel: what travels has the library's."""
        return Parts.lent, ()

    def asked(self, part: str, *given: Any) -> Any:
        """What a part answers. Raises PartError where it stops."""
        function = getattr(self, part)
        try:
            return (as_weights(function) if part == "update" else function)(*given)
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            raise PartError("part_raised", part, error=told) from None


def _is_open(part: str, yours: Callable[..., Any]) -> bool:
    """Whether a part answers None, as a function does of which only the first line is there."""
    case = CASES[part](np.random.default_rng(0))
    try:
        answer = yours(*copy.deepcopy(case)) if part != "update" else as_weights(yours)(*case)
    except Exception:  # it is written, and goes wrong
        return False
    return answer is None or (part == "update" and same(answer, case[:2]))


class _Drawn(Noise):
    """Noise of which the shares are given."""

    def __init__(self, p: np.ndarray) -> None:
        self.p = p
        self.edges = np.cumsum(p)
        with np.errstate(all="ignore"):
            self.edges = self.edges / self.edges[-1]


class OwnModel(Model):
    """word2vec with negative sampling, made of five functions; all else is as in `Model`.

    Every number of a step is theirs; h alone is looked up as always. Raises PartError.
    """

    def __init__(
        self, vocabulary: Vocabulary, parts: Parts, vector_size: int = 3, seed: int = 0
    ) -> None:
        super().__init__(vocabulary, vector_size, "negative-sampling", NEGATIVE, seed=seed)
        self.parts = parts
        q = _array("noise", parts.asked("noise", vocabulary.counts.copy()), (len(vocabulary),))
        self.output = NegativeSampling(_Drawn(q), NEGATIVE)

    @property
    def written(self) -> dict[str, tuple[Callable[..., Any], str]]:
        """Which of the learner's functions computes a number that the explorer shows."""
        fields = {
            "scores": {"u": "u", "y": "y"},
            "errors": {"e": "e", "EH": "EH"},
            "update": {"new_in": "W_in", "new_out": "W_out"},
        }
        return {
            name: (getattr(self.parts, part), field)
            for part, names in fields.items()
            for name, field in names.items()
            if part in self.parts.own
        }

    def step(
        self, example: Example, negatives: Iterable[Iterable[int | str]] | None = None
    ) -> Step:
        """As `Model.step`, with the scores, answers, errors and EH of the five functions."""
        targets = self._ids(example.targets)
        noise = self._negatives(targets, negatives)
        h = self.hidden(example.inputs)
        EH, loss, lines = np.zeros_like(h), 0.0, []
        for target, drawn in zip(targets, noise, strict=True):
            rows, t = self.output.lines(target, drawn)
            W = self.W_out[rows]
            u, y = _two("scores", self.parts.asked("scores", h.copy(), W.copy()), t.shape, t.shape)
            given = (y.copy(), t.copy(), W.copy())  # what a part does with its copies is its own
            e, back = _two("errors", self.parts.asked("errors", *given), t.shape, h.shape)
            with np.errstate(all="ignore"):  # a part may be wrong, and its loss is shown as it is
                loss -= float(np.log(np.where(t == 1, y, 1 - y)).sum())
            EH = EH + back
            lines.append((rows, u, y, t, e))
        rows_, u_, y_, t_, e_ = zip(*lines, strict=True)
        return Step(example, loss, h, EH, noise, rows_, u_, y_, t_, e_)

    def apply(self, step: Step, learning_rate: float) -> None:
        """Let the learner's function move the weights, target by target."""
        if "update" not in self.parts.own and self.parts.update is LENT["update"]:
            return super().apply(step, learning_rate)
        for rows, e in zip(step.rows, step.e, strict=True):
            (centre,) = step.example.inputs
            given = (centre, rows.copy(), step.h.copy(), e.copy(), step.EH.copy(), learning_rate)
            moved = self.parts.asked("update", self.W_in, self.W_out, *given)
            shapes = self.W_in.shape, self.W_out.shape
            self.W_in[:], self.W_out[:] = _two("update", moved, *shapes)


def pairs(parts: Parts, sentences: Iterable[Sequence[int]], window: int) -> Iterator[Example]:
    """The examples of these sentences as the first function cuts them. Raises PartError."""
    for sentence in sentences:
        found = parts.asked("examples", list(sentence), window)
        try:
            yield from (Example((int(a),), (int(b),)) for a, b in found)
        except (TypeError, ValueError, W2VError):
            raise PartError("part_no_pairs", "examples", got=repr(found)) from None


def _two(part: str, answer: Any, first: tuple[int, ...], second: tuple[int, ...]) -> list[Any]:
    """An answer of two arrays, made sure to be of these shapes."""
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        raise PartError("part_not_two", part, got=type(answer).__name__)
    return [_array(part, one, shape) for one, shape in zip(answer, (first, second), strict=True)]


def _array(part: str, answer: Any, shape: tuple[int, ...]) -> np.ndarray:
    try:
        found = np.array(answer, dtype=float)
    except (TypeError, ValueError):
        raise PartError("part_no_numbers", part, got=type(answer).__name__) from None
    if found.shape != shape:
        raise PartError("part_shape", part, got=str(found.shape), wanted=str(shape))
    return found
