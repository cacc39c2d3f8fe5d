"""The window slider: a window glides over a sentence, and each position drops its examples."""

from __future__ import annotations

from typing import Any

from ..kit.shell import LabWidget, Output, Setting
from ..step_explorer.widget import StepExplorer
from .session import Session


class WindowSlider(LabWidget):
    """Type a sentence and slide the window over it; skip-gram and CBOW side by side.

    `text` is the text to begin with (the article's two sentences when left out), `window` the
    reach. `chosen` is the example clicked on last, `architecture` whose it is, and `recording` its
    step, after some training on the text; `explorer()` shows it and follows the clicks.
    `predict` names a question asked before the examples are shown. Raises W2VError for a text
    without two words in a line.
    """

    Session = Session

    text = Setting()
    window = Setting()
    chosen = Output()
    recording = Output()

    def explorer(self) -> StepExplorer:
        """A step explorer that shows the chosen example, and the next one that is clicked on."""
        explorer = StepExplorer(self.recording)

        def follow(change: Any) -> None:
            if change["new"] is not None and explorer.comm is not None:
                explorer.recording = change["new"]

        self.observe(follow, names="recording")
        return explorer
