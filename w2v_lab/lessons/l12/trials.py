"""The experiments that settle the claims, each of them a run of the lesson that has it, in small.

A trial looks at what the library computes and names the verdict; its table holds the numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example
from ...explore import distances
from ...messages import message
from ...model import Model, Product
from ...outputs import HierarchicalSoftmax, Softmax
from ...relatives import NNLM, Subwords, paragraph_model
from ...toys import toy_sentences
from ...training import train
from ...widgets.cloze_walk.frame import walked
from ...widgets.step_explorer.session import our_run
from ...widgets.tree_lab.session import our_run as song_run
from ..claim import Finding
from ..l00.runs import toy
from ..l01 import questions as l01
from ..l01.runs import recorded
from ..l02.runs import trained
from ..l03.experiments import spare_vector
from ..l04 import runs as l04
from ..l06 import questions as l06
from ..l06.exercises import PROBABILITY_MISTAKES
from ..l06.experiments import shifted_paths
from ..l06.runs import zipf
from ..l07.questions import _sums as six_answers
from ..l11.runs import _diagonals, diagonals
from ..question import Evidence

TINY = 1e-12  # rounding
Line = tuple[Callable[..., Any], str]


def _named(*names: object) -> list[str]:
    """Names of rows or columns: texts of this lesson by their keys, anything else as it is."""
    return [message(f"l12.{name}") if isinstance(name, str) else str(name) for name in names]


def _found(
    verdict: str,
    rows: list[str],
    columns: list[str],
    values: Sequence[Any] | np.ndarray,
    line: Line,
    decides: tuple[int, int] = (0, 0),
) -> Finding:
    table = np.array(values, dtype=float)
    return Finding(verdict, Evidence(rows, columns, table, "", line), decides)


# What a model is: S1 to S8


def papers() -> Finding:
    """S1: the model of "Sentences and Documents" has rows that are no words."""
    sentences, vocabulary = toy()
    rows = len(paragraph_model(vocabulary, len(sentences), vector_size=3, window=2).model.W_in)
    words = len(vocabulary)
    return _found(
        "not" if rows > words else "so",
        _named("paper_documents", "paper_words"),
        _named("rows_of_W_in", "rows_words", "rows_documents"),
        [[rows, words, rows - words], [len(Model(vocabulary).W_in), words, 0]],
        (papers, "rows"),
        (0, 2),
    )


def human_speech() -> Finding:
    """S2: softmax shares one probability out; the answers of negative sampling do not."""
    model, _ = recorded()
    P = model.probabilities(1)
    yes = six_answers()[0]
    shared, asked = bool(np.isclose(P.sum(), 1)), not np.isclose(yes, 1)
    return _found(
        {(True, True): "half", (False, True): "so"}.get((shared, asked), "not"),
        _named("head_softmax", "head_noise"),
        _named("sum_of_answers"),
        [[P.sum()], [yes]],
        (Softmax.predict, "y"),
    )


def two_words() -> Finding:
    """S3: they turn the same way; do they meet?"""
    pair = l04.two_words()
    turned = pair.cosine[-1] > 0.99
    met = pair.distance[-1] < 0.5 * pair.distance[0]
    return _found(
        {(True, True): "so", (True, False): "step"}.get((bool(turned), bool(met)), "not"),
        _named("before", "after"),
        _named("cosine", "distance"),
        [[pair.cosine[at], pair.distance[at]] for at in (0, -1)],
        (l04.two_words, "film"),
        (1, 1),
    )


def weights_activated() -> Finding:
    """S4: how many weights of W_in meet the 1 of a one-hot?"""
    _, vocabulary = toy()
    product = Model(vocabulary).multiply([1])
    met = product.multiplications - product.by_zero
    return _found(
        "so" if met == len(vocabulary) else "not",
        _named("one_hot_product"),
        [*_named("multiplications", "by_zero", "activated"), "V"],
        [[product.multiplications, product.by_zero, met, len(vocabulary)]],
        (Model.multiply, "products"),
        (0, 2),
    )


TIMES = 2
LAYERS = {"mean": 2013, "log-bilinear": 2007, "bengio": 2003}


def linear_layer() -> Finding:
    """S5: where the rows of two words are doubled, is h doubled?"""
    _, vocabulary = toy()
    grown = [_grows(NNLM(vocabulary, 5, 2, hidden)) for hidden in LAYERS]
    own, older, _ = np.isclose(grown, TIMES)
    return _found(
        {(True, False): "so", (True, True): "half"}.get((bool(own), bool(older)), "not"),
        _named("layer_mean", "layer_log_bilinear", "layer_bengio"),
        _named("year", "grows"),
        list(zip(LAYERS.values(), grown, strict=True)),
        (NNLM.step, "h"),
        (1, 1),
    )


def _grows(net: NNLM) -> float:
    """How many times as long h is when all rows of W_in are; they are large enough to be bent."""
    lengths = []
    for factor in (100, TIMES):
        net.weights["W_in"] *= factor
        lengths.append(np.linalg.norm(net.step(Example((1, 2), (3,))).h))
    return float(lengths[1] / lengths[0])


def unique_vector() -> Finding:
    """S6: two words are given one row; does the model mind?"""
    shown = l01._two_equal_rows()
    apart = np.abs(shown.values[0] - shown.values[1])
    rows = [*shown.rows, *_named("difference")]
    values = [*shown.values, apart]
    verdict = "so" if apart.any() else "half"
    return _found(verdict, rows, shown.columns, values, shown.line, (2, 0))


def two_matrices() -> Finding:
    """S7: which rows does one update move?"""
    run = our_run()
    moved = [
        int((after != before).any(axis=1).sum())
        for after, before in ((at(41), at(40)) for at in (run.W_in_at, run.W_out_at))
    ]
    rows = [len(run.W_in_at(0)), len(run.W_out_at(0))]
    return _found(
        "so" if moved == [1, rows[1]] else "not",
        _named("input_vectors", "output_vectors"),
        _named("rows_moved", "rows_all"),
        list(zip(moved, rows, strict=True)),
        (Model.apply, "W_out"),
        (1, 0),
    )


def dimension_reduction() -> Finding:
    """S8: which shape has what is reduced?"""
    _, vocabulary = toy()
    model, run = recorded()
    one_hots = np.array([vocabulary.one_hot(word) for word in vocabulary.words])
    ends = [_nearest_and_farthest(rows) for rows in (one_hots, run.W_in_at(0), model.W_in)]
    linear = np.allclose(one_hots @ model.W_in, model.W_in)
    shapeless = np.isclose(*ends[0])
    verdicts = {(True, True): "half", (True, False): "so"}
    return _found(
        verdicts.get((bool(linear), bool(shapeless)), "not"),
        _named("one_hots", "rows_before", "rows_after"),
        _named("nearest", "farthest"),
        ends,
        (distances, "return"),
    )


def _nearest_and_farthest(rows: np.ndarray) -> tuple[float, float]:
    apart = distances(rows)[np.triu_indices(len(rows), 1)]
    return float(apart.min()), float(apart.max())


# What an example is: S9, S10


def in_parallel() -> Finding:
    """S9: the sum of the costs, and whether each place of the window has a model of its own."""
    model, run = l04.trained()
    example = max(run, key=lambda one: len(one.targets))
    together = model.step(example)
    alone = sum(model.step(Example(example.inputs, (t,))).loss for t in example.targets)
    apart = max(float(np.abs(y - together.y[0]).max()) for y in together.y)
    summed = np.isclose(together.loss, alone)
    return _found(
        "not" if not summed else "so" if apart else "step",
        _named("loss_together", "loss_alone", "places_apart"),
        _named("number"),
        [[together.loss], [alone], [apart]],
        (Softmax.predict, "y"),
        (2, 0),
    )


def bag_of_inputs() -> Finding:
    """S10: CBOW's loss and its update, exact and as word2vec.c has it."""
    _, bags = l04.article("cbow")
    model, _ = l04.trained()
    bag = max(bags, key=lambda one: len(one.inputs))
    found = []
    for undivided in (False, True):
        other = Model(model.vocabulary, undivided=undivided)
        other = other.with_weights(model.W_in, model.W_out)
        step = other.step(bag)
        other.apply(step, 0.1)
        found.append((step.loss, np.abs(other.W_in - model.W_in).max()))
    (loss, way), (same_loss, farther) = found
    told = [(*one, one[1] / way) for one in found]
    verdict = "so" if np.isclose(farther, way) else "step"
    return _found(
        verdict if np.isclose(loss, same_loss) else "not",
        _named("exact", "undivided"),
        _named("loss", "farthest_way", "ratio"),
        told,
        (Model.apply, "shares"),
        (1, 2),
    )


