"""Every page of the course in both languages, wide and on a phone. Takes minutes.

The fast tests do the same with a few pages of each kind.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.course import LESSONS, Reader, pages_browser, reader, site  # noqa: F401
from tests.browser.test_site import SHIFTS

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
    reader.page.set_viewport_size({"width": width, "height": 800})
    reader.page.add_init_script(SHIFTS)
    page = reader.open(f"{place}.html")
    reader.read_on()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("window.shifted") < 0.1
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], [n["target"] for n in found["nodes"]]) for found in violations] == []
