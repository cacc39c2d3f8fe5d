"""The kernel's stage, one for all widgets: traits, messages, and leaving cleanly.

A widget is one folder, with its page's side and its texts in `NAME.js`, `NAME.css`, `NAME.toml`;
`assets.py` sends them, and the kit's, once.
"""

from __future__ import annotations

import inspect
from typing import Any, Self

import anywidget
import ipywidgets
import traitlets
from IPython import get_ipython

from ... import notebook
from .assets import assets_of, boot
from .session import BaseSession


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
    facts = traitlets.Dict().tag(sync=True)
    numbers = traitlets.Bytes().tag(sync=True)
    place = traitlets.Dict().tag(sync=True)  # lesson and cell, and what a link has opened
    assets: traitlets.List[Any] = traitlets.List().tag(sync=True, **ipywidgets.widget_serialization)

    Session: type[BaseSession]
    _esm = boot()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.__signature__ = inspect.signature(cls.Session)

    def __init__(self, *args: Any, **settings: Any) -> None:
        link = settings.pop("_opened", None)
        self.session = settings.pop("_session", None) or self.Session(*args, **settings)
        _replace_those_of_this_cell(self)
        facts, numbers = self.session.packed()
        folder = self.Session.__module__.split(".")[-2]
        super().__init__(
            language=facts["language"],
            assets=assets_of(folder),
            facts=facts,
            numbers=numbers,
            place=_spot() | ({"opened": link} if link else {}),
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
    def showing(cls, session: BaseSession, spot: dict[str, str], opened: dict[str, Any]) -> Self:
        """A widget of its own for a session, whose page takes up the state of a link."""
        widget = cls(_session=session, _opened=opened)
        widget.place = {**widget.place, **spot}
        return widget

    @classmethod
    def shown_by(cls, cell: str) -> list[BaseSession]:
        """The sessions of the widgets of this class that a cell of this notebook has made."""
        made = _cells.get(cell, ("", []))[1]
        return [widget.session for widget in made if isinstance(widget, cls)]

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
        for name in ("facts", "numbers", *self._mirrored()):
            self._trait_values.pop(name, None)


_MIRRORS = (Setting, Output)


def _spot() -> dict[str, Any]:
    """The lesson and the cell that run now."""
    return {"lesson": notebook.lesson(), "cell": _cell() or "here"}


_cells: dict[str, tuple[str, list[LabWidget]]] = {}


def _parent() -> dict[str, Any]:
    """The message that made the kernel run."""
    shell = get_ipython()
    return shell.get_parent() if hasattr(shell, "get_parent") else {}


def _cell() -> str | None:
    """The cell that runs, as Jupyter names it."""
    cell: str | None = _parent().get("metadata", {}).get("cellId")
    return cell


def _replace_those_of_this_cell(widget: LabWidget) -> None:
    """Close what an earlier run of the same cell made: its output is gone from the page."""
    cell = _cell()
    if cell is None:
        return
    run = _parent()["header"]["msg_id"]
    if cell in _cells and _cells[cell][0] != run:
        for old in _cells.pop(cell)[1]:
            old.close()
    _cells.setdefault(cell, (run, []))[1].append(widget)
