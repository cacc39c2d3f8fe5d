"""The sweep's frame: an experiment at every value of one setting, for a slider to go through."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...lessons.sweep import Sweep
from ...messages import clean
from ..kit.source import line_of
from ..kit.trace import Trace, relation

INDEX = {1: "", 2: "n", 3: "rc"}  # of an array at one setting, by the dimensions of them all
BEFORE = ("title", "say_open")  # what is said while a question is open
OF_NUMBERS = ("reading", "symbol", "infinite")  # the last where infinity has a word of its own


def sweep(found: Sweep, hide: bool = False) -> Trace:
    """Everything at every setting; with `hide` not even what is said of it."""
    facts: dict[str, Any] = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": list(found.whole),
        "name": found.name,
        "texts": {part: text for part, text in found.texts.items() if part in BEFORE},
        "hides": hide,
        "relations": {},
    }
    if hide:
        return Trace(facts)
    arrays = {**found.numbers, **found.curves, **found.tables}
    pointed_at = tuple(f"{part}_" for part in OF_NUMBERS)
    facts |= {
        "texts": {p: text for p, text in found.texts.items() if not p.startswith(pointed_at)},
        "tinted": list(found.tables),
        "states": [str(place) for place in range(len(found.settings))],
        "settings": [float(value) for value in found.settings],
        "first": found.first,
        "outcomes": list(found.outcomes),
        "shows": {
            "numbers": list(found.numbers),
            "curves": list(found.curves),
            "tables": list(found.tables),
        },
        "headings": {
            name: [list(map(clean, names)) for names in sides]
            for name, sides in found.headings.items()
        },
        "relations": {name: _relation(found, name, array) for name, array in arrays.items()},
    }
    return Trace(facts, {name: np.asarray(array, dtype=float) for name, array in arrays.items()})


def _relation(found: Sweep, name: str, array: np.ndarray) -> dict[str, Any]:
    rule = relation(name, "given", index=INDEX[array.ndim], code=line_of(*found.lines[name]))
    said = {part: found.texts.get(f"{part}_{name}") for part in OF_NUMBERS}
    return rule | {"says": {part: text for part, text in said.items() if text}}
