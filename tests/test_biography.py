"""The biography of a matrix: its parts add up, each is what it says, and the player sends them."""

import json
from itertools import product

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab.outputs import LAYERS
from w2v_lab.widgets.kit.trace import Trace
from w2v_lab.widgets.training_player.session import Session

SENTENCES = w2v.toy_sentences("kingdom", "en")
VOCABULARY = w2v.Vocabulary.from_sentences(SENTENCES)
KINDS = list(product(LAYERS, ("skip-gram", "cbow"), ("input", "output")))
ROUNDS, RATE = 6, 0.3


def windows(architecture="skip-gram"):
    return list(w2v.windows(SENTENCES, VOCABULARY, architecture))


def recorded(output="softmax", architecture="skip-gram", **settings):
    """Every update of a few rounds, at a rate that falls."""
    model = w2v.Model(VOCABULARY, 3, output, 3, **settings)
    run = [window.example for window in windows(architecture)]
    return w2v.record(model, run, ROUNDS, lambda at: RATE * (1 - at), snapshots=1_000)


def origins(architecture="skip-gram"):
    return [window.sentence for window in windows(architecture)]


def close(one, other):
    np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("output", "architecture", "side"), KINDS)
def test_start_and_parts_make_the_end_however_they_are_put_together(output, architecture, side):
    run = recorded(output, architecture)
    life = w2v.biography(run, side)
    at = run.W_in_at if side == "input" else run.W_out_at
    U = len(run.losses)
    np.testing.assert_array_equal(life.start, at(0))
    np.testing.assert_array_equal(life.end, at(U))
    for number in range(U):
        of_it = life.parts[life.numbers == number].sum(axis=0)
        close(at(number) + of_it, at(number + 1))
    for parts in (life.by_word(), life.by_group(origins(architecture)), life.by_group([0])):
        close(life.start + parts.sum(axis=0), life.end)
        way = np.linalg.norm(life.end - life.start, axis=1)
        close(life.along(parts).sum(axis=0), way)
    assert np.abs(life.end - life.start).max() > 0.1


@pytest.mark.parametrize("output", LAYERS)
def test_a_part_is_what_one_target_sends_back_or_what_one_input_adds_to_h(output):
    """By hand: the error of a target times the rows of W_out, and an input's row over C."""
    run = recorded(output)
    life = w2v.biography(run)
    for number, (step, rate) in enumerate(zip(run.steps, run.rates, strict=True)):
        parts, W_out = life.parts[life.numbers == number], run.W_out_at(number)
        for part, rows, e in zip(parts, step.rows, step.e, strict=True):
            by_hand = np.zeros_like(part)
            by_hand[step.example.inputs[0]] = -rate * sum(
                error * W_out[row] for row, error in zip(rows, e, strict=True)
            )
            close(part, by_hand)
        assert life.partners[life.numbers == number].tolist() == list(step.example.targets)
    run = recorded(output, "cbow")
    life = w2v.biography(run, "output")
    for number, (step, rate) in enumerate(zip(run.steps, run.rates, strict=True)):
        parts, W_in = life.parts[life.numbers == number], run.W_in_at(number)
        for part, given in zip(parts, step.example.inputs, strict=True):
            by_hand = np.zeros_like(part)
            for row, error in zip(step.rows[0], step.e[0], strict=True):
                by_hand[row] -= rate * error * W_in[given] / len(step.example.inputs)
            close(part, by_hand)


def test_only_the_sentences_of_a_word_move_its_input_vector_and_all_move_its_output_vector():
    run = recorded()
    parts = w2v.biography(run).by_group(origins())
    moved = np.abs(parts).max(axis=2) > 0
    holds = np.array([[word in sentence for word in VOCABULARY.words] for sentence in SENTENCES])
    np.testing.assert_array_equal(moved, holds)
    assert (np.abs(w2v.biography(run, "output").by_group(origins())).max(axis=2) > 0).all()


def test_the_turns_make_the_cosine_and_depend_on_the_order():
    run = recorded()
    turns = w2v.biography(run).turns(origins())
    first, last = (w2v.explore.cosines(run.W_in_at(k)) for k in (0, len(run.losses)))
    close(first + turns.sum(axis=0), last)
    model, order = w2v.Model(VOCABULARY, 3), (1, 0, 3, 2)
    cut = list(w2v.windows([SENTENCES[number] for number in order], VOCABULARY))
    other = w2v.record(model, [w.example for w in cut], ROUNDS, RATE, snapshots=1_000)
    shares = w2v.biography(other).turns([order[w.sentence] for w in cut])
    king, queen = VOCABULARY.ids(["king", "queen"])
    assert np.abs(shares - turns)[:, king, queen].max() > 0.1


