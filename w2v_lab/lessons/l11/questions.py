"""The questions of lesson 11, and the computations that settle them."""

from __future__ import annotations

import numpy as np

from ...messages import message
from ...relatives import family
from ...relatives.bengio import HIDDEN
from ...widgets.cloze_walk.frame import walked
from ..question import Evidence, Question
from .runs import MODELS, _learned, bends, diagonals, not_good

SOLVED = 0.1  # nats; tossing a coin costs 0.693


def _needs_a_bend() -> str:
    """Which hidden layers learn that "not" turns its neighbour round?"""
    found = {hidden for hidden in HIDDEN if not_good(hidden) < SOLVED}
    if found == {"tanh-of-mean", "bengio"}:
        return "after"
    return "ordered" if found == {"log-bilinear", "bengio"} else "any"


def _bends_each() -> Evidence:
    rows = [message(f"l11.model_{name.replace('-', '_')}") for name in MODELS]
    columns = [message("l11.column_not_good"), message("l11.column_held_out")]
    told = {each["model"]: each for each in bends()}
    values = np.array(
        [[np.mean(told[name]["not_good"]), np.mean(told[name]["held_out"])] for name in MODELS]
    )
    return Evidence(rows, columns, values, "", (_learned, "loss"))


def _who_misses() -> str:
    """Which of three reads the grammar's counts and still misses its analogies?"""
    told = family.recorded().told
    scores = {
        name: card.score if (card := told[name].grammar["en"]) else 0
        for name in ("ppmi", "skip_gram", "glove")
    }
    missing = [name for name, score in scores.items() if score < 0.5]
    return missing[0] if len(missing) == 1 else "nobody"


def _same_in_essence() -> str:
    """Do the targets agree up to constants of rows and columns, and the losses too?"""
    found = diagonals()
    if found.targets_apart > 0.01:
        return "nothing"
    return "cost" if np.isclose(found.weights_apart, 0, atol=0.01) else "aim"


def _typed_wrongly() -> str:
    """What is nearest to the first word of the list, with every seed?"""
    first = family.recorded().typed[0]
    return "meant" if set(first["ranks"]) == {1} else "looks"


def _typed_each() -> Evidence:
    typed = family.recorded().typed
    rows = [f"{each['typed']} → {each['meant']}" for each in typed]
    columns = [message("l11.column_seed", seed=seed) for seed in family.SEEDS]
    values = np.array([each["ranks"] for each in typed], dtype=float)
    return Evidence(rows, columns, values, "", (family.typing_errors, "ranks"))


def _who_weighs_most() -> str:
    """Over all gaps: does the left neighbour weigh most, the right one, or now this, now that?"""
    weights = np.array([step.a for step in walked().steps])
    if (weights[:, 0] > 0.5).all():
        return "left"
    return "right" if (weights[:, 1] > 0.5).all() else "alike"


QUESTIONS = (
    Question("needs_a_bend", _needs_a_bend, prove=_bends_each),
    Question("who_misses", _who_misses, before="scores"),
    Question("same_in_essence", _same_in_essence),
    Question("typed_wrongly", _typed_wrongly, prove=_typed_each),
    Question("who_weighs_most", _who_weighs_most, before="weights"),
)
