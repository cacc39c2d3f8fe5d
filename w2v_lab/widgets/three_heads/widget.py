"""Three heads: one example asked of softmax, of the tree and of negative sampling."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class ThreeHeads(LabWidget):
    """One seed, one text, one example: three output layers side by side, through their training.

    `learning_rate` is that of all three. With `predict` what may be compared is kept back until the
    learner has committed to an answer. Raises W2VError.
    """

    Session = Session
