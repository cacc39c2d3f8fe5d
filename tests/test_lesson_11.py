"""What lesson 11 says: its prose, its questions, its exercises, and one point of each record."""

import html

import numpy as np
import pytest
from test_lessons import LANGUAGES, says

import w2v_lab as w2v
from w2v_lab import exercises, lessons
from w2v_lab.lessons.l11 import exercises as checked
from w2v_lab.lessons.l11 import figures, measuring, runs
from w2v_lab.messages import catalogue
from w2v_lab.relatives import Cloze, Ranking, family, subwords
from w2v_lab.widgets.cloze_walk.frame import RATE, ROUNDS, SEED, WINDOW, N, sentences, walked

RIGHT = {
    "needs_a_bend": "after",
    "who_misses": "glove",
    "same_in_essence": "aim",
    "typed_wrongly": "meant",
    "who_weighs_most": "left",
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_answers_of_the_questions(name):
    for language in ("en", "zh") if name != "same_in_essence" else ("en",):
        w2v.set_language(language)
        assert lessons.find(name).answer() == RIGHT[name]


# One point of each record, measured anew


def test_the_bends_of_the_record():
    told = {each["model"]: each for each in runs.bends()}
    assert told["ngrams"]["held_out"][0] == pytest.approx(runs.held_out("ngrams"), rel=1e-5)
    assert told["mean"]["held_out"][1] == pytest.approx(runs.held_out("mean", 1), rel=1e-4)
    assert told["bengio"]["not_good"][2] == pytest.approx(runs.not_good("bengio", 2), abs=1e-4)
    says(11, "0.935 with it, 0.920 without, and 0.938 by counting alone")
    loss = {name: f"{np.mean(each['held_out']):.3f}" for name, each in told.items()}
    assert (loss["bengio"], loss["log-bilinear"], loss["ngrams"]) == ("0.935", "0.920", "0.938")
    solved = {name for name, each in told.items() if max(each["not_good"]) < 0.1}
    assert solved == {"tanh-of-mean", "bengio"}
    for name in ("mean", "mean-of-tanh", "log-bilinear"):
        assert told[name]["not_good"] == pytest.approx([np.log(2)] * 3, abs=0.01)


def test_glove_and_the_zeros_of_the_record():
    says(
        11,
        "the cost falls from 2.00 to 0.02, and the analogies are wrong",
        "pairs that never meet score 2.69 on average, those that do 2.60",
        "A hundredth of a pair in every cell cures it",
    )
    first, second, *_ = runs.zeros()
    anew = runs.with_zeros_filled(0.0)
    np.testing.assert_allclose(first["right"], anew["right"], atol=1e-5)
    np.testing.assert_allclose(first["cost"], anew["cost"], rtol=1e-3)
    shown = [f"{x:.2f}" for x in (first["cost"][0], first["cost"][-1])]
    assert shown == ["2.00", "0.02"] and np.max(first["right"]) < 0.5
    assert (f"{first['unseen']:.2f}", f"{first['seen']:.2f}") == ("2.69", "2.60")
    assert second["add"] == 0.01 and second["right"][-1] == [1, 1, 1]
    assert second["unseen"] < second["seen"] - 5


def test_the_table_of_the_record():
    record = family.recorded()
    assert list(record.told) == list(family.MEMBERS)
    assert record.told["ngrams"].icd is None
    anew = family.analogies([family.trained("ppmi_svd", "grammar")])
    assert record.told["ppmi_svd"].grammar["en"].scores[0] == pytest.approx(anew.score)
    glove = family.analogies([family.trained("glove", "grammar", 1)])
    assert record.told["glove"].grammar["en"].scores[1] == pytest.approx(glove.score)
    text = family.text("icd")
    vocabulary = w2v.Vocabulary.from_sentences(text, family.MIN_COUNT["icd"])
    assert (len(vocabulary), int(vocabulary.counts.sum())) == (record.V, record.tokens)
    says(11, "both read V = 1,052 words with N = 20", "whole rows of PPMI find the siblings best")
    assert record.V == 1_052
    scores = {name: each.icd.score for name, each in record.told.items() if each.icd}
    assert max(scores, key=scores.get) == "ppmi"
    for method in family.MEMBERS:
        assert family.moved(method, vocabulary) == record.told[method].moved


def test_three_scores_are_lower_bounds_and_the_best_is_none_of_them():
    """Measured in four times the rounds: Bengio's had enough, and no one comes up to PPMI."""
    says(11, "A score with ≥ is a lower bound: three slow methods read ICD 1 to 3 times.")
    told = family.recorded().told
    hurried = {name: each for name, each in told.items() if each.rounds}
    assert set(hurried) == set(family.HURRIED) == {"bengio", "ranking", "subwords", "cloze"}
    assert all(each.rounds == family.ROUNDS[name]["icd"][0] for name, each in hurried.items())
    least = {name: each.rounds for name, each in told.items() if each.least}
    assert least == {"ranking": 3, "subwords": 2, "cloze": 1}
    assert all(each.longer < told["ppmi"].icd.score for each in hurried.values())


def test_one_example_moves_what_the_lesson_says():
    says(11, "move 22,812 numbers more in the first", "V rows of W_out and V biases move")
    told = family.recorded().told
    assert told["bengio"].numbers - told["skip_gram"].numbers == 22_812
    assert told["bengio"].moved["W_out"][0] == told["bengio"].moved["b"][0] == 1_052
    assert told["skip_gram"].moved["W_out"][0] == 6


def test_five_of_eight_typing_errors_find_the_word_that_was_meant():
    """And whoever learned words as wholes knows none of them."""
    typed = family.recorded().typed
    found = [each["typed"] for each in typed if each["ranks"][0] == 1]
    assert len(typed) == 8 and len(found) == 5 and found[0] == typed[0]["typed"] == "pneumona"
    known = w2v.Vocabulary.from_sentences(family.text("icd"), family.MIN_COUNT["icd"])
    assert all(each["typed"] not in known and each["meant"] in known for each in typed)
    assert set(typed[0]["ranks"]) == {1}


def test_counting_rows_answer_the_whole_grammar():
    told = family.recorded().told
    assert told["ppmi"].grammar["en"].score == told["skip_gram"].grammar["en"].score == 1


# The pictures


@LANGUAGES
def test_glove_and_skip_gram_lie_on_one_diagonal(language):
    """Not the same: the losses weigh the cells differently, by far."""
    w2v.set_language(language)
    found = runs.diagonals()
    assert max(found.apart) < 0.08 and np.sqrt((found.aim**2).mean()) > 0.4
    assert found.targets_apart < 1e-12 and found.weights_apart > 5
    picture = figures.one_diagonal()
    assert f"{found.apart[1]:.3f}" in picture.words
    _, *clouds = picture.data["data"]
    np.testing.assert_array_equal(clouds[0]["x"], found.aim.ravel())
    np.testing.assert_array_equal(clouds[1]["y"], found.glove.ravel())


def test_true_windows_above_broken_ones():
    text = w2v.toy_sentences("grammar", "en")
    net = Ranking(w2v.Vocabulary.from_sentences(text), 10, 1)
    list(net.train(net.windows(text[:-400]), 2, 0.05))
    scores = runs.above(net, text[-400:])
    share = np.mean(scores[:, 0] > scores[:, 1])
    assert 0.85 < share < 1
    picture = figures.true_above_broken(net, text[-400:])
    assert f"{round(100 * share)} of 100" in picture.words and f"{len(scores):,}" in picture.words
    _, right, wrong = picture.data["data"]
    assert len(right["x"]) + len(wrong["x"]) == len(scores)
    with pytest.raises(w2v.W2VError):
        figures.true_above_broken(net, [])


@LANGUAGES
def test_the_shares_of_the_pieces_are_drawn(language):
    w2v.set_language(language)
    text = w2v.toy_sentences("grammar")[:300]
    vectors = subwords(text, 8, 5, 1, sample=0, epochs=2)
    longest = max(vectors.words, key=len)
    picture = figures.ngram_shares(vectors, longest[:-1], longest)
    (bars,) = picture.data["data"]
    told = dict(vectors.shares(longest[:-1], longest))
    pieces = [html.unescape(text).strip() for text in picture.data["layout"]["yaxis"]["ticktext"]]
    assert [told[piece] for piece in pieces] == bars["x"]
    assert f"{sum(told.values()):.2f}" in picture.words
    again = figures.ngram_shares(vectors, 3 * longest, longest).data
    (bars,), pieces = again["data"], again["layout"]["yaxis"]["ticktext"]
    assert len({*pieces}) < len({*bars["y"]}) == len(bars["x"])  # what comes twice has two bars
    with pytest.raises(w2v.W2VError):
        figures.ngram_shares(w2v.Vectors(["a"], np.ones((1, 1))), "a", "a")


def test_short_chinese_words_share_no_piece():
    says(11, "我 has one piece, <我>, and 医生 and 医院 share none. min_n=1 mends it.")
    pieces = [set(w2v.relatives.ngrams(word)) for word in ("医生", "医院")]
    assert not pieces[0] & pieces[1]
    assert "医" in w2v.relatives.ngrams("医生", 1) and "医" in w2v.relatives.ngrams("医院", 1)
    assert w2v.relatives.ngrams("我") == ["<我>"]


# The walk


def test_seven_of_eight_seeds_weigh_the_left_word():
    says(11, "So it is with seven of the seeds 0 to 7; with seed 0 the values tell left from right")
    text = sentences("en")
    vocabulary = w2v.Vocabulary.from_sentences(text)
    left = []
    for seed in range(8):
        net = Cloze(vocabulary, N, WINDOW, seed)
        gaps = [gap for gap in net.gaps(text) if len(gap.inputs) == 2]
        list(net.train(gaps, ROUNDS, RATE))
        assert net.mean_loss(gaps) < 0.01
        left.append(all(net.step(gap).a[0] > 0.5 for gap in gaps))
    assert left == [False] + [True] * 7 and left[SEED]


def test_cbow_wavers_where_attention_knows():
    run = walked()
    assert max(step.loss for step in run.steps) < 0.01
    assert min(step.loss for step in run.cbow) > np.log(2) - 0.02


# The exercises


@pytest.mark.parametrize(
    ("name", "mistakes"),
    [("positive_pmi", checked.PPMI_MISTAKES), ("attention_weights", checked.WEIGHT_MISTAKES)],
)
def test_each_mistake_of_the_exercises_is_named(name, mistakes):
    ask = getattr(exercises, name)
    for key, wrong in mistakes.items():
        verdict = ask(wrong)
        assert not verdict.passed
        assert verdict.text.endswith(catalogue("l11")[f"hint_{name}_{key}"]["en"]), key


def test_a_record_says_with_what_it_was_made(tmp_path, monkeypatch):
    monkeypatch.setattr(measuring, "RECORDS", tmp_path)
    measuring.measure("small", lambda: {"x": np.float64(1 / 3), "words": ["没"]})
    text = (tmp_path / "small.json").read_text("utf-8")
    assert '"x": 0.333333' in text and "没" in text and '"made_by": "make records"' in text
