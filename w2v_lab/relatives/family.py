"""The family at one table: every relative on the same two texts, with the same dimensions.

A grammar that the lab wrote, on which analogies must work, and descriptions of diseases, which
nobody wrote for it. What a table shows was measured by `make records`; each of its numbers comes
from a function here, with which it can be measured again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..cooccurrence import cooccurrence, ppmi
from ..corpora import biomedical_set, icd
from ..corpus import Vocabulary
from ..engine import fit
from ..evaluation import Evaluation, evaluate
from ..examples import Example
from ..messages import choice
from ..model import Model
from ..toys import toy_analogies, toy_sentences
from ..vectors import Vectors
from .attention import Cloze
from .bengio import NNLM
from .collobert import Ranking
from .counting import ppmi_svd
from .fitting import drained, vocabulary_of
from .global_vectors import glove
from .net import Net, Rows
from .subword import Subwords, SubwordVectors, subword_model, subwords

N = 20  # dimensions
WINDOW = {"grammar": 5, "icd": 5}
ORDERED = 2  # the window of those that look at each place by itself
MIN_COUNT = {"grammar": 1, "icd": 10}
EVERY = 6  # sentences of ICD that one is taken of
SEEDS = (0, 1, 2)
NEGATIVE = 5
SMALL = 0.1  # of the start that networks have
TOPN = 10  # neighbours
WORDS = ("kidney", "femur", "fever", "heart", "malignant", "left", "hepatitis", "tobacco")
TYPED = {
    "pneumona": "pneumonia",
    "hypertenson": "hypertension",
    "diabets": "diabetes",
    "hepatits": "hepatitis",
    "siezures": "seizures",
    "fracutre": "fracture",
    "kidny": "kidney",
    "hert": "heart",
}
RECORD = Path(__file__).parent.parent / "lessons" / "l11" / "records" / "family.json"

Text = list[list[str]]
Made = Callable[[Text, str, int, int], Vectors]


# Rounds and learning rates, chosen on the grammar. On ICD the slow ones get few of them.
ROUNDS: dict[str, dict[str, tuple[int, float]]] = {
    "bengio": {"grammar": (15, 0.1), "icd": (2, 0.1)},
    "ranking": {"grammar": (10, 0.1), "icd": (3, 0.05)},
    "skip_gram": {"grammar": (20, 0.05), "icd": (20, 0.05)},
    "cbow": {"grammar": (20, 0.2), "icd": (20, 0.2)},
    "subwords": {"grammar": (10, 0.05), "icd": (2, 0.05)},
    "cloze": {"grammar": (8, 0.2), "icd": (1, 0.1)},
}
HURRIED = tuple(name for name, of in ROUNDS.items() if of["icd"][0] < of["grammar"][0])
LONGER = 4  # times as many, to see what the hurried ones would make of them

# How each makes vectors of a text: grammar or icd, with a seed, and the rounds times `more`.


def _quiet(_: object) -> None:
    """A run that tells nothing."""


def _bengio(text: Text, name: str, seed: int, more: int = 1) -> Vectors:
    at_hand, vocabulary = vocabulary_of(text, MIN_COUNT[name])
    net = NNLM(vocabulary, N, ORDERED, seed=seed)
    return _of_net(net, net.examples(at_hand), _rounds("bengio", name, more))


def _ranking(text: Text, name: str, seed: int, more: int = 1) -> Vectors:
    at_hand, vocabulary = vocabulary_of(text, MIN_COUNT[name])
    net = Ranking(vocabulary, N, ORDERED, seed=seed)
    return _of_net(net, net.windows(at_hand), _rounds("ranking", name, more))


def _cloze(text: Text, name: str, seed: int, more: int = 1) -> Vectors:
    at_hand, vocabulary = vocabulary_of(text, MIN_COUNT[name])
    net = Cloze(vocabulary, N, ORDERED, seed)
    return _of_net(net, net.gaps(at_hand), _rounds("cloze", name, more))


def _of_net(net: Net, examples: Iterable[Any], rounds: tuple[int, float]) -> Vectors:
    """From a small start: chance of the size of what is learned would hide it."""
    net.weights["W_in"] *= SMALL
    drained(net.train(examples, *rounds))
    return net.vectors


def _ppmi(text: Text, name: str, seed: int, more: int = 1) -> Vectors:
    """The rows of PPMI themselves, V dimensions."""
    at_hand, vocabulary = vocabulary_of(text, MIN_COUNT[name])
    return Vectors(vocabulary.words, ppmi(cooccurrence(at_hand, vocabulary, WINDOW[name])))


def _ppmi_svd(text: Text, name: str, seed: int, more: int = 1) -> Vectors:
    return ppmi_svd(text, N, WINDOW[name], MIN_COUNT[name], seed)


def _skip_gram(text: Text, name: str, seed: int, more: int = 1) -> Vectors:
    return _word2vec(text, name, seed, "skip-gram", _rounds("skip_gram", name, more))


def _cbow(text: Text, name: str, seed: int, more: int = 1) -> Vectors:
    return _word2vec(text, name, seed, "cbow", _rounds("cbow", name, more))


def _word2vec(
    text: Text, name: str, seed: int, architecture: str, rounds: tuple[int, float]
) -> Vectors:
    epochs, rate = rounds
    return fit(
        text,
        N,
        WINDOW[name],
        MIN_COUNT[name],
        NEGATIVE,
        0,
        epochs,
        rate,
        seed,
        architecture,
        watch=_quiet,
    )


def _glove(text: Text, name: str, seed: int, more: int = 1) -> Vectors:
    window, least = WINDOW[name], MIN_COUNT[name]
    return glove(text, N, window, least, 50 * more, seed=seed, x_max=10, by_distance=False)


def _subwords(text: Text, name: str, seed: int, more: int = 1) -> Vectors:
    epochs, rate = _rounds("subwords", name, more)
    return subwords(text, N, WINDOW[name], MIN_COUNT[name], NEGATIVE, 0, epochs, rate, seed)


def _rounds(method: str, name: str, more: int) -> tuple[int, float]:
    """Epochs and learning rate."""
    epochs, rate = ROUNDS[method][name]
    return epochs * more, rate


@dataclass(frozen=True)
class Member:
    """One of the family: the year of its paper, and how it makes vectors, if it makes any."""

    year: int
    made: Made | None = None


MEMBERS: dict[str, Member] = {
    "ngrams": Member(1948),
    "ppmi": Member(1990, _ppmi),
    "ppmi_svd": Member(1990, _ppmi_svd),
    "bengio": Member(2003, _bengio),
    "ranking": Member(2008, _ranking),
    "skip_gram": Member(2013, _skip_gram),
    "cbow": Member(2013, _cbow),
    "glove": Member(2014, _glove),
    "subwords": Member(2017, _subwords),
    "cloze": Member(2019, _cloze),
}
WITH_VECTORS = tuple(name for name, member in MEMBERS.items() if member.made)


def text(name: str, language: str = "en") -> Text:
    """The text of that name, "grammar" in a language, or every sixth sentence of "icd".

    Raises W2VError.
    """
    if choice("name", name, MIN_COUNT) == "grammar":
        return toy_sentences("grammar", language)
    return [words for number, words in enumerate(icd()) if number % EVERY == 0]


def trained(method: str, name: str, seed: int = 0, language: str = "en", more: int = 1) -> Vectors:
    """The vectors that a relative makes of a text, in `more` times its rounds. Raises W2VError."""
    made = MEMBERS[choice("method", method, WITH_VECTORS)].made
    assert made
    return made(text(name, language), name, seed, more)


def analogies(runs: Sequence[Vectors], language: str = "en") -> Evaluation:
    """The share of the grammar's questions that are answered rightly. Raises W2VError."""
    return evaluate(list(runs), toy_analogies("grammar", language))


