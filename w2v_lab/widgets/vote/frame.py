"""The frame of a vote: how many have voted, and, once that may be seen, how."""

from __future__ import annotations

from typing import Any

from ...voting.room import Room
from ..kit.source import line_of
from ..kit.trace import Trace, relation


def vote(room: Room, bars: bool, told: dict[str, Any]) -> Trace:
    """The question and how many have voted; how they did, with `bars` or the verdict alone."""
    with room.lock:
        counts, answer, question = room.counts(), room.answer, room.question
        facts = {
            "words": {},
            "rows": [],
            "hidden_rows": 0,
            "decimals": 0,
            "tinted": [],
            "whole": ["votes"],
            "question": question.told(),
            "choices": question.asked()["choices"],
            "round": room.round,
            "voted": int(counts[-1].sum()),
            "present": room.present,
            "hands": room.hands[-1],
            "bars": bars,
            "changed": bool(counts.any()) or room.round > 1 or bool(answer),
            "relations": {
                "votes": relation("votes", "given", index="rc", code=line_of(Room.counts, "counts"))
            },
            **told,
        }
        if answer:
            facts["answer"] = answer
            facts["why"] = {name: question.why(name) for name in room.choices}
            facts["moved"] = room.moved()
    return Trace(facts, {"votes": counts} if bars or answer else {})
