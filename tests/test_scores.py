"""Where the scores of negative sampling come to: the formula, the training, the rank."""

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab.engine import slices
from w2v_lab.noise import TARGET_DRAWN
from w2v_lab.scores import Aim, Cloud, clouds, learned

each_way = pytest.mark.parametrize("target_drawn", TARGET_DRAWN)
each_exponent = pytest.mark.parametrize("exponent", [1, 0.75])


@pytest.fixture(scope="module")
def topics():
    sentences = w2v.toy_sentences("topics", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    return sentences, vocabulary, w2v.cooccurrence(sentences, vocabulary)


def sampler(vocabulary, N=20, exponent=1.0, target_drawn="keep", negative=5, seed=0):
    return w2v.Model(
        vocabulary, N, "negative-sampling", negative, exponent, seed=seed, target_drawn=target_drawn
    )


@pytest.fixture(scope="module")
def trained(topics):
    """The end of training, with exponent 1 and nothing skipped, for 20, 5 and 2 dimensions."""
    sentences, vocabulary, _ = topics
    return {N: last(clouds(sampler(vocabulary, N), sentences, frames=2)) for N in (20, 5, 2)}


def last(run):
    *_, cloud = run
    return cloud


def aim_by_hand(target_drawn="keep"):
    """Two words, of which word 0 meets itself once and the other three times."""
    return Aim(np.array([[1.0, 3], [3, 0]]), np.array([0.25, 0.75]), 2, target_drawn)


# The formula


def test_the_formula_by_hand():
    u = aim_by_hand().scores
    assert u[0, 0] == pytest.approx(np.log(0.25 / (2 * 0.25)))
    assert u[0, 1] == pytest.approx(np.log(0.75 / (2 * 0.75)))
    assert u[1, 0] == pytest.approx(np.log(1 / (2 * 0.25)))
    assert np.isneginf(u[1, 1])
    skip, redraw = (aim_by_hand(way) for way in ("skip", "redraw"))
    np.testing.assert_allclose(skip.noise, [[0.25 * 0.75, 0.75 * 0.25], [0, 0.75]])
    # redrawn until it is the other word: as often as the target is this one
    np.testing.assert_allclose(redraw.noise, [[0.75, 0.25], [0, 1]])


@each_way
def test_the_noise_is_as_often_drawn_as_it_says(target_drawn):
    rng, q, P = np.random.default_rng(1), w2v.Noise([5, 3, 2], 1), [0.5, 0.3, 0.2]
    aim = Aim(np.outer([1, 1, 1], P), q.p, 4, target_drawn)
    tally = np.zeros(3)
    for target in rng.choice(3, size=20_000, p=P):
        for draw in q.draws(target, 1, rng, target_drawn):
            tally[draw.word] += draw.used
    np.testing.assert_allclose(aim.noise[0], tally / 20_000, atol=0.01)


@each_way
@each_exponent
def test_at_the_formula_the_loss_is_flat_in_every_score(topics, target_drawn, exponent):
    aim = Aim.of(sampler(topics[1], exponent=exponent, target_drawn=target_drawn), topics[2])
    width, least = 1e-3, aim.loss(aim.scores)
    for place in [(0, 0), (3, 7), (19, 2)]:
        moved = [aim.scores.copy() for _ in range(2)]
        for scores, step in zip(moved, (width, -width), strict=True):
            scores[place] += step
        above, below = map(aim.loss, moved)
        assert min(above, below) > least
        assert above - below == pytest.approx(0, abs=1e-3 * (above - least))


@each_way
def test_the_loss_is_that_of_the_steps_on_average(topics, target_drawn):
    """A whole text of steps, each with its own draws, beside the loss with no draw in it."""
    sentences, vocabulary, _ = topics
    model = sampler(vocabulary, target_drawn=target_drawn)
    rng = np.random.default_rng(0)
    model.W_in[:], model.W_out[:] = rng.normal(size=(2, 20, 20)) / 2
    some = sentences[:300]
    examples = list(w2v.examples(some, vocabulary))
    pairs = sum(len(example.targets) for example in examples)
    mean = sum(model.step(example).loss for example in examples) / pairs
    aim = Aim.of(model, w2v.cooccurrence(some, vocabulary))
    assert mean == pytest.approx(aim.loss(learned(model)), rel=0.01)


def test_pmi_less_log_k_is_the_formula_for_plain_frequencies():
    counts = np.array([[4.0, 2, 1], [2, 6, 3], [1, 3, 2]])
    aim = Aim(counts, counts.sum(axis=0) / counts.sum(), 5)
    np.testing.assert_allclose(aim.scores, w2v.pmi(counts) - np.log(5), atol=1e-14)
    np.testing.assert_allclose(aim.scores, aim.shifted_pmi, atol=1e-14)


@each_way
@each_exponent
def test_read_back_through_the_formula_P_comes_out_to_the_digit(topics, target_drawn, exponent):
    aim = Aim.of(sampler(topics[1], exponent=exponent, target_drawn=target_drawn), topics[2])
    np.testing.assert_allclose(aim.read_back(aim.scores), aim.P, atol=1e-15)
    assert aim.nats_from_P(aim.P) == pytest.approx(0, abs=1e-15)


# Training


@each_way
@each_exponent
def test_training_comes_to_its_own_formula_and_to_pmi_only_where_that_is_right(
    topics, trained, target_drawn, exponent
):
    sentences, vocabulary, _ = topics
    plain = exponent == 1 and target_drawn == "keep"
    model = sampler(vocabulary, exponent=exponent, target_drawn=target_drawn)
    cloud = trained[20] if plain else last(clouds(model, sentences, frames=2))
    assert cloud.rmse < 0.06
    assert (cloud.rmse_of_pmi < 0.06) == plain
    if not plain:
        assert cloud.rmse_of_pmi > 1.5 * cloud.rmse
    assert cloud.aim.nats_from_P(cloud.aim.read_back(cloud.u)) < 0.001
    np.testing.assert_allclose(cloud.row_sums, 1, atol=0.03)


def test_read_as_a_softmax_it_is_worse_than_the_mere_frequencies(topics, trained):
    """So negative sampling is no approximation of softmax; and P comes out all the same."""
    vocabulary, cloud = topics[1], trained[20]
    frequencies = np.broadcast_to(vocabulary.counts / vocabulary.counts.sum(), (20, 20))
    as_softmax = cloud.aim.nats_from_P(np.exp(cloud.u))
    assert as_softmax == pytest.approx(0.344, abs=0.01)
    assert cloud.aim.nats_from_P(frequencies) == pytest.approx(0.084, abs=0.001)


def test_k_moves_the_whole_cloud_by_its_logarithm(topics):
    sentences, vocabulary, _ = topics
    ends = {
        k: last(clouds(sampler(vocabulary, negative=k), sentences, epochs=10, frames=2))
        for k in (1, 10)
    }
    moved = ends[10].u - ends[1].u
    assert moved.mean() == pytest.approx(-np.log(10), abs=0.06)
    assert moved.std() < 0.1


def test_pairs_that_the_text_has_not_sink_without_end():
    sentences = w2v.toy_sentences("grammar", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    run = list(clouds(sampler(vocabulary), sentences, epochs=20, frames=4))
    assert run[-1].aim.seen.mean() == pytest.approx(0.04, abs=0.001)
    sinking = [cloud.unseen for cloud in run]
    assert sinking == sorted(sinking, reverse=True) and sinking[-1] < -6
    assert np.isneginf(run[-1].aim.scores[~run[-1].aim.seen]).all()


def test_a_cloud_plays_from_the_start_to_the_end_and_is_the_same_again(topics):
    sentences, vocabulary, _ = topics
    models = [sampler(vocabulary, 5) for _ in range(2)]
    runs = [list(clouds(model, sentences[:400], epochs=2, frames=9)) for model in models]
    epochs = [cloud.epoch for cloud in runs[0]]
    assert epochs[0] == 0 and epochs[-1] == 2 and epochs == sorted(set(epochs))
    assert len(epochs) == 9 and not runs[0][0].u.any()
    for one, other in zip(*runs, strict=True):
        np.testing.assert_array_equal(one.u, other.u)
    np.testing.assert_array_equal(runs[0][-1].u, learned(models[0]))


def test_a_cloud_is_of_the_very_run_that_the_engine_makes(topics):
    """In one part the run is the engine's; in many, each sentence is read as often."""
    sentences, vocabulary, _ = topics
    plain, played = (sampler(vocabulary, 5) for _ in range(2))
    for _ in slices(plain, sentences[:400], "skip-gram", 2, 1, 0.05, 0.01):
        pass
    cloud = last(clouds(played, sentences[:400], 2, 1, 0.05, 0.01, frames=2))
    np.testing.assert_array_equal(cloud.u, learned(plain))


def test_a_picked_pair_adds_up(topics):
    sentences, vocabulary, _ = topics
    cloud = last(clouds(sampler(vocabulary, 5, 0.75, "skip"), sentences[:500], epochs=1, frames=2))
    pair = cloud.pair(3, 7)
    assert pair.formula == pytest.approx(np.log(pair.count / pair.of / pair.noise / pair.k))
    assert pair.score == cloud.u[3, 7]
    assert (pair.P, pair.k) == (pair.count / pair.of, 5)
    assert pair.shifted_pmi == cloud.aim.shifted_pmi[3, 7]


def test_the_scores_are_those_of_the_model(topics):
    model = sampler(topics[1], 5)
    model.W_out[:] = np.random.default_rng(0).normal(size=(20, 5))
    cloud = Cloud.of(model, topics[2])
    for w in (0, 7):
        np.testing.assert_allclose(cloud.u[w], model.scores(w), atol=1e-15)


# How far N dimensions can go


def test_as_many_dimensions_as_words_reach_the_formula(topics):
    aim = Aim.of(sampler(topics[1]), topics[2])
    np.testing.assert_allclose(aim.of_rank(20), aim.scores, atol=1e-12)


def test_no_step_away_from_the_best_of_its_rank_lowers_the_loss(topics):
    """The slopes in both factors are 0: what is left of the slope is at right angles to both."""
    aim = Aim.of(sampler(topics[1]), topics[2])
    u = aim.of_rank(5)
    assert np.linalg.matrix_rank(u, tol=1e-8) == 5
    width, slope = 1e-5, np.zeros_like(u)
    for place in np.ndindex(u.shape):
        step = np.zeros_like(u)
        step[place] = width
        slope[place] = (aim.loss(u + step) - aim.loss(u - step)) / (2 * width)
    left, _, right = np.linalg.svd(u)
    assert np.abs(left[:, :5].T @ slope).max() < 1e-6
    assert np.abs(slope @ right[:5].T).max() < 1e-6
    assert np.abs(slope).max() > 1e-5  # and not because nothing is left to gain


@pytest.mark.parametrize(("N", "floor"), [(2, 0.353), (5, 0.069)])
def test_training_comes_to_the_best_of_its_rank_and_no_further(trained, N, floor):
    cloud = trained[N]
    best = Cloud(0, cloud.aim.of_rank(N), cloud.aim)
    assert best.rmse == pytest.approx(floor, abs=0.001)
    assert cloud.rmse == pytest.approx(best.rmse, abs=0.01)
    assert cloud.aim.loss(best.u) < cloud.aim.loss(cloud.u) < cloud.aim.loss(best.u) + 0.001


# Bad input


def test_only_negative_sampling_has_an_aim(topics):
    _, vocabulary, counts = topics
    with pytest.raises(w2v.W2VError) as caught:
        Aim.of(w2v.Model(vocabulary), counts)
    assert caught.value.key == "no_aim"


@pytest.mark.parametrize("counts", [None, [[1]], np.zeros((20, 20)), -np.ones((20, 20))])
def test_counts_of_another_vocabulary_are_refused(topics, counts):
    with pytest.raises(w2v.W2VError) as caught:
        Aim.of(sampler(topics[1]), counts)
    assert caught.value.key == "not_pair_counts"


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("no_examples", {"sentences": [["wave"], ["unheard", "of"]]}),
        ("sentences_are_text", {"sentences": "wave ship"}),
        ("not_a_count", {"epochs": 0}),
        ("not_a_count", {"frames": 1}),
        ("not_a_count", {"window": 0}),
        ("not_a_rate", {"learning_rate": -1}),
    ],
)
def test_a_cloud_of_nothing_is_refused(topics, key, change):
    settings = {"sentences": topics[0][:9], **change}
    with pytest.raises(w2v.W2VError) as caught:
        list(clouds(sampler(topics[1]), **settings))
    assert caught.value.key == key
