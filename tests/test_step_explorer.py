"""The step explorer: every number follows from its sources and is the library's, bit for bit."""

import json

import numpy as np
import pytest
from test_frames import OPERATIONS, Page
from test_widgets import arrays, ask

import w2v_lab as w2v
from w2v_lab import lessons
from w2v_lab.checking import finite_differences, gradient_check
from w2v_lab.exercises import wrong_update
from w2v_lab.messages import catalogue
from w2v_lab.widgets import StepExplorer
from w2v_lab.widgets.step_explorer.frame import PHASES, chosen_steps, step_explorer

SENTENCES = w2v.toy_sentences()
VOCABULARY = w2v.Vocabulary.from_sentences(SENTENCES)
OUTPUTS = ["softmax", "negative-sampling", "hierarchical-softmax"]
ARCHITECTURES = ["next-word", "skip-gram", "cbow"]

DERIVED = {
    **OPERATIONS,
    "dot": lambda left, right: sum(a * right[i % len(right)] for i, a in enumerate(left)),
    "sigmoid": lambda u: 1 / (1 + np.exp(-u[0])),
    "difference": lambda a, b: a[0] - b[0],
    "share": lambda x, EH, C: x[0] * EH[0] / C[0],
    "moved": lambda w, rate, slope: w[0] - rate[0] * slope[0],
    "yes_no": lambda ys, ts: -sum(np.log(y if t else 1 - y) for y, t in zip(ys, ts, strict=True)),
}


def recorded(output="softmax", architecture="next-word", epochs=3, learning_rate=0.5, N=3):
    model = w2v.Model(VOCABULARY, vector_size=N, output=output, negative=3)
    run = list(w2v.examples(SENTENCES, VOCABULARY, architecture))
    return w2v.record(model, run, epochs, learning_rate)


