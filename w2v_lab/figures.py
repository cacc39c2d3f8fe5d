"""Charts by plotly and drawings by Graphviz, each with the same in words under it.

Words that users typed are data: they are escaped for the program that draws them.
"""

from __future__ import annotations

import base64
import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from IPython.display import display

from .corpus import Vocabulary
from .explore import Camera, cosines, distances
from .messages import W2VError, clean, listed, message
from .model import Model
from .training import Recording
from .tree_costs import Comparison, some_ranks
from .trees import Tree

if TYPE_CHECKING:
    import graphviz

INK = "#1b1f24"
BLUES = [[0, "#5fa8d3"], [1, "#f7fbfd"]]  # near is dark, far is light; INK can be read on both


@dataclass(frozen=True)
class Picture:
    """A drawing as a notebook shows it, and `words` that say the same, shown under it."""

    mime: str
    data: Any
    words: str

    def _ipython_display_(self) -> None:
        if self.data is not None:
            display({self.mime: self.data, "text/plain": ""}, raw=True)
        print(self.words)


def f_of_x(model: Model, word: str | int, most: int = 8) -> Picture:
    """Draw f(x) → y: a word goes in, a probability for every word comes out. Raises W2VError.

    Without Graphviz's program `dot` the picture is given in words alone.
    """
    words = model.vocabulary.words
    given = words[model.vocabulary.id(word)]
    chances = {other: model.probability(other, given) for other in words[:most]}
    said = listed(f"{_visible(other)} {chance:.3f}" for other, chance in chances.items())
    text = message("figures.f_words", word=_visible(given), said=said, most=len(chances))
    try:
        drawn = _f_graph(given, chances).pipe(format="svg", quiet=True)
    except (ImportError, OSError, RuntimeError):  # no package, no way to start a program, no `dot`
        return Picture("text/html", None, f"{text}\n{message('figures.no_dot')}")
    return Picture("text/html", _image(drawn, text), text)


def _f_graph(given: str, chances: dict[str, float]) -> graphviz.Digraph:
    """A word, the box f, and the words that come out, for Graphviz."""
    import graphviz

    graph = graphviz.Digraph(
        graph_attr={"rankdir": "LR", "bgcolor": "white", "ranksep": "0.7", "nodesep": "0.12"},
        node_attr={"fontname": _FONTS, "fontsize": "13", "shape": "box", "style": "rounded,filled"},
        edge_attr={"color": "#7d8793", "arrowsize": "0.7"},
    )
    graph.node(
        "x",
        f"x = {_escaped(given)}",
        fillcolor="#fdf1d6",
        color="#e69f00",
        width=_width(f"x = {given}"),
    )
    graph.node("f", message("figures.f_box"), fillcolor="#e3f0f8", color="#0072b2", width="1.6")
    graph.edge("x", "f")
    widest = max(_width(f"P({other}) = 0.000") for other in chances)
    for number, (other, chance) in enumerate(chances.items()):
        label = f"P({_escaped(other)}) = {chance:.3f}"
        graph.node(f"y{number}", label, fillcolor="#ffffff", color="#009e73", width=widest)
        graph.edge("f", f"y{number}", penwidth=f"{0.6 + 6 * chance:.2f}")
    return graph


def tree_graph(tree: Tree, words: Sequence[str] | None = None) -> graphviz.Digraph:
    """A tree for Graphviz: leaves with word and count, inner nodes with row and weight.

    Raises W2VError for another number of words than the tree has.
    """
    import graphviz

    V = len(tree)
    if words is not None and len(words) != V:
        raise W2VError("words_of_tree", got=len(words), V=V)
    graph = graphviz.Digraph(
        graph_attr={"bgcolor": "white", "ranksep": "0.35", "nodesep": "0.12", "ordering": "out"},
        node_attr={"fontname": _FONTS, "fontsize": "12", "shape": "box", "style": "rounded,filled"},
        edge_attr={"fontname": _FONTS, "fontsize": "10", "color": "#7d8793", "arrowhead": "none"},
    )
    for node, weight in enumerate(tree.weights):
        if node < V:
            name = str(node) if words is None else str(words[node])
            label, colours = f"{_escaped(name)}\\n{weight:g}", ("#e3f0f8", "#0072b2")
        else:
            name = str(node - V)
            label, colours = f"{name}\\n{weight:g}", ("#ffffff", "#7d8793")
        width = _width(max(name, f"{weight:g}", key=len))
        graph.node(f"n{node}", label, fillcolor=colours[0], color=colours[1], width=width)
    for merge in tree.merges:
        graph.edge(f"n{V + merge.row}", f"n{merge.left}", label="0")
        graph.edge(f"n{V + merge.row}", f"n{merge.right}", label="1")
    return graph


