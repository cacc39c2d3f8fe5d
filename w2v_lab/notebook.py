"""The notebook whose kernel this is, as far as Jupyter says."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path
from typing import Any

VARIABLE = "JPY_SESSION_NAME"  # where Jupyter names the notebook of a kernel


def place() -> Path:
    """The notebook's path; the folder at work where it is not known."""
    return Path(os.environ.get(VARIABLE, ""))


def lesson() -> str:
    """The number of the lesson that the notebook is; nothing where it is none."""
    found = re.match(r"(\d\d)_.*\.ipynb", place().name, re.ASCII)
    return found[1] if found else ""


def scrolled(table: str) -> str:
    """A table in HTML that is moved sideways, by the keyboard too, where the page is narrow."""
    return f'<div tabindex="0" style="overflow-x: auto; white-space: nowrap">{table}</div>'


def run_cell(code: str, scope: dict[str, Any]) -> Any:
    """Run a cell among these names; the value of its last line, which a notebook shows."""
    body = ast.parse(code).body
    last = body[-1] if body else None
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module(body, []), "<cell>", "exec"), scope)
        return None
    exec(compile(ast.Module(body[:-1], []), "<cell>", "exec"), scope)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), scope)
