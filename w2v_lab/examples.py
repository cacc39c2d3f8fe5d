"""Examples: what the model learns from, cut from the sentences by a window.

The three architectures differ in nothing else: who is given, and who is to be predicted.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .corpus import Vocabulary, checked
from .messages import W2VError, choice, whole
from .trees import checked_counts, shares


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
    """One position of the window: the sentence's ids, and where in it inputs and targets stand.

    `centre` is the place where the window lies, `reach` how far it sees to either side, and
    `dropped` are the places that subsampling took away before it was laid.
    """

    ids: tuple[int, ...]
    sentence: int
    inputs_at: tuple[int, ...]
    targets_at: tuple[int, ...]
    centre: int
    reach: int
    dropped: tuple[int, ...] = ()

    @property
    def example(self) -> Example:
        """The same without the places: all that the model needs."""
        return Example(
            tuple(self.ids[place] for place in self.inputs_at),
            tuple(self.ids[place] for place in self.targets_at),
        )


@dataclass(frozen=True, eq=False)
class Thinning:
    """What subsampling did to one sentence: an occurrence stays where its `r` lies below `keep`.

    `ids` are the sentence's, `keep` (L,) says how likely each occurrence is to stay, and `r` (L,)
    are the numbers that were drawn for them, in [0, 1).
    """

    ids: tuple[int, ...]
    keep: np.ndarray
    r: np.ndarray

    @property
    def kept(self) -> list[int]:
        """The places of those that stay."""
        return np.flatnonzero(self.r < self.keep).tolist()


def thin(ids: Sequence[int], keep: np.ndarray, rng: np.random.Generator) -> Thinning:
    """Draw a number for each occurrence; `keep` (V,) are the words' chances to stay."""
    return Thinning(tuple(ids), keep[list(ids)], rng.random(len(ids)))


def examples(
    sentences: Iterable[Sequence[str]],
    vocabulary: Vocabulary,
    architecture: str = "skip-gram",
    window: int = 2,
    *,
    shrink_windows: bool = False,
    sample: float = 0,
    subsampling: str = "paper",
    pairs: bool = False,
    swap_roles: bool = False,
    rng: np.random.Generator | None = None,
) -> Iterator[Example]:
    """Yield the examples of the sentences in text order (Mikolov et al. 2013, 1301.3781, fig. 1).

    "next-word" predicts each word from the one before it, "skip-gram" the words at most `window`
    places away from the centre, "cbow" the centre from those. Words outside the vocabulary leave
    before the window is laid; a sentence of one word yields nothing.

    What programs do otherwise, all of it off by default: `shrink_windows` draws each window's reach
    from 1 to `window`; `sample`, such as 1e-3, drops frequent words before the window is laid, by
    the formula of `subsampling` (see `keep_probabilities`); `pairs` makes an example of each
    target of skip-gram, `swap_roles` does so and gives the context to predict the centre. What is
    drawn is drawn by `rng`. Raises W2VError.
    """
    found = windows(
        sentences,
        vocabulary,
        architecture,
        window,
        shrink_windows=shrink_windows,
        sample=sample,
        subsampling=subsampling,
        pairs=pairs,
        swap_roles=swap_roles,
        rng=rng,
    )
    return (window.example for window in found)


def windows(
    sentences: Iterable[Sequence[str]],
    vocabulary: Vocabulary,
    architecture: str = "skip-gram",
    window: int = 2,
    *,
    shrink_windows: bool = False,
    sample: float = 0,
    subsampling: str = "paper",
    pairs: bool = False,
    swap_roles: bool = False,
    rng: np.random.Generator | None = None,
) -> Iterator[Window]:
    """Yield the windows from which `examples` takes its examples; arguments and errors as there."""
    roles = ARCHITECTURES[choice("architecture", architecture, ARCHITECTURES)]
    window = whole("window", window)
    if not isinstance(vocabulary, Vocabulary):
        raise W2VError("no_vocabulary", got=type(vocabulary).__name__)
    if isinstance(sentences, str | bytes):
        raise W2VError("sentences_are_text", got=sentences[:30])
    if (pairs or swap_roles) and architecture != "skip-gram":
        name = "swap_roles" if swap_roles else "pairs"
        raise W2VError("only_skip_gram", name=name, architecture=architecture)
    keep = keep_probabilities(vocabulary.counts, sample, subsampling) if sample != 0 else None
    if (shrink_windows or keep is not None) and not isinstance(rng, np.random.Generator):
        raise W2VError("no_rng")
    cut = _swapped if swap_roles else _in_pairs if pairs else _whole

    def drop(ids: tuple[int, ...]) -> list[int]:
        if keep is None or rng is None:
            return list(range(len(ids)))
        return thin(ids, keep, rng).kept

    def reach() -> int:
        return 1 + int(rng.random() * window) if shrink_windows and rng is not None else window

    return slide(sentences, vocabulary, roles, reach, drop, cut)


