"""The page that leads to the notebooks in JupyterLite, and asks where a stranger would be asked."""

from __future__ import annotations

import html
from pathlib import Path
from urllib.parse import urlsplit

import nbformat

from w2v_lab import messages
from w2v_lab.messages import catalogue, fill

from . import pages, prose, pyodide
from .build import notebooks

ROOT = Path(__file__).resolve().parent.parent
AGREED = "w2v_lab.lite"  # where the browser keeps whom the reader allowed to be asked
DOORS = {"en": "index.html", "zh": "zh.html"}
# Otherwise JupyterLite takes the pages' service worker for its own, and ends it.
APART = """
<script>
  if (navigator.serviceWorker) {
    const workers = navigator.serviceWorker;
    const own = new URL("../service-worker.js", location);
    workers.getRegistrations = async () => [];
    if (workers.controller && new URL(workers.controller.scriptURL).pathname !== own.pathname)
      Object.defineProperty(workers, "controller", { value: null });
  }
</script>"""
GUARD = f"""
<script>
  if (localStorage.getItem("{AGREED}") !== "{pyodide.MAKERS}") {{
    stop();
    const path = new URLSearchParams(location.search).get("path") ?? "";
    const door = path.startsWith("zh/") ? "{DOORS["zh"]}" : "{DOORS["en"]}";
    location.replace(`../${{door}}?to=${{encodeURIComponent(path)}}`);
  }}
</script>"""
AGREE = f"""<script>
  document.getElementById("agree").onclick = () => {{
    localStorage.setItem("{AGREED}", "{pyodide.MAKERS}");
    const path = new URLSearchParams(location.search).get("to");
    const first = document.querySelector("main ol a").href;
    location.href = path ? `lab/index.html?path=${{encodeURIComponent(path)}}` : first;
  }};
</script>"""


def build(out: Path, stranger: bool) -> None:
    """Write the page that leads in, in each language, and the links to it on the front pages.

    Where a stranger would be asked, nobody comes in without having agreed, by whatever link.
    """
    for language in messages.LANGUAGES:
        folder, up = ("", "") if language == "en" else (f"{language}/", "../")
        front, home = out / folder / "index.html", DOORS[language]
        if front.is_file():
            home = f"../{folder}index.html"
            link = f'<p><a href="{up}lite/{DOORS[language]}">{say("lite", language)}</a></p>'
            text = front.read_text("utf-8").replace(pages.SECOND_DOOR, link)
            front.write_text(text, encoding="utf-8")
        text = page(language, home, stranger)
        (out / "lite" / DOORS[language]).write_text(text, encoding="utf-8")
    lab = out / "lite/lab/index.html"
    first = f"<head>{GUARD if stranger else ''}{APART}"
    lab.write_text(lab.read_text("utf-8").replace("<head>", first, 1), encoding="utf-8")


def say(key: str, language: str, **values: object) -> str:
    """A text of the pages' catalogue, as HTML."""
    return html.escape(fill(catalogue("site")[key][language], values))


def title(path: Path) -> str:
    """A lesson's title, as HTML."""
    cells = nbformat.read(path, as_version=4).cells
    return html.escape(prose.read(path.stem, cells, {}, lambda chart: "").title)


def page(language: str, home: str, stranger: bool) -> str:
    """The page that leads to the notebooks, and first asks where somebody else would be asked.

    JupyterLite reads its root's page and looks there for settings, of which there are none.
    """
    folder = "" if language == "en" else f"{language}/"
    entries = "".join(
        f'<li><a href="lab/index.html?path={folder}{path.name}">{title(path)}</a></li>'
        for path in notebooks(language)
    )
    asked = ""
    if stranger:
        host, size = urlsplit(pyodide.MAKERS).hostname, f"{pyodide.MAKERS_BYTES / 1e6:.1f}"
        asked = f"""<section class="printed">
<p><b>{say("python_asleep_stranger", language, host=host, all=size)}</b>
{say("python_asleep_stranger_told", language)}</p>
<p><button type="button" class="main" id="agree">{say("python_agree", language)}</button></p>
{AGREE}</section>"""
    other = next(each for each in messages.LANGUAGES if each != language)
    switch = f'<a class="button" lang="{other}" href="{DOORS[other]}">{pages.NAMES[other]}</a>'
    css = (ROOT / "web/page.css").read_text("utf-8")
    return f"""<!doctype html>
<html lang="{"zh-CN" if language == "zh" else language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{say("lite", language)} · {say("course", language)}</title>
<link rel="icon" href="data:,">
<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{{}}</script>
<style>{css}</style>
</head>
<body>
<header class="masthead"><a class="home" href="{home}">{say("course", language)}</a>
<span class="grow"></span>{switch}</header>
<main id="main">
<h1>{say("lite", language)}</h1>
<p class="lead">{say("lite_what", language)}</p>
{asked}
<ol class="map">{entries}</ol>
<p class="soft">{say("lite_less", language)}</p>
</main>
</body>
</html>
"""
