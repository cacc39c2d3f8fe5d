"""Floor 1: examples, checked on sentences short enough to cut by hand."""

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab.examples import ARCHITECTURES

SENTENCE = ["the", "king", "rules", "the", "land"]  # the: 0, king: 1, rules: 2, land: 3


def cut(lib, sentences, words, architecture, window=2):
    """The examples as pairs of lists of words, so that a test reads like the sentence."""
    vocabulary = lib.Vocabulary.from_sentences([words])
    return [
        tuple(" ".join(vocabulary.words[i] for i in ids) for ids in (one.inputs, one.targets))
        for one in lib.examples(sentences, vocabulary, architecture, window)
    ]


BY_HAND = {
    ("skip-gram", 1): [
        ("the", "king"),
        ("king", "the rules"),
        ("rules", "king the"),
        ("the", "rules land"),
        ("land", "the"),
    ],
    ("skip-gram", 2): [
        ("the", "king rules"),
        ("king", "the rules the"),
        ("rules", "the king the land"),
        ("the", "king rules land"),
        ("land", "rules the"),
    ],
    ("cbow", 2): [
        ("king rules", "the"),
        ("the rules the", "king"),
        ("the king the land", "rules"),
        ("king rules land", "the"),
        ("rules the", "land"),
    ],
    ("next-word", 2): [
        ("the", "king"),
        ("king", "rules"),
        ("rules", "the"),
        ("the", "land"),
    ],
}


def check_windows(lib):
    """Each architecture cuts the sentence as it was cut by hand, in the order of the text."""
    for (architecture, window), expected in BY_HAND.items():
        assert cut(lib, [SENTENCE], SENTENCE, architecture, window) == expected


def check_unknown_words(lib):
    """Unknown words leave before the window is laid: their neighbours become neighbours."""
    got = cut(lib, [["a", "?", "b", "?", "?", "c"]], ["a", "b", "c"], "skip-gram", 1)
    assert got == [("a", "b"), ("b", "a c"), ("c", "b")]


def test_each_architecture_cuts_as_by_hand():
    check_windows(w2v)


def test_unknown_words_leave_before_the_window_is_laid():
    check_unknown_words(w2v)


def test_the_worked_example_in_ids():
    vocabulary = w2v.Vocabulary.from_sentences([SENTENCE])
    first, second, *_ = w2v.examples([SENTENCE], vocabulary)
    assert (first, second) == (w2v.Example((0,), (1, 2)), w2v.Example((1,), (0, 2, 0)))


def test_skip_gram_with_a_window_of_two_is_the_default():
    vocabulary = w2v.Vocabulary.from_sentences([SENTENCE])
    default = list(w2v.examples([SENTENCE], vocabulary))
    assert default == list(w2v.examples([SENTENCE], vocabulary, "skip-gram", 2))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("sentences", [[], [[]], [["a"]], [["a"], ["b"]], [["?", "a", "?"]]])
def test_sentences_of_one_word_yield_nothing(sentences, architecture):
    assert cut(w2v, sentences, ["a", "b"], architecture) == []


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_no_window_reaches_beyond_its_sentence(architecture):
    apart = cut(w2v, [["a", "b"], ["c", "d"]], list("abcd"), architecture, 9)
    first = cut(w2v, [["a", "b"]], list("abcd"), architecture, 9)
    assert apart == first + cut(w2v, [["c", "d"]], list("abcd"), architecture, 9)


def test_repeated_words_count_each_time_and_may_be_their_own_neighbours():
    assert cut(w2v, [["a", "a", "a"]], ["a"], "skip-gram") == [("a", "a a")] * 3
    assert cut(w2v, [["a", "a", "a"]], ["a"], "cbow") == [("a a", "a")] * 3
    assert cut(w2v, [["a", "a", "a"]], ["a"], "next-word") == [("a", "a")] * 2


@pytest.mark.parametrize("window", [1, 2, 3, 7, 100])
def test_cbow_is_skip_gram_with_the_two_sides_exchanged(window):
    skip_gram = cut(w2v, [SENTENCE], SENTENCE, "skip-gram", window)
    cbow = cut(w2v, [SENTENCE], SENTENCE, "cbow", window)
    assert [(target, given) for given, target in cbow] == skip_gram


