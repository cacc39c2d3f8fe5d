"""Ways of cutting a sentence into words, side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..corpus import read_text
from ..messages import W2VError, message

Tokeniser = Callable[[str], list[str]]
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RUNS = re.compile(r"[a-zA-Z0-9]+(?:\.\d+)?%?|[^a-zA-Z0-9]+")


def by_spaces(text: str) -> list[str]:
    """What stands between spaces, marks and all."""
    return text.split()


def by_lab(text: str) -> list[str]:
    """As `read_text` does, all sentences in one row."""
    try:
        return [word for sentence in read_text(text) for word in sentence]
    except W2VError:
        return []


def by_character(text: str) -> list[str]:
    """Each character that is no space."""
    return [letter for letter in text if not letter.isspace()]


def by_wordpunct(text: str) -> list[str]:
    """NLTK's runs of letters and digits, runs of marks."""
    from nltk.tokenize import wordpunct_tokenize

    return list(wordpunct_tokenize(text))


def by_treebank(text: str) -> list[str]:
    """NLTK's rules of the Penn Treebank: do|n't, marks apart."""
    from nltk.tokenize import NLTKWordTokenizer

    return list(NLTKWordTokenizer().tokenize(text))


def by_toktok(text: str) -> list[str]:
    """NLTK's Toktok, for many languages."""
    from nltk.tokenize import ToktokTokenizer

    return list(ToktokTokenizer().tokenize(text))


def by_tweet(text: str) -> list[str]:
    """NLTK's for short messages: #tags, :-) and @names stay whole."""
    from nltk.tokenize import TweetTokenizer

    return list(TweetTokenizer().tokenize(text))


def by_jieba(text: str) -> list[str]:
    """jieba's, for Chinese, by a dictionary and a hidden Markov model.

    rjieba carries both. Only what it leaves whole between letters and marks, "3-4", is cut as
    jieba does.
    """
    import rjieba

    return [
        part
        for word in rjieba.cut(text)
        if not word.isspace()
        for part in ([word] if _HAN.search(word) or rjieba.has_word(word) else _RUNS.findall(word))
    ]


TOKENISERS: dict[str, Tokeniser] = {
    "spaces": by_spaces,
    "read_text": by_lab,
    "wordpunct": by_wordpunct,
    "treebank": by_treebank,
    "toktok": by_toktok,
    "tweet": by_tweet,
    "jieba": by_jieba,
    "characters": by_character,
}


@dataclass(frozen=True)
class Cut:
    """What one tokeniser makes of a text: `words`, or None where its package is not installed.

    As a text, the words with dots between them.
    """

    name: str
    words: tuple[str, ...] | None

    def __str__(self) -> str:
        return message("messages.not_installed") if self.words is None else " · ".join(self.words)

    @property
    def different(self) -> int:
        """How many different words there are."""
        return len(set(self.words or ()))


def side_by_side(text: str) -> tuple[Cut, ...]:
    """One text cut by each of TOKENISERS. Raises W2VError where it is no text."""
    if not isinstance(text, str):
        raise W2VError("not_text", got=type(text).__name__)
    return tuple(Cut(name, _words(cut, text)) for name, cut in TOKENISERS.items())


def _words(cut: Tokeniser, text: str) -> tuple[str, ...] | None:
    try:
        return tuple(cut(text))
    except ImportError:
        return None
