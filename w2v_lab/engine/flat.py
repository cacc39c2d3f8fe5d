"""Flat arrays: many lists of ids one after another, and where each list ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np

from ..messages import W2VError
from ..noise import MOST_REDRAWS
from ..outputs import HierarchicalSoftmax, NegativeSampling, OutputLayer, Softmax


@dataclass(frozen=True, eq=False)
class Lists:
    """Many lists of ids in two flat arrays: list i is items[ends[i-1]:ends[i]]."""

    items: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, items: np.ndarray, lengths: np.ndarray) -> Lists:
        return cls(items.astype(np.int32), np.cumsum(lengths, dtype=np.int64))

    @cached_property
    def lengths(self) -> np.ndarray:
        """Of each list, as `np.repeat` wants them: whole numbers of the platform's own width."""
        lengths = self.ends.astype(np.intp)
        lengths[1:] -= self.ends[:-1]
        return lengths

    def __getitem__(self, part: slice) -> Lists:
        start = int(self.ends[part.start - 1]) if part.start else 0
        ends = self.ends[part]
        return Lists(self.items[start : ends[-1]], ends - start)

    def __len__(self) -> int:
        return len(self.ends)

    def without(self, stays: np.ndarray) -> Lists:
        """The lists less the items that do not stay, (M,); others close the gap."""
        before = np.concatenate([[0], np.cumsum(stays)])
        return Lists(self.items[stays], before[self.ends])

    def of_at_most(self, longest: int, splits: bool) -> Lists:
        """The lists cut after so many items; what is over is the next list, or is dropped."""
        lengths = self.lengths
        if lengths.max(initial=0) <= longest:
            return self
        if not splits:
            begins = np.repeat(self.ends - lengths, lengths)
            return self.without(np.arange(len(self.items)) - begins < longest)
        pieces = np.maximum(-(-lengths // longest), 1)
        number = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        begins = np.repeat(self.ends - lengths, pieces)
        ends = np.minimum(begins + (number + 1) * longest, np.repeat(self.ends, pieces))
        return Lists(self.items, ends)


class Examples(NamedTuple):
    """Many examples: inputs and rows are two sets of lists, `labels` belong to the rows.

    Example i has the words inputs[input_ends[i-1]:input_ends[i]] and touches the rows of W_out
    rows[row_ends[i-1]:row_ends[i]], all of its targets' rows in one list, at rates[i].
    """

    inputs: np.ndarray
    input_ends: np.ndarray
    rows: np.ndarray
    labels: np.ndarray
    row_ends: np.ndarray
    rates: np.ndarray

    @classmethod
    def room(cls, inputs: int, rows: int) -> Examples:
        """Arrays to be written to, for so many inputs and rows."""
        ends = [np.zeros(max(inputs, 1), np.int64) for _ in "ab"]
        words, touched = np.zeros(inputs, np.int32), np.zeros(rows, np.int32)
        labels = np.zeros(rows, np.float32)
        return cls(words, ends[0], touched, labels, ends[1], np.zeros(inputs))

    def first(self, count: int) -> Examples:
        """The first so many of them; views."""
        ends = self.input_ends[:count], self.row_ends[:count]
        return Examples(self.inputs, ends[0], self.rows, self.labels, ends[1], self.rates[:count])


class Questions(NamedTuple):
    """What an output layer's `lines` says of each target, in flat arrays.

    Target i brings the rows path[begins[i]:begins[i+1]] with the labels `bits`: those on its way
    down the tree, or its own row with label 1. Then `negative` words are drawn: a random number
    falls on the first word whose edge lies beyond it, and `guide` says where to begin the search:
    the first word for each of 4V equal parts of [0, 1) (Chen and Asau 1974). One that equals the
    target counts with `keeps_target`; else there are so many `tries`.
    """

    begins: np.ndarray
    path: np.ndarray
    bits: np.ndarray
    negative: int
    tries: int
    keeps_target: bool
    edges: np.ndarray
    guide: np.ndarray

    @classmethod
    def of(cls, layer: OutputLayer, V: int) -> Questions:
        """The questions of one of the lab's layers; for softmax, its targets. Raises W2VError."""
        edges = np.zeros(0)
        guide = np.zeros(0, np.int32)
        begins = np.arange(V + 1)
        path, bits = np.arange(V, dtype=np.int32), np.ones(V, np.float32)
        if isinstance(layer, Softmax):
            return cls(begins, path, bits, 0, 1, True, edges, guide)
        if isinstance(layer, NegativeSampling):
            edges = np.array(layer.noise.edges)
            parts = np.arange(4 * V) / (4 * V)
            guide = np.searchsorted(edges, parts, side="right").astype(np.int32)
            tries = MOST_REDRAWS if layer.target_drawn == "redraw" else 1
            keeps = layer.target_drawn == "keep"
            return cls(begins, path, bits, layer.negative, tries, keeps, edges, guide)
        if isinstance(layer, HierarchicalSoftmax):
            codes, paths = layer.tree.codes, layer.tree.paths
            begins = np.cumsum([0, *map(len, paths)])
            most = int(begins[-1])
            path = np.fromiter(chain.from_iterable(paths), np.int32, most)
            bits = 1 - np.fromiter(chain.from_iterable(codes), np.float32, most)
            return cls(begins, path, bits, 0, 1, True, edges, guide)
        raise W2VError("no_engine", got=type(layer).__name__)

    @property
    def most(self) -> int:
        """The most rows that a target can touch."""
        return int(np.diff(self.begins).max(initial=0)) + self.negative


class Stretch(NamedTuple):
    """Sentences of a text that compiled.cut cuts, a part after the other, and how it does.

    `place` says where the next example begins: which sentence, which place in it, and how many of
    its words are kept, which stand in `kept`. Sentences from `last` on are left alone. The rate of
    a window is `rate` plus `slope` for each word of the text before it. A part ends when it has
    filled `room` rows; it is written to `into`, over the one before. See plan.Plan for the others.
    """

    text: np.ndarray
    ends: np.ndarray
    place: np.ndarray
    last: int
    kept: np.ndarray
    keep: np.ndarray
    window: int
    shrink: bool
    context_given: bool
    one_by_one: bool
    rate: float
    slope: float
    room: int
    questions: Questions
    into: Examples

    def read(self) -> float:
        """How many words of the text stand before `place`, the dropped ones too."""
        sentence, within, K = self.place.tolist()
        begin = float(self.ends[sentence - 1]) if sentence else 0.0
        return begin + (within * (int(self.ends[sentence]) - begin) / K if within else 0)


class OwnRows(NamedTuple):
    """A thread's own copies of the rows of a matrix that all threads touch most.

    A processor that writes to a row takes it out of the other's cache: two threads that fight for
    the rows of a few frequent words, or for the top of a tree, are slower than one. So each writes
    to copies, and what they have learnt is added to the rows from time to time, never averaged: as
    if all had written to one row, only later.

    Copy k stands for row first + step·k, the most touched first, and is row place + k, behind the
    matrix's own rows; `taken` is what the copies were when they were last brought home.
    """

    first: int
    step: int
    place: int
    taken: np.ndarray

    @classmethod
    def of(cls, W: np.ndarray, first: int, step: int, place: int, count: int) -> OwnRows:
        """Make so many copies, in rows of W that are still free."""
        taken = W[first + step * np.arange(count)]
        W[place : place + count] = taken
        return cls(first, step, place, taken)


def aligned(W: np.ndarray, spare: int = 0) -> np.ndarray:
    """A copy of the matrix in rows that are filled up, with so many `spare` rows behind its own."""
    V, N = W.shape
    wide = rows_of_zeros(V + spare, N, W.dtype)
    wide[:V, :N] = W
    return wide


def rows_of_zeros(count: int, N: int, kind: np.dtype) -> np.ndarray:
    """Rows of N numbers, filled up to a multiple of 16, the first at an address that 64 divides.

    So a processor that takes 16 numbers at a time has them in one piece.
    """
    width = (N + 15) // 16 * 16
    memory = np.zeros(count * width + 16, kind)
    start = (64 - memory.ctypes.data % 64) % 64 // memory.itemsize
    return memory[start : start + count * width].reshape((count, width))
