"""What a question is: predict, commit, reveal.

The texts stand in `texts.toml` of the lesson: NAME is the question, NAME_a, NAME_b, … are the
choices, NAME_a_why, … say what speaks for and against each. Which one is right is computed by the
library itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..messages import W2VError, catalogue, listed


@dataclass(frozen=True, eq=False)
class Evidence:
    """Numbers that bear an answer out: a table, and the function and field that computed it."""

    rows: list[str]
    columns: list[str]
    values: np.ndarray
    symbol: str
    line: tuple[Callable[..., Any], str]


@dataclass(frozen=True)
class Question:
    """A question, its choices, and the computation that settles it."""

    name: str
    lesson: str
    answer: Callable[[], str]
    prove: Callable[[], Evidence] | None = None

    def evidence(self) -> Evidence | None:
        """The numbers that bear the answer out, for questions that are asked without a picture."""
        return self.prove() if self.prove else None

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(letter for letter in "abcd" if f"{self.name}_{letter}" in self._texts)

    def asked(self) -> dict[str, Any]:
        """What the page may know before the learner has committed: question and choices."""
        return {
            "name": self.name,
            "question": self._texts[self.name],
            "choices": {letter: self._texts[f"{self.name}_{letter}"] for letter in self.choices},
        }

    def revealed(self, choice: str) -> dict[str, Any]:
        """What the page is told afterwards: the answer, and why the choice was right or not."""
        answer = self.answer()
        return self.asked() | {
            "choice": choice,
            "answer": answer,
            "why": self._texts[f"{self.name}_{choice}_why"],
            "because": self._texts[f"{self.name}_{answer}_why"],
        }

    @property
    def _texts(self) -> dict[str, dict[str, str]]:
        return catalogue(self.lesson)

    def check(self, choice: object) -> None:
        """Raise W2VError where the choice is none of this question's."""
        if choice not in self.choices:
            raise W2VError("unknown_word_choice", got=choice, choices=listed(self.choices))


def only(letters: Iterable[str]) -> str:
    """The one letter of a list; anything else is a mistake in the question."""
    (letter,) = letters
    return str(letter)
