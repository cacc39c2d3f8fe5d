"""Binary trees over the words: Huffman's, and the balanced one to compare it with.

An algorithm yields its merges as records; the codes and paths of hierarchical softmax are read off
them. A node is a number: word i is node i, the inner node of row m of W_out is node V + m.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from .messages import W2VError

Code = tuple[int, ...]
_LEFT, _RIGHT = (0,), (1,)


class Merge(NamedTuple):
    """Two nodes become one: `left`, the lighter, gets bit 0 and `right` bit 1.

    The new node is row `row` of W_out; `weight` is the sum of the two weights. (A named tuple, as
    a large vocabulary makes hundreds of thousands of them.)
    """

    left: int
    right: int
    row: int
    weight: float


@dataclass(frozen=True, eq=False)
class Tree:
    """A binary tree over V words: `counts` (V,) and the V - 1 `merges` that built it, in order.

    Merge m makes row m of W_out; the last one, row V - 2, is the root.
    """

    counts: np.ndarray
    merges: tuple[Merge, ...]
    kind: str

    def __len__(self) -> int:
        return len(self.counts)

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """The code of each word: a tuple of bits, read from the root."""
        return self._words_on_paths[0]

    @cached_property
    def paths(self) -> tuple[Code, ...]:
        """The rows of W_out on the way from the root to each word."""
        return self._words_on_paths[1]

    @cached_property
    def _words_on_paths(self) -> tuple[tuple[Code, ...], tuple[Code, ...]]:
        V = len(self)
        codes: list[Code] = [()] * (2 * V - 1)
        paths: list[Code] = [()] * (2 * V - 1)
        with _collector_at_rest():
            for left, right, row, _ in reversed(self.merges):  # from the root down
                code, path = codes.pop(), paths.pop()  # of node V + row, the last one left
                codes[left], codes[right] = code + _LEFT, code + _RIGHT
                paths[left] = paths[right] = path + (row,)  # noqa: RUF005 (twice as fast)
        return tuple(codes), tuple(paths)

    @cached_property
    def lengths(self) -> np.ndarray:
        """L, (V,): how many yes/no questions lead to each word."""
        return depths(self.children)

    @cached_property
    def weights(self) -> list[float]:
        """The weight of each node: the words' counts, then the inner nodes' sums."""
        return [*self.counts.tolist(), *(merge.weight for merge in self.merges)]

    @cached_property
    def children(self) -> np.ndarray:
        """The two nodes under each row of W_out, (V - 1, 2): bit 0, bit 1."""
        return children(self.merges, len(self))

    @cached_property
    def levels(self) -> list[np.ndarray]:
        """The rows of W_out by their distance from the root: the root's alone comes first."""
        return list(levels(self.children))

    @cached_property
    def sizes(self) -> list[int]:
        """How many words hang from each node; a word is its own."""
        found = [1] * len(self)
        for merge in self.merges:
            found.append(found[merge.left] + found[merge.right])
        return found

    def waiting(self, merges: int) -> list[int]:
        """The nodes that no merge has taken yet after so many merges, the lightest first.

        Equal weights stand in the order in which Huffman's algorithm takes them.
        """
        V, made = len(self), self.merges[:merges]
        taken = {node for merge in made for node in (merge.left, merge.right)}
        nodes = [node for node in range(V + len(made)) if node not in taken]
        return sorted(nodes, key=lambda n: (self.weights[n], n < V, -n if n < V else n))

    def words_under(self, node: int) -> list[int]:
        """The words that hang from a node, from left to right; a word is its own."""
        found, todo = [], [node]
        while todo:
            node = todo.pop()
            if node < len(self):
                found.append(node)
            else:
                todo += [int(child) for child in self.children[node - len(self)][::-1]]
        return found

    def mean_length(self, frequencies: Sequence[float] | np.ndarray | None = None) -> float:
        """Σ p·L, the questions that a target costs on average; p from the counts unless given.

        Raises W2VError for another number of frequencies than words, and where none is above 0.
        """
        given = self.counts if frequencies is None else checked_counts(frequencies)
        if len(given) != len(self):
            raise W2VError("not_counts", got=frequencies)
        return float(shares(given) @ self.lengths)

    def to_graphviz(self, words: Sequence[str] | None = None) -> Any:
        """A drawing for print and export, a `graphviz.Digraph` that shows itself in a notebook.

        `words` are written on the leaves, ids where left out. Rendering needs Graphviz's program
        `dot`, of the system or of the package graphviz-pure. Raises W2VError for another number of
        words than the tree has.
        """
        from .figures import tree_graph

        return tree_graph(self, words)

    def __repr__(self) -> str:
        depth = int(self.lengths.max())
        return f"Tree ({self.kind}): {len(self)} words, {len(self.merges)} merges, depth {depth}"


def huffman_tree(counts: Sequence[float] | np.ndarray) -> Tree:
    """The tree of least Σ count·L (Huffman 1952), ties settled as in word2vec.c.

    Raises W2VError for counts that are no numbers from 0 up.
    """
    return _tree(counts, huffman_merges, "huffman")


