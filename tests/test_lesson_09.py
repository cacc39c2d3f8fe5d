"""What lesson 09 says: its text, its training, its questions and its exercises."""

import re

import numpy as np
import pytest
from test_lessons import executed, lesson, printed, says

import w2v_lab as w2v
from w2v_lab import exercises, lessons, parameters
from w2v_lab.lessons.l09 import exercises as checked
from w2v_lab.lessons.l09.questions import SETTINGS, gain
from w2v_lab.messages import catalogue


def cell(start, language="en"):
    ran, *_ = executed(lesson(9), language)
    (found,) = [printed(cell) for cell in ran if start in cell.source]
    return found


def test_the_text_is_as_long_as_said():
    says(9, "72,586 short texts in English, 467,842 words")
    text = parameters.text()
    assert (len(text), sum(map(len, text))) == (72_586, 467_842)


def test_the_training_says_how_far_it_is_with_an_honest_loss_and_three_words():
    told = cell("probes=")
    lines = re.findall(r"(\d+)% of the text, ([\d,]+) words a second, rate [\d.e-]+, loss on", told)
    assert len(lines) >= 3 and lines[-1][0] == "100"
    assert len(re.findall(r"\d\.\d{3} ± 0\.\d{3}", told)) == len(lines)
    assert int(lines[0][0]) <= 20  # the first comes before they have settled
    for probe in parameters.PROBES:
        near = re.findall(rf"{probe}: (.+)", told)
        assert len(near) == len(lines) and near[0] != near[-1]  # they change on the way


def test_the_answers_of_the_questions():
    right = {"at_random": "half", "map_keeps": "one", "which_setting": "epochs"}
    assert {name: lessons.find(name).answer() for name in right} == right
    for name, value in SETTINGS.items():  # the reasons given: intervals that overlap, or do not
        usual = parameters.point_of(name, str(parameters.BASE[name])).scores["plurals"]
        other = parameters.point_of(name, value).scores["plurals"]
        assert (other[1] > usual[2]) == (name == "epochs"), name
    assert gain("epochs", "20") > 2 * max(gain("window", "10"), gain("vector_size", "100"))


def test_gensim_wants_its_words_often_enough_and_reads_only_once():
    says(9, "no word came min_count times: for a few lines of text, set it to 1")
    Word2Vec = pytest.importorskip("gensim.models").Word2Vec
    lines = [["a", "b"], ["b", "c"]]
    with pytest.raises(RuntimeError, match="you must first build vocabulary"):
        Word2Vec(lines)
    assert len(Word2Vec(lines, min_count=1).wv) == 3
    once, model = iter(lines), Word2Vec(min_count=1)
    model.build_vocab(once)
    assert model.train(once, total_examples=2, epochs=1) == (0, 0)


def test_the_loss_of_gensim_is_a_sum_that_ends_at_2_to_the_27():
    says(9, "it is 0 without compute_loss=True", "the sum over all rounds so far")
    says(9, "At 2²⁷ = 134,217,728 even that is stuck, as a float32")
    assert 2**27 == 134_217_728
    Word2Vec = pytest.importorskip("gensim.models").Word2Vec
    from gensim.models.callbacks import CallbackAny2Vec

    class Told(CallbackAny2Vec):
        def __init__(self, start=None):
            self.start, self.losses = start, []

        def on_epoch_begin(self, model):
            if self.start is not None:
                model.running_training_loss = self.start

        def on_epoch_end(self, model):
            self.losses.append(model.get_latest_training_loss())

    def losses(told, **more):
        text = [list("abcd")] * 200
        Word2Vec(text, min_count=1, workers=1, sg=1, seed=1, callbacks=[told], **more)
        return told.losses

    assert losses(Told()) == [0] * 5
    rising = losses(Told(), compute_loss=True)
    assert rising == sorted(set(rising)) and len(rising) == 5
    assert losses(Told(2.0**27), compute_loss=True) == [2.0**27] * 5


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # gensim leaves what it cannot read open
def test_gensim_is_told_what_a_file_is(tmp_path):
    says(9, "wants no_header=True for GloVe's and binary=True for the binary format")
    KeyedVectors = pytest.importorskip("gensim.models").KeyedVectors
    vectors = w2v.Vectors(["a", "b"], np.random.default_rng(0).normal(size=(2, 3)))
    for name, how, told in (
        ("glove", {"format": "glove"}, {"no_header": True}),
        ("binary", {"binary": True}, {"binary": True}),
    ):
        vectors.save(tmp_path / name, **how)
        read = KeyedVectors.load_word2vec_format
        assert read(tmp_path / name, **told).index_to_key == ["a", "b"]
        with pytest.raises(ValueError):  # UnicodeDecodeError is one
            read(tmp_path / name)


