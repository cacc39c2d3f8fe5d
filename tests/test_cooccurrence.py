"""Counts of pairs, PMI and PPMI: by hand, against `examples`, and as identities."""

import itertools

import numpy as np
import pytest
from naming import check_named

import w2v_lab as w2v
from w2v_lab.cooccurrence import MOST_WORDS
from w2v_lab.messages import LANGUAGES

SENTENCES = [["a", "b", "a", "c"], ["b"], [], ["c", "x", "b", "b"]]


@pytest.fixture
def vocabulary():
    return w2v.Vocabulary(["a", "b", "c"], [2, 4, 2])


def test_pairs_by_hand(vocabulary):
    """a b a c and c b b, x being unknown: one place apart a-b, b-a, a-c, c-b, b-b."""
    assert w2v.cooccurrence(SENTENCES, vocabulary, 1).tolist() == [[0, 2, 1], [2, 2, 1], [1, 1, 0]]


@pytest.mark.parametrize("window", [1, 2, 3, 50])
@pytest.mark.parametrize("name", ["kingdom", "article", "plane"])
def test_the_pairs_are_those_of_the_examples(name, window):
    sentences = w2v.toy_sentences(name)
    vocabulary = w2v.Vocabulary.from_sentences(sentences, 2 if name == "plane" else 1)
    expected = np.zeros((len(vocabulary), len(vocabulary)), int)
    for example in w2v.examples(sentences, vocabulary, window=window):
        for pair in itertools.product(example.inputs, example.targets):
            expected[pair] += 1
    found = w2v.cooccurrence(sentences, vocabulary, window)
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, expected)


def test_by_distance_a_pair_counts_one_part(vocabulary):
    counts = w2v.cooccurrence([["a", "b", "c", "a"]], vocabulary, 15, by_distance=True)
    np.testing.assert_allclose(
        counts, [[2 / 3, 1.5, 1.5], [1.5, 0, 1], [1.5, 1, 0]], rtol=0, atol=1e-15
    )


def test_pmi_by_hand():
    """8 pairs in all: (0, 0) comes 4 times where 6 · 5 / 8 are due by chance."""
    counts = [[4, 2], [1, 1]]
    np.testing.assert_allclose(
        np.exp(w2v.pmi(counts)), [[32 / 30, 16 / 18], [8 / 10, 8 / 6]], rtol=1e-14
    )
    np.testing.assert_allclose(np.exp(w2v.ppmi(counts)), [[32 / 30, 1], [1, 8 / 6]], rtol=1e-14)


def test_words_that_meet_by_chance_have_no_pmi():
    counts = np.outer([1, 2, 5], [4, 3, 1])
    np.testing.assert_allclose(w2v.pmi(counts), 0, atol=1e-14)


@pytest.mark.filterwarnings("error")
def test_words_that_never_meet_are_minus_infinity_and_0_in_ppmi():
    counts = np.array([[0, 3, 0], [3, 1, 0], [0, 0, 0]])
    pmi = w2v.pmi(counts)
    assert np.isneginf(pmi[counts == 0]).all() and np.isfinite(pmi[counts > 0]).all()
    assert (w2v.ppmi(counts)[counts == 0] == 0).all()
    assert counts.tolist() == [[0, 3, 0], [3, 1, 0], [0, 0, 0]]


def test_a_text_without_pairs_counts_none(vocabulary):
    assert not w2v.cooccurrence([["a"], ["b"]], vocabulary).any()
    assert not w2v.cooccurrence([], vocabulary).any()


def attempts():
    vocabulary = w2v.Vocabulary(["a", "b"], [1, 1])
    many = w2v.Vocabulary([str(i) for i in range(MOST_WORDS + 1)], [1] * (MOST_WORDS + 1))
    return {
        "sentences_are_text": lambda: w2v.cooccurrence("a b", vocabulary),
        "not_a_count": lambda: w2v.cooccurrence([["a"]], vocabulary, 0),
        "no_vocabulary": lambda: w2v.cooccurrence([["a"]], ["a"]),
        "too_many_pairs": lambda: w2v.cooccurrence([["1"]], many),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", attempts())
def test_bad_input_is_named(key, language):
    check_named(attempts(), key, language)


@pytest.mark.parametrize(
    "counts",
    [None, "12", [1, 2], [[1, 2]], [[1, -1], [0, 2]], [[0, 0], [0, 0]], [[np.nan]], [[[1]]]],
)
@pytest.mark.parametrize("measure", [w2v.pmi, w2v.ppmi])
def test_what_are_no_counts_is_refused(measure, counts):
    with pytest.raises(w2v.W2VError) as caught:
        measure(counts)
    assert caught.value.key == "not_pair_counts"
