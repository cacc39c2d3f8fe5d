"""Head costs: what one target costs under each output layer as the vocabulary grows."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class HeadCosts(LabWidget):
    """Drag the vocabulary from 10 to 1,000,000 words: rows, multiplications, measured time.

    Times are those of the lesson's record; up to 30,000 words they can be measured here and now.
    `V` is the size to begin with. With `predict` everything is kept back until the learner has
    committed to an answer. Raises W2VError.
    """

    Session = Session
