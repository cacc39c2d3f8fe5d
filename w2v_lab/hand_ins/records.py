"""One hand-in as it has been read, and the files that are none."""

from __future__ import annotations

from dataclasses import dataclass

from .. import lessons
from ..messages import get_language, message


@dataclass(frozen=True)
class Prediction:
    """A question's choices, in the order in which one learner made them, and the lines on why."""

    question: str
    choices: tuple[str, ...]
    seconds: tuple[float, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Exercise:
    """One learner's attempts at an exercise, "l03.back_to_h", and the code of the last."""

    exercise: str
    passed: tuple[bool, ...]
    slips: tuple[str | None, ...]
    seconds: tuple[float, ...]
    code: str


@dataclass(frozen=True)
class Learner:
    """One hand-in; `unknown` counts what belongs to another version of the course."""

    name: str
    predictions: tuple[Prediction, ...]
    exercises: tuple[Exercise, ...]
    unknown: int


@dataclass(frozen=True)
class Skipped:
    """A file that is no hand-in, or one too many; `key` names the reason."""

    file: str
    key: str

    @property
    def reason(self) -> str:
        """The reason in words."""
        return message(f"hand_ins.skipped_{self.key}")


def text_of(question: str, choice: str = "") -> str:
    """A question, or one of its choices, in the chosen language."""
    return lessons.find(question).told(choice)[get_language()]