def depths(comparison: Comparison) -> Picture:
    """Chart how deep the words lie in Huffman's tree and in the balanced one, by rank."""
    V = len(comparison.counts)
    ranks = some_ranks(V, 300)
    figure = go.Figure()
    sides = {"huffman": ("#d55e00", "solid"), "balanced": ("#0072b2", "dash")}
    for name, (colour, dash) in sides.items():
        lengths = getattr(comparison, name)[ranks - 1].tolist()
        line = {"color": colour, "dash": dash, "shape": "hv", "width": 2.5}
        figure.add_scatter(x=ranks.tolist(), y=lengths, name=message(f"figures.{name}"), line=line)
    figure.update_xaxes(type="log", title=message("figures.rank"), dtick=1)
    figure.update_yaxes(title=message("figures.depth"), rangemode="tozero")
    legend = {"orientation": "h", "y": 1.12}
    margin = {"t": 40, "b": 50}
    figure.update_layout(
        height=360, margin=margin, font={"size": 13}, template="plotly_white", legend=legend
    )
    (huffman, balanced), (words, text) = comparison.questions(), comparison.pay()
    told = message(
        "figures.depths_words",
        V=f"{V:,}",
        first=int(comparison.huffman[0]),
        last=int(comparison.huffman[-1]),
        deepest=int(comparison.balanced.max()),
        huffman=f"{huffman:.2f}",
        balanced=f"{balanced:.2f}",
        words=f"{words:.0%}",
        text=f"{text:.0%}",
    )
    return Picture("application/vnd.plotly.v1+json", figure.to_plotly_json(), told)


def row_distances(vocabulary: Vocabulary, recording: Recording) -> Picture:
    """Chart how far apart the words' rows of W_in are: before the run, and after it."""
    last = len(recording.losses)
    tables = [distances(recording.W_in_at(k)) for k in (0, last)]
    names = [_html(word) for word in vocabulary.words]
    titles = [message("figures.rows_before"), message("figures.rows_after")]
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
    # White in both themes: a chart cannot ask which theme the page has.
    figure.update_layout(height=430, margin={"t": 60, "b": 20}, font={"size": 13}, template="none")
    near = [_nearest(vocabulary, table) for table in tables]
    text = message("figures.rows_words", before=near[0], after=near[1])
    return Picture("application/vnd.plotly.v1+json", figure.to_plotly_json(), text)


def box(model: Model, four: Sequence[str | int]) -> Picture:
    """Draw four words a, b, c, d (a is to b as c is to d) and the box that their vectors make.

    Each matrix is seen in the plane that shows most of its four rows. Raises W2VError.
    """
    ids = [model.vocabulary.id(word) for word in four]
    names = [_visible(model.vocabulary.words[i]) for i in ids]
    figure, said = go.Figure(), []
    for number, (side, matrix) in enumerate({"input": model.W_in, "output": model.W_out}.items()):
        title = message(f"figures.box_{side}")
        _draw_box(figure, number, title, names, matrix[ids])
        said.append(_box_in_words(title, names, matrix[ids]))
    legend = {"orientation": "h", "y": -0.12, "x": 0.5, "xanchor": "center"}
    figure.update_layout(
        height=400, margin={"t": 50, "b": 40}, font={"size": 14}, template="none", legend=legend
    )
    return Picture("application/vnd.plotly.v1+json", figure.to_plotly_json(), "\n".join(said))


# Of a, b, c, d: the two pairs of opposite sides, and how each pair is drawn.
_SIDES = (
    (((0, 1), (2, 3)), {"color": "#0072b2", "dash": "solid", "width": 2.5}),
    (((0, 2), (1, 3)), {"color": "#d55e00", "dash": "dash", "width": 2.5}),
)


