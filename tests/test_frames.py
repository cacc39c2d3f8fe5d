"""What a widget shows is what was computed: relations are evaluated and held to the values."""

import inspect
import itertools
import json
import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import lessons
from w2v_lab.widgets.first_look.frame import RATE, first_look
from w2v_lab.widgets.kit.source import line_of
from w2v_lab.widgets.kit.trace import MOST_ROWS, Trace
from w2v_lab.widgets.predict.frame import evidence
from w2v_lab.widgets.row_selector.frame import row_selector

SENTENCES = w2v.toy_sentences()
VOCABULARY = w2v.Vocabulary.from_sentences(SENTENCES)
SELECTIONS = [[0], [1], [1, 4, 1], [0, 1, 2, 3, 4, 5, 6, 7]]

OPERATIONS = {
    "product": lambda first, second: first[0] * second[0],
    "quotient": lambda top, bottom: top[0] / bottom[0],
    "sum": lambda terms: sum(terms),
    "mean": lambda terms: sum(terms) / len(terms),
    "softmax": lambda one, all_: np.exp(one[0]) / np.exp(all_).sum(),
    "cross_entropy": lambda chances: -np.log(chances).sum(),
}


class Page:
    """Reads a packed trace as the page does: bytes and places, ids and patterns."""

    def __init__(self, trace: Trace, state: str = ""):
        facts, data = trace.packed()
        self.facts = json.loads(json.dumps(facts))  # it must survive the way
        numbers = np.frombuffer(data, dtype="<f8")
        self.arrays = {
            name: numbers[at["offset"] :][: int(np.prod(at["shape"]))].reshape(at["shape"])
            for name, at in self.facts["arrays"].items()
        }
        self.state = state

    def array(self, name):
        return self.arrays.get(f"{self.state}/{name}", self.arrays.get(name))

    def labels(self, name, axis):
        by_word = self.facts["relations"][name]["index"][axis] == "i"
        return self.facts["rows"] if by_word else list(range(self.array(name).shape[axis]))

    def values(self, pattern, given):
        name, index = re.fullmatch(r"([^\[]+)(?:\[(.*)\])?", pattern).groups()
        chosen = []
        for axis, token in enumerate(index.split(",") if index else []):
            labels = self.labels(name, axis)
            wanted = labels if token == ":" else np.atleast_1d(given[token])
            chosen.append([labels.index(label) for label in wanted])
        return [self.array(name)[place] for place in itertools.product(*chosen)]

    def check(self, inputs=(), targets=()):
        """Every number of every array with a formula: compare; return how many there were."""
        count = 0
        for name, rule in self.facts["relations"].items():
            array = self.array(name)
            if array is None or rule["op"] == "given":
                continue
            for place in np.ndindex(array.shape):
                given = {"inputs": list(inputs), "targets": list(targets)}
                for axis, letter in enumerate(rule["index"]):
                    given[letter] = self.labels(name, axis)[place[axis]]
                if letter_is_other_example(rule, given):
                    continue
                sources = [self.values(pattern, given) for pattern in rule["of"]]
                expected = OPERATIONS[rule["op"]](*sources)
                assert array[place] == pytest.approx(expected, rel=1e-12, abs=1e-15), (name, place)
                count += 1
        return count


def letter_is_other_example(rule, given):
    return any("targets" in pattern for pattern in rule["of"]) and given["e"] != given.get("now", 0)


@pytest.mark.parametrize("selection", SELECTIONS)
def test_every_number_of_the_row_selector_follows_from_its_sources(selection):
    model = w2v.Model(VOCABULARY)
    page = Page(row_selector(model, SELECTIONS), ",".join(map(str, selection)))
    assert page.check(inputs=selection) == 8 * 5 + 5 + 5 + 5 + 1
    assert np.array_equal(page.array("h"), model.hidden(selection))
    assert np.array_equal(page.array("W_in"), model.W_in)
    assert page.array("C") == len(selection)
    assert page.array("difference") <= 1e-16


def test_one_input_needs_no_rounding_the_two_roads_are_equal():
    page = Page(row_selector(w2v.Model(VOCABULARY), [[3]]), "3")
    assert page.array("difference") == 0
    assert np.array_equal(page.array("h"), page.array("long_h"))


def test_every_number_of_the_first_look_follows_from_its_sources():
    look = first_look(SENTENCES)
    page = Page(look.trace())
    targets = page.facts["windows"][0]["targets"]
    assert page.check(targets=targets) == 3 * (20 * 8) + 3
    assert np.array_equal(page.array("count"), VOCABULARY.counts)
    assert np.array_equal(page.array("loss")[3], look.before[3].loss)
    assert page.array("round_loss")[0] == look.recording.losses[:20].mean()
    assert len(page.array("view")) == len(page.facts["updates"]) == len(page.array("cosine"))
    assert page.facts["updates"][-1] == len(look.recording.losses)


def test_the_film_ends_with_the_model_and_its_camera_never_moves():
    look = first_look(SENTENCES)
    view = Page(look.trace()).array("view")
    assert np.array_equal(look.recording.W_in_at(len(look.recording.losses)), look.model.W_in)
    first, last = look.recording.W_in_at(0), look.model.W_in
    flat = np.linalg.lstsq(last - last.mean(axis=0), view[-1], rcond=None)[0]
    assert np.allclose((first - last.mean(axis=0)) @ flat, view[0], atol=1e-12)


def test_the_one_step_of_the_first_look_is_one_apply():
    look = first_look(SENTENCES)
    model = w2v.Model(VOCABULARY)
    model.apply(model.step(look.windows[2].example), RATE)
    assert np.array_equal(look.after[2].y[0], model.step(look.windows[2].example).y[0])


