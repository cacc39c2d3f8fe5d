"""What the prose of lesson 04 says."""

from collections import Counter

import numpy as np
import pytest
from test_lessons import LANGUAGES, executed, lesson, printed, prose, says

import w2v_lab as w2v
from w2v_lab import explore
from w2v_lab.lessons.l04 import runs as l04
from w2v_lab.widgets.two_dials.runs import ROUNDS
from w2v_lab.widgets.two_dials.session import SIZES, WINDOWS
from w2v_lab.widgets.window_slider import session as window_slider


@pytest.fixture(scope="module")
def trained():
    w2v.set_language("en")
    return l04.trained()


@pytest.fixture(scope="module")
def dials():
    w2v.set_language("en")
    return w2v.widgets.TwoDials()


def numbers(cell):
    return [float(number) for number in printed(cell).split()]


def cell_with(ran, piece):
    (found,) = [cell for cell in ran if piece in cell.source]
    return found


def test_the_programs_are_introduced_where_the_lesson_first_speaks_of_them():
    first = next(cell for cell in prose(lesson(4)) if "gensim" in cell or "word2vec.c" in cell)
    assert "**word2vec.c** is the C program" in first
    assert "**gensim** is the Python library" in first


def test_one_example_a_position_for_either_architecture():
    says(4, "each position drops one example for skip-gram and one for CBOW")
    (_, skip_gram), (_, cbow) = l04.article(), l04.article("cbow")
    assert len(skip_gram) == len(cbow) == 12


def test_what_to_try_on_the_slider():
    says(4, "What does a sentence of a single word yield?", "Which grows faster")
    asked = {
        name: [sum(len(e.targets) for e in l04.article(name, window)[1]) for window in (1, 2, 3)]
        for name in ("skip-gram", "cbow")
    }
    assert asked["skip-gram"] == sorted(set(asked["skip-gram"])) and len(set(asked["cbow"])) == 1


def test_the_model_of_the_slider_has_gone_through_the_text_20_times():
    says(4, "after the model has gone through the text 20 times")
    assert window_slider.WARM_UP == 20


@LANGUAGES
def test_four_targets_and_their_losses(language):
    says(4, "compare the loss of an example with four targets with the losses of the four alone")
    ran, *_ = executed(lesson(4), language)
    whole, alone = numbers(cell_with(ran, "model.step(example).loss, sum("))
    assert whole == pytest.approx(alone)


def test_one_w_out_and_no_left_or_right(trained):
    says(4, "all of them share one W_out, so there is one prediction")
    model, run = trained
    step = model.step(run[2])
    assert len(step.y) == 4 and all(np.array_equal(step.y[0], y) for y in step.y)


@LANGUAGES
def test_at_a_high_rate_pairs_end_elsewhere(language):
    says(4, "The first number is the longest way that a weight went", "they are of one size")
    ran, *_ = executed(lesson(4), language)
    way, difference = numbers(cell_with(ran, "in_pairs"))
    assert 0.3 < difference / way < 1


def test_at_a_low_rate_they_nearly_agree(trained):
    says(4, "Put 0.001 in both places and the difference shrinks to a hundredth of the way")
    model, run = trained
    example = run[2]
    alone = [w2v.Example(example.inputs, (target,)) for target in example.targets]
    at_once, in_pairs = (model.with_weights(model.W_in, model.W_out) for _ in range(2))
    at_once.apply(at_once.step(example), 0.001)
    w2v.train(in_pairs, alone, learning_rate=0.001)
    way = np.abs(at_once.W_in - model.W_in).max()
    assert 0.002 < np.abs(at_once.W_in - in_pairs.W_in).max() / way < 0.02


@LANGUAGES
def test_undivided_goes_four_times_as_far(language):
    says(4, "the same example of four inputs", "The second is four times the first.")
    ran, *_ = executed(lesson(4), language)
    exact, program = numbers(cell_with(ran, "undivided=undivided"))
    assert program == pytest.approx(4 * exact)


@LANGUAGES
def test_swapped_roles_make_the_same_pairs_in_another_order(language):
    says(
        4,
        "The same pairs, in another order: with a fixed window, if A is in B's window, B is in",
    )
    ran, *_ = executed(lesson(4), language)
    assert printed(cell_with(ran, "swap_roles=True")) == "True"
    sentences = w2v.toy_sentences("article")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    one, other = (
        [e.inputs + e.targets for e in w2v.examples(sentences, vocabulary, **how)]
        for how in ({"pairs": True}, {"swap_roles": True})
    )
    assert one != other and sorted(one) == sorted(other)


