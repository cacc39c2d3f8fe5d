"""The stage of a page whose Python runs in its tab: sessions and cells behind messages.

A session is packed when the pages are built, and unpacked where a question needs it; from then on
it hears what a kernel's would. Plain JSON and bytes go in and out, so that a worker in the tab, or
a process, can stand between.

    {"open": NAME, "seal", "stamp", "answers", "way"}, [the packed session] -> {"facts"}, [numbers]
    {"to": NAME, "content": {...}}, buffers -> {"reply": {...}} or, where it has changed what is on
        show, {"reply", "facts"}; buffers of the reply, then the numbers of the facts
    {"run": CODE, "before": [[ID, CODE], ...]} -> {"printed", "value"} or {"printed", "error"}
"""

from __future__ import annotations

import base64
import contextlib
import copy
import hashlib
import hmac
import io
import json
import pickle
import sys
from collections.abc import Sequence
from typing import Any

from ... import memory
from ...messages import W2VError, set_language
from ...notebook import run_cell
from .session import BaseSession

Message = dict[str, Any]
MOST_PRINTED = 20_000  # characters of what a cell puts out


def packed(session: BaseSession) -> bytes:
    """A session for a tab; what follows from the rest is left out."""
    kept = copy.copy(session)
    kept._shown = ({}, b"")
    del kept.changed
    return pickle.dumps(kept, protocol=5)


def seal(data: bytes) -> str:
    """What the page says of a packed session, so that nothing else is ever unpacked."""
    return hashlib.sha256(data).hexdigest()


def unpacked(data: bytes, sealed: str, stamp: int, answers: dict[str, str]) -> BaseSession:
    """The session as the page shows it: its stamps go on from there, its answers are given.

    Raises ValueError for data that are not those which the page was built with: unpacking runs
    whatever a stranger's data say.
    """
    if not hmac.compare_digest(seal(data), sealed):
        raise ValueError("This session is not the one that was built with the page.")
    session: BaseSession = pickle.loads(data)
    session.changed = lambda: None
    session.choices = {
        name: answers[name]
        for name, question in session._questions.items()
        if answers.get(name) in question.choices
    }
    session.stamp = stamp
    session.rebuild()
    return session


class Tab:
    """All that Python holds for one page."""

    def __init__(self, language: str = "en") -> None:
        set_language(language)
        self.sessions: dict[str, BaseSession] = {}
        self.scope: dict[str, Any] = {"__name__": "__main__"}
        self.ran: set[str] = set()

    def hear(self, message: Message, buffers: Sequence[bytes] = ()) -> tuple[Message, list[bytes]]:
        """Answer one message of the page. Raises KeyError for a session that was never opened."""
        memory.keep("off")  # the page remembers
        if "open" in message:
            session = unpacked(
                bytes(buffers[0]), message["seal"], message["stamp"], message["answers"]
            )
            if message.get("way"):
                session.follow(message["way"])
            self.sessions[message["open"]] = session
            facts, numbers = session.packed()
            return {"facts": facts}, [numbers]
        if "to" in message:
            return self._heard(self.sessions[message["to"]], message["content"], buffers)
        reply = self._run(message["run"], message.get("before", ()))
        attempts = [each for each in memory.current().events() if each["what"] == "attempt"]
        return reply | {"attempts": attempts}, []

    def _heard(
        self, session: BaseSession, content: Message, buffers: Sequence[bytes]
    ) -> tuple[Message, list[bytes]]:
        before = session.stamp
        reply, sent = session.hear(content, buffers)
        if session.stamp == before or "facts" in reply:
            return {"reply": reply}, sent
        facts, numbers = session.packed()
        return {"reply": reply, "facts": facts}, [*sent, numbers]

    def _run(self, code: str, before: Sequence[Sequence[str]]) -> Message:
        """Run a cell, and once those before it; what one of them cannot do here is passed over."""
        out = io.StringIO()
        for name, each in before:
            if name not in self.ran:
                self.ran.add(name)
                with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
                    run_cell(each, self.scope)
        try:
            with contextlib.redirect_stdout(out):
                value = run_cell(code, self.scope)
        except Exception as error:
            told = str(error) if isinstance(error, W2VError) else f"{type(error).__name__}: {error}"
            return {"printed": out.getvalue()[:MOST_PRINTED], "error": told}
        shown = "" if value is None else repr(value)[:MOST_PRINTED]
        return {"printed": out.getvalue()[:MOST_PRINTED], "value": shown}


def told(tab: Tab, line: str, buffers: Sequence[bytes] = ()) -> tuple[str, list[bytes]]:
    """The same in text, as a worker's messages are."""
    reply, sent = tab.hear(json.loads(line), [bytes(each) for each in buffers])
    return json.dumps(reply), sent


def serve() -> None:
    """Answer messages line by line in a process of its own, buffers in base64 behind the text."""
    tab, out = Tab(), sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        text, *buffers = json.loads(line)
        reply, sent = told(tab, text, [base64.b64decode(each) for each in buffers])
        print(json.dumps([reply, *(base64.b64encode(each).decode() for each in sent)]), file=out)
        out.flush()


if __name__ == "__main__":
    serve()
