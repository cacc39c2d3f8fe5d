"""The session of the trial: each claim is tried when the learner has said what it will be."""

from __future__ import annotations

from collections.abc import Sequence

from ...lessons.claim import Claim
from ...messages import W2VError
from ..kit.session import BaseSession
from ..kit.trace import Trace
from .frame import trial


class Session(BaseSession):
    """The conversation of `Trial`.

    `claims` are from `experiments.claims`; each stands before a door of its own, so that what one
    reveals is added to what is on show. Raises W2VError for what are no claims.
    """

    DOORS = ("verdict",)
    APART = True

    def __init__(self, claims: Sequence[Claim], predict: str | Sequence[str] = ()) -> None:
        _check(claims)
        more = [predict] if isinstance(predict, str) else predict
        super().__init__([*dict.fromkeys([*(claim.name for claim in claims), *more])])
        self.claims = tuple(claims)
        self.rebuild()

    def make_trace(self) -> Trace:
        asked = bool(self._questions)
        tried = [claim for claim in self.claims if not asked or claim.name in self.choices]
        return trial(self.claims, tried, asked)


def _check(claims: object) -> None:
    """Claims, one at least; anything may have been handed over. Raises W2VError."""
    if not isinstance(claims, tuple | list) or not claims:
        raise W2VError("no_claims", got=type(claims).__name__)
    for claim in claims:
        if not isinstance(claim, Claim):
            raise W2VError("no_claims", got=type(claim).__name__)
