"""What each parameter does: the records are what is computed, and any point can be had anew."""

import json
import time

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import parameters
from w2v_lab.widgets.parameters.session import Session


@pytest.mark.parametrize("name", parameters.names())
def test_a_record_is_small_and_says_what_made_it(name):
    path = parameters.RECORDS / f"{name}.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size < 50_000
    assert record["settings"] == parameters.BASE and record["took"] > 0 and record["versions"]
    points = parameters.recorded(name)
    assert [point.value for point in points] == list(parameters.POINTS[name])
    for point in points:
        for kind in parameters.SETS:
            score, low, high = point.scores[kind]
            assert low <= score <= high and point.asked[kind] <= parameters.MOST_ASKED
            assert score == pytest.approx(np.mean(point.each[kind]), abs=2e-4)


@pytest.mark.parametrize("name", parameters.POINTS)
def test_the_usual_value_is_among_those_of_every_parameter(name):
    if name in parameters.BASE and name != "architecture":
        assert str(parameters.BASE[name]) in parameters.POINTS[name]


def test_there_is_a_record_of_each_parameter():
    assert parameters.names() == list(parameters.POINTS)


def test_records_of_one_point_agree():
    """The usual settings are a point of ten files: who computes it anew has tried them all."""
    usual = {name: str(value) for name, value in parameters.BASE.items() if name != "output"}
    usual["architecture"] += f", {parameters.BASE['output']}"
    points = [parameters.point_of(name, value) for name, value in usual.items()]
    assert len(points) == len(parameters.POINTS) - 1
    assert len({json.dumps([each[0] for each in point.each.values()]) for point in points}) == 1
    assert len({point.V for point in points}) == 1


def test_four_seeds_are_compared_with_each_other():
    points = parameters.recorded("seed")
    assert len({point.shared for point in points}) == 1 and 0.5 < points[0].shared < 1
    assert {len(each) for point in points for each in point.each.values()} == {1}
    times = {times for point in points for near in point.neighbours.values() for _, times in near}
    assert max(times) == len(points)


def test_what_is_told_of_a_point_is_what_one_counts():
    rng = np.random.default_rng(0)
    words = [f"w{i}" for i in range(30)]
    runs = [w2v.Vectors(words, rng.normal(size=(30, 5)) + 1) for _ in range(3)]
    cosines = [runs[0].similarity(a, b) for a in words for b in words if a != b]
    assert parameters.at_random(runs[0]) == pytest.approx(np.mean(cosines), abs=0.008)
    tens = [[{near for near, _ in run.most_similar(word)} for word in words] for run in runs]
    shares = [
        len(one & other) / 10
        for i, j in ((0, 1), (0, 2), (1, 2))
        for one, other in zip(tens[i], tens[j], strict=True)
    ]
    assert parameters.shared(runs) == pytest.approx(np.mean(shares))
    assert np.isnan(parameters.shared(runs[:1]))
    nearest = [word for word, _ in runs[0].most_similar("w3", 5)]
    times = [sum(word in ten[3] for ten in tens) for word in nearest]
    assert parameters._near(runs, "w3") == list(zip(nearest, times, strict=True))


def test_a_point_is_trained_as_it_says():
    heard = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "text", lambda: tuple(range(100)))
        patch.setattr(parameters, "fit", lambda *text, **how: heard.append((*text, how)))
        for point in (("window", "10", 2), ("seed", "3", 0), ("small_text", "min_count=20", 1)):
            parameters.trained(*point)
    changes = {"window": 10, "seed": 2}, {"seed": 3}, {"min_count": 20, "seed": 1}
    texts = [tuple(range(100))] * 2 + [(0, 20, 40, 60, 80)]
    for (text, how), expected, change in zip(heard, texts, changes, strict=True):
        assert text == expected and how.pop("start") is None and how.pop("watch")
        assert how == parameters.BASE | change


@pytest.mark.parametrize(("name", "value"), [("small_text", "as it is"), ("epochs", "5")])
def test_a_point_computed_anew_is_its_record(name, value):
    session = Session(name)
    content = {"request": "1", "measure": name, "value": value}
    end = time.monotonic() + 120
    while time.monotonic() < end:
        reply, buffers = session.hear(content)
        assert "error" not in reply, reply
        if reply["trace"].get("done"):
            break
    at = list(parameters.POINTS[name]).index(value)
    assert reply["trace"]["done"] == f"{name} {at}" and reply["trace"]["progress"] == 1
    here = np.frombuffer(b"".join(buffers), "<f8")
    point = parameters.point_of(name, value)
    recorded = [point.each[kind][0] for kind in parameters.SETS]
    # to the last bit on the machine of the record; another one adds in another order
    np.testing.assert_allclose(here, recorded, atol=0.01)


def test_a_point_that_is_stopped_is_not_there():
    session = Session("epochs")
    heard = {"request": "1", "measure": "epochs", "value": "20"}
    assert session.hear(heard)[0]["trace"]["progress"] < 1
    run = session._run
    assert session.hear({"request": "2", "stop": True})[0] == {"reply": "2", "stamp": 1}
    run.thread.join(60)
    assert run.scores is None and run.error is None and session._run is None


def test_what_there_is_not_is_refused():
    with pytest.raises(w2v.W2VError):
        Session("no such parameter")
    session = Session("epochs")
    for content in ({"measure": "epochs", "value": "3"}, {"measure": "x", "value": "5"}):
        assert "error" in session.hear({"request": "1", **content})[0]


def test_an_open_question_keeps_the_scores_back():
    session = Session("epochs", predict="which_setting")
    assert session.packed()[1] == b"" and "near" not in session.trace
    reply, _ = session.hear({"request": "1", "measure": "epochs", "value": "5"})
    assert "trace" not in reply and session._run is None
