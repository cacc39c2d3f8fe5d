"""What came out otherwise, the switch of all gates, and a learner's own seed."""

import subprocess
import sys

import pytest

import w2v_lab as w2v
from w2v_lab import lessons, memory
from w2v_lab.exercises import find_the_mistakes, wrong_updates
from w2v_lab.lessons.surprises import your_surprises
from w2v_lab.messages import catalogue
from w2v_lab.widgets.predict.session import Session as Predict
from w2v_lab.widgets.row_selector.session import Session as RowSelector

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


def wrong(name):
    question = lessons.find(name)
    return next(choice for choice in question.choices if choice != question.answer())


def test_nobody_is_surprised_before_the_first_answer():
    assert len(your_surprises()) == 0 and "No question" in repr(your_surprises())


@LANGUAGES
def test_a_failed_prediction_is_told_with_both_choices_and_the_reason(language):
    w2v.set_language(language)
    name = "which_row"
    RowSelector(predict=name).commit(name, wrong(name))
    (one,) = w2v.your_surprises(1)
    texts = catalogue("l01")
    for part in ("", f"_{wrong(name)}", f"_{one.answer}", f"_{one.answer}_why"):
        assert texts[f"{name}{part}"][language] in repr(w2v.your_surprises())
    assert one.answer == lessons.find(name).answer() and not one.mended
    assert len(w2v.your_surprises("02")) == len(w2v.your_surprises(2)) == 0


def test_a_prediction_that_came_true_is_counted_and_not_shown():
    Predict("first_loss").commit("first_loss", lessons.find("first_loss").answer())
    assert len(your_surprises()) == 0 and your_surprises().answered == 1
    assert "1" in repr(your_surprises())


def test_the_first_answer_counts_and_a_question_that_is_open_again_gives_nothing_away():
    session = Predict("first_loss")
    session.commit("first_loss", wrong("first_loss"))
    session.again("first_loss")
    assert your_surprises().answered == 0 and len(your_surprises()) == 0
    session.commit("first_loss", lessons.find("first_loss").answer())
    assert your_surprises()[0].mended and your_surprises()[0].choice == wrong("first_loss")


def test_what_is_remembered_wrongly_is_passed_over_and_shown_as_text():
    for told in ({}, {"question": []}, {"question": "which_row", "choice": "<b>"}):
        memory.current().add("answer", **told)
    memory.current().add("answer", question="no_such", choice="a", right=False)
    assert your_surprises().answered == 0
    Predict("first_loss").commit("first_loss", wrong("first_loss"))
    assert your_surprises()._repr_html_().count("<li>") == 1


@pytest.mark.parametrize("lesson", [99, "x", True, -1, 1.5, [1]])
def test_a_lesson_that_there_is_not_is_refused(lesson):
    with pytest.raises(w2v.W2VError, match="lesson"):
        your_surprises(lesson)


@LANGUAGES
def test_open_gates_show_everything_and_closed_ones_ask(language):
    w2v.set_language(language)
    asked = RowSelector(predict="which_row")
    w2v.set_gates("open")
    shown = RowSelector(predict="which_row")
    assert shown.gates == [] and not any(shown.doors.values()) and "1/h" in shown.trace["arrays"]
    assert asked.doors == {"products": True}, "what was made before stays as it is"
    assert Predict("first_loss").gates, "a question on its own has nothing else to show"
    with pytest.raises(w2v.W2VError):
        RowSelector(predict="no_such")
    w2v.set_gates("closed")
    assert RowSelector(predict="which_row").doors == {"products": True}
    for other in ("ajar", None, True, ["open"]):
        with pytest.raises(w2v.W2VError):
            w2v.set_gates(other)


def test_what_was_answered_is_still_remembered_behind_open_gates():
    RowSelector(predict="which_row").commit("which_row", wrong("which_row"))
    w2v.set_gates("open")
    RowSelector(predict="which_row")
    w2v.set_gates("closed")
    assert RowSelector(predict="which_row").choices == {"which_row": wrong("which_row")}


def test_each_seed_has_its_own_numbers_and_all_six_keys_are_given_out():
    orders = set()
    for seed in range(12):
        rows = wrong_updates(seed).rows
        taken = {letter: ratio(rows, letter) for letter in "abc"}
        order = tuple(named(taken[letter]) for letter in "abc")
        assert find_the_mistakes(*order, seed=seed).passed
        orders.add(order)
    assert len(orders) == 6
    assert find_the_mistakes("moved", "undivided", "assigned").passed, "seed 0, as before"
    assert not find_the_mistakes("moved", "undivided", "assigned", seed=1).passed
    assert abs(wrong_updates(1).rows[0][3] - wrong_updates(2).rows[0][3]).max() > 1e-3
    for seed in (-1, 0.5, "7"):
        with pytest.raises(w2v.W2VError):
            wrong_updates(seed)


def ratio(rows, letter):
    """The gradient taken over the one measured, for the repeated word and for the other."""
    return [
        (taken / measured).round(4).tolist() for one, _, taken, measured in rows if one == letter
    ]


def named(ratios):
    known = {str([[3.0] * 3] * 2): "undivided", str([[0.5] * 3, [1.0] * 3]): "assigned"}
    return known.get(str(ratios), "moved")


def test_in_a_notebook_the_file_beside_it_remembers_though_no_widget_is_loaded(tmp_path):
    code = (
        "import sys, types\n"
        "shell = types.SimpleNamespace(kernel=object())\n"
        "sys.modules['IPython'] = types.SimpleNamespace(get_ipython=lambda: shell)\n"
        "import w2v_lab as w2v\n"
        "from w2v_lab import memory\n"
        "print(memory.current().path)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"W2V_MEMORY": ""}, capture_output=True
    )
    assert done.stdout.decode().strip() == str(tmp_path / memory.FILE), done.stderr
    code = code.replace("kernel=object()", "kernel=None")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"W2V_MEMORY": ""}, capture_output=True
    )
    assert done.stdout.decode().strip() == "None", done.stderr
