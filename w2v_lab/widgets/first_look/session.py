"""The first look: a sentence becomes words, examples, a first step, and a moving picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...corpus import Vocabulary, cut_by_character, made_small, read_text
from ...examples import Example
from ...messages import get_language
from ...model import Model
from ...toys import TOY_TEXTS
from ...training import Recording
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from ..kit.typed import as_typed, first_words, toy_text, way_to
from . import frame


class Session(BaseSession):
    """The conversation of `FirstLook`."""

    DOORS = ("step", "run")
    SETTINGS = ("text",)
    LASTING = frozenset({"text", "toy", "file", "reset"})
    LINKED = frozenset({"text", "toy", "language"})

    def __init__(self, text: str | None = None, predict: str | Sequence[str] = ()) -> None:
        super().__init__(predict)
        self.text = TOY_TEXTS["kingdom"][get_language()] if text is None else text
        self._first = self.text
        self._look = self._start = self._looked(self.text)
        self.rebuild()

    @property
    def sentences(self) -> list[list[str]]:
        return [list(words) for words in self._look.sentences]

    @property
    def vocabulary(self) -> Vocabulary:
        return self._look.vocabulary

    @property
    def examples(self) -> list[Example]:
        return [window.example for window in self._look.windows]

    @property
    def model(self) -> Model:
        return self._look.model

    @property
    def recording(self) -> Recording:
        return self._look.recording

    def change(self, setting: str, value: Any) -> None:
        """Another text. Raises W2VError."""
        with self.all_or_nothing():
            back = isinstance(value, str) and value == self._first
            self._look = self._start if back else self._looked(value)
            super().change(setting, value)

    def answer(self, request: Request, buffers: Sequence[Any]) -> None:
        """The whole way of another text: typed, one of ours by name, or a file's bytes."""
        if buffers:
            text: Any = bytes(buffers[0])
        elif "reset" in request:
            text = self._first
        elif "toy" in request:
            text = toy_text(request["toy"], request.get("language", self.language))
        else:
            text = request.get("text")
        self.change("text", text)

    def _looked(self, text: Any) -> frame.Look:
        return frame.first_look(first_words(read_text(text)))

    @property
    def way(self) -> Request:
        return {} if self.text == self._first else dict(way_to(self.text))

    def make_trace(self) -> Trace:
        trace = self._look.trace(self.shut("step"), self.shut("run"))
        trace.facts |= {
            "text": as_typed(self.sentences),
            "total": sum(map(len, read_text(self.text))),
            "used": sum(map(len, self.sentences)),
            "changed": self.text != self._first,
            "by_character": cut_by_character(self.text),
            "lowered": made_small(self.text),
        }
        return trace
