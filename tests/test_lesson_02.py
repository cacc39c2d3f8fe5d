"""What the prose of lesson 02 says."""

import ast

import numpy as np
import pytest
from test_lessons import LANGUAGES, code, executed, lesson, printed, says

import w2v_lab as w2v
from w2v_lab import lessons
from w2v_lab.lessons.l02 import runs
from w2v_lab.widgets.step_explorer.frame import FORWARD


@pytest.fixture
def trained():
    model, run = runs.trained()
    return model, run, w2v.record(model, run, learning_rate=0.5)


def test_four_sentences_one_input_and_one_target_each():
    says(2, "These are our four sentences", "Each example has one input and one target")
    _, run = runs.next_words()
    assert len(w2v.toy_sentences()) == 4
    assert all(len(e.inputs) == len(e.targets) == 1 for e in run)


def test_the_third_of_five_phases():
    says(2, "at the third of its five phases", "Before softmax, a question will stop you")
    assert len(FORWARD) == 5 and FORWARD.index("scores") == 2
    assert FORWARD[3] == "softmax"


def test_some_losses_are_near_0_and_others_never_get_there(trained):
    says(2, "Some losses are near 0, others never get there")
    _, _, recording = trained
    assert recording.losses.min() < 0.1 and recording.losses.max() > 0.5


@LANGUAGES
def test_the_shapes(language):
    says(2, "N numbers in the middle, V at the end, one for each word")
    ran, *_ = executed(lesson(2), language)
    (shapes,) = [printed(cell) for cell in ran if "step.h.shape" in cell.source]
    assert ast.literal_eval(shapes) == ((3,), (8,), (8,), (8,))


def test_turned_round_numpy_refuses(trained):
    says(2, "Turn the product round and numpy refuses")
    says(2, "their shape is (V, N)", "stands before, x @ W_in, h with its N behind, W_out @ h")
    model, _, recording = trained
    assert model.W_in.shape == model.W_out.shape == (8, 3)
    with pytest.raises(ValueError, match="8 is different from 3"):
        recording.steps[0].h @ model.W_out
    assert (model.W_out @ recording.steps[0].h).shape == (8,)
    assert (model.vocabulary.one_hot("the") @ model.W_in).shape == (3,)


@LANGUAGES
def test_two_matrices_of_n_numbers_a_word(language):
    says(2, "Each matrix holds N numbers a word", "every word has two vectors")
    ran, *_ = executed(lesson(2), language)
    (census,) = [printed(cell) for cell in ran if "W_out.size" in cell.source]
    assert ast.literal_eval(census) == (48, 48)


def test_the_bend_is_another_table(trained):
    says(2, "tanh of a row is just another row", "The second loss is what a network with a tanh")
    model, run, _ = trained
    bent = model.with_weights(np.tanh(model.W_in), model.W_out)
    for example in run:
        h = np.tanh(model.hidden(example.inputs))  # a network that bends h, written out
        u = model.W_out @ h
        loss = np.log(np.exp(u).sum()) - u[example.targets[0]]
        assert bent.step(example).loss == pytest.approx(loss, rel=1e-12)
    several = [0, 1]
    assert not np.allclose(bent.hidden(several), np.tanh(model.hidden(several)))


def test_the_model_is_the_one_that_the_picture_shows():
    says(2, "model is what it was when that round began")
    ran, *_ = executed(lesson(2), "en")
    loss, _ = ast.literal_eval(printed(next(c for c in ran if "bent" in c.source)))
    assert f"{loss:.3f}" == "1.175"
    shown = [eval(printed(c), {"np": np}) for c in ran if "np.log(step.y" in c.source]
    assert shown == [(pytest.approx(loss), pytest.approx(loss))]


def test_the_programs_line_for_the_loss_is_the_same_number(trained):
    says(2, "the same number, by the logarithm of a quotient")
    step = trained[2].steps[0]
    u, (target,) = step.u[0], step.example.targets
    assert np.log(np.exp(u).sum()) - u[target] == pytest.approx(step.loss, rel=1e-12)
    assert -np.log(step.y[0][target]) == pytest.approx(step.loss, rel=1e-12)


# so and not, good and bad: so good +, not bad +, so bad -, not good -
PHRASES = [((0, 2), 1), ((1, 3), 1), ((0, 3), 0), ((1, 2), 0)]


