"""The engine is held to the model: the same stream of examples and negatives, the same weights."""

import contextlib
import dataclasses
import functools
import importlib
import itertools
import math
import signal
import sys
import time

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import engine, evaluation

NOUNS = [f"w{i}" for i in range(12)]
ARCHITECTURES = ["skip-gram", "cbow"]
OUTPUTS = ["softmax", "negative-sampling", "hierarchical-softmax"]


def some_sentences(seed: int = 3, count: int = 12) -> list[list[str]]:
    """Return sentences of 2 to 9 of twelve words, the first ones often, so that words repeat."""
    rng = np.random.default_rng(seed)
    likely = 1 / np.arange(1, 13)
    return [
        rng.choice(NOUNS, size=rng.integers(2, 10), p=likely / likely.sum()).tolist()
        for _ in range(count)
    ]


def prepared(lib, output: str, **settings):
    """Return a model with weights that are all different, in float64."""
    vocabulary = lib.Vocabulary.from_sentences(some_sentences())
    model = lib.Model(vocabulary, vector_size=5, output=output, negative=3, seed=8, **settings)
    rng = np.random.default_rng(1)
    model.W_in = rng.normal(size=model.W_in.shape)
    model.W_out = rng.normal(size=model.W_out.shape)
    return model


def assert_equal(ours, theirs, tolerance: float = 1e-9) -> None:
    for name in ("W_in", "W_out"):
        np.testing.assert_allclose(
            getattr(ours, name), getattr(theirs, name), rtol=0, atol=tolerance
        )


def ids_of(lists) -> list[tuple[int, ...]]:
    return [tuple(part.tolist()) for part in np.split(lists.items, lists.ends[:-1])]


def lists_of(items: np.ndarray, ends: np.ndarray) -> list[list]:
    return [part.tolist() for part in np.split(items[: ends[-1]], ends[:-1])]


# Everything that is drawn before a window, and what may be asked there
CUTS = [
    {"architecture": architecture, "swap_roles": swap_roles, "shrink_windows": shrink, "sample": t}
    for architecture, swap_roles in (("skip-gram", False), ("skip-gram", True), ("cbow", False))
    for shrink, t in ((False, 0), (True, 0.1))
]
LAYERS = [
    ("softmax", {}),
    ("hierarchical-softmax", {}),
    ("negative-sampling", {"target_drawn": "keep"}),
    ("negative-sampling", {"target_drawn": "skip"}),
    ("negative-sampling", {"target_drawn": "redraw"}),
]


def plan_of(lib, model, architecture="skip-gram", window=3, sample=0, road=None, **ways):
    return lib.engine.plan.Plan.of(
        model, architecture, window, sample, lib.engine.Ways(**ways), road
    )


def learnt(lib, plan, model, examples) -> float:
    """The loss of what a model learns from examples, its rows filled up as the loops want them."""
    N = model.W_in.shape[1]
    wide = [lib.engine.flat.aligned(W) for W in (model.W_in, model.W_out)]
    loss = plan.learn(*wide, examples)
    model.W_in, model.W_out = (W[:, :N] for W in wide)
    return loss


def lazily(lib, model, cut, window, rng, sentences):
    """Yield each window of the lab's own `examples`, and its example with what is drawn for it."""
    for laid in lib.windows(sentences, model.vocabulary, window=window, rng=rng, **cut):
        example = laid.example
        draws = getattr(model.output, "draw", lambda target, rng: ())
        yield laid, example, [draws(target, rng) for target in example.targets]


FINE = 200_000  # places of a table from one score to the next, so that it is as good as σ


@functools.cache
def fine_table(sigma: str) -> np.ndarray:
    if sigma == "exact":
        return np.zeros(0)
    return 1 / (1 + np.exp(6 - (np.arange(12 * FINE) + 0.5) / FINE))


@contextlib.contextmanager
def a_fine_table(lib):
    as_it_was, lib.engine.Ways.table = (
        lib.engine.Ways.table,
        property(lambda ways: fine_table(ways.sigma)),
    )
    yield
    lib.engine.Ways.table = as_it_was


def all_parts(lib, plan, text, rate, slope, rng):
    run = lib.engine.run
    stretch = plan.stretch(text, 0, len(text), rate, slope, run.ROOM)
    return run._compiled_parts(plan, stretch, rng)


# Checks that planted bugs must fail


def check_cut(lib) -> None:
    """What is cut and drawn is what the lab's own objects say, on the same random numbers."""
    sentences = [*some_sentences(), ["w0"], ["unknown", "w1"], ["w2", "unknown", "w3"]]
    for cut, (output, settings) in itertools.product(CUTS, LAYERS):
        model = prepared(lib, output, **settings)
        text = lib.engine.text.text_of(sentences, model.vocabulary)
        ways = {name: cut[name] for name in ("swap_roles", "shrink_windows")}
        plan = plan_of(lib, model, cut["architecture"], 3, cut["sample"], "compiled", **ways)
        rng, inputs, rows, labels, targets, words = np.random.default_rng(6), [], [], [], 0, 0
        for part in all_parts(lib, plan, text, 0.5, 1e-3, rng):
            if len(part.examples.rates):
                inputs += lists_of(part.examples.inputs, part.examples.input_ends)
                rows += lists_of(part.examples.rows, part.examples.row_ends)
                labels += lists_of(part.examples.labels, part.examples.row_ends)
            targets, words = targets + part.targets, words + part.words
        theirs = list(lazily(lib, model, cut, 3, np.random.default_rng(6), sentences))
        assert inputs == [list(example.inputs) for _, example, _ in theirs]
        lines = [
            [
                model.output.lines(target, drawn)
                if output != "softmax"
                else (np.array([target]), np.ones(1))
                for target, drawn in zip(example.targets, noise, strict=True)
            ]
            for _, example, noise in theirs
        ]
        assert rows == [np.concatenate([r for r, _ in of]).tolist() for of in lines]
        assert labels == [np.concatenate([t for _, t in of]).tolist() for of in lines]
        assert targets == sum(len(example.targets) for _, example, _ in theirs)
        assert words == len(text.items)


