"""A question on its own: predict, commit, and only then read what is so."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class Predict(LabWidget):
    """Ask a question of a lesson; `choices` and `right` read the answer back.

    Once it is answered, the numbers that bear it out are shown. Raises W2VError for a question that
    there is not.
    """

    Session = Session
