"""The harness itself: each thing it promises to see is made to happen once."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from . import lab as harness
from .lab import REPOSITORY, Lab, LabError, NoBrowser

IMPORT = "import anywidget, traitlets"
COUNTER = """class Counter(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
        const button = document.createElement("button");
        const show = () => { button.textContent = `pressed ${model.get("value")}`; };
        button.onclick = () => {
            model.set("value", model.get("value") + 1);
            model.save_changes();
        };
        model.on("change:value", show);
        show();
        el.append(button);
    } }'''
    value = traitlets.Int(0).tag(sync=True)"""

SLOW = """import ipywidgets
class Slow(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { setTimeout(() => el.append('slow'), 700); } }"
ipywidgets.VBox([Slow()])"""


def widget(script: str) -> str:
    """Return a cell that shows a widget whose `render` is `script`."""
    esm = f"export default {{ render({{ model, el }}) {{ {script} }} }}"
    return f"class W(anywidget.AnyWidget):\n    _esm = {esm!r}\nW()"


def test_a_widget_is_drawn_clicked_and_read_back(lab: Lab) -> None:
    late = "import time; time.sleep(0.5); print('late')"
    again = "counter.layout.close(); counter.close(); counter = Counter(); counter"
    cells = [IMPORT, COUNTER, "counter = Counter(); counter", late, again, "Counter()", SLOW]
    with lab.open(cells) as notebook:
        notebook.run_all()
        # Both are there when `run_all` comes back, and not a little later.
        assert "late" in notebook.output(3).inner_text()
        assert "slow" in notebook.output(6).inner_text()
        assert [notebook.has_widget(index) for index in (1, 2, 4)] == [False, True, True]

        button = notebook.output(4).get_by_role("button")
        button.click()
        expect(button).to_have_text("pressed 1")
        notebook.eventually("print(counter.value)", 1)
        notebook.execute("counter.value = 7")
        expect(button).to_have_text("pressed 7")
        with pytest.raises(LabError, match="prints 7 and not 8"):
            notebook.eventually("print(counter.value)", 8, timeout=0.1)

        open_comms = notebook.comms()
        notebook.run_cell(4)  # closes what it replaces
        assert notebook.comms() == open_comms
        notebook.run_cell(5)  # leaves a counter and its layout behind
        assert notebook.comms() == open_comms + 2
        notebook.clean()


def test_python_runs_seen_and_unseen_and_tells_of_exceptions(lab: Lab) -> None:
    with lab.open(
        ["first = 1", "1 / 0", "print('after', first)", "while endless: pass"]
    ) as notebook:
        assert notebook.execute("print('noise'); print('[1, 2.5, null]')") == [1, 2.5, None]
        assert notebook.execute("print('two\\nlines')") == "two\nlines"
        assert notebook.execute("endless = True") == ""
        with pytest.raises(LabError, match="NameError: name 'first'"):
            notebook.execute("first")
        with pytest.raises(LabError, match="No answer"):
            notebook.execute("import time; time.sleep(0.5)", timeout=0.1)

        with pytest.raises(LabError, match=r"Code cell 1 .*\n(.*\n)*ZeroDivisionError: division"):
            notebook.run_all()
        notebook.run_cell(2)
        expect(notebook.output(2)).to_have_text("after 1")
        # What is executed unseen takes no number of the notebook's own.
        expect(notebook.cell(2).locator(".jp-InputPrompt")).to_have_text("[3]:")
        with pytest.raises(LabError, match=r"Code cells \[3\] still run after 1 s"):
            notebook.run_cell(3, timeout=1)


def test_errors_of_the_page_are_caught(lab: Lab) -> None:
    cells = [
        widget(
            'el.innerHTML = "<button>bad</button>"; el.onclick = () => { throw Error("bang"); };'
        ),
        widget('el.append("said"); console.error("complaint"); console.warn("not an error");'),
        widget('throw Error("never drawn");'),
    ]
    with lab.open([IMPORT, *cells]) as notebook:
        notebook.clean()
        notebook.run_cell(0)
        notebook.run_cell(1)
        notebook.clean()
        notebook.output(1).get_by_role("button").click()
        assert "bang" in notebook.errors.pop()
        notebook.run_cell(2)
        assert notebook.errors[0].startswith("console: complaint") and len(notebook.errors) == 1
        notebook.errors.clear()
        notebook.run_cell(3)  # comes back although nothing will ever be drawn
        assert any("never drawn" in error for error in notebook.errors)
        with pytest.raises(AssertionError, match="never drawn"):
            notebook.clean()


def test_requests_to_strangers_are_caught(lab: Lab) -> None:
    script = """el.append("asks");
        for (const url of ["data:,x", URL.createObjectURL(new Blob(["x"])), "/api/status"])
            fetch(url);
        el.onclick = () => {
            fetch("http://127.0.0.2:9/fetched").catch(() => {});
            new WebSocket("ws://socket.example/");
            new Image().src = "https://image.example/";
        };"""
    with lab.open([IMPORT, widget(script)]) as notebook:
        notebook.run_all()
        notebook.clean()
        notebook.output(1).get_by_text("asks").click()
        strangers = {"http://127.0.0.2:9/fetched", "ws://socket.example/", "https://image.example/"}
        notebook.page.wait_for_timeout(200)  # a socket is told of a little after it is made
        assert set(notebook.foreign_requests) == strangers
        notebook.errors.clear()
        with pytest.raises(AssertionError, match=r"image\.example"):
            notebook.clean()


def test_a_dead_kernel_leaves_the_page(lab: Lab) -> None:
    script = """let n = 0; const b = document.createElement("button"); b.textContent = "0";
        b.onclick = () => { n += 1; b.textContent = n; }; el.append(b);"""
    with lab.open([IMPORT, widget(script)]) as notebook:
        notebook.run_all()
        process = notebook.execute("import os; print(os.getpid())")
        assert notebook.live()
        notebook.shutdown_kernel()
        assert not notebook.live()
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
        expect(notebook.page.locator(".jp-Dialog")).to_have_count(0)
        button = notebook.output(1).get_by_role("button")
        button.click()
        expect(button).to_have_text("1")
        for use in (lambda: notebook.execute("1"), lambda: notebook.run_cell(0)):
            with pytest.raises(LabError, match="There is no kernel"):
                use()
        notebook.clean()


MEDIA = """() => ["(prefers-reduced-motion: reduce)", "(forced-colors: active)",
    "(prefers-color-scheme: dark)", "(any-pointer: coarse)"].map(q => matchMedia(q).matches)"""
LIGHT = "document.body.dataset.jpThemeLight"


def test_the_page_is_as_the_test_asks(lab: Lab) -> None:
    asked: dict[str, Any] = {"reduced_motion": True, "forced_colors": True, "touch": True}
    with lab.open(["1"], theme="dark", **asked) as notebook:
        assert notebook.page.evaluate(MEDIA) == [True] * 4
        assert notebook.page.evaluate(LIGHT) == "false"


def test_what_is_far_below_is_pictured_and_judged(lab: Lab, tmp_path: Path) -> None:
    tall = "from IPython.display import HTML; HTML('<p style=\"height: 3000px\">tall</p>')"
    good = "HTML('<div class=good><button>say</button><p>dark</p><br class=nothing></div>')"
    bad = "HTML('<div class=bad><button></button><p style=\"color: #ccc\">pale</p></div>')"
    with lab.open([tall, good, bad], width=640, height=480) as notebook:
        assert notebook.page.evaluate(MEDIA) == [False] * 4
        assert notebook.page.evaluate(LIGHT) == "true"
        notebook.run_all()
        notebook.page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)")
        assert notebook.axe(".good") == []
        assert {v["id"] for v in notebook.axe(".bad")} == {"button-name", "color-contrast"}
        with pytest.raises(LabError, match="nothing to judge"):
            notebook.axe(".nothing")
        with pytest.raises(PlaywrightError, match="No elements found"):
            notebook.axe(".missing")

        notebook.screenshot(tmp_path / "page.png")
        notebook.screenshot(tmp_path / "window.png", full=False)
        notebook.screenshot(tmp_path / "good.png", ".good")
        width, height = size(tmp_path / "page.png")
        assert width == 640 and height > 3200
        assert size(tmp_path / "window.png") == (640, 480)
        assert size(tmp_path / "good.png")[1] < 100
        assert notebook.page.viewport_size == {"width": 640, "height": 480}


def size(picture: Path) -> tuple[Any, ...]:
    """Return width and height of a PNG file."""
    return struct.unpack(">II", picture.read_bytes()[16:24])


def test_lessons_are_opened_as_fresh_copies(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harness, "NOTEBOOKS", tmp_path)
    lesson = harness._notebook(["print(open('../data.txt').read()); open('x', 'x')"])
    (tmp_path / "zh").mkdir()
    (tmp_path / "data.txt").write_text("a neighbour")
    (tmp_path / "zh" / "lesson.ipynb").write_text(json.dumps(lesson))
    del lesson["metadata"]["kernelspec"]
    (tmp_path / "nameless.ipynb").write_text(json.dumps(lesson))
    with lab.open("zh/lesson.ipynb") as notebook:
        notebook.run_all()
        expect(notebook.output(0)).to_contain_text("a neighbour")
    assert not (tmp_path / "zh" / "x").exists()
    with pytest.raises(LabError, match=r"(?i)opened with a dialog: select kernel"):
        lab.open("nameless.ipynb")
    with pytest.raises(FileNotFoundError, match=r"none\.ipynb"):
        lab.open("none.ipynb")
    assert lab.kernels() == set()  # neither a closed notebook nor a failed one leaves a kernel


def test_a_server_that_does_not_start_shows_its_log() -> None:
    code = "from tests.browser.lab import Lab; Lab({'PYTHONHOME': '/nowhere'})"
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert "JupyterLab did not start. Its log:" in process.stderr
    assert "Fatal Python error" in process.stderr


def test_a_machine_without_a_browser_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Chromium:
        chromium: Any

        def launch(self, **options: Any) -> None:
            raise PlaywrightError("Executable doesn't exist")

    playwright: Any = Chromium()
    playwright.chromium = playwright
    with pytest.raises(NoBrowser, match=r"install your system's package(.|\n)*doesn't exist"):
        harness._start_browser(playwright)
