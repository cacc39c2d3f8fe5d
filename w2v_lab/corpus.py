"""Sentences and the vocabulary: how text becomes lists of words, and words become numbers.

A sentence is a list of words, a corpus an iterable of sentences. Everything else in the lab speaks
of words by their ids, which this module hands out.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path

import numpy as np

from .encodings import HAN, decoded
from .messages import UnknownWordError, W2VError, clean, listed, message, whole
from .packing import opened

LONGEST_TEXT = 1_000_000  # characters; longer texts belong to lesson 09, which trains on files

LONGEST_MEAN = 4  # Chinese characters a word, in a sentence whose words are set apart

_HAN_OR_NOT = re.compile(f"{HAN.pattern}|[^{HAN.pattern[1:-1]}]+")
_JOINERS = "\u200c\u200d"  # they shape Persian, Hindi, faces of many parts: they stay
# Soft hyphens, spaces of no width, marks of direction, order and controls make no word another one
_UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_LETTER = rf"(?:[^\W\d_]|[\u0300-\u036f{_JOINERS}])"  # an accent may stand on its own
_PLAIN_WORD = re.compile(f"{_LETTER}+(?:['’-]{_LETTER}+)*")
_CLOSING = "\"'”’»›」』)\\]}）】*_"  # what may stand between a sentence's end and the next one
_SENTENCE_END = re.compile(
    r"[。！？…]+|(?<![.!?])[.!?]++(?=\s|$)"
    # within quotes: he may go on, as in “Stop!” he said
    rf"|(?<![.!?])[.!?]++[{_CLOSING}]++(?=\s++[^a-zß-öø-ÿ]|\s*+$)|[\r\n\u2028\u2029\x85]+"
)
_AFTER_STOP = re.compile(rf"(?<![.!?])[.!?]++[{_CLOSING}]++")
_DASH = re.compile(r"[—―]+|(?<=[^\W_])--+(?=[^\W_])")
_HAN_MARK = re.compile(  # they part words like a space
    f"[，、；：．「」『』《》〈〉（）【】〔〕]+|(?<={HAN.pattern})[“”‘’]+|[“”‘’]+(?={HAN.pattern})"
)
_MARKS = frozenset("\"'“”‘’„‚«»‹›`´_*,.;:!?·¡¿|｜~～–－")
_CLOSED_BY = dict(zip("([{［｛", ")]}］｝", strict=True))
_BRACKETS = frozenset([*_CLOSED_BY, *_CLOSED_BY.values()])


class Vocabulary:
    """The words of a corpus, most frequent first; a word's place in `words` is its id.

    `words` is a list of str, `counts` an int64 array of shape (V,), `index` a dict from word to id.
    """

    def __init__(self, words: Sequence[str], counts: Sequence[int]) -> None:
        self.words = list(words)
        self.counts = np.array(counts, dtype=np.int64)
        self.index = {word: i for i, word in enumerate(self.words)}

    @classmethod
    def from_sentences(cls, sentences: Iterable[Sequence[str]], min_count: int = 1) -> Vocabulary:
        """Count the words and give out the ids; words rarer than `min_count` are left out.

        Ties keep the order of first appearance. Raises W2VError where a sentence is a plain str
        (it would be taken letter by letter), where a word is no str, and where no word is left.
        """
        min_count = whole("min_count", min_count, least=0)
        tally = Counter(chain.from_iterable(checked(sentences)))
        if not tally:
            raise W2VError("no_words")
        kept = [(word, count) for word, count in tally.most_common() if count >= min_count]
        if not kept:
            raise W2VError("min_count_too_high", min_count=min_count, most=max(tally.values()))
        words, counts = zip(*kept, strict=True)
        return cls(words, counts)

    def one_hot(self, word: str) -> np.ndarray:
        """The word as a vector of shape (V,): 1 at its id, 0 elsewhere. Raises UnknownWordError."""
        x = np.zeros(len(self))
        x[self.id(word)] = 1
        return x

    def id(self, word: str | int) -> int:
        """The id of a word; an id is checked and passed through.

        Raises UnknownWordError for a word, W2VError for an id that the vocabulary has not.
        """
        return word_id(word, self.words, self.index)

    def ids(self, sentence: Sequence[str]) -> list[int]:
        """The ids of a sentence's words, in order; words outside the vocabulary are dropped."""
        return [self.index[word] for word in sentence if word in self.index]

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.index

    def __repr__(self) -> str:
        first = zip(self.words[:8], self.counts, strict=False)
        shown = listed(message("messages.named", name=word, value=count) for word, count in first)
        name = "larger_vocabulary" if len(self) > 8 else "vocabulary"
        return message(f"messages.{name}", V=len(self), words=shown)


