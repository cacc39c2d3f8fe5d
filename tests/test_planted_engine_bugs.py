"""The checks of the engine can fail: mistakes planted in both of its roads, and caught.

The planted copies run without numba's compiler, so that no bug waits for it.
"""

import pytest
import test_engine
from test_planted_bugs import Bug, copied, plant  # noqa: F401  fixtures

import w2v_lab as w2v

numba = pytest.importorskip("numba")

cut = test_engine.check_cut
windows = test_engine.check_windows
drawn = test_engine.check_drawn_windows
compiled = test_engine.check_compiled
numpy = test_engine.check_numpy
programs = test_engine.check_what_programs_do
batches = test_engine.check_batches
ends = test_engine.check_batches_end
together = test_engine.check_together
subsampling = test_engine.check_subsampling
table = test_engine.check_table
odds = test_engine.check_odds
text = test_engine.check_text
limits = test_engine.check_limits
among_others = test_engine.check_among_others
own_rows = test_engine.check_own_rows
loss = test_engine.check_summed_loss

CHECKS = [cut, windows, drawn, compiled, numpy, programs, batches, ends, together]
CHECKS += [subsampling, table, odds, loss, text, limits, among_others, own_rows]


def bug(name, module, piece, instead, *seen_by):
    return Bug(name, f"engine/{module}", piece, instead, seen_by)


MOVED = "W_out, r0, n)\n        if not undivided:"

