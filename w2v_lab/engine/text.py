"""A text as numbers: words get their numbers at first sight, so that no word is kept twice.

What is larger than a part of memory lies in a nameless file on the disk and is mapped from there.
"""

from __future__ import annotations

import bz2
import gzip
import os
import tempfile
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from ..corpus import Vocabulary, checked, checked_words, each
from ..messages import W2VError, whole
from ..packing import XZ, XZ_BROKEN
from .flat import Lists

IN_MEMORY = 16_000_000  # ids; more than these go to the disk
LONGEST = 1_000_000  # characters without a space: no word is so long
BLOCK = 1_000_000  # characters of a file, or ids, that are worked on at a time
PACKED: dict[bytes, Callable[..., Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    **XZ,
}
DAMAGED: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error, *XZ_BROKEN)

Sentences = Iterable[Sequence[str]]


def text_and_words(sentences: Sentences | str | Path, min_count: int) -> tuple[Lists, Vocabulary]:
    """The text by the ids of its vocabulary: of sentences, or of a file, a sentence a line.

    Says of the vocabulary what `Vocabulary.from_sentences` says, and raises the same.
    """
    min_count = whole("min_count", min_count, least=0)
    numbers = _Numbers()
    store, ends = _Store(), array("q")
    for words, over in _pieces(sentences):
        try:
            store.add(map(numbers.__getitem__, words))
        except TypeError:  # no list, or a word that is a list
            checked_words(words)
            raise
        if over:
            ends.append(len(store))
    ids = store.array()
    counts = np.zeros(len(numbers), np.int64)
    for part in _blocks(ids):
        counts += np.bincount(part, minlength=len(counts))
    vocabulary, place = _vocabulary(list(numbers), counts, min_count)
    return _renumbered(Lists(ids, np.array(ends, dtype=np.int64)), place), vocabulary


def text_of(sentences: Sentences, vocabulary: Vocabulary) -> Lists:
    """The ids of the words that the vocabulary has, sentence by sentence. Raises W2VError."""
    store, ends = _Store(), array("q")
    for sentence in checked(sentences):
        store.add(vocabulary.ids(sentence))
        ends.append(len(store))
    text = Lists(store.array(), np.array(ends, dtype=np.int64))
    if text.lengths.max(initial=0) < 2:
        raise W2VError("no_examples")
    return text


def subsampled(text: Lists, keep: np.ndarray, rng: np.random.Generator) -> Lists:
    """The text with each occurrence kept by chance, before any window is laid; `keep` is (V,)."""
    return text.without(rng.random(len(text.items)) < keep[text.items])


class _Numbers(dict[str, int]):
    """A number for each word, in order of appearance. Only what is new need be looked at."""

    def __missing__(self, word: str) -> int:
        if not isinstance(word, str):
            raise W2VError("not_a_word", got=word)
        self[word] = number = len(self)
        return number


class _Store:
    """Ids one after another, in memory until they are many and then in a nameless file."""

    def __init__(self) -> None:
        self.new = array("i")
        self.filed = 0
        self.file: Any = None

    def add(self, ids: Iterable[int]) -> None:
        self.new.extend(ids)
        if len(self.new) >= IN_MEMORY or (self.file and len(self.new) >= BLOCK):
            self.file = self.file or tempfile.TemporaryFile()  # noqa: SIM115
            self.new.tofile(self.file)
            self.filed += len(self.new)
            self.new = array("i")

    def __len__(self) -> int:
        return self.filed + len(self.new)

    def array(self) -> np.ndarray:
        """All of them, int32, (M,); may be written to."""
        if not self.file:
            return np.array(self.new, dtype=np.int32)
        self.new.tofile(self.file)
        self.file.flush()
        with self.file:  # what is mapped stays there
            return np.asarray(np.memmap(self.file, dtype=np.int32, mode="r+"))


def _blocks(ids: np.ndarray) -> Iterator[np.ndarray]:
    return (ids[first : first + BLOCK] for first in range(0, len(ids), BLOCK))


def _vocabulary(
    words: list[str], counts: np.ndarray, min_count: int
) -> tuple[Vocabulary, np.ndarray]:
    """The words most frequent first, and the id that each gets; -1 for a rare one."""
    if not words:
        raise W2VError("no_words")
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] >= min_count]
    if not len(order):
        raise W2VError("min_count_too_high", min_count=min_count, most=int(counts.max()))
    place = np.full(len(words), -1, np.int32)
    place[order] = np.arange(len(order))
    return Vocabulary([words[i] for i in order.tolist()], counts[order].tolist()), place


def _renumbered(text: Lists, place: np.ndarray) -> Lists:
    """The text with other ids, less the words without one, in the place of the first."""
    before = np.zeros(len(text) + 1, np.int64)  # how many ids stand before each sentence
    left = 0
    sentence = 0
    for first in range(0, len(text.items), BLOCK):
        ids = place[text.items[first : first + BLOCK]]
        stays = ids >= 0
        count = np.concatenate([[0], np.cumsum(stays)])
        upto = np.searchsorted(text.ends, first + len(ids), side="right")
        before[sentence + 1 : upto + 1] = left + count[text.ends[sentence:upto] - first]
        text.items[left : left + count[-1]] = ids[stays]
        left, sentence = left + int(count[-1]), int(upto)
    if sentence < len(text):  # sentences of no word, at the very end
        before[sentence + 1 :] = left
    return Lists(text.items[:left], before[1:])


def _pieces(sentences: Sentences | str | Path) -> Iterator[tuple[Sequence[str], bool]]:
    """Yield words in order, and whether their sentence ends there. Raises W2VError."""
    if not isinstance(sentences, str | os.PathLike):
        for sentence in each(sentences):
            if isinstance(sentence, str | bytes):
                checked_words(sentence)
            yield sentence, True
        return
    try:
        with _opened(sentences) as file:
            yield from _lines(file)
    except UnicodeDecodeError:
        raise W2VError("file_not_utf8", path=str(sentences)) from None
    except DAMAGED as error:
        why = getattr(error, "strerror", None) or str(error)
        raise W2VError("file_unreadable", path=str(sentences), why=why) from error


def _opened(path: str | os.PathLike[str]) -> TextIO:
    """The file, unpacked as it is read; a str that names none is an error of its own."""
    try:
        with open(path, "rb") as raw:
            start = raw.read(6)
    except (OSError, ValueError) as error:
        if isinstance(path, str) and not os.path.exists(path):
            raise W2VError("no_such_text", got=path) from None
        why = getattr(error, "strerror", None) or str(error)
        raise W2VError("file_unreadable", path=str(path), why=why) from error
    opened = next((how for mark, how in PACKED.items() if start.startswith(mark)), open)
    return opened(path, "rt", encoding="utf-8-sig", newline="\n")


def _lines(file: TextIO) -> Iterator[tuple[list[str], bool]]:
    """The words of a file, a sentence a line; a long line comes in pieces. Raises W2VError."""
    rest = ""
    while piece := file.readline(BLOCK):
        words = (rest + piece).split()
        over = piece.endswith("\n")
        rest = "" if piece[-1].isspace() else words.pop()
        if len(rest) > LONGEST:
            raise W2VError("file_without_spaces", path=file.name)
        yield words, over
    yield [rest] if rest else [], True
