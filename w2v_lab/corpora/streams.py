"""Sentences that are read while one goes through them, as often as one likes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from ..corpus import sentences_of
from ..messages import W2VError


class Stream:
    """Sentences, lists of str, made anew by `read` each time one goes through them.

    Only one piece of text is in memory at a time; each word is kept once, however often it comes.
    """

    def __init__(self, read: Callable[[], Iterable[list[str]]], name: str) -> None:
        self.read = read
        self.name = name

    def __iter__(self) -> Iterator[list[str]]:
        for sentence in self.read():
            yield [sys.intern(word) for word in sentence]

    def __repr__(self) -> str:
        return f"Stream of sentences ({self.name})"


def cut(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the sentences of texts one after the other, cut as by `read_text`."""
    for text in texts:
        yield from sentences_of(text)


def file_in(package: str, extra: str, *places: str) -> Path:
    """A file that a package carries, found without importing the package; places may hold a *.

    Raises W2VError naming what to install.
    """
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        for place in places:
            if found := sorted(Path(folder).glob(place)):
                return found[-1]
    raise W2VError("package_missing", package=package, extra=extra)
