"""The engine is held to the model: the same stream of examples and negatives, the same weights."""

import importlib
import itertools
import math
import signal
import sys
import time

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import engine, explore

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


# Checks that planted bugs must fail


def check_examples(lib) -> None:
    """The flat arrays hold the examples of `examples`, in text order."""
    sentences = [*some_sentences(), ["w0"], ["unknown", "w1"], ["w2", "unknown", "w3"]]
    vocabulary = lib.Vocabulary.from_sentences(some_sentences())
    text = lib.engine.flat.text_of(sentences, vocabulary)
    for architecture, window in itertools.product(ARCHITECTURES, (1, 2, 5)):
        for swap_roles in {False, architecture == "skip-gram"}:
            ways = lib.engine.Ways(swap_roles=swap_roles)
            windows = lib.engine.windows.Windows.drawn(
                text, 0, 99, window, architecture, ways, None
            )
            inputs, targets, of = windows.examples()
            ours = list(zip(ids_of(inputs), ids_of(targets), strict=True))
            theirs = list(
                lib.windows(sentences, vocabulary, architecture, window, swap_roles=swap_roles)
            )
            assert ours == [(w.example.inputs, w.example.targets) for w in theirs]
            begins = np.cumsum([0, *(len(vocabulary.ids(s)) for s in sentences)])
            assert of.tolist() == [begins[w.sentence] + w.centre for w in theirs]


def check_drawn_windows(lib) -> None:
    """A window that sees less far holds what a double loop over the text says."""
    vocabulary = lib.Vocabulary.from_sentences(some_sentences())
    text = lib.engine.flat.text_of(some_sentences(), vocabulary)
    ways = lib.engine.Ways(shrink_windows=True)
    rng = np.random.default_rng(4)
    windows = lib.engine.windows.Windows.drawn(text, 0, 99, 4, "skip-gram", ways, rng)
    assert sorted(set(windows.reach.tolist())) == [1, 2, 3, 4]
    expected, place = [], 0
    for sentence in some_sentences():
        ids = vocabulary.ids(sentence)
        for centre in range(len(ids)):
            far = windows.reach[place]
            near = [n for n in range(len(ids)) if n != centre and abs(n - centre) <= far]
            expected.append(((ids[centre],), tuple(ids[n] for n in near)))
            place += 1
    inputs, targets, _ = windows.examples()
    assert list(zip(ids_of(inputs), ids_of(targets), strict=True)) == expected


def check_road(lib, road: str) -> None:
    """A whole run equals `train` from the same seed: outputs x architectures, and the variants."""
    lib.engine.batches.BATCH = 1  # the numpy road then moves the weights after each example
    lib.engine.run.SECONDS = 60  # all in one slice
    variants = [{"undivided": True}, {"target_drawn": "skip"}, {"negative": 0}, {}]
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
            assert len(done) == 1 and abs(done[0].loss - losses.sum() / targets) < 1e-9


def check_compiled(lib) -> None:
    check_road(lib, "compiled")


def check_numpy(lib) -> None:
    check_road(lib, "numpy")


def check_batches(lib) -> None:
    """Steps of a batch are all taken at the same weights; then all of them are applied."""
    lib.engine.batches.BATCH = 7
    for output, architecture in itertools.product(OUTPUTS, ARCHITECTURES):
        theirs, ours = prepared(lib, output), prepared(lib, output)
        found = list(lib.examples(some_sentences(), theirs.vocabulary, architecture, 2))
        for first in range(0, len(found), 7):
            taken = [theirs.step(example) for example in found[first : first + 7]]
            for step in taken:
                theirs.apply(step, 0.02)
        list(lib.engine.slices(ours, some_sentences(), architecture, 2, 1, 0.02, road="numpy"))
        assert_equal(ours, theirs)


FINE = 200_000  # places of a table from one score to the next, so that it is as good as σ


def fine_table() -> np.ndarray:
    return 1 / (1 + np.exp(6 - (np.arange(12 * FINE) + 0.5) / FINE))


