"""Lesson 13: five functions, each checked; assembled they train, are walked, and are examined."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ...corpus import Vocabulary
from ...films import Film
from ...messages import W2VError, get_language, listed, message
from ...toys import toy_analogies, toy_sentences
from ...training import record
from ...vectors import Vectors
from ..check import Solution, Verdict, attempted
from . import parts as one
from .beside import Walk, walk
from .life import Life, life
from .own_model import OwnModel, Parts, pairs
from .shop import broken as broken
from .shop import repairs as repairs

EPOCHS, RATE, WINDOW, SIZE = 2, 0.1, 5, 16
MOMENTS = 100  # of the film: words begin to move after some thousand updates


def own_examples(yours: Solution) -> Verdict:
    """Check a function of a sentence of ids and a window that lists (centre, context) pairs."""
    return one.checked("examples", yours)


def own_scores(yours: Solution) -> Verdict:
    """Check a function of h, (N,), and rows W of W_out, (R, N), that returns u and y, (R,) each."""
    return one.checked("scores", yours)


def own_errors(yours: Solution) -> Verdict:
    """Check a function of y and t, (R,), and W, (R, N), that returns e, (R,), and EH, (N,)."""
    return one.checked("errors", yours)


def own_update(yours: Solution) -> Verdict:
    """Check a function that writes one update into W_in and W_out."""
    return one.checked("update", yours)


def own_noise(yours: Solution) -> Verdict:
    """Check a function of counts, (V,), that returns the noise distribution, (V,)."""
    return one.checked("noise", yours)


def assemble(
    examples: Callable[..., Any],
    scores: Callable[..., Any],
    errors: Callable[..., Any],
    update: Callable[..., Any],
    noise: Callable[..., Any],
) -> Parts:
    """The five functions as one word2vec; those that return None yet are lent by the library.

    Raises W2VError for what is not a function.
    """
    given = dict(zip(one.PARTS, (examples, scores, errors, update, noise), strict=True))
    for part, yours in given.items():
        if not callable(yours):
            raise W2VError("not_a_function", got=type(yours).__name__, exercise=f"own_{part}")
    return Parts.of(given)


def beside(parts: Parts) -> Walk:
    """Walk the learner's word2vec beside the library's, up to the first number that differs."""
    return walk(parts)


def own_film(parts: Parts) -> Film:
    """The learner's word2vec trained on our grammar: 2 rounds, 16 dimensions, for the player.

    Raises W2VError where one of the five functions stops.
    """
    return _lent_film(get_language()) if parts.all_lent else _filmed(parts)


@cache
def _lent_film(language: str) -> Film:
    """The library's own run, which a question asks about, too."""
    return _filmed(Parts.lent())


def _filmed(parts: Parts) -> Film:
    sentences = toy_sentences("grammar")
    vocabulary = Vocabulary.from_sentences(sentences)
    run = list(pairs(parts, [list(vocabulary.ids(words)) for words in sentences], WINDOW))
    model = OwnModel(vocabulary, parts, SIZE)
    return Film.of(record(model, run, EPOCHS, RATE, snapshots=MOMENTS))


def own_life(parts: Parts) -> Life:
    """The learner's word2vec trained on our four sentences, every update kept, for the player.

    Raises W2VError where one of the five functions stops.
    """
    return life(parts)


def own_analogies(film: Film) -> Verdict:
    """Examine a film of `own_film`: king − man + woman, and the other pairs of that kind."""
    model = film.model
    if not isinstance(model, OwnModel):
        raise W2VError("no_own_film", got=type(film).__name__)
    vectors = Vectors(model.vocabulary.words, model.W_in)
    asked = toy_analogies("grammar")["gender"]
    answers = [vectors.analogy(a, b, c, topn=1)[0][0] for a, b, c, _ in asked]
    right = sum(got == d for got, (_, _, _, d) in zip(answers, asked, strict=True))
    a, b, c, d = asked[0]
    told = {"a": a, "b": b, "c": c, "d": d, "got": answers[0], "right": right, "asked": len(asked)}
    found = walk(model.parts)
    lent = [message(f"l13.part_{part}") for part in one.PARTS if part not in model.parts.own]
    if lent:
        verdict = Verdict(False, message("l13.not_yet_own", lent=listed(lent)))
    elif found.part:
        verdict = Verdict(False, message("l13.differs_first", text=found.text))
    elif answers[0] == d:
        verdict = Verdict(True, message("l13.solved", **told))
    else:
        verdict = Verdict(False, message("l13.unsolved", **told))
    attempted("l13.own_analogies", verdict, "")
    return verdict