@LANGUAGES
def test_each_reach_a_third_of_the_time(language):
    says(4, "With size 3 each reach comes a third of the time.", "the second one in two windows")
    ran, *_ = executed(lesson(4), language)
    text = printed(cell_with(ran, "np.bincount"))
    shares = [float(part) for part in text[text.index("[") + 1 : text.index("]")].split(",")]
    assert shares == pytest.approx([1 / 3] * 3, abs=0.01)


def test_a_word_of_5_percent_stays_14_times_in_100_and_16_in_the_programs():
    says(
        4, "√(t/f), or for certain where f ≤ t", "With t = 0.001, a word that makes 5 % of the text"
    )
    says(4, "stays 14 times in 100; the programs add t/f, which makes it 16")
    shares = [50, 1, 949]
    paper, program = (w2v.keep_probabilities(shares, 1e-3, how) for how in ("paper", "code"))
    assert f"{paper[0]:.2f}" == "0.14" and f"{program[0]:.2f}" == "0.16"
    assert paper[0] == pytest.approx(np.sqrt(1e-3 / 0.05)) and paper[1] == 1


def test_a_cbow_update_moves_its_inputs_rows_and_all_of_w_out():
    says(4, "Four in W_in, each by a quarter of what EH asks for, and all V in W_out.")
    vocabulary, run = l04.article("cbow")
    model = w2v.Model(vocabulary)
    w2v.train(model, run, epochs=3, learning_rate=0.1)
    step = model.step(next(e for e in run if len(set(e.inputs)) == 4))
    before = model.with_weights(model.W_in, model.W_out)
    model.apply(step, 0.1)
    moved = [
        (new != old).any(axis=1)
        for new, old in ((model.W_in, before.W_in), (model.W_out, before.W_out))
    ]
    assert set(np.flatnonzero(moved[0])) == set(step.example.inputs) and moved[1].all()
    for row in step.example.inputs:
        np.testing.assert_allclose(before.W_in[row] - model.W_in[row], 0.1 * step.EH / 4)


def test_with_drawn_windows_pairs_are_mutual_only_on_average():
    says(4, "Where each window's reach is drawn anew, that holds only on average over many rounds.")
    vocabulary, _ = l04.article()
    sentences = w2v.toy_sentences("article")

    def pairs(swap, rng):
        how = {"swap_roles": True} if swap else {"pairs": True}
        found = w2v.examples(sentences, vocabulary, window=3, shrink_windows=True, rng=rng, **how)
        return Counter(e.inputs + e.targets for e in found)

    one, other = (
        sum((pairs(swap, rng) for _ in range(300)), Counter())
        for swap, rng in ((False, np.random.default_rng(0)), (True, np.random.default_rng(1)))
    )
    assert pairs(False, np.random.default_rng(0)) != pairs(True, np.random.default_rng(0))
    assert set(one) == set(other)
    assert all(one[pair] == pytest.approx(other[pair], rel=0.4) for pair in one)


def test_dropped_words_leave_before_the_window_is_laid():
    says(4, "before the window is laid; so it reaches farther across the text")
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b", "b", "b", "c"]])
    rng = np.random.default_rng(0)
    found = w2v.windows(
        [["a", "b", "b", "b", "c"]] * 50, vocabulary, window=1, sample=0.05, rng=rng
    )
    assert max(abs(at - w.centre) for w in found for at in w.targets_at) > 1


@LANGUAGES
def test_two_sentences_that_differ_in_one_word(language):
    w2v.set_language(language)
    one, other = w2v.toy_sentences("article")
    says(4, "they call Daniel handsome beyond compare; they call me handsome beyond compare")
    assert sum(a != b for a, b in zip(one, other, strict=True)) == 1


# Daniel and me


def test_the_dials_offer_what_the_text_says(dials):
    says(4, "in 50 dimensions, then in 10, 5 and 2", "Choose window 1, 2, 3, 5.")
    assert set(SIZES) >= {2, 5, 10, 50} and WINDOWS == (1, 2, 3, 5)
    assert dials.trace["N"] == 50 and dials.words == ("daniel", "me")


@pytest.mark.parametrize("window", WINDOWS)
def test_the_angle_closes_at_every_window_and_size(window):
    says(4, "Which needle always arrives, and which does not?", "whatever the window")
    w2v.set_language("en")
    dials = w2v.widgets.TwoDials(window=window)
    for N in SIZES:
        pair = dials.films[N, window].pair(*dials.words)
        assert pair.cosine[-1] > 0.99, (N, window)


def test_the_distance_closes_in_few_dimensions_alone(dials):
    says(4, "Equal they become where there are few dimensions, or where they started equal.")
    ends = {N: dials.films[N, 3].pair(*dials.words).distance[[0, -1]] for N in SIZES}
    assert ends[2][1] < 0.02 * ends[2][0]
    assert ends[5][1] < 0.1 * ends[5][0]
    assert ends[50][1] > 0.8 * ends[50][0]


