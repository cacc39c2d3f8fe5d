"""fastText's subwords: a word is the mean of its n-grams, so that a word never seen has a vector.

It changes who is given: in the place of one input word stand the word itself and all its n-grams of
3 to 6 letters, "<" and ">" marking its ends; all else is the one update (Bojanowski et al. 2017).
The n-grams join the vocabulary as words that are never asked for: their counts are 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ..corpus import Vocabulary, checked
from ..engine.flat import Lists
from ..engine.text import subsampled, text_of
from ..examples import Example, examples, keep_probabilities
from ..explore import nearest, unit
from ..messages import W2VError, whole
from ..model import Model
from ..vectors import Vectors
from .fitting import (
    Examples,
    drained,
    examples_of,
    exploding,
    joined,
    model_with,
    passes,
    vocabulary_of,
)

BUCKETS = 2_000_000


def ngrams(word: str, min_n: int = 3, max_n: int = 6) -> list[str]:
    """The n-grams of "<word>", from each letter the shortest first, as fastText lists them.

    >>> ngrams("cat")
    ['<ca', '<cat', '<cat>', 'cat', 'cat>', 'at>']

    One Chinese character has one, 3 long: "<我>". Raises W2VError.
    """
    min_n = whole("min_n", min_n)
    max_n = whole("max_n", max_n, least=min_n)
    marked = f"<{word}>"
    return [
        marked[first : first + n]
        for first in range(len(marked))
        for n in range(min_n, min(max_n, len(marked) - first) + 1)
    ]


def hashed(ngram: str) -> int:
    """FNV-1a of the n-gram's bytes, 32 bits, as fastText computes it.

    There a byte above 127 counts as a negative number: its upper 24 bits are ones. That is a slip
    of the program's (C's char has a sign), kept for the sake of the files it wrote.
    """
    h = 2166136261
    for byte in ngram.encode():
        h ^= byte if byte < 128 else byte | 0xFFFFFF00
        h = h * 16777619 % 2**32
    return h


class Subwords:
    """The n-grams of a vocabulary's words, those of one bucket together, each with a row of W_in.

    `joined` is the vocabulary with an entry for each bucket in use, `V` the number of true words.
    fastText keeps a row for each of its 2,000,000 buckets; here there are none but those in use.
    """

    def __init__(
        self, vocabulary: Vocabulary, min_n: int = 3, max_n: int = 6, bucket: int = BUCKETS
    ) -> None:
        self.vocabulary, self.V = vocabulary, len(vocabulary)
        self.min_n, self.max_n, self.bucket = min_n, max_n, whole("bucket", bucket)
        names: dict[int, str] = {}
        for word in vocabulary.words:
            for ngram in ngrams(word, min_n, max_n):
                names.setdefault(hashed(ngram) % self.bucket, ngram)
        self.row_of = {number: self.V + place for place, number in enumerate(names)}
        self.joined = joined(vocabulary, [f"[{ngram}]" for ngram in names.values()])

    def pieces(self, word: str) -> list[tuple[str, int]]:
        """The word, if known, and its n-grams that have a row, each with the row."""
        if not isinstance(word, str):
            raise W2VError("not_a_word", got=word)
        own = [(word, self.vocabulary.index[word])] if word in self.vocabulary else []
        found = [
            (ngram, self.row_of[number])
            for ngram in ngrams(word, self.min_n, self.max_n)
            if (number := hashed(ngram) % self.bucket) in self.row_of
        ]
        return own + found

    def rows(self, word: str) -> list[int]:
        """The rows of W_in whose mean is the word's vector. Raises UnknownWordError for none."""
        rows = [row for _, row in self.pieces(word)]
        if not rows:
            self.vocabulary.id(word)  # raises: it is no word, and shares no n-gram with any
        return rows

    def examples(self, sentences: Iterable[Sequence[str]], window: int = 2) -> Iterator[Example]:
        """Skip-gram's examples with the input's rows in its place, for `step` to walk through."""
        words = self.vocabulary.words
        for example in examples(sentences, self.vocabulary, "skip-gram", window):
            yield Example(tuple(self.rows(words[example.inputs[0]])), example.targets)

    def in_place_of(self, given: Examples) -> Examples:
        """The same for pairs in flat arrays."""
        rows = [self.rows(word) for word in self.vocabulary.words]
        inputs, targets = given
        lengths = np.array([len(of) for of in rows])[inputs.items]
        items = np.concatenate([rows[word] for word in inputs.items])
        return Lists.of(items, lengths), targets


