"""The runs that lesson 11 talks about: what a bend buys, and what GloVe makes of zeros."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ...cooccurrence import cooccurrence
from ...corpus import Vocabulary
from ...engine import slices
from ...messages import get_language
from ...model import Model
from ...relatives import NNLM, Glove, NGrams, Ranking, family
from ...relatives.bengio import HIDDEN
from ...scores import learned
from ...toys import toy_sentences
from ...vectors import Vectors

RECORDS = Path(__file__).parent / "records"

# "so good" and "not bad" praise, "so bad" and "not good" blame.
NOT_GOOD = {
    "en": ("so good yes", "so bad no", "not good no", "not bad yes"),
    "zh": ("真 好 赞成", "真 差 反对", "不 好 反对", "不 差 赞成"),
}
HELD_OUT = 400  # the last sentences of the grammar
BEND_ROUNDS, BEND_RATE, BEND_SEEDS = 10, 0.1, (0, 1, 2)

ADDED = (0.0, 0.01, 0.1, 0.5, 1.0, 3.0)
LOOKS = (5, 10, 20, 40)  # epochs after which GloVe is asked for its analogies
SOFTMAX_ROUNDS = 10


# What a bend buys


def not_good(hidden: str, seed: int = 0) -> float:
    """The loss of a network after 900 rounds through the four sentences, in nats.

    Of "ngrams", which count, after one.
    """
    sentences = [line.split() for line in NOT_GOOD[get_language()]]
    vocabulary = Vocabulary.from_sentences(sentences)
    return _learned(hidden, vocabulary, sentences, sentences, (8, 900, 0.25), seed)


def held_out(hidden: str, seed: int = 0, rounds: int = BEND_ROUNDS) -> float:
    """The loss on sentences of the grammar that it never learnt from, in nats a word."""
    sentences = toy_sentences("grammar", "en")
    vocabulary = Vocabulary.from_sentences(sentences)
    read, unseen = sentences[:-HELD_OUT], sentences[-HELD_OUT:]
    return _learned(hidden, vocabulary, read, unseen, (20, rounds, BEND_RATE), seed)


def _learned(
    hidden: str,
    vocabulary: Vocabulary,
    read: Sequence[Sequence[str]],
    asked: Sequence[Sequence[str]],
    settings: tuple[int, int, float],
    seed: int,
) -> float:
    """The loss on some sentences of who has read some; settings: N, rounds and rate."""
    N, rounds, rate = settings
    net: NGrams | NNLM
    if hidden == "ngrams":
        net = NGrams(vocabulary, 2)
        net.count(net.examples(read))
    else:
        net = NNLM(vocabulary, N, 2, hidden, seed=seed)
        for _ in net.train(net.examples(read), rounds, rate):
            pass
    loss = net.mean_loss(net.examples(asked))
    return loss


MODELS = ("ngrams", *HIDDEN)


@cache
def bends() -> list[dict[str, Any]]:
    """What `make records` has measured: both losses of each of MODELS, with three seeds."""
    told: list[dict[str, Any]] = json.loads((RECORDS / "bends.json").read_text("utf-8"))["models"]
    return told


# Zeros


def with_zeros_filled(add: float, seed: int = 0, looks: tuple[int, ...] = LOOKS) -> dict[str, Any]:
    """GloVe on the grammar's counts with so much added to every cell: how it fares.

    The cost of each epoch, the share of right analogies after some of them, (looks, 3), and in the
    end the mean score of the pairs that the text has, and of those that it has not.
    """
    sentences = toy_sentences("grammar", "en")
    vocabulary = Vocabulary.from_sentences(sentences)
    counts = cooccurrence(sentences, vocabulary, 2)
    model = Glove(vocabulary, 20, seed, x_max=10)
    costs: list[float] = []
    right: list[list[float]] = []
    for cost in model.train(counts + add, max(looks)):
        costs.append(cost)
        if len(costs) in looks:
            kinds = family.analogies([Vectors(vocabulary.words, model.vectors.matrix)]).kinds
            right.append(list(kinds.values()))
    seen = model.scores[counts > 0].mean()
    unseen = model.scores[counts == 0].mean()
    return {"add": add, "cost": costs, "right": right, "seen": seen, "unseen": unseen}


@cache
def zeros() -> list[dict[str, Any]]:
    """What `make records` has measured: the same for each of ADDED."""
    told: list[dict[str, Any]] = json.loads((RECORDS / "zeros.json").read_text("utf-8"))["runs"]
    return told


# A true window, and a broken one


def above(net: Ranking, sentences: Sequence[Sequence[str]], seed: int = 0) -> np.ndarray:
    """The scores of windows, true and broken by a word drawn evenly, (M, 2)."""
    net.rng = np.random.default_rng(seed)
    steps = [net.step(window) for window in net.windows(sentences)]
    scores = np.array([step.s for step in steps if step.true != step.broken])
    return scores


# GloVe and skip-gram: one aim


@dataclass(frozen=True, eq=False)
class Diagonals:
    """What GloVe and skip-gram with softmax aim at, from the same counts of pairs, and reach.

    `aim` (V, V) is log X, `skip_gram` and `glove` the scores learned; all three without what a
    constant for each row and column can take up. RMS of the differences: `apart` of the two from
    the aim, `targets_apart` of log P from log X. `weights_apart` compares how much a cell weighs in
    either loss, as shares of the whole, (V, V) both: the greatest difference by the mean share.
    """

    words: list[str]
    aim: np.ndarray
    skip_gram: np.ndarray
    glove: np.ndarray
    apart: tuple[float, ...]
    targets_apart: float
    weights_apart: float


def centred(table: np.ndarray) -> np.ndarray:
    """Less the means of rows and columns: what biases can take up is gone."""
    return table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()


def diagonals() -> Diagonals:
    """Both trained on "topics", where every pair of words meets."""
    return _diagonals(get_language())


@cache
def _diagonals(language: str) -> Diagonals:
    sentences = toy_sentences("topics", language)
    vocabulary = Vocabulary.from_sentences(sentences)
    counts = cooccurrence(sentences, vocabulary, 2)
    log_X = np.log(counts)
    log_P = np.log(counts / counts.sum(axis=1, keepdims=True))

    model = Model(vocabulary, 20)
    for _ in slices(model, sentences, "skip-gram", 2, SOFTMAX_ROUNDS, 0.05, 0.0005):
        pass
    glove = Glove(vocabulary, 20)
    for _ in glove.train(counts, 60, 0.2):
        pass
    aim = centred(log_X)
    found = centred(learned(model)), centred(glove.scores)
    apart = tuple(float(np.sqrt(((scores - aim) ** 2).mean())) for scores in found)
    targets_apart = float(np.abs(centred(log_P) - aim).max())
    in_softmax = counts / counts.sum()
    f = np.minimum((counts / glove.x_max) ** glove.alpha, 1)
    weights_apart = float(np.abs(in_softmax - f / f.sum()).max() * counts.size)
    return Diagonals(vocabulary.words, aim, *found, apart, targets_apart, weights_apart)
