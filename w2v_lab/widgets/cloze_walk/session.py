"""The session of The cloze walk: gaps of our text, through a trained head of attention."""

from __future__ import annotations

from collections.abc import Sequence

from ...messages import choice
from ..kit.session import BaseSession
from ..kit.trace import Trace
from .frame import PHASES, cloze_walk, walked


class Session(BaseSession):
    """The conversation of `ClozeWalk`.

    `run` holds the network, the gaps and the steps. `predict` may name a question before the door
    "weights", which of the context words counts most. Raises W2VError.
    """

    DOORS = ("weights",)

    def __init__(self, phase: str = "words", predict: str | Sequence[str] = ()) -> None:
        super().__init__(predict)
        self.run = walked()
        self._phase = choice("phase", phase, PHASES)
        self.rebuild()

    def make_trace(self) -> Trace:
        return cloze_walk(self.run, self._phase, self.shut("weights"))
