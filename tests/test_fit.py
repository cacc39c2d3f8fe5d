"""fit: files as streams, threads, going on from vectors, an honest loss, and nothing trained."""

import gzip
import itertools
import subprocess
import sys

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import engine, ways
from w2v_lab.scores import Aim, learned

GRAMMAR = w2v.toy_sentences("grammar")
SMALL = {"vector_size": 10, "min_count": 1, "sample": 0, "epochs": 2}


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "grammar.txt"
    path.write_text("\n".join(map(" ".join, GRAMMAR)), encoding="utf-8")
    return path


# Streams


@pytest.mark.parametrize("road", engine.ROADS)
def test_a_file_gives_the_vectors_of_its_sentences(lines, road, monkeypatch):
    expected = w2v.fit(GRAMMAR, road=road, **SMALL).matrix.tobytes()
    monkeypatch.setattr(engine.text, "BLOCK", 1000)
    monkeypatch.setattr(engine.text, "IN_MEMORY", 5000)
    for path in (lines, str(lines)):
        assert w2v.fit(path, road=road, **SMALL).matrix.tobytes() == expected


def test_a_packed_file_is_unpacked_as_it_is_read(lines, tmp_path):
    packed = tmp_path / "grammar.gz"
    packed.write_bytes(gzip.compress(lines.read_bytes()))
    assert w2v.fit(packed, **SMALL).words == w2v.fit(lines, **SMALL).words
    packed.write_bytes(packed.read_bytes()[:200])
    with pytest.raises(w2v.W2VError, match="cannot be read"):
        w2v.fit(packed, **SMALL)


@pytest.mark.parametrize("block", [1, 2, 3, 7, 1000])
def test_a_line_is_a_sentence_wherever_a_block_ends(tmp_path, block, monkeypatch):
    monkeypatch.setattr(engine.text, "BLOCK", block)
    path = tmp_path / "text.txt"
    path.write_bytes("\ufeffking  queen\r\n\r\n国王\u3000王后 king \n \nlast".encode())
    text, vocabulary = engine.text.text_and_words(path, 1)
    ends = [0, *text.ends.tolist()]
    found = [[vocabulary.words[i] for i in text.items[a:b]] for a, b in itertools.pairwise(ends)]
    assert [s for s in found if s] == [["king", "queen"], ["国王", "王后", "king"], ["last"]]


def test_a_file_without_spaces_ends_early(tmp_path, monkeypatch):
    monkeypatch.setattr(engine.text, "BLOCK", 100)
    monkeypatch.setattr(engine.text, "LONGEST", 1000)
    path = tmp_path / "text.txt"
    path.write_text("word " * 400 + "x" * 2000)
    with pytest.raises(w2v.W2VError, match="without a space"):
        w2v.fit(path, **SMALL)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_no_file_of_sentences_is_named(tmp_path, language):
    w2v.set_language(language)
    for given in ("the king rules", "x" * 5000, "a\0b"):
        with pytest.raises(w2v.W2VError, match=r"read_text.*read_file") as raised:
            w2v.fit(given)
        assert raised.value.key == "no_such_text"
    latin = tmp_path / "latin.txt"
    latin.write_bytes("caf\xe9 noir\n".encode("latin-1"))
    with pytest.raises(w2v.W2VError, match=r"UTF-8.*read_file"):
        w2v.fit(latin)
    with pytest.raises(w2v.W2VError) as raised:
        w2v.fit(tmp_path)
    assert raised.value.key == "file_unreadable"


# Threads, seeds


def test_one_worker_is_bit_identical_over_processes():
    pytest.importorskip("numba")
    code = (
        "import hashlib, w2v_lab as w2v; v = w2v.fit(w2v.toy_sentences('grammar'), vector_size=10, "
        "min_count=1, compatible={!r}); print(hashlib.sha256(v.matrix.tobytes()).hexdigest())"
    )
    for program in (None, "gensim"):
        one, same = (
            subprocess.run(
                [sys.executable, "-c", code.format(program)], capture_output=True, check=True
            ).stdout
            for _ in "ab"
        )
        assert one == same


@pytest.mark.parametrize("output", ["negative-sampling", "hierarchical-softmax", "softmax"])
def test_two_workers_read_every_word_once_and_learn(output, monkeypatch):
    pytest.importorskip("numba")
    for name in ("CHUNK", "CHUNK_OF_TREE"):
        monkeypatch.setattr(engine.run, name, 500)
    monkeypatch.setattr(engine.run, "SECONDS", 60)  # the run's mean loss, however busy the machine
    seen = []
    settings = SMALL | {"epochs": 10, "learning_rate": 0.05, "output": output}
    vectors = w2v.fit(GRAMMAR, workers=2, watch=seen.append, **settings)
    one = []
    w2v.fit(GRAMMAR, watch=one.append, **settings)
    assert seen[-1].progress == 1 and seen[-1].words == 10 * sum(map(len, GRAMMAR))
    assert np.isfinite(vectors.matrix).all()
    assert seen[-1].loss == pytest.approx(one[-1].loss, rel=0.2)


