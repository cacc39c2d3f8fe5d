"""The cloze walk: one head of attention at work on a hidden word, and CBOW beside it."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class ClozeWalk(LabWidget):
    """Walk through one hidden word: rows and places, scores, weights, their mixture, the answer.

    Our text has pairs such as salt and pepper: the hidden word goes with the one on its left, and
    on its right stands one of the same kind. CBOW takes the mean of both, and its answer stands
    beside. `phase` is one of "words", "scores", "weights", "mix", "answer". With `predict` all
    from the scores on is kept back until the learner has committed to an answer. Raises W2VError.
    """

    Session = Session