def check_windows(lib) -> None:
    """With numpy alone, too: examples in text order, and windows that see less far."""
    sentences = [*some_sentences(), ["w0"], ["unknown", "w1"], ["w2", "unknown", "w3"]]
    model = prepared(lib, "softmax")
    text = lib.engine.text.text_of(sentences, model.vocabulary)
    for (architecture, swap_roles), window in itertools.product(
        (("skip-gram", False), ("skip-gram", True), ("cbow", False)), (1, 2, 5)
    ):
        plan = plan_of(lib, model, architecture, window, road="numpy", swap_roles=swap_roles)
        parts = list(lib.engine.windows.parts(text, plan, 0, len(text), 0.5, 0.0, None))
        inputs = [ids for p in parts for ids in lists_of(p.examples.inputs, p.examples.input_ends)]
        rows = [ids for p in parts for ids in lists_of(p.examples.rows, p.examples.row_ends)]
        found = list(
            lib.examples(sentences, model.vocabulary, architecture, window, swap_roles=swap_roles)
        )
        assert inputs == [list(example.inputs) for example in found]
        assert rows == [list(example.targets) for example in found]
        assert sum(part.targets for part in parts) == sum(len(e.targets) for e in found)


def check_drawn_windows(lib) -> None:
    """A window that sees less far holds what a double loop over the text says."""
    vocabulary = lib.Vocabulary.from_sentences(some_sentences())
    text = lib.engine.text.text_of(some_sentences(), vocabulary)
    rng = np.random.default_rng(4)
    windows = lib.engine.windows.Windows.drawn(text, 0, 99, 4, True, rng)
    drawn = np.random.default_rng(4).random(len(text.items))
    longest = max(map(len, some_sentences()))
    assert windows.reach.tolist() == [min(1 + int(4 * r), longest) for r in drawn]
    expected, place = [], 0
    for sentence in some_sentences():
        ids = vocabulary.ids(sentence)
        for centre in range(len(ids)):
            far = windows.reach[place]
            near = [n for n in range(len(ids)) if n != centre and abs(n - centre) <= far]
            expected.append([ids[n] for n in near])
            place += 1
    around, lengths = windows.sides()
    assert lists_of(around, np.cumsum(lengths)) == expected


def check_subsampling(lib) -> None:
    """Words leave before the window is laid, sentence by sentence, and others close the gap."""
    vocabulary = lib.Vocabulary.from_sentences(some_sentences())
    text = lib.engine.text.text_of(some_sentences(), vocabulary)
    keep = np.linspace(0.2, 0.9, len(vocabulary))
    kept = lib.engine.text.subsampled(text, keep, np.random.default_rng(6))
    rng = np.random.default_rng(6)
    expected = [
        tuple(word for word in vocabulary.ids(sentence) if rng.random() < keep[word])
        for sentence in some_sentences()
    ]
    assert ids_of(kept) == expected
    assert () in expected and max(map(len, expected)) > 1


def check_road(lib, road: str) -> None:
    """A whole run equals `train` from the same seed: outputs x architectures, and the variants."""
    lib.engine.batches.BATCH = 1  # the numpy road then moves the weights after each example
    lib.engine.run.SECONDS = 60  # all in one slice
    variants = [{"undivided": True}, {"target_drawn": "skip"}, {"negative": 0}, {"negative": 9}, {}]
    for output, architecture in itertools.product(OUTPUTS, ARCHITECTURES):
        for settings in variants if output == "negative-sampling" else variants[-1:]:
            theirs = prepared(lib, output)
            for name, value in settings.items():
                owner = theirs if name == "undivided" else theirs.output
                setattr(owner, name, value)
            ours = prepared(lib, output)
            ours.undivided, ours.output = theirs.undivided, theirs.output
            found = list(lib.examples(some_sentences(), theirs.vocabulary, architecture, 2))
            losses = lib.train(theirs, found, 2, lambda progress: 0.3 - 0.2 * progress)
            done = list(
                lib.engine.slices(ours, some_sentences(), architecture, 2, 2, 0.3, 0.1, road=road)
            )
            assert_equal(ours, theirs)
            targets = 2 * sum(len(example.targets) for example in found)
            assert len(done) == 1
            assert done[0].loss == pytest.approx(losses.sum() / targets, rel=1e-9)


def check_compiled(lib) -> None:
    check_road(lib, "compiled")


def check_numpy(lib) -> None:
    check_road(lib, "numpy")


def check_what_programs_do(lib) -> None:
    """All that is drawn, swapped and tabled, step by step by `Model`."""
    with a_fine_table(lib):
        programs_step_by_step(lib)