def test_every_chunk_is_taken_once(monkeypatch):
    pytest.importorskip("numba")
    monkeypatch.setattr(engine.run, "CHUNK_OF_TREE", 333)  # and of all words
    model = w2v.Model(w2v.Vocabulary.from_sentences(GRAMMAR), 4)
    plan = engine.plan.Plan.of(model, "skip-gram", 2, 0, ways.EXACT, "compiled")
    text = engine.text.text_of(GRAMMAR, model.vocabulary)
    chunks = list(engine.run._Learner(model, plan, text, 2)._chunks())
    assert [a for a, _ in chunks[1:]] == [b for _, b in chunks[:-1]] and len(chunks) > 5
    assert chunks[0][0] == 0 and chunks[-1][1] == len(text)


# Going on


def test_training_goes_on_from_vectors():
    first = w2v.fit(GRAMMAR, **SMALL)
    other = [["king", "rules", "newcomer"], ["queen", "rules", "king"]] * 3
    still = w2v.fit(other, start=first, min_count=1, learning_rate=0, sample=0, epochs=1)
    assert still.matrix.shape[1] == 10
    for word in ("king", "queen", "rules"):
        assert (still[word] == first[word]).all()
    assert 0 < np.abs(still["newcomer"]).max() <= 0.05
    moved = w2v.fit(GRAMMAR, start=first, **SMALL)
    assert moved.similarity("king", "queen") != first.similarity("king", "queen")
    with pytest.raises(w2v.W2VError, match="start must be Vectors"):
        w2v.fit(GRAMMAR, start=first.matrix, **SMALL)


# An honest loss


@pytest.mark.parametrize("output", ["negative-sampling", "hierarchical-softmax", "softmax"])
@pytest.mark.parametrize("program", [None, "gensim"])
def test_the_held_out_loss_is_that_of_the_model(output, program):
    """Computed anew by Model.step for each held-out example, with the negatives drawn for it."""
    if program and output == "softmax":
        return
    vocabulary = w2v.Vocabulary.from_sentences(GRAMMAR)
    way = ways.ways_of(program, "skip-gram", output, 5)
    model = w2v.Model(vocabulary, 6, output, target_drawn=way.target_drawn, seed=3)
    model.W_out += model.rng.normal(size=model.W_out.shape)
    plan = engine.plan.Plan.of(model, "skip-gram", 3, 0, way, "numpy")
    text = engine.text.text_of(GRAMMAR, vocabulary)
    before = model.W_in.copy(), model.W_out.copy()
    aside = engine.held_out.HeldOut.taken(text, 40, plan, model.rng)
    assert len(aside.rest) == len(text) - 40
    found = aside.loss(model)
    assert (model.W_in == before[0]).all() and (model.W_out == before[1]).all()
    losses = []
    for examples in aside.examples:
        given = np.split(examples.inputs, examples.input_ends[:-1])
        touched = np.split(np.arange(len(examples.rows)), examples.row_ends[:-1])
        for inputs, places in zip(given, touched, strict=True):
            h = (
                [model.hidden([word]) for word in inputs]
                if plan.together
                else [model.hidden(inputs)]
            )
            rows, t = examples.rows[places], examples.labels[places]
            for one in h:
                if output == "softmax":
                    u = model.W_out @ one
                    losses += [np.log(np.exp(u).sum()) - u[row] for row in rows]
                else:
                    losses.append(np.logaddexp(0, (1 - 2 * t) * (model.W_out[rows] @ one)).sum())
    assert found.mean * found.targets == pytest.approx(sum(losses), rel=1e-9)
    assert found.low < found.mean < found.high


def test_the_held_out_loss_of_a_run_is_the_exact_one(monkeypatch):
    """Every negative that there could be, weighed by its chance, in the place of those drawn."""
    models, held, seen = [], [], []
    made, taken = engine.fitting.Model, engine.held_out.HeldOut.taken
    monkeypatch.setattr(
        engine.fitting, "Model", lambda *a, **k: models.append(made(*a, **k)) or models[0]
    )
    monkeypatch.setattr(engine.run.HeldOut, "taken", lambda *a: held.append(taken(*a)) or held[0])
    w2v.fit(GRAMMAR, held_out=600, watch=seen.append, **SMALL | {"learning_rate": 0.1})
    (model,), (aside,) = models, held
    counts = np.zeros((len(model.vocabulary), len(model.vocabulary)))
    for one in aside.examples:
        starts = [0, *one.row_ends[:-1]]
        for word, first, last in zip(one.inputs, starts, one.row_ends, strict=True):
            np.add.at(counts, (word, one.rows[first:last][one.labels[first:last] == 1]), 1)
    exact = Aim(counts, model.output.noise.p, 5).loss(learned(model))
    told = seen[-1].held_out
    assert counts.sum() == told.targets > 2_000
    assert told.mean == pytest.approx(exact, rel=0.01) and told.low < exact < told.high
    assert exact < 0.9 * 6 * np.log(2)  # it has learnt


