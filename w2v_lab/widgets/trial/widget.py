"""The trial: claims on a docket, each predicted, tried and given its verdict."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class Trial(LabWidget):
    """Put claims on trial: read one word for word, say what it will be, and see it tried.

    `claims` come from `w2v.experiments.claims`. The docket shows what the learner has said of each,
    and the verdicts. Raises W2VError.
    """

    Session = Session
