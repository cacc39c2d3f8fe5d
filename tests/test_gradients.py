"""Floor 2: the gradients, by finite differences and by an implementation that shares no line.

The checks take the library as an argument, so that test_planted_bugs can hand them a broken one.
"""

from itertools import product

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import w2v_lab as w2v

SHAPES = [  # (inputs, targets), ids below 7
    ((0,), (1,)),
    ((0,), (1, 2, 3, 4)),
    ((0, 1, 2, 3), (4,)),
    ((0, 1, 2), (3, 4, 5)),
    ((0, 0, 1), (2,)),
    ((0, 0, 0), (1, 2)),
    ((0,), (1, 1, 2)),
    ((0,), (1, 1, 1)),
    ((2, 2, 3), (4, 5, 4)),
    ((6,), (6,)),
    ((6, 0), (0, 6, 6)),
]
SEEDS = range(4)
each_shape = pytest.mark.parametrize(("inputs", "targets"), SHAPES)
RATES = (0.025, 1, 7.5)


def filled(lib, V):
    """A vocabulary of the words w0, w1, …"""
    return lib.Vocabulary.from_sentences([[f"w{number}" for number in range(V)]])


def random_model(lib, seed, V=7, N=4):
    """A model in the middle of its life: both matrices random, none of them zero."""
    model = lib.Model(filled(lib, V), vector_size=N)
    rng = np.random.default_rng(seed)
    model.W_in[:] = rng.normal(size=(V, N))
    model.W_out[:] = rng.normal(size=(V, N))
    return model


# Finite differences


def finite_differences(model, example, name, width=1e-5):
    """The loss's gradient on one matrix, from the loss alone: (f(w + d) - f(w - d)) / 2d."""
    weights = getattr(model, name)
    gradient = np.zeros_like(weights)
    for place in np.ndindex(weights.shape):
        kept = weights[place]
        weights[place] = kept + width
        above = model.step(example).loss
        weights[place] = kept - width
        below = model.step(example).loss
        weights[place] = kept
        gradient[place] = (above - below) / (2 * width)
    return gradient


def applied_gradient(model, example, name):
    """The gradient that an update follows: what `apply` takes away at rate 1."""
    before = {matrix: getattr(model, matrix).copy() for matrix in ("W_in", "W_out")}
    model.apply(model.step(example), 1.0)
    gradient = before[name] - getattr(model, name)
    for matrix, weights in before.items():
        getattr(model, matrix)[:] = weights
    return gradient


def difference_from_finite_differences(lib, inputs, targets, seed, name):
    """How far the update is from finite differences, in units of the gradient's norm."""
    model, example = random_model(lib, seed), lib.Example(inputs, targets)
    gradient = applied_gradient(model, example, name)
    expected = finite_differences(model, example, name)
    return np.linalg.norm(gradient - expected) / np.linalg.norm(expected)


def check_finite_differences(lib, inputs, targets, seed=0):
    """The update goes down the loss's gradient, on both matrices."""
    for name in ("W_in", "W_out"):
        assert difference_from_finite_differences(lib, inputs, targets, seed, name) < 1e-7


@each_shape
def test_an_update_follows_the_finite_differences_of_the_loss(inputs, targets):
    for seed in SEEDS:
        check_finite_differences(w2v, inputs, targets, seed)


# An independent implementation


def independent_loss(W_in, W_out, inputs, targets):
    """The loss as the paper states it: one-hots times W_in, their mean, log softmax."""
    h = anp.mean(anp.dot(anp.eye(len(W_in))[list(inputs)], W_in), axis=0)
    scores = anp.dot(W_out, h)
    log_y = scores - anp.log(anp.sum(anp.exp(scores)))
    return -anp.sum(anp.dot(anp.eye(len(W_out))[list(targets)], log_y))


def independent_update(W_in, W_out, inputs, targets, learning_rate):
    """Both matrices after one step of gradient descent, and the loss before it."""
    slopes = autograd.grad(independent_loss, (0, 1))(W_in, W_out, inputs, targets)
    moved = [W - learning_rate * slope for W, slope in zip((W_in, W_out), slopes, strict=True)]
    return *moved, independent_loss(W_in, W_out, inputs, targets)


