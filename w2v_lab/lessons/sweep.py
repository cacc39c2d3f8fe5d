"""What an experiment with one setting yields: the same computation, once for each of its values.

A widget puts it on a slider, Python can read it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..messages import catalogue


@dataclass(frozen=True, eq=False)
class Sweep:
    """What became of a computation at each value of one setting.

    `lesson` is the folder whose `texts.toml` speaks of it, under sweep_NAME_PART: `title`,
    `setting`, `say` (`say_OUTCOME` where outcomes differ) and `say_open` before it is told; and for
    each number its name, and what is said when it is pointed at, `reading_NUMBER` and
    `symbol_NUMBER`; `infinite_NUMBER` is the word that stands for infinity.

    `settings` are the K values, `first` the place of the one to start with, `outcomes` how each
    ended. `numbers` are arrays of shape (K,), `curves` (K, n), `tables` (K, r, c); `headings` names
    a table's rows and columns, `lines` says for every name which function computed it, under which
    field. `whole` are the numbers that are shown with all their digits.
    """

    lesson: str
    name: str
    settings: Sequence[float]
    first: int
    numbers: dict[str, np.ndarray]
    curves: dict[str, np.ndarray]
    tables: dict[str, np.ndarray]
    headings: dict[str, tuple[Sequence[str], Sequence[str]]]
    lines: dict[str, tuple[Callable[..., Any], str]]
    outcomes: Sequence[str] = ()
    whole: Sequence[str] = ()

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """What is said of it, in every language, by part."""
        start = f"sweep_{self.name}_"
        return {
            key.removeprefix(start): text
            for key, text in catalogue(self.lesson).items()
            if key.startswith(start)
        }
