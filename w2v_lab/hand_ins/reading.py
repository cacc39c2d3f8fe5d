"""Read hand-ins as a stranger's files: nothing in them is believed before it is checked."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .. import lessons
from ..messages import W2VError, catalogue, clean
from .records import Exercise, Learner, Prediction, Skipped
from .tables import HandIns
from .writing import FORMAT, MOST_LETTERS, WHAT

MOST_BYTES = 1_000_000  # of one file; a hand-in of all lessons takes some ten thousand


class _Refused(Exception):
    """Why a file is skipped: the name of a text."""


@dataclass(frozen=True)
class _File:
    """A hand-in that has been read, and the moments by which a second copy is known."""

    path: Path
    learner: Learner
    moments: frozenset[tuple[str, str, float]]


def read_hand_ins(folder: str | Path, rng: np.random.Generator | None = None) -> HandIns:
    """Read all hand-ins of a folder and of the folders in it, as learning platforms pack them.

    Files that are broken, foreign, too large or handed in twice are skipped, and `skipped` says of
    each why. The learners come in an order drawn by `rng`, anew each time if it is left out, and
    their names stand apart from what they did. Raises W2VError where there is no such folder.
    """
    try:
        place = Path(folder)
        if not place.is_dir():
            raise W2VError("no_such_folder", path=folder)
    except (OSError, ValueError, TypeError) as error:
        if isinstance(error, W2VError):
            raise
        raise W2VError("no_such_folder", path=folder) from error
    read: list[_File] = []
    skipped: list[Skipped] = []
    for path in sorted(_files(place)):
        name = clean(str(path.relative_to(place)))
        try:
            read.append(_read(path))
        except _Refused as reason:
            skipped.append(Skipped(name, str(reason)))
    kept = [file for file in read if not _told_by_another(file, read)]
    skipped += [
        Skipped(clean(str(file.path.relative_to(place))), "doubled")
        for file in read
        if file not in kept
    ]
    order = (rng or np.random.default_rng()).permutation(len(kept))
    return HandIns(tuple(kept[i].learner for i in order), tuple(skipped))


def _files(folder: Path) -> Iterator[Path]:
    """Every .json below the folder; links are not followed, hidden files left alone."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in names:
            if name.lower().endswith(".json") and not name.startswith("."):
                yield Path(here, name)


def _told_by_another(file: _File, files: list[_File]) -> bool:
    """Whether another file tells all of this one's story: an earlier state, or a copy.

    Of copies the first stays. A single answer is no story: many begin alike.
    """
    for other in files:
        if other is file:
            continue
        alike = file.learner == other.learner and not file.moments
        if len(file.moments) > 1 and file.moments <= other.moments:
            alike = True
        if alike and (file.moments != other.moments or files.index(other) < files.index(file)):
            return True
    return False


def _read(path: Path) -> _File:
    found = _json(_bytes(path))
    if not isinstance(found, dict) or found.get("what") != WHAT:
        raise _Refused("foreign")
    if type(found.get("format")) is not int or found["format"] != FORMAT:
        raise _Refused("newer")
    unknown: list[str] = []
    predictions = [_prediction(entry, unknown) for entry in _list(found, "predictions")]
    exercises = [_exercise(entry, unknown) for entry in _list(found, "exercises")]
    known = tuple(one for one in predictions if one), tuple(one for one in exercises if one)
    for names in ([one.question for one in known[0]], [one.exercise for one in known[1]]):
        if len(set(names)) < len(names):
            raise _Refused("broken")
    learner = Learner(_text(found, "name", MOST_LETTERS), *known, len(unknown))
    moments = {
        (one.question, choice, second)
        for one in known[0]
        for choice, second in zip(one.choices, one.seconds, strict=True)
    }
    moments |= {(one.exercise, "", second) for one in known[1] for second in one.seconds}
    return _File(path, learner, frozenset(moments))


def _bytes(path: Path) -> bytes:
    try:
        told = path.lstat()
        if not stat.S_ISREG(told.st_mode):
            raise _Refused("no_file")
        if told.st_size > MOST_BYTES:
            raise _Refused("too_large")
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as error:
        raise _Refused("unreadable") from error


def _json(data: bytes) -> Any:
    if not data.strip():
        raise _Refused("empty")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise _Refused("no_text") from error
    except (ValueError, RecursionError) as error:
        raise _Refused("no_json") from error


def _no_number(name: str) -> float:
    raise ValueError(name)


def _prediction(entry: Any, unknown: list[str]) -> Prediction | None:
    name, choices = _text(entry, "question"), _list(entry, "choices")
    seconds = _all_seconds(_list(entry, "seconds"))
    why = [_line(text) for text in _list(entry, "why")]
    if not choices or len(choices) != len(seconds):
        raise _Refused("broken")
    if not all(isinstance(choice, str) for choice in choices):
        raise _Refused("broken")
    if not all(lessons.given(name, choice) for choice in choices):
        unknown.append(name)
        return None
    return Prediction(name, tuple(choices), seconds, tuple(why))


def _exercise(entry: Any, unknown: list[str]) -> Exercise | None:
    lesson, name = _text(entry, "lesson"), _text(entry, "exercise")
    code = _text(entry, "code", MOST_BYTES)
    passed, slips, seconds = [], [], []
    for attempt in _list(entry, "attempts"):
        if not isinstance(attempt, dict) or not isinstance(attempt.get("passed"), bool):
            raise _Refused("broken")
        slip = attempt.get("slip")
        known = isinstance(slip, str) and f"l{lesson}.{name}" in lessons.solvable()
        texts = catalogue(f"l{lesson}") if known else {}
        passed.append(attempt["passed"])
        slips.append(slip if f"hint_{name}_{slip}" in texts else None)
        seconds.append(attempt.get("seconds"))
    when = _all_seconds(seconds)
    if not passed:
        raise _Refused("broken")
    if f"l{lesson}.{name}" not in lessons.solvable():
        unknown.append(name)
        return None
    return Exercise(f"l{lesson}.{name}", tuple(passed), tuple(slips), when, code)


def _list(entry: Any, key: str) -> list[Any]:
    found = entry.get(key) if isinstance(entry, dict) else None
    if not isinstance(found, list):
        raise _Refused("broken")
    return found


def _text(entry: Any, key: str, most: int = 200) -> str:
    found = entry.get(key) if isinstance(entry, dict) else None
    return _line(found, most)


def _line(text: Any, most: int = 4000) -> str:
    if not isinstance(text, str) or len(text) > most:
        raise _Refused("broken")
    return clean(text)


def _all_seconds(found: list[Any]) -> tuple[float, ...]:
    with suppress(TypeError):
        if all(not isinstance(one, bool | str) and 0 <= one <= 1e11 for one in found):
            return tuple(float(one) for one in found)
    raise _Refused("broken")
