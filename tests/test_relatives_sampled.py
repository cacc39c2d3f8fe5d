"""NCE and sampled softmax: losses and whole updates, what they must learn, what they do learn."""

import itertools

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from naming import check_named

import w2v_lab as w2v
from w2v_lab.checking import finite_differences
from w2v_lab.engine.flat import Lists
from w2v_lab.messages import LANGUAGES
from w2v_lab.noise import TARGET_DRAWN
from w2v_lab.relatives import NCE, SampledSoftmax, nce, sampled_model, sampled_softmax
from w2v_lab.relatives.fitting import _batch, draw, learn, text_passes
from w2v_lab.relatives.sampled import LAYERS
from w2v_lab.scores import Aim, learned

SHAPES = [  # inputs, targets, the negatives of each target; ids below 6
    ((0,), (1,), [[2, 3, 4]]),
    ((0,), (1,), [[2, 2, 1]]),
    ((0, 0, 5), (1, 4), [[4, 1, 0], [4, 4, 4]]),
    ((3, 1), (2, 2, 5), [[0, 5, 1], [2, 3, 0], [5, 5, 5]]),
]
each_layer = pytest.mark.parametrize("output", LAYERS)
each_shape = pytest.mark.parametrize(("inputs", "targets", "negatives"), SHAPES)
each_correction = pytest.mark.parametrize("corrected", [True, False])


def small_vocabulary():
    return w2v.Vocabulary([f"w{i}" for i in range(6)], [30, 12, 9, 5, 3, 1])


def random_model(output, seed=0, corrected=True, target_drawn="keep"):
    model = sampled_model(
        small_vocabulary(), 4, output, 3, target_drawn=target_drawn, corrected=corrected
    )
    rng = np.random.default_rng(seed)
    model.W_in[:], model.W_out[:] = rng.normal(size=(2, 6, 4))
    return model


# Loss and update


def test_nce_on_paper():
    """Noise 3/4 and 1/4, k = 2, scores 0: the odds against the noise are 1 to 3/2 and 1 to 1/2."""
    layer = NCE(w2v.Noise([3, 1], 1), 2)
    y, loss = layer.predict(np.zeros(3), np.array([1.0, 0, 0]), np.array([1, 0, 0]))
    np.testing.assert_allclose(y, [1 / 1.5, 1 / 2.5, 1 / 2.5], rtol=1e-15)
    assert loss == pytest.approx(-np.log(2 / 3) - 2 * np.log(3 / 5), rel=1e-14)


def test_sampled_softmax_on_paper():
    """Noise 3/4 and 1/4, k = 2, scores 0: each word counts 1 / (k q), so 2, 2/3, 2/3."""
    layer = SampledSoftmax(w2v.Noise([3, 1], 1), 2)
    y, loss = layer.predict(np.zeros(3), np.array([1.0, 0, 0]), np.array([1, 0, 0]))
    np.testing.assert_allclose(y, [0.6, 0.2, 0.2], rtol=1e-14)
    assert loss == pytest.approx(-np.log(0.6), rel=1e-14)


def independent_loss(W_in, W_out, inputs, targets, negatives, output, correction):
    """As the papers state it, from the weights on; shares no line with ours."""
    h = anp.mean(anp.dot(anp.eye(len(W_in))[list(inputs)], W_in), axis=0)
    s = anp.dot(W_out, h) - correction
    loss = 0.0
    for target, drawn in zip(targets, negatives, strict=True):
        if output == "nce":
            loss = loss - anp.log(1 / (1 + anp.exp(-s[target])))
            for word in drawn:
                loss = loss - anp.log(1 - 1 / (1 + anp.exp(-s[word])))
        else:
            loss = loss - s[target] + anp.log(sum(anp.exp(s[word]) for word in [target, *drawn]))
    return loss


