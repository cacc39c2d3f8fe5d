"""What the cloud plays: one run of negative sampling for each choice of its settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from ...corpus import Vocabulary, checked
from ...messages import W2VError, listed
from ...model import Model
from ...noise import TARGET_DRAWN
from ...scores import Aim, Cloud, clouds
from ...toys import toy_sentences

MOST_WORDS = 180
A_PART, LONGER = 20, 10  # of a text one twentieth, read ten times as often: pairs go missing
CHOICES: dict[str, tuple[Any, ...]] = {
    "negative": (1, 5, 15),
    "ns_exponent": (0.0, 0.5, 0.75, 1.0),
    "target_drawn": TARGET_DRAWN,
    "vector_size": (2, 5, 20),
    "part": (1, A_PART),
}
RANKED = 40  # words of which the best of a rank is found while one waits


@dataclass(frozen=True)
class Settings:
    """What a run is made with; `part` 20 means the first twentieth of the text."""

    negative: int = 5
    ns_exponent: float = 0.75
    target_drawn: str = "keep"
    vector_size: int = 20
    part: int = 1

    @property
    def key(self) -> str:
        """The run's name in a trace."""
        told = (f"{one:g}" if isinstance(one, float) else str(one) for one in asdict(self).values())
        return "-".join(told)

    @classmethod
    def asked(cls, request: object, choices: dict[str, tuple[Any, ...]]) -> Settings:
        """The settings that a page asks for, each one of the choices. Raises W2VError."""
        if not isinstance(request, dict) or set(request) != set(choices):
            raise W2VError("no_request", got=request)
        for name, value in request.items():
            known = not isinstance(value, bool | list | dict) and value in choices[name]
            if not known:
                raise W2VError(
                    "unknown_choice", name=name, got=value, choices=listed(choices[name])
                )
        return cls(**{**request, "ns_exponent": float(request["ns_exponent"])})


@dataclass(frozen=True, eq=False)
class Text:
    """A text, and how it is read: sentences of the vocabulary's words, `window`, `epochs`, rate."""

    sentences: list[list[str]]
    vocabulary: Vocabulary
    window: int = 2
    epochs: int = 20
    learning_rate: float = 0.025

    @classmethod
    def of(cls, sentences: Iterable[Sequence[str]] | None, *read: Any) -> Text:
        """The text with its most frequent words; our topics when left out. Raises W2VError."""
        told = [
            list(words)
            for words in checked(toy_sentences("topics") if sentences is None else sentences)
        ]
        known = Vocabulary.from_sentences(told)
        return cls(
            told, Vocabulary(known.words[:MOST_WORDS], known.counts[:MOST_WORDS].tolist()), *read
        )

    def part(self, settings: Settings) -> list[list[str]]:
        return self.sentences[: max(1, len(self.sentences) // settings.part)]


@dataclass(frozen=True, eq=False)
class Run:
    """A run that has ended: its clouds from the start to the end, and what N dimensions can do.

    `best` is the cloud of the exact optimum of rank N, or None where it is not to be had.
    """

    settings: Settings
    clouds: list[Cloud]
    best: Cloud | None

    @property
    def aim(self) -> Aim:
        return self.clouds[-1].aim


def trained(text: Text, settings: Settings, moments: int) -> Run:
    """Train a model with these settings, and look so many times on the way. Raises W2VError."""
    model = Model(
        text.vocabulary,
        settings.vector_size,
        "negative-sampling",
        settings.negative,
        settings.ns_exponent,
        target_drawn=settings.target_drawn,
    )
    epochs = text.epochs * (1 if settings.part == 1 else LONGER)
    played = list(
        clouds(model, text.part(settings), text.window, epochs, text.learning_rate, frames=moments)
    )
    aim = played[-1].aim
    best = None
    if settings.vector_size < len(aim.q) <= RANKED and aim.seen.all():
        best = Cloud(np.inf, aim.of_rank(settings.vector_size), aim)
    return Run(settings, played, best)


def reach(run: Run) -> tuple[float, float]:
    """From where to where the scores of a run go, with whichever k: one scale for all of them."""
    aim, ends = run.aim, [0.0]
    for k in CHOICES["negative"]:
        other = replace(aim, k=k)
        for found in (other.scores[aim.seen], other.shifted_pmi[aim.seen]):
            ends += [float(found.min()), float(found.max())]
    return min(ends), max(ends)
