"""The frame of the cloud: all pairs to be drawn, and in full what is known of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ...cooccurrence import cooccurrence
from ...messages import clean
from ...noise import Noise
from ...scores import Aim, Cloud, clouds, learned
from ..kit.source import line_of
from ..kit.trace import Trace, relation
from .runs import Run, Text, reach

ROOM = 460_000  # bytes of numbers in what is shown first
MOST_MOMENTS = 24
OFTEN = 20  # how often a pair is seen that is seen often
FEW = 30  # words of which all rows are sent with a run
FAR = 3  # pairs that are named since they are far from their formula


def moments_for(V: int) -> int:
    """How many moments of V² scores can be sent, beside two formulas and the counts."""
    return int(np.clip(ROOM // (2 * V * V) - 3, 2, MOST_MOMENTS))


def opening(text: Text, runs: Sequence[Run], choices: dict[str, Any], shut: bool) -> Trace:
    """The runs to begin with, the first one shown; as many rows in full as there is room for."""
    first = runs[0]
    w, c = most_often(first)
    facts = {
        "words": {str(i): clean(word) for i, word in enumerate(text.vocabulary.words)},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": ["k", "count", "of"],
        "V": len(text.vocabulary),
        "choices": {name: list(values) for name, values in choices.items()},
        "sentences": {str(part): len(text.sentences) // part for part in choices["part"]},
        "shown": asdict(first.settings),
        "pair": [w, c],
        "often": OFTEN,
        "shut": shut,
        "of_run": list(_of_run(first)),
        "of_row": list(_of_row(first, 0)),
        "relations": _relations(),
        "runs": {},
    }
    trace = Trace(facts)
    for run in runs:
        add_run(trace, run)
        add_row(trace, run, w)
    for row in range(len(text.vocabulary)):
        for run in runs:
            if _size(trace) + 8 * sum(array.size for array in _of_row(run, w).values()) < ROOM:
                add_row(trace, run, row)
    return trace


def asked_for(text: Text, run: Run, w: int) -> Trace:
    """A run that was not sent with the first ones, the row of w in full; of few words, all rows."""
    trace = Trace({"relations": {}, "runs": {}})
    add_run(trace, run)
    for row in {w, *(range(len(text.vocabulary)) if len(text.vocabulary) <= FEW else ())}:
        add_row(trace, run, row)
    return trace


def row_asked_for(run: Run, w: int) -> Trace:
    """One row of a run in full."""
    trace = Trace({"relations": {}, "runs": {}})
    add_row(trace, run, w)
    return trace


def most_often(run: Run) -> tuple[int, int]:
    """The pair of two words that the text has most often."""
    counts = np.where(np.eye(len(run.aim.q)), 0, run.aim.counts)
    w, c = divmod(int(counts.argmax()), len(counts))
    return w, c


def add_run(trace: Trace, run: Run) -> None:
    """Every pair of a run, to be drawn, and what is known of the run as a whole."""
    key, aim = run.settings.key, run.aim
    trace.drawn[f"{key}/u_all"] = np.array([cloud.u for cloud in run.clouds])
    trace.drawn[f"{key}/own_all"] = aim.scores
    trace.drawn[f"{key}/pmi_all"] = aim.shifted_pmi
    trace.drawn[f"{key}/count_all"] = aim.counts
    if run.best is not None:
        trace.drawn[f"{key}/best_all"] = run.best.u
    for name, array in _of_run(run).items():
        trace.arrays[f"{key}/{name}"] = array
    trace.facts["runs"][key] = {
        "moments": len(run.clouds),
        "pairs": int(aim.seen.sum()),
        "unseen": int((~aim.seen).sum()),
        "range": reach(run),
        "far": run.clouds[-1].farthest(FAR),
        "plain": aim.target_drawn == "keep" and run.settings.ns_exponent == 1,
        "ranked": run.best is not None,
    }


def add_row(trace: Trace, run: Run, w: int) -> None:
    """All numbers of the pairs that begin with w, exactly as computed."""
    for name, array in _of_row(run, w).items():
        trace.arrays[f"{run.settings.key}/{w}/{name}"] = array


def _of_run(run: Run) -> dict[str, np.ndarray]:
    last = run.clouds[-1]
    told = {
        "epoch": [cloud.epoch for cloud in run.clouds],
        "rmse": [cloud.rmse for cloud in run.clouds],
        "rmse_pmi": [cloud.rmse_of_pmi for cloud in run.clouds],
        "rmse_often": [cloud.rmse_of_often(OFTEN) for cloud in run.clouds],
        "mean": [cloud.mean for cloud in run.clouds],
        "unseen": [cloud.unseen for cloud in run.clouds],
        "far": [last.u[pair] - last.aim.scores[pair] for pair in last.farthest(FAR)],
        "floor": run.best.rmse if run.best else 0.0,
        "k": run.settings.negative,
    }
    return {name: np.array(values, dtype=float) for name, values in told.items()}


def _of_row(run: Run, w: int) -> dict[str, np.ndarray]:
    aim = run.aim
    back = np.array([aim.read_back(cloud.u)[w] for cloud in run.clouds])
    return {
        "u": np.array([cloud.u[w] for cloud in run.clouds]),
        "back": back,
        "sum": np.array([cloud.row_sums[w] for cloud in run.clouds]),
        "count": aim.counts[w],
        "of": np.array(aim.counts[w].sum()),
        "P": aim.P[w],
        f"noise_{aim.target_drawn}": aim.noise[w],
        "share": aim.frequency,
        "own": aim.scores[w],
        "pmi": aim.shifted_pmi[w],
    }


def _size(trace: Trace) -> int:
    arrays = 8 * sum(array.size for array in trace.arrays.values())
    return arrays + 2 * sum(array.size for array in trace.drawn.values())


def _relations() -> dict[str, Any]:
    apart = line_of(Cloud._apart, "return")
    noise = {
        "noise_keep": line_of(Noise.__init__, "p"),
        "noise_skip": line_of(_made(Aim.noise), "skipped"),
        "noise_redraw": line_of(_made(Aim.noise), "redrawn"),
    }
    return {
        "epoch": relation("epochs", "given", index="f", code=line_of(clouds, "done")),
        "rmse": relation("RMS", "given", index="f", code=apart),
        "rmse_pmi": relation("RMS", "given", index="f", code=apart),
        "rmse_often": relation(
            "RMS", "given", index="f", code=line_of(Cloud.rmse_of_often, "return")
        ),
        "mean": relation("mean", "given", index="f", code=line_of(_made(Cloud.mean), "return")),
        "unseen": relation("mean", "given", index="f", code=line_of(_made(Cloud.unseen), "return")),
        "far": relation("u − ", "given", index="n", code=line_of(_made(Cloud._apart_by), "return")),
        "floor": relation("RMS", "given", code=line_of(Aim.of_rank, "return")),
        "k": relation("k", "given", code=line_of(Aim.of, "return")),
        "u": relation("u", "given", index="fc", code=line_of(learned, "return")),
        "back": relation(
            "P", "read_back", ["k", "@noise", "u[f,c]"], "fc", line_of(Aim.read_back, "return")
        ),
        "sum": relation("Σ", "sum", ["back[f,:]"], "f", line_of(_made(Cloud.row_sums), "return")),
        "count": relation("count", "given", index="c", code=line_of(cooccurrence, "counts")),
        "of": relation("Σ", "sum", ["count[:]"], code=line_of(_made(Aim.P), "sums")),
        "P": relation("P", "quotient", ["count[c]", "of"], "c", line_of(_made(Aim.P), "return")),
        **{name: relation("q", "given", index="c", code=code) for name, code in noise.items()},
        "share": relation("f", "given", index="c", code=line_of(_made(Aim.frequency), "return")),
        "own": relation(
            "u*", "logs", ["P[c]", "@noise", "k"], "c", line_of(_made(Aim.scores), "return")
        ),
        "pmi": relation(
            "PMI − log k",
            "logs",
            ["P[c]", "share[c]", "k"],
            "c",
            line_of(_made(Aim.shifted_pmi), "return"),
        ),
    }


def _made(held: Any) -> Any:
    """The function behind a property, held or not."""
    return getattr(held, "func", None) or held.fget
