"""Parameters: what each setting of `fit` does to vectors of a real text, recorded and anew."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class Parameters(LabWidget):
    """Choose a parameter of `fit`, go through four values of it: scores, intervals, neighbours.

    All points come from the lesson's records; any one can be trained here and now. `parameter` is
    the one to begin with, `names` are those that are offered, all if left out. With `predict` the
    scores are kept back until the learner has committed to an answer. Raises W2VError.
    """

    Session = Session