def check_shared_noise(lib) -> None:
    """The fast road: each context word predicts the centre, with one set of negatives a window.

    Held to the steps of `Model`, all those of a window at the same weights; with more negatives
    than the fast road is built for, pair by pair.
    """
    as_it_was, lib.engine.Ways.table = lib.engine.Ways.table, fine_table()
    ways = lib.engine.Ways(
        shrink_windows=True, swap_roles=True, share_negatives=True, sigma="table"
    )
    for negative in (3, 5, 8):
        theirs, ours = (prepared(lib, "negative-sampling", target_drawn="skip") for _ in "ab")
        theirs.output.negative = ours.output.negative = negative
        theirs.W_in[0] = ours.W_in[0] = 3.0  # scores beyond ±6, where nothing is learnt
        list(
            lib.engine.slices(
                ours, some_sentences(), "skip-gram", 4, 1, 0.05, ways=ways, road="compiled"
            )
        )
        by_hand(lib, theirs, negative, reach_up_to=4, rate=0.05, together=negative <= 5)
        assert_equal(ours, theirs, 1e-6)
    lib.engine.Ways.table = as_it_was


def by_hand(lib, model, negative, reach_up_to, rate, together) -> None:
    """What gensim does to each pair of a window, by way of Model.step and Model.apply."""
    sentences = [model.vocabulary.ids(sentence) for sentence in some_sentences()]
    places = [(ids, centre) for ids in sentences for centre in range(len(ids))]
    reach = model.rng.integers(1, reach_up_to + 1, size=len(places))
    noise = np.searchsorted(
        model.output.noise.edges, model.rng.random((len(places), negative)), side="right"
    )
    for (ids, centre), far, drawn in zip(places, reach, noise.tolist(), strict=True):
        taken = []
        for near in range(len(ids)):
            if near == centre or abs(near - centre) > far:
                continue
            rows = [ids[centre], *(word for word in drawn if word != ids[centre])]
            known = np.abs(model.W_out[rows] @ model.W_in[ids[near]]) < 6
            for row, label in zip(np.array(rows)[known], np.flatnonzero(known) == 0, strict=True):
                step = model.step(lib.Example((ids[near],), (int(row),)), [[]])
                e = step.y[0] - float(label)
                taken.append((ids[near], row, e * step.h, e * model.W_out[row]))
            if not together:
                move(model, taken, rate)
                taken = []
        move(model, taken, rate)


def move(model, taken, rate) -> None:
    for word, row, move_out, move_in in taken:
        model.W_out[row] -= rate * move_out
        model.W_in[word] -= rate * move_in


def check_fall(lib) -> None:
    """Drawing by the guide says what a search says, on the edges too."""
    compiled = importlib.import_module(f"{lib.__name__}.engine.compiled")
    edges = lib.Noise([50, 20, 9, 9, 3, 1, 1]).edges
    r = np.concatenate(
        [np.random.default_rng(2).random(500), edges[:-1], [0.0], edges[:-1] - 1e-12]
    )
    expected = np.searchsorted(edges, r, side="right")
    model = prepared(lib, "negative-sampling")
    guide = lib.engine.learners._Draws(model.output, model.rng, compiled).guide
    assert len(guide) == 4 * len(model.vocabulary)
    guide = np.searchsorted(edges, np.arange(28) / 28, side="right")
    assert compiled.fall(r, edges, guide).tolist() == expected.tolist()
    assert lib.engine.batches.fall(r, edges, guide).tolist() == expected.tolist()


def check_subsampling(lib) -> None:
    """Words leave before the window is laid, sentence by sentence, and others close the gap."""
    vocabulary = lib.Vocabulary.from_sentences(some_sentences())
    text = lib.engine.flat.text_of(some_sentences(), vocabulary)
    keep = np.linspace(0.2, 0.9, len(vocabulary))
    kept = lib.engine.flat.subsampled(text, keep, np.random.default_rng(6))
    rng = np.random.default_rng(6)
    expected = [
        tuple(word for word in vocabulary.ids(sentence) if rng.random() < keep[word])
        for sentence in some_sentences()
    ]
    assert ids_of(kept) == expected
    assert () in expected and max(map(len, expected)) > 1


def check_table(lib) -> None:
    """gensim's table of σ: 1,000 places of float32, of which 83 to one are looked up."""
    table = lib.engine.Ways(sigma="table").table
    assert table.dtype == np.float32 and len(table) == 1000
    u = np.array([0.0, 1.0, -5.99, 5.99, 6.0, -6.0, 7.0])
    places = [int((x + 6) * 83) for x in u[:4]]
    sigma = [1 / (1 + math.exp(-(place / 1000 * 2 - 1) * 6)) for place in places]
    e = lib.engine.batches.errors(u, np.full(7, 0.25), table)
    assert np.allclose(e, [*(np.array(sigma) - 0.25), 0, 0, 0], rtol=0, atol=1e-6)
    assert [round(float(y), 3) for y in e[:1] + 0.25] == [0.494]


