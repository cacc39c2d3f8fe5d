"""Files as they lie about: open or named by a path, packed or not, and what they are if no text."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from .messages import W2VError, listed

try:
    import lzma
except ModuleNotFoundError:  # in the browser's Python
    XZ: dict[bytes, Any] = {}
    XZ_BROKEN: tuple[type[Exception], ...] = ()
else:
    XZ, XZ_BROKEN = {b"\xfd7zXZ\0": lzma.open}, (lzma.LZMAError,)

BLOCK = 1 << 17
Source = str | Path | IO[Any]

# What reading a damaged archive raises, beside OSError
BROKEN: tuple[type[Exception], ...] = (
    *(EOFError, zlib.error, zipfile.BadZipFile, RuntimeError),
    *XZ_BROKEN,
)

_PACKED: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, **XZ}
_SIGNS = {
    b"version https://git-lfs": "Git LFS",
    b"\x93NUMPY": "npy",
    b"\xba\x16\x4f\x2f": "fastText",  # 793712314, the first number of its models
    b"\x89HDF\r\n\x1a\n": "HDF5",
    b"PAR1": "Parquet",
    b"ARROW1": "Arrow",
    b"SQLite format 3\0": "SQLite",
    b"%PDF-": "PDF",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "Microsoft Office",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "RAR",
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "gzip",
    b"\x7fELF": "ELF",
}
_HTML = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<body", b"<script")
_ARCHIVE_ONLY = (".npz", ".docx", ".xlsx", ".pptx", ".odt", ".epub")


def kind_of(head: bytes) -> str | None:
    """What a file is that begins with these bytes, if it is known and no plain text."""
    for sign, kind in _SIGNS.items():
        if head.startswith(sign):
            return kind
    if head[:1] == b"\x80" and head[1:2] in (b"\2", b"\3", b"\4", b"\5"):
        return "pickle"
    if head[257:262] == b"ustar":
        return "tar"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_HTML):
        return "HTML"
    return "JSON" if start.startswith((b'{"', b'[{"', b'[["')) else None


def name_of(source: Source) -> str:
    """A file as errors call it: its path, or what an open one is called."""
    if hasattr(source, "read") or hasattr(source, "write"):
        return str(getattr(source, "name", type(source).__name__))
    return str(source)


@contextmanager
def opened(source: Source) -> Iterator[io.BufferedReader]:
    """A file's bytes, unpacked: gzip, bz2, xz, or a zip with one file in it.

    `source` is a path or an open file, of bytes or of text, which is left open. Raises W2VError
    where it cannot be read to the place that was asked for.
    """
    with ExitStack() as stack:
        try:
            raw: Any
            if hasattr(source, "read"):
                raw = io.BufferedReader(_Stream(source), BLOCK)
            else:
                raw = stack.enter_context(open(source, "rb", BLOCK))
            yield _unpacked(raw, name_of(source), stack)
        except W2VError:
            raise
        except BROKEN as error:
            raise W2VError("file_damaged", path=name_of(source), why=str(error)) from error
        except (gzip.BadGzipFile, OSError, ValueError, TypeError) as error:
            if isinstance(error, gzip.BadGzipFile) or "data stream" in str(error):  # bz2's word
                raise W2VError("file_damaged", path=name_of(source), why=str(error)) from error
            why = getattr(error, "strerror", None) or str(error)
            raise W2VError("file_unreadable", path=name_of(source), why=why) from error


def _unpacked(raw: io.BufferedReader, path: str, stack: ExitStack) -> io.BufferedReader:
    head = raw.peek(6)[:6]
    for sign, unpack in _PACKED.items():
        if head.startswith(sign):
            return io.BufferedReader(unpack(raw), BLOCK)
    if head.startswith(b"PK\3\4") and not path.lower().endswith(_ARCHIVE_ONLY):
        whole = raw if raw.seekable() else io.BytesIO(raw.read())
        archive = stack.enter_context(zipfile.ZipFile(whole))
        return io.BufferedReader(archive.open(_only_member(archive, path)), BLOCK)  # type: ignore[arg-type]
    return raw


def _only_member(archive: zipfile.ZipFile, path: str) -> str:
    names = [
        name
        for name in archive.namelist()
        if not name.endswith("/") and not name.startswith("__MACOSX")
    ]
    if len(names) != 1:
        raise W2VError("zip_of_many", path=path, count=len(names), names=listed(names[:4]))
    return names[0]


@contextmanager
def written(target: Source) -> Iterator[IO[bytes]]:
    """A file to write bytes into; a name that ends in .gz, .bz2, .xz or .zip packs them.

    Raises W2VError where it cannot be written.
    """
    with ExitStack() as stack:
        try:
            if hasattr(target, "write"):
                yield target  # type: ignore[misc]
            else:
                yield stack.enter_context(_packing(os.fspath(target)))
        except W2VError:
            raise
        except (OSError, ValueError, TypeError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise W2VError("file_unwritable", path=name_of(target), why=why) from error


@contextmanager
def _packing(path: str) -> Iterator[IO[bytes]]:
    ending = Path(path).suffix.lower()
    with ExitStack() as stack:
        file: Any = stack.enter_context(open(path, "wb"))
        if ending == ".gz":  # without a time, so that the same vectors make the same file
            file = stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0))
        elif ending == ".bz2":
            file = stack.enter_context(bz2.BZ2File(file, "wb"))
        elif ending == ".xz":
            file = stack.enter_context(lzma.LZMAFile(file, "wb"))
        elif ending == ".zip":
            archive = stack.enter_context(zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED))
            name = zipfile.ZipInfo(Path(path).stem)
            name.compress_type = zipfile.ZIP_DEFLATED
            file = stack.enter_context(archive.open(name, "w", force_zip64=True))
        yield file


class _Stream(io.RawIOBase):
    """Anything with a `read`, of bytes or of text, as a stream of bytes; it stays open."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.left = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: Any) -> int:
        while not self.left and (data := self.file.read(len(buffer))):
            self.left = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        given = min(len(buffer), len(self.left))
        buffer[:given] = self.left[:given]
        self.left = self.left[given:]
        return given


class Recoded(io.RawIOBase):
    """A file in an encoding whose line's end is not one byte, such as UTF-16, as UTF-8."""

    def __init__(self, file: io.BufferedReader, encoding: str) -> None:
        self.text = io.TextIOWrapper(file, encoding, newline="")
        self.left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.left:
            self.left = self.text.read(BLOCK).encode("utf-8", "surrogatepass")
        given = min(len(buffer), len(self.left))
        buffer[:given] = self.left[:given]
        self.left = self.left[given:]
        return given
