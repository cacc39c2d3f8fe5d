"""Pictures for sharing: the first widget of each lesson, drawn by a Chromium where one is found.

Who passes a link on shows this picture with it. Its address is the whole one, of pyproject.toml.
"""

from __future__ import annotations

import functools
import html
import http.server
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from .documents import PROJECT

SIZE = {"width": 1200, "height": 630}  # what those who show links ask for
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BEFORE = '<link rel="icon"'  # of a page's head
# The first that draws; a lesson that only asks is shown with its question.
FIRST = '[data-widget]:not([data-widget="predict"])', "[data-widget]"
# The widget and nothing around it.
ALONE = """(el) => {
  el.style.margin = "24px 40px";
  document.body.replaceChildren(el);
  scrollTo(0, 0);
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files of a folder; nothing is said of each request."""

    extensions_map: ClassVar[dict[str, str]] = {  # type: ignore[misc]
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
    }

    def log_message(self, *args: object) -> None:
        pass


def share(site: Path, shown: Mapping[str, str]) -> int:
    """Give pages (`en/00_name`) a picture, with these words for those who do not see it.

    Returns how many have one: none where there is no Chromium, or no Playwright to lead it.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser or find_spec("playwright") is None:
        return 0
    with _served(site) as address, _page(browser) as page:
        for place, words in shown.items():
            picture = f"{place}.png"
            page.goto(f"{address}/{place}.html")
            first = next(found for each in FIRST if (found := page.locator(each)).count()).first
            first.scroll_into_view_if_needed()
            first.and_(page.locator("[data-alive]")).evaluate(ALONE)
            page.screenshot(path=site / picture)
            file = site / f"{place}.html"
            tags = _tags(f"{PROJECT['urls']['Homepage']}/{picture}", words)
            text = file.read_text("utf-8").replace(BEFORE, f"{tags}\n{BEFORE}", 1)
            file.write_text(text, encoding="utf-8")
    return len(shown)


def _tags(address: str, words: str) -> str:
    told = {"": address, ":alt": words, **{f":{name}": SIZE[name] for name in SIZE}}
    return "\n".join(
        f'<meta property="og:image{name}" content="{html.escape(str(value))}">'
        for name, value in told.items()
    )


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _page(browser: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # As root a Chromium starts only without its sandbox.
    flags = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=flags)
        context = started.new_context(viewport=SIZE, service_workers="block", color_scheme="light")
        yield context.new_page()
        started.close()
