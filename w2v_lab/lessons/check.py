"""How an exercise is checked: the learner's function against the library, on random cases.

Where the answers differ, the mistakes that people make are tried in turn; the one that gives the
learner's own results is named in the hint.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import memory
from ..messages import W2VError, clean, message, paragraph, quotable

CASES = 100
# How far two numbers may lie apart, as a share of their size and at all: in float64, and float32.
Precision = tuple[float, float]
EXACT: Precision = (1e-9, 1e-12)
SINGLE: Precision = (1e-5, 1e-6)

Solution = Callable[..., Any]


@dataclass(frozen=True)
class Verdict:
    """Whether an exercise is solved: `passed`, and `text`, which says what to look at."""

    passed: bool
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return paragraph(self.text)


def check(
    exercise: str,
    yours: Solution,
    arguments: tuple[str, ...],
    cases: Callable[[np.random.Generator], tuple[Any, ...]],
    right: Solution,
    mistakes: dict[str, Solution],
    precision: Precision = EXACT,
) -> Verdict:
    """Check a function against the library's; `exercise` is "l06.next_merge", lesson and name."""
    if not callable(yours):
        raise W2VError("not_a_function", got=type(yours).__name__, exercise=exercise[4:])
    verdict, slip = examined(exercise, yours, arguments, cases, right, mistakes, precision)
    attempted(exercise, verdict, _code(yours), slip)
    return verdict


def attempted(exercise: str, verdict: Verdict, code: str, slip: str | None = None) -> None:
    """Remember an attempt; `slip` names the known mistake that it makes.

    The same code once more is no attempt, as when all cells are run again.
    """
    told = [event for event in memory.current().events() if event.get("exercise") == exercise]
    code = clean(code[: memory.MOST_LETTERS])
    if not told or told[-1].get("code") != code:
        passed = verdict.passed
        memory.current().add("attempt", exercise=exercise, passed=passed, slip=slip, code=code)


def _code(yours: Solution) -> str:
    try:
        return inspect.getsource(yours)
    except (OSError, TypeError):  # typed at a prompt that keeps nothing, or not written in Python
        return ""


def examined(
    exercise: str,
    yours: Solution,
    arguments: tuple[str, ...],
    cases: Callable[[np.random.Generator], tuple[Any, ...]],
    right: Solution,
    mistakes: dict[str, Solution],
    precision: Precision,
) -> tuple[Verdict, str | None]:
    """The verdict, and the known mistake that gives the learner's own results."""
    lesson, _, name = exercise.partition(".")
    suspects = dict(mistakes)

    def told(case: tuple[Any, ...]) -> str:
        return "\n".join(
            f"  {key} = {_shown(value)}" for key, value in zip(arguments, case, strict=True)
        )

    failed: tuple[tuple[Any, ...], Any] | None = None
    for case in in_order(cases):
        given = copy.deepcopy(case)
        try:
            answer = yours(*given)
        except Exception as error:
            told_error = f"{type(error).__name__}: {error}"
            return _verdict("raised", error=told_error, case=told(case)), None
        if not all(map(same, given, case)):
            return _verdict("changed_input", case=told(case)), None
        suspects = suspected(suspects, case, answer, precision)
        if failed is None and not same(answer, right(*case), precision):
            failed = (case, answer)
    if failed is None:
        return Verdict(True, message("check.right", cases=CASES)), None
    case, answer = failed
    if answer is None:
        return _verdict("returned_nothing"), None
    slip = next(iter(suspects), None)
    hint = message(f"{lesson}.hint_{name}_{slip}") if slip else ""
    shown = {"yours": _shown(answer), "library": _shown(right(*case))}
    return _verdict("wrong", case=told(case), hint=hint, **shown), slip


def in_order(make: Callable[[np.random.Generator], tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The same cases for everybody and every time, smallest first, so that failures read well."""
    rng = np.random.default_rng(0)
    return iter(sorted((make(rng) for _ in range(CASES)), key=lambda case: len(str(case))))


def _verdict(key: str, **values: Any) -> Verdict:
    return Verdict(False, message(f"check.{key}", **values).rstrip())


def suspected(
    mistakes: dict[str, Solution], case: tuple[Any, ...], answer: Any, precision: Precision = EXACT
) -> dict[str, Solution]:
    """Those of the mistakes that give this answer in this case."""
    return {key: wrong for key, wrong in mistakes.items() if same(wrong(*case), answer, precision)}


def same(a: Any, b: Any, precision: Precision = EXACT) -> bool:
    """Equal as numbers, up to rounding, and in shape; or simply equal. Answers of a tuple: each."""
    if isinstance(b, tuple) and isinstance(a, tuple | list) and len(a) == len(b):
        return all(same(one, other, precision) for one, other in zip(a, b, strict=True))
    try:
        first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    except (TypeError, ValueError):
        try:
            return [tuple(part) for part in a] == [tuple(part) for part in b]
        except (TypeError, ValueError):
            return False
    return first.shape == second.shape and np.allclose(
        first, second, rtol=precision[0], atol=precision[1], equal_nan=True
    )


def _shown(value: Any) -> str:
    if isinstance(value, tuple) and any(isinstance(part, np.ndarray) for part in value):
        return f"\n{' ' * 9}".join(map(_shown, value))
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=3, separator=", ", threshold=40)
        return text.replace("\n", "\n" + " " * 9)
    text = repr(value)
    return text if len(text) < 400 else str(quotable(text))