class StepPage(Page):
    """Reads a step explorer's trace as its page does, one kept step at a time."""

    def __init__(self, trace, place):
        super().__init__(trace)
        self.place = self.facts["states"].index(str(place))
        self.lines = self.facts["lines"][self.place]
        self.inputs = self.facts["inputs"][self.place]

    def array(self, name):
        return self.arrays[name][self.place] if name in self.arrays else None

    def follow(self, name, given):
        def everywhere(take):
            return [
                value
                for s, rows in enumerate(self.lines)
                for r, row in enumerate(rows)
                if (value := take(s, r, row)) is not None
            ]

        u, y, t, e = map(self.array, "uyte")
        W_out = self.array("W_out")
        row = given.get("i", given.get("m"))
        return {
            "row": lambda: W_out[self.lines[given["s"]][given["r"]]],
            "scores": lambda: u[given["s"]][: len(self.lines[given["s"]])],
            "hits": lambda: [y[s][t[s] == 1][0] for s in range(len(self.lines))],
            "predictions": lambda: everywhere(lambda s, r, _: y[s, r]),
            "labels": lambda: everywhere(lambda s, r, _: t[s, r]),
            "errors": lambda: everywhere(lambda s, r, _: e[s, r]),
            "column": lambda: everywhere(lambda s, r, row: W_out[row, given["j"]]),
            "row_errors": lambda: everywhere(lambda s, r, at: e[s, r] if at == row else None),
            "row_h": lambda: [self.array("h")[given["j"]]],
        }[name]()

    def labels(self, name, axis):
        return list(range(self.array(name).shape[axis]))

    def check(self, inputs=(), targets=()):
        count = 0
        for name, rule in self.facts["relations"].items():
            array = self.array(name)
            if array is None or rule["op"] == "given":
                continue
            for place in np.ndindex(array.shape):
                given = dict(zip(rule["index"], place, strict=True)) | {"inputs": self.inputs}
                if "r" in given and not (
                    given["s"] < len(self.lines) and given["r"] < len(self.lines[given["s"]])
                ):
                    continue
                sources = [
                    self.follow(p[1:], given) if p[0] == "@" else self.values(p, given)
                    for p in rule["of"]
                ]
                expected = DERIVED[rule["op"]](*sources)
                assert array[place] == pytest.approx(expected, rel=1e-12, abs=1e-14), (name, place)
                count += 1
        return count


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_number_follows_from_its_sources(output, architecture):
    recording = recorded(output, architecture)
    chosen = chosen_steps(recording)
    trace = step_explorer(recording, chosen, list(PHASES))
    for place in (0, len(chosen) // 2, chosen[-1]):
        assert StepPage(trace, chosen[min(place, len(chosen) - 1)]).check() > 60


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_number_is_the_records_to_the_last_bit(output):
    recording = recorded(output, "skip-gram")
    chosen = chosen_steps(recording)
    trace = step_explorer(recording, chosen, list(PHASES))
    for place in chosen:
        page, step = StepPage(trace, place), recording.steps[place]
        number = recording.numbers[place]
        assert np.array_equal(page.array("W_in"), recording.W_in_at(number))
        assert np.array_equal(page.array("W_out"), recording.W_out_at(number))
        for name in ("h", "EH", "loss"):
            assert np.array_equal(page.array(name), getattr(step, name))
        for name in "uyte":
            for s, line in enumerate(getattr(step, name)):
                assert np.array_equal(page.array(name)[s, : len(line)], line)
        if number + 1 in recording.numbers:
            assert np.array_equal(page.array("new_in"), recording.W_in_at(number + 1))
            assert np.array_equal(page.array("new_out"), recording.W_out_at(number + 1))
            after = recording.model_at(number + 1)
            drawn = step.negatives if any(step.negatives) else None
            assert page.array("after") == after.step(step.example, drawn).loss != step.loss


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_input_vector_is_moved_by_the_updates_that_have_its_word_among_the_inputs(output):
    said = catalogue("step_explorer")["reading_W_in"]["en"]
    assert said.endswith("moved since by the updates that have its word among the inputs")
    recording, moved = recorded(output, "cbow", epochs=2), set()
    for k, step in zip(recording.numbers, recording.steps, strict=True):
        change = (recording.W_in_at(k + 1) != recording.W_in_at(k)).any(axis=1)
        assert {*np.flatnonzero(change)} <= {*step.example.inputs}, k
        moved |= {*np.flatnonzero(change)}
    assert moved == {word for step in recording.steps for word in step.example.inputs}


def test_the_gradients_are_what_apply_takes_away():
    recording = recorded("softmax", "cbow")
    model, step = recording.model_at(7), recording.steps[7]
    G_in, G_out = model.gradients(step)
    moved = model.with_weights(model.W_in, model.W_out)
    moved.apply(step, 0.25)
    np.testing.assert_allclose(model.W_in - moved.W_in, 0.25 * G_in, rtol=0, atol=1e-15)
    np.testing.assert_allclose(model.W_out - moved.W_out, 0.25 * G_out, rtol=0, atol=1e-15)


@pytest.mark.parametrize("output", OUTPUTS)
def test_finite_differences_agree_for_100_random_weights(output):
    recording = recorded(output, "cbow", epochs=4)
    rng = np.random.default_rng(0)
    checked = 0
    while checked < 100:
        place = int(rng.integers(len(recording.steps)))
        check = gradient_check(
            recording.model_at(recording.numbers[place]), recording.steps[place], 0.5
        )
        side = int(rng.integers(2))
        at = tuple(int(rng.integers(n)) for n in check.taken[side].shape)
        assert check.taken[side][at] == pytest.approx(check.measured[side][at], abs=1e-9)
        assert check.passed
        checked += 1


@pytest.mark.parametrize("letter", ["a", "b", "c"])
def test_a_wrong_update_turns_the_badge_red(letter):
    widget = StepExplorer(wrong_update(letter))
    assert widget.trace["checks"]["0"]["passed"] is False
    assert StepExplorer(recorded()).trace["checks"]["0"]["passed"] is True


@pytest.mark.parametrize(
    "wrong",
    [
        lambda model, step: setattr(model, "W_in", model.W_in + 1e-3),  # moves what it must not
        lambda model, step: None,  # moves nothing
        lambda model, step: w2v.Model.apply(model, step, -0.5),  # climbs
    ],
)
def test_other_wrong_updates_are_seen_too(wrong, monkeypatch):
    recording = recorded("softmax", "cbow")
    model, step = recording.model_at(20), recording.steps[20]
    assert gradient_check(model, step, 0.5).passed
    kind = type("Wrong", (w2v.Model,), {"apply": lambda self, step, rate: wrong(self, step)})
    model.__class__ = kind
    assert not gradient_check(model, step, 0.5).passed


def test_the_check_leaves_the_model_as_it_was():
    recording = recorded("negative-sampling", "skip-gram")
    model, step = recording.model_at(3), recording.steps[3]
    before = model.W_in.copy(), model.W_out.copy(), model.rng.bit_generator.state
    gradient_check(model, step, 0.5)
    finite_differences(model, step)
    assert np.array_equal(model.W_in, before[0]) and np.array_equal(model.W_out, before[1])
    assert model.rng.bit_generator.state == before[2]


def test_a_check_is_computed_when_the_page_asks():
    widget = StepExplorer(recorded())
    reply = ask(widget, check=5)
    assert reply["trace"]["passed"] is True and reply["trace"]["place"] == 5
    assert set(reply["trace"]["arrays"]) == {
        f"5/{name}"
        for name in ("taken_in", "taken_out", "measured_in", "measured_out", "difference")
    }
    for nonsense in ("5", -1, 10**6, None, 1.5):
        assert "trace" not in ask(widget, check=nonsense)


@pytest.mark.parametrize(
    ("question", "hidden"),
    [
        ("softmax_first", {"y", "t", "loss", "e", "EH", "G_in", "G_out", "new_in", "after"}),
        ("first_loss", {"y", "t", "loss", "e", "EH", "G_in", "G_out", "new_in", "after"}),
        ("first_update", {"EH", "G_in", "G_out", "new_in", "new_out", "after"}),
    ],
)
def test_what_a_question_asks_for_is_not_sent_before_it_is_answered(question, hidden):
    widget = StepExplorer(recorded(), predict=question)
    assert not hidden & set(arrays(widget))
    assert "trace" not in ask(widget, check=0)
    ask(widget, commit=question, choice=lessons.find(question).choices[0])
    assert hidden <= set(arrays(widget))


def test_a_run_that_explodes_arrives_as_it_is():
    with np.errstate(all="ignore"):
        recording = recorded(epochs=30, learning_rate=50.0)
        widget = StepExplorer(recording)
    sent = arrays(widget)
    assert np.isinf(sent["W_out"]).any() or np.isnan(sent["W_out"]).any()
    assert np.array_equal(sent["loss"][-1], recording.steps[-1].loss, equal_nan=True)
    last = len(recording.steps) - 1
    assert ask(widget, check=last)["trace"]["finite"] is False


@pytest.mark.parametrize(("V", "N"), [(8, 3), (40, 10), (60, 20)])
def test_what_is_sent_stays_small(V, N):
    words = [f"w{i}" for i in range(V)]
    vocabulary = w2v.Vocabulary.from_sentences([words])
    model = w2v.Model(vocabulary, vector_size=N)
    recording = w2v.record(model, w2v.examples([words], vocabulary), 8, 0.1)
    widget = StepExplorer(recording)
    size = len(json.dumps(widget.trace)) + len(widget.numbers)
    print(f"{V} × {N}: {len(widget.trace['states'])} steps, {size / 1000:.0f} kB")
    assert size < 500_000
    assert len(widget.trace["states"]) >= 4
    assert widget.trace["updates"][-1] == len(recording.losses) - 1


def test_too_many_words_get_a_kind_error():
    words = [f"w{i}" for i in range(61)]
    vocabulary = w2v.Vocabulary.from_sentences([words])
    recording = w2v.record(w2v.Model(vocabulary), w2v.examples([words], vocabulary))
    with pytest.raises(w2v.W2VError, match="up to 60 words"):
        StepExplorer(recording)


def test_the_explorer_starts_where_it_is_told():
    recording = recorded(epochs=5)
    for at, expected in ((0, 0), (20, 20), (-1, len(recording.losses) - 1)):
        trace = StepExplorer(recording, at=at).trace
        assert trace["updates"][trace["first"]] == expected
    assert StepExplorer(recording, phase="slopes").trace["start"] == 7
    for wrong in ({"phase": "nowhere"}, {"picture": "photo"}):
        with pytest.raises(w2v.W2VError):
            StepExplorer(recording, **wrong)


def test_the_explorer_follows_its_recording():
    widget = StepExplorer(recorded(epochs=1))
    widget.recording = recorded("negative-sampling", epochs=1)
    assert widget.trace["output"] == "NegativeSampling"


def test_a_forward_walk_ends_at_the_loss():
    sent = arrays(StepExplorer(recorded(), forward=True))
    assert "loss" in sent and not {"e", "EH", "G_in", "new_in", "after"} & set(sent)