@each_correction
@each_layer
@each_shape
def test_a_whole_update_is_autograds(inputs, targets, negatives, output, corrected):
    model = random_model(output, corrected=corrected)
    p = np.array([30, 12, 9, 5, 3, 1]) ** 0.75
    correction = np.log(3 * p / p.sum()) if corrected else 0.0
    given = (inputs, targets, negatives, output, correction)
    slopes = autograd.grad(independent_loss, (0, 1))(model.W_in, model.W_out, *given)
    expected = model.W_in - 0.3 * slopes[0], model.W_out - 0.3 * slopes[1]
    step = model.step(w2v.Example(inputs, targets), negatives)
    assert step.loss == pytest.approx(independent_loss(model.W_in, model.W_out, *given), abs=1e-12)
    model.apply(step, 0.3)
    np.testing.assert_allclose(model.W_in, expected[0], rtol=0, atol=1e-10)
    np.testing.assert_allclose(model.W_out, expected[1], rtol=0, atol=1e-10)


@each_layer
@each_shape
@pytest.mark.parametrize("seed", range(2))
def test_an_update_follows_the_finite_differences_of_the_loss(
    inputs, targets, negatives, output, seed
):
    model = random_model(output, seed)
    step = model.step(w2v.Example(inputs, targets), negatives)
    for taken, measured in zip(model.gradients(step), finite_differences(model, step), strict=True):
        assert np.linalg.norm(taken - measured) < 1e-7 * np.linalg.norm(measured)


def test_nce_without_its_correction_is_negative_sampling():
    model, plain = (
        random_model("nce", corrected=False),
        w2v.Model(small_vocabulary(), 4, "negative-sampling", 3),
    )
    plain.W_in[:], plain.W_out[:] = model.W_in, model.W_out
    one, other = (each.step(w2v.Example((0,), (1, 2))) for each in (model, plain))
    assert (one.negatives, one.loss) == (other.negatives, other.loss)
    np.testing.assert_array_equal(one.EH, other.EH)


@pytest.mark.filterwarnings("error")
@each_layer
def test_scores_of_ten_thousand_stay_finite_and_silent(output):
    model = random_model(output)
    model.W_in[:], model.W_out[:] = 100, np.array([1, -1, 0, 1, -1, 0])[:, None] * 25
    with np.errstate(all="raise"):
        step = model.step(w2v.Example((0,), (1, 3)), [[0, 2, 4], [1, 5, 3]])
    assert np.isfinite(step.loss) and np.isfinite(step.EH).all()


# Many at a time


def a_layer(name, **settings):
    if name != "negative-sampling":
        return random_model(name, **settings)
    model = w2v.Model(small_vocabulary(), 4, name, 3, target_drawn=settings["target_drawn"])
    model.W_in[:], model.W_out[:] = np.random.default_rng(0).normal(size=(2, 6, 4))
    return model


def lists(*inputs):
    flat = np.array([word for words in inputs for word in words])
    return Lists.of(flat, np.array([len(words) for words in inputs]))


@pytest.mark.parametrize("undivided", [False, True])
@pytest.mark.parametrize("target_drawn", TARGET_DRAWN)
@pytest.mark.parametrize("output", [*LAYERS, "negative-sampling"])
def test_one_at_a_time_the_batch_is_the_step(output, target_drawn, undivided):
    one, other = (a_layer(output, target_drawn=target_drawn) for _ in range(2))
    one.undivided = other.undivided = undivided
    for inputs, target in [((0,), 1), ((2, 2, 4), 0), ((5,), 0), ((1, 3), 0)]:
        step = one.step(w2v.Example(inputs, (target,)))
        one.apply(step, 0.2)
        loss = learn(other, lists(inputs), np.array([target]), 0.2)
        assert loss == pytest.approx(step.loss, rel=1e-12)
    assert one.rng.random() == other.rng.random()
    np.testing.assert_allclose(other.W_in, one.W_in, rtol=0, atol=1e-13)
    np.testing.assert_allclose(other.W_out, one.W_out, rtol=0, atol=1e-13)


@each_layer
def test_a_batch_is_the_sum_of_its_steps_at_the_same_weights(output):
    one, other = (random_model(output) for _ in range(2))
    asked = [((0,), 1), ((2, 2, 4), 0), ((0, 5), 1), ((1,), 1)]
    steps = [one.step(w2v.Example(inputs, (target,))) for inputs, target in asked]
    for step in steps:
        one.apply(step, 0.2)
    targets = np.array([target for _, target in asked])
    loss = learn(other, lists(*(inputs for inputs, _ in asked)), targets, 0.2)
    assert loss == pytest.approx(sum(step.loss for step in steps), rel=1e-12)
    np.testing.assert_allclose(other.W_in, one.W_in, rtol=0, atol=1e-13)
    np.testing.assert_allclose(other.W_out, one.W_out, rtol=0, atol=1e-13)


