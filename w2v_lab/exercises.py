"""Exercises that are checked at once: the learner's function against the library, on random cases.

`exercises.hidden(my_function)` returns a Verdict. Where the answers differ, the mistakes that
people make are tried in turn; the one that gives the learner's own results is named in the hint.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .corpus import Vocabulary
from .examples import examples
from .messages import W2VError, message, quotable
from .model import Model

CASES = 100

Solution = Callable[..., Any]


@dataclass(frozen=True)
class Verdict:
    """Whether an exercise is solved: `passed`, and `text`, which says what to look at."""

    passed: bool
    text: str

    def __repr__(self) -> str:
        return self.text


def next_words(yours: Solution) -> Verdict:
    """Check a function from a sentence, a list of words, to its list of (word, next word) pairs."""
    return _check("next_words", yours, ("sentence",), _sentences, _next_words, NEXT_WORDS_MISTAKES)


def hidden(yours: Solution) -> Verdict:
    """Check a function of W_in, (V, N), and a list of input ids that returns h, (N,)."""
    return _check("hidden", yours, ("W_in", "inputs"), _matrices, _hidden, HIDDEN_MISTAKES)


def _check(
    name: str,
    yours: Solution,
    arguments: tuple[str, ...],
    cases: Callable[[np.random.Generator], tuple[Any, ...]],
    right: Solution,
    mistakes: dict[str, Solution],
) -> Verdict:
    if not callable(yours):
        raise W2VError("not_a_function", got=type(yours).__name__, exercise=name)
    suspects = dict(mistakes)

    def told(case: tuple[Any, ...]) -> str:
        return "\n".join(
            f"  {key} = {_shown(value)}" for key, value in zip(arguments, case, strict=True)
        )

    failed: tuple[tuple[Any, ...], Any] | None = None
    for case in _cases(cases):
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
        return Verdict(True, message("exercises.right", cases=CASES))
    case, answer = failed
    if answer is None:
        return _verdict("returned_nothing")
    hint = next((message(f"exercises.{name}_{key}") for key in suspects), "")
    return _verdict(
        "wrong", case=told(case), yours=_shown(answer), library=_shown(right(*case)), hint=hint
    )


def _cases(make: Callable[[np.random.Generator], tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The same cases for everybody and every time, smallest first, so that failures read well."""
    rng = np.random.default_rng(0)
    return iter(sorted((make(rng) for _ in range(CASES)), key=lambda case: len(str(case))))


def _verdict(key: str, **values: Any) -> Verdict:
    return Verdict(False, message(f"exercises.{key}", **values).rstrip())


def _same(a: Any, b: Any) -> bool:
    """Equal as numbers, up to rounding, and in shape; or simply equal."""
    try:
        first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    except (TypeError, ValueError):
        try:
            return [tuple(part) for part in a] == [tuple(part) for part in b]
        except (TypeError, ValueError):
            return False
    return first.shape == second.shape and np.allclose(first, second, rtol=1e-9, atol=1e-12)


def _shown(value: Any) -> str:
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=3, separator=", ", threshold=40)
        return text.replace("\n", "\n" + " " * 9)
    text = repr(value)
    return text if len(text) < 400 else str(quotable(text))


# ---- lesson 00: next words -----------------------------------------------------------------


def _sentences(rng: np.random.Generator) -> tuple[list[str]]:
    words = ["the", "king", "queen", "rules", "wears", "a", "crown"]
    return ([words[i] for i in rng.integers(len(words), size=rng.integers(1, 7))],)


def _next_words(sentence: list[str]) -> list[tuple[str, str]]:
    vocabulary = Vocabulary.from_sentences([sentence])
    found = examples([sentence], vocabulary, "next-word")
    name = vocabulary.words
    return [(name[example.inputs[0]], name[example.targets[0]]) for example in found]


NEXT_WORDS_MISTAKES: dict[str, Solution] = {
    "reversed": lambda s: [(b, a) for a, b in _next_words(s)],
    "last_missing": lambda s: _next_words(s)[:-1],
    "wraps_around": lambda s: [*_next_words(s), (s[-1], s[0])],
    "once_each": lambda s: list(dict.fromkeys(_next_words(s))),
    "disjoint": lambda s: _next_words(s)[::2],
    "both_sides": lambda s: [pair for a, b in _next_words(s) for pair in ((a, b), (b, a))],
    "only_words": lambda s: s[1:],
}


# ---- lesson 01: the hidden layer -----------------------------------------------------------


def _matrices(rng: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    V, N = int(rng.integers(3, 7)), int(rng.integers(2, 5))
    inputs = rng.integers(V, size=rng.integers(1, 5)).tolist()
    return rng.normal(size=(V, N)), inputs


def _hidden(W_in: np.ndarray, inputs: list[int]) -> np.ndarray:
    V, N = W_in.shape
    model = Model(Vocabulary([str(i) for i in range(V)], [1] * V), N)
    model.W_in = W_in
    return model.hidden(inputs)


HIDDEN_MISTAKES: dict[str, Solution] = {
    "sum": lambda W, inputs: W[inputs].sum(axis=0),
    "repeats_lost": lambda W, inputs: W[sorted(set(inputs))].mean(axis=0),
    "repeats_assigned": lambda W, inputs: W[sorted(set(inputs))].sum(axis=0) / len(inputs),
    "one_row": lambda W, inputs: W[inputs[0]],
    "last_row": lambda W, inputs: W[inputs[-1]],
    "rows": lambda W, inputs: W[inputs],
    "wrong_axis": lambda W, inputs: W[inputs].mean(axis=1),
    "one_number": lambda W, inputs: W[inputs].mean(),
    "divided_by_V": lambda W, inputs: W[inputs].sum(axis=0) / len(W),
    "all_rows": lambda W, inputs: W.mean(axis=0),
}
