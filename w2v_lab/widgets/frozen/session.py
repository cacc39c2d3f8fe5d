"""Frozen's session: it holds the runs, and keeps them back while a question is open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ...messages import W2VError
from ..kit.session import BaseSession
from ..kit.trace import Trace
from .frame import frozen
from .starts import Starts, frozen_pair


class Session(BaseSession):
    """The conversation of `Frozen`.

    `found` comes from `w2v.experiments.frozen_pair` and is made by it when left out; `start` is the
    score to begin with. Raises W2VError.
    """

    def __init__(
        self,
        found: Starts | None = None,
        start: float = -6.1,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        self.found = _as_usual() if found is None else found
        if not isinstance(self.found, Starts):
            raise W2VError("no_sweep", got=type(found).__name__)
        self._start = start
        self.rebuild()

    def make_trace(self) -> Trace:
        return frozen(self.found, self._start, self.shut("result"))


@cache
def _as_usual() -> Starts:
    """Trained once: a second and a half, which a cell that is run again need not wait for."""
    return frozen_pair()
