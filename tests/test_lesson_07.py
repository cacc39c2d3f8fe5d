"""What lesson 07 says: its prose, its questions and its exercises."""

import ast
import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from test_lessons import LANGUAGES, executed, lesson, printed, prose, says

import w2v_lab as w2v
from w2v_lab import exercises, experiments, lessons
from w2v_lab.lessons.l07 import exercises as checked
from w2v_lab.lessons.l07 import runs
from w2v_lab.messages import catalogue
from w2v_lab.noise import TARGET_DRAWN
from w2v_lab.outputs import NegativeSampling
from w2v_lab.widgets.cloud import runs as cloud


def output(start):
    """What the cell that begins so, or holds that, prints."""
    ran, *_ = executed(lesson(7), "en")
    (told,) = [printed(cell) for cell in ran if start in cell.source]
    return told


# What is asked


def test_the_loss_is_that_of_the_formula_and_k_plus_1_rows_are_touched():
    says(7, "So k + 1 rows of W_out are touched and not V.")
    model = runs.little_trained()
    step = model.step(runs.last_pair(model), [[0, 1, 2, 3, 4]])
    y = 1 / (1 + np.exp(-step.u[0]))
    assert step.loss == pytest.approx(-math.log(y[0]) - np.log(1 - y[1:]).sum(), rel=1e-12)
    assert len(step.rows[0]) == 6


# Frequent words thin out


def test_a_word_of_a_twentieth_of_the_text_by_both_formulas():
    says(7, "A word that is a twentieth of the text, at t = 0.001")
    says(7, "with the chance √(t/f) in the paper and √(t/f) + t/f in the code")
    paper, program = ast.literal_eval(
        output("w2v.keep_probabilities([5, 95], 1e-3)").replace("np.float64", "")
    )
    assert paper == pytest.approx(math.sqrt(1e-3 / 0.05), rel=1e-12)
    assert program == pytest.approx(math.sqrt(1e-3 / 0.05) + 1e-3 / 0.05, rel=1e-12)


def test_the_paper_drops_from_t_on_and_the_code_only_above_2_618_t():
    says(7, "the paper drops from f > t on, the code only above 2.618 t")
    counts = np.arange(1, 2000)
    f, t = counts / counts.sum(), 3e-4
    np.testing.assert_array_equal(w2v.keep_probabilities(counts, t) < 1, f > t)
    assert ((3 + math.sqrt(5)) / 2) == pytest.approx(2.618, abs=5e-4)
    code = w2v.keep_probabilities(counts, t, "code")
    np.testing.assert_array_equal(code < 1, f > t * (3 + math.sqrt(5)) / 2)


@LANGUAGES
def test_dragging_t_to_the_right_drops_the_frequent_first_and_reaches_over_gaps(language):
    says(7, "Drag t to the right: which words go first?", "it reaches over the gaps")
    w2v.set_language(language)
    trace = w2v.widgets.NoiseLab(act="thin").session.trace
    dropped = [set(trace["laid"][f"{at}-paper"]["dropped"]) for at in range(13)]
    assert all(a <= b for a, b in itertools.pairwise(dropped))
    assert not dropped[0] and dropped[-1]
    words = [id for ids in trace["text"] for id in ids]
    first = next(gone for gone in dropped if gone)
    assert {words[place] for place in first} == {0}  # the most frequent


def test_programs_draw_anew_each_time_they_read_the_text():
    says(7, "a word that fell out in one round is there in the next")
    sentences = [["the", "king"] * 30]
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    rng = np.random.default_rng(0)
    first, again = (
        next(w2v.windows(sentences, vocabulary, sample=0.1, rng=rng)).dropped for _ in range(2)
    )
    assert set(first) - set(again) and set(again) - set(first)


# Noise is drawn


def test_at_three_quarters_the_rare_gain_in_the_song_and_in_a_real_vocabulary():
    says(7, "The words before rank 983 lose, all behind it gain.")
    first, powered, last = ast.literal_eval(output("zipf_counts").replace("np.float64", ""))
    assert (f"{first:.1%}", f"{powered:.1%}", f"{last:.1f}") == ("8.3%", "1.5%", "3.2")
    counts = w2v.zipf_counts(100_000)
    gain = w2v.Noise(counts, 0.75).p - w2v.Noise(counts, 1).p
    assert (gain[:982] < 0).all() and (gain[982:] > 0).all()


# k + 1 questions


