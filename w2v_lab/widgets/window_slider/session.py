"""The window slider: a window glides over a sentence, and each position drops its examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...corpus import Vocabulary, read_text
from ...examples import Example
from ...messages import W2VError, choice, get_language, whole
from ...model import Model
from ...toys import TOY_TEXTS
from ...training import Recording, record, train
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from ..kit.typed import as_typed, first_words, toy_text, way_to
from .frame import ARCHITECTURES, MOST_WINDOW, SAMPLES, laid, window_slider

WARM_UP = 20  # rounds through the text before the step of a chosen example is shown
RATE = 0.1


class Session(BaseSession):
    """The conversation of `WindowSlider`."""

    SETTINGS = ("text", "window")
    LASTING = frozenset({"text", "toy", "reset"})
    LINKED = frozenset({"text", "toy", "language", "sample", "seed"})

    def __init__(
        self, text: str | None = None, window: int = 2, predict: str | Sequence[str] = ()
    ) -> None:
        super().__init__(predict)
        self.window = self.checked("window", window)
        self.text = TOY_TEXTS["article"][get_language()] if text is None else text
        self._sample, self._seed = 0.0, 0
        self._first = self.text
        self.architecture = "skip-gram"
        self.chosen: Example | None = None
        self.recording: Recording | None = None
        self.rebuild()

    @property
    def sentences(self) -> list[list[str]]:
        return first_words(read_text(self.text))

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary.from_sentences(self.sentences)

    def checked(self, setting: str, value: Any) -> Any:
        return min(whole("window", value), MOST_WINDOW) if setting == "window" else value

    def rebuild(self) -> None:
        """What is on show, and the example with which the page begins: the third, or the first."""
        super().rebuild()
        state = f"{self.window} whole"
        first = [place for place in (2, 0) if self._has("skip-gram", state, place)]
        self.architecture, self.chosen, self.recording = "skip-gram", None, None
        if first:
            self._choose("skip-gram", state, first[0])
        self.changed()

    def answer(self, request: Request, buffers: Sequence[Any]) -> None:
        """Another text, another share that is dropped, another draw; or an example to step into."""
        if "chosen" in request:
            architecture = choice("architecture", request["chosen"], ARCHITECTURES)
            self._choose(architecture, request.get("state"), request.get("position"))
            self.changed()
            return
        if request.keys().isdisjoint(("reset", "toy", "text", "sample", "seed")):
            return
        if "reset" in request:
            self.text, self._sample, self._seed = self._first, 0.0, 0
        elif "toy" in request:
            self.text = toy_text(request["toy"], request.get("language", self.language))
        elif "text" in request:
            self.text = request["text"]
        sample = request.get("sample", self._sample)
        if isinstance(sample, bool) or sample not in SAMPLES:
            raise W2VError("not_a_sample", got=sample)
        self._sample = float(sample)
        self._seed = whole("seed", request.get("seed", self._seed), least=0)
        self.rebuild()

    @property
    def way(self) -> Request:
        way: Request = {} if self.text == self._first else dict(way_to(self.text))
        settings = {"sample": self._sample, "seed": self._seed}
        return way | {name: value for name, value in settings.items() if value}

    def make_trace(self) -> Trace:
        used = self.sentences
        trace = window_slider(used, self._sample, self._seed, self.shut("result"))
        trace.facts |= {
            "text": as_typed(used),
            "window": self.window,
            "changed": (self.text, self._sample, self._seed) != (self._first, 0.0, 0),
            "most_window": MOST_WINDOW,
        }
        return trace

    def _choose(self, architecture: str, state: Any, position: Any) -> None:
        """Step into one example, with a model that has gone through the text a few times."""
        if not self._has(architecture, state, position):
            raise W2VError("no_such_example", got=f"{state} {position}")
        examples = self._examples(architecture, state)
        model = Model(self.vocabulary, vector_size=3)
        train(model, examples, epochs=WARM_UP, learning_rate=RATE)
        self.architecture = architecture
        self.chosen = examples[position]
        self.recording = record(model, [self.chosen], learning_rate=RATE)

    def _has(self, architecture: str, state: Any, position: Any) -> bool:
        known = [
            f"{window} {how}" for window in range(1, MOST_WINDOW + 1) for how in ("whole", "drawn")
        ]
        if state not in known or isinstance(position, bool) or not isinstance(position, int):
            return False
        return 0 <= position < len(self._examples(architecture, state))

    def _examples(self, architecture: str, state: str) -> list[Example]:
        window, how = state.split(" ")
        found = laid(
            self.sentences,
            self.vocabulary,
            int(window),
            how == "drawn",
            self._sample,
            self._seed,
        )
        return [each.example for each in found[architecture]]
