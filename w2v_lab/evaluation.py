"""How good vectors are: by ratings of people, by analogies, by pairs that belong together.

Every score comes with how much of the set the vectors knew and with an interval: from resampling
the questions with replacement (Efron 1979), and the runs, where several were trained with other
seeds. One run and one number say little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .explore import answered, right_answers, unit
from .messages import W2VError, message, whole
from .vectors import Vectors

BLOCK = 256  # questions at a time: a block of cosines fits into memory


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A score, 95 % of its resamples (`low` to `high`), and what it was measured on.

    `measure` is "spearman", "accuracy" or "reciprocal rank"; `scores` that of each run, `score`
    their mean; `found` of the `asked` questions had all their words. What an analogy score hides
    stands in `hidden`, see `analogies`, and the accuracy of each kind in `kinds`.
    """

    measure: str
    score: float
    low: float
    high: float
    found: int
    asked: int
    scores: tuple[float, ...]
    kinds: dict[str, float] = field(default_factory=dict)
    hidden: dict[str, float] = field(default_factory=dict)

    @property
    def interval(self) -> tuple[float, float]:
        """`low` and `high`."""
        return self.low, self.high

    @property
    def coverage(self) -> float:
        """The share of the questions that could be asked."""
        return self.found / self.asked

    def __repr__(self) -> str:
        numbers = {name: f"{getattr(self, name):.3f}" for name in ("score", "low", "high")}
        counts = {"found": self.found, "asked": self.asked, "runs": len(self.scores)}
        measure = message(f"evaluation.{self.measure.replace(' ', '_')}")
        return message("evaluation.told", measure=measure, **numbers, **counts)


def evaluate(
    vectors: Vectors | Sequence[Vectors],
    questions: Sequence[tuple] | Mapping[str, Sequence[tuple[str, str, str, str]]],
    *,
    against: Vectors | Sequence[Vectors] | None = None,
    leave_out: bool = True,
    resamples: int = 1_000,
    seed: int = 0,
) -> Evaluation:
    """Judge vectors, or the vectors of several runs, by one set of questions.

    (word, word, rating): Spearman's correlation of cosines and ratings. (a, b, c, d), also a dict
    of them by kind: the share of analogies answered with d; `leave_out=False` lets the answer be
    one of the three. (word, word), of which the first may be a phrase: the mean of 1/rank of the
    second among the neighbours of the first. Words are looked for as they are, then small.
    With `against`, the difference of the scores, on the questions that both can be asked and on the
    same resamples. Raises W2VError.
    """
    runs, others = _runs(vectors), _runs(against) if against is not None else []
    resamples = whole("resamples", resamples)
    kinds, asked = _flattened(questions)
    kept = [i for i, question in enumerate(asked) if _known(question, [*runs, *others])]
    if not kept:
        raise W2VError("nothing_asked", asked=len(asked))
    ask = [asked[i] for i in kept]
    width = len(ask[0])
    measure = {2: "reciprocal rank", 3: "spearman", 4: "accuracy"}[width]
    answers = [_answers(run, ask, leave_out) for run in [*runs, *others]]
    ratings = np.array([question[2] for question in ask]) if width == 3 else None
    scores = [_score(answer, ratings) for answer in answers]
    low, high = _interval(answers, ratings, len(runs), resamples, np.random.default_rng(seed))
    names = [kinds[i] for i in kept] if kinds else []
    return Evaluation(
        measure,
        _difference(scores, len(runs)),
        low,
        high,
        len(kept),
        len(asked),
        tuple(scores[: len(runs)]),
        _by_kind(answers[: len(runs)], names),
        analogies(runs[0], ask) if width == 4 else {},
    )