def test_the_article_is_quoted_word_for_word():
    whole = "\n".join(prose(lesson(7)))
    for words in (
        "这个模型的目的, 就是判断 (x, y) 这个样本, 是否符合自然语言的法则, "
        "更通俗点说就是: 词语 x 和词语 y 放在一起, 是不是人话。",
        "而 negative sampling 也是从其他方法借鉴而来",
        "本质是预测总体类别的一个子集",
    ):
        assert f"“{words}”" in whole


@LANGUAGES
def test_the_six_answers_add_up_to_nothing_in_particular(language):
    w2v.set_language(language)
    question = lessons.find("six_answers")
    assert question.answer() == "anything"
    table = question.prove()
    assert table.values.shape == (4, 7)
    np.testing.assert_allclose(table.values[:, :-1].sum(axis=1), table.values[:, -1])
    assert len({round(total, 6) for total in table.values[:, -1]}) == 4
    fresh = w2v.Model(runs.little_trained().vocabulary, 3, "negative-sampling")
    assert fresh.step(runs.last_pair(fresh)).y[0].sum() == 3  # as the first choice but one has it


def test_a_word_drawn_twice_is_asked_twice_and_moves_twice_as_far():
    says(7, "it is asked twice, and its row moves twice as far")
    model = runs.little_trained()
    once, twice = (
        model.gradients(model.step(runs.last_pair(model), [[3] * times]))[1][3] for times in (1, 2)
    )
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-12)


@LANGUAGES
def test_the_answers_of_the_questions(language):
    w2v.set_language(language)
    answers = {name: lessons.find(name).answer() for name in ("three_quarters", "target_as_noise")}
    assert answers == {"three_quarters": "rare", "target_as_noise": "less"}
    alone, both = runs.target_drawn()
    y = 1 + alone
    assert both == pytest.approx(2 * y - 1) and alone < both < 0  # as the reason says


# What a score comes to


def test_the_best_answer_to_a_question_is_the_share_of_yes():
    says(7, "no answer does better than just this")
    P, q, k = 0.2, 0.05, 5
    grid = np.linspace(0.01, 0.99, 99)
    loss = -P * np.log(grid) - k * q * np.log(1 - grid)
    assert grid[loss.argmin()] == pytest.approx(P / (P + k * q), abs=0.01)
    best, u, back = ast.literal_eval(output("P, q, k = "))
    assert best == P / (P + k * q) == pytest.approx(1 / (1 + math.exp(-u)))
    assert back == pytest.approx(P) and u == pytest.approx(math.log(P) - math.log(q) - math.log(k))


def test_k_lowers_all_scores_alike_and_skipping_puts_q_1_minus_p_in_the_place_of_q():
    says(7, "k lowers all scores alike, by ln k", "q · (1 − P) takes the place of q")
    counts = np.array([[4, 2, 2], [2, 1, 1], [2, 1, 3]])
    q = w2v.Noise([8, 4, 6], 0.75).p
    one, five = (w2v.scores.Aim(counts, q, k) for k in (1, 5))
    np.testing.assert_allclose(one.scores - five.scores, math.log(5))
    skipped = w2v.scores.Aim(counts, q, 5, "skip")
    np.testing.assert_allclose(skipped.noise, q * (1 - skipped.P))


@LANGUAGES
def test_training_comes_there_and_to_pmi_only_at_exponent_1_with_nothing_skipped(language):
    says(
        7,
        "Twenty words of four topics in 5,000 sentences",
        "so that every word stands beside every other",
        "a row adds up to nearly 1, though nothing makes it",
        "at the exponent ¾ the cloud leaves the diagonal, at 1 it lies there again",
        "With skipped (跳过) it is off at 1, too.",
    )
    w2v.set_language(language)
    text = cloud.Text.of(None)
    assert (len(text.sentences), len(text.vocabulary)) == (5_000, 20)
    own = cloud.Settings(ns_exponent=1)
    ends = [
        cloud.trained(text, settings, 2).clouds[-1]
        for settings in (cloud.Settings(), own, replace(own, target_drawn="skip"))
    ]
    assert all(end.aim.seen.all() and end.rmse < 0.06 for end in ends)
    np.testing.assert_allclose(ends[0].row_sums, 1, atol=0.03)
    three_quarters, plain, skipped = (end.rmse_of_pmi for end in ends)
    assert plain < 0.06 < 0.08 < skipped and three_quarters > 0.2


