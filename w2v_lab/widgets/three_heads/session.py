"""The session of Three heads: three models of one seed, as they train on our song."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.run import checked_rate
from ..kit.session import BaseSession
from ..kit.trace import Trace
from .frame import three_heads, trained

RATE = 0.1


class Session(BaseSession):
    """The conversation of `ThreeHeads`.

    `run` holds the example and the models as they were at each moment. `predict` may name a
    question before the door "losses", what may be compared with what. Raises W2VError.
    """

    DOORS = ("losses",)

    def __init__(self, learning_rate: float = RATE, predict: str | Sequence[str] = ()) -> None:
        super().__init__(predict)
        self.run = trained(checked_rate("learning_rate", learning_rate))
        self.rebuild()

    def make_trace(self) -> Trace:
        return three_heads(self.run, self.shut("losses"))
