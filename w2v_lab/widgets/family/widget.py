"""The family: every relative of word2vec at one table, and the case behind each of its numbers."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class Family(LabWidget):
    """Ten methods on the same two texts: what each asks, touches, cannot see, and how it fares.

    The scores are those of lesson 11's record, with three seeds and 95 % intervals. A cell opens
    the case behind it; two more leaves lay the neighbours of one word side by side, and say which
    neighbours two methods share. With `predict` the scores are kept back until the learner has
    committed to an answer. Raises W2VError.
    """

    Session = Session
