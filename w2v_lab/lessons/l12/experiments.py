"""What lesson 12 puts on the docket."""

from __future__ import annotations

from .. import questions
from ..claim import Claim


def claims() -> tuple[Claim, ...]:
    """The 22 claims of the article and its readers, each with the experiment that settles it."""
    return tuple(found for found in questions().values() if isinstance(found, Claim))
