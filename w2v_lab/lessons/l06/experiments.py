"""The experiments of lesson 06: two weights a node, and trees under subsampling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ...examples import keep_probabilities
from ...explore import cosines
from ...outputs import HierarchicalSoftmax, Softmax
from ...tree_costs import Comparison, compare_trees
from ...trees import Tree, huffman_tree
from ..sweep import Sweep

SHIFTS = tuple(np.linspace(-5, 5, 41).tolist())
PAIRS = ((1.0, -1.0), (2.0, 0.0))  # of node 1 and node 2: the weights of the left and right branch
SAMPLES = (0, 1e-2, 1e-3, 1e-4, 1e-5)


def shifted_paths(
    pairs: Sequence[Sequence[float]] = PAIRS,
    nodes: Sequence[int] = (1, 2),
    shifts: Sequence[float] = SHIFTS,
) -> Sweep:
    """Three words at the leaves of two nodes, A = left left, B = left right, C = right; h is 1.

    Each node has two weights, one a branch, and a softmax of two. The same number is added to both
    weights of the chosen `nodes`: no probability changes, the angle between the words' padded path
    vectors does. Beside it word2vec's tree with one weight a node, w = left - right, and the same
    number added to that.
    """
    # The later of equal words is taken first and goes left: B, A, C puts A left of B.
    tree = huffman_tree([1, 1, 2])
    words = {"A": 1, "B": 0, "C": 2}
    weights = np.array(pairs, dtype=float)
    chosen = np.array([[float(node in nodes)] for node in (1, 2)])
    states = [_paths(tree, words.values(), weights, shift * chosen) for shift in shifts]
    still = _paths(tree, words.values(), weights, 0 * chosen)
    tables = {
        name: np.array([state[name] for state in states])
        for name in ("vectors", "P", "one", "P_one")
    }
    cosine = [cosines(table)[0, 1] for table in tables["vectors"]]
    change = np.abs(tables["P"] - still["P"]).max(axis=(1, 2))
    change_one = np.abs(tables["P_one"] - still["P_one"]).max(axis=(1, 2))
    sides = (list(words), ["1", "2"])
    return Sweep(
        "l06",
        "shifted_paths",
        shifts,
        list(shifts).index(min(shifts, key=abs)),
        {"cosine": np.array(cosine), "change": change, "change_one": change_one},
        {},
        tables,
        {"vectors": sides, "P": (["P"], list(words)), "one": sides, "P_one": (["P"], list(words))},
        {
            "cosine": (shifted_paths, "cosine"),
            "change": (shifted_paths, "change"),
            "change_one": (shifted_paths, "change_one"),
            **{name: (_paths, name) for name in tables},
        },
        whole=["change"],
    )


def _paths(
    tree: Tree, words: Iterable[int], pairs: np.ndarray, shift: np.ndarray
) -> dict[str, np.ndarray]:
    """Path vectors and probabilities with two weights a node, and with one."""
    two, single = pairs + shift, (pairs[:, 0] - pairs[:, 1]) + shift[:, 0]
    ways = np.array([Softmax(2).probabilities(pair) for pair in two])
    vectors, one = np.zeros((3, 2)), np.zeros((3, 2))
    P = np.ones((1, 3))
    for place, word in enumerate(words):
        for depth, bit in enumerate(tree.codes[word]):
            vectors[place, depth] = two[depth, bit]
            one[place, depth] = single[depth] * (1 - 2 * bit)
            P[0, place] *= ways[depth, bit]
    scores = single[::-1]  # row 1 of the tree is the root, node 1
    P_one = HierarchicalSoftmax(tree).probabilities(scores)[list(words)][None, :]
    return {"vectors": vectors, "P": P, "one": one, "P_one": P_one}


def subsampled_tree(
    counts: Sequence[float] | np.ndarray, samples: Sequence[float] = SAMPLES
) -> Sweep:
    """The questions a target takes when frequent words are subsampled as word2vec.c does it.

    The trees are grown from the counts as they are.
    """
    found = compare_trees(counts)
    huffman, balanced = np.array([found.questions(sample) for sample in samples]).T
    shares = found.counts / found.counts.sum()
    kept = [shares @ keep_probabilities(found.counts, sample, "code") for sample in samples]
    return Sweep(
        "l06",
        "subsampled_tree",
        samples,
        0,
        {"huffman": huffman, "balanced": balanced, "kept": np.array(kept)},
        {},
        {},
        {},
        {
            "huffman": (Comparison.questions, "huffman"),
            "balanced": (Comparison.questions, "huffman"),
            "kept": (subsampled_tree, "kept"),
        },
    )
