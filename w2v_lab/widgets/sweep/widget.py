"""The sweep: one setting on a slider, and what became of an experiment at each of its values."""

from __future__ import annotations

from collections.abc import Sequence

from ... import experiments
from ..kit.shell import LabWidget, javascript, stylesheet
from . import frame


class Sweep(LabWidget):
    """Drag a setting and watch what follows; every value was computed when the widget was made.

    `found` comes from `w2v.experiments`. With `predict` the outcome is kept back until the
    learner has committed to an answer.
    """

    _esm = javascript("sweep")
    _css = stylesheet("sweep")
    catalogues = ("sweep",)

    def __init__(self, found: experiments.Sweep, predict: str | Sequence[str] = ()) -> None:
        super().__init__(predict)
        self.found = found
        self.rebuild()

    def rebuild(self) -> None:
        self.show(frame.sweep(self.found, any(map(self.hides, self._questions))))
