"""Refuse notebooks that must not be committed. Usage: check_notebooks.py NOTEBOOK..."""

import json
import re
import statistics
import sys
from pathlib import Path

LONGEST = 15  # lines of a code cell
MEDIAN = 3
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def faults(notebook: dict) -> list[str]:
    """What keeps this notebook from being committed? One sentence each; none is the good case."""
    cells = notebook["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    lengths = [len("".join(cell["source"]).splitlines()) for cell in code]
    ids = [cell.get("id", "") for cell in cells]
    kernel = notebook["metadata"].get("kernelspec", {})
    return [
        sentence
        for fault, sentence in [
            (any(cell.get("outputs") for cell in code), "has outputs"),
            (any(cell.get("execution_count") for cell in code), "has execution counts"),
            # Jupyter keeps ids only from this format on; without them each save is a new notebook.
            (
                (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5),
                "is older than format 4.5",
            ),
            (not all(CELL_ID.fullmatch(name) for name in ids), "has a cell without a proper id"),
            (len(set(ids)) < len(ids), "has two cells with the same id"),
            # Without it JupyterLab opens with a dialog instead of a lesson.
            (kernel.get("name") != "python3", "does not name the kernel python3"),
            (not kernel.get("display_name"), "has no display name for its kernel"),
            (max(lengths, default=0) > LONGEST, f"has a code cell above {LONGEST} lines"),
            (
                bool(lengths) and statistics.median(lengths) > MEDIAN,
                f"has a median above {MEDIAN} lines a code cell",
            ),
            ("widgets" in notebook["metadata"], "carries the state of widgets"),
        ]
        if fault
    ]


def main(paths: list[str]) -> int:
    """Print the faults of all these notebooks; 1 if there are any."""
    found = [
        f"{path} {fault}"
        for path in paths
        for fault in faults(json.loads(Path(path).read_text(encoding="utf-8")))
    ]
    if found:
        print(*found, "Outputs go with Edit > Clear Outputs of All Cells.", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
