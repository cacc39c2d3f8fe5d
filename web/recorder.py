"""Sessions as files: what each shows, and what follows from each answer and request.

A file is named by the hash of what it holds, so that equal moments are one file. What answers a
question stands only in the files that follow a commitment to it.
"""

from __future__ import annotations

import copy
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from w2v_lab import memory
from w2v_lab.widgets.kit import tab
from w2v_lab.widgets.kit.session import BaseSession

Request = dict[str, Any]
MOST_WORDS = 40  # of a vocabulary whose words are all asked for


def key_of(asked: Mapping[str, Any]) -> str:
    """A request by what it asks, as `keyOf` of host.js has it."""
    return json.dumps(dict(sorted(asked.items())), separators=(",", ":"), ensure_ascii=False)


def write(folder: Path, data: bytes, ending: str) -> str:
    """Write a file named by the hash of what it holds; return its name."""
    name = f"{hashlib.sha256(data).hexdigest()[:16]}{ending}"
    if not (folder / name).exists():
        (folder / name).write_bytes(data)
    return name


def packed(data: bytes) -> bytes:
    """Compressed, as `files.js` unpacks it: what it tells cannot be searched for."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def unpacked(data: bytes) -> bytes:
    return zlib.decompress(data, -zlib.MAX_WBITS)


def all_that_follows(folder: Path, first: str) -> set[str]:
    """The names of a moment's file, of its numbers, and of all moments and replies after it."""
    found: set[str] = set()
    waiting = [first]
    while waiting:
        if (name := waiting.pop()) in found:
            continue
        found.add(name)
        moment = json.loads(unpacked((folder / name).read_bytes()))
        found |= {moment["numbers"]} if "numbers" in moment else set()
        waiting += moment.get("answers", {}).values()
    return found


def finite(session: BaseSession) -> Iterator[Request]:
    """The requests to a session that are few enough to be answered beforehand, all of them."""
    trace = session.trace
    words = range(len(trace.get("words", ())))
    match type(session).__module__.split(".")[-2]:
        case "two_dials":
            yield from ({"window": window} for window in trace["windows"])
        case "training_player":
            yield from ({"leaf": leaf} for leaf in trace["leaves"])
            yield from ({"view": view} for view in trace.get("views", ()))
            many = words if len(words) <= MOST_WORDS else trace["followed"]
            yield from ({"story": word} for word in many)
        case "explorer":
            shown = trace.get("begins", [{}])
            near = {
                *shown[-1].get("answers", []),
                *(r for one in shown for r in one.get("rows", [])),
            }
            yield from ({"word": row, "map": "plane"} for row in sorted(near))
        case "step_explorer":
            yield from ({"check": int(place)} for place in trace["states"])
        case "cloud":
            for name, values in trace["choices"].items():
                runs = ({**trace["shown"], name: value} for value in values)
                yield from ({"run": run, "row": trace["pair"][0]} for run in runs)
        case "tree_lab":
            yield from ({"given": word, "add": True} for word in words if len(words) <= MOST_WORDS)


class Recorder:
    """Writes one session's moments into a folder, each state of its answers once.

    What lies behind doors depends on which of them are open, not on what was guessed: it is made
    once for all choices. `requests` says what else is asked beforehand in each state.
    """

    def __init__(
        self,
        folder: Path,
        requests: Callable[[BaseSession], Iterator[Request]] = finite,
    ) -> None:
        self.folder, self.requests = folder, requests
        self._states: dict[frozenset[tuple[str, str]], str] = {}
        self._opened: dict[frozenset[str], BaseSession] = {}  # by the questions answered
        self._replies: dict[frozenset[str], dict[str, str]] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def record(self, session: BaseSession) -> str:
        """Record what a session shows now and all that follows; return the name of its file."""
        state = frozenset(session.choices.items())
        if state not in self._states:
            facts, numbers = session.packed()
            answers = self._commitments(session, facts) | self._answered(session)
            self._states[state] = self._moment({"facts": facts, "answers": answers}, numbers)
        return self._states[state]

    def _commitments(self, session: BaseSession, facts: dict[str, Any]) -> dict[str, str]:
        answers = {}
        for gate in facts["gates"]:
            for choice in gate["choices"] if "choice" not in gate else ():
                asked = {"commit": gate["name"], "choice": choice["name"]}
                after = self._after(session, **asked)
                whole = not session.APART
                answers[key_of(asked)] = self.record(after) if whole else self._part(after, gate)
        return answers

    def _after(self, session: BaseSession, commit: str, choice: str) -> BaseSession:
        """The session once this has been committed."""
        choices = {**session.choices, commit: choice}
        answered = frozenset(choices)
        if answered not in self._opened:
            asked = {"commit": commit, "choice": choice}
            self._opened[answered], reply, _ = heard(session, asked)
            if "error" in reply:
                raise RuntimeError(f"{asked} cannot be recorded: {reply['error']}")
        after = copy.copy(self._opened[answered])
        after.choices = choices
        return after

    def _part(self, after: BaseSession, gate: dict[str, Any]) -> str:
        """What one answer adds, whatever else has been answered: host.js puts it to the rest."""
        facts, numbers = after.packed()
        facts["gates"] = [each for each in facts["gates"] if each["name"] == gate["name"]]
        return self._moment({"part": facts}, numbers)

    def _answered(self, session: BaseSession) -> dict[str, str]:
        """What is asked beforehand, as far as it is told: behind a closed door nothing is."""
        answered = frozenset(session.choices)
        if answered in self._replies:
            return self._replies[answered]
        answers = self._replies[answered] = {}
        for asked in self.requests(session):
            _, reply, sent = heard(session, asked)
            if "trace" in reply:
                answers[key_of(asked)] = self._moment({"reply": {"trace": reply["trace"]}}, *sent)
        return answers

    def _moment(self, content: dict[str, Any], numbers: bytes = b"") -> str:
        if numbers:
            content["numbers"] = write(self.folder, packed(numbers), ".z")
        told = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return write(self.folder, packed(told.encode()), ".z")


def heard(session: BaseSession, asked: Request) -> tuple[BaseSession, dict[str, Any], list[bytes]]:
    """Ask a copy of a session: the copy, its reply, its buffers."""
    after = copy.copy(session)
    after.changed = lambda: None
    return after, *after.hear({"request": 1, **asked})


def brief(session: BaseSession) -> BaseSession:
    """The session as a page begins with it: what is asked for later is not sent with the rest."""
    if session.brief is None:
        return session
    made = copy.copy(session)
    made.changed = lambda: None
    made.brief = True
    made.rebuild()
    return made


def record_shown(folder: str, listing: str) -> None:
    """Record every widget of this kernel; list them by model id. Called in a notebook's kernel."""
    from ipywidgets.widgets.widget import _instances

    from w2v_lab.widgets.kit.shell import LabWidget

    shown = {}
    with memory.aside():
        for model_id, widget in list(_instances.items()):
            if isinstance(widget, LabWidget):
                begun = brief(widget.session)
                name = type(begun).__module__.split(".")[-2]
                first = Recorder(Path(folder)).record(begun)
                held = tab.packed(begun)
                session = write(Path(folder), packed(held), ".z")
                open_ = any("choice" not in gate for gate in begun.gates)
                kept = {"session": session, "seal": tab.seal(held), "asks": "asks" if open_ else ""}
                shown[model_id] = {"widget": name, "first": first, **kept}
    Path(listing).write_text(json.dumps(shown), encoding="utf-8")
