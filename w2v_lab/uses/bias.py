"""What vectors carry along: the word-embedding association test, and what analogies leave out.

WEAT (Caliskan, Bryson and Narayanan 2017): how much nearer are the words X to A than to B, compared
with the words Y? The effect is a difference of means in units of the spread of all; the permutation
test asks how often words dealt out by chance would differ as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..cooccurrence import cooccurrence, ppmi
from ..corpus import Vocabulary
from ..evaluation import Evaluation
from ..explore import answered, unit
from ..messages import W2VError
from ..vectors import Vectors
from .task import Answer, Case, Run, Task
from .texts import TEXTS, settings, vectors
from .toy_texts import job_words

MOST_DEALT = 20_000  # ways of dealing out the words; beyond, as many are drawn


@dataclass(frozen=True)
class Weat:
    """`effect` from -2 to 2, and `p`: the share of ways to deal X and Y that differ as much."""

    effect: float
    p: float
    words: tuple[str, ...]
    associations: np.ndarray
    first: int


def weat(
    vectors: Vectors, X: Sequence[str], Y: Sequence[str], A: Sequence[str], B: Sequence[str]
) -> Weat:
    """Measure how much nearer X is to A, and Y to B; words without a vector are passed over.

    Raises W2VError where fewer than two of a list are known.
    """
    lists = [[word for word in words if word in vectors] for words in (X, Y, A, B)]
    if min(map(len, lists)) < 2:
        raise W2VError("too_few_known", known=min(map(len, lists)))
    x, y, a, b = (vectors.matrix[[vectors.index[word] for word in words]] for words in lists)
    s = associations(np.vstack([x, y]), a, b)
    p = permuted(s, len(x))
    return Weat(effect(s[: len(x)], s[len(x) :]), p, (*lists[0], *lists[1]), s, len(x))


def associations(rows: np.ndarray, A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """For each row its mean cosine with the rows of A less that with the rows of B."""
    words, a, b = (unit(np.asarray(each, dtype=float)) for each in (rows, A, B))
    s: np.ndarray = (words @ a.T).mean(axis=1) - (words @ b.T).mean(axis=1)
    return s


def effect(X: np.ndarray, Y: np.ndarray) -> float:
    """How far the mean of X lies above that of Y, in units of the spread of all; 0 without any."""
    spread = np.concatenate([X, Y]).std(ddof=1)
    return float((X.mean() - Y.mean()) / spread) if spread else 0.0


def permuted(s: np.ndarray, first: int, seed: int = 0) -> float:
    """The share of all ways to take so many for X whose mean is at least as great, the true one
    among them. Of very many ways some are drawn."""
    true = s[:first].sum() - 1e-12
    every = combinations(range(len(s)), first)
    ways = np.array([way for way, _ in zip(every, range(MOST_DEALT + 1), strict=False)])
    if len(ways) > MOST_DEALT:
        rng = np.random.default_rng(seed)
        ways = np.array([rng.permutation(len(s))[:first] for _ in range(MOST_DEALT)])
    return float((s[ways].sum(axis=1) >= true).mean())


@dataclass(frozen=True)
class Played:
    """a is to b as c is to …: the answer when a, b and c may not be it, and when they may."""

    question: tuple[str, str, str]
    without: str
    free: str


def played(vectors: Vectors, a: str, b: str, c: str) -> Played:
    """Play the analogy game both ways. Raises UnknownWordError."""
    ids = np.array([[vectors.id(word) for word in (a, b, c)]])
    left_out, free = (answered(vectors.matrix, ids, leave_out=out)[0] for out in (True, False))
    return Played((a, b, c), vectors.words[left_out], vectors.words[free])


# Words of the newspaper, set down before anything was measured: those that it has five times.
NEWSPAPER = {
    "first": ["经济", "企业", "公司", "技术", "管理", "会议"],
    "second": ["家庭", "孩子", "家", "家里", "生活"],
    "he": ["他", "男", "儿子", "先生"],
    "she": ["她", "女", "母亲", "女儿", "妻子", "女士"],
}
LEAST = 5
ROWS = ("toy", "newspaper")


def lists(row: str) -> list[list[str]]:
    """X, Y, A and B of a row: two kinds of work, or work and home; he and she."""
    names = ("first", "second", "he", "she")
    return [job_words(name) if row == "toy" else NEWSPAPER[name] for name in names]


def run(row: str, way: str, seed: int, loaded: Vectors | None) -> Run:
    """One WEAT: `got` holds each word's association, those of Y after those of X."""
    text = "toy jobs" if row == "toy" else "newspaper"
    if way == "plain":
        given = counted(text)
    else:
        given = loaded if way == "loaded" and loaded else vectors(text, way, seed)
    X, Y, A, B = lists(row)
    found = weat(given, X, Y, A, B)
    cases = [Case(found.words, tuple(found.associations.tolist()))]
    games = [
        played(given, A[1], x, B[1]) for x in X[:3] if all(w in given for w in (A[1], x, B[1]))
    ]
    for game in games:
        a, b, c = game.question
        answers = (Answer(game.without, 1, game.without == b), Answer(game.free, 0, game.free == b))
        cases.append(Case((a, b, c), (), answers))
    of = np.r_[np.ones(found.first), np.zeros(len(found.words) - found.first)]
    return Run(found.associations, of, tuple(cases), 0, len(found.words))


def counted(text: str) -> Vectors:
    """The rows of PPMI: what the counts themselves say, before any vector is learnt."""
    sentences = list(TEXTS[text]())
    vocabulary = Vocabulary.from_sentences(sentences, LEAST)
    return Vectors(
        vocabulary.words, ppmi(cooccurrence(sentences, vocabulary, settings(text)["window"]))
    )


def effects(runs: Sequence[Run], measure: str) -> Evaluation:
    """The mean effect; for the interval the words of X and of Y are drawn anew, and the runs."""
    rng = np.random.default_rng(0)

    X, Y = (np.flatnonzero(runs[0].of == side) for side in (1, 0))
    scores = [effect(run.got[X], run.got[Y]) for run in runs]
    drawn = [
        np.mean([
            effect(runs[i].got[rng.choice(X, len(X))], runs[i].got[rng.choice(Y, len(Y))])
            for i in rng.integers(len(runs), size=len(runs))
        ])
        for _ in range(1_000)
    ]  # fmt: skip
    low, high = np.quantile(drawn, [0.025, 0.975])
    words = len(runs[0].got)
    return Evaluation(
        measure, float(np.mean(scores)), float(low), float(high), words, words, tuple(scores)
    )


BIAS = Task(
    "bias",
    ROWS,
    run,
    measure="effect",
    toys=frozenset({"toy"}),
    needs=frozenset({"newspaper"}),
    alone=frozenset(ROWS),
    score=effects,
)
