"""The window slider: a window glides over a sentence, and each position drops its examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets

from ...corpus import Vocabulary, read_text
from ...examples import Example
from ...messages import W2VError, choice, get_language, whole
from ...model import Model
from ...toys import TOY_TEXTS
from ...training import Recording, record, train
from ..first_look.widget import _first_words
from ..kit.shell import LabWidget, javascript, stylesheet
from ..kit.trace import Trace
from ..step_explorer.widget import StepExplorer
from .frame import ARCHITECTURES, MOST_WINDOW, SAMPLES, laid, window_slider

WARM_UP = 20  # rounds through the text before the step of a chosen example is shown
RATE = 0.1


class WindowSlider(LabWidget):
    """Type a sentence and slide the window over it; skip-gram and CBOW side by side.

    `text` is the text to begin with (the article's two sentences when left out), `window` the
    reach. `chosen` is the example clicked on last, `architecture` whose it is, and `recording` its
    step, after some training on the text; `explorer()` shows it and follows the clicks.
    `predict` names a question asked before the examples are shown. Raises W2VError for a text
    without two words in a line.
    """

    _esm = javascript("window_slider")
    _css = stylesheet("window_slider")
    catalogues = ("window_slider",)

    chosen = traitlets.Instance(Example, allow_none=True)
    recording = traitlets.Instance(Recording, allow_none=True)

    def __init__(
        self, text: str | None = None, window: int = 2, predict: str | Sequence[str] = ()
    ) -> None:
        super().__init__(predict)
        self._window = min(whole("window", window), MOST_WINDOW)
        self._text = TOY_TEXTS["article"][get_language()] if text is None else text
        self._sample, self._seed = 0.0, 0
        self.architecture = "skip-gram"
        self.rebuild()
        self._choose("skip-gram", f"{self._window} whole", 0)
        self._choose("skip-gram", f"{self._window} whole", 2)  # as the page begins, if there is one

    @property
    def sentences(self) -> list[list[str]]:
        return [list(words) for words in self._sentences]

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary.from_sentences(self._sentences)

    def explorer(self) -> StepExplorer:
        """A step explorer that shows the chosen example, and the next one that is clicked on."""
        explorer = StepExplorer(self.recording)
        traitlets.dlink((self, "recording"), (explorer, "recording"))
        return explorer

    def rebuild(self) -> None:
        self.show(self._trace())

    def answer(self, request: dict[str, Any], buffers: list[memoryview]) -> Trace | None:
        """Another text, another share that is dropped, another draw; or an example to step into."""
        if "chosen" in request:
            architecture = choice("architecture", request["chosen"], ARCHITECTURES)
            self._choose(architecture, request.get("state", ""), request.get("position", -1))
            return None
        before = (self._text, self._sample, self._seed)
        if "toy" in request:
            texts = TOY_TEXTS.get(request["toy"], TOY_TEXTS["article"])
            self._text = texts.get(request.get("language", "en"), texts["en"])
        elif "text" in request:
            self._text = request["text"]
        sample = request.get("sample", self._sample)
        self._sample = sample if sample in SAMPLES else 0.0
        self._seed = whole("seed", request.get("seed", self._seed), least=0)
        try:
            return self._trace()
        except W2VError:
            self._text, self._sample, self._seed = before
            raise

    def _trace(self) -> Trace:
        used = _first_words(read_text(self._text))
        hide = any(map(self.hides, self._questions))
        trace = window_slider(used, self._sample, self._seed, hide)
        self._sentences = used
        trace.facts |= {
            "text": "\n".join(" ".join(words) for words in used),
            "window": self._window,
            "most_window": MOST_WINDOW,
        }
        return trace

    def _choose(self, architecture: str, state: str, position: int) -> None:
        """Step into one example, with a model that has gone through the text a few times."""
        window, _, how = state.partition(" ")
        if not window.isdigit() or not 1 <= int(window) <= MOST_WINDOW:
            return
        vocabulary = self.vocabulary
        found = laid(
            self._sentences, vocabulary, int(window), how == "drawn", self._sample, self._seed
        )[architecture]
        if not isinstance(position, int) or not 0 <= position < len(found):
            return
        examples = [window.example for window in found]
        model = Model(vocabulary, vector_size=3)
        train(model, examples, epochs=WARM_UP, learning_rate=RATE)
        self.architecture = architecture
        self.chosen = examples[position]
        self.recording = record(model, [self.chosen], learning_rate=RATE)
