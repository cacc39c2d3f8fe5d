"""What one target costs under each output layer as the vocabulary grows: counted, and measured.

Counted are the rows of W_out that a target touches. Each is multiplied with h three times over N
numbers: for the score, for its part of EH, for its own change. So 3 · rows · N multiplications.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from .corpus import Vocabulary
from .engine import slices
from .engine.fitting import begun
from .engine.flat import Questions, rows_of_zeros
from .engine.plan import road_named
from .frequencies import zipf_counts
from .messages import W2VError, whole
from .model import Model
from .outputs import LAYERS, HierarchicalSoftmax
from .tree_costs import compare_trees
from .trees import huffman_tree
from .ways import EXACT

VOCABULARIES = (*(step * 10**power for power in range(1, 6) for step in (1, 2, 5)), 10**6)
N, NEGATIVE = 100, 5
LIVE = 30_000  # words; what is larger than this takes longer than a learner waits
SECONDS = 0.2  # of work for each layer, where a few targets do not take longer
A_PART, MOST_PAIRS, FOR_EVER = 10**7, 10_000, 10**6
AT_HAND = 500  # rows of N numbers: 200 kB
WALKED = (1_000, 20_000)  # words of the trees whose walks are recorded
RECORDS = Path(__file__).parent / "lessons" / "l08" / "records"
RECORD = RECORDS / "head_costs.json"


@dataclass(frozen=True)
class Cost:
    """One vocabulary of V words whose counts fall as 1/rank, and what a target costs in it.

    `rows` of W_out that a target touches on average and `seconds` that it takes, in the order of
    `outputs.LAYERS`; `road` is the engine's that was measured.
    """

    V: int
    rows: tuple[float, float, float]
    seconds: tuple[float, float, float]
    road: str

    @property
    def multiplications(self) -> np.ndarray:
        """3 · rows · N of each layer, (3,)."""
        products = 3 * np.array(self.rows) * N
        return products


def rows_touched(counts: np.ndarray, negative: int = NEGATIVE) -> tuple[float, float, float]:
    """The rows that a target touches on average, by the layers of `outputs.LAYERS`.

    All V; Σ p · L, the mean way to a word as it occurs in Huffman's tree; the target and its noise.
    """
    path, _ = compare_trees(counts).questions()
    return float(len(counts)), path, 1.0 + negative


def measured(V: int, seconds: float = SECONDS, times: int = 3, road: str | None = None) -> Cost:
    """Train each layer for about so many seconds on targets drawn from V words, so many times.

    The least time counts: what else runs can only add to it. Another run takes other times; the
    rows are the same. Raises W2VError.
    """
    V = whole("V", V, least=2)
    counts = np.ceil(zipf_counts(V)).astype(int)
    vocabulary = Vocabulary([f"w{i}" for i in range(V)], counts.tolist())
    rows = rows_touched(zipf_counts(V))
    taken = [
        _seconds_a_target(vocabulary, output, touched, seconds, times, road)
        for output, touched in zip(LAYERS, rows, strict=True)
    ]
    name = {"compiled": "compiled", "batches": "numpy"}[road_named(road).__name__.split(".")[-1]]
    return Cost(V, rows, (taken[0], taken[1], taken[2]), name)


@dataclass(frozen=True)
class Walk:
    """What the way down a tree of V words takes: `rows` of W_out, and seconds a target.

    `there` with every row where it lies, `at_hand` with the same questions asked of AT_HAND rows
    that stay in the processor's fast memory: what is over is the fetching of rows.
    """

    V: int
    rows: float
    there: float
    at_hand: float


def walk(V: int, targets: int = 20_000, times: int = 5, road: str | None = None) -> Walk:
    """Measure the tree of V words both ways by turns, and keep the least times. Raises W2VError."""
    rng, V = np.random.default_rng(0), whole("V", V, least=2)
    counts = np.ceil(zipf_counts(V))
    asked = Questions.of(HierarchicalSoftmax(huffman_tree(counts)), V)
    inputs, words = rng.choice(V, size=(2, targets), p=counts / counts.sum()).astype(np.int32)
    places = np.concatenate([np.arange(*asked.begins[word : word + 2]) for word in words])
    rows, labels = asked.path[places], asked.bits[places]
    ends = np.cumsum(np.diff(asked.begins)[words]), np.arange(1, targets + 1)
    W_in, W_out = (rows_of_zeros(V, N, np.dtype(np.float32)) for _ in "ab")
    given = np.unique(inputs)  # no other row is read: what nobody touches takes no memory
    W_in[given, :N] = rng.normal(size=(len(given), N), scale=0.1)

    def seconds(size: int) -> float:
        start = time.process_time()
        road_named(road).yes_or_no(
            *(W_in[:size], W_out[:size], inputs % size, ends[1], rows % size, labels, ends[0]),
            *(np.full(targets, 1e-4), False, np.zeros(0), False),
        )
        return (time.process_time() - start) / targets

    seconds(V)  # compiles
    taken = np.array([[seconds(V), seconds(min(V, AT_HAND))] for _ in range(times)]).min(axis=0)
    return Walk(V, len(rows) / targets, float(taken[0]), float(taken[1]))


@cache
def walks() -> list[Walk]:
    """What `make records` has measured with `walk`, for the trees of WALKED words."""
    told = json.loads((RECORDS / "walks.json").read_text(encoding="utf-8"))
    return [Walk(**each) for each in told["walks"]]


def live(V: int) -> Cost:
    """The same for who waits: no more than LIVE words. Raises W2VError."""
    if whole("V", V, least=2) > LIVE:
        raise W2VError("too_many_to_measure", V=V, most=LIVE)
    return measured(V)


def _seconds_a_target(
    vocabulary: Vocabulary, output: str, rows: float, seconds: float, times: int, road: str | None
) -> float:
    """The time between the slices of a run: what its start takes, compiling above all, is over.

    The processor's own time counts, whatever else the machine has to do.
    """
    model = begun(Model(vocabulary, N, output, NEGATIVE), EXACT)  # as `fit` has it
    # The engine reports when a text's part is done: the dearer a target, the shorter the text.
    pairs = int(np.clip(A_PART / (N * rows), 1, MOST_PAIRS))
    shares = vocabulary.counts / vocabulary.counts.sum()
    ids = model.rng.choice(len(vocabulary), size=(pairs, 2), p=shares)
    # Of two words each is the other's only target.
    text = [[vocabulary.words[i] for i in pair] for pair in ids.tolist()]
    run = slices(model, text, window=1, epochs=FOR_EVER, road=road)
    last, taken = next(run), []
    for _ in range(times):
        start, words = time.process_time(), last.words
        for now in run:
            last = now
            if time.process_time() - start >= seconds / times:
                break
        taken.append((time.process_time() - start) / (last.words - words))
    return min(taken)


@cache
def recorded() -> tuple[Cost, ...]:
    """What `make records` has measured, one cost for each of VOCABULARIES."""
    told = json.loads(RECORD.read_text(encoding="utf-8"))
    return tuple(
        Cost(each["V"], tuple(each["rows"]), tuple(each["seconds"]), told["road"])
        for each in told["costs"]
    )


def slope(costs: Sequence[Cost], layer: int) -> float:
    """The exponent b of seconds ∝ V^b: 1 where twice the words take twice as long."""
    V, seconds = [cost.V for cost in costs], [cost.seconds[layer] for cost in costs]
    b, _ = np.polyfit(np.log(V), np.log(seconds), 1)
    return float(b)
