"""The drawings of lesson 06: a tree, and how deep the words lie in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ...messages import W2VError, message
from ...tree_costs import Comparison, some_ranks
from ...trees import Tree
from ..drawing import FONTS, MARK, PLOTLY, TEMPLATE, Picture, for_dot, width_of

if TYPE_CHECKING:
    import graphviz


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
        node_attr={"fontname": FONTS, "fontsize": "12", "shape": "box", "style": "rounded,filled"},
        edge_attr={"fontname": FONTS, "fontsize": "10", "color": MARK, "arrowhead": "none"},
    )
    for node, weight in enumerate(tree.weights):
        if node < V:
            name = str(node) if words is None else str(words[node])
            label, colours = f"{for_dot(name)}\\n{weight:g}", ("#e3f0f8", "#0072b2")
        else:
            name = str(node - V)
            label, colours = f"{name}\\n{weight:g}", ("#ffffff", MARK)
        width = width_of(max(name, f"{weight:g}", key=len))
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
        label = message(f"l06.figure_{name}")
        figure.add_scatter(x=ranks.tolist(), y=lengths, name=label, line=line)
    figure.update_xaxes(type="log", title=message("l06.figure_rank"), dtick=1)
    figure.update_yaxes(title=message("l06.figure_depth"), rangemode="tozero")
    legend = {"orientation": "h", "y": 1.12}
    margin = {"t": 40, "b": 50, "l": 55, "r": 20}
    figure.update_layout(
        height=360, margin=margin, font={"size": 13}, template=TEMPLATE, legend=legend
    )
    (huffman, balanced), (words, text) = comparison.questions(), comparison.pay()
    told = message(
        "l06.figure_depths_words",
        V=f"{V:,}",
        first=int(comparison.huffman[0]),
        last=int(comparison.huffman[-1]),
        deepest=int(comparison.balanced.max()),
        huffman=f"{huffman:.2f}",
        balanced=f"{balanced:.2f}",
        words=f"{words:.0%}",
        text=f"{text:.0%}",
    )
    return Picture(PLOTLY, figure.to_plotly_json(), told)
