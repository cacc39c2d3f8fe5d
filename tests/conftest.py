"""What every test starts from: English, and the programs that tests need."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

import w2v_lab as w2v
from w2v_lab import memory

# The kernels that tests start remember nothing from one test to the next, unless they are asked to.
os.environ.setdefault(memory.VARIABLE, "off")

SHARED = {"executed", "executed_backwards"}  # a lesson's run in a kernel
EXTRAS = Path(__file__).parent / "extras"
# As `make` does it: what the set-up has put into the environment goes before the machine's own.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start and leave each test in English, with all gates closed and no answer remembered.

    A file's own fixtures are made before this one: what is left to them is as it was, too.
    """
    w2v.set_language("en")
    memory.keep("off")
    yield
    w2v.set_language("en")
    w2v.set_gates("closed")
    memory.keep("off")


def pytest_configure(config: pytest.Config) -> None:
    """All processes of a session share what one of them has run; a quick session runs nothing."""
    if not hasattr(config, "workerinput") and config.getoption("markexpr") != "not slow":
        os.environ["W2V_RUNS"] = folder = tempfile.mkdtemp(prefix="w2v-runs-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal out whole files, but of the walks through lessons one lesson at a time."""
    from xdist.scheduler import LoadFileScheduling

    class ByFileOrLesson(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            lesson = re.search(r"browser/test_lessons\.py::.*\W(\d\d-\w\w)-", nodeid)
            return super()._split_scope(nodeid) + (lesson[1] if lesson else "")

    return ByFileOrLesson(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_sessionstart(session: pytest.Session) -> None:
    """One clear word where a program is missing, in the place of a hundred failed tests."""
    if not shutil.which("dot"):
        raise pytest.UsageError(
            "The tests need Graphviz's program `dot`: install your system's package graphviz, or "
            "make the environment anew (make clean test), which brings one."
        )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What needs more than a fresh machine has is not even imported, unless it is asked for."""
    asked = "extras" in config.getoption("markexpr")
    return True if collection_path == EXTRAS and not asked else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`make quick` leaves out what starts a JupyterLab, runs a notebook or plants bugs.

    And, of the tests in a page without a kernel, those that say so of themselves.
    """
    for item in items:
        if EXTRAS in item.path.parents:
            item.add_marker(pytest.mark.extras)
        elif isinstance(item, pytest.Function) and (
            "lab" in item.fixturenames
            or item.path.stem.startswith("test_planted")
            or asks_for_a_run(item.function)
            or any(asks_for_a_run(fixture.func) for fixture in fixtures_of(item))
        ):
            item.add_marker(pytest.mark.slow)


def fixtures_of(item: pytest.Function) -> Iterator[pytest.FixtureDef]:
    for definitions in item._fixtureinfo.name2fixturedefs.values():
        yield from definitions


def asks_for_a_run(function: object) -> bool:
    """Whether a function, or one of the tests' own that it calls, asks for a lesson's run."""
    waiting, seen = [function], set()
    while waiting:
        function = waiting.pop()
        if not isinstance(function, FunctionType) or function in seen:
            continue
        seen.add(function)
        if Path(__file__).parent in Path(function.__code__.co_filename).parents:
            names = names_in(function.__code__)
            if SHARED & names:
                return True
            waiting += [function.__globals__.get(name) for name in names]
    return False


def names_in(code: CodeType) -> set[str]:
    """The names that a function uses, those of the functions within it too."""
    within = [names_in(inner) for inner in code.co_consts if isinstance(inner, CodeType)]
    return {*code.co_names}.union(*within)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a failed run: nothing may be missing here."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
