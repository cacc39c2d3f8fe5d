"""A question on its own: predict, commit, and only then read what is so."""

from __future__ import annotations

from ..kit.shell import LabWidget, javascript, stylesheet
from . import frame


class Predict(LabWidget):
    """Ask one of the questions of `predictions`; `choices` and `right` read the answer back.

    Once it is answered, the numbers that bear it out are shown. Raises W2VError for a question that
    there is not.
    """

    _esm = javascript("predict")
    _css = stylesheet("predict")
    catalogues = ("predict",)

    def __init__(self, question: str) -> None:
        super().__init__(question)

    def rebuild(self) -> None:
        for name, question in self._questions.items():
            if table := question.evidence():
                self.show(frame.evidence(name, table))
