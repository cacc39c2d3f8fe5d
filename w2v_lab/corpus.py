"""Sentences and the vocabulary: how text becomes lists of words, and words become numbers.

A sentence is a list of words, a corpus an iterable of sentences. Everything else in the lab speaks
of words by their ids, which this module hands out.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path

import numpy as np

from .messages import UnknownWordError, W2VError, clean, listed, whole

LONGEST_TEXT = 1_000_000  # characters; longer texts belong to lesson 09, which trains on files

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_HAN_OR_NOT = re.compile(f"{_HAN.pattern}|[^{_HAN.pattern[1:-1]}]+")
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"  # an accent may stand on its own
_PLAIN_WORD = re.compile(f"{_LETTER}+(?:['’-]{_LETTER}+)*")
_SENTENCE_END = re.compile(r"[。！？…]+|(?<![.!?])[.!?]+(?=\s|$)|[\r\n\u2028\u2029]+")
_OUTER_MARKS = "\"'“”‘’「」『』《》〈〉,，、.．;；:：!！?？—·"
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("【", "】"))


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
        shown = ", ".join(f"{w}: {c}" for w, c in zip(self.words[:8], self.counts, strict=False))
        return f"Vocabulary of {len(self)} words ({shown}{', …' if len(self) > 8 else ''})"


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
    if isinstance(sentences, str | bytes):
        raise W2VError("sentences_are_text", got=sentences[:30])
    try:
        iterator = iter(sentences)
    except TypeError:
        raise W2VError("sentences_are_no_list", got=type(sentences).__name__) from None
    yield from map(checked_words, iterator)


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


def read_text(text: str | bytes) -> list[list[str]]:
    """Split a text into sentences of words, by rules that fit in one breath.

    Sentences end at a line's end and at . ! ? … 。 ！ ？; words are what stands between spaces,
    less the marks around them; words made of letters alone are made small. A Chinese sentence with
    spaces between its words keeps them, one without is cut into characters (lesson 09 has a
    segmenter).
    Raises W2VError where the text is empty, is no text, or is longer than a million characters.
    """
    text = _decoded(text)
    if len(text) > LONGEST_TEXT:
        raise W2VError("text_too_long", length=len(text), most=LONGEST_TEXT)
    sentences = [words for part in _SENTENCE_END.split(text) if (words := _words(part))]
    if not sentences:
        raise W2VError("empty_text")
    return sentences


def read_file(path: str | Path) -> list[list[str]]:
    """The sentences of a file in UTF-8 or GB 18030, split as by `read_text`. Raises W2VError."""
    try:
        with open(path, "rb") as file:
            data = file.read(4 * LONGEST_TEXT + 1)  # a character takes 4 bytes at most
    except (OSError, ValueError, TypeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise W2VError("file_unreadable", path=str(path), why=why) from error
    return read_text(data)


def cut_by_character(text: str | bytes) -> bool:
    """Whether `read_text` cuts some of the text's Chinese into characters, for want of spaces."""
    parts = (part.split() for part in _SENTENCE_END.split(_decoded(text)))
    return any(_unspaced(tokens) and len(_HAN.findall("".join(tokens))) > 1 for tokens in parts)


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return clean(text).removeprefix("\ufeff")
    if not isinstance(text, bytes | bytearray | memoryview):
        raise W2VError("not_text", got=type(text).__name__)
    data = bytes(text)
    if len(data) > 4 * LONGEST_TEXT:
        raise W2VError("text_too_long", length=len(data), most=LONGEST_TEXT)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            decoded = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in decoded:  # a picture or a program: it decodes here and there by accident
            return decoded
    raise W2VError("not_text", got="bytes")


def _unspaced(tokens: list[str]) -> bool:
    """Chinese, with no space anywhere between two Chinese words."""
    chinese = [bool(_HAN.search(token)) for token in tokens]
    return any(chinese) and not any(a and b for a, b in pairwise(chinese))


def _words(part: str) -> list[str]:
    tokens = part.split()
    if _unspaced(tokens):
        tokens = [piece for token in tokens for piece in _HAN_OR_NOT.findall(token)]
    return [word for token in tokens if (word := _bare(token))]


def _bare(token: str) -> str:
    """The word without the marks around it, small if it is made of letters alone."""
    for _ in range(8):  # marks within brackets within marks: no honest word needs more rounds
        inner = token.strip(_OUTER_MARKS)
        for opening, closing in _BRACKETS:
            lonely = inner.count(opening) - inner.count(closing)
            if lonely > 0:
                inner = inner.removeprefix(opening)
            elif lonely < 0:
                inner = inner.removesuffix(closing)
            elif len(inner) > 1 and inner[0] == opening and inner[-1] == closing:
                inner = inner[1:-1]
        if inner == token:
            break
        token = inner
    return token.lower() if _PLAIN_WORD.fullmatch(token) else token
