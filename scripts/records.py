"""Measure what takes longer than a lesson can wait, into the data files of its folder.

Usage: records.py [head_costs | walks | search | sentiment | …]; all, if none is named.
"""

import json
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from w2v_lab import parameters, uses
from w2v_lab.head_costs import NEGATIVE, RECORD, RECORDS, VOCABULARIES, WALKED, N, measured, walk
from w2v_lab.lessons.l11 import measuring as family


def head_costs() -> None:
    """Lesson 08: the cost of a target for vocabularies of 10 to 1,000,000 words."""
    start = time.perf_counter()
    costs = [measured(V, seconds=0.4, times=4) for V in VOCABULARIES]
    found = {
        "settings": {"N": N, "negative": NEGATIVE, "counts": "zipf_counts(V)"},
        "processor": platform.machine(),
        "road": costs[0].road,
        "costs": [
            {"V": cost.V, "rows": cost.rows, "seconds": [float(f"{s:.4g}") for s in cost.seconds]}
            for cost in costs
        ],
    }
    write(RECORD, start, found)


def walks() -> None:
    """Lesson 08: the way down trees of 1,000 and 20,000 words, rows where they lie and at hand."""
    start = time.perf_counter()
    found = [walk(V, times=40) for V in WALKED]
    told = [
        {name: x if name == "V" else float(f"{x:.4g}") for name, x in asdict(each).items()}
        for each in found
    ]
    write(RECORDS / "walks.json", start, {"processor": platform.machine(), "walks": told})


def parameter(name: str) -> None:
    """Four values of one parameter of `fit`, three seeds each."""
    start = time.perf_counter()
    points = [parameters.measured(name, value) for value in parameters.POINTS[name]]
    found = {
        "settings": parameters.BASE,
        "seeds": parameters.SEEDS,
        "text": "ICD-10-CM",
        "points": parameters.told(points),
    }
    write(parameters.RECORDS / f"{name}.json", start, found)


def write(path: Path, start: float, found: dict[str, Any]) -> None:
    """Write a record, with what made it and how long it took."""
    versions = {"python": platform.python_version(), "numpy": np.__version__}
    took = round(time.perf_counter() - start, 1)
    record = {"made_by": "make records", "versions": versions, "took": took, **found}
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{path.name}: {took} s")


def task(name: str) -> None:
    """Lesson 10: the scores of one task."""
    for line in uses.records.make(uses.TASKS[name]):
        print(line, flush=True)


def main(names: list[str]) -> None:
    """All records, or those that are named."""
    made: dict[str, Callable[[], object]] = {"head_costs": head_costs, "walks": walks}
    made |= {name: lambda name=name: parameter(name) for name in parameters.POINTS}
    made |= {name: lambda name=name: task(name) for name in uses.TASKS}
    made |= {name: lambda name=name: print(family.measure(name)) for name in family.MADE}
    for name in names or made:
        made[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
