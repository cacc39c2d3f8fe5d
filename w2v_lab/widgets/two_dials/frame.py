"""The two dials' frame: angle and distance of two words while the model trains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from ...corpus import Vocabulary
from ...examples import examples
from ...films import Film, Pair
from ...messages import clean
from ..kit.source import line_of
from ..kit.trace import Trace, relation

Runs = Mapping[tuple[int, int], Film]  # by dimensions and window


def two_dials(
    runs: Runs, pair: tuple[int, int], contexts: Mapping[int, Sequence[int]], hide: bool = False
) -> Trace:
    """The dials of every run, by "N window"; `contexts` are the words that a window shows.

    With `hide` the words are sent and no number.
    """
    film = next(iter(runs.values()))
    names = [field.name for field in fields(Pair)]
    trace = Trace(
        {
            "words": {str(i): clean(word) for i, word in enumerate(film.vocabulary.words)},
            "rows": [],
            "hidden_rows": 0,
            "decimals": 3,
            "tinted": [],
            "whole": [],
            "pair": list(pair),
            "contexts": {str(window): list(ids) for window, ids in contexts.items()},
            "sizes": sorted({N for N, _ in runs}),
            "moments": {},
            "hides": hide,
            "relations": {
                name: relation(name, "given", index="f", code=line_of(Film.pair, name))
                | {"reading": f"dial_{name}"}
                for name in names
            },
        }
    )
    if not hide:
        for (N, window), run in runs.items():
            add_run(trace, N, window, run, pair)
    return trace


def add_run(trace: Trace, N: int, window: int, run: Film, pair: tuple[int, int]) -> None:
    state = f"{N} {window}"
    found = run.pair(*pair)
    for field in fields(Pair):
        trace.arrays[f"{state}/{field.name}"] = getattr(found, field.name)
    trace.facts.setdefault("moments", {})[state] = run.moments.tolist()


def seen_together(
    sentences: Sequence[Sequence[str]], vocabulary: Vocabulary, pair: Sequence[int], window: int
) -> list[int]:
    """The words that stand in a window of that size around the first of the two and the second."""
    around: dict[int, set[int]] = {word: set() for word in pair}
    for example in examples(sentences, vocabulary, "skip-gram", window):
        if example.inputs[0] in around:
            around[example.inputs[0]].update(example.targets)
    return sorted(set.intersection(*around.values()))
