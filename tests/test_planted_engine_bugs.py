"""The checks of the engine can fail: mistakes planted in both of its roads, and caught.

The planted copies run without numba's compiler, so that no bug waits for it.
"""

import pytest
import test_engine
from test_planted_bugs import Bug, plant  # noqa: F401  a fixture

import w2v_lab as w2v

numba = pytest.importorskip("numba")

examples = test_engine.check_examples
drawn = test_engine.check_drawn_windows
compiled = test_engine.check_compiled
numpy = test_engine.check_numpy
batches = test_engine.check_batches
shared = test_engine.check_shared_noise
fall = test_engine.check_fall
subsampling = test_engine.check_subsampling
table = test_engine.check_table

CHECKS = [examples, drawn, compiled, numpy, batches, shared, fall, subsampling, table]

BUGS = [
    # cutting examples
    Bug(
        "the window is one too short",
        "engine/windows",
        "np.abs(away) <= self.reach[:, None]",
        "np.abs(away) < self.reach[:, None]",
        [examples, drawn, compiled, numpy],
    ),
    Bug(
        "the window runs into the next sentence",
        "engine/windows",
        "(near < self.last[:, None])",
        "(near < len(self.text.items))",
        [examples, drawn, compiled, numpy],
    ),
    Bug(
        "the window runs into the sentence before",
        "engine/windows",
        "begin = last - lengths[sentence]",
        "begin = np.zeros_like(last)",
        [examples, drawn, compiled, shared],
    ),
    Bug(
        "skip-gram and CBOW are exchanged",
        "engine/windows",
        'sides if self.architecture == "skip-gram" else sides[::-1]',
        'sides if self.architecture == "cbow" else sides[::-1]',
        [examples, drawn, compiled, numpy],
    ),
    Bug(
        "the roles are not swapped",
        "engine/windows",
        "return Lists.of(around, one), Lists.of(targets, one)",
        "return Lists.of(targets, one), Lists.of(around, one)",
        [examples],
    ),
    Bug(
        "every window sees as far as it can",
        "engine/windows",
        "if ways.shrink_windows:",
        "if False:",
        [drawn, shared],
    ),
    Bug(
        "unknown words stay in the text",
        "engine/flat",
        "all_words.items >= 0",
        "all_words.items >= -1",
        [examples],
    ),
    Bug(
        "the text forgets where its sentences end when words leave",
        "engine/flat",
        "return Lists(text.items[stays], before[text.ends])",
        "return Lists(text.items[stays], before[-1:])",
        [examples, subsampling],
    ),
    Bug(
        "the rarely kept are kept often",
        "engine/flat",
        "rng.random(len(text.items)) < keep[text.items]",
        "rng.random(len(text.items)) > keep[text.items]",
        [subsampling],
    ),
    Bug(
        "the rate does not fall",
        "engine/run",
        "rates[0] + (rates[1] - rates[0]) * along",
        "rates[0] + 0 * along",
        [compiled, numpy],
    ),
    Bug(
        "the labels are exchanged",
        "engine/learners",
        "labels[:, 0] = 1",
        "labels[:, 1:] = 1",
        [compiled, numpy, batches],
    ),
    Bug(
        "a negative that equals the target is always kept",
        "engine/learners",
        'if layer.target_drawn != "keep":',
        "if False:",
        [compiled, numpy],
    ),
    Bug(
        "a path down the tree has another word's labels",
        "engine/learners",
        "labels = np.array([1 - bit for code in codes for bit in code]",
        "labels = np.array([1 - bit for code in codes[::-1] for bit in code]",
        [compiled, numpy, batches],
    ),
    Bug(
        "the table is asked at its ends and beyond",
        "engine/batches",
        "known = np.abs(u) < 6",
        "known = np.abs(u) < 6.04",
        [table],
    ),
    Bug(
        "the table has 1000/12 places to one",
        "engine/batches",
        "(len(table) // 12)",
        "(len(table) / 12)",
        [table],
    ),
    # the update, compiled
    Bug(
        "h is the sum of the inputs",
        "engine/compiled",
        "            h += W_in[word]\n        h /= W_in.dtype.type(len(words))\n\n"
        "        EH[:] = zero\n        for r in range(len(touched))",
        "            h += W_in[word]\n\n        EH[:] = zero\n        for r in range(len(touched))",
        [compiled],
    ),
    Bug(
        "W_out moves before EH is complete",
        "engine/compiled",
        "            add(EH, e[r], W_out[touched[r]])",
        "            add(W_out[touched[r]], -rates[i] * e[r], h)\n"
        "            add(EH, e[r], W_out[touched[r]])\n"
        "            add(W_out[touched[r]], rates[i] * e[r], h)",
        [compiled],
    ),
    Bug(
        "the error has the wrong sign",
        "engine/compiled",
        "return 1 / (1 + np.exp(-u)) - t",
        "return t - 1 / (1 + np.exp(min(-u, 700)))",
        [compiled],
    ),
    Bug(
        "the loss of noise is that of the target",
        "engine/compiled",
        "wrong = -u if t else u",
        "wrong = -u",
        [compiled],
    ),
    Bug(
        "softmax counts one target",
        "engine/compiled",
        "e *= W_in.dtype.type(len(asked) / total)",
        "e *= W_in.dtype.type(1 / total)",
        [compiled],
    ),
    Bug(
        "softmax moves W_out before it reads it",
        "engine/compiled",
        "            add(EH, e[r], W_out[r])\n            add(W_out[r], -rate * e[r], h)",
        "            add(W_out[r], -rate * e[r], h)\n            add(EH, e[r], W_out[r])",
        [compiled],
    ),
    # the update, in batches
    Bug(
        "rows that repeat are assigned",
        "engine/batches",
        "W[of[starts]] += np.add.reduceat(change[order], starts)",
        "W[rows] += change",
        [numpy, batches],
    ),
    Bug(
        "every batch takes the rates of the first",
        "engine/batches",
        "rates[first : first + BATCH]",
        "rates[:BATCH]",
        [numpy],
    ),
    Bug(
        "the gradient of a mean is not divided",
        "engine/batches",
        "        _add_at(W_out, touched, (-rate[of] * e)[:, None] * h[of])\n"
        "        step = -rate if undivided else -rate / shares",
        "        _add_at(W_out, touched, (-rate[of] * e)[:, None] * h[of])\n        step = -rate",
        [numpy, batches],
    ),
    Bug(
        "softmax in batches counts one target",
        "engine/batches",
        "e *= (count / total)[:, None]",
        "e /= total[:, None]",
        [numpy, batches],
    ),
    Bug(
        "the sums of a batch leave out repeats",
        "engine/batches",
        "sums[of[starts]] = np.add.reduceat(rows, starts)",
        "sums[of] = rows",
        [numpy, batches],
    ),
    # windows with shared noise
    Bug(
        "inputs move before the rows have read them",
        "engine/compiled",
        "        for r in range(0, R, 2):\n            row = W_out[rows[r]]",
        "        for c in range(C):\n            W_in[inputs[c]] += u[c] @ old\n"
        "        for r in range(0, R, 2):\n            row = W_out[rows[r]]",
        [shared],
    ),
    Bug(
        "the target is learnt as noise",
        "engine/compiled",
        "u[c, 0] += rate",
        "u[c, 0] += zero",
        [shared],
    ),
    Bug(
        "noise that equals the target is learnt from",
        "engine/compiled",
        "if rows[r] == rows[0]:",
        "if False:",
        [shared],
    ),
    Bug(
        "scores beyond the table are learnt from",
        "engine/compiled",
        "if -six < u[c, r] < six:",
        "u[c, r] = min(max(u[c, r], -six + 1e-3), six - 1e-3)\n                if True:",
        [shared],
    ),
    Bug(
        "the last of an odd number of inputs is left out",
        "engine/compiled",
        "            if c < C:\n                h1",
        "            if c + 1 < C:\n                h1",
        [shared],
    ),
    Bug(
        "the window of shared noise is one too short at its right",
        "engine/compiled",
        "min(last[i], centre + reach[i] + 1)",
        "min(last[i], centre + reach[i])",
        [shared],
    ),
    Bug(
        "more negatives than there are loops for",
        "engine/learners",
        "layer.negative <= road.MOST_SHARED",
        "road.MOST_SHARED > 0",
        [shared],
    ),
    Bug(
        "the fourth of four inputs is passed over",
        "engine/compiled",
        "h4 = W_in[inputs[c + 3]] if c + 3 < C else nothing",
        "h4 = nothing",
        [shared],
    ),
    Bug(
        "the last row is the first again",
        "engine/compiled",
        "b5 += y * old[5, n]",
        "b5 += y * old[0, n]",
        [shared],
    ),
    # drawing
    Bug(
        "a number on an edge falls on the word before",
        "engine/compiled",
        "while edges[word] <= r[i]:",
        "while edges[word] < r[i]:",
        [fall],
    ),
    Bug(
        "the guide points too far",
        "engine/learners",
        'np.searchsorted(self.edges, np.arange(parts) / parts, side="right")',
        'np.searchsorted(self.edges, (np.arange(parts) + 1) / parts, side="right")',
        [compiled, shared],
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
