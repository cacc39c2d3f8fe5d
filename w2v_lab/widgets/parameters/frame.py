"""The frame of Parameters: what every value of a parameter came to, and what it comes to here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...evaluation import evaluate
from ...messages import clean
from ...parameters import (
    BASE,
    POINTS,
    PROBES,
    SEEDS,
    SETS,
    Point,
    at_random,
    measured,
    recorded,
    shared,
)
from ..kit.source import line_of
from ..kit.trace import Trace, relation

WHOLE = ["V", *(f"asked_{kind}" for kind in SETS)]


def parameters(names: Sequence[str], first: str, hide: bool = False) -> Trace:
    """All points of some parameters; with `hide` the names alone, for an open question."""
    facts: dict[str, Any] = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": WHOLE,
        "names": list(names),
        "first": first,
        "hides": hide,
        "relations": {},
    }
    if hide:
        return Trace(facts)
    arrays: dict[str, np.ndarray] = {}
    for name in names:
        for k, point in enumerate(recorded(name)):
            arrays |= {f"{name} {k}/{key}": value for key, value in _numbers(point).items()}
    facts |= {
        "values": {name: list(POINTS[name]) for name in names},
        "usual": {name: _usual(name) for name in names},
        "probes": list(PROBES),
        "near": {name: [_near(point) for point in recorded(name)] for name in names},
        "seeds": {name: len(POINTS["seed"] if name == "seed" else SEEDS) for name in names},
        "relations": _relations(),
    }
    return Trace(facts, arrays)


def _numbers(point: Point) -> dict[str, np.ndarray]:
    told: dict[str, float] = {"V": point.V, "random": point.random, "shared": point.shared}
    for kind in SETS:
        score, low, high = point.scores[kind]
        told |= {kind: score, f"{kind}_low": low, f"{kind}_high": high}
        told |= {f"asked_{kind}": point.asked[kind], f"first_{kind}": point.each[kind][0]}
    return {name: np.array(float(value)) for name, value in told.items()}


def _near(point: Point) -> dict[str, list[list[Any]]]:
    return {
        probe: [[clean(word), times] for word, times in near]
        for probe, near in point.neighbours.items()
    }


def _usual(name: str) -> int:
    """The place of the value that BASE has; 0 where it has none."""
    if name == "architecture":
        return 0
    values = list(POINTS[name])
    return values.index(str(BASE[name])) if name in BASE else 0


def _relations() -> dict[str, Any]:
    judged = line_of(evaluate, "scores")
    code = {
        "V": line_of(measured, "runs"),
        "random": line_of(at_random, "return"),
        "shared": line_of(shared, "found"),
    }
    for kind in SETS:
        code |= dict.fromkeys((kind, f"first_{kind}", f"here_{kind}"), judged)
        code |= dict.fromkeys((f"{kind}_low", f"{kind}_high"), line_of(evaluate, "low"))
        code[f"asked_{kind}"] = line_of(evaluate, "kept")
    return {name: relation(name, "given", code=line) for name, line in code.items()}


def here(state: str, scores: dict[str, float]) -> Trace:
    """What one point came to on this machine, to be added to what the page has."""
    arrays = {f"{state}/here_{kind}": np.array(score) for kind, score in scores.items()}
    return Trace({"relations": {}, "progress": 1.0, "done": state}, arrays)
