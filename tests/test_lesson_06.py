"""What lesson 06 says: its prose, its tables, its questions and exercises."""

import ast
import math
import platform
import re
import sys
from collections import Counter

import count_manual
import numpy as np
import pytest
from test_lessons import LANGUAGES, code, executed, lesson, printed, says

import w2v_lab as w2v
from w2v_lab import exercises, frequencies, lessons
from w2v_lab.lessons.l06 import exercises as checked
from w2v_lab.lessons.l06 import questions as lesson_06
from w2v_lab.messages import catalogue
from w2v_lab.outputs import Softmax, sigmoid

ZIPF = 100_000


@pytest.fixture(scope="module")
def zipf():
    return w2v.compare_trees(w2v.zipf_counts(ZIPF))


def outputs(start, language="en"):
    """What the cells that begin so, or hold that, print."""
    ran, *_ = executed(lesson(6), language)
    return [printed(cell) for cell in ran if start in cell.source]


# V answers are too many


def test_twenty_two_questions_single_out_one_word_of_three_million():
    says(6, "log₂ 3,000,000 = 21.5: twenty-two")
    assert f"{math.log2(3_000_000):.1f}" == "21.5"
    assert math.ceil(math.log2(3_000_000)) == 22
    tree = w2v.balanced_tree(np.ones(3_000))
    assert tree.lengths.max() == math.ceil(math.log2(3_000))


def test_a_tree_with_v_leaves_has_one_inner_node_less():
    says(6, "A tree with V leaves has V − 1 inner nodes", "Huffman found the best possible tree")
    for V in range(1, 20):
        assert len(w2v.huffman_tree(range(1, V + 1)).merges) == V - 1


@LANGUAGES
def test_the_widgets_words_are_those_of_the_first_sentence(language):
    w2v.set_language(language)
    sentence = w2v.toy_sentences("song")[0]
    assert (sentence[4], sentence[-1]) == {"en": ("king", "crown"), "zh": ("国王", "王冠")}[
        language
    ]
    assert "given, word = sentences[0][4], sentences[0][-1]" in "\n".join(code(lesson(6)))


@LANGUAGES
def test_a_word_that_is_heavy_enough_is_one_question_from_the_root(language):
    says(6, "How much must a rare word weigh until it is one question from the root?")
    w2v.set_language(language)
    counts = lesson_06.song().counts.copy()
    lengths = []
    for count in range(1, 3 * int(counts.sum())):
        counts[9] = count
        lengths.append(w2v.huffman_tree(counts).lengths[9])
    assert lengths[0] >= 4 and lengths[-1] == 1
    assert lengths == sorted(lengths, reverse=True)


# The code


@LANGUAGES
def test_the_codes_on_the_page_can_be_read_one_after_the_other(language):
    says(6, "No code is the beginning of another", "the first merge made row 0")
    (told,) = outputs("tree.paths", language)
    lines = [re.fullmatch(r"(\S+) (\(.*?\)) (\(.*\))", line) for line in told.splitlines()]
    codes = {line[1]: ast.literal_eval(line[2]) for line in lines}
    paths = {line[1]: ast.literal_eval(line[3]) for line in lines}
    w2v.set_language(language)
    assert codes == dict(
        zip(
            (vocabulary := lesson_06.song()).words,
            w2v.huffman_tree(vocabulary.counts).codes,
            strict=True,
        )
    )
    by_code = {code: word for word, code in codes.items()}
    sentence = w2v.toy_sentences("song")[0]
    bits, read, start = [bit for word in sentence for bit in codes[word]], [], ()
    for bit in bits:
        start = (*start, bit)
        if start in by_code:
            read.append(by_code[start])
            start = ()
    assert read == sentence
    assert all(path[0] == len(codes) - 2 for path in paths.values())
    assert all(len(paths[word]) == len(codes[word]) for word in codes)


