"""The questions of lesson 05, and the computations that settle them."""

from __future__ import annotations

from functools import cache

import numpy as np

from ...corpus import Vocabulary
from ...examples import examples
from ...explore import cosines, procrustes
from ...films import Film
from ...messages import get_language
from ...model import Model
from ...toys import toy_analogies, toy_sentences
from ...training import train
from ...vectors import unit
from ..question import Evidence, Question


def plane(seed: int) -> Model:
    """Four words with two attributes, after training; lesson 05 plays this run."""
    sentences = toy_sentences("plane")
    vocabulary = Vocabulary.from_sentences(sentences)
    model = Model(vocabulary, vector_size=3, seed=seed)
    train(model, examples(sentences, vocabulary, window=5), epochs=60, learning_rate=0.2)
    return model


def _another_seed() -> str:
    """What do two runs share that differ in nothing but the seed?"""
    one, other = plane(0), plane(1)
    moved = np.abs(one.W_in - other.W_in).max() / np.abs(one.W_in).max()
    turned = other.W_in @ procrustes(other.W_in, one.W_in)
    left = np.linalg.norm(turned - one.W_in) / np.linalg.norm(one.W_in)
    return "numbers" if moved < 0.2 else "shape" if left < 0.4 else "nothing"


@cache
def _grammar(language: str) -> tuple[list[str], np.ndarray]:
    """man, woman, king, queen, and their vectors of length 1, after the run of lesson 05."""
    sentences = toy_sentences("grammar", language)
    vocabulary = Vocabulary.from_sentences(sentences)
    model = Model(vocabulary, vector_size=20, output="negative-sampling")
    Film.shot(model, sentences, window=5, epochs=20, learning_rate=0.05, most=2)
    words = toy_analogies("grammar", language)["gender"][0]
    return list(words), unit(model.W_in[[vocabulary.id(word) for word in words]])


def _ways() -> tuple[list[str], np.ndarray]:
    """From king to queen, from man to woman, from man to king: names and vectors (3, N)."""
    words, (man, woman, king, queen) = _grammar(get_language())
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
