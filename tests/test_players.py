"""The player, the window slider, the dials and the arrows on Python's side."""

import json

import numpy as np
import pytest
from test_widgets import ask

import w2v_lab as w2v
from w2v_lab.explore import analogy_point, nearest, unit
from w2v_lab.films import Film
from w2v_lab.widgets import AnalogyArrows, TrainingPlayer, TwoDials, WindowSlider
from w2v_lab.widgets.kit.trace import NO_NUMBER, Trace
from w2v_lab.widgets.training_player.frame import moments_for
from w2v_lab.widgets.window_slider.frame import SAMPLES

SENTENCES = w2v.toy_sentences("plane", "en")
VOCABULARY = w2v.Vocabulary.from_sentences(SENTENCES)
RUN = list(w2v.examples(SENTENCES, VOCABULARY, window=5))
QUESTIONS = w2v.toy_analogies("plane", "en")


def recorded(N=3, seed=0, rate=0.2):
    with np.errstate(all="ignore"):
        model = w2v.Model(VOCABULARY, N, seed=seed)
        return w2v.record(model, RUN, epochs=10, learning_rate=rate)


@pytest.fixture(scope="module")
def recording():
    return recorded()


def unpacked(facts, numbers):
    """The arrays as the page reads them: float64, or multiples of a step in 16 bits."""
    arrays = {}
    for name, at in facts["arrays"].items():
        size = int(np.prod(at["shape"]))
        kind = "<i2" if "step" in at else "<f8"
        data = np.frombuffer(numbers, kind, size, 8 * at["offset"]).reshape(at["shape"])
        if "step" in at:
            data = np.where(data == NO_NUMBER, np.nan, data * at["step"])
        arrays[name] = data
    return arrays


def shown(widget):
    return unpacked(json.loads(json.dumps(widget.trace)), widget.numbers)


def answered(widget, **content):
    """The arrays of what is sent on request, and the facts."""
    reply, buffers = widget.session.hear({"request": "1", **content})
    assert "error" not in reply
    if "trace" not in reply:  # what Python holds has changed, and is sent to every view
        return shown(widget), json.loads(json.dumps(widget.trace))
    facts = json.loads(json.dumps(reply["trace"]))
    return unpacked(facts, buffers[0]), facts


# 16 bits for what is drawn


def test_what_is_drawn_travels_in_16_bits_and_numbers_whole():
    rng = np.random.default_rng(0)
    drawn = rng.normal(size=(7, 3))
    drawn[2, 1] = np.nan
    exact = rng.normal(size=5)
    facts, data = Trace(
        {}, {"exact": exact}, {"drawn": drawn, "nothing": np.zeros((3, 1))}
    ).packed()
    found = unpacked(facts, data)
    np.testing.assert_array_equal(found["exact"], exact)
    np.testing.assert_allclose(found["drawn"], drawn, atol=np.nanmax(np.abs(drawn)) / 65000)
    assert np.isnan(found["drawn"][2, 1]) and not found["nothing"].any()
    assert all(at["offset"] * 8 <= len(data) for at in facts["arrays"].values())


# The player


def test_every_number_of_the_player_is_the_films(recording):
    player = TrainingPlayer(recording, word="king")
    film = player.films[0]
    arrays = shown(player)
    np.testing.assert_array_equal(arrays["loss_1"], film.loss)
    row, story = VOCABULARY.id("king"), film.story("king")
    np.testing.assert_array_equal(arrays[f"{row}/cosine_1"], story.cosines)
    np.testing.assert_array_equal(np.round(arrays[f"{row}/near_1"]), story.rows)
    for name in ("length", "moved_in", "moved_out", "error"):
        np.testing.assert_array_equal(arrays[f"{row}/{name}_1"], getattr(story, name))
    for view in ("input", "output", "together"):
        camera = film.camera(view)
        places = film.places(view, camera)
        step = player.trace["arrays"][f"places_{view}_1"]["step"]
        np.testing.assert_allclose(arrays[f"places_{view}_1"], places, atol=step)
        assert arrays[f"share_{view}_1"] == camera.seen(film.matrix(view, -1))
    assert player.trace["moments"] == [film.moments.tolist()]
    example = player.trace["updates"][0][5]
    assert example["inputs"] == list(film.steps[5][0].example.inputs)


def test_a_view_a_story_and_two_dimensions_are_sent_when_asked_for(recording):
    player = TrainingPlayer(recording)
    film = player.films[0]
    arrays, _ = answered(player, view="output", dimensions=[2, 0])
    step = np.abs(film.W_out).max() / 30000
    np.testing.assert_allclose(arrays["places_output:2,0_1"], film.W_out[:, :, [2, 0]], atol=step)
    arrays, facts = answered(player, story=7)
    np.testing.assert_array_equal(arrays["7/cosine_1"], film.story(7).cosines)
    assert facts["stories"] == [7]
    for nonsense in ({"view": "output", "dimensions": [0, 9]}, {"view": "x"}, {"story": 999}, {}):
        assert "error" in ask(player, **nonsense)
    assert "error" in ask(player, view="input", dimensions=[0])