@LANGUAGES
def test_before_any_training_what_is_near_the_root_is_likely(language):
    says(6, "Before any training every node tosses a coin")
    w2v.set_language(language)
    model = w2v.Model(lesson_06.song(), 5, "hierarchical-softmax")
    np.testing.assert_array_equal(model.probabilities(0), 0.5**model.output.tree.lengths)


def test_sigma_is_a_softmax_of_two():
    says(6, "σ(0) = 0.5, σ(2) = 0.88, σ(−2) = 0.12; and 1 − σ(u) = σ(−u)")
    says(6, "It is the softmax of two scores, u and 0.")
    for u, told in ((0, "0.50"), (2, "0.88"), (-2, "0.12")):
        assert f"{sigmoid(np.array(u)):.2f}" == told
        assert Softmax(2).probabilities(np.array([u, 0.0]))[0] == pytest.approx(
            sigmoid(np.array(u))
        )
        assert 1 - sigmoid(np.array(u)) == pytest.approx(sigmoid(np.array(-u)))


def test_the_entropy_of_the_example_is_the_mean_length_of_its_codes():
    says(6, "1/2 + 2/4 + 3/8 + 3/8 = 1.75, and here Huffman's codes have just these lengths")
    assert w2v.entropy([4, 2, 1, 1]) == 1.75
    assert w2v.huffman_tree([4, 2, 1, 1]).lengths.tolist() == [1, 2, 3, 3]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", {"tree": ("2.16", "1.48"), "softmax": ("2.48", "1.48")}),
        ("zh", {"tree": ("2.09", "1.50"), "softmax": ("2.30", "1.50")}),
    ],
)
def test_the_losses_of_the_tree_and_of_softmax_can_be_compared(language, told):
    says(6, "the tree starts at 2.16 on average and softmax at 2.48")
    says(6, "after 300 rounds both stand at 1.48", "Both are −ln P of the same target")
    w2v.set_language(language)
    sentences, vocabulary = w2v.toy_sentences("song"), lesson_06.song()
    run = list(w2v.examples(sentences, vocabulary, pairs=True))

    def loss(model):
        losses = [model.step(example).loss for example in run]
        chances = [model.probability(e.targets[0], e.inputs[0]) for e in run]
        np.testing.assert_allclose(losses, -np.log(chances), rtol=1e-9)
        return f"{np.mean(losses):.2f}"

    found = {}
    for name, output in (("tree", "hierarchical-softmax"), ("softmax", "softmax")):
        model = w2v.Model(vocabulary, 5, output)
        before = loss(model)
        w2v.train(model, run, epochs=300, learning_rate=lambda progress: 0.3 * (1 - progress))
        found[name] = before, loss(model)
    assert found == told


def test_the_very_first_update_moves_rows_of_w_out_alone_those_on_the_path():
    says(6, "Rows of W_out alone, those on the path")
    model = w2v.Model(lesson_06.song(), 5, "hierarchical-softmax")
    before = model.with_weights(model.W_in, model.W_out)
    model.apply(model.step(w2v.Example((0,), (4,))), 0.1)
    assert np.array_equal(model.W_in, before.W_in)
    moved = np.flatnonzero((model.W_out != before.W_out).any(axis=1))
    assert set(moved) == set(model.output.tree.paths[4])


@LANGUAGES
def test_the_leaves_make_one(language):
    says(6, "its probabilities add up: each node only shares out what it gets")
    w2v.set_language(language)
    lab = w2v.widgets.TreeLab(act="ask")
    assert lab.model.probabilities(0).sum() == pytest.approx(1, abs=1e-12)


