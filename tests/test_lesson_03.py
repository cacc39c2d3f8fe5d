"""What the prose of lesson 03 says."""

import ast

import numpy as np
import pytest
from test_lessons import LANGUAGES, executed, lesson, printed, says

import w2v_lab as w2v
from w2v_lab import lessons
from w2v_lab.checking import gradient_check
from w2v_lab.exercises import find_the_mistakes, wrong_update


def toy():
    sentences = w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    return vocabulary, list(w2v.examples(sentences, vocabulary, "next-word"))


@pytest.fixture
def recording():
    vocabulary, run = toy()
    return w2v.record(w2v.Model(vocabulary, vector_size=3), run, epochs=30, learning_rate=0.5)


def test_at_first_every_word_gets_an_eighth(recording):
    says(3, "every word got 1/8, and only one of them should have", "W_in is random, W_out is 0")
    np.testing.assert_allclose(recording.steps[0].y[0], 1 / 8, rtol=1e-15)
    assert not recording.W_out_at(0).any() and recording.W_in_at(0).all()


def test_the_first_step_moves_no_input_row_and_the_second_does(recording):
    says(3, "Is EH still 0?")
    assert not recording.steps[0].EH.any() and recording.steps[1].EH.any()
    assert np.array_equal(recording.W_in_at(0), recording.W_in_at(1))
    assert not np.array_equal(recording.W_in_at(1), recording.W_in_at(2))
    assert not np.array_equal(recording.W_out_at(0), recording.W_out_at(1))


def test_the_slope_of_the_loss_in_a_score_is_y_minus_t():
    says(3, "With y = (.5, .3, .2) and the second word as target, e = (.5, −.7, .2).")
    layer = w2v.Model(w2v.Vocabulary(["a", "b", "c"], [1, 1, 1])).output
    u, t = np.log([0.5, 0.3, 0.2]), layer.lines(1)[1]
    y, _ = layer.predict(u, t)
    np.testing.assert_allclose(y - t, [0.5, -0.7, 0.2], atol=1e-12)
    for i, way in enumerate(1e-6 * np.eye(3)):
        measured = (layer.predict(u + way, t)[1] - layer.predict(u - way, t)[1]) / 2e-6
        assert measured == pytest.approx((y - t)[i], abs=1e-8)


def test_a_finite_difference_of_a_square():
    says(3, "(3.1² − 2.9²) / 0.2 = (9.61 − 8.41) / 0.2 = 6, and the formula 2w says 6 as well")
    assert pytest.approx(9.61) == 3.1**2 and pytest.approx(8.41) == 2.9**2
    assert pytest.approx(2 * 3) == (3.1**2 - 2.9**2) / 0.2


@LANGUAGES
def test_the_table_shows_what_each_update_follows_and_what_is_measured(language):
    says(3, "for the two rows of W_in, the gradient that the update follows and the one that is")
    w2v.set_language(language)
    table = w2v.exercises.wrong_updates()
    assert [letter for letter, *_ in table.rows] == ["a", "a", "b", "b", "c", "c"]
    for letter, word, taken, measured in table.rows:
        run = wrong_update(letter)
        check = gradient_check(run.model_at(0), run.steps[0], run.rates[0])
        row = run.model_at(0).vocabulary.id(word)
        np.testing.assert_array_equal(taken, check.taken[0][row])
        np.testing.assert_array_equal(measured, check.measured[0][row])
    told = table._repr_html_()
    assert told.count("<tr>") == 7 and told.count("<td>") == 6 * 7
    assert all(f"{number:.3f}".replace("-", "−") in told for number in table.rows[0][2])
    assert repr(table).count("\n") == 5


@LANGUAGES
def test_the_hair_agrees_with_the_gradient(language):
    says(3, "They agree to about ten digits")
    ran, *_ = executed(lesson(3), language)
    (pair,) = [printed(cell) for cell in ran if "/ 2e-5" in cell.source]
    slope, measured = eval(pair, {"np": np})
    assert slope != 0
    assert abs(slope - measured) < 1e-9 * max(1, abs(slope))


