"""What a question is: predict, commit, reveal.

The texts stand in `texts.toml` of the lesson: NAME is the question, NAME_CHOICE, … are the choices,
each named after the idea behind it, NAME_CHOICE_why, … say what speaks for and against each. Which
one is right is computed by the library itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np

from ..messages import W2VError, catalogue, get_language, listed


@dataclass(frozen=True, eq=False)
class Evidence:
    """Numbers that bear an answer out: a table, and the function and field that computed it.

    `readings` name what is said of the numbers of each column, NAME_reading_READING, where they are
    not of one kind.
    """

    rows: list[str]
    columns: list[str]
    values: np.ndarray
    symbol: str
    line: tuple[Callable[..., Any], str]
    readings: Sequence[str] = ()


@dataclass(frozen=True)
class Question:
    """A question, the computation that settles it, and the door before which it stands.

    `settle` returns the name of the right choice. Behind the door of a widget lies what would
    answer the question; "result" is the door before all that a widget has to tell. `prove` makes
    the numbers that are shown with the answer where the question is asked on its own. `lesson` is
    the folder whose texts speak of it.
    """

    name: str
    settle: Callable[[], str]
    before: str = "result"
    prove: Callable[[], Evidence] | None = None
    lesson: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices in the order that everybody sees, whatever class, edition or machine."""
        start, end = f"{self.name}_", "_why"
        keys = [key for key in self._texts if key.startswith(start) and key.endswith(end)]
        names = [key.removeprefix(start).removesuffix(end) for key in keys]
        mixed = {sha256(f"{self.name}, {name}".encode()).digest(): name for name in names}
        return tuple(mixed[key] for key in sorted(mixed))

    def answer(self) -> str:
        """The name of the right choice; computed once."""
        return _settled(self, get_language())

    def asked(self) -> dict[str, Any]:
        """What the page may know before the learner has committed: question and choices."""
        return {
            "name": self.name,
            "door": self.before,
            "question": self.told(),
            "choices": [{"name": name, "text": self.told(name)} for name in self.choices],
        }

    def revealed(self, choice: str) -> dict[str, Any]:
        """What the page is told afterwards: the answer, and why the choice was right or not."""
        answer = self.answer()
        return self.asked() | {
            "choice": choice,
            "answer": answer,
            "why": self.why(choice),
            "because": self.why(answer),
        }

    def told(self, choice: str = "") -> dict[str, str]:
        """The question, or one of its choices, in every language."""
        return self._texts[f"{self.name}_{choice}" if choice else self.name]

    def why(self, choice: str) -> dict[str, str]:
        """What speaks for or against one of the choices, in every language."""
        return self._texts[f"{self.name}_{choice}_why"]

    def checked(self, choice: object) -> str:
        """The choice, made sure to be one of this question's. Raises W2VError."""
        if not isinstance(choice, str) or choice not in self.choices:
            raise W2VError("unknown_word_choice", got=choice, choices=listed(self.choices))
        return choice

    def text(self, part: str) -> dict[str, str] | None:
        """One of the texts that go with the evidence, "caption", "reading" or "symbol"."""
        return self._texts.get(f"{self.name}_{part}")

    @property
    def _texts(self) -> dict[str, dict[str, str]]:
        return catalogue(self.lesson)


@cache
def _settled(question: Question, language: str) -> str:
    """Toy corpora follow the language, and some answers take seconds."""
    return question.settle()


def only(names: Iterable[str]) -> str:
    """The one name of a list; anything else is a mistake in the question."""
    (name,) = names
    return str(name)
