"""The file that a learner hands in: plain JSON, made from what is remembered and nothing else.

    {"what": "hand-in of the word2vec lab", "format": 1, "course": "0.1.0", "name": "",
     "lessons": {"03": "5f0c9a1e"}, "language": "en",
     "predictions": [{"lesson": "03", "question": "first_update", "choices": ["both", "out_alone"],
                      "seconds": [12.5, 80.1], "right": [false, true], "why": ["…"]}],
     "exercises": [{"lesson": "03", "exercise": "back_to_h", "code": "…",
                    "attempts": [{"passed": false, "slip": "sign", "seconds": 301.2}]}],
     "surprises": ["first_update"]}

Choices stand in the order in which they were made, seconds are counted from the first thing that is
remembered, so that no file tells at what hour somebody worked. A lesson's version is made from the
names of its questions and choices.
"""

from __future__ import annotations

import base64
import html
import json
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .. import lessons, memory
from ..messages import W2VError, clean, get_language, message

WHAT = "hand-in of the word2vec lab"
FORMAT = 1
MOST_LETTERS = 100  # of a name


@dataclass(frozen=True)
class HandIn:
    """A file that was written: its path, its text, and how much it holds."""

    path: Path
    text: str
    predictions: int
    exercises: int

    def __repr__(self) -> str:
        return message(
            "hand_ins.written",
            path=self.path,
            predictions=self.predictions,
            exercises=self.exercises,
        )

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.text.encode("utf-8")).decode("ascii")
        link = f"data:application/json;base64,{data}"
        name, told = html.escape(self.path.name), html.escape(repr(self))
        text = html.escape(message("hand_ins.download"))
        return f'<p>{told} <a download="{name}" href="{link}">{text}</a></p>'


def hand_in(path: str | Path, name: str = "") -> HandIn:
    """Write what you predicted, solved and were surprised by to a file for your teacher.

    It holds choices, their order, seconds between them, the lines you wrote under “Why?”, the
    attempts and the last code of each exercise, and no more of you than the `name` you give. Raises
    W2VError where nothing can be written, or where something else stands in the place.
    """
    if not isinstance(name, str) or len(name) > MOST_LETTERS:
        raise W2VError("hand_in_name", got=name, most=MOST_LETTERS)
    told = collected(name)
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    try:
        place = Path(path)
        if place.is_dir():
            raise IsADirectoryError
        place = place if place.suffix.lower() == ".json" else Path(f"{place}.json")
        if place.exists() and WHAT not in place.read_text(encoding="utf-8", errors="replace"):
            raise W2VError("hand_in_place", path=path)
        place.write_text(text, encoding="utf-8")
    except (OSError, ValueError, TypeError) as error:
        if isinstance(error, W2VError):
            raise
        raise W2VError("hand_in_unwritable", path=path) from error
    return HandIn(place, text, len(told["predictions"]), len(told["exercises"]))


def collected(name: str = "") -> dict[str, Any]:
    """What a hand-in says, from the one place that remembers."""
    events = memory.current().events()
    predictions, exercises = _predictions(events), _exercises(events)
    seen = sorted({entry["lesson"] for entry in [*predictions, *exercises]})
    return {
        "what": WHAT,
        "format": FORMAT,
        "course": _course(),
        "name": clean(name).strip(),
        "lessons": {lesson: lesson_version(lesson) for lesson in seen},
        "language": get_language(),
        "predictions": predictions,
        "exercises": exercises,
        "surprises": [entry["question"] for entry in predictions if not entry["right"][0]],
    }


def known() -> dict[str, Any]:
    """What a page needs in order to write the same: what is asked, and in which version."""
    asked = lessons.questions().values()
    return {
        "what": WHAT,
        "format": FORMAT,
        "course": _course(),
        "letters": memory.MOST_LETTERS,
        "questions": {q.name: {"lesson": q.lesson[1:], "choices": [*q.choices]} for q in asked},
        "exercises": sorted(lessons.solvable()),
        "lessons": {lesson[1:]: lesson_version(lesson[1:]) for lesson in lessons.names()},
    }


def _course() -> str:
    try:
        return version("w2v_lab")
    except PackageNotFoundError:  # run from its folder, not installed
        return ""


def lesson_version(lesson: str) -> str:
    """Eight letters that change when a question or a choice of the lesson, "03", does."""
    asked = [q for q in lessons.questions().values() if q.lesson == f"l{lesson}"]
    names = sorted((question.name, *sorted(question.choices)) for question in asked)
    return sha256(json.dumps(names).encode("ascii")).hexdigest()[:8]


def _predictions(events: list[memory.Event]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        name = event.get("question")
        if event["what"] == "answer" and lessons.given(name, event.get("choice")):
            question = lessons.find(str(name))
            empty: dict[str, Any] = {"choices": [], "seconds": [], "right": [], "why": []}
            entry = found.setdefault(
                question.name, {"lesson": question.lesson[1:], "question": question.name} | empty
            )
            entry["choices"].append(event["choice"])
            entry["seconds"].append(_seconds(event, events))
            entry["right"].append(event.get("right") is True)
    for name, text in memory.current().reasons().items():
        if name in found and text.strip():  # what was taken back is not handed in
            found[name]["why"].append(clean(text[: memory.MOST_LETTERS]))
    return list(found.values())


def _exercises(events: list[memory.Event]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        name, code = event.get("exercise"), event.get("code")
        if (
            event["what"] != "attempt"
            or not isinstance(name, str)
            or name not in lessons.solvable()
        ):
            continue
        lesson, _, exercise = name.partition(".")
        start = {"lesson": lesson[1:], "exercise": exercise, "code": "", "attempts": []}
        entry = found.setdefault(name, start)
        slip = event.get("slip") if isinstance(event.get("slip"), str) else None
        attempt = {"passed": event.get("passed") is True, "slip": slip}
        entry["attempts"].append(attempt | {"seconds": _seconds(event, events)})
        entry["code"] = clean(code[: memory.MOST_LETTERS]) if isinstance(code, str) else ""
    return list(found.values())


def _seconds(event: memory.Event, events: list[memory.Event]) -> float:
    """Since the first event; a time that is none counts as the first."""
    first, now = _time(events[0]), _time(event)
    return round(max(0.0, now - first), 3) if first and now else 0.0


def _time(event: memory.Event) -> float:
    time = event.get("time")
    known = isinstance(time, int | float) and not isinstance(time, bool) and 0 < time < 1e11
    return float(time) if known and time is not None else 0.0
