"""The cloud: the score of every pair on its way to where the formula says that it ends."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class Cloud(LabWidget):
    """Learned scores of negative sampling against log P(c|w) - log q(c) - log k, all pairs at once.

    `sentences` are our topics when left out; of a large vocabulary the most frequent words are
    shown. `vector_size`, `negative`, `ns_exponent` and `target_drawn` are those of the first
    cloud; others are trained when asked for. With `predict` what another k does is kept back until
    the learner has committed to an answer. Raises W2VError.
    """

    Session = Session