def test_no_sum_turns_a_word_round():
    """The loss is convex in the sums of two scores, and its gradient is 0 where all are 0."""
    says(2, "without a tanh the best that can be done is to toss a coin, a loss of ln 2 = 0.693")
    assert f"{np.log(2):.3f}" == "0.693"
    features = np.array([[word in phrase for word in range(4)] for phrase, _ in PHRASES], float)
    praise = np.array([answer for _, answer in PHRASES])
    np.testing.assert_array_equal(features.T @ (0.5 - praise), 0)
    scores = features @ np.random.default_rng(0).normal(size=(4, 1000))
    losses = np.logaddexp(0, (1 - 2 * praise[:, None]) * scores).mean(axis=0)
    assert losses.min() > np.log(2)


def test_a_tanh_of_the_mean_can():
    says(2, "With a tanh after the mean, three hidden units bring it to 0.")
    # is one of "not" and "bad" there at least; are both; and a unit that is always on
    some, both, always = [0, 2, -1, 1], [-2, 0, -1, 1], [1, 1, 1, 1]
    W_in = 10.0 * np.column_stack([some, both, always])
    W_out = 20.0 * np.array([[1, -1, -1], [-1, 1, 1]])  # blame, praise
    for phrase, answer in PHRASES:
        u = W_out @ np.tanh(W_in[list(phrase)].mean(axis=0))
        assert np.log(np.exp(u - u.max()).sum()) - (u - u.max())[answer] < 1e-6, phrase


def test_adding_100_changes_nothing_and_the_second_row_shows_it():
    says(2, "Adding 100 to every score changes nothing: look at the second row")
    shown = lessons.find("larger_scores").prove()
    assert shown.rows[1] == "u + 100"
    np.testing.assert_allclose(shown.values[1], shown.values[0], rtol=1e-10)
    assert not np.allclose(shown.values[2], shown.values[0])


@LANGUAGES
def test_the_exponential_of_1000_is_too_large(language):
    says(2, "The last one is too large for a computer")
    ran, *_ = executed(lesson(2), language)
    (powers,) = [printed(cell) for cell in ran if "np.exp(" in cell.source]
    assert powers.rstrip().endswith("inf]")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_fresh_model_loses_ln_8(language):
    w2v.set_language(language)
    losses = lessons.find("first_loss").prove().values
    np.testing.assert_allclose(losses, np.log(8), rtol=1e-12)
    assert round(float(np.log(8)), 3) == 2.079


@LANGUAGES
def test_cross_entropy_is_minus_the_log_likelihood(language):
    says(2, "The same, since the zeros of the one-hot wipe out all terms but one")
    ran, *_ = executed(lesson(2), language)
    sums = [printed(cell) for cell in ran if "-np.log(" in cell.source]
    assert len(sums) == 2
    for text in sums:
        first, second = eval(text, {"np": np})
        assert first == pytest.approx(second, rel=1e-10)


def test_scores_in_the_thousands():
    says(2, "Some of the test cases have scores in the thousands")
    from w2v_lab.lessons.check import in_order
    from w2v_lab.lessons.l02 import exercises as exercise

    greatest = max(np.abs(u).max() for (u,) in in_order(exercise._scores))
    assert 1000 < greatest < 10_000


def test_the_is_followed_by_three_words():
    says(2, "the is followed by king, queen and land")
    vocabulary, run = runs.next_words()
    the = vocabulary.id("the")
    after = {vocabulary.words[e.targets[0]] for e in run if e.inputs[0] == the}
    assert after == {"king", "queen", "land"}


def test_the_code_predicts_before_it_knows_the_target(trained):
    model, run, _ = trained
    first, other = run[0], w2v.Example(run[0].inputs, (5,))
    assert np.array_equal(model.step(first).y[0], model.step(other).y[0])
    assert any("forward" in source for source in code(lesson(2)))


def test_doubled_scores_raise_the_likeliest_and_lower_the_least_likely_alone_for_certain():
    """Of those in between some rise and some fall: so does the table under the question."""
    once, _, twice = lessons.find("larger_scores").prove().values
    order = np.argsort(once)
    assert twice[order[-1]] > once[order[-1]] and twice[order[0]] < once[order[0]]
    assert {bool(twice[word] > once[word]) for word in order[-3:-1]} == {False}
    rng = np.random.default_rng(0)
    softmax = w2v.Model(w2v.Vocabulary(list("abcd"), [1] * 4)).output
    both = set()
    for u in rng.normal(size=(200, 4)):
        once, twice = softmax.probabilities(u), softmax.probabilities(2 * u)
        order = np.argsort(u)
        assert twice[order[-1]] > once[order[-1]] and twice[order[0]] < once[order[0]]
        both.add(bool(twice[order[-2]] > once[order[-2]]))
    assert both == {True, False}
