"""Two dials: the angle and the distance between two words with the same surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...corpus import Vocabulary
from ...films import Film
from ...messages import W2VError
from ...model import Model
from ...toys import toy_sentences
from ..kit.shell import LabWidget, javascript, stylesheet
from ..kit.trace import Trace
from .frame import add_run, seen_together, two_dials

SIZES = (2, 5, 10, 20, 50)
WINDOWS = (1, 2, 3, 5)
ROUNDS = 300
RATE = 0.05
MOMENTS = 60


class TwoDials(LabWidget):
    """Watch two words turn the same way: angle and distance, for several dimensions and windows.

    `sentences` are two that differ in one word (the article's when left out), `words` the two that
    are compared (the ones in which they differ when left out). Runs at `window` are made at once,
    those of other windows when they are asked for; `films[N, window]` are the runs. `predict` names
    a question asked first. Raises W2VError where the sentences do not differ in one word.
    """

    _esm = javascript("two_dials")
    _css = stylesheet("two_dials")
    catalogues = ("two_dials",)

    def __init__(
        self,
        sentences: Sequence[Sequence[str]] | None = None,
        words: tuple[str, str] | None = None,
        window: int = 3,
        seed: int = 1,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        self.sentences = toy_sentences("article") if sentences is None else sentences
        self.vocabulary = Vocabulary.from_sentences(self.sentences)
        self._pair = self._ids(words or _difference(self.sentences))
        self._window, self._seed = window, seed
        self.films: dict[tuple[int, int], Film] = {}
        self._train(window)
        self.rebuild()

    @property
    def words(self) -> tuple[str, str]:
        """The two words."""
        one, other = self._pair
        return self.vocabulary.words[one], self.vocabulary.words[other]

    def rebuild(self) -> None:
        hide = any(map(self.hides, self._questions))
        contexts = {
            window: seen_together(self.sentences, self.vocabulary, self._pair, window)
            for window in WINDOWS
        }
        trace = two_dials(self.films, self._pair, contexts, hide)
        trace.facts |= {"window": self._window, "windows": list(WINDOWS), "N": 50}
        self.show(trace)

    def answer(self, request: dict[str, Any], buffers: list[memoryview]) -> Trace | None:
        """The runs at another window."""
        window = request.get("window")
        if window not in WINDOWS or any(map(self.hides, self._questions)):
            return None
        self._train(window)
        trace = Trace({})
        for N in SIZES:
            add_run(trace, N, window, self.films[N, window], self._pair)
        return trace

    def _train(self, window: int) -> None:
        for N in SIZES:
            if (N, window) not in self.films:
                model = Model(self.vocabulary, N, seed=self._seed)
                self.films[N, window] = Film.shot(
                    model,
                    self.sentences,
                    window=window,
                    epochs=ROUNDS,
                    learning_rate=RATE,
                    most=MOMENTS,
                )

    def _ids(self, words: tuple[str, str]) -> tuple[int, int]:
        one, other = map(self.vocabulary.id, words)
        return one, other


def _difference(sentences: Sequence[Sequence[str]]) -> tuple[str, str]:
    """The one word in which two sentences differ. Raises W2VError."""
    if len(sentences) >= 2 and len(sentences[0]) == len(sentences[1]):
        differing = [(a, b) for a, b in zip(*sentences[:2], strict=True) if a != b]
        if len(differing) == 1:
            return differing[0]
    raise W2VError("not_one_difference")
