"""The frame of The cloze walk: hidden words, every number on the way with its sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example
from ...messages import clean, get_language
from ...model import Model, Step
from ...outputs import Softmax
from ...relatives import Cloze, ClozeStep, Gap
from ...training import train
from ..kit.source import line_of
from ..kit.trace import Trace, relation

# What goes with what: the hidden word goes with the one on its left, and on its right stands one
# that might have stood there as well.
PAIRS = {
    "en": {"salt": "pepper", "cup": "saucer", "lock": "key"},
    "zh": {"盐": "胡椒", "杯子": "碟子", "锁": "钥匙"},
}
N, WINDOW, ROUNDS, RATE, SEED = 4, 1, 250, 0.2, 1
PHASES = {
    "words": ("row", "place", "z", "mask", "place_gap", "z_gap"),
    "scores": ("Q", "K", "q", "k", "kq", "root", "s"),
    "weights": ("a", "even"),
    "mix": ("O", "v", "h"),
    "answer": ("W_out", "u", "y", "loss", "y_cbow", "loss_cbow"),
}


@dataclass(frozen=True, eq=False)
class Walked:
    """A trained cloze, its gaps and what it makes of each; CBOW's steps of the same examples."""

    net: Cloze
    gaps: list[Gap]
    steps: list[ClozeStep]
    cbow: list[Step]


def sentences(language: str) -> list[list[str]]:
    """A pair with a stranger behind it, in every way that the pairs allow."""
    pairs = PAIRS[language]
    return [[left, pairs[left], right] for left in pairs for right in pairs if left != right]


def walked() -> Walked:
    """Both trained on our text, asked for the word in the middle alone; computed once."""
    return _walked(get_language())


@cache
def _walked(language: str) -> Walked:
    text = sentences(language)
    vocabulary = Vocabulary.from_sentences(text)
    net = Cloze(vocabulary, N, WINDOW, SEED)
    gaps = [gap for gap in net.gaps(text) if len(gap.inputs) == 2 * WINDOW]
    for _ in net.train(gaps, ROUNDS, RATE):
        pass
    model = Model(vocabulary, N)
    asked = [Example(gap.inputs, (gap.target,)) for gap in gaps]
    train(model, asked, ROUNDS, lambda progress: 1 - progress)
    return Walked(net, gaps, list(map(net.step, gaps)), list(map(model.step, asked)))


def cloze_walk(run: Walked, phase: str, hide: bool = False) -> Trace:
    """Every gap, phase by phase; with `hide` the words and their places alone."""
    words = run.net.vocabulary.words
    names = list(PHASES)[:1] if hide else list(PHASES)
    kept = [_numbers(run, number) for number in range(len(run.gaps))]
    shown = [name for part in names for name in PHASES[part]]
    arrays = {name: np.array([numbers[name] for numbers in kept]) for name in shown}
    facts: dict[str, Any] = {
        "words": {str(i): clean(word) for i, word in enumerate(words)},
        "rows": list(range(len(words))),
        "hidden_rows": 0,
        "decimals": 2,
        "tinted": ["row", "place", "z", "mask", "place_gap", "z_gap", "q", "k", "v", "h", "u", "s"],
        "whole": [],
        "states": [str(number) for number in range(len(run.gaps))],
        "inputs": [gap.inputs for gap in run.gaps],
        "places": [gap.places for gap in run.gaps],
        "targets": [gap.target for gap in run.gaps],
        "phases": names,
        "first": 0 if hide else list(PHASES).index(phase),
        "N": N,
        "hides": hide,
        "relations": _relations(),
    }
    return Trace(facts, arrays)


def _numbers(run: Walked, number: int) -> dict[str, np.ndarray]:
    """Every number of one gap, as the step has it."""
    step, weights, cbow = run.steps[number], run.net.weights, run.cbow[number]
    places = [place + WINDOW for place in step.gap.places]
    told = {name: getattr(step, name) for name in ("z", "z_gap", "q", "k", "v", "s", "a", "h")}
    return {
        **told,
        **{name: weights[name] for name in ("Q", "K", "O", "W_out", "mask")},
        "row": weights["W_in"][list(step.gap.inputs)],
        "place": weights["P"][places],
        "place_gap": weights["P"][WINDOW],
        "root": np.sqrt(N),
        "kq": step.s * np.sqrt(N),
        "even": np.full(len(step.a), 1 / len(step.a)),
        "u": step.u,
        "y": step.y,
        "loss": np.array(step.loss),
        "y_cbow": cbow.y[0],
        "loss_cbow": np.array(cbow.loss),
    }


def _relations() -> dict[str, Any]:
    def told(
        symbol: str, op: str, of: list[str], index: str, field: str, function: Any = Cloze.step
    ) -> dict[str, Any]:
        return relation(symbol, op, of, index, line_of(function, field))

    def given(symbol: str, index: str, field: str = "z") -> dict[str, Any]:
        return told(symbol, "given", [], index, field)

    return {
        "row": given("W_in", "cj"),
        "place": given("P", "cj"),
        "z": told("z", "sum", ["@z"], "cj", "z"),
        "mask": given("mask", "j", "z_gap"),
        "place_gap": given("P", "j", "z_gap"),
        "z_gap": told("z", "sum", ["@z_gap"], "j", "z_gap"),
        "Q": given("Q", "lj", "q"),
        "K": given("K", "lj", "k"),
        "O": given("O", "lj", "v"),
        "q": told("q", "dot", ["z_gap[:]", "Q[:,j]"], "j", "q"),
        "k": told("k", "dot", ["z[c,:]", "K[:,j]"], "cj", "k"),
        "v": told("v", "dot", ["z[c,:]", "O[:,j]"], "cj", "v"),
        "kq": told("k · q", "dot", ["k[c,:]", "q[:]"], "c", "s"),
        "root": told("√N", "given", [], "", "root"),
        "s": told("s", "quotient", ["kq[c]", "root"], "c", "s"),
        "a": told("a", "softmax", ["s[c]", "s[:]"], "c", "a"),
        "even": told("a", "given", [], "c", "h", Model.hidden),
        "h": told("h", "dot", ["a[:]", "v[:,j]"], "j", "h"),
        "W_out": given("W_out", "ij", "u"),
        "u": told("u", "dot", ["W_out[i,:]", "h[:]"], "i", "u"),
        "y": told("y", "softmax", ["u[i]", "u[:]"], "i", "y", Softmax.predict),
        "loss": told("loss", "cross_entropy", ["@target"], "", "loss", Softmax.predict),
        "y_cbow": told("y", "given", [], "i", "y", Softmax.predict),
        "loss_cbow": told("loss", "cross_entropy", ["@target_cbow"], "", "loss", Softmax.predict),
    }