def word_id(word: str | int, words: Sequence[str], index: Mapping[str, int]) -> int:
    """The place of a word in a list of words; see `Vocabulary.id`. Raises UnknownWordError."""
    V = len(words)
    if isinstance(word, str):
        if word in index:
            return index[word]
        near = difflib.get_close_matches(word[:50], words[:5000], n=3)
        raise UnknownWordError("unknown_word", word=word, V=V, near=listed(near or words[:3]))
    if isinstance(word, bool) or not isinstance(word, int | np.integer):
        raise W2VError("not_a_word", got=word)
    if not 0 <= word < V:
        raise W2VError("id_out_of_range", id=int(word), V=V, last=V - 1)
    return int(word)


def checked(sentences: Iterable[Sequence[str]]) -> Iterable[list[str]]:
    """The sentences one by one, each made sure to be a list of str. Raises W2VError."""
    return map(checked_words, each(sentences))


def each(sentences: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The sentences one by one, not looked into. Raises W2VError."""
    if isinstance(sentences, str | bytes):
        raise W2VError("sentences_are_text", got=sentences[:30])
    try:
        return iter(sentences)
    except TypeError:
        raise W2VError("sentences_are_no_list", got=type(sentences).__name__) from None


def checked_words(words: Iterable[str]) -> list[str]:
    """The words as a list, each made sure to be a str. Raises W2VError."""
    if isinstance(words, str | bytes):
        raise W2VError("sentence_is_text", got=words[:30])
    try:
        found = list(words)
    except TypeError:
        raise W2VError("sentences_are_no_list", got=type(words).__name__) from None
    if set(map(type, found)) - {str}:  # a subclass of str, or no word at all
        for word in found:
            if not isinstance(word, str):
                raise W2VError("not_a_word", got=word)
    return found


def read_text(text: str | bytes, encoding: str | None = None) -> list[list[str]]:
    """Split a text into sentences of words, by rules that fit in one breath.

    Sentences end at a line's end and at . ! ? … 。 ！ ？, with the quotes that close there; words
    are what stands between spaces and dashes, less the marks around them and what cannot be seen;
    words made of letters alone are made small. A Chinese sentence with spaces between its words
    keeps them, one without is cut into characters (lesson 09 has a segmenter). Read again, the
    words give the same sentences.
    Bytes are taken as `encoding` says, or as `encodings.decoded` finds. Raises W2VError where the
    text is empty, is no text, or is longer than a million characters.
    """
    text = _decoded(text, encoding)
    if len(text) > LONGEST_TEXT:
        raise W2VError("text_too_long", length=len(text), most=LONGEST_TEXT)
    sentences = list(sentences_of(text))
    if not sentences:
        raise W2VError("empty_text")
    return sentences


def read_file(path: str | Path, encoding: str | None = None) -> list[list[str]]:
    """The sentences of a text file, packed or not, split as by `read_text`. Raises W2VError."""
    with opened(path) as file:
        data = file.read(4 * LONGEST_TEXT + 1)  # a character takes 4 bytes at most
    return read_text(data, encoding)


def sentences_of(text: str) -> Iterator[list[str]]:
    """Yield the sentences of a text of any length, as `read_text` cuts them."""
    for part in _parts(text):
        if words := [word for piece in _pieces(part) if (word := _bare(piece))]:
            yield words


def cut_by_character(text: str | bytes, encoding: str | None = None) -> bool:
    """Whether `read_text` cuts some of the text's Chinese into characters, for want of spaces."""
    parts = map(str.split, _parts(_decoded(text, encoding)))
    return any(_unspaced(tokens) and len(HAN.findall("".join(tokens))) > 1 for tokens in parts)


def made_small(text: str | bytes, encoding: str | None = None) -> tuple[str, str] | None:
    """The first word whose capital letters `read_text` makes small, and what it becomes."""
    for part in _parts(_decoded(text, encoding)):
        for piece in _pieces(part):
            word = _bare(piece)
            start = piece.lower().find(word) if word else -1
            typed = piece[start : start + len(word)]
            if start >= 0 and typed != word:
                return typed, word
    return None


def _decoded(text: str | bytes, encoding: str | None) -> str:
    if isinstance(text, str):
        return clean(text)
    if not isinstance(text, bytes | bytearray | memoryview):
        raise W2VError("not_text", got=type(text).__name__)
    data = bytes(text)
    if len(data) > 4 * LONGEST_TEXT:
        raise W2VError("text_too_long", length=len(data), most=LONGEST_TEXT)
    return clean(decoded(data, encoding))


def _parts(text: str) -> Iterable[str]:
    """A text's sentences, not yet cut into words, less what cannot be seen."""
    return _SENTENCE_END.split(_DASH.sub(" ", _UNSEEN.sub("", text)))


def _unspaced(tokens: list[str]) -> bool:
    """Chinese without spaces between its words: none at all, or a stray one in a long row.

    A space beside a mark says nothing. Where words are set apart they have two characters on
    average, hardly ever more than LONGEST_MEAN.
    """
    pieces = [piece for token in tokens for piece in _HAN_MARK.split(token) if HAN.search(piece)]
    if not any(HAN.match(a[-1]) and HAN.match(b[0]) for a, b in pairwise(tokens)):
        return bool(pieces)
    return len(HAN.findall("".join(pieces))) > LONGEST_MEAN * len(pieces)


def _pieces(part: str) -> list[str]:
    """The words of a sentence with the marks still around them."""
    tokens = part.split()
    if part.isascii():
        return tokens
    cut = _HAN_OR_NOT.findall if _unspaced(tokens) else _whole
    return [piece for token in tokens for word in _HAN_MARK.split(token) for piece in cut(word)]


def _whole(word: str) -> list[str]:
    return [word]


@lru_cache(maxsize=1 << 14)  # most words come again
def _bare(token: str) -> str:
    """The word without the marks around it, small if it is made of letters alone."""
    if not (token[:1].isalnum() and token[-1:].isalnum()):
        token = _stripped(token)
    return token.lower() if _PLAIN_WORD.fullmatch(token) else token


def _stripped(token: str) -> str:
    """Less the marks at both ends, brackets that close nothing, and brackets around all of it."""
    partner = _partners(token)
    stopped = {place for end in _AFTER_STOP.finditer(token) for place in range(*end.span())}
    first, last = 0, len(token) - 1
    while first <= last:
        if token[first] in _MARKS or partner.get(first, first) > last:
            first += 1
        elif token[last] in _MARKS or last in stopped or partner.get(last, last) < first:
            last -= 1
        elif partner.get(first) == last:
            first, last = first + 1, last - 1
        else:
            break
    word = token[first : last + 1]
    return word if word.strip(_JOINERS + "-") else ""


def _partners(token: str) -> dict[int, int]:
    """Where a bracket's other half stands, by its own place; beyond the token if nowhere."""
    partner, waiting = dict[int, int](), list[int]()
    for place, letter in enumerate(token):
        if letter in _CLOSED_BY:
            waiting.append(place)
            partner[place] = len(token)
        elif letter in _BRACKETS:
            partner[place] = -1
            if waiting and _CLOSED_BY[token[waiting[-1]]] == letter:
                opening = waiting.pop()
                partner[opening], partner[place] = place, opening
    return partner
