"""Floor 3: one loop, drained or recorded, and a recording that can be played back."""

import itertools

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab.training import kept_numbers, most_snapshots

ARCHITECTURES = ["skip-gram", "cbow", "next-word"]


def prepared(lib, architecture="skip-gram", vector_size=3):
    """A new model and its examples, the same every time."""
    sentences = lib.toy_sentences("kingdom")
    vocabulary = lib.Vocabulary.from_sentences(sentences)
    examples = list(lib.examples(sentences, vocabulary, architecture))
    return lib.Model(vocabulary, vector_size=vector_size, seed=7), examples


def same_bits(one, other):
    """Equal to the last bit: unlike ==, this tells 0 from -0 and NaN from other NaNs."""
    return one.shape == other.shape and one.tobytes() == other.tobytes()


def same_model(one, other):
    """Both matrices equal to the last bit."""
    return same_bits(one.W_in, other.W_in) and same_bits(one.W_out, other.W_out)


def same_step(one, other):
    """Every array of two steps equal to the last bit."""
    letters = ("rows", "u", "y", "t", "e")
    pairs = [(one.h, other.h), (one.EH, other.EH)]
    for letter in letters:
        pairs += zip(getattr(one, letter), getattr(other, letter), strict=True)
    same = all(same_bits(*pair) for pair in pairs)
    return same and (one.example, one.loss) == (other.example, other.loss)


# The loop


def check_training_by_hand(lib, architecture="skip-gram"):
    """Training is: for each epoch, for each example, look and then apply."""
    (model, examples), (by_hand, _) = (prepared(lib, architecture) for _ in range(2))
    losses = []
    for _ in range(3):
        for example in examples:
            step = by_hand.step(example)
            losses.append(step.loss)
            by_hand.apply(step, 0.3)
    assert same_bits(lib.train(model, examples, epochs=3, learning_rate=0.3), np.array(losses))
    assert same_model(model, by_hand)


def check_rate_by_progress(lib):
    """A rate that is a function is asked at each update, with the part that is behind it."""
    (model, examples), (by_hand, _) = (prepared(lib) for _ in range(2))
    asked = []

    def rate(progress):
        asked.append(progress)
        return 0.5 * (1 - progress)

    lib.train(model, examples, epochs=2, learning_rate=rate)
    total = 2 * len(examples)
    assert asked == [number / total for number in range(total)]
    for progress, example in zip(asked, examples * 2, strict=True):
        by_hand.apply(by_hand.step(example), 0.5 * (1 - progress))
    assert same_model(model, by_hand)


def check_watched_is_unwatched(lib, architecture="skip-gram", epochs=20):
    """A recorded run and a drained one end at the same weights, by the same losses."""
    (watched, examples), (unwatched, _) = (prepared(lib, architecture) for _ in range(2))
    recording = lib.record(watched, examples, epochs, 0.2)
    losses = lib.train(unwatched, examples, epochs, 0.2)
    assert same_bits(recording.losses, losses)
    assert same_model(watched, unwatched)


def check_replay(lib, epochs=2):
    """From the first weights, the recorded steps lead through all the others to the last."""
    model, examples = prepared(lib)
    replayed, _ = prepared(lib)
    recording = lib.record(model, examples, epochs, 0.2)
    total = epochs * len(examples)
    assert recording.numbers == tuple(range(total))
    for number, step in zip(recording.numbers, recording.steps, strict=True):
        assert same_bits(recording.W_in_at(number), replayed.W_in)
        assert same_bits(recording.W_out_at(number), replayed.W_out)
        assert same_step(step, replayed.step(step.example))
        replayed.apply(step, 0.2)
    assert same_model(replayed, model)
    assert same_bits(recording.W_in_at(total), model.W_in)
    assert same_bits(recording.W_out_at(total), model.W_out)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_training_is_the_loop_written_by_hand_bit_for_bit(architecture):
    check_training_by_hand(w2v, architecture)


def test_a_rate_may_be_a_function_of_the_progress():
    check_rate_by_progress(w2v)


def test_a_step_is_seen_before_it_is_applied():
    model, examples = prepared(w2v)
    before = model.W_out.copy()
    run = w2v.steps(model, examples, learning_rate=0.2)
    first = next(run)
    assert same_bits(model.W_out, before)
    model_by_hand, _ = prepared(w2v)
    model_by_hand.apply(first, 0.2)
    next(run)
    assert same_model(model, model_by_hand)


def test_training_lowers_the_loss_of_every_architecture():
    for architecture in ARCHITECTURES:
        model, examples = prepared(w2v, architecture)
        losses = w2v.train(model, examples, 200, 0.1).reshape(200, -1).mean(axis=1)
        assert losses[-1] < 0.8 * losses[0]


def test_two_runs_from_the_same_seed_are_the_same_run():
    runs = [prepared(w2v) for _ in range(2)]
    for model, examples in runs:
        w2v.train(model, examples, 5, 0.2)
    assert same_model(runs[0][0], runs[1][0])


def test_a_rate_that_explodes_ends_in_numbers_and_not_in_an_error():
    model, examples = prepared(w2v)
    with np.errstate(all="ignore"):
        losses = w2v.record(model, examples, 20, 1e200).losses
    assert len(losses) == 20 * len(examples)
    assert not np.isfinite(losses).all()