def programs_step_by_step(lib) -> None:
    for cut, (output, settings) in itertools.product(CUTS, LAYERS[1:4]):
        for sigma, program in (("exact", None), ("table", "gensim"), ("table", "word2vec.c")):
            if sigma == "table" and (output, settings) != LAYERS[3]:
                continue
            ours, theirs = (prepared(lib, output, **settings) for _ in "ab")
            if sigma == "table":
                noise = theirs.output.noise
                theirs.output = lib.outputs.TabledSampling(noise, 3, program)
                ours.W_in[0] = theirs.W_in[0] = 3.0  # scores beyond ±6
            ways = lib.engine.Ways(
                shrink_windows=cut["shrink_windows"],
                swap_roles=cut["swap_roles"],
                sigma=sigma,
                beyond="clip" if program == "word2vec.c" else "skip",
            )
            run = lib.engine.slices(
                ours, some_sentences(), cut["architecture"], 3, 1, 0.2, 0.1,
                sample=cut["sample"], ways=ways, road="compiled",
            )  # fmt: skip
            loss, targets = 0.0, 0
            text = [theirs.vocabulary.ids(sentence) for sentence in some_sentences()]
            begins, total = np.cumsum([0, *map(len, text)]), sum(map(len, text))
            for laid, example, noise in lazily(lib, theirs, cut, 3, theirs.rng, some_sentences()):
                kept = [n for n in range(len(laid.ids)) if n not in laid.dropped]
                place = kept.index(laid.centre) * (len(laid.ids) / len(kept))
                given = noise if output == "negative-sampling" else None
                step = theirs.step(example, given)
                theirs.apply(step, 0.2 - 0.1 * (begins[laid.sentence] + place) / total)
                loss, targets = loss + step.loss, targets + len(example.targets)
            (done,) = run
            assert_equal(ours, theirs, 1e-9 if sigma == "exact" else 1e-5)
            assert abs(done.loss - loss / targets) < (1e-9 if sigma == "exact" else 1e-5)


def check_batches(lib) -> None:
    """Steps of a batch are all taken at the same weights; then all of them are applied."""
    lib.engine.batches.BATCH = 7
    lib.engine.batches.FARTHEST = 1e9
    for output, architecture in itertools.product(OUTPUTS, ARCHITECTURES):
        theirs, ours = prepared(lib, output), prepared(lib, output)
        found = list(lib.examples(some_sentences(), theirs.vocabulary, architecture, 2))
        for first in range(0, len(found), 7):
            taken = [theirs.step(example) for example in found[first : first + 7]]
            for step in taken:
                theirs.apply(step, 0.02)
        list(lib.engine.slices(ours, some_sentences(), architecture, 2, 1, 0.02, road="numpy"))
        assert_equal(ours, theirs)


def check_batches_end(lib) -> None:
    """No row is touched more often in one batch than the rate allows; every example is taken."""
    rng = np.random.default_rng(2)
    inputs, rows = rng.integers(3, size=90), rng.integers(300, size=400)
    ends = np.sort(rng.choice(np.arange(1, 400), size=90, replace=False))
    ends[-1] = 400
    for rate in (0.01, 0.1, 1.0):
        taken = 0
        rates = np.full(90, rate)
        for words, _, touched, _, now, _ in lib.engine.batches._batches(
            inputs, np.arange(1, 91), rows, ends, rates
        ):
            most = max(np.bincount(words).max(), np.bincount(touched).max())
            assert len(now) == 1 or rate * most <= lib.engine.batches.FARTHEST
            taken += len(now)
        assert taken == 90


def check_together(lib) -> None:
    """The fast road: each context word predicts the centre, with one set of negatives a window.

    Held to the steps of `Model`, all those of a window at the same weights; with more negatives
    than the fast road is built for they are drawn anew for each pair.
    """
    ways = lib.engine.Ways(
        shrink_windows=True, swap_roles=True, share_negatives=True, sigma="table"
    )
    lib.engine.batches.BATCH = 1
    with a_fine_table(lib):
        windows_by_hand(lib, ways)


def check_among_others(lib) -> None:
    """One of two threads, alone, learns on its copies what the model learns without any."""
    lib.engine.run.OWN, lib.engine.run.HOT = 3, 1
    lib.engine.run.PART = lib.engine.run.PART_OF_TREE = 20
    fast = {"shrink_windows": True, "swap_roles": True, "share_negatives": True, "sigma": "table"}
    for output, architecture, ways in (
        ("negative-sampling", "skip-gram", {}),
        ("negative-sampling", "skip-gram", fast),
        ("hierarchical-softmax", "skip-gram", {}),
        ("hierarchical-softmax", "cbow", {}),
    ):
        drawn = {"target_drawn": "skip"} if output == "negative-sampling" else {}
        ours, theirs = (prepared(lib, output, **drawn) for _ in "ab")
        plan = plan_of(lib, ours, architecture, 3, 0, "compiled", **ways)
        text = lib.engine.text.text_of(some_sentences(), ours.vocabulary)
        assert plan.together == bool(ways)
        learner = lib.engine.run._Learner(ours, plan, text, 2)
        rng, mine = np.random.default_rng(6), learner.copies[0]
        root = len(ours.W_out) - 1
        assert mine[1].first == (root if output == "hierarchical-softmax" else 0)
        done = [
            learner._learn_among_others(first, last, 0.05, -1e-4, rng, mine)
            for first, last in ((0, 5), (5, len(text)))
        ]
        expected = np.zeros(3)
        for part in all_parts(lib, plan, text, 0.05, -1e-4, np.random.default_rng(6)):
            loss = learnt(lib, plan, theirs, part.examples)
            expected += part.words, loss, part.targets
        assert_equal(ours, theirs)
        np.testing.assert_allclose(np.sum(done, axis=0), expected)
        for W, own in zip(learner.weights, mine, strict=True):
            homes = W[own.first + own.step * np.arange(3)]
            assert (W[own.place : own.place + 3] == homes).all()


