"""The notebook whose kernel this is, as far as Jupyter says."""

from __future__ import annotations

import os
import re
from pathlib import Path

VARIABLE = "JPY_SESSION_NAME"  # where Jupyter names the notebook of a kernel


def place() -> Path:
    """The notebook's path; the folder at work where it is not known."""
    return Path(os.environ.get(VARIABLE, ""))


def lesson() -> str:
    """The number of the lesson that the notebook is; nothing where it is none."""
    found = re.match(r"(\d\d)_.*\.ipynb", place().name, re.ASCII)
    return found[1] if found else ""
