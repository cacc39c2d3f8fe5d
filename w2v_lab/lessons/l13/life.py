"""The learner's word2vec on our four sentences, every update kept: its numbers have a past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...corpus import Vocabulary
from ...toys import toy_analogies, toy_sentences
from ...training import Recording, record
from .own_model import OwnModel, Parts, pairs

ROUNDS, RATE, WINDOW = 30, 0.2, 2


@dataclass(frozen=True, eq=False)
class Life:
    """A run that kept every update: `origins` says of which of its `sentences` each example is."""

    recording: Recording
    sentences: list[list[str]]
    origins: list[int]


def life(parts: Parts, order: Sequence[int] = (0, 1, 2, 3)) -> Life:
    """The four sentences in this order, again and again; `origins` count them as they are read.

    Raises PartError.
    """
    first = toy_sentences()
    vocabulary = Vocabulary.from_sentences(first)  # whatever the order, the same words start alike
    read = [first[number] for number in order]
    cut = [list(pairs(parts, [list(vocabulary.ids(words))], WINDOW)) for words in read]
    origins = [number for number, found in enumerate(cut) for _ in found]
    run = [example for found in cut for example in found]
    model = OwnModel(vocabulary, parts)
    with np.errstate(all="ignore"):  # a part may be wrong, and its run explode
        recording = record(model, run, ROUNDS, RATE, snapshots=ROUNDS * len(run) + 1)
    return Life(recording, read, origins)


def two() -> tuple[str, str]:
    """Two words of these sentences that never meet, and end alike: king and queen."""
    _, _, king, queen = toy_analogies("plane")["gender"][0]
    return king, queen
