"""Files of word vectors, read and written: every kind by its grammar, and nothing else as one.

Text, of word2vec.c: a line "V N", then a line a word: the word and its N numbers, with spaces or
tabs between them. GloVe's files lack the first line; fastText's .vec have it. Binary, of
word2vec.c: the same first line, then for each word its letters, a space, N float32 of four bytes,
lowest byte first, and a line's end after each row or after none (gensim). Beside them a matrix of
numpy (.npy) and the pair for the Embedding Projector, each with a list of the words. Any of them
may be packed.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import numpy as np

from .encodings import checked_encoding, decoded, guessed, marked
from .messages import W2VError, choice, message
from .packing import BLOCK, Recoded, Source, kind_of, name_of, opened, written

FORMATS = ("word2vec", "glove", "projector", "npy")
LONGEST_WORD = 1_000  # bytes; what is longer comes from a file that holds no vectors
MOST_DIMENSIONS = 100_000
MOST_WORDS = 10**12
LONGEST_LINE = LONGEST_WORD + 30 * MOST_DIMENSIONS
MOST_BLANK = 1_000  # blank lines; more is no file of vectors
MOST_TWICE = 1_000  # words that come again, where more than half of the file is so
TRUSTED = 1 << 24  # bytes of memory for a file whose size is not known before it is unpacked

_CONTROL = re.compile(rb"[\0-\x08\x0a-\x1f\x7f]")  # in a binary file's word: it is out of step
_NOT_WRITTEN = re.compile("[\0-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_NOTHING = np.empty(0)


class Table:
    """Words and rows as they come: a word that comes again is counted, its first row stays."""

    def __init__(self, N: int, room: int, path: str) -> None:
        self.path = path
        self.places = dict[bytes, int]()
        self.matrix = np.empty((max(room, 1), N), dtype=np.float32)
        self.read = 0

    def add(self, word: bytes, row: np.ndarray | list[float]) -> None:
        """Keep a row (N,) under its word. Raises W2VError where one word comes for ever."""
        self.read += 1
        place = len(self.places)
        if self.places.setdefault(word, place) != place:
            twice = self.read - place
            if twice > MOST_TWICE and twice > place:
                raise W2VError("word_for_ever", path=self.path, word=_shown(word), count=twice)
            return
        if place == len(self.matrix):
            self.matrix.resize((2 * place, self.matrix.shape[1]), refcheck=False)
        self.matrix[place] = row

    def finished(self) -> np.ndarray:
        """The rows, frozen."""
        self.matrix.resize((len(self.places), self.matrix.shape[1]), refcheck=False)
        self.matrix.setflags(write=False)
        return self.matrix


def load(
    source: Source, binary: bool | None, limit: int | None, encoding: str | None
) -> tuple[list[str], np.ndarray]:
    """The words and the frozen matrix (V, N) of a file of any kind named above.

    Arguments as of `Vectors.load`. Raises W2VError naming the line, what stands there, a way out.
    """
    encoding = None if encoding is None else checked_encoding(encoding)
    if pair := _pair(source):
        return _load_pair(*pair, limit)
    path = name_of(source)
    with opened(source) as packed:
        file, told = _with_byte_lines(packed, encoding)
        size = Path(path).stat().st_size if file is packed and _is_plain(packed) else None
        table = _read(file, path, binary, limit, size)
    if table.read > len(table.places):
        twice = table.read - len(table.places)
        warnings.warn(message("vector_files.twice", path=path, count=twice), stacklevel=3)
    return _words(list(table.places), told), table.finished()


def _with_byte_lines(
    file: io.BufferedReader, encoding: str | None
) -> tuple[io.BufferedReader, str | None]:
    """The file with its numbers and line ends as single bytes, and the encoding of its words."""
    mark = marked(file.peek(4)[:4])
    for name, its_name, length in (("utf-8-sig", "utf-8", 3), ("gb18030", "gb18030", 4)):
        if mark == name:
            file.read(length)
            return file, encoding or its_name
    if mark or (encoding and " \n".encode(encoding) != b" \n"):
        return io.BufferedReader(Recoded(file, mark or str(encoding)), BLOCK), "utf-8"
    return file, encoding


def _is_plain(file: io.BufferedReader) -> bool:
    return isinstance(file.raw, io.FileIO)


def _read(
    file: io.BufferedReader, path: str, binary: bool | None, limit: int | None, size: int | None
) -> Table:
    _refuse_other_kinds(file.peek(BLOCK), path)
    lines = _lines(file, path)
    number, head = next(lines, (0, b""))
    fields = head.split()
    if not fields:
        raise W2VError("no_vectors", path=path)
    if _are_sizes(fields):
        V, N = _sizes(fields, path)
        table = Table(N, _room(limit or V, N, size), path)
        if _is_binary(file.peek(BLOCK), V, N, binary, path):
            if number > 1:
                raise W2VError("no_first_line", path=path, number=1, line="")
            if head.endswith(b"\r\n"):
                raise W2VError("binary_crlf", path=path)
            _read_binary(file, table, V, limit)
        else:
            _read_text(lines, table, V, limit)
        return table
    N = _numbers_at_the_end(fields)
    if binary or N < 2:  # nobody ships vectors of one dimension without a first line
        raise W2VError("no_first_line", path=path, number=number, line=_shown(head))
    table = Table(N, _room(limit or MOST_WORDS, N, size), path)
    _read_text(chain([(number, head)], lines), table, None, limit)
    return table


# The first line


def _refuse_other_kinds(start: bytes, path: str) -> None:
    kind = kind_of(start[:512])
    fields = start.partition(b"\n")[0].split()
    if kind is None or _are_sizes(fields) or _numbers_at_the_end(fields) > 1:
        return  # a word may look like the beginning of something else
    match kind:
        case "HTML":
            raise W2VError("vectors_html", path=path)
        case "Git LFS":
            raise W2VError("vectors_lfs", path=path)
        case "pickle":
            raise W2VError("vectors_pickle", path=path)
        case "fastText":
            raise W2VError("vectors_fasttext", path=path)
        case "npy":
            raise W2VError("vectors_npy", path=path, words=_words_name(path))
        case _:
            raise W2VError("vectors_other", path=path, kind=kind)


def _are_sizes(fields: Sequence[bytes]) -> bool:
    return len(fields) == 2 and all(field.isdigit() for field in fields)


def _sizes(fields: Sequence[bytes], path: str) -> tuple[int, int]:
    V, N = (int(field) if len(field) < 30 else MOST_WORDS + 1 for field in fields)
    if not (1 <= V <= MOST_WORDS and 1 <= N <= MOST_DIMENSIONS):
        raise W2VError("bad_first_line", path=path, line=_shown(b" ".join(fields)))
    return V, N


def _room(rows: int, N: int, size: int | None) -> int:
    """For how many rows to make room at once: as promised, but no more than the file can hold."""
    return min(rows, TRUSTED // (4 * N) if size is None else size // (2 * N) + 1)


def _is_binary(start: bytes, V: int, N: int, binary: bool | None, path: str) -> bool:
    """Whether numbers stand in binary after the first line; a wrong `binary=` is refused."""
    line, end, _ = start.lstrip(b"\r\n").partition(b"\n")
    is_text = _word_and_numbers(line, N)[0] is not None
    if not end and len(start) >= BLOCK:  # a line longer than what is looked at
        is_text = _CONTROL.search(line) is None
    if is_text and binary:
        raise W2VError("text_not_binary", path=path)
    if is_text or binary is not None:
        return bool(binary)
    return not start.isspace() and (_in_step(start, V, N) or _share_of_text(start) < 0.3)


def _in_step(start: bytes, V: int, N: int) -> bool:
    """Whether binary entries can be made out, from a file's first bytes to the last of them."""
    at, numbers = 0, b""
    for _ in range(V):
        space = start.find(b" ", at, at + LONGEST_WORD + 2)
        word = start[at : max(space, at)].removeprefix(b"\n" if at else b"")
        if not word or _CONTROL.search(word):
            return False
        at = space + 1 + 4 * N
        numbers += start[space + 1 : at]
        if at >= BLOCK:
            break
    return _share_of_text(numbers) < 0.6 and start[at:] in (b"", b"\n")


