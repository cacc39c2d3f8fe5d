"""Analogy arrows: man is to woman as king is to ?, drawn on a map and ranked in all dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...films import Film, Question
from ...messages import W2VError
from ...toys import toy_analogies
from ...training import Recording
from ...vectors import Vectors
from ..kit.shell import LabWidget, javascript, stylesheet
from ..kit.trace import Trace
from .frame import add_kind, analogy_arrows

TYPED = "…"  # the kind that holds what the learner has asked


class AnalogyArrows(LabWidget):
    """Choose a is to b as c is to ? and see the arrow, where it leads, and who is nearest there.

    `run` are Vectors, or a recording or film, of which the end is taken. `questions` are by kind,
    as `w2v.toy_analogies` gives them (those of "grammar" when left out); words of one's own can be
    typed. `predict` names a question asked first. Raises W2VError.
    """

    _esm = javascript("analogy_arrows")
    _css = stylesheet("analogy_arrows")
    catalogues = ("analogy_arrows",)

    def __init__(
        self,
        run: Vectors | Recording | Film,
        questions: Mapping[str, Sequence[Question]] | None = None,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        self.vectors = _vectors(run)
        given = toy_analogies() if questions is None else questions
        self.questions = {
            kind: [q for q in asked if all(word in self.vectors for word in q)]
            for kind, asked in given.items()
        }
        self.questions = {kind: asked for kind, asked in self.questions.items() if asked}
        if not self.questions or len(self.vectors) < 4:
            raise W2VError("no_analogies")
        self.rebuild()

    def rebuild(self) -> None:
        hide = any(map(self.hides, self._questions))
        self.show(analogy_arrows(self.vectors, self.questions, hide))

    def answer(self, request: dict[str, Any], buffers: list[memoryview]) -> Trace | None:
        """A question of the learner's own: three words."""
        if any(map(self.hides, self._questions)):
            return None
        asked = [str(word) for word in request.get("ask", ())]
        if len(asked) != 3 or not all(asked):
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
