"""The kernel's stage, one for all widgets: traits, messages, and leaving cleanly.

A widget is one folder, with its page's side and its texts in `NAME.js`, `NAME.css`, `NAME.toml`.
`kit.css` is put in front of its own; `kit.js` travels apart, once for all.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from importlib import resources
from typing import Any

import anywidget
import ipywidgets
import traitlets
from IPython import get_ipython

from ...messages import catalogue
from .session import BaseSession

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


class Setting(traitlets.Any):
    """A trait that the session checks and takes; what follows from it is shown."""

    def validate(self, widget: LabWidget, value: Any) -> Any:
        return widget.session.checked(str(self.name), value)


class Output(traitlets.Any):
    """A trait that follows what the session has made of the page's requests."""


class LabWidget(anywidget.AnyWidget):
    """The kernel's stage: shows a session to the page, and hands it what the page says.

    What the session holds can be read from the widget: `widget.choices`, `widget.right`.
    """

    language = traitlets.Unicode().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    facts = traitlets.Dict().tag(sync=True)
    numbers = traitlets.Bytes().tag(sync=True)
    kit = traitlets.Instance(Kit).tag(sync=True, **ipywidgets.widget_serialization)

    Session: type[BaseSession]
    catalogues: tuple[str, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.__signature__ = inspect.signature(cls.Session)

    def __init__(self, *args: Any, **settings: Any) -> None:
        self.session = self.Session(*args, **settings)
        _replace_those_of_this_cell(self)
        facts, numbers = self.session.packed()
        texts = _texts(("messages", "kit", *self.catalogues))
        super().__init__(
            language=facts["language"],
            texts=texts,
            kit=_kit(),
            facts=facts,
            numbers=numbers,
            **{name: getattr(self.session, name) for name in self._mirrored()},
        )
        self.session.changed = self._show
        for name in self.session.SETTINGS:
            self.observe(self._take, name)
        self.on_msg(self._hear)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "session":
            raise AttributeError(name)
        return getattr(self.session, name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(n for n in dir(self.session) if n[0] != "_")})

    @classmethod
    def _mirrored(cls) -> list[str]:
        """The traits that follow the session."""
        return [name for name, kind in cls.class_traits().items() if isinstance(kind, _MIRRORS)]

    def _show(self) -> None:
        """Send what the session holds now, and let its traits follow."""
        with self.hold_sync():
            if self.session.stamp != self.facts.get("stamp"):
                self.facts, self.numbers = self.session.packed()
        for name in self._mirrored():
            if getattr(self, name) is not (value := getattr(self.session, name)):
                setattr(self, name, value)

    def _take(self, change: Any) -> None:
        """A setting that Python has changed; not one that only follows the session."""
        if getattr(self.session, change["name"]) is not change["new"]:
            self.session.change(change["name"], change["new"])

    def _hear(self, _: object, content: Any, buffers: list[memoryview]) -> None:
        reply, sent = self.session.hear(content, buffers)
        self.send(reply, sent)

    def close(self) -> None:
        """Close the widget and its layout, and let go of what it showed.

        The notebook's history of outputs keeps a closed widget as long as the kernel runs.
        """
        if "session" not in vars(self):  # it was refused before it became a widget
            return
        layout = self.layout
        self.unobserve_all()
        super().close()
        layout.close()
        self.session.close()
        for name in ("facts", "numbers", "texts", *self._mirrored()):
            self._trait_values.pop(name, None)


_MIRRORS = (Setting, Output)


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
