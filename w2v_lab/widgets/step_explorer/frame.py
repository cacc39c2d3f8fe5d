"""The step explorer's frame: kept steps of a recording, every number with its sources.

Beside the ids that a page can work out from an index alone, some sources depend on which rows of
W_out a step touches; their patterns begin with "@", and `lines` says which rows those are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...checking import Check, finite_differences, gradient_check
from ...messages import W2VError, clean
from ...model import Model, Step
from ...outputs import HierarchicalSoftmax, OutputLayer, Softmax
from ...training import Recording, kept_numbers, steps
from ..kit.source import line_of, written_line
from ..kit.trace import Trace, padded, relation

MOST_WORDS = 60  # of a vocabulary: all rows of both matrices are on show
MOST_BYTES = 300_000  # of a trace; what is left of 500 kB is for checks that are asked for

# What the learner sees, phase by phase; each shows some of the arrays for the first time.
PHASES: dict[str, tuple[str, ...]] = {
    "input": ("x", "W_in", "C"),
    "hidden": ("h",),
    "scores": ("W_out", "u"),
    "softmax": ("y",),
    "loss": ("t", "loss"),
    "errors": ("e",),
    "back": ("EH",),
    "slopes": ("G_in", "G_out"),
    "update": ("rate", "new_in", "new_out", "after"),
}
FORWARD = ("input", "hidden", "scores", "softmax", "loss")


@dataclass(frozen=True)
class Stop:
    """Where an explorer opens, with one number marked: at update `number`, in `phase`.

    `cell` names the number as the page does, "u[0,2]" or "new_in[1,0]"; `text` says what it is
    about.
    """

    number: int
    phase: str
    cell: str
    text: str


def step_explorer(recording: Recording, chosen: Sequence[int], phases: Sequence[str]) -> Trace:
    """The kept steps at the places `chosen` of `recording.steps`, in these phases.

    Phases that are left out are not sent, nor is anything from which their numbers follow.
    """
    model = recording.model_at(recording.numbers[0])
    vocabulary = model.vocabulary
    if len(vocabulary) > MOST_WORDS:
        raise W2VError("too_many_words", V=len(vocabulary), most=MOST_WORDS)
    names = [name for phase in phases for name in PHASES[phase]]
    taken = [recording.steps[place] for place in chosen]
    shape = _lines_shape(taken)
    kept = [_numbers(recording, place, shape) for place in chosen]
    arrays = {name: np.array([numbers[name] for numbers in kept]) for name in names}
    facts = {
        "words": {str(i): clean(word) for i, word in enumerate(vocabulary.words)},
        "rows": list(range(len(vocabulary))),
        "hidden_rows": 0,
        "states": [str(place) for place in chosen],
        "updates": [recording.numbers[place] for place in chosen],
        "total": len(recording.losses),
        "inputs": [step.example.inputs for step in taken],
        "targets": [step.example.targets for step in taken],
        "lines": [[rows.tolist() for rows in step.rows] for step in taken],
        "output": type(model.output).__name__,
        "N": model.W_in.shape[1],
        "phases": list(phases),
        "tinted": ["W_in", "W_out", "h", "u", "e", "EH", "G_in", "G_out", "new_in", "new_out"],
        "whole": ["x", "t", "C", "difference"],
        "decimals": 3,
        "relations": _relations(model.output),
    }
    for name, (function, field) in getattr(model, "written", {}).items():
        if line := written_line(function, field):
            facts["relations"][name]["code"] = line
    return Trace(facts, arrays)


def chosen_steps(recording: Recording) -> list[int]:
    """The places of the kept steps that one trace may hold: dense at first, the last always."""
    shape = _lines_shape(recording.steps)
    size = sum(array.nbytes for array in _numbers(recording, 0, shape).values())
    most = int(np.clip(MOST_BYTES // size, 3, 200))
    return kept_numbers(len(recording.steps), most)


def check_of(recording: Recording, place: int) -> Trace:
    """The finite-difference check of every weight at one kept step, as arrays to add to a trace."""
    model = recording.model_at(recording.numbers[place])
    check = gradient_check(model, recording.steps[place], recording.rates[place])
    arrays = {
        "taken_in": check.taken[0],
        "taken_out": check.taken[1],
        "measured_in": check.measured[0],
        "measured_out": check.measured[1],
        "difference": np.array(check.difference),
    }
    facts = {"place": place, "passed": check.passed, "finite": bool(np.isfinite(check.difference))}
    return Trace(facts, {f"{place}/{name}": array for name, array in arrays.items()})


def _lines_shape(taken: Sequence[Step]) -> tuple[int, int]:
    """The most targets of a step, and the most rows that a target touches."""
    return max(len(step.rows) for step in taken), max(
        len(rows) for step in taken for rows in step.rows
    )


def _numbers(recording: Recording, place: int, shape: tuple[int, int]) -> dict[str, np.ndarray]:
    """Every array of one kept step, and what the update makes of the weights."""
    step, number = recording.steps[place], recording.numbers[place]
    model = recording.model_at(number)
    with np.errstate(all="ignore"):  # a run may explode, and is shown as it is
        G_in, G_out = model.gradients(step)
        W_in, W_out = model.W_in.copy(), model.W_out.copy()
        model.apply(step, recording.rates[place])
        x = model.multiply(step.example.inputs).x
        after = model.step(step.example, step.negatives if any(step.negatives) else None).loss
    return {
        "x": x,
        "W_in": W_in,
        "C": np.array(len(step.example.inputs)),
        "h": step.h,
        "W_out": W_out,
        **{letter: padded(getattr(step, letter), shape) for letter in ("u", "y", "t", "e")},
        "loss": np.array(step.loss),
        "EH": step.EH,
        "G_in": G_in,
        "G_out": G_out,
        "rate": np.array(recording.rates[place]),
        "new_in": model.W_in,
        "new_out": model.W_out,
        "after": np.array(after),
    }


def _relations(output: OutputLayer) -> dict[str, Any]:
    step, apply, multiply = Model.step, Model.apply, Model.multiply
    predict, lines = type(output).predict, type(output).lines
    softmax = isinstance(output, Softmax)
    out = "mj" if isinstance(output, HierarchicalSoftmax) else "ij"  # whose rows are no words
    return {
        "x": relation("x", "given", index="i", code=line_of(multiply, "x")),
        "W_in": relation("W_in", "given", index="ij", code=line_of(Model.__init__, "W_in")),
        "C": relation("C", "given", code=line_of(Model.hidden, "inputs")),
        "h": relation("h", "mean", ["W_in[inputs,j]"], "j", line_of(Model.hidden, "h")),
        "W_out": relation("W_out", "given", index=out, code=line_of(Model.__init__, "W_out")),
        "u": relation("u", "dot", ["@row", "h[:]"], "sr", line_of(step, "u")),
        "y": relation("y", "softmax", ["u[s,r]", "@scores"], "sr", line_of(predict, "y"))
        if softmax
        else relation("y", "sigmoid", ["u[s,r]"], "sr", line_of(predict, "y")),
        "t": relation("t", "given", index="sr", code=line_of(lines, "t")),
        "loss": relation(
            "loss",
            "cross_entropy" if softmax else "yes_no",
            ["@hits"] if softmax else ["@predictions", "@labels"],
            code=line_of(predict, "loss"),
        ),
        "after": relation("loss", "given", code=line_of(step, "loss +=")),
        "e": relation("e", "difference", ["y[s,r]", "t[s,r]"], "sr", line_of(step, "e")),
        "EH": relation("EH", "dot", ["@errors", "@column"], "j", line_of(step, "EH +=")),
        "G_in": relation("G_in", "share", ["x[i]", "EH[j]", "C"], "ij", line_of(apply, "W_in")),
        "G_out": relation("G_out", "dot", ["@row_errors", "@row_h"], out, line_of(apply, "W_out")),
        "rate": relation("η", "given", code=line_of(steps, "rate")),
        "new_in": relation(
            "W_in", "moved", ["W_in[i,j]", "rate", "G_in[i,j]"], "ij", line_of(apply, "W_in")
        ),
        "new_out": relation(
            "W_out",
            "moved",
            [f"W_out[{out[0]},j]", "rate", f"G_out[{out[0]},j]"],
            out,
            line_of(apply, "W_out"),
        ),
        **{
            f"{name}_{side}": relation(
                "slope",
                "given",
                index=out if side == "out" else "ij",
                code=line_of(function, field),
            )
            for side in ("in", "out")
            for name, function, field in (
                ("taken", gradient_check, f"taken_{side}"),
                ("measured", finite_differences, "slope"),
            )
        },
        "difference": relation("difference", "given", code=line_of(_difference, "return")),
    }


_difference: Callable[..., Any] = vars(Check)["difference"].fget
