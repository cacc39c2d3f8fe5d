"""The player's frame: a run, or two of them, as a film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...explore import Camera, cosines, nearest
from ...films import MOST_MOMENTS, NEAREST, VIEWS, Film, FourWords
from ...messages import clean
from ..kit.source import line_of
from ..kit.trace import Trace, relation

PLACES = 250_000  # bytes for the places of all words
STORIES = 130_000  # bytes for the neighbours of the words that are followed
LEAF = 400_000  # bytes of a leaf that is sent when it is opened
MOST_LABELS = 40


def moments_for(V: int, runs: int = 1) -> int:
    """How many moments of a film of V words can be sent: places take 4 bytes a word and view."""
    all_views = PLACES // (16 * V * runs)
    if all_views >= MOST_MOMENTS // 2:
        return min(MOST_MOMENTS, all_views)
    return max(12 // runs, min(MOST_MOMENTS, PLACES // (4 * V * runs)))


def training_player(
    films: Sequence[Film],
    names: Sequence[str],
    follow: Sequence[int],
    facing: Sequence[int] = (),
    hide: bool = False,
    begins: tuple[Sequence[str], Sequence[int]] | None = None,
) -> Trace:
    """The films, all with the same words and turned alike, and the stories of the followed words.

    With `hide` only the words are sent, for a question that is open; with `begins` these views and
    stories, and no others.
    """
    first = films[0]
    V = len(first.vocabulary)
    story = len(films) * len(first.moments) * (8 * NEAREST + 2 * NEAREST + 32)  # in bytes
    told = list(follow)[: STORIES // story + 1]
    several = [str(number) for number in range(1, len(films) + 1)]
    facts: dict[str, Any] = {
        "words": {str(i): clean(word) for i, word in enumerate(first.vocabulary.words)},
        "rows": list(follow)[:MOST_LABELS],
        "V": V,
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": [],
        "runs": [clean(name) for name in names],
        "labels": list(follow)[:MOST_LABELS],
        "moments": [film.moments.tolist() for film in films],
        "dimensions": [film.model.W_in.shape[1] for film in films],
        "views": [
            view
            for view in VIEWS
            if view == "input" or all(film.has_output_words for film in films)
        ],
        "asks_words": [film.has_output_words for film in films],
        "counted": "update_of" if any(first.steps) else "example_of",
        "faces": list(facing),
        "hides": hide,
        "relations": _relations(several),
        "updates": [] if hide else [_updates(film) for film in films],
        "stories": [],
        "followed": told,
    }
    trace = Trace(facts)
    if hide:
        return trace
    for number, film in zip(several, films, strict=True):
        trace.arrays[f"loss_{number}"] = film.loss
    wanted = facts["views"] if 16 * V * len(first.moments) * len(films) <= PLACES else ["input"]
    views, words = begins or (wanted, told)
    for view in views:
        add_scene(trace, films, view, None, facing)
    for word in words:
        story_of(trace, films, word)
    return trace


def add_scene(
    trace: Trace,
    films: Sequence[Film],
    view: str,
    dimensions: Sequence[int] | None = None,
    facing: Sequence[int] = (),
) -> None:
    """What one camera sees of all films, under the scene's name: a view, or view:i,j."""
    scene = view if dimensions is None else f"{view}:{','.join(map(str, dimensions))}"
    camera = films[0].camera(view, dimensions, facing)
    N = films[0].W_in.shape[2]
    places = [film.places(view, camera) for film in films]
    limit = max(map(_reach, places))  # a run that explodes leaves the picture
    for number, (film, each) in enumerate(zip(films, places, strict=True), 1):
        trace.drawn[f"places_{scene}_{number}"] = np.clip(each, -limit, limit)
        end = film.matrix(view, film.last_finite)
        trace.arrays[f"share_{scene}_{number}"] = np.array(camera.seen(end))
    trace.arrays[f"origin_{scene}"] = camera.view(np.zeros((1, N)))[0]


def _reach(places: np.ndarray) -> float:
    """How far from its middle a film's picture goes; of one that explodes, the sane part."""
    farthest = np.abs(places).max(axis=(1, 2))
    if not np.isfinite(farthest).all():
        farthest = farthest[np.isfinite(farthest) & (farthest < 50 * farthest[0])]
    return float(farthest.max(initial=1e-9))


