"""The line of library code that computed a number, found in the library's own source.

A widget shows the assignment itself: it is looked up by the field's name when the widget is made,
so what is shown cannot drift from what runs.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent.parent


def line_of(function: Callable[..., Any], field: str) -> dict[str, Any]:
    """Where `function` assigns `field`: `{"file", "number", "lines", "first", "last"}`.

    `number` is the line's number in `file`; `lines` are the assignment and its neighbours, of
    which those from `first` to `last` are the assignment itself. The field "return" stands for the
    value returned, "yield" for the value yielded. Raises LookupError where there is no such line,
    which is a mistake in the lab and not in anybody's input. "name +=" asks for the line that adds.
    """
    return _line_of(getattr(function, "__func__", function), field)  # a method's object is let go


def written_line(function: Callable[..., Any], field: str) -> dict[str, Any] | None:
    """The same for a learner's function: where it assigns or returns, if that can be read."""
    for name in (field, f"{field} +=", "return"):
        with suppress(LookupError, OSError, TypeError, SyntaxError, AssertionError):
            return line_of(function, name)
    return None


def _where(function: Callable[..., Any]) -> str:
    """A file of the library; of what was written elsewhere, the function's name."""
    path = Path(inspect.getfile(function))
    if path.is_relative_to(PACKAGE):
        return path.relative_to(PACKAGE.parent).as_posix()
    return f"{function.__name__}()"


@cache
def _line_of(function: Callable[..., Any], field: str) -> dict[str, Any]:
    function = inspect.unwrap(function)  # what is decorated is still our own
    source, start = inspect.getsourcelines(function)
    text = textwrap.dedent("".join(source))
    body = ast.parse(text).body[0]
    assert isinstance(body, ast.FunctionDef)
    nodes = [node for node in ast.walk(body) if isinstance(node, ast.stmt)]
    found = [node for node in nodes if _assigns(node, field)]
    if not found:
        raise LookupError(f"{function.__qualname__} never assigns {field}")
    # A name's own assignment tells more than the line that unpacks it with others.
    statement = min(found, key=_names_assigned)
    code_starts = body.body[1 if ast.get_docstring(body) is not None else 0].lineno
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    shown_from = max(first - 1, code_starts)
    lines = text.splitlines()[shown_from - 1 : last + 1]
    return {
        "file": _where(function),
        "number": start + first - 1,
        "lines": textwrap.dedent("\n".join(line for line in lines)).splitlines(),
        "first": first - shown_from,
        "last": last - shown_from,
    }


def _assigns(node: ast.stmt, field: str) -> bool:
    if isinstance(node, ast.Return):
        return field == "return"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield):
        return field == "yield"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        call = node.value  # np.subtract.at(W, rows, …) assigns to W
        return getattr(call.func, "attr", "") == "at" and _named(call.args[0]) == field
    if field.endswith(" +="):
        return isinstance(node, ast.AugAssign) and _named(node.target) == field[:-3]
    names = [part for target in _targets(node) for part in ast.walk(target)]
    return any(_named(part) == field for part in names)


def _named(node: ast.AST) -> str | None:
    name: str | None = getattr(node, "id", getattr(node, "attr", None))
    return name


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _names_assigned(node: ast.AST) -> int:
    return sum(len(getattr(target, "elts", [target])) for target in _targets(node))