def difference_from_autograd(lib, inputs, targets, seed, learning_rate):
    """The greatest difference of any weight, or of the loss, after one whole update."""
    model = random_model(lib, seed)
    W_in, W_out, loss = independent_update(
        model.W_in.copy(), model.W_out.copy(), inputs, targets, learning_rate
    )
    step = model.step(lib.Example(inputs, targets))
    model.apply(step, learning_rate)
    return max(
        np.abs(model.W_in - W_in).max(), np.abs(model.W_out - W_out).max(), abs(step.loss - loss)
    )


def check_autograd(lib, inputs, targets, seed=0, learning_rate=0.1):
    """One whole update is that of an implementation that shares no line with ours."""
    assert difference_from_autograd(lib, inputs, targets, seed, learning_rate) < 1e-10


@each_shape
def test_a_whole_update_is_autograds(inputs, targets):
    for seed, learning_rate in product(SEEDS, RATES):
        check_autograd(w2v, inputs, targets, seed, learning_rate)


@each_shape
def test_the_slope_at_h_is_autograds(inputs, targets):
    for seed in SEEDS:
        check_slope_at_h(inputs, targets, seed)


def check_slope_at_h(inputs, targets, seed):
    model = random_model(w2v, seed)
    step = model.step(w2v.Example(inputs, targets))

    def loss_of(h):
        scores = anp.dot(model.W_out, h)
        log_y = scores - anp.log(anp.sum(anp.exp(scores)))
        return -sum(log_y[target] for target in targets)

    np.testing.assert_allclose(step.EH, autograd.grad(loss_of)(step.h), rtol=0, atol=1e-13)


@pytest.mark.parametrize("architecture", ["skip-gram", "cbow", "next-word"])
def test_a_whole_epoch_is_autograds(architecture):
    sentences = w2v.toy_sentences("kingdom")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    model = w2v.Model(vocabulary, vector_size=3, seed=1)
    W_in, W_out = model.W_in.copy(), model.W_out.copy()
    examples = list(w2v.examples(sentences, vocabulary, architecture))
    expected = []
    for example in examples * 3:
        W_in, W_out, loss = independent_update(W_in, W_out, example.inputs, example.targets, 0.5)
        expected.append(loss)
    np.testing.assert_allclose(w2v.train(model, examples, 3, 0.5), expected, rtol=0, atol=1e-10)
    np.testing.assert_allclose(model.W_in, W_in, rtol=0, atol=1e-10)
    np.testing.assert_allclose(model.W_out, W_out, rtol=0, atol=1e-10)


# Scores at which exp would overflow


def check_extreme_scores(lib):
    """At scores of ±10,000 everything is finite, and the loss is the difference of the scores."""
    model = lib.Model(filled(lib, 3), vector_size=1)
    model.W_in[:] = 1
    model.W_out[:] = [[1e4], [-1e4], [0]]
    with np.errstate(all="raise"):
        for target, loss in enumerate([0, 2e4, 1e4]):
            step = model.step(lib.Example((0,), (target,)))
            assert step.loss == loss
            assert step.y[0].tolist() == [1, 0, 0]
            assert np.isfinite(step.EH).all()
            model.apply(step, 0.0)


@pytest.mark.filterwarnings("error")
def test_scores_of_ten_thousand_stay_finite_and_silent():
    check_extreme_scores(w2v)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("shift", [-1e4, -1, 1, 1e4])
def test_the_same_shift_of_all_scores_changes_no_prediction(shift):
    softmax = w2v.Model(filled(w2v, 4)).output
    u = np.array([0.5, -1, 2, 0])
    _, t = softmax.lines(2)
    with np.errstate(all="raise"):
        y, loss = softmax.predict(u + shift, t)
    expected, expected_loss = softmax.predict(u, t)
    np.testing.assert_allclose(y, expected, rtol=0, atol=1e-11)
    assert loss == pytest.approx(expected_loss, rel=1e-11)


@pytest.mark.filterwarnings("error")
def test_a_probability_below_the_smallest_float_is_zero_and_silent():
    model = w2v.Model(filled(w2v, 3), vector_size=1)
    model.W_in[:], model.W_out[:] = 1, [[1e4], [-1e4], [0]]
    with np.errstate(all="raise"):
        assert [model.probability(word, 0) for word in range(3)] == [1, 0, 0]