def test_the_leaves_are_the_films(recording):
    player = TrainingPlayer(recording, analogies=QUESTIONS)
    film = player.films[0]
    matrices, facts = answered(player, leaf="matrices")
    place = facts["moments_1"].index(film.moments[-1])
    np.testing.assert_allclose(matrices["W_out_1"][place], film.W_out[-1], atol=1e-3)
    cosines, facts = answered(player, leaf="cosines")
    np.testing.assert_allclose(
        cosines["cosines_1"][-1],
        w2v.explore.cosines(film.W_in[-1])[np.ix_(facts["rows"], facts["rows"])],
        atol=1e-4,
    )
    settling, facts = answered(player, leaf="settling")
    np.testing.assert_array_equal(
        settling["settled_1"], film.moments[film.settled()[facts["rows"]]]
    )
    np.testing.assert_array_equal(settling["count"], VOCABULARY.counts[facts["rows"]])
    scores, facts = answered(player, leaf="analogies")
    np.testing.assert_array_equal(scores["score_1"][0], film.scores(QUESTIONS)["gender"])
    assert facts["kinds"] == ["gender"]


def test_without_questions_there_is_no_scorecard(recording):
    assert "analogies" not in TrainingPlayer(recording).trace["leaves"]
    assert "analogies" in TrainingPlayer(recording, analogies=QUESTIONS).trace["leaves"]


def test_two_runs_lie_alike(recording):
    player = TrainingPlayer(recording, recorded(seed=1), names=("one", "two"))
    assert player.trace["runs"] == ["one", "two"] and player.trace["dimensions"] == [3, 3]
    assert TrainingPlayer(recording, recorded(N=5)).trace["dimensions"] == [3, 5]
    arrays = shown(player)
    one, other = (arrays[f"places_input_{number}"][-1] for number in (1, 2))
    alone = shown(TrainingPlayer(recorded(seed=1)))["places_input_1"][-1]
    assert np.linalg.norm(one - other) < np.linalg.norm(one - alone)
    camera = player.films[0].camera("input")
    assert arrays["share_input_2"] == camera.seen(player.films[1].matrix("input", -1))


def test_an_exploded_run_beside_a_sane_one_does_not_shrink_it(recording):
    player = TrainingPlayer(recording, recorded(rate=20.0))
    arrays = shown(player)
    sane = np.abs(arrays["places_input_1"]).max()
    assert sane > 0.1 * np.nanmax(np.abs(arrays["places_input_2"]))
    assert not np.isfinite(arrays["loss_2"]).all()
    answered(player, leaf="matrices"), answered(player, leaf="cosines")
    answered(player, leaf="settling")


@pytest.mark.parametrize("V", [8, 176, 500, 5000])
@pytest.mark.parametrize("runs", [1, 2])
def test_a_run_is_sent_in_less_than_500_kb(V, runs):
    words = w2v.Vocabulary([f"word{i}" for i in range(V)], list(range(V, 0, -1)))
    model = w2v.Model(words, 10, output="negative-sampling")
    sentences = [[f"word{i}" for i in range(k, k + 8)] for k in range(0, min(V, 400) - 7, 8)]
    film = Film.shot(model, sentences, epochs=20, most=min(120, moments_for(V)))
    player = TrainingPlayer(*[film] * runs)
    assert len(json.dumps(player.trace)) + len(player.numbers) < 500_000
    assert len(player.trace["moments"][0]) >= 6
    for leaf in player.trace["leaves"]:
        trace = player.answer({"leaf": leaf}, [])
        assert len(trace.packed()[1]) < 500_000


def test_the_largest_film_of_a_toy_is_smooth():
    assert moments_for(20) == 120 and moments_for(176) >= 80 and moments_for(500) >= 60


def test_while_a_question_is_open_the_run_stays_out(recording):
    player = TrainingPlayer(recording, predict="another_seed")
    assert player.trace["arrays"] == {} and player.numbers == b""
    assert "trace" not in ask(player, leaf="matrices")
    player.commit("another_seed", "numbers")
    assert "loss_1" in shown(player) and player.right == {"another_seed": False}


def test_hierarchical_softmax_shows_input_vectors_alone():
    model = w2v.Model(VOCABULARY, 3, output="hierarchical-softmax")
    recording = w2v.record(model, RUN, epochs=3, learning_rate=0.2)
    player = TrainingPlayer(recording)
    assert player.trace["views"] == ["input"]
    assert "error" in ask(player, view="output")
    with pytest.raises(w2v.W2VError):
        TrainingPlayer(recording, view="output")


