"""The one update on a whole text with any output layer that has noise: many examples at a time.

`learn` is `Model.step` and `Model.apply` for a batch at the same weights; what the scores say and
cost is the layer's own `predict`. A batch of one does what they do, to the last digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from ..corpus import Vocabulary, checked
from ..engine.flat import Lists
from ..engine.text import subsampled, text_of
from ..engine.windows import Windows
from ..examples import keep_probabilities
from ..messages import W2VError, choice, whole
from ..model import Model
from ..noise import MOST_REDRAWS, Noise
from ..outputs import NegativeSampling, WithNoise

BATCH = 64  # examples whose gradients are taken at the same weights, or fewer:
MOST_MEETINGS = 8  # times that the most frequent word may be among their targets and negatives

# A rate that explodes is a lesson: infinity and NaN go where they go, without a warning.
exploding = np.errstate(over="ignore", under="ignore", invalid="ignore")

Examples = tuple[Lists, np.ndarray]  # the inputs of each example, and its target, (M,)


def examples_of(text: Lists, architecture: str, window: int) -> Examples:
    """The examples of a text with one target each, in text order: skip-gram's pairs, or CBOW's."""
    architecture = choice("architecture", architecture, ("skip-gram", "cbow"))
    rng = np.random.default_rng()  # draws nothing: the windows keep their size
    windows = Windows.drawn(text, 0, len(text.items), whole("window", window), False, rng)
    around, lengths = windows.sides()
    some = lengths > 0
    centre, lengths = text.items[some], lengths[some]
    if architecture == "cbow":
        return Lists.of(around, lengths), centre
    alone = np.ones(len(around), np.intp)
    return Lists.of(np.repeat(centre, lengths), alone), around


def text_passes(
    model: Model,
    sentences: Iterable[Sequence[str]],
    architecture: str = "skip-gram",
    window: int = 5,
    epochs: int = 5,
    learning_rate: float = 0.025,
    sample: float = 0,
) -> Iterator[float]:
    """Train a model on a text and yield the mean loss of each epoch. Raises W2VError."""
    text = text_of(checked(sentences), model.vocabulary)
    keep = keep_probabilities(model.vocabulary.counts, sample)
    whole_text = examples_of(text, architecture, window)

    def again() -> Examples:
        if not sample:
            return whole_text
        return examples_of(subsampled(text, keep, model.rng), architecture, window)

    return passes(model, again, epochs, learning_rate)


def passes(
    model: Model, again: Callable[[], Examples], epochs: int, learning_rate: float
) -> Iterator[float]:
    """Yield the mean loss of each epoch; `again` gives its examples. The rate falls linearly to 0.

    Raises W2VError.
    """
    epochs = whole("epochs", epochs)
    if isinstance(learning_rate, bool) or not isinstance(learning_rate, int | float | np.number):
        raise W2VError("no_learning_rate", got=learning_rate)
    size = _batch(model)
    for epoch in range(epochs):
        inputs, targets = again()
        loss = 0.0
        for first in range(0, len(targets), size):
            part = slice(first, min(first + size, len(targets)))
            progress = (epoch + first / len(targets)) / epochs
            rate = float(learning_rate) * (1 - progress)
            loss += learn(model, inputs[part], targets[part], rate)
        yield loss / max(len(targets), 1)


def _batch(model: Model) -> int:
    """How many examples at a time: among few words a row would be moved too far at once."""
    layer = model.output
    if not isinstance(layer, WithNoise):
        raise W2VError("no_engine", got=type(layer).__name__)
    counts = model.vocabulary.counts
    met = counts.max() / counts.sum() + layer.negative * layer.noise.p.max()
    return int(np.clip(MOST_MEETINGS / met, 1, BATCH))


@exploding
def learn(model: Model, inputs: Lists, targets: np.ndarray, rate: float) -> float:
    """Move a model by B examples at the same weights; negatives from its own `rng`.

    Returns the summed loss, in nats.
    """
    layer = model.output
    assert isinstance(layer, WithNoise)
    negatives, used = draw(layer, targets, model.rng)
    rows = np.column_stack([targets, negatives])
    t = np.zeros(rows.shape)
    t[:, 0] = 1

    lengths = inputs.lengths
    begins = np.cumsum(lengths) - lengths  # of the platform's own width, too
    h = np.add.reduceat(model.W_in[inputs.items], begins) / lengths[:, None]
    touched = model.W_out[rows]
    # A word that is passed over is as good as never drawn: a score of -inf costs and says nothing
    u = np.where(used, np.einsum("brn,bn->br", touched, h), -np.inf)
    y, loss = layer.predict(u, t, rows)
    e = y - t
    EH = np.einsum("br,brn->bn", e, touched)
    np.subtract.at(model.W_out, rows, rate * e[:, :, None] * h[:, None, :])
    shares = 1 if model.undivided else lengths[:, None]
    np.subtract.at(model.W_in, inputs.items, np.repeat(rate * EH / shares, lengths, axis=0))
    return loss


def draw(
    layer: WithNoise, targets: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The words drawn for each target, (B, k), and which of it and them count, (B, 1 + k)."""
    edges, others = layer.noise.edges, targets[:, None]
    words = np.searchsorted(edges, rng.random((len(targets), layer.negative)), side="right")
    for _ in range(MOST_REDRAWS if layer.target_drawn == "redraw" else 0):
        if not (again := words == others).any():
            break
        words[again] = np.searchsorted(edges, rng.random(int(again.sum())), side="right")
    used = np.ones((len(targets), 1 + layer.negative), dtype=bool)
    if layer.target_drawn != "keep":
        used[:, 1:] = words != others
    return words, used


def vocabulary_of(
    sentences: Iterable[Sequence[str]], min_count: int
) -> tuple[list[list[str]], Vocabulary]:
    """The sentences at hand, and the words that are frequent enough. Raises W2VError."""
    at_hand = list(checked(sentences))
    return at_hand, Vocabulary.from_sentences(at_hand, min_count)


def joined(vocabulary: Vocabulary, names: Sequence[str]) -> Vocabulary:
    """The vocabulary with further inputs: rows of W_in that no one asks for, so counted 0 times."""
    more = Vocabulary([*vocabulary.words, *names], [*vocabulary.counts, *[0] * len(names)])
    more.index = dict(vocabulary.index)  # they are no words that one could type
    return more


def model_with(
    more: Vocabulary,
    vocabulary: Vocabulary,
    vector_size: int,
    negative: int,
    ns_exponent: float,
    seed: int,
    target_drawn: str = "keep",
    undivided: bool = False,
) -> Model:
    """A model with negative sampling over joined inputs, its noise that of the true words."""
    model = Model(
        more,
        vector_size,
        "negative-sampling",
        negative,
        ns_exponent=1,
        seed=seed,
        target_drawn=target_drawn,
        undivided=undivided,
    )
    model.output = NegativeSampling(Noise(vocabulary.counts, ns_exponent), negative, target_drawn)
    model.output.row_count = len(model.W_out)
    return model


def drained(run: Iterator[object]) -> None:
    """Take all of a run; an interrupt ends it with what it has."""
    try:
        for _ in run:
            pass
    except KeyboardInterrupt:
        pass
