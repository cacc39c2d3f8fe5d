"""Training on whole corpora: the same update, compiled where numba is and in batches where not.

`slices` trains a model a fraction of a second at a time, so that a run can be watched and stopped;
`fit` drains it. Examples are cut from the text as `examples` cuts them, many at a time, into flat
arrays: all lists of ids one after another, and where each list ends. The update on these stands in
compiled.py and batches.py.
"""

from __future__ import annotations

import itertools
import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from types import ModuleType

import numpy as np

from . import batches
from .corpus import Vocabulary, checked
from .examples import keep_probabilities
from .messages import W2VError, choice, message, whole
from .model import Model
from .noise import MOST_REDRAWS
from .outputs import HierarchicalSoftmax, NegativeSampling, Softmax
from .vectors import Vectors

SECONDS = 0.1  # of work between two slices; a Stop waits for no longer
DRAWN = 10_000  # places of the text for which random numbers are drawn at a time, or fewer
NEIGHBOURS = 1_000_000  # where windows are wide: no more than these are looked at at a time
ROADS = ("compiled", "numpy")
SIGMAS = ("exact", "table")


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


@dataclass(frozen=True, eq=False)
class Lists:
    """Many lists of ids in two flat arrays: list i is items[ends[i-1]:ends[i]]."""

    items: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, items: np.ndarray, lengths: np.ndarray) -> Lists:
        return cls(items.astype(np.int32), np.cumsum(lengths, dtype=np.int64))

    @property
    def lengths(self) -> np.ndarray:
        return np.diff(self.ends, prepend=0)

    def __getitem__(self, part: slice) -> Lists:
        start = int(self.ends[part.start - 1]) if part.start else 0
        ends = self.ends[part]
        return Lists(self.items[start : ends[-1]], ends - start)

    def __len__(self) -> int:
        return len(self.ends)


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

    Settings have the names and defaults of gensim (`learning_rate` is its alpha). The update is
    exact, subsampling that of the paper; `compatible="gensim"` does what gensim does: windows drawn
    from 1 to `window`, the context as input, the code's subsampling, σ from a table that ends at
    ±6, negatives that equal the target skipped, CBOW's gradient undivided. So does word2vec.c but
    for details. There the pairs of one window share their negatives, for speed.

    `watch` is called with each Slice; left out, a line says how far it is. `road` is "compiled" or
    "numpy"; left out, numba is used where it is installed. Raises W2VError.
    """
    if compatible is not None:
        choice("compatible", compatible, ("gensim",))
    gensim = compatible == "gensim"
    if gensim and output == "softmax":
        raise W2VError("gensim_has_no_softmax")
    sentences = list(checked(sentences))
    vocabulary = Vocabulary.from_sentences(sentences, min_count)
    cbow = choice("architecture", architecture, ("skip-gram", "cbow")) == "cbow"
    model = Model(
        vocabulary,
        vector_size,
        output,
        negative,
        ns_exponent,
        seed=seed,
        target_drawn="skip" if gensim else "keep",
        undivided=gensim and cbow,
    )
    start = 2 if gensim else 1  # gensim draws W_in from U(±1/N)
    model.W_in = (start * model.W_in).astype(np.float32)
    model.W_out = model.W_out.astype(np.float32)
    ways = Ways(
        shrink_windows=gensim,
        subsampling="code" if gensim else "paper",
        swap_roles=gensim and not cbow,
        share_negatives=gensim and not cbow and output == "negative-sampling",
        sigma="table" if gensim else "exact",
    )
    last_rate = 1e-4 if gensim else 1e-4 * _rate("learning_rate", learning_rate)
    run = slices(
        model,
        sentences,
        architecture,
        window,
        epochs,
        learning_rate,
        last_rate,
        sample=sample,
        ways=ways,
        road=road,
    )
    _drain(run, watch or _Teller())
    return Vectors(vocabulary.words, model.W_in, vocabulary.counts)


@dataclass(frozen=True)
class Ways:
    """What programs do otherwise, by name; all of it off by default, as in `examples`.

    `share_negatives`: the pairs that one window makes, with `swap_roles`, have the same negatives.
    `sigma="table"`: y comes from gensim's table, and scores beyond ±6 are passed over.
    """

    shrink_windows: bool = False
    subsampling: str = "paper"
    swap_roles: bool = False
    share_negatives: bool = False
    sigma: str = "exact"

    @property
    def table(self) -> np.ndarray:
        """σ at 1,000 places from -6 to 6, as float32 (c:706-710); empty for the exact σ."""
        if self.sigma == "exact":
            return np.zeros(0, np.float32)
        power = np.exp((np.arange(1000, dtype=np.float32) / 1000 * 2 - 1) * 6)
        return (power / (power + 1)).astype(np.float32)


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
    ways: Ways = Ways(),
    road: str | None = None,
) -> Iterator[Slice]:
    """Train a model in slices of about a tenth of a second, and yield each when it is done.

    The rate falls linearly from `learning_rate` to `last_rate`, or stays. The model's own `rng`
    draws what is drawn, so equal seeds give equal runs, whatever the clock says. Raises W2VError
    at the first slice.
    """
    architecture = choice("architecture", architecture, ("skip-gram", "cbow"))
    window, epochs = whole("window", window), whole("epochs", epochs)
    first_rate = _rate("learning_rate", learning_rate)
    rates = (first_rate, first_rate if last_rate is None else _rate("last_rate", last_rate))
    keep = keep_probabilities(model.vocabulary.counts, sample, ways.subsampling)
    choice("sigma", ways.sigma, SIGMAS)
    if ways.swap_roles and architecture != "skip-gram":
        raise W2VError("only_skip_gram", name="swap_roles", architecture=architecture)
    text = _text(checked(sentences), model.vocabulary)
    learn = _learner(model, ways, window, _road(road))
    watch = _Watch(len(text.items) * epochs, rates)
    count = max(1, min(DRAWN, NEIGHBOURS // (2 * window)))
    for epoch in range(epochs):
        kept = _subsampled(text, keep, model.rng) if sample else text
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


@dataclass(frozen=True, eq=False)
class Windows:
    """The window at many places of a text: `first` and `last` bound its sentence, (M,) each.

    `centres` (M,) are the places and `reach` (M,) says how far each window sees.
    """

    text: Lists
    centres: np.ndarray
    first: np.ndarray
    last: np.ndarray
    reach: np.ndarray
    architecture: str
    swap_roles: bool

    @classmethod
    def drawn(
        cls,
        text: Lists,
        first: int,
        count: int,
        window: int,
        architecture: str,
        ways: Ways,
        rng: np.random.Generator,
    ) -> Windows:
        """The windows at `count` places from `first` on; `rng` draws how far each sees."""
        centres = np.arange(first, min(first + count, len(text.items)))
        sentence = np.searchsorted(text.ends, centres, side="right")
        last = text.ends[sentence]
        lengths = text.lengths
        begin = last - lengths[sentence]
        reach = np.full(len(centres), window)
        if ways.shrink_windows:
            reach = rng.integers(1, window + 1, size=len(centres))
        reach = np.minimum(reach, lengths.max())  # no arrays wider than the longest sentence
        return cls(text, centres, begin, last, reach, architecture, ways.swap_roles)

    def __len__(self) -> int:
        return len(self.centres)

    def examples(self) -> tuple[Lists, Lists, np.ndarray]:
        """The inputs and targets of the examples, and of which window each of them is."""
        window = int(self.reach.max(initial=1))
        away = np.concatenate([np.arange(-window, 0), np.arange(1, window + 1)])
        near = self.centres[:, None] + away
        seen = np.abs(away) <= self.reach[:, None]
        seen &= (self.first[:, None] <= near) & (near < self.last[:, None])
        around, lengths = self.text.items[near[seen]], seen.sum(axis=1)
        some = np.flatnonzero(lengths)
        centre, lengths = self.text.items[self.centres[some]], lengths[some]
        if self.swap_roles:  # every pair an example of its own, the context its input
            one = np.ones(len(around), dtype=np.int64)
            targets = np.repeat(centre, lengths)
            return Lists.of(around, one), Lists.of(targets, one), np.repeat(some, lengths)
        one = np.ones(len(centre), dtype=np.int64)
        sides = Lists.of(centre, one), Lists.of(around, lengths)
        return (*(sides if self.architecture == "skip-gram" else sides[::-1]), some)


# Given windows and a rate for each: learn from them, part by part; yield how many windows are
# done, the summed loss of the part, and the number of its targets.
Learner = Callable[[Windows, np.ndarray], Iterator[tuple[int, float, int]]]


def _learner(model: Model, ways: Ways, window: int, road: ModuleType) -> Learner:
    layer = model.output
    if isinstance(layer, Softmax):
        return partial(_by_softmax, model, window, road)
    if isinstance(layer, NegativeSampling):
        draws = _Draws(layer, model.rng, road)
        if not (ways.share_negatives and ways.swap_roles):
            return partial(_by_questions, model, partial(_own, draws), ways, road)
        as_programs = ways.sigma == "table" and layer.target_drawn == "skip"
        if as_programs and layer.negative <= road.MOST_SHARED:
            return _by_windows(model, draws, window, ways, road)
        return partial(_by_questions, model, partial(_shared, draws), ways, road)
    if isinstance(layer, HierarchicalSoftmax):
        return partial(_by_questions, model, _paths(layer), ways, road)
    raise W2VError("no_engine", got=type(layer).__name__)


def _by_softmax(
    model: Model, window: int, road: ModuleType, windows: Windows, rates: np.ndarray
) -> Iterator[tuple[int, float, int]]:
    inputs, targets, of = windows.examples()
    for part in _parts(len(of), model.W_out.size // 8, road):  # all rows in order go fast
        loss = road.softmax(
            model.W_in,
            model.W_out,
            *_flat(inputs[part]),
            *_flat(targets[part]),
            rates[of[part]],
            model.undivided,
        )
        yield int(of[part][-1]) + 1, loss, len(targets[part].items)


# The rows of W_out that each target touches, and their labels, in flat arrays.
Lines = Callable[[np.ndarray, np.ndarray], tuple[Lists, np.ndarray]]


def _by_questions(
    model: Model,
    lines: Lines,
    ways: Ways,
    road: ModuleType,
    windows: Windows,
    rates: np.ndarray,
) -> Iterator[tuple[int, float, int]]:
    inputs, targets, of = windows.examples()
    touched, labels = lines(targets.items, np.repeat(of, targets.lengths))
    ends = np.concatenate([[0], touched.ends])[targets.ends]  # all rows of an example in one list
    rows = Lists(touched.items, ends)
    table = ways.table
    for part in _parts(len(of), len(rows.items) * model.W_in.shape[1] // max(len(of), 1), road):
        start = int(ends[part.start - 1]) if part.start else 0
        loss = road.yes_or_no(
            model.W_in,
            model.W_out,
            *_flat(inputs[part]),
            rows[part].items,
            labels[start : ends[part][-1]],
            rows[part].ends,
            rates[of[part]],
            model.undivided,
            table,
        )
        yield int(of[part][-1]) + 1, loss, len(targets[part].items)


class _Draws:
    """The negatives of many targets, (T, k): the words on which the model's random numbers fall.

    `guide` says where to begin the search: the first word for each of 4V equal parts of [0, 1).
    """

    def __init__(self, layer: NegativeSampling, rng: np.random.Generator, road: ModuleType) -> None:
        self.layer, self.rng, self.fall = layer, rng, road.fall
        self.edges = self.layer.noise.edges
        parts = 4 * len(self.edges)
        self.guide = np.searchsorted(self.edges, np.arange(parts) / parts, side="right")

    def __call__(self, targets: np.ndarray) -> np.ndarray:
        shape = (len(targets), self.layer.negative)
        words = self._words(shape[0] * shape[1]).reshape(shape)
        if self.layer.target_drawn == "redraw":
            for _ in range(MOST_REDRAWS):
                if not (again := words == targets[:, None]).any():
                    break
                words[again] = self._words(int(again.sum()))
        return words

    def _words(self, count: int) -> np.ndarray:
        return self.fall(self.rng.random(count), self.edges, self.guide)


def _own(draws: _Draws, targets: np.ndarray, of: np.ndarray) -> tuple[Lists, np.ndarray]:
    """Each target's row, label 1, and those of its own negatives, label 0."""
    return _with_negatives(draws.layer, targets, draws(targets))


