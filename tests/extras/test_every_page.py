"""Every page of the course in both languages, wide and on a phone. Takes minutes.

The fast tests do the same with a few pages of each kind.
"""

from __future__ import annotations

import pytest

from tests.browser.course import LESSONS, Reader, pages_browser, reader, site  # noqa: F401
from tests.browser.test_site import expect_calm

pytestmark = pytest.mark.extras
PLACES = ["index", "zh/index"] + [
    f"{language}/{stem}"
    for language in ("en", "zh")
    for stem in [*LESSONS, "teachers", "library", "plan_ninety_minutes"]
]


@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_calm_and_can_be_read_by_everybody(
    reader: Reader,  # noqa: F811
    place: str,
    width: int,
) -> None:
    expect_calm(reader, place, width)