# Output layers: S11 to S17


def an_approximation() -> Finding:
    """S11: do the tree's probabilities add up, and how many questions does a target take?"""
    sums = l06._sums()
    trees = zipf()
    questions, _ = trees.questions()
    most = np.log2(len(trees.counts))
    exact, few = np.allclose(sums, 1, atol=TINY), questions < most + 1
    return _found(
        {(True, True): "half", (False, True): "so"}.get((bool(exact), bool(few)), "not"),
        _named("sum_of_leaves", "questions", "log_V"),
        _named("number"),
        [[sums[-1]], [questions], [most]],
        (l06._sums, "total"),
    )


def a_subset() -> Finding:
    """S12: do the answers of negative sampling share one probability out?"""
    sums = six_answers()
    return _found(
        "so" if np.allclose(sums, 1) else "half",
        [message("l12.round", number=number + 1) for number in range(len(sums))],
        _named("sum_of_answers"),
        sums[:, None],
        (six_answers, "sums"),
    )


def inner_vectors() -> Finding:
    """S13: which rows of W_out move in a round, and in one update?"""
    model = _tree(1)
    vocabulary = model.vocabulary
    moved = int(model.W_out.any(axis=1).sum())  # they were all 0
    _, by_target = l06._rows_moved()
    few = moved <= np.ceil(np.log2(len(vocabulary)))
    return _found(
        "so" if few else "not",
        _named("inner_nodes", "moved_in_a_round", "moved_least", "moved_most", "log_V"),
        _named("number"),
        [
            [len(model.W_out)],
            [moved],
            [by_target.min()],
            [by_target.max()],
            [np.log2(len(vocabulary))],
        ],
        (Model.apply, "W_out"),
        (1, 0),
    )


