"""Finished vectors: words, their rows, and the two file formats that everybody reads.

The formats are those of word2vec.c. Text: a line "V N", then a line a word: the word and N numbers.
Binary: the same first line, then for each word its letters, a space, and N float32 of four bytes.
GloVe's files are the text form without the first line.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import numpy as np

from .corpus import checked_words, word_id
from .messages import W2VError, clean, whole

LONGEST_WORD = 1_000  # bytes; what is longer comes from a file that holds no vectors
MOST_DIMENSIONS = 100_000
LONGEST_LINE = 10_000_000


class Vectors:
    """Words and their vectors: `words`, a list of V str, and `matrix`, (V, N), one word a row.

    The matrix is copied and frozen, so that later training cannot move it; one that is frozen
    already is taken as it is. Raises W2VError where words and rows do not fit together, a word
    comes twice, or a number is not finite.
    """

    def __init__(self, words: Sequence[str], matrix: np.ndarray) -> None:
        self.words = checked_words(words)
        self.matrix = _checked_matrix(matrix, len(self.words))
        self.index = {word: i for i, word in enumerate(self.words)}
        if len(self.index) < len(self.words):
            twice = next(word for i, word in enumerate(self.words) if self.index[word] != i)
            raise W2VError("word_twice", word=twice)

    def most_similar(self, word: str, topn: int = 10) -> list[tuple[str, float]]:
        """The words at the smallest angle to a word, with their cosines, greatest first.

        The word itself is left out. Raises UnknownWordError.
        """
        row = self.id(word)
        return self._ranked(self.matrix[row], [row], topn)

    def analogy(self, a: str, b: str, c: str, topn: int = 10) -> list[tuple[str, float]]:
        """a is to b as c is to ? The words nearest to b - a + c, with their cosines.

        The three are taken at length 1 (Mikolov, Yih and Zweig 2013, NAACL) and left out of the
        answers (Mikolov et al. 2013, 1301.3781). Raises UnknownWordError.
        """
        rows = [self.id(word) for word in (a, b, c)]
        return self._ranked(analogy_point(self.matrix, *rows), rows, topn)

    def similarity(self, a: str, b: str) -> float:
        """The cosine of the angle between two words' vectors. Raises UnknownWordError."""
        first, second = unit(self.matrix[[self.id(a), self.id(b)]])
        return float(first @ second)

    def id(self, word: str | int) -> int:
        """The row of a word. Raises UnknownWordError."""
        return word_id(word, self.words, self.index)

    def save(self, path: str | Path, binary: bool = False) -> None:
        """Write a file in word2vec's text or binary format, numbers as float32. Raises W2VError."""
        for word in self.words:
            if not word or " " in word or "\n" in word:
                raise W2VError("word_with_space", word=word)
        V, N = self.matrix.shape
        with np.errstate(over="ignore"):
            matrix = self.matrix.astype("<f4")
        if not np.isfinite(matrix).all():
            raise W2VError("not_finite")
        try:
            with open(path, "wb") as file:
                file.write(f"{V} {N}\n".encode())
                for word, row in zip(self.words, matrix, strict=True):
                    numbers = row.tobytes() if binary else " ".join(map(str, row)).encode()
                    file.write(clean(word).encode() + b" " + numbers + b"\n")
        except (OSError, ValueError, TypeError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise W2VError("file_unwritable", path=str(path), why=why) from error

    @classmethod
    def load(
        cls, path: str | Path, binary: bool | None = None, limit: int | None = None
    ) -> Vectors:
        """Read a file in word2vec's text or binary format, or GloVe's; gzip is unpacked.

        `binary=None` looks for itself, `limit` stops after so many words. Of a word that comes
        twice the first vector counts. Numbers become float32. Raises W2VError.
        """
        limit = None if limit is None else whole("limit", limit)
        try:
            with _opened(path) as file:
                found = dict[str, np.ndarray]()
                for word, row in islice(_rows(file, binary, str(path)), limit):
                    found.setdefault(word, row)
        except (OSError, EOFError, zlib.error, ValueError, TypeError) as error:
            if isinstance(error, W2VError):
                raise
            why = getattr(error, "strerror", None) or str(error)
            raise W2VError("file_unreadable", path=str(path), why=why) from error
        if not found:
            raise W2VError("no_vectors", path=str(path))
        matrix = np.array(list(found.values()), dtype=np.float32)
        matrix.setflags(write=False)
        return cls(list(found), matrix)

    def __getitem__(self, word: str) -> np.ndarray:
        return self.matrix[self.id(word)]

    def __contains__(self, word: object) -> bool:
        return word in self.index

    def __len__(self) -> int:
        return len(self.words)

    def __repr__(self) -> str:
        V, N = self.matrix.shape
        return f"Vectors of {V} words, {N} dimensions ({', '.join(self.words[:8])}, …)"

    def _ranked(
        self, point: np.ndarray, leave_out: Sequence[int], topn: int
    ) -> list[tuple[str, float]]:
        rows, cosines = nearest(self.matrix, point, leave_out, topn)
        return [(self.words[row], float(c)) for row, c in zip(rows, cosines, strict=True)]


def unit(matrix: np.ndarray) -> np.ndarray:
    """The rows of a matrix (V, N) at length 1; a row of no length stays 0."""
    with np.errstate(over="ignore", invalid="ignore"):  # an exploded row stays NaN
        length = np.linalg.norm(matrix, axis=1, keepdims=True)
        return np.divide(matrix, length, out=np.zeros_like(matrix), where=length != 0)


def nearest(
    matrix: np.ndarray, point: np.ndarray, leave_out: Sequence[int] = (), topn: int = 10
) -> tuple[np.ndarray, np.ndarray]:
    """The rows of a matrix (V, N) at the smallest angle to a point (N,), and their cosines.

    Greatest first; equal ones in the order of the rows, NaN last. Raises W2VError.
    """
    topn = whole("topn", topn)
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(matrix, axis=1) * np.linalg.norm(point)
        cosines = np.divide(matrix @ point, lengths, out=np.zeros_like(lengths), where=lengths != 0)
    order = np.argsort(-cosines, kind="stable")
    best = order[~np.isin(order, leave_out)][:topn]
    return best, cosines[best]


def analogy_point(matrix: np.ndarray, a: int, b: int, c: int) -> np.ndarray:
    """Where the answer to "a is to b as c is to ?" should lie: b - a + c, unit vectors, (N,)."""
    first, second, third = unit(matrix[[a, b, c]])
    return second - first + third


def _checked_matrix(matrix: np.ndarray, V: int) -> np.ndarray:
    """The numbers as a frozen array of shape (V, N), float32 or float64. Raises W2VError."""
    try:
        array = np.asarray(matrix)
        if array.dtype not in (np.float32, np.float64):
            array = array.astype(np.float64)
    except (TypeError, ValueError):
        raise W2VError("no_matrix", V=V, got=type(matrix).__name__) from None
    if array.ndim != 2 or len(array) != V or not array.size:
        raise W2VError("no_matrix", V=V, got=f"{array.shape}")
    if not np.isfinite(array).all():
        raise W2VError("not_finite")
    if array.flags.writeable:
        array = array.copy()
        array.setflags(write=False)
    return array


def _opened(path: str | Path) -> BinaryIO:
    with open(path, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else open(path, "rb")  # type: ignore[return-value]


def _rows(file: BinaryIO, binary: bool | None, path: str) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the words and vectors (N,) of an open file. Raises W2VError with the place."""
    head = file.readline(LONGEST_LINE)
    V, N = _sizes(head)
    first = [head] if V is None else []  # GloVe has no line of sizes: its first is a word's
    if not 1 <= N <= MOST_DIMENSIONS:
        raise W2VError("no_vectors", path=path)
    start = file.tell()
    if binary is None:
        binary = not first and _numbers(file.readline(LONGEST_LINE), N) is None
        file.seek(start)
    rows = _binary_rows(file, N, path) if binary else _text_rows(chain(first, file), N, path)
    found = 0
    for row in islice(rows, V):
        found += 1
        yield row
    if V is not None and found < V:
        raise W2VError("too_few_vectors", path=path, V=V, found=found)


def _sizes(head: bytes) -> tuple[int | None, int]:
    """V and N from the first line of a file; where it is a word's line, None and its numbers."""
    fields = head.split()
    if len(fields) == 2 and all(field.isdigit() for field in fields):
        return int(fields[0]), int(fields[1])
    return None, len(fields) - 1


def _numbers(line: bytes, N: int) -> tuple[bytes, np.ndarray] | None:
    """The word of a line and its N numbers; None where it has none. A word may hold spaces."""
    fields = line.rstrip().rsplit(b" ", N)
    try:
        with np.errstate(over="ignore"):  # too great for float32: infinite, and refused as that
            row = np.array([float(field) for field in fields[1:]]).astype(np.float32)
    except ValueError:
        return None
    return (fields[0], row) if len(row) == N else None


def _text_rows(lines: Iterator[bytes], N: int, path: str) -> Iterator[tuple[str, np.ndarray]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if (row := _numbers(line, N)) is None:
            raise W2VError("bad_vector", path=path, number=number, N=N)
        yield row[0].decode("utf-8", "replace"), row[1]


def _binary_rows(file: BinaryIO, N: int, path: str) -> Iterator[tuple[str, np.ndarray]]:
    for number in range(1, 1 << 62):
        word = bytearray()
        while (letter := file.read(1)) not in (b" ", b""):
            word += letter
            if len(word) > LONGEST_WORD:
                raise W2VError("bad_vector", path=path, number=number, N=N)
        row = file.read(4 * N)
        if len(row) < 4 * N:
            return
        yield word.lstrip(b"\n").decode("utf-8", "replace"), np.frombuffer(row, dtype="<f4")
