"""The run of lesson 03 that goes on long after the loss has stopped to fall."""

from __future__ import annotations

from ...examples import Example
from ...model import Model
from ...training import train
from ..l02.runs import next_words


def settled() -> tuple[Model, list[Example]]:
    """A model that has come to rest, its rate falling to 0, and its examples."""
    vocabulary, run = next_words()
    model = Model(vocabulary, vector_size=3)
    train(model, run, epochs=800, learning_rate=lambda progress: 0.5 * (1 - progress) ** 2)
    return model, run
