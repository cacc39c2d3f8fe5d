"""What a run does at each window, settled once: who is given, what is asked, which loop learns."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import NamedTuple

import numpy as np

from ..examples import keep_probabilities
from ..messages import W2VError, choice, whole
from ..model import Model
from ..outputs import NegativeSampling, Softmax
from ..ways import BEYOND, SIGMAS, Ways
from . import batches
from .flat import Examples, Lists, Questions, Stretch

ROADS = ("compiled", "numpy")
MOST_SHARED = 5  # negatives of a window with shared noise: as many as its loops are unrolled for


class Part(NamedTuple):
    """A part of a round: its examples, the number of their targets, and the words it took."""

    examples: Examples
    targets: int
    words: float


@dataclass(frozen=True, eq=False)
class Plan:
    """How examples are cut and learnt from; `road` is the module that learns.

    `context_given`: the context is the input, the centre the target; `one_by_one`: each word of
    the context in an example of its own. `keep` (V,) is empty where no word is dropped. `together`
    names the fast loop of a window whose pairs share their noise.
    """

    questions: Questions
    keep: np.ndarray
    window: int
    shrink_windows: bool
    context_given: bool
    one_by_one: bool
    softmax: bool
    together: bool
    undivided: bool
    table: np.ndarray
    clip: bool
    road: ModuleType

    @classmethod
    def of(
        cls,
        model: Model,
        architecture: str,
        window: int,
        sample: float,
        ways: Ways,
        road: str | None,
    ) -> Plan:
        """The plan of a run with these settings. Raises W2VError."""
        cbow = choice("architecture", architecture, ("skip-gram", "cbow")) == "cbow"
        if ways.swap_roles and cbow:
            raise W2VError("only_skip_gram", name="swap_roles", architecture=architecture)
        choice("sigma", ways.sigma, SIGMAS)
        choice("beyond", ways.beyond, BEYOND)
        keep = keep_probabilities(model.vocabulary.counts, sample, ways.subsampling)
        layer, module = model.output, road_named(road)
        together = (
            ways.swap_roles
            and ways.share_negatives
            and isinstance(layer, NegativeSampling)
            and layer.target_drawn == "skip"
            and layer.negative <= MOST_SHARED
            and ways.beyond == "skip"
            and len(ways.table) > 0
        )
        return cls(
            Questions.of(layer, len(model.vocabulary)),
            keep if sample else np.zeros(0),
            whole("window", window),
            ways.shrink_windows,
            cbow or ways.swap_roles,
            ways.swap_roles and not together,
            isinstance(layer, Softmax),
            together,
            model.undivided,
            ways.table,
            ways.beyond == "clip" and isinstance(layer, NegativeSampling),
            module,
        )

    def stretch(
        self, text: Lists, first: int, last: int, rate: float, slope: float, room: int
    ) -> Stretch:
        """The sentences from `first` to `last`, for compiled.cut."""
        longest = int(text.lengths[first:last].max(initial=1))
        widest = min(2 * self.window, longest)
        room = min(room, int(text.lengths[first:last].sum()) * widest * self.questions.most)
        into = Examples.room(room + widest, room + widest * self.questions.most)
        return Stretch(
            text.items, text.ends, np.array([first, 0, 0]), last, np.zeros(longest, np.int32),
            self.keep, self.window, self.shrink_windows, self.context_given, self.one_by_one,
            rate, slope, room, self.questions, into,
        )  # fmt: skip

    def learn(self, W_in: np.ndarray, W_out: np.ndarray, examples: Examples) -> float:
        """Move the weights as the examples ask; the summed loss of their targets, in nats."""
        inputs, input_ends, rows, labels, row_ends, rates = examples
        lists = (inputs, input_ends, rows)
        if self.softmax:
            return self.road.softmax(W_in, W_out, *lists, row_ends, rates, self.undivided)
        if self.together:
            return self.road.together(W_in, W_out, *lists, row_ends, rates, self.table)
        return self.road.yes_or_no(
            W_in, W_out, *lists, labels, row_ends, rates, self.undivided, self.table, self.clip
        )


def road_named(name: str | None) -> ModuleType:
    """The module that learns: compiled.py or batches.py. Raises W2VError."""
    if name is not None:
        choice("road", name, ROADS)
    if name != "numpy":
        try:
            from . import compiled

            return compiled
        except ImportError:
            if name == "compiled":
                raise W2VError("no_numba") from None
    return batches
