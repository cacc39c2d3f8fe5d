"""Examples cut from a flat text, many windows at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..ways import Ways
from .flat import Lists


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
    architecture: str
    swap_roles: bool

    @classmethod
    def drawn(
        cls,
        text: Lists,
        first: int,
        count: int,
        window: int,
        architecture: str,
        ways: Ways,
        rng: np.random.Generator,
    ) -> Windows:
        """The windows at `count` places from `first` on; `rng` draws how far each sees."""
        centres = np.arange(first, min(first + count, len(text.items)))
        sentence = np.searchsorted(text.ends, centres, side="right")
        last = text.ends[sentence]
        lengths = text.lengths
        begin = last - lengths[sentence]
        reach = np.full(len(centres), window)
        if ways.shrink_windows:
            reach = rng.integers(1, window + 1, size=len(centres))
        reach = np.minimum(reach, lengths.max())  # no arrays wider than the longest sentence
        return cls(text, centres, begin, last, reach, architecture, ways.swap_roles)

    def __len__(self) -> int:
        return len(self.centres)

    def examples(self) -> tuple[Lists, Lists, np.ndarray]:
        """The inputs and targets of the examples, and of which window each of them is."""
        window = int(self.reach.max(initial=1))
        away = np.concatenate([np.arange(-window, 0), np.arange(1, window + 1)])
        near = self.centres[:, None] + away
        seen = np.abs(away) <= self.reach[:, None]
        seen &= (self.first[:, None] <= near) & (near < self.last[:, None])
        around, lengths = self.text.items[near[seen]], seen.sum(axis=1)
        some = np.flatnonzero(lengths)
        centre, lengths = self.text.items[self.centres[some]], lengths[some]
        if self.swap_roles:  # every pair an example of its own, the context its input
            one = np.ones(len(around), dtype=np.intp)
            targets = np.repeat(centre, lengths)
            return Lists.of(around, one), Lists.of(targets, one), np.repeat(some, lengths)
        one = np.ones(len(centre), dtype=np.intp)
        sides = Lists.of(centre, one), Lists.of(around, lengths)
        return (*(sides if self.architecture == "skip-gram" else sides[::-1]), some)