@pytest.mark.parametrize("window", [1, 2, 3, 7])
def test_a_window_holds_the_neighbours_at_most_so_far_away_and_never_the_centre(window):
    words = [str(number) for number in range(9)]
    for centre, context in cut(w2v, [words], words, "skip-gram", window):
        near = [word for word in words if 0 < abs(int(word) - int(centre)) <= window]
        assert context.split() == near


def test_a_generator_of_sentences_is_cut_without_being_read_ahead():
    def sentences():
        yield ["a", "b"]
        pytest.fail("the second sentence was asked for before the first was used")

    vocabulary = w2v.Vocabulary.from_sentences([["a", "b"]])
    assert next(w2v.examples(sentences(), vocabulary)) == w2v.Example((0,), (1,))


@pytest.mark.parametrize("architecture", ["skipgram", "CBOW", "", None, "{got}"])
def test_another_architecture_is_refused_with_the_choices(architecture):
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b"]])
    with pytest.raises(w2v.W2VError, match="skip-gram, cbow, next-word"):
        w2v.examples([["a", "b"]], vocabulary, architecture)


@pytest.mark.parametrize("window", [0, -1, 1.5, "2", True, None])
def test_a_window_that_is_no_count_is_refused_at_once(window):
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b"]])
    with pytest.raises(w2v.W2VError, match="window must be a whole number"):
        w2v.examples([["a", "b"]], vocabulary, window=window)


@pytest.mark.parametrize(
    ("sentences", "key"),
    [("the king", "sentences_are_text"), (["the king"], "sentence_is_text")],
)
def test_a_plain_text_is_refused_at_both_levels(sentences, key):
    vocabulary = w2v.Vocabulary.from_sentences([["the", "king"]])
    with pytest.raises(w2v.W2VError) as caught:
        list(w2v.examples(sentences, vocabulary))
    assert caught.value.key == key


def test_a_plain_text_is_refused_where_it_is_handed_over_and_not_where_it_is_used():
    vocabulary = w2v.Vocabulary.from_sentences([["the", "king"]])
    with pytest.raises(w2v.W2VError, match="the king"):
        w2v.examples("the king", vocabulary)


# Windows


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_examples_are_the_windows_without_their_places(architecture):
    vocabulary = w2v.Vocabulary.from_sentences([SENTENCE])
    arguments = ([SENTENCE, SENTENCE], vocabulary, architecture)
    assert [one.example for one in w2v.windows(*arguments)] == list(w2v.examples(*arguments))


def test_a_window_knows_its_places_in_the_sentence_without_the_unknown_words():
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b", "c"]])
    _, second, third, *_ = w2v.windows([["a"], ["?", "a", "b", "?", "c", "a"]], vocabulary)
    assert second == w2v.Window((0, 1, 2, 0), 1, (1,), (0, 2, 3), centre=1, reach=2)
    assert third == w2v.Window((0, 1, 2, 0), 1, (2,), (0, 1, 3), centre=2, reach=2)
    assert third.example == w2v.Example((2,), (0, 1, 0))


# Example


@pytest.mark.parametrize("ids", [(0, 2, 2), [0, 2, 2], np.array([0, 2, 2]), iter((0, 2, 2))])
def test_an_example_holds_tuples_of_int_with_their_repeats(ids):
    example = w2v.Example(ids, [1])
    assert example == w2v.Example((0, 2, 2), (1,))
    assert type(example.inputs) is tuple
    assert {type(number) for number in example.inputs} == {int}


@pytest.mark.parametrize(
    "ids", [(), [], "king", ["king"], b"k", 3, None, [1.0], [-1], [0, -1], [None], [[0]]]
)
def test_an_example_of_anything_but_ids_is_refused_on_both_sides(ids):
    for sides in [(ids, (0,)), ((0,), ids)]:
        with pytest.raises(w2v.W2VError) as caught:
            w2v.Example(*sides)
        assert caught.value.key == "ids_not_words"


def test_an_example_can_be_neither_changed_nor_told_from_its_equal():
    example = w2v.Example((0, 1), (2,))
    with pytest.raises(AttributeError):
        example.inputs = (3,)
    assert len({example, w2v.Example([0, 1], [2])}) == 1
