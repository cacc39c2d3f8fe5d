"""Floor 2: the model, by hand, by identities, and in what it must never do."""

import math

import numpy as np
import pytest
from test_gradients import SHAPES, filled, random_model

import w2v_lab as w2v

LN3 = math.log(3)


def check_one_input_and_one_target(lib):
    """One update worked out on paper.

    V = 3, N = 2, a is given, b is asked for:
        h = row a of W_in                       = (1, 0)
        u = W_out h = (ln 1, ln 2, ln 3)        = first column of W_out
        y = (1, 2, 3) / 6, loss = ln 6 - ln 2   = ln 3
        e = (1/6, 2/6 - 1, 3/6)                 = (1, -4, 3) / 6
        EH = 1/6 (0, 1) - 4/6 (ln 2, 1) + 3/6 (ln 3, 1) = (ln 3 / 2 - 2 ln 2 / 3, 0)
    With rate 6, W_out loses (1, -4, 3) in its first column and row a of W_in loses 6 EH.
    """
    model = lib.Model(lib.Vocabulary.from_sentences([["a", "b", "c"]]), vector_size=2)
    model.W_in[:] = [[1, 0], [5, 6], [7, 8]]
    model.W_out[:] = [[0, 1], [math.log(2), 1], [LN3, 1]]
    step = model.step(lib.Example((0,), (1,)))
    near(step.h, [1, 0])
    near(step.u[0], [0, math.log(2), LN3])
    near(step.y[0], [1 / 6, 2 / 6, 3 / 6])
    near(step.t[0], [0, 1, 0])
    near(step.e[0], [1 / 6, -4 / 6, 3 / 6])
    near(step.EH, [LN3 / 2 - 2 * math.log(2) / 3, 0])
    near(step.loss, LN3)
    model.apply(step, 6)
    near(model.W_out, [[-1, 1], [math.log(2) + 4, 1], [LN3 - 3, 1]])
    near(model.W_in, [[1 - 3 * LN3 + 4 * math.log(2), 0], [5, 6], [7, 8]])


def check_two_inputs_and_two_targets(lib):
    """One update on paper with repeats on both sides.

    V = 3, N = 1; a, a and b are given, b is asked for twice; W_out = (0, ln 2, 0):
        h = (2 + 2 + 5) / 3                     = 3
        u = (0, 3 ln 2, 0), y = (1, 8, 1) / 10, loss = 2 ln(10 / 8)
        e = (1, -2, 1) / 10, twice
        EH = 2 * (-2/10) ln 2                   = -0.4 ln 2
    With rate 1, W_out loses 2 e h = (6, -12, 6) / 10, row a of W_in loses 2 EH / 3, row b EH / 3.
    """
    model = lib.Model(lib.Vocabulary.from_sentences([["a", "b", "c"]]), vector_size=1)
    model.W_in[:] = [[2], [5], [7]]
    model.W_out[:] = [[0], [math.log(2)], [0]]
    step = model.step(lib.Example((0, 0, 1), (1, 1)))
    near(step.h, [3])
    near(step.y, [[0.1, 0.8, 0.1]] * 2)
    near(step.e, [[0.1, -0.2, 0.1]] * 2)
    near(step.EH, [-0.4 * math.log(2)])
    near(step.loss, 2 * math.log(10 / 8))
    model.apply(step, 1)
    near(model.W_out, [[-0.6], [math.log(2) + 1.2], [-0.6]])
    near(model.W_in, [[2 + 0.8 / 3 * math.log(2)], [5 + 0.4 / 3 * math.log(2)], [7]])


def near(got, expected):
    """Equal but for the last digits of a float."""
    np.testing.assert_allclose(np.array(got), np.array(expected), rtol=0, atol=1e-14)


def check_looking_changes_nothing(lib):
    """Only `apply` moves a weight; all else leaves the model as it was, bit for bit."""
    model = random_model(lib, seed=1)
    W_in, W_out, rng = model.W_in.copy(), model.W_out.copy(), model.rng.bit_generator.state
    step = model.step(lib.Example((0, 0, 1), (1, 2, 2)))
    model.hidden([0, 1])
    model.multiply([0, 1])
    model.probability(0, [1, 2])
    repr(model)
    assert model.W_in.tobytes() == W_in.tobytes()
    assert model.W_out.tobytes() == W_out.tobytes()
    assert model.rng.bit_generator.state == rng
    model.apply(step, 0.1)
    assert (model.W_in != W_in).any(axis=1).tolist() == [True, True] + [False] * 5
    assert (model.W_out != W_out).all()


