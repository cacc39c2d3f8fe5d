"""The questions of lesson 13, and the computations that settle them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from ...biography import Biography, biography
from ...messages import get_language, message
from ...toys import toy_analogies
from ...vectors import Vectors
from ..question import Evidence, Question, only
from .beside import walk
from .exercises import own_film
from .life import life, two
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


_ORDERS = ((0, 1, 2, 3), (1, 0, 3, 2))  # king's sentence before queen's, or after it


def _brought_together() -> str:
    """Whose sentences turned king and queen towards one another: whichever are read second?"""
    shares = _shares(get_language())
    second = shares[0, 1], shares[1, 0]
    if min(shares.sum(axis=1)) < 0.5:
        return "none"
    return "second" if min(second) > 0.75 * max(shares.sum(axis=1)) else "all"


@cache
def _shares(language: str) -> np.ndarray:
    """In each order, what king's sentences and queen's added to the cosine of the two, (2, 2)."""
    shares = np.zeros((2, 2))
    for number, order in enumerate(_ORDERS):
        run = life(Parts.lent(), order)
        one, other = run.recording.model_at(0).vocabulary.ids(two())
        turns = biography(run.recording).turns(run.origins)[:, one, other]
        for turn, sentence in zip(turns, run.sentences, strict=True):
            shares[number, two().index(next(word for word in two() if word in sentence))] += turn
    return shares


def _by_order() -> Evidence:
    king, queen = two()
    rows = [
        message("l13.order_first", first=a, second=b) for a, b in ((king, queen), (queen, king))
    ]
    columns = [message("l13.sentences_of", word=word) for word in (king, queen)]
    return Evidence(rows, columns, _shares(get_language()), "Δcos", (Biography.turns, "turns"))


QUESTIONS = (
    Question("brought_together", _brought_together, prove=_by_order),
    Question("first_shows", _first_shows, prove=_shown_at),
    Question("unnoticed", _unnoticed, prove=_both),
)
