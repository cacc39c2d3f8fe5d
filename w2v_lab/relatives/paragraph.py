"""Paragraph Vector: a document has a row of its own in W_in, and helps to predict its words.

It changes who is given. PV-DM: the document stands among the context words of CBOW, so that it must
remember what the window does not show. PV-DBOW: it stands alone and predicts each of its words. All
else is the one update (Le and Mikolov 2014, 1405.4053). The documents join the vocabulary as words
that are never asked for: their counts are 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ..corpus import Vocabulary, checked_words
from ..engine.flat import Lists
from ..examples import Example, examples
from ..explore import neighbours
from ..messages import W2VError, choice, whole
from ..model import Model
from ..vectors import Vectors
from .fitting import Examples, drained, joined, model_with, passes, vocabulary_of

KINDS = ("dm", "dbow")


class Paragraphs:
    """Documents and words with their vectors, from one model.

    `model` is a `w2v.Model` over words and documents; the row of document d is V + d.
    """

    def __init__(self, model: Model, vocabulary: Vocabulary, kind: str, window: int) -> None:
        self.model, self.vocabulary, self.kind, self.window = model, vocabulary, kind, window

    @property
    def words(self) -> Vectors:
        """The words' vectors; in PV-DBOW they stay as they started, for nobody is given a word."""
        return Vectors(self.vocabulary.words, self.model.W_in[: len(self.vocabulary)])

    @property
    def documents(self) -> np.ndarray:
        """The documents' vectors, (D, N), in the order of the text."""
        return self.model.W_in[len(self.vocabulary) :]

    def most_similar(self, document: int, topn: int = 10) -> list[tuple[int, float]]:
        """The documents at the smallest angle to one, with their cosines. Raises W2VError."""
        last = len(self.documents) - 1
        document = whole("document", document, least=0)
        if document > last:
            raise W2VError("no_document", got=document, last=last)
        found = zip(*neighbours(self.documents, document, topn), strict=True)
        return [(int(row), float(cosine)) for row, cosine in found]

    def examples(self, words: Sequence[str], document: int) -> Iterator[Example]:
        """The examples of one document, for `step` to walk through. Raises W2VError."""
        row = len(self.vocabulary) + document
        return document_examples(self.vocabulary, words, row, self.kind, self.window)

    def infer(
        self,
        words: Sequence[str],
        epochs: int = 50,
        learning_rate: float = 0.1,
        seed: int = 0,
    ) -> np.ndarray:
        """A vector, (N,), for a document that was not there: all other rows stay as they are.

        The rate falls linearly. Raises W2VError where no word of it is known.
        """
        row = len(self.model.W_in)
        asked = list(document_examples(self.vocabulary, words, row, self.kind, self.window))
        if not asked:
            raise W2VError("no_known_words")
        probe = self._with_one_more(seed)
        total = whole("epochs", epochs) * len(asked)
        for number in range(total):
            example = asked[number % len(asked)]
            rate = learning_rate * (1 - number / total)
            probe.W_in[row] -= rate * probe.step(example).EH / len(example.inputs)
        return probe.W_in[row].copy()

    def _with_one_more(self, seed: int) -> Model:
        """The model with a row for one more document, as small as rows are at the start."""
        N = self.model.W_in.shape[1]
        probe = self.model.with_weights(self.model.W_in, self.model.W_out)
        probe.rng = np.random.default_rng(seed)
        new = probe.rng.uniform(-0.5 / N, 0.5 / N, size=(1, N))
        probe.W_in = np.vstack([probe.W_in, new])
        probe.vocabulary = joined(self.model.vocabulary, ["[new]"])
        return probe


def paragraph_vectors(
    sentences: Iterable[Sequence[str]],
    vector_size: int = 100,
    window: int = 5,
    min_count: int = 5,
    negative: int = 5,
    epochs: int = 10,
    learning_rate: float = 0.025,
    seed: int = 0,
    *,
    kind: str = "dm",
    ns_exponent: float = 0.75,
) -> Paragraphs:
    """Vectors of documents, each a list of words, and of words; settings as of `fit`.

    `kind`: "dm" or "dbow". A document without a known word keeps the vector that it started with.
    Raises W2VError.
    """
    at_hand, vocabulary = vocabulary_of(sentences, min_count)
    found = paragraph_model(
        vocabulary, len(at_hand), vector_size, window, negative, ns_exponent, seed, kind=kind
    )
    given = _flat(found, at_hand)
    drained(passes(found.model, lambda: given, epochs, learning_rate))
    if not np.isfinite(found.model.W_in).all():
        raise W2VError("not_finite")
    return found


def paragraph_model(
    vocabulary: Vocabulary,
    documents: int,
    vector_size: int = 5,
    window: int = 5,
    negative: int = 5,
    ns_exponent: float = 0.75,
    seed: int = 0,
    *,
    kind: str = "dm",
) -> Paragraphs:
    """The untrained model for so many documents, whose steps can be watched. Raises W2VError."""
    kind, window = choice("kind", kind, KINDS), whole("window", window)
    names = [f"[{number}]" for number in range(whole("documents", documents))]
    more = joined(vocabulary, names)
    model = model_with(more, vocabulary, vector_size, negative, ns_exponent, seed)
    return Paragraphs(model, vocabulary, kind, window)


def document_examples(
    vocabulary: Vocabulary, words: Sequence[str], row: int, kind: str, window: int
) -> Iterator[Example]:
    """The examples of one document whose row of W_in is `row`. Raises W2VError."""
    known = vocabulary.ids(checked_words(words))
    if kind == "dbow" or len(known) == 1:  # a word alone has nothing around it but the document
        yield from (Example((row,), (word,)) for word in known)
        return
    for example in examples([words], vocabulary, "cbow", window):
        yield Example((row, *example.inputs), example.targets)


def _flat(found: Paragraphs, documents: Sequence[Sequence[str]]) -> Examples:
    """All examples in flat arrays. Raises W2VError where there are none."""
    every = [example for d, words in enumerate(documents) for example in found.examples(words, d)]
    if not every:
        raise W2VError("no_examples")
    lengths = np.array([len(example.inputs) for example in every])
    inputs = np.array([word for example in every for word in example.inputs])
    return Lists.of(inputs, lengths), np.array([example.targets[0] for example in every])
