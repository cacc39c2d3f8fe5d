"""What every test starts from: the lab speaks English, whatever its machine is set to."""

import os
from collections.abc import Iterator

import pytest

import w2v_lab as w2v


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start and leave each test in English."""
    w2v.set_language("en")
    yield
    w2v.set_language("en")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where W2V_CI is set, a skipped test is a failed run: there, nothing may be missing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("W2V_CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