def scored(
    got: np.ndarray | Sequence[Sequence[float]],
    of: np.ndarray | None = None,
    measure: str = "accuracy",
    *,
    resamples: int = 1_000,
    seed: int = 0,
) -> Evaluation:
    """A score of one's own with its interval: what each of M cases `got` in each of S runs, (S, M).

    The score is the sum over the sum of what could be got, `of`, (M,) or (S, M); left out, that is
    1 a case. A score of groups, of the words of a sentence say, has the groups as its cases, for
    they are what one draws. Raises W2VError where there is nothing.
    """
    got = np.atleast_2d(np.asarray(got, dtype=float))
    if not got.size:
        raise W2VError("nothing_asked", asked=0)
    most = np.broadcast_to(1.0 if of is None else np.asarray(of, dtype=float), got.shape)
    S, M = got.shape
    runs = got.sum(axis=1) / most.sum(axis=1)
    rng, found = np.random.default_rng(seed), np.empty(whole("resamples", resamples))
    for i in range(len(found)):
        chosen = np.ix_(rng.integers(S, size=S), rng.integers(M, size=M))
        found[i] = (got[chosen].sum(axis=1) / most[chosen].sum(axis=1)).mean()
    low, high = np.quantile(found, [0.025, 0.975])
    return Evaluation(
        measure, float(runs.mean()), float(low), float(high), M, M, tuple(runs.tolist())
    )


# Questions


def _runs(vectors: Vectors | Sequence[Vectors]) -> list[Vectors]:
    runs = [vectors] if isinstance(vectors, Vectors) else list(vectors)
    if not runs or not all(isinstance(run, Vectors) for run in runs):
        raise W2VError("no_runs", got=type(vectors).__name__)
    return runs


def _flattened(questions: object) -> tuple[list[str], list[tuple]]:
    kinds: list[str] = []
    if isinstance(questions, Mapping):
        kinds = [kind for kind, asked in questions.items() for _ in asked]
        questions = [question for asked in questions.values() for question in asked]
    try:
        asked = [tuple(question) for question in questions]  # type: ignore[attr-defined]
    except TypeError:
        raise W2VError("no_questions", got=type(questions).__name__) from None
    if (
        not asked
        or len({len(question) for question in asked}) > 1
        or len(asked[0]) not in (2, 3, 4)
    ):
        raise W2VError("no_questions", got=asked[:1])
    if len(asked[0]) == 3 and not all(isinstance(question[2], int | float) for question in asked):
        raise W2VError("no_questions", got=asked[:1])
    return kinds, asked


def _words_of(question: tuple) -> list[str]:
    words = list(question[:2]) if len(question) == 3 else list(question)
    return [*words[0].split(), *words[1:]] if len(question) == 2 else words


def _known(question: tuple, runs: Sequence[Vectors]) -> bool:
    return all(_row(run, word) is not None for run in runs for word in _words_of(question))


def _row(vectors: Vectors, word: str) -> int | None:
    return vectors.index.get(word, vectors.index.get(word.lower()))


# Answers: one number a question


def _answers(vectors: Vectors, questions: Sequence[tuple], leave_out: bool) -> np.ndarray:
    rows = unit(vectors.matrix)
    if len(questions[0]) == 2:
        return _reciprocal_ranks(rows, vectors, questions)
    found = np.array([[_row(vectors, word) for word in _words_of(q)] for q in questions])
    if len(questions[0]) == 3:
        return np.einsum("ij,ij->i", rows[found[:, 0]], rows[found[:, 1]], dtype=np.float64)
    return right_answers(vectors.matrix, found, leave_out).astype(float)


def _reciprocal_ranks(rows: np.ndarray, vectors: Vectors, questions: Sequence[tuple]) -> np.ndarray:
    found = np.empty(len(questions))
    for i, (phrase, wanted) in enumerate(questions):
        given = np.array([_row(vectors, word) for word in phrase.split()])
        cosines = rows @ rows[given].mean(axis=0)
        target = int(vectors.index.get(wanted, vectors.index.get(wanted.lower(), -1)))
        cosines[given[given != target]] = -np.inf  # a word's nearest is itself
        found[i] = reciprocal_rank(cosines, target)
    return found


def reciprocal_rank(cosines: np.ndarray, target: int) -> float:
    """1 over the rank of one word by its cosine: 1 for the first, 1/2 for the second, and so on.

    Words with the very cosine of the target do not stand before it.
    """
    return float(1 / (1 + (cosines > cosines[target]).sum()))


