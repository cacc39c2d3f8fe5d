"""The tagger: its slopes by autograd and finite differences, and that its memory reaches far."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from naming import check_named
from test_relatives_nets import check_finite_differences, filled, log_softmax

import w2v_lab as w2v
from w2v_lab.messages import LANGUAGES
from w2v_lab.relatives import Tagged, Tagger


def small_tagger(**settings):
    return Tagger(w2v.Vocabulary(["a", "b", "c"], [3, 2, 1]), ["X", "Y"], 3, 2, **settings)


def memory(x, W, b):
    """An LSTM as the textbooks write it."""
    H = len(b) // 4
    c, h, all_h = anp.zeros(H), anp.zeros(H), []
    for row in x:
        z = anp.dot(W, anp.concatenate([row, h])) + b
        add, keep, show = (1 / (1 + anp.exp(-z[n * H : (n + 1) * H])) for n in range(3))
        c = keep * c + add * anp.tanh(z[3 * H :])
        h = show * anp.tanh(c)
        all_h.append(h)
    return all_h


def tagger_loss(w, example):
    x = [anp.dot(anp.eye(len(w["W_in"]))[word], w["W_in"]) for word in example.words]
    right = memory(x, w["R"], w["b_R"])
    left = memory(x[::-1], w["L"], w["b_L"])[::-1]
    loss = 0.0
    for one, other, tag in zip(right, left, example.tags, strict=True):
        loss = loss - log_softmax(anp.dot(w["W_out"], anp.concatenate([one, other])) + w["b"])[tag]
    return loss


EXAMPLES = [Tagged((0, 1, 1, 3, 2), (0, 1, 1, 0, 1)), Tagged((2,), (1,)), Tagged((1, 1), (0, 1))]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_slopes_are_autograds(example):
    net = filled(small_tagger())
    step = net.step(example)
    expected = autograd.grad(tagger_loss)(net.weights, example)
    assert step.loss == pytest.approx(float(tagger_loss(net.weights, example)), rel=1e-12)
    assert set(step.slopes) == set(expected)
    for name, slope in expected.items():
        apart = np.linalg.norm(step.slopes[name] - slope)
        assert apart <= 1e-10 * max(np.linalg.norm(slope), 1), name


def test_the_slopes_are_those_of_finite_differences():
    check_finite_differences(filled(small_tagger(), 2), EXAMPLES[0])


def test_a_memory_reaches_over_words_that_say_nothing():
    """The last word's tag is told by the first, and the first word's by the last."""
    rng = np.random.default_rng(0)
    sentences = []
    for _ in range(60):
        first, last = rng.choice(["yes", "no"], size=2)
        sentences.append([(first, last), *[("and", "-")] * int(rng.integers(2, 5)), (last, first)])
    vocabulary = w2v.Vocabulary.from_sentences([[w for w, _ in words] for words in sentences])
    net = Tagger(vocabulary, ["yes", "no", "-"], 6, 8)
    examples = list(net.examples(sentences))
    list(net.train(examples[:40], 40, 0.2))
    assert net.accuracy(examples[40:]) == 1
    assert net.tag(["yes", "and", "and", "and", "no"]) == ["no", "-", "-", "-", "yes"]


def test_vectors_are_where_it_starts_and_stays_if_frozen():
    vectors = w2v.Vectors(["b", "z"], np.array([[1.0, 2], [3, 4]]))
    net = small_tagger(vectors=vectors, frozen=True)
    np.testing.assert_array_equal(net.weights["W_in"][1], [1, 2])
    before = net.weights["W_in"].copy()
    list(net.train([EXAMPLES[0]], 3, 0.5))
    np.testing.assert_array_equal(net.weights["W_in"], before)
    assert "W_in" in small_tagger(vectors=vectors).step(EXAMPLES[0]).slopes


def test_an_unknown_word_has_the_last_row():
    assert small_tagger().example(["a", "z"], ["X", "Y"]) == Tagged((0, 3), (0, 1))
    assert small_tagger().tag([]) == []


def attempts():
    net = small_tagger()
    return {
        "no_vocabulary": lambda: Tagger(["a"], ["X"]),
        "no_words": lambda: Tagger(net.vocabulary, []),
        "sentence_is_text": lambda: Tagger(net.vocabulary, "XY"),
        "tags_for_words": lambda: net.example(["a", "b"], ["X"]),
        "tags_for_words too": lambda: net.example(["a"], ["Z"]),
        "no_tagged": lambda: net.step((0, 1)),
        "no_tagged too": lambda: list(net.examples([7])),
        "not_a_count": lambda: Tagger(net.vocabulary, ["X"], hidden_size=0),
        "no_examples": lambda: list(net.train([])),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", attempts())
def test_bad_input_is_named(key, language):
    check_named(attempts(), key, language)