def _tree(rounds: int) -> Model:
    """A tree over the words of our song, after so many rounds through it."""
    vocabulary, run, *_ = song_run()
    model = Model(vocabulary, 5, "hierarchical-softmax")
    train(model, run, rounds, 0.1)
    return model


def product_of_answers() -> Finding:
    """S14: the product of the P's alone, and with 1 - P where the code says 1, over all words."""
    model = _tree(50)
    assert isinstance(model.output, HierarchicalSoftmax)
    steps = [model.step(Example((0,), (word,))) for word in range(len(model.vocabulary))]
    codes = model.output.tree.codes
    told = sum(
        float(PROBABILITY_MISTAKES["all_yes"](step.u[0], list(code)))
        for step, code in zip(steps, codes, strict=True)
    )
    right = sum(model.probabilities(0))
    return _found(
        "so" if np.isclose(told, 1) else "half" if np.isclose(right, 1) else "not",
        _named("all_P", "P_or_rest"),
        _named("sum_of_leaves"),
        [[told], [right]],
        (product_of_answers, "told"),
    )


SPARE = (0, 3)  # what is added to every row


def degrees_of_freedom() -> Finding:
    """S15: along how many directions may all rows of W_out be moved, and no prediction minds?"""
    model, run = trained()
    y = model.step(run[0]).y[0]
    scores = len(y) - int(np.linalg.matrix_rank(np.diag(y) - np.outer(y, y)))  # ∂y/∂u
    N = model.W_out.shape[1]
    changes = np.array(
        [
            spare_vector(model, 1, direction.tolist(), SPARE).numbers["change"][1]
            for direction in np.eye(N)
        ]
    )
    free = int((changes < TINY).sum())
    return _found(
        {0: "not", 1: "so"}.get(free, "step"),
        _named("greatest_change", "free_scores", "free_weights"),
        _named("number"),
        [[changes.max()], [scores], [free]],
        (spare_vector, "change"),
        (2, 0),
    )