def analogies(vectors: Vectors, questions: Sequence[tuple[str, str, str, str]]) -> dict[str, float]:
    """What the share of right analogies hides; all words must be known.

    "without leaving out": the share where the answer may be one of the three; "c itself": how often
    it is then c; "neighbour of c": the share that c's nearest word would answer, without a and b.
    """
    rows = unit(vectors.matrix)
    found = np.array([[_row(vectors, word) for word in question] for question in questions])
    free = answered(vectors.matrix, found, leave_out=False)
    alone = np.empty(len(found), dtype=int)
    for start in range(0, len(found), BLOCK):
        c = found[start : start + BLOCK, 2]
        cosines = rows[c] @ rows.T
        cosines[np.arange(len(c)), c] = -np.inf
        alone[start : start + BLOCK] = cosines.argmax(axis=1)
    return {
        "without leaving out": float((free == found[:, 3]).mean()),
        "c itself": float((free == found[:, 2]).mean()),
        "neighbour of c": float((alone == found[:, 3]).mean()),
    }


# Scores and intervals


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    """The correlation of two lists' ranks, -1 to 1; ties share the mean of their places.

    NaN where one of them is all alike (Spearman 1904).
    """
    first, second = (_ranks(values) - (len(values) - 1) / 2 for values in (one, other))
    spread = np.sqrt((first @ first) * (second @ second))
    return float(first @ second / spread) if spread else float("nan")


def _ranks(values: np.ndarray) -> np.ndarray:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count + 1) / 2)[place]


def _score(answers: np.ndarray, ratings: np.ndarray | None) -> float:
    return float(answers.mean()) if ratings is None else spearman(answers, ratings)


def _difference(scores: Sequence[float], runs: int) -> float:
    """The mean score of the first runs, less that of the others if there are any."""
    rest = scores[runs:]
    return float(np.mean(scores[:runs]) - (np.mean(rest) if len(rest) else 0))


def _interval(
    answers: Sequence[np.ndarray],
    ratings: np.ndarray | None,
    runs: int,
    resamples: int,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Where 95 % of the resamples fall: questions drawn anew, and runs within their group."""
    found = np.empty(resamples)
    size, others = len(answers[0]), len(answers) - runs
    for i in range(resamples):
        drawn = rng.integers(size, size=size)
        chosen = [*rng.integers(runs, size=runs)]
        if others:
            chosen += [*(runs + rng.integers(others, size=others))]
        rated = None if ratings is None else ratings[drawn]
        scored = {run: _score(answers[run][drawn], rated) for run in set(chosen)}
        found[i] = _difference([scored[run] for run in chosen], runs)
    with np.errstate(invalid="ignore"):
        low, high = np.nanquantile(found, [0.025, 0.975])
    return float(low), float(high)


def _by_kind(answers: Sequence[np.ndarray], names: Sequence[str]) -> dict[str, float]:
    kinds = np.array(names)
    mean = np.mean(answers, axis=0)
    return {kind: float(mean[kinds == kind].mean()) for kind in dict.fromkeys(names)}


@dataclass(frozen=True)
class Score:
    """How many of the questions that could be asked were answered rightly.

    `unknown` counts those with a word that has no vector: they were not asked.
    """

    right: int
    asked: int
    unknown: int = 0

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0 to 1; NaN where nothing could be asked."""
        return self.right / self.asked if self.asked else float("nan")


def scorecard(
    vectors: Vectors,
    questions: Mapping[str, Sequence[tuple[str, str, str, str]]],
    leave_out: bool = True,
) -> dict[str, Score]:
    """Ask analogies kind by kind: a question (a, b, c, d) is right where d is nearest to b - a + c.

    `leave_out=False` lets the answer be one of the question's own words: in real text it often is.
    """
    scores = {}
    for kind, asked in questions.items():
        known = [question for question in asked if all(word in vectors for word in question)]
        rows = [[vectors.id(word) for word in question] for question in known]
        right = right_answers(vectors.matrix, np.reshape(rows, (-1, 4)), leave_out)
        scores[kind] = Score(int(right.sum()), len(known), len(asked) - len(known))
    return scores
