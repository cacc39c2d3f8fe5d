"""The noise lab's session: the text, the model trained on it, the pair that is asked for."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from ...corpus import Vocabulary, read_text
from ...examples import examples
from ...messages import W2VError, choice, get_language, whole
from ...model import Model
from ...toys import TOY_TEXTS
from ...training import train
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from ..kit.typed import as_typed, first_words, toy_text, way_to
from .frame import EXPONENTS, TEXT, WINDOW, Pair, first_pair, noise_lab, pair_asked

ACTS = ("all", "thin", "draw", "ask")
SEED = 408  # of all that is drawn here; in both languages a dropped word brings the first pair near
ROUNDS, RATE = 5, 0.1  # of the training before, so that no score is 0
MOST_NEGATIVES = 20


class Session(BaseSession):
    """Thin out, draw, ask: all of negative sampling on one text, in one picture.

    `text` is the text to begin with (our song when left out), `act` what of the picture to begin
    with: "all", "thin", "draw" or "ask"; `negative` is the number k of draws for each pair. `model`
    and `pair` hold the latest. `predict` may name questions before the doors "exponent", the
    exponents other than 1, and "answers", what the model says. Raises W2VError.
    """

    DOORS = ("exponent", "answers")
    LASTING = frozenset({"text", "toy", "reset"})
    LINKED = frozenset({"text", "toy", "language"})

    def __init__(
        self,
        text: str | None = None,
        act: str = "all",
        negative: int = 5,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        self.act = choice("act", act, ACTS)
        self.negative = min(whole("negative", negative), MOST_NEGATIVES)
        self._first = TOY_TEXTS["song"][get_language()] if text is None else text
        self._read(self._first)
        self.rebuild()

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the text, with their counts."""
        return self.model.vocabulary

    @property
    def way(self) -> Request:
        return {} if self._text == self._first else dict(way_to(self._text))

    def make_trace(self) -> Trace:
        trace = noise_lab(self.sentences, self.model, SEED, self.pair, **self._open())
        trace.facts |= {
            "act": f"act_{self.act}",
            "written": as_typed(self.sentences),
            "changed": self._text != self._first,
        }
        return trace

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """Another text; or what the questions of another pair come to."""
        if "pair" in request:
            self.pair = self._checked(request["pair"])
            text = [self.vocabulary.ids(sentence) for sentence in self.sentences]
            return pair_asked(text, self.model, SEED, self.pair, **self._open())
        if "toy" in request:
            self._read(toy_text(request["toy"], request.get("language", self.language)))
        elif "text" in request:
            self._read(request["text"])
        elif "reset" in request:
            self._read(self._first)
        else:
            return None
        self.rebuild()
        return None

    def _open(self) -> dict[str, Any]:
        """What the doors let through."""
        exponents = [TEXT] if self.shut("exponent") else range(len(EXPONENTS))
        return {"exponents": exponents, "answers": not self.shut("answers")}

    def _read(self, text: str) -> None:
        """Take a text, train a small model on it, find a pair to begin with. Raises W2VError."""
        sentences = first_words(read_text(text))
        vocabulary = Vocabulary.from_sentences(sentences)
        pair = first_pair(sentences, vocabulary, SEED)
        model = Model(vocabulary, 3, "negative-sampling", negative=self.negative)
        train(model, examples(sentences, vocabulary, window=WINDOW, pairs=True), ROUNDS, RATE)
        self._text, self.sentences, self.model, self.pair = text, sentences, model, pair

    def _checked(self, pair: object) -> Pair:
        """Two places of the text, from the page. Raises W2VError."""
        places = range(len(list(itertools.chain(*self.sentences))))
        if not (
            isinstance(pair, list) and [at in places and type(at) for at in pair] == [int, int]
        ):
            raise W2VError("no_such_example", got=pair)
        return Pair(*pair)
