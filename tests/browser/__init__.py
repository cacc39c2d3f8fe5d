"""Tests that click through notebooks in a real browser."""

import pytest

# What these assert is told in full, as it is in the tests themselves.
pytest.register_assert_rewrite(*(f"{__name__}.{name}" for name in ("course", "reading", "walking")))