def balanced_tree(counts: Sequence[float] | np.ndarray) -> Tree:
    """The words by frequency, halved again and again: no word is deeper than log₂V, rounded up.

    Raises W2VError for counts that are no numbers from 0 up.
    """
    return _tree(counts, balanced_merges, "balanced")


def huffman_merges(counts: Sequence[float]) -> Iterator[Merge]:
    """Yield the merges of Huffman's algorithm: the two lightest become one, until one is left.

    New nodes come in order of weight, so two queues do for the sorting. Of equal weights inner
    nodes come before words, the older inner node first, the later word first (word2vec.c).
    """
    V = len(counts)
    weights = list(counts)
    words = sorted(range(V), key=counts.__getitem__, reverse=True)  # the next one stands at the end
    nodes: deque[int] = deque()  # the next one stands at the start

    def lightest() -> int:
        if not nodes or (words and weights[words[-1]] < weights[nodes[0]]):
            return words.pop()
        return nodes.popleft()

    for row in range(V - 1):
        left, right = lightest(), lightest()
        weight = weights[left] + weights[right]
        weights.append(weight)
        nodes.append(V + row)
        yield Merge(left, right, row, weight)


def balanced_merges(counts: Sequence[float]) -> Iterator[Merge]:
    """Yield the merges that undo the halving, the lowest first.

    Where a span is odd the half of its frequent words is the smaller one. The lighter half gets
    bit 0, the later one where they are equal.
    """
    V = len(counts)
    words = sorted(range(V), key=counts.__getitem__, reverse=True)
    firsts, lasts = [0], [V]
    for first, last in zip(firsts, lasts, strict=True):  # they grow while they are read
        if last - first > 1:
            middle = (first + last) // 2
            firsts += (first, middle)
            lasts += (middle, last)
    weights = list(counts)
    nodes = [0] * len(firsts)
    half = len(firsts)  # the halves of the spans stand in the order of the spans
    for place in range(len(firsts) - 1, -1, -1):
        if lasts[place] - firsts[place] == 1:
            nodes[place] = words[firsts[place]]
            continue
        half -= 2
        earlier, later = nodes[half], nodes[half + 1]
        left, right = (earlier, later) if weights[earlier] < weights[later] else (later, earlier)
        weight = weights[left] + weights[right]
        nodes[place] = len(weights)
        weights.append(weight)
        yield Merge(left, right, nodes[place] - V, weight)


def children(merges: Iterable[Merge], V: int) -> np.ndarray:
    """The two nodes under each row of W_out, (V - 1, 2): bit 0, bit 1. No merge is kept."""
    nodes = (node for merge in merges for node in (merge.left, merge.right))
    return np.fromiter(nodes, dtype=np.intp, count=2 * V - 2).reshape(-1, 2)


def levels(children: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the rows of W_out at each distance from the root, the root's alone first."""
    V = len(children) + 1
    rows = np.arange(V - 1)[-1:]
    while len(rows):
        yield rows
        nodes = children[rows].ravel()
        rows = nodes[nodes >= V] - V


def depths(children: np.ndarray) -> np.ndarray:
    """How far each word is from the root, (V,)."""
    V = len(children) + 1
    depth = np.zeros(2 * V - 1, dtype=np.int64)
    for level, rows in enumerate(levels(children)):
        depth[children[rows]] = level + 1
    return depth[:V]


def entropy(counts: Sequence[float] | np.ndarray) -> float:
    """Σ p·log₂(1/p), in bits: what no code can fall below on average (Shannon 1948).

    Raises W2VError for counts that are no numbers from 0 up, and where none is above 0.
    """
    p = shares(checked_counts(counts))
    p = p[p > 0]
    return float(p @ -np.log2(p)) + 0.0  # and not -0.0, where one word is all


def shares(counts: np.ndarray) -> np.ndarray:
    """The counts as parts of 1, (V,), also where their sum is more than a float holds.

    Raises W2VError where none is above 0.
    """
    most = counts.max(initial=0)
    if not most > 0:
        raise W2VError("no_counts", got=counts.tolist())
    parts = counts / float(most)
    return parts / parts.sum()


def checked_counts(counts: Sequence[float] | np.ndarray) -> np.ndarray:
    """The counts as an array of their own, (V,). Raises W2VError for what is no list of counts."""
    try:
        found = np.array(counts)
    except ValueError:  # rows of unequal length
        raise W2VError("not_counts", got=counts) from None
    if found.ndim != 1 or not len(found) or found.dtype.kind not in "iuf":
        raise W2VError("not_counts", got=counts)
    if not (np.isfinite(found).all() and (found >= 0).all()):
        raise W2VError("not_counts", got=counts)
    found.setflags(write=False)
    return found


def _tree(
    counts: Sequence[float] | np.ndarray,
    merges: Callable[[Sequence[float]], Iterator[Merge]],
    kind: str,
) -> Tree:
    found = checked_counts(counts)
    with _collector_at_rest():
        return Tree(found, tuple(merges(found.tolist())), kind)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python from looking for cycles among a million new tuples, which have none."""
    runs = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if runs:
            gc.enable()
