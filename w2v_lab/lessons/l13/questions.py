"""The questions of lesson 13, and the computations that settle them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from ...messages import get_language, message
from ...toys import toy_analogies
from ...vectors import Vectors
from ..question import Evidence, Question, only
from .beside import walk
from .exercises import own_film
from .own_model import Parts
from .parts import MISTAKES


def _unnoticed() -> str:
    """Does a word2vec that loses repeats learn all the same, less, or nothing?"""
    right, lost = _answered()[:, 0]
    if lost >= 0.9 * right:
        return "learns"
    return "worse" if lost > 0 else "nothing"


def _answered() -> np.ndarray:
    return _answers(get_language())


@cache
def _answers(language: str) -> np.ndarray:
    """How many analogies of each kind come out right: as it should be, and with repeats lost."""
    lost = replace(Parts.lent(), update=MISTAKES["update"]["assigned"])
    values = np.array([_right(parts) for parts in (Parts.lent(), lost)])
    return values


def _right(parts: Parts) -> list[int]:
    model = own_film(parts).model
    vectors = Vectors(model.vocabulary.words, model.W_in)
    return [
        sum(vectors.analogy(a, b, c, topn=1)[0][0] == d for a, b, c, d in asked)
        for asked in toy_analogies("grammar").values()
    ]


def _both() -> Evidence:
    rows = [message(f"l13.program_{name}") for name in ("right", "assigned")]
    asked = toy_analogies("grammar")
    columns = [message(f"l13.kind_{kind}", count=len(asked[kind])) for kind in asked]
    return Evidence(rows, columns, _answered(), "", (_answers.__wrapped__, "values"))


_THREE = ("turned", "back_turned", "labels_forgotten")


def _first_shows() -> str:
    """Which of three mistakes has its first wrong number after the first update?"""
    return only(name for name, update in zip(_THREE, _firsts(), strict=True) if update > 1)


def _firsts() -> list[int]:
    """The update in which each of them shows."""
    wrong = [replace(Parts.lent(), errors=MISTAKES["errors"][name]) for name in _THREE]
    stops = [walk(parts).stop for parts in wrong]
    updates = [stop.number + 1 for stop in stops if stop]
    return updates


def _shown_at() -> Evidence:
    columns = [message(f"l13.first_shows_{name}").split("：")[0].split(":")[0] for name in _THREE]
    row = [message("l13.first_shows_update")]
    return Evidence(row, columns, np.array([_firsts()]), "", (_firsts, "updates"))


QUESTIONS = (
    Question("first_shows", _first_shows, prove=_shown_at),
    Question("unnoticed", _unnoticed, prove=_both),
)
