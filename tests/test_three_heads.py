"""Three heads and Head costs on Python's side: steps and counts are those of the models."""

import json

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import head_costs
from w2v_lab.head_costs import LIVE, VOCABULARIES, recorded, rows_touched
from w2v_lab.outputs import LAYERS
from w2v_lab.widgets.head_costs.session import Session as Costs
from w2v_lab.widgets.three_heads.frame import HEADS, ROUNDS
from w2v_lab.widgets.three_heads.session import Session as Heads


@pytest.fixture(scope="module", params=["en", "zh"])
def heads(request):
    w2v.set_language(request.param)
    return Heads()


def arrays_of(session):
    """The arrays of what is on show, by their names."""
    facts, numbers = session.packed()
    data = np.frombuffer(numbers, "<f8")
    return {
        name: data[place["offset"] :][: int(np.prod(place["shape"]))].reshape(place["shape"])
        for name, place in facts["trace"]["arrays"].items()
    }


def test_at_the_start_all_have_one_h_and_answer_by_chance(heads):
    steps = [heads.run.step(0, head) for head in HEADS]
    V = len(heads.run.vocabulary)
    for step in steps[1:]:
        np.testing.assert_array_equal(step.h, steps[0].h)
    chance = [np.log(V), len(steps[1].rows[0]) * np.log(2), 6 * np.log(2)]
    np.testing.assert_allclose([step.loss for step in steps], chance)


def test_what_is_sent_is_what_the_models_say(heads):
    sent = arrays_of(heads)
    for moment in (0, 5, len(ROUNDS) - 1):
        for head in HEADS:
            model, step = heads.run.models[moment][head], heads.run.step(moment, head)
            rows = step.rows[0]
            np.testing.assert_array_equal(sent[f"W_{head}"][moment], model.W_out)
            np.testing.assert_array_equal(sent[f"u_{head}"][moment, rows], step.u[0])
            np.testing.assert_array_equal(sent[f"y_{head}"][moment, rows], step.y[0])
            assert np.isfinite(sent[f"u_{head}"][moment]).sum() == len(set(rows.tolist()))
            assert sent[f"loss_{head}"][moment] == step.loss


def test_multiplications_are_3_rows_N(heads):
    sent, N = arrays_of(heads), heads.run.models[0]["softmax"].W_in.shape[1]
    for head in HEADS:
        step = heads.run.step(0, head)
        # score, part of EH, own change: each row that is asked meets h three times
        assert sent[f"M_{head}"][0] == 3 * sum(len(rows) for rows in step.rows) * N


def test_the_losses_of_softmax_and_tree_end_near_what_the_text_has(heads):
    sent = arrays_of(heads)
    floor = -np.log(sent["share"][-1])
    for head in HEADS[:2]:
        assert sent[f"loss_{head}"][-1] == pytest.approx(floor, abs=0.1)
        assert sent[f"P_{head}"][-1] == pytest.approx(np.exp(-sent[f"loss_{head}"][-1]))


def test_what_may_be_compared_waits_for_the_answer():
    session = Heads(predict="which_losses")
    assert session.trace["hides"] and not {"P_softmax", "share"} & set(session.trace["arrays"])
    session.commit("which_losses", "all")
    assert session.right == {"which_losses": False}
    assert {"P_softmax", "share"} <= set(session.trace["arrays"])


def test_a_trace_is_small_and_plain(heads):
    facts, numbers = heads.packed()
    assert len(json.dumps(facts, allow_nan=False)) + len(numbers) < 100_000


# What it costs


def test_rows_touched_are_those_that_targets_of_the_model_touch():
    counts = np.ceil(w2v.zipf_counts(50)).astype(int)
    vocabulary = w2v.Vocabulary([str(i) for i in range(50)], counts.tolist())
    said = rows_touched(counts)
    for output, rows in zip(LAYERS, said, strict=True):
        model = w2v.Model(vocabulary, 3, output)
        steps = (model.step(w2v.Example((0,), (target,))) for target in range(50))
        asked = [len(step.rows[0]) for step in steps]
        assert np.average(asked, weights=counts) == pytest.approx(rows)


def test_the_record_has_every_vocabulary_and_one_point_is_counted_anew():
    costs = recorded()
    assert tuple(cost.V for cost in costs) == VOCABULARIES
    (cost,) = [cost for cost in costs if cost.V == 10_000]
    np.testing.assert_allclose(cost.rows, rows_touched(w2v.zipf_counts(10_000)))
    np.testing.assert_allclose(cost.multiplications, 300 * np.array(cost.rows))
    anew = head_costs.measured(1_000, seconds=0.02)
    (old,) = [cost for cost in costs if cost.V == 1_000]
    assert anew.rows == pytest.approx(old.rows)
    # the order of magnitude is the record's, on any machine: softmax is the dear one
    assert anew.seconds[0] > 3 * max(anew.seconds[1:])


def test_the_recorded_times_grow_as_the_rows_do():
    large = [cost for cost in recorded() if cost.V >= 1_000]
    assert 0.9 < head_costs.slope(large, 0) < 1.2
    assert all(head_costs.slope(large, layer) < 0.3 for layer in (1, 2))


def test_measured_here_and_refused_where_it_would_take_too_long():
    session = Costs()
    reply, (numbers,) = session.hear({"request": "1", "measure": 20})
    assert "error" not in reply and (np.frombuffer(numbers, "<f8") > 0).all()
    assert list(reply["trace"]["arrays"]) == [f"{VOCABULARIES.index(20)}/here"]
    assert min(V for V in VOCABULARIES if V > LIVE) == 50_000
    for bad in (50_000, 30, "20", True, None):
        reply, _ = session.hear({"request": "2", "measure": bad})
        assert reply["error"]["text"]["zh"]


def test_an_open_question_keeps_everything_but_the_sizes():
    session = Costs(predict="hundredfold")
    assert set(session.trace["arrays"]) == {"V"}
    reply, numbers = session.hear({"request": "1", "measure": 20})
    assert numbers == [] and "trace" not in reply
    session.commit("hundredfold", "softmax")
    assert session.right == {"hundredfold": True} and "M" in session.trace["arrays"]


@pytest.mark.parametrize("V", [0, 7, "100", None, 1e5])
def test_a_size_that_is_not_on_show_is_named(V):
    with pytest.raises(w2v.W2VError):
        Costs(V)
