"""The frame of analogy arrows: the same way on a map, and the ranking in all dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ...explore import Camera, analogy_point, nearest, unit
from ...films import FourWords
from ...messages import clean
from ...vectors import Vectors
from ..kit.source import line_of
from ..kit.trace import Trace, relation

RANKED = 8  # answers on show
MOST_QUESTIONS = 40  # of a kind


def analogy_arrows(
    vectors: Vectors, questions: Mapping[str, Sequence[FourWords]], hide: bool = False
) -> Trace:
    """Each kind of question with a map of its own, which faces the unit vectors of its words.

    With `hide` words and questions are sent, and neither map nor ranking.
    """
    trace = Trace(
        {
            "words": {str(i): clean(word) for i, word in enumerate(vectors.words)},
            "rows": [],
            "hidden_rows": 0,
            "decimals": 3,
            "tinted": [],
            "whole": [],
            "N": vectors.matrix.shape[1],
            "kinds": {},
            "hides": hide,
            "relations": {
                **{
                    f"rank_{way}": relation(
                        "cos", "given", index="qr", code=line_of(nearest, "cosines")
                    )
                    | {"reading": "arrow_rank"}
                    for way in ("out", "in")
                },
                "share": relation("share", "given", code=line_of(Camera.facing, "share"))
                | {"reading": "arrow_share"},
            },
        }
    )
    for kind, asked in questions.items():
        add_kind(trace, vectors, kind, asked[:MOST_QUESTIONS], hide)
    return trace


def add_kind(
    trace: Trace, vectors: Vectors, kind: str, asked: Sequence[FourWords], hide: bool = False
) -> None:
    """One kind: its words, its questions as ids, and for each the point and two rankings."""
    ids = [[vectors.id(word) for word in question] for question in asked]
    words = list(dict.fromkeys(word for question in ids for word in question))
    about = {"words": words, "questions": ids}
    trace.facts.setdefault("kinds", {})[clean(kind)] = about
    if hide or not ids:
        return
    rows = unit(vectors.matrix.astype(float))
    camera = Camera.facing(rows[words])
    points = np.array([analogy_point(vectors.matrix.astype(float), *q[:3]) for q in ids])
    kind = clean(kind)
    trace.arrays[f"{kind}/place"] = camera.view(rows)
    trace.arrays[f"{kind}/point"] = camera.view(points)
    trace.arrays[f"{kind}/share"] = np.array(camera.share)
    topn = min(RANKED, len(rows) - 3)
    for name, leave_out in (("out", True), ("in", False)):
        found = [
            nearest(rows, point, question[:3] if leave_out else [], topn)
            for point, question in zip(points, ids, strict=True)
        ]
        trace.arrays[f"{kind}/rank_{name}"] = np.array([cosines for _, cosines in found])
        about[f"ranked_{name}"] = [near.tolist() for near, _ in found]