def _shared(draws: _Draws, targets: np.ndarray, of: np.ndarray) -> tuple[Lists, np.ndarray]:
    """The same with the negatives that all pairs of one window share."""
    windows, pairs = np.unique(of, return_inverse=True)
    centres = targets[np.searchsorted(of, windows)]
    return _with_negatives(draws.layer, targets, draws(centres)[pairs])


def _with_negatives(
    layer: NegativeSampling, targets: np.ndarray, negatives: np.ndarray
) -> tuple[Lists, np.ndarray]:
    rows = np.column_stack([targets, negatives])
    labels = np.zeros(rows.shape, np.float32)
    labels[:, 0] = 1
    used = np.ones(rows.shape, dtype=bool)
    if layer.target_drawn != "keep":  # "redraw" leaves one out where no other word is to be had
        used[:, 1:] = negatives != targets[:, None]
    return Lists.of(rows[used], used.sum(axis=1)), labels[used]


def _paths(layer: HierarchicalSoftmax) -> Lines:
    """The rows on each target's way down the tree, label 1 where its code has bit 0."""
    codes, paths = layer.tree.codes, layer.tree.paths
    lengths = np.array([len(path) for path in paths])
    begins = np.cumsum(lengths) - lengths
    rows = np.array([row for path in paths for row in path], dtype=np.int32)
    labels = np.array([1 - bit for code in codes for bit in code], dtype=np.float32)

    def lines(targets: np.ndarray, of: np.ndarray) -> tuple[Lists, np.ndarray]:
        steps = lengths[targets]
        ends = np.cumsum(steps)
        places = np.repeat(begins[targets] - ends + steps, steps) + np.arange(steps.sum())
        return Lists.of(rows[places], steps), labels[places]

    return lines


