"""The run of lesson 01: our kingdom, learned until what its words predict hardly changes."""

from __future__ import annotations

from ...examples import examples
from ...model import Model
from ...training import Recording, record
from ..l00.runs import toy


def recorded() -> tuple[Model, Recording]:
    """The model after the run, and the run."""
    sentences, vocabulary = toy()
    model = Model(vocabulary)
    return model, record(model, examples(sentences, vocabulary), epochs=150, learning_rate=0.1)
