"""The one update for whole corpora with numpy alone: many examples at a time, at the same weights.

Takes the flat arrays of compiled.py and does the same, except that the weights move once a batch,
by the sum of what its examples ask for. A row that several examples touch gets the sum of all: so a
batch ends before any row is touched too often for the learning rate, if need be after one example.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..outputs import sigmoid

BATCH = 64  # examples at most
FARTHEST = 1.0  # rate times the touches of a row in one batch, at most

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
    clip: bool,
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
        e = errors(u, t, table, clip)
        if not rate.any():
            continue
        EH = _sums(e[:, None] * W_out[touched], of, len(rate))
        _add_at(W_out, touched, (-rate[of] * e)[:, None] * h[of])
        step = -rate if undivided else -rate / shares
        _add_at(W_in, words, (step[:, None] * EH)[word_of])
    return loss


def together(
    W_in: np.ndarray,
    W_out: np.ndarray,
    inputs: np.ndarray,
    input_ends: np.ndarray,
    rows: np.ndarray,
    row_ends: np.ndarray,
    rates: np.ndarray,
    table: np.ndarray,
) -> float:
    """Skip-gram as programs have it, with noise shared by a window's pairs; see compiled.py."""
    pairs = np.diff(input_ends, prepend=0).astype(np.intp)
    lengths = np.repeat(np.diff(row_ends, prepend=0), pairs).astype(np.intp)
    begins = np.repeat(np.concatenate([[0], row_ends[:-1]]), pairs)
    ends = np.cumsum(lengths)
    places = np.repeat(begins - ends + lengths, lengths) + np.arange(lengths.sum())
    labels = np.zeros(len(places), np.float32)
    labels[ends - lengths] = 1
    ones = np.arange(1, len(lengths) + 1)
    lists = (inputs[: len(ones)], ones, rows[places], labels, ends)
    return yes_or_no(W_in, W_out, *lists, np.repeat(rates, pairs), False, table, False)


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
        if not rate.any():
            continue
        e *= (count / total)[:, None]
        np.subtract.at(e, (of, asked), 1)
        EH = e @ W_out
        W_out -= (rate[:, None] * e).T @ h
        step = -rate if undivided else -rate / shares
        _add_at(W_in, words, (step[:, None] * EH)[word_of])
    return loss


def errors(u: np.ndarray, t: np.ndarray, table: np.ndarray, clip: bool = False) -> np.ndarray:
    """y - t with y = σ(u), or y from a program's table of σ, which ends at ±6.

    Beyond, y is 0 or 1 with `clip`, and without it nothing is learnt. gensim's table of 1,000
    places has 83 to one (c:456, 481, 512, 537): 1000/12, with the fraction dropped.
    """
    if not len(table):
        return sigmoid(u) - t
    known = np.abs(u) < 6
    place = ((u[known] + 6) * (len(table) // 12)).astype(int)
    e = (u > 0) - t if clip else np.zeros_like(u)
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
    first, count = 0, BATCH
    while first < len(rates):
        count = min(2 * count, BATCH, len(rates) - first)
        while True:
            words, touched = (_span(ends, first, count) for ends in (input_ends, row_ends))
            far = rates[first] * max(_most(inputs[words]), _most(rows[touched])) / FARTHEST
            if count == 1 or not far > 1:
                break
            count = max(1, min(count - 1, int(count / far)))
        of = [_of(ends, first, count) for ends in (input_ends, row_ends)]
        rate = rates[first : first + count]
        yield inputs[words], of[0], rows[touched], of[1], rate, touched
        first += count


def _span(ends: np.ndarray, first: int, count: int) -> slice:
    """Where so many lists stand."""
    return slice(int(ends[first - 1]) if first else 0, int(ends[first + count - 1]))


def _of(ends: np.ndarray, first: int, count: int) -> np.ndarray:
    """For each place of so many lists, the number of its list."""
    start = int(ends[first - 1]) if first else 0
    lengths = np.diff(ends[first : first + count], prepend=start).astype(np.intp)
    return np.repeat(np.arange(count), lengths)


def _most(ids: np.ndarray) -> int:
    """How often the most frequent id is there."""
    edges = np.flatnonzero(np.diff(np.sort(ids), prepend=-1, append=-1))
    return int(np.diff(edges).max(initial=0))


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
