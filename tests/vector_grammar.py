"""A strict reader of vector files, written from the grammar of the formats alone: for the tests.

    text     = [mark] [header] row*            mark = EF BB BF
    header   = V blank N end                   V, N: decimal digits
    row      = word blank number … number end  N numbers; without a header N of the first row, N ≥ 2
    word     = anything but an end that begins and ends with no blank, up to 1000 bytes, and whose
               last part, if blanks divide it, is no number
    binary   = header entry*                   header ends in one line feed
    entry    = letters space N·4 bytes [line feed], the line feed after every entry or after none

Blank lines count for nothing in text. Raises Refused.
"""

import gzip
import re
import struct

NUMBER = re.compile(rb"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")
NOT_FINITE = re.compile(rb"(?i)[+-]?(nan|inf|infinity)\Z")
BLANKS = re.compile(rb"[ \t\r\x0b\x0c]+")
CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class Refused(Exception):
    """What is no file of vectors; the line's or the entry's number."""


def read(data: bytes, binary: bool) -> dict[bytes, tuple[float, ...]]:
    """Words and float32 rows; of a word that comes twice the first row."""
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except Exception as error:
            raise Refused from error
    data = data.removeprefix(b"\xef\xbb\xbf")
    return read_binary(data) if binary else read_text(data)


def read_text(data: bytes) -> dict[bytes, tuple[float, ...]]:
    lines = data.split(b"\n")
    rows = [
        (i, BLANKS.split(line.strip(b" \t\r\x0b\x0c")), line) for i, line in enumerate(lines, 1)
    ]
    rows = [row for row in rows if row[1] != [b""]]
    if not rows:
        raise Refused(0)
    first = rows[0][1]
    if len(first) == 2 and all(re.fullmatch(rb"\d+", field) for field in first):
        V, N = map(int, first)
        rows = rows[1:]
        if V < 1 or not 1 <= N <= 100_000:
            raise Refused(1)
    else:
        V = None
        N = 0
        for field in reversed(first[1:]):
            if not (NUMBER.match(field) or NOT_FINITE.match(field)):
                break
            N += 1
        if N < 2:
            raise Refused(1)
    found = dict[bytes, tuple[float, ...]]()
    for number, fields, line in rows:
        word, numbers = fields[:-N], fields[-N:]
        if not word or len(numbers) < N or not all(map(NUMBER.match, numbers)):
            raise Refused(number)
        if len(word) > 1 and (NUMBER.match(word[-1]) or NOT_FINITE.match(word[-1])):
            raise Refused(number)
        start = line.index(word[0])
        letters = re.match(rb"[ \t\r\x0b\x0c]+".join(map(re.escape, word)), line[start:])[0]
        if len(letters) > 1000:
            raise Refused(number)
        try:
            row = struct.unpack(f"<{N}f", struct.pack(f"<{N}f", *map(float, numbers)))
            if float("inf") in map(abs, row):
                raise OverflowError
        except OverflowError:  # beyond float32
            raise Refused(number) from None
        found.setdefault(letters, row)
    if V is not None and len(rows) != V:
        raise Refused(len(lines))
    return found


def read_binary(data: bytes) -> dict[bytes, tuple[float, ...]]:
    header = re.match(rb"[ \t\r\v\f]*(\d+)[ \t\r\v\f]+(\d+)[ \t\r\v\f]*\n", data)
    if not header or header[0].endswith(b"\r\n"):
        raise Refused(1)
    V, N = int(header[1]), int(header[2])
    if not V or not 1 <= N <= 100_000:
        raise Refused(1)
    found = dict[bytes, tuple[float, ...]]()
    at, apart = header.end(), False
    for entry in range(V):
        if entry and apart:
            if data[at : at + 1] != b"\n":
                raise Refused(entry + 1)
            at += 1
        space = data.find(b" ", at)
        word = data[at:space]
        end = space + 1 + 4 * N
        if space < 0 or not word or len(word) > 1000 or CONTROL.search(word) or end > len(data):
            raise Refused(entry + 1)
        row = struct.unpack(f"<{N}f", data[space + 1 : end])
        if not all(abs(x) < float("inf") for x in row):
            raise Refused(entry + 1)
        found.setdefault(word, row)
        at = end
        apart = apart or (entry == 0 and data[at : at + 1] == b"\n")
    if data[at:] not in (b"", b"\n" if apart else b""):
        raise Refused(V + 1)
    return found
