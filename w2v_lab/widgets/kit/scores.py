"""Scores with their intervals, as a table whose cells open the case behind them (`scores.js`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ...evaluation import Evaluation, scored
from .source import line_of
from .trace import Trace, relation

NUMBERS = ("score", "low", "high")


def score_table(
    cells: Sequence[Sequence[Evaluation | None]],
    computed: Callable[..., Evaluation] = scored,
    runs_are: str = "runs",
) -> Trace:
    """The arrays `score`, `low`, `high` (rows, columns) and each run's `runs` (rows, columns, S).

    None is what was not measured: NaN, an empty cell on the page. The facts hold the relations; a
    widget gives each a text `reading_NAME`, with {a} for the row and {b} for the column. `computed`
    is the function that made the scores; `runs_are` what it calls those of the runs.
    """
    most = max(len(cell.scores) for row in cells for cell in row if cell is not None)
    runs = np.full((len(cells), len(cells[0]), most), np.nan)
    table = {name: np.full(runs.shape[:2], np.nan) for name in NUMBERS}
    for a, row in enumerate(cells):
        for b, cell in enumerate(row):
            if cell is not None:
                runs[a, b, : len(cell.scores)] = cell.scores
                for name in NUMBERS:
                    table[name][a, b] = getattr(cell, name)
    code = {"score": runs_are, "low": "low", "high": "low"}
    relations = {
        name: relation(name, "given", index="ab", code=line_of(computed, code[name]))
        for name in NUMBERS
    }
    relations["runs"] = relation("run", "given", index="abk", code=line_of(computed, runs_are))
    return Trace({"relations": relations}, {**table, "runs": runs})
