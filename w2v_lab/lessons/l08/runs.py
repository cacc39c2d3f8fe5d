"""The runs that lesson 08 talks about: NCE and sampled softmax on our song, corrected and not."""

from __future__ import annotations

from functools import cache

import numpy as np

from ...cooccurrence import cooccurrence
from ...corpus import Vocabulary
from ...examples import examples
from ...messages import get_language, message
from ...model import Model
from ...outputs import LAYERS
from ...relatives import sampled_model
from ...scores import Aim, learned
from ...toys import toy_sentences
from ...training import Recording, record, train
from ...widgets.three_heads.frame import HEADS

RUNS = (("nce", True), ("nce", False), ("sampled-softmax", True), ("sampled-softmax", False))
WINDOW, N, ROUNDS, RATE = 2, 10, 30, 0.3


def three_films() -> dict[str, Recording]:
    """Softmax, tree and negative sampling from one seed over the sentences of four words.

    By the name that each has in the chosen language; three dimensions, 60 rounds.
    """
    sentences = toy_sentences("plane")
    vocabulary = Vocabulary.from_sentences(sentences)
    run = list(examples(sentences, vocabulary, window=5))
    return {
        message(f"three_heads.{head}"): record(Model(vocabulary, 3, output), run, 60, 0.2)
        for head, output in zip(HEADS, LAYERS, strict=True)
    }


def relative(output: str, corrected: bool) -> tuple[Model, Aim]:
    """A relative of negative sampling after 30 rounds through our song, and where it should be."""
    sentences = toy_sentences("song")
    vocabulary = Vocabulary.from_sentences(sentences)
    model = sampled_model(vocabulary, N, output, corrected=corrected)
    text = examples(sentences, vocabulary, window=WINDOW)
    train(model, text, ROUNDS, lambda progress: RATE * (1 - progress))
    noise = model.output.noise  # type: ignore[attr-defined]
    counts = cooccurrence(sentences, vocabulary, WINDOW)
    return model, Aim(counts, noise.p, noise_words(model))


def noise_words(model: Model) -> int:
    """k, the number of words drawn for a target."""
    return int(model.output.negative)  # type: ignore[attr-defined]


def told(output: str, corrected: bool) -> tuple[float, float, float]:
    """How far eᵘ is from P, and eᵘ · q, each row brought to sum 1, in nats; and the mean of Σeᵘ."""
    model, aim = relative(output, corrected)
    exps = np.exp(learned(model))
    return aim.nats_from_P(exps), aim.nats_from_P(exps * aim.q), float(exps.sum(axis=1).mean())


def all_told() -> np.ndarray:
    """The same for each of RUNS, (4, 3)."""
    return _all_told(get_language())


@cache
def _all_told(language: str) -> np.ndarray:
    values = np.array([told(*run) for run in RUNS])
    return values
