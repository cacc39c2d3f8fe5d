"""The one update for whole corpora with numpy alone: many examples at a time, at the same weights.

Takes the flat arrays of compiled.py and does the same, except that the weights move once a batch,
by the sum of what its examples ask for. A row that several examples touch gets the sum of all.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..outputs import sigmoid

BATCH = 64  # examples
MOST_SHARED = -1  # there is no road of its own for windows with shared noise
A_MOMENT = 2_000_000  # weights that are touched between two looks at the clock


# A rate that explodes is a lesson: infinity and NaN go where they go, without a warning.
exploding = np.errstate(over="ignore", under="ignore", invalid="ignore")


@exploding
def yes_or_no(
    W_in: np.ndarray,
    W_out: np.ndarray,
    inputs: np.ndarray,
    input_ends: np.ndarray,
    rows: np.ndarray,
    labels: np.ndarray,
    row_ends: np.ndarray,
    rates: np.ndarray,
    undivided: bool,
    table: np.ndarray,
) -> float:
    """Learn from examples that ask yes/no questions; see compiled.py. Returns the summed loss."""
    loss = 0.0
    for words, word_of, touched, of, rate, places in _batches(
        inputs, input_ends, rows, row_ends, rates.astype(W_in.dtype)
    ):
        shares = np.bincount(word_of, minlength=len(rate)).astype(W_in.dtype)
        h = _sums(W_in[words], word_of, len(rate)) / shares[:, None]
        t = labels[places].astype(W_in.dtype)
        u = np.einsum("rn,rn->r", W_out[touched], h[of])
        loss += float(np.logaddexp(0, (1 - 2 * t) * u).sum())
        e = errors(u, t, table)
        EH = _sums(e[:, None] * W_out[touched], of, len(rate))
        _add_at(W_out, touched, (-rate[of] * e)[:, None] * h[of])
        step = -rate if undivided else -rate / shares
        _add_at(W_in, words, (step[:, None] * EH)[word_of])
    return loss


@exploding
def softmax(
    W_in: np.ndarray,
    W_out: np.ndarray,
    inputs: np.ndarray,
    input_ends: np.ndarray,
    targets: np.ndarray,
    target_ends: np.ndarray,
    rates: np.ndarray,
    undivided: bool,
) -> float:
    """Learn from examples that ask for one of all words; see compiled.py. Returns the loss."""
    loss = 0.0
    for words, word_of, asked, of, rate, _ in _batches(
        inputs, input_ends, targets, target_ends, rates.astype(W_in.dtype)
    ):
        shares = np.bincount(word_of, minlength=len(rate)).astype(W_in.dtype)
        h = _sums(W_in[words], word_of, len(rate)) / shares[:, None]
        u = h @ W_out.T
        u -= u.max(axis=1, keepdims=True)
        count = np.bincount(of, minlength=len(rate)).astype(W_in.dtype)
        e = np.exp(u)
        total = e.sum(axis=1)
        loss += float((count * np.log(total)).sum() - u[of, asked].sum())
        e *= (count / total)[:, None]
        np.subtract.at(e, (of, asked), 1)
        EH = e @ W_out
        W_out -= (rate[:, None] * e).T @ h
        step = -rate if undivided else -rate / shares
        _add_at(W_in, words, (step[:, None] * EH)[word_of])
    return loss


def fall(r: np.ndarray, edges: np.ndarray, guide: np.ndarray) -> np.ndarray:
    """The words on which random numbers fall, (M,); see compiled.fall, which needs the guide."""
    return np.searchsorted(edges, r, side="right")


def errors(u: np.ndarray, t: np.ndarray, table: np.ndarray) -> np.ndarray:
    """y - t with y = σ(u), or y of a program's table and 0 beyond its ends; see compiled.error."""
    if not len(table):
        return sigmoid(u) - t
    known = np.abs(u) < 6
    place = ((u[known] + 6) * (len(table) // 12)).astype(int)
    e = np.zeros_like(u)
    e[known] = table[place] - t[known]
    return e


def _batches(
    inputs: np.ndarray,
    input_ends: np.ndarray,
    rows: np.ndarray,
    row_ends: np.ndarray,
    rates: np.ndarray,
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, slice]]:
    """Yield for each batch its inputs and rows, and of which example in it each of them is."""
    for first in range(0, len(rates), BATCH):
        words, word_of = _cut(input_ends, first)
        touched, of = _cut(row_ends, first)
        yield inputs[words], word_of, rows[touched], of, rates[first : first + BATCH], touched


def _cut(ends: np.ndarray, first: int) -> tuple[slice, np.ndarray]:
    """Where the lists of a batch stand, and for each place the number of its list."""
    ends_here = ends[first : first + BATCH]
    start = int(ends[first - 1]) if first else 0
    lengths = np.diff(ends_here, prepend=start)
    return slice(start, int(ends_here[-1])), np.repeat(np.arange(len(lengths)), lengths)


def _sums(rows: np.ndarray, of: np.ndarray, count: int) -> np.ndarray:
    """The sum of the rows of each list, (count, N); rows of a list stand side by side."""
    sums = np.zeros((count, rows.shape[1]), rows.dtype)
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    if len(starts):
        sums[of[starts]] = np.add.reduceat(rows, starts)
    return sums


def _add_at(W: np.ndarray, rows: np.ndarray, change: np.ndarray) -> None:
    """W[rows] += change, and where rows repeat, every one of the changes."""
    order = np.argsort(rows, kind="stable")
    of = rows[order]
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    if len(starts):
        W[of[starts]] += np.add.reduceat(change[order], starts)
