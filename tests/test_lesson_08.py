"""What lesson 08 says: its prose, its questions and its exercise."""

import ast
import itertools

import pytest
from test_lessons import LANGUAGES, executed, lesson, printed, says

import w2v_lab as w2v
from w2v_lab import exercises, lessons
from w2v_lab.head_costs import WALKED, recorded, rows_touched, walk, walks
from w2v_lab.lessons.l08 import exercises as checked
from w2v_lab.lessons.l08 import runs
from w2v_lab.messages import catalogue
from w2v_lab.widgets.three_heads.frame import HEADS, trained
from w2v_lab.widgets.training_player.session import Session as Player


def cost(V):
    (found,) = [each for each in recorded() if each.V == V]
    return found


@pytest.mark.parametrize(("language", "V", "loss"), [("en", 12, "2.485"), ("zh", 10, "2.303")])
def test_the_losses_at_round_0(language, V, loss):
    says(8, "ln V = ln 12 = 2.485", "L ln 2 = 3 ln 2 = 2.079", "begins at 6 ln 2 = 4.159")
    w2v.set_language(language)
    run = trained(0.1)
    assert [f"{run.step(0, head).loss:.3f}" for head in HEADS] == [loss, "2.079", "4.159"]
    assert len(run.vocabulary) == V


@LANGUAGES
def test_three_films_start_alike_part_at_once_and_end_with_the_queen(language):
    says(
        8,
        "They start alike, and part within a few updates.",
        "In the end king − man + woman comes to queen under softmax and the tree.",
        "whose noise is another each time, still wavers on so small a text",
    )
    w2v.set_language(language)
    films = w2v.experiments.three_films()
    starts, then = ([run.W_in_at(n) for run in films.values()] for n in (0, 5))
    assert all((starts[0] == W).all() for W in starts)
    assert not any((one == other).all() for one, other in itertools.combinations(then, 2))
    softmax, tree, noise = (
        w2v.films.Film.of(run).scores(w2v.toy_analogies("plane"))["gender"]
        for run in films.values()
    )
    assert softmax[-1] == tree[-1] == 1 > noise[-1] and len(set(noise[-20:])) > 1
    first, *others = films.values()
    trace = Player(first, others, names=list(films)).trace
    assert trace["runs"] == list(films) and trace["views"] == [
        "input"
    ]  # a tree has no output words


def test_what_a_target_costs_as_the_vocabulary_grows():
    says(
        8,
        "The tree asks fewer rows up to some 190 words, where its mean way is 6 nodes long",
        "leave softmax behind by a factor of thousands",
        "takes several times as long at a million words as at a thousand",
    )
    assert rows_touched(w2v.zipf_counts(190))[1] < 6 < rows_touched(w2v.zipf_counts(200))[1]
    softmax, tree, noise = cost(100_000).seconds
    assert softmax / max(tree, noise) > 1_500
    assert 2 < cost(10**6).seconds[2] / cost(1_000).seconds[2] < 10


def test_the_steepness_that_is_printed_and_where_the_tree_spends_its_time():
    says(
        8,
        "Softmax: near 1. The others: a small part of that.",
        "The way grows from 7.6 rows to 10.2.",
        "At hand the time grows as the way does, within a third.",
        "Where the rows lie it grows faster",
    )
    ran, *_ = executed(lesson(8), "en")
    (told,) = [printed(cell) for cell in ran if "slope(" in cell.source]
    softmax, tree, noise = ast.literal_eval(told)
    assert 0.9 < softmax < 1.2 and max(tree, noise) < softmax / 3
    for few, many in (walks(), map(walk, WALKED)):
        assert (f"{few.rows:.1f}", f"{many.rows:.1f}") == ("7.6", "10.2")
        longer, slower = many.rows / few.rows, many.at_hand / few.at_hand
        assert slower == pytest.approx(longer, rel=1 / 3)
        assert many.there / few.there > slower


@LANGUAGES
def test_the_answers_of_the_questions(language):
    w2v.set_language(language)
    right = {"hundredfold": "softmax", "which_losses": "two", "uncorrected": "rare"}
    assert {name: lessons.find(name).answer() for name in right} == right
    few, many = (rows_touched(w2v.zipf_counts(V)) for V in (1_000, 100_000))
    assert (f"{few[1]:.1f}", f"{many[1]:.1f}") == ("7.5", "11.5")  # as the reasons say


@LANGUAGES
def test_with_the_correction_P_is_learned_and_without_it_P_over_q(language):
    says(8, "its eᵘ come to P itself", "Uncorrected it is about as far off as negative sampling.")
    w2v.set_language(language)
    table = lessons.find("uncorrected").prove()
    told = dict(zip(runs.RUNS, table.values, strict=True))
    for output in ("nce", "sampled-softmax"):
        as_P, times_q, _ = told[output, True]
        assert as_P < 0.1 < 0.15 < times_q
        as_P, times_q, _ = told[output, False]
        assert times_q < 0.1 < 0.15 < as_P
    assert told["nce", True][2] == pytest.approx(1, abs=0.05)
    assert told["nce", False][2] > 1.5
    far = [told[output, False][0] for output in ("nce", "sampled-softmax")]
    assert far[0] == pytest.approx(far[1], rel=0.25)


def test_the_three_answers():
    says(
        8,
        "3 · 50,000 · 100 = 15,000,000; 3 · 11 · 100 = 3,300; 3 · 6 · 100 = 1,800",
        "A binary tree with V leaves has V − 1 inner nodes",
    )
    assert [3 * rows * 100 for rows in (50_000, 11, 6)] == [15_000_000, 3_300, 1_800]
    assert w2v.Model(w2v.real_vocabulary(), 3, "hierarchical-softmax").W_out.shape[0] == 3316


def test_each_mistake_of_the_exercise_is_named():
    assert exercises.sampled_softmax(checked._corrected).passed
    for key, wrong in checked.MISTAKES.items():
        verdict = exercises.sampled_softmax(wrong)
        assert not verdict.passed
        assert verdict.text.endswith(catalogue("l08")[f"hint_sampled_softmax_{key}"]["en"])
