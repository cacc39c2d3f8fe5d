"""A notebook's cells as HTML: prose, formulas, code, and what its cells have put out.

The text of the notebooks is the course's own and is taken as it is; what cells print is data.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import mistune
from latex2mathml.converter import convert
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

WIDGET = "application/vnd.jupyter.widget-view+json"
CHART = "application/vnd.plotly.v1+json"


@dataclass
class Lesson:
    """One lesson as it is read: its headings, its parts as HTML, the widgets that it shows."""

    stem: str = ""  # what its notebook and its page are called
    title: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)  # (id, text) of the sections
    parts: list[str] = field(default_factory=list)
    widgets: list[str] = field(default_factory=list)  # their kinds, in the order shown
    firsts: list[str] = field(default_factory=list)  # the files that they begin with
    charts: list[str] = field(default_factory=list)  # the files of its charts
    first_words: str = ""


class Prose(mistune.HTMLRenderer):
    """Markdown to HTML: headings with names, links that lead to pages, formulas as MathML."""

    def __init__(self, lesson: Lesson, leads: Callable[[str], str]) -> None:
        super().__init__(escape=False)
        self.lesson, self.leads = lesson, leads

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        words = re.sub(r"<[^>]+>", "", text)
        if level == 1 and not self.lesson.title:
            self.lesson.title = html.unescape(words)
            return ""  # the page has it in its head
        name = re.sub(r"\W+", "-", html.unescape(words).lower()).strip("-")
        if level == 2:
            self.lesson.headings.append((name, words))
        return f'<h{level} id="{html.escape(name)}">{text}</h{level}>\n'

    def paragraph(self, text: str) -> str:
        if not self.lesson.first_words:
            self.lesson.first_words = html.unescape(re.sub(r"<[^>]+>", "", text))
        return super().paragraph(text)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, self.leads(url), title)

    def block_code(self, code: str, info: str | None = None) -> str:
        shown = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))
        return f'<pre class="code" tabindex="0"><code>{shown}</code></pre>\n'

    def table(self, text: str) -> str:
        return f'<div class="scroll" tabindex="0"><table>{text}</table></div>\n'

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        tag = "th" if head and text.strip() else "td"  # an empty cell heads nothing
        return f"<{tag}>{text}</{tag}>\n"

    def inline_math(self, text: str) -> str:
        return convert(text)

    def block_math(self, text: str) -> str:
        return f'<div class="scroll" tabindex="0">{convert(text, display="block")}</div>\n'


def page_of(url: str) -> str:
    """Where a link of a lesson leads: another lesson is a page."""
    page = re.sub(r"^((?:zh/|\.\./)?\d\d_\w+)\.ipynb(#cell-id=)?", _page, url)
    return re.sub(r"^zh/", "../zh/", re.sub(r"^\.\./(?=\d)", "../en/", page))


def _page(found: re.Match[str]) -> str:
    """The page of a notebook; what JupyterLab calls `#cell-id=m02` is `#m02` there."""
    return f"{found[1]}.html{'#' if found[2] else ''}"


def read(
    stem: str,
    cells: list[Any],
    shown: Mapping[str, Mapping[str, str]],
    keep: Callable[[Any], str],
    leads: Callable[[str], str] = page_of,
) -> Lesson:
    """The lesson that a notebook's cells make, once they have been run.

    `shown` has the recorded widgets by model id; `keep` stores a chart and returns its file;
    `leads` says where a link leads.
    """
    lesson = Lesson(stem)
    markdown = mistune.Markdown(
        Prose(lesson, leads), plugins=[_plugin(name) for name in ("table", "math")]
    )
    for cell in cells:
        if cell["cell_type"] == "markdown":
            # Both editions have the same cells, so that one can go from one to the other here.
            name = html.escape(cell["id"])
            lesson.parts.append(f'<div class="prose" id="{name}">{markdown(cell["source"])}</div>')
        elif cell["cell_type"] == "code":
            code = highlight(cell["source"], PythonLexer(), HtmlFormatter(nowrap=True))
            exercise = " data-exercise" if "w2v.exercises." in cell["source"] else ""
            named = f'data-cell="{html.escape(cell.get("id", ""))}"{exercise}'
            lesson.parts.append(f'<pre class="code" {named} tabindex="0"><code>{code}</code></pre>')
            lesson.parts += [_output(each, shown, keep, lesson, cell) for each in cell["outputs"]]
    return lesson


def _plugin(name: str) -> Any:
    return mistune.plugins.import_plugin(name)


def _output(
    output: Any,
    shown: Mapping[str, Mapping[str, str]],
    keep: Callable[[Any], str],
    lesson: Lesson,
    cell: Any,
) -> str:
    """What one cell has put out, in the richest form that a page has."""
    if output["output_type"] == "stream":
        return _printed(output["text"])
    data = output.get("data", {})
    if WIDGET in data and data[WIDGET]["model_id"] in shown:
        of = shown[data[WIDGET]["model_id"]]
        lesson.widgets.append(of["widget"])
        lesson.firsts.append(of["first"])
        return place_for(of, lesson.stem, cell.get("id", ""))
    if CHART in data:
        lesson.charts.append(keep(data[CHART]))
        return f'<div class="chart" data-chart="{lesson.charts[-1]}"></div>'
    if data.get("text/html", "").startswith(("<style>", '<p class="printed"')):
        return str(data["text/html"])
    if drawn := data.get("image/svg+xml") or data.get("text/html"):
        return f'<div class="scroll drawing" tabindex="0">{drawn}</div>'
    return _printed(data.get("text/plain", ""))


def place_for(of: Mapping[str, str], stem: str, cell: str) -> str:
    """Where a recorded widget will stand."""
    kind, first = of["widget"], of["first"]
    asleep = f'data-session="{of["session"]}" data-seal="{of["seal"]}"'
    where = f'{asleep} data-lesson="{html.escape(stem)}" data-cell="{html.escape(cell)}"'
    shape = f"place {kind} {of['asks']}".strip()
    return f'<div class="{shape}" data-widget="{kind}" data-first="{first}" {where}></div>'


def _printed(text: str) -> str:
    return f'<pre class="printed" tabindex="0">{html.escape(text)}</pre>' if text.strip() else ""


def chart(figure: Any) -> bytes:
    """A plotly figure as a file."""
    return json.dumps({"data": figure["data"], "layout": figure["layout"]}).encode()
