"""What every test starts from: English, and the programs that tests need."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import w2v_lab as w2v
from w2v_lab import memory

# The kernels that tests start remember nothing from one test to the next, unless they are asked to.
os.environ.setdefault(memory.VARIABLE, "off")

EXTRAS = Path(__file__).parent / "extras"
# As `make` does it: what the set-up has put into the environment goes before the machine's own.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start and leave each test in English, with all gates closed."""
    w2v.set_language("en")
    memory.keep("off")
    yield
    w2v.set_language("en")
    w2v.set_gates("closed")


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
    """`make quick` leaves out what starts a JupyterLab, runs a notebook or plants bugs."""
    for item in items:
        if EXTRAS in item.path.parents:
            item.add_marker(pytest.mark.extras)
        elif isinstance(item, pytest.Function) and (
            "lab" in item.fixturenames
            or item.path.stem.startswith("test_planted")
            or "executed" in item.function.__code__.co_names
        ):
            item.add_marker(pytest.mark.slow)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a failed run: nothing may be missing here."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
