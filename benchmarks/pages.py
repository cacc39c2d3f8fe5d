"""How soon each page is there: first widget live, bytes, first paint, layout shift.

Usage: python benchmarks/pages.py [--site _site] [--slow] [--times 5] [en/03 zh/05 index ...]

From a server on this machine that compresses as hosts of pages do, nothing kept from one time to
the next; `--slow` is a line of 1 Mbit a second and a quarter of the processor.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import statistics
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.lab import chromium  # noqa: E402

WATCH = """window.shifted = 0; window.live = 0; window.painted = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { window.painted = list.getEntries()[0].startTime; })
  .observe({ type: "paint", buffered: true });
new MutationObserver(() => {
  if (!window.live && document.querySelector("[data-alive]")) window.live = performance.now();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-alive"] });"""
BYTES = """(until) => performance.getEntries()
  .filter((each) => each.responseEnd !== undefined && each.responseEnd <= until)
  .reduce((sum, each) => sum + (each.transferSize || 0), 0)"""
TYPES = {".js": "text/javascript", ".z": "application/octet-stream"}


class Packed(http.server.SimpleHTTPRequestHandler):
    """Files of a folder, text and code compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = _body(path)
        self.send_response(200)
        self.send_header("Content-Type", TYPES.get(path.suffix) or self.guess_type(path))
        if path.suffix != ".z":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # a page that was left waits for nothing
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@functools.cache
def _body(path: Path) -> bytes:
    data = path.read_bytes()
    return data if path.suffix == ".z" else gzip.compress(data)


def visit(browser: Any, address: str, slow: bool, alive: bool) -> dict[str, float]:
    """Open a page as somebody who comes for the first time, and read it to the end.

    `alive` says whether it has a widget.
    """
    context = browser.new_context(viewport={"width": 1300, "height": 900}, service_workers="block")
    page = context.new_page()
    page.add_init_script(WATCH)
    if slow:
        devtools = context.new_cdp_session(page)
        line = {"offline": False, "latency": 40, "downloadThroughput": 125_000}
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", {**line, "uploadThroughput": 125_000})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="commit")
    told = {}
    if alive:
        page.locator("[data-widget]").first.scroll_into_view_if_needed()
        page.wait_for_function("window.live", timeout=120_000)
        live = page.evaluate("window.live")
        told = {"live": live / 1000, "first_kB": page.evaluate(BYTES, live) / 1000}
    page.wait_for_load_state()
    if not slow:
        for el in page.locator("[data-widget]").all():
            el.scroll_into_view_if_needed()
            el.and_(page.locator("[data-alive]")).wait_for(timeout=60_000)
        page.wait_for_load_state("networkidle")
        told["all_kB"] = page.evaluate(BYTES, 1e9) / 1000
    told["paint"] = page.evaluate("window.painted") / 1000
    told["shift"] = page.evaluate("window.shifted")
    context.close()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="what their addresses begin with")
    parser.add_argument("--site", type=Path, default=ROOT / "_site")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    handler = functools.partial(Packed, directory=str(asked.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # as above
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with chromium() as browser:
        for path in sorted([*asked.site.glob("*.html"), *asked.site.glob("*/*.html")]):
            place = path.relative_to(asked.site).as_posix()
            if asked.pages and not place.startswith(tuple(asked.pages)):
                continue
            address = f"http://127.0.0.1:{server.server_port}/{place}"
            alive = "data-widget=" in path.read_text("utf-8")
            runs = [visit(browser, address, asked.slow, alive) for _ in range(asked.times)]
            told = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            print(place, *(f"{key} {value:.3g}" for key, value in told.items()), flush=True)
    server.shutdown()


if __name__ == "__main__":
    main()