def check_own_rows(lib) -> None:
    """What several threads learn on their copies is added, not averaged, the first rows first."""
    road = lib.engine.plan.road_named("compiled")
    W = np.arange(18.0).reshape(9, 2)  # five rows, and two for each of two threads
    before = W[:5].copy()
    for first, step, rows in ((0, 1, [0, 1]), (4, -1, [4, 3])):
        W[:5] = before
        mine, others = (lib.engine.flat.OwnRows.of(W, first, step, at, 2) for at in (5, 7))
        touched = np.array([*range(5), first], np.int32)
        road.stand_in(touched, mine)
        expected = {rows[0]: 5, rows[1]: 6}
        assert touched.tolist() == [expected.get(row, row) for row in (*range(5), first)]
        W[5:7] += 1
        W[7:9] += 10
        road.bring_home(W, mine, 1)
        assert (W[rows] - before[rows]).tolist() == [[1, 1], [0, 0]]
        for own in (others, mine):
            road.bring_home(W, own, 9)
        assert (W[rows] - before[rows]).tolist() == [[11, 11], [11, 11]]
        assert (W[5:7] == W[rows]).all() and (mine.taken == W[rows]).all()


def windows_by_hand(lib, ways) -> None:
    for negative, road in itertools.product((3, 5, 8), lib.engine.ROADS):
        theirs, ours = (prepared(lib, "negative-sampling", target_drawn="skip") for _ in "ab")
        theirs.output.negative = ours.output.negative = negative
        theirs.W_in[0] = ours.W_in[0] = 3.0  # scores beyond ±6, where nothing is learnt
        plan = plan_of(lib, ours, "skip-gram", 4, 0, "compiled", **vars(ways))
        assert plan.together == (negative <= 5)
        theirs.output = lib.outputs.TabledSampling(theirs.output.noise, negative, "gensim")
        text = lib.engine.text.text_of(some_sentences(), ours.vocabulary)
        # Both roads from one set of windows: what they draw, they draw in another order.
        parts = all_parts(lib, plan, text, 0.05, 0.0, ours.rng)
        its = dataclasses.replace(plan, road=lib.engine.plan.road_named(road))
        loss = sum(learnt(lib, its, ours, part.examples) for part in parts)
        together = plan.together and road == "compiled"
        expected = by_hand(lib, theirs, 4, 0.05, shared=plan.together, together=together)
        assert_equal(ours, theirs, 1e-6)
        assert abs(loss - expected) < 1e-6 * expected


def by_hand(lib, model, window, rate, shared, together) -> float:
    """What gensim does to each pair of a window, by way of Model.step and Model.apply."""
    loss = 0.0
    for sentence in some_sentences():
        ids = model.vocabulary.ids(sentence)
        for at, centre in enumerate(ids):
            far = 1 + int(window * model.rng.random())
            near = [ids[n] for n in range(len(ids)) if n != at and abs(n - at) <= far]
            noise = model.output.draw(centre, model.rng) if shared and near else ()
            taken = []
            for word in near:
                drawn = noise if shared else model.output.draw(centre, model.rng)
                taken.append(model.step(lib.Example((word,), (centre,)), [drawn]))
                loss += taken[-1].loss
                if not together:
                    model.apply(taken.pop(), rate)
            for step in taken:
                model.apply(step, rate)
    return loss


def check_table(lib) -> None:
    """gensim's table of σ: 1,000 places of float32, of which 83 to one are looked up."""
    table = lib.ways.Ways(sigma="table").table
    assert table.dtype == np.float32 and len(table) == 1000
    u = np.array([0.0, 1.0, -5.99, 5.99, 6.0, -6.0, 7.0])
    places = [int((x + 6) * 83) for x in u[:4]]
    sigma = [1 / (1 + math.exp(-(place / 1000 * 2 - 1) * 6)) for place in places]
    for clip, beyond in ((False, [0, 0, 0]), (True, [0.75, -0.25, 0.75])):
        e = lib.engine.batches.errors(u, np.full(7, 0.25), table, clip)
        assert np.allclose(e, [*(np.array(sigma) - 0.25), *beyond], rtol=0, atol=1e-6)
    assert [round(float(y), 3) for y in e[:1] + 0.25] == [0.494]


def check_odds(lib) -> None:
    """e^x - 1 by its series and ten squares, near 0 and far away, and no NaN beyond."""
    module = importlib.import_module(f"{lib.__name__}.engine.compiled")
    odds = getattr(module.odds_less_one, "py_func", module.odds_less_one)
    x = np.concatenate([np.linspace(-20, 20, 401), [1e-9, -1e-9]])
    np.testing.assert_allclose(
        [odds(np.full(16, value), np.float64)[3] for value in x], np.expm1(x), rtol=1e-10
    )
    assert odds(np.full(16, 1e300), np.float64) == pytest.approx(np.full(16, np.exp(80)), rel=1e-6)
    assert 1 + odds(np.full(16, -1e300), np.float64) == pytest.approx(np.zeros(16), abs=1e-12)
    short = np.resize(x, 416).astype(np.float32).reshape(-1, 16)
    ours = [odds(numbers, np.float32) for numbers in short]
    np.testing.assert_allclose(ours, np.expm1(short.astype(float)), rtol=1e-5)


def check_summed_loss(lib) -> None:
    """Of scores near and far, however many; what stands behind them does not count."""
    summed_loss = importlib.import_module(f"{lib.__name__}.engine.compiled").summed_loss
    rng = np.random.default_rng(7)
    for kind, exact in ((np.float64, 1e-9), (np.float32, 1e-6)):
        for count, spread in itertools.product((0, 1, 15, 16, 17, 1000), (0.1, 3, 30, 300)):
            x = np.full(count + 32, 5, kind)
            x[:count] = rng.normal(0, spread, count)
            far = x[:count].astype(float)
            expected = (np.maximum(far, 0) + np.log1p(np.exp(-np.abs(far)))).sum()
            assert summed_loss(x, count) == pytest.approx(expected, rel=exact, abs=exact)
        never = np.full(48, np.nan, kind)
        assert np.isnan(summed_loss(never, 20))
        never[:20] = np.inf
        assert summed_loss(never, 20) == np.inf


