"""What `make records` has measured: scores of five seeds, their intervals, and the cases behind."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..evaluation import Evaluation
from ..messages import LANGUAGES, get_language, set_language
from .task import SEEDS, WAYS, Answer, Case, Run, Task
from .texts import TOY, USUAL

FOLDER = Path(__file__).parent.parent / "lessons" / "l10" / "records"


@dataclass(frozen=True, eq=False)
class Recorded:
    """A score with its interval, the cases of its first run, and how many were learnt from."""

    evaluation: Evaluation
    cases: tuple[Case, ...]
    train: int
    test: int


def recorded(task: Task) -> dict[tuple[str, str], Recorded]:
    """What was measured of a task, by row and way; toys in the chosen language."""
    return _recorded(task.name, task.toys, task.measure, get_language())


@cache
def _recorded(
    name: str, toys: frozenset[str], measure: str, language: str
) -> dict[tuple[str, str], Recorded]:
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = {}
    for entry in told["measured"]:
        if entry["row"] not in toys or entry["language"] == language:
            score, low, high = entry["score"]
            test, scores = entry["test"], tuple(entry["scores"])
            evaluation = Evaluation(measure, score, low, high, test, test, scores)
            cases = tuple(map(_case, entry["cases"]))
            found[entry["row"], entry["way"]] = Recorded(evaluation, cases, entry["train"], test)
    return found


def _case(told: dict[str, Any]) -> Case:
    answers = tuple(Answer(**{**each, "lit": tuple(each["lit"])}) for each in told["answers"])
    tags = tuple((right, guess) for right, guess in told["tags"])
    return Case(tuple(told["words"]), tuple(told["shares"]), answers, tags)


def make(task: Task) -> Iterator[str]:
    """Measure a task anew and write its file; yields a line for each score."""
    start, entries = time.perf_counter(), []
    for line, entry in measured(task, task.rows):
        entries.append(entry)
        yield line
    write(task, entries, time.perf_counter() - start)


def measured(task: Task, rows: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield for each score of these rows a line to read, and what stands in the file."""
    for row in rows:
        for language in LANGUAGES if row in task.toys else LANGUAGES[:1]:
            set_language(language)
            for way in WAYS[:-1]:
                evaluation, run = task.measured(row, way)
                entry = _entry(row, language, way, evaluation, run)
                yield f"{task.name}, {row}, {way}, {language}: {evaluation}", entry
    set_language("en")


def write(task: Task, entries: Sequence[dict[str, Any]], seconds: float) -> None:
    """Write a task's file."""
    told = {
        "made_by": "make records",
        "settings": {"seeds": SEEDS, "usual": USUAL, "toy": TOY},
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "took": round(seconds, 1),
        "measured": list(entries),
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / f"{task.name}.json").write_text(text.replace('{"row"', '\n{"row"') + "\n", "utf-8")


def _entry(row: str, language: str, way: str, found: Evaluation, run: Run) -> dict[str, Any]:
    named = {"row": row, "language": language, "way": way, "train": run.train, "test": run.test}
    score = (found.score, found.low, found.high)
    numbers = {"score": score, "scores": found.scores, "cases": [asdict(c) for c in run.cases]}
    rounded: dict[str, Any] = json.loads(json.dumps(numbers), parse_float=_short)
    return named | rounded


def _short(number: str) -> float:
    return round(float(number), 4)
