"""What vectors are for: each task by hand, against others' programs, and against its record."""

import itertools
import json
import math

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import w2v_lab as w2v
from w2v_lab import uses
from w2v_lab.uses import records, sentiment, tagging, topics
from w2v_lab.uses.bias import permuted
from w2v_lab.uses.records import recorded
from w2v_lab.uses.search import QUERIES, reciprocal_ranks
from w2v_lab.uses.toy_texts import JOBS, REVIEWS
from w2v_lab.widgets.workbench.session import Session

TEXTS = [["red", "fox"], ["red", "red", "dog", "runs"], ["the", "cat"]]
WORDS = ["red", "fox", "dog", "runs", "the", "cat", "wolf"]
VECTORS = w2v.Vectors(WORDS, np.random.default_rng(0).normal(size=(7, 4)))


# Search


def test_bm25_by_hand():
    ranker = uses.BM25(TEXTS)
    shares = ranker.shares(["red", "wolf", "fox"])
    mean = 8 / 3
    idf = {"red": math.log(1 + 1.5 / 2.5), "fox": math.log(1 + 2.5 / 1.5)}
    damping = [1.2 * (0.25 + 0.75 * n / mean) for n in (2, 4, 2)]
    np.testing.assert_allclose(
        shares,
        [
            [idf["red"] * 2.2 / (1 + damping[0]), idf["red"] * 2 * 2.2 / (2 + damping[1]), 0],
            [0, 0, 0],
            [idf["fox"] * 2.2 / (1 + damping[0]), 0, 0],
        ],
    )
    best = uses.search(ranker, ["red", "fox"])[0]
    assert best.text == 0 and best.score == pytest.approx(shares[:, 0].sum())


@pytest.mark.parametrize("idf", [False, True])
def test_the_shares_of_a_match_sum_to_the_cosine(idf):
    ranker = uses.MeanVectors(TEXTS, VECTORS, idf)
    query = ["wolf", "red", "nobody"]

    def mean(words):
        def weight(word):
            n = sum(word in text for text in TEXTS) if idf else None
            return 1 if n is None else math.log(1 + (3 - max(n, 1) + 0.5) / (max(n, 1) + 0.5))

        known = [word for word in words if word in VECTORS]
        return sum(weight(word) * VECTORS.matrix[VECTORS.index[word]] for word in known)

    shares = ranker.shares(query)
    for d, text in enumerate(TEXTS):
        a, b = mean(query), mean(text)
        cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        assert shares[:, d].sum() == pytest.approx(cosine) == pytest.approx(ranker.scores(query)[d])
        parts = ranker.matches(query, d)
        assert parts.sum() == pytest.approx(cosine)
        np.testing.assert_allclose(parts.sum(axis=1), shares[:, d])
    assert not shares[2].any()  # a word without a vector adds nothing


def test_of_texts_with_equal_scores_the_mean_place_counts():
    ranker = uses.BM25([["a", "x"], ["a", "y"], ["b", "z"]])
    ranks = reciprocal_ranks(ranker, [["a"], ["z"], ["b", "a"], ["q"]], [1, 2, 0, 0])
    np.testing.assert_allclose(ranks, [1 / 1.5, 1, 1 / 2.5, 0])


def test_no_query_is_a_description_or_the_name_of_two():
    task = uses.icd_queries()
    described = {disease.words for disease in task.diseases}
    named = [name for disease in task.diseases for name in disease.names]
    assert len(task.queries) == QUERIES == len(set(task.queries))
    for query, d in zip(task.queries, task.right, strict=True):
        assert query not in described and named.count(query) == 1
        assert query in task.diseases[d].names


# Classifiers


def test_logistic_regression_finds_what_scikit_learn_finds():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(150, 6)) * [1, 2, 0.5, 1, 1, 3]
    y = [str(k) for k in (X @ rng.normal(size=(6, 3)) + rng.normal(size=(150, 3))).argmax(axis=1)]
    ours = uses.Logistic(X, y, penalty=2.0)
    theirs = LogisticRegression(C=0.5, tol=1e-8, max_iter=1000).fit(X, y)
    np.testing.assert_allclose(ours.probabilities(X), theirs.predict_proba(X), atol=0.005)
    assert ours.classes == list(theirs.classes_)


