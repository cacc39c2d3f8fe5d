"""The frame of Head costs: rows, multiplications and times for every size of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...head_costs import LIVE, NEGATIVE, RECORD, VOCABULARIES, Cost, N, measured, rows_touched
from ..kit.source import line_of
from ..kit.trace import Trace, relation


def head_costs(costs: Sequence[Cost], first: int, hide: bool = False) -> Trace:
    """What every vocabulary costs; with `hide` the sizes alone, for an open question."""
    rows = line_of(rows_touched, "return")
    timed = line_of(measured, "taken")
    product = line_of(Cost.multiplications.fget, "products")  # type: ignore[attr-defined]
    facts = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 2,
        "tinted": [],
        "whole": ["V", "three", "N"],
        "states": [str(place) for place in range(len(costs))],
        "sizes": [cost.V for cost in costs],
        "first": first,
        "live": LIVE,
        "k": NEGATIVE,
        "road": costs[0].road,
        "record": RECORD.name,
        "hides": hide,
        "relations": {
            "V": relation("V", "given", code=rows),
            "three": relation("3", "given", code=product),
            "N": relation("N", "given", code=product),
            "R": relation("R", "given", index="p", code=rows),
            "M": relation("M", "product", ["three", "R[p]", "N"], "p", product),
            "s": relation("time", "given", index="p", code=timed),
            "here": relation("time", "given", index="p", code=timed),
        },
    }
    arrays = {"V": np.array([float(cost.V) for cost in costs])}
    if not hide:
        every = np.ones(len(costs))
        arrays |= {
            "three": 3 * every,
            "N": N * every,
            "R": np.array([cost.rows for cost in costs]),
            "M": np.array([cost.multiplications for cost in costs]),
            "s": 1e6 * np.array([cost.seconds for cost in costs]),
        }
    return Trace(facts, arrays)


def measured_here(cost: Cost) -> Trace:
    """The times of one vocabulary, in µs, to be added to what the page has."""
    place = VOCABULARIES.index(cost.V)
    facts = {"relations": {}, "measured": place, "road": cost.road}
    return Trace(facts, {f"{place}/here": 1e6 * np.array(cost.seconds)})