def test_half_of_the_words_come_less_than_twenty_times():
    vocabulary = w2v.Vocabulary.from_sentences(parameters.text(), 5)
    assert 0.45 < (vocabulary.counts < 20).mean() < 0.65


def test_more_rounds_and_a_higher_rate_are_better_and_0_is_not_in_the_interval():
    says(9, "0 is not in it, so this is no accident of the questions")
    low, high = map(float, re.findall(r"\((-?[\d.]+) to (-?[\d.]+)\)", cell("against=usual"))[0])
    assert 0 < low < high


def test_ours_and_gensims_differ_by_nothing_that_can_be_seen():
    told = cell("KeyedVectors")
    low, high = map(float, re.findall(r"\((-?[\d.]+) to (-?[\d.]+)\)", told)[0])
    assert low < 0.01 and high > -0.01 and high - low < 0.1


def test_all_parameters_are_recorded_and_chance_alone_is_one_of_them():
    says(9, "Here are all ten, and a text that is too small")
    assert parameters.names() == list(parameters.POINTS) and len(parameters.POINTS) == 10 + 1


def test_the_small_text_fails_and_a_start_helps_most():
    says(9, "Vectors to start from (start=), learnt from more text of the same kind, help most")
    plain, rounds, start, _ = (
        np.mean([point.scores[kind][0] for kind in parameters.SETS])
        for point in parameters.recorded("small_text")
    )
    usual = parameters.point_of("window", "5")
    assert plain < 0.5 * np.mean([usual.scores[kind][0] for kind in parameters.SETS])
    assert 2 * plain < rounds < start


def test_the_tokenisers_cut_as_said():
    told = cell("side_by_side")
    rows = {line.split()[0]: line.split(" · ")[1:] for line in told.splitlines()}
    assert "rare;" in rows["spaces"] and "rare" in rows["read_text"]
    assert {"is", "n't"} <= set(rows["treebank"]) and {"HbA", "1c"} <= set(rows["tweet"])
    assert "我帅" in rows["jieba"]


def test_the_share_of_a_frequent_word_that_subsampling_leaves():
    says(9, "√(0.001 / 0.01) = 0.32")
    assert w2v.keep_probabilities([10, 990], 1e-3)[0] == pytest.approx(0.32, abs=0.005)


def test_a_billion_words_on_one_core():
    says(9, "A billion words at half a million words a second and core are 33 minutes a round")
    assert round(1e9 / 0.5e6 / 60) == 33


# ---- exercises ----------------------------------------------------------------------------------


def test_each_mistake_of_the_exercise_is_named():
    assert exercises.mean_reciprocal_rank(checked._mean).passed
    for key, wrong in checked.MISTAKES.items():
        verdict = exercises.mean_reciprocal_rank(wrong)
        assert not verdict.passed
        assert verdict.text.endswith(catalogue("l09")[f"hint_mean_reciprocal_rank_{key}"]["en"])


def runs(seeds, shift=0.0):
    """Vectors in which w0 is near to w1, w2 to w3, and so on, the nearer the smaller `shift`."""
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        pairs = np.repeat(rng.normal(size=(30, 8)), 2, axis=0)
        matrix = pairs + (0.1 + shift) * rng.normal(size=(60, 8))
        found.append(w2v.Vectors([f"w{i}" for i in range(60)], matrix))
    return found


def test_a_report_says_what_is_missing_and_what_it_comes_to():
    pairs = [(f"w{2 * i}", f"w{2 * i + 1}") for i in range(30)]
    good, bad, one = runs(range(3)), runs(range(3), 2.0), runs([1])
    said = catalogue("l09")
    for arguments, key in (
        (([], pairs), "runs"),
        (("vectors", pairs), "vectors"),
        ((good[:2], pairs), "runs"),
        ((one * 3, pairs), "seeds"),
        ((good, pairs[:5]), "pairs"),
        ((good, pairs), "against"),
    ):
        verdict = exercises.report(*arguments)
        assert not verdict.passed and verdict.text == said[f"report_{key}"]["en"]
    unknown = [(f"x{i}", "y") for i in range(25)] + pairs[:3]
    assert not exercises.report(good, unknown, against=bad).passed
    for first, second, key in ((good, bad, "better"), (bad, good, "worse"), (good, good, "open")):
        verdict = exercises.report(first, pairs, against=second)
        assert verdict.passed and verdict.text.endswith(said[f"report_{key}"]["en"])
        score = w2v.evaluate(first, pairs)
        assert f"{score.score:.3f}, 95 % from {score.low:.3f}" in verdict.text
