"""The row selector: a one-hot input selects a row of W_in, by multiplication or by look-up."""

from __future__ import annotations

from ..kit.shell import LabWidget, Setting
from .session import Session


class RowSelector(LabWidget):
    """Choose or type input words and watch both roads to h: the whole product, and the look-up.

    `model` is a Model (one of our toy sentences when left out), `inputs` the words or ids to start
    with. `predict` names a question asked before products and h are shown; `choices` and `right`
    then read the learner's answer. Raises W2VError for words that the model does not know.
    """

    Session = Session

    model = Setting()
    inputs = Setting()
