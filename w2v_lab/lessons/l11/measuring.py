"""What `make records` measures for lesson 11, and how it is written down."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...relatives import family
from .runs import (
    ADDED,
    BEND_RATE,
    BEND_ROUNDS,
    BEND_SEEDS,
    LOOKS,
    MODELS,
    RECORDS,
    held_out,
    not_good,
    with_zeros_filled,
)

Found = dict[str, Any]
OFTEN = 50  # times that a word comes whose neighbours are compared


def family_table(trained: Callable[..., Any] = family.trained) -> Found:
    """Ten methods on the grammar and on a part of ICD, with three seeds."""
    vocabulary = Vocabulary.from_sentences(family.text("icd"), family.MIN_COUNT["icd"])
    counted = zip(vocabulary.words, vocabulary.counts, strict=True)
    often = [word for word, count in counted if count >= OFTEN]
    runs = {
        method: [trained(method, "icd", seed) for seed in family.SEEDS]
        for method in family.WITH_VECTORS
    }
    methods: Found = {}
    for method in family.MEMBERS:
        methods[method] = {"grammar": {"en": None}, "icd": None, "near": {}}
        if method in runs:
            methods[method] = _scored(method, runs[method], trained)
        if method in family.HURRIED:
            methods[method] |= _longer(method, trained)
        methods[method]["moved"] = family.moved(method, vocabulary)
    lists = {
        method: [[family.near(run, word) for word in often] for run in made[:2]]
        for method, made in runs.items()
    }
    shared = [
        [family.shared(lists[one][0], lists[other][one == other]) for other in runs] for one in runs
    ]
    return {
        "settings": {"N": family.N, "windows": [*family.WINDOW.values(), family.ORDERED]},
        "V": len(vocabulary),
        "tokens": int(vocabulary.counts.sum()),
        "compared": len(often),
        "methods": methods,
        "shared": np.round(shared, 4).tolist(),
        "typed": family.typing_errors(runs["subwords"]),
    }


def _scored(method: str, runs: list[Any], trained: Callable[..., Any]) -> Found:
    """Of the grammar's two languages only fastText sees a difference: it reads letters."""
    grammar = {}
    for language in ("en", "zh") if method == "subwords" else ("en",):
        made = [trained(method, "grammar", seed, language) for seed in family.SEEDS]
        grammar[language] = asdict(family.analogies(made, language))
    near = {word: family.near(runs[0], word) for word in family.WORDS}
    return {"grammar": grammar, "icd": asdict(family.siblings(runs)), "near": near}


def _longer(method: str, trained: Callable[..., Any]) -> Found:
    """How often a hurried network has read ICD, and what it scores when it reads more often."""
    run = trained(method, "icd", family.SEEDS[0], more=family.LONGER)
    rounds, _ = family.ROUNDS[method]["icd"]
    return {"rounds": rounds, "longer": family.siblings([run]).score}


def bends() -> Found:
    """What a bend buys, on four sentences and on held-out ones of the grammar."""
    models = [
        {
            "model": model,
            "not_good": [not_good(model, s) for s in BEND_SEEDS],
            "held_out": [held_out(model, s) for s in BEND_SEEDS],
        }
        for model in MODELS
    ]
    return {"settings": {"rounds": BEND_ROUNDS, "rate": BEND_RATE}, "models": models}


def zeros() -> Found:
    """GloVe on the grammar's counts, zeros filled."""
    return {"settings": {"epochs": LOOKS}, "runs": list(map(with_zeros_filled, ADDED))}


MADE: dict[str, Callable[[], Found]] = {"family": family_table, "bends": bends, "zeros": zeros}


def measure(name: str, make: Callable[[], Found] | None = None) -> str:
    """Make one record anew; returns what was made, and in how many seconds."""
    start = time.perf_counter()
    found = (make or MADE[name])()
    about = {
        "made_by": "make records",
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "took": round(time.perf_counter() - start, 1),
    }
    text = json.dumps(about | found, default=float, ensure_ascii=False)
    short = json.loads(text, parse_float=lambda digits: float(f"{float(digits):.6g}"))
    path = RECORDS / f"{name}.json"
    path.write_text(json.dumps(short, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return f"{path.name}: {about['took']} s"
