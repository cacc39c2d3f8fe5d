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
MOST_SHARED = 5  # negatives of a window with shared noise: as many as the loops are unrolled for

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

    gensim's table of 1,000 places has 83 to one: 1000/12, with the fraction dropped
    (c:456, 481, 512, 537).
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
    make one small matrix of scores `u`.

    The loops are unrolled by hand, which is all that makes this fast: a processor that has read a
    number should use it several times. Two inputs meet six rows at once, in twelve running sums;
    two rows are moved by four inputs at once, and an input by six rows.
    """
    N, R = W_in.shape[1], 1 + noise.shape[1]  # R is at most 6: see MOST_SHARED
    most = 2 * int(reach.max()) + 4
    old = np.zeros((6, N), W_out.dtype)  # the touched rows before they move
    u = np.zeros((most, 6), W_in.dtype)  # scores, and then how far to move along
    inputs = np.zeros(most, np.int64)
    rows = np.zeros(6, np.int64)
    nothing, spare = np.zeros(N, W_in.dtype), np.zeros(N, W_in.dtype)
    zero, six = W_in.dtype.type(0), W_in.dtype.type(6)
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
            row = W_out[rows[r]]
            for n in range(N):
                old[r, n] = row[n]

        # u = h · old, for two inputs and all six rows at a time
        for c in range(0, C, 2):
            h = W_in[inputs[c]]
            g = W_in[inputs[c + 1]] if c + 1 < C else nothing
            a0 = a1 = a2 = a3 = a4 = a5 = zero
            b0 = b1 = b2 = b3 = b4 = b5 = zero
            for n in range(N):
                x, y = h[n], g[n]
                a0 += x * old[0, n]
                a1 += x * old[1, n]
                a2 += x * old[2, n]
                a3 += x * old[3, n]
                a4 += x * old[4, n]
                a5 += x * old[5, n]
                b0 += y * old[0, n]
                b1 += y * old[1, n]
                b2 += y * old[2, n]
                b3 += y * old[3, n]
                b4 += y * old[4, n]
                b5 += y * old[5, n]
            u[c, 0], u[c, 1], u[c, 2] = a0, a1, a2
            u[c, 3], u[c, 4], u[c, 5] = a3, a4, a5
            u[c + 1, 0], u[c + 1, 1], u[c + 1, 2] = b0, b1, b2
            u[c + 1, 3], u[c + 1, 4], u[c + 1, 5] = b3, b4, b5

        # -rate · (y - t) takes the place of each score
        for c in range(C):
            learns = -six < u[c, 0] < six
            for r in range(R):
                step = zero
                if -six < u[c, r] < six:
                    step = -rate * table[int((u[c, r] + six) * scale)]
                u[c, r] = step
            if learns:
                u[c, 0] += rate  # t is 1 at the target's row and 0 at the others
        for r in range(1, R):
            if rows[r] == rows[0]:
                for c in range(C):
                    u[c, r] = zero
        if C % 2 == 1:  # the place of an input that is not there
            for r in range(R):
                u[C, r] = zero

        # the rows of W_out move along the inputs, two rows and four inputs at a time
        for r in range(0, R, 2):
            row = W_out[rows[r]]
            row2 = W_out[rows[r + 1]] if r + 1 < R else spare
            c = 0
            while c + 2 < C:
                h1, h2, h3 = W_in[inputs[c]], W_in[inputs[c + 1]], W_in[inputs[c + 2]]
                h4 = W_in[inputs[c + 3]] if c + 3 < C else nothing
                a1, a2, a3, a4 = u[c, r], u[c + 1, r], u[c + 2, r], u[c + 3, r]
                b1, b2, b3, b4 = u[c, r + 1], u[c + 1, r + 1], u[c + 2, r + 1], u[c + 3, r + 1]
                for n in range(N):
                    row[n] += a1 * h1[n] + a2 * h2[n] + a3 * h3[n] + a4 * h4[n]
                    row2[n] += b1 * h1[n] + b2 * h2[n] + b3 * h3[n] + b4 * h4[n]
                c += 4
            if c < C:
                h1 = W_in[inputs[c]]
                h2 = W_in[inputs[c + 1]] if c + 1 < C else nothing
                a1, a2, b1, b2 = u[c, r], u[c + 1, r], u[c, r + 1], u[c + 1, r + 1]
                for n in range(N):
                    row[n] += a1 * h1[n] + a2 * h2[n]
                    row2[n] += b1 * h1[n] + b2 * h2[n]

        # the inputs move along the old rows, all six at a time
        for c in range(C):
            h = W_in[inputs[c]]
            a0, a1, a2, a3, a4, a5 = u[c, 0], u[c, 1], u[c, 2], u[c, 3], u[c, 4], u[c, 5]
            for n in range(N):
                h[n] += (
                    a0 * old[0, n] + a1 * old[1, n] + a2 * old[2, n]
                    + a3 * old[3, n] + a4 * old[4, n] + a5 * old[5, n]
                )  # fmt: skip