@pytest.mark.parametrize("run", [w2v.train, w2v.record, lambda *all: list(w2v.steps(*all))])
@pytest.mark.parametrize(
    ("examples", "epochs", "key"),
    [
        ([], 1, "no_examples"),
        (iter(()), 1, "no_examples"),
        (None, 0, "not_a_count"),
        (None, -1, "not_a_count"),
        (None, 1.5, "not_a_count"),
        (None, True, "not_a_count"),
        (None, "3", "not_a_count"),
        ([(0, 1)], 1, "no_example"),
    ],
)
def test_a_run_that_cannot_start_is_refused_by_name(examples, epochs, key, run):
    model, ready = prepared(w2v)
    with pytest.raises(w2v.W2VError) as caught:
        run(model, ready if examples is None else examples, epochs)
    assert caught.value.key == key


@pytest.mark.parametrize("run", [w2v.train, w2v.record])
def test_a_spent_iterator_is_an_error_that_says_so(run):
    model, examples = prepared(w2v)
    spent = iter(examples)
    run(model, spent, epochs=2)
    with pytest.raises(w2v.W2VError, match="iterator was used before: keep a list"):
        run(model, spent)


# Recordings


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_watched_run_is_the_unwatched_run_bit_for_bit(architecture):
    check_watched_is_unwatched(w2v, architecture)


def test_a_recording_replays_to_the_same_weights():
    check_replay(w2v)


def test_every_kept_step_of_a_sparse_recording_is_that_of_the_full_run():
    model, examples = prepared(w2v, vector_size=100)
    recording = w2v.record(model, examples, 10, 0.2)
    total = 10 * len(examples)
    assert len(recording.numbers) < total
    assert recording.numbers[-1] == total - 1
    again, _ = prepared(w2v, vector_size=100)
    kept = dict(zip(recording.numbers, recording.steps, strict=True))
    for number, step in enumerate(w2v.steps(again, examples, 10, 0.2)):
        assert step.loss == recording.losses[number]
        if number in kept:
            assert same_step(kept[number], step)
            assert same_bits(recording.W_in_at(number), again.W_in)
            assert same_bits(recording.W_out_at(number), again.W_out)


def test_going_back_and_forth_gives_identical_weights():
    model, examples = prepared(w2v)
    recording = w2v.record(model, examples, 2, 0.2)
    forth = [(recording.W_in_at(k).copy(), recording.W_out_at(k).copy()) for k in range(10)]
    for k in reversed(range(10)):
        assert same_bits(recording.W_in_at(k), forth[k][0])
        assert same_bits(recording.W_out_at(k), forth[k][1])


def test_a_recording_is_not_moved_by_training_on():
    model, examples = prepared(w2v)
    recording = w2v.record(model, examples, 1, 0.2)
    last = recording.W_in_at(len(examples)).copy()
    w2v.train(model, examples, 1, 0.2)
    assert same_bits(recording.W_in_at(len(examples)), last)
    assert not same_bits(model.W_in, last)


@pytest.mark.parametrize("k", [-1, 10_000, 10**9])
def test_weights_that_were_not_kept_are_refused_with_the_nearest(k):
    model, examples = prepared(w2v)
    recording = w2v.record(model, examples)
    nearest = 0 if k < 0 else len(examples)
    with pytest.raises(w2v.W2VError, match=f"nearest kept ones are those before update {nearest}"):
        recording.W_in_at(k)


# Which updates are kept

RUNS = [(0, 10), (1, 10), (10, 10), (11, 10), (12, 10), (100, 10), (10_000, 10), (999, 100)]
RUNS += [(1_000_000, 333), (335, 334), (10**9, 50)]


@pytest.mark.parametrize(("total", "most"), RUNS)
def test_never_more_updates_are_kept_than_asked_and_the_last_always(total, most):
    numbers = kept_numbers(total, most)
    assert len(numbers) <= most
    assert numbers == sorted(set(numbers))
    assert numbers[-1:] == ([total - 1] if total else [])
    assert numbers[:1] == ([0] if total else [])


@pytest.mark.parametrize("total", range(31))
def test_all_updates_of_a_short_run_are_kept(total):
    assert kept_numbers(total, 30) == list(range(total))


@pytest.mark.parametrize(("total", "most"), [run for run in RUNS if run[0] > 5 * run[1]])
def test_every_update_is_kept_at_first_and_ever_fewer_later(total, most):
    numbers = kept_numbers(total, most)
    third = most // 3
    assert numbers[: third + 1] == list(range(third + 1))
    gaps = np.diff(numbers)
    assert all(b >= a - 1 for a, b in itertools.pairwise(gaps))  # rounding may take one back
    assert gaps[-1] == gaps.max() > gaps[len(gaps) // 2] > gaps[0] == 1


@pytest.mark.parametrize("vector_size", [2, 50, 5_000])
def test_the_kept_weights_fit_into_what_a_widget_may_send(vector_size):
    model, _ = prepared(w2v, vector_size=vector_size)
    most = most_snapshots(model)
    assert most == 10 or most * (model.W_in.nbytes + model.W_out.nbytes) <= 400_000
    assert most >= 10
