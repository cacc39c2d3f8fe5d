"""The session of Head costs: what was recorded, and what is measured here and now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...head_costs import VOCABULARIES, live, recorded
from ...messages import W2VError, listed
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from .frame import head_costs, measured_here


class Session(BaseSession):
    """The conversation of `HeadCosts`; `V` is one of the sizes to begin with. Raises W2VError."""

    def __init__(self, V: int = 100_000, predict: str | Sequence[str] = ()) -> None:
        super().__init__(predict)
        self._first = VOCABULARIES.index(_size(V))
        self.rebuild()

    def make_trace(self) -> Trace:
        return head_costs(recorded(), self._first, self.shut("result"))

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """The times of one vocabulary on this machine."""
        if "measure" not in request or self.shut("result"):
            return None
        return measured_here(live(_size(request["measure"])))


def _size(V: object) -> int:
    """One of the sizes on show. Raises W2VError."""
    if type(V) is not int or V not in VOCABULARIES:
        raise W2VError("unknown_choice", name="V", got=V, choices=listed(VOCABULARIES))
    return V
