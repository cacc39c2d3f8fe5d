"""The tree lab's frame: a tree merge by merge, the probabilities at its leaves, and its training.

A node is a number, as in `trees`: word i is node i, the inner node of row m is node V + m. Of a
large tree a part is shown: nodes that are not opened stand as bundles in the place of a word.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...messages import clean
from ...model import Model, Step
from ...outputs import HierarchicalSoftmax
from ...training import Recording, kept_numbers
from ...tree_costs import some_ranks
from ...trees import Tree, balanced_merges, huffman_merges
from ..kit.source import line_of
from ..kit.trace import Trace, padded, relation

MOST_LEAVES = 60  # of a tree that is drawn whole; of a larger one about as many are shown
OPENED = 36  # leaves and bundles of a larger tree, before one word's path is opened too
MOST_FRAMES = 60  # moments of a training run, dense at first, the last always
MOST_BYTES = 330_000  # of the numbers; what is left of 500 kB is for what is asked for later


@dataclass(frozen=True)
class View:
    """The part of a tree that is shown: `inner` nodes that are open, and the `leaves` under them.

    `inner` are sorted by row, `leaves` go from left to right: words, and bundles of words.
    """

    root: int
    inner: list[int]
    leaves: list[int]

    @property
    def rows(self) -> list[int]:
        return [*self.inner, *self.leaves]


def whole_view(tree: Tree, merges: int | None = None) -> View:
    """All nodes after so many merges: one tree at the end, a forest before.

    The trees of a forest stand in the order of their most frequent words, which gives away nothing
    of their weights.
    """
    V = len(tree)
    made = len(tree.merges) if merges is None else merges
    forest = sorted(map(tree.words_under, tree.waiting(made)), key=min)
    leaves = [word for words in forest for word in words]
    return View(V + made - 1, list(range(V, V + made)), leaves)


def part_view(tree: Tree, root: int, words: Sequence[int]) -> View:
    """The heaviest nodes under a root, and the whole paths to some words."""
    V, weights = len(tree), tree.weights
    paths = {V + row for word in words for row in tree.paths[word]}
    opened: set[int] = set()
    waiting: list[tuple[bool, float, int]] = []
    leaves = 1

    def meet(node: int) -> None:
        if node >= V:
            heapq.heappush(waiting, (node not in paths, -weights[node], node))

    meet(root)
    while waiting and (leaves < OPENED or not waiting[0][0]):
        *_, node = heapq.heappop(waiting)
        opened.add(node)
        leaves += 1
        for child in tree.children[node - V].tolist():
            meet(child)
    order: list[int] = []
    todo = [root]
    while todo:
        node = todo.pop()
        if node in opened:
            todo += tree.children[node - V][::-1].tolist()
        else:
            order.append(node)
    return View(root, sorted(opened), order)


def tree_lab(
    model: Model,
    recording: Recording | None,
    view: View,
    givens: Sequence[int],
    merges: int | None = None,
) -> Trace:
    """A tree, part of it or all, and what a model says on it before, while and after it trains.

    `givens` are the input words whose probabilities are sent. With `merges` the tree stops there
    and nothing else is told, for a question that asks how it goes on.
    """
    assert isinstance(model.output, HierarchicalSoftmax)
    tree, words = model.output.tree, model.vocabulary.words
    V, weights = len(tree), tree.weights
    shown = [node for node in view.leaves if node < V]
    facts = {
        "words": {str(i): clean(words[i]) for i in {*shown, *givens}},
        "rows": view.rows,
        "hidden_rows": 0,
        "decimals": 3 if V <= MOST_LEAVES else 6,
        "tinted": ["W_out", "h"],
        "whole": ["weight", "count", "one", "step_t"],
        "V": V,
        "kind": tree.kind,
        "root": view.root,
        "leaves": view.leaves,
        "inner": view.inner,
        "kids": {str(node): tree.children[node - V].tolist() for node in view.inner},
        "up": {
            str(child): [node, bit]
            for node in view.inner
            for bit, child in enumerate(tree.children[node - V].tolist())
        },
        "bundles": {str(node): tree.sizes[node] for node in view.leaves if node >= V},
        "counts": [weights[i] for i in range(V)] if V <= MOST_LEAVES else [],
        "waiting": [tree.waiting(k) for k in range(len(view.inner) + 1)]
        if V <= MOST_LEAVES and merges is None
        else [],
        "film": [0],
        "steps": [],
        "ranks": depth_by_rank(tree, shown) if V > MOST_LEAVES else [],
        "whole_tree": merges is None,
        "given": givens[0],
        "relations": relations(tree, told=merges is None),
    }
    arrays = {"weight": np.array([float(weights[node]) for node in view.rows])}
    arrays |= {"count": arrays["weight"], "one": np.array(1)}
    if merges is None:
        arrays["mean_length"] = np.array(tree.mean_length())
        film = Moments(model, recording, view, len(givens))
        arrays |= film.arrays(givens)
        facts |= film.facts()
    return Trace(facts, arrays)


def depth_by_rank(tree: Tree, words: Sequence[int]) -> dict[str, Any]:
    """How deep the words of a large tree lie, at ranks that are dense at first.

    `curve` holds pairs of rank, from 1, and depth; `of` the pair of each of these words.
    """
    V = len(tree)
    order = np.argsort(-tree.counts, kind="stable")
    rank = np.empty(V, dtype=np.int64)
    rank[order] = np.arange(1, V + 1)
    chosen = some_ranks(V, 120)
    curve = np.column_stack([chosen, tree.lengths[order[chosen - 1]]])
    return {
        "curve": curve.tolist(),
        "of": {str(word): [int(rank[word]), int(tree.lengths[word])] for word in words},
    }


def given_words(model: Model, recording: Recording | None, view: View, word: int) -> Trace:
    """The arrays of one more input word, to be added to a trace of the same view."""
    film = Moments(model, recording, view, 1)
    words = {str(word): clean(model.vocabulary.words[word])}
    return Trace({"given": word, "words": words}, film.given(word))


class Moments:
    """The moments of a run that are shown: one where nothing was trained."""

    def __init__(self, model: Model, recording: Recording | None, view: View, givens: int) -> None:
        self.recording, self.view = recording, view
        self.models, self.steps, self.numbers = [model], [], [0]
        if recording is not None:
            N = model.W_in.shape[1]
            by_given = N + 3 * len(view.inner) + len(view.rows)
            size = 8 * (N * (len(view.inner) + 1) + by_given * givens)
            most = int(np.clip(MOST_BYTES // max(size, 1), 8, MOST_FRAMES))
            chosen = kept_numbers(len(recording.numbers), most)
            self.steps = [recording.steps[place] for place in chosen]
            self.numbers = [*(recording.numbers[place] for place in chosen), len(recording.losses)]
            self.models = [recording.model_at(number) for number in self.numbers]

    def arrays(self, givens: Sequence[int]) -> dict[str, np.ndarray]:
        V = len(self.models[0].vocabulary)
        inner = [node - V for node in self.view.inner]
        found = {"film/W_out": np.array([model.W_out[inner] for model in self.models])}
        for word in givens:
            found |= self.given(word)
        if self.steps:
            shape = (
                max(len(step.rows) for step in self.steps),
                max(len(rows) for step in self.steps for rows in step.rows),
            )
            found["film/step_h"] = np.array([step.h for step in self.steps])
            found["film/step_loss"] = np.array([step.loss for step in self.steps])
            for letter in ("u", "y", "t", "e"):
                lines = [padded(getattr(step, letter), shape) for step in self.steps]
                found[f"film/step_{letter}"] = np.array(lines)
        return found

    def given(self, word: int) -> dict[str, np.ndarray]:
        """What every moment's model says given one word."""
        V = len(self.models[0].vocabulary)
        inner = [node - V for node in self.view.inner]
        told: dict[str, list[np.ndarray]] = {
            name: [] for name in ("h", "u", "yes", "no", "reach", "total")
        }
        for model in self.models:
            assert isinstance(model.output, HierarchicalSoftmax)
            u, reach = model.scores(word), model.output.reach(model.scores(word))
            ways = model.output.ways(u)[inner]
            told["h"].append(model.hidden(word))
            told["u"].append(u[inner])
            told["yes"].append(ways[:, 0])
            told["no"].append(ways[:, 1])
            told["reach"].append(reach[self.view.rows])
            told["total"].append(model.probabilities(word).sum())
        return {f"{word}/{name}": np.array(values) for name, values in told.items()}

    def facts(self) -> dict[str, Any]:
        sizes = np.abs([model.W_out for model in self.models])
        return {
            "greatest": float(sizes[np.isfinite(sizes)].max(initial=0)) or 1,
            "film": self.numbers,
            "steps": [told(step) for step in self.steps],
            "updates": 0 if self.recording is None else len(self.recording.losses),
            "N": self.models[0].W_in.shape[1],
        }