def test_few_dimensions_never_hold_the_scores_and_in_250_sentences_rare_pairs_lag():
    says(
        7,
        "so few dimensions never hold the scores of 20 words",
        "rare pairs lag, and pairs that never occur sink",
        "all scores start at 0",
    )
    text = cloud.Text.of(None)
    few = cloud.trained(text, cloud.Settings(vector_size=2), 2)
    assert few.best.rmse > 0.3 and not few.clouds[0].u.any()
    part = cloud.trained(text, cloud.Settings(part=cloud.A_PART), 6)
    assert len(text.part(part.settings)) == 250
    end = part.clouds[-1]
    assert end.rmse_of_often(20) < 0.6 * end.rmse
    assert part.clouds[-2].unseen > end.unseen and end.unseen < end.u[end.aim.seen].min()


@LANGUAGES
def test_from_k_5_to_15_the_whole_cloud_falls_by_log_3(language):
    w2v.set_language(language)
    assert lessons.find("more_noise").answer() == "alike"
    assert f"{math.log(3):.2f}" == "1.10"  # as the reason says
    assert "1.10" in catalogue("l07")["more_noise_alike_why"][language]


# Frozen at -6


def test_from_where_which_program_learns():
    says(
        7,
        "From −5.9 all three learn alike.",
        "the pair's own updates never move it again in gensim",
        "word2vec.c takes σ for 0 and learns with full force",
        "At the other end word2vec.c and gensim stop at 6",
    )
    found = experiments.frozen_pair((-5.9, -6.1))
    gensim, c, fast = (found.programs.index(name) for name in ("gensim", "word2vec.c", "fastText"))
    early = [found.moments.index(n) for n in (1, 10, 100)]
    assert (found.u[0, :, early] == found.u[0, gensim, early][:, None]).all()
    assert (found.u[1, gensim] == found.u[1, gensim, 0]).all() and found.e[1, gensim] == 0
    assert found.y[1, c] == 0 and found.e[1, c] == -1
    assert found.u[1, c, found.moments.index(100)] > 5
    last = found.u[:, :, -1]
    assert (np.abs(last[0, [gensim, c]] - 6) < 0.01).all() and (last[:, fast] > 6.5).all()


def test_where_the_table_ends():
    says(7, "1,000 places from −6 to 6, where σ is 0.0025 and 0.9975")
    ends = 1 / (1 + np.exp([6.0, -6.0]))
    assert [f"{end:.4f}" for end in ends] == ["0.0025", "0.9975"]


# Its end


def test_the_three_answers():
    says(
        7,
        "At most 6: the target's and five others.",
        "At least 1",
        "all are lower by ln 2 = 0.69",
        "6 ln 2 = 4.159",
        "EH is a sum of errors times rows of W_out, and these are 0",
    )
    model = w2v.Model(runs.little_trained().vocabulary, 3, "negative-sampling")
    example = runs.last_pair(model)
    step = model.step(example, [[0, 1, 2, 3, 4]])
    assert f"{step.loss:.3f}" == f"{6 * math.log(2):.3f}" == "4.159"
    assert not step.EH.any()
    assert f"{math.log(2):.2f}" == "0.69"
    moved = [
        int((model.gradients(model.step(example, [words]))[1] != 0).any(axis=1).sum())
        for words in ([0, 1, 2, 3, 4], [0, 0, 1, 1, 1])
    ]
    assert moved == [6, 3]
    rng = np.random.default_rng(0)
    skip = NegativeSampling(w2v.Noise([1, 1]), 5, "skip")
    assert any(skip.draw(0, rng) == () for _ in range(500))
    assert TARGET_DRAWN == ("keep", "skip", "redraw")


@pytest.mark.parametrize("name", ["pair_and_noise", "noise_shares"])
def test_each_mistake_of_an_exercise_is_named(name):
    right = {"pair_and_noise": checked._pair, "noise_shares": checked._shares}[name]
    mistakes = {"pair_and_noise": checked.PAIR_MISTAKES, "noise_shares": checked.SHARES_MISTAKES}
    check = getattr(exercises, name)
    assert check(right).passed
    assert check(lambda *case: list(right(*case))).passed
    for key, wrong in mistakes[name].items():
        verdict = check(wrong)
        assert not verdict.passed
        assert verdict.text.endswith(catalogue("l07")[f"hint_{name}_{key}"]["en"])