@pytest.mark.parametrize("seed", range(10))
def test_it_is_so_from_every_seed(seed):
    vocabulary, _ = l04.article()
    for N, most in ((2, 0.05), (50, 1.0)):
        model = w2v.Model(vocabulary, N, seed=seed)
        sentences = w2v.toy_sentences("article")
        film = w2v.films.Film.shot(
            model, sentences, window=3, epochs=ROUNDS, learning_rate=0.05, most=2
        )
        pair = film.pair("daniel", "me")
        assert pair.cosine[-1] > 0.99
        assert pair.distance[-1] <= max(most * pair.distance[0], 0.01)
        assert N == 2 or pair.distance[-1] > 0.8 * pair.distance[0]


def test_all_pushes_lie_in_a_handful_of_directions(dials):
    says(
        4,
        "The rows of W_out, one for each of the 7 words, span a handful of directions",
        "most of the starting difference lies in directions that the pushes hardly touch",
    )
    assert len(dials.vocabulary) == 7
    film = dials.films[50, 3]
    one, other = map(dials.vocabulary.id, dials.words)
    _, size, directions = np.linalg.svd(film.W_out[-1])
    reached = directions[: (size > 0.01 * size[0]).sum()]
    assert len(reached) <= 6
    start, end = (film.W_in[at, one] - film.W_in[at, other] for at in (0, -1))
    beside = np.eye(50) - reached.T @ reached
    assert np.linalg.norm(beside @ start) > 0.9 * np.linalg.norm(start)
    np.testing.assert_allclose(beside @ end, beside @ start, atol=0.05 * np.linalg.norm(start))


def test_the_last_word_is_seen_from_window_3_on_and_the_one_before_it_too(dials):
    says(
        4,
        "From which window on do both see the last word",
        "A window that sees the last word sees that one, too.",
    )
    last, before = (dials.vocabulary.id(word) for word in dials.sentences[0][:-3:-1])
    seen = {int(window): set(ids) for window, ids in dials.trace["contexts"].items()}
    assert [window for window in WINDOWS if last in seen[window]] == [3, 5]
    assert all(before in seen[window] for window in (3, 5))


@LANGUAGES
def test_alike_is_not_together(language):
    says(
        4, "The first number is the cosine of the angle between them", "the second the probability"
    )
    ran, *_ = executed(lesson(4), language)
    cosine, probability = numbers(cell_with(ran, "film.model_at(-1)"))
    assert cosine > 0.99 and probability < 0.01


@LANGUAGES
def test_in_the_plane_the_last_word_points_the_same_way_too(language):
    says(
        4,
        "after 100 rounds with window 2, in 2 dimensions and in 10",
        "In both, the pair has a cosine of nearly 1.",
        "In 10 dimensions it has a direction of its own.",
    )
    w2v.set_language(language)
    vocabulary, run = l04.article()
    last = vocabulary.id(w2v.toy_sentences("article")[0][-1])
    one, other = (i for i, count in enumerate(vocabulary.counts) if count == 1)
    for N, alike in ((2, True), (10, False)):
        model = w2v.Model(vocabulary, N)
        w2v.train(model, run, epochs=100, learning_rate=0.05)
        cosines = explore.cosines(model.W_in)
        assert cosines[one, other] > 0.99 and (cosines[one, last] > 0.99) == alike
    ran, *_ = executed(lesson(4), language)
    told = printed(cell_with(ran, "most_similar(one")).splitlines()
    assert told[0].startswith("2 ") and vocabulary.words[last] in told[0]


def test_ten_words_and_window_2():
    says(4, "6 · 4 + 2 · (2 + 3) = 34 targets. CBOW has one target an example: 10.")
    sentence = [str(i) for i in range(10)]
    vocabulary = w2v.Vocabulary.from_sentences([sentence])
    found = {
        name: list(w2v.examples([sentence], vocabulary, name)) for name in ("skip-gram", "cbow")
    }
    assert [len(e.targets) for e in found["skip-gram"]] == [2, 3, 4, 4, 4, 4, 4, 4, 3, 2]
    assert sum(len(e.targets) for e in found["skip-gram"]) == 34
    assert sum(len(e.targets) for e in found["cbow"]) == len(found["cbow"]) == 10


def test_order_within_the_window_is_lost(trained):
    says(4, "order and side are lost in both")
    model, run = trained
    example = run[2]
    shuffled = w2v.Example(example.inputs, example.targets[::-1])
    assert model.step(example).loss == pytest.approx(model.step(shuffled).loss)
    np.testing.assert_allclose(model.hidden(example.targets), model.hidden(example.targets[::-1]))
