"""Notebooks in a real JupyterLab in a real Chromium, driven from Python.

`Lab` is one server and one browser; `Lab.open` gives a `Notebook`: one page with its own kernel.
Nothing here sleeps for luck: every wait is for something seen in the page or asked of the server.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import quote, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from web.pictures import BROWSERS

REPOSITORY = Path(__file__).resolve().parents[2]
NOTEBOOKS = REPOSITORY / "notebooks"

BROWSER_ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
BROWSER_FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-proxy-server"),
    # No name is looked up: who asks for a stranger is caught, and the stranger never hears of it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

# The user's own folders stay out; the labextensions of sys.prefix are found all the same.
FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
}
SETTINGS: dict[str, dict[str, Any]] = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/apputils-extension/sessionDialogs": {"skipKernelRestartDialog": True},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
    # Otherwise JupyterLab leaves cells out of the page that are far from the visible part.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none", "scrollPastEnd": False},
}

# Console errors that JupyterLab writes by itself: a pattern, and why it says nothing.
NOISE = {
    "Could not restore the debugger state: Canceled future": (
        "JupyterLab's debugger asks every new kernel for its state, also one that has just ended"
    ),
}

TALLEST = 24_000  # pixels: a taller window costs Chromium more memory than small machines have
CHOICE = re.compile(r"""^(w2v\.set_language\()["'][a-z]*["']""", re.MULTILINE)
CODE_CELL = ".jp-Notebook .jp-CodeCell"
PAGE_SCRIPT = Path(__file__).with_name("lab.js")


class LabError(AssertionError):
    """Something that a test meant to happen in JupyterLab did not happen."""


class NoBrowser(RuntimeError):
    """No Chromium could be started on this machine."""


class Lab:
    """One JupyterLab server on a free loopback port, and one Chromium."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        """Start both; `environment` is added to what the server and its kernels see."""
        self.home = Path(tempfile.mkdtemp(prefix="w2v-lab-"))
        self.root = self.home / "root"
        self.root.mkdir()
        self.token = secrets.token_hex(16)
        self.url = ""
        self._opened = 0
        self._server: subprocess.Popen[bytes] | None = None
        self._with = ExitStack()
        try:
            self._server = self._start_server(environment or {})  # starts while the browser does
            self.browser = self._with.enter_context(chromium(self.home / "profile"))
            self._await_server()
        except BaseException:
            self.close()
            raise

    def _start_server(self, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        for name, values in SETTINGS.items():
            self._set(name, values)
        path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
        folders = {name: str(self.home / folder) for name, folder in FOLDERS.items()}
        token = {"JUPYTER_TOKEN": self.token}  # not in the command, which everyone can list
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"),
            *("--ServerApp.port=0", "--ServerApp.allow_root=True"),
            *(f"--ServerApp.root_dir={self.root}", "--LabApp.expose_app_in_browser=True"),
            *("--LabApp.news_url=None", "--LabApp.extension_manager=readonly"),
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ]
        with open(self.home / "log", "wb") as log:
            return subprocess.Popen(
                command,
                cwd=self.root,
                env={**os.environ, **folders, **token, "PYTHONPATH": path, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _await_server(self, seconds: float = 60) -> None:
        """Wait until the server has chosen a port and answers."""
        assert self._server is not None
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._server.poll() is None:
            for file in (self.home / FOLDERS["JUPYTER_RUNTIME_DIR"]).glob("jpserver-*.json"):
                with suppress(OSError, ValueError):  # the file may be half written
                    self.url = f"http://127.0.0.1:{json.loads(file.read_text())['port']}/"
                    self.ask("GET", "api/status")
                    return
            time.sleep(0.05)
        log = (self.home / "log").read_text(errors="replace")
        raise RuntimeError(f"JupyterLab did not start. Its log:\n{log}")

    def _set(self, name: str, values: Mapping[str, Any]) -> None:
        """Write a setting of JupyterLab's, for the pages that are opened from now on."""
        folder = self.home / FOLDERS["JUPYTERLAB_SETTINGS_DIR"]
        file = folder / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request to the server's REST interface and return its answer."""
        headers = {"Authorization": f"token {self.token}"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def kernels(self) -> set[str]:
        """Return the ids of all kernels that run."""
        return {kernel["id"] for kernel in self.ask("GET", "api/kernels")}

    def open(
        self,
        notebook: str | Sequence[str],
        *,
        language: Literal["en", "zh"] | None = None,
        width: int = 1400,
        height: int = 900,
        theme: Literal["light", "dark"] = "light",
        reduced_motion: bool = False,
        forced_colors: bool = False,
        touch: bool = False,
    ) -> Notebook:
        """Open a fresh copy of `notebooks/<notebook>`, or a new notebook of these code cells.

        `language` is put into the copy's `w2v.set_language("en")`.
        """
        self._opened += 1
        folder = self.root / f"{self._opened:03}"
        if isinstance(notebook, str):
            # With its neighbours, since a lesson may read a file beside it.
            skip = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
            shutil.copytree(NOTEBOOKS, folder, ignore=skip)
            path = folder / notebook
            if not path.is_file():
                raise FileNotFoundError(f"There is no notebook {NOTEBOOKS / notebook}.")
        else:
            folder.mkdir()
            path = folder / "cells.ipynb"
            path.write_text(json.dumps(_notebook(notebook)))
        if language:
            _set_language(path, language)
        self._start_kernel(path)
        themes = {"theme": f"JupyterLab {theme.title()}", "adaptive-theme": False}
        self._set("@jupyterlab/apputils-extension/themes", themes)
        # One context for all keeps JupyterLab's compiled code from page to page.
        context = (
            self.browser.contexts[0] if not touch else self.browser.new_context(has_touch=True)
        )
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            color_scheme=theme,
            reduced_motion="reduce" if reduced_motion else "no-preference",
            forced_colors="active" if forced_colors else "none",
        )
        return Notebook(self, page, path.relative_to(self.root).as_posix())

    def _start_kernel(self, path: Path) -> None:
        """Let the kernel start while the page still loads, which saves a second each time."""
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        if "kernelspec" in metadata:  # else the page will ask for one
            session = {"path": path.relative_to(self.root).as_posix(), "name": path.name}
            kernel = {"name": metadata["kernelspec"]["name"]}
            with suppress(urllib.error.HTTPError):  # no such kernel: the page will say so
                self.ask("POST", "api/sessions", session | {"type": "notebook", "kernel": kernel})

    def close(self) -> None:
        """Stop the browser, the server and every kernel, and remove their files."""
        with suppress(PlaywrightError):
            self._with.close()
        if self._server:
            try:
                self.ask("POST", "api/shutdown")  # unlike a signal, this ends the kernels as well
            except (OSError, ValueError):  # it does not answer, or has no address yet
                self._server.terminate()
            try:
                self._server.wait(10)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class Notebook:
    """A notebook open in JupyterLab, alone in its page; code cells are counted from 0."""

    def __init__(self, lab: Lab, page: Page, path: str) -> None:
        """Show the notebook and wait until its kernel is idle."""
        self.lab = lab
        self.page = page
        self.path = path
        self._errors: list[str] = []
        self._foreign: list[str] = []
        tell = self._errors.append
        page.on("pageerror", lambda error: tell(f"pageerror: {error.stack or error}"))
        page.on("crash", lambda _: tell("the page crashed"))
        page.on("console", self._listen)
        page.on("websocket", lambda socket: self._note(socket.url))
        page.on("request", lambda request: self._note(request.url))
        page.add_init_script(path=PAGE_SCRIPT)
        page.set_default_timeout(15_000)
        try:
            self.load()
        except PlaywrightTimeout:
            self.close()
            raise LabError(f"{path} did not open in time. Errors: {self._errors}") from None
        except BaseException:
            self.close()
            raise

    def load(self) -> None:
        """Load the page, anew if it is there already, and wait for a kernel."""
        self.page.goto(f"{self.lab.url}doc/tree/{quote(self.path)}?reset&token={self.lab.token}")
        state = self.page.wait_for_function("lab.opened()", timeout=60_000).json_value()
        if state != "ready":
            raise LabError(f"{self.path} opened with a dialog: {state}")
        self._kernel: str = self.page.evaluate("lab.kernel.id")

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(noise in message.text for noise in NOISE):
            self._errors.append(f"console: {message.text} ({message.location['url']})")

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.lab.url).netloc:
            self._foreign.append(url)

    def _hear(self) -> None:
        """Let Playwright hand over what the page has said up to now."""
        with suppress(PlaywrightError):  # a page that is closed or has crashed says no more
            self.page.evaluate("null")

    @property
    def errors(self) -> list[str]:
        """The uncaught exceptions and console errors of the page up to now."""
        self._hear()
        return self._errors

    @property
    def foreign_requests(self) -> list[str]:
        """The addresses outside the server that the page has asked for, answered or not."""
        self._hear()
        return self._foreign

    def clean(self) -> None:
        """Assert that the page has had no error and has asked no stranger."""
        assert not self.errors, "The page reports:\n" + "\n".join(self._errors)
        assert not self.foreign_requests, f"The page has asked {self._foreign}."

    def run_all(self, timeout: float = 180) -> None:
        """Run every cell as "Run All" does and wait until all widgets are drawn."""
        self._run(None, timeout)

    def run_cell(self, index: int, timeout: float = 60) -> None:
        """Run one code cell and wait until its widgets are drawn."""
        self._run(index, timeout)

    def _run(self, index: int | None, timeout: float) -> None:
        if not self.page.evaluate("index => lab.start(index)", index):
            raise LabError("There is no kernel to run a cell.")
        try:
            self.page.wait_for_function("lab.finished()", timeout=timeout * 1000)
        except PlaywrightTimeout:
            busy = [i for i in range(self.count()) if "[*]" in self.cell(i).inner_text()]
            raise LabError(f"Code cells {busy} still run after {timeout:.0f} s.") from None
        failures = self.page.evaluate("lab.failures()")
        failures = [f for f in failures if index is None or f["index"] == index]
        if failures:
            parts = [f"Code cell {f['index']} of {self.path} raised\n{f['text']}" for f in failures]
            raise LabError(_plain("\n".join(parts)))
        self.settle()

    def settle(self, timeout: float = 30) -> None:
        """Wait until every widget of the page has drawn something, or until one has failed."""
        end = time.monotonic() + timeout
        while True:
            try:
                self.page.wait_for_function("!lab.undrawn().length", timeout=1000)
                break
            except PlaywrightTimeout:
                if self.errors:  # a widget that threw will never be drawn; clean() tells of it
                    break
                if time.monotonic() > end:
                    cells = self.page.evaluate("lab.undrawn()")
                    raise LabError(f"Widgets of code cells {cells} are not drawn.") from None
        self.page.evaluate("lab.painted()")

    def set_setting(self, theme: Literal["light", "dark"], width: int) -> None:
        """Change JupyterLab's theme as its menu does, and the width of the window."""
        size = self.page.viewport_size
        assert size is not None
        self.page.emulate_media(color_scheme=theme)
        self.page.evaluate("theme => lab.change(theme)", f"JupyterLab {theme.title()}")
        self._resize(width, size["height"])

    def count(self) -> int:
        """Return the number of code cells."""
        return self.page.locator(CODE_CELL).count()

    def cell(self, index: int) -> Locator:
        """Return the code cell at `index`."""
        return self.page.locator(CODE_CELL).nth(index)

    def output(self, index: int) -> Locator:
        """Return the output area of the code cell at `index`."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def has_widget(self, index: int) -> bool:
        """Return whether the code cell at `index` shows a widget."""
        return bool(self.page.evaluate("index => lab.hasWidget(lab.codeCells[index])", index))

    def execute(self, code: str, timeout: float = 30) -> Any:
        """Run Python in the notebook's kernel, unseen; return what it printed.

        A last line that is JSON comes back as its value, anything else as the whole text.
        """
        call = "([code, milliseconds]) => lab.execute(code, milliseconds)"
        answer = self.page.evaluate(call, [code, timeout * 1000])
        if "failure" in answer:
            raise LabError(f"{code}\n{_plain(answer['failure'])}")
        text: str = answer["text"].strip()
        try:
            return json.loads(text.rpartition("\n")[2])
        except ValueError:
            return text

    def eventually(self, code: str, expected: Any, timeout: float = 10) -> None:
        """Wait until `code` prints `expected`.

        JupyterLab sends widget messages to a thread of their own in the kernel, so that what is
        executed right after a click may run before it.
        """
        end = time.monotonic() + timeout
        while (value := self.execute(code)) != expected:
            if time.monotonic() > end:
                raise LabError(f"{code}\nprints {value!r} and not {expected!r}.")
            self.page.wait_for_timeout(30)

    def comms(self) -> int:
        """Return the number of comms that are open in the kernel."""
        return int(self.execute("import comm; print(len(comm.get_comm_manager().comms))"))

    def live(self) -> bool:
        """Return whether the kernel runs, as the server sees it."""
        return self._kernel in self.lab.kernels()

    def shutdown_kernel(self) -> None:
        """End the kernel as the menu does; the page stays as it is."""
        self.page.evaluate("lab.shutdown()")
        end = time.monotonic() + 10
        while self.live():
            if time.monotonic() > end:
                raise LabError("The kernel still runs.")
            self.page.wait_for_timeout(30)

    def axe(self, selector: str) -> list[dict[str, Any]]:
        """Return the serious and critical accessibility violations within a CSS selector.

        Colours are judged in HTML text only: axe cannot tell what lies behind a text in SVG.
        """
        call = "([selector, source]) => lab.axe(selector, source)"
        with self._tall():  # axe takes for invisible what is scrolled out of sight
            found = self.page.evaluate(call, [selector, AXE_SCRIPT])
        if found is None:
            raise LabError(f"axe finds nothing to judge in {selector}.")
        return [violation for violation in found if violation["impact"] in ("serious", "critical")]

    def screenshot(
        self, path: str | Path, selector: str | Locator | None = None, full: bool = True
    ) -> None:
        """Save a picture of the page, or of one element; `full` makes the notebook fit first."""
        if full:
            with self._tall():
                self.screenshot(path, selector, full=False)
        elif selector is None:
            self.page.screenshot(path=path)
        else:
            target = self.page.locator(selector) if isinstance(selector, str) else selector
            target.first.screenshot(path=path)

    @contextmanager
    def _tall(self) -> Iterator[None]:
        """Make the window as high as the notebook for a while."""
        size = self.page.viewport_size
        assert size is not None
        height = size["height"]
        try:
            for _ in range(3):  # a higher window may make its content higher
                missing = self.page.evaluate("lab.hidden()")
                if missing <= 0 or height == TALLEST:
                    break
                height = min(height + missing, TALLEST)
                self._resize(size["width"], height)
            yield
        finally:
            self._resize(size["width"], size["height"])

    def _resize(self, width: int, height: int) -> None:
        below = self.page.evaluate("lab.below()")
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function("below => lab.below() === below", arg=below)
        self.settle()

    def close(self) -> None:
        """Close the page and end its kernel, which would otherwise outlive it."""
        with suppress(PlaywrightError):
            self.page.close()
        with suppress(OSError):
            for session in self.lab.ask("GET", "api/sessions"):
                if session["path"] == self.path:
                    self.lab.ask("DELETE", f"api/sessions/{session['id']}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


_playwrights: list[Playwright] = []  # the one that runs in this process, once for each user


@contextmanager
def chromium(profile: Path | None = None) -> Iterator[Browser]:
    """A browser of one's own, on the one Playwright that a process can hold.

    With the folder of a profile its first context keeps what was loaded and compiled.
    """
    playwright = _playwrights[0] if _playwrights else sync_playwright().start()
    _playwrights.append(playwright)
    try:
        with _start_browser(playwright, profile) as browser:
            yield browser
    finally:
        _playwrights.pop()
        if not _playwrights:
            playwright.stop()


def _start_browser(playwright: Playwright, profile: Path | None = None) -> Browser:
    """Return the first Chromium that starts."""
    installed = [path for name in BROWSERS if (path := shutil.which(name))]
    if Path(BROWSER_ON_MACOS).exists():
        installed.append(BROWSER_ON_MACOS)
    reasons = []
    for path in [*installed, None]:  # None: the one that Playwright has downloaded
        try:
            if profile is None:
                return playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
            kept = playwright.chromium.launch_persistent_context(
                profile, executable_path=path, args=BROWSER_FLAGS
            ).browser
            assert kept is not None  # a Chromium that Playwright has started itself
            return kept
        except PlaywrightError as error:
            reasons.append(f"{path or 'Playwright'}: {error.message.strip()}")
    raise NoBrowser(
        "The browser tests need Chromium or Chrome: install your system's package (on Debian and "
        "Ubuntu `apt install chromium`) or run `python -m playwright install chromium`.\n"
        + "\n".join(reasons)
    )


def _notebook(cells: Sequence[str]) -> dict[str, Any]:
    """Return a notebook of code cells as JupyterLab writes it."""
    return {
        "cells": [
            {"cell_type": "code", "id": f"cell-{index}", "metadata": {}, "source": source}
            | {"execution_count": None, "outputs": []}
            for index, source in enumerate(cells)
        ],
        # Without a kernelspec JupyterLab opens a dialog that asks for one.
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _set_language(path: Path, language: str) -> None:
    """Let the notebook choose this language where it chooses one."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source, choices = CHOICE.subn(rf'\1"{language}"', "".join(cell["source"]))
        if choices and cell["cell_type"] == "code":
            cell["source"] = source
            path.write_text(json.dumps(notebook), encoding="utf-8")
            return
    raise LabError(f'{path.name} has no code cell with w2v.set_language("en").')


def _plain(text: str) -> str:
    """Return text without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