def test_in_float32_even_a_right_update_fails_the_check(recording):
    says(3, "Look for these first, then for float32.")
    model, example = recording.model_at(40), recording.steps[40].example
    slope = model.gradients(model.step(example))[0][example.inputs[0], 0]
    losses = []
    for way in (1e-5, -1e-5):
        moved = model.with_weights(model.W_in, model.W_out)
        moved.W_in[example.inputs[0], 0] += way
        losses.append(moved.step(example).loss)
    above, below = losses
    assert (above - below) / 2e-5 == pytest.approx(slope, rel=1e-6)
    rounded = (float(np.float32(above)) - float(np.float32(below))) / 2e-5
    assert rounded != pytest.approx(slope, rel=1e-4)


def test_the_three_mistakes_are_as_told():
    says(3, "Each has three inputs, the first word, the second, and the first once more")
    for letter in "abc":
        run = wrong_update(letter)
        step = run.steps[0]
        assert step.example.inputs == (0, 1, 0) and len(step.example.targets) == 1
        check = gradient_check(run.model_at(0), step, run.rates[0])
        assert not check.passed
        np.testing.assert_allclose(check.taken[1], check.measured[1], atol=1e-8)
        ratio = check.taken[0][:2] / check.measured[0][:2]
        known = {"b": [[3.0], [3.0]], "c": [[0.5], [1.0]]}
        if letter in known:
            np.testing.assert_allclose(ratio, np.broadcast_to(known[letter], (2, 3)), rtol=1e-5)
        else:
            assert np.ptp(ratio) > 0.1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_finding_the_mistakes(language):
    w2v.set_language(language)
    assert find_the_mistakes("moved", "undivided", "assigned").passed
    for wrong in (("undivided", "moved", "assigned"), ("moved", "?", "assigned"), ("", "", "")):
        verdict = find_the_mistakes(*wrong)
        assert not verdict.passed and verdict.text.startswith("✗")
    with pytest.raises(w2v.W2VError):
        find_the_mistakes("forgotten", "undivided", "assigned")
    with pytest.raises(w2v.W2VError):
        wrong_update("d")


def test_two_wrong_models_learn_all_the_same_and_one_runs_away():
    says(3, "Two of them learn all the same", "the third runs away after a while")
    vocabulary, _ = toy()
    run = list(w2v.examples(w2v.toy_sentences(), vocabulary, "cbow"))

    def losses(kind, learning_rate):
        model = kind(vocabulary, vector_size=3)
        return w2v.train(model, run, 60, learning_rate).reshape(60, -1).mean(axis=1)

    right = losses(w2v.Model, 0.3)
    for letter in "bc":
        wrong = losses(type(wrong_update(letter).model_at(0)), 0.3)
        assert wrong[-1] < right[0] / 4
    away = losses(type(wrong_update("a").model_at(0)), 0.3)
    assert away[:20].min() < right[0] < 100 < away[-1]


@pytest.fixture(scope="module")
def rates():
    vocabulary, run = toy()
    return w2v.experiments.learning_rates(w2v.Model(vocabulary, vector_size=3), run)


def test_what_the_learning_rate_does(rates):
    says(3, "At 1 the first rounds look splendid, and then the loss begins to rise")
    curve = dict(zip(rates.settings, rates.curves["round_loss"], strict=True))
    assert curve[1.0][3] < 0.8 * curve[1.0][0] and curve[1.0][-1] > 10 * curve[1.0][0]
    says(3, "From 5 on the numbers leave the computer's range.")
    broken = dict(zip(rates.settings, rates.numbers["broken_at"], strict=True))
    assert {rate for rate in rates.settings if np.isfinite(broken[rate])} == {
        rate for rate in rates.settings if rate >= 5
    }
    assert curve[0.2][-1] < curve[0.02][-1]


