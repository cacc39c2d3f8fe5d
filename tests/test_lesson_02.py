"""What the prose of lesson 02 says."""

import ast

import numpy as np
import pytest
from test_lessons import LANGUAGES, code, executed, lesson, printed, says

import w2v_lab as w2v
from w2v_lab.lessons.l02 import questions as lesson_02
from w2v_lab.widgets.step_explorer.frame import FORWARD


def toy():
    sentences = w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    return vocabulary, list(w2v.examples(sentences, vocabulary, "next-word"))


@pytest.fixture
def trained():
    vocabulary, run = toy()
    model = w2v.Model(vocabulary, vector_size=3)
    w2v.train(model, run, epochs=30, learning_rate=0.5)
    return model, run, w2v.record(model, run, learning_rate=0.5)


def test_four_sentences_one_input_and_one_target_each():
    says(2, "These are our four sentences", "Each example has one input and one target")
    _, run = toy()
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
    model, _, recording = trained
    with pytest.raises(ValueError, match="8 is different from 3"):
        recording.steps[0].h @ model.W_out
    assert (model.W_out @ recording.steps[0].h).shape == (8,)


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


def test_adding_100_changes_nothing_and_the_second_row_shows_it():
    says(2, "Adding 100 to every score changes nothing: look at the second row")
    shown = lesson_02.EVIDENCE["larger_scores"]()
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
    losses = lesson_02.EVIDENCE["first_loss"]().values
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
    vocabulary, run = toy()
    the = vocabulary.id("the")
    after = {vocabulary.words[e.targets[0]] for e in run if e.inputs[0] == the}
    assert after == {"king", "queen", "land"}


def test_the_code_predicts_before_it_knows_the_target(trained):
    model, run, _ = trained
    first, other = run[0], w2v.Example(run[0].inputs, (5,))
    assert np.array_equal(model.step(first).y[0], model.step(other).y[0])
    assert any("forward" in source for source in code(lesson(2)))
