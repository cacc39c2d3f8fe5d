"""The questions of lessons 00 and 01, and the computations that settle them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..corpus import Vocabulary
from ..examples import examples
from ..explore import cosines, distances
from ..model import Model
from ..toys import toy_sentences
from ..training import train
from .question import Evidence, only


def toy() -> tuple[list[list[str]], Vocabulary]:
    sentences = toy_sentences()
    return sentences, Vocabulary.from_sentences(sentences)


def royals(sentences: list[list[str]]) -> tuple[str, str]:
    """King and queen: where the first two sentences differ."""
    return next((a, b) for a, b in zip(*sentences[:2], strict=True) if a != b)


def _which_row() -> str:
    """What is a one-hot times the matrix? Compared with each of the choices."""
    _, vocabulary = toy()
    model = Model(vocabulary)
    h = model.multiply([1]).h
    candidates = {
        "a": model.W_in.sum(axis=0),
        "b": model.W_in[1],
        "c": model.W_in[:, 1],
        "d": np.zeros(len(h)),
    }
    return only(letter for letter, value in candidates.items() if np.array_equal(h, value))


def _nearest_one_hot() -> str:
    """How far apart are the one-hots of three words?"""
    sentences, vocabulary = toy()
    king, queen, land = map(vocabulary.one_hot, (*royals(sentences), sentences[0][-1]))
    meaning, ids = np.linalg.norm(king - queen), np.linalg.norm(queen - land)
    return "a" if meaning < ids else "b" if meaning > ids else "c"


def _first_probability() -> str:
    """What does an untrained model give a word that really stands beside the input?"""
    sentences, vocabulary = toy()
    example = next(examples(sentences, vocabulary, "skip-gram"))
    y = Model(vocabulary).step(example).y[0]
    least, target, most = y.min(), y[example.targets[0]], y.max()
    return "c" if least == target == most else "a" if target == most else "b"


def _same_surroundings() -> str:
    """What becomes of two words that stand in the same places?"""
    sentences, vocabulary = toy()
    model = Model(vocabulary)
    first, second = vocabulary.ids(royals(sentences))
    before = cosines(model.W_in)[first, second]
    train(model, examples(sentences, vocabulary), epochs=100, learning_rate=0.1)
    after = cosines(model.W_in)[first, second]
    return "a" if after < before - 0.1 else "b" if after > before + 0.1 else "c"


def _shared_vector() -> str:
    """Can two words have one vector? Make it so and look whether the model minds."""
    _, vocabulary = toy()
    model = Model(vocabulary)
    model.W_in[2] = model.W_in[1]
    return "b" if np.array_equal(model.hidden([1]), model.hidden([2])) else "a"


def _one_hot_distances() -> Evidence:
    _, vocabulary = toy()
    words = vocabulary.words
    values = distances(np.array([vocabulary.one_hot(word) for word in words]))
    return Evidence(words, words, values, "distance", (distances, "return"))


def _two_equal_rows() -> Evidence:
    """P(word | …) for two words, after training, the first one's row copied over the second's."""
    sentences, vocabulary = toy()
    model = Model(vocabulary)
    train(model, examples(sentences, vocabulary), epochs=100, learning_rate=0.1)
    model.W_in[2] = model.W_in[1]
    pair, words = [vocabulary.words[1], vocabulary.words[2]], vocabulary.words
    values = np.array([[model.probability(word, given) for word in words] for given in pair])
    return Evidence(pair, words, values, "P", (Model.probability, "return"))


QUESTIONS: dict[str, Callable[[], str]] = {
    "which_row": _which_row,
    "nearest_one_hot": _nearest_one_hot,
    "first_probability": _first_probability,
    "same_surroundings": _same_surroundings,
    "shared_vector": _shared_vector,
}

EVIDENCE: dict[str, Callable[[], Evidence]] = {
    "nearest_one_hot": _one_hot_distances,
    "shared_vector": _two_equal_rows,
}
