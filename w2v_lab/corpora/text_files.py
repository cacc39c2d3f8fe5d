"""Text files of one's own, of any size."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path

from ..corpus import sentences_of
from ..encodings import checked_encoding, encoding_of
from ..messages import W2VError
from ..packing import opened
from .streams import Stream

ENDINGS = (".txt", ".text", ".md", ".txt.gz", ".txt.bz2", ".txt.xz")
LOOKED_AT = 1 << 16  # bytes by which an encoding is told
AT_ONCE = 1 << 18  # bytes that are decoded at once; a longer line is cut there


def text_files(
    path: str | Path,
    encoding: str | None = None,
    tokenise: Callable[[str], list[str]] | None = None,
) -> Stream:
    """The sentences of a file, or of all text files in a folder and below, in order of their names.

    Files may be larger than memory, and packed. Left out, each file's encoding is found by its
    beginning. Lines are cut as by `read_text`; with `tokenise=`, one of TOKENISERS, say, a line is
    a sentence and its words are what that makes of it. Raises W2VError.
    """
    if encoding is not None:
        checked_encoding(encoding)
    files = _files(Path(path))

    def sentences() -> Iterator[list[str]]:
        for file in files:
            for line in _lines(file, encoding):
                if tokenise is None:
                    yield from sentences_of(line)
                elif words := tokenise(line.strip()):
                    yield words

    return Stream(sentences, str(path))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        with opened(path) as file:  # refused now, and not in the midst of a training
            file.peek(1)
        return [path]
    found = sorted(file for file in path.rglob("*") if file.name.lower().endswith(ENDINGS))
    if not found:
        raise W2VError("no_text_files", path=str(path), endings=", ".join(ENDINGS))
    return found


def _lines(path: Path, encoding: str | None) -> Iterator[str]:
    with opened(path) as file:
        start = file.peek(LOOKED_AT)[:LOOKED_AT]
        name = encoding or encoding_of(start.rpartition(b"\n")[0] or start)
        decoder = codecs.getincrementaldecoder(name)("replace")
        left = ""
        while block := file.read(AT_ONCE):
            *lines, left = (left + decoder.decode(block)).split("\n")
            yield from lines
            if len(left) > AT_ONCE:
                whole, space, left = left.rpartition(" ")
                yield whole if space else left
                left = left if space else ""
        yield left + decoder.decode(b"", final=True)