def test_redrawn_words_are_others_and_skipped_ones_do_not_count():
    targets = np.zeros(2_000, int)
    for way in TARGET_DRAWN:
        layer = NCE(w2v.Noise([3, 2, 1], 1), 2, way)
        words, used = draw(layer, targets, np.random.default_rng(0))
        assert used[:, 0].all()
        assert (words == 0).any() == (way != "redraw")
        assert used[:, 1:][words == 0].any() == (way == "keep")
        assert used[:, 1:][words != 0].all()


def test_among_few_words_fewer_examples_are_taken_at_the_same_weights():
    many = w2v.Vocabulary([str(i) for i in range(500)], [1] * 500)
    assert _batch(sampled_model(many)) == 64
    assert _batch(sampled_model(small_vocabulary(), negative=5)) < 8


# What they must learn: every draw there is, weighed by how likely it is


def expected_errors(layer, u, P, k):
    """The mean error at each word's row: over all targets and all k draws, each by its chance."""
    q, mean = layer.noise.p, np.zeros(len(P))
    for target, *drawn in itertools.product(range(len(P)), repeat=1 + k):
        chance = P[target] * q[drawn].prod()
        negatives = [word for word in drawn if layer.target_drawn == "keep" or word != target]
        rows, t = layer.lines(target, tuple(negatives))
        y, _ = layer.predict(u[rows], t, rows)
        np.add.at(mean, rows, chance * (y - t))
    return mean


P = np.array([0.5, 0.3, 0.15, 0.05])


@each_layer
@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize("exponent", [0, 0.75, 1])
def test_at_log_P_nothing_pulls_any_more(output, k, exponent):
    layer = LAYERS[output](w2v.Noise([4, 9, 2, 5], exponent), k)
    np.testing.assert_allclose(expected_errors(layer, np.log(P), P, k), 0, atol=1e-15)


def test_sampled_softmax_knows_its_scores_but_for_a_constant_and_nce_knows_that_too():
    noise, k = w2v.Noise([4, 9, 2, 5], 1), 2
    moved = np.log(P) + 0.7
    np.testing.assert_allclose(
        expected_errors(SampledSoftmax(noise, k), moved, P, k), 0, atol=1e-15
    )
    assert np.abs(expected_errors(NCE(noise, k), moved, P, k)).max() > 0.1


def test_without_the_correction_the_score_is_log_P_over_q():
    noise, k = w2v.Noise([4, 9, 2, 5], 1), 3
    u = np.log(P / noise.p)
    uncorrected = SampledSoftmax(noise, k, corrected=False)
    np.testing.assert_allclose(expected_errors(uncorrected, u, P, k), 0, atol=1e-15)
    nearly = NCE(noise, k, corrected=False)  # negative sampling: less log k, too
    np.testing.assert_allclose(expected_errors(nearly, u - np.log(k), P, k), 0, atol=1e-15)


@each_layer
def test_leaving_accidental_hits_out_moves_the_answer(output):
    layer = LAYERS[output](w2v.Noise([4, 9, 2, 5], 1), 3, "skip")
    assert np.abs(expected_errors(layer, np.log(P), P, 3)).max() > 0.01


# What they do learn


@pytest.fixture(scope="module")
def topics():
    sentences = w2v.toy_sentences("topics", "en")[:2_000]
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    counts = w2v.cooccurrence(sentences, vocabulary).astype(float)
    return sentences, vocabulary, Aim(counts, vocabulary.counts / vocabulary.counts.sum(), 5)


def trained(topics, output, corrected=True):
    sentences, vocabulary, _ = topics
    model = sampled_model(vocabulary, 20, output, ns_exponent=1, corrected=corrected)
    list(text_passes(model, sentences, window=2, epochs=2, learning_rate=0.15))
    return learned(model), model.output.noise.p


