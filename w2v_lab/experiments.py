"""Experiments with one setting: the same computation, once for each of its values.

Each yields a Sweep, which a widget puts on a slider and Python can read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .corpus import Vocabulary
from .examples import Example, keep_probabilities
from .explore import cosines
from .messages import W2VError
from .model import Model
from .noise import Noise
from .outputs import TABLES, HierarchicalSoftmax, Softmax, TabledSampling
from .training import kept_numbers, record, steps
from .tree_costs import Comparison, compare_trees
from .trees import Tree, huffman_tree

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0)
AMOUNTS = tuple(np.linspace(-3, 3, 25).round(2).tolist())


@dataclass(frozen=True, eq=False)
class Sweep:
    """What became of a computation at each value of one setting.

    `name` is the experiment's in the catalogue, `settings` the K values, `first` the place of the
    one to start with. `numbers` are arrays of shape (K,), `curves` (K, n), `tables` (K, r, c);
    `headings` names a table's rows and columns, and `lines` says for every name which function
    computed it, under which field.
    """

    name: str
    settings: Sequence[float]
    first: int
    numbers: dict[str, np.ndarray]
    curves: dict[str, np.ndarray]
    tables: dict[str, np.ndarray]
    headings: dict[str, tuple[Sequence[str], Sequence[str]]]
    lines: dict[str, tuple[Callable[..., Any], str]]


def learning_rates(
    model: Model, examples: Iterable[Example], epochs: int = 40, rates: Sequence[float] = RATES
) -> Sweep:
    """Train copies of a model, one at each learning rate, from the same weights.

    The model itself is not trained. A rate that is too high ends in infinities and NaN, and they
    are kept as they are.
    """
    run = list(examples)
    if not run:
        raise W2VError("no_examples")
    found = [_at_rate(model, run, epochs, rate) for rate in rates]
    words = model.vocabulary.words
    dimensions = [str(j) for j in range(model.W_in.shape[1])]
    names = ("last_loss", "greatest", "broken_at")
    return Sweep(
        "learning_rates",
        rates,
        list(rates).index(min(rates, key=lambda rate: abs(rate - 0.1))),
        {name: np.array([each[name] for each in found]) for name in names},
        {"round_loss": np.array([each["round_loss"] for each in found])},
        {"W_in": np.array([each["W_in"] for each in found])},
        {"W_in": (words, dimensions)},
        {name: (_at_rate, name) for name in (*names, "round_loss", "W_in")},
    )


def _at_rate(model: Model, run: list[Example], epochs: int, rate: float) -> dict[str, Any]:
    copy = model.with_weights(model.W_in, model.W_out)
    with np.errstate(all="ignore"):
        recording = record(copy, run, epochs, rate)
        round_loss = recording.per_round(len(run))
    W_in = copy.W_in
    broken = np.flatnonzero(~np.isfinite(recording.losses))
    last_loss = round_loss[-1]
    greatest = np.abs(W_in).max()
    broken_at = broken[0] + 1 if len(broken) else np.inf
    return {
        "round_loss": round_loss,
        "W_in": W_in,
        "last_loss": last_loss,
        "greatest": greatest,
        "broken_at": broken_at,
    }


def spare_vector(
    model: Model,
    word: str | int,
    direction: Sequence[float] | None = None,
    amounts: Sequence[float] = AMOUNTS,
) -> Sweep:
    """Add one vector, amount · direction, to every row of W_out; ask for predictions again.

    `direction` has N numbers, all 1 when left out. Softmax is unmoved: with c for the vector, every
    score of the input grows by the same c · h. Raises W2VError for an unknown word.
    """
    given = model.vocabulary.id(word)
    words = model.vocabulary.words
    N = model.W_out.shape[1]
    c = np.ones(N) if direction is None else np.asarray(direction, dtype=float)
    moved = [model.with_weights(model.W_in, model.W_out + amount * c) for amount in amounts]
    still = _predictions(model, given)
    y = [_predictions(other, given) for other in moved]
    between = [cosines(other.W_out) for other in moved]
    change = [np.abs(each - still).max() for each in y]
    return Sweep(
        "spare_vector",
        amounts,
        list(amounts).index(min(amounts, key=abs)),
        {"change": np.array(change)},
        {},
        {
            "W_out": np.array([other.W_out for other in moved]),
            "y": np.array(y)[:, None, :],
            "between": np.array(between),
        },
        {
            "W_out": (words, [str(j) for j in range(N)]),
            "y": ([words[given]], words),
            "between": (words, words),
        },
        {
            "change": (spare_vector, "change"),
            "W_out": (spare_vector, "moved"),
            "y": (_predictions, "return"),
            "between": (cosines, "return"),
        },
    )


def _predictions(model: Model, given: int) -> np.ndarray:
    return model.step(Example((given,), (given,))).y[0]


def mean_row_moves(
    model: Model, examples: Iterable[Example], epochs: int, learning_rate: float
) -> tuple[float, float]:
    """How far training moves the mean of W_out's rows, and how far the row that moved most.

    The errors of a softmax sum to 0: what one row wins the others lose. The model is trained.
    """
    before = model.W_out.copy()
    for _ in steps(model, examples, epochs, learning_rate):
        pass
    moved = model.W_out - before
    of_the_mean = np.linalg.norm(moved.mean(axis=0))
    of_a_row = np.linalg.norm(moved, axis=1).max()
    return float(of_the_mean), float(of_a_row)


SHIFTS = tuple(np.linspace(-5, 5, 41).tolist())
PAIRS = ((1.0, -1.0), (2.0, 0.0))  # of node 1 and node 2: the weights of the left and right branch
SAMPLES = (0, 1e-2, 1e-3, 1e-4, 1e-5)


def shifted_paths(
    pairs: Sequence[Sequence[float]] = PAIRS,
    nodes: Sequence[int] = (1, 2),
    shifts: Sequence[float] = SHIFTS,
) -> Sweep:
    """Three words at the leaves of two nodes, A = left left, B = left right, C = right; h is 1.

    Each node has two weights, one a branch, and a softmax of two. The same number is added to both
    weights of the chosen `nodes`: no probability changes, the angle between the words' padded path
    vectors does. Beside it word2vec's tree with one weight a node, w = left - right, and the same
    number added to that.
    """
    # The later of equal words is taken first and goes left: B, A, C puts A left of B.
    tree = huffman_tree([1, 1, 2])
    words = {"A": 1, "B": 0, "C": 2}
    weights = np.array(pairs, dtype=float)
    chosen = np.array([[float(node in nodes)] for node in (1, 2)])
    states = [_paths(tree, words.values(), weights, shift * chosen) for shift in shifts]
    still = _paths(tree, words.values(), weights, 0 * chosen)
    tables = {
        name: np.array([state[name] for state in states])
        for name in ("vectors", "P", "one", "P_one")
    }
    cosine = [cosines(table)[0, 1] for table in tables["vectors"]]
    change = np.abs(tables["P"] - still["P"]).max(axis=(1, 2))
    change_one = np.abs(tables["P_one"] - still["P_one"]).max(axis=(1, 2))
    sides = (list(words), ["1", "2"])
    return Sweep(
        "shifted_paths",
        shifts,
        list(shifts).index(min(shifts, key=abs)),
        {"cosine": np.array(cosine), "change": change, "change_one": change_one},
        {},
        tables,
        {"vectors": sides, "P": (["P"], list(words)), "one": sides, "P_one": (["P"], list(words))},
        {
            "cosine": (shifted_paths, "cosine"),
            "change": (shifted_paths, "change"),
            "change_one": (shifted_paths, "change_one"),
            **{name: (_paths, name) for name in tables},
        },
    )


def _paths(
    tree: Tree, words: Iterable[int], pairs: np.ndarray, shift: np.ndarray
) -> dict[str, np.ndarray]:
    """Path vectors and probabilities with two weights a node, and with one."""
    two, single = pairs + shift, (pairs[:, 0] - pairs[:, 1]) + shift[:, 0]
    ways = np.array([Softmax(2).probabilities(pair) for pair in two])
    vectors, one = np.zeros((3, 2)), np.zeros((3, 2))
    P = np.ones((1, 3))
    for place, word in enumerate(words):
        for depth, bit in enumerate(tree.codes[word]):
            vectors[place, depth] = two[depth, bit]
            one[place, depth] = single[depth] * (1 - 2 * bit)
            P[0, place] *= ways[depth, bit]
    scores = single[::-1]  # row 1 of the tree is the root, node 1
    P_one = HierarchicalSoftmax(tree).probabilities(scores)[list(words)][None, :]
    return {"vectors": vectors, "P": P, "one": one, "P_one": P_one}


def subsampled_tree(
    counts: Sequence[float] | np.ndarray, samples: Sequence[float] = SAMPLES
) -> Sweep:
    """The questions a target takes when frequent words are subsampled as word2vec.c does it.

    The trees are grown from the counts as they are.
    """
    found = compare_trees(counts)
    huffman, balanced = np.array([found.questions(sample) for sample in samples]).T
    shares = found.counts / found.counts.sum()
    kept = [shares @ keep_probabilities(found.counts, sample, "code") for sample in samples]
    return Sweep(
        "subsampled_tree",
        samples,
        0,
        {"huffman": huffman, "balanced": balanced, "kept": np.array(kept)},
        {},
        {},
        {},
        {
            "huffman": (Comparison.questions, "huffman"),
            "balanced": (Comparison.questions, "huffman"),
            "kept": (subsampled_tree, "kept"),
        },
    )


STARTS = tuple((np.arange(-89, -40, 2) / 10).tolist())  # of a true pair's score
LENGTH = 10**0.5  # of both vectors at the start, so that their product can be any score above -10


@dataclass(frozen=True, eq=False)
class Starts:
    """What becomes of one true pair in several programs, from each of several starting scores.

    `starts` are the K scores, `programs` P names, `moments` M numbers of updates. `u` (K, P, M) are
    the scores then, `y` and `e` (K, P) what the program takes for σ and its error at the start.
    """

    starts: Sequence[float]
    programs: Sequence[str]
    moments: Sequence[int]
    u: np.ndarray
    y: np.ndarray
    e: np.ndarray


def frozen_pair(
    starts: Sequence[float] = STARTS, updates: int = 500, learning_rate: float = 0.1
) -> Starts:
    """Train one true pair, alone, as programs do whose table of σ ends at ±6 or ±8.

    Two vectors in two dimensions, as long as each other, at the angle that makes the score.
    """
    moments = sorted({*kept_numbers(updates + 1, 50), 10, 100})
    told = np.array(
        [
            [_alone(start, program, updates + 1, learning_rate) for program in TABLES]
            for start in starts
        ]
    )
    u, y, e = np.moveaxis(told, -1, 0)
    return Starts(starts, tuple(TABLES), moments, u[:, :, moments], y[:, :, 0], e[:, :, 0])


def _alone(start: float, program: str, updates: int, learning_rate: float) -> np.ndarray:
    """Score, σ and error of each update of a run with one example and no noise, (updates, 3)."""
    vocabulary = Vocabulary(["given", "asked"], [1, 1])
    model = Model(vocabulary, 2, "negative-sampling", negative=0)
    model.output = TabledSampling(Noise(vocabulary.counts), 0, program)
    cosine = start / LENGTH**2
    model.W_in[0] = [LENGTH, 0]
    model.W_out[1] = [LENGTH * cosine, LENGTH * np.sqrt(1 - cosine**2)]
    run = steps(model, [Example((0,), (1,))], updates, learning_rate)
    return np.array([(step.u[0][0], step.y[0][0], step.e[0][0]) for step in run])
