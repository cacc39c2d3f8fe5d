"""The picture that is shown with a link to a lesson."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from web import pictures

PAGE = """<!doctype html><html><head><title>t</title><link rel="icon" href="data:,"></head><body>
<p style="height: 3000px">far above</p><div data-widget="made_up"></div>
<script type="module">
const el = document.querySelector("[data-widget]");
el.style.cssText = "height: 900px; background: red";
setTimeout(() => { el.dataset.alive = ""; }, 300);
</script></body></html>"""


def test_a_page_tells_its_picture_by_its_whole_address(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    page = tmp_path / "en/00_made_up.html"
    page.write_text(PAGE, encoding="utf-8")
    words = 'The first <b> of "00"'
    assert pictures.share(tmp_path, {"en/00_made_up": words}) == 1
    drawn = (tmp_path / "en/00_made_up.png").read_bytes()
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", drawn[16:24]) == (1200, 630)
    told = dict(re.findall(r'"og:image([\w:]*)" content="([^"]*)">', page.read_text("utf-8")))
    home = pictures.PROJECT["urls"]["Homepage"]
    assert told == {
        "": f"{home}/en/00_made_up.png",
        ":alt": "The first &lt;b&gt; of &quot;00&quot;",
        ":width": "1200",
        ":height": "630",
    }
    assert home.startswith("https://") and not home.endswith("/")


def test_without_a_browser_a_page_stays_as_it_is(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pictures, "BROWSERS", ())
    assert pictures.share(tmp_path, {"en/00_not_there": ""}) == 0
