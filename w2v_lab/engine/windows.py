"""Examples cut from a flat text with numpy alone, many windows at a time; see compiled.cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .flat import Examples, Lists, Questions
from .plan import Part, Plan
from .text import subsampled

PLACES = 10_000  # of the text that are looked at at a time, or fewer
NEIGHBOURS = 1_000_000  # where windows are wide: no more than these are looked at at a time


def parts(
    text: Lists, plan: Plan, first: int, last: int, rate: float, slope: float,
    rng: np.random.Generator,
) -> Iterator[Part]:  # fmt: skip
    """Cut the sentences from `first` to `last`, a block after the other; see plan.Part."""
    places = max(1, min(PLACES, NEIGHBOURS // (2 * plan.window)))
    while first < last:
        begin = int(text.ends[first - 1]) if first else 0
        upto = int(np.searchsorted(text.ends, begin + places, side="right"))
        upto = min(max(upto, first + 1), last)
        block = text[first:upto]
        kept = block
        if len(plan.keep):
            kept = subsampled(block, plan.keep, rng)
        share = len(block.items) / max(len(kept.items), 1)
        for at in range(0, len(kept.items), places):
            windows = Windows.drawn(kept, at, places, plan.window, plan.shrink_windows, rng)
            now = rate + slope * (begin + share * windows.centres)
            examples, targets = windows.examples(plan, now, rng)
            yield Part(examples, targets, share * len(windows))
        if not len(kept.items):
            yield Part(Examples.room(0, 0).first(0), 0, len(block.items))
        first = upto


@dataclass(frozen=True, eq=False)
class Windows:
    """The window at many places of a text: `first` and `last` bound its sentence, (M,) each.

    `centres` (M,) are the places and `reach` (M,) says how far each window sees.
    """

    text: Lists
    centres: np.ndarray
    first: np.ndarray
    last: np.ndarray
    reach: np.ndarray

    @classmethod
    def drawn(
        cls,
        text: Lists,
        first: int,
        count: int,
        window: int,
        shrink_windows: bool,
        rng: np.random.Generator,
    ) -> Windows:
        """The windows at `count` places from `first` on; `rng` draws how far each sees."""
        centres = np.arange(first, min(first + count, len(text.items)))
        sentence = np.searchsorted(text.ends, centres, side="right")
        last = text.ends[sentence]
        lengths = text.lengths
        begin = last - lengths[sentence]
        reach = np.full(len(centres), float(window))
        if shrink_windows:
            reach = 1 + np.floor(rng.random(len(centres)) * window)
        reach = np.minimum(reach, lengths.max()).astype(int)  # no wider than the longest sentence
        return cls(text, centres, begin, last, reach)

    def __len__(self) -> int:
        return len(self.centres)

    def sides(self) -> tuple[np.ndarray, np.ndarray]:
        """The words around each centre, all in one array, and how many each has, (M,)."""
        window = int(self.reach.max(initial=1))
        away = np.concatenate([np.arange(-window, 0), np.arange(1, window + 1)])
        near = self.centres[:, None] + away
        seen = np.abs(away) <= self.reach[:, None]
        seen &= (self.first[:, None] <= near) & (near < self.last[:, None])
        return self.text.items[near[seen]], seen.sum(axis=1, dtype=np.intp)

    def examples(
        self, plan: Plan, rates: np.ndarray, rng: np.random.Generator
    ) -> tuple[Examples, int]:
        """The examples of these windows, at a rate for each, and the number of their targets."""
        around, lengths = self.sides()
        some = np.flatnonzero(lengths)
        centre, lengths = self.text.items[self.centres[some]], lengths[some]
        rates = rates[some]
        one = np.ones(len(centre), dtype=np.intp)
        inputs, targets = Lists.of(centre, one), Lists.of(around, lengths)
        if plan.context_given:
            inputs, targets = targets, inputs
        if plan.one_by_one:  # every pair an example of its own, the context its input
            one = np.ones(len(around), dtype=np.intp)
            inputs = Lists.of(around, one)
            targets = Lists.of(np.repeat(centre, lengths), one)
            rates = np.repeat(rates, lengths)
        rows, labels = lines(plan.questions, targets.items, rng)
        ends = np.concatenate([[0], rows.ends])[targets.ends]  # an example's rows in one list
        found = Examples(inputs.items, inputs.ends, rows.items, labels, ends, rates)
        return found, len(inputs.items if plan.together else targets.items)


def lines(
    asks: Questions, targets: np.ndarray, rng: np.random.Generator
) -> tuple[Lists, np.ndarray]:
    """The rows of W_out that each target touches, and their labels."""
    if asks.negative:
        negatives = draw(asks, targets, rng)
        rows = np.column_stack([targets, negatives])
        labels = np.zeros(rows.shape, np.float32)
        labels[:, 0] = 1
        used = np.ones(rows.shape, dtype=bool)
        if not asks.keeps_target:
            used[:, 1:] = negatives != targets[:, None]
        return Lists.of(rows[used], used.sum(axis=1)), labels[used]
    steps = np.diff(asks.begins)[targets].astype(np.intp)
    ends = np.cumsum(steps)
    places = np.repeat(asks.begins[targets] - ends + steps, steps) + np.arange(steps.sum())
    return Lists.of(asks.path[places], steps), asks.bits[places]


def draw(asks: Questions, targets: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The negatives of many targets, (T, k); one that equals its target where no try was left."""
    words = np.searchsorted(asks.edges, rng.random((len(targets), asks.negative)), side="right")
    for _ in range(asks.tries - 1):
        again = words == targets[:, None]
        if not again.any():
            break
        words[again] = np.searchsorted(asks.edges, rng.random(int(again.sum())), side="right")
    return words
