"""The session of a vote: what the teacher does, and what the room has done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ... import lessons
from ...messages import W2VError, get_language
from ...voting.room import Room
from ...voting.server import LOOPBACK, Server, checked_address, own_address
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from . import frame


class Session(BaseSession):
    """The conversation of `Vote`; see `w2v_lab.vote`.

    With `predict`, bars and verdict wait until the teacher, too, has answered. Raises W2VError.
    """

    # Whoever is pressing a button need not have seen the vote that came a moment ago.
    LASTING = frozenset({"start", "stop", "bars", "hands", "second", "verdict", "reset"})

    def __init__(
        self,
        question: str,
        address: str = LOOPBACK,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        self._room = Room(lessons.find(question))
        self._address = checked_address(address)
        self._server: Server | None = None
        self._bars = False
        self.rebuild()

    def make_trace(self) -> Trace:
        held = self.shut("result")
        link = self.link
        told = {
            "link": link,
            "hint": own_address() if link and self._address == LOOPBACK else "",
            "lesson": self._room.question.lesson[1:],
            "held": held,
        }
        return frame.vote(self._room, self._bars and not held, told)

    # For Python

    @property
    def link(self) -> str:
        """Where phones vote; nothing while no port is open."""
        return self._server.link if self._server and self._server.open else ""

    @property
    def counts(self) -> np.ndarray:
        """Votes and hands by round and choice, (rounds, choices)."""
        return self._room.counts()

    def distribution(self) -> list[dict[str, Any]]:
        """A row a choice, as `HandIns.distribution` has them: votes before and after the talk.

        Raises W2VError before the verdict.
        """
        room, counts = self._room, self.counts
        if not room.answer:
            raise W2VError("vote_no_verdict")
        return [
            {
                "choice": name,
                "text": room.question.told(name)[get_language()],
                "right": name == room.answer,
                "before": int(before),
                "after": int(after),
            }
            for name, before, after in zip(room.choices, counts[0], counts[-1], strict=True)
        ]

    def start(self) -> None:
        """Open the vote for phones. Raises W2VError without tornado, and for a wrong address."""
        if not self.link:
            self._room.question.answer()  # takes seconds for some, and now nobody waits for it
            self._room.touch()
            self._server = Server(self._room, self._address, self.language, self._news)
        self.rebuild()

    def stop(self) -> None:
        """Close the port; what has been voted stays."""
        if self._server:
            self._server.stop()
        self._server = None
        self.rebuild()

    # What is heard

    def hear(self, content: Any, buffers: Sequence[Any] = ()) -> tuple[dict[str, Any], list[bytes]]:
        """As every session hears, while the votes that come in wait for a moment."""
        with self._room.lock:
            return super().hear(content, buffers)

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """Open or close the port, take hands, show bars, begin a second round, reveal; or reset."""
        if request.get("start") is True:
            self.start()
        elif request.get("stop") is True:
            self.stop()
        elif "hands" in request:
            self._room.count_hands(request["hands"])
            self.rebuild()
        elif "bars" in request:
            self._bars = request["bars"] is True
            self.rebuild()
        elif request.get("second") is True:
            self._room.again()
            self._bars = False
            self.rebuild()
        elif request.get("verdict") is True:
            if self.shut("result"):
                raise W2VError("not_answered")
            self._room.reveal()
            self.rebuild()
        elif request.get("reset") is True:
            self._room.clear()
            self._bars = False
            self.rebuild()
        return None

    def _news(self) -> None:
        """Votes have come, or the port has been closed; this comes in the server's thread."""
        room = vars(self).get("_room")  # a widget that is closed has let go of it
        if room is not None:
            with room.lock:
                self.rebuild()

    def __copy__(self) -> Session:
        """A copied link leads to the question; whose votes these are stays with the room."""
        return Session(self._room.question.name, self._address, [*self._questions])

    def close(self) -> None:
        """Close the port, and let go of the votes."""
        room = vars(self).get("_room")
        if room is None:
            return  # it has been closed before
        with room.lock:
            if self._server:
                self._server.stop()
            super().close()