def check_the_product_is_the_look_up(lib):
    """One-hot times W_in is the row; the long road leads to the same h as the look-up."""
    model = random_model(lib, seed=2)
    for number, word in enumerate(model.vocabulary.words):
        row = model.W_in[number]
        np.testing.assert_array_equal(model.vocabulary.one_hot(word) @ model.W_in, row)
        np.testing.assert_array_equal(model.hidden([word]), row)
        np.testing.assert_array_equal(model.multiply([word]).h, row)
    for inputs, _ in SHAPES:
        short, long = model.hidden(inputs), model.multiply(inputs).h
        np.testing.assert_allclose(short, long, rtol=0, atol=1e-15 * np.abs(model.W_in).max())


# Worked examples


def test_one_input_and_one_target_as_on_paper():
    check_one_input_and_one_target(w2v)


def test_repeated_inputs_and_repeated_targets_as_on_paper():
    check_two_inputs_and_two_targets(w2v)


def test_a_product_shows_every_multiplication():
    # 2 words a, 1 word c: x = (2, 0, 1); with rows (1, 2), (3, 4), (5, 6)
    model = w2v.Model(w2v.Vocabulary.from_sentences([["a", "b", "c"]]), vector_size=2)
    model.W_in[:] = [[1, 2], [3, 4], [5, 6]]
    product = model.multiply(["a", "c", 0])
    assert product.x.tolist() == [2, 0, 1]
    assert product.products.tolist() == [[2, 4], [0, 0], [5, 6]]
    assert product.sums.tolist() == [7, 10]
    assert product.h.tolist() == [7 / 3, 10 / 3]
    assert (product.multiplications, product.by_zero) == (6, 2)


# Identities


def test_the_product_is_the_look_up():
    check_the_product_is_the_look_up(w2v)


def test_a_new_model_draws_w_in_small_and_starts_w_out_at_zero():
    vocabulary = w2v.Vocabulary.from_sentences([map(str, range(500))])
    model = w2v.Model(vocabulary, vector_size=4)
    assert model.W_in.shape == model.W_out.shape == (500, 4)
    assert model.W_in.dtype == model.W_out.dtype == np.float64
    assert np.abs(model.W_in).max() <= 1 / 8
    assert model.W_in.min() < -0.124 < 0.124 < model.W_in.max()
    assert abs(model.W_in.mean()) < 0.01
    assert not model.W_out.any()


@pytest.mark.parametrize(("inputs", "targets"), SHAPES)
def test_with_w_out_at_zero_each_target_costs_ln_v_and_the_inputs_do_not_move(inputs, targets):
    model = w2v.Model(filled(w2v, 7), vector_size=3)
    step = model.step(w2v.Example(inputs, targets))
    assert step.loss == pytest.approx(len(targets) * math.log(7), rel=1e-15)
    assert not step.EH.any()
    before = model.W_in.copy()
    model.apply(step, 0.5)
    np.testing.assert_array_equal(model.W_in, before)
    assert model.W_out.any()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("inputs", "targets"), SHAPES)
def test_predictions_sum_to_one_and_errors_to_zero(inputs, targets, seed):
    step = random_model(w2v, seed).step(w2v.Example(inputs, targets))
    np.testing.assert_allclose([y.sum() for y in step.y], 1, rtol=0, atol=1e-15)
    np.testing.assert_allclose([e.sum() for e in step.e], 0, rtol=0, atol=1e-15)
    assert all((y > 0).all() for y in step.y)


@pytest.mark.parametrize("architecture", ["skip-gram", "cbow", "next-word"])
def test_training_never_moves_the_mean_row_of_w_out(architecture):
    sentences = w2v.toy_sentences("kingdom")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    model = w2v.Model(vocabulary, vector_size=3)
    model.W_out[:] = np.random.default_rng(0).normal(size=model.W_out.shape)
    before = model.W_out.mean(axis=0)
    w2v.train(model, list(w2v.examples(sentences, vocabulary, architecture)), 50, 0.1)
    np.testing.assert_allclose(model.W_out.mean(axis=0), before, rtol=0, atol=1e-13)


