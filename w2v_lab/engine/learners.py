"""What turns windows into updates: for each output layer, the rows that its targets touch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType

import numpy as np

from ..messages import W2VError, choice
from ..model import Model
from ..noise import MOST_REDRAWS
from ..outputs import HierarchicalSoftmax, NegativeSampling, Softmax
from ..ways import Ways
from . import batches
from .flat import Lists
from .windows import Windows

ROADS = ("compiled", "numpy")


# Given windows and a rate for each: learn from them, part by part; yield how many windows are
# done, the summed loss of the part, and the number of its targets.
Learner = Callable[[Windows, np.ndarray], Iterator[tuple[int, float, int]]]


def learner(model: Model, ways: Ways, window: int, road: ModuleType) -> Learner:
    layer = model.output
    if isinstance(layer, Softmax):
        return partial(_by_softmax, model, window, road)
    if isinstance(layer, NegativeSampling):
        draws = _Draws(layer, model.rng, road)
        if not (ways.share_negatives and ways.swap_roles):
            return partial(_by_questions, model, partial(_own, draws), ways, road)
        as_programs = ways.sigma == "table" and layer.target_drawn == "skip"
        if as_programs and layer.negative <= road.MOST_SHARED:
            return _by_windows(model, draws, window, ways, road)
        return partial(_by_questions, model, partial(_shared, draws), ways, road)
    if isinstance(layer, HierarchicalSoftmax):
        return partial(_by_questions, model, _paths(layer), ways, road)
    raise W2VError("no_engine", got=type(layer).__name__)


def _by_softmax(
    model: Model, window: int, road: ModuleType, windows: Windows, rates: np.ndarray
) -> Iterator[tuple[int, float, int]]:
    inputs, targets, of = windows.examples()
    for part in _parts(len(of), model.W_out.size // 8, road):  # all rows in order go fast
        loss = road.softmax(
            model.W_in,
            model.W_out,
            *_flat(inputs[part]),
            *_flat(targets[part]),
            rates[of[part]],
            model.undivided,
        )
        yield int(of[part][-1]) + 1, loss, len(targets[part].items)


# The rows of W_out that each target touches, and their labels, in flat arrays.
Lines = Callable[[np.ndarray, np.ndarray], tuple[Lists, np.ndarray]]


def _by_questions(
    model: Model,
    lines: Lines,
    ways: Ways,
    road: ModuleType,
    windows: Windows,
    rates: np.ndarray,
) -> Iterator[tuple[int, float, int]]:
    inputs, targets, of = windows.examples()
    touched, labels = lines(targets.items, np.repeat(of, targets.lengths))
    ends = np.concatenate([[0], touched.ends])[targets.ends]  # all rows of an example in one list
    rows = Lists(touched.items, ends)
    table = ways.table
    for part in _parts(len(of), len(rows.items) * model.W_in.shape[1] // max(len(of), 1), road):
        start = int(ends[part.start - 1]) if part.start else 0
        loss = road.yes_or_no(
            model.W_in,
            model.W_out,
            *_flat(inputs[part]),
            rows[part].items,
            labels[start : ends[part][-1]],
            rows[part].ends,
            rates[of[part]],
            model.undivided,
            table,
        )
        yield int(of[part][-1]) + 1, loss, len(targets[part].items)


class _Draws:
    """The negatives of many targets, (T, k): the words on which the model's random numbers fall.

    `guide` says where to begin the search: the first word for each of 4V equal parts of [0, 1).
    """

    def __init__(self, layer: NegativeSampling, rng: np.random.Generator, road: ModuleType) -> None:
        self.layer, self.rng, self.fall = layer, rng, road.fall
        self.edges = self.layer.noise.edges
        parts = 4 * len(self.edges)
        self.guide = np.searchsorted(self.edges, np.arange(parts) / parts, side="right")

    def __call__(self, targets: np.ndarray) -> np.ndarray:
        shape = (len(targets), self.layer.negative)
        words = self._words(shape[0] * shape[1]).reshape(shape)
        if self.layer.target_drawn == "redraw":
            for _ in range(MOST_REDRAWS):
                if not (again := words == targets[:, None]).any():
                    break
                words[again] = self._words(int(again.sum()))
        return words

    def _words(self, count: int) -> np.ndarray:
        return self.fall(self.rng.random(count), self.edges, self.guide)


def _own(draws: _Draws, targets: np.ndarray, of: np.ndarray) -> tuple[Lists, np.ndarray]:
    """Each target's row, label 1, and those of its own negatives, label 0."""
    return _with_negatives(draws.layer, targets, draws(targets))


