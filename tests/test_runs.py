"""The run that a lesson's cells make is the run that its questions ask about."""

import numpy as np
import pytest
from test_lessons import LANGUAGES, code, lesson

import w2v_lab as w2v
from w2v_lab.lessons.l01 import runs as l01
from w2v_lab.lessons.l02 import runs as l02
from w2v_lab.lessons.l04 import runs as l04
from w2v_lab.lessons.l05 import runs as l05
from w2v_lab.widgets.step_explorer.session import our_run


def made(number, *pieces):
    """The names that the lesson's cells with these pieces have made, in their order."""
    names = {"w2v": w2v}
    cells = code(lesson(number))
    for piece in pieces:
        (cell,) = [source for source in cells if piece in source]
        exec(cell, names)
    return names


def end(recording):
    return recording.W_in_at(len(recording.losses))


# By lesson: pieces of the cells that make a run; its matrix from there, and from the lesson's runs
RUNS = {
    1: (("w2v.record(",), lambda n: end(n["recording"]), lambda: end(l01.recorded()[1])),
    2: (
        ("toy_sentences()", "learner ="),
        lambda n: n["model"].W_in,
        lambda: l02.trained()[0].W_in,
    ),
    3: (("w2v.record(",), lambda n: end(n["recording"]), lambda: end(our_run())),
    4: (("losses = w2v.train(model",), lambda n: n["model"].W_in, lambda: l04.trained()[0].W_in),
    5: (
        ('toy_sentences("plane")', "recording = w2v"),
        lambda n: end(n["recording"]),
        lambda: end(l05.recorded()),
    ),
}


@LANGUAGES
@pytest.mark.parametrize("number", RUNS)
def test_a_lessons_cells_make_the_run_that_it_asks_about(number, language):
    w2v.set_language(language)
    pieces, from_cells, from_runs = RUNS[number]
    assert np.array_equal(from_cells(made(number, *pieces)), from_runs())
