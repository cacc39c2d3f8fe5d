"""A question put to a room: phones vote on a small server of their own, the notebook shows how."""

from __future__ import annotations

from typing import Any

from .server import LOOPBACK

__all__ = ["vote"]


def vote(question: str, address: str = LOOPBACK) -> Any:
    """Put a question of a lesson to the room; displaying what this returns is enough.

    No port is open until one presses the button, or calls `start()`. Then the question can be
    reached at `link` by who is told it: on this computer alone, or in the network of an `address`
    of this computer, such as "192.168.1.20"; "0.0.0.0" means all of its networks. Hands can be
    counted in, and nothing need be open for that. The bars and the verdict come when they are
    asked for; `counts` and `distribution()` read them back. It closes five minutes after the
    verdict, after half an hour in which nobody votes, and with the kernel. Raises W2VError for a
    question that there is not, and for what is no address.
    """
    from .. import widgets  # only where there is something to vote on

    kind: Any = widgets.Vote
    return kind(question, address)
