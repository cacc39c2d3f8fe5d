"""The explorer's frame: a vocabulary, a map of it, and what is near to a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...explore import Analogy, angle, cosines_with, greatest, lengths, nearest
from ...maps import TEN, Places, hubs, kept, nearby
from ...messages import clean
from ...vectors import Vectors
from ..kit.source import line_of
from ..kit.trace import Trace, relation

SENT = 10_000  # words that travel with the widget; the rest are asked for
MAPPED = 2_000  # words of the map of the whole
AROUND = 60  # words of the map of a neighbourhood, with the chosen one
DOTS = 5_000  # words whose lengths, or hubs, are drawn
FOUND = 12  # words that a search lists
ANSWERS = 5  # of an analogy


def explorer(vectors: Vectors, name: str, word: int, hide: bool, facts: dict[str, Any]) -> Trace:
    """The vocabulary as it travels; with `hide` its size alone, for an open question."""
    V, N = vectors.matrix.shape
    told = {
        "words": [clean(word) for word in vectors.words[:SENT]],
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": WHOLE,
        "V": V,
        "N": N,
        "name": clean(name),
        "first": word,
        "mapped": min(V, MAPPED),
        "counted": vectors.counts is not None,
        "hides": hide,
        "near": {},
        "relations": _relations(),
    }
    return Trace(told | facts)


def _relations() -> dict[str, Any]:
    cosine, count = line_of(cosines_with, "cosines"), line_of(Vectors.__init__, "counts")
    length = line_of(lengths, "found")
    given = {
        "cosine": ("cos", "n", cosine),
        "count": ("count", "n", count),
        "on_map": ("rank", "n", line_of(nearby, "on_map")),
        "seeming_cosine": ("cos", "s", cosine),
        "seeming_on_map": ("rank", "s", line_of(nearby, "seeming_on_map")),
        "true_rank": ("rank", "s", line_of(nearby, "true_ranks")),
        "own_count": ("count", "", count),
        "kept": ("kept", "", line_of(kept, "return")),
        "dot": ("a · b", "", line_of(angle, "dot")),
        "length_a": ("|a|", "", length),
        "length_b": ("|b|", "", length),
        "answer": ("cos", "c", line_of(greatest, "order")),
        "share": ("share", "", line_of(lone, "lonely")),
        "greatest_hub": ("hub", "", line_of(hubs, "return")),
    }
    product, pair = line_of(angle, "product"), line_of(angle, "cosine")
    return {
        name: relation(symbol, "given", index=index, code=code)
        for name, (symbol, index, code) in given.items()
    } | {
        "both_lengths": relation("|a| |b|", "product", ["length_a", "length_b"], code=product),
        "pair_cosine": relation("cos", "quotient", ["dot", "both_lengths"], code=pair),
    }


WHOLE = ["count", "own_count", "on_map", "seeming_on_map", "true_rank", "greatest_hub"]


def whole_map(kind: str, places: Places, settled: float) -> Trace:
    """The map of the most frequent words, and how far it has settled, 0 to 1."""
    facts = {"relations": {}, "map": kind, "settled": settled}
    return Trace(facts, {}, {f"{kind}/places": places - places.mean(axis=0)})


def mean_kept(vectors: Vectors, ids: np.ndarray, places: Places) -> float:
    """How many of ten neighbours a map of these rows keeps, on average."""
    return float(kept(vectors.matrix[ids], places).mean()) if len(ids) > 1 else 0.0


def around(
    vectors: Vectors, row: int, kind: str, ids: np.ndarray, places: Places, keeps: float
) -> Trace:
    """What is near to a word, on a map and in all dimensions; `keeps` is told of the map."""
    state = f"{kind} {row}"
    near = nearby(vectors, row, ids, places)
    arrays = {
        "cosine": near.cosines,
        "count": counts_of(vectors, near.rows),
        "on_map": near.on_map,
        "seeming_cosine": near.seeming_cosines,
        "seeming_on_map": near.seeming_on_map,
        "true_rank": near.true_ranks,
        "own_count": counts_of(vectors, np.array([row]))[0],
        "kept": keeps,
    }
    shown = [row, *near.rows, *near.seeming]
    facts = {
        "relations": {},
        "of": state,
        "rows": near.rows.tolist(),
        "seeming": near.seeming.tolist(),
    }
    drawn = {}
    if kind == "around":
        facts["ids"] = ids.tolist()
        shown += ids.tolist()
        drawn = {f"{state}/places": places}
    facts["named"] = named(vectors, shown)
    sent = {f"{state}/{name}": np.asarray(value, dtype=float) for name, value in arrays.items()}
    return Trace(facts, sent, drawn)


def counts_of(vectors: Vectors, rows: np.ndarray) -> np.ndarray:
    """How often words stood in the text, (n,); NaN where that is not known."""
    if vectors.counts is None:
        return np.full(len(rows), np.nan)
    return vectors.counts[rows].astype(float)


def neighbourhood(vectors: Vectors, row: int) -> np.ndarray:
    """A word and its nearest ones, as rows (M,)."""
    return np.array([row, *greatest(vectors.cosines(row), [row], AROUND - 1)], dtype=np.int64)


def compared(vectors: Vectors, a: int, b: int) -> Trace:
    """Two words: the dot product of their vectors, both lengths, and the cosine."""
    found = angle(*vectors.matrix[[a, b]])
    arrays = {
        "dot": found.dot,
        "length_a": found.lengths[0],
        "length_b": found.lengths[1],
        "both_lengths": found.product,
        "pair_cosine": found.cosine,
    }
    facts = {"relations": {}, "pair": [a, b], "named": named(vectors, [a, b])}
    return Trace(facts, {name: np.array(value) for name, value in arrays.items()})


def answered(vectors: Vectors, asked: Sequence[int], found: Analogy, left_out: bool) -> Trace:
    """The words nearest to b - a + c, with their cosines."""
    facts = {
        "relations": {},
        "analogy": list(asked),
        "left_out": left_out,
        "answers": found.rows.tolist(),
        "named": named(vectors, [*asked, *found.rows]),
    }
    return Trace(facts, {"answer": found.cosines})


def free_analogy(matrix: np.ndarray, point: np.ndarray) -> Analogy:
    """The rows nearest to a point, the question's own words among them."""
    return Analogy(point, *nearest(matrix, point, (), ANSWERS))


