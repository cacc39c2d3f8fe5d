"""Analogy arrows: man is to woman as king is to ?, drawn on a map and ranked in all dimensions."""

from __future__ import annotations

from ..kit.shell import LabWidget, Setting
from .session import Session


class AnalogyArrows(LabWidget):
    """Choose a is to b as c is to ? and see the arrow, where it leads, and who is nearest there.

    `run` are Vectors, or a recording or film, of which the end is taken. `questions` are by kind,
    as `w2v.toy_analogies` gives them (those of "grammar" when left out); words of one's own can be
    typed. `predict` names a question asked first. Raises W2VError.
    """

    Session = Session

    vectors = Setting()
    questions = Setting()
