"""What programs do otherwise, by name, and which of it each program does.

Line numbers `c:` are those of word2vec.c (tmikolov/word2vec, 20c129a).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .messages import W2VError, choice

SIGMAS = ("exact", "table")
BEYOND = ("skip", "clip")


@dataclass(frozen=True)
class Ways:
    """What programs do otherwise, by name; all of it off by default, as in `examples`.

    `share_negatives`: the pairs that one window makes, with `swap_roles`, have the same negatives.
    `target_drawn` and `undivided` are settings of `Model`, and `shrink_windows`, `subsampling` and
    `swap_roles` of `examples`. `sigma="table"`: y comes from a table, and scores beyond its ends at
    ±6 are passed over, or σ is 0 or 1 there in negative sampling with `beyond="clip"`. Sentences of
    more than `longest` words are cut, and what is over is dropped or, with `splits`, the next
    sentence; 0 for no limit. W_in starts from U(±`start`/N); the rate falls to `last_rate`, or to a
    `last_share` of where it began.
    """

    shrink_windows: bool = False
    subsampling: str = "paper"
    swap_roles: bool = False
    share_negatives: bool = False
    target_drawn: str = "keep"
    undivided: bool = False
    sigma: str = "exact"
    beyond: str = "skip"
    longest: int = 0
    splits: bool = False
    start: float = 0.5
    last_rate: float | None = None
    last_share: float = 1e-4

    @property
    def table(self) -> np.ndarray:
        """σ at 1,000 places from -6 to 6, as float32 (c:708-712); empty for the exact σ."""
        if self.sigma == "exact":
            return np.zeros(0, np.float32)
        power = np.exp((np.arange(1000, dtype=np.float32) / 1000 * 2 - 1) * 6)
        return (power / (power + 1)).astype(np.float32)


EXACT = Ways()
PRESETS = {
    "gensim": Ways(
        shrink_windows=True,
        subsampling="code",
        swap_roles=True,
        share_negatives=True,
        target_drawn="skip",
        undivided=True,
        sigma="table",
        longest=10_000,
        start=1.0,
        last_rate=1e-4,
    ),
    "word2vec.c": Ways(
        shrink_windows=True,
        subsampling="code",
        swap_roles=True,
        target_drawn="skip",
        undivided=True,
        sigma="table",
        beyond="clip",
        longest=1_000,
        splits=True,
    ),
}


def ways_of(compatible: str | None, architecture: str, output: str, negative: int) -> Ways:
    """The ways of a program, as far as they concern this architecture and output layer.

    Raises W2VError for a program that is not known, and for what the program has not.
    """
    if compatible is None:
        return EXACT
    ways = PRESETS[choice("compatible", compatible, PRESETS)]
    if output == "softmax":
        raise W2VError("program_has_no_softmax", program=compatible)
    if output == "negative-sampling" and negative == 0:
        raise W2VError("program_needs_negatives", program=compatible)
    if architecture == "skip-gram":
        return replace(ways, undivided=False)
    return replace(ways, swap_roles=False, share_negatives=False)
