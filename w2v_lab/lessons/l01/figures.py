"""The drawings of lesson 01: f(x) → y, and how far apart the words' rows are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from ...corpus import Vocabulary
from ...explore import distances
from ...messages import listed, message
from ...model import Model
from ...training import Recording
from ..drawing import (
    FONTS,
    INK,
    MARK,
    PLOTLY,
    TEMPLATE,
    Picture,
    for_dot,
    for_plotly,
    image,
    visible,
    width_of,
)

if TYPE_CHECKING:
    import graphviz

BLUES = [[0, "#5fa8d3"], [1, "#f7fbfd"]]  # near is dark, far is light; INK can be read on both
_HOVER = "%{y} – %{x}: %{z}<extra></extra>"


def f_of_x(model: Model, word: str | int, most: int = 8) -> Picture:
    """Draw f(x) → y: a word goes in, a probability for every word comes out. Raises W2VError.

    Without Graphviz's program `dot` the picture is given in words alone.
    """
    words = model.vocabulary.words
    given = words[model.vocabulary.id(word)]
    chances = {other: model.probability(other, given) for other in words[:most]}
    said = listed(f"{visible(other)} {chance:.3f}" for other, chance in chances.items())
    text = message("l01.figure_f_words", word=visible(given), said=said, most=len(chances))
    try:
        drawn = _f_graph(given, chances).pipe(format="svg", quiet=True)
    except (ImportError, OSError, RuntimeError):  # no package, no way to start a program, no `dot`
        return Picture("text/html", None, f"{text}\n{message('drawing.no_dot')}")
    return Picture("text/html", image(drawn, text), text)


def _f_graph(given: str, chances: dict[str, float]) -> graphviz.Digraph:
    """A word, the box f, and the words that come out, for Graphviz."""
    import graphviz

    graph = graphviz.Digraph(
        graph_attr={"rankdir": "LR", "bgcolor": "transparent", "ranksep": "0.7", "nodesep": "0.12"},
        node_attr={"fontname": FONTS, "fontsize": "13", "shape": "box", "style": "rounded,filled"},
        edge_attr={"color": MARK, "arrowsize": "0.7"},
    )
    graph.node(
        "x",
        f"x = {for_dot(given)}",
        fillcolor="#fdf1d6",
        color="#e69f00",
        width=width_of(f"x = {given}"),
    )
    graph.node("f", message("l01.figure_f_box"), fillcolor="#e3f0f8", color="#0072b2", width="1.6")
    graph.edge("x", "f")
    widest = max(width_of(f"P({other}) = 0.000") for other in chances)
    for number, (other, chance) in enumerate(chances.items()):
        label = f"P({for_dot(other)}) = {chance:.3f}"
        graph.node(f"y{number}", label, fillcolor="#ffffff", color="#009e73", width=widest)
        graph.edge("f", f"y{number}", penwidth=f"{0.6 + 6 * chance:.2f}")
    return graph


def row_distances(vocabulary: Vocabulary, recording: Recording) -> Picture:
    """Chart how far apart the words' rows of W_in are: before the run, and after it."""
    last = len(recording.losses)
    tables = [distances(recording.W_in_at(k)) for k in (0, last)]
    names = [for_plotly(word) for word in vocabulary.words]
    titles = [message("l01.figure_rows_before"), message("l01.figure_rows_after")]
    figure = go.Figure()
    for number, table in enumerate(tables, start=1):
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}", "coloraxis": f"coloraxis{number}"}
        figure.add_heatmap(
            z=table,
            x=names,
            y=names,
            texttemplate="%{z:.2f}",
            textfont={"color": INK},
            hovertemplate=_HOVER,
            **axes,
        )
    sides = [(0.0, 0.44), (0.56, 1.0)]
    for number, (title, side) in enumerate(zip(titles, sides, strict=True), start=1):
        figure.update_layout(
            {
                f"xaxis{number}": {"domain": side, "title": title, "anchor": f"y{number}"},
                f"yaxis{number}": {"autorange": "reversed", "anchor": f"x{number}"},
                f"coloraxis{number}": {"colorscale": BLUES, "showscale": False, "cmin": 0},
            }
        )
    figure.update_xaxes(side="top", automargin=True)
    figure.update_yaxes(automargin=True)
    layout = {"height": 430, "margin": {"t": 60, "b": 20, "l": 10, "r": 10}, "font": {"size": 13}}
    figure.update_layout(layout | {"template": TEMPLATE})
    near = [_nearest(vocabulary, table) for table in tables]
    text = message("l01.figure_rows_words", before=near[0], after=near[1])
    return Picture(PLOTLY, figure.to_plotly_json(), text)


def _nearest(vocabulary: Vocabulary, table: Any) -> str:
    pairs = [
        (table[i, j], vocabulary.words[i], vocabulary.words[j])
        for i in range(len(table))
        for j in range(i)
    ]
    distance, first, second = min(pairs)
    pair = {"first": visible(second), "second": visible(first)}
    return message("l01.figure_nearest", distance=f"{distance:.3f}", **pair)
