"""The five functions that are word2vec with negative sampling: how each is checked.

What is right is the library's own; the mistakes are those that people make, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example, examples
from ...messages import message
from ...model import Model, Step
from ...noise import Noise
from ...outputs import NegativeSampling, Softmax, sigmoid
from ..check import SINGLE, Solution, Verdict, check, examined

Pairs = list[tuple[int, int]]
Weights = tuple[np.ndarray, np.ndarray]
ARGUMENTS = {
    "examples": ("sentence", "window"),
    "scores": ("h", "W"),
    "errors": ("y", "t", "W"),
    "update": ("W_in", "W_out", "centre", "rows", "h", "e", "EH", "rate"),
    "noise": ("counts",),
}


def checked(part: str, yours: Solution) -> Verdict:
    """The verdict on one of the five; float32 is as good as float64.

    Where nothing moves, numbers would tell less than the one sentence.
    """
    verdict = check(*_exercise(part, yours))
    still = message("l13.hint_own_update_nothing")
    if part == "update" and verdict.text.endswith(still):
        return Verdict(False, message("l13.not_moved", hint=still))
    return verdict


def slip(part: str, yours: Solution) -> str | None:
    """The known mistake that answers as this function does in all random cases."""
    return examined(*_exercise(part, yours))[1]


def _exercise(part: str, yours: Solution) -> tuple[Any, ...]:
    comparable = COMPARABLE.get(part, _as_it_is)(yours) if callable(yours) else yours
    cases, right = CASES[part], RIGHT[part]
    return f"l13.own_{part}", comparable, ARGUMENTS[part], cases, right, MISTAKES[part], SINGLE


def _as_it_is(yours: Solution) -> Solution:
    return yours


# ---- examples ------------------------------------------------------------------------------------


def in_any_order(yours: Solution) -> Solution:
    """The pairs sorted: in which order a sentence's examples come is nobody's mistake."""

    @wraps(yours)
    def pairs(sentence: list[int], window: int) -> Any:
        found = yours(sentence, window)
        return sorted(tuple(pair) for pair in found) if isinstance(found, Iterable) else found

    return pairs


def _sentences(rng: np.random.Generator) -> tuple[list[int], int]:
    return rng.integers(6, size=rng.integers(2, 8)).tolist(), int(rng.integers(1, 4))


def _pairs(sentence: list[int], window: int) -> Pairs:
    # Words that are their own ids, whatever the order in which a vocabulary would put them.
    vocabulary = Vocabulary([str(i) for i in range(max(sentence) + 1)], [1] * (max(sentence) + 1))
    cut = examples([[str(i) for i in sentence]], vocabulary, window=window, pairs=True)
    return [(example.inputs[0], example.targets[0]) for example in cut]


def _near(reach: Callable[[int, int, int], Iterable[int]]) -> Solution:
    """The pairs of each place with the places that `reach` names."""
    return lambda s, w: sorted(
        (s[at], s[there]) for at in range(len(s)) for there in reach(at, w, len(s))
    )


def _but(at: int, places: range) -> list[int]:
    return [place for place in places if place != at]


_EXAMPLES: dict[str, Solution] = {
    "with_centre": _near(lambda at, w, n: range(max(0, at - w), min(n, at + w + 1))),
    "one_short": _near(lambda at, w, n: _but(at, range(max(0, at - w), min(n, at + w)))),
    "right_alone": _near(lambda at, w, n: range(at + 1, min(n, at + w + 1))),
    "left_alone": _near(lambda at, w, n: range(max(0, at - w), at)),
    "whole_sentence": _near(lambda at, w, n: _but(at, range(n))),
    "negative_start": _near(
        # Python counts a negative start from the end of the list.
        lambda at, w, n: [*range(n)[at - w : at], *range(at + 1, min(n, at + w + 1))]
    ),
    "edges_missing": _near(
        lambda at, w, n: _but(at, range(at - w, at + w + 1)) if w <= at < n - w else ()
    ),
    "other_words": lambda s, w: [(a, b) for a, b in sorted(_pairs(s, w)) if a != b],
    "repeats_lost": lambda s, w: sorted(set(_pairs(s, w))),
}


# ---- scores and answers --------------------------------------------------------------------------


def _rows(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A hidden layer and the rows of W_out that a pair touches, sometimes as many as dimensions."""
    N = int(rng.integers(2, 6))
    R = N if rng.random() < 0.3 else int(rng.integers(2, 6))
    return rng.normal(size=N).round(3), rng.normal(size=(R, N)).round(3)


def _step(h: np.ndarray, W: np.ndarray, t: np.ndarray | None = None) -> Step:
    """The library's step of one pair: the target's row first, those of the noise after it."""
    R, N = W.shape
    model = Model(Vocabulary([str(i) for i in range(R)], [1] * R), N, "negative-sampling")
    model.W_in[0], model.W_out = h, W
    return model.step(Example((0,), (0,)), [range(1, R)])


