"""The runs of lessons 02 and 03: a model of our kingdom that learns to predict the next word."""

from __future__ import annotations

from ...corpus import Vocabulary
from ...examples import Example, examples
from ...model import Model
from ...toys import toy_sentences
from ...widgets.step_explorer.session import our_run


def next_words() -> tuple[Vocabulary, list[Example]]:
    """The words of our kingdom, and its examples: each word predicts the next."""
    sentences = toy_sentences()
    vocabulary = Vocabulary.from_sentences(sentences)
    return vocabulary, list(examples(sentences, vocabulary, "next-word"))


def trained() -> tuple[Model, list[Example]]:
    """The model at the end of the step explorer's run, and the examples it has learned from."""
    recording = our_run()
    return recording.model_at(len(recording.losses)), next_words()[1]
