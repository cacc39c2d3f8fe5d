"""The pictures of lesson 11: one diagonal, true above broken, and which n-grams did it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from ...messages import W2VError, listed, message
from ...relatives import Ranking, SubwordVectors
from ..drawing import MARK, PLOTLY, TEMPLATE, Picture, for_plotly, visible
from .runs import above, diagonals

BLUE, VERMILLION, GREEN = "#0072b2", "#d55e00", "#009e73"
MOST_SHARES = 14


def one_diagonal() -> Picture:
    """Draw the scores of skip-gram and of GloVe beside what both aim at, from the same counts."""
    found = diagonals()
    marks = {
        "skip_gram": (found.skip_gram, {"color": BLUE, "size": 7, "symbol": "circle-open"}),
        "glove": (found.glove, {"color": VERMILLION, "size": 6, "symbol": "x-thin-open"}),
    }
    pairs = [
        message("l11.figure_diagonal_pair", w=for_plotly(w), c=for_plotly(c))
        for w in found.words
        for c in found.words
    ]
    figure, aim = go.Figure(), found.aim.ravel()
    ends = [float(aim.min()) - 0.2, float(aim.max()) + 0.2]
    line = {"color": MARK, "width": 1.5}
    figure.add_scatter(x=ends, y=ends, mode="lines", line=line, hoverinfo="skip", showlegend=False)
    for name, (scores, marker) in marks.items():
        figure.add_scatter(
            x=aim.tolist(),
            y=scores.ravel().tolist(),
            text=pairs,
            mode="markers",
            marker=marker,
            name=message(f"l11.figure_diagonal_{name}"),
        )
    axes = (message("l11.figure_diagonal_aim"), message("l11.figure_diagonal_score"))
    words = message(
        "l11.figure_diagonal_words",
        count=len(aim),
        skip_gram=f"{found.apart[0]:.3f}",
        glove=f"{found.apart[1]:.3f}",
        spread=f"{np.sqrt((aim**2).mean()):.2f}",
    )
    return _shown(figure, axes, words)


def true_above_broken(net: Ranking, sentences: Sequence[Sequence[str]]) -> Picture:
    """Draw the scores of windows of these sentences, each against the same with a random word.

    Above the line the network is right. Raises W2VError.
    """
    if not isinstance(net, Ranking):
        raise W2VError("no_ranking", got=type(net).__name__)
    scores = above(net, sentences)
    if not len(scores):
        raise W2VError("no_examples")
    right = scores[:, 0] > scores[:, 1]
    figure = go.Figure()
    ends = [float(scores.min()), float(scores.max())]
    line = {"color": MARK, "width": 1.5}
    figure.add_scatter(x=ends, y=ends, mode="lines", line=line, hoverinfo="skip", showlegend=False)
    for name, chosen, colour, symbol in (
        ("right", right, GREEN, "circle-open"),
        ("wrong", ~right, VERMILLION, "x-thin-open"),
    ):
        figure.add_scatter(
            x=scores[chosen, 1].tolist(),
            y=scores[chosen, 0].tolist(),
            mode="markers",
            marker={"color": colour, "size": 6, "symbol": symbol},
            name=message(f"l11.figure_above_{name}"),
        )
    axes = (message("l11.figure_above_broken"), message("l11.figure_above_true"))
    told = {"count": f"{len(scores):,}", "right": round(100 * float(right.mean()))}
    return _shown(figure, axes, message("l11.figure_above_words", **told))


def ngram_shares(vectors: SubwordVectors, word: str, other: str) -> Picture:
    """Draw what each n-gram of a word, known or not, adds to its cosine with another word.

    The greatest shares are drawn, of either sign. Raises W2VError.
    """
    if not isinstance(vectors, SubwordVectors):
        raise W2VError("no_subwords", got=type(vectors).__name__)
    shares = vectors.shares(word, other)
    cosine = sum(share for _, share in shares)
    drawn = sorted(shares, key=lambda each: -abs(each[1]))[:MOST_SHARES]
    drawn.sort(key=lambda each: each[1])
    figure, places = go.Figure(), list(range(len(drawn)))  # an n-gram may come twice
    figure.add_bar(
        x=[share for _, share in drawn],
        y=places,
        orientation="h",
        marker={"color": [BLUE if share > 0 else VERMILLION for _, share in drawn]},
        text=[f"{share:+.2f}".replace("-", "−") for _, share in drawn],
    )
    pieces = [f"{for_plotly(piece)} " for piece, _ in drawn]
    figure.update_yaxes(tickvals=places, ticktext=pieces)
    most = listed(visible(piece) for piece, _ in drawn[::-1][:3])
    told = {"word": visible(word), "other": visible(other), "cosine": f"{cosine:.2f}"}
    words = message("l11.figure_shares_words", most=most, **told)
    return _shown(figure, (message("l11.figure_shares_axis"), ""), words, 110 + 24 * len(drawn))


def _shown(figure: go.Figure, axes: tuple[str, str], words: str, height: int = 430) -> Picture:
    legend = {"orientation": "h", "y": 1.08, "x": 0}
    figure.update_layout(
        height=height,
        margin={"t": 40, "b": 62, "l": 70, "r": 20},
        font={"size": 14},
        template=TEMPLATE,
        legend=legend,
        xaxis={"title": axes[0]},
        yaxis={"title": axes[1]},
    )
    return Picture(PLOTLY, figure.to_plotly_json(), words)
