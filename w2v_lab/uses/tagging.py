"""Tags: where words begin and end, what part of speech they are, which of them are names.

A linear classifier reads a window of five places: which word stands at each (`plain`), or that and
the vectors of the words. The LSTM of `relatives.lstm` reads the whole sentence, from vectors that
start at random (`plain`) or as they were learnt. Chinese is cut into words by tagging characters
(Xue 2003): B begins a word, M is within, E ends it, S is a word alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..corpus import Vocabulary
from ..messages import W2VError
from ..relatives import Tagger
from ..toys import toy_sentences
from ..vectors import Vectors
from .logistic import Logistic
from .task import Case, Run, Task
from .texts import newspaper, vectors
from .toy_texts import roles

Tagged = Sequence[tuple[tuple[str, ...], tuple[str, ...]]]  # words, tags
REACH = 2  # places to each side that the window shows
TEST = 200  # sentences
NAMES = {"nr": "person", "ns": "place", "nt": "organisation"}
HIDDEN, EPOCHS, RATE = 20, 10, 0.2  # of the LSTM
TOYS = ("roles", "cut")
READ = {"roles": "toy reviews", "cut": "toy letters", "letters": "newspaper letters"}
BEYOND = ""  # before the first word and after the last


def bmes(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A sentence as characters, and for each where it stands in its word."""
    tags = "".join("S" if len(w) == 1 else f"B{'M' * (len(w) - 2)}E" for w in words)
    return tuple("".join(words)), tuple(tags)


def spans(tags: Sequence[str]) -> set[tuple[int, int]]:
    """The words that tags cut out, from where to where; a word ends with E, S, or before B or S."""
    found, start = set(), 0
    for at, tag in enumerate(tags):
        if tag in "BS" and at > start:
            found.add((start, at))
            start = at
        if tag in "ES":
            found.add((start, at + 1))
            start = at + 1
    return found | ({(start, len(tags))} if start < len(tags) else set())


def labelled(kind: str) -> Tagged:
    """Sentences with a tag for each word or character. Raises W2VError."""
    if kind == "roles":
        return roles()
    if kind == "cut":
        return [bmes(words) for words in toy_sentences("grammar")]
    if kind == "letters":
        return [bmes(words) for words in newspaper()]
    pairs = [[word.rpartition("/")[::2] for word in words] for words in newspaper(tagged=True)]
    read = (lambda tag: NAMES.get(tag, "–")) if kind == "names" else (lambda tag: tag[0].lower())
    return [
        (tuple(w for w, _ in each), tuple(read(t.rstrip("]")) for _, t in each)) for each in pairs
    ]


class Windows:
    """Each word with its neighbours as numbers: which word stands where, and the vectors of all."""

    def __init__(self, sentences: Sequence[Sequence[str]], vectors: Vectors | None) -> None:
        words = [word for sentence in sentences for word in sentence]
        self.index = {word: i for i, word in enumerate([BEYOND, *dict.fromkeys(words)])}
        self.vectors = vectors
        self.places = 2 * REACH + 1

    def around(self, words: Sequence[str]) -> list[list[str]]:
        """The window of each word."""
        padded = [BEYOND] * REACH + list(words) + [BEYOND] * REACH
        return [padded[at : at + self.places] for at in range(len(words))]

    def columns(self, words: Sequence[str]) -> list[list[int]]:
        """For each word the columns that are 1: one for each place whose word is known."""
        size = len(self.index)
        return [
            [k * size + self.index[w] for k, w in enumerate(window) if w in self.index]
            for window in self.around(words)
        ]

    def dense(self, words: Sequence[str]) -> np.ndarray:
        """The vectors of the window, one beside the other, (words, places · N); 0 for no word."""
        assert self.vectors is not None
        matrix, index = self.vectors.matrix, self.vectors.index
        scale = matrix.std() + 1e-9
        found = np.zeros((len(words), self.places, matrix.shape[1]), dtype=np.float32)
        for row, window in zip(found, self.around(words), strict=True):
            for k, word in enumerate(window):
                if word in index:
                    row[k] = matrix[index[word]] / scale
        return found.reshape(len(words), -1)

    def table(self, sentences: Sequence[Sequence[str]]) -> np.ndarray:
        """Both together as one matrix, for few different words."""
        columns = [each for words in sentences for each in self.columns(words)]
        found = np.zeros((len(columns), self.places * len(self.index)), dtype=np.float32)
        for row, places in zip(found, columns, strict=True):
            row[places] = 1
        if self.vectors is None:
            return found
        return np.hstack([found, *[np.vstack([self.dense(words) for words in sentences])]])

    def sparse(self, sentences: Sequence[Sequence[str]]) -> Any:
        """The same where there are thousands, as scipy holds it."""
        from scipy.sparse import csr_matrix, hstack

        columns = [each for words in sentences for each in self.columns(words)]
        ends = np.cumsum([0, *map(len, columns)])
        flat = np.array([c for each in columns for c in each])
        shape = (len(columns), self.places * len(self.index))
        found = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, ends), shape=shape)
        if self.vectors is None:
            return found
        return hstack(
            [found, csr_matrix(np.vstack([self.dense(words) for words in sentences]))], "csr"
        )