def test_what_has_no_biography_is_told_so():
    run = [window.example for window in windows()]
    sparse = w2v.record(w2v.Model(VOCABULARY, 3), run, ROUNDS, snapshots=5)
    whole = recorded()
    for bad in (sparse, run, None):
        with pytest.raises(w2v.W2VError):
            w2v.biography(bad)
    with pytest.raises(w2v.W2VError):
        w2v.biography(whole, "both")
    for groups in (
        [],
        [0.5],
        ["0"],
        [-1],
        [10**12],
        [[0]],
        [[0], [0, 1]],
        0,
        origins()[:-1],
        [0] * (len(whole.losses) + 1),
    ):
        with pytest.raises(w2v.W2VError):
            w2v.biography(whole).by_group(groups)
        with pytest.raises(w2v.W2VError):
            Session(whole, sentences=SENTENCES, origins=groups)
    many = [[f"word{i}" for i in range(120)]]
    words = w2v.Vocabulary.from_sentences(many)
    cut = list(w2v.examples(many, words))
    large = w2v.record(w2v.Model(words, 20), cut, snapshots=len(cut) + 1)
    for bad in (
        {"sentences": SENTENCES[:3], "origins": origins()},
        {"sentences": "the king", "origins": origins()},
        {"leaf": "biography"},
    ):
        with pytest.raises(w2v.W2VError):
            Session(whole, **bad)
    with pytest.raises(w2v.W2VError):
        Session(sparse, sentences=SENTENCES, origins=origins())
    with pytest.raises(w2v.W2VError):
        Session(large, sentences=many, origins=[0] * len(cut))


# What the player is sent


def leaf(run, **settings):
    """The leaf as it comes when it is asked for, with the values of its numbers by id."""
    session = Session(run, sentences=SENTENCES, origins=origins(), **settings)
    reply, buffers = session.hear({"request": "1", "leaf": "biography"})
    facts = json.loads(json.dumps(reply["trace"]))
    data = np.frombuffer(buffers[0], "<f8")
    arrays = {
        name: data[at["offset"] :][: int(np.prod(at["shape"]))].reshape(at["shape"])
        for name, at in facts["arrays"].items()
    }
    return facts, arrays, len(json.dumps(facts)) + len(buffers[0])


def test_the_player_sends_all_lives_in_a_few_kilobytes():
    run = recorded()
    facts, arrays, size = leaf(run)
    print(f"the biographies of {len(VOCABULARY)} words from 4 sentences: {size:,} bytes")
    assert size < 25_000
    lives = {"in": w2v.biography(run), "out": w2v.biography(run, "output")}
    assert facts["sides"] == list(lives) and facts["sentences"] == SENTENCES
    for side, life in lives.items():
        np.testing.assert_array_equal(arrays[f"sentence_{side}"], life.by_group(origins()))
        np.testing.assert_array_equal(arrays[f"word_{side}"], life.by_word())
        np.testing.assert_array_equal(arrays[f"start_{side}"], life.start)
    np.testing.assert_array_equal(arrays["cos_sentence"], lives["in"].turns(origins()))
    cosine = np.array(arrays["cos_end"])
    np.fill_diagonal(cosine, -2)
    assert facts["nearest"] == cosine.argmax(axis=1).tolist()


def test_every_sum_on_show_is_the_sum_of_what_it_names():
    facts, arrays, _ = leaf(recorded())
    sums = {name: rule for name, rule in facts["relations"].items() if rule["op"] == "sum"}
    assert len(sums) == 9 and set(facts["relations"]) == set(arrays)
    for name, rule in sums.items():
        sources = [source.partition("[")[0] for source in rule["of"]]
        first, *more = [arrays[source] for source in sources]
        total = first + sum(part.sum(axis=0) for part in more) if more else first.sum(axis=0)
        close(total, arrays[name])


def test_a_leaf_may_be_open_from_the_start_and_waits_behind_a_question():
    run = recorded("hierarchical-softmax")
    session = Session(run, sentences=SENTENCES, origins=origins(), leaf="biography")
    assert session.trace["opened"]["leaf"] == "biography"
    assert session.trace["opened"]["sides"] == ["in"]  # a row of W_out is no word's
    assert {"start_in", "loss_1"} <= set(session.trace["arrays"])
    assert "biography" not in Session(run).trace["leaves"]
    asked = Session(
        run, sentences=SENTENCES, origins=origins(), leaf="biography", predict="another_seed"
    )
    assert "opened" not in asked.trace and asked.trace["arrays"] == {}
    assert isinstance(session.life.trace(), Trace)