roads = pytest.mark.parametrize("road", engine.ROADS)


@pytest.fixture(autouse=True)
def as_it_was():
    kept = engine.batches.BATCH, engine.Ways.table, engine.run.SECONDS
    yield
    engine.batches.BATCH, engine.Ways.table, engine.run.SECONDS = kept


def needs_numba(road: str = "compiled") -> None:
    if road == "compiled":
        pytest.importorskip("numba")


# Equal to the model


def test_the_flat_examples_are_those_of_the_lesson():
    check_examples(w2v)


def test_drawn_windows_are_those_of_a_double_loop():
    check_drawn_windows(w2v)


@roads
def test_a_whole_run_equals_the_steps_of_the_model(road):
    needs_numba(road)
    check_road(w2v, road)


def test_a_batch_is_taken_at_the_same_weights():
    check_batches(w2v)


def test_windows_with_shared_noise_equal_the_steps_of_the_model():
    needs_numba()
    check_shared_noise(w2v)


def test_words_are_drawn_as_a_search_would():
    needs_numba()
    check_fall(w2v)


def test_subsampling_comes_before_the_window():
    check_subsampling(w2v)


def test_the_table_is_gensims():
    check_table(w2v)


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


def test_a_negative_is_drawn_again_where_it_must_not_be_the_target():
    model = prepared(w2v, "negative-sampling", target_drawn="redraw")
    targets = np.zeros(2_000, dtype=np.int32)
    drawn = engine.learners._Draws(model.output, model.rng, engine.batches)(targets)
    assert drawn.shape == (2_000, 3) and not (drawn == 0).any()
    p = model.output.noise.p[1:] / model.output.noise.p[1:].sum()
    assert np.bincount(drawn.ravel())[1:] / drawn.size == pytest.approx(p, abs=0.02)


def test_shared_negatives_are_those_of_the_window_on_the_numpy_road_too():
    model = prepared(w2v, "negative-sampling")
    of = np.array([0, 0, 0, 2, 3, 3])
    draws = engine.learners._Draws(model.output, model.rng, engine.batches)
    rows, labels = engine.learners._shared(draws, np.array([5, 5, 5, 1, 7, 7]), of)
    table = rows.items.reshape(6, 4)
    assert table[:, 0].tolist() == [5, 5, 5, 1, 7, 7]
    assert labels.reshape(6, 4).tolist() == [[1, 0, 0, 0]] * 6
    assert (table[[1, 2, 5], 1:] == table[[0, 0, 4], 1:]).all()
    assert len({tuple(row) for row in table[[0, 3, 4], 1:].tolist()}) == 3


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
    monkeypatch.setattr(engine.run, "DRAWN", 400)
    monkeypatch.setattr(engine.learners.road_named(road), "A_MOMENT", 20_000)
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
    for stop in rng.integers(1, 6, size=20):
        model = w2v.Model(vocabulary, 20, "negative-sampling")
        for _ in itertools.islice(engine.slices(model, sentences, "cbow", epochs=90, road=road), 1):
            pass
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
            vectors = fit(sentences, epochs=10_000, road=road, watch=watch)
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
    scores = explore.scorecard(fit(sentences, road=road), w2v.toy_analogies(language=language))
    assert [score.accuracy for score in scores.values()] == [1, 1, 1]


@roads
@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("output", OUTPUTS[1:])
def test_what_gensim_does_can_be_done(road, architecture, output):
    needs_numba(road)
    settings = {"architecture": architecture, "output": output, "compatible": "gensim"}
    vectors = fit(w2v.toy_sentences("grammar"), road=road, **settings)
    scores = explore.scorecard(vectors, w2v.toy_analogies())
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
    monkeypatch.setattr(engine.fitting, "slices", lambda *_, **__: iter(work))
    seen = []
    fit(sentences, watch=seen.append)
    assert capsys.readouterr().err == "" and seen == work
    fit(sentences)
    said = capsys.readouterr().err
    assert said.startswith("\rTraining: 40% of the text, 4,000,000 words a second")
    assert said.endswith("\n")
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
        fit(w2v.toy_sentences("grammar"), learning_rate=1e30, compatible="gensim", road=road)
    except w2v.W2VError as error:
        assert error.key == "not_finite"


# What cannot be trained

S = [["a", "b", "a"], ["b", "a"]]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"sentences": "the king"}, "must be a list of lists"),
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
