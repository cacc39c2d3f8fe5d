"""The course as pages, built once for all tests of a process, and somebody who reads them."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.notebook_runs import recorded
from web.build import build, notebooks

from .lab import chromium

LESSONS = [path.stem for path in notebooks("en")]


class Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map: ClassVar[dict[str, str]] = {  # type: ignore[misc]
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        **{".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"},
    }

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root: Path = tmp_path_factory.mktemp("served")
    build(root / "some" / "course", [], recorded)
    with serving(root) as address:
        yield f"{address}/some/course/"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a folder's files, while they are served."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def pages_browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def reader(pages_browser: Browser, site: str) -> Iterator[Reader]:
    context = pages_browser.new_context(viewport={"width": 1300, "height": 900})
    made = Reader(context, site)
    yield made
    context.close()
    assert made.problems == []
    assert {urlsplit(address).netloc for address in made.loaded} <= {urlsplit(site).netloc}


class Reader:
    """Somebody with a browser: what it loaded, and what it complained of."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site, self.page = site, context.new_page()
        self.problems: list[str] = []
        self.loaded: dict[str, bytes] = {}
        self.page.on("pageerror", lambda error: self.problems.append(str(error.stack or error)))
        self.page.on("console", self._heard)
        self.page.on("requestfinished", self._finished)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def _finished(self, request: Any) -> None:
        self.loaded[request.url] = b""

    def bodies(self) -> dict[str, bytes]:
        """What has been loaded so far, by address, as the server has it."""
        got = self.page.context.request
        for address, body in list(self.loaded.items()):  # more may come while one asks
            self.loaded[address] = body or got.get(address).body()
        return dict(self.loaded)

    def open(self, place: str) -> Page:
        self.page.goto(self.site + place)
        return self.page

    def read_on(self) -> None:
        """Scroll to the end, as far as the page grows; then all that was near has been made."""
        for el in self.page.locator("[data-widget]").all():
            el.scroll_into_view_if_needed()
            expect(el).to_have_attribute("data-alive", "", timeout=20_000)
        self.page.wait_for_load_state("networkidle")

    def widget(self, kind: str) -> Locator:
        return self.page.locator(f".w2v.{kind}").first
