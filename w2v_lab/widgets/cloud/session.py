"""The session of the cloud: runs are trained when somebody asks for them, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any, ClassVar

from ...messages import choice, whole
from ...noise import TARGET_DRAWN, Noise
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from . import frame
from .runs import CHOICES, Run, Settings, Text, trained

KEPT = 16  # runs; of the oldest is let go
MORE_NOISE = 15  # the k that a question before the door "noise" asks about


class Session(BaseSession):
    """The conversation of `Cloud`. Raises W2VError."""

    DOORS: ClassVar[tuple[str, ...]] = ("noise",)

    def __init__(
        self,
        sentences: Iterable[Sequence[str]] | None = None,
        *,
        vector_size: int = 20,
        negative: int = 5,
        ns_exponent: float = 0.75,
        target_drawn: str = "keep",
        window: int = 2,
        epochs: int = 20,
        learning_rate: float = 0.025,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        self._text = Text.of(sentences, window, epochs, learning_rate)
        self._moments = frame.moments_for(len(self._text.vocabulary))
        self._first = Settings(
            whole("negative", negative),
            Noise([1], ns_exponent).exponent,
            choice("target_drawn", target_drawn, TARGET_DRAWN),
            whole("vector_size", vector_size),
        )
        self._choices = {
            name: tuple(sorted({*CHOICES[name], first}, key=_order))
            for name, first in asdict(self._first).items()
        }
        self._runs: dict[str, Run] = {}
        self.rebuild()

    def make_trace(self) -> Trace:
        shut = self.shut("noise")
        wanted = [self._first]
        more = replace(self._first, negative=MORE_NOISE)
        if not shut and more != self._first and len(self._text.vocabulary) <= frame.FEW:
            wanted.append(more)
        runs = [self._run(settings) for settings in wanted]
        choices = dict(self._choices)
        if shut:
            choices["negative"] = (self._first.negative,)
        return frame.opening(self._text, runs, choices, shut)

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """Another run, or another row of one."""
        if "run" not in request:
            return None
        settings = Settings.asked(request["run"], self._choices)
        if self.shut("noise") and settings.negative != self._first.negative:
            return None
        known = settings.key in self._runs
        w = self._text.vocabulary.id(request.get("row", 0))
        run = self._run(settings)
        if known and request.get("only_row") is True:
            return frame.row_asked_for(run, w)
        return frame.asked_for(self._text, run, w)

    def _run(self, settings: Settings) -> Run:
        """The run with these settings, trained where it is not there."""
        runs = self._runs  # shared with copies of this session: the same text, the same runs
        if settings.key not in runs:
            run = trained(self._text, settings, self._moments)
            while len(runs) >= KEPT:
                del runs[next(iter(runs))]
            runs[settings.key] = run
        return runs[settings.key]


def _order(value: Any) -> Any:
    """Numbers by size, words as they were."""
    return value if not isinstance(value, str) else TARGET_DRAWN.index(value)
