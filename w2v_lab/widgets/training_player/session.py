"""The training player: words on a plane, moving while they learn; a run, or two side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from ...biography import whole_run
from ...films import VIEWS, Film, FourWords, films
from ...messages import W2VError, choice, message
from ...training import Recording
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from .frame import (
    MOST_LABELS,
    add_scene,
    leaf,
    moments_for,
    story_of,
    training_player,
)
from .leaf import Leaf

LEAVES = ("matrices", "cosines", "analogies", "settling", "biography")


class Session(BaseSession):
    """The conversation of `TrainingPlayer`."""

    brief = False

    def __init__(
        self,
        recording: Recording | Film,
        beside: Recording | Film | Sequence[Recording | Film] | None = None,
        *,
        follow: Sequence[str] | None = None,
        word: str | None = None,
        analogies: Mapping[str, Sequence[FourWords]] | None = None,
        names: Sequence[str] = (),
        facing: Sequence[str] = (),
        view: str = "input",
        predict: str | Sequence[str] = (),
        sentences: Sequence[Sequence[str]] = (),
        origins: Sequence[int] | None = None,
        leaf: str | None = None,
        other: str | None = None,
    ) -> None:
        super().__init__(predict)
        others = [] if beside is None else beside if isinstance(beside, list | tuple) else [beside]
        given = [recording, *others]
        for one in given:
            if not isinstance(one, Recording | Film):
                raise W2VError("no_recording", got=type(one).__name__)
        self.films = films(given, moments_for(_words(given[0]), len(given)))
        self.analogies = dict(analogies or {})
        self.life = None if origins is None else Leaf(whole_run(recording), sentences, origins)
        shown = {"analogies": self.analogies, "biography": self.life}
        self._leaves = [name for name in LEAVES if shown.get(name, True)]
        self._leaf = None if leaf is None else choice("leaf", leaf, self._leaves)
        self._names = list(names) or [
            message("training_player.run", number=number) for number in range(1, len(given) + 1)
        ]
        views = (
            (*VIEWS, "apart") if all(film.has_output_words for film in self.films) else ("input",)
        )
        self._view = choice("view", view, views)
        self._facing = [self.films[0].vocabulary.id(one) for one in facing]
        self._follow = self._ids(follow)
        self._word = self.films[0].vocabulary.id(word) if word is not None else self._follow[0]
        self._other = None if other is None else self.films[0].vocabulary.id(other)
        self.rebuild()

    def make_trace(self) -> Trace:
        trace = training_player(
            self.films,
            self._names,
            self._follow,
            self._facing,
            self.shut("result"),
            self._begins() if self.brief else None,
        )
        trace.facts |= {"word": self._word, "view": self._view, "other": self._other}
        trace.facts["leaves"] = self._leaves
        if self._leaf and not self.shut("result"):
            opened = self._turned(self._leaf)
            trace.arrays, trace.drawn = trace.arrays | opened.arrays, trace.drawn | opened.drawn
            trace.facts["relations"] |= opened.facts.pop("relations", {})
            trace.facts["opened"] = opened.facts
        return trace

    def _begins(self) -> tuple[Sequence[str], Sequence[int]]:
        """The views and the story that are on show before anything is asked for."""
        views = ("input", "output") if self._view == "apart" else (self._view,)
        return views, [self._word]

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """A view, a word's story or a leaf that was not sent with the film."""
        if self.shut("result"):
            return None
        trace = Trace({})
        if "view" in request:
            view = choice("view", request["view"], self.trace["views"])
            dimensions = self._dimensions(request.get("dimensions"))
            add_scene(trace, self.films, view, dimensions, self._facing)
        elif "story" in request:
            word = self.films[0].vocabulary.id(request["story"])
            story_of(trace, self.films, word)
        else:
            trace = self._turned(choice("leaf", request.get("leaf"), self._leaves))
        return trace

    def _turned(self, name: str) -> Trace:
        """A leaf, as it is sent when it is opened."""
        if name == "biography" and self.life:
            return self.life.trace()
        return leaf(name, self.films, self._follow[:MOST_LABELS], self.analogies)

    def _dimensions(self, asked: Any) -> list[int] | None:
        N = self.films[0].W_in.shape[2]
        if asked is None:
            return None
        if not isinstance(asked, list) or len(asked) != 2 or not all(d in range(N) for d in asked):
            raise W2VError("no_dimensions", got=asked, last=N - 1)
        return [int(d) for d in asked]

    def _ids(self, follow: Sequence[str] | None) -> list[int]:
        """The words to follow: those given, then those of the analogies, or the most frequent."""
        vocabulary = self.films[0].vocabulary
        asked = chain.from_iterable(chain.from_iterable(self.analogies.values()))
        wanted = [*(follow or ()), *(word for word in asked if word in vocabulary)]
        if not wanted or len(vocabulary) <= MOST_LABELS:
            wanted += vocabulary.words[:MOST_LABELS]
        return list(dict.fromkeys(vocabulary.id(word) for word in wanted))


def _words(run: Recording | Film) -> int:
    return len(run.vocabulary) if isinstance(run, Film) else len(run.W_in_at(0))
