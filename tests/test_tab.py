"""Sessions behind messages, as a page's own Python has them: a process is the worker here."""

import base64
import json
import pathlib
import pickle
import subprocess
import sys
from collections.abc import Iterator

import pytest

from w2v_lab import lessons, widgets
from w2v_lab.widgets.kit import tab
from web import pyodide


class Process:
    """`tab.serve` in a process of its own, as the page's worker has it."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "w2v_lab.widgets.kit.tab"]
        pipe = subprocess.PIPE
        self.running = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def close(self) -> None:
        self.running.communicate()

    def ask(self, message: dict, *buffers: bytes) -> tuple[dict, list[bytes]]:
        line = json.dumps([json.dumps(message), *(base64.b64encode(b).decode() for b in buffers)])
        assert self.running.stdin and self.running.stdout
        self.running.stdin.write(line + "\n")
        self.running.stdin.flush()
        reply, *sent = json.loads(self.running.stdout.readline())
        return json.loads(reply), [base64.b64decode(each) for each in sent]


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    started = Process()
    yield started
    started.close()


def made(kind: str, **settings: object):
    return getattr(widgets, kind).Session(**settings)


def apart(facts: dict) -> dict:
    """The facts without the learner's own text, which each stage remembers for itself."""
    return {name: told for name, told in facts.items() if name != "own"}


def opening(data: bytes, **asked: object) -> tuple[dict, list[bytes]]:
    """How a page asks for a packed session."""
    return {"seal": tab.seal(data), "answers": {}, **asked}, [data]


TALKS = {
    "WindowSlider": [{"text": "rain falls on the hill"}, {"seed": 2}, {"text": 7}, {"reset": True}],
    "RowSelector": [{"inputs": [1, 2]}, {"inputs": ["nobody"]}],
    "TreeLab": [{"kind": "balanced"}, {"train": True}, {"given": 2, "add": True}],
    "NoiseLab": [{"pair": [1, 2]}, {"pair": "x"}],
    "StepExplorer": [{"check": 1}, {"check": -1}],
}


@pytest.mark.parametrize("kind", TALKS)
def test_a_packed_session_says_in_a_process_what_it_says_here(process: Process, kind: str) -> None:
    here = made(kind)
    data = tab.packed(here)
    asked, held = opening(data, open=kind, stamp=4)
    there, (numbers,) = process.ask(asked, *held)
    assert there["facts"] == json.loads(json.dumps({**here.packed()[0], "stamp": 5}))
    assert numbers == here.packed()[1]
    here.stamp = 5
    for content in TALKS[kind]:
        expected, sent = here.hear({"request": "r", **content})
        reply, got = process.ask({"to": kind, "content": {"request": "r", **content}})
        assert reply["reply"] == json.loads(json.dumps(expected))
        if "facts" in reply:
            assert apart(reply["facts"]) == apart(json.loads(json.dumps(here.packed()[0])))
            sent = [*sent, here.packed()[1]]
        assert got == sent


def test_a_session_is_taken_up_where_the_page_is() -> None:
    """With the answers given so far and no others, and in the text that it shows."""
    asked = made("WindowSlider")
    held = tab.Tab()
    way = {"text": "rain falls on the hill"}
    reply, _ = held.hear(*opening(tab.packed(asked), open="a", stamp=9, way=way))
    assert (reply["facts"]["way"], reply["facts"]["stamp"] > 9) == (way, True)
    name = "which_row"
    question = made("RowSelector", predict=name)
    closed, _ = held.hear(*opening(tab.packed(question), open="b", stamp=1))
    assert "answer" not in closed["facts"]["gates"][0]
    answers = {name: lessons.find(name).answer(), "nobody": "asks", "__proto__": "x"}
    opened, _ = held.hear(*opening(tab.packed(question), open="b", stamp=1, answers=answers))
    assert opened["facts"]["gates"][0]["choice"] == answers[name]


def test_nothing_but_what_was_built_with_the_page_is_unpacked(tmp_path) -> None:
    """A stranger's data could run anything: they are refused before they are read."""
    trace = tmp_path / "ran"
    hostile = pickle.dumps(Touches(str(trace)))
    own = tab.packed(made("WindowSlider"))
    for data in (hostile, own + b".", b""):
        message, _ = opening(own, open="a", stamp=1)
        with pytest.raises(ValueError, match="built with the page"):
            tab.Tab().hear(message, [data])
    assert not trace.exists()
    pickle.loads(hostile)  # and they would have
    assert trace.exists()


class Touches:
    """Leaves a file where it is unpacked."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return pathlib.Path(self.path).write_text, ("ran",)


def test_a_cell_runs_after_those_before_it_and_says_what_went_wrong() -> None:
    held = tab.Tab()
    before = [["c1", "import w2v_lab as w2v"], ["c2", "import no_such_package"], ["c3", "n = 3"]]
    told, _ = held.hear({"run": "print(n)\nn + 1", "before": before})
    assert told == {"printed": "3\n", "value": "4", "attempts": []}
    told, _ = held.hear({"run": "n = 9", "before": before})
    told, _ = held.hear({"run": "n", "before": before})
    assert told["value"] == "9"  # what has run is not run again
    told, _ = held.hear({"run": "w2v.Vocabulary.from_sentences('x')", "before": before})
    assert told["error"].startswith("from_sentences") or "sentences" in told["error"]
    told, _ = held.hear({"run": "1 +", "before": before})
    assert told["error"].startswith("SyntaxError")


def test_where_there_is_no_notebook_a_widget_is_its_session() -> None:
    code = (
        "import sys\nfor name in ('anywidget', 'ipywidgets', 'traitlets', 'IPython', 'lzma'):\n"
        "    sys.modules[name] = None\n"
        "import w2v_lab as w2v\nprint(type(w2v.widgets.WindowSlider()).__module__)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert told.stdout.strip() == "w2v_lab.widgets.window_slider.session", told.stderr


def test_the_package_for_the_tab_is_whole_and_always_the_same_bytes(tmp_path) -> None:
    data = pyodide.package()
    assert data == pyodide.package()
    (tmp_path / "lab.zip").write_bytes(data)
    code = f"import sys; sys.path[:0] = [{str(tmp_path / 'lab.zip')!r}]\n" + (
        "import w2v_lab as w2v; print(w2v.__file__); from w2v_lab.widgets.kit.tab import Tab; Tab()"
    )
    told = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert "lab.zip" in told.stdout, told.stderr
    assert len(data) < 700_000


def test_a_folder_without_pyodide_is_refused_with_a_word(tmp_path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "lab.zip").write_bytes(b"x")
    with pytest.raises(SystemExit, match=r"pyodide\.mjs"):
        pyodide.source(tmp_path, tmp_path, "lab.zip", "worker.js")
    told = pyodide.source(None, tmp_path, "lab.zip", "worker.js")
    assert told["stranger"] is True
