"""Measure what takes longer than a lesson can wait, into the data files of its folder."""

import json
import platform
import time

import numpy as np

from w2v_lab.head_costs import NEGATIVE, RECORD, VOCABULARIES, N, measured
from w2v_lab.lessons.l11 import measuring as family


def main() -> None:
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


if __name__ == "__main__":
    main()
    for name in family.MADE:  # lesson 11
        print(family.measure(name))
