"""The questions of lesson 08, and the computations that settle them."""

from __future__ import annotations

import math

import numpy as np

from ...frequencies import zipf_counts
from ...head_costs import rows_touched
from ...messages import W2VError, message
from ...widgets.three_heads.frame import HEADS, ROUNDS, trained
from ..question import Evidence, Question
from .runs import RUNS, _all_told, all_told


def _hundredfold() -> str:
    """The rows of a target, for a hundred times as many words."""
    few, many = (np.array(rows_touched(zipf_counts(V))) for V in (1_000, 100_000))
    softmax, tree, noise = many / few
    if min(softmax, tree, noise) > 50:
        return "everyone"
    return "tenfold" if tree > 5 else "softmax"


def _which_losses() -> str:
    """Which losses are -log P of the target in a model whose P sum to 1?"""
    run = trained(0.1)
    (given,), (target,) = run.example.inputs, run.example.targets
    found = []
    for head in HEADS:
        model = run.models[-1][head]
        try:
            P = model.probabilities(given)
        except W2VError:  # negative sampling has none
            continue
        loss = run.step(len(ROUNDS) - 1, head).loss
        if math.isclose(P.sum(), 1) and math.isclose(loss, -math.log(P[target])):
            found.append(head)
    return {("softmax", "tree"): "two", HEADS: "all"}.get(tuple(found), "none")


def _uncorrected() -> str:
    """What the scores of sampled softmax are without their correction: log P, or log P / q."""
    as_P, times_q, _ = all_told()[RUNS.index(("sampled-softmax", False))]
    if as_P < times_q:
        return "same"
    return "rare"  # P / q: the smaller q is, the larger


def _all_of_them() -> Evidence:
    rows = [
        message(f"l08.run_{output.replace('-', '_')}{'' if corrected else '_plain'}")
        for output, corrected in RUNS
    ]
    columns = [message(f"l08.column_{key}") for key in ("nats", "nats_q", "sums")]
    return Evidence(rows, columns, all_told(), "", (_all_told.__wrapped__, "values"))


QUESTIONS = (
    Question("hundredfold", _hundredfold),
    Question("which_losses", _which_losses, before="losses"),
    Question("uncorrected", _uncorrected, prove=_all_of_them),
)
