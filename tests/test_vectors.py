"""Finished vectors: neighbours and analogies by hand and by gensim, and files that others read."""

import gzip
import math
import struct

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import evaluation, explore

WORDS = ["king", "queen", "man", "woman", "crown"]
MATRIX = np.array([[3.0, 1.0], [3.0, -1.0], [0.5, 1.0], [0.5, -1.0], [2.0, 0.0]])
VECTORS = w2v.Vectors(WORDS, MATRIX)

rng = np.random.default_rng(7)
HARD_WORDS = ["</s>", "naïve", "没朋友", "a\tb", "\u00a0", "\u0085x", "1", "0.5", "𝔘", "x" * 300]
HARD = w2v.Vectors(HARD_WORDS, rng.normal(size=(10, 6)) * 10.0 ** rng.integers(-30, 30, (10, 6)))


def cosine(a: int, b: int) -> float:
    dot = sum(x * y for x, y in zip(MATRIX[a], MATRIX[b], strict=True))
    return dot / math.hypot(*MATRIX[a]) / math.hypot(*MATRIX[b])


# Neighbours and analogies


def test_the_most_similar_words_by_hand():
    found = VECTORS.most_similar("king")
    assert [word for word, _ in found] == ["crown", "queen", "man", "woman"]
    assert [c for _, c in found] == pytest.approx(
        [cosine(0, 4), cosine(0, 1), cosine(0, 2), cosine(0, 3)]
    )
    assert VECTORS.most_similar("king", topn=2) == found[:2]


def test_similarity_by_hand():
    assert VECTORS.similarity("king", "queen") == pytest.approx(0.8)
    assert VECTORS.similarity("king", "king") == pytest.approx(1)


def test_an_analogy_by_hand():
    point = MATRIX[3] / math.hypot(0.5, 1) - MATRIX[2] / math.hypot(0.5, 1)
    point = point + MATRIX[0] / math.hypot(3, 1)
    [(word, found), *others] = VECTORS.analogy("man", "woman", "king")
    assert word == "queen" and [word for word, _ in others] == ["crown"]
    assert found == pytest.approx(point @ MATRIX[1] / math.hypot(*point) / math.hypot(3, 1))


