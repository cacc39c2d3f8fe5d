"""Sentiment: praise or blame, by the words that are there or by the mean of their vectors.

Both are given to one logistic regression. A bag of words learns of a word only where it stood in a
labelled sentence; a vector has learnt from all the text which words are used alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..corpus import Vocabulary
from ..messages import W2VError
from ..vectors import Vectors
from .logistic import Logistic
from .task import Answer, Case, Run, Task
from .texts import reviews, vectors
from .toy_texts import toy_reviews

Labelled = Sequence[tuple[Sequence[str], str]]
TEST = 1_000
SHOWN, LONGEST = 3, 20  # cases, and words of one that is shown


class Bag:
    """A sentence as which words are in it, (n, V): 1 or 0."""

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        self.index = Vocabulary.from_sentences(sentences).index

    def parts(self, words: Sequence[str]) -> np.ndarray:
        """What each word brings, (words, V); a word said twice brings nothing more."""
        found, seen = np.zeros((len(words), len(self.index)), dtype=np.float32), set[str]()
        for row, word in zip(found, words, strict=True):
            if word in self.index and word not in seen:
                row[self.index[word]] = 1
                seen.add(word)
        return found

    def features(self, sentences: Sequence[Sequence[str]]) -> np.ndarray:
        found = np.zeros((len(sentences), len(self.index)), dtype=np.float32)
        for row, words in zip(found, sentences, strict=True):
            row[[self.index[word] for word in words if word in self.index]] = 1
        return found


class Mean:
    """A sentence as the mean of its words' vectors, (n, N), in units of what words differ by.

    The mean of all words is taken away, and each dimension is divided by how far words spread in
    it: known before any label is seen.
    """

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors
        self.centre = vectors.matrix.mean(axis=0)
        self.spread = vectors.matrix.std(axis=0) + 1e-9

    def parts(self, words: Sequence[str]) -> np.ndarray:
        """What each word brings, (words, N): its vector over the number of words known."""
        known = [word in self.vectors for word in words]
        found = np.zeros((len(words), self.vectors.matrix.shape[1]))
        if any(known):
            rows = [self.vectors.index[w] for w, is_in in zip(words, known, strict=True) if is_in]
            found[known] = (self.vectors.matrix[rows] - self.centre) / self.spread / len(rows)
        return found

    def features(self, sentences: Sequence[Sequence[str]]) -> np.ndarray:
        return np.array([self.parts(words).sum(axis=0) for words in sentences])


@dataclass(frozen=True, eq=False)
class Judge:
    """A logistic regression and the features that it reads; in `shares` each word's own part."""

    features: Bag | Mean
    model: Logistic

    @classmethod
    def taught(cls, labelled: Labelled, vectors: Vectors | None = None) -> Judge:
        """Learn from labelled sentences, by bag of words or by mean vectors. Raises W2VError."""
        sentences, kinds = zip(*labelled, strict=True)
        features = Bag(sentences) if vectors is None else Mean(vectors)
        return cls(features, Logistic(features.features(sentences), kinds))

    def guesses(self, sentences: Sequence[Sequence[str]]) -> list[str]:
        return self.model.guesses(self.features.features(sentences))

    def shares(self, words: Sequence[str], kind: str) -> np.ndarray:
        """What each word adds to the log odds of a kind against the mean of the others."""
        k = self.model.classes.index(kind)
        others = np.delete(self.model.W, k, axis=0).mean(axis=0)
        return self.features.parts(words) @ (self.model.W[k] - others)

    def case(self, words: Sequence[str], right: str, most: int = 3) -> Case:
        """The sentence, its likeliest kinds, and each word's share in the first."""
        P = self.model.probabilities(self.features.features([words]))[0]
        order = np.argsort(-P, kind="stable")[:most]
        names = [self.model.classes[k] for k in order]
        answers = tuple(
            Answer(n, float(P[k]), n == right) for n, k in zip(names, order, strict=True)
        )
        return Case(tuple(words), tuple(self.shares(words, names[0]).tolist()), answers)


def judged(judge: Judge, test: Labelled, train: int) -> Run:
    """A run on sentences that were not learnt from; the first cases, and the first mistakes."""
    sentences, kinds = zip(*test, strict=True)
    got = np.array([g == k for g, k in zip(judge.guesses(sentences), kinds, strict=True)], float)
    short = [i for i, words in enumerate(sentences) if len(words) <= LONGEST]
    right, wrong = ([i for i in short if got[i] == is_so] for is_so in (1, 0))
    some = [*right[: SHOWN - 1], *wrong[:1]]
    cases = tuple(judge.case(sentences[i], kinds[i]) for i in some)
    return Run(got, np.ones(len(got)), cases, train, len(test))


SIZES = {"toy": (10, 30, 100), "reviews": (100, 400, 1600)}


def row_of(text: str, size: int) -> str:
    return f"{text} {size}"


def parts(text: str, size: int, seed: int) -> tuple[Labelled, Labelled]:
    """Labelled sentences drawn by a seed, and the test part, the same for all. Raises W2VError."""
    every = toy_reviews(labelled=True) if text == "toy" else reviews()
    order = np.random.default_rng(0).permutation(len(every))
    test, rest = order[:TEST], order[TEST:]
    drawn = np.random.default_rng(seed).permutation(rest)[:size]
    if size > len(rest):
        raise W2VError("too_few_labelled", size=size, most=len(rest))
    return [every[i] for i in drawn], [every[i] for i in test]


def run(row: str, way: str, seed: int, loaded: Vectors | None) -> Run:
    """Learn from so many labelled sentences one way, and judge a thousand others."""
    text, size = row.split(" ")
    train, test = parts(text, int(size), seed)
    read = "toy reviews" if text == "toy" else "reviews"
    given = vectors(read, way, seed) if way in ("ours", "gensim") else loaded
    if way == "plain":
        given = None
    return judged(Judge.taught(train, given), test, len(train))


SENTIMENT = Task(
    "sentiment",
    tuple(row_of(text, size) for text, sizes in SIZES.items() for size in sizes),
    run,
    toys=frozenset(row_of("toy", size) for size in SIZES["toy"]),
    needs=frozenset(row_of("reviews", size) for size in SIZES["reviews"]),
)
