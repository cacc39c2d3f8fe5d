"""The window slider's frame: where the window lies, and which examples each position yields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...examples import Window, slide, windows
from ...messages import W2VError, clean
from ..kit.source import line_of
from ..kit.trace import Trace, relation

MOST_WINDOW = 5  # of the window's sizes on offer; more would reach over a whole toy sentence
SAMPLES = (0, 0.1, 0.03, 0.01)  # thresholds that matter in a text of a few words
ARCHITECTURES = ("skip-gram", "cbow")


def window_slider(
    sentences: Sequence[Sequence[str]], sample: float = 0, seed: int = 0, hide: bool = False
) -> Trace:
    """Both architectures at every size of the window, drawn and not, from one generator's draws.

    With `hide` the examples stay out, for a question that is open. Raises W2VError for a text
    without any example.
    """
    vocabulary = Vocabulary.from_sentences(sentences)
    states = {
        f"{window} {'drawn' if drawn else 'whole'}": laid(
            sentences, vocabulary, window, drawn, sample, seed
        )
        for window in range(1, MOST_WINDOW + 1)
        for drawn in (False, True)
    }
    if not any(found["skip-gram"] for found in states.values()):
        raise W2VError("no_pairs")
    facts: dict[str, Any] = {
        "words": {str(i): clean(word) for i, word in enumerate(vocabulary.words)},
        "rows": list(range(len(vocabulary))),
        "hidden_rows": 0,
        "decimals": 0,
        "tinted": [],
        "whole": ["predictions_skip_gram", "predictions_cbow"],
        "sentences": [vocabulary.ids(sentence) for sentence in sentences],
        "positions": {} if hide else {name: _positions(found) for name, found in states.items()},
        "sample": sample,
        "samples": list(SAMPLES),
        "seed": seed,
        "hides": hide,
        "relations": {
            name: relation(name, "given", index="n", code=line_of(slide, "yield"))
            for name in ("predictions_skip_gram", "predictions_cbow")
        },
    }
    arrays = {}
    for name, found in states.items():
        for architecture in ARCHITECTURES:
            asked = [len(window.targets_at) for window in found[architecture]]
            key = f"{name}/predictions_{architecture.replace('-', '_')}"
            arrays[key] = np.cumsum(asked, dtype=float)
    return Trace(facts, {} if hide else arrays)


def laid(
    sentences: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
    window: int,
    drawn: bool,
    sample: float,
    seed: int,
) -> dict[str, list[Window]]:
    """The windows of both architectures; equal generators draw the same for both."""
    return {
        architecture: list(
            windows(
                sentences,
                vocabulary,
                architecture,
                window,
                shrink_windows=drawn,
                sample=sample,
                rng=np.random.default_rng(seed),
            )
        )
        for architecture in ARCHITECTURES
    }


def _positions(found: dict[str, list[Window]]) -> list[dict[str, Any]]:
    """For each position: the sentence, the centre, the reach, who is given and who asked for."""
    return [
        {
            "sentence": one.sentence,
            "centre": one.centre,
            "reach": one.reach,
            "dropped": one.dropped,
            "skip-gram": [one.inputs_at, one.targets_at],
            "cbow": [other.inputs_at, other.targets_at],
        }
        for one, other in zip(found["skip-gram"], found["cbow"], strict=True)
    ]
