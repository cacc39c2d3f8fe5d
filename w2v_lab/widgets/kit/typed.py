"""A text that somebody has typed, opened or chosen among ours."""

from __future__ import annotations

from typing import Any

from ...corpus import read_text
from ...messages import LANGUAGES, choice
from ...toys import TOY_TEXTS

MOST_WORDS = 48  # of a text: more would be a heap, not a picture


def first_words(sentences: list[list[str]], most: int = MOST_WORDS) -> list[list[str]]:
    """The sentences up to so many words, the last one cut short."""
    used: list[list[str]] = []
    room = most
    for words in sentences:
        if room <= 0:
            break
        used.append(words[:room])
        room -= len(words)
    return used


def as_typed(sentences: list[list[str]]) -> str:
    """The sentences as the text that yields them, one a line."""
    return "\n".join(" ".join(words) for words in sentences)


def way_to(text: Any) -> dict[str, str]:
    """What asks for a text: one of ours by its name, another one by the words that are used."""
    for name, ours in TOY_TEXTS.items():
        for language in LANGUAGES:
            if text == ours[language]:
                return {"toy": name, "language": language}
    return {"text": as_typed(first_words(read_text(text)))}


def toy_text(name: Any, language: Any) -> str:
    """One of our texts, as the page names it. Raises W2VError."""
    texts = TOY_TEXTS[choice("toy", name, TOY_TEXTS)]
    return texts[choice("language", language, LANGUAGES)]
