"""Search: which text is meant by a query, found by its words or by the mean of their vectors.

BM25 (Robertson and others 1994) gives a text points for each word of the query that stands in it:
more for a rare word, less for the tenth time it comes, less in a long text. The mean vector asks
for no word in common, only for words that are used alike. Both are sums over the words of the
query, so each word's share in a match can be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

import numpy as np

from ..corpus import Vocabulary
from ..explore import unit
from ..messages import W2VError
from ..vectors import Vectors
from .icd import Disease, diseases
from .task import Answer, Case, Run, Task
from .texts import vectors

Words = Sequence[str]
K1, B = 1.2, 0.75  # the usual ones; nothing here is tuned
QUERIES = 500


class Ranker(Protocol):
    """A way of searching in some texts, lists of words."""

    texts: Sequence[Words]

    def shares(self, query: Words) -> np.ndarray:
        """What each word of a query adds to the score of each text, (words, texts)."""
        ...

    def scores(self, query: Words) -> np.ndarray:
        """The sum of the shares, (texts,)."""
        ...


class BM25:
    """Texts by the words that they share with a query."""

    def __init__(self, texts: Sequence[Words]) -> None:
        self.texts = texts
        self.vocabulary = Vocabulary.from_sentences(texts)
        self.idf = inverse_frequencies(self.vocabulary, texts)
        lengths = np.array([len(text) for text in texts])
        self.damping = K1 * (1 - B + B * lengths / lengths.mean())

    @cached_property
    def places(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """For each word the texts that hold it, and how often each does."""
        found: list[dict[int, int]] = [{} for _ in self.vocabulary.words]
        for d, text in enumerate(self.texts):
            for word, count in Counter(self.vocabulary.ids(text)).items():
                found[word][d] = count
        return [(np.array(list(at)), np.array(list(at.values()))) for at in found]

    def shares(self, query: Words) -> np.ndarray:
        """idf · count · (k1 + 1) / (count + k1 · (1 - b + b · length / mean length))."""
        points = np.zeros((len(query), len(self.texts)))
        for row, word in zip(points, query, strict=True):
            if (i := self.vocabulary.index.get(word)) is not None:
                at, count = self.places[i]
                row[at] = self.idf[i] * count * (K1 + 1) / (count + self.damping[at])
        return points

    def scores(self, query: Words) -> np.ndarray:
        """The points of all words together, (texts,)."""
        return self.shares(query).sum(axis=0)


class MeanVectors:
    """Texts by the cosine between the mean vector of a query and theirs.

    With `idf` each word counts by its inverse frequency: "of" says little. Words without a vector
    are passed over.
    """

    def __init__(self, texts: Sequence[Words], vectors: Vectors, idf: bool = False) -> None:
        self.texts, self.vectors = texts, vectors
        words = Vocabulary.from_sentences(texts)
        weights = inverse_frequencies(words, texts) if idf else np.ones(len(words))
        unseen = float(weights.max())  # a word that no text holds is as telling as can be
        self.weight = {word: weights[i] for word, i in words.index.items()}, unseen
        self.rows = unit(np.array([self._weighted(text).sum(axis=0) for text in texts]))

    def _weighted(self, text: Words) -> np.ndarray:
        """The vector of each word times its weight, (words, N); zeros where there is none."""
        table, unseen = self.weight
        found = np.zeros((len(text), self.vectors.matrix.shape[1]))
        for row, word in zip(found, text, strict=True):
            if word in self.vectors:
                row += table.get(word, unseen) * self.vectors.matrix[self.vectors.index[word]]
        return found

    def shares(self, query: Words) -> np.ndarray:
        """The cosine is a sum over the query's words: each one's product with the text, shared."""
        parts = self._weighted(query)
        length = np.linalg.norm(parts.sum(axis=0))
        return parts @ self.rows.T / (length or 1)

    def scores(self, query: Words) -> np.ndarray:
        """The cosines, (texts,)."""
        return self.rows @ unit(self._weighted(query).sum(axis=0)[None])[0]

    def matches(self, query: Words, text: int) -> np.ndarray:
        """How much each word of the query finds in each word of a text, (words, words).

        The whole sums to the cosine.
        """
        given, held = self._weighted(query), self._weighted(self.texts[text])
        lengths = np.linalg.norm(given.sum(axis=0)) * np.linalg.norm(held.sum(axis=0))
        return given @ held.T / (lengths or 1)


def inverse_frequencies(vocabulary: Vocabulary, texts: Sequence[Words]) -> np.ndarray:
    """How telling each word is, (V,): log(1 + (D - n + ½) / (n + ½)) for n of D texts."""
    held = Counter(word for text in texts for word in set(text))
    n = np.array([held[word] for word in vocabulary.words])
    return np.log(1 + (len(texts) - n + 0.5) / (n + 0.5))


@dataclass(frozen=True, eq=False)
class Hit:
    """A text that was found: its number, its score, and what each word of the query adds to it."""

    text: int
    score: float
    shares: np.ndarray


def search(ranker: Ranker, query: Words, most: int = 5) -> list[Hit]:
    """The texts with the highest scores. Raises W2VError where no word of the query is known."""
    shares = ranker.shares(query)
    if not shares.any():
        raise W2VError("no_known_words")
    scores = shares.sum(axis=0)
    best = np.argsort(-scores, kind="stable")[:most]
    return [Hit(int(d), float(scores[d]), shares[:, d]) for d in best]


def reciprocal_ranks(ranker: Ranker, queries: Sequence[Words], right: Sequence[int]) -> np.ndarray:
    """1/rank of the right text for each query; of texts with equal scores the mean place counts."""
    found = np.zeros(len(queries))
    for i, (query, text) in enumerate(zip(queries, right, strict=True)):
        scores = ranker.scores(query)
        if scores[text]:
            nearer, alike = (scores > scores[text]).sum(), (scores == scores[text]).sum()
            found[i] = 1 / (nearer + (alike + 1) / 2)
    return found


@dataclass(frozen=True)
class Queries:
    """The task: `texts` are the descriptions, `right` says which of them each query means."""

    diseases: tuple[Disease, ...]
    queries: tuple[Words, ...]
    right: tuple[int, ...]

    @property
    def texts(self) -> list[Words]:
        return [disease.words for disease in self.diseases]


@cache
def icd_queries(most: int = QUERIES) -> Queries:
    """Other names of diseases, each the name of one alone, drawn once and for all.

    Raises W2VError.
    """
    all_of_them = diseases()
    named = [(name, d) for d, disease in enumerate(all_of_them) for name in disease.names]
    held = Counter(name for name, _ in named)
    held.update(disease.words for disease in all_of_them)
    alone = [(name, d) for name, d in named if held[name] == 1]
    drawn = np.random.default_rng(0).permutation(len(alone))[:most]
    queries, right = zip(*(alone[i] for i in drawn), strict=True)
    return Queries(all_of_them, queries, right)


ROWS = ("mean", "idf", "no word shared")


def ranker_of(row: str, way: str, seed: int, loaded: Vectors | None) -> Ranker:
    """BM25, or mean vectors: plain in the row "mean", else weighted. Raises W2VError."""
    texts = icd_queries().texts
    if way == "plain":
        return BM25(texts)
    given = loaded if way == "loaded" and loaded else vectors("icd", way, seed)
    return MeanVectors(texts, given, idf=row != "mean")


def run(row: str, way: str, seed: int, loaded: Vectors | None) -> Run:
    """Search for each other name among all descriptions; 1/rank of the right one."""
    task, ranker = icd_queries(), ranker_of(row, way, seed, loaded)
    queries, right = task.queries, task.right
    if row == "no word shared":
        apart = [not {*q} & {*task.texts[d]} for q, d in zip(queries, right, strict=True)]
        queries = tuple(q for q, is_so in zip(queries, apart, strict=True) if is_so)
        right = tuple(d for d, is_so in zip(right, apart, strict=True) if is_so)
    got = reciprocal_ranks(ranker, queries, right)
    some = [int(i) for i in np.argsort(-got, kind="stable")[[0, len(got) // 4, len(got) // 2]]]
    cases = tuple(case_of(ranker, queries[i], right[i]) for i in some)
    return Run(got, np.ones(len(got)), cases, 0, len(got))


def case_of(ranker: Ranker, query: Words, right: int = -1, most: int = 3) -> Case:
    """A query, the best texts, and what of each made the match."""
    try:
        hits = search(ranker, query, most)
    except W2VError:
        return Case(tuple(query), (0.0,) * len(query))
    answers = []
    for hit in hits:
        words = ranker.texts[hit.text]
        lit = _lit(ranker, query, hit)
        answers.append(Answer(" ".join(words), hit.score, hit.text == right, tuple(lit)))
    return Case(tuple(query), tuple(hits[0].shares.tolist()), tuple(answers))


def _lit(ranker: Ranker, query: Words, hit: Hit) -> list[float]:
    """What each word of a text has to do with the match."""
    if isinstance(ranker, MeanVectors):
        found: list[float] = ranker.matches(query, hit.text).sum(axis=0).tolist()
        return found
    points = dict(zip(query, hit.shares.tolist(), strict=True))
    return [points.get(word, 0.0) for word in ranker.texts[hit.text]]


SEARCH = Task("search", ROWS, run, measure="reciprocal rank", alone=frozenset(ROWS))
