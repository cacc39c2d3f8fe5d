"""The frame of a small table that bears out the answer to a question."""

from __future__ import annotations

from ...lessons.question import Evidence, Question
from ...messages import clean
from ..kit.source import line_of
from ..kit.trace import Trace, relation


def evidence(question: Question, table: Evidence) -> Trace:
    """What bears out the answer to a question: a small table, told once it has been answered."""
    shown = relation(table.symbol, "given", index="rc", code=line_of(*table.line))
    says = {part: question.text(part) for part in ("reading", "symbol")}
    facts = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": [],
        "caption": question.text("caption"),
        "names": [list(map(clean, names)) for names in (table.rows, table.columns)],
        "relations": {"evidence": shown | {"says": says}},
    }
    return Trace(facts, {"evidence": table.values})