def story_of(trace: Trace, films: Sequence[Film], word: int) -> None:
    """The story of one word in all films, under its id."""
    for number, film in enumerate(films, 1):
        story = film.story(word)
        trace.drawn[f"{word}/near_{number}"] = story.rows.astype(float)
        trace.arrays[f"{word}/cosine_{number}"] = story.cosines
        for name in ("length", "moved_in", "moved_out", "error"):
            trace.arrays[f"{word}/{name}_{number}"] = getattr(story, name)
    trace.facts.setdefault("stories", []).append(int(word))


def leaf(
    name: str,
    films: Sequence[Film],
    labels: Sequence[int],
    questions: Mapping[str, Sequence[FourWords]],
) -> Trace:
    """What is sent when it is opened: "matrices", "cosines", "analogies" or "settling"."""
    trace = Trace({"leaf": name})
    {"matrices": _matrices, "cosines": _cosines, "settling": _settling}.get(
        name, lambda *_: _analogies(trace, films, questions)
    )(trace, films, labels)
    return trace


def _matrices(trace: Trace, films: Sequence[Film], labels: Sequence[int]) -> None:
    """Both matrices of each film at as many moments as can be sent, shades only."""
    cells = sum(2 * (film.W_in[0].size + film.W_out[0].size) for film in films)
    for number, film in enumerate(films, 1):
        few = film.thinned(max(1, min(len(film.moments), LEAF // cells)))
        trace.drawn[f"W_in_{number}"], trace.drawn[f"W_out_{number}"] = few.W_in, few.W_out
        trace.facts[f"moments_{number}"] = few.moments.tolist()


def _cosines(trace: Trace, films: Sequence[Film], labels: Sequence[int]) -> None:
    """The cosines between the labelled words at as many moments as can be sent, shades only."""
    rows = list(labels)
    for number, film in enumerate(films, 1):
        room = LEAF // (2 * len(rows) ** 2 * len(films))
        few = film.thinned(max(1, min(len(film.moments), room)))
        with np.errstate(all="ignore"):
            table = np.array([cosines(W_in[rows]) for W_in in few.W_in])
        trace.drawn[f"cosines_{number}"] = table
        trace.facts[f"moments_{number}"] = few.moments.tolist()
    trace.facts["rows"] = rows


def _settling(trace: Trace, films: Sequence[Film], labels: Sequence[int]) -> None:
    """The update from which on each labelled word stays where it ends, and how often it occurs."""
    rows = list(labels)
    for number, film in enumerate(films, 1):
        trace.arrays[f"settled_{number}"] = film.moments[film.settled()[rows]]
    trace.arrays["count"] = films[0].vocabulary.counts[rows]
    trace.facts["rows"] = rows


def _analogies(
    trace: Trace, films: Sequence[Film], questions: Mapping[str, Sequence[FourWords]]
) -> None:
    """The share of analogies that come out right, kind by kind, at every moment."""
    for number, film in enumerate(films, 1):
        scores = film.scores(questions)
        trace.arrays[f"score_{number}"] = np.array(list(scores.values())).reshape(len(scores), -1)
    trace.facts["kinds"] = [clean(kind) for kind in questions]
    trace.facts["asked"] = [len(asked) for asked in questions.values()]


def _updates(film: Film) -> list[dict[str, Any] | None]:
    """For each moment the example of the update that is about to be taken, where it was kept."""
    return [
        taken
        and {"inputs": list(taken[0].example.inputs), "targets": list(taken[0].example.targets)}
        for taken in film.steps
    ]


def _relations(several: Sequence[str]) -> dict[str, Any]:
    """Where each number came from; those of a second run have the same reading as the first's."""
    plain = {
        "loss": ("loss", "f", line_of(Film.of, "loss")),
        "share": ("share", "", line_of(Camera.seen, "return")),
        "cosine": ("cos", "fk", line_of(nearest, "cosines")),
        "length": ("length", "f", line_of(Film.story, "length")),
        "moved_in": ("moved", "f", line_of(Film._moved, "change_in")),
        "moved_out": ("moved", "f", line_of(Film._moved, "change_out")),
        "error": ("e", "f", line_of(Film._error, "return")),
        "score": ("score", "sf", line_of(Film.scores, "accuracy")),
        "settled": ("settled", "i", line_of(Film.settled, "return")),
    }
    found = {
        f"{name}_{number}": relation(symbol, "given", index=index, code=code)
        | {"reading": f"film_{name}"}
        for name, (symbol, index, code) in plain.items()
        for number in several
    }
    tally = line_of(Vocabulary.from_sentences, "tally")
    found["count"] = relation("count", "given", index="i", code=tally)
    return found