def test_what_a_question_asks_for_is_not_sent_before_it_is_answered():
    hidden = Page(row_selector(w2v.Model(VOCABULARY), [[1]], hide=True), "1")
    assert {name.split("/")[-1] for name in hidden.arrays} == {
        *("W_in", "V", "N", "x", "C", "multiplications", "by_zero")
    }
    look = first_look(SENTENCES)
    assert set(Page(look.trace(True, True)).arrays) == {"V", "K", "count"}
    later = set(Page(look.trace(False, True)).arrays)
    assert "y" in later and not {"y_trained", "u_trained", "view", "cosine", "round_loss"} & later


def test_a_large_vocabulary_shows_its_most_frequent_rows_and_the_chosen_ones():
    words = [f"w{i}" for i in range(5000)]
    model = w2v.Model(w2v.Vocabulary(words, range(5000, 0, -1)))
    page = Page(row_selector(model, [[4321], [0]]), "4321")
    assert page.facts["rows"] == [*range(MOST_ROWS - 1), 4321]
    assert page.facts["hidden_rows"] == 5000 - MOST_ROWS
    assert page.check(inputs=[4321]) > 0
    assert page.array("multiplications") == 25_000
    assert len(row_selector(model, [[i] for i in range(12)]).packed()[1]) < 500_000


def test_the_largest_first_look_is_small_enough_to_send():
    sentences = [[f"w{i}" for i in range(24)], [f"v{i}" for i in range(24)]]
    facts, data = first_look(sentences).trace().packed()
    assert len(data) + len(json.dumps(facts)) < 500_000


def _proved(question):
    return evidence(question, question.prove())


def test_not_a_number_and_infinity_arrive_as_they_are():
    model = w2v.Model(VOCABULARY)
    model.W_in[1] = [np.nan, np.inf, -np.inf, -0.0, 5e-324]
    page = Page(row_selector(model, [[1]]), "1")
    assert np.array_equal(page.array("W_in")[1], model.W_in[1], equal_nan=True)
    assert np.signbit(page.array("W_in")[1, 3])


# Names, and not the traces: what is computed here each process would compute to list its tests.
TRACES = {
    "row_selector": lambda: row_selector(w2v.Model(VOCABULARY), [[1]]),
    "first_look": lambda: first_look(SENTENCES).trace(),
} | {q.name: partial(_proved, q) for q in lessons.questions().values() if q.prove}


@pytest.mark.parametrize("name", TRACES)
def test_the_code_shown_stands_in_the_file_at_the_line_named(name):
    trace = TRACES[name]()
    for name, rule in trace.facts["relations"].items():
        code = rule["code"]
        path = Path(inspect.getfile(w2v)).parents[1] / code["file"]
        line = path.read_text(encoding="utf-8").splitlines()[code["number"] - 1]
        assert line.strip() == code["lines"][code["first"]].strip(), name


def test_each_column_of_the_evidence_has_its_reading_and_counts_have_no_decimals():
    for question in lessons.questions().values():
        if not question.prove:
            continue
        trace = evidence(question, question.prove())
        reading = trace.facts["relations"]["evidence"]["says"]["reading"]
        columns = trace.facts["names"][1]
        each = reading if isinstance(reading, list) else [reading] * len(columns)
        assert len(each) == len(columns) and all(text["en"] and text["zh"] for text in each)
    counted = lessons.find("rows_touched")
    told = evidence(counted, counted.prove()).facts
    texts = told["relations"]["evidence"]["says"]["reading"]
    assert len({text["en"] for text in texts}) == 3  # a count, bits and rows are three things
    assert len(told["whole"]) == 12 * 3
    pays = lessons.find("who_pays")
    ranks = evidence(pays, pays.prove()).facts["whole"]
    assert ranks == [f"evidence[{r},{c}]" for r in range(4) for c in range(2)]  # but not the mean


def test_a_line_that_does_not_exist_is_an_error_and_not_a_blank():
    with pytest.raises(LookupError):
        line_of(w2v.Model.step, "no_such_name")


@pytest.mark.parametrize(
    ("function", "field", "line"),
    [
        (w2v.Model.step, "u", "u = self.W_out[rows] @ h"),
        (w2v.Model.step, "loss", "loss = 0.0"),
        (w2v.Model.__init__, "V", 'V, N = len(vocabulary), whole("vector_size", vector_size)'),
        (w2v.Model.probability, "return", "return math.exp(-self.step(example).loss)"),
    ],
)
def test_the_line_of_a_name_is_its_own_assignment(function, field, line):
    code = line_of(function, field)
    assert code["lines"][code["first"]] == line


def test_a_line_in_a_package_within_the_package_is_found_there():
    assert line_of(w2v.Model.step, "u")["file"] == "w2v_lab/model.py"
    assert line_of(row_selector, "product")["file"] == "w2v_lab/widgets/row_selector/frame.py"


@pytest.mark.parametrize("name", lessons.questions())
def test_every_question_has_an_answer_that_the_library_computes(name):
    question = lessons.find(name)
    assert question.answer() in question.choices
    told = question.revealed(question.choices[0])
    assert told["answer"] == question.answer()
    assert "answer" not in question.asked() and "why" not in question.asked()


@pytest.mark.parametrize("name", lessons.questions())
def test_the_answer_holds_in_both_languages(name):
    english = lessons.find(name).answer()
    w2v.set_language("zh")
    assert lessons.find(name).answer() == english
