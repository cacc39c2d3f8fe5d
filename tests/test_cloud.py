"""The cloud on Python's side: what it sends is what was learned and what the formula says."""

import json

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import scores
from w2v_lab.widgets.cloud import frame
from w2v_lab.widgets.cloud.runs import MOST_WORDS, Run, Settings, Text, trained
from w2v_lab.widgets.cloud.session import Session

OPERATIONS = {
    "quotient": lambda top, bottom: top / bottom,
    "logs": lambda P, q, k: np.log(P) - np.log(q) - np.log(k),
    "read_back": lambda k, q, u: k * q * np.exp(u),
    "sum": lambda terms: terms.sum(axis=-1),
}


def some(count=300):
    return w2v.toy_sentences("topics", "en")[:count]


@pytest.fixture(scope="module", params=["keep", "skip", "redraw"])
def session(request):
    return Session(some(1500), vector_size=5, target_drawn=request.param, epochs=2)


def sent(packed):
    """Every array by its name as the page reads it, exact or drawn."""
    facts, numbers = packed
    found = {}
    for name, place in facts["arrays"].items():
        size, start = int(np.prod(place["shape"])), 8 * place["offset"]
        if "step" in place:
            drawn = np.frombuffer(numbers, "<i2", size, start).reshape(place["shape"])
            found[name] = np.where(drawn == -32768, np.nan, drawn * place["step"])
        else:
            found[name] = np.frombuffer(numbers, "<f8", size, start).reshape(place["shape"])
    return found


def opened(session):
    return sent((session.trace, session.packed()[1]))


def run_of(session) -> tuple[str, Run]:
    (key, *_) = session.trace["runs"]
    return key, session._runs[key]


def test_what_is_drawn_is_what_was_learned_to_half_a_step(session):
    arrays, (key, run) = opened(session), run_of(session)
    for f, cloud in enumerate(run.clouds):
        step = session.trace["arrays"][f"{key}/u_all"]["step"]
        np.testing.assert_allclose(arrays[f"{key}/u_all"][f], cloud.u, atol=0.51 * step)
    for name, expected in (("own", run.aim.scores), ("pmi", run.aim.shifted_pmi)):
        seen = run.aim.seen
        told = arrays[f"{key}/{name}_all"]
        np.testing.assert_allclose(told[seen], expected[seen], atol=1e-3)
        assert np.isnan(told[~seen]).all()
    np.testing.assert_allclose(arrays[f"{key}/best_all"], run.best.u, atol=1e-3)


def test_every_row_is_there_in_full_and_follows_from_its_sources(session):
    arrays, (key, run) = opened(session), run_of(session)
    noise = f"noise_{run.aim.target_drawn}"
    for w in range(20):
        row = {name: arrays[f"{key}/{w}/{name}"] for name in frame._of_row(run, w)}
        row["k"] = arrays[f"{key}/k"]
        for f, cloud in enumerate(run.clouds):
            np.testing.assert_array_equal(row["u"][f], cloud.u[w])
        for name, of in (
            ("P", ("count", "of")),
            ("own", ("P", noise, "k")),
            ("pmi", ("P", "share", "k")),
            ("back", ("k", noise, "u")),
            ("sum", ("back",)),
            ("of", ("count",)),
        ):
            rule = session.trace["relations"][name]
            follows = OPERATIONS[rule["op"]](*(row[source] for source in of))
            np.testing.assert_allclose(row[name], follows, rtol=1e-12, atol=1e-14)
            told = [pattern.split("[")[0].replace("@noise", noise) for pattern in rule["of"]]
            assert tuple(told) == of


def test_what_is_said_of_a_run_is_what_its_clouds_say(session):
    arrays, (key, run) = opened(session), run_of(session)
    for name in ("rmse", "mean", "epoch"):
        told = [getattr(cloud, name) for cloud in run.clouds]
        np.testing.assert_array_equal(arrays[f"{key}/{name}"], told)
    last, facts = run.clouds[-1], session.trace["runs"][key]
    apart = np.abs(np.where(last.aim.seen, last.u - last.aim.scores, 0))
    far = [apart[tuple(pair)] for pair in facts["far"]]
    assert far == sorted(apart.ravel())[: -len(far) - 1 : -1]
    assert last.rmse_of_often(0) == pytest.approx(np.sqrt((apart**2).mean()))
    assert last.rmse_of_often(20) < last.rmse and np.isnan(last.rmse_of_often(10**9))
    low, high = facts["range"]
    assert low <= last.aim.scores[last.aim.seen].min() and high >= 0
    # the exact optimum of rank 5 is no farther from the loss's least than any training
    assert last.aim.loss(run.best.u) < last.aim.loss(last.u)


