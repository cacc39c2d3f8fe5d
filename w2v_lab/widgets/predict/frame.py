"""The frame of a small table that bears out the answer to a question."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...lessons.question import Evidence, Question
from ...messages import clean
from ..kit.source import line_of
from ..kit.trace import Trace, relation


def evidence(question: Question, table: Evidence) -> Trace:
    """What bears out the answer to a question: a small table, told once it has been answered."""
    shown = relation(table.symbol, "given", index="rc", code=line_of(*table.line))
    says: dict[str, Any] = {part: question.text(part) for part in ("reading", "symbol")}
    if table.readings:
        says["reading"] = [question.text(f"reading_{each}") for each in table.readings]
    facts = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": [f"evidence[{r},{c}]" for r, c in _whole(table.values)],
        "caption": question.text("caption"),
        "names": [list(map(clean, names)) for names in (table.rows, table.columns)],
        "relations": {"evidence": shown | {"says": says}},
    }
    return Trace(facts, {"evidence": table.values})


def _whole(values: np.ndarray) -> list[tuple[int, int]]:
    """The places of a row or column of whole numbers: counts, that have no decimals."""
    whole = values == np.rint(values)
    counts = whole.all(axis=0) | whole.all(axis=1)[:, None]
    return [(int(r), int(c)) for r, c in np.argwhere(counts)]