def by_window(
    train: Tagged, given: Vectors | None, svm: bool
) -> Callable[[Sequence[Any]], list[str]]:
    """Learn tags from windows by logistic regression, or by scikit-learn's linear SVM."""
    read = Windows([words for words, _ in train], given)
    tags = [tag for _, each in train for tag in each]
    sentences = [words for words, _ in train]
    if not svm:
        model = Logistic(read.table(sentences), tags)
        return lambda test: model.guesses(read.table(test))
    try:
        from sklearn.svm import LinearSVC
    except ImportError:
        raise W2VError("program_missing", package="scikit-learn") from None
    machine = LinearSVC(C=0.1, tol=0.01, random_state=0).fit(read.sparse(sentences), tags)
    return lambda test: [str(tag) for tag in machine.predict(read.sparse(test))]


def by_lstm(
    train: Tagged, given: Vectors | None, seed: int
) -> Callable[[Sequence[Any]], list[str]]:
    """Learn tags by an LSTM in each direction, its vectors from U(±1) or as given."""
    words = Vocabulary.from_sentences([words for words, _ in train])
    if given is not None:  # it may know more words than those that are tagged
        words = Vocabulary(given.words, [1] * len(given.words))
        given = Vectors(given.words, given.matrix / (given.matrix.std() + 1e-9) / np.sqrt(3))
    tags = sorted({tag for _, each in train for tag in each})
    tagger = Tagger(words, tags, 20, HIDDEN, seed, vectors=given)
    for _ in tagger.train([tagger.example(*each) for each in train], EPOCHS, RATE):
        pass
    return lambda test: [tag for sentence in test for tag in tagger.tag(sentence)]


ROWS = (
    "roles linear 10",
    "roles linear 100",
    "roles lstm 10",
    "cut linear 20",
    "letters linear 100",
    "speech linear 50",
    "names linear 100",
)


def run(row: str, way: str, seed: int, loaded: Vectors | None) -> Run:
    """Learn from so many tagged sentences, and tag two hundred others."""
    kind, model, size = row.split(" ")
    every = labelled(kind)
    order = np.random.default_rng(0).permutation(len(every))
    test = [every[i] for i in order[:TEST]]
    drawn = np.random.default_rng(seed).permutation(order[TEST:])[: int(size)]
    train = [every[i] for i in drawn]
    text = READ.get(kind, "newspaper")
    given = vectors(text, way, seed) if way in ("ours", "gensim") else loaded
    if way == "plain":
        given = None
    if model == "lstm":
        guess = by_lstm(train, given, seed)
    else:
        guess = by_window(train, given, svm=kind not in TOYS)
    return _compared(kind, test, guess([words for words, _ in test]), len(train))


def _compared(kind: str, test: Tagged, flat: list[str], train: int) -> Run:
    """Sentence by sentence what was got; F1 of the words cut out, or of the names, where asked."""
    got, of, start = [], [], 0
    cases: list[Case] = []
    true: set[tuple[int, Any]]
    told: set[tuple[int, Any]]
    for words, tags in test:
        guess = tuple(flat[start : start + len(words)])
        start += len(words)
        if kind in ("cut", "letters"):
            true, told = spans(tags), spans(guess)
        elif kind == "names":
            true, told = (
                {(i, t) for i, t in enumerate(each) if t != "–"} for each in (tags, guess)
            )
        else:
            true, told = set(enumerate(tags)), set(enumerate(guess))
        got.append(2 * len(true & told))
        of.append(len(true) + len(told))
        if guess != tags and len(words) <= 24 and len(cases) < 3:
            cases.append(Case(words, (), (), tuple(zip(tags, guess, strict=True))))
    return Run(np.array(got, float), np.array(of, float), tuple(cases), train, len(test))


def confused(cases: Sequence[Case]) -> list[tuple[str, str, int]]:
    """Which tag was taken for which, how often, most often first."""
    wrong = Counter(pair for case in cases for pair in case.tags if pair[0] != pair[1])
    return [(right, guess, count) for (right, guess), count in wrong.most_common()]


TAGGING = Task(
    "tagging",
    ROWS,
    run,
    measure="F1",
    toys=frozenset(row for row in ROWS if row.split(" ")[0] in TOYS),
    needs=frozenset(row for row in ROWS if row.split(" ")[0] not in TOYS),
)
