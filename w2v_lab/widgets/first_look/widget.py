"""The first look: a sentence becomes words, examples, a first step, and a moving picture."""

from __future__ import annotations

from ..kit.shell import LabWidget, Setting
from .session import Session


class FirstLook(LabWidget):
    """Type, paste or open a text and see its whole way through word2vec in four phases.

    `sentences`, `vocabulary`, `examples`, `model` and `recording` hold what was made of the latest
    text, for going on in Python. `predict` names questions that are
    asked before the first step is shown, or the run.

    Raises W2VError for a text without two words in a line.
    """

    Session = Session

    text = Setting()
