"""The first look: a sentence becomes words, examples, a first step, and a moving picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...corpus import Vocabulary, cut_by_character, read_text
from ...examples import Example
from ...messages import get_language
from ...model import Model
from ...toys import TOY_TEXTS
from ...training import Recording
from ..kit.shell import LabWidget, javascript, stylesheet
from ..kit.trace import Trace
from . import frame

MOST_WORDS = 48  # of a text: more would be a heap, not a picture


class FirstLook(LabWidget):
    """Type, paste or open a text and see its whole way through word2vec in four phases.

    `sentences`, `vocabulary`, `examples`, `model` and `recording` hold what was made of the latest
    text, for going on in Python. `predict` may name "first_probability", asked before the first
    step is shown, and "same_surroundings", asked before the run is.

    Raises W2VError for a text without two words in a line.
    """

    _esm = javascript("first_look")
    _css = stylesheet("first_look")
    catalogues = ("first_look",)

    def __init__(self, text: str | None = None, predict: str | Sequence[str] = ()) -> None:
        super().__init__(predict)
        self._first = TOY_TEXTS["kingdom"][get_language()] if text is None else text
        self.show(self._trace(self._first))

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

    def rebuild(self) -> None:
        self.show(self._trace(self._text))

    def answer(self, request: dict[str, Any], buffers: list[memoryview]) -> Trace:
        """The whole way of another text: typed, one of ours by name, or a file's bytes."""
        if buffers:
            return self._trace(bytes(buffers[0]))
        if "toy" in request:
            texts = TOY_TEXTS.get(request["toy"], TOY_TEXTS["kingdom"])
            return self._trace(texts.get(request.get("language", "en"), texts["en"]))
        return self._trace(request.get("text", ""))

    def _trace(self, text: str | bytes) -> Trace:
        sentences = read_text(text)
        used = _first_words(sentences)
        look = frame.first_look(used)
        self._look, self._text = look, text
        trace = look.trace(self.hides("first_probability"), self.hides("same_surroundings"))
        trace.facts |= {
            "text": "\n".join(" ".join(words) for words in used),
            "total": sum(map(len, sentences)),
            "used": sum(map(len, used)),
            "by_character": cut_by_character(text),
        }
        return trace


def _first_words(sentences: list[list[str]]) -> list[list[str]]:
    """The sentences up to MOST_WORDS words, the last one cut short."""
    used: list[list[str]] = []
    room = MOST_WORDS
    for words in sentences:
        if room <= 0:
            break
        used.append(words[:room])
        room -= len(words)
    return used
