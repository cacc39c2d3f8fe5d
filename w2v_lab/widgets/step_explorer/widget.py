"""The step explorer: one training step, phase by phase, every number traced to its source."""

from __future__ import annotations

from ..kit.shell import LabWidget, Setting
from .session import Session


class StepExplorer(LabWidget):
    """Walk through the kept steps of a recording: input, hidden, scores, …, update; forth and back.

    `recording` comes from `w2v.record` (a run over one of our toy texts when left out); `forward`
    ends the walk at the loss; `picture` is "matrices" or "network", the picture to start with,
    `at` the update (the nearest kept one; counted from the end below 0), `phase` the phase.
    `stop` opens it at one number, marked, with a text that says why. `predict` names questions
    that are asked before a phase. Raises W2VError for a vocabulary that is too large to be shown
    whole.
    """

    Session = Session

    recording = Setting()