def test_a_judge_tells_what_each_word_adds():
    labelled = [(["red", "fox"], "good"), (["dog", "the"], "bad"), (["cat", "red"], "good")]
    for vectors in (None, VECTORS):
        judge = uses.Judge.taught(labelled, vectors)
        words = ["dog", "red", "red", "unheard-of"]
        odds = judge.shares(words, "good").sum() + judge.model.b[1] - judge.model.b[0]
        P = judge.model.probabilities(judge.features.features([words]))[0]
        assert odds == pytest.approx(math.log(P[1] / P[0]), abs=1e-4)
        assert judge.shares(words, "good")[3] == 0


def test_a_mean_does_not_grow_with_the_sentence():
    mean = uses.Mean(VECTORS)
    once, often, with_a_stranger = mean.features([["red"], ["red"] * 4, ["red", "zzz"]])
    np.testing.assert_allclose(often, once)
    np.testing.assert_allclose(with_a_stranger, once)
    both = mean.features([["red", "fox"]])[0]
    np.testing.assert_allclose(both, (once + mean.features([["fox"]])[0]) / 2)


def test_what_is_judged_was_never_learnt_from():
    for seed in range(3):
        train, test = sentiment.parts("toy", 100, seed)
        assert len(train) == 100 and len(test) == sentiment.TEST
        again = sentiment.parts("toy", 100, seed + 1)
        assert again[1] == test and again[0] != train
        assert {*map(id, train)}.isdisjoint(map(id, test))


# Documents


def test_what_is_known_of_documents_is_told_by_those_learnt_from():
    """Rows of new documents are inferred, and measured in units of those that were learnt."""
    every = [topics.Document(tuple(words), "") for words in w2v.toy_sentences("topics", "en")[:60]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topics, "icd_documents", lambda: every)
        patch.setattr(topics, "TEST", 12)
        topics._rows.cache_clear()
        train, test = topics.parts()
        known, new = topics.features("dbow", "ours", 0, None)
        topics._rows.cache_clear()
    assert len(train) == 48 and {*map(id, train)} | {*map(id, test)} == {*map(id, every)}
    model = topics.taught([document.words for document in train], "dbow", 0)
    inferred = [model.infer(one.words, topics.EPOCHS, topics.RATE, 0) for one in test]
    centre, spread = model.documents.mean(axis=0), model.documents.std(axis=0)
    np.testing.assert_allclose(known, (model.documents - centre) / spread, atol=1e-6)
    np.testing.assert_allclose(new, (inferred - centre) / spread, atol=1e-6)


# Tags


def test_characters_are_tagged_as_the_words_stand_and_cut_as_they_are_tagged():
    letters, tags = uses.bmes(["她们", "夸", "吴彦祖"])
    assert "".join(letters) == "她们夸吴彦祖" and "".join(tags) == "BESBME"
    assert tagging.spans(tags) == {(0, 2), (2, 3), (3, 6)}
    assert tagging.spans("BMBE") == {(0, 2), (2, 4)} == tagging.spans("MMBM")  # B and S begin anew
    for broken in map("".join, itertools.product("BMES", repeat=4)):
        pieces = sorted(tagging.spans(broken))  # whatever is guessed cuts the whole, once
        assert [at for piece in pieces for at in range(*piece)] == [0, 1, 2, 3]


def test_a_window_shows_five_places_and_the_vectors_in_them():
    read = uses.Windows([["a", "b"], ["b", "red"]], VECTORS)
    size = len(read.index)
    assert read.around(["red", "b"])[0] == ["", "", "red", "b", ""]
    first = read.columns(["red", "zzz"])[0]
    assert first == [0, size, 2 * size + read.index["red"], 4 * size]
    dense = read.dense(["red", "b"]).reshape(2, 5, 4)
    red = VECTORS.matrix[0] / VECTORS.matrix.std()
    np.testing.assert_allclose(dense[0, 2], red, rtol=1e-5)
    np.testing.assert_allclose(dense[1, 1], red, rtol=1e-5)
    assert np.count_nonzero(np.abs(dense).sum(axis=2)) == 2
    sentences = [["red", "b", "a"], ["zzz"]]
    np.testing.assert_array_equal(read.table(sentences), read.sparse(sentences).toarray())


