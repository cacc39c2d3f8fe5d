"""What every widget shares on Python's side: texts, traces, the predict gate, and leaving cleanly.

A widget is one folder, with its page's side and its texts in `NAME.js`, `NAME.css`, `NAME.toml`.
`kit.css` is put in front of its own; `kit.js` travels apart, once for all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import anywidget
import ipywidgets
import traitlets
from IPython import get_ipython

from ... import lessons
from ...messages import W2VError, catalogue, get_language
from .trace import Trace

_IMPORT_OF_KIT = re.compile(r'^import ([^;]*?) from "\./kit\.js";\n', re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^ +", re.MULTILINE)
_COMMENT_LINE = re.compile(r"^\s*(//|/\*\*|\*).*\n", re.MULTILINE)


class Kit(ipywidgets.Widget):
    """`kit.js` on its way to the page: it travels once, and every widget's page asks for it."""

    code = traitlets.Unicode().tag(sync=True)


@cache
def _kit() -> Kit:
    return Kit(code=_trimmed(_read("kit", "js")))


def javascript(name: str) -> str:
    """The widget's own module; `loader.js` waits for the kit and hands it over."""
    own = _IMPORT_OF_KIT.sub(r"const \1 = kit;\n", _read(name, "js"))
    own = own.replace("export default ", "return ")
    loader = _read("kit", "js", "loader").replace("the_name", name)
    return _trimmed(loader.replace("/* the widget */", own))


def _trimmed(script: str) -> str:
    """The script without indentation and without lines that only comment."""
    return _INDENT.sub("", _COMMENT_LINE.sub("", script))


def stylesheet(name: str) -> str:
    """The kit's tokens and rules, then the widget's own, which hold for no other on the page."""
    return _read("kit", "css") + _read(name, "css").replace(".w2v", f".w2v.{name}")


def _read(folder: str, kind: str, file: str | None = None) -> str:
    path = resources.files("w2v_lab.widgets").joinpath(folder, f"{file or folder}.{kind}")
    return path.read_text(encoding="utf-8")


class LabWidget(anywidget.AnyWidget):
    """The base of every widget: what is shown travels once, as a trace; the page plays it.

    `predict` names questions of `lessons`; what would answer one is held back until the
    learner has committed to an answer. `choices` and `right` read the answers back.
    """

    language = traitlets.Unicode().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    trace = traitlets.Dict().tag(sync=True)
    numbers = traitlets.Bytes().tag(sync=True)
    gates: traitlets.List[Any] = traitlets.List().tag(sync=True)
    kit = traitlets.Instance(Kit).tag(sync=True, **ipywidgets.widget_serialization)

    catalogues: tuple[str, ...] = ()

    def __init__(self, predict: str | Sequence[str] = (), **traits: Any) -> None:
        _replace_those_of_this_cell(self)
        names = [predict] if isinstance(predict, str) else predict
        self._questions = {name: lessons.find(name) for name in names}
        self.choices: dict[str, str] = {}
        texts = _texts(("messages", "kit", *self.catalogues))
        super().__init__(language=get_language(), texts=texts, kit=_kit(), **traits)
        self.gates = [question.asked() for question in self._questions.values()]
        self.on_msg(self._hear)

    @property
    def right(self) -> dict[str, bool]:
        """For each question answered so far, whether the prediction came true."""
        return {
            name: choice == self._questions[name].answer() for name, choice in self.choices.items()
        }

    def hides(self, name: str) -> bool:
        """Whether that question is still open, so that its answer must not reach the page."""
        return name in self._questions and name not in self.choices

    def show(self, trace: Trace) -> None:
        """Send a trace; the page starts to play it."""
        with self.hold_sync():
            self.trace, self.numbers = trace.packed()

    def rebuild(self) -> None:
        """Make and send the trace anew; a widget with a trace says here how."""

    def answer(self, request: dict[str, Any], buffers: list[memoryview]) -> Trace | None:
        """What the page asks for and has not got; a widget that can be asked says here how."""
        return None

    def commit(self, name: str, choice: str) -> None:
        """Take the learner's prediction, once, and let go of what was held back."""
        if not self.hides(name):
            return
        self._questions[name].check(choice)
        self.choices[name] = choice
        self.rebuild()
        self.gates = [
            question.revealed(self.choices[name]) if name in self.choices else question.asked()
            for name, question in self._questions.items()
        ]

    def _hear(self, _: object, content: dict[str, Any], buffers: list[memoryview]) -> None:
        """Every request gets a reply, an error included, so that the page never waits in vain."""
        reply: dict[str, Any] = {"reply": content.get("request")}
        sent: list[bytes] = []
        try:
            if "commit" in content:
                self.commit(content["commit"], content.get("choice", ""))
            elif trace := self.answer(content, buffers):
                reply["trace"], numbers = trace.packed()
                sent = [numbers]
        except W2VError as error:
            reply["error"] = {
                "text": catalogue("errors")[error.key],
                "values": {name: str(value) for name, value in error.values.items()},
            }
        self.send(reply, sent)

    def close(self) -> None:
        """Close the widget and its layout, which would otherwise stay behind."""
        layout = self.layout
        super().close()
        layout.close()


@cache
def _texts(names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return {key: texts for name in names for key, texts in catalogue(name).items()}


_cells: dict[str, tuple[str, list[LabWidget]]] = {}


def _replace_those_of_this_cell(widget: LabWidget) -> None:
    """Close what an earlier run of the same cell made: its output is gone from the page."""
    shell = get_ipython()
    message = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = message.get("metadata", {}).get("cellId")
    if cell is None:
        return
    run = message["header"]["msg_id"]
    if cell in _cells and _cells[cell][0] != run:
        for old in _cells.pop(cell)[1]:
            old.close()
    _cells.setdefault(cell, (run, []))[1].append(widget)