def siblings(runs: Sequence[Vectors]) -> Evaluation:
    """How near stand two words in which neighbours in the classification differ? The mean 1/rank.

    For renal and hepatic, for instance; over all pairs that the vectors know. Raises W2VError.
    """
    return evaluate(list(runs), biomedical_set("siblings"))


def near(vectors: Vectors, word: str) -> list[str]:
    """The ten nearest words."""
    return [other for other, _ in vectors.most_similar(word, TOPN)]


def shared(one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> float:
    """What share of their lists of neighbours two runs have in common, on average over words."""
    parts = [len(set(a) & set(b)) / len(a) for a, b in zip(one, other, strict=True)]
    return float(np.mean(parts))


def typing_errors(runs: Sequence[SubwordVectors]) -> list[dict[str, Any]]:
    """Which rank has the word that was meant among the neighbours of one typed wrongly?"""
    found = []
    for typed, meant in TYPED.items():
        lists = [[word for word, _ in run.similar_to(typed, len(run.words))] for run in runs]
        ranks = [1 + near_it.index(meant) for near_it in lists]
        found.append({"typed": typed, "meant": meant, "ranks": ranks, "nearest": lists[0][0]})
    return found


# What one example of each touches


def moved(method: str, vocabulary: Vocabulary) -> dict[str, tuple[int, int]]:
    """Which weights one example moves: for each matrix the rows, and how many numbers.

    A matter of V and N, not of what was learned: measured on the record of one step. Counting
    moves nothing. Raises W2VError.
    """
    choice("method", method, MEMBERS)
    words = list(range(min(len(vocabulary), 2 * WINDOW["icd"] + 1)))
    middle = len(words) // 2
    if method == "bengio":
        example = Example(tuple(words[:ORDERED]), (words[middle],))
        return _of_slopes(NNLM(vocabulary, N, ORDERED).step(example).slopes)
    if method == "ranking":
        window = words[: 2 * ORDERED + 1]
        step = Ranking(vocabulary, N, ORDERED).step(window, instead=words[-1])
        return _of_slopes(step.slopes)
    if method == "cloze":
        net = Cloze(vocabulary, N, ORDERED)
        sentence = [vocabulary.words[i] for i in words[: 2 * ORDERED + 1]]
        gap = list(net.gaps([sentence]))[ORDERED]
        return _of_slopes(net.step(gap).slopes)
    if method == "glove":
        return {"W": (1, N), "W_tilde": (1, N), "b": (1, 1), "b_tilde": (1, 1)}
    if method in ("skip_gram", "cbow", "subwords"):
        return _of_update(method, vocabulary, words, middle)
    return {}


def _of_slopes(slopes: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """A word's row counts once, however often it occurs."""
    found = {}
    for name, slope in slopes.items():
        rows = len(set(slope.rows)) if isinstance(slope, Rows) else len(slope)
        found[name] = (rows, rows * int(np.prod(slope.shape[1:])))
    return found


def _of_update(
    method: str, vocabulary: Vocabulary, words: list[int], middle: int
) -> dict[str, tuple[int, int]]:
    around = tuple(word for word in words if word != middle)
    if method == "subwords":
        parts = Subwords(vocabulary)
        model = subword_model(parts, N, NEGATIVE)
        given = tuple(parts.rows(vocabulary.words[middle]))
    else:
        model = Model(vocabulary, N, "negative-sampling", NEGATIVE)
        given = around if method == "cbow" else (middle,)
    target = middle if method == "cbow" else around[0]
    others = [word for word in words if word != target][:NEGATIVE]
    step = model.step(Example(given, (target,)), [others])
    rows = {"W_in": len(set(given)), "W_out": len(set(step.rows[0].tolist()))}
    return {name: (count, count * N) for name, count in rows.items()}


# The record


@dataclass(frozen=True, eq=False)
class Told:
    """What was measured of one method.

    `grammar` by language, and `icd`: the scores, None where it makes no vectors. `near` holds the
    neighbours of each word of ICD with the first seed, `moved` which weights an example moves.
    `rounds` is how often a hurried one read ICD, `longer` its score there, with the first seed, in
    LONGER times as many.
    """

    grammar: dict[str, Evaluation | None]
    icd: Evaluation | None
    near: dict[str, list[str]]
    moved: dict[str, tuple[int, int]]
    rounds: int | None = None
    longer: float | None = None

    @property
    def least(self) -> bool:
        """Whether the score on ICD is a lower bound: more rounds lift it out of its interval."""
        return bool(self.longer and self.icd and self.longer > self.icd.high)

    @property
    def rows(self) -> int:
        """Rows of word vectors that an example moves."""
        return sum(self.moved[name][0] for name in self.moved if name.startswith("W"))

    @property
    def numbers(self) -> int:
        """Numbers that an example moves, all matrices together."""
        numbers = sum(count for _, count in self.moved.values())
        return numbers


@dataclass(frozen=True, eq=False)
class Record:
    """What `make records` has measured: each method, and what every two of them share.

    `V` and `tokens` are those of the ICD text. `shared` (M, M) is the share of ten neighbours that
    two methods have in common, on average over `compared` words; its diagonal compares two seeds of
    one method. `typed` tells of each word typed wrongly the one that was meant, its rank among the
    neighbours, by seed, and the nearest word with the first seed.
    """

    told: dict[str, Told]
    shared: np.ndarray
    compared: int
    V: int
    tokens: int
    typed: list[dict[str, Any]]


@cache
def recorded() -> Record:
    """The record of lesson 11."""
    found = json.loads(RECORD.read_text(encoding="utf-8"))
    told = {
        name: Told(
            {language: _evaluation(score) for language, score in each["grammar"].items()},
            _evaluation(each["icd"]),
            each["near"],
            {part: (rows, count) for part, (rows, count) in each["moved"].items()},
            each.get("rounds"),
            each.get("longer"),
        )
        for name, each in found["methods"].items()
    }
    shared_by_two = np.array(found["shared"])
    rest = {name: found[name] for name in ("compared", "V", "tokens", "typed")}
    return Record(told, shared_by_two, **rest)


def _evaluation(told: dict[str, Any] | None) -> Evaluation | None:
    return Evaluation(**{**told, "scores": tuple(told["scores"])}) if told else None
