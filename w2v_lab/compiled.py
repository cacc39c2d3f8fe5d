"""The one update compiled for whole corpora; numba must be installed to import this module.

`yes_or_no` and `softmax` are `Model.step` and `Model.apply` word for word, with a loop where numpy
takes a row at once: read them beside model.py. They take many examples in flat arrays: all lists of
ids one after another, and where each list ends. `windows_with_shared_noise` is what a program does
to be fast; read it last. Tests hold all three to the model.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

A_MOMENT = 20_000_000  # weights that are touched between two looks at the clock

# Sums may be taken in any order, so that the processor can add up 16 numbers at once. The other
# freedoms of "fastmath" would let it assume that nothing is ever NaN or infinite; we do not.
compiled = njit(
    cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"}
)


@compiled
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
    """Learn from examples that ask yes/no questions; return the summed loss, in nats.

    Example i has the words inputs[input_ends[i-1]:input_ends[i]] and touches the rows of W_out
    rows[row_ends[i-1]:row_ends[i]], with these labels, at rates[i]. An empty
    `table` stands for the exact σ.
    """
    N = W_in.shape[1]
    zero = W_in.dtype.type(0)
    h = np.empty(N, W_in.dtype)
    EH = np.empty(N, W_in.dtype)
    e = np.empty(longest(row_ends), W_in.dtype)
    loss = 0.0
    first_input = first_row = 0
    for i in range(len(rates)):
        words = inputs[first_input : input_ends[i]]
        touched = rows[first_row : row_ends[i]]
        t = labels[first_row : row_ends[i]]
        first_input, first_row = input_ends[i], row_ends[i]

        h[:] = zero
        for word in words:
            h += W_in[word]
        h /= W_in.dtype.type(len(words))

        EH[:] = zero
        for r in range(len(touched)):
            u = dot(W_out[touched[r]], h)
            loss += cost(u, t[r])
            e[r] = error(u, t[r], table)
            add(EH, e[r], W_out[touched[r]])

        rate = W_in.dtype.type(rates[i])
        for r in range(len(touched)):
            add(W_out[touched[r]], -rate * e[r], h)
        if not undivided:
            rate /= W_in.dtype.type(len(words))
        for word in words:
            add(W_in[word], -rate, EH)
    return loss


@compiled
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
    """Learn from examples that ask for one of all words; return the summed loss, in nats.

    All targets of an example see the same h, so they share one y, and their errors are summed:
    (number of targets)·y - Σt.
    """
    V, N = W_out.shape
    zero = W_in.dtype.type(0)
    h = np.empty(N, W_in.dtype)
    EH = np.empty(N, W_in.dtype)
    e = np.empty(V, W_in.dtype)
    loss = 0.0
    first_input = first_target = 0
    for i in range(len(rates)):
        words = inputs[first_input : input_ends[i]]
        asked = targets[first_target : target_ends[i]]
        first_input, first_target = input_ends[i], target_ends[i]

        h[:] = zero
        for word in words:
            h += W_in[word]
        h /= W_in.dtype.type(len(words))

        for r in range(V):
            e[r] = dot(W_out[r], h)
        greatest = e.max()
        for target in asked:
            loss -= e[target] - greatest
        total = 0.0
        for r in range(V):
            e[r] = math.exp(e[r] - greatest)
            total += e[r]
        loss += len(asked) * math.log(total)
        e *= W_in.dtype.type(len(asked) / total)
        for target in asked:
            e[target] -= W_in.dtype.type(1)

        rate = W_in.dtype.type(rates[i])
        EH[:] = zero
        for r in range(V):
            add(EH, e[r], W_out[r])
            add(W_out[r], -rate * e[r], h)
        if not undivided:
            rate /= W_in.dtype.type(len(words))
        for word in words:
            add(W_in[word], -rate, EH)
    return loss


@compiled
def dot(a: np.ndarray, b: np.ndarray) -> float:
    total = a.dtype.type(0)
    for n in range(len(a)):
        total += a[n] * b[n]
    return total


@compiled
def add(row: np.ndarray, factor: float, other: np.ndarray) -> None:
    """row += factor · other, in place."""
    for n in range(len(row)):
        row[n] += factor * other[n]


@compiled
def error(u: float, t: float, table: np.ndarray) -> float:
    """y - t with y = σ(u), or with y from a program's table; beyond its ends at ±6, nothing.

    gensim's table of 1,000 places has 83 to one (c:471): 1000/12, with the fraction dropped.
    """
    if len(table) == 0:
        return 1 / (1 + np.exp(-u)) - t
    if -6 < u < 6:
        return table[int((u + 6) * (len(table) // 12))] - t
    return 0 * t


@compiled
def cost(u: float, t: float) -> float:
    """-log σ(u) where the label is 1, -log σ(-u) where it is 0."""
    wrong = -u if t else u
    return max(wrong, 0) + math.log1p(math.exp(-abs(wrong)))


@compiled
def longest(ends: np.ndarray) -> int:
    most = first = 0
    for end in ends:
        most, first = max(most, end - first), end
    return most


@compiled
def fall(r: np.ndarray, edges: np.ndarray, guide: np.ndarray) -> np.ndarray:
    """The words on which random numbers fall: for each, the first whose edge lies beyond it.

    Says what np.searchsorted(edges, r, side="right") says. guide[g] is the first word that any
    number from g/len(guide) up can fall on, so that a step or two suffice (Chen and Asau 1974).
    """
    words = np.empty(len(r), np.int32)
    for i in range(len(r)):
        word = guide[int(r[i] * len(guide))]
        while edges[word] <= r[i]:
            word += 1
        words[i] = word
    return words


inlined = njit(inline="always", error_model="numpy", fastmath={"reassoc", "contract", "nsz"})


@inlined
def copy(old: np.ndarray, r: int, row: np.ndarray) -> None:
    for n in range(len(row)):
        old[r, n] = row[n]


@inlined
def two_times_six(
    u: np.ndarray, c: int, r: int, h: np.ndarray, i: np.ndarray, old: np.ndarray
) -> None:
    """The scores of inputs c and c + 1 at the rows r to r + 5."""
    a0 = a1 = a2 = a3 = a4 = a5 = b0 = b1 = b2 = b3 = b4 = b5 = h.dtype.type(0)
    for n in range(len(h)):
        x, y = h[n], i[n]
        a0, b0 = a0 + x * old[r, n], b0 + y * old[r, n]
        a1, b1 = a1 + x * old[r + 1, n], b1 + y * old[r + 1, n]
        a2, b2 = a2 + x * old[r + 2, n], b2 + y * old[r + 2, n]
        a3, b3 = a3 + x * old[r + 3, n], b3 + y * old[r + 3, n]
        a4, b4 = a4 + x * old[r + 4, n], b4 + y * old[r + 4, n]
        a5, b5 = a5 + x * old[r + 5, n], b5 + y * old[r + 5, n]
    u[c, r], u[c, r + 1], u[c, r + 2], u[c, r + 3], u[c, r + 4], u[c, r + 5] = (
        a0,
        a1,
        a2,
        a3,
        a4,
        a5,
    )
    c += 1
    u[c, r], u[c, r + 1], u[c, r + 2], u[c, r + 3], u[c, r + 4], u[c, r + 5] = (
        b0,
        b1,
        b2,
        b3,
        b4,
        b5,
    )


@inlined
def two_plus_four(
    row: np.ndarray,
    row2: np.ndarray,
    u: np.ndarray,
    c: int,
    r: int,
    h: np.ndarray,
    h2: np.ndarray,
    h3: np.ndarray,
    h4: np.ndarray,
) -> None:
    """Move rows r and r + 1 by their steps along the inputs c to c + 3."""
    a, a2, a3, a4 = u[c, r], u[c + 1, r], u[c + 2, r], u[c + 3, r]
    b, b2, b3, b4 = u[c, r + 1], u[c + 1, r + 1], u[c + 2, r + 1], u[c + 3, r + 1]
    for n in range(len(row)):
        row[n] += a * h[n] + a2 * h2[n] + a3 * h3[n] + a4 * h4[n]
        row2[n] += b * h[n] + b2 * h2[n] + b3 * h3[n] + b4 * h4[n]


@inlined
def two_plus_two(
    row: np.ndarray, row2: np.ndarray, u: np.ndarray, c: int, r: int, h: np.ndarray, h2: np.ndarray
) -> None:
    """Move rows r and r + 1 by their steps along the inputs c and c + 1."""
    a, a2, b, b2 = u[c, r], u[c + 1, r], u[c, r + 1], u[c + 1, r + 1]
    for n in range(len(row)):
        row[n] += a * h[n] + a2 * h2[n]
        row2[n] += b * h[n] + b2 * h2[n]


@inlined
def one_plus_six(row: np.ndarray, u: np.ndarray, c: int, r: int, old: np.ndarray) -> None:
    """Move input c by its steps along the rows r to r + 5."""
    a, b, d, e, f, g = u[c, r], u[c, r + 1], u[c, r + 2], u[c, r + 3], u[c, r + 4], u[c, r + 5]
    for n in range(len(row)):
        row[n] += (
            a * old[r, n] + b * old[r + 1, n] + d * old[r + 2, n]
            + e * old[r + 3, n] + f * old[r + 4, n] + g * old[r + 5, n]
        )  # fmt: skip


@compiled
def windows_with_shared_noise(
    W_in: np.ndarray,
    W_out: np.ndarray,
    text: np.ndarray,
    centres: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
    reach: np.ndarray,
    noise: np.ndarray,
    rates: np.ndarray,
    table: np.ndarray,
) -> None:
    """Skip-gram as programs have it, a window at a time: each context word predicts the centre.

    The window at place centres[i] of `text` reaches reach[i] to either side, within the sentence
    text[first[i]:last[i]]. Its pairs of context and centre share the negatives noise[i], (k,); one
    that equals the centre is skipped. All are taken at the same weights: C inputs times 1 + k rows
    make one small matrix of scores. Two inputs with six rows are added up at a time, since a
    processor has room for twelve sums, and reads each number once for several of them.
    """
    N, k = W_in.shape[1], noise.shape[1]
    R = 1 + k
    most = 2 * int(reach.max()) + 4
    old = np.zeros(((R + 5) // 6 * 6, N), W_out.dtype)  # the touched rows before they move
    u = np.zeros((most, len(old)), W_in.dtype)  # scores of each input and row, then -rate · errors
    inputs = np.zeros(most, np.int64)
    rows = np.zeros(len(old), np.int64)
    nothing, spare = np.zeros(N, W_in.dtype), np.zeros(N, W_in.dtype)
    zero, one, six = W_in.dtype.type(0), W_in.dtype.type(1), W_in.dtype.type(6)
    scale = W_in.dtype.type(len(table) // 12)
    for i in range(len(centres)):
        centre, rate = centres[i], W_in.dtype.type(rates[i])
        C = 0
        for place in range(max(first[i], centre - reach[i]), min(last[i], centre + reach[i] + 1)):
            if place != centre:
                inputs[C] = text[place]
                C += 1
        rows[0] = text[centre]
        for r in range(1, R):
            rows[r] = noise[i, r - 1]
        for r in range(R):
            copy(old, r, W_out[rows[r]])

        for c in range(0, C, 2):
            h = W_in[inputs[c]]
            h2 = W_in[inputs[c + 1]] if c + 1 < C else nothing
            for r in range(0, R, 6):
                two_times_six(u, c, r, h, h2, old)

        for c in range(C):
            for r in range(R):
                step = zero
                if -six < u[c, r] < six and (r == 0 or rows[r] != rows[0]):
                    y = table[int((u[c, r] + six) * scale)]
                    step = rate * (one - y) if r == 0 else -rate * y
                u[c, r] = step
        for c in range(C, C + 3):
            for r in range(R):
                u[c, r] = zero

        for r in range(0, R, 2):
            row = W_out[rows[r]]
            row2 = W_out[rows[r + 1]] if r + 1 < R else spare
            c = 0
            while c + 2 < C:
                h4 = W_in[inputs[c + 3]] if c + 3 < C else nothing
                h, h2, h3 = W_in[inputs[c]], W_in[inputs[c + 1]], W_in[inputs[c + 2]]
                two_plus_four(row, row2, u, c, r, h, h2, h3, h4)
                c += 4
            if c < C:
                h2 = W_in[inputs[c + 1]] if c + 1 < C else nothing
                two_plus_two(row, row2, u, c, r, W_in[inputs[c]], h2)
        for c in range(C):
            for r in range(0, R, 6):
                one_plus_six(W_in[inputs[c]], u, c, r, old)