@LANGUAGES
def test_one_minus_code_minus_f_is_minus_the_error(language):
    says(
        6,
        "1 − code − f is −e",
        "1 − code is our t, f is our y, the probability that the code says 0",
    )
    w2v.set_language(language)
    model = w2v.Model(lesson_06.song(), 5, "hierarchical-softmax")
    model.W_out[:] = model.rng.normal(size=model.W_out.shape)
    step = model.step(w2v.Example((1,), (4,)))
    bits, f = np.array(model.output.tree.codes[4]), step.y[0]
    np.testing.assert_allclose(1 - bits - f, -step.e[0], atol=1e-15)
    np.testing.assert_array_equal(1 - bits, step.t[0])
    ways = np.where(bits == 0, f, 1 - f)
    assert ways.prod() == pytest.approx(model.probabilities(1)[4], rel=1e-12)


@LANGUAGES
def test_v_minus_1_vectors_and_a_target_touches_as_many_as_its_code_has_bits(language):
    says(6, "There are V − 1 vectors, and all of them are trained")
    w2v.set_language(language)
    lab = w2v.widgets.TreeLab()
    assert len(lab.recording.W_out_at(0)) == len(lab.tree) - 1
    moved = [
        (lab.recording.W_out_at(k + 1) != lab.recording.W_out_at(k)).any(axis=1).sum()
        for k in (1, 2, 3)
    ]
    targets = [
        lab.recording.steps[lab.recording.numbers.index(k)].example.targets for k in (1, 2, 3)
    ]
    assert moved == [lab.tree.lengths[target] for (target,) in targets]
    assert (lab.recording.W_out_at(len(lab.recording.losses)) != 0).all()


# A, B and C


def test_the_cosine_goes_everywhere_and_no_probability_moves():
    says(6, "the cosine of A and B can be sent anywhere, from −1 to nearly 1")
    found = w2v.experiments.shifted_paths()
    cosine = found.numbers["cosine"]
    assert cosine.min() == -1 and cosine.max() > 0.98
    assert found.numbers["change"].max() < 1e-12
    far = w2v.experiments.shifted_paths(shifts=[0, 1e3, 1e6])
    assert far.numbers["cosine"][-1] == pytest.approx(1, abs=1e-5)
    dense = w2v.experiments.shifted_paths(shifts=np.linspace(-1, 5, 3001).tolist())
    assert np.abs(np.diff(dense.numbers["cosine"])).max() < 0.01  # every value in between
    assert dense.numbers["change"].max() < 1e-12


def test_the_path_vectors_are_those_of_the_article():
    says(6, "“那么 A 就可以表示为 [w1_1, w2_1], B 可以表示为 [w1_1, w2_2]”", "C = [w1_2, 0]")
    says(6, "A = [w1, w2], B = [w1, −w2], C = [−w1, 0]")
    (w11, w12), (w21, w22) = pairs = ((0.3, -0.4), (1.1, 0.6))
    found = w2v.experiments.shifted_paths(pairs, shifts=[0])
    assert found.tables["vectors"][0].tolist() == [[w11, w21], [w11, w22], [w12, 0]]
    w1, w2 = w11 - w12, w21 - w22
    np.testing.assert_allclose(found.tables["one"][0], [[w1, w2], [w1, -w2], [-w1, 0]])
    first = math.exp(w11) / (math.exp(w11) + math.exp(w12))
    second = math.exp(w21) / (math.exp(w21) + math.exp(w22))
    P = [first * second, first * (1 - second), 1 - first]
    np.testing.assert_allclose(found.tables["P"][0, 0], P, rtol=1e-13)
    np.testing.assert_allclose(found.tables["P_one"][0, 0], P, rtol=1e-13)


def test_the_first_node_alone_sends_the_cosine_to_one():
    says(6, "Shift the first node alone", "the cosine goes to 1")
    (told,) = outputs("shifted_paths(nodes=[1]")
    values = [float(part) for part in re.findall(r"[\d.]+", told)]
    assert values == sorted(values) and values[-1] > 0.999
    found = w2v.experiments.shifted_paths(nodes=[1], shifts=[0, 10, 100])
    np.testing.assert_allclose(values, found.numbers["cosine"], atol=1e-6)
    assert found.numbers["change"].max() < 1e-12