def _draw_box(
    figure: go.Figure, number: int, title: str, names: list[str], corners: np.ndarray
) -> None:
    places = Camera.facing(corners).view(corners)
    axes = {"xaxis": f"x{number + 1}", "yaxis": f"y{number + 1}"}
    for pairs, line in _SIDES:
        told = listed(f"{_html(names[i])} → {_html(names[j])}" for i, j in pairs)
        x, y = ([at for i, j in pairs for at in (places[i, k], places[j, k], None)] for k in (0, 1))
        sizes = [0, 14, 0] * len(pairs)
        marker = {"symbol": "arrow", "angleref": "previous", "size": sizes, "color": line["color"]}
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines+markers",
            line=line,
            marker=marker,
            name=told,
            legendgroup=told,
            showlegend=number == 0,
            hoverinfo="skip",
            **axes,
        )
    middle = places.mean(axis=0)
    figure.add_scatter(
        x=places[:, 0].tolist(),
        y=places[:, 1].tolist(),
        mode="text",
        text=[_html(name) for name in names],
        textposition=[_outside(place - middle) for place in places],
        showlegend=False,
        hoverinfo="skip",
        **axes,
    )
    low, high = places.min(axis=0), places.max(axis=0)
    reach = 0.65 * (high - low).max()
    ranges = [[float(m - reach), float(m + reach)] for m in (low + high) / 2]
    plain = {"showticklabels": False, "zeroline": False, "showgrid": False}
    figure.update_layout(
        {
            f"xaxis{number + 1}": plain
            | {"domain": (0.54 * number, 0.46 + 0.54 * number), "title": title, "range": ranges[0]}
            | {"anchor": f"y{number + 1}", "side": "top"},
            f"yaxis{number + 1}": plain
            | {"anchor": f"x{number + 1}", "range": ranges[1], "scaleanchor": f"x{number + 1}"},
        }
    )


def _outside(way: np.ndarray) -> str:
    """Where a corner's name stands: on the side that looks away from the middle."""
    return f"{'top' if way[1] > 0 else 'bottom'} {'right' if way[0] > 0 else 'left'}"


def _box_in_words(side: str, names: list[str], corners: np.ndarray) -> str:
    a, b, c, d = corners
    ways = np.array([b - a, d - c, c - a, d - b])
    lengths, cosine = np.linalg.norm(ways, axis=1), cosines(ways)
    numbers = zip(("first", "second", "third", "fourth"), lengths, strict=True)
    return message(
        "figures.box_words",
        side=side,
        cosine=f"{cosine[0, 1]:.2f}",
        other=f"{cosine[2, 3]:.2f}",
        **dict(zip("abcd", names, strict=True)),
        **{name: f"{length:.2f}" for name, length in numbers},
    )


def _nearest(vocabulary: Vocabulary, table: Any) -> str:
    pairs = [
        (table[i, j], vocabulary.words[i], vocabulary.words[j])
        for i in range(len(table))
        for j in range(i)
    ]
    distance, first, second = min(pairs)
    pair = {"first": _visible(second), "second": _visible(first)}
    return message("figures.nearest", distance=f"{distance:.3f}", **pair)


_FONTS = "Helvetica,Arial,Noto Sans CJK SC,WenQuanYi Micro Hei,sans-serif"
_HOVER = "%{y} – %{x}: %{z}<extra></extra>"


def _image(svg: bytes, words: str) -> str:
    """An img that fits the page and says in words what it shows; no word becomes markup."""
    data = base64.b64encode(svg).decode("ascii")
    source, alternative = f"data:image/svg+xml;base64,{data}", html.escape(words)
    return f'<img src="{source}" alt="{alternative}" style="max-width: 100%; height: auto">'


def _visible(word: str) -> str:
    """One printable line of at most 24 characters, whatever was typed."""
    line = "".join(c if unicodedata.category(c)[0] != "C" else "�" for c in clean(word))
    return line if len(line) <= 24 else f"{line[:23]}…"


def _escaped(label: str) -> str:
    """For Graphviz: no escapes of dot, no entities."""
    import graphviz

    return graphviz.escape(_visible(label).replace("&", "&amp;"))


def _html(label: str) -> str:
    """For plotly, which reads some HTML in labels."""
    return _visible(label).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _width(word: str) -> str:
    """Inches for a box: `dot` from pip has no metrics for Chinese, so boxes are measured here."""
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in _visible(word))
    return f"{0.55 + 0.11 * wide:.2f}"