def told(step: Step) -> dict[str, Any]:
    return {
        "inputs": step.example.inputs,
        "targets": step.example.targets,
        "rows": [rows.tolist() for rows in step.rows],
    }


def relations(tree: Tree, told: bool) -> dict[str, Any]:
    """Where each number comes from; "@" stands for nodes that only the tree's shape tells.

    Unless `told`, the lines of the algorithm stay out: they would answer what comes next.
    """
    merges = huffman_merges if tree.kind == "huffman" else balanced_merges
    if not told:
        code = line_of(vars(Tree)["weights"].func, "return")
        weight = relation("weight", "sum", ["@children"], "i", code)
        return {"count": relation("count", "given", index="i", code=code), "weight": weight}
    layer, step = HierarchicalSoftmax, Model.step
    return {
        "mean_length": relation("Σ p·L", "given", code=line_of(Tree.mean_length, "return")),
        "count": relation("count", "given", index="i", code=line_of(merges, "words")),
        "weight": relation("weight", "sum", ["@children"], "i", line_of(merges, "weight")),
        "W_out": relation("W_out", "given", index="ij", code=line_of(Model.__init__, "W_out")),
        "h": relation("h", "given", index="j", code=line_of(Model.hidden, "h")),
        "u": relation("u", "dot", ["W_out[i,:]", "h[:]"], "i", line_of(Model.scores, "u")),
        "yes": relation("σ", "sigmoid", ["u[i]"], "i", line_of(layer.ways, "yes")),
        "no": relation("1 − σ", "difference", ["one", "yes[i]"], "i", line_of(layer.ways, "no")),
        "one": relation("1", "given", code=line_of(layer.ways, "no")),
        "reach": relation("P", "product", ["@path"], "i", line_of(layer.reach, "children")),
        "total": relation("ΣP", "sum", ["@words"], code=line_of(layer.probabilities, "return")),
        "step_h": relation("h", "given", index="j", code=line_of(step, "h")),
        "step_u": relation("u", "dot", ["@row", "step_h[:]"], "sq", line_of(step, "u")),
        "step_y": relation("y", "sigmoid", ["step_u[s,q]"], "sq", line_of(layer.predict, "y")),
        "step_t": relation("t", "given", index="sq", code=line_of(layer.lines, "t")),
        "step_e": relation(
            "e", "difference", ["step_y[s,q]", "step_t[s,q]"], "sq", line_of(step, "e")
        ),
        "step_loss": relation("loss", "given", code=line_of(layer.predict, "loss")),
    }
