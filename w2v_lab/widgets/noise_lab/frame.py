"""The noise lab's frame: a text thins out, noise is drawn, and k + 1 questions are asked.

The page draws nothing itself: the thresholds t and the exponents lie on grids, the same random
numbers serve all of them, and each round of draws has its own step of the model.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example, Window, keep_probabilities, thin, windows
from ...messages import W2VError, clean
from ...model import Model, Step
from ...noise import TARGET_DRAWN, Draw, Noise
from ...outputs import NegativeSampling
from ...trees import shares
from ..kit.source import line_of
from ..kit.trace import Trace, relation

THRESHOLDS = (0, 1, 0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001)  # 0: all stay
FORMULAS = ("paper", "code")
EXPONENTS = tuple(np.linspace(0, 1.25, 26).round(2).tolist())
ROUNDS = 24  # that the pair is asked, k draws each
FEWEST, MOST = 60, 240  # draws
TEXT = EXPONENTS.index(1.0)  # the noise that is the text itself
FIRST_T = 0.05
WINDOW = 2


@dataclass(frozen=True)
class Pair:
    """A word that is given and a word that is asked for, by their places in the whole text."""

    given_at: int
    asked_at: int


def noise_lab(
    sentences: Sequence[Sequence[str]],
    model: Model,
    seed: int,
    pair: Pair,
    exponents: Sequence[int] = range(len(EXPONENTS)),
    answers: bool = True,
) -> Trace:
    """All that the page plays: the text thinned, the noise and its draws, the pair's questions.

    `exponents` are the places in EXPONENTS that may be shown; without `answers` the questions are
    sent and nothing that the model says to them.
    """
    vocabulary = model.vocabulary
    V, counts = len(vocabulary), vocabulary.counts
    text = [vocabulary.ids(sentence) for sentence in sentences]
    noises = [Noise(counts, exponent) for exponent in EXPONENTS]
    count = how_many(_layer(model).negative)
    facts: dict[str, Any] = {
        "words": {str(i): clean(word) for i, word in enumerate(vocabulary.words)},
        "rows": list(range(V)),
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": ["h", "EH"],
        "whole": ["count", "total", "tally", "n", "yes", "no"],
        "V": V,
        "k": _layer(model).negative,
        "N": model.W_in.shape[1],
        "count": count,
        "text": text,
        "starts": np.cumsum([0, *map(len, text)]).tolist(),
        "thresholds": list(THRESHOLDS),
        "start_t": THRESHOLDS.index(FIRST_T),
        "formulas": list(FORMULAS),
        "window": WINDOW,
        "laid": {
            f"{place}-{formula}": _laid(sentences, vocabulary, t, formula, seed)
            for place, t in enumerate(THRESHOLDS)
            for formula in FORMULAS
        },
        "open_exponents": list(exponents),
        "start_exponent": EXPONENTS.index(0.75),
        "text_exponent": TEXT,
        "draws": {
            str(place): [draw.word for _, draw in drawn(noises[place], 0, seed, count)]
            for place in exponents
        },
        "relations": _relations(),
    }
    arrays = _numbers(counts, sum(map(len, text)), noises, seed, count, exponents)
    asked = pair_asked(text, model, seed, pair, exponents, answers)
    return Trace(facts | asked.facts, arrays | asked.arrays)


def _numbers(
    counts: np.ndarray,
    words: int,
    noises: Sequence[Noise],
    seed: int,
    draws: int,
    exponents: Sequence[int],
) -> dict[str, np.ndarray]:
    """The chances to stay, for a text of so many words; the noise, and its draws."""
    arrays = {
        "count": counts.astype(float),
        "total": np.array(float(counts.sum())),
        "f": shares(counts),
        "thresholds": np.array(THRESHOLDS),
        "keep": np.array(
            [[keep_probabilities(counts, t, name) for name in FORMULAS] for t in THRESHOLDS]
        ),
        "keep_all": keep_probabilities(counts, 0),
        "stays": np.random.default_rng(seed).random(words),
        "grid": np.array(EXPONENTS),
        "r": np.array([draw.r for _, draw in drawn(noises[0], 0, seed, draws)]),
    }
    for place in exponents:
        arrays[f"{place}/q"] = noises[place].p
        arrays[f"{place}/edge"] = np.concatenate([[0], noises[place].edges])
    return arrays


def pair_asked(
    text: Sequence[Sequence[int]],
    model: Model,
    seed: int,
    pair: Pair,
    exponents: Sequence[int] = range(len(EXPONENTS)),
    answers: bool = True,
) -> Trace:
    """The questions of one pair: every answer, and the whole step of each round of draws."""
    flat = list(itertools.chain(*text))
    given, target = flat[pair.given_at], flat[pair.asked_at]
    V, N, k = len(model.vocabulary), model.W_in.shape[1], _layer(model).negative
    example = Example((given,), (target,))
    # A question's answer hangs on its own row alone: one step that asks them all has them all.
    every = model.step(example, [range(V)])
    u, y, e = every.u[0], every.y[0], every.e[0]
    arrays = {
        "h": every.h,
        "W_out": model.W_out,
        "u": u[1:],
        "y": y[1:],
        "e": e[1:],
        "e_target": e[0],
        "yes": np.array(1.0),
        "no": np.array(0.0),
    }
    count = how_many(k)
    turns: dict[str, dict[str, list[int]]] = {}
    for place, how in itertools.product(exponents, TARGET_DRAWN):
        noise = Noise(model.vocabulary.counts, EXPONENTS[place])
        taken = list(drawn(noise, target, seed, count, how))
        turns.setdefault(str(place), {})[how] = [q if draw.used else ~q for q, draw in taken]
        told = [model.step(example, [words]) for words in _rounds(taken, k, how)]
        arrays |= {
            f"{place}-{how}/loss": _filled([step.loss for step in told], (count // k,)),
            f"{place}-{how}/EH": _filled([step.EH for step in told], (count // k, N)),
            f"{place}-{how}/pull": _filled([pull(step, target) for step in told], (count // k,)),
        }
    key = f"{given}-{target}"
    facts = {
        "pair": [pair.given_at, pair.asked_at],
        "turns": {key: turns},
        "answers": answers,
    }
    told_arrays = arrays if answers else {name: arrays[name] for name in ("yes", "no")}
    return Trace(facts, {f"{key}/{name}": array for name, array in told_arrays.items()})


def how_many(k: int) -> int:
    """How many numbers are drawn: enough for ROUNDS rounds, within what can be seen and sent."""
    return int(np.clip(ROUNDS * k, FEWEST, MOST))


def drawn(
    noise: Noise, target: int, seed: int, count: int, how: str = "keep"
) -> Iterator[tuple[int, Draw]]:
    """The first `count` draws for one target that is asked again and again.

    Each comes with the number of the question that it is drawn for, counted through all rounds.
    """
    rng = np.random.default_rng(seed)

    def questions() -> Iterator[tuple[int, Draw]]:
        for number in itertools.count():
            for draw in noise.draws(target, 1, rng, how):
                yield number, draw

    return itertools.islice(questions(), count)


def pull(step: Step, row: int) -> float:
    """The errors of all questions that asked this row, added up: it moves by their sum."""
    pull = step.e[0][step.rows[0] == row].sum()
    return float(pull)


def _rounds(taken: Sequence[tuple[int, Draw]], k: int, how: str) -> Iterator[list[int]]:
    """The negatives of each round of k questions that was drawn to its end."""
    last, draw = taken[-1]
    done = last + (draw.used or how == "skip")
    for number in range(done // k):
        yield [draw.word for q, draw in taken if draw.used and q // k == number]


def _filled(values: list[Any], shape: tuple[int, ...]) -> np.ndarray:
    """The values of the rounds that were drawn to their end; the others are NaN."""
    table = np.full(shape, np.nan)
    if values:
        table[: len(values)] = values
    return table


def laid(
    sentences: Sequence[Sequence[str]], vocabulary: Vocabulary, t: float, formula: str, seed: int
) -> list[Window]:
    """The windows over what subsampling leaves of the text."""
    rng = np.random.default_rng(seed)
    return list(
        windows(sentences, vocabulary, window=WINDOW, sample=t, subsampling=formula, rng=rng)
    )


def _laid(
    sentences: Sequence[Sequence[str]], vocabulary: Vocabulary, t: float, formula: str, seed: int
) -> dict[str, Any]:
    """Which places of the whole text are dropped, and how far each window reaches then."""
    text = [vocabulary.ids(sentence) for sentence in sentences]
    starts = np.cumsum([0, *map(len, text)])
    keep, rng = keep_probabilities(vocabulary.counts, t, formula), np.random.default_rng(seed)
    dropped: list[int] = []
    for start, ids in zip(starts[:-1].tolist(), text, strict=True):
        kept = set(thin(ids, keep, rng).kept) if t else set(range(len(ids)))
        dropped += [start + place for place in range(len(ids)) if place not in kept]
    reach = {}
    for window in laid(sentences, vocabulary, t, formula, seed):
        start = int(starts[window.sentence])
        reach[str(start + window.centre)] = [start + place for place in window.targets_at]
    return {"dropped": dropped, "reach": reach}


def first_pair(sentences: Sequence[Sequence[str]], vocabulary: Vocabulary, seed: int) -> Pair:
    """The pair to begin with: the first that the window reaches because something was dropped.

    Where there is none, the first of all. Raises W2VError for a text without any pair.
    """
    thinned = _laid(sentences, vocabulary, FIRST_T, "paper", seed)["reach"]
    whole = _laid(sentences, vocabulary, 0, "paper", seed)["reach"]
    ids = list(itertools.chain(*(vocabulary.ids(sentence) for sentence in sentences)))
    new = [
        Pair(int(centre), target)
        for centre, targets in thinned.items()
        for target in targets
        if target not in whole[centre] and ids[target] != ids[int(centre)] and target > int(centre)
    ]
    found = new or [
        Pair(int(centre), target)
        for reach in (thinned, whole)
        for centre, targets in reach.items()
        for target in targets
    ]
    if not found:
        raise W2VError("no_pairs")
    return found[0]


def _layer(model: Model) -> NegativeSampling:
    assert isinstance(model.output, NegativeSampling)
    return model.output


def _relations() -> dict[str, Any]:
    step, layer, draws = Model.step, NegativeSampling, Noise.draws
    keep_line = line_of(keep_probabilities, "keep")
    return {
        "count": relation(
            "count", "given", index="i", code=line_of(Vocabulary.from_sentences, "counts")
        ),
        "total": relation("total", "sum", ["count[:]"], code=line_of(keep_probabilities, "f")),
        "f": relation("f", "quotient", ["count[i]", "total"], "i", line_of(shares, "return")),
        "t": relation("t", "given", code=keep_line),
        "keep_all": relation("p", "given", index="i", code=line_of(windows, "keep")),
        "keep_paper": relation("p", "root", ["t", "f[i]"], "i", keep_line),
        "keep_code": relation("p", "root_plus", ["t", "f[i]"], "i", keep_line),
        "stays": relation("r", "given", index="p", code=line_of(thin, "return")),
        "exponent": relation("α", "given", code=line_of(Noise.__init__, "powers")),
        "q": relation(
            "q", "powers", ["count[i]", "exponent", "count[:]"], "i", line_of(Noise.__init__, "p")
        ),
        "edge": relation("edge", "sum", ["@shares"], "d", line_of(Noise.__init__, "edges")),
        "r": relation("r", "given", index="d", code=line_of(draws, "word")),
        "n": relation("n", "given", code=line_of(draws, "yield")),
        "tally": relation("drawn", "given", index="i", code=line_of(draws, "yield")),
        "expected": relation(
            "expected", "product", ["n", "q[i]"], "i", line_of(Noise.__init__, "p")
        ),
        "W_out": relation("W_out", "given", index="ij", code=line_of(Model.__init__, "W_out")),
        "h": relation("h", "given", index="j", code=line_of(Model.hidden, "h")),
        "u": relation("u", "dot", ["W_out[i,:]", "h[:]"], "i", line_of(step, "u")),
        "y": relation("σ", "sigmoid", ["u[i]"], "i", line_of(layer.predict, "y")),
        "yes": relation("t", "given", code=line_of(layer.lines, "t")),
        "no": relation("t", "given", code=line_of(layer.lines, "t")),
        "e": relation("e", "difference", ["y[i]", "no"], "i", line_of(step, "e")),
        "e_target": relation("e", "difference", ["@y_target", "yes"], code=line_of(step, "e")),
        "pull": relation("Σe", "sum", ["@pulls"], code=line_of(pull, "pull")),
        "loss": relation(
            "loss", "yes_no", ["@predictions", "@labels"], code=line_of(layer.predict, "loss")
        ),
        "EH": relation("EH", "dot", ["@errors", "@column"], "j", line_of(step, "EH +=")),
    }
