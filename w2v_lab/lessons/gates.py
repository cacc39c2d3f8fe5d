"""The switch of all gates: whether widgets made from now on ask before they show."""

from __future__ import annotations

from ..messages import choice

GATES = ("closed", "open")
_gates = "closed"


def set_gates(gates: str) -> None:
    """Open or close the gates of all widgets made from now on: "open" or "closed", as at first.

    With open gates a widget asks nothing and shows everything, as a teacher who demonstrates may
    want it; what has been answered stays remembered. A question on its own, `widgets.Predict`, has
    nothing else to show and still asks. Raises W2VError for anything else.
    """
    global _gates
    _gates = choice("gates", gates, GATES)


def gates_open() -> bool:
    """Whether widgets show everything at once."""
    return _gates == "open"