def centred(topics, scores):
    """Scores less their mean of each row, by P: what a softmax cannot see is taken away."""
    P = topics[2].P
    return scores - (P * scores).sum(axis=1, keepdims=True)


def rms(scores):
    return np.sqrt((scores**2).mean())


def test_nce_learns_log_P_and_its_rows_sum_to_1_of_themselves(topics):
    u, _ = trained(topics, "nce")
    assert np.exp(u).sum(axis=1).mean() == pytest.approx(1, abs=0.02)
    assert rms(u - np.log(topics[2].P)) < 0.2
    assert topics[2].nats_from_P(np.exp(u)) < 0.01


def test_sampled_softmax_learns_P_with_its_correction_and_P_over_q_without(topics):
    aim = topics[2]
    u, q = trained(topics, "sampled-softmax")
    bare, _ = trained(topics, "sampled-softmax", corrected=False)
    assert aim.nats_from_P(np.exp(u)) < 0.01
    assert 0.2 < aim.nats_from_P(np.exp(bare)) < 0.4
    assert rms(centred(topics, u - np.log(aim.P))) < 0.2
    assert rms(centred(topics, bare - np.log(aim.P / q))) < 0.2
    assert rms(centred(topics, bare - np.log(aim.P))) > 0.8


# As fit has it


@pytest.mark.parametrize("relative", [nce, sampled_softmax])
@pytest.mark.parametrize("architecture", ["skip-gram", "cbow"])
def test_vectors_come_out_and_are_the_same_again(relative, architecture):
    sentences = w2v.toy_sentences("grammar", "en")[:300]
    settings = dict(vector_size=8, window=2, min_count=2, epochs=2, architecture=architecture)
    one, same, other = (relative(sentences, seed=seed, **settings) for seed in (0, 0, 1))
    assert one.words == w2v.Vocabulary.from_sentences(sentences, 2).words
    assert one.matrix.shape == (len(one.words), 8)
    np.testing.assert_array_equal(one.matrix, same.matrix)
    assert (one.matrix != other.matrix).any()


@each_layer
def test_the_loss_falls(output):
    sentences = w2v.toy_sentences("grammar", "en")
    model = sampled_model(w2v.Vocabulary.from_sentences(sentences), 10, output)
    losses = list(text_passes(model, sentences, window=2, epochs=3, learning_rate=0.1))
    assert losses == sorted(losses, reverse=True) and losses[-1] < 0.8 * losses[0]


def test_P_of_a_word_is_read_from_the_scores():
    for output in LAYERS:
        model = random_model(output)
        P = model.probabilities("w0")
        assert model.probability("w3", "w0") == P[3]
        scores = np.exp(model.scores("w0"))
        expected = scores if output == "nce" else scores / scores.sum()
        np.testing.assert_allclose(P, expected, rtol=1e-12)


def attempts():
    sentences = [["the", "king", "rules"]] * 5
    return {
        "sentences_are_text": lambda: nce("the king"),
        "min_count_too_high": lambda: nce(sentences, min_count=6),
        "no_examples": lambda: nce([["king"]] * 9),
        "not_a_count": lambda: sampled_softmax(sentences, epochs=0),
        "not_a_number": lambda: nce(sentences, ns_exponent="3/4"),
        "unknown_choice": lambda: nce(sentences, architecture="next-word"),
        "no_learning_rate": lambda: nce(sentences, learning_rate="high"),
        "not_a_sample": lambda: nce(sentences, sample=-1),
        "vector_not_finite": lambda: nce(sentences, sample=0, learning_rate=1e9),
        "no_engine": lambda: list(
            text_passes(w2v.Model(w2v.Vocabulary.from_sentences(sentences)), sentences)
        ),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", attempts())
def test_bad_input_is_named(key, language):
    check_named(attempts(), key, language)


@pytest.mark.parametrize("output", ["softmax", "negative-sampling", None])
def test_another_layer_is_refused(output):
    with pytest.raises(w2v.W2VError, match="nce, sampled-softmax"):
        sampled_model(small_vocabulary(), output=output)