def test_the_rows_of_last_words_never_change(rates):
    vocabulary, _ = toy()
    for word in {sentence[-1] for sentence in w2v.toy_sentences()}:
        rows = rates.tables["W_in"][:, vocabulary.id(word)]
        if word not in {w for s in w2v.toy_sentences() for w in s[:-1]}:
            assert (rows == rows[0]).all()
    assert {s[-1] for s in w2v.toy_sentences()} == {"land", "crown"}


@LANGUAGES
def test_one_row_of_w_in_and_all_of_w_out(language):
    says(3, "One row of W_in, the input's, and all V rows of W_out")
    ran, *_ = executed(lesson(3), language)
    (moved,) = [printed(cell) for cell in ran if "moved_in" in cell.source]
    assert ast.literal_eval(moved) == (1, 8)


@LANGUAGES
def test_the_mean_of_the_rows_stays(language):
    says(3, "The mean stays where it was, up to rounding")
    ran, *_ = executed(lesson(3), language)
    (moves,) = [printed(cell) for cell in ran if "mean_row_moves" in cell.source]
    mean, row = ast.literal_eval(moves)
    assert mean < 1e-12 < 1 < row


@pytest.mark.parametrize("direction", [None, [1.0, -2.0, 0.5]])
def test_a_vector_on_every_row_changes_no_probability_but_the_cosines(direction):
    says(3, "whatever is added to every row of W_out is divided out again")
    vocabulary, run = toy()
    model = w2v.Model(vocabulary, vector_size=3)
    w2v.train(model, run, epochs=30, learning_rate=0.5)
    found = w2v.experiments.spare_vector(model, 1, direction)
    assert found.numbers["change"].max() < 1e-14
    between = found.tables["between"]
    assert np.ptp(between, axis=0).max() > 0.5
    still = found.tables["W_out"][found.first]
    np.testing.assert_array_equal(still, model.W_out)


def test_n_squared_numbers_more_are_free():
    says(3, "multiply W_in by any invertible N × N matrix A, and W_out by the transpose of its")
    vocabulary, run = toy()
    model = w2v.Model(vocabulary, vector_size=3)
    w2v.train(model, run, epochs=10, learning_rate=0.5)
    A = np.random.default_rng(0).normal(size=(3, 3))
    turned = model.with_weights(model.W_in @ A, model.W_out @ np.linalg.inv(A).T)
    for example in run:
        np.testing.assert_allclose(turned.step(example).u, model.step(example).u, atol=1e-12)


def test_at_rest_the_pulls_cancel():
    shown = lessons.find("zero_gradient").prove().values[:, 0]
    assert shown[-1] < 0.01 * shown[:-1].max()
    assert shown[:-1].min() < 0.01 < 0.1 < shown[:-1].max()


def test_from_zero_to_zero_nothing_ever_moves():
    says(3, "W_in starts at 0, and W_out does too", "Nothing ever moves")
    vocabulary, run = toy()
    model = w2v.Model(vocabulary, vector_size=3)
    model.W_in[:] = 0
    losses = w2v.train(model, run, epochs=10, learning_rate=0.5)
    np.testing.assert_allclose(losses, np.log(8), rtol=1e-12)
    assert not model.W_in.any() and not model.W_out.any()


def test_a_word_that_is_never_an_input():
    says(3, "A word of the vocabulary is never the input of an example")
    vocabulary, run = toy()
    model = w2v.Model(vocabulary, vector_size=3)
    before = model.W_in.copy()
    w2v.train(model, run, epochs=2, learning_rate=0.5)
    crown = vocabulary.id("crown")
    assert np.array_equal(model.W_in[crown], before[crown]) and model.W_out[crown].any()


def test_a_rate_that_is_too_high_makes_both_matrices_large():
    says(3, "a long step makes one matrix large, a large matrix makes the gradient of the other")
    vocabulary, run = toy()
    model = w2v.Model(vocabulary, vector_size=3)
    sizes = []
    for _ in range(4):
        w2v.train(model, run, epochs=10, learning_rate=1.0)
        sizes.append([np.abs(model.W_in).max(), np.abs(model.W_out).max()])
    assert (np.diff(sizes, axis=0) > 0).all() and (np.array(sizes[-1]) > 100).all()
