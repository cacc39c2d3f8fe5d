"""The runs of lesson 05: four words with two attributes, and a language of 2,000 sentences."""

from __future__ import annotations

from functools import cache

from ...corpus import Vocabulary
from ...examples import Example, examples
from ...films import Film
from ...messages import get_language
from ...model import Model
from ...toys import toy_sentences
from ...training import Recording, record


def plane() -> tuple[Vocabulary, list[Example]]:
    """The words of our 24 sentences, and their examples."""
    sentences = toy_sentences("plane")
    vocabulary = Vocabulary.from_sentences(sentences)
    return vocabulary, list(examples(sentences, vocabulary, window=5))


def recorded(seed: int = 0, rate: float = 0.2, epochs: int = 60) -> Recording:
    """A run over them in three dimensions."""
    vocabulary, run = plane()
    return record(Model(vocabulary, 3, seed=seed), run, epochs=epochs, learning_rate=rate)


@cache
def grammar(language: str) -> Film:
    """The film of the run over all sentences of our grammar."""
    sentences = toy_sentences("grammar", language)
    vocabulary = Vocabulary.from_sentences(sentences)
    model = Model(vocabulary, vector_size=20, output="negative-sampling")
    return Film.shot(model, sentences, window=5, epochs=20, learning_rate=0.05)


def grammar_film() -> Film:
    """A film of 176 words of a toy grammar that learn, in the chosen language: the lesson's run."""
    return grammar(get_language())
