"""The family's table and the cloze walk on Python's side: what is sent is what was measured."""

import json

import numpy as np
import pytest
from test_three_heads import arrays_of

import w2v_lab as w2v
from w2v_lab.relatives import family
from w2v_lab.widgets.cloze_walk.frame import walked
from w2v_lab.widgets.cloze_walk.session import Session as Walk
from w2v_lab.widgets.family.frame import NAMES
from w2v_lab.widgets.family.session import Session as Family


@pytest.fixture(params=["en", "zh"])
def language(request):
    w2v.set_language(request.param)
    return request.param


def test_the_table_is_the_record(language):
    sent, record = arrays_of(Family()), family.recorded()
    for a, name in enumerate(NAMES):
        told = record.told[name]
        cards = told.grammar.get(language, told.grammar["en"]), told.icd
        for b, card in enumerate(cards):
            shown = [sent[part][a, b] for part in ("score", "low", "high")]
            expected = [card.score, card.low, card.high] if card else [np.nan] * 3
            np.testing.assert_array_equal(shown, expected)
        assert sent["M"][a] == np.nansum(sent["part"][a]) == told.numbers
    np.testing.assert_array_equal(sent["shared"], record.shared)


def test_a_lower_bound_is_told_with_its_rounds_once_the_scores_are():
    told = family.recorded().told
    for member in Family().trace["members"]:
        each = told[member["name"]]
        assert member.get("rounds") == each.rounds and member.get("longer") == each.longer
        assert member.get("least", False) == each.least
        assert member.get("more", 0) == 4 * (each.rounds or 0)
    hidden = Family(predict="who_misses").trace["members"]
    assert not any("rounds" in member or "longer" in member for member in hidden)


def test_neighbours_are_those_of_the_record():
    trace = Family().trace
    for word, lists in trace["near"].items():
        for name, ids in zip(trace["with_vectors"], lists, strict=True):
            words = [trace["words"][i] for i in ids]
            assert words == family.recorded().told[name].near[word]


def test_the_scores_wait_for_the_answer():
    session = Family(predict="who_misses")
    hidden = {"score", "low", "high", "runs", "kind", "shared"}
    assert session.doors == {"scores": True} and session.trace["hides"]
    assert not hidden & set(session.trace["arrays"]) and "near" not in session.trace
    assert "numbers" not in json.dumps(session.trace.get("kinds", ""))
    session.commit("who_misses", "ppmi")
    assert session.right == {"who_misses": False}
    assert hidden <= set(session.trace["arrays"])


def test_what_is_sent_is_small(language):
    for session in (Family(), Walk()):
        facts, numbers = session.packed()
        assert len(json.dumps(facts, allow_nan=False)) + len(numbers) < 60_000


def test_every_number_of_the_walk_follows_from_its_sources(language):
    session = Walk()
    facts, _ = session.packed()
    sent = arrays_of(session)
    trace, run = facts["trace"], walked()
    for place, step in enumerate(run.steps):
        for name in ("z", "q", "k", "v", "s", "a", "h", "u", "y"):
            np.testing.assert_array_equal(sent[name][place], getattr(step, name))
        now = {name: array[place] for name, array in sent.items()}
        np.testing.assert_allclose(now["z"], now["row"] + now["place"])
        np.testing.assert_allclose(now["z_gap"], now["mask"] + now["place_gap"])
        np.testing.assert_allclose(now["q"], now["z_gap"] @ now["Q"])
        np.testing.assert_allclose(now["k"], now["z"] @ now["K"])
        np.testing.assert_allclose(now["v"], now["z"] @ now["O"])
        np.testing.assert_allclose(now["kq"], now["k"] @ now["q"])
        np.testing.assert_allclose(now["s"], now["kq"] / now["root"])
        np.testing.assert_allclose(now["a"], np.exp(now["s"]) / np.exp(now["s"]).sum())
        np.testing.assert_allclose(now["h"], now["a"] @ now["v"])
        np.testing.assert_allclose(now["u"], now["W_out"] @ now["h"])
        target = trace["targets"][place]
        assert now["loss"] == pytest.approx(-np.log(now["y"][target]))
        assert now["loss_cbow"] == pytest.approx(-np.log(now["y_cbow"][target]))
    codes = {rule["code"]["file"] for rule in trace["relations"].values()}
    assert all(file.startswith("w2v_lab/") for file in codes)


def test_the_walk_keeps_its_weights_and_all_that_they_follow_from():
    session = Walk("answer", predict="who_weighs_most")
    assert set(session.trace["arrays"]) == {"row", "place", "z", "mask", "place_gap", "z_gap"}
    session.commit("who_weighs_most", "left")
    assert session.right == {"who_weighs_most": True}
    assert {"a", "h", "y"} <= set(session.trace["arrays"]) and session.trace["first"] == 4
    with pytest.raises(w2v.W2VError):
        Walk("dreams")
