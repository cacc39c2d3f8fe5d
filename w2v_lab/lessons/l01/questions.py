"""The questions of lesson 01, and the computations that settle them."""

from __future__ import annotations

import numpy as np

from ...explore import distances
from ...model import Model
from ..l00.runs import royals, toy
from ..question import Evidence, Question, only
from .runs import recorded


def _which_row() -> str:
    """What is a one-hot times the matrix? Compared with each of the choices."""
    _, vocabulary = toy()
    model = Model(vocabulary)
    h = model.multiply([1]).h
    candidates = {
        "all_rows": model.W_in.sum(axis=0),
        "the_row": model.W_in[1],
        "column": model.W_in[:, 1],
        "zeros": np.zeros(len(h)),
    }
    return only(name for name, value in candidates.items() if np.array_equal(h, value))


def _nearest_one_hot() -> str:
    """How far apart are the one-hots of three words?"""
    sentences, vocabulary = toy()
    king, queen, land = map(vocabulary.one_hot, (*royals(sentences), sentences[0][-1]))
    meaning, ids = np.linalg.norm(king - queen), np.linalg.norm(queen - land)
    return "by_meaning" if meaning < ids else "by_id" if meaning > ids else "equal"


def _shared_vector() -> str:
    """Can two words have one vector? Make it so and look whether the model minds."""
    _, vocabulary = toy()
    model = Model(vocabulary)
    model.W_in[2] = model.W_in[1]
    return "shared" if np.array_equal(model.hidden([1]), model.hidden([2])) else "unique"


def _one_hot_distances() -> Evidence:
    _, vocabulary = toy()
    words = vocabulary.words
    values = distances(np.array([vocabulary.one_hot(word) for word in words]))
    return Evidence(words, words, values, "distance", (distances, "return"))


def _two_equal_rows() -> Evidence:
    """P(word | …) for two words, after training, the first one's row copied over the second's."""
    model, _ = recorded()
    model.W_in[2] = model.W_in[1]
    words = model.vocabulary.words
    pair = words[1:3]
    values = np.array([[model.probability(word, given) for word in words] for given in pair])
    return Evidence(pair, words, values, "P", (Model.probability, "return"))


QUESTIONS = (
    Question("which_row", _which_row, before="products"),
    Question("nearest_one_hot", _nearest_one_hot, prove=_one_hot_distances),
    Question("shared_vector", _shared_vector, prove=_two_equal_rows),
)