def test_the_player_refuses_what_is_no_run(recording):
    with pytest.raises(w2v.W2VError):
        TrainingPlayer(VOCABULARY)
    with pytest.raises(w2v.UnknownWordError):
        TrainingPlayer(recording, word="nobody")
    other = w2v.Vocabulary.from_sentences([["a", "b"]])
    run = w2v.record(w2v.Model(other), list(w2v.examples([["a", "b"]], other)))
    with pytest.raises(w2v.W2VError):
        TrainingPlayer(recording, run)
    assert len(TrainingPlayer(run).trace["words"]) == 2


# The window slider


@pytest.mark.parametrize("architecture", ["skip-gram", "cbow"])
def test_the_windows_are_those_of_the_library(architecture):
    slider = WindowSlider("a b c d\ne f a b")
    vocabulary = slider.vocabulary
    for window in range(1, 6):
        positions = slider.trace["positions"][f"{window} whole"]
        found = list(w2v.examples(slider.sentences, vocabulary, architecture, window))
        ids = slider.trace["sentences"]
        cut = [
            tuple(tuple(ids[at["sentence"]][place] for place in side) for side in at[architecture])
            for at in positions
        ]
        assert cut == [(e.inputs, e.targets) for e in found]
        name = architecture.replace("-", "_")
        asked = shown(slider)[f"{window} whole/predictions_{name}"]
        np.testing.assert_array_equal(asked, np.cumsum([len(e.targets) for e in found]))


def test_drawn_windows_and_dropped_words_are_the_same_for_both():
    slider = WindowSlider("a b a c a d a e\na f a g a h")
    before = slider.trace["positions"]["3 drawn"]
    assert len({at["reach"] for at in before}) > 1
    _, facts = answered(slider, sample=SAMPLES[2], seed=3)
    assert any(at["dropped"] for at in facts["positions"]["3 whole"])
    for at in facts["positions"]["3 drawn"]:
        assert at["skip-gram"] == at["cbow"][::-1] and at["skip-gram"][0] == [at["centre"]]
        assert not set(at["dropped"]) & {*at["skip-gram"][0], *at["skip-gram"][1]}


def test_a_chosen_example_can_be_stepped_into():
    slider = WindowSlider("a b c d e")
    assert slider.chosen == list(w2v.examples(slider.sentences, slider.vocabulary))[2]
    explorer = slider.explorer()
    ask(slider, chosen="cbow", state="1 whole", position=3)
    examples = list(w2v.examples(slider.sentences, slider.vocabulary, "cbow", 1))
    assert slider.chosen == examples[3] and slider.architecture == "cbow"
    assert explorer.recording is slider.recording
    assert explorer.recording.steps[0].example == examples[3]
    for nonsense in ({"state": "9 whole"}, {"state": ""}, {"position": 99}, {"position": "x"}):
        ask(slider, **{"chosen": "cbow", "state": "1 whole", "position": 0} | nonsense)
        assert slider.chosen == examples[3]
    assert "error" in ask(slider, chosen="glove")


def test_another_text_and_a_text_that_yields_nothing():
    slider = WindowSlider("a b c")
    assert "error" in ask(slider, text="word")
    assert slider.vocabulary.words == ["a", "b", "c"]
    answered(slider, text="one two three")
    assert slider.vocabulary.words == ["one", "two", "three"]
    _, facts = answered(slider, toy="article", language="zh")
    assert "吴彦祖" in facts["text"]
    with pytest.raises(w2v.W2VError):
        WindowSlider("alone")


def test_the_longest_text_of_the_slider_is_small_enough_to_send():
    slider = WindowSlider(" ".join(f"word{i}" for i in range(100)))
    assert len(json.dumps(slider.trace)) + len(slider.numbers) < 500_000


# The dials


def test_the_dials_are_the_films():
    dials = TwoDials([["a", "x", "b", "c"], ["a", "y", "b", "c"]], window=2)
    assert dials.words == ("x", "y")
    arrays = shown(dials)
    for (N, window), film in dials.films.items():
        pair = film.pair("x", "y")
        for name in ("cosine", "angle", "distance", "first", "second"):
            np.testing.assert_array_equal(arrays[f"{N} {window}/{name}"], getattr(pair, name))
        assert film.W_in.shape[2] == N
    words = dials.vocabulary.words
    contexts = {w: [words[i] for i in ids] for w, ids in dials.trace["contexts"].items()}
    assert {w: sorted(found) for w, found in contexts.items()} == {
        "1": ["a", "b"],
        "2": ["a", "b", "c"],
        "3": ["a", "b", "c"],
        "5": ["a", "b", "c"],
    }
    more, facts = answered(dials, window=1)
    assert set(facts["moments"]) == {f"{N} 1" for N in (2, 5, 10, 20, 50)}
    np.testing.assert_array_equal(more["5 1/angle"], dials.films[5, 1].pair("x", "y").angle)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_last_word_comes_in_with_window_3(language):
    w2v.set_language(language)
    dials = TwoDials(window=1)
    last = dials.vocabulary.index[dials.sentences[0][-1]]
    seen = {window: last in ids for window, ids in dials.trace["contexts"].items()}
    assert seen == {"1": False, "2": False, "3": True, "5": True}


