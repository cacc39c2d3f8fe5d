"""What lessons 00 and 01 talk about: our kingdom in a few sentences."""

from __future__ import annotations

from ...corpus import Vocabulary
from ...toys import toy_sentences
from ...widgets.first_look.frame import Look, first_look


def toy() -> tuple[list[list[str]], Vocabulary]:
    """The sentences and their words."""
    sentences = toy_sentences()
    return sentences, Vocabulary.from_sentences(sentences)


def looked() -> Look:
    """What the first look shows of them."""
    return first_look(toy_sentences())


def royals(sentences: list[list[str]]) -> tuple[str, str]:
    """King and queen: where the first two sentences differ."""
    return next((a, b) for a, b in zip(*sentences[:2], strict=True) if a != b)
