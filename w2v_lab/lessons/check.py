"""How an exercise is checked: the learner's function against the library, on random cases.

Where the answers differ, the mistakes that people make are tried in turn; the one that gives the
learner's own results is named in the hint.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..messages import W2VError, message, quotable

CASES = 100

Solution = Callable[..., Any]


@dataclass(frozen=True)
class Verdict:
    """Whether an exercise is solved: `passed`, and `text`, which says what to look at."""

    passed: bool
    text: str

    def __repr__(self) -> str:
        return self.text


def check(
    exercise: str,
    yours: Solution,
    arguments: tuple[str, ...],
    cases: Callable[[np.random.Generator], tuple[Any, ...]],
    right: Solution,
    mistakes: dict[str, Solution],
) -> Verdict:
    """Check a function against the library's; `exercise` is "l06.next_merge", lesson and name."""
    lesson, _, name = exercise.partition(".")
    if not callable(yours):
        raise W2VError("not_a_function", got=type(yours).__name__, exercise=name)
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
            return _verdict("raised", error=f"{type(error).__name__}: {error}", case=told(case))
        if not all(map(_same, given, case)):
            return _verdict("changed_input", case=told(case))
        suspects = {key: wrong for key, wrong in suspects.items() if _same(wrong(*case), answer)}
        if failed is None and not _same(answer, right(*case)):
            failed = (case, answer)
    if failed is None:
        return Verdict(True, message("check.right", cases=CASES))
    case, answer = failed
    if answer is None:
        return _verdict("returned_nothing")
    hint = next((message(f"{lesson}.hint_{name}_{key}") for key in suspects), "")
    return _verdict(
        "wrong", case=told(case), yours=_shown(answer), library=_shown(right(*case)), hint=hint
    )


def in_order(make: Callable[[np.random.Generator], tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The same cases for everybody and every time, smallest first, so that failures read well."""
    rng = np.random.default_rng(0)
    return iter(sorted((make(rng) for _ in range(CASES)), key=lambda case: len(str(case))))


def _verdict(key: str, **values: Any) -> Verdict:
    return Verdict(False, message(f"check.{key}", **values).rstrip())


def _same(a: Any, b: Any) -> bool:
    """Equal as numbers, up to rounding, and in shape; or simply equal. Answers of a tuple: each."""
    if isinstance(b, tuple) and isinstance(a, tuple | list) and len(a) == len(b):
        return all(map(_same, a, b))
    try:
        first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    except (TypeError, ValueError):
        try:
            return [tuple(part) for part in a] == [tuple(part) for part in b]
        except (TypeError, ValueError):
            return False
    return first.shape == second.shape and np.allclose(
        first, second, rtol=1e-9, atol=1e-12, equal_nan=True
    )


def _shown(value: Any) -> str:
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=3, separator=", ", threshold=40)
        return text.replace("\n", "\n" + " " * 9)
    text = repr(value)
    return text if len(text) < 400 else str(quotable(text))
