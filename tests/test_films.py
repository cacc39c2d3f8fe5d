"""Films: what is seen of a run through time, held to the recording it was made from."""

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import evaluation, explore
from w2v_lab.films import Film, films, spread_out
from w2v_lab.vectors import Vectors

SENTENCES = w2v.toy_sentences("plane", "en")
VOCABULARY = w2v.Vocabulary.from_sentences(SENTENCES)
QUESTIONS = w2v.toy_analogies("plane", "en")
RUN = list(w2v.examples(SENTENCES, VOCABULARY, window=5))


def recorded(N=3, seed=0, epochs=8, rate=0.2, **settings):
    model = w2v.Model(VOCABULARY, N, seed=seed, **settings)
    return w2v.record(model, RUN, epochs=epochs, learning_rate=rate)


@pytest.fixture(scope="module")
def recording():
    return recorded()


@pytest.fixture(scope="module")
def film(recording):
    return Film.of(recording)


def test_a_film_shows_the_kept_moments_of_its_recording(recording, film):
    total = len(recording.losses)
    assert film.moments[0] == 0 and film.moments[-1] == total
    assert (np.diff(film.moments) > 0).all()
    for place in (0, 1, 40, -1):
        k = film.moments[place]
        np.testing.assert_array_equal(film.W_in[place], recording.W_in_at(k))
        np.testing.assert_array_equal(film.W_out[place], recording.W_out_at(k))
    k, around = film.moments[60], max(1, total // 100)
    assert film.loss[60] == recording.losses[k - around : k + around].mean()


def test_the_steps_of_a_film_are_those_about_to_be_taken(recording, film):
    kept = dict(zip(recording.numbers, recording.steps, strict=True))
    for moment, taken in zip(film.moments[:-1], film.steps[:-1], strict=True):
        assert taken[0] is kept[moment] and taken[1] == 0.2
    assert film.steps[-1] is None


def test_a_thinned_film_keeps_both_ends(film):
    few = film.thinned(7)
    assert len(few.moments) == len(few.W_in) == len(few.loss) == len(few.steps) == 7
    assert few.moments[0] == 0 and few.moments[-1] == film.moments[-1]


@pytest.mark.parametrize(("count", "most"), [(1, 5), (5, 5), (6, 5), (200, 120), (1000, 2)])
def test_places_are_spread_out_with_both_ends(count, most):
    places = spread_out(count, most)
    assert places == sorted(set(places)) and len(places) == min(count, most)
    assert places[0] == 0 and places[-1] == count - 1


def check_story(lib):
    """Neighbours in all dimensions, and the changes that the next update really makes."""
    vocabulary = lib.Vocabulary.from_sentences(SENTENCES)
    run = list(lib.examples(SENTENCES, vocabulary, window=5))
    recording = lib.record(lib.Model(vocabulary, 3), run, epochs=2, learning_rate=0.2)
    film = lib.films.Film.of(recording)
    row = vocabulary.id("king")
    story = film.story("king")
    for place, (k, following) in enumerate(zip(film.moments, film.moments[1:], strict=False)):
        W_in, W_out = recording.W_in_at(k), recording.W_out_at(k)
        cosine = W_in @ W_in[row] / np.linalg.norm(W_in, axis=1) / np.linalg.norm(W_in[row])
        cosine[row] = -np.inf
        np.testing.assert_array_equal(story.rows[place], np.argsort(-cosine)[:5])
        np.testing.assert_allclose(story.cosines[place], np.sort(-cosine)[:5] * -1)
        assert story.length[place] == pytest.approx(np.linalg.norm(W_in[row]))
        if following == k + 1:
            moved_in = recording.W_in_at(k + 1)[row] - W_in[row]
            moved_out = recording.W_out_at(k + 1)[row] - W_out[row]
            assert story.moved_in[place] == pytest.approx(np.linalg.norm(moved_in), abs=1e-12)
            assert story.moved_out[place] == pytest.approx(np.linalg.norm(moved_out), abs=1e-12)
        step = film.steps[place][0]
        targets = step.example.targets
        errors = sum(y[row] - (target == row) for y, target in zip(step.y, targets, strict=True))
        assert story.error[place] == pytest.approx(errors)
    assert np.isnan(story.moved_in[-1]) and np.isnan(story.error[-1])


def test_a_story_is_measured_in_all_dimensions():
    check_story(w2v)


def test_cbow_and_its_undivided_update_move_inputs_as_they_do():
    run = list(w2v.examples(SENTENCES, VOCABULARY, "cbow", window=5))
    for undivided in (False, True):
        model = w2v.Model(VOCABULARY, 3, undivided=undivided)
        recording = w2v.record(model, run, epochs=3, learning_rate=0.2)
        film = Film.of(recording)
        place = next(p for p in range(30, 90) if film.moments[p + 1] == film.moments[p] + 1)
        row, k = film.steps[place][0].example.inputs[0], film.moments[place]
        moved = np.linalg.norm(recording.W_in_at(k + 1)[row] - recording.W_in_at(k)[row])
        word = VOCABULARY.words[row]
        assert film.story(word).moved_in[place] == pytest.approx(moved, abs=1e-12)


def test_without_steps_a_story_tells_of_the_way_to_the_next_moment():
    film = Film.shot(w2v.Model(VOCABULARY, 3), SENTENCES, window=5, epochs=10, learning_rate=0.2)
    story = film.story("king")
    row = VOCABULARY.id("king")
    ways = np.linalg.norm(np.diff(film.W_in[:, row], axis=0), axis=1)
    np.testing.assert_allclose(story.moved_in[:-1], ways)
    assert np.isnan(story.error).all() and np.isnan(story.moved_in[-1])


def check_procrustes(lib):
    """A turned and mirrored copy comes back; lengths and products stay."""
    rng = np.random.default_rng(0)
    fixed = rng.normal(size=(12, 4))
    turn, _ = np.linalg.qr(rng.normal(size=(4, 4)))
    found = lib.explore.procrustes(fixed @ turn, fixed)
    np.testing.assert_allclose(found @ found.T, np.eye(4), atol=1e-12)
    np.testing.assert_allclose(fixed @ turn @ found, fixed, atol=1e-12)


def test_procrustes_turns_a_copy_back():
    check_procrustes(w2v)


def test_no_other_turn_brings_it_nearer():
    rng = np.random.default_rng(1)
    moving, fixed = rng.normal(size=(2, 9, 3))
    best = np.linalg.norm(moving @ explore.procrustes(moving, fixed) - fixed)
    for _ in range(200):
        turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
        assert np.linalg.norm(moving @ turn - fixed) >= best - 1e-12


def check_turned(lib):
    """A second run is turned: nearer to the first, its scores and angles as they were."""
    vocabulary = lib.Vocabulary.from_sentences(SENTENCES)
    run = list(lib.examples(SENTENCES, vocabulary, window=5))
    recording, other = (
        lib.record(lib.Model(vocabulary, 3, seed=seed), run, epochs=8, learning_rate=0.2)
        for seed in (0, 1)
    )
    first, second = lib.films.films([recording, other])
    plain = lib.films.Film.of(other)
    np.testing.assert_allclose(
        second.W_in[-1] @ second.W_out[-1].T, plain.W_in[-1] @ plain.W_out[-1].T, atol=1e-12
    )
    np.testing.assert_allclose(explore.cosines(second.W_in[-1]), explore.cosines(plain.W_in[-1]))
    apart = [np.linalg.norm(film.W_in[-1] - first.W_in[-1]) for film in (second, plain)]
    assert apart[0] < apart[1]


def test_a_second_run_is_turned_and_its_scores_stay():
    check_turned(w2v)


def test_runs_of_different_dimensions_lie_in_the_larger_space(recording):
    first, second = films([recording, recorded(N=5)])
    assert first.W_in.shape[2] == second.W_in.shape[2] == 5
    assert not first.W_in[..., 3:].any()
    np.testing.assert_array_equal(first.W_in[..., :3], Film.of(recording).W_in)


def test_runs_over_different_words_are_refused(recording):
    other = w2v.Vocabulary.from_sentences([["a", "b", "c"]])
    run = list(w2v.examples([["a", "b", "c"]], other))
    with pytest.raises(w2v.W2VError):
        films([recording, w2v.record(w2v.Model(other, 3), run)])


def check_cameras(lib):
    """What a camera shows of the spread is the variance in its plane."""
    end = np.random.default_rng(0).normal(size=(15, 4)) * [1, 2, 3, 4] + 5
    camera = lib.explore.Camera.facing(end)
    assert camera.seen(end) == pytest.approx(camera.share)
    along = lib.explore.Camera.along(end, 0, 2)
    variance = end.var(axis=0)
    assert along.share == pytest.approx((variance[0] + variance[2]) / variance.sum())
    assert along.seen(end) == pytest.approx(along.share)
    np.testing.assert_array_equal(along.view(end), end[:, [0, 2]])


def test_the_share_of_a_camera_is_that_of_the_variance():
    check_cameras(w2v)


def test_a_camera_may_face_some_words(film):
    rows = [VOCABULARY.id(word) for word in QUESTIONS["gender"][0]]
    camera = film.camera("input", rows=rows)
    assert camera.seen(film.W_in[-1][rows]) == pytest.approx(camera.share)
    assert camera.seen(film.W_in[-1][rows]) >= film.camera("input").seen(film.W_in[-1][rows])


def test_together_the_input_vectors_come_first(film):
    both = film.matrix("together", -1)
    np.testing.assert_array_equal(both[: len(VOCABULARY)], film.W_in[-1])
    np.testing.assert_array_equal(both[len(VOCABULARY) :], film.W_out[-1])


def check_settled(lib):
    """From its moment on a word stays near its end, and before it did not."""
    vocabulary = lib.Vocabulary.from_sentences(SENTENCES)
    run = list(lib.examples(SENTENCES, vocabulary, window=5))
    recording = lib.record(lib.Model(vocabulary, 3), run, epochs=8, learning_rate=0.2)
    film = lib.films.Film.of(recording)
    settled = film.settled()
    end = film.W_in[-1] / np.linalg.norm(film.W_in[-1], axis=1, keepdims=True)
    for row, place in enumerate(settled):
        points = film.W_in[:, row] / np.linalg.norm(film.W_in[:, row], axis=1, keepdims=True)
        cosine = points @ end[row]
        assert (cosine[place:] >= 0.95).all()
        assert place == 0 or cosine[place - 1] < 0.95


def test_a_word_has_settled_when_it_points_where_it_ends():
    check_settled(w2v)


def test_the_scores_are_those_of_the_scorecard(film):
    scores = film.scores(QUESTIONS)["gender"]
    for place in (0, -1):
        vectors = Vectors(VOCABULARY.words, film.W_in[place])
        assert scores[place] == evaluation.scorecard(vectors, QUESTIONS)["gender"].accuracy


def check_pair(lib):
    """Angle, distance and lengths of two words."""
    vocabulary = lib.Vocabulary.from_sentences(SENTENCES)
    film = lib.films.Film.shot(lib.Model(vocabulary, 3), SENTENCES, window=5, epochs=9, most=4)
    pair = film.pair("king", "queen")
    a, b = film.W_in[-1][[vocabulary.id("king"), vocabulary.id("queen")]]
    cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    assert pair.cosine[-1] == pytest.approx(cosine)
    assert pair.angle[-1] == pytest.approx(np.degrees(np.arccos(cosine)))
    assert pair.distance[-1] == pytest.approx(np.linalg.norm(a - b))
    assert pair.first[-1] == pytest.approx(np.linalg.norm(a))
    assert pair.second[-1] == pytest.approx(np.linalg.norm(b))


def test_a_pair_through_time():
    check_pair(w2v)


def test_an_exploded_run_can_still_be_filmed():
    with np.errstate(all="ignore"):
        recording = recorded(rate=5.0)
        film = Film.of(recording)
        assert not np.isfinite(film.W_in[-1]).all()
        assert np.isfinite(film.W_in[film.last_finite]).all()
        assert np.isfinite(film.camera("input").directions).all()
        film.story("king"), film.settled(), film.scores(QUESTIONS), film.pair("king", "queen")
        first, second = films([recorded(), recording])
    assert np.isfinite(first.W_in).all() and second.last_finite == film.last_finite


def test_hierarchical_softmax_has_no_output_words():
    film = Film.of(recorded(output="hierarchical-softmax"))
    assert not film.has_output_words
    assert np.isnan(film.story("king").error).all()


# What the engine shoots


def check_shot(lib):
    """The moments end with the run; a compiled shot ends where training by hand does."""
    vocabulary = lib.Vocabulary.from_sentences(SENTENCES)
    model = lib.Model(vocabulary, 3)
    film = lib.films.Film.shot(model, SENTENCES, window=5, epochs=3, learning_rate=0.01, most=9)
    assert film.moments[0] == 0 and film.moments[-1] == 3 * len(RUN)
    assert len(film.moments) == 9 and (np.diff(film.moments) > 0).all()
    one_by_one = lib.Model(vocabulary, 3)
    for _ in range(3):
        for _ in lib.engine.slices(one_by_one, SENTENCES, "skip-gram", 5, 1, 0.01, road="numpy"):
            pass
    way = np.abs(one_by_one.W_out).max()  # in batches of another size it is nearly the same
    assert np.abs(film.W_out[-1] - one_by_one.W_out).max() < 0.05 * way
    np.testing.assert_array_equal(film.W_in[-1], model.W_in)
    assert film.loss[-1] < film.loss[0]


def test_a_shot_film_ends_with_the_model():
    check_shot(w2v)


def test_a_compiled_shot_is_the_run_of_the_plain_loop():
    pytest.importorskip("numba")
    one, other = w2v.Model(VOCABULARY, 3), w2v.Model(VOCABULARY, 3)
    Film.shot(one, SENTENCES, window=5, epochs=3, learning_rate=0.1, road="compiled")
    w2v.train(other, RUN, epochs=3, learning_rate=0.1)
    np.testing.assert_allclose(one.W_in, other.W_in, atol=1e-9)


def test_numpy_never_takes_a_sentence_twice_at_once():
    """Many rounds through two sentences: summed at the same weights they would explode."""
    sentences = w2v.toy_sentences("article", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    model = w2v.Model(vocabulary, 5)
    film = Film.shot(model, sentences, window=3, epochs=200, learning_rate=0.05, most=4)
    assert np.isfinite(film.W_in).all() and np.abs(film.W_in).max() < 5


def test_the_grammar_is_learned_in_a_film():
    sentences = w2v.toy_sentences("grammar", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    model = w2v.Model(vocabulary, 20, output="negative-sampling")
    film = Film.shot(model, sentences, window=5, epochs=20, learning_rate=0.05)
    scores = film.scores(w2v.toy_analogies("grammar", "en"))
    assert {kind: found[-1] for kind, found in scores.items()} == dict.fromkeys(scores, 1.0)
    assert all(found[0] < 0.2 for found in scores.values())
    assert film.moments[-1] == 160_000
