"""Widgets as files: what a session packs, the answers recorded, and a page that shows them.

The seed of the web edition: no kernel, no Jupyter, the very modules of the package.
"""

from __future__ import annotations

import functools
import html
import http.server
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from w2v_lab.messages import catalogue
from w2v_lab.widgets.kit.session import BaseSession
from web.recorder import Recorder

from .lab import REPOSITORY

Requests = Sequence[dict[str, Any]]

HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Widgets from files</title>
<link rel="icon" href="data:,">"""
SHOW = """<script type="module">
import { Folder } from "/web/files.js";
import { show } from "/web/host.js";
const widgets = new URL("/w2v_lab/widgets/", location);
const texts = await (await fetch("texts.json")).json();
for (const el of document.querySelectorAll("[data-widget]")) {
  const { widget, place, first } = el.dataset;
  const own = { ...texts.messages, ...texts.kit, ...texts[widget] };
  const files = new Folder(new URL(`${place}/`, location), widgets);
  const spot = { lesson: "", cell: place }, opened = JSON.parse(el.dataset.opened);
  await show(el, widget, { files, first, texts: own, lost: own.absent, spot, opened });
}
document.body.dataset.shown = "yes";
</script>"""

# Fifty widgets on a page are laid out anew with each act: one is enough, or all for null.
ALONE = """name => {
    for (const el of document.querySelectorAll("[data-place]")) {
        el.hidden = name !== null && el.dataset.place !== name;
    }
}"""


def _these(requests: Requests, _: BaseSession) -> Iterator[dict[str, Any]]:
    return iter(requests)


def page(
    folder: Path,
    sessions: Mapping[str, tuple[BaseSession, Requests]],
    opened: Mapping[str, dict[str, Any]] | None = None,
) -> None:
    """Write a page with these widgets, by a name of their own, into a folder.

    `opened` says which of them a link has led to, and its state.
    """
    names, firsts = {}, {}
    for place, (session, requests) in sessions.items():
        names[place] = type(session).__module__.split(".")[-2]
        firsts[place] = Recorder(folder / place, functools.partial(_these, requests)).record(
            session
        )
    texts = {name: catalogue(name) for name in {"kit", "messages", *names.values()}}
    (folder / "texts.json").write_text(json.dumps(texts))
    home = REPOSITORY / "w2v_lab" / "widgets"
    files = [f for name in ["kit", *sorted({*names.values()})] for f in home.glob(f"{name}/*.css")]
    sheets = [f'<link rel="stylesheet" href="/{file.relative_to(REPOSITORY)}">' for file in files]
    parts = [
        f'<div data-widget="{name}" data-place="{place}" data-first="{firsts[place]}"'
        f' data-opened="{html.escape(json.dumps((opened or {}).get(place)))}"></div>'
        for place, name in names.items()
    ]
    (folder / "index.html").write_text("\n".join([HEAD, *sheets, "<body>", *parts, SHOW]))


class Files(http.server.SimpleHTTPRequestHandler):
    """The repository's modules, and the page's files; nothing is said of each request."""

    extensions_map: ClassVar[dict[str, str]] = {  # type: ignore[misc]
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
    }

    def __init__(self, *args: Any, folder: Path, asked: list[str], **more: Any) -> None:
        self.folder, self.asked = folder, asked
        super().__init__(*args, directory=str(REPOSITORY), **more)

    def translate_path(self, path: str) -> str:
        self.asked.append(path)
        if path.startswith("/page/"):
            return str(self.folder / path.removeprefix("/page/").split("?")[0])
        return super().translate_path(path)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The page's address while it is served, and the paths that have been asked for."""
    asked: list[str] = []
    handler = functools.partial(Files, folder=folder, asked=asked)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/page/index.html", asked
    finally:
        server.shutdown()
        server.server_close()
