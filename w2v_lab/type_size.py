"""One switch for the type of all widgets of a notebook, remembered like the answers."""

from __future__ import annotations

from . import memory
from .messages import choice

SIZES = ("normal", "large")
NAME = "type"  # of the setting, as the memory has it


def set_type(size: str) -> None:
    """Choose the type, "normal" or "large", of all widgets that are made from now on.

    Raises W2VError for any other size.
    """
    memory.current().add("setting", name=NAME, value=choice("type", size, SIZES))


def large() -> bool:
    """Whether widgets are shown in larger type."""
    return memory.current().settings().get(NAME) == "large"