def _shared(draws: _Draws, targets: np.ndarray, of: np.ndarray) -> tuple[Lists, np.ndarray]:
    """The same with the negatives that all pairs of one window share."""
    windows, pairs = np.unique(of, return_inverse=True)
    centres = targets[np.searchsorted(of, windows)]
    return _with_negatives(draws.layer, targets, draws(centres)[pairs])


def _with_negatives(
    layer: NegativeSampling, targets: np.ndarray, negatives: np.ndarray
) -> tuple[Lists, np.ndarray]:
    rows = np.column_stack([targets, negatives])
    labels = np.zeros(rows.shape, np.float32)
    labels[:, 0] = 1
    used = np.ones(rows.shape, dtype=bool)
    if layer.target_drawn != "keep":  # "redraw" leaves one out where no other word is to be had
        used[:, 1:] = negatives != targets[:, None]
    return Lists.of(rows[used], used.sum(axis=1)), labels[used]


def _paths(layer: HierarchicalSoftmax) -> Lines:
    """The rows on each target's way down the tree, label 1 where its code has bit 0."""
    codes, paths = layer.tree.codes, layer.tree.paths
    lengths = np.array([len(path) for path in paths])
    begins = np.cumsum(lengths) - lengths
    rows = np.array([row for path in paths for row in path], dtype=np.int32)
    labels = np.array([1 - bit for code in codes for bit in code], dtype=np.float32)

    def lines(targets: np.ndarray, of: np.ndarray) -> tuple[Lists, np.ndarray]:
        steps = lengths[targets]
        ends = np.cumsum(steps)
        places = np.repeat(begins[targets] - ends + steps, steps) + np.arange(steps.sum())
        return Lists.of(rows[places], steps), labels[places]

    return lines


def _by_windows(model: Model, draws: _Draws, window: int, ways: Ways, road: ModuleType) -> Learner:
    """What programs do, as fast as we can; the model's matrices become views of wider ones.

    A processor takes 16 numbers at a time, so rows are filled up with zeros, which stay zeros.
    """
    N = model.W_in.shape[1]
    W_in, W_out = (_widened(W) for W in (model.W_in, model.W_out))
    model.W_in, model.W_out = W_in[:, :N], W_out[:, :N]
    table = ways.table
    cost = 2 * window * (1 + draws.layer.negative) * N

    def learn(windows: Windows, rates: np.ndarray) -> Iterator[tuple[int, float, int]]:
        noise = draws(windows.text.items[windows.centres])
        for part in _parts(len(windows), cost, road):
            road.windows_with_shared_noise(
                W_in,
                W_out,
                windows.text.items,
                windows.centres[part],
                windows.first[part],
                windows.last[part],
                windows.reach[part],
                noise[part],
                rates[part],
                table,
            )
            yield part.stop, math.nan, 1

    return learn


def _widened(W: np.ndarray) -> np.ndarray:
    V, N = W.shape
    wide = np.zeros((V, -(-N // 16) * 16), W.dtype)
    wide[:, :N] = W
    return wide


def _flat(lists: Lists) -> tuple[np.ndarray, np.ndarray]:
    return lists.items, lists.ends


def _parts(count: int, cost: int, road: ModuleType) -> Iterator[slice]:
    """Cut `count` things, each touching `cost` weights, into what a road does in a moment."""
    size = max(1, road.A_MOMENT // max(cost, 1))
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))


def road_named(name: str | None) -> ModuleType:
    """The module that learns: compiled.py or batches.py. Raises W2VError."""
    if name is not None:
        choice("road", name, ROADS)
    if name != "numpy":
        try:
            from . import compiled

            return compiled
        except ImportError:
            if name == "compiled":
                raise W2VError("no_numba") from None
    return batches
