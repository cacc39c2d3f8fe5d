"""The frame of Frozen: the way of one pair's score in every program, from every start."""

from __future__ import annotations

import numpy as np

from ...model import Model
from ...outputs import TABLES, TabledSampling
from ..kit.source import line_of
from ..kit.trace import Trace, relation
from .starts import Starts

COLUMNS = (1, 10, 100)  # updates after which the score is told, beside the last


def frozen(found: Starts, first: float, hide: bool = False) -> Trace:
    """All starts and all moments; with `hide` the starts alone, for an open question."""
    told = [
        int(np.argmin(np.abs(np.array(found.moments) - n))) for n in (*COLUMNS, found.moments[-1])
    ]
    facts = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": ["label"],
        "states": [str(place) for place in range(len(found.starts))],
        "starts": list(found.starts),
        "first": int(np.argmin(np.abs(np.array(found.starts) - first))),
        "programs": list(found.programs),
        "limits": [TABLES[program][0] for program in found.programs],
        "moments": list(found.moments),
        "told": told,
        "hides": hide,
        "relations": {
            "start": relation("u", "given", code=line_of(Model.step, "u")),
            "u": relation("u", "given", index="pm", code=line_of(Model.step, "u")),
            "y": relation("σ", "given", index="p", code=line_of(TabledSampling.predict, "ends")),
            "label": relation("t", "given", code=line_of(TabledSampling.lines, "t")),
            "e": relation("e", "difference", ["y[p]", "label"], "p", line_of(Model.step, "e")),
        },
    }
    arrays = {"start": np.array(found.starts)}
    if not hide:
        arrays |= {"u": found.u, "y": found.y, "e": found.e, "label": np.ones(len(found.starts))}
    return Trace(facts, arrays)