def test_with_one_vector_a_node_any_shift_changes_the_predictions():
    says(6, "no freedom is left, and any shift changes the predictions")
    found = w2v.experiments.shifted_paths()
    change = found.numbers["change_one"]
    assert change[found.first] == 0
    assert (np.delete(change, found.first) > 0.01).all()


# What a tree costs


def test_five_and_thirty_one_ones():
    says(6, "The frequent word takes 3 questions and not 5, 25 words take 5 as before, and six pay")
    says(6, "The average falls from 5 to 4.89; the entropy is 4.85.")
    few = w2v.compare_trees([5] + [1] * 31)
    assert (few.huffman[0], few.balanced[0]) == (3, 5)
    assert few.questions() == (pytest.approx(4.89, abs=0.005), 5)
    assert f"{few.entropy:.2f}" == "4.85"
    assert Counter(few.huffman.tolist()) == {3: 1, 5: 25, 6: 6}
    assert outputs("compare_trees([5]") == [repr((Counter(few.huffman.tolist()), few.questions()))]


def test_huffmans_cost_stays_within_one_question_of_the_entropy(zipf):
    says(6, "No tree goes below it; Huffman's stays within one question of it.")
    for counts in ([5] + [1] * 31, [99, 1], [1], [3, 3, 3], w2v.zipf_counts(1000)):
        found = w2v.compare_trees(counts)
        assert found.entropy - 1e-12 <= found.questions()[0] < found.entropy + 1
        assert found.questions()[0] <= found.questions()[1]


def test_a_hundred_thousand_words_whose_counts_fall_as_one_over_the_rank(zipf):
    says(6, "a target takes 11.53, hardly more than the entropy of 11.50")
    says(6, "where a complete tree takes 16.10 to 16.97, depending on who gets its shorter ways")
    says(6, "18.8 bits a word against 16.7")
    huffman, balanced = zipf.questions()
    assert f"{huffman:.2f}" == "11.53" and f"{zipf.entropy:.2f}" == "11.50"
    # a complete tree has 2^17 - V leaves at depth 16: those of the frequent, or of the rare words
    short = 2**17 - ZIPF
    p = zipf.counts / zipf.counts.sum()
    best, worst = 17 - p[:short].sum(), 17 - p[-short:].sum()
    assert (f"{best:.2f}", f"{worst:.2f}") == ("16.10", "16.97")
    assert best < balanced < worst < 17
    assert f"{zipf.huffman.mean():.1f}" == "18.8" and f"{zipf.balanced.mean():.1f}" == "16.7"
    assert [zipf.huffman[rank - 1] for rank in (1, 100, 10_000, ZIPF)] == [4, 10, 17, 20]


def test_what_subsampling_leaves_of_the_gain(zipf):
    says(6, "At sample = 1e-5 the average path is 16.1 questions long")
    averages = [zipf.questions(sample)[0] for sample in (1e-3, 1e-4, 1e-5)]
    assert [f"{average:.1f}" for average in averages] == ["13.2", "14.7", "16.1"]
    found = w2v.experiments.subsampled_tree(zipf.counts)
    assert list(found.settings)[1:] == [1e-2, 1e-3, 1e-4, 1e-5]
    assert found.numbers["huffman"].tolist()[-3:] == averages
    assert (found.numbers["balanced"] - found.numbers["huffman"])[-1] < 0.6


def test_everybody_sees_the_same_real_words_some_3000_of_pythons_manual():
    says(6, "3,317 words of Python's own manual", "the same on every machine")
    counts = w2v.word_counts()
    assert len(counts) == 3317 and (np.diff(counts) <= 0).all() and counts[-1] == 1
    for language in ("en", "zh"):
        w2v.set_language(language)
        vocabulary = w2v.real_vocabulary()
        assert vocabulary.words[:3] == ["the", "a", "is"]
        assert vocabulary.counts.tolist() == w2v.word_counts(language).tolist() == counts.tolist()
    found = w2v.compare_trees(counts)
    assert found.questions()[0] < found.questions()[1] - 2
    assert "3,317" in repr(found)