BUGS = [
    # the text
    bug("unknown words stay", "text", "vocabulary.ids(sentence)", "range(len(sentence))", cut),
    bug(
        "ties are turned round",
        "text",
        'np.argsort(-counts, kind="stable")',
        'np.argsort(counts, kind="stable")[::-1]',
        text,
    ),
    bug("rare words stay", "text", "counts[order] >= min_count", "counts[order] >= 0", text),
    bug("a block forgets what stands before it", "text", "= left + count[", "= count[", text),
    bug(
        "the text forgets where its sentences end when words leave",
        "flat",
        "return Lists(self.items[stays], before[self.ends])",
        "return Lists(self.items[stays], before[-1:])",
        subsampling,
    ),
    bug(
        "what is over is not dropped",
        "flat",
        "- begins < longest",
        "- begins < longest + 1",
        limits,
    ),
    bug(
        "pieces of a sentence run over its end",
        "flat",
        "np.minimum(begins + (number + 1) * longest, np.repeat(self.ends, pieces))",
        "begins + (number + 1) * longest",
        limits,
    ),
    # cutting, with numpy
    bug(
        "the window is one too short",
        "windows",
        "np.abs(away) <= self.reach",
        "np.abs(away) < self.reach",
        windows,
        drawn,
        numpy,
    ),
    bug(
        "the window runs into the next sentence",
        "windows",
        "(near < self.last[:, None])",
        "(near < len(self.text.items))",
        windows,
        drawn,
        numpy,
    ),
    bug(
        "the window runs into the sentence before",
        "windows",
        "begin = last - lengths[sentence]",
        "begin = np.zeros_like(last)",
        windows,
        drawn,
        numpy,
    ),
    bug(
        "skip-gram and CBOW are exchanged",
        "windows",
        "if plan.context_given:",
        "if not plan.context_given:",
        windows,
        numpy,
    ),
    bug(
        "the roles are not swapped",
        "windows",
        "targets = Lists.of(np.repeat(centre, lengths), one)",
        "targets = inputs",
        windows,
    ),
    bug("every window sees as far as it can", "windows", "if shrink_windows:", "if False:", drawn),
    bug(
        "the labels are exchanged",
        "windows",
        "labels[:, 0] = 1",
        "labels[:, 1:] = 1",
        numpy,
        batches,
    ),
    bug(
        "a negative that equals the target is always kept",
        "windows",
        "if not asks.keeps_target:",
        "if False:",
        numpy,
    ),
    bug(
        "a path down the tree has another word's labels",
        "flat",
        "chain.from_iterable(codes)",
        "chain.from_iterable(codes[::-1])",
        cut,
        numpy,
    ),
    # cutting, compiled
    bug(
        "the compiled window is one too short",
        "compiled",
        "min(K, at + far + 1)",
        "min(K, at + far)",
        cut,
        compiled,
        programs,
    ),
    bug(
        "the compiled window begins at the sentence's end",
        "compiled",
        "max(0, at - far)",
        "max(0, at - far + 1)",
        cut,
        compiled,
    ),
    bug(
        "what is subsampled is drawn but not dropped",
        "compiled",
        "rng.random() < keep[text[i]]",
        "rng.random() < 1",
        cut,
        programs,
    ),
    bug(
        "a number on an edge falls on the word before",
        "compiled",
        "(r * len(guide))",
        "(r * len(guide)) - 1",
        cut,
    ),
    bug(
        "the guide points too far",
        "flat",
        "np.arange(4 * V) / (4 * V)",
        "(np.arange(4 * V) + 1) / (4 * V)",
        cut,
        compiled,
    ),
    bug(
        "compiled, a negative that equals the target is always kept",
        "compiled",
        "used = keeps_target or word != target",
        "used = True",
        cut,
        programs,
    ),
    bug(
        "it is never drawn again",
        "flat",
        'MOST_REDRAWS if layer.target_drawn == "redraw" else 1',
        "1",
        cut,
    ),
    bug(
        "the context is not given",
        "compiled",
        "kept[at] if context_given else kept[near]",
        "kept[near]",
        cut,
        programs,
    ),
    bug(
        "the rate does not fall",
        "run",
        "slope = (rates[1] - rates[0]) / total",
        "slope = 0.0",
        compiled,
        numpy,
    ),
    bug(
        "the rate begins anew each round",
        "run",
        "rates[0] + slope * epoch * len(text.items)",
        "rates[0]",
        compiled,
        numpy,
    ),
    bug(
        "the rate does not know of dropped words",
        "compiled",
        "at * ((end - begin) / K)",
        "at",
        programs,
    ),
    # the update, compiled
    bug(
        "h is the sum of the inputs",
        "compiled",
        """            for n in range(N):
                own[H, n] /= number(G)

        # u = W_out""",
        """
        # u = W_out""",
        compiled,
        programs,
    ),
    bug(
        "the fourth row's score is the third's",
        "compiled",
        "u3 = added(u3, x, take(W_out, r3, n))",
        "u3 = added(u3, x, take(W_out, r2, n))",
        compiled,
    ),
    bug(
        "rows after the fourth have no score",
        "compiled",
        "u0 = added(u0, take(own, H, n), take(W_out, r0, n))",
        "u0 = u0",
        compiled,
        programs,
    ),
    bug(
        "the fourth row says nothing to h",
        "compiled",
        "added(some, e[r + 3], take(W_out, r3, n))",
        "some",
        compiled,
    ),
    bug(
        "rows after the sixth say nothing to h",
        "compiled",
        "put(added(take(own, E, n), e[r], take(W_out, r0, n)), own, E, n)",
        "pass",
        compiled,
        programs,
    ),
    bug(
        "W_in moves by rows that have moved",
        "compiled",
        MOVED,
        MOVED.replace(
            "        if not",
            " " * 16 + "put(added(take(own, E, n), -step * e[r], take(own, H, n)), own, E, n)\n"
            "        if not",
        ),
        compiled,
        programs,
    ),
    bug(
        "the error has the wrong sign",
        "compiled",
        "put(added(each(zero), take(side, r), y), e, r)",
        "put(added(each(zero), y, -take(side, r)), e, r)",
        compiled,
        programs,
    ),
    bug(
        "the loss of noise is that of the target",
        "compiled",
        "side[r] = one - two * number(labels[asked + r])",
        "side[r] = -one",
        compiled,
        programs,
    ),
    bug(
        "the loss ends where the scores are far",
        "compiled",
        "far = added(far, one, within(added(some, -one, near), zero, number(np.inf)))",
        "pass",
        loss,
    ),
    bug(
        "what stands behind the last score has a loss",
        "compiled",
        "    put(each(-number(FARTHEST)), x, count)  # which add nothing\n",
        "",
        loss,
    ),
    bug("the product of losses is not begun anew", "compiled", "brackets = 1.0\n", "pass\n", loss),
    bug(
        "the loss of the last scores is forgotten",
        "compiled",
        "        given, asked = input_ends[i], row_ends[i]\n"
        "    return loss + summed_loss(signed, waiting)\n\n\n@compiled\ndef filled_up",
        "        given, asked = input_ends[i], row_ends[i]\n    return loss\n\n\n"
        "@compiled\ndef filled_up",
        compiled,
        programs,
    ),
    bug(
        "scores beyond the table are learnt from",
        "compiled",
        "e[r] = number(u[r] > 0) - t if clip else zero",
        "e[r] = number(u[r] > 0) - t",
        programs,
    ),
    bug(
        "CBOW's gradient is never divided",
        "compiled",
        """        if not undivided:
            rate /= number(G)
        for g in range(given, given + G):
            word""",
        """        for g in range(given, given + G):
            word""",
        compiled,
        programs,
    ),
    bug(
        "softmax counts one target",
        "compiled",
        "e[r] *= number(T / total)",
        "e[r] *= number(1 / total)",
        compiled,
    ),
    bug(
        "softmax moves W_out before it reads it",
        "compiled",
        "EH[n] += error * W_out[r, n]",
        "EH[n] += error * (W_out[r, n] - step * h[n])",
        compiled,
    ),
    bug(
        "the series ends too soon",
        "compiled",
        "q = added(each(number(1 / 24)), number(1 / 120), y)",
        "q = each(number(1 / 24))",
        odds,
    ),
    bug("nine squares", "compiled", "for _ in range(10):", "for _ in range(9):", odds, compiled),
    # the update, in batches
    bug(
        "rows that repeat are assigned",
        "batches",
        "W[of[starts]] += np.add.reduceat(change[order], starts)",
        "W[rows] += change",
        numpy,
        batches,
    ),
    bug(
        "every batch takes the rates of the first",
        "batches",
        "rate = rates[first : first + count]",
        "rate = rates[:count]",
        numpy,
    ),
    bug(
        "the gradient of a mean is not divided",
        "batches",
        "        _add_at(W_out, touched, (-rate[of] * e)[:, None] * h[of])\n"
        "        step = -rate if undivided else -rate / shares",
        "        _add_at(W_out, touched, (-rate[of] * e)[:, None] * h[of])\n        step = -rate",
        numpy,
        batches,
    ),
    bug(
        "softmax in batches counts one target",
        "batches",
        "e *= (count / total)[:, None]",
        "e /= total[:, None]",
        numpy,
        batches,
    ),
    bug(
        "the sums of a batch leave out repeats",
        "batches",
        "sums[of[starts]] = np.add.reduceat(rows, starts)",
        "sums[of] = rows",
        numpy,
        batches,
    ),
    bug("a batch never ends early", "batches", "if count == 1 or not far > 1:", "if True:", ends),
    bug(
        "a batch looks at its rows alone",
        "batches",
        "max(_most(inputs[words]), _most(rows[touched]))",
        "_most(rows[touched])",
        ends,
    ),
    bug(
        "shared noise has the label of the target",
        "batches",
        "labels[ends - lengths] = 1",
        "labels[:] = 1",
        together,
    ),
    bug(
        "the table is asked at its ends and beyond",
        "batches",
        "known = np.abs(u) < 6",
        "known = np.abs(u) < 6.04",
        table,
    ),
    bug(
        "the table has 1000/12 places to one",
        "batches",
        "(len(table) // 12)",
        "(len(table) / 12)",
        table,
    ),
    # windows with shared noise
    bug(
        "inputs move before the rows have read them",
        "compiled",
        "        for r in range(0, R, 2):\n            r1 = touched[r]",
        "        for c in range(C):\n"
        "            W_in[inputs[given + c]] += u[6 * c : 6 * c + 6] @ old\n"
        "        for r in range(0, R, 2):\n            r1 = touched[r]",
        together,
    ),
    bug("the target is learnt as noise", "compiled", "u[j] += rate", "u[j] += zero", together),
    bug(
        "scores beyond the table are learnt from, together",
        "compiled",
        "if r < R and -six < u[j + r] < six:",
        "u[j + r] = min(max(u[j + r], -six + 1e-3), six - 1e-3)\n                if r < R:",
        together,
    ),
    bug(
        "the last of an odd number of inputs is left out",
        "compiled",
        "for c in range(0, C, 2):",
        "for c in range(0, C - 1, 2):",
        together,
    ),
    bug(
        "more negatives than there are loops for",
        "plan",
        "layer.negative <= MOST_SHARED",
        "layer.negative > 0",
        together,
    ),
    bug(
        "the fourth of four inputs is passed over",
        "compiled",
        "s1, s2, s3, s4 = u[j], u[j + 6], u[j + 12], u[j + 18]",
        "s1, s2, s3, s4 = u[j], u[j + 6], u[j + 12], zero",
        together,
    ),
    bug(
        "the last row is the first again",
        "compiled",
        "                row = take(old, 5, n)\n",
        "",
        together,
    ),
    bug(
        "the loss of a window forgets its noise",
        "compiled",
        "signed[waiting + r] = u[6 * c + r]",
        "signed[waiting + r] = -100",
        together,
    ),
    # several threads
    bug(
        "copies are of the tree's deepest nodes",
        "run",
        "(rows - 1, -1)",
        "(0, 1)",
        among_others,
    ),
    bug(
        "a thread keeps what it learnt last",
        "compiled",
        """    bring_home(W_in, words, len(words.taken))
    bring_home(W_out, asked, len(asked.taken))
    return""",
        "    return",
        among_others,
    ),
    bug(
        "what was brought home is brought again",
        "compiled",
        "(W[copy, n] - own.taken[k, n])",
        "W[copy, n]",
        among_others,
        own_rows,
    ),
    bug(
        "what threads learnt is averaged",
        "compiled",
        "now = W[row, n] + (",
        "now = W[row, n] + 0.5 * (",
        among_others,
        own_rows,
    ),
    bug(
        "a thread does not take what others have brought",
        "compiled",
        "W[row, n] = W[copy, n] = own.taken[k, n] = now",
        "W[row, n] = own.taken[k, n] = now",
        own_rows,
    ),
]


@pytest.fixture(autouse=True)
def uncompiled(monkeypatch):
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 1)


def test_the_checks_pass_on_a_copy_without_a_bug(plant):  # noqa: F811
    lib = plant("engine/run", "SECONDS = 0.1", "SECONDS = 0.1")
    assert lib.Model is not w2v.Model
    for check in CHECKS:
        check(lib)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(bug, plant):  # noqa: F811
    lib = plant(bug.module, bug.piece, bug.instead)
    for check in bug.seen_by:
        with pytest.raises((AssertionError, IndexError, ValueError)):
            check(lib)


def test_every_check_has_caught_a_bug():
    assert {check for bug in BUGS for check in bug.seen_by} == set(CHECKS)
