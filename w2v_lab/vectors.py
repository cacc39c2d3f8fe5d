"""Finished vectors: words and their rows, what is near to what, and their way into files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from . import vector_files
from .corpus import checked_words, word_id
from .explore import analogy_point, cosines_with, lengths, nearest, unit
from .messages import W2VError, listed, message, whole
from .packing import Source


class Vectors:
    """Words and their vectors: `words`, a list of V str, and `matrix`, (V, N), one word a row.

    `counts`, an int64 array (V,), says how often each word stood in the text that it was learnt
    from; None where that is not known, as after loading. The matrix is copied and frozen, so that
    later training cannot move it; one that is frozen already is taken as it is. `for word in
    vectors` goes through the words. Raises W2VError where words and rows do not fit together, a
    word comes twice, or a number is not finite.
    """

    def __init__(
        self,
        words: Sequence[str],
        matrix: np.ndarray,
        counts: Sequence[int] | np.ndarray | None = None,
    ) -> None:
        self.words = checked_words(words)
        self.index = {word: i for i, word in enumerate(self.words)}
        if len(self.index) < len(self.words):
            twice = next(word for i, word in enumerate(self.words) if self.index[word] != i)
            raise W2VError("word_twice", word=twice)
        self.matrix = _checked_matrix(matrix, self.words)
        self.counts = None if counts is None else _checked_counts(counts, len(self.words))

    def most_similar(
        self,
        word: str | None = None,
        topn: int = 10,
        *,
        positive: Sequence[str] = (),
        negative: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """The words at the smallest angle to a word, with their cosines, greatest first.

        With `positive=` and `negative=`, lists of words, those nearest to the sum of the first less
        the sum of the second, each taken at length 1, as gensim does. The words asked with are left
        out. Raises UnknownWordError, and W2VError where no word is given.
        """
        positive = [*([] if word is None else [word]), *_listed(positive)]
        rows = [self.id(word) for word in [*positive, *_listed(negative)]]
        if not rows:
            raise W2VError("no_word_asked")
        if len(rows) == 1 and positive:
            return self._ranked(self.matrix[rows[0]], rows, topn)
        signs = np.repeat([1.0, -1.0], [len(positive), len(rows) - len(positive)])
        return self._ranked(signs @ unit(self.matrix[rows]), rows, topn)

    def analogy(self, a: str, b: str, c: str, topn: int = 10) -> list[tuple[str, float]]:
        """a is to b as c is to ? The words nearest to b - a + c, with their cosines.

        The three are taken at length 1 (Mikolov, Yih and Zweig 2013, NAACL) and left out of the
        answers (Mikolov et al. 2013, 1301.3781). Raises UnknownWordError.
        """
        rows = [self.id(word) for word in (a, b, c)]
        return self._ranked(analogy_point(self.matrix, *rows), rows, topn)

    def similarity(self, a: str, b: str) -> float:
        """The cosine of the angle between two words' vectors, -1 to 1; exactly 1 with itself.

        0 where one of them has no length. Raises UnknownWordError.
        """
        rows = [self.id(a), self.id(b)]
        first, second = unit(self.matrix[rows].astype(np.float64))
        if rows[0] == rows[1]:
            return float(first.any())
        return float(np.clip(first @ second, -1, 1))

    def cosines(self, row: int) -> np.ndarray:
        """The cosine of every word with that of one row, (V,); 0 where one has no length."""
        return cosines_with(self.matrix, self.matrix[row], self.lengths)

    @cached_property
    def lengths(self) -> np.ndarray:
        """The length of each vector, float64, (V,)."""
        return lengths(self.matrix)

    def id(self, word: str | int) -> int:
        """The row of a word. Raises UnknownWordError."""
        return word_id(word, self.words, self.index)

    def save(self, path: Source, binary: bool = False, format: str | None = None) -> None:
        """Write a file that `load` and other programs read, numbers as float32.

        The format is word2vec's, in text or with `binary=True`; "glove", the text without its first
        line; "npy", also where the name ends so, with the words in NAME.words.txt beside it;
        "projector", NAME_tensor.tsv and NAME_metadata.tsv for the Embedding Projector. A name that
        ends in .gz, .bz2, .xz or .zip packs the file. Raises W2VError, also for a word that could
        not be read back.
        """
        vector_files.save(path, self.words, self.matrix, binary, format)

    @classmethod
    def load(
        cls,
        path: Source,
        binary: bool | None = None,
        limit: int | None = None,
        encoding: str | None = None,
    ) -> Vectors:
        """Read word2vec's text or binary format, GloVe's, fastText's .vec, or what `save` writes.

        `path` may be an open file; gzip, bz2, xz, and a zip of one file are unpacked. `binary=None`
        looks for itself, `limit` stops after so many words, `encoding` is that of the words. Of a
        word that comes twice the first vector counts, with a warning. Numbers become float32; a
        .npy is mapped and stays on the disk. Raises W2VError naming the line and a way out.
        """
        limit = None if limit is None else whole("limit", limit)
        return cls(*vector_files.load(path, binary, limit, encoding))

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __getitem__(self, word: str) -> np.ndarray:
        return self.matrix[self.id(word)]

    def __contains__(self, word: object) -> bool:
        return word in self.index

    def __len__(self) -> int:
        return len(self.words)

    def __repr__(self) -> str:
        V, N = self.matrix.shape
        return message("messages.vectors", V=V, N=N, words=listed(self.words[:8]))

    def _ranked(
        self, point: np.ndarray, leave_out: Sequence[int], topn: int
    ) -> list[tuple[str, float]]:
        rows, cosines = nearest(self.matrix, point, leave_out, topn, self.lengths)
        return [(self.words[row], float(c)) for row, c in zip(rows, cosines, strict=True)]


def _listed(words: Sequence[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def _checked_counts(counts: Sequence[int] | np.ndarray, V: int) -> np.ndarray:
    try:
        array = np.array(counts, dtype=np.int64)
    except (TypeError, ValueError, OverflowError):
        raise W2VError("counts_differ", V=V, got=type(counts).__name__) from None
    if array.shape != (V,):
        raise W2VError("counts_differ", V=V, got=f"{array.shape}")
    array.setflags(write=False)
    return array


def _checked_matrix(matrix: np.ndarray, words: Sequence[str]) -> np.ndarray:
    """The numbers as a frozen array of shape (V, N), float32 or float64. Raises W2VError."""
    V = len(words)
    try:
        array = np.asarray(matrix)
        if array.dtype not in (np.float32, np.float64):
            array = array.astype(np.float64)
    except (TypeError, ValueError):
        raise W2VError("no_matrix", V=V, got=type(matrix).__name__) from None
    if array.ndim != 2 or len(array) != V or not array.size:
        raise W2VError("no_matrix", V=V, got=f"{array.shape}")
    if (row := vector_files.not_finite(array)) is not None:
        raise W2VError("vector_not_finite", word=words[row])
    if array.flags.writeable:
        array = array.copy()
        array.setflags(write=False)
    return array
