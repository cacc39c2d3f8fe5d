"""The questions of lesson 09, and the computations that settle them."""

from __future__ import annotations

from ...messages import message
from ...parameters import POINTS, SETS, Point, at_random, point_of, recorded
from ..question import Evidence, Question

SETTINGS = {"vector_size": "100", "window": "10", "epochs": "20"}


def _at_random() -> str:
    """The mean cosine of two words drawn at random, with the usual settings."""
    mean = point_of("window", "5").random
    if abs(mean) < 0.15:
        return "zero"
    return "half" if mean > 0 else "opposite"


def _at_random_each() -> Evidence:
    points = recorded("window")
    rows = [message("l09.window", value=point.value) for point in points]
    columns = [message("l09.column_random")]
    values = [[point.random] for point in points]
    return Evidence(rows, columns, values, "cos", (at_random, "return"))  # type: ignore[arg-type]


def _map_keeps() -> str:
    """How many of ten neighbours the widest plane keeps."""
    keeps = point_of("window", "5").keeps
    if keeps < 2:
        return "one"
    return "half" if keeps < 7 else "most"


def _which_setting() -> str:
    """Which change brings the scores up most, from the usual value to a greater one."""
    return max(SETTINGS, key=lambda name: gain(name, SETTINGS[name]))


def gain(name: str, value: str) -> float:
    """By how much a value of a parameter beats the usual one, over both sets."""
    usual = {"vector_size": "50", "window": "5", "epochs": "5"}[name]
    assert usual in POINTS[name]
    return _mean(point_of(name, value)) - _mean(point_of(name, usual))


def _mean(point: Point) -> float:
    return sum(point.scores[kind][0] for kind in SETS) / len(SETS)


QUESTIONS = (
    Question("at_random", _at_random, prove=_at_random_each),
    Question("map_keeps", _map_keeps, before="map"),
    Question("which_setting", _which_setting),
)
