"""A run in slices of a fraction of a second, so that it can be watched and stopped."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..corpus import checked
from ..examples import keep_probabilities
from ..messages import W2VError, choice, whole
from ..model import Model
from ..ways import EXACT, SIGMAS, Ways
from .flat import subsampled, text_of
from .learners import learner, road_named
from .windows import Windows

SECONDS = 0.1  # of work between two slices; a Stop waits for no longer
DRAWN = 10_000  # places of the text for which random numbers are drawn at a time, or fewer
NEIGHBOURS = 1_000_000  # where windows are wide: no more than these are looked at at a time


@dataclass(frozen=True)
class Slice:
    """What a slice of training did: the model's weights have moved when it is yielded.

    `progress` runs from 0 to 1; `words` counts those read so far, the dropped ones too; `loss` is
    the mean over the slice's targets, in nats (NaN where shared negatives leave no time for it);
    `rate` is the learning rate reached and `seconds` the work so far.
    """

    progress: float
    words: int
    loss: float
    rate: float
    seconds: float


def slices(
    model: Model,
    sentences: Iterable[Sequence[str]],
    architecture: str = "skip-gram",
    window: int = 2,
    epochs: int = 1,
    learning_rate: float = 0.025,
    last_rate: float | None = None,
    *,
    sample: float = 0,
    ways: Ways = EXACT,
    road: str | None = None,
) -> Iterator[Slice]:
    """Train a model in slices of about a tenth of a second, and yield each when it is done.

    The rate falls linearly from `learning_rate` to `last_rate`, or stays. The model's own `rng`
    draws what is drawn, so equal seeds give equal runs, whatever the clock says. Raises W2VError
    at the first slice.
    """
    architecture = choice("architecture", architecture, ("skip-gram", "cbow"))
    window, epochs = whole("window", window), whole("epochs", epochs)
    first_rate = checked_rate("learning_rate", learning_rate)
    rates = (first_rate, first_rate if last_rate is None else checked_rate("last_rate", last_rate))
    keep = keep_probabilities(model.vocabulary.counts, sample, ways.subsampling)
    choice("sigma", ways.sigma, SIGMAS)
    if ways.swap_roles and architecture != "skip-gram":
        raise W2VError("only_skip_gram", name="swap_roles", architecture=architecture)
    text = text_of(checked(sentences), model.vocabulary)
    learn = learner(model, ways, window, road_named(road))
    watch = _Watch(len(text.items) * epochs, rates)
    count = max(1, min(DRAWN, NEIGHBOURS // (2 * window)))
    for epoch in range(epochs):
        kept = subsampled(text, keep, model.rng) if sample else text
        places = len(kept.items)
        for first in range(0, places, count):
            windows = Windows.drawn(kept, first, count, window, architecture, ways, model.rng)
            along = (epoch + np.arange(first, first + len(windows)) / places) / epochs
            for until, loss, targets in learn(windows, rates[0] + (rates[1] - rates[0]) * along):
                watch.note((epoch + (first + until) / places) / epochs, loss, targets)
                if watch.due:
                    yield watch.slice()
                    watch.go_on()
    watch.note(1.0, 0.0, 0)
    yield watch.slice()


def checked_rate(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise W2VError("not_a_rate", name=name, got=value)
    if not 0 <= value < math.inf:
        raise W2VError("not_a_rate", name=name, got=float(value))
    return float(value)


class _Watch:
    """Adds up what happened since the last slice, and says when the next one is due."""

    def __init__(self, words: int, rates: tuple[float, float]) -> None:
        self.words, self.rates = words, rates
        self.progress = self.seconds = self.loss = 0.0
        self.targets = 0
        self.since = time.perf_counter()

    def note(self, progress: float, loss: float, targets: int) -> None:
        self.progress = progress
        self.loss += loss
        self.targets += targets

    @property
    def due(self) -> bool:
        return time.perf_counter() - self.since >= SECONDS and self.progress < 1

    def slice(self) -> Slice:
        """The slice that ends now; what the watcher does with it is not counted as work."""
        self.seconds += time.perf_counter() - self.since
        loss = self.loss / self.targets if self.targets else math.nan
        rate = self.rates[0] + (self.rates[1] - self.rates[0]) * self.progress
        words = round(self.words * self.progress)
        self.loss, self.targets = 0.0, 0
        return Slice(self.progress, words, loss, rate, self.seconds)

    def go_on(self) -> None:
        self.since = time.perf_counter()
