"""What lesson 06 talks about: our song, and trees over its words."""

from __future__ import annotations

from ...corpus import Vocabulary
from ...frequencies import zipf_counts
from ...model import Model
from ...tree_costs import Comparison, compare_trees
from ...widgets.tree_lab.session import our_run


def song() -> Vocabulary:
    """The words of our song."""
    return our_run()[0]


def drawn(size: float) -> Model:
    """A tree over them with weights drawn at random, those of its nodes of some size."""
    model = Model(song(), 5, "hierarchical-softmax")
    model.W_in[:] = model.rng.normal(size=model.W_in.shape)
    model.W_out[:] = size * model.rng.normal(size=model.W_out.shape)
    return model


def zipf() -> Comparison:
    """Two trees over 10,000 words as frequent as Zipf's law has them."""
    return compare_trees(zipf_counts(10_000))
