"""The runs that the two dials show, and how two sentences name the words to compare."""

from __future__ import annotations

from collections.abc import Sequence

from ...corpus import Vocabulary
from ...films import Film
from ...messages import W2VError
from ...model import Model

ROUNDS = 300
RATE = 0.05
MOMENTS = 60


def dial(
    sentences: Sequence[Sequence[str]], vocabulary: Vocabulary, N: int, window: int, seed: int = 1
) -> Film:
    """A run over the sentences in N dimensions."""
    model = Model(vocabulary, N, seed=seed)
    return Film.shot(
        model, sentences, window=window, epochs=ROUNDS, learning_rate=RATE, most=MOMENTS
    )


def difference(sentences: Sequence[Sequence[str]]) -> tuple[str, str]:
    """The one word in which two sentences differ. Raises W2VError."""
    if len(sentences) >= 2 and len(sentences[0]) == len(sentences[1]):
        differing = [(a, b) for a, b in zip(*sentences[:2], strict=True) if a != b]
        if len(differing) == 1:
            return differing[0]
    raise W2VError("not_one_difference")
