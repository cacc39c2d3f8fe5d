"""The drawing of lesson 05: two pairs of words, and the box that their vectors make."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from ...explore import Camera, cosines
from ...messages import listed, message
from ...model import Model
from ..drawing import PLOTLY, TEMPLATE, Picture, for_plotly, visible

# Of a, b, c, d: the two pairs of opposite sides, and how each pair is drawn.
_SIDES = (
    (((0, 1), (2, 3)), {"color": "#0072b2", "dash": "solid", "width": 2.5}),
    (((0, 2), (1, 3)), {"color": "#d55e00", "dash": "dash", "width": 2.5}),
)


def box(model: Model, four: Sequence[str | int]) -> Picture:
    """Draw four words a, b, c, d (a is to b as c is to d) and the box that their vectors make.

    Each matrix is seen in the plane that shows most of its four rows. Raises W2VError.
    """
    ids = [model.vocabulary.id(word) for word in four]
    names = [visible(model.vocabulary.words[i]) for i in ids]
    figure, said = go.Figure(), []
    for number, (side, matrix) in enumerate({"input": model.W_in, "output": model.W_out}.items()):
        title = message(f"l05.figure_box_{side}")
        _draw_box(figure, number, title, names, matrix[ids])
        said.append(_box_in_words(title, names, matrix[ids]))
    legend = {"orientation": "h", "y": -0.12, "x": 0.5, "xanchor": "center"}
    figure.update_layout(
        height=400,
        margin={"t": 50, "b": 40, "l": 10, "r": 10},
        font={"size": 14},
        template=TEMPLATE,
        legend=legend,
    )
    return Picture(PLOTLY, figure.to_plotly_json(), "\n".join(said))


def _draw_box(
    figure: go.Figure, number: int, title: str, names: list[str], corners: np.ndarray
) -> None:
    places = Camera.facing(corners).view(corners)
    axes = {"xaxis": f"x{number + 1}", "yaxis": f"y{number + 1}"}
    for pairs, line in _SIDES:
        told = listed(f"{for_plotly(names[i])} → {for_plotly(names[j])}" for i, j in pairs)
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
        text=[for_plotly(name) for name in names],
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
        "l05.figure_box_words",
        side=side,
        cosine=f"{cosine[0, 1]:.2f}",
        other=f"{cosine[2, 3]:.2f}",
        **dict(zip("abcd", names, strict=True)),
        **{name: f"{length:.2f}" for name, length in numbers},
    )