def test_the_words_of_the_manual_were_counted_and_not_made_up():
    """The same to the last count under the Python that the list names, much the same elsewhere."""
    head = count_manual.LIST.read_text(encoding="utf-8").splitlines()[0]
    listed, here = dict(frequencies._manual()), dict(count_manual.counted())
    if f" {platform.python_version()}," in head:
        assert listed == here
    both = listed.keys() & here.keys()
    assert len(both) > 0.9 * max(len(listed), len(here))
    assert sum(abs(listed[word] - here[word]) for word in both) < 0.15 * sum(here.values())


def test_the_list_of_wordfreq_has_more_than_300_000_words():
    says(6, "more than 300,000 words of English or Chinese")
    for language, cost, entropy in (("en", 10.69, 10.66), ("zh", 11.77, 11.74)):
        found = w2v.compare_trees(w2v.word_counts(language, source="wordfreq"))
        assert len(found.counts) > 300_000
        huffman, balanced = found.questions()
        assert huffman == pytest.approx(cost, abs=0.02)
        assert found.entropy == pytest.approx(entropy, abs=0.02)
        assert 18 < balanced < 18.45 and found.balanced.max() == 19
        assert found.huffman[0] == 4 and 22 < found.huffman[-1] < 28


@LANGUAGES
def test_any_word_of_wordfreqs_list_can_be_asked_for(language):
    w2v.set_language(language)
    vocabulary = w2v.real_vocabulary(source="wordfreq")
    counts = w2v.word_counts(language, source="wordfreq")
    np.testing.assert_array_equal(vocabulary.counts, counts)
    word = {"en": "queen", "zh": "王后"}[language]
    lab = w2v.widgets.TreeLab(vocabulary, act="ask", word=word)
    place = vocabulary.index[word]
    assert lab.trace["words"][str(place)] == word
    inner = set(lab.trace["inner"])
    assert {len(vocabulary) + row for row in lab.tree.paths[place]} <= inner
    rank, depth = lab.trace["ranks"]["of"][str(place)]
    assert depth == len(lab.tree.codes[place]) and abs(rank - 1 - place) < 3000


@LANGUAGES
def test_without_wordfreq_its_list_is_refused_with_a_way_out(language, monkeypatch):
    w2v.set_language(language)
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    for refused in (w2v.word_counts, w2v.real_vocabulary):
        with pytest.raises(w2v.W2VError, match="pip install wordfreq"):
            refused(source="wordfreq")
        with pytest.raises(w2v.W2VError, match="manual"):
            refused(source="brown")


@LANGUAGES
def test_a_comparison_reads_well(language):
    w2v.set_language(language)
    told = repr(w2v.compare_trees([5] + [1] * 31))
    assert all(number in told for number in ("32", "4.85", "4.89", "5.00", "19%", "17%"))
    assert told.count("\n") == 3


@LANGUAGES
def test_the_chart_of_depths_says_the_same_in_words(language):
    w2v.set_language(language)
    found = w2v.compare_trees(w2v.zipf_counts(500))
    picture = w2v.figures.depths(found)
    huffman, balanced = picture.data["data"]
    ranks = np.array(huffman["x"])
    assert ranks[0] == 1 and ranks[-1] == 500
    np.testing.assert_array_equal(huffman["y"], found.huffman[ranks - 1])
    np.testing.assert_array_equal(balanced["y"], found.balanced[ranks - 1])
    for number in (found.huffman[0], found.huffman[-1], f"{found.questions()[0]:.2f}"):
        assert str(number) in picture.words


