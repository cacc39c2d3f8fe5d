"""The tree lab: a tree grows merge by merge, answers for a word, and learns."""

from __future__ import annotations

from ..kit.shell import LabWidget
from .session import Session


class TreeLab(LabWidget):
    """Three acts on one tree: watch it grow, ask it for a word's probability, watch it learn.

    `vocabulary` gives the words and counts (a toy text of ours when left out), `examples` what a
    model with hierarchical softmax is trained on, anew for each tree that the learner makes: `kind`
    "huffman" or "balanced", or with counts moved by hand. `act` is the act to start with, `given`
    and `word` the input and the word asked for. `tree`, `model` and `recording` hold the latest;
    without examples there is no recording. `predict` names a question for which the tree stops
    before a merge. Raises W2VError.
    """

    Session = Session