def check_text(lib) -> None:
    """The words get the ids that `Vocabulary` gives them, block by block; the rare ones leave."""
    lib.engine.text.BLOCK = 5
    lib.engine.text.IN_MEMORY = 20
    for sentences in (some_sentences(), [["w1"], [], ["w2", "w1"], []], [["a", "a"]]):
        for min_count in (0, 1, 2):
            text, vocabulary = lib.engine.text.text_and_words(iter(sentences), min_count)
            expected = lib.Vocabulary.from_sentences(sentences, min_count)
            assert vocabulary.words == expected.words
            assert vocabulary.counts.tolist() == expected.counts.tolist()
            assert ids_of(text) == [tuple(expected.ids(sentence)) for sentence in sentences]


def check_limits(lib) -> None:
    """A sentence that is too long is cut, and its rest dropped or the next sentence."""
    text = lib.engine.flat.Lists.of(np.arange(12), np.array([5, 0, 2, 4, 1]))
    rest = [(0, 1), (), (5, 6), (7, 8), (11,)]
    assert ids_of(text.of_at_most(2, False)) == rest
    parts = [(0, 1), (2, 3), (4,), (), (5, 6), (7, 8), (9, 10), (11,)]
    assert ids_of(text.of_at_most(2, True)) == parts
    assert text.of_at_most(5, True) is text


roads = pytest.mark.parametrize("road", engine.ROADS)


KEPT = [
    (engine.Ways, "table"),
    (engine.batches, "BATCH"),
    (engine.batches, "FARTHEST"),
    (engine.run, "SECONDS"),
    (engine.run, "ROOM"),
    (engine.run, "OWN"),
    (engine.run, "HOT"),
    (engine.run, "PART"),
    (engine.run, "PART_OF_TREE"),
    (engine.text, "BLOCK"),
    (engine.text, "IN_MEMORY"),
]


@pytest.fixture(autouse=True)
def as_it_was():
    kept = [getattr(module, name) for module, name in KEPT]
    yield
    for (module, name), value in zip(KEPT, kept, strict=True):
        setattr(module, name, value)


def needs_numba(road: str = "compiled") -> None:
    if road == "compiled":
        pytest.importorskip("numba")


# Equal to the model


def test_the_compiled_cut_draws_and_cuts_as_the_lesson_does():
    needs_numba()
    engine.run.ROOM = 40
    check_cut(w2v)


def test_the_flat_examples_are_those_of_the_lesson():
    check_windows(w2v)


def test_drawn_windows_are_those_of_a_double_loop():
    check_drawn_windows(w2v)


@roads
def test_a_whole_run_equals_the_steps_of_the_model(road):
    needs_numba(road)
    check_road(w2v, road)


def test_what_programs_do_equals_the_steps_of_the_model():
    needs_numba()
    check_what_programs_do(w2v)


def test_a_batch_is_taken_at_the_same_weights():
    check_batches(w2v)


def test_a_batch_ends_before_the_rate_is_too_high_for_it():
    check_batches_end(w2v)


def test_windows_with_shared_noise_equal_the_steps_of_the_model():
    needs_numba()
    check_together(w2v)


def test_subsampling_comes_before_the_window():
    check_subsampling(w2v)


def test_the_table_is_gensims():
    check_table(w2v)


def test_the_exponential_is_one():
    needs_numba()
    check_odds(w2v)


def test_the_loss_of_many_scores_is_the_sum_of_their_losses():
    needs_numba()
    check_summed_loss(w2v)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_sixteen_numbers_at_a_time_are_what_numpy_makes_of_them(kind):
    """The compiled words of sixteen.py do what their plain selves do."""
    needs_numba()
    import numba

    from w2v_lab.engine import sixteen
    from w2v_lab.engine.sixteen import added, each, product, put, quotient, take, total, within

    def all_words(W, x, out):
        a, b, c = take(W, 1, 3), take(W, 2, 16), take(x, np.int32(5))
        put(a, out, 0, 0)
        put(added(a, b, c), out, 1, 0)
        put(added(a, W[0, 0], c), out, 2, 0)
        put(quotient(a, b), out, 3, 0)
        put(within(a, W[0, 1], W[0, 2]), out, 4, 0)
        put(each(W[0, 0]), out, 5, 0)
        put(within(take(x, 0), W[0, 1], W[0, 2]), out, np.int32(6), 0)
        return total(a), product(added(each(W[0, 3]), W[0, 4], b))

    rng = np.random.default_rng(3)
    W, x = rng.normal(size=(3, 32)).astype(kind), rng.normal(size=32).astype(kind)
    W[0, :5] = 0.7, -0.2, 0.4, 1, 1e-3
    x[:4] = np.nan, np.inf, -np.inf, 0
    plain, made = np.zeros((7, 16), kind), np.zeros((7, 16), kind)
    sums = all_words(W, x, plain)
    found = numba.njit(all_words)(W, x, made)
    exact = np.finfo(kind).eps * 4
    np.testing.assert_allclose(made, plain, rtol=exact, atol=exact)
    np.testing.assert_allclose(found, sums, rtol=16 * exact)
    assert sixteen.LANES == 16 and plain[0].any() and (plain[4] != plain[0]).any()


def test_a_text_gets_the_ids_of_its_vocabulary():
    check_text(w2v)


def test_long_sentences_are_cut():
    check_limits(w2v)


