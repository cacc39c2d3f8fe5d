"""Examples: what the model learns from, cut from the sentences by a window.

The three architectures differ in nothing else: who is given, and who is to be predicted.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .corpus import Vocabulary, checked
from .messages import W2VError, choice, whole


@dataclass(frozen=True)
class Example:
    """What is given and what is to be predicted, as tuples of word ids; repeats count.

    Raises W2VError where one of the two is empty or holds anything but ids (integers from 0).
    """

    inputs: tuple[int, ...]
    targets: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", _ids(self.inputs))
        object.__setattr__(self, "targets", _ids(self.targets))


@dataclass(frozen=True)
class Window:
    """One position of the window: the sentence's ids, and where in it inputs and targets stand."""

    ids: tuple[int, ...]
    sentence: int
    inputs_at: tuple[int, ...]
    targets_at: tuple[int, ...]

    @property
    def example(self) -> Example:
        """The same without the places: all that the model needs."""
        return Example(
            tuple(self.ids[place] for place in self.inputs_at),
            tuple(self.ids[place] for place in self.targets_at),
        )


def examples(
    sentences: Iterable[Sequence[str]],
    vocabulary: Vocabulary,
    architecture: str = "skip-gram",
    window: int = 2,
) -> Iterator[Example]:
    """Yield the examples of the sentences in text order (Mikolov et al. 2013, 1301.3781, fig. 1).

    "next-word" predicts each word from the one before it, "skip-gram" the words at most `window`
    places away from the centre, "cbow" the centre from those. Words outside the vocabulary leave
    before the window is laid; a sentence of one word yields nothing. Raises W2VError.
    """
    found = windows(sentences, vocabulary, architecture, window)
    return (window.example for window in found)


def windows(
    sentences: Iterable[Sequence[str]],
    vocabulary: Vocabulary,
    architecture: str = "skip-gram",
    window: int = 2,
) -> Iterator[Window]:
    """Yield the windows from which `examples` takes its examples; arguments and errors as there."""
    roles = ARCHITECTURES[choice("architecture", architecture, ARCHITECTURES)]
    window = whole("window", window)
    if not isinstance(vocabulary, Vocabulary):
        raise W2VError("no_vocabulary", got=type(vocabulary).__name__)
    if isinstance(sentences, str | bytes):
        raise W2VError("sentences_are_text", got=sentences[:30])
    return slide(sentences, vocabulary, roles, window)


def slide(
    sentences: Iterable[Sequence[str]], vocabulary: Vocabulary, roles: Roles, window: int
) -> Iterator[Window]:
    for number, sentence in enumerate(checked(sentences)):
        ids = tuple(vocabulary.ids(sentence))
        for centre in range(len(ids)):
            inputs_at, targets_at = roles(centre, len(ids), window)
            if inputs_at and targets_at:
                yield Window(ids, number, inputs_at, targets_at)


def _around(centre: int, length: int, window: int) -> tuple[int, ...]:
    first, last = max(0, centre - window), min(length - 1, centre + window)
    return tuple(place for place in range(first, last + 1) if place != centre)


def _next_word(centre: int, length: int, window: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (centre,), tuple(range(centre + 1, min(centre + 2, length)))


def _skip_gram(centre: int, length: int, window: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (centre,), _around(centre, length, window)


def _cbow(centre: int, length: int, window: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return _around(centre, length, window), (centre,)


# Given the centre's place, the sentence's length and the window: the places of inputs and targets.
Roles = Callable[[int, int, int], tuple[tuple[int, ...], tuple[int, ...]]]
ARCHITECTURES = {"skip-gram": _skip_gram, "cbow": _cbow, "next-word": _next_word}


def _ids(values: Iterable[int]) -> tuple[int, ...]:
    try:
        given = tuple(values)
        ids = tuple(operator.index(value) for value in given)
    except TypeError:
        raise W2VError("ids_not_words", got=values) from None
    if isinstance(values, bytes) or any(isinstance(value, bool) for value in given):
        raise W2VError("ids_not_words", got=values)
    if not ids or min(ids) < 0:
        raise W2VError("ids_not_words", got=values)
    return ids
