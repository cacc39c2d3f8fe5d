"""Analogy arrows: man is to woman as king is to ?, drawn on a map and ranked in all dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...films import Film, FourWords
from ...messages import W2VError
from ...toys import toy_analogies
from ...training import Recording
from ...vectors import Vectors
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from .frame import add_kind, analogy_arrows

TYPED = "…"  # the kind that holds what the learner has asked


class Session(BaseSession):
    """The conversation of `AnalogyArrows`."""

    SETTINGS = ("vectors", "questions")
    LASTING = frozenset({"ask"})

    def __init__(
        self,
        run: Vectors | Recording | Film,
        questions: Mapping[str, Sequence[FourWords]] | None = None,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        self._given = toy_analogies() if questions is None else questions
        self.vectors = self.checked("vectors", run)
        self.questions = self.checked("questions", self._given)
        self.rebuild()

    def checked(self, setting: str, value: Any) -> Any:
        if setting == "vectors":
            return _vectors(value)
        known = {
            kind: [q for q in asked if all(word in self.vectors for word in q)]
            for kind, asked in value.items()
        }
        if not any(known.values()) or len(self.vectors) < 4:
            raise W2VError("no_analogies")
        return {kind: asked for kind, asked in known.items() if asked}

    def change(self, setting: str, value: Any) -> None:
        """Other vectors, of whose words the questions are asked as far as they are known; or
        other questions. Raises W2VError."""
        with self.all_or_nothing():
            if setting == "vectors":
                self.vectors = self.checked("vectors", value)
                self.questions = self.checked("questions", self._given)
            else:
                self._given = value
            super().change(setting, value)

    def make_trace(self) -> Trace:
        return analogy_arrows(self.vectors, self.questions, self.shut("result"))

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """A question of the learner's own: three words."""
        if self.shut("result"):
            return None
        asked = request.get("ask")
        if not isinstance(asked, list) or len(asked) != 3:
            raise W2VError("three_words")
        if not all(isinstance(word, str) and word for word in asked):
            raise W2VError("three_words")
        a, b, c = asked
        best = self.vectors.analogy(a, b, c, topn=1)[0][0]
        trace = Trace({"kind": TYPED})
        add_kind(trace, self.vectors, TYPED, [(a, b, c, best)])
        return trace


def _vectors(run: Vectors | Recording | Film) -> Vectors:
    if isinstance(run, Recording):
        run = Film.of(run, most=2)
    if isinstance(run, Film):
        run = Vectors(run.vocabulary.words, run.W_in[run.last_finite])
    if not isinstance(run, Vectors):
        raise W2VError("no_recording", got=type(run).__name__)
    return run
