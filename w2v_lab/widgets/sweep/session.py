"""The sweep: one setting on a slider, and what became of an experiment at each of its values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...lessons.sweep import Sweep
from ...messages import W2VError
from ..kit.session import BaseSession
from ..kit.trace import Trace
from . import frame


class Session(BaseSession):
    """The conversation of `Sweep`."""

    SETTINGS = ("found",)

    def __init__(self, found: Sweep, predict: str | Sequence[str] = ()) -> None:
        super().__init__(predict)
        self.found = self.checked("found", found)
        self.rebuild()

    def checked(self, setting: str, value: Any) -> Sweep:
        if not isinstance(value, Sweep):
            raise W2VError("no_sweep", got=type(value).__name__)
        return value

    def make_trace(self) -> Trace:
        return frame.sweep(self.found, self.shut("result"))
