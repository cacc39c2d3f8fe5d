"""The sweep: one setting on a slider, and what became of an experiment at each of its values."""

from __future__ import annotations

from ..kit.shell import LabWidget, Setting
from .session import Session


class Sweep(LabWidget):
    """Drag a setting and watch what follows; every value was computed when the widget was made.

    `found` comes from `w2v.experiments`. With `predict` the outcome is kept back until the
    learner has committed to an answer.
    """

    Session = Session

    found = Setting()