def test_any_tree_can_be_trained_and_sums_to_one():
    says(6, "The probabilities add up to 1 in any binary tree, and every tree can be trained")
    vocabulary = lesson_06.song()
    for grow in (
        w2v.huffman_tree,
        w2v.balanced_tree,
        lambda counts: w2v.huffman_tree(counts[::-1]),
    ):
        tree = grow(vocabulary.counts)
        model = w2v.Model(vocabulary, 5, "hierarchical-softmax", tree=tree)
        run = w2v.examples(w2v.toy_sentences("song"), vocabulary, pairs=True)
        losses = w2v.train(model, run, epochs=30, learning_rate=0.2)
        assert losses[-100:].mean() < 0.9 * losses[:100].mean()
        assert model.probabilities(0).sum() == pytest.approx(1, abs=1e-12)


def test_n_questions_tell_2_to_the_n_words_apart():
    says(6, "so n questions tell 2ⁿ words apart, and V words take about log₂V")
    for n in range(1, 8):
        assert set(w2v.balanced_tree(np.ones(2**n, int)).lengths) == {n}
    for V in range(2, 100):
        lengths = w2v.balanced_tree(np.ones(V, int)).lengths
        assert abs(lengths - math.log2(V)).max() < 1


# The answers at the end


def test_two_words_at_the_very_bottom_share_every_row():
    says(6, "All of them: their codes differ in the last bit alone")
    tree = w2v.huffman_tree(lesson_06.song().counts)
    left, right = tree.merges[0].left, tree.merges[0].right
    assert tree.paths[left] == tree.paths[right]
    assert tree.codes[left][:-1] == tree.codes[right][:-1]


def test_fibonacci_makes_a_comb():
    says(6, "A comb", "The depths are 1, 2, 3, … up to 19, and two words lie at 19")
    counts = [1, 1]
    while len(counts) < 20:
        counts.append(sum(counts[-2:]))
    assert sorted(w2v.huffman_tree(counts).lengths) == [*range(1, 20), 19]


def test_a_fresh_model_pays_log_2_for_each_bit():
    says(6, "At the length of its code times ln 2", "Softmax begins at ln V")
    model = w2v.Model(lesson_06.song(), 5, "hierarchical-softmax")
    for word, length in enumerate(model.output.tree.lengths):
        assert model.step(w2v.Example((0,), (word,))).loss == pytest.approx(length * math.log(2))


# Questions


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("next_merge", "lightest"),
        ("leaves_sum", "one"),
        ("rows_touched", "code"),
        ("who_pays", "most"),
    ],
)
@LANGUAGES
def test_the_answers_are_computed(name, answer, language):
    w2v.set_language(language)
    assert lessons.find(name).answer() == answer


def test_the_evidence_bears_the_answers_out():
    sums = lessons.find("leaves_sum").prove()
    np.testing.assert_allclose(sums.values, 1, atol=1e-12)
    rows = lessons.find("rows_touched").prove()
    np.testing.assert_array_equal(rows.values[:, 1], rows.values[:, 2])
    assert len(set(rows.values[:, 2])) > 1
    longer = lessons.find("who_pays").prove()
    assert longer.values[0, 0] < longer.values[0, 1]
    assert longer.values[-2, 0] > longer.values[-2, 1]
    assert longer.values[-1, 0] < longer.values[-1, 1]


def test_an_answer_depends_on_what_is_computed(monkeypatch):
    """Were the library different, the answers would be."""
    monkeypatch.setattr(lesson_06, "_sums", lambda: np.array([0.2, 0.5, 0.9]))
    assert lessons.find("leaves_sum").settle() == "less"
    monkeypatch.setattr(lesson_06, "_sums", lambda: np.array([0.2, 1.5]))
    assert lessons.find("leaves_sum").settle() == "anything"
    model, moved = lesson_06._rows_moved()
    for rows, answer in ((len(model.W_out), "all"), (4, "log_V"), (0, "none")):
        told = (model, np.full(len(moved), rows))
        monkeypatch.setattr(lesson_06, "_rows_moved", lambda told=told: told)
        assert lessons.find("rows_touched").settle() == answer
    flat = w2v.compare_trees([1] * 64)
    monkeypatch.setattr(lesson_06, "zipf", lambda: flat)
    assert lessons.find("who_pays").settle() == "nobody"


