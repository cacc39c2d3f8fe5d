"""A class as tables: which predictions failed and how, which exercises took long; nobody ranked."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import lessons
from ..messages import W2VError, choice, message
from .page import document, page
from .records import Exercise, Learner, Skipped, text_of

Row = dict[str, Any]
TABLES = ("predictions", "misconceptions", "exercises", "reasons", "skipped")


@dataclass(frozen=True)
class HandIns:
    """The hand-ins of a class: `learners` in an order that was drawn, and the files `skipped`.

    `predictions`, `misconceptions`, `exercises`, `reasons` are tables, lists of dicts; `save_csv`
    writes one of them for a spreadsheet, `save_page` writes the page that a notebook shows.
    """

    learners: tuple[Learner, ...]
    skipped: tuple[Skipped, ...]

    def __len__(self) -> int:
        return len(self.learners)

    @property
    def names(self) -> list[str]:
        """Who handed in, by the alphabet and apart from what they did."""
        return sorted(learner.name for learner in self.learners if learner.name)

    @property
    def predictions(self) -> list[Row]:
        """A row for each answer: the learner's place, lesson, question, attempt, choice, right."""
        return [
            {
                "learner": place,
                "lesson": lessons.find(one.question).lesson[1:],
                "question": one.question,
                "attempt": attempt,
                "choice": chosen,
                "right": chosen == lessons.find(one.question).answer(),
            }
            for place, learner in enumerate(self.learners, 1)
            for one in learner.predictions
            for attempt, chosen in enumerate(one.choices, 1)
        ]

    @property
    def asked(self) -> list[str]:
        """The questions that somebody answered, in the order of the lessons."""
        answered = {one.question for learner in self.learners for one in learner.predictions}
        return [name for name in lessons.questions() if name in answered]

    def distribution(self, question: str) -> list[Row]:
        """How often each choice of a question was made first, and how often it stands now.

        Between the two may lie a discussion; who was not asked again counts in both alike.
        """
        asked = lessons.find(question)
        given = [
            one.choices
            for learner in self.learners
            for one in learner.predictions
            if one.question == question
        ]
        first, now = Counter(c[0] for c in given), Counter(c[-1] for c in given)
        return [
            {
                "choice": name,
                "text": text_of(question, name),
                "right": name == asked.answer(),
                "before": first[name],
                "after": now[name],
            }
            for name in asked.choices
        ]

    @property
    def misconceptions(self) -> list[Row]:
        """The wrong choices of first answers, the commonest first, each with its own words."""
        rows = [
            {
                "lesson": lessons.find(question).lesson[1:],
                "question": question,
                "choice": line["choice"],
                "misconception": line["text"],
                "count": line["before"],
                "asked": sum(each["before"] for each in self.distribution(question)),
            }
            for question in self.asked
            for line in self.distribution(question)
            if line["before"] and not line["right"]
        ]
        return sorted(rows, key=lambda row: -row["count"])

    @property
    def exercises(self) -> list[Row]:
        """For each exercise, how many solved it at which attempt, and the commonest slip."""
        tried: dict[str, list[Exercise]] = {}
        for learner in self.learners:
            for one in learner.exercises:
                tried.setdefault(one.exercise, []).append(one)
        return [_exercise_row(name, tried[name]) for name in sorted(tried)]

    @property
    def reasons(self) -> list[Row]:
        """What was written under “Why?”, without a word on who wrote it."""
        return [
            {"question": question, "reason": text}
            for question in self.asked
            for text in sorted(
                text
                for learner in self.learners
                for one in learner.predictions
                if one.question == question
                for text in one.why
            )
        ]

    def to_csv(self, table: str = "predictions") -> str:
        """One of the tables as text, safe in a spreadsheet: no cell is a formula."""
        choice("table", table, TABLES)
        heads = HEADS[table]
        if table == "skipped":
            rows = [{"file": one.file, "reason": one.reason} for one in self.skipped]
        else:
            rows = getattr(self, table)
        target = io.StringIO()
        writer = csv.writer(target)
        writer.writerow(heads)
        writer.writerows([cell(row[head]) for head in heads] for row in rows)
        return target.getvalue()

    def save_csv(self, path: str | Path, table: str = "predictions") -> None:
        """Write one of the tables for a spreadsheet. Raises W2VError."""
        _write(path, "\ufeff" + self.to_csv(table))  # the mark by which Excel knows UTF-8

    def save_page(self, path: str | Path) -> None:
        """Write the class page as one HTML file, to project or to print. Raises W2VError."""
        _write(path, document(self))

    def __repr__(self) -> str:
        lines = [message("hand_ins.summary", files=len(self), skipped=len(self.skipped))]
        lines += [f"{one.file}: {one.reason}" for one in self.skipped]
        lines += [
            f"{row['lesson']}  {row['misconception']}  {row['count']}/{row['asked']}"
            for row in self.misconceptions
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return page(self)


HEADS = {
    "predictions": ("learner", "lesson", "question", "attempt", "choice", "right"),
    "misconceptions": ("lesson", "question", "choice", "misconception", "count", "asked"),
    "exercises": ("lesson", "exercise", "first", "second", "third", "later", "open", "slip"),
    "reasons": ("question", "reason"),
    "skipped": ("file", "reason"),
}


def _exercise_row(name: str, tries: list[Exercise]) -> Row:
    lesson, _, exercise = name.partition(".")
    solved = [one.passed.index(True) if True in one.passed else None for one in tries]
    slips = Counter(slip for one in tries for slip in set(one.slips) if slip)
    counts = {key: solved.count(place) for place, key in enumerate(("first", "second", "third"))}
    commonest = slips.most_common(1)
    return {
        "lesson": lesson[1:],
        "exercise": exercise,
        **counts,
        "later": len(tries) - sum(counts.values()) - solved.count(None),
        "open": solved.count(None),
        "slip": message(f"{lesson}.hint_{exercise}_{commonest[0][0]}") if commonest else "",
        "slips": commonest[0][1] if commonest else 0,
    }


def cell(value: object) -> str:
    """A value as a spreadsheet may read it: no control characters, and never a formula."""
    text = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in f"{value}"
    )
    first = unicodedata.normalize("NFKC", text).lstrip()[:1]
    return f"'{text}" if first and first in "=+-@|%−" else text


def _write(path: str | Path, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8", newline="")
    except (OSError, ValueError, TypeError) as error:
        raise W2VError("hand_in_unwritable", path=path) from error
