"""Finding words by their letters, among hundreds of thousands while somebody types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

END = "\n"


class Finder:
    """Words as one long text, so that a search is one of Python's own, whatever the size."""

    def __init__(self, words: Sequence[str]) -> None:
        folded = [word.casefold().replace(END, " ") for word in words]
        self.text = END + END.join(folded) + END
        self.starts = np.cumsum([0, *(1 + len(word) for word in folded)])

    def found(self, text: str, most: int) -> list[int]:
        """The rows of words that begin with a text, then of those that hold it; large and small
        letters are alike.
        """
        sought = text.casefold().replace(END, " ")
        if not sought:
            return []
        rows = dict.fromkeys(islice(self._rows(END + sought), most))
        rows |= dict.fromkeys(islice(self._rows(sought), 2 * most))
        return list(rows)[:most]

    def _rows(self, sought: str) -> Iterator[int]:
        at = self.text.find(sought)
        while at >= 0:
            row = int(np.searchsorted(self.starts, at, side="right")) - 1
            yield row
            at = self.text.find(sought, int(self.starts[row + 1]))
