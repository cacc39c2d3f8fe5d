"""The one update compiled for whole corpora; numba must be installed to import this module.

`cut` is `examples` and the output layers' `lines`: it draws what is drawn, in the lab's own order,
and writes many examples into flat arrays. `yes_or_no` and `softmax` are `Model.step` and
`Model.apply` on these, word for word, with a loop where numpy takes a row at once, sixteen numbers
at a time (sixteen.py): read them beside model.py. `together` is what a program does to be fast, and
`among_others` is how several threads learn; read them last. Tests hold all of them to the lab's own
objects.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from . import flat
from .flat import OwnRows, Stretch
from .sixteen import LANES, added, each, product, put, quotient, take, total, within

# Sums may be taken in any order, so that the processor can add up 16 numbers at once. The other
# freedoms of "fastmath" would let it assume that nothing is ever NaN or infinite; we do not.
FREEDOM = {"reassoc", "contract", "nsz"}
compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath=FREEDOM)
# Within the loops no array is handed to another function: numba would count its references there.
helper = njit(cache=True, nogil=True, error_model="numpy", fastmath=FREEDOM, forceinline=True)
rows_of_zeros = compiled(flat.rows_of_zeros)


@compiled
def cut(stretch: Stretch, rng: np.random.Generator) -> tuple[int, int]:
    """Cut the next examples until `room` rows are written; how many, and their targets."""
    text, ends, place, last, kept, keep, window, shrink = stretch[:8]
    context_given, one_by_one, rate, slope, room, questions, into = stretch[8:]
    begins, path, bits, negative, tries, keeps_target, edges, guide = questions
    inputs, input_ends, rows, labels, row_ends, rates = into
    count = given = asked = targets = 0
    sentence, at, K = place[0], place[1], place[2]
    while sentence < last and room > asked and room > given:
        begin, end = ends[sentence - 1] if sentence else 0, ends[sentence]
        if at == 0:
            K = 0
            for i in range(begin, end):
                if len(keep) == 0 or rng.random() < keep[text[i]]:
                    kept[K] = text[i]
                    K += 1
        while at < K and room > asked and room > given:
            far = 1 + int(rng.random() * window) if shrink else window
            first, beyond = max(0, at - far), min(K, at + far + 1)
            now = rate + slope * (begin + at * ((end - begin) / K))
            for near in range(first, beyond):
                if near == at:
                    continue
                if context_given:
                    inputs[given] = kept[near]
                    given += 1
                if one_by_one or not context_given or near == (first if first < at else at + 1):
                    target = kept[at] if context_given else kept[near]
                    targets += 1
                    for step in range(begins[target], begins[target + 1]):
                        rows[asked], labels[asked] = path[step], bits[step]
                        asked += 1
                    for _ in range(negative):
                        for _ in range(tries):
                            r = rng.random()
                            word = guide[int(r * len(guide))]
                            while edges[word] <= r:
                                word += 1
                            used = keeps_target or word != target
                            if used:
                                rows[asked], labels[asked] = word, 0
                                asked += 1
                                break
                if one_by_one:
                    input_ends[count], row_ends[count], rates[count] = (
                        given,
                        asked,
                        now,
                    )
                    count += 1
            if beyond - first > 1 and not one_by_one:
                if not context_given:
                    inputs[given] = kept[at]
                    given += 1
                input_ends[count], row_ends[count], rates[count] = given, asked, now
                count += 1
            at += 1
        if at >= K:
            sentence, at = sentence + 1, 0
    place[0], place[1], place[2] = sentence, at, K
    return count, targets


USUAL = 112  # numbers in a row of 100 that is filled up
H, E = 0, 1  # two rows of one's own: h and EH
SCORES = 4_000  # so many at least are looked at together


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
    clip: bool,
) -> float:
    """Learn from examples that ask yes/no questions; return the summed loss, in nats.

    Example i has the words inputs[input_ends[i-1]:input_ends[i]] and touches the rows of W_out
    rows[row_ends[i-1]:row_ends[i]], with these labels, at rates[i]. An empty `table` stands for
    the exact σ; beyond a table's ends σ is 0 or 1 with `clip`, and without it nothing is learnt.
    """
    N = filled_up(W_in)
    lists = (inputs, input_ends, rows, labels, row_ends, rates)
    if N == USUAL:  # loops are faster whose length the compiler knows
        return yes_or_no_of(USUAL, W_in, W_out, *lists, undivided, table, clip)
    return yes_or_no_of(N, W_in, W_out, *lists, undivided, table, clip)


@helper
def yes_or_no_of(
    N: int,
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
    """`yes_or_no` with rows of N numbers."""
    number = W_in.dtype.type
    zero, one, two, six = number(0), number(1), number(2), number(6)
    places = number(len(table) // 12)
    most = longest(row_ends) + LANES
    own = rows_of_zeros(2, N, W_in.dtype)
    u, e = np.zeros(most, W_in.dtype), np.zeros(most, W_in.dtype)
    side = np.zeros(most, W_in.dtype)  # -1 where the answer is yes, else 1
    signed = np.zeros(SCORES + most, W_in.dtype)  # scores, turned round for a yes
    loss, waiting = 0.0, 0  # scores whose loss is not counted yet
    given = asked = 0
    for i in range(len(rates)):
        G, R = input_ends[i] - given, row_ends[i] - asked

        # h = W_in[inputs].mean(axis=0)
        word = inputs[given]
        for n in range(0, N, LANES):
            put(take(W_in, word, n), own, H, n)
        if G > 1:
            for g in range(given + 1, given + G):
                word = inputs[g]
                for n in range(0, N, LANES):
                    put(added(take(own, H, n), one, take(W_in, word, n)), own, H, n)
            for n in range(N):
                own[H, n] /= number(G)

        # u = W_out[rows] @ h, four rows at a time
        r = 0
        while r + 4 <= R:
            r0, r1 = rows[asked + r], rows[asked + r + 1]
            r2, r3 = rows[asked + r + 2], rows[asked + r + 3]
            u0 = u1 = u2 = u3 = each(zero)
            for n in range(0, N, LANES):
                x = take(own, H, n)
                u0 = added(u0, x, take(W_out, r0, n))
                u1 = added(u1, x, take(W_out, r1, n))
                u2 = added(u2, x, take(W_out, r2, n))
                u3 = added(u3, x, take(W_out, r3, n))
            u[r], u[r + 1], u[r + 2], u[r + 3] = total(u0), total(u1), total(u2), total(u3)
            r += 4
        while r < R:
            r0, u0 = rows[asked + r], each(zero)
            for n in range(0, N, LANES):
                u0 = added(u0, take(own, H, n), take(W_out, r0, n))
            u[r] = total(u0)
            r += 1

        # e = σ(u) - t
        for r in range(R):
            side[r] = one - two * number(labels[asked + r])
        for r in range(0, R, LANES):
            put(added(each(zero), take(side, r), take(u, r)), signed, waiting + r)
        if len(table):
            for r in range(R):
                t = number(labels[asked + r])
                if -six < u[r] < six:
                    e[r] = table[int((u[r] + six) * places)] - t
                else:
                    e[r] = number(u[r] > 0) - t if clip else zero
        else:
            for r in range(0, R, LANES):
                odds = odds_less_one(take(signed, waiting + r), number)
                y = quotient(added(each(one), one, odds), added(each(two), one, odds))
                put(added(each(zero), take(side, r), y), e, r)
        waiting += R
        if waiting > SCORES:
            loss += summed_loss(signed, waiting)
            waiting = 0

        # EH = e @ W_out[rows], four rows at a time
        for n in range(0, N, LANES):
            put(each(zero), own, E, n)
        r = 0
        while r + 4 <= R:
            r0, r1 = rows[asked + r], rows[asked + r + 1]
            r2, r3 = rows[asked + r + 2], rows[asked + r + 3]
            for n in range(0, N, LANES):
                some = added(take(own, E, n), e[r], take(W_out, r0, n))
                some = added(some, e[r + 1], take(W_out, r1, n))
                some = added(some, e[r + 2], take(W_out, r2, n))
                put(added(some, e[r + 3], take(W_out, r3, n)), own, E, n)
            r += 4
        while r < R:
            r0 = rows[asked + r]
            for n in range(0, N, LANES):
                put(added(take(own, E, n), e[r], take(W_out, r0, n)), own, E, n)
            r += 1

        # then, and only then, the weights move
        rate = number(rates[i])
        for r in range(R):
            r0, step = rows[asked + r], rate * e[r]
            for n in range(0, N, LANES):
                put(added(take(W_out, r0, n), -step, take(own, H, n)), W_out, r0, n)
        if not undivided:
            rate /= number(G)
        for g in range(given, given + G):
            word = inputs[g]
            for n in range(0, N, LANES):
                put(added(take(W_in, word, n), -rate, take(own, E, n)), W_in, word, n)
        given, asked = input_ends[i], row_ends[i]
    return loss + summed_loss(signed, waiting)


@compiled
def filled_up(W: np.ndarray) -> int:
    """The length of the rows, which must be a multiple of sixteen."""
    if W.shape[1] % LANES:
        raise ValueError("rows are taken sixteen numbers at a time: see flat.aligned")
    return W.shape[1]


FARTHEST = 80  # scores beyond are as good as certain: σ(-80) is 2e-35, near the least of float32
CERTAIN = 40  # log(1 + e^x) is x itself from here on: e^-40 is 4e-18


@compiled
def summed_loss(x: np.ndarray, count: int) -> float:
    """Σ log(1 + e^x) of the first `count`, in nats; x is -u where the answer is yes, else u.

    One log for many: the product of what stands in the brackets, sixteen at a time. Writes over
    what comes after them.
    """
    number = x.dtype.type
    zero, one, two, most = number(0), number(1), number(2), number(CERTAIN)
    put(each(-number(FARTHEST)), x, count)  # which add nothing
    loss, brackets, far = 0.0, 1.0, each(zero)
    for i in range(0, count, LANES):
        some = take(x, i)
        near = within(some, -number(FARTHEST), most)
        far = added(far, one, within(added(some, -one, near), zero, number(np.inf)))
        brackets *= product(added(each(two), one, odds_less_one(near, number)))
        if brackets > 1e25:  # before sixteen more can rise beyond what a float64 holds
            loss += math.log(brackets)
            brackets = 1.0
    return loss + math.log(brackets) + total(far)


@helper
def odds_less_one(x: np.ndarray, number: type) -> np.ndarray:
    """e^x - 1, for sixteen numbers: of x/1024 by its series, then squared.

    From q = e^y - 1 follows e^2y - 1 = q(q + 2), ten times. Scores beyond ±80 count as ±80.
    """
    zero, one = each(number(0)), each(number(1))
    x = within(x, -number(FARTHEST), number(FARTHEST))
    y = added(zero, number(1 / 1024), x)
    q = added(each(number(1 / 24)), number(1 / 120), y)
    q = added(each(number(1 / 6)), y, q)
    q = added(each(number(1 / 2)), y, q)
    q = added(one, y, q)
    q = added(zero, y, q)
    for _ in range(10):
        q = added(added(q, one, q), q, q)
    return q


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
    number = W_in.dtype.type
    h, EH = np.zeros(N, W_in.dtype), np.zeros(N, W_in.dtype)
    e = np.zeros(V, W_in.dtype)
    loss = 0.0
    given = asked = 0
    for i in range(len(rates)):
        G, T = input_ends[i] - given, target_ends[i] - asked
        for n in range(N):
            h[n] = EH[n] = number(0)
        for g in range(given, given + G):
            for n in range(N):
                h[n] += W_in[inputs[g], n]
        for n in range(N):
            h[n] /= number(G)

        for r in range(V):
            u = number(0)
            for n in range(N):
                u += h[n] * W_out[r, n]
            e[r] = u
        greatest = e.max()
        for target in targets[asked : asked + T]:
            loss -= e[target] - greatest
        total = 0.0
        for r in range(V):
            e[r] = math.exp(e[r] - greatest)
            total += e[r]
        loss += T * math.log(total)
        for r in range(V):
            e[r] *= number(T / total)
        for target in targets[asked : asked + T]:
            e[target] -= number(1)

        rate = number(rates[i])
        for r in range(V):
            error, step = e[r], rate * e[r]
            for n in range(N):
                EH[n] += error * W_out[r, n]
            for n in range(N):
                W_out[r, n] -= step * h[n]
        if not undivided:
            rate /= number(G)
        for g in range(given, given + G):
            for n in range(N):
                W_in[inputs[g], n] -= rate * EH[n]
        given, asked = input_ends[i], target_ends[i]
    return loss


@compiled
def longest(ends: np.ndarray) -> int:
    """The length of the longest of the lists that end there."""
    most = first = 0
    for end in ends:
        most, first = max(most, end - first), end
    return most


@compiled
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
    """Skip-gram as programs have it, a window at a time: each input alone predicts the target.

    Window i has the inputs inputs[input_ends[i-1]:input_ends[i]]; each makes a pair with the first
    of the rows rows[row_ends[i-1]:row_ends[i]], the target's, and all share the others as noise.
    All pairs are taken at the same weights: C inputs times R rows, at most six, make one small
    matrix of scores `u`. Returns the summed loss, in nats.

    The loops are unrolled by hand, which is all that makes this fast: a processor that has read a
    number should use it several times. Two inputs meet six rows at once, in twelve running sums;
    two rows are moved by four inputs at once, and an input by six rows.
    """
    N = filled_up(W_in)
    lists = (inputs, input_ends, rows, row_ends, rates)
    if N == USUAL:
        return together_of(USUAL, W_in, W_out, *lists, table)
    return together_of(N, W_in, W_out, *lists, table)


@helper
def together_of(
    N: int,
    W_in: np.ndarray,
    W_out: np.ndarray,
    inputs: np.ndarray,
    input_ends: np.ndarray,
    rows: np.ndarray,
    row_ends: np.ndarray,
    rates: np.ndarray,
    table: np.ndarray,
) -> float:
    """`together` with rows of N numbers."""
    number = W_in.dtype.type
    zero, six = number(0), number(6)
    scale = number(len(table) // 12)
    most = longest(input_ends) + 4  # more than there are, for steps of several at once
    old = rows_of_zeros(6, N, W_out.dtype)  # the touched rows before they move
    u = np.zeros(6 * most, W_in.dtype)  # six scores an input, and then how far to move along
    signed = np.zeros(SCORES + 6 * most + LANES, W_in.dtype)  # scores, turned round for the target
    touched = np.zeros(6, np.int64)
    loss, waiting = 0.0, 0
    given = asked = 0
    for i in range(len(rates)):
        C, R, rate = input_ends[i] - given, row_ends[i] - asked, number(rates[i])
        for r in range(R):
            touched[r] = rows[asked + r]
            for n in range(0, N, LANES):
                put(take(W_out, touched[r], n), old, r, n)

        # u = h · old, for two inputs and all six rows at a time
        for c in range(0, C, 2):
            w1 = inputs[given + c]
            w2 = inputs[given + c + 1] if c + 1 < C else w1  # whose scores become 0 below
            a0 = a1 = a2 = a3 = a4 = a5 = each(zero)
            b0 = b1 = b2 = b3 = b4 = b5 = each(zero)
            for n in range(0, N, LANES):
                x, y = take(W_in, w1, n), take(W_in, w2, n)
                row = take(old, 0, n)
                a0, b0 = added(a0, x, row), added(b0, y, row)
                row = take(old, 1, n)
                a1, b1 = added(a1, x, row), added(b1, y, row)
                row = take(old, 2, n)
                a2, b2 = added(a2, x, row), added(b2, y, row)
                row = take(old, 3, n)
                a3, b3 = added(a3, x, row), added(b3, y, row)
                row = take(old, 4, n)
                a4, b4 = added(a4, x, row), added(b4, y, row)
                row = take(old, 5, n)
                a5, b5 = added(a5, x, row), added(b5, y, row)
            j = 6 * c
            u[j], u[j + 1], u[j + 2] = total(a0), total(a1), total(a2)
            u[j + 3], u[j + 4], u[j + 5] = total(a3), total(a4), total(a5)
            u[j + 6], u[j + 7], u[j + 8] = total(b0), total(b1), total(b2)
            u[j + 9], u[j + 10], u[j + 11] = total(b3), total(b4), total(b5)

        # the scores for the loss, and -rate · (y - t) in the place of each
        for c in range(C):
            signed[waiting] = -u[6 * c]
            for r in range(1, R):
                signed[waiting + r] = u[6 * c + r]
            waiting += R
        if waiting > SCORES:
            loss += summed_loss(signed, waiting)
            waiting = 0
        for c in range(C):
            j = 6 * c
            learns = -six < u[j] < six
            for r in range(6):
                step = zero
                if r < R and -six < u[j + r] < six:
                    step = -rate * table[int((u[j + r] + six) * scale)]
                u[j + r] = step
            if learns:
                u[j] += rate  # t is 1 at the target's row and 0 at the others
        for j in range(6 * C, 6 * C + 18):  # the places of inputs that are not there
            u[j] = zero

        # the rows of W_out move along the inputs, two rows and four inputs at a time
        for r in range(0, R, 2):
            r1 = touched[r]
            r2 = touched[r + 1] if r + 1 < R else r1  # by steps of 0
            for c in range(0, C, 4):
                j = 6 * c + r
                s1, s2, s3, s4 = u[j], u[j + 6], u[j + 12], u[j + 18]
                t1, t2, t3, t4 = u[j + 1], u[j + 7], u[j + 13], u[j + 19]
                w1 = inputs[given + c]
                w2 = inputs[given + min(c + 1, C - 1)]
                w3 = inputs[given + min(c + 2, C - 1)]
                w4 = inputs[given + min(c + 3, C - 1)]
                for n in range(0, N, LANES):
                    x1, x2 = take(W_in, w1, n), take(W_in, w2, n)
                    x3, x4 = take(W_in, w3, n), take(W_in, w4, n)
                    some = added(added(take(W_out, r1, n), s1, x1), s2, x2)
                    put(added(added(some, s3, x3), s4, x4), W_out, r1, n)
                    some = added(added(take(W_out, r2, n), t1, x1), t2, x2)
                    put(added(added(some, t3, x3), t4, x4), W_out, r2, n)

        # the inputs move along the old rows, all six at a time
        for c in range(C):
            w1, j = inputs[given + c], 6 * c
            for n in range(0, N, LANES):
                some = added(take(W_in, w1, n), u[j], take(old, 0, n))
                some = added(some, u[j + 1], take(old, 1, n))
                some = added(some, u[j + 2], take(old, 2, n))
                some = added(some, u[j + 3], take(old, 3, n))
                some = added(some, u[j + 4], take(old, 4, n))
                put(added(some, u[j + 5], take(old, 5, n)), W_in, w1, n)
        given, asked = input_ends[i], row_ends[i]
    return loss + summed_loss(signed, waiting)


@compiled
def among_others(
    W_in: np.ndarray,
    W_out: np.ndarray,
    stretch: Stretch,
    rng: np.random.Generator,
    words: OwnRows,
    asked: OwnRows,
    hot: int,
    fast: bool | None,
    undivided: bool,
    table: np.ndarray,
    clip: bool,
    stop: np.ndarray,
) -> tuple[float, int]:
    """Cut and learn, as one of several threads; the summed loss, in nats, and how many targets.

    No step in Python lies between the parts, where threads would wait for one another, and each
    learns on its own copies of the rows that all touch most. The first `hot` of them are brought
    home after each part, twice as many after each second part, and so on. `fast` is None where it
    is not `together` that learns, so that numba need not compile both. Begins no new part where
    stop[0] is set.
    """
    into = stretch.into
    loss, targets, part = 0.0, 0, 0
    bring_home(W_in, words, len(words.taken))  # for what others have brought since
    bring_home(W_out, asked, len(asked.taken))
    while stretch.place[0] < stretch.last and not stop[0]:
        count, more = cut(stretch, rng)
        if not count:
            continue
        input_ends, row_ends = into.input_ends[:count], into.row_ends[:count]
        stand_in(into.inputs[: input_ends[-1]], words)
        stand_in(into.rows[: row_ends[-1]], asked)
        lists, rates = (W_in, W_out, into.inputs, input_ends, into.rows), into.rates[:count]
        if fast is None:
            loss += yes_or_no(*lists, into.labels, row_ends, rates, undivided, table, clip)
            targets += more
        else:
            loss += together(*lists, row_ends, rates, table)
            targets += input_ends[-1]  # each input makes a pair with the one target
        part += 1
        often = hot * (part & -part)
        bring_home(W_in, words, often)
        bring_home(W_out, asked, often)
    bring_home(W_in, words, len(words.taken))
    bring_home(W_out, asked, len(asked.taken))
    return loss, targets


@compiled
def stand_in(rows: np.ndarray, own: OwnRows) -> None:
    """Put the copies in the place of the rows that have one; written over."""
    for i in range(len(rows)):
        k = (rows[i] - own.first) * own.step
        if 0 <= k < len(own.taken):
            rows[i] = own.place + k


@compiled
def bring_home(W: np.ndarray, own: OwnRows, count: int) -> None:
    """Add what the first copies have learnt to their rows, and take what others have brought."""
    for k in range(min(count, len(own.taken))):
        row, copy = own.first + own.step * k, own.place + k
        for n in range(W.shape[1]):
            now = W[row, n] + (W[copy, n] - own.taken[k, n])
            W[row, n] = W[copy, n] = own.taken[k, n] = now