def path_vectors() -> Finding:
    """S16: how far can the angle between two path vectors be moved, and no probability minds?"""
    swept = shifted_paths()
    cosine, change = swept.numbers["cosine"], swept.numbers["change"]
    places = [int(cosine.argmin()), swept.first, int(cosine.argmax())]
    free = np.ptp(cosine) > 1 and change.max() < TINY
    rows = [message("l12.shift", shift=f"{swept.settings[k]:g}".replace("-", "−")) for k in places]
    return _found(
        "half" if free else "so",
        rows,
        _named("cosine_of_A_B", "change_of_P"),
        np.column_stack([cosine, change])[places],
        (shifted_paths, "cosine"),
    )


def two_trees() -> Finding:
    """S17: Huffman's tree and the balanced one: questions a target, vectors, bits to be kept."""
    trees = zipf()
    asked = trees.questions()
    bits = (trees.huffman.mean(), trees.balanced.mean())
    nodes = len(trees.counts) - 1
    fewer, smaller = asked[0] < asked[1], bits[0] < bits[1]
    return _found(
        {(True, True): "so", (False, False): "not"}.get((bool(fewer), bool(smaller)), "half"),
        _named("huffman", "balanced"),
        _named("questions", "vectors", "bits"),
        [[asked[at], nodes, bits[at]] for at in (0, 1)],
        (two_trees, "bits"),
        (0, 2),
    )


# Relatives and words: S18 to S22


def one_cost() -> Finding:
    """S18: how far apart are the aims of skip-gram and GloVe, and the weights in their losses?"""
    found = diagonals()
    aims, weights = found.targets_apart < 0.01, found.weights_apart < 0.01
    return _found(
        {(True, True): "so", (False, False): "not"}.get((aims, weights), "half"),
        _named("aims_apart", "weights_apart"),
        _named("number"),
        [[found.targets_apart], [found.weights_apart]],
        (_diagonals, "weights_apart"),
        (1, 0),
    )


def a_cloze() -> Finding:
    """S19: what weighs the left neighbour of a gap in either, and what the gap costs."""
    run = walked()
    weights = np.array([step.a[0] for step in run.steps])
    losses = [np.mean([step.loss for step in steps]) for steps in (run.cbow, run.steps)]
    even = 1 / len(run.cbow[0].example.inputs)
    return _found(
        "so" if np.allclose(weights, even, atol=0.01) else "half",
        _named("cbow", "head"),
        _named("left_weighs", "mean_loss"),
        [[even, losses[0]], [weights.mean(), losses[1]]],
        (a_cloze, "weights"),
        (1, 0),
    )


def cross_entropy() -> Finding:
    """S20: cross-entropy with a one-hot, and minus the logarithm of the likelihood."""
    model, run = trained()
    step = model.step(run[0])
    entropy = -(step.t[0] * np.log(step.y[0])).sum()
    likelihood = -np.log(model.probabilities(run[0].inputs)[run[0].targets[0]])
    return _found(
        "not" if np.isclose(entropy, likelihood, rtol=0, atol=TINY) else "so",
        _named("cross_entropy", "likelihood", "difference"),
        _named("number"),
        [[entropy], [likelihood], [entropy - likelihood]],
        (Softmax.predict, "loss"),
        (2, 0),
    )


def no_one_hot() -> Finding:
    """S21: the product with a one-hot, and the row that is looked up."""
    _, vocabulary = toy()
    model = Model(vocabulary)
    product: Product = model.multiply([1])
    apart = product.difference(model.hidden([1]))
    return _found(
        "half" if apart else "so",
        _named("by_product", "by_look_up"),
        _named("multiplications", "difference"),
        [[product.multiplications, 0], [0, apart]],
        (Model.hidden, "h"),
        (1, 1),
    )


def finest_grain() -> Finding:
    """S22: a word that is not in the vocabulary, and its letters that are."""
    vocabulary = Vocabulary.from_sentences(toy_sentences("grammar"))
    typed = max(vocabulary.words, key=len)[:-1]
    pieces = Subwords(vocabulary, min_n=1).pieces(typed)
    return _found(
        "half" if pieces else "so",
        _named("grain_word2vec", "grain_fasttext"),
        [message("l12.rows_for", word=typed)],
        [[float(typed in vocabulary)], [len(pieces)]],
        (Subwords.pieces, "found"),
        (1, 0),
    )
