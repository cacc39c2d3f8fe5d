"""The two routes of a vote: its page, and the vote itself. Whoever asks is a stranger."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application, HTTPError, RequestHandler

from ..messages import LANGUAGES, W2VError
from .phone import notice, page, state
from .room import Room

log = logging.getLogger(__name__)

COOKIE = "w2v_vote"
MOST_CONNECTIONS = 700  # a process has some 1,000 files, and the kernel needs some
MOST_BYTES = 2_000  # of a vote
MOST_HEADERS = 8_000
PATIENCE = 20  # seconds for a request, and between two of a connection


def door(room: Room, language: str) -> Door:
    """A server with the routes to a room; its word is in both, and anything else is nothing."""
    told = {"room": room, "language": language}
    routes = Application(
        [
            (r"/([a-z-]+)", Page, told),
            (r"/([a-z-]+)/vote", Vote, told),
        ],
        default_handler_class=Nothing,
        default_handler_args=told,
        cookie_secret=room.secret,
        log_function=lambda handler: None,
    )
    return Door(
        routes,
        max_body_size=MOST_BYTES,
        max_header_size=MOST_HEADERS,
        max_buffer_size=MOST_BYTES + MOST_HEADERS,
        chunk_size=MOST_BYTES,
        idle_connection_timeout=PATIENCE,
        body_timeout=PATIENCE,
    )


class Door(HTTPServer):
    """A server that takes in so many connections and no more."""

    _inside = 0

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        if self._inside >= MOST_CONNECTIONS:
            stream.close()
            return
        self._inside += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: object) -> None:
        self._inside -= 1
        super().on_close(server_conn)


class Stranger(RequestHandler):
    """Answers who knows the room's word; a browser is known by the token that it was given."""

    def initialize(self, room: Room, language: str) -> None:
        self.room, self.language = room, language
        self.browser = ""

    def set_default_headers(self) -> None:
        self.nonce = secrets.token_urlsafe(12)
        rules = (
            f"default-src 'none'; style-src 'nonce-{self.nonce}'; script-src 'nonce-{self.nonce}'; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        self.set_header("Content-Security-Policy", rules)
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.clear_header("Server")

    def prepare(self) -> None:
        asked = self.get_query_argument("language", "")
        self.language = asked if asked in LANGUAGES else self.language
        word = self.path_args[0] if self.path_args else ""
        if not secrets.compare_digest(word, self.room.word):
            raise HTTPError(404)
        self.browser = (self.get_signed_cookie(COOKIE) or b"").decode("ascii", "replace")
        if self.browser and not self.room.see(self.browser):
            raise HTTPError(503)

    def log_exception(self, *error: Any) -> None:
        """What a stranger does wrong is no news in the teacher's notebook."""
        if not isinstance(error[1], HTTPError):
            log.error("A request to a vote could not be answered.", exc_info=error)

    def write_error(self, status_code: int, **_: Any) -> None:
        keys = {404: "nothing_here", 503: "full"}
        self.finish(notice(keys.get(status_code, "not_taken"), self.language))


class Nothing(Stranger):
    """Any other path."""

    def prepare(self) -> None:
        raise HTTPError(404)


class Page(Stranger):
    """The page; whoever comes without a token is given one, and is there once it comes back."""

    def get(self, word: str) -> None:
        if not self.browser:
            self.browser = secrets.token_hex(8)
            # "Lax": sent when the link is opened from another program, not by other pages' forms
            self.set_signed_cookie(
                COOKIE, self.browser, 1, path=f"/{word}", httponly=True, samesite="Lax"
            )
        self.finish(page(self.room, self.browser, self.language, self.nonce))


class Vote(Stranger):
    """The vote, and whether there is news for who has voted."""

    def prepare(self) -> None:
        super().prepare()
        if not self.browser:
            raise HTTPError(403)

    def get(self, word: str) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(state(self.room, self.browser))

    def post(self, word: str) -> None:
        choice, in_round = (self.get_body_argument(name, "") for name in ("choice", "round"))
        try:
            taken = self.room.vote(self.browser, choice, int(in_round))
        except (W2VError, ValueError):
            raise HTTPError(400) from None
        if not taken:  # the round has just ended: the page says what is asked now
            self.set_status(409)
            self.finish(page(self.room, self.browser, self.language, self.nonce))
            return
        self.redirect(f"/{word}?language={self.language}", status=303)