def test_f1_counts_the_words_cut_out_and_the_names():
    def counted(kind, tags, guess):
        run = tagging._compared(kind, [(("a", "b", "c"), tuple(tags))], list(guess), 9)
        return run.got.tolist(), run.of.tolist()

    assert counted("cut", "BES", "SSS") == ([2], [5])  # of two words one, and three were cut out
    assert counted("names", ["person", "–", "–"], ["person", "place", "–"]) == ([2], [3])
    assert counted("speech", "nvn", "nnn") == ([4], [6])


# Bias


def test_weat_by_its_formula_and_its_test_by_trying_every_way():
    X, Y, A, B = ["red", "fox"], ["dog", "runs", "the"], ["cat", "wolf"], ["the", "red"]

    def s(w):
        return np.mean([VECTORS.similarity(w, a) for a in A]) - np.mean(
            [VECTORS.similarity(w, b) for b in B]
        )

    told = [s(w) for w in X + Y]
    found = uses.weat(VECTORS, X, Y, A, B)
    np.testing.assert_allclose(found.associations, told)
    effect = (np.mean(told[:2]) - np.mean(told[2:])) / np.std(told, ddof=1)
    assert found.effect == pytest.approx(effect)
    ways = [sum(way) >= sum(told[:2]) - 1e-9 for way in itertools.combinations(told, 2)]
    assert found.p == pytest.approx(np.mean(ways))
    assert permuted(np.arange(40.0)[::-1], 20) < 0.001  # too many ways to try: some are drawn


def test_the_game_may_not_answer_with_the_three_words():
    matrix = np.array([[1, 0.1, 0], [1, -0.1, 0], [0, 0, 1], [0.1, 0, 1]])
    vectors = w2v.Vectors(["man", "woman", "doctor", "nurse"], matrix)
    game = uses.played(vectors, "man", "doctor", "woman")
    assert game.without == "nurse" and game.free == "doctor"


# Toys and records


def test_toys_have_the_same_rules_in_both_languages():
    for table in (REVIEWS, JOBS):
        for name in table["en"]:
            assert len(table["en"][name].split()) == len(table["zh"][name].split()), name
        for lists in table.values():
            words = [w for words in lists.values() for w in words.replace("|", " ").split()]
            assert len(words) == len(set(words))


def test_a_record_is_small_and_says_how_it_was_made():
    for name, task in uses.TASKS.items():
        path = records.FOLDER / f"{name}.json"
        told = json.loads(path.read_text("utf-8"))
        assert path.stat().st_size <= 50_000
        assert told["settings"]["seeds"] == 5 and told["versions"]["numpy"] and told["took"] > 0
        found = recorded(task)
        assert {*found} == set(itertools.product(task.rows, uses.WAYS[:3]))
        for (row, way), one in found.items():
            runs = 1 if way == "plain" and row in task.alone else 5
            assert len(one.evaluation.scores) == runs
            assert one.evaluation.score == pytest.approx(np.mean(one.evaluation.scores), abs=1e-3)
            assert one.evaluation.low - 1e-3 <= one.evaluation.score <= one.evaluation.high + 1e-3


def test_what_is_written_down_reads_back_as_it_was():
    answer = uses.Answer("a b", 0.123456, True, (0.5, 0.25))
    case = uses.Case(("x", "y"), (0.00014, -1.0), (answer,), (("B", "E"),))
    run = uses.Run(np.ones(1), np.ones(1), (case,), 3, 1)
    entry = records._entry("row", "en", "ours", w2v.evaluation.scored([[0.66666666]]), run)
    told = records._case(json.loads(json.dumps(entry))["cases"][0])
    assert (told.words, told.tags, told.shares) == (case.words, case.tags, (0.0001, -1.0))
    assert told.answers == (uses.Answer("a b", 0.1235, True, (0.5, 0.25)),)
    assert entry["scores"] == [0.6667] and entry["train"] == 3


