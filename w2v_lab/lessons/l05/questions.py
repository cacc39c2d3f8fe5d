"""The questions of lesson 05, and the computations that settle them."""

from __future__ import annotations

import numpy as np

from ...explore import cosines, procrustes, unit
from ...messages import get_language
from ...toys import toy_analogies
from ..question import Evidence, Question
from .runs import grammar, recorded


def _another_seed() -> str:
    """What do two runs share that differ in nothing but the seed?"""
    runs = (recorded(seed) for seed in (0, 1))
    one, other = (run.W_in_at(len(run.losses)) for run in runs)
    moved = np.abs(one - other).max() / np.abs(one).max()
    left = np.linalg.norm(other @ procrustes(other, one) - one) / np.linalg.norm(one)
    return "numbers" if moved < 0.2 else "shape" if left < 0.4 else "nothing"


def _ways() -> tuple[list[str], np.ndarray]:
    """From king to queen, from man to woman, from man to king: names and vectors (3, N)."""
    words = toy_analogies("grammar")["gender"][0]
    film = grammar(get_language())
    man, woman, king, queen = unit(film.W_in[-1, film.vocabulary.ids(words)])
    names = [f"{words[2]} − {words[3]}", f"{words[0]} − {words[1]}", f"{words[2]} − {words[0]}"]
    return names, np.array([king - queen, man - woman, king - man])


def _king_minus_queen() -> str:
    """Whom is king − queen like: king − man, which is royalty, or man − woman?"""
    _, ways = _ways()
    _, like_gender, like_royalty = cosines(ways)[0]
    if max(like_gender, like_royalty) < 0.5:
        return "nothing"
    return "gender" if like_gender > like_royalty else "royalty"


def _cosines_of_ways() -> Evidence:
    names, ways = _ways()
    return Evidence(names, names, cosines(ways), "cos", (cosines, "return"))


QUESTIONS = (
    Question("another_seed", _another_seed),
    Question("king_minus_queen", _king_minus_queen, prove=_cosines_of_ways),
)
