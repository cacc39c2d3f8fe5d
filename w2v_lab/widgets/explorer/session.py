"""The explorer: any vectors, searched, compared, mapped, and what their maps keep of them."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ...explore import analogy_point, ask_analogy
from ...maps import MAPS, SLICES, Places, drawn, maps_here, plane
from ...messages import W2VError, choice
from ...vectors import Vectors
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from . import frame
from .finding import Finder

MOST_BYTES = 200_000_000  # of a file that comes through the browser
LONGEST = 100  # letters of what is searched for


class Session(BaseSession):
    """The conversation of `Explorer`. Raises W2VError."""

    DOORS: ClassVar[tuple[str, ...]] = ("result", "map")
    SETTINGS = ("vectors",)
    LASTING = frozenset({"file"})

    def __init__(
        self,
        vectors: Vectors,
        word: str | None = None,
        name: str = "",
        analogy: Sequence[str] = (),
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        self.vectors = self.checked("vectors", vectors)
        self._began_with = (self.vectors, name)
        self._question = list(analogy)
        self._first = 0 if word is None else self.vectors.id(word)
        self._name = name
        self._folder = ""  # of files that arrive from the page
        self._arrived: dict[str, int] = {}
        self._take()
        self.rebuild()

    def checked(self, setting: str, value: Any) -> Vectors:
        if not isinstance(value, Vectors):
            raise W2VError("no_vectors_given", got=type(value).__name__)
        return value

    def change(self, setting: str, value: Any) -> None:
        with self.all_or_nothing():
            self._hold(self.checked(setting, value), "")

    def _hold(self, vectors: Vectors, name: str) -> None:
        self.vectors, self._name, self._first, self._question = vectors, name, 0, []
        self._take()
        self.rebuild()

    def _take(self) -> None:
        """What is made once for all questions about these vectors; the rest when asked for."""
        self._made = getattr(self, "_made", 0) + 1
        self._places: dict[str, Places] = {}
        self._settling: dict[str, Generator[Places, None, None]] = {}
        self._slices: dict[str, int] = {}
        self._kept: dict[str, float] = {}
        self._finder: Finder | None = None
        _ = self.vectors.lengths  # measured now, and not while somebody waits

    def make_trace(self) -> Trace:
        hidden, no_map = self.shut("result"), self.shut("result", "map")
        facts = {
            "maps": [] if no_map else ["plane", "around", *maps_here()[1:]],
            "made": self._made,
            "changed": self.vectors is not self._began_with[0],
            "most_bytes": MOST_BYTES,
        }
        trace = frame.explorer(self.vectors, self._name, self._first, hidden, facts)
        if not no_map:
            self._add(trace, self._map("plane"))
        if not hidden:
            self._add(trace, self._around("plane", self._first))
            if len(self.vectors) > 1:
                (nearest,) = self.vectors.most_similar(self.vectors.words[self._first], 1)
                second = self.vectors.index[nearest[0]]
                self._add(trace, frame.compared(self.vectors, self._first, second))
            if self._question:
                self._add(trace, self._analogy(self._question, True))
        return trace

    def _add(self, trace: Trace, more: Trace) -> None:
        trace.facts["begins"] = [*trace.facts.get("begins", []), more.facts]
        trace.arrays |= more.arrays
        trace.drawn |= more.drawn

    # What the page asks for

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """Words, neighbours, a pair, an analogy, a map, its pictures; or another file."""
        if "search" in request:
            return self._found(request["search"])
        if "file" in request:
            return self._piece(request, buffers)
        if request.get("reset") is True:
            self._hold(*self._began_with)
            return None
        if self.shut("result"):
            return None
        if "word" in request:
            return self._around(request.get("map", "plane"), self._row(request["word"]))
        if "pair" in request:
            return frame.compared(self.vectors, *self._rows(request["pair"], 2))
        if "analogy" in request:
            return self._analogy(request["analogy"], request.get("left_out", True) is not False)
        if "leaf" in request:
            return self._leaf(request["leaf"])
        if "map" in request and not self.shut("map"):
            return self._map(request["map"])
        return None

    def _row(self, word: object) -> int:
        """The row of a word, or of a number as the page knows it. Raises UnknownWordError."""
        if isinstance(word, str):
            small = word.lower()
            return self.vectors.id(word if word in self.vectors else small)
        return self.vectors.id(word)  # type: ignore[arg-type]

    def _rows(self, words: object, count: int) -> list[int]:
        if not isinstance(words, list) or len(words) != count:
            raise W2VError("no_analogy_words")
        return [self._row(word) for word in words]

    def _found(self, text: object) -> Trace:
        """Words that begin with a text, then words that hold it."""
        if self._finder is None:
            self._finder = Finder(self.vectors.words)
        found = self._finder.found(text[:LONGEST] if isinstance(text, str) else "", frame.FOUND)
        named = frame.named(self.vectors, found)
        return Trace({"relations": {}, "found": found, "named": named})

    def _around(self, kind: object, row: int) -> Trace:
        kind = choice("map", kind, ("plane", "around", *MAPS))
        if self.shut("map"):
            kind, ids, places = "plane", np.empty(0, dtype=np.int64), np.empty((0, 2))
        elif kind == "around":
            ids = frame.neighbourhood(self.vectors, row)
            (places,) = plane(self.vectors.matrix[ids])
            keeps = frame.mean_kept(self.vectors, ids, places)
            return frame.around(self.vectors, row, kind, ids, places, keeps)
        else:
            if kind not in self._places:
                self._map(kind)
            places = self._places[kind]
            ids = np.arange(len(places))
        keeps = self._kept.get(kind, np.nan)
        return frame.around(self.vectors, row, kind, ids, places, keeps)

    def _map(self, kind: object) -> Trace:
        """A map of the whole, or its next slice where it takes several."""
        kind = choice("map", kind, MAPS)
        some = self.vectors.matrix[: frame.MAPPED]
        made = self._settling.get(kind) or drawn(kind, some)
        places = next(made, None)
        if kind == "tsne":
            self._settling = {kind: made}
        if places is not None:
            ids = np.arange(len(some))
            self._places = {**self._places, kind: places.astype(np.float64)}
            self._slices = {**self._slices, kind: self._slices.get(kind, 0) + 1}
            self._kept = {**self._kept, kind: frame.mean_kept(self.vectors, ids, places)}
        settled = self._slices[kind] / SLICES if kind == "tsne" else 1.0
        return frame.whole_map(kind, self._places[kind], settled)

    def _analogy(self, words: object, left_out: bool) -> Trace:
        a, b, c = rows = self._rows(words, 3)
        matrix = self.vectors.matrix
        if left_out:
            found = ask_analogy(matrix, a, b, c, frame.ANSWERS)
        else:
            found = frame.free_analogy(matrix, analogy_point(matrix, a, b, c))
        return frame.answered(self.vectors, rows, found, left_out)

    def _leaf(self, name: object) -> Trace:
        chosen = choice("leaf", name, ("norms", "hubs"))
        return frame.norms(self.vectors) if chosen == "norms" else frame.hub_counts(self.vectors)

    # Files, a piece at a time

    def _piece(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """Keep a piece of a file; with "open", read the file that is complete and show it."""
        name = _plain_name(request["file"])
        if not self._folder:
            self._folder = tempfile.mkdtemp(prefix="w2v-")
            weakref.finalize(self, shutil.rmtree, self._folder, True)
        path = Path(self._folder) / name
        if request.get("open") is True:
            if name not in self._arrived:
                raise W2VError("no_file_piece")
            self._hold(Vectors.load(path), name)
            return None
        at = request.get("at")
        if not buffers or type(at) is not int or at not in (0, self._arrived.get(name)):
            raise W2VError("no_file_piece")
        data = bytes(buffers[0])
        if at + len(data) > MOST_BYTES:
            raise W2VError("file_too_large", name=name, most=MOST_BYTES // 1_000_000)
        with open(path, "ab" if at else "wb") as file:
            file.write(data)
        self._arrived = {**self._arrived, name: at + len(data)}
        return None


def _plain_name(name: object) -> str:
    """The name of a file without ways to other folders. Raises W2VError."""
    if not isinstance(name, str) or not name.strip():
        raise W2VError("no_file_piece")
    letters = [letter if letter.isalnum() or letter in "._-" else "_" for letter in name[-80:]]
    return "".join(letters).lstrip(".") or "vectors"
