"""The training player: words on a plane, moving while they learn; a run, or two side by side."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class TrainingPlayer(LabWidget):
    """Play a run: `w2v.record` or `w2v.films` made it. A second, or a list, goes beside it.

    `follow` are words whose labels and neighbours are at hand from the start (the most frequent
    ones when left out), `word` the one to begin with. `analogies` are questions by kind, as
    `w2v.toy_analogies` gives them, for the scorecard. `names` are the titles of the runs.
    The plane of the picture is the widest one of all words, or of those in `facing`. `predict`
    names questions that are asked before anything is shown. A run that kept every update tells
    the biography of its numbers: hand over its `sentences`, and as `origins` the number of the
    sentence that each example of a round was cut from. `leaf` is one to open at once: "matrices",
    "cosines", "analogies", "settling" or "biography", in which `other` is the word to compare
    with, the nearest when left out. Raises W2VError for runs over different
    words, and for examples that do not fit the run.
    """

    Session = Session
