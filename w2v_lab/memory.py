"""The one place that remembers for a learner: what was predicted, in which order, how often.

Events are kept one after the other, oldest first, each a small dict that JSON can hold:

    {"what": "answer", "question": "which_row", "choice": "column", "right": false, "time": …}
    {"what": "again", "question": "which_row", "time": …}      its answer is forgotten
    {"what": "attempt", "exercise": "l03.back_to_h", "passed": false, "slip": "sign", "code": …}
    {"what": "why", "question": "which_row", "text": …, "time": …}  a line of the learner's own
    {"what": "text", "widget": "first_look", "text": …, "time": …}
    {"what": "setting", "name": "type", "value": …, "time": …}

In a kernel they are lines of a file beside the notebook, so that a run of all cells, a restart and
a second notebook find them; a page keeps the same list in the browser's storage. Times are seconds
since 1970. Whoever removes the file starts afresh.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

FILE = "my_answers.jsonl"  # in the folder of the notebook
VARIABLE = "W2V_MEMORY"  # another path for the file, or "off"
MOST_LETTERS = 2000  # of a text that is remembered

Event = dict[str, Any]


class Memory:
    """Events, and what follows from them; without a path they last as long as the process."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = None if path is None else Path(path).absolute()
        self._unwritten: list[Event] = []

    def add(self, what: str, /, **told: Any) -> None:
        """Remember one more event. Where the file cannot be written, the process remembers it."""
        event = {"what": what, **told, "time": round(time.time(), 3)}
        try:
            self._write(event)
        except (OSError, ValueError):
            self._unwritten.append(event)

    def _write(self, event: Event) -> None:
        if self.path is None:
            raise OSError
        line = json.dumps(event).encode("ascii") + b"\n"
        # One write at the end of the file: two kernels do not tear each other's lines.
        place = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            torn = os.fstat(place).st_size and not self._read().endswith(b"\n")
            whole = b"\n" * bool(torn) + line
            if os.write(place, whole) < len(whole):  # the disk is full
                raise OSError
        finally:
            os.close(place)

    def _read(self) -> bytes:
        if self.path is not None:
            with suppress(OSError):
                return self.path.read_bytes()
        return b""

    def events(self) -> list[Event]:
        """Everything remembered, oldest first; lines of the file that are none are passed over."""
        return [*_told(self._read()), *self._unwritten]

    def answers(self) -> dict[str, str]:
        """The choice that stands for each question answered, in the order of the answers."""
        found: dict[str, str] = {}
        for event in self.events():
            question, choice = event.get("question"), event.get("choice")
            if not isinstance(question, str):
                continue
            if event["what"] == "again":
                found.pop(question, None)
            elif event["what"] == "answer" and isinstance(choice, str):
                found[question] = choice
        return found

    def reasons(self) -> dict[str, str]:
        """What the learner has written about each question."""
        found = {}
        for event in self.events():
            question, text = event.get("question"), event.get("text")
            if event["what"] == "why" and isinstance(question, str) and isinstance(text, str):
                found[question] = text
        return found

    def attempts(self, question: str) -> int:
        """How often a question has been answered."""
        said = [event for event in self.events() if event.get("question") == question]
        return sum(event["what"] == "answer" for event in said)

    def text(self) -> str:
        """The learner's own text, typed in whichever widget; nothing where there is none."""
        told = [event.get("text") for event in self.events() if event["what"] == "text"]
        return next((text for text in reversed(told) if isinstance(text, str)), "")

    def settings(self) -> dict[str, Any]:
        """The latest value of each setting."""
        told = (event for event in self.events() if event["what"] == "setting")
        return {event["name"]: event.get("value") for event in told if "name" in event}


def _told(data: bytes) -> Iterator[Event]:
    for line in data.splitlines():
        with suppress(ValueError, RecursionError):
            event = json.loads(line)
            if isinstance(event, dict) and isinstance(event.get("what"), str):
                yield event


_current: Memory | None = None


def current() -> Memory:
    """The memory in use: in a notebook a file beside it, elsewhere of this process alone."""
    global _current
    if _current is None:
        _current = keep() if _in_a_notebook() else Memory()
    return _current


@contextmanager
def unwritten() -> Iterator[None]:
    """What is remembered can be read, and what is added is forgotten at the end."""
    global _current
    before = current()
    _current = Memory()
    _current._unwritten = before.events()
    try:
        yield
    finally:
        _current = before


def _in_a_notebook() -> bool:
    """Whether a kernel runs this, whose folder is the notebook's; nobody else is left a file."""
    python = sys.modules.get("IPython")
    return python is not None and getattr(python.get_ipython(), "kernel", None) is not None


def keep(path: str | Path = FILE) -> Memory:
    """Remember in a file from now on; the variable W2V_MEMORY names another one, or "off"."""
    global _current
    named = os.environ.get(VARIABLE) or path
    _current = Memory(None if named == "off" else named)
    return _current


@contextmanager
def aside() -> Iterator[None]:
    """Remember apart what is done within, and forget it: who records answers for no learner."""
    global _current
    before, _current = _current, Memory()
    try:
        yield
    finally:
        _current = before
