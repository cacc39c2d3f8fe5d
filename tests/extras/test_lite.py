"""The lessons in JupyterLite, opened by its door in Chromium: they run whole, and ask nobody.

Needs what `make lite` sets up, and a folder with Pyodide (npm's `pyodide`) and a wheel of numpy
that was built for it, named by the environment variable W2V_PYODIDE.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.course import serving
from tests.browser.lab import PAGE_SCRIPT, chromium
from web import door, lite, pyodide
from web.build import notebooks

ELSEWHERE = ("09", "10")  # their text is not carried, and their cells say so
WHOLE = [path.name[:2] for path in notebooks("en") if path.name[:2] not in ELSEWHERE]
SEEN = {"windowingMode": "none", "scrollPastEnd": False}  # cells far from the screen, too


def built(out: Path, *more: str) -> None:
    """Build the door into a site's folder; let its page be asked what it knows."""
    made = lite.ROOT / ".venv/jupyterlite"
    assert made.is_dir(), "Run `make lite` first: it sets up what builds JupyterLite."
    command = [sys.executable, "-m", "web.lite", "--out", str(out), *more]
    environment = {**os.environ, "PYTHONPATH": str(made)}
    subprocess.run(command, cwd=lite.ROOT, env=environment, check=True)
    file = out / "lite/jupyter-lite.json"
    told = json.loads(file.read_text("utf-8"))
    page = told["jupyter-config-data"]
    page["exposeAppInBrowser"] = True
    page["settingsOverrides"]["@jupyterlab/notebook-extension:tracker"] = SEEN
    file.write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = os.environ.get("W2V_PYODIDE", "")
    assert folder, "Set W2V_PYODIDE to a folder with Pyodide and a wheel of numpy built for it."
    root: Path = tmp_path_factory.mktemp("served")
    built(root / "carried", "--pyodide", folder)
    shutil.copy(lite.ROOT / "web/sw.js", root / "carried")
    built(root / "asking")
    with serving(root) as found:
        yield f"{found}/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


class Visit:
    """A page of a browser that has never been here, and the strangers that it asks."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.context = browser.new_context(viewport={"width": 1400, "height": 900})
        self.address = address
        self.asked: list[str] = []
        self.problems: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(90_000)
        self.page.add_init_script(path=PAGE_SCRIPT)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def strangers(self) -> list[str]:
        return [
            url
            for url in self.asked
            if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(self.address)
        ]

    def tell(self, expression: str) -> Any:
        return self.page.evaluate(expression)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    made = Visit(browser, address)
    yield made
    made.context.close()


@pytest.mark.parametrize("lesson", [*WHOLE, "zh/00", "zh/03"])
def test_a_lesson_runs_whole_with_its_widgets_alive(visit: Visit, lesson: str) -> None:
    page = door.DOORS["zh" if lesson.startswith("zh") else "en"]
    visit.page.goto(f"{visit.address}carried/lite/{page}")
    visit.page.click(f'a[href*="path={lesson}"]')
    visit.page.wait_for_function("window.jupyterapp && lab.opened() === 'ready'")
    visit.tell("lab.start(null)")
    visit.page.wait_for_function("lab.finished()", timeout=170_000)
    assert visit.tell("lab.failures()") == []
    visit.page.wait_for_function("lab.undrawn().length === 0", timeout=30_000)
    assert visit.tell("lab.codeCells.some(cell => lab.hasWidget(cell))")
    assert (visit.strangers(), visit.problems) == ([], [])


def test_who_comes_from_the_pages_keeps_both_workers(visit: Visit, address: str) -> None:
    """The pages' own stays for them; JupyterLite's, and none but it, keeps what is written."""
    visit.page.goto(f"{address}carried/lite/index.html")
    visit.tell("navigator.serviceWorker.register('../sw.js')")
    visit.page.wait_for_function("navigator.serviceWorker.controller !== null")
    visit.page.click('a[href*="path=00"]')
    visit.page.wait_for_function("window.jupyterapp && lab.opened() === 'ready'")
    told = visit.tell("lab.execute('import os; print(os.getcwd())', 60_000)")
    assert told == {"text": "/drive\n"}
    visit.page.goto(f"{address}carried/lite/index.html")
    scopes = "navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))"
    assert set(visit.tell(scopes)) == {f"{address}carried/", f"{address}carried/lite/"}


def test_nobody_is_asked_before_the_word_by_whatever_link(visit: Visit) -> None:
    """Afterwards the makers alone, for Python; the lesson that was wanted opens."""
    lab = f"{visit.address}asking/lite/lab/index.html"
    for path, page in (("", "index"), ("zh/03_learning_by_the_chain_rule.ipynb", "zh")):
        visit.page.goto(f"{lab}?path={path}")
        visit.page.wait_for_url(f"**/{page}.html?to=*")
        visit.page.wait_for_load_state("networkidle")
    assert visit.strangers() == []
    with visit.page.expect_request(f"{pyodide.MAKERS}pyodide.mjs"):
        visit.page.click("#agree")
    assert any("/lab/index.html?path=zh%2F03" in url for url in visit.asked)
    assert all(url.startswith(pyodide.MAKERS) for url in visit.strangers())
