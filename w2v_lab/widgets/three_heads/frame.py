"""The frame of Three heads: one example under each output layer, at every moment of training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ...cooccurrence import cooccurrence
from ...corpus import Vocabulary
from ...examples import Example, examples
from ...messages import clean, get_language
from ...model import Model, Step
from ...outputs import (
    LAYERS,
    HierarchicalSoftmax,
    NegativeSampling,
    Softmax,
    YesOrNo,
)
from ...scores import Aim
from ...toys import toy_sentences
from ...training import train
from ..kit.source import line_of
from ..kit.trace import Trace, relation

ROUNDS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60)  # through the text
WINDOW, N = 2, 4
HEADS = ("softmax", "tree", "noise")  # as the page calls the layers of LAYERS


@dataclass(frozen=True, eq=False)
class Run:
    """Three models of one seed that trained on one text, and the example asked of them.

    `models[m][head]` is a model after ROUNDS[m] rounds; `negatives` are the words drawn for the
    example once and for all; `share` says how often the target stands beside the given word, and
    how often any word does.
    """

    vocabulary: Vocabulary
    example: Example
    negatives: tuple[int, ...]
    share: tuple[int, int]
    models: tuple[dict[str, Model], ...]

    def step(self, moment: int, head: str) -> Step:
        """What the example would change in this head at this moment."""
        drawn = [self.negatives] if head == "noise" else None
        return self.models[moment][head].step(self.example, drawn)


def trained(learning_rate: float) -> Run:
    """Train the three on our song, with skip-gram, and keep them at every moment of ROUNDS."""
    return _trained(learning_rate, get_language())


@cache
def _trained(learning_rate: float, language: str) -> Run:
    sentences = toy_sentences("song", language)
    vocabulary = Vocabulary.from_sentences(sentences)
    growing = {
        head: Model(vocabulary, N, output) for head, output in zip(HEADS, LAYERS, strict=True)
    }
    text = list(examples(sentences, vocabulary, window=WINDOW))
    kept, done = [], 0
    for rounds in ROUNDS:
        if rounds > done:
            falling = _falling(learning_rate, done, rounds)
            for model in growing.values():
                train(model, text, rounds - done, falling)
        done = rounds
        kept.append({head: m.with_weights(m.W_in, m.W_out) for head, m in growing.items()})
    example = first_example(sentences, vocabulary)
    (given,), (target,) = example.inputs, example.targets
    layer = growing["noise"].output
    assert isinstance(layer, NegativeSampling)
    counts = cooccurrence(sentences, vocabulary, WINDOW)[given]
    drawn = layer.draw(target, np.random.default_rng(0))
    share = int(counts[target]), int(counts.sum())
    return Run(vocabulary, example, drawn, share, tuple(kept))


def _falling(rate: float, done: int, rounds: int) -> Callable[[float], float]:
    """The rate of these rounds, of one that falls to 0 over all of them."""
    return lambda progress: rate * (1 - (done + progress * (rounds - done)) / ROUNDS[-1])


def first_example(sentences: list[list[str]], vocabulary: Vocabulary) -> Example:
    """The fifth word of the song, and the rarer one of its neighbours."""
    ids = vocabulary.ids(sentences[0])
    target = min(ids[3], ids[5], key=lambda i: vocabulary.counts[i])
    return Example((ids[4],), (target,))


def three_heads(run: Run, hide: bool = False) -> Trace:
    """All moments of all heads; with `hide` not what may be compared with what."""
    words = run.vocabulary.words
    (given,), (target,) = run.example.inputs, run.example.targets
    arrays: dict[str, np.ndarray] = {}
    relations: dict[str, Any] = {}
    touched: dict[str, list[int]] = {}
    labels: dict[str, list[int]] = {}
    for head in HEADS:
        asked = [run.step(moment, head) for moment in range(len(ROUNDS))]
        touched[head], labels[head] = asked[0].rows[0].tolist(), asked[0].t[0].astype(int).tolist()
        arrays |= _arrays(run, head, asked)
        relations |= _relations(head)
    moments = np.ones(len(ROUNDS))
    arrays |= {"yes": moments, "no": 0 * moments, "three": 3 * moments, "N": N * moments}
    if not hide:
        for head in HEADS[:2]:
            arrays[f"P_{head}"] = np.array(
                [each[head].probability(target, given) for each in run.models]
            )
        arrays["share"] = moments * run.share[0] / run.share[1]
    facts = {
        "words": {str(i): clean(word) for i, word in enumerate(words)},
        "rows": list(range(len(words))),
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [f"{letter}_{head}" for letter in ("W", "h") for head in HEADS],
        "whole": [
            "yes",
            "no",
            "three",
            "N",
            *(f"{name}_{h}" for name in ("R", "M") for h in HEADS),
        ],
        "states": [str(moment) for moment in range(len(ROUNDS))],
        "rounds": list(ROUNDS),
        "heads": list(HEADS),
        "row_counts": [run.models[0][head].output.row_count for head in HEADS],
        "touched": touched,
        "labels": labels,
        "given": given,
        "target": target,
        "share": list(run.share),
        "k": len(run.negatives),
        "dimensions": N,
        "hides": hide,
        "relations": relations | _shared(),
    }
    return Trace(facts, arrays)


def _arrays(run: Run, head: str, told: list[Step]) -> dict[str, np.ndarray]:
    """A head's numbers at every moment; NaN where a row is not asked."""
    models = [each[head] for each in run.models]
    u = np.full((len(told), models[0].output.row_count), np.nan)
    y = u.copy()
    for moment, step in enumerate(told):
        u[moment, step.rows[0]], y[moment, step.rows[0]] = step.u[0], step.y[0]
    asked = np.array([float(len(step.rows[0])) for step in told])
    return {
        f"W_{head}": np.array([model.W_out for model in models]),
        f"h_{head}": np.array([step.h for step in told]),
        f"u_{head}": u,
        f"y_{head}": y,
        f"loss_{head}": np.array([step.loss for step in told]),
        f"R_{head}": asked,
        f"M_{head}": 3 * asked * N,
    }


