"""Documents: to which chapter of the classification do these words belong?

Paragraph Vector gives each document a row of its own in W_in (`relatives.paragraph`). A document
that was not there gets a row afterwards, while all others stay as they are. What the rows know of
topics is told by one logistic regression, as it tells what the words themselves know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..messages import W2VError, get_language
from ..relatives import Paragraphs, paragraph_vectors
from ..vectors import Vectors
from .icd import diseases
from .logistic import Logistic
from .sentiment import SHOWN, Bag, Mean
from .task import Answer, Case, Run, Task
from .texts import USUAL, vectors

Infer = Callable[[Sequence[str], int], np.ndarray]  # words, seed: a vector
TEST, LEAST, MOST = 150, 6, 60  # documents; words of one
EPOCHS, RATE = 10, 0.1  # of Paragraph Vector, and of what is inferred
ROWS = ("dbow", "dm", "mean")


@dataclass(frozen=True)
class Document:
    """The words of all diseases under one heading of ICD, and the chapter that it stands in."""

    words: tuple[str, ...]
    chapter: str


def icd_documents() -> list[Document]:
    """A document for each heading, such as A27: descriptions and other names. Raises W2VError."""
    found: dict[str, list[str]] = {}
    chapters = {}
    for disease in diseases():
        words = found.setdefault(disease.code[:3], [])
        words.extend([*disease.words, *(word for name in disease.names for word in name)])
        chapters[disease.code[:3]] = disease.chapter
    return [
        Document(tuple(words[:MOST]), chapters[code])
        for code, words in found.items()
        if len(words) >= LEAST and chapters[code] != "codes for special purposes"
    ]


def parts() -> tuple[list[Document], list[Document]]:
    """The documents to learn from, and those to judge by: the same for all. Raises W2VError."""
    every = icd_documents()
    order = np.random.default_rng(0).permutation(len(every))
    return [every[i] for i in order[TEST:]], [every[i] for i in order[:TEST]]


def taught(documents: Sequence[Sequence[str]], kind: str, seed: int = 0) -> Paragraphs:
    """Paragraph Vectors of documents, with the settings of this task. Raises W2VError."""
    how = {name: USUAL[name] for name in ("vector_size", "window", "min_count", "negative")}
    return paragraph_vectors(
        documents, epochs=EPOCHS, learning_rate=RATE, seed=seed, kind=kind, **how
    )


def with_gensim(
    documents: Sequence[Sequence[str]], kind: str, seed: int
) -> tuple[np.ndarray, Infer]:
    """The same by gensim's Doc2Vec. Raises W2VError where gensim is missing."""
    try:
        from gensim.models.doc2vec import Doc2Vec, TaggedDocument
    except ImportError:
        raise W2VError("program_missing", package="gensim") from None
    how = {name: USUAL[name] for name in ("vector_size", "window", "min_count", "negative")}
    tagged = [TaggedDocument(list(words), [d]) for d, words in enumerate(documents)]
    model = Doc2Vec(
        tagged, dm=int(kind == "dm"), epochs=EPOCHS, alpha=RATE, workers=1, seed=seed + 1, **how
    )

    def infer(words: Sequence[str], seed: int) -> np.ndarray:
        model.random.seed(seed)
        return np.array(model.infer_vector(list(words), alpha=RATE, epochs=EPOCHS))

    return model.dv.vectors, infer


@lru_cache(maxsize=2)
def _rows(kind: str, way: str, seed: int, language: str) -> tuple[np.ndarray, np.ndarray]:
    """The vectors of the documents learnt from, and of those that were not there."""
    train, test = parts()
    texts = [document.words for document in train]
    if way == "gensim":
        rows, infer = with_gensim(texts, kind, seed)
    else:
        model = taught(texts, kind, seed)
        rows, infer = model.documents, lambda words, seed: model.infer(words, EPOCHS, RATE, seed)
    return rows, np.array([infer(document.words, seed) for document in test])


def features(
    row: str, way: str, seed: int, loaded: Vectors | None
) -> tuple[np.ndarray, np.ndarray]:
    """What the logistic regression is given of both parts. Raises W2VError."""
    train, test = ([document.words for document in part] for part in parts())
    if way == "plain":
        bag = Bag(train)
        return bag.features(train), bag.features(test)
    if way == "loaded" or row == "mean":
        mean = Mean(loaded if way == "loaded" and loaded else vectors("icd", way, seed))
        return mean.features(train), mean.features(test)
    known, new = _rows(row, way, seed, get_language())
    centre, spread = known.mean(axis=0), known.std(axis=0) + 1e-9
    return (known - centre) / spread, (new - centre) / spread


def run(row: str, way: str, seed: int, loaded: Vectors | None) -> Run:
    """Learn chapters from the documents one way, and tell them of documents that were not there."""
    (train, test), (known, new) = parts(), features(row, way, seed, loaded)
    model = Logistic(known, [document.chapter for document in train])
    P = model.probabilities(new)
    got = np.array(
        [model.classes[k] == d.chapter for k, d in zip(P.argmax(axis=1), test, strict=True)], float
    )
    some = [*np.flatnonzero(got)[: SHOWN - 1], *np.flatnonzero(got == 0)[:1]]
    cases = tuple(_case(test[i], P[i], model.classes) for i in some)
    return Run(got, np.ones(len(got)), cases, len(train), len(test))


def _case(document: Document, P: np.ndarray, classes: Sequence[str]) -> Case:
    order = np.argsort(-P, kind="stable")[:3]
    answers = (Answer(classes[k], float(P[k]), classes[k] == document.chapter) for k in order)
    return Case(document.words, (), tuple(answers))


TOPICS = Task("topics", ROWS, run, alone=frozenset(ROWS))
