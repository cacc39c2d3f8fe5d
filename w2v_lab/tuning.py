"""A grid of settings: trained, judged on one half of the questions, reported on the other."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .engine import fit
from .evaluation import evaluate
from .messages import W2VError, message
from .notebook import scrolled


@dataclass(frozen=True, eq=False)
class Tuning:
    """What each pair of settings came to: scores (R, C) on the half by which one chooses, `chosen`,
    and on the half that was kept back, `kept_back`.

    `rows` and `columns` are the name of a setting and its values. What may be reported is
    `reported`: the score of the best setting on the half that had no say.
    """

    rows: tuple[str, Sequence[Any]]
    columns: tuple[str, Sequence[Any]]
    chosen: np.ndarray
    kept_back: np.ndarray

    @property
    def place(self) -> tuple[int, int]:
        """The row and column of the best setting, by the half for choosing."""
        row, column = np.unravel_index(self.chosen.argmax(), self.chosen.shape)
        return int(row), int(column)

    @property
    def best(self) -> dict[str, Any]:
        """The settings that were best on the half for choosing."""
        row, column = self.place
        return {self.rows[0]: self.rows[1][row], self.columns[0]: self.columns[1][column]}

    @property
    def reported(self) -> float:
        """The score of the best settings on the half that was kept back."""
        return float(self.kept_back[self.place])

    @property
    def summary(self) -> str:
        """One sentence: the best settings, the score that chose them, and the one to report."""
        settings = ", ".join(f"{name}={value}" for name, value in self.best.items())
        scores = {"chosen": self.chosen[self.place], "reported": self.reported}
        return message("tuning.summary", settings=settings, **_three(scores))

    def __repr__(self) -> str:
        head = f"{self.rows[0]} \\ {self.columns[0]}"
        lines = [[head, *map(str, self.columns[1])]]
        for r, value in enumerate(self.rows[1]):
            lines.append([str(value), *(f"{score:.3f}" for score in self.chosen[r])])
        wide = max(len(cell) for line in lines for cell in line)
        table = "\n".join("  ".join(cell.rjust(wide) for cell in line) for line in lines)
        return f"{table}\n{self.summary}"

    def _repr_html_(self) -> str:
        """The table with the better scores the darker, the best in bold, the summary under it."""
        most = self.chosen.max() or 1

        def cell(r: int, c: int) -> str:
            share = 60 * self.chosen[r, c] / most
            score = f"{self.chosen[r, c]:.3f}"
            told = f"<b>{score} ✓</b>" if (r, c) == self.place else score
            shade = f"background: color-mix(in srgb, #2a9d8f {share:.0f}%, transparent)"
            return f'<td style="{shade}">{told}</td>'

        named = [html.escape(str(value)) for value in self.columns[1]]
        corner = html.escape(f"{self.rows[0]} \\ {self.columns[0]}")
        head = f"<th>{corner}</th>" + "".join(f'<th scope="col">{value}</th>' for value in named)
        body = "".join(
            f'<tr><th scope="row">{html.escape(str(value))}</th>'
            + "".join(cell(r, c) for c in range(len(named)))
            + "</tr>"
            for r, value in enumerate(self.rows[1])
        )
        table = scrolled(f"<table><tr>{head}</tr>{body}</table>")
        return f"{table}<p>{html.escape(self.summary)}</p>"


def _three(scores: dict[str, float]) -> dict[str, str]:
    return {name: f"{score:.3f}" for name, score in scores.items()}


def tune(sentences: Iterable[Sequence[str]], questions: Sequence[tuple], **settings: Any) -> Tuning:
    """Train with every pair of values of two settings that are given as lists.

    Other settings are those of `fit`. Half of the questions, drawn at random, choose; the other
    half is kept back. Raises W2VError where not two settings are lists, or the questions are few.
    """
    axes = {name: value for name, value in settings.items() if isinstance(value, list | tuple)}
    if len(axes) != 2 or not all(axes.values()):
        raise W2VError("no_grid", got=", ".join(axes) or "–")
    if len(questions) < 2:
        raise W2VError("no_questions", got=list(questions))
    sentences = list(sentences)
    order = np.random.default_rng(0).permutation(len(questions))
    halves = [[questions[i] for i in sorted(order[part::2])] for part in (0, 1)]
    (rows, row_values), (columns, column_values) = axes.items()
    scores = np.empty((2, len(row_values), len(column_values)))
    for place in np.ndindex(scores.shape[1:]):
        here = {rows: row_values[place[0]], columns: column_values[place[1]]}
        vectors = fit(sentences, **{"watch": lambda _: None, **settings, **here})
        scores[:, *place] = [evaluate(vectors, half, resamples=1).score for half in halves]
    return Tuning((rows, row_values), (columns, column_values), *scores)