def _scores(h: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    step = _step(h, W)
    return step.u[0], step.y[0]


def _with_u(answer: Callable[[np.ndarray], np.ndarray]) -> Solution:
    """The right scores with other answers."""
    return lambda h, W: (W @ h, answer(W @ h))


def _with_scores(score: Solution) -> Solution:
    """Other scores, rightly answered."""
    return lambda h, W: (score(h, W), sigmoid(score(h, W)))


def _cosine(h: np.ndarray, W: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):  # of a row of zeros there is none
        return W @ h / np.linalg.norm(W, axis=1) / np.linalg.norm(h)


_SCORES: dict[str, Solution] = {
    "softmax": _with_u(lambda u: Softmax(len(u)).predict(u, np.zeros(len(u)))[0]),
    "no_sigmoid": _with_u(lambda u: u),
    "turned": _with_u(lambda u: sigmoid(-u)),
    "tanh": _with_u(np.tanh),
    "rounded": _with_u(lambda u: (u > 0).astype(float)),
    "not_summed": _with_scores(lambda h, W: W * h),
    "columns": _with_scores(lambda h, W: W.T @ h if len(W) == len(h) else W @ h),
    "mean": _with_scores(lambda h, W: (W * h).mean(axis=1)),
    "cosine": _with_scores(_cosine),
    "scores_alone": lambda h, W: W @ h,
    "answers_alone": lambda h, W: sigmoid(W @ h),
    "answers_first": lambda h, W: (sigmoid(W @ h), W @ h),
}

# ---- errors and what comes back ------------------------------------------------------------------


def _answers(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    h, W = _rows(rng)
    step = _step(h, W)
    return step.y[0], step.t[0], W


def _errors(y: np.ndarray, t: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """As the library finds them for scores with these answers."""
    with np.errstate(divide="ignore"):
        u = np.log(y) - np.log1p(-y)
    e = NegativeSampling(Noise([1]), 0).predict(u, t)[0] - t
    return e, e @ W


def _back(EH: Callable[[np.ndarray, np.ndarray], Any]) -> Solution:
    """The right errors, and something else that comes back."""
    return lambda y, t, W: (y - t, EH(y - t, W))


def _from(error: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Solution:
    """Other errors, rightly carried back."""
    return lambda y, t, W: (error(y, t), error(y, t) @ W)


_ERRORS: dict[str, Solution] = {
    "turned": _from(lambda y, t: t - y),
    "labels_forgotten": _from(lambda y, t: y + 0),
    "noise_alone": _from(lambda y, t: y * (1 - t)),
    "size": _from(lambda y, t: np.abs(y - t)),
    "squared": _from(lambda y, t: (y - t) * y * (1 - y)),
    "back_turned": _back(lambda e, W: -(e @ W)),
    "back_mean": _back(lambda e, W: e @ W / len(e)),
    "back_target_alone": _back(lambda e, W: e[0] * W[0]),
    "back_rows_alone": _back(lambda e, W: W.sum(axis=0)),
    "back_not_summed": _back(lambda e, W: e[:, None] * W),
    "back_columns": _back(lambda e, W: W @ e if W.shape[0] == W.shape[1] else e @ W),
    "errors_alone": lambda y, t, W: y - t,
    "back_alone": lambda y, t, W: (y - t) @ W,
}

# ---- the update ----------------------------------------------------------------------------------


def as_weights(yours: Solution) -> Solution:
    """What becomes of copies of the two matrices: written into, or given back as a pair."""

    @wraps(yours)
    def moved(W_in: np.ndarray, W_out: np.ndarray, *others: Any) -> Any:
        weights = W_in.copy(), W_out.copy()
        answer = yours(*weights, *others)
        return weights if answer is None else answer

    return moved


def _moves(rng: np.random.Generator) -> tuple[Any, ...]:
    """One pair in a small model; its noise holds a word twice now and then."""
    V, N = int(rng.integers(4, 7)), int(rng.integers(2, 4))
    W_in, W_out = rng.normal(size=(2, V, N)).round(3)
    centre = int(rng.integers(V))
    rows = rng.integers(V, size=int(rng.integers(3, 6)))
    h, e = W_in[centre].copy(), rng.normal(size=len(rows)).round(3)
    return W_in, W_out, centre, rows, h, e, e @ W_out[rows], float(rng.choice([0.1, 0.25, 0.5]))


def _update(
    W_in: np.ndarray,
    W_out: np.ndarray,
    centre: int,
    rows: np.ndarray,
    h: np.ndarray,
    e: np.ndarray,
    EH: np.ndarray,
    rate: float,
) -> Weights:
    model = Model(Vocabulary([str(i) for i in range(len(W_in))], [1] * len(W_in)), W_in.shape[1])
    model = model.with_weights(W_in, W_out)
    one = Example((centre,), (int(rows[0]),))
    lines = ((tuple(rows[1:].tolist()),), (rows,), (), (), (), (e,))
    model.apply(Step(one, 0.0, h, EH, *lines), rate)
    return model.W_in, model.W_out


def _wrong_update(write: Callable[..., None]) -> Solution:
    """A program that writes into the matrices as this one does."""
    return as_weights(write)


def _plus(W_in, W_out, centre, rows, h, e, EH, rate):  # type: ignore[no-untyped-def]
    np.add.at(W_out, rows, rate * np.outer(e, h))
    W_in[centre] += rate * EH


def _assigned(W_in, W_out, centre, rows, h, e, EH, rate):  # type: ignore[no-untyped-def]
    W_out[rows] -= rate * np.outer(e, h)
    W_in[centre] -= rate * EH


def _late(W_in, W_out, centre, rows, h, e, EH, rate):  # type: ignore[no-untyped-def]
    W_in[centre] -= rate * EH
    np.subtract.at(W_out, rows, rate * np.outer(e, W_in[centre]))


def _moved_back(W_in, W_out, centre, rows, h, e, EH, rate):  # type: ignore[no-untyped-def]
    np.subtract.at(W_out, rows, rate * np.outer(e, h))
    W_in[centre] -= rate * (e @ W_out[rows])


def _all_centres(W_in, W_out, centre, rows, h, e, EH, rate):  # type: ignore[no-untyped-def]
    np.subtract.at(W_out, rows, rate * np.outer(e, h))
    W_in -= rate * EH


def _other_matrix(W_in, W_out, centre, rows, h, e, EH, rate):  # type: ignore[no-untyped-def]
    np.subtract.at(W_in, rows, rate * np.outer(e, h))
    W_out[centre] -= rate * EH


def _only(name: str) -> Solution:
    """One of the matrices stays as it was."""

    def moved(W_in: np.ndarray, W_out: np.ndarray, *others: Any) -> Weights:
        right = _update(W_in, W_out, *others)
        return (right[0], W_out) if name == "in" else (W_in, right[1])

    return moved


_UPDATE: dict[str, Solution] = {
    "nothing": lambda W_in, W_out, *others: (W_in, W_out),
    "plus": _wrong_update(_plus),
    "assigned": _wrong_update(_assigned),
    "late": _wrong_update(_late),
    "moved_back": _wrong_update(_moved_back),
    "in_alone": _only("in"),
    "out_alone": _only("out"),
    "no_rate": lambda *given: RIGHT["update"](*given[:-1], 1.0),
    "all_centres": _wrong_update(_all_centres),
    "other_matrix": _wrong_update(_other_matrix),
    "divided": lambda *given: RIGHT["update"](*given[:-2], given[-2] / len(given[3]), given[-1]),
}

# ---- the noise -----------------------------------------------------------------------------------


def _counts(rng: np.random.Generator) -> tuple[np.ndarray]:
    return (rng.integers(1, 40, size=int(rng.integers(2, 7))),)


def _of_sum(weights: Any) -> np.ndarray:
    return np.asarray(weights) / np.sum(weights)


def _noise(counts: np.ndarray) -> np.ndarray:
    return Noise(counts).p


_NOISE: dict[str, Solution] = {
    "plain": _of_sum,
    "alike": lambda counts: np.full(len(counts), 1 / len(counts)),
    "not_divided": lambda counts: counts**0.75,
    "late": lambda counts: _of_sum(counts) ** 0.75,
    "by_counts": lambda counts: counts**0.75 / counts.sum(),
    "times": lambda counts: 0.75 * _of_sum(counts),
    "turned": lambda counts: _of_sum(counts**-0.75),
    "edges": lambda counts: np.cumsum(_of_sum(counts**0.75)),
    "logarithm": lambda counts: _of_sum(np.log1p(counts)),
}

COMPARABLE = {"examples": in_any_order, "update": as_weights}
CASES: dict[str, Callable[[np.random.Generator], tuple[Any, ...]]] = {
    "examples": _sentences,
    "scores": _rows,
    "errors": _answers,
    "update": _moves,
    "noise": _counts,
}
RIGHT: dict[str, Solution] = {
    "examples": in_any_order(_pairs),
    "scores": _scores,
    "errors": _errors,
    "update": _update,
    "noise": _noise,
}
MISTAKES = {
    "examples": _EXAMPLES,
    "scores": _SCORES,
    "errors": _ERRORS,
    "update": _UPDATE,
    "noise": _NOISE,
}
PARTS = tuple(RIGHT)
