"""What every test starts from: the lab speaks English, whatever its machine is set to."""

from collections.abc import Iterator

import pytest

import w2v_lab as w2v


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start and leave each test in English."""
    w2v.set_language("en")
    yield
    w2v.set_language("en")