def test_the_dials_need_two_words_to_compare():
    with pytest.raises(w2v.W2VError):
        TwoDials([["a", "b"], ["c", "d"]])
    dials = TwoDials([["a", "b"], ["c", "d"]], words=("a", "c"), window=1)
    assert dials.words == ("a", "c")
    assert set(map(tuple, dials.trace["contexts"].values())) == {()}  # nothing is seen by both


def test_an_open_question_keeps_the_dials_shut():
    dials = TwoDials(window=1, predict="closer_without_meeting")
    assert dials.trace["arrays"] == {} and "trace" not in ask(dials, window=2)
    dials.commit("closer_without_meeting", "turn")
    assert dials.right == {"closer_without_meeting": True} and shown(dials)


# The arrows

ARROWS = ("place", "point", "share", "rank_out", "rank_in")


def test_kinds_of_any_name_keep_their_own_numbers(recording):
    first, *others = QUESTIONS["gender"]
    kinds = {"x": [first], "x out": others, "x/rank_out": [first[2:] + first[:2]]}
    arrays = shown(AnalogyArrows(recording, kinds))
    names = {f"{kind}/{name}" for kind in kinds for name in ARROWS}
    assert names <= set(arrays)
    for kind, asked in kinds.items():
        alone = shown(AnalogyArrows(recording, {kind: asked}))
        for name in ARROWS:
            np.testing.assert_array_equal(arrays[f"{kind}/{name}"], alone[f"{kind}/{name}"])


def test_the_arrows_are_the_librarys(recording):
    arrows = AnalogyArrows(recording, QUESTIONS)
    arrays = shown(arrows)
    W_in = recording.W_in_at(len(recording.losses))
    kind = arrows.trace["kinds"]["gender"]
    for number, question in enumerate(QUESTIONS["gender"]):
        ids = [VOCABULARY.id(word) for word in question]
        assert kind["questions"][number] == ids
        point = analogy_point(W_in, *ids[:3])
        for name, leave_out in (("out", ids[:3]), ("in", [])):
            rows, cosines = nearest(unit(W_in), point, leave_out, 8)
            assert kind[f"ranked_{name}"][number] == rows.tolist()
            np.testing.assert_array_equal(arrays[f"gender/rank_{name}"][number], cosines)
        # The map is flat and linear: the point lies at b - a + c on it, too.
        place = arrays["gender/place"]
        a, b, c = (place[i] for i in ids[:3])
        origin = w2v.explore.Camera.facing(unit(W_in)[kind["words"]])
        expected = origin.view(point[None])[0]
        np.testing.assert_allclose(arrays["gender/point"][number], expected)
        np.testing.assert_allclose(expected, b - a + c, atol=1e-12)


def test_own_words_can_be_asked_and_nonsense_is_refused(recording):
    arrows = AnalogyArrows(recording, QUESTIONS)
    _, facts = answered(arrows, ask=["he", "she", "uncle"])
    kind = facts["kinds"][facts["kind"]]
    best = arrows.vectors.analogy("he", "she", "uncle", topn=1)[0][0]
    assert kind["ranked_out"][0][0] == VOCABULARY.id(best)
    for nonsense in ([], ["he"], ["he", "she", "nobody"], ["", "", ""], ["a", "b", "c", "d"]):
        assert "error" in ask(arrows, ask=nonsense)


def test_arrows_need_questions_and_vectors(recording):
    with pytest.raises(w2v.W2VError):
        AnalogyArrows(recording, {"none": [("a", "b", "c", "d")]})
    with pytest.raises(w2v.W2VError):
        AnalogyArrows("king")
    vectors = w2v.Vectors(VOCABULARY.words, recording.W_in_at(0))
    assert AnalogyArrows(vectors, QUESTIONS).trace["kinds"]["gender"]["questions"]


def test_lone_surrogates_do_not_reach_the_page():
    sentences = [["\ud800", "b", "c", "d"], ["b", "\ud800", "d"]]
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    run = list(w2v.examples(sentences, vocabulary))
    recording = w2v.record(w2v.Model(vocabulary), run, epochs=3)
    for widget in (
        TrainingPlayer(recording, names=["\ud800"]),
        AnalogyArrows(recording, {"\ud800": [("b", "c", "d", "\ud800")]}),
    ):
        json.dumps(widget.trace, ensure_ascii=False).encode("utf-8")