@roads
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_gensim_learns_the_same_by_its_tree(road, architecture):
    """Hierarchical softmax draws nothing, so that gensim and the engine must end alike."""
    needs_numba(road)
    Word2Vec = pytest.importorskip("gensim.models").Word2Vec
    engine.batches.BATCH = 1
    rng = np.random.default_rng(0)
    words = [word for power, word in enumerate("abcdefg") for _ in range(2**power)]
    rng.shuffle(words)
    sentences = [words[i : i + 9] for i in range(0, len(words), 9)]
    theirs = Word2Vec(
        vector_size=8, window=3, min_count=1, sg=int(architecture == "skip-gram"), hs=1,
        negative=0, sample=0, alpha=0.2, min_alpha=0.2, shrink_windows=False, workers=1, seed=1,
    )  # fmt: skip
    theirs.build_vocab(sentences)
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    ours = w2v.Model(vocabulary, 8, "hierarchical-softmax", undivided=architecture == "cbow")
    at = [theirs.wv.key_to_index[word] for word in vocabulary.words]
    ours.W_in = theirs.wv.vectors[at].copy()
    ours.W_out = ours.W_out.astype(np.float32)
    ways = engine.Ways(swap_roles=architecture == "skip-gram", sigma="table")
    list(engine.slices(ours, sentences, architecture, 3, 2, 0.2, ways=ways, road=road))
    start = theirs.wv.vectors.copy()
    theirs.train(sentences, total_examples=len(sentences), epochs=2)
    assert np.abs(theirs.wv.vectors - start).max() > 0.1
    np.testing.assert_allclose(ours.W_in, theirs.wv.vectors[at], rtol=0, atol=2e-5)


@pytest.mark.parametrize("exponent", [-1, 0, 0.75, 1, 1.25])
@pytest.mark.parametrize("drawn", ["keep", "redraw"])
def test_draws_follow_the_noise(exponent, drawn):
    """χ² of 100,000 draws inside compiled code, at one chance in ten thousand."""
    needs_numba()
    counts = [400, 250, 120, 60, 60, 33, 20, 11, 5, 2]
    vocabulary = w2v.Vocabulary([f"w{i}" for i in range(10)], counts)
    settings = {"negative": 20, "ns_exponent": exponent, "target_drawn": drawn}
    model = w2v.Model(vocabulary, 2, "negative-sampling", **settings)
    text = engine.flat.Lists.of(np.zeros(2501), np.full(1, 2501))
    rows, labels = cut(model, text, "skip-gram", 1)
    words = rows[labels == 0]
    assert len(words) == 100_000
    p = model.output.noise.p.copy()
    if drawn == "redraw":  # the target is always word 0
        p[0] = 0
    expected = len(words) * p / p.sum()
    found = np.bincount(words, minlength=10)
    some = expected > 0
    assert found[~some].sum() == 0
    # The 0.9999 quantile of χ² with 9 degrees of freedom is 33.7
    assert (((found - expected) ** 2)[some] / expected[some]).sum() < 33.7


def cut(model, text, architecture, window, sample=0, **ways) -> tuple[np.ndarray, np.ndarray]:
    engine.run.ROOM = 10**6
    plan = plan_of(w2v, model, architecture, window, sample, "compiled", **ways)
    rng = np.random.default_rng(11)
    parts = list(all_parts(w2v, plan, text, 0.1, 0.0, rng))
    some = [(p.examples, int(p.examples.row_ends[-1])) for p in parts if len(p.examples.rates)]
    rows = [(examples.rows[:end].copy(), examples.labels[:end].copy()) for examples, end in some]
    assert len(rows) == 1, "the arrays are written over"
    return rows[0]


def test_drawn_windows_weigh_the_near_words_more():
    """From 1..w: distance d is seen (w - d + 1)/w of the time."""
    needs_numba()
    V, M = 9, 30_000
    model = w2v.Model(w2v.Vocabulary([f"w{i}" for i in range(V)], [1] * V), 2, "softmax")
    text = engine.flat.Lists.of(np.arange(M) % V, np.array([M]))  # a distance is a difference
    rows, _ = cut(model, text, "skip-gram", 4, shrink_windows=True)
    seen = len(rows) / M / 2
    assert seen == pytest.approx((4 + 3 + 2 + 1) / 4, abs=0.02)


@pytest.mark.parametrize("subsampling", ["paper", "code"])
def test_subsampling_keeps_what_the_formula_says(subsampling):
    needs_numba()
    counts = np.array([40_000, 8_000, 2_000, 400])
    vocabulary = w2v.Vocabulary(list("abcd"), counts.tolist())
    model = w2v.Model(vocabulary, 2, "softmax")
    words = np.random.default_rng(3).permutation(np.repeat(np.arange(4), counts))
    text = engine.flat.Lists.of(words, np.array([len(words)]))
    rows, _ = cut(model, text, "skip-gram", 1, 0.02, subsampling=subsampling)
    keep = w2v.keep_probabilities(counts, 0.02, subsampling)
    kept = np.bincount(rows, minlength=4) / 2  # each kept word is the neighbour of two
    spread = np.sqrt(counts * keep * (1 - keep)) + 1
    assert (np.abs(kept - counts * keep) < 4 * spread).all()
    assert not np.allclose(counts * keep, counts * w2v.keep_probabilities(counts, 0.05), rtol=0.1)


# Several threads


def test_a_thread_learns_on_its_copies_what_the_model_learns():
    needs_numba()
    check_among_others(w2v)


def test_what_threads_learn_on_their_copies_is_added():
    needs_numba()
    check_own_rows(w2v)


# A run: slices, stops, seeds