def test_the_interval_holds_the_loss_of_all_sentences_as_often_as_it_says():
    vocabulary = w2v.Vocabulary.from_sentences(GRAMMAR)
    model = w2v.Model(vocabulary, 6, "hierarchical-softmax", seed=3)
    model.W_out += model.rng.normal(size=model.W_out.shape)
    model.W_in *= 20
    plan = engine.plan.Plan.of(model, "skip-gram", 2, 0, ways.EXACT, "numpy")
    text = engine.text.text_of(GRAMMAR, vocabulary)
    hold = engine.held_out.HeldOut.taken
    true = hold(text, len(text) - 1, plan, np.random.default_rng(9)).loss(model).mean
    found = [hold(text, 60, plan, np.random.default_rng(s)).loss(model) for s in range(100)]
    assert 88 <= sum(one.low <= true <= one.high for one in found) <= 100


def test_held_out_sentences_are_told_and_never_learnt_from():
    seen = []
    w2v.fit(GRAMMAR, held_out=100, watch=seen.append, **SMALL)
    assert seen[-1].held_out.targets > 300
    assert seen[-1].words < 2 * sum(map(len, GRAMMAR))
    with pytest.raises(w2v.W2VError, match="held_out=2000 leaves no text"):
        w2v.fit(GRAMMAR, held_out=2000, **SMALL)


# Nothing trained


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("road", engine.ROADS)
def test_training_that_trains_nothing_says_so(road, language):
    w2v.set_language(language)
    with pytest.raises(w2v.W2VError) as raised:
        w2v.fit([["a", "a", "a"]] * 9, min_count=1, road=road)
    assert raised.value.key == "one_word"
    with pytest.raises(w2v.W2VError) as raised:
        w2v.fit(GRAMMAR[:50], min_count=1, sample=1e-12, road=road)
    assert raised.value.key == "all_dropped"
    with pytest.raises(w2v.W2VError) as raised:
        w2v.fit(GRAMMAR, compatible="gensim", negative=0, road=road)
    assert raised.value.key == "program_needs_negatives"


def test_sentences_are_as_long_as_the_program_lets_them_be():
    rng = np.random.default_rng(0)
    long = [[f"w{i}" for i in rng.integers(9, size=25_000)]]
    words = {}
    for program in (None, "gensim", "word2vec.c"):
        seen = []
        w2v.fit(long, compatible=program, watch=seen.append, **(SMALL | {"epochs": 1}))
        words[program] = seen[-1].words
    assert words == {None: 25_000, "gensim": 10_000, "word2vec.c": 25_000}


# The numpy road is right wherever the compiled one is


@pytest.mark.parametrize("rate", [0.025, 0.1, 0.3])
@pytest.mark.parametrize("output", ["negative-sampling", "hierarchical-softmax", "softmax"])
@pytest.mark.parametrize("architecture", ["skip-gram", "cbow"])
def test_few_rows_and_a_high_rate_explode_on_neither_road(rate, output, architecture, monkeypatch):
    pytest.importorskip("numba")
    monkeypatch.setattr(engine.run, "SECONDS", 60)  # the run's mean loss, in one slice
    losses = {}
    for road in engine.ROADS:
        seen = []
        w2v.fit(
            w2v.toy_sentences("kingdom"),
            epochs=100,
            learning_rate=rate,
            road=road,
            output=output,
            architecture=architecture,
            watch=seen.append,
            **{name: SMALL[name] for name in ("vector_size", "min_count", "sample")},
        )
        losses[road] = seen[-1].loss
    assert losses["numpy"] == pytest.approx(losses["compiled"], rel=0.1)


def test_a_log_gets_ten_lines_at_most(capsys):
    tell = engine.telling.Teller()
    for percent in range(101):
        tell(engine.Slice(percent / 100, 1000 * percent, 2.5, 0.01, 0.5 + percent))
    said = capsys.readouterr().err.splitlines()
    assert 9 <= len(said) <= 11 and all("loss 2.500" in line for line in said)
    assert said[-1].startswith("Training: 100%")


def test_probes_are_told_with_their_nearest_words_and_change_nothing(capsys):
    sentences, seen, plain = w2v.toy_sentences("grammar"), [], []
    how = {"vector_size": 10, "min_count": 1, "epochs": 3, "held_out": 50}
    probes = sorted({word for sentence in sentences[:40] for word in sentence})[:3]
    watched = w2v.fit(sentences, **how, probes=probes, watch=seen.append)
    same = w2v.fit(sentences, **how, watch=plain.append)
    np.testing.assert_array_equal(watched.matrix, same.matrix)
    assert list(seen[-1].neighbours) == probes and plain[-1].neighbours == {}
    for probe, near in seen[-1].neighbours.items():
        assert list(near) == [word for word, _ in watched.most_similar(probe, 3)]
    tell = engine.telling.Teller()
    for percent in range(101):
        tell(engine.Slice(percent / 100, 1, 2.5, 0.01, 2, None, {"here": ("there", "where")}))
    said = capsys.readouterr().err.splitlines()
    assert said[1::2] == ["    here: there, where"] * 11
    with pytest.raises(w2v.UnknownWordError):
        w2v.fit(sentences, **how, probes=["nobody"], watch=seen.append)
