"""The explorer: any vectors, searched, compared, mapped, and what their maps keep of them."""

from __future__ import annotations

from ..kit.shell import LabWidget, Setting
from .session import Session


class Explorer(LabWidget):
    """Search a vocabulary of any size, see what is near to a word, and what a map makes of it.

    `vectors` are trained or loaded ones, `word` the first one shown, `name` what they are called.
    Files of vectors can be dropped onto it. Raises W2VError.
    """

    Session = Session

    vectors = Setting()
