"""The noise lab: a text thins out, noise is drawn from it, and k + 1 questions are asked."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class NoiseLab(LabWidget):
    """Thin out, draw, ask: all of negative sampling on one text, in one picture.

    `text` is the text to begin with (our song when left out), `act` what of the picture to begin
    with: "all", "thin", "draw" or "ask"; `negative` is the number k of draws for each pair. `model`
    and `pair` hold the latest. `predict` may name questions before the doors "exponent", behind
    which lie all exponents but 1, and "answers", what the model says. Raises W2VError.
    """

    Session = Session
