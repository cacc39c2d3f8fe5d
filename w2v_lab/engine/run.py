"""A run in slices of a fraction of a second, so that it can be watched and stopped."""

from __future__ import annotations

import itertools
import math
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np

from ..explore import nearest
from ..messages import W2VError, whole
from ..model import Model
from ..ways import EXACT, Ways
from . import windows
from .flat import Lists, OwnRows, Stretch, aligned
from .held_out import HeldOut, Interval
from .plan import Part, Plan
from .text import text_of

SECONDS = 0.1  # of work between two slices; a Stop waits for no longer
ROOM = 200_000  # rows of examples that are cut before they are learnt from
OWN = 512  # rows that each of several threads has copies of
HOT = 64  # of these, rows that are brought home after each part, others less often
MOMENT = 0.02  # seconds that a thread works before it reports
# Rows of examples in such a part, and about how many words a thread takes from the pool at a time.
# All that is read of a tree begins at its root: there threads hear of one another
# more often, or they find other neighbours.
PART, CHUNK = 24_000, 70_000
PART_OF_TREE, CHUNK_OF_TREE = 6_000, 10_000
LOOKS = 20  # at sentences held out and at probes, in the course of a run
NEAR = 3  # words that are told of each probe


@dataclass(frozen=True)
class Slice:
    """What a slice of training did: the model's weights have moved when it is yielded.

    `progress` runs from 0 to 1; `words` counts those read so far, the dropped ones too; `loss` is
    the mean over the slice's targets, in nats; `rate` is the learning rate reached and `seconds`
    the work so far. `held_out` is the mean loss of sentences that are never learnt from, with its
    interval, and `neighbours` are the nearest words of each probe, both as last looked at; None and
    empty where none were asked for.
    """

    progress: float
    words: int
    loss: float
    rate: float
    seconds: float
    held_out: Interval | None = None
    neighbours: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def speed(self) -> float:
        """Words a second, since the beginning."""
        return self.words / self.seconds if self.seconds else 0.0


def slices(
    model: Model,
    sentences: Iterable[Sequence[str]] | Lists,
    architecture: str = "skip-gram",
    window: int = 2,
    epochs: int = 1,
    learning_rate: float = 0.025,
    last_rate: float | None = None,
    *,
    sample: float = 0,
    ways: Ways = EXACT,
    road: str | None = None,
    workers: int = 1,
    held_out: int = 0,
    probes: Sequence[str] = (),
) -> Generator[Slice, None, None]:
    """Train a model in slices of about a tenth of a second, and yield each when it is done.

    The rate falls linearly from `learning_rate` to `last_rate`, or stays. The model's own `rng`
    draws what is drawn, so equal seeds give equal runs, whatever the clock says; with more than one
    of `workers`, threads of the compiled road, each has a generator spawned from it and runs
    differ. `held_out` sentences are drawn and never learnt from; the nearest words of `probes` are
    told on the way. Raises W2VError: at the first slice, and at the end where there was nothing to
    learn from.
    """
    epochs, workers = whole("epochs", epochs), whole("workers", workers)
    rates = [checked_rate("learning_rate", learning_rate)]
    rates.append(rates[0] if last_rate is None else checked_rate("last_rate", last_rate))
    plan = Plan.of(model, architecture, window, sample, ways, road)
    text = sentences if isinstance(sentences, Lists) else text_of(sentences, model.vocabulary)
    text = text.of_at_most(ways.longest, ways.splits) if ways.longest else text
    aside = HeldOut.taken(text, whole("held_out", held_out, least=0), plan, model.rng)
    text = aside.rest
    if text.lengths.max(initial=0) < 2:
        raise W2VError("no_examples")
    if len(model.vocabulary) < 2:
        raise W2VError("one_word", word=model.vocabulary.words[0])
    total = len(text.items) * epochs
    slope = (rates[1] - rates[0]) / total
    watch = _Watch(total, rates)
    asked = {word: model.vocabulary.id(word) for word in probes}
    looks = 0
    learner = _Learner(model, plan, text, workers)
    for epoch in range(epochs):
        with closing(learner.round(rates[0] + slope * epoch * len(text.items), slope)) as done:
            for words, loss, targets in done:
                watch.note(words, loss, targets)
                if watch.due:
                    if watch.progress * LOOKS >= looks:
                        looks = int(watch.progress * LOOKS) + 1
                        watch.held_out = aside.loss(model) if held_out else None
                        watch.neighbours = _near(model, asked)
                    yield watch.slice()
                    watch.go_on()
    if not watch.all_targets:
        raise W2VError("all_dropped", sample=sample)
    watch.read = watch.words
    watch.held_out = aside.loss(model) if held_out else None
    watch.neighbours = _near(model, asked)
    yield watch.slice()


