"""The tree lab: a tree grows merge by merge, answers for a word, and learns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...corpus import Vocabulary
from ...examples import Example, examples
from ...messages import W2VError, choice
from ...model import Model
from ...toys import toy_sentences
from ...training import Recording, record
from ...trees import Tree, balanced_tree, huffman_tree
from ..kit.session import BaseSession, Request
from ..kit.trace import MOST_ROWS, Trace
from . import frame
from .guesses import telling

GROW = {"huffman": huffman_tree, "balanced": balanced_tree}
ACTS = ("grow", "ask", "learn")
HIGHEST_COUNT = 9999  # that a word can be given by hand


class Session(BaseSession):
    """The conversation of `TreeLab`."""

    DOORS = ("merge",)
    LASTING = frozenset({"kind", "reset", "train"})
    LINKED = frozenset({"counts", "kind", "zoom", "word"})

    model: Model
    recording: Recording | None

    def __init__(
        self,
        vocabulary: Vocabulary | None = None,
        examples: Iterable[Example] = (),
        kind: str = "huffman",
        vector_size: int = 5,
        epochs: int = 40,
        learning_rate: float = 0.1,
        seed: int = 0,
        act: str = "grow",
        given: int | str | None = None,
        word: int | str | None = None,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        if vocabulary is None:
            vocabulary, examples, given, word = our_run()
        if not isinstance(vocabulary, Vocabulary):
            raise W2VError("no_vocabulary", got=type(vocabulary).__name__)
        self._first = (vocabulary, choice("kind", kind, GROW))
        self._examples = list(examples)
        self._vector_size, self._seed = vector_size, seed
        self._epochs, self._learning_rate = epochs, learning_rate
        self._act = choice("act", act, ACTS)
        self._given = min(1, len(vocabulary) - 1) if given is None else vocabulary.id(given)
        self._word = min(2, len(vocabulary) - 1) if word is None else vocabulary.id(word)
        self._begun = self._word
        self._plant(*self._first)
        self._train()
        self.rebuild()

    @property
    def tree(self) -> Tree:
        return self._tree

    @property
    def way(self) -> Request:
        vocabulary, kind = self._first
        V, now = len(vocabulary), self.model.vocabulary
        way: Request = {} if now is vocabulary else {"counts": [int(n) for n in now.counts]}
        if self._tree.kind != kind:
            way["kind"] = self._tree.kind
        if self._root != 2 * V - 2:
            way["zoom"] = self._root
        if V > frame.MOST_LEAVES and self._word != self._begun:
            way["word"] = self._word
        return way

    def go(self, way: Request) -> None:
        """The tree, where to look into it, the word; then it learns."""
        for part in ("counts", "kind", "word", "zoom"):
            if part in way:
                self.answer({part: way[part]}, ())
        self.answer({"train": True}, ())

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """Another tree, another part of it, or what one more input word gives."""
        if self.shut("merge"):
            return None
        vocabulary = self.model.vocabulary
        if "given" in request:
            self._given = vocabulary.id(request["given"])
        if request.get("add"):
            return frame.given_words(self.model, self.recording, self._view(), self._given)
        if "word" in request:
            self._word = vocabulary.id(request["word"])
            self._show_word()
        if "counts" in request:
            self._plant(_recounted(vocabulary, request["counts"]), self._tree.kind)
        elif "kind" in request:
            self._plant(vocabulary, choice("kind", request["kind"], GROW))
        elif "reset" in request:
            self._plant(*self._first)
        elif "zoom" in request:
            self._zoom(request["zoom"])
        elif "train" in request:
            self._train()
        elif request.keys().isdisjoint(("given", "word")):
            return None
        self.rebuild()
        return None

    def _outdated(self, content: Request) -> bool:
        """What is asked of a tree may be asked while it learns; its numbers belong to a moment."""
        stamp = content.get("stamp")
        if isinstance(stamp, int) and self._planted <= stamp <= self.stamp:
            return "add" in content and stamp != self.stamp
        return super()._outdated(content)

    def _plant(self, vocabulary: Vocabulary, kind: str) -> None:
        """A new tree, and a model on it that starts where the others did."""
        self._tree = GROW[kind](vocabulary.counts)
        self._root = 2 * len(vocabulary) - 2
        self.recording = None
        self._planted = self.stamp + 1  # what is shown from then on is this tree
        self.model = Model(
            vocabulary,
            self._vector_size,
            "hierarchical-softmax",
            tree=self._tree,
            seed=self._seed,
        )

    def _train(self) -> None:
        if self._examples and self.recording is None:
            model = self.model.with_weights(self.model.W_in, self.model.W_out)
            self.recording = record(model, self._examples, self._epochs, self._learning_rate)
            self.model = model

    def _zoom(self, node: object) -> None:
        """Look into a node; where the word is not under it, at the most frequent one that is."""
        V = len(self._tree)
        inside = isinstance(node, int) and V <= node < 2 * V - 1
        self._root = node if isinstance(node, int) and inside else 2 * V - 2
        if self._root not in self._above(self._word):
            self._word = min(self._tree.words_under(self._root))

    def _show_word(self) -> None:
        """Back to the whole tree where the word is not under the node that is looked into."""
        if self._root not in self._above(self._word):
            self._root = 2 * len(self._tree) - 2

    def _above(self, word: int) -> set[int]:
        return {len(self._tree) + row for row in self._tree.paths[word]}

    def _stops(self) -> int | None:
        """After how many merges an open question stops the tree."""
        return telling(self._tree) if self.shut("merge") else None

    def _view(self) -> frame.View:
        V, stops = len(self._tree), self._stops()
        if V <= frame.MOST_LEAVES:
            return frame.whole_view(self._tree, stops)
        return frame.part_view(self._tree, self._root, [self._word])

    def make_trace(self) -> Trace:
        view = self._view()
        V = len(self._tree)
        givens = list(range(V)) if V <= MOST_ROWS else [self._given]
        trace = frame.tree_lab(self.model, self.recording, view, givens, self._stops())
        vocabulary, kind = self._first
        trace.facts |= {
            "act": ACTS.index(self._act),
            "given": self._given,
            "word": self._word,
            "askable": list(range(V)) if V <= frame.MOST_LEAVES else [],
            "due": bool(self._examples) and self.recording is None,
            "changed": self.model.vocabulary is not vocabulary or self._tree.kind != kind,
        }
        return trace


def our_run() -> tuple[Vocabulary, list[Example], str, str]:
    """Our song, its examples pair by pair, the king given and the crown asked for."""
    sentences = toy_sentences("song")
    vocabulary = Vocabulary.from_sentences(sentences)
    run = list(examples(sentences, vocabulary, pairs=True))
    return vocabulary, run, sentences[0][4], sentences[0][-1]


def _recounted(vocabulary: Vocabulary, counts: object) -> Vocabulary:
    """The same words in the same order with counts from the page."""
    if not isinstance(counts, list) or len(counts) != len(vocabulary):
        raise W2VError("not_counts", got=counts)
    for count in counts:
        if isinstance(count, bool) or not isinstance(count, int) or not 0 < count <= HIGHEST_COUNT:
            raise W2VError("not_counts", got=counts)
    return Vocabulary(vocabulary.words, counts)
