"""The drawing of lesson 10: what a search finds, with the words that made the match lit."""

from __future__ import annotations

import html
from collections.abc import Sequence

from ...corpus import sentences_of
from ...messages import W2VError, message
from ...uses.search import Ranker, case_of
from ...uses.task import Answer
from ..drawing import Picture, visible

LIT = 0.3  # of the strongest word's part


def found(rankers: Sequence[Ranker], query: str, most: int = 3) -> Picture:
    """The best texts for a typed query, by each ranker, the words that made the match in bold.

    Raises W2VError where the query has no word.
    """
    words = [word for sentence in sentences_of(query) for word in sentence] if query else []
    if not words:
        raise W2VError("no_words")
    parts, lines = [], []
    for ranker in rankers:
        name = type(ranker).__name__
        answers = case_of(ranker, words, most=most).answers
        rows = "".join(f"<li>{answer.score:.2f} · {_bold(answer)}</li>" for answer in answers)
        parts.append(f"<p>{name}</p><ol>{rows}</ol>")
        said = [f"{answer.score:.2f} {_starred(answer)}" for answer in answers]
        lines += [f"{name}:", *(said or [message("l10.nothing_found")])]
    return Picture("text/html", "".join(parts), "\n".join(lines), text=True)


def _lit(answer: Answer) -> list[tuple[str, bool]]:
    """The words of a text, and whether each has much to do with the match."""
    most = max((abs(part) for part in answer.lit), default=0)
    parts = zip(answer.text.split(), answer.lit, strict=True)
    return [(visible(word), most > 0 and part > LIT * most) for word, part in parts]


def _bold(answer: Answer) -> str:
    """Words that users typed are data: they are escaped."""
    marked = ((html.escape(word), on) for word, on in _lit(answer))
    return " ".join(f"<b>{word}</b>" if on else word for word, on in marked)


def _starred(answer: Answer) -> str:
    return " ".join(f"*{word}*" if on else word for word, on in _lit(answer))
