"""The runs of lesson 04: the two sentences of the article, in either architecture."""

from __future__ import annotations

from ...corpus import Vocabulary
from ...examples import Example, examples
from ...films import Pair
from ...model import Model
from ...toys import toy_sentences
from ...training import train
from ...widgets.two_dials.runs import dial, difference


def article(architecture: str = "skip-gram", window: int = 2) -> tuple[Vocabulary, list[Example]]:
    """The words of the two sentences, and their examples."""
    sentences = toy_sentences("article")
    vocabulary = Vocabulary.from_sentences(sentences)
    return vocabulary, list(examples(sentences, vocabulary, architecture, window))


def trained(architecture: str = "skip-gram") -> tuple[Model, list[Example]]:
    """A model after some rounds, and its examples."""
    vocabulary, run = article(architecture)
    model = Model(vocabulary)
    train(model, run, epochs=20, learning_rate=0.1)
    return model, run


def two_words() -> Pair:
    """The two words in which the sentences differ, through the dials' run in 50 dimensions."""
    sentences = toy_sentences("article")
    film = dial(sentences, Vocabulary.from_sentences(sentences), 50, window=3)
    return film.pair(*difference(sentences))
