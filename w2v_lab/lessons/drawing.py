"""What the lessons' drawings share: each shows itself in a notebook, with the same in words.

Words that users typed are data: they are escaped for the program that draws them.
"""

from __future__ import annotations

import base64
import html
import unicodedata
from dataclasses import dataclass
from typing import Any

from IPython.display import display

from ..messages import clean, paragraph

INK = "#1b1f24"
FONTS = "Helvetica,Arial,Noto Sans CJK SC,WenQuanYi Micro Hei,sans-serif"
PLOTLY = "application/vnd.plotly.v1+json"
GREY, MARK = "#767676", "#7d8793"  # of letters and of lines, to be read on white and in the dark
_AXIS = {"gridcolor": "rgba(125,135,147,.3)"} | dict.fromkeys(
    ("linecolor", "zerolinecolor", "tickcolor"), MARK
)
# A chart cannot ask which theme the page has: it has no ground of its own, and its letters have the
# page's colour where the page has a word for it.
TEMPLATE = {
    "layout": {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": GREY},
        "modebar": {"color": MARK, "bgcolor": "rgba(0,0,0,0)"},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
}
LETTERS = (
    "<style>.js-plotly-plot text:is(.infolayer *, [class*=tick] *, .textpoint *, .bartext-outside)"
    f" {{ fill: var(--jp-content-font-color1, var(--ink, {GREY})) !important }}</style>"
)


@dataclass(frozen=True)
class Picture:
    """A drawing as a notebook shows it, and `words` that say the same, shown under it.

    What is `text` already needs them only where nothing but plain text can be shown.
    """

    mime: str
    data: Any
    words: str
    text: bool = False

    def _ipython_display_(self) -> None:
        if self.text:
            display({self.mime: self.data, "text/plain": self.words}, raw=True)
            return
        if self.mime == PLOTLY:
            display({"text/html": LETTERS, "text/plain": ""}, raw=True)
        if self.data is not None:
            display({self.mime: self.data, "text/plain": ""}, raw=True)
        display({"text/html": paragraph(self.words), "text/plain": self.words}, raw=True)


def image(svg: bytes, words: str) -> str:
    """An img that fits the page and says in words what it shows; no word becomes markup."""
    data = base64.b64encode(svg).decode("ascii")
    source, alternative = f"data:image/svg+xml;base64,{data}", html.escape(words)
    return f'<img src="{source}" alt="{alternative}" style="max-width: 100%; height: auto">'


def visible(word: str) -> str:
    """One printable line of at most 24 characters, whatever was typed."""
    line = "".join(c if unicodedata.category(c)[0] != "C" else "�" for c in clean(word))
    return line if len(line) <= 24 else f"{line[:23]}…"


def for_dot(label: str) -> str:
    """For Graphviz: no escapes of dot, no entities."""
    import graphviz

    return graphviz.escape(visible(label).replace("&", "&amp;"))


def for_plotly(label: str) -> str:
    """For plotly, which reads some HTML in labels."""
    return visible(label).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def width_of(word: str) -> str:
    """Inches for a box: `dot` from pip has no metrics for Chinese, so boxes are measured here."""
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in visible(word))
    return f"{0.55 + 0.11 * wide:.2f}"
