"""The frame of the trial: what the experiments found, for the claims that have been predicted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...lessons.claim import VERDICTS, Claim
from ...messages import clean
from ..kit.source import line_of
from ..kit.trace import Trace, relation

SMALL = 1e-3  # what lies below has more zeros than a table shows


def trial(claims: Sequence[Claim], tried: Sequence[Claim], asked: bool) -> Trace:
    """All claims by name, and the numbers of those that have been tried.

    Where nothing is `asked`, as all gates are open, the page is told of every claim here.
    """
    facts: dict[str, Any] = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": [],
        "verdicts": list(VERDICTS),
        "claims": [claim.name for claim in claims],
        "cards": {},
        "shown": {} if asked else {c.name: c.revealed(c.answer()) for c in claims},
        "relations": {},
    }
    arrays = {}
    for claim in tried:
        found = claim.found()
        table = found.evidence
        r, c = found.decides
        code = line_of(*table.line)
        says = {"reading": claim.text("reading")}
        rule = relation(claim.name.removeprefix("claim_").upper(), "given", index="rc", code=code)
        facts["cards"][claim.name] = {
            "names": [list(map(clean, names)) for names in (table.rows, table.columns)],
            "decides": f"{claim.name}[{r},{c}]",
            "caption": claim.text("caption"),
        }
        facts["relations"][claim.name] = rule | {"says": says}
        facts["whole"] += [f"{claim.name}[{i},{j}]" for i, j in _short(table.values)]
        arrays[claim.name] = table.values
    return Trace(facts, arrays)


def _short(values: np.ndarray) -> np.ndarray:
    """The places of whole numbers, and of those so small that decimals would show nothing."""
    small = np.abs(values) < SMALL
    places: np.ndarray = np.argwhere((values == np.rint(values)) | small)
    return places
