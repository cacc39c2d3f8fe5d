"""Frozen at −6: one true pair in three programs, from wherever its score starts."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class Frozen(LabWidget):
    """Drag the start of a true pair's score across the end of the programs' tables of σ.

    `found` comes from `w2v.experiments.frozen_pair` and is made by it when left out; `start` is the
    score to begin with. With `predict` the outcome is kept back until the learner has committed to
    an answer. Raises W2VError.
    """

    Session = Session
