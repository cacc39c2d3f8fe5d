"""The session of Parameters: what was recorded, and one point trained here and now."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from ...engine import Slice
from ...messages import W2VError, choice
from ...parameters import POINTS, SEEDS, SETS, judged, trained
from ...parameters import names as recorded_names
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from . import frame


class Stopped(Exception):
    """The learner has pressed Stop."""


class Run:
    """One point in training, in a thread of its own, so that Python goes on answering."""

    def __init__(self, name: str, value: str) -> None:
        self.point = (name, value)
        self.progress = 0.0
        self.stop = False
        self.scores: dict[str, float] | None = None
        self.error: Exception | None = None
        self.thread = threading.Thread(target=self._train, daemon=True)
        self.thread.start()

    def _train(self) -> None:
        try:
            vectors = trained(*self.point, SEEDS[0], self._watch)
            self.scores = {kind: judged([vectors], kind).score for kind in SETS}
        except Stopped:
            pass
        except Exception as error:  # told to whoever asks
            self.error = error

    def _watch(self, done: Slice) -> None:
        self.progress = 0.95 * done.progress  # the rest is the judging
        if self.stop:
            raise Stopped


class Session(BaseSession):
    """The conversation of `Parameters`. Raises W2VError."""

    def __init__(
        self,
        parameter: str = "epochs",
        names: Sequence[str] = (),
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        known = recorded_names()
        self.names = [choice("names", name, known) for name in names] or known
        self._first = choice("parameter", parameter, self.names)
        self._run: Run | None = None
        self.rebuild()

    def make_trace(self) -> Trace:
        return frame.parameters(self.names, self._first, self.shut("result"))

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """Train one point here, or tell how far that is; or stop it."""
        if self.shut("result"):
            return None
        if request.get("stop") is True:
            if self._run:
                self._run.stop = True
                self._run = None
            return None
        if "measure" not in request:
            return None
        name = choice("parameter", request["measure"], self.names)
        value = choice("value", request.get("value"), POINTS[name])
        if self._run is None or self._run.point != (name, value):
            if self._run:
                self._run.stop = True
            self._run = Run(name, value)
        return self._told(self._run)

    def _told(self, run: Run) -> Trace:
        run.thread.join(0.2)
        if run.error is not None:
            self._run = None
            raise run.error if isinstance(run.error, W2VError) else W2VError("unforeseen")
        if run.scores is None:
            return Trace({"relations": {}, "progress": run.progress})
        self._run = None
        name, value = run.point
        return frame.here(f"{name} {list(POINTS[name]).index(value)}", run.scores)
