"""What each parameter of `fit` does to vectors of one text: measured beforehand, and here and now.

The text is the classification of diseases of ICD-10-CM. Each parameter takes four values, all else
stays as in BASE; each point is trained from three seeds.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from .corpora import biomedical_set, icd
from .engine import Slice, fit
from .evaluation import Evaluation, evaluate
from .explore import unit
from .maps import kept, nearest_rows, plane
from .vectors import Vectors

RECORDS = Path(__file__).parent / "lessons" / "l09" / "records"
BASE: dict[str, Any] = {
    "vector_size": 50,
    "window": 5,
    "min_count": 5,
    "negative": 5,
    "sample": 1e-3,
    "ns_exponent": 0.75,
    "epochs": 5,
    "learning_rate": 0.025,
    "architecture": "skip-gram",
    "output": "negative-sampling",
    "seed": 0,
}
SEEDS = (0, 1, 2)
PROBES = ("kidney", "fracture", "diabetes")
SETS = ("siblings", "plurals")
MOST_ASKED = 1_000  # pairs of each set
FREQUENT = 1_000  # words whose neighbours are counted
PAIRS = 20_000  # of words drawn at random
SMALL = 20  # the small text is every twentieth sentence

_TREE, _NOISE = "hierarchical-softmax", "negative-sampling"
POINTS: dict[str, dict[str, dict[str, Any]]] = {
    name: {str(value): {name: value} for value in values}
    for name, values in {
        "vector_size": (10, 25, 50, 100),
        "window": (1, 2, 5, 10),
        "min_count": (1, 5, 20, 80),
        "negative": (1, 2, 5, 15),
        "sample": (0, 1e-2, 1e-3, 1e-4),
        "ns_exponent": (0.0, 0.5, 0.75, 1.0),
        "epochs": (1, 5, 10, 20),
        "learning_rate": (0.005, 0.025, 0.1, 0.2),
        "seed": (0, 1, 2, 3),
    }.items()
}
POINTS["architecture"] = {
    f"{architecture}, {output}": {"architecture": architecture, "output": output}
    for architecture in ("skip-gram", "cbow")
    for output in (_NOISE, _TREE)
}
POINTS["small_text"] = {
    "as it is": {"share": SMALL},
    "epochs=50": {"share": SMALL, "epochs": 50},
    "start=": {"share": SMALL, "start": True},
    "min_count=20": {"share": SMALL, "min_count": 20},
}


@dataclass(frozen=True)
class Point:
    """What one value of a parameter came to, in the order of SEEDS.

    `scores` holds for each of SETS (mean of 1/rank, low, high of 95 %); `each` that of every seed;
    `asked` how many pairs all words of which are known; `random` the mean cosine of two words drawn
    at random; `shared` the share of ten neighbours that two seeds have in common, of frequent
    words; `keeps` how many of ten the widest plane keeps; `neighbours` the five nearest of each
    probe word, and in how many seeds they are among the ten.
    """

    value: str
    V: int
    scores: dict[str, tuple[float, float, float]]
    each: dict[str, list[float]]
    asked: dict[str, int]
    random: float
    shared: float
    keeps: float
    neighbours: dict[str, list[tuple[str, int]]]


@cache
def text() -> tuple[tuple[str, ...], ...]:
    """The sentences of ICD-10-CM; they are read once."""
    return tuple(map(tuple, icd()))


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """At most MOST_ASKED pairs of one of SETS, evenly taken."""
    found = biomedical_set(name)
    return tuple(found[:: -(-len(found) // MOST_ASKED)])


def trained(
    name: str, value: str, seed: int, watch: Callable[[Slice], object] = lambda _: None
) -> Vectors:
    """Vectors of one point from one seed."""
    changes = dict(POINTS[name][value])
    if name != "seed":
        changes["seed"] = seed
    share = changes.pop("share", 1)
    start = _others() if changes.pop("start", False) else None
    return fit(text()[::share], **{**BASE, **changes}, start=start, watch=watch)


_known: dict[str, Vectors] = {}


def _trained_once(name: str, value: str, seed: int) -> Vectors:
    """The same; the usual value of all parameters is one point, and is trained once."""
    settings = str({**BASE, "seed": seed, **POINTS[name][value]})
    if settings not in _known:
        _known[settings] = trained(name, value, seed)
    return _known[settings]


@cache
def _others() -> Vectors:
    """Vectors of the sentences that the small text has not."""
    rest = [sentence for place, sentence in enumerate(text()) if place % SMALL]
    return fit(rest, **BASE, watch=lambda _: None)


def measured(name: str, value: str) -> Point:
    """Train one point from every seed, and judge what comes out.

    A value of "seed" is judged alone; beside it stand the other values, for what seeds share.
    """
    if name == "seed":
        values = [value, *(other for other in POINTS[name] if other != value)]
        beside = [_trained_once(name, one, SEEDS[0]) for one in values]
        runs = beside[:1]
    else:
        beside = runs = [_trained_once(name, value, seed) for seed in SEEDS]
    found = {kind: judged(runs, kind) for kind in SETS}
    first = runs[0]
    ids = slice(0, 2_000)
    return Point(
        value,
        len(first),
        {kind: (one.score, one.low, one.high) for kind, one in found.items()},
        {kind: list(one.scores) for kind, one in found.items()},
        {kind: one.found for kind, one in found.items()},
        float(np.mean([at_random(run) for run in runs])),
        shared(beside),
        float(kept(first.matrix[ids], next(plane(first.matrix[ids]))).mean()),
        {probe: _near(beside, probe) for probe in PROBES if probe in first},
    )


def judged(runs: list[Vectors], kind: str) -> Evaluation:
    """How near the pairs of one of SETS are, in vectors of several seeds."""
    return evaluate(runs, pairs(kind), resamples=500)


def at_random(vectors: Vectors) -> float:
    """The mean cosine of two words drawn at random."""
    rng = np.random.default_rng(0)
    a, b = rng.integers(len(vectors), size=(2, PAIRS))
    rows = unit(vectors.matrix)
    return float(np.einsum("ij,ij->i", rows[a], rows[b])[a != b].mean())


def shared(runs: list[Vectors]) -> float:
    """The share of ten neighbours among the frequent words that two seeds have in common."""
    if len(runs) < 2:
        return float("nan")
    near = [nearest_rows(run.matrix[:FREQUENT]) for run in runs]
    found = [
        np.isin(near[i] + 10_000 * rows, near[j] + 10_000 * rows).mean()
        for i in range(len(runs))
        for j in range(i)
        for rows in [np.arange(len(near[0]))[:, None]]
    ]
    return float(np.mean(found))


def _near(runs: list[Vectors], probe: str) -> list[tuple[str, int]]:
    tens = [[word for word, _ in run.most_similar(probe)] for run in runs]
    times = Counter(word for ten in tens for word in ten)
    return [(word, times[word]) for word in tens[0][:5]]


# Records


def told(points: list[Point]) -> list[dict[str, Any]]:
    """The points as JSON holds them."""
    return [_rounded(vars(point)) for point in points]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, 4)
    if isinstance(value, Mapping):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def recorded(name: str) -> tuple[Point, ...]:
    """What was measured beforehand of one of POINTS, value by value."""
    record = json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))
    points = [
        Point(**{**point, "shared": np.nan if point["shared"] is None else point["shared"]})
        for point in record["points"]
    ]
    assert [point.value for point in points] == list(POINTS[name])
    return tuple(points)


def names() -> list[str]:
    """Those of POINTS of which there is a record."""
    return [name for name in POINTS if (RECORDS / f"{name}.json").exists()]


def point_of(name: str, value: str) -> Point:
    """What was measured beforehand of one value."""
    return recorded(name)[list(POINTS[name]).index(value)]