def test_the_same_seed_gives_the_same_model_and_another_seed_another():
    one, same, other = (w2v.Model(filled(w2v, 5), seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.W_in, same.W_in)
    assert (one.W_in != other.W_in).all()


@pytest.mark.parametrize("inputs", [0, "w0", [0], ["w0"], np.int64(0), ["w1", 2], [1, 1, "w4"]])
def test_probabilities_sum_to_one_over_the_vocabulary(inputs):
    model = random_model(w2v, seed=3)
    by_word = [model.probability(word, inputs) for word in model.vocabulary.words]
    assert sum(by_word) == pytest.approx(1, rel=1e-14)
    assert by_word == [model.probability(number, inputs) for number in range(7)]


def test_a_probability_is_the_prediction_of_the_step():
    model = random_model(w2v, seed=4)
    step = model.step(w2v.Example((0, 3), (5,)))
    assert model.probability("w5", ["w0", "w3"]) == pytest.approx(step.y[0][5], rel=1e-13)


# Records


def test_looking_changes_nothing_and_applying_moves_the_given_rows():
    check_looking_changes_nothing(w2v)


def test_a_step_has_one_entry_for_each_target():
    step = random_model(w2v, 5).step(w2v.Example((0, 1), (2, 3, 3)))
    for letters in (step.rows, step.u, step.y, step.t, step.e, step.negatives):
        assert type(letters) is tuple
        assert len(letters) == 3
    assert step.h.shape == step.EH.shape == (4,)
    assert {array.shape for array in (*step.rows, *step.u, *step.y, *step.t, *step.e)} == {(7,)}
    assert type(step.loss) is float


def test_a_record_is_read_only_and_not_moved_by_its_own_update():
    model = random_model(w2v, 6)
    step, product = model.step(w2v.Example((0,), (1, 2))), model.multiply([0])
    arrays = [step.h, step.EH, *step.rows, *step.u, *step.y, *step.t, *step.e]
    arrays += [product.x, product.products, product.sums, product.h]
    before = [array.copy() for array in arrays]
    model.apply(step, 0.5)
    for array, old in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, old)
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    for record in (step, product):
        with pytest.raises(AttributeError):
            record.h = None


def test_the_weights_may_be_written_to():
    model = w2v.Model(filled(w2v, 3), vector_size=2)
    model.W_in[0] = [1, 2]
    model.W_out = np.ones((3, 2))
    step = model.step(w2v.Example((0,), (1,)))
    assert step.h.tolist() == [1, 2]
    assert step.u[0].tolist() == [3, 3, 3]


def test_a_vocabulary_of_one_word_is_certain_and_never_moves():
    model = w2v.Model(filled(w2v, 1), vector_size=2)
    step = model.step(w2v.Example((0,), (0,)))
    assert (step.loss, model.probability("w0", "w0")) == (0, 1)
    model.apply(step, 1.0)
    assert not model.W_out.any()


# Errors


@pytest.mark.parametrize(
    ("attempt", "key"),
    [
        (lambda model: w2v.Model([["a"]]), "no_vocabulary"),
        (lambda model: w2v.Model(model.vocabulary, vector_size=0), "not_a_count"),
        (lambda model: w2v.Model(model.vocabulary, vector_size=2.0), "not_a_count"),
        (lambda model: w2v.Model(model.vocabulary, vector_size=True), "not_a_count"),
        (lambda model: w2v.Model(model.vocabulary, output="soft"), "unknown_choice"),
        (lambda model: model.step((0, 1)), "no_example"),
        (lambda model: model.step(w2v.Example((7,), (0,))), "id_out_of_range"),
        (lambda model: model.step(w2v.Example((0,), (7,))), "id_out_of_range"),
        (lambda model: model.step(w2v.Example((0,), (1,)), [[2]]), "no_negatives_here"),
        (lambda model: model.apply(w2v.Example((0,), (1,)), 0.1), "no_step"),
        (lambda model: model.apply(model.step(w2v.Example((0,), (1,))), "0.1"), "no_learning_rate"),
        (lambda model: model.apply(model.step(w2v.Example((0,), (1,))), None), "no_learning_rate"),
        (lambda model: model.apply(model.step(w2v.Example((0,), (1,))), True), "no_learning_rate"),
        (lambda model: model.hidden([]), "no_inputs"),
        (lambda model: model.multiply([]), "no_inputs"),
        (lambda model: model.hidden(["king"]), "unknown_word"),
        (lambda model: model.probability("king", 0), "unknown_word"),
        (lambda model: model.probability(0, "king"), "unknown_word"),
        (lambda model: model.probability(0, []), "no_inputs"),
        (lambda model: model.probability(7, 0), "id_out_of_range"),
    ],
)
def test_what_the_model_cannot_use_is_refused_by_name(attempt, key):
    model = random_model(w2v, 0)
    with pytest.raises(w2v.W2VError) as caught:
        attempt(model)
    assert caught.value.key == key