LINES: dict[str, Callable[..., Any]] = {
    "softmax": Softmax.lines,
    "tree": HierarchicalSoftmax.lines,
    "noise": NegativeSampling.lines,
}


def _relations(head: str) -> dict[str, Any]:
    """Where a head's numbers come from; they are read alike in all three."""
    rows, letter = line_of(LINES[head], "rows"), "r" if head == "tree" else "i"
    predict: Callable[..., Any] = Softmax.predict if head == "softmax" else YesOrNo.predict
    answer, of = ("softmax", [f"u_{head}[i]", f"u_{head}[:]"])
    loss, parts = "cross_entropy", [f"@y_{head}"]
    if head != "softmax":
        answer, of = "sigmoid", [f"u_{head}[{letter}]"]
        loss, parts = "yes_no", [f"@y_{head}", f"@labels_{head}"]
    told = {
        "W": relation("W_out", "given", index=f"{letter}j", code=line_of(Model.apply, "W_out")),
        "h": relation("h", "given", index="j", code=line_of(Model.hidden, "h")),
        "u": relation(
            "u", "dot", [f"W_{head}[{letter},:]", f"h_{head}[:]"], letter, line_of(Model.step, "u")
        ),
        "y": relation("y" if head == "softmax" else "σ", answer, of, letter, line_of(predict, "y")),
        "loss": relation("loss", loss, parts, code=line_of(predict, "loss")),
        "R": relation("R", "given", code=rows),
        "M": relation("M", "product", ["three", f"R_{head}", "N"], code=rows),
    }
    if head != "noise":
        told["P"] = relation("P", "given", code=line_of(Model.probability, "return"))
    return {f"{name}_{head}": each | {"reading": name} for name, each in told.items()}


def _shared() -> dict[str, Any]:
    step = line_of(Model.step, "u")
    labels = line_of(NegativeSampling.lines, "t")
    return {
        "yes": relation("t", "given", code=labels),
        "no": relation("t", "given", code=labels),
        "three": relation("3", "given", code=step),
        "N": relation("N", "given", code=line_of(Model.__init__, "W_out")),
        "share": relation("P", "given", code=line_of(Aim.P.func, "return")),  # type: ignore[attr-defined]
    }
