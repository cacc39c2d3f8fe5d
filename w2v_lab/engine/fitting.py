"""`fit`: from sentences to vectors in one call."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from ..corpus import Vocabulary, checked
from ..messages import choice, message
from ..model import Model
from ..vectors import Vectors
from ..ways import ways_of
from .run import Slice, checked_rate, slices


def fit(
    sentences: Iterable[Sequence[str]],
    vector_size: int = 100,
    window: int = 5,
    min_count: int = 5,
    negative: int = 5,
    sample: float = 1e-3,
    epochs: int = 5,
    learning_rate: float = 0.025,
    seed: int = 0,
    architecture: str = "skip-gram",
    output: str = "negative-sampling",
    compatible: str | None = None,
    *,
    ns_exponent: float = 0.75,
    watch: Callable[[Slice], object] | None = None,
    road: str | None = None,
) -> Vectors:
    """Train vectors on a corpus, the rate falling linearly; an interrupt ends it with what it has.

    Settings have the names and defaults of gensim, but for its alpha, which is `learning_rate`
    here, and its default of CBOW. The update is exact, subsampling that of the paper;
    `compatible="gensim"` does what gensim does: windows drawn from 1 to `window`, the context as
    input, the code's subsampling, σ from a table that ends at ±6, negatives that equal the target
    skipped, CBOW's gradient undivided. So does word2vec.c but for details. With it the pairs of
    one window share their negatives, for speed: neither program does that, and the vectors come
    out a little shorter for it.

    `watch` is called with each Slice; left out, a line says how far it is. `road` is "compiled" or
    "numpy"; left out, numba is used where it is installed. Raises W2VError.
    """
    architecture = choice("architecture", architecture, ("skip-gram", "cbow"))
    ways = ways_of(compatible, architecture, output)
    first_rate = checked_rate("learning_rate", learning_rate)
    sentences = list(checked(sentences))
    vocabulary = Vocabulary.from_sentences(sentences, min_count)
    model = Model(
        vocabulary,
        vector_size,
        output,
        negative,
        ns_exponent,
        seed=seed,
        target_drawn=ways.target_drawn,
        undivided=ways.undivided,
    )
    model.W_in = (2 * ways.start * model.W_in).astype(np.float32)  # Model draws from U(±0.5/N)
    model.W_out = model.W_out.astype(np.float32)
    run = slices(
        model,
        sentences,
        architecture,
        window,
        epochs,
        first_rate,
        ways.last_share * first_rate if ways.last_rate is None else ways.last_rate,
        sample=sample,
        ways=ways,
        road=road,
    )
    _drain(run, watch or _Teller())
    return Vectors(vocabulary.words, model.W_in, vocabulary.counts)


def _drain(run: Iterator[Slice], watch: Callable[[Slice], object]) -> None:
    """Take every slice and show it to the watcher; an interrupt ends the run and is no error."""
    progress = 0.0
    try:
        for done in run:
            progress = done.progress
            watch(done)
    except KeyboardInterrupt:
        print(f"\r{message('engine.stopped', percent=f'{progress:.0%}')}", file=sys.stderr)


class _Teller:
    """After the first second, one line that says how far the training is and how fast."""

    said = False

    def __call__(self, done: Slice) -> None:
        if self.said or done.seconds > 1:
            self.said = True
            speed = f"{done.words / done.seconds:,.0f}"
            line = message("engine.progress", percent=f"{done.progress:.0%}", speed=speed)
            end = "\n" if done.progress == 1 else ""
            print(f"\r{line}", end=end, file=sys.stderr, flush=True)