def test_a_vector_of_no_length_is_similar_to_none():
    vectors = w2v.Vectors(["a", "b", "zero"], [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    assert vectors.most_similar("zero") == [("a", 0.0), ("b", 0.0)]
    assert vectors.most_similar("a") == [("b", 0.0), ("zero", 0.0)]
    assert vectors.similarity("zero", "zero") == 0


def test_words_and_rows_can_be_looked_up():
    assert "king" in VECTORS and "moon" not in VECTORS and len(VECTORS) == 5
    assert VECTORS["crown"].tolist() == [2, 0]
    assert "5 words, 2 dimensions" in repr(VECTORS)


def test_training_on_moves_no_finished_vector():
    matrix = MATRIX.copy()
    vectors = w2v.Vectors(WORDS, matrix)
    matrix += 1
    assert (vectors.matrix == MATRIX).all()
    with pytest.raises(ValueError, match="read-only"):
        vectors.matrix[0] = 0


def test_a_frozen_matrix_is_not_copied():
    assert w2v.Vectors(WORDS, VECTORS.matrix).matrix is VECTORS.matrix


@pytest.mark.parametrize("ask", ["most_similar", "similarity", "analogy"])
def test_an_unknown_word_is_a_key_error_that_knows_better(ask):
    words = {"most_similar": ["kin"], "similarity": ["king", "kin"], "analogy": ["kin", "man", "x"]}
    with pytest.raises(w2v.UnknownWordError, match=r"“kin”.*king") as error:
        getattr(VECTORS, ask)(*words[ask])
    assert isinstance(error.value, KeyError)


def test_gensim_says_the_same():
    KeyedVectors = pytest.importorskip("gensim.models").KeyedVectors
    words = [f"w{i}" for i in range(50)]
    matrix = rng.normal(size=(50, 8)).astype(np.float32)
    theirs = KeyedVectors(8)
    theirs.add_vectors(words, matrix)
    ours = w2v.Vectors(words, matrix)
    assert_same(ours.most_similar("w3"), theirs.most_similar("w3"))
    analogy = theirs.most_similar(positive=["w1", "w2"], negative=["w0"])
    assert_same(ours.analogy("w0", "w1", "w2"), analogy)
    assert ours.similarity("w1", "w2") == pytest.approx(theirs.similarity("w1", "w2"), abs=1e-6)


def assert_same(ours, theirs):
    assert [word for word, _ in ours] == [word for word, _ in theirs]
    assert [c for _, c in ours] == pytest.approx([c for _, c in theirs], abs=1e-6)


@pytest.mark.parametrize(
    ("positive", "negative"), [(["w1"], ["w2"]), (["w1", "w2", "w9"], ["w3"]), ([], ["w4"])]
)
def test_gensim_adds_and_takes_away_alike(positive, negative):
    KeyedVectors = pytest.importorskip("gensim.models").KeyedVectors
    words = [f"w{i}" for i in range(50)]
    matrix = rng.normal(size=(50, 8)).astype(np.float32)
    theirs = KeyedVectors(8)
    theirs.add_vectors(words, matrix)
    ours = w2v.Vectors(words, matrix).most_similar(positive=positive, negative=negative)
    assert_same(ours, theirs.most_similar(positive=positive, negative=negative))


def test_words_can_be_added_and_taken_away():
    assert VECTORS.most_similar(positive=["woman", "king"], negative=["man"]) == VECTORS.analogy(
        "man", "woman", "king"
    )
    assert VECTORS.most_similar("king") == VECTORS.most_similar(positive="king")
    assert VECTORS.most_similar("king", negative=["man"], topn=1) == VECTORS.most_similar(
        positive=["king"], negative=["man"], topn=1
    )
    for ask in ({}, {"positive": []}):
        with pytest.raises(w2v.W2VError, match="positive="):
            VECTORS.most_similar(**ask)


def test_vectors_go_through_their_words_and_know_their_counts():
    assert list(VECTORS) == [word for word in VECTORS] == WORDS
    assert VECTORS.counts is None
    assert w2v.Vectors(WORDS, MATRIX, counts=[5, 4, 3, 2, 1]).counts.tolist() == [5, 4, 3, 2, 1]
    vectors = w2v.fit([["a", "b", "a"]], vector_size=2, min_count=1, sample=0, epochs=1)
    assert vectors.words == ["a", "b"] and vectors.counts.tolist() == [2, 1]
    for counts in ([1], [[1] * 5], "12345", ["x"] * 5, [2**70] * 5):
        with pytest.raises(w2v.W2VError, match=r"counts must hold .* 5 words"):
            w2v.Vectors(WORDS, MATRIX, counts=counts)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("scale", [1e-30, 1e-20, 1, 1e20, 1e30])
def test_cosines_hold_for_rows_of_any_size(scale, dtype):
    matrix = rng.normal(size=(40, 7))
    vectors = w2v.Vectors([f"w{i}" for i in range(40)], (matrix * scale).astype(dtype))
    plain = w2v.Vectors(vectors.words, matrix)
    assert all(vectors.similarity(word, word) == 1 for word in vectors)
    assert all(-1 <= c <= 1 for _, c in vectors.most_similar("w0", topn=39))
    assert_same(vectors.most_similar("w0"), plain.most_similar("w0"))
    assert_same(vectors.analogy("w0", "w1", "w2"), plain.analogy("w0", "w1", "w2"))
    assert vectors.similarity("w1", "w2") == pytest.approx(plain.similarity("w1", "w2"), abs=1e-6)


def test_parallel_vectors_have_the_cosine_1_and_no_more():
    matrix = np.outer(np.linspace(0.1, 9, 50), rng.normal(size=30)).astype(np.float32)
    vectors = w2v.Vectors([f"w{i}" for i in range(50)], matrix)
    assert max(c for _, c in vectors.most_similar("w3", topn=49)) <= 1


def test_a_row_that_is_no_number_is_named():
    with pytest.raises(w2v.W2VError, match=r"vector of “b”"):
        w2v.Vectors(["a", "b"], [[1.0, 2.0], [np.nan, 1.0]])


def test_neighbours_among_many_words_are_those_of_a_full_sort():
    matrix = rng.integers(-2, 3, size=(15_000, 3)).astype(np.float32)  # many ties, some zeros
    vectors = w2v.Vectors([f"w{i}" for i in range(15_000)], matrix)
    unit = explore.unit(matrix)
    for row in (0, 7, 11):
        order = np.argsort(-(unit @ unit[row]).round(5), kind="stable")
        found = vectors.most_similar(f"w{row}", topn=20)
        assert [round(c, 4) for _, c in found] == pytest.approx(
            (unit @ unit[row])[order[order != row][:20]].round(4).tolist(), abs=2e-4
        )


# What explore adds


def test_neighbours_of_a_recorded_matrix_are_those_of_the_vectors():
    rows, cosines = explore.neighbours(MATRIX, 0, topn=3)
    found = [(WORDS[row], c) for row, c in zip(rows, cosines.tolist(), strict=True)]
    assert found == VECTORS.most_similar("king", 3)


def test_an_analogy_keeps_its_point():
    asked = explore.ask_analogy(MATRIX, 2, 3, 0, topn=1)
    assert WORDS[asked.rows[0]] == "queen"
    assert asked.cosines[0] == VECTORS.analogy("man", "woman", "king", 1)[0][1]
    unit = MATRIX / np.linalg.norm(MATRIX, axis=1, keepdims=True)
    assert asked.point == pytest.approx(unit[3] - unit[2] + unit[0])


def test_an_exploded_row_comes_last_and_answers_nothing():
    matrix = MATRIX.copy()
    matrix[4] = np.nan
    rows, _ = explore.neighbours(matrix, 0)
    assert rows.tolist() == [1, 2, 3, 4]
    questions = np.array([[2, 3, 0, 4], [4, 3, 1, 0], [2, 3, 0, 1]])
    assert explore.right_answers(matrix, questions).tolist() == [False, False, True]
    matrix[4] = np.inf
    assert explore.right_answers(matrix, questions).tolist() == [False, False, True]


def test_the_scorecard_counts_kind_by_kind():
    questions = {
        "gender": [("man", "woman", "king", "queen"), ("woman", "man", "queen", "crown")],
        "strange": [("man", "woman", "king", "moon")],
    }
    scores = evaluation.scorecard(VECTORS, questions)
    assert scores["gender"] == evaluation.Score(right=1, asked=2)
    assert scores["gender"].accuracy == 0.5
    assert scores["strange"] == evaluation.Score(right=0, asked=0, unknown=1)
    assert math.isnan(scores["strange"].accuracy)


def test_without_leaving_out_the_question_answers_itself():
    vectors = w2v.Vectors(["a", "b", "c", "d"], [[0.1, 1], [0.0, 1], [1.0, 0.0], [1, -1.0]])
    asked = {"x": [("a", "b", "c", "d")]}
    assert evaluation.scorecard(vectors, asked)["x"].right == 1
    assert evaluation.scorecard(vectors, asked, leave_out=False)["x"].right == 0


def test_many_questions_are_answered_as_one_by_one():
    matrix = rng.normal(size=(30, 5))
    questions = np.array([rng.permutation(30)[:4] for _ in range(600)])
    questions[::2, 3] = [
        explore.ask_analogy(matrix, *question[:3], topn=1).rows[0] for question in questions[::2]
    ]
    right = explore.right_answers(matrix, questions)
    one_by_one = [
        explore.ask_analogy(matrix, *question[:3], topn=1).rows[0] == question[3]
        for question in questions
    ]
    assert right.tolist() == one_by_one
    assert right.sum() >= 300


# Files


@pytest.mark.parametrize("binary", [False, True])
def test_a_file_comes_back_to_the_last_bit(tmp_path, binary):
    path = tmp_path / "vectors"
    HARD.save(path, binary=binary)
    for asked in (None, binary):
        back = w2v.Vectors.load(path, binary=asked)
        assert back.words == HARD_WORDS
        assert back.matrix.dtype == np.float32
        assert back.matrix.tobytes() == HARD.matrix.astype(np.float32).tobytes()


def test_the_files_are_those_of_word2vec(tmp_path):
    vectors = w2v.Vectors(["a", "没"], [[1.5, -2.0], [0.1, 3e-8]])
    vectors.save(tmp_path / "text")
    assert (tmp_path / "text").read_text("utf-8") == "2 2\na 1.5 -2.0\n没 0.1 3e-08\n"
    vectors.save(tmp_path / "binary", binary=True)
    entries = [b"a " + struct.pack("<2f", 1.5, -2), "没 ".encode() + struct.pack("<2f", 0.1, 3e-8)]
    assert (tmp_path / "binary").read_bytes() == b"2 2\n" + b"".join(e + b"\n" for e in entries)


@pytest.mark.parametrize("binary", [False, True])
def test_gensim_reads_ours_and_we_read_gensims(tmp_path, binary):
    KeyedVectors = pytest.importorskip("gensim.models").KeyedVectors
    HARD.save(tmp_path / "ours", binary=binary)
    theirs = KeyedVectors.load_word2vec_format(tmp_path / "ours", binary=binary)
    assert theirs.index_to_key == HARD_WORDS
    assert theirs.vectors.tobytes() == HARD.matrix.astype(np.float32).tobytes()
    theirs.save_word2vec_format(tmp_path / "theirs", binary=binary)
    back = w2v.Vectors.load(tmp_path / "theirs")
    assert back.words == HARD_WORDS
    assert back.matrix.tobytes() == theirs.vectors.tobytes()


@pytest.mark.parametrize("binary", [False, True])
def test_packed_files_are_unpacked_and_a_limit_stops(tmp_path, binary):
    HARD.save(tmp_path / "plain", binary=binary)
    (tmp_path / "x.gz").write_bytes(gzip.compress((tmp_path / "plain").read_bytes()))
    back = w2v.Vectors.load(tmp_path / "x.gz", limit=3)
    assert back.words == HARD_WORDS[:3]
    assert (back.matrix == HARD.matrix[:3].astype(np.float32)).all()


def test_glove_files_and_words_with_spaces_are_read(tmp_path):
    (tmp_path / "glove").write_bytes("the 0.5 1\n. . . 2 3\r\n没 -4 5e-1 \n".encode())
    back = w2v.Vectors.load(tmp_path / "glove")
    assert back.words == ["the", ". . .", "没"]
    assert back.matrix.tolist() == [[0.5, 1], [2, 3], [-4, 0.5]]


def test_of_a_word_that_comes_twice_the_first_counts_and_it_is_told(tmp_path):
    (tmp_path / "twice").write_text("3 1\na 1\nb 2\na 3\n")
    with pytest.warns(UserWarning, match="words come twice, 1 rows"):
        back = w2v.Vectors.load(tmp_path / "twice")
    assert (back.words, back.matrix.tolist()) == (["a", "b"], [[1], [2]])


def test_more_words_than_promised_are_refused_and_the_promised_can_be_had(tmp_path):
    (tmp_path / "more").write_text("1 1\na 1\nb 2\n")
    with pytest.raises(w2v.W2VError, match=r"line 3 holds another.*limit=1"):
        w2v.Vectors.load(tmp_path / "more")
    assert w2v.Vectors.load(tmp_path / "more", limit=1).words == ["a"]


def test_a_vector_that_looks_like_a_line_is_still_binary(tmp_path):
    """The four bytes of a float may be a line's end: 0x0a0a0a0a is 6.6e-33."""
    matrix = np.frombuffer(b"\n" * 16, dtype="<f4").reshape(2, 2)
    w2v.Vectors(["a", "b"], matrix).save(tmp_path / "x", binary=True)
    assert w2v.Vectors.load(tmp_path / "x").matrix.tobytes() == matrix.tobytes()


BAD_FILES = {
    b"": "no vectors",
    b"\n": "no vectors",
    b"hello\n": "Line 1 .*“hello”",
    b"0 5\n": "promises “0 5”",
    b"3 0\na\nb\nc\n": "promises “3 0”",
    b"2 999999999999\na 1\n": "promises “2 999999999999”",
    b"9223372036854775808 2\na 1 2\n": "promises “9223372036854775808 2”",
    b"9" * 5_000 + b" 2\na 1 2\n": "promises “9999",
    b"2 2\na 1 2\nb 1\n": "Line 3 .* a word and 2 numbers, but has 1.*“b 1”.*limit=1",
    b"2 2\na 1 2\nb one 2\n": "Line 3 ",
    b"2 2\na 1 2\nb 1_0 2\n": "Line 3 .*1_0",
    b"2 2\n 1 2\nb 1 2\n": "Line 2 .* has 1 numbers: “1 2”",
    b"2 2\na 1 2 \n": "promises 2 words but ends after 1.*limit=1",
    b"2 2\n": "ends before the first",
    b"a 1 2\nb 1\n": "Line 2 .*limit=1",
    b"a 1 2\nb 1 2 3\n": "Line 2 .* has 3 numbers",
    b"2 1\na 1 2\nb 1 2\n": "Line 2 .* a word and 1 numbers.* has 2",
    b"five 4\na 1 2 3 4\n": "Line 1 .*“five 4”",
    b"+2 4\na 1 2 3 4\n": "Line 1 .*“\\+2 4”",
    b"2 4 1\na 1 2 3 4\n": "Line 2 .* a word and 2 numbers.* has 4",
    b"word,0.1,0.2\n": "Line 1 .*commas",
    b"1 2\na nan 1\n": "Line 2 .*“a”.*none at all",
    b"1 2\na 1e99 1\n": "Line 2 .*infinite",
    b"9 2\nab 1234567": "Line 2 .* a word and 2 numbers",
    b"9 2\n" + b"\x93" * 5_000: "Entry 1 ",
    b"\x89PNG\r\n\x1a\n" + bytes(range(256)): "kind PNG",
    b"\x1f\x8b broken": "damaged or was cut off",
}


@pytest.mark.parametrize(("data", "says"), BAD_FILES.items(), ids=lambda value: repr(value)[:30])
def test_a_bad_file_is_refused_in_both_languages(tmp_path, data, says):
    (tmp_path / "bad").write_bytes(data)
    with pytest.raises(w2v.W2VError, match=says):
        w2v.Vectors.load(tmp_path / "bad")
    w2v.set_language("zh")
    with pytest.raises(w2v.W2VError, match=r"[\u4e00-\u9fff]"):
        w2v.Vectors.load(tmp_path / "bad")


@pytest.mark.parametrize("path", ["missing", "", "\0", None, 3.5, "."])
def test_a_path_that_leads_nowhere_is_refused(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(w2v.W2VError, match="cannot be read"):
        w2v.Vectors.load(path)
    with pytest.raises(w2v.W2VError, match="cannot be written"):
        VECTORS.save("nowhere/x" if path == "missing" else path)


@pytest.mark.parametrize("word", ["", "new york", "new\nyork"])
def test_a_word_that_the_formats_cannot_hold_is_refused(tmp_path, word):
    with pytest.raises(w2v.W2VError, match="empty or holds a space"):
        w2v.Vectors([word], [[1.0]]).save(tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_numbers_too_great_for_the_formats_are_refused(tmp_path):
    with pytest.raises(w2v.W2VError, match="infinite"):
        w2v.Vectors(["a"], [[1e300]]).save(tmp_path / "x")


@pytest.mark.parametrize(
    ("words", "matrix", "says"),
    [
        ("ab", np.ones((2, 2)), "must be a list of words"),
        (5, np.ones((2, 2)), "here is a int"),
        (["a", 1], np.ones((2, 2)), "must be a text"),
        (["a", "a"], np.ones((2, 2)), "“a” stands twice"),
        (["a"], np.ones((2, 2)), r"each of the 1 words, but this is \(2, 2\)"),
        (["a", "b"], np.ones(2), "matrix"),
        ([], np.ones((0, 2)), "matrix"),
        (["a"], np.ones((1, 0)), "matrix"),
        (["a"], [["x"]], "matrix"),
        (["a", "b"], [[1], [1, 2]], "matrix"),
        (["a"], [[np.nan]], "learning rate was too high"),
        (["a"], [[np.inf]], "learning rate was too high"),
    ],
)
def test_words_and_rows_that_do_not_fit_are_refused(words, matrix, says):
    with pytest.raises(w2v.W2VError, match=says):
        w2v.Vectors(words, matrix)


@pytest.mark.parametrize("topn", [0, -1, 1.5, "3", True, None])
def test_a_strange_number_of_neighbours_is_refused(topn):
    with pytest.raises(w2v.W2VError, match="topn must be a whole number"):
        VECTORS.most_similar("king", topn)
    with pytest.raises(w2v.W2VError, match="limit must be" if topn is not None else "cannot be"):
        w2v.Vectors.load("x", limit=topn)
