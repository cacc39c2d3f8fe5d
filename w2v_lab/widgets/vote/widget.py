"""A vote: a question put to the room, its bars before and after a discussion, then the verdict."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class Vote(LabWidget):
    """What `w2v_lab.vote` shows; `start()` and `stop()` open and close the port.

    `link`, `counts` and `distribution()` read back what came of it. Raises W2VError for a question
    that there is not, and for what is no address.
    """

    Session = Session