def test_an_open_question_keeps_every_other_k(monkeypatch):
    session = Session(some(), predict="more_noise", epochs=1)
    assert session.trace["shut"] and session.trace["choices"]["negative"] == [5]
    assert len(session.trace["runs"]) == 1
    more = {**session.trace["shown"], "negative": 15}
    reply, numbers = session.hear({"request": "1", "run": more})
    assert "trace" not in reply and numbers == []
    session.commit("more_noise", "apart")
    assert session.right == {"more_noise": False}
    runs = [session._runs[key] for key in session.trace["runs"]]
    assert [run.settings.negative for run in runs] == [5, 15]


def test_another_run_and_another_row_come_when_asked_for():
    session = Session(some(), epochs=1)
    wanted = {**session.trace["shown"], "part": 20, "ns_exponent": 1}
    reply, (numbers,) = session.hear({"request": "1", "run": wanted, "row": 3})
    (key,) = reply["trace"]["runs"]
    assert key == "5-1-keep-20-20"  # as the page puts it together
    run = session._runs[key]
    assert run.best is None and reply["trace"]["runs"][key]["unseen"] > 0
    found = sent((reply["trace"], numbers))
    np.testing.assert_array_equal(found[f"{key}/3/u"][-1], run.clouds[-1].u[3])
    reply, (numbers,) = session.hear({"request": "2", "run": wanted, "row": 4, "only_row": True})
    assert {name.rsplit("/", 1)[0] for name in reply["trace"]["arrays"]} == {f"{key}/4"}
    text = Text.of(some(), 2, 1)
    again = trained(text, Settings(ns_exponent=1.0, part=20), session._moments)
    assert len(text.part(again.settings)) == 15 and again.clouds[-1].epoch == 10
    np.testing.assert_array_equal(again.clouds[-1].u, run.clouds[-1].u)


@pytest.mark.parametrize(
    "asked",
    [
        {"run": None},
        {"run": {"negative": 5}},
        {"run": {"part": 2}},
        {"run": {"negative": True}},
        {"run": {"target_drawn": "<b>"}},
        {"run": {}, "row": 20},
        {"run": {}, "row": "nobody"},
    ],
)
def test_what_cannot_be_is_refused(asked):
    session = Session(some(40), epochs=1)
    if isinstance(asked["run"], dict) and asked["run"] != {"negative": 5}:
        asked = {**asked, "run": {**session.trace["shown"], **asked["run"]}}
    reply, _ = session.hear({"request": "1", **asked})
    assert reply["error"]["text"]["zh"]


@pytest.mark.parametrize(
    "settings",
    [
        {"negative": -1},
        {"ns_exponent": None},
        {"target_drawn": "x"},
        {"vector_size": 0},
        {"sentences": [["a"]]},
        {"sentences": "a b"},
        {"epochs": 0},
    ],
)
def test_bad_settings_are_named(settings):
    with pytest.raises(w2v.W2VError):
        Session(**{"sentences": some(40), **settings})


def test_180_words_are_sent_in_less_than_500_kb_and_of_more_the_most_frequent():
    rng = np.random.default_rng(0)
    ids = rng.zipf(1.3, size=(400, 10)) % 260
    sentences = [[f"w{i}" for i in row] for row in ids.tolist()]
    session = Session(sentences, epochs=1)
    facts, numbers = session.packed()
    assert facts["trace"]["V"] == MOST_WORDS == 180
    assert len(json.dumps(facts)) + len(numbers) < 500_000
    counts = w2v.Vocabulary.from_sentences(sentences).counts
    assert session._text.vocabulary.counts.tolist() == counts[:180].tolist()
    key, run = run_of(session)
    assert len(run.clouds) == 4 and run.clouds[-1].u.shape == (180, 180)
    assert scores.Cloud is type(run.clouds[0])
    w, _ = facts["trace"]["pair"]
    assert f"{key}/{w}/u" in facts["trace"]["arrays"]
