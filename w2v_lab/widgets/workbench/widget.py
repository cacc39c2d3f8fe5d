"""Workbench: five tasks done with and without vectors; each score opens the case behind it."""

from __future__ import annotations

from ..kit.shell import LabWidget, Setting
from .session import Session


class Workbench(LabWidget):
    """Scores with intervals of tasks done plainly, with our vectors, gensim's, and loaded ones.

    `task` is "search", "sentiment", "topics", "tagging" or "bias"; left out, all five. Scores are
    those of the lesson's records; any can be computed anew. `vectors`, `Vectors` from a file, say,
    are measured here and now. With `predict` the scores are kept back until the learner has
    committed to an answer. Raises W2VError.
    """

    Session = Session
    vectors = Setting(allow_none=True)
