"""The picture that is shown with a link to a lesson."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from pathlib import Path

from web import pictures

ROOT = Path(__file__).resolve().parents[2]
# In a process of its own, as at the end of a build: one Playwright is all that a process can hold.
SHARE = """import sys
from pathlib import Path
from web import pictures
print(pictures.share(Path(sys.argv[1]), {"en/00_made_up": sys.argv[2]}))"""

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
    command = [sys.executable, "-c", SHARE, str(tmp_path), words]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "1\n"
    drawn = (tmp_path / "en/00_made_up.png").read_bytes()
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", drawn[16:24]) == (1200, 630)
    tags = dict(re.findall(r'"og:image([\w:]*)" content="([^"]*)">', page.read_text("utf-8")))
    home = pictures.PROJECT["urls"]["Homepage"]
    assert tags == {
        "": f"{home}/en/00_made_up.png",
        ":alt": "The first &lt;b&gt; of &quot;00&quot;",
        ":width": "1200",
        ":height": "630",
    }
    assert home.startswith("https://") and not home.endswith("/")


def test_without_a_browser_a_page_stays_as_it_is(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pictures, "BROWSERS", ())
    assert pictures.share(tmp_path, {"en/00_not_there": ""}) == 0
