"""The step explorer: one training step, phase by phase, every number traced to its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets

from ...corpus import Vocabulary
from ...examples import examples
from ...messages import choice
from ...model import Model
from ...toys import toy_sentences
from ...training import Recording, record
from ..kit.shell import LabWidget, javascript, stylesheet
from ..kit.trace import Trace
from . import frame

# The first phase that would answer a question: from there on nothing is sent while it is open.
ASKED_BEFORE = {"softmax_first": "softmax", "first_loss": "softmax", "first_update": "back"}


class StepExplorer(LabWidget):
    """Walk through the kept steps of a recording: input, hidden, scores, …, update; forth and back.

    `recording` comes from `w2v.record` (a run over one of our toy texts when left out); `forward`
    ends the walk at the loss; `picture` is "matrices" or "network", the picture to start with,
    `at` the update (the nearest kept one; counted from the end below 0), `phase` the phase.
    `predict` may name the questions of ASKED_BEFORE. Raises W2VError for a vocabulary that is too
    large to be shown whole.
    """

    _esm = javascript("step_explorer")
    _css = stylesheet("step_explorer")
    catalogues = ("step_explorer",)

    recording = traitlets.Instance(Recording)

    def __init__(
        self,
        recording: Recording | None = None,
        predict: str | Sequence[str] = (),
        forward: bool = False,
        picture: str = "matrices",
        at: int = 0,
        phase: str = "input",
    ) -> None:
        super().__init__(predict, recording=recording or _our_run())
        self._phases = frame.FORWARD if forward else tuple(frame.PHASES)
        self._picture = choice("picture", picture, ("matrices", "network"))
        self._at = at
        self._phase = choice("phase", phase, self._phases)
        self.rebuild()
        self.observe(lambda change: self.rebuild(), names=["recording"])

    @property
    def vocabulary(self) -> Vocabulary:
        return self.recording.model_at(self.recording.numbers[0]).vocabulary

    def rebuild(self) -> None:
        chosen = frame.chosen_steps(self.recording)
        trace = frame.step_explorer(self.recording, chosen, self._sent())
        at = self._at if self._at >= 0 else len(self.recording.losses) + self._at
        updates = trace.facts["updates"]
        first = min(range(len(updates)), key=lambda place: abs(updates[place] - at))
        trace.facts |= {"all": list(self._phases), "picture": self._picture, "first": first}
        trace.facts["start"] = self._phases.index(self._phase)
        trace.facts |= {"checks": {}, "asked": ASKED_BEFORE}
        if "update" in self._sent():
            check = frame.check_of(self.recording, chosen[first])
            trace.arrays |= check.arrays
            trace.facts["checks"] = {str(chosen[first]): check.facts}
        self.show(trace)

    def answer(self, request: dict[str, Any], buffers: list[memoryview]) -> Trace | None:
        """The finite-difference check of one kept step, computed there and then."""
        place = request.get("check")
        if "update" not in self._sent() or not isinstance(place, int):
            return None
        if not 0 <= place < len(self.recording.steps):
            return None
        return frame.check_of(self.recording, place)

    def _sent(self) -> tuple[str, ...]:
        """The phases before the first one that an open question asks about."""
        closed = [self._phases.index(p) for q, p in ASKED_BEFORE.items() if self.hides(q)]
        return self._phases[: min(closed, default=len(self._phases))]


def _our_run() -> Recording:
    """Predict the next word of our toy text, in three dimensions, so that all of it can be seen."""
    sentences = toy_sentences()
    vocabulary = Vocabulary.from_sentences(sentences)
    model = Model(vocabulary, vector_size=3)
    run = examples(sentences, vocabulary, "next-word")
    return record(model, run, epochs=30, learning_rate=0.5)
