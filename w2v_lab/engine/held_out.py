"""An honest loss: of sentences that are never learnt from, as a mean with its interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ..messages import W2VError
from ..model import Model
from . import batches, windows
from .flat import Examples, Lists
from .plan import Plan


class Interval(NamedTuple):
    """A mean loss in nats a target and its 95 % interval, over sentences; `targets` of them."""

    mean: float
    low: float
    high: float
    targets: int


@dataclass(frozen=True, eq=False)
class HeldOut:
    """`rest` is the text without the sentences held out; their examples, one set a sentence.

    Windows and negatives were drawn once, so that two looks differ by the model alone.
    """

    rest: Lists
    examples: tuple[Examples, ...]
    targets: np.ndarray
    plan: Plan

    @classmethod
    def taken(cls, text: Lists, count: int, plan: Plan, rng: np.random.Generator) -> HeldOut:
        """Take so many sentences of two words or more, drawn by a generator of their own.

        Raises W2VError where no text would be left.
        """
        if not count:
            return cls(text, (), np.zeros(0), plan)
        own = rng.spawn(1)[0]  # the run itself draws the same with and without them
        some = np.flatnonzero(text.lengths > 1)
        if count >= len(some):
            raise W2VError("held_out_too_many", count=count, sentences=len(some))
        found, targets, chosen = [], [], np.sort(own.permutation(some)[:count])
        for sentence in chosen.tolist():
            for part in windows.parts(text, plan, sentence, sentence + 1, 0.0, 0.0, own):
                if part.targets:
                    found.append(part.examples)
                    targets.append(part.targets)
        stays = np.ones(len(text), dtype=bool)
        stays[chosen] = False
        items = text.without(np.repeat(stays, text.lengths)).items
        return cls(Lists.of(items, text.lengths[stays]), tuple(found), np.array(targets), plan)

    def loss(self, model: Model) -> Interval:
        """The mean loss over all targets, and how far it may be off: sentences differ."""
        at_rest = replace(self.plan, road=batches)  # all rates are 0: it reads, and moves nothing
        weights = model.W_in, model.W_out
        sums = np.array([at_rest.learn(*weights, one) for one in self.examples])
        total, targets = len(sums), self.targets.sum()
        mean = sums.sum() / targets
        spread = np.sqrt(((sums - mean * self.targets) ** 2).sum() * total / max(total - 1, 1))
        half = 1.96 * spread / targets
        return Interval(float(mean), float(mean - half), float(mean + half), int(targets))
