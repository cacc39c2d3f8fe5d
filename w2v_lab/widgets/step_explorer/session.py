"""The step explorer: one training step, phase by phase, every number traced to its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...corpus import Vocabulary
from ...examples import examples
from ...messages import W2VError, choice, clean, whole
from ...model import Model
from ...toys import toy_sentences
from ...training import Recording, record
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from . import frame


class Session(BaseSession):
    """The conversation of `StepExplorer`."""

    DOORS = tuple(frame.PHASES)  # from that phase on nothing is sent
    SETTINGS = ("recording",)

    def __init__(
        self,
        recording: Recording | None = None,
        predict: str | Sequence[str] = (),
        forward: bool = False,
        picture: str = "matrices",
        at: int = 0,
        phase: str = "input",
        stop: frame.Stop | None = None,
    ) -> None:
        super().__init__(predict)
        self.recording = self.checked("recording", our_run() if recording is None else recording)
        self._phases = frame.FORWARD if forward else tuple(frame.PHASES)
        self._picture = choice("picture", picture, ("matrices", "network"))
        self._at = at
        self._phase = choice("phase", phase, self._phases)
        self._stop = self._checked_stop(stop)
        self.rebuild()

    @property
    def vocabulary(self) -> Vocabulary:
        return self.recording.model_at(self.recording.numbers[0]).vocabulary

    def checked(self, setting: str, value: Any) -> Recording:
        if not isinstance(value, Recording):
            raise W2VError("no_recording", got=type(value).__name__)
        return value

    def make_trace(self) -> Trace:
        chosen = frame.chosen_steps(self.recording)
        trace = frame.step_explorer(self.recording, chosen, self._sent())
        at = self._at if self._at >= 0 else len(self.recording.losses) + self._at
        updates = trace.facts["updates"]
        first = min(range(len(updates)), key=lambda place: abs(updates[place] - at))
        trace.facts |= {"all": list(self._phases), "picture": self._picture, "first": first}
        trace.facts |= {"start": self._phases.index(self._phase), "checks": {}}
        if self._stop is not None:
            cell, text = self._stop.cell, clean(self._stop.text)
            trace.facts["stop"] = {"number": self._stop.number, "cell": cell, "text": text}
        if "update" in self._sent():
            check = frame.check_of(self.recording, chosen[first])
            trace.arrays |= check.arrays
            trace.facts["checks"] = {str(chosen[first]): check.facts}
        return trace

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """The finite-difference check of one kept step, computed there and then."""
        place = whole("check", request.get("check"), least=0)
        if "update" not in self._sent():
            return None
        if place >= len(self.recording.steps):
            raise W2VError("not_kept", k=place, nearest=self.recording.numbers[-1])
        return frame.check_of(self.recording, place)

    def _checked_stop(self, stop: frame.Stop | None) -> frame.Stop | None:
        """The place to stop at, made sure to be one; the explorer opens there."""
        if stop is None:
            return None
        if not isinstance(stop, frame.Stop):
            raise W2VError("no_stop", got=type(stop).__name__)
        self._at, self._phase = stop.number, choice("phase", stop.phase, self._phases)
        return stop

    def _sent(self) -> tuple[str, ...]:
        """The phases before the first one that an open question asks about."""
        shut = [place for place, phase in enumerate(self._phases) if self.shut(phase)]
        return self._phases[: min(shut, default=len(self._phases))]


def our_run() -> Recording:
    """Predict the next word of our toy text, in three dimensions, so that all of it can be seen."""
    sentences = toy_sentences()
    vocabulary = Vocabulary.from_sentences(sentences)
    model = Model(vocabulary, vector_size=3)
    run = examples(sentences, vocabulary, "next-word")
    return record(model, run, epochs=30, learning_rate=0.5)