# Exercises


def merge_by_hand(weights):
    first = min(range(len(weights)), key=lambda place: weights[place])
    others = [place for place in range(len(weights)) if place != first]
    return [first, min(others, key=lambda place: weights[place])]


@pytest.mark.parametrize(
    ("check", "solution"),
    [
        (exercises.next_merge, merge_by_hand),
        (exercises.next_merge, lambda w: np.argsort(w)[:2]),
        (exercises.next_merge, lambda w: tuple(sorted(range(len(w)), key=w.__getitem__)[:2])),
        (
            exercises.word_probability,
            lambda u, c: (1 / (1 + np.exp(-(1 - 2 * np.array(c)) * u))).prod(),
        ),
    ],
)
def test_every_right_road_passes(check, solution):
    assert check(solution).passed


MISTAKES = [
    *((exercises.next_merge, key, wrong) for key, wrong in checked.NEXT_MERGE_MISTAKES.items()),
    *((exercises.word_probability, key, w) for key, w in checked.PROBABILITY_MISTAKES.items()),
]


@LANGUAGES
@pytest.mark.parametrize(("check", "key", "solution"), MISTAKES)
def test_a_known_mistake_is_named(check, key, solution, language):
    w2v.set_language(language)
    verdict = check(solution)
    assert not verdict.passed
    assert catalogue("l06")[f"hint_{check.__name__}_{key}"][language] in verdict.text


def test_the_cases_have_short_and_long_paths():
    from w2v_lab.lessons.check import in_order

    lengths = {len(code) for _, code in in_order(checked._paths)}
    assert min(lengths) == 1 and max(lengths) > 4
    assert {len(weights) for (weights,) in in_order(checked._waiting)} == set(range(2, 8))
    assert all(len(set(weights)) == len(weights) for (weights,) in in_order(checked._waiting))


# What the reveals say


def test_most_words_pay_with_one_to_four_questions():
    for text in catalogue("l06")["who_pays_most_why"].values():
        assert all(number in text for number in ("85", "20", "1", "4"))
    found = w2v.compare_trees(w2v.zipf_counts(10_000))
    more = found.huffman - found.balanced
    assert set(more[more > 0].tolist()) == {1, 2, 3, 4}
    words, text = found.pay()
    assert (f"{words:.0%}", f"{text:.0%}") == ("85%", "20%")
    assert (more[:100] < -1).all()  # a few frequent words win several questions each


def test_a_comb_grows_where_no_count_is_below_the_sum_of_all_smaller_ones_but_the_next():
    rng = np.random.default_rng(0)
    combs = 0
    for _ in range(2000):
        counts = np.sort(rng.choice(2000, size=6, replace=False) ** rng.uniform(0.1, 2.5) + 1)
        lengths = sorted(w2v.huffman_tree(counts).lengths.tolist())
        told = all(counts[k] >= counts[: k - 1].sum() for k in range(2, 6))
        assert (lengths == [1, 2, 3, 4, 5, 5]) == told
        combs += told
    assert 100 < combs < 1900
    assert sorted(w2v.huffman_tree([1, 1, 2, 3, 5, 8]).lengths) == [1, 2, 3, 4, 5, 5]


def test_one_update_changes_every_probability_and_the_inputs_vector():
    run = list(w2v.examples(w2v.toy_sentences("song"), lesson_06.song(), pairs=True))
    model = w2v.Model(lesson_06.song(), 5, "hierarchical-softmax")
    w2v.train(model, run, epochs=5, learning_rate=0.2)
    before, h = model.probabilities(0), model.W_in[0].copy()
    model.apply(model.step(w2v.Example((0,), (4,))), 0.2)
    assert (model.probabilities(0) != before).all() and (model.W_in[0] != h).all()
