"""The frame of the workbench: for each task its scores, and the cases behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ...evaluation import Evaluation
from ...uses import WAYS, Case, Judge, Logistic, MeanVectors, Run, Task, search
from ...uses.bias import associations, effects
from ...uses.records import Recorded, recorded
from ...uses.tagging import confused
from ..kit.scores import score_table
from ..kit.source import line_of
from ..kit.trace import Trace, relation

# By task: the name of a word's share and what computes it, and the same for an answer's score.
SHARES = {
    "search": ("pull", line_of(MeanVectors.shares, "return")),
    "sentiment": ("odds", line_of(Judge.shares, "return")),
    "bias": ("near", line_of(associations, "s")),
}
ANSWERS = {
    "search": ("match", line_of(search, "scores")),
    "sentiment": ("P", line_of(Logistic.probabilities, "return")),
    "topics": ("P", line_of(Logistic.probabilities, "return")),
}
MIXED = 6  # pairs of tags that are taken for one another
SCORED = {"bias": (effects, "scores")}  # what computed the scores, where it is not `scored`
ENDS = {"bias": [-2, 2], "search": [0, 0.5]}  # of the scale of scores, where it is not 0 to 1


def workbench(
    tasks: Sequence[Task],
    loaded: Mapping[tuple[str, str], Recorded],
    has_loaded: bool,
    hide: bool,
) -> Trace:
    """The scores of tasks in all their rows; with `hide` their names alone, for a question."""
    ways = WAYS if has_loaded else WAYS[:-1]
    facts: dict[str, Any] = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": ["mixed"],
        "tasks": [task.name for task in tasks],
        "ways": list(ways),
        "hides": hide,
        "relations": {},
    }
    arrays: dict[str, np.ndarray] = {}
    told = {}
    for task in () if hide else tasks:
        found: dict[tuple[str, str], Recorded] = dict(recorded(task))
        found |= {(row, "loaded"): one for (name, row), one in loaded.items() if name == task.name}
        bench = _bench(task, ways, found)
        told[task.name] = bench.facts.pop("bench")
        facts["relations"] |= bench.facts["relations"]
        arrays |= {f"{task.name}/{name}": array for name, array in bench.arrays.items()}
    return Trace({**facts, "benches": told}, arrays)


def _bench(task: Task, ways: Sequence[str], found: Mapping[tuple[str, str], Recorded]) -> Trace:
    cells = [[found.get((row, way)) for way in ways] for row in task.rows]
    evaluations = [[one.evaluation if one else None for one in row] for row in cells]
    trace = score_table(evaluations, *SCORED.get(task.name, ()))
    cases = [case for row in cells for one in row if one for case in one.cases]
    numbers = iter(range(len(cases)))
    places = [[[next(numbers) for _ in one.cases] if one else [] for one in row] for row in cells]
    known = [next(one for one in row if one) for row in cells]
    trace.facts["bench"] = {
        "rows": list(task.rows),
        "toys": sorted(task.toys),
        "needs": sorted(task.needs),
        "measure": task.measure,
        "ends": ENDS.get(task.name, [0, 1]),
        "sizes": [[one.train, one.test] for one in known],
        "places": places,
        "cases": [_told(case) for case in cases],
    }
    for table, values in ((SHARES, _shares(cases)), (ANSWERS, _answers(cases))):
        if task.name in table and values.size:
            name, code = table[task.name]
            trace.facts["relations"][name] = relation(name, "given", index="cn", code=code)
            trace.arrays[name] = values
    mixed = [[confused(one.cases)[:MIXED] if one else [] for one in row] for row in cells]
    if any(pairs for row in mixed for pairs in row):
        trace.facts["bench"]["mixed"] = [
            [[pair[:2] for pair in one] for one in row] for row in mixed
        ]
        code = line_of(confused, "wrong")
        trace.facts["relations"]["mixed"] = relation("times", "given", index="abk", code=code)
        times = _padded([[count for *_, count in one] for row in mixed for one in row])
        trace.arrays["mixed"] = times.reshape(len(task.rows), len(ways), -1)
    here = line_of(Task.measured, "runs")
    trace.facts["relations"]["here"] = relation("score here", "given", index="ab", code=here)
    return trace


def _told(case: Case) -> dict[str, Any]:
    """A case without the numbers that travel as such."""
    told = asdict(case)
    told["shares"] = bool(case.shares)
    for answer in told["answers"]:
        del answer["score"]
    return told


def _shares(cases: Sequence[Case]) -> np.ndarray:
    return _padded([case.shares for case in cases])


def _answers(cases: Sequence[Case]) -> np.ndarray:
    return _padded([[answer.score for answer in case.answers] for case in cases])


def _padded(lines: Sequence[Sequence[float]]) -> np.ndarray:
    """One row a case, the rest NaN."""
    table = np.full((len(lines), max(map(len, lines), default=0)), np.nan)
    for row, line in zip(table, lines, strict=True):
        row[: len(line)] = line
    return table


def done_anew(task: Task, row: str, way: str, evaluation: Evaluation, run: Run) -> Trace:
    """One score that was computed here and now, to be added to what the page has."""
    place = task.rows.index(row), WAYS.index(way)
    facts = {"relations": {}, "done": [task.name, *place], "test": run.test}
    here = np.full((len(task.rows), len(WAYS)), np.nan)
    here[place] = evaluation.score
    return Trace(facts, {f"{task.name}/here": here})