class SubwordVectors(Vectors):
    """Vectors that know words they never saw, by their n-grams.

    `matrix` (V, N) holds the means of the known words, as fastText writes them; `rows`, one for
    each word and one for each n-gram, what they are the means of.
    """

    def __init__(self, subwords: Subwords, rows: np.ndarray) -> None:
        self.subwords, self.rows = subwords, rows
        words = subwords.vocabulary.words
        super().__init__(words, np.array([self.vector(word) for word in words]))

    @exploding
    def vector(self, word: str) -> np.ndarray:
        """The mean of the rows of a word and its n-grams, (N,); of any word that shares one.

        Raises UnknownWordError.
        """
        return self.rows[self.subwords.rows(word)].mean(axis=0)

    def similar_to(self, word: str, topn: int = 10) -> list[tuple[str, float]]:
        """The known words nearest to any word, a typing error for instance, with their cosines.

        Raises UnknownWordError.
        """
        itself = [self.index[word]] if word in self.index else []
        rows, cosines = nearest(self.matrix, self.vector(word), itself, topn)
        return [(self.words[row], float(c)) for row, c in zip(rows, cosines, strict=True)]

    def shares(self, word: str, other: str) -> list[tuple[str, float]]:
        """Which n-grams did it: what each piece of a word adds to its cosine with another word.

        The shares add up to the cosine; greatest first. Raises UnknownWordError.
        """
        pieces = self.subwords.pieces(word)
        whole_word, towards = self.vector(word), unit(self.vector(other)[None, :])[0]
        length = float(np.linalg.norm(whole_word)) * len(pieces)
        parts = [(piece, float(self.rows[row] @ towards) / length) for piece, row in pieces]
        return sorted(parts, key=lambda part: -part[1])


def subwords(
    sentences: Iterable[Sequence[str]],
    vector_size: int = 100,
    window: int = 5,
    min_count: int = 5,
    negative: int = 5,
    sample: float = 1e-3,
    epochs: int = 5,
    learning_rate: float = 0.05,
    seed: int = 0,
    *,
    ns_exponent: float = 0.5,
    min_n: int = 3,
    max_n: int = 6,
    bucket: int = BUCKETS,
) -> SubwordVectors:
    """Vectors of words and their n-grams; settings as of `fit`, defaults as in fastText.

    As there, a negative that equals the target is drawn again, and each row moves by the whole of
    EH: divided among some twenty n-grams, hardly anything would move. Raises W2VError.
    """
    at_hand, vocabulary = vocabulary_of(sentences, min_count)
    parts = Subwords(vocabulary, min_n, max_n, bucket)
    model = subword_model(parts, vector_size, negative, ns_exponent, seed)
    text = text_of(checked(at_hand), vocabulary)
    keep = keep_probabilities(vocabulary.counts, sample)

    def again() -> Examples:
        kept = subsampled(text, keep, model.rng) if sample else text
        return parts.in_place_of(examples_of(kept, "skip-gram", window))

    drained(passes(model, again, epochs, learning_rate))
    return SubwordVectors(parts, model.W_in)


def subword_model(
    parts: Subwords,
    vector_size: int = 5,
    negative: int = 5,
    ns_exponent: float = 0.5,
    seed: int = 0,
) -> Model:
    """The model itself: `w2v.Model` over the joined vocabulary, for `step` and `record`."""
    return model_with(
        parts.joined,
        parts.vocabulary,
        vector_size,
        negative,
        ns_exponent,
        seed,
        target_drawn="redraw",
        undivided=True,
    )
