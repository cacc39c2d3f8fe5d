"""The server of one vote: a thread of its own, so that votes count while the kernel computes."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from threading import Event, Thread

from ..messages import W2VError
from .room import Room

LOOPBACK = "127.0.0.1"
PORTS = (*range(8080, 8090), 0)  # short ones are read aloud; the last is any that is free
TICK = 0.1  # seconds between two looks at the room

log = logging.getLogger(__name__)


class Server:
    """Listens from its making until `stop`, or until the room is over. Raises W2VError.

    `tell` is called in the server's thread, at most ten times a second, when the room has news,
    and once when it has closed.
    """

    def __init__(self, room: Room, address: str, language: str, tell: Callable[[], None]) -> None:
        try:
            from . import routes
        except ModuleNotFoundError as missing:
            if (missing.name or "").split(".")[0] != "tornado":
                raise
            raise W2VError("vote_needs_tornado") from missing
        self._socket = _listening(address)
        port = self._socket.getsockname()[1]
        host = own_address() if ip_address(address).is_unspecified else address
        self.link = f"http://{f'[{host}]' if ':' in host else host}:{port}/{room.word}"
        self._room, self._tell = room, tell
        self._door = lambda: routes.door(room, language)
        self._ended = Event()
        self._thread = Thread(target=self._run, name="vote", daemon=True)
        self._thread.start()

    @property
    def open(self) -> bool:
        """Whether phones can reach it."""
        return self._thread.is_alive() and not self._ended.is_set()

    def stop(self) -> None:
        """Close the port, a moment later."""
        self._ended.set()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._socket.close()
            self._ended.set()
            self._say()

    async def _serve(self) -> None:
        door = self._door()  # within the loop that it is to run in
        door.add_socket(self._socket)
        told: object = None
        while not self._ended.is_set() and not self._room.over():
            news = [self._room.present, self._room.counts().tolist()]
            if news != told:
                told = news
                self._say()
            await asyncio.sleep(TICK)
        door.stop()
        await door.close_all_connections()

    def _say(self) -> None:
        try:
            self._tell()
        except Exception:
            log.exception("The news of a vote could not be shown.")


def checked_address(address: object) -> str:
    """An address of a computer, as numbers. Raises W2VError."""
    with suppress(ValueError):
        if isinstance(address, str):
            return str(ip_address(address))
    raise W2VError("vote_address", got=address, own=own_address())


def own_address() -> str:
    """The address under which this computer is known in its network; nothing is sent to find it."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address that is nobody's: the route to it tells ours
        return str(probe.getsockname()[0])
    return LOOPBACK


def _listening(address: str) -> socket.socket:
    family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
    for port in PORTS:
        try:
            found = socket.create_server((address, port), family=family, backlog=128)
            found.setblocking(False)
            return found
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise W2VError("vote_address", got=address, own=own_address()) from error
    raise W2VError("vote_address", got=address, own=own_address())
