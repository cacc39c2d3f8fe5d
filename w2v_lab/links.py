"""A link to a state of a widget, opened in a notebook.

A link's fragment, the part from "#" on, says which lesson's cell shows the widget, what was chosen
in it, and what was asked of Python on the way there:

    #lesson=04&cell=c03&widget=window_slider&state={"at":5}&way={"text":"rain falls"}

It comes from anybody: each part is looked at before it is taken, and none of it is ever run.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from . import memory, notebook
from .messages import W2VError, get_language

MOST_LETTERS = 8000


@dataclass(frozen=True)
class Link:
    """What a fragment says, looked at part by part."""

    lesson: str  # two digits, or nothing
    cell: str
    widget: str
    state: dict[str, Any]
    way: dict[str, Any]


def open_link(fragment: str) -> Any:
    """The widget that a link leads to, in the very state that was copied; displaying it is enough.

    `fragment` is what *Copy link* copies, from "#" on; a whole address will do. A widget of this
    notebook is shown once more, in that state; else the lesson's notebook is looked for beside this
    one, and its cells are run, unseen, as far as the widget. Raises W2VError for what is no link,
    and for a lesson that is not here.
    """
    link = parsed(fragment)
    from . import widgets  # only where there is a link to follow

    kind = getattr(widgets, "".join(map(str.capitalize, link.widget.split("_"))), None)
    if kind is None:
        raise W2VError("no_link")
    session = copy.copy(_shown_here(link, kind) or _run_up_to(link, kind))
    session.changed = lambda: None
    session.follow(link.way)
    spot = {"lesson": link.lesson, "cell": link.cell}
    return kind.showing(session, spot, {"state": link.state, "way": link.way})


def parsed(fragment: object) -> Link:
    """What a fragment says. Raises W2VError."""
    if not isinstance(fragment, str) or len(fragment) > MOST_LETTERS:
        raise W2VError("no_link")
    try:
        told = parse_qs(fragment.split("#", 1)[-1].strip(), strict_parsing=True, max_num_fields=9)
        values = {name: value[0] for name, value in told.items()}
        state, way = (json.loads(values.get(name, "{}")) for name in ("state", "way"))
    except (ValueError, RecursionError):
        raise W2VError("no_link") from None
    link = Link(
        values.get("lesson", ""), values.get("cell", ""), values.get("widget", ""), state, way
    )
    if (
        not re.fullmatch(r"(\d\d)?", link.lesson, re.ASCII)
        or not re.fullmatch(r"[\w-]{1,64}", link.cell, re.ASCII)
        or not re.fullmatch(r"[a-z_]{1,40}", link.widget)
        or not isinstance(state, dict)
        or not isinstance(way, dict)
    ):
        raise W2VError("no_link")
    return link


def _shown_here(link: Link, kind: Any) -> Any:
    """The session of the widget that the link's cell shows in this notebook."""
    here = link.lesson in ("", notebook.lesson())
    return next(iter(kind.shown_by(link.cell)), None) if here else None


def _run_up_to(link: Link, kind: Any) -> Any:
    """The session that the lesson's cells make; exercises on the way leave nothing behind."""
    path = _notebook(link.lesson)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path else []
    names = [cell.get("id") for cell in cells]
    if link.cell not in names:
        raise W2VError("link_elsewhere", lesson=link.lesson or "?")
    scope: dict[str, Any] = {"__name__": "__main__"}
    shown = None
    with memory.unwritten(), contextlib.redirect_stdout(io.StringIO()):
        for cell in cells[: names.index(link.cell) + 1]:
            if cell["cell_type"] == "code":
                shown = notebook.run_cell("".join(cell["source"]), scope)
    if not isinstance(shown, kind):
        raise W2VError("link_elsewhere", lesson=link.lesson)
    return shown.session


def _notebook(lesson: str) -> Path | None:
    """The lesson's notebook: beside this one, in this folder, or where the course lies."""
    course = Path(__file__).parent.parent / "notebooks"
    places = [notebook.place().parent, Path(), Path("notebooks"), course]
    for folder in places if lesson else ():
        for edition in ([folder / "zh"] if get_language() == "zh" else []) + [folder]:
            if found := sorted(edition.glob(f"{lesson}_*.ipynb")):
                return found[0]
    return None
