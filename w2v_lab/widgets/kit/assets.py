"""What a class of widgets needs in the page: its modules, styles and texts, sent once.

Each folder of `widgets` is one set of assets, the kit's among them. The files travel as they are;
`loader.js` puts them together in the page. An instance sends only the names of its two sets.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any

import ipywidgets
import traitlets

from ...messages import catalogue

BOOT = "boot.js"


class Assets(ipywidgets.Widget):
    """The files of one folder on their way to the page."""

    name = traitlets.Unicode().tag(sync=True)
    digest = traitlets.Unicode().tag(sync=True)
    modules: traitlets.Dict[str, str] = traitlets.Dict().tag(sync=True)
    styles = traitlets.Unicode().tag(sync=True)
    texts: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)

    def __repr__(self) -> str:  # not the files themselves
        return f"Assets({self.name!r})"


_sent: dict[str, Assets] = {}


def assets_of(name: str) -> list[Assets]:
    """The kit's assets and the widget's, made anew where somebody has closed them."""
    return [_alive("kit"), _alive(name)]


def _alive(folder: str) -> Assets:
    if folder not in _sent or _sent[folder].comm is None:
        _sent[folder] = Assets(**shipped(folder))
    return _sent[folder]


@cache
def shipped(folder: str) -> dict[str, Any]:
    """What the folder's assets hold: its modules by "folder/file", its styles, its texts."""
    modules = {f"{folder}/{file}": text for file, text in _read(folder, ".js").items()}
    modules.pop(f"kit/{BOOT}", None)
    held: dict[str, Any] = {
        "name": folder,
        "modules": modules,
        "styles": "\n".join(_read(folder, ".css").values()),
        "texts": catalogue("messages") | catalogue(folder)
        if folder == "kit"
        else catalogue(folder),
    }
    told = json.dumps(held, ensure_ascii=False, sort_keys=True)
    return {**held, "digest": hashlib.sha256(told.encode()).hexdigest()[:16]}


@cache
def boot() -> str:
    """The module that anywidget is given for every widget; the rest is fetched by it."""
    return _read("kit", BOOT)[BOOT]


def _read(folder: str, ending: str) -> dict[str, str]:
    entries = resources.files("w2v_lab.widgets").joinpath(folder).iterdir()
    files = sorted((entry for entry in entries if entry.name.endswith(ending)), key=str)
    return {entry.name: entry.read_text(encoding="utf-8") for entry in files}
