"""The noise lab on Python's side: what is sent is what was drawn and computed, and no more."""

import json
from functools import cache

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab.examples import thin, windows
from w2v_lab.noise import TARGET_DRAWN, Noise
from w2v_lab.widgets.noise_lab.frame import EXPONENTS, FORMULAS, TEXT, THRESHOLDS, WINDOW
from w2v_lab.widgets.noise_lab.session import SEED, Session

DRAWS = 120  # with k = 5
LONG = "it was the best of times it was the worst of times\n" * 4
TEXTS = {"song": None, "long": LONG, "one word": "a a a a", "two words": "hello world"}
each_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


@cache
def session_of(text=None, negative=5):
    """One that is only looked at."""
    return Session(text, negative=negative)


class Page:
    """Reads a session's trace as the page does."""

    def __init__(self, session):
        facts, numbers = session.packed()
        json.dumps(facts, allow_nan=False)
        self.facts, self.size = facts["trace"], len(json.dumps(facts)) + len(numbers)
        data = np.frombuffer(numbers, "<f8")
        self.arrays = {
            name: data[place["offset"] :][: int(np.prod(place["shape"]))].reshape(place["shape"])
            for name, place in self.facts["arrays"].items()
        }
        flat = [id for ids in self.facts["text"] for id in ids]
        self.given, self.target = (flat[at] for at in self.facts["pair"])
        self.key = f"{self.given}-{self.target}"
        self.turns = {int(place): turns for place, turns in self.facts["turns"][self.key].items()}

    def of_pair(self, name):
        return self.arrays[f"{self.key}/{name}"]

    def draws(self, place):
        return self.facts["draws"][str(place)]

    def rounds(self, place, how):
        """The words that were asked as noise, round by round, as the page collects them."""
        k, asked, passed = self.facts["k"], {}, set()
        for word, turn in zip(self.draws(place), self.turns[place][how], strict=True):
            asked.setdefault((turn if turn >= 0 else ~turn) // k, [])
            if turn >= 0:
                asked[turn // k].append(word)
            elif how == "skip":
                passed.add(~turn)
        done = {turn for turn in self.turns[place][how] if turn >= 0} | passed
        whole = [n for n in asked if all(n * k + q in done for q in range(k))]
        return [asked[n] for n in whole]


@pytest.fixture(scope="module", params=["en", "zh"])
def song(request):
    w2v.set_language(request.param)
    return Session()


# 1: the text thins out


def test_chances_are_those_of_the_formula_on_show(song):
    page = Page(song)
    f = page.arrays["f"]
    np.testing.assert_allclose(f, page.arrays["count"] / page.arrays["total"], rtol=1e-15)
    for at, t in enumerate(THRESHOLDS[1:], start=1):
        root = np.sqrt(t / f)
        np.testing.assert_allclose(page.arrays["keep"][at, 0], np.minimum(1, root), rtol=1e-14)
        np.testing.assert_allclose(
            page.arrays["keep"][at, 1], np.minimum(1, root + t / f), rtol=1e-14
        )
    assert (page.arrays["keep"][0] == 1).all() and (page.arrays["keep_all"] == 1).all()


@each_text
def test_what_is_dropped_and_reached_is_what_windows_say(text):
    session = session_of(text)
    page = Page(session)
    counts, starts = session.vocabulary.counts, page.facts["starts"]
    for at, t in enumerate(THRESHOLDS):
        for formula in FORMULAS:
            laid = page.facts["laid"][f"{at}-{formula}"]
            rng = np.random.default_rng(SEED)
            found = windows(
                session.sentences,
                session.vocabulary,
                window=WINDOW,
                sample=t,
                subsampling=formula,
                rng=rng,
            )
            reach = {
                str(starts[w.sentence] + w.centre): [starts[w.sentence] + p for p in w.targets_at]
                for w in found
            }
            assert laid["reach"] == reach
            keep = w2v.keep_probabilities(counts, t, formula)
            stays = np.concatenate([keep[ids] for ids in page.facts["text"]])
            assert laid["dropped"] == np.flatnonzero(page.arrays["stays"] >= stays).tolist()


def test_the_numbers_under_the_words_are_those_that_subsampling_draws(song):
    rng = np.random.default_rng(SEED)
    keep = np.ones(len(song.vocabulary))
    drawn = [thin(song.vocabulary.ids(words), keep, rng).r for words in song.sentences]
    np.testing.assert_array_equal(Page(song).arrays["stays"], np.concatenate(drawn))


def test_the_first_pair_is_one_that_a_dropped_word_has_brought_into_reach(song):
    page = Page(song)
    given, asked = page.facts["pair"]
    start = page.facts["start_t"]
    assert THRESHOLDS[start] == 0.05
    assert asked in page.facts["laid"][f"{start}-paper"]["reach"][str(given)]
    assert asked not in page.facts["laid"]["0-paper"]["reach"][str(given)]
    assert asked == len(song.sentences[0]) - 1  # the last word of the first sentence


# 2: noise is drawn


def test_shares_and_edges_are_the_noises(song):
    page = Page(song)
    counts = page.arrays["count"]
    for place, exponent in enumerate(EXPONENTS):
        q = page.arrays[f"{place}/q"]
        np.testing.assert_allclose(q, counts**exponent / (counts**exponent).sum(), rtol=1e-13)
        edge = page.arrays[f"{place}/edge"]
        assert edge[0] == 0 and edge[-1] == 1
        np.testing.assert_allclose(np.diff(edge), q, atol=1e-15)


@each_text
def test_every_draw_is_the_word_whose_share_its_number_hits(text):
    session = session_of(text)
    page = Page(session)
    r = page.arrays["r"]
    np.testing.assert_array_equal(r, np.random.default_rng(SEED).random(DRAWS))
    for place in range(len(EXPONENTS)):
        edge, words = page.arrays[f"{place}/edge"], np.array(page.draws(place))
        assert ((edge[words] <= r) & (r < edge[words + 1])).all()
        noise = Noise(session.vocabulary.counts, EXPONENTS[place])
        rng = np.random.default_rng(SEED)
        assert [draw.word for draw in noise.draws(0, DRAWS, rng)] == words.tolist()


@each_text
@pytest.mark.parametrize("how", TARGET_DRAWN)
def test_a_draw_that_equals_the_target_is_as_the_noise_has_it(text, how):
    session = session_of(text)
    page = Page(session)
    for place in (0, 15, TEXT, 25):
        noise, rng = Noise(session.vocabulary.counts, EXPONENTS[place]), np.random.default_rng(SEED)
        told, question = [], 0
        while len(told) < DRAWS:
            for draw in noise.draws(page.target, 1, rng, how):
                told.append(question if draw.used else ~question)
            question += 1
        assert page.turns[place][how] == told[:DRAWS]


# 3: the questions


@each_text
def test_every_answer_follows_from_its_row_and_h(text):
    page = Page(session_of(text))
    u = page.of_pair("W_out") @ page.of_pair("h")
    np.testing.assert_allclose(page.of_pair("u"), u, rtol=1e-12, atol=1e-14)
    y = 1 / (1 + np.exp(-page.of_pair("u")))
    np.testing.assert_allclose(page.of_pair("y"), y, rtol=1e-13)
    np.testing.assert_array_equal(page.of_pair("e"), page.of_pair("y"))
    assert page.of_pair("e_target") == pytest.approx(page.of_pair("y")[page.target] - 1, abs=1e-15)


@each_text
@pytest.mark.parametrize("how", TARGET_DRAWN)
def test_each_round_is_a_step_of_the_model(text, how):
    session = session_of(text, 3)
    page, model = Page(session), session.model
    told = 0
    for place in (0, 15, TEXT):
        loss, EH, pull = (page.of_pair(f"{place}-{how}/{name}") for name in ("loss", "EH", "pull"))
        rounds = page.rounds(place, how)
        for number, words in enumerate(rounds):
            step = model.step(w2v.Example((page.given,), (page.target,)), [words])
            assert loss[number] == step.loss
            np.testing.assert_array_equal(EH[number], step.EH)
            y = page.of_pair("y")[words]
            e_target = page.of_pair("e_target")
            by_lines = -np.log(1 + e_target) - np.log1p(-y).sum()
            assert step.loss == pytest.approx(by_lines, rel=1e-12)
            errors = e_target + y[np.array(words, int) == page.target].sum()
            assert pull[number] == pytest.approx(errors, abs=1e-14)
            slopes = model.gradients(step)[1][page.target]
            np.testing.assert_allclose(slopes, pull[number] * step.h, atol=1e-14)
            told += 1
        assert np.isnan(loss[len(rounds) :]).all()
    assert told or (len(session.vocabulary) == 1 and how == "redraw")


def test_kept_and_drawn_the_targets_errors_add_up(song):
    page = Page(song)
    hits = [n for n, words in enumerate(page.rounds(15, "keep")) if page.target in words]
    assert hits
    e, y = page.of_pair("e_target"), page.of_pair("y")[page.target]
    times = page.rounds(15, "keep")[hits[0]].count(page.target)
    assert page.of_pair("15-keep/pull")[hits[0]] == pytest.approx(e + times * y, abs=1e-15)
    assert page.of_pair("15-skip/pull")[hits[0]] == pytest.approx(e, abs=1e-15)


# What is sent


@pytest.mark.parametrize("negative", [1, 5, 20])
@pytest.mark.parametrize(
    "text", [None, " ".join(f"w{i}" for i in range(48)), "\n".join(f"a b w{i}" for i in range(16))]
)
def test_what_is_sent_stays_below_500_kb(text, negative):
    assert Page(session_of(text, negative)).size < 500_000


def test_every_line_of_code_is_the_one_that_computes(song):
    lines = {
        name: rule["code"]["lines"][rule["code"]["first"]].strip()
        for name, rule in Page(song).facts["relations"].items()
    }
    assert lines["keep_paper"] == "keep = np.minimum(formula(sample / f), 1)"
    assert lines["q"] == "self.p = weights / weights.sum()"
    assert lines["r"].startswith("word = int(np.searchsorted(self.edges, r")
    assert lines["stays"].startswith("return Thinning(")
    assert lines["u"] == "u = self.W_out[rows] @ h"
    assert lines["e"] == "e = y - t"
    assert lines["pull"].startswith("pull = step.e[0]")


# Doors


@pytest.mark.parametrize("language", ["en", "zh"])
def test_while_the_question_of_the_exponent_is_open_only_the_text_itself_is_drawn_from(language):
    w2v.set_language(language)
    session = Session(predict="three_quarters")
    page = Page(session)
    assert session.doors == {"exponent": True, "answers": False}
    assert page.facts["open_exponents"] == [TEXT]
    assert [name for name in page.arrays if name.endswith("/q")] == [f"{TEXT}/q"]
    assert list(page.facts["draws"]) == [str(TEXT)] and list(page.turns) == [TEXT]
    session.hear({"commit": "three_quarters", "choice": "rare"})
    assert session.right == {"three_quarters": True}
    assert Page(session).facts["open_exponents"] == list(range(len(EXPONENTS)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_while_the_question_of_the_target_is_open_the_model_says_nothing(language):
    w2v.set_language(language)
    session = Session(predict="target_as_noise")
    page = Page(session)
    assert session.doors == {"exponent": False, "answers": True}
    told = {name.split("/", 1)[1] for name in page.arrays if name.startswith(page.key)}
    assert told == {"yes", "no"} and not page.facts["answers"]
    reply, (numbers,) = session.hear({"pair": page.facts["pair"]})
    assert len(numbers) == 2 * 8 and "error" not in reply
    session.hear({"commit": "target_as_noise", "choice": "away"})
    assert session.right == {"target_as_noise": False}
    assert Page(session).facts["answers"]


# What is asked of Python


def test_another_pair_is_added_and_not_shown_anew():
    session = Session()
    stamp = session.stamp
    reply, (numbers,) = session.hear({"request": 1, "pair": [0, 1]})
    assert session.stamp == stamp and reply["trace"]["pair"] == [0, 1]
    flat = [id for ids in Page(session).facts["text"] for id in ids]
    key = f"{flat[0]}-{flat[1]}"
    assert set(reply["trace"]["turns"]) == {key}
    place = reply["trace"]["arrays"][f"{key}/u"]
    u = np.frombuffer(numbers, "<f8")[place["offset"] :][: place["shape"][0]]
    np.testing.assert_allclose(u, session.model.scores(flat[0]), rtol=1e-12)


@pytest.mark.parametrize(
    "pair", [None, [], [0], [0, 99], [-1, 0], ["a", "b"], [0, 1, 2], {}, [0, True]]
)
def test_a_pair_that_there_is_not_is_refused(pair):
    session = Session()
    before = session.pair
    reply, sent = session.hear({"request": 1, "pair": pair})
    assert reply["error"]["text"] and not sent
    assert session.pair == before


def test_a_text_of_ones_own_and_back():
    session = Session()
    first = Page(session).facts["written"]
    reply, _ = session.hear({"text": "to be or not to be"})
    assert "error" not in reply
    page = Page(session)
    assert page.facts["written"] == "to be or not to be" and page.facts["changed"]
    assert session.vocabulary.words == ["to", "be", "or", "not"]
    session.hear({"reset": True})
    assert Page(session).facts["written"] == first and not Page(session).facts["changed"]
    session.hear({"toy": "kingdom", "language": "zh"})
    assert "国王" in session.vocabulary.words


@pytest.mark.parametrize("text", ["", "word", "one\ntwo\nthree", 7, None])
def test_a_text_without_pairs_is_refused_and_the_old_one_stays(text):
    session = Session()
    before = session.packed()
    reply, _ = session.hear({"text": text})
    assert reply["error"]["text"]
    assert session.packed() == before


@pytest.mark.parametrize(
    "settings", [{"act": "sleep"}, {"negative": 0}, {"text": "word"}, {"predict": "next_merge"}]
)
def test_settings_that_are_none_are_refused(settings):
    with pytest.raises(w2v.W2VError):
        Session(**settings)
