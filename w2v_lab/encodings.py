"""Which encoding the bytes of a text are in, told by what they decode to."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from .messages import W2VError
from .packing import kind_of

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_MARKS = {  # what stands before a text to name its encoding; the longer first
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"\x84\x31\x95\x33": "gb18030",
}
# Private use and what is no character: what another encoding's bytes decode to
_IMPLAUSIBLE = re.compile(
    "[\0-\x08\x0e-\x1a\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)
_ALONE = re.compile(
    rf"[A-Za-z]{HAN.pattern}(?!{HAN.pattern})|(?<!{HAN.pattern}){HAN.pattern}(?=[A-Za-z])"
)
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_PRINTED = "’‘“”–—…€£§°«»¿¡™©®·„‚•\xa0"


def checked_encoding(encoding: str) -> str:
    """The name of an encoding that Python knows, e.g. "gb18030". Raises W2VError."""
    try:
        if codecs.lookup(encoding)._is_text_encoding:  # "hex" and its like are no encodings of text
            return encoding
    except (LookupError, TypeError, ValueError):
        pass
    raise W2VError("unknown_encoding", got=encoding)


def marked(data: bytes) -> str | None:
    """The encoding that a byte order mark at the start names."""
    return next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)


def decoded(data: bytes, encoding: str | None = None) -> str:
    """The text that bytes encode: as asked, or as `encoding_of` finds. Raises W2VError."""
    if encoding is not None:
        checked_encoding(encoding)
    return _as_asked(data, encoding or encoding_of(data)).removeprefix("\ufeff")


def encoding_of(data: bytes) -> str:
    """The encoding of a text's bytes: as their mark says, or the first plausible one.

    Tried are UTF-8, GB 18030, Big5 and Windows-1252. Raises W2VError naming what was found.
    """
    if (kind := kind_of(data[:512])) not in (None, "HTML", "JSON"):  # these two are texts
        raise W2VError("another_kind", kind=kind)
    if mark := marked(data):
        return mark
    if b"\0" in data:
        raise W2VError("zeros_in_text", place=data.index(b"\0"))
    if name := guessed(data):
        return name
    place = _first_foreign(data)
    raise W2VError("no_encoding", byte=f"0x{data[place]:02x}", place=place)


def guessed(data: bytes) -> str | None:
    """The first of the encodings tried in which bytes make a plausible text."""
    for name, plausible in _PLAUSIBLE.items():
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if plausible(text):
            return name
    return None


def _as_asked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        byte = f"0x{data[place]:02x}" if place < len(data) else "–"
        raise W2VError("not_this_encoding", encoding=encoding, byte=byte, place=place) from None


def _first_foreign(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _is_gb(text: str) -> bool:
    """Han stands by Han, and most of it is common.

    One Han alone beside a Latin letter is a letter of Windows-1252 and the one after it; Cyrillic
    decodes to rare Han, Korean to Han of the first rows only, Japanese keeps its kana.
    """
    alone = len(_ALONE.findall(text))
    among = len(HAN.findall(text))
    kana = sum("\u3040" <= letter <= "\u30ff" for letter in text)
    if _IMPLAUSIBLE.search(text) or 2 * alone >= among or kana > among / 10:
        return False
    if among > 20 and _share(text, "gb18030", range(0xC9, 0xFF), range(0x40, 0xFF)) < 0.1:
        return False
    common = _share(text, "gb18030", range(0xB0, 0xD8), range(0xA1, 0xFF))
    return common > 0.4 and not _is_big5(text.encode("gb18030"), at_least=common)


def _is_big5(data: bytes, at_least: float = 0.9) -> bool:
    """Common Han, some of them with a second byte that the encodings like EUC never have."""
    try:
        text = data.decode("big5")
    except UnicodeDecodeError:
        return False
    leads = range(0xA4, 0xC7)
    common = _share(text, "big5", leads, range(0x40, 0xFF))
    return common > max(0.9, at_least) and _share(text, "big5", leads, range(0x40, 0x7F)) > 0.1


def _share(text: str, encoding: str, first: range, second: range) -> float:
    """The share of a text's Han, of two bytes each, whose bytes are in two ranges."""
    pairs = _PAIR.findall("".join(HAN.findall(text[:50_000])).encode(encoding))
    return sum(a in first and b in second for a, b in pairs) / len(pairs) if pairs else 0.0


def _is_western(text: str) -> bool:
    """Mostly plain letters, and what is not are letters or a printer's marks, never symbols."""
    foreign = [letter for letter in text if letter > "\x7f"]
    likely = sum(letter.isalpha() or letter in _PRINTED for letter in foreign)
    plain = sum(letter.isascii() and letter.isalpha() for letter in text)
    return len(foreign) < plain and likely >= 0.9 * len(foreign)


_PLAUSIBLE: dict[str, Callable[[str], bool]] = {
    "utf-8": lambda text: True,
    "gb18030": _is_gb,
    "big5": lambda text: _is_big5(text.encode("big5")),
    "cp1252": _is_western,
}
