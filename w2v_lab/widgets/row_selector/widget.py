"""The row selector: a one-hot input selects a row of W_in, by multiplication or by look-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets

from ...corpus import Vocabulary
from ...messages import W2VError
from ...model import Model
from ...toys import toy_sentences
from ..kit.shell import LabWidget, javascript, stylesheet
from ..kit.trace import Trace, shown_rows
from . import frame

MOST_INPUTS = 20  # as many as a wide window holds; more would not fit into a formula


class RowSelector(LabWidget):
    """Choose or type input words and watch both roads to h: the whole product, and the look-up.

    `model` is a Model (one of our toy sentences when left out), `inputs` the words or ids to start
    with. `predict="which_row"` asks before products and h are shown; `choices` and `right` then
    read the learner's answer. Raises W2VError for words that the model does not know.
    """

    _esm = javascript("row_selector")
    _css = stylesheet("row_selector")
    catalogues = ("row_selector",)

    model = traitlets.Instance(Model)
    inputs: traitlets.List[Any] = traitlets.List()

    def __init__(
        self,
        model: Model | None = None,
        inputs: list[int | str] | None = None,
        predict: str | Sequence[str] = (),
    ) -> None:
        model = model or Model(Vocabulary.from_sentences(toy_sentences()))
        first = [1] if len(model.vocabulary) > 1 else [0]
        super().__init__(predict, model=model, inputs=first if inputs is None else inputs)
        self.rebuild()
        self.observe(lambda change: self.rebuild(), names=["model", "inputs"])

    @traitlets.validate("inputs")
    def _known(self, proposal: Any) -> list[int]:
        return self._ids(proposal["value"])

    def rebuild(self) -> None:
        self._asked = [self.inputs]
        self.show(self._trace())

    def answer(self, request: dict[str, Any], buffers: list[memoryview]) -> Trace:
        """The trace with the words that the page asks for."""
        asked = self._ids(request.get("inputs") or [])
        self._asked = [*self._asked[-20:], asked]
        return self._trace()

    def _trace(self) -> Trace:
        """Every shown word alone, and all that was asked for, so that the page can go on alone."""
        wanted = [i for inputs in self._asked for i in inputs]
        rows = shown_rows(len(self.model.vocabulary), wanted)
        selections = dict.fromkeys(
            [*((i,) for i in rows), *(tuple(asked) for asked in self._asked)]
        )
        trace = frame.row_selector(self.model, list(selections), self.hides("which_row"))
        trace.facts["first"] = self.inputs
        trace.facts["inputs"] = self._asked[-1]
        return trace

    def _ids(self, words: list[int | str]) -> list[int]:
        if not words:
            raise W2VError("no_inputs")
        if len(words) > MOST_INPUTS:
            raise W2VError("too_many_inputs", count=len(words), most=MOST_INPUTS)
        return [self.model.vocabulary.id(word) for word in words]
