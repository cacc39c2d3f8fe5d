"""A question on its own: predict, commit, and only then read what is so."""

from __future__ import annotations

from ...lessons.question import Question
from ..kit.session import BaseSession
from ..kit.trace import Trace
from . import frame


class Session(BaseSession):
    """The conversation of `Predict`."""

    GATED = False

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.rebuild()

    def before_a_door(self, question: Question) -> Question:
        return question  # any will do: there is nothing here but the question and its proof

    def make_trace(self) -> Trace | None:
        for name, question in self._questions.items():
            if name in self.choices and question.prove:
                return frame.evidence(question, question.prove())
        return None