@pytest.mark.parametrize(
    ("task", "row", "way"),
    [
        ("search", "idf", "plain"),
        ("sentiment", "toy 10", "ours"),
        ("topics", "dm", "gensim"),
        ("tagging", "roles lstm 10", "ours"),
        ("bias", "toy", "ours"),
    ],
)
def test_one_point_of_each_record_comes_out_again(task, row, way):
    one = recorded(uses.TASKS[task])[row, way]
    anew, run = uses.TASKS[task].measured(row, way, [0])
    assert anew.score == pytest.approx(one.evaluation.scores[0], abs=0.02)
    assert (run.train, run.test) == (one.train, one.test)


def test_the_workbench_measures_loaded_vectors_and_computes_a_score_anew():
    w2v.set_language("en")
    session = Session("bias", vectors=uses.vectors("toy jobs", "ours", 0))
    trace = session.make_trace()
    assert trace.facts["ways"] == list(uses.WAYS)
    score = trace.arrays["bias/score"]
    assert score[0, 3] == pytest.approx(
        recorded(uses.BIAS)["toy", "ours"].evaluation.scores[0], abs=1e-3
    )
    assert np.isnan(score[1, 3])  # the newspaper's words are others
    reply, buffers = session.hear({"request": 1, "compute": ["bias", "toy", "ours"]})
    assert reply["trace"]["done"] == ["bias", 0, 1]
    anew = np.frombuffer(buffers[0]).reshape(2, 4)
    assert anew[0, 1] == uses.BIAS.measured("toy", "ours", [5])[0].score
    with pytest.raises(w2v.W2VError):
        session.change("vectors", "a file")
    assert "error" in session.hear({"request": 2, "compute": ["search", "idf", "ours"]})[0]


def test_the_workbench_counts_the_tags_that_are_taken_for_others():
    trace, record = Session("tagging").make_trace(), recorded(uses.TAGGING)
    pairs = trace.facts["benches"]["tagging"]["mixed"]
    for a, row in enumerate(uses.TAGGING.rows):
        for b, way in enumerate(uses.WAYS[:3]):
            wrong = [p for case in record[row, way].cases for p in case.tags if p[0] != p[1]]
            shown = trace.arrays["tagging/mixed"][a, b]
            counts = [count for count in shown.tolist() if count == count]
            assert len(counts) == len(pairs[a][b]) == min(6, len(set(wrong)))
            assert counts == sorted(counts, reverse=True)
            assert counts == [wrong.count(tuple(pair)) for pair in pairs[a][b]]


def test_bad_input_is_named_with_a_way_out(monkeypatch):
    task = uses.SENTIMENT
    wrong = [
        (lambda: task.measured("nobody's", "ours"), "toy 10"),
        (lambda: task.measured("toy 10", "theirs"), "plain"),
        (lambda: task.measured("toy 10", "loaded"), r"Vectors\.load"),
        (lambda: task.measured("toy 10", "loaded", loaded=[1]), "Vectors"),
        (lambda: sentiment.parts("toy", 10**6, 0), "2000"),
        (lambda: uses.Logistic(np.ones((2, 2)), ["a", "a"]), "two"),
        (lambda: uses.weat(VECTORS, ["red"], WORDS, WORDS, WORDS), "two words"),
        (lambda: uses.search(uses.BM25(TEXTS), ["zzz"]), "known|vocabulary"),
        (lambda: w2v.figures.found([uses.BM25(TEXTS)], "…"), "word"),
    ]
    for ask, said in wrong:
        with pytest.raises(w2v.W2VError, match=said):
            ask()
    for name in ("gensim.models", "gensim.models.doc2vec", "sklearn.svm"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    for ask, package in [
        (lambda: uses.texts.with_gensim([["a"]], 0), "gensim"),
        (lambda: uses.topics.with_gensim([["a"]], "dm", 0), "gensim"),
        (lambda: tagging.by_window([(("a",), ("S",))], None, svm=True), "scikit-learn"),
    ]:
        with pytest.raises(w2v.W2VError, match=rf"{package}.*pip install"):
            ask()


def test_what_a_search_found_is_text_and_never_markup():
    texts = [["<b>fox", "&amp;"], ["red", "<i>"]]
    picture = w2v.figures.found([uses.BM25(texts)], "red and <b>fox")
    assert "<i>" not in picture.data and "&lt;i&gt;" in picture.data
    assert "*red*" in picture.words
