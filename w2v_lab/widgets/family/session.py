"""The session of The family: the record of lesson 11, as far as its door is open."""

from __future__ import annotations

from collections.abc import Sequence

from ...relatives.family import recorded
from ..kit.session import BaseSession
from ..kit.trace import Trace
from .frame import family


class Session(BaseSession):
    """The conversation of `Family`.

    `predict` may name questions before the door "scores": how each method fares, and what its
    vectors have to do with those of the others. Raises W2VError.
    """

    DOORS = ("scores",)

    def __init__(self, predict: str | Sequence[str] = ()) -> None:
        super().__init__(predict)
        self.record = recorded()
        self.rebuild()

    def make_trace(self) -> Trace:
        return family(self.record, self.language, self.shut("scores"))