def _near(model: Model, asked: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """The nearest words of some rows, by word."""
    words = model.vocabulary.words
    return {
        word: tuple(words[i] for i in nearest(model.W_in, model.W_in[row], [row], NEAR)[0])
        for word, row in asked.items()
    }


Done = tuple[float, float, int]  # words read, summed loss, targets


class _Learner:
    """Learns from the whole text, round by round; the model's matrices may become wider views.

    A processor takes 16 numbers at a time from an address that 64 divides, so for the compiled road
    rows are filled up with zeros, which stay zeros.
    """

    def __init__(self, model: Model, plan: Plan, text: Lists, workers: int) -> None:
        self.plan, self.text = plan, text
        of_noise = plan.questions.negative > 0
        self.part, self.chunk = (PART, CHUNK) if of_noise else (PART_OF_TREE, CHUNK_OF_TREE)
        self.stopped = np.zeros(1, bool)  # compiled code reads it, too
        self.compiled = hasattr(plan.road, "cut")
        self.rngs = model.rng.spawn(workers) if self.compiled and workers > 1 else [model.rng]
        self.weights = model.W_in, model.W_out
        if self.compiled:
            own = min(OWN, len(model.W_out)) if workers > 1 and not plan.softmax else 0
            (V, N), rows = model.W_in.shape, len(model.W_out)
            wide = aligned(model.W_in, workers * own), aligned(model.W_out, workers * own)
            model.W_in, model.W_out = wide[0][:V, :N], wide[1][:rows, :N]
            self.weights = wide
            # the most frequent word is the first row, but a tree's root is the last
            first, step = (0, 1) if of_noise else (rows - 1, -1)
            self.copies = [
                (
                    OwnRows.of(wide[0], 0, 1, V + i * own, own),
                    OwnRows.of(wide[1], first, step, rows + i * own, own),
                )
                for i in range(workers)
            ]

    def round(self, rate: float, slope: float) -> Generator[Done, None, None]:
        """Go through the text once; yield the words, the summed loss and the targets of a part.

        Compiled code runs in threads of its own, also where it is one: Python handles an interrupt
        in the main thread, and numba, asked for a generator's inside just then, would crash.
        """
        if not self.compiled:
            for part in windows.parts(
                self.text, self.plan, 0, len(self.text), rate, slope, *self.rngs
            ):
                yield self._learn(part)
            return
        pool = ThreadPoolExecutor(len(self.rngs))
        self.stopped[0] = False
        try:
            yield from (self._in_order if len(self.rngs) == 1 else self._at_once)(pool, rate, slope)
        finally:
            self.stopped[0] = True
            pool.shutdown(cancel_futures=True)

    def _learn(self, part: Part) -> Done:
        return part.words, self.plan.learn(*self.weights, part.examples), part.targets

    def _in_order(self, pool: ThreadPoolExecutor, rate: float, slope: float) -> Iterator[Done]:
        """A moment's parts at a time; between two moments nothing moves."""
        stretch = self.plan.stretch(self.text, 0, len(self.text), rate, slope, ROOM)
        parts = _compiled_parts(self.plan, stretch, self.rngs[0])

        def next_ones() -> Done | None:
            ends, done = time.perf_counter() + MOMENT, None
            for part in parts:
                done = _added(done, self._learn(part)) if done else self._learn(part)
                if self.stopped[0] or time.perf_counter() > ends:
                    break
            return done

        while done := pool.submit(next_ones).result():
            yield done

    def _at_once(self, pool: ThreadPoolExecutor, rate: float, slope: float) -> Iterator[Done]:
        """By several threads, which take chunks from a pool and share the weights, unlocked."""
        idle = list(zip(self.rngs, self.copies, strict=True))

        def learn(first: int, last: int) -> Done:
            mine = idle.pop()  # there are as many as threads
            done = self._learn_among_others(first, last, rate, slope, *mine)
            idle.append(mine)
            return done

        waiting: deque[Future[Done]] = deque()
        for first, last in self._chunks():
            waiting.append(pool.submit(learn, first, last))
            if len(waiting) > 2 * len(self.rngs):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _learn_among_others(
        self, first: int, last: int, rate: float, slope: float,
        rng: np.random.Generator, copies: tuple[OwnRows, OwnRows],
    ) -> Done:  # fmt: skip
        plan = self.plan
        if plan.softmax:  # touches all rows
            done = (0.0, 0.0, 0)
            for part in _compiled_parts(
                plan, plan.stretch(self.text, first, last, rate, slope, ROOM), rng
            ):
                if self.stopped[0]:
                    break
                done = _added(done, self._learn(part))
            return done
        stretch = plan.stretch(self.text, first, last, rate, slope, self.part)
        before = stretch.read()
        loss, targets = plan.road.among_others(
            *self.weights, stretch, rng, *copies, HOT, plan.together or None,
            plan.undivided, plan.table, plan.clip, self.stopped,
        )  # fmt: skip
        return stretch.read() - before, loss, targets

    def _chunks(self) -> Iterator[tuple[int, int]]:
        """Whole sentences, about equally many words, and as many chunks for each thread."""
        words, threads = len(self.text.items), len(self.rngs)
        number = threads * max(1, round(words / (threads * self.chunk)))
        bounds = np.searchsorted(self.text.ends, words / number * np.arange(1, number), "right")
        for first, last in itertools.pairwise([0, *bounds.tolist(), len(self.text)]):
            if last > first:
                yield first, last


def _added(some: Done, more: Done) -> Done:
    return some[0] + more[0], some[1] + more[1], some[2] + more[2]


def _compiled_parts(plan: Plan, stretch: Stretch, rng: np.random.Generator) -> Iterator[Part]:
    """Cut the sentences of a stretch with compiled.cut, a part after the other."""
    words = stretch.read()
    while stretch.place[0] < stretch.last:
        count, targets = plan.road.cut(stretch, rng)
        at = stretch.read()
        examples = stretch.into.first(count)
        if plan.together and count:
            targets = int(examples.input_ends[-1])  # each input makes a pair with the one target
        yield Part(examples, targets, at - words)
        words = at


def checked_rate(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise W2VError("not_a_rate", name=name, got=value)
    if not 0 <= value < math.inf:
        raise W2VError("not_a_rate", name=name, got=float(value))
    return float(value)


class _Watch:
    """Adds up what happened since the last slice, and says when the next one is due."""

    def __init__(self, words: int, rates: Sequence[float]) -> None:
        self.words, self.rates = words, rates
        self.read = self.seconds = self.loss = 0.0
        self.targets = self.all_targets = 0
        self.held_out: Interval | None = None
        self.neighbours: dict[str, tuple[str, ...]] = {}
        self.since = time.perf_counter()

    def note(self, words: float, loss: float, targets: int) -> None:
        self.read += words
        self.loss += loss
        self.targets += targets
        self.all_targets += targets

    @property
    def progress(self) -> float:
        return min(self.read / self.words, 1.0)

    @property
    def due(self) -> bool:
        return time.perf_counter() - self.since >= SECONDS and self.progress < 1 - 1e-9

    def slice(self) -> Slice:
        """The slice that ends now; what the watcher does with it is not counted as work."""
        self.seconds += time.perf_counter() - self.since
        loss = self.loss / self.targets if self.targets else math.nan
        rate = self.rates[0] + (self.rates[1] - self.rates[0]) * self.progress
        words = round(self.words * self.progress)
        self.loss, self.targets = 0.0, 0
        told = self.held_out, self.neighbours
        return Slice(self.progress, words, loss, rate, self.seconds, *told)

    def go_on(self) -> None:
        self.since = time.perf_counter()