def trained(road: str, output: str = "negative-sampling", seconds: float = 0.0) -> w2v.Model:
    """Train on the grammar for one round, with a slice after each part where seconds is 0."""
    engine.run.SECONDS = seconds
    sentences = w2v.toy_sentences("grammar")[:500]
    model = w2v.Model(w2v.Vocabulary.from_sentences(sentences), 10, output)
    ways = engine.Ways(shrink_windows=True)
    slices = engine.slices(model, sentences, window=3, sample=1e-2, ways=ways, road=road)
    progress = [slice.progress for slice in slices]
    assert progress == sorted(set(progress)) and progress[-1] == 1
    return model


@roads
@pytest.mark.parametrize("output", OUTPUTS)
def test_equal_seeds_give_equal_bits_whatever_the_clock_says(road, output, monkeypatch):
    needs_numba(road)
    monkeypatch.setattr(engine.run, "ROOM", 3_000)
    first, second = trained(road, output), trained(road, output, seconds=60.0)
    assert first.W_in.tobytes() == second.W_in.tobytes()
    assert first.W_out.tobytes() == second.W_out.tobytes()
    assert np.abs(first.W_out).max() > 0


@roads
def test_slices_say_what_they_did(road):
    needs_numba(road)
    engine.run.SECONDS = 0.002
    sentences = w2v.toy_sentences("grammar")
    model = w2v.Model(w2v.Vocabulary.from_sentences(sentences), 20, "negative-sampling")
    done = list(engine.slices(model, sentences, "skip-gram", 5, 8, 0.05, 0.01, road=road))
    assert len(done) > 1
    assert [slice.words for slice in done] == [round(slice.progress * 64_000) for slice in done]
    assert done[-1].words == 64_000
    assert done[0].loss > 3.0 and done[-1].loss < 2.5  # from 6 ln 2 = 4.159 down
    assert [s.rate for s in done] == pytest.approx([0.05 - 0.04 * s.progress for s in done])
    seconds = [slice.seconds for slice in done]
    assert seconds == sorted(seconds) and np.diff([0.0, *seconds]).max() < 2


def test_the_time_of_the_watcher_is_no_work():
    sentences = w2v.toy_sentences("grammar")
    model = w2v.Model(w2v.Vocabulary.from_sentences(sentences), 20)
    run = engine.slices(model, sentences, "cbow", 2, 20, road="numpy")
    first = next(run)
    time.sleep(0.7)
    assert next(run).seconds - first.seconds < 0.6


@roads
def test_twenty_random_stops_leave_a_usable_model(road):
    needs_numba(road)
    sentences = w2v.toy_sentences("grammar")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    rng = np.random.default_rng(5)
    for stop in rng.integers(1, 4, size=20):
        model = w2v.Model(vocabulary, 20, "negative-sampling")
        run = engine.slices(model, sentences, "cbow", epochs=900, road=road)
        assert len([*itertools.islice(run, int(stop))]) == stop
        assert np.isfinite(model.W_in).all() and np.abs(model.W_out).max() > 0, stop
        assert w2v.Vectors(vocabulary.words, model.W_in).most_similar("king", 1)


@roads
def test_an_interrupt_ends_fit_with_what_it_has(road, capsys):
    """Three interrupts; benchmarks/engine.py measures how soon they take effect."""
    needs_numba(road)
    sentences = w2v.toy_sentences("grammar")
    engine.run.SECONDS = 0.01
    stops = []

    def interrupt(*_: object) -> None:
        stops.append(time.perf_counter())
        raise KeyboardInterrupt

    def watch(_: engine.Slice) -> None:
        if waits:  # training has begun
            signal.setitimer(signal.ITIMER_REAL, waits.pop())

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        for after in (0.02, 0.1, 0.2):
            waits = [after]
            vectors = fit(sentences, epochs=1_000_000, road=road, watch=watch)
            assert time.perf_counter() - stops[-1] < 2
            assert np.isfinite(vectors.matrix).all()
            assert vectors.most_similar("king", 1)
            assert "Stopped at 0% of the training" in capsys.readouterr().err
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert len(stops) == 3


def fit(sentences, **settings) -> w2v.Vectors:
    """Return vectors of the grammar, at the settings at which its analogies work."""
    given = {"vector_size": 20, "min_count": 1, "sample": 0, "epochs": 20, "learning_rate": 0.05}
    return w2v.fit(sentences, **(given | settings))


@roads
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_grammar_teaches_its_analogies(road, language):
    needs_numba(road)
    sentences = w2v.toy_sentences("grammar", language)
    scores = evaluation.scorecard(fit(sentences, road=road), w2v.toy_analogies(language=language))
    assert [score.accuracy for score in scores.values()] == [1, 1, 1]


@roads
@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("output", OUTPUTS[1:])
def test_what_gensim_does_can_be_done(road, architecture, output):
    needs_numba(road)
    settings = {"architecture": architecture, "output": output, "compatible": "gensim"}
    vectors = fit(w2v.toy_sentences("grammar"), road=road, **settings)
    scores = evaluation.scorecard(vectors, w2v.toy_analogies())
    assert np.mean([score.accuracy for score in scores.values()]) > 0.6


def test_gensims_start_is_twice_as_wide():
    sentences = w2v.toy_sentences("grammar")
    ours, theirs = (fit(sentences, learning_rate=0, compatible=c) for c in (None, "gensim"))
    assert np.allclose(2 * ours.matrix, theirs.matrix, atol=3e-3)  # its rate ends at 1e-4
    assert 0.98 * 0.025 < np.abs(ours.matrix).max() <= 0.025


