"""Measure what takes longer than a lesson can wait, into the data files of its folder.

Usage: records.py [head_costs | search | sentiment | …]; all, if none is named.
"""

import json
import platform
import sys
import time

import numpy as np

from w2v_lab import uses
from w2v_lab.head_costs import NEGATIVE, RECORD, VOCABULARIES, N, measured
from w2v_lab.lessons.l11 import measuring as family


def head_costs() -> None:
    """Lesson 08: the cost of a target for vocabularies of 10 to 1,000,000 words."""
    start = time.perf_counter()
    costs = [measured(V, seconds=0.4, times=4) for V in VOCABULARIES]
    told = {
        "made_by": "make records",
        "settings": {"N": N, "negative": NEGATIVE, "counts": "zipf_counts(V)"},
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "processor": platform.machine(),
        "road": costs[0].road,
        "took": round(time.perf_counter() - start, 1),
        "costs": [
            {"V": cost.V, "rows": cost.rows, "seconds": [float(f"{s:.4g}") for s in cost.seconds]}
            for cost in costs
        ],
    }
    RECORD.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(f"{RECORD.name}: {told['took']} s")


def task(name: str) -> None:
    """Lesson 10: the scores of one task."""
    for line in uses.records.make(uses.TASKS[name]):
        print(line, flush=True)


def main(names: list[str]) -> None:
    """All records, or those that are named."""
    for name in names or ["head_costs", *uses.TASKS, *family.MADE]:
        if name in family.MADE:  # lesson 11
            print(family.measure(name))
        else:
            head_costs() if name == "head_costs" else task(name)


if __name__ == "__main__":
    main(sys.argv[1:])
