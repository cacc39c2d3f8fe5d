"""Every text that a person reads, in English and Chinese, and the errors that carry such texts.

The texts stand beside what says them, in `NAME.toml`, or in `texts.toml` of a lesson's folder: one
table a message, both languages side by side. Words that a user typed are values: they are put into
a text in one pass and are never read as a pattern.
"""

from __future__ import annotations

import html
import operator
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import numpy as np

LANGUAGES = ("en", "zh")
_language = "en"
LONGEST_QUOTE = 60  # characters of a typed word that an error repeats


class W2VError(ValueError):
    """An input that the lab cannot use; the text names the cause and the way out.

    `key` is the message's name in `errors.toml` and `values` what was put into it, so
    that a widget can say the same in the language of its reader.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = {name: quotable(value) for name, value in values.items()}
        super().__init__(message(f"errors.{key}", **self.values))

    def __reduce__(self) -> tuple[object, ...]:  # so that errors can be copied and sent
        return _remade, (type(self), self.key, self.values)

    def __str__(self) -> str:  # KeyError, a parent of UnknownWordError, would show the repr
        return str(self.args[0])


class UnknownWordError(W2VError, KeyError):
    """A word that the vocabulary does not hold; a KeyError too, as a dictionary would raise."""


def _remade(kind: type[W2VError], key: str, values: dict[str, object]) -> W2VError:
    return kind(key, **values)


def whole(name: str, value: object, least: int = 1) -> int:
    """A setting that counts something: a whole number from `least` up. Raises W2VError."""
    if not isinstance(value, bool | np.bool_):
        with suppress(TypeError):
            count = operator.index(value)  # type: ignore[arg-type]
            if count >= least:
                return count
    raise W2VError("not_a_count", name=name, got=value, least=least)


def choice(name: str, value: object, choices: Iterable[str]) -> str:
    """A setting that is one of a few words. Raises W2VError."""
    known = list(choices)
    if isinstance(value, str) and value in known:
        return value
    raise W2VError("unknown_choice", name=name, got=value, choices=listed(known))


def listed(words: Iterable[object]) -> str:
    """Words in a row, as the chosen language separates them."""
    return message("messages.separator").join(map(str, words))


@cache
def catalogue(name: str) -> dict[str, dict[str, str]]:
    """The messages of one file of texts: `{key: {"en": …, "zh": …}}`.

    `name` is the file's, or its folder's where the file is `texts.toml`.
    """
    return tomllib.loads(text_files()[name].read_text(encoding="utf-8"))


@cache
def text_files() -> dict[str, Traversable]:
    """Every file of texts in the package, by the name under which `catalogue` knows it."""
    return dict(_texts_under(resources.files(__package__)))


def _texts_under(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts_under(entry)
        elif entry.name.endswith(".toml"):
            name = entry.name.removesuffix(".toml")
            yield folder.name if name == "texts" else name, entry


def message(name: str, /, **values: object) -> str:
    """The text called `file.key` in the chosen language, its `{places}` filled with `values`."""
    file, key = name.split(".", 1)
    return fill(catalogue(file)[key][_language], values)


def fill(template: str, values: dict[str, object]) -> str:
    """Put values into a text's `{places}` in one pass, so that a value is never read again."""
    return re.sub(r"\{(\w+)\}", lambda place: str(values[place[1]]), template)


def set_language(language: str) -> None:
    """Choose the language, "en" or "zh", of what is made from now on: widgets, errors, texts.

    Raises W2VError for any other language.
    """
    global _language
    _language = choice("language", language, LANGUAGES)


def get_language() -> str:
    """The language in use, "en" or "zh"."""
    return _language


def clean(text: str) -> str:
    """The text without lone surrogates, which neither UTF-8 nor a notebook's messages can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def paragraph(text: str) -> str:
    """Prose for a page, which breaks it between words; what is plain text Jupyter breaks anywhere.

    Lines stay as they are, those that are set in are code, in columns, and no word becomes markup.
    Between quotes that follow one another without a space, as Chinese lists have them, browsers
    would find no place for a break.
    """
    told = html.escape(text).replace("、&quot;", "、<wbr>&quot;")
    told = re.sub(r"(?m)^ .*$", r'<code style="background: none; padding: 0">\g<0></code>', told)
    style = "white-space: pre-wrap; overflow-wrap: anywhere"
    return f'<p class="printed" style="{style}">{told}</p>'


def quotable(value: object) -> object:
    """A value as an error may repeat it: a number, or a text of one short line."""
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**18):
        return value
    if not isinstance(value, str):
        try:
            value = repr(value)
        except Exception:  # a number of 5,000 digits, or an object that cannot say its name
            value = type(value).__name__
    visible = "".join(_visible(letter) for letter in clean(value[: LONGEST_QUOTE + 1]))
    return visible[:LONGEST_QUOTE] + "…" if len(value) > LONGEST_QUOTE else visible


def _visible(letter: str) -> str:
    """Control and direction marks are named: unseen, they would garble the line around them."""
    if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp"):
        return f"\\u{ord(letter):04x}"
    return letter