def test_a_window_wider_than_memory_sees_the_whole_sentence():
    sentences = w2v.toy_sentences("grammar")[:50]
    wide, whole = (fit(sentences, window=window, epochs=1) for window in (10**12, 4))
    assert wide.matrix.tobytes() == whole.matrix.tobytes()
    assert len(fit(sentences, window=10**12, epochs=1, compatible="gensim")) == len(wide)


def test_fit_takes_sentences_that_can_be_read_once():
    sentences = w2v.toy_sentences("grammar")[:200]
    once = fit(iter(sentences), epochs=1)
    assert once.matrix.tobytes() == fit(sentences, epochs=1).matrix.tobytes()
    assert once.words == w2v.Vocabulary.from_sentences(sentences).words
    assert once.matrix.dtype == np.float32 and once.matrix.flags.c_contiguous


def test_progress_is_told_after_a_second_or_shown_to_a_watcher(capsys, monkeypatch):
    sentences = w2v.toy_sentences("grammar")
    fit(sentences, epochs=1)
    assert capsys.readouterr().err == ""
    work = [engine.Slice(0.4, 5_000_000, 1.0, 0.1, 1.25), engine.Slice(1.0, 9_000_000, 1, 0.1, 2)]
    monkeypatch.setattr(engine.fitting, "slices", lambda *_, **__: (s for s in work))
    seen = []
    fit(sentences, watch=seen.append)
    assert capsys.readouterr().err == "" and seen == work
    fit(sentences)
    said = capsys.readouterr().err
    assert said.startswith("Training: 40% of the text, 4,000,000 words a second, rate 0.1, loss 1")
    assert said.endswith("\n") and said.count("\n") == 2
    w2v.set_language("zh")
    fit(sentences)
    assert "训练中：已完成 40%，每秒 4,000,000 词" in capsys.readouterr().err


@roads
@pytest.mark.parametrize("output", OUTPUTS)
def test_a_rate_that_explodes_is_said_to_be_too_high(road, output):
    needs_numba(road)
    with pytest.raises(w2v.W2VError, match="learning rate was too high"):
        fit(w2v.toy_sentences("grammar"), output=output, learning_rate=1e30, epochs=2, road=road)


@roads
def test_a_rate_that_explodes_ends_what_gensim_does_as_well(road):
    needs_numba(road)
    try:
        few = w2v.toy_sentences("grammar")[:200]
        fit(few, epochs=1, learning_rate=1e30, compatible="gensim", road=road)
    except w2v.W2VError as error:
        assert error.key == "not_finite"


# What cannot be trained

S = [["a", "b", "a"], ["b", "a"]]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"sentences": "the king"}, r"no file “the king”.*read_text.*read_file"),
        ({"sentences": b"the king"}, "must be a list of lists"),
        ({"sentences": ["the king"]}, "must be a list of words"),
        ({"sentences": [[1]]}, "must be a text"),
        ({"sentences": []}, "not a single word"),
        ({"sentences": 5}, "int where a list belongs"),
        ({"sentences": [["a"], ["b"]]}, "every sentence has only one word"),
        ({"min_count": 9}, "min_count=9 asks for more"),
        ({"min_count": -1}, "min_count must be"),
        ({"vector_size": 0}, "vector_size must be"),
        ({"window": 0}, "window must be"),
        ({"epochs": 0.5}, "epochs must be"),
        ({"negative": -1}, "negative must be"),
        ({"seed": -1}, "seed must be"),
        ({"sample": "much"}, "sample"),
        ({"sample": -1.0}, "sample"),
        ({"learning_rate": "fast"}, "learning_rate must be a number"),
        ({"learning_rate": math.nan}, "learning_rate must be a number"),
        ({"learning_rate": -0.1}, "learning_rate must be a number"),
        ({"architecture": "next-word"}, "architecture cannot be"),
        ({"output": "sigmoid"}, "output cannot be"),
        ({"compatible": "fasttext"}, "compatible cannot be"),
        ({"compatible": "gensim", "output": "softmax"}, "gensim has no full softmax"),
        ({"road": "gpu"}, "road cannot be"),
        ({"ns_exponent": "x"}, "ns_exponent"),
    ],
)
def test_what_cannot_be_trained_is_refused_in_both_languages(settings, says):
    given = {"sentences": S, "min_count": 1} | settings
    with pytest.raises(w2v.W2VError, match=says):
        w2v.fit(**given)
    w2v.set_language("zh")
    with pytest.raises(w2v.W2VError, match=r"[\u4e00-\u9fff]"):
        w2v.fit(**given)


def test_swapped_roles_belong_to_skip_gram():
    model = prepared(w2v, "softmax")
    with pytest.raises(w2v.W2VError, match="swap_roles"):
        next(engine.slices(model, S, "cbow", ways=engine.Ways(swap_roles=True)))
    with pytest.raises(w2v.W2VError, match="sigma cannot be"):
        next(engine.slices(model, some_sentences(), ways=engine.Ways(sigma="σ")))


def test_a_layer_that_the_engine_does_not_know_is_refused():
    model = prepared(w2v, "softmax")
    model.output = object()
    with pytest.raises(w2v.W2VError, match="this output layer is object"):
        next(engine.slices(model, some_sentences()))


def test_without_numba_numpy_does_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "w2v_lab.engine.compiled", None)
    monkeypatch.delattr(engine, "compiled", raising=False)
    plain = fit(S, epochs=2)
    assert plain.matrix.tobytes() == fit(S, epochs=2, road="numpy").matrix.tobytes()
    with pytest.raises(w2v.W2VError, match="pip install numba"):
        fit(S, road="compiled")


def test_the_library_is_imported_without_numba():
    import subprocess

    code = "import sys, w2v_lab; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