def _by_windows(model: Model, draws: _Draws, window: int, ways: Ways, road: ModuleType) -> Learner:
    """What programs do, as fast as we can; the model's matrices become views of wider ones.

    A processor takes 16 numbers at a time, so rows are filled up with zeros, which stay zeros.
    """
    N = model.W_in.shape[1]
    W_in, W_out = (_widened(W) for W in (model.W_in, model.W_out))
    model.W_in, model.W_out = W_in[:, :N], W_out[:, :N]
    table = ways.table
    cost = 2 * window * (1 + draws.layer.negative) * N

    def learn(windows: Windows, rates: np.ndarray) -> Iterator[tuple[int, float, int]]:
        noise = draws(windows.text.items[windows.centres])
        for part in _parts(len(windows), cost, road):
            road.windows_with_shared_noise(
                W_in,
                W_out,
                windows.text.items,
                windows.centres[part],
                windows.first[part],
                windows.last[part],
                windows.reach[part],
                noise[part],
                rates[part],
                table,
            )
            yield part.stop, math.nan, 1

    return learn


def _widened(W: np.ndarray) -> np.ndarray:
    V, N = W.shape
    wide = np.zeros((V, -(-N // 16) * 16), W.dtype)
    wide[:, :N] = W
    return wide


def _flat(lists: Lists) -> tuple[np.ndarray, np.ndarray]:
    return lists.items, lists.ends


def _parts(count: int, cost: int, road: ModuleType) -> Iterator[slice]:
    """Cut `count` things, each touching `cost` weights, into what a road does in a moment."""
    size = max(1, road.A_MOMENT // max(cost, 1))
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))


def _text(sentences: Iterable[Sequence[str]], vocabulary: Vocabulary) -> Lists:
    """The ids of the words that the vocabulary has, sentence by sentence. Raises W2VError."""
    sentences = list(sentences)
    words = itertools.chain.from_iterable(sentences)
    ids = map(vocabulary.index.get, words, itertools.repeat(-1))
    lengths = [len(sentence) for sentence in sentences]
    all_words = Lists.of(np.fromiter(ids, np.int32, sum(lengths)), np.array(lengths, np.int64))
    text = _without(all_words, all_words.items >= 0)
    if text.lengths.max(initial=0) < 2:
        raise W2VError("no_examples")
    return text


def _subsampled(text: Lists, keep: np.ndarray, rng: np.random.Generator) -> Lists:
    """The text with each occurrence kept by chance, before any window is laid."""
    return _without(text, rng.random(len(text.items)) < keep[text.items])


def _without(text: Lists, stays: np.ndarray) -> Lists:
    """The lists less the items that do not stay, (M,); others close the gap."""
    before = np.concatenate([[0], np.cumsum(stays)])
    return Lists(text.items[stays], before[text.ends])


def _road(name: str | None) -> ModuleType:
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


def _rate(name: str, value: object) -> float:
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
