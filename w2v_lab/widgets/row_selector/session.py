"""The row selector: a one-hot input selects a row of W_in, by multiplication or by look-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...corpus import Vocabulary
from ...messages import W2VError
from ...model import Model
from ...toys import toy_sentences
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace, shown_rows
from . import frame

MOST_INPUTS = 20  # as many as a wide window holds; more would not fit into a formula
REMEMBERED = 20  # selections that were asked for: a page may come back to them alone


class Session(BaseSession):
    """The conversation of `RowSelector`."""

    DOORS = ("products",)
    SETTINGS = ("model", "inputs")

    def __init__(
        self,
        model: Model | None = None,
        inputs: list[int | str] | None = None,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        if model is None:
            model = Model(Vocabulary.from_sentences(toy_sentences()))
        self.model = self.checked("model", model)
        first = [min(1, len(model.vocabulary) - 1)]
        self.inputs = self.checked("inputs", first if inputs is None else inputs)
        self._remembered: tuple[tuple[int, ...], ...] = ()
        self.rebuild()

    def checked(self, setting: str, value: Any) -> Any:
        if setting == "inputs":
            return self._ids(value)
        if not isinstance(value, Model):
            raise W2VError("no_model", got=type(value).__name__)
        return value

    def change(self, setting: str, value: Any) -> None:
        """Another model, whose words may be others, or other inputs. Raises W2VError."""
        with self.all_or_nothing():
            if setting == "model":
                last = len(self.checked("model", value).vocabulary) - 1
                self.inputs = [min(i, last) for i in self.inputs]
            self._remembered = ()
            super().change(setting, value)

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace:
        """The trace with the words that the page asks for."""
        asked = self._ids(request.get("inputs"))
        self._remembered = (*self._remembered[1 - REMEMBERED :], tuple(asked))
        return self.make_trace()

    def make_trace(self) -> Trace:
        """Every shown word alone, and all that was asked for, so that the page can go on alone."""
        asked = [tuple(self.inputs), *self._remembered]
        rows = shown_rows(len(self.model.vocabulary), [i for inputs in asked for i in inputs])
        selections = dict.fromkeys([*((i,) for i in rows), *asked])
        trace = frame.row_selector(self.model, list(selections), self.shut("products"))
        trace.facts["first"] = self.inputs
        trace.facts["inputs"] = list(asked[-1])
        return trace

    def _ids(self, words: Any) -> list[int]:
        if isinstance(words, str) or not isinstance(words, Sequence) or not words:
            raise W2VError("no_inputs")
        if len(words) > MOST_INPUTS:
            raise W2VError("too_many_inputs", count=len(words), most=MOST_INPUTS)
        return [self.model.vocabulary.id(word) for word in words]
