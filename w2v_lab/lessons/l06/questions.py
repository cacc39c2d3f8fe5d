"""The questions of lesson 06, and the computations that settle them."""

from __future__ import annotations

import numpy as np

from ...examples import Example
from ...messages import message
from ...model import Model
from ...outputs import HierarchicalSoftmax
from ...tree_costs import Comparison
from ...trees import huffman_tree
from ...widgets.tree_lab.guesses import guesses, telling
from ..question import Evidence, Question, only
from .runs import drawn, song, zipf


def _next_merge() -> str:
    """Which two merge next? Compared with each of the choices, where all of them differ."""
    tree = huffman_tree(song().counts)
    made = telling(tree)
    merge = tree.merges[made]
    pairs = guesses(tree, made)
    return only(name for name, pair in pairs.items() if pair == {merge.left, merge.right})


SIZES = (0, 0.1, 1, 10)  # of random weights


def _sums() -> np.ndarray:
    """ΣP over all words for weights of several sizes, drawn at random."""
    total = np.array([drawn(size).probabilities(0).sum() for size in SIZES])
    return total


def _leaves_sum() -> str:
    total = _sums()
    if np.allclose(total, 1, atol=1e-12):
        return "one"
    return "less" if (total < 1).all() else "anything"


def _leaves_sums() -> Evidence:
    names = [f"±{size:g}" for size in SIZES]
    return Evidence(names, ["ΣP"], _sums()[:, None], "ΣP", (_sums, "total"))


def _rows_moved() -> tuple[Model, np.ndarray]:
    """How many rows of W_out one update moves, for each word as its target; and what is moved."""
    moved = []
    for target in range(len(song())):
        model = drawn(1)
        before = model.W_out.copy()
        model.apply(model.step(Example((0,), (target,))), 0.1)
        rows = (model.W_out != before).any(axis=1).sum()
        moved.append(rows)
    return model, np.array(moved)


def _rows_touched() -> str:
    """All rows, the same number for every word, as many as the code has bits, or none?"""
    model, moved = _rows_moved()
    assert isinstance(model.output, HierarchicalSoftmax)
    if not moved.any():
        return "none"
    if (moved == len(model.W_out)).all():
        return "all"
    return "code" if np.array_equal(moved, model.output.tree.lengths) else "log_V"


def _rows_by_word() -> Evidence:
    model, moved = _rows_moved()
    assert isinstance(model.output, HierarchicalSoftmax)
    values = np.column_stack([model.vocabulary.counts, model.output.tree.lengths, moved])
    kinds = ("count", "bits", "rows")
    columns = [message(f"l06.column_{name}") for name in kinds]
    words = model.vocabulary.words
    return Evidence(words, columns, values, "", (_rows_moved, "rows"), readings=kinds)


def _who_pays() -> str:
    """Whose code is longer in Huffman's tree: nobody's, most words', or a few words'?"""
    words, _ = zipf().pay()
    return "nobody" if not words else "most" if words > 0.5 else "few"


def _longer_codes() -> Evidence:
    found = zipf()
    ranks = [1, 100, 1000, len(found.counts)]
    values = np.array(
        [[side[rank - 1] for side in (found.huffman, found.balanced)] for rank in ranks]
    )
    table = np.vstack([values, found.questions()])
    names = [*(f"#{rank:,}" for rank in ranks), "Σ p·L"]
    return Evidence(
        names,
        [message("l06.figure_huffman"), message("l06.figure_balanced")],
        table,
        "L",
        (Comparison.questions, "huffman"),
    )


QUESTIONS = (
    Question("next_merge", _next_merge, before="merge"),
    Question("leaves_sum", _leaves_sum, prove=_leaves_sums),
    Question("rows_touched", _rows_touched, prove=_rows_by_word),
    Question("who_pays", _who_pays, prove=_longer_codes),
)
