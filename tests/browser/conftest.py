"""The fixture of the browser tests: one JupyterLab and one Chromium for all of them."""

from collections.abc import Iterator

import pytest

from .course import pages_browser, reader, site  # noqa: F401  (fixtures)
from .lab import Lab, NoBrowser


# Not "session": while Playwright runs, `asyncio.run` fails in every other test of the process.
@pytest.fixture(scope="package")
def lab() -> Iterator[Lab]:
    """Return a running JupyterLab with a browser beside it."""
    try:
        started = Lab()
    except NoBrowser as problem:  # a machine without a browser must not look like a green one
        pytest.fail(str(problem), pytrace=False)
    with started:
        yield started
