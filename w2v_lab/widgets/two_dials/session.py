"""Two dials: the angle and the distance between two words with the same surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...corpus import Vocabulary
from ...films import Film
from ...messages import W2VError, listed, whole
from ...toys import toy_sentences
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from .frame import Runs, add_run, seen_together, two_dials
from .runs import dial, difference

SIZES = (2, 5, 10, 20, 50)
WINDOWS = (1, 2, 3, 5)


class Session(BaseSession):
    """The conversation of `TwoDials`."""

    SETTINGS = ("sentences",)
    LASTING = frozenset({"window"})

    def __init__(
        self,
        sentences: Sequence[Sequence[str]] | None = None,
        words: tuple[str, str] | None = None,
        window: int = 3,
        seed: int = 1,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        self._window, self._seed, self._words = whole("window", window), seed, words
        self._take(toy_sentences("article") if sentences is None else sentences)
        self.rebuild()

    def _take(self, sentences: Sequence[Sequence[str]]) -> None:
        self.sentences = sentences
        self.vocabulary = Vocabulary.from_sentences(sentences)
        self._pair = self._ids(self._words or difference(sentences))
        self.films = self._trained({}, self._window)

    def change(self, setting: str, value: Any) -> None:
        """Other sentences. Raises W2VError."""
        with self.all_or_nothing():
            self._take(value)
            super().change(setting, value)

    @property
    def words(self) -> tuple[str, str]:
        """The two words."""
        one, other = self._pair
        return self.vocabulary.words[one], self.vocabulary.words[other]

    def make_trace(self) -> Trace:
        contexts = {
            window: seen_together(self.sentences, self.vocabulary, self._pair, window)
            for window in WINDOWS
        }
        trace = two_dials(self.films, self._pair, contexts, self.shut("result"))
        trace.facts |= {"window": self._window, "windows": list(WINDOWS), "N": 50}
        return trace

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """The runs at another window."""
        window = whole("window", request.get("window"))
        if window not in WINDOWS:
            raise W2VError("unknown_choice", name="window", got=window, choices=listed(WINDOWS))
        if self.shut("result"):
            return None
        self.films = self._trained(self.films, window)
        trace = Trace({})
        for N in SIZES:
            add_run(trace, N, window, self.films[N, window], self._pair)
        return trace

    def _trained(self, films: Runs, window: int) -> dict[tuple[int, int], Film]:
        """These films, and those of every size at this window."""
        missing = [(N, window) for N in SIZES if (N, window) not in films]
        made = {
            run: dial(self.sentences, self.vocabulary, *run, seed=self._seed) for run in missing
        }
        return {**films, **made}

    def _ids(self, words: tuple[str, str]) -> tuple[int, int]:
        one, other = map(self.vocabulary.id, words)
        return one, other
