"""The frame of The family: what each method asks, touches and scores, for one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ... import evaluation
from ...corpus import Vocabulary
from ...examples import examples
from ...relatives import NNLM, Cloze, NGrams, Ranking, Subwords
from ...relatives import family as relatives
from ...relatives.family import MEMBERS, WITH_VECTORS, WORDS, Record, Told
from ...toys import toy_sentences
from ..kit.scores import score_table
from ..kit.source import line_of
from ..kit.trace import Trace, relation

NAMES = tuple(MEMBERS)
KINDS = 3  # of the grammar's questions


def family(record: Record, language: str, hide: bool = False) -> Trace:
    """The whole table; with `hide` all but the scores, and what comes of them."""
    told = [record.told[name] for name in NAMES]
    parts = [list(each.moved) for each in told]
    facts: dict[str, Any] = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 2,
        "tinted": ["shared"],
        "whole": ["R", "M", "rows", "wide", "part"],
        "members": [
            {"name": name, "year": member.year, "parts": part, "asked": _asked(name, language)}
            | {"code": _code(name)}
            | ({} if hide else _hurried(record.told[name]))
            for (name, member), part in zip(MEMBERS.items(), parts, strict=True)
        ],
        "with_vectors": list(WITH_VECTORS),
        "V": record.V,
        "tokens": record.tokens,
        "N": relatives.N,
        "seeds": len(relatives.SEEDS),
        "hides": hide,
        "relations": _costs(),
    }
    arrays = _touched(told, parts)
    if hide:
        return Trace(facts, arrays)
    scores = score_table([[_grammar(each, language), each.icd] for each in told])
    kinds, by_kind = _kinds(told, language)
    facts |= {"kinds": kinds, "compared": record.compared, **_near(record)}
    facts["asked"] = [next((e.asked for e in column if e), 0) for column in _columns(told)]
    code = line_of(relatives.shared, "return")
    facts["relations"] |= {
        **scores.facts["relations"],
        "kind": relation("share", "given", index="ak", code=line_of(evaluation._by_kind, "return")),
        "shared": relation("share", "given", index="rc", code=code),
    }
    return Trace(facts, {**arrays, **scores.arrays, "kind": by_kind, "shared": record.shared})


def _hurried(told: Told) -> dict[str, Any]:
    """What a method that read ICD a few times only would score if it read on."""
    if told.rounds is None:
        return {}
    more = told.rounds * relatives.LONGER
    return {"rounds": told.rounds, "more": more, "longer": told.longer, "least": told.least}


def _grammar(told: Told, language: str) -> Any:
    """The words are other ones, their numbers the same, but for the letters of fastText."""
    return told.grammar.get(language, told.grammar["en"])


def _columns(told: list[Told]) -> tuple[list[Any], list[Any]]:
    return [_grammar(each, "en") for each in told], [each.icd for each in told]


def _kinds(told: list[Told], language: str) -> tuple[list[str], np.ndarray]:
    """The kinds of the grammar's questions, and the share of right answers to each, (M, K)."""
    cards = [_grammar(each, language) for each in told]
    kinds = next(list(card.kinds) for card in cards if card)
    rows = [list(card.kinds.values()) if card else [np.nan] * len(kinds) for card in cards]
    return kinds, np.array(rows)


def _near(record: Record) -> dict[str, Any]:
    """The words whose neighbours are told, and those neighbours by method, as numbers of words."""
    near = {name: record.told[name].near for name in WITH_VECTORS}
    words = sorted({other for lists in near.values() for each in lists.values() for other in each})
    number = {word: i for i, word in enumerate(words)}
    lists = {
        word: [[number[other] for other in near[name][word]] for name in WITH_VECTORS]
        for word in WORDS
    }
    return {"words": dict(enumerate(words)), "near": lists}


# What an example touches


def _touched(told: list[Told], parts: list[list[str]]) -> dict[str, np.ndarray]:
    most = max(map(len, parts))
    rows, wide = np.full((2, len(told), most), np.nan)
    for a, each in enumerate(told):
        for p, (count, numbers) in enumerate(each.moved.values()):
            rows[a, p], wide[a, p] = count, numbers / count
    return {
        "rows": rows,
        "wide": wide,
        "part": rows * wide,
        "R": np.array([float(each.rows) for each in told]),
        "M": np.array([float(each.numbers) for each in told]),
    }


def _costs() -> dict[str, Any]:
    code = line_of(relatives.Told.numbers.fget, "numbers")  # type: ignore[attr-defined]
    step = line_of(relatives._of_slopes, "found")
    return {
        "rows": relation("rows", "given", index="ap", code=step),
        "wide": relation("numbers", "given", index="ap", code=step),
        "part": relation("part", "product", ["rows[a,p]", "wide[a,p]"], "ap", code),
        "R": relation("rows", "sum", ["@words"], "a", code),
        "M": relation("moved", "sum", ["@parts"], "a", code),
    }


# The case behind a cell


def _code(name: str) -> dict[str, Any]:
    """The line that makes the vectors; for n-grams, the one that makes a probability."""
    made = MEMBERS[name].made
    return line_of(made, "return") if made else line_of(NGrams.probabilities, "P")


def _asked(name: str, language: str) -> dict[str, list[str]]:
    """The first example of a method in the grammar's first sentence: what is given, and asked."""
    sentences = toy_sentences("grammar", language)
    vocabulary = Vocabulary.from_sentences(sentences)
    given, asked = ASKED.get(name, _pair)(vocabulary, sentences[:1])
    return {"given": given, "asked": asked}


Asked = tuple[list[str], list[str]]
Text = list[list[str]]


def _pair(vocabulary: Vocabulary, text: Text, architecture: str = "skip-gram") -> Asked:
    pairs = architecture == "skip-gram"
    example = next(iter(examples(text, vocabulary, architecture, 2, pairs=pairs)))
    return _words(vocabulary, example.inputs), _words(vocabulary, example.targets)


def _cbow(vocabulary: Vocabulary, text: Text) -> Asked:
    return _pair(vocabulary, text, "cbow")


def _next(vocabulary: Vocabulary, text: Text) -> Asked:
    example = next(NNLM(vocabulary, 1).examples(text))
    return _words(vocabulary, example.inputs), _words(vocabulary, example.targets)


def _window(vocabulary: Vocabulary, text: Text) -> Asked:
    net = Ranking(vocabulary, 1, 1)
    step = net.step(list(net.windows(text))[1])
    return _words(vocabulary, step.true), _words(vocabulary, step.broken)


def _pieces(vocabulary: Vocabulary, text: Text) -> Asked:
    given, asked = _pair(vocabulary, text)
    return [piece for piece, _ in Subwords(vocabulary).pieces(given[0])], asked


def _gap(vocabulary: Vocabulary, text: Text) -> Asked:
    gap = list(Cloze(vocabulary, 1, 2).gaps(text))[1]
    given = [
        f"{word} ({place:+})"
        for word, place in zip(_words(vocabulary, gap.inputs), gap.places, strict=True)
    ]
    return given, _words(vocabulary, (gap.target,))


def _words(vocabulary: Vocabulary, ids: tuple[int, ...]) -> list[str]:
    return [vocabulary.words[i] for i in ids]


ASKED: dict[str, Callable[[Vocabulary, Text], Asked]] = {
    "ngrams": _next,
    "bengio": _next,
    "ranking": _window,
    "cbow": _cbow,
    "subwords": _pieces,
    "cloze": _gap,
}
