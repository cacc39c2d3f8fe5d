"""`fit`: from a text to vectors in one call."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Sequence
from pathlib import Path

import numpy as np

from ..messages import W2VError, choice
from ..model import Model
from ..vectors import Vectors
from ..ways import Ways, ways_of
from .run import Slice, checked_rate, slices
from .telling import Teller, told_stopped
from .text import text_and_words


def fit(
    sentences: Iterable[Sequence[str]] | str | Path,
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
    workers: int = 1,
    start: Vectors | None = None,
    held_out: int = 0,
    probes: Sequence[str] = (),
) -> Vectors:
    """Train vectors on a corpus, the rate falling linearly; an interrupt ends it with what it has.

    `sentences` are lists of words, or the path of a file with a sentence a line and spaces between
    words (UTF-8; gzip, bzip2 and xz are unpacked): it is read as a stream and may be larger than
    memory. Settings are named as in gensim (`learning_rate` is its alpha), most with its defaults;
    its architecture is CBOW unless told. The update is exact, subsampling that of the paper.

    `compatible="gensim"` does what gensim does: windows drawn from 1 to `window`, the context as
    input, the code's subsampling, σ from a table that ends at ±6, negatives that equal the target
    skipped, CBOW's gradient undivided, sentences of 10,000 words at most. One thing it does not:
    with skip-gram and up to five negatives the pairs of one window share them, for speed, where
    gensim draws anew for each pair; vectors come out a tenth shorter, and a little nearer to what
    people say of pairs (benchmarks/scores.py). "word2vec.c" draws anew, lets scores beyond ±6 learn
    as that program does, and cuts sentences after 1,000 words (ways.py).

    `watch` is called with each Slice; left out, a line says how far it is. `road` is "compiled" or
    "numpy"; left out, numba is used where it is installed. `workers` threads share the weights
    (compiled road); with one, equal seeds give equal bits. `start` are vectors to go on from: words
    that it has begin there, and its dimensions count. `held_out` sentences are never learnt from,
    and each Slice tells their mean loss, and the nearest words of `probes`. Raises W2VError.
    """
    architecture = choice("architecture", architecture, ("skip-gram", "cbow"))
    ways = ways_of(compatible, architecture, output, negative)
    first_rate = checked_rate("learning_rate", learning_rate)
    if start is not None and not isinstance(start, Vectors):
        raise W2VError("no_start", got=type(start).__name__)
    text, vocabulary = text_and_words(sentences, min_count)
    model = Model(
        vocabulary, vector_size if start is None else start.matrix.shape[1], output, negative,
        ns_exponent, seed=seed, target_drawn=ways.target_drawn, undivided=ways.undivided,
    )  # fmt: skip
    last_rate = ways.last_share * first_rate if ways.last_rate is None else ways.last_rate
    run = slices(
        begun(model, ways, start), text, architecture, window, epochs, first_rate, last_rate,
        sample=sample, ways=ways, road=road, workers=workers, held_out=held_out, probes=probes,
    )  # fmt: skip
    _drain(run, watch or Teller(), model)
    return Vectors(vocabulary.words, model.W_in, vocabulary.counts)


def begun(model: Model, ways: Ways, start: Vectors | None = None) -> Model:
    """Weights as float32, as wide as the program's; words that `start` has begin there."""
    model.W_in = (2 * ways.start * model.W_in).astype(np.float32)  # Model draws from U(±0.5/N)
    model.W_out = model.W_out.astype(np.float32)
    if start is not None:
        known = [i for i, word in enumerate(model.vocabulary.words) if word in start]
        rows = [start.index[model.vocabulary.words[i]] for i in known]
        model.W_in[known] = start.matrix[rows]
    return model


def _drain(
    run: Generator[Slice, None, None], watch: Callable[[Slice], object], model: Model
) -> None:
    """Show every slice to the watcher; an interrupt ends the run and is no error.

    A run that has exploded ends too, and raises W2VError: nothing will mend it.
    """
    progress = 0.0
    try:
        for done in run:
            progress = done.progress
            watch(done)
            if not math.isfinite(done.loss) and _exploded(model):
                run.close()
    except KeyboardInterrupt:
        run.close()  # threads end what they are at
        told_stopped(progress)
    if _exploded(model):
        raise W2VError("not_finite")


def _exploded(model: Model) -> bool:
    return not np.isfinite(model.W_in).all()