def slide(
    sentences: Iterable[Sequence[str]],
    vocabulary: Vocabulary,
    roles: Roles,
    reach: Callable[[], int],
    kept: Callable[[tuple[int, ...]], list[int]],
    cut: Callable[[Places, Places], Iterable[tuple[Places, Places]]],
) -> Iterator[Window]:
    """Lay the window at each place that is kept, as far as it reaches there."""
    for number, sentence in enumerate(checked(sentences)):
        ids = tuple(vocabulary.ids(sentence))
        places = kept(ids)
        dropped = tuple(sorted(set(range(len(ids))).difference(places)))
        for at, centre in enumerate(places):
            far = reach()
            given, asked = (
                tuple(places[near] for near in side) for side in roles(at, len(places), far)
            )
            for inputs_at, targets_at in cut(given, asked):
                yield Window(ids, number, inputs_at, targets_at, centre, far, dropped)


def keep_probabilities(
    counts: Sequence[int] | np.ndarray, sample: float, subsampling: str = "paper"
) -> np.ndarray:
    """How likely an occurrence of each word is to stay, (V,), with t = `sample` and f its share.

    "paper": √(t/f) (Mikolov et al. 2013, 1310.4546, eq. 5); "code": √(t/f) + t/f, as word2vec.c
    has it; never more than 1. With t = 0 all stay. Raises W2VError.
    """
    formula = SUBSAMPLING[choice("subsampling", subsampling, SUBSAMPLING)]
    if isinstance(sample, bool) or not isinstance(sample, int | float | np.number):
        raise W2VError("not_a_sample", got=sample)
    if not 0 <= sample < np.inf:
        raise W2VError("not_a_sample", got=float(sample))
    f = shares(checked_counts(counts))
    if not sample:
        return np.ones(len(f))
    with np.errstate(divide="ignore", over="ignore"):  # a word that never occurs would always stay
        keep = np.minimum(formula(sample / f), 1)
    return keep


def _whole(inputs_at: Places, targets_at: Places) -> list[tuple[Places, Places]]:
    return [(inputs_at, targets_at)] if inputs_at and targets_at else []


def _in_pairs(inputs_at: Places, targets_at: Places) -> list[tuple[Places, Places]]:
    return [(inputs_at, (place,)) for place in targets_at]


def _swapped(inputs_at: Places, targets_at: Places) -> list[tuple[Places, Places]]:
    return [((place,), inputs_at) for place in targets_at]


def _around(centre: int, length: int, window: int) -> tuple[int, ...]:
    first, last = max(0, centre - window), min(length - 1, centre + window)
    return tuple(place for place in range(first, last + 1) if place != centre)


def _next_word(centre: int, length: int, window: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (centre,), tuple(range(centre + 1, min(centre + 2, length)))


def _skip_gram(centre: int, length: int, window: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (centre,), _around(centre, length, window)


def _cbow(centre: int, length: int, window: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return _around(centre, length, window), (centre,)


Places = tuple[int, ...]
# Given the centre's place, the sentence's length and the reach: the places of inputs and targets.
Roles = Callable[[int, int, int], tuple[Places, Places]]
ARCHITECTURES = {"skip-gram": _skip_gram, "cbow": _cbow, "next-word": _next_word}
# What is kept of a word's occurrences, by t/f
SUBSAMPLING: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "paper": lambda ratio: np.sqrt(ratio),
    "code": lambda ratio: np.sqrt(ratio) + ratio,
}


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
