"""Two dials: the angle and the distance between two words with the same surroundings."""

from __future__ import annotations

from ..kit.shell import LabWidget, Setting
from .session import Session


class TwoDials(LabWidget):
    """Watch two words turn the same way: angle and distance, for several dimensions and windows.

    `sentences` are two that differ in one word (the article's when left out), `words` the two that
    are compared (the ones in which they differ when left out). Runs at `window` are made at once,
    those of other windows when they are asked for; `films[N, window]` are the runs. `predict` names
    a question asked first. Raises W2VError where the sentences do not differ in one word.
    """

    Session = Session

    sentences = Setting()