def norms(vectors: Vectors) -> Trace:
    """The lengths of vectors against how often their words stand in the text, or their rank."""
    return _leaf("norms", vectors, vectors.lengths[:DOTS])


def hub_counts(vectors: Vectors) -> Trace:
    """How often words are among the ten nearest of others, against how often they stand there."""
    counted = hubs(vectors.matrix[:DOTS])
    order = np.argsort(-counted, kind="stable")[:TEN]
    trace = _leaf("hubs", vectors, counted.astype(float))
    trace.facts |= {"most": order.tolist()}
    trace.arrays |= {"share": np.array(lone(counted)), "greatest_hub": np.array(counted.max())}
    return trace


def lone(counted: np.ndarray) -> float:
    """The share of words that are among the ten nearest of no other word."""
    lonely = float((counted == 0).mean())
    return lonely


def _leaf(name: str, vectors: Vectors, up: np.ndarray) -> Trace:
    often = np.arange(1, len(up) + 1) if vectors.counts is None else vectors.counts[: len(up)]
    across = np.log10(np.maximum(often, 1))
    reach = [float(across.min()), float(across.max()), float(up.max())]
    facts = {"relations": {}, "leaf": name, "reach": reach}
    return Trace(facts, {}, {f"leaf_{name}": np.column_stack([across, up])})


def named(vectors: Vectors, rows: Sequence[int] | np.ndarray) -> dict[str, str]:
    """The words of rows that did not travel with the widget."""
    return {str(row): clean(vectors.words[row]) for row in rows if row >= SENT}
