"""The classification of diseases as a task: what people call a disease, and in which chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from xml.etree import ElementTree

from ..corpora.packages import ICD_FILE
from ..corpora.streams import file_in
from ..corpus import sentences_of

_CODE = re.compile(r"\s*[(\[][A-Z]\d[\dA-Z.,;\s–-]*[)\]]")
LONGEST_CODE = 5  # "A27.0": what is finer repeats its heading with a side or an encounter


@dataclass(frozen=True)
class Disease:
    """A code with its chapter, the words of its description, and other names that it goes by."""

    code: str
    chapter: str
    words: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]


@cache
def diseases() -> tuple[Disease, ...]:
    """The diseases of ICD-10-CM up to codes of five signs, each description once.

    Raises W2VError where simple-icd-10-cm is missing.
    """
    found = {one.words: one for one in reversed(list(_read())) if one.words}
    return tuple(reversed(found.values()))


def _read() -> Iterator[Disease]:
    path = file_in("simple_icd_10_cm", "lab", ICD_FILE)
    for _, element in ElementTree.iterparse(path):
        if element.tag != "chapter":
            continue
        chapter = words_of(element.findtext("desc") or "")
        for one in element.iter("diag"):
            code = one.findtext("name") or ""
            if len(code) <= LONGEST_CODE:
                notes = one.iterfind("inclusionTerm/note")
                names = (words_of(note.text or "") for note in notes)
                words = words_of(one.findtext("desc") or "")
                yield Disease(code, " ".join(chapter), words, tuple(filter(None, names)))
        element.clear()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, its sentences in one row, without codes in brackets."""
    return tuple(chain.from_iterable(sentences_of(_CODE.sub("", text))))
