"""The run that lesson 07's prose, predictions and tests talk about: a little noise on our song."""

from __future__ import annotations

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example, examples
from ...model import Model, Step
from ...toys import toy_sentences
from ...training import train


def little_trained() -> Model:
    """A model with negative sampling, after five rounds through our song."""
    sentences = toy_sentences("song")
    vocabulary = Vocabulary.from_sentences(sentences)
    model = Model(vocabulary, 3, "negative-sampling")
    train(model, examples(sentences, vocabulary, pairs=True), 5, 0.1)
    return model


def last_pair(model: Model) -> Example:
    """The word in the middle of the first sentence is given, its last word asked for."""
    words = model.vocabulary.ids(toy_sentences("song")[0])
    return Example((words[len(words) // 2],), (words[-1],))


def rounds(count: int) -> list[Step]:
    """The steps of that pair with the noise of so many rounds."""
    model = little_trained()
    return [model.step(last_pair(model)) for _ in range(count)]


def target_drawn() -> tuple[float, float]:
    """The target's error, and the sum of its errors where it is drawn as noise, too, and kept."""
    model = little_trained()
    example = last_pair(model)
    step = model.step(example, [example.targets])
    return float(step.e[0][0]), float(np.sum(step.e[0]))
