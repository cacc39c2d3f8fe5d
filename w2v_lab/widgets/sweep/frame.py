"""The sweep's frame: an experiment at every value of one setting, for a slider to go through."""

from __future__ import annotations

import numpy as np

from ...experiments import Sweep
from ...messages import clean
from ..kit.source import line_of
from ..kit.trace import Trace, relation

INDEX = {1: "", 2: "n", 3: "rc"}  # of an array at one setting, by the dimensions of them all


def sweep(found: Sweep, hide: bool = False) -> Trace:
    """Everything at every setting; with `hide` the settings alone, for an open question."""
    shown = {} if hide else {**found.numbers, **found.curves, **found.tables}
    relations = {
        name: relation(name, "given", index=INDEX[array.ndim], code=line_of(*found.lines[name]))
        for name, array in {**found.numbers, **found.curves, **found.tables}.items()
    }
    facts = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": list(found.tables),
        "whole": ["broken_at", "change"],
        "states": [str(place) for place in range(len(found.settings))],
        "settings": [float(value) for value in found.settings],
        "first": found.first,
        "name": found.name,
        "shows": {
            "numbers": list(found.numbers),
            "curves": list(found.curves),
            "tables": list(found.tables),
        },
        "headings": {
            name: [list(map(clean, names)) for names in sides]
            for name, sides in found.headings.items()
        },
        "hides": hide,
        "relations": {
            name: rule | {"reading": f"{found.name}_{name}"} for name, rule in relations.items()
        },
    }
    return Trace(facts, {name: np.asarray(array, dtype=float) for name, array in shown.items()})