def _share_of_text(start: bytes) -> float:
    """The share of bytes that numbers are written with as text."""
    return 1 - len(start.translate(None, b"0123456789+-.eE \t")) / max(len(start), 1)


# Text


def _lines(file: io.BufferedReader, path: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers from 1; none may be endless."""
    blank = 0
    for number in range(1, MOST_WORDS):
        line = file.readline(LONGEST_LINE)
        if not line:
            return
        if len(line) == LONGEST_LINE:
            raise W2VError("line_for_ever", path=path, number=number, count=LONGEST_LINE)
        if not line.isspace():
            yield number, line
        elif (blank := blank + 1) > MOST_BLANK:
            raise W2VError("blank_for_ever", path=path, number=number, count=MOST_BLANK)


def _read_text(
    lines: Iterator[tuple[int, bytes]], table: Table, V: int | None, limit: int | None
) -> None:
    N, path = table.matrix.shape[1], table.path
    for number, line in lines:
        if table.read == V:
            raise W2VError("too_many_vectors", path=path, V=V, number=number)
        word, row = _word_and_numbers(line, N)
        if word is None:
            raise _bad_row(line, table, number)
        if not np.isfinite(row).all():
            raise W2VError("not_finite_line", path=path, number=number, word=_shown(word))
        table.add(word, row)
        if table.read == limit:
            return
    _check_count(table, V)


def _word_and_numbers(line: bytes, N: int) -> tuple[bytes | None, np.ndarray]:
    """The word of a line and its N numbers; None where it has none, or one number too many."""
    first, *rest = line.rsplit(None, N) or [b""]
    word, numbers = first.strip(), [_number(field) for field in rest]
    parts = word.split()
    if len(numbers) < N or None in numbers or not parts or len(word) > LONGEST_WORD:
        return None, _NOTHING
    if len(parts) > 1 and _number(parts[-1]) is not None:
        return None, _NOTHING
    with np.errstate(over="ignore"):  # too great for float32: infinite, and refused as that
        return word, np.array(numbers, dtype=np.float64).astype(np.float32)


def _number(field: bytes) -> float | None:
    try:
        return None if b"_" in field else float(field)  # Python reads 1_0 as 10
    except ValueError:
        return None


def _numbers_at_the_end(fields: Sequence[bytes]) -> int:
    """How many numbers a line ends with; the first field is a word, even if it is a number."""
    count = 0
    for field in reversed(fields[1:]):
        if _number(field) is None:
            break
        count += 1
    return count


def _bad_row(line: bytes, table: Table, number: int) -> W2VError:
    N, found = table.matrix.shape[1], _numbers_at_the_end(line.split())
    path, good, text = table.path, table.read, _shown(line)
    if good:
        return W2VError("bad_row", path=path, number=number, N=N, found=found, line=text, good=good)
    return W2VError("bad_first_row", path=path, number=number, N=N, found=found, line=text)


def _check_count(table: Table, V: int | None) -> None:
    if V is not None and not table.read:
        raise W2VError("only_first_line", path=table.path, V=V)
    if V is not None and table.read < V:
        raise W2VError("too_few_vectors", path=table.path, V=V, found=table.read)


# Binary


def _read_binary(file: io.BufferedReader, table: Table, V: int, limit: int | None) -> None:
    """Read entries to the file's very end, where all must come out even."""
    size = 4 * table.matrix.shape[1]
    block, at, apart = b"", 0, False
    while table.read < V:
        if len(block) - at < size + LONGEST_WORD + 3:
            block, at = block[at:] + file.read(BLOCK + size), 0
        if apart and table.read:
            if block[at : at + 1] not in (b"\n", b""):
                raise _out_of_step(table)
            at += 1
        space = block.find(b" ", at, at + LONGEST_WORD + 1)
        if len(block) < (at + LONGEST_WORD if space < 0 else space + 1 + size):
            return _check_count(table, V)
        word = block[at : max(space, at)]
        if not word or _CONTROL.search(word):
            raise _out_of_step(table)
        table.add(word, np.frombuffer(block, "<f4", size // 4, space + 1))
        at = space + 1 + size
        apart = apart or (table.read == 1 and block[at : at + 1] == b"\n")
        if table.read == limit:
            return _check_numbers(table)
    rest = block[at:] + file.read(2)
    if rest.removeprefix(b"\n" if apart else b""):
        raise W2VError("binary_goes_on", path=table.path, V=V)
    _check_numbers(table)


def _out_of_step(table: Table) -> W2VError:
    return W2VError("binary_out_of_step", path=table.path, number=table.read + 1)


def _check_numbers(table: Table) -> None:
    rows = table.matrix[: len(table.places)]
    if _likely(rows[:1000]) < 0.7 and _likely(rows[:1000].byteswap()) > 0.95:
        raise W2VError("binary_big_end", path=table.path)
    if (row := not_finite(rows)) is not None:
        word = next(islice(table.places, row, None))
        raise W2VError("not_finite_entry", path=table.path, number=row + 1, word=_shown(word))


def _likely(rows: np.ndarray) -> float:
    """The share of numbers of a size that vectors have."""
    with np.errstate(invalid="ignore"):
        sizes = np.abs(rows)
        return float(((sizes == 0) | ((sizes > 1e-12) & (sizes < 1e12))).mean())


def not_finite(matrix: np.ndarray) -> int | None:
    """The first row of a matrix (V, N) that is not finite; a part at a time, whatever its size."""
    step = max(1, BLOCK // matrix.shape[1])
    for start in range(0, len(matrix), step):
        finite = np.isfinite(matrix[start : start + step]).all(axis=1)
        if not finite.all():
            return start + int(finite.argmin())
    return None


# Words


def _words(raw: list[bytes], encoding: str | None) -> list[str]:
    """The words as text: as asked, as UTF-8, or as all of them together are likely to be encoded.

    A word cut inside a character keeps its stray bytes as \\x…, so that all stay distinct.
    """
    foreign = [word for word in raw if not word.isascii()]
    broken = sum(not _decodes(word, encoding or "utf-8") for word in foreign)
    if 2 * broken > len(foreign):
        if encoding:
            word = next(word for word in foreign if not _decodes(word, encoding))
            raise W2VError("words_not_encoded", encoding=encoding, word=_shown(word))
        encoding = guessed(b"\n".join(foreign)) if broken > 1 else None
    words = [word.decode(encoding or "utf-8", "backslashreplace") for word in raw]
    return words if len(set(words)) == len(words) else [str(word)[2:-1] for word in raw]


def _decodes(word: bytes, encoding: str) -> bool:
    try:
        return bool(word.decode(encoding))
    except UnicodeDecodeError:
        return False


def _shown(line: bytes) -> str:
    """A line or word as an error shows it."""
    return line[:300].strip().decode("utf-8", "backslashreplace")


# A matrix and its words in two files


def _words_name(path: str) -> str:
    return str(Path(path).with_suffix(".words.txt"))


def _pair(source: Source) -> tuple[str, str] | None:
    """The files of the numbers and of the words, where one is named that lies beside the other."""
    path = str(source) if isinstance(source, str | Path) else ""
    if path.lower().endswith(".npy") and Path(_words_name(path)).exists():
        return path, _words_name(path)
    words = path.removesuffix("_tensor.tsv") + "_metadata.tsv"
    return (path, words) if path.endswith("_tensor.tsv") and Path(words).exists() else None


def _load_pair(path: str, words_path: str, limit: int | None) -> tuple[list[str], np.ndarray]:
    with opened(words_path) as file:
        words = decoded(file.read(), "utf-8").replace("\r\n", "\n").removesuffix("\n").split("\n")
    if path.lower().endswith(".npy"):
        with opened(path):
            matrix = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    else:
        words = [line.split("\t")[0] for line in words[1 if "\t" in words[0] else 0 :]]
        matrix = _tensor(path)
    if matrix.ndim != 2 or len(matrix) != len(words):
        raise W2VError("pair_differs", path=path, words=words_path, V=len(words), got=matrix.shape)
    return words[:limit], matrix[:limit]


def _tensor(path: str) -> np.ndarray:
    """The matrix of a file of numbers alone, read as rows of words that are their line numbers."""
    with opened(path) as file:
        numbered = ((number, b"%d\t" % number + line) for number, line in _lines(file, path))
        number, line = next(numbered, (0, b""))
        table = Table(max(len(line.split()) - 1, 1), 1, path)
        _read_text(chain([(number, line)], numbered), table, None, None)
    return table.finished()


# Writing


def save(
    target: Source,
    words: Sequence[str],
    matrix: np.ndarray,
    binary: bool = False,
    format: str | None = None,
) -> None:
    """Write words and their matrix (V, N), as `Vectors.save` says. Raises W2VError."""
    path = name_of(target)
    if format is None:
        format = "npy" if path.lower().endswith(".npy") else "word2vec"
    format = choice("format", format, FORMATS)
    if binary and format != "word2vec":
        raise W2VError("binary_is_word2vec", format=format)
    if format == "glove" and matrix.shape[1] < 2:
        raise W2VError("glove_of_one")
    for word in words:
        _check_writable(word, format, binary)
    with np.errstate(over="ignore"):
        numbers = matrix.astype("<f4", copy=False)
    if (row := not_finite(numbers)) is not None:
        raise W2VError("vector_not_finite", word=words[row])
    if format in ("projector", "npy"):
        return _save_pair(target, words, numbers, format)
    with written(target) as file:
        if format == "word2vec":
            file.write(f"{len(words)} {matrix.shape[1]}\n".encode())
        for word, row_of in zip(words, numbers, strict=True):
            entry = row_of.tobytes() if binary else " ".join(map(str, row_of)).encode()
            file.write(word.encode() + b" " + entry + b"\n")


def _save_pair(target: Source, words: Sequence[str], numbers: np.ndarray, format: str) -> None:
    if hasattr(target, "write"):
        raise W2VError("pair_needs_path", format=format)
    path = str(target)
    if format == "npy":
        with written(path) as file:
            np.save(file, numbers, allow_pickle=False)
        with written(_words_name(path)) as file:
            file.write("".join(f"{word}\n" for word in words).encode())
        return
    stem = path.removesuffix(".tsv").removesuffix("_tensor")
    with written(f"{stem}_tensor.tsv") as file:
        file.writelines("\t".join(map(str, row)).encode() + b"\n" for row in numbers)
    with written(f"{stem}_metadata.tsv") as file:
        file.write("".join(f"{word}\n" for word in words).encode())


def _check_writable(word: str, format: str, binary: bool) -> None:
    """Refuse a word that the format, or a reader of it, could not give back."""
    if not word or "\n" in word or (" " in word and format == "word2vec"):
        raise W2VError("word_with_space", word=word)
    if _NOT_WRITTEN.search(word) or word.startswith("\ufeff"):
        raise W2VError("word_not_written", word=word)
    letters = word.encode()
    if len(letters) > LONGEST_WORD:
        raise W2VError("word_too_long", word=word, length=len(letters), most=LONGEST_WORD)
    if "\t" in word and format in ("projector", "npy"):
        raise W2VError("word_not_written", word=word)
    if (
        not binary
        and format in ("word2vec", "glove")
        and _word_and_numbers(letters + b" 0", 1)[0] != letters
    ):
        raise W2VError("word_not_written", word=word)
