"""Experiments with one setting, for `w2v.widgets.Sweep`; each lesson's stand in its folder."""

from .lessons.l03.experiments import learning_rates, mean_row_moves, spare_vector
from .lessons.l06.experiments import shifted_paths, subsampled_tree
from .lessons.sweep import Sweep

__all__ = [
    "Sweep",
    "learning_rates",
    "mean_row_moves",
    "shifted_paths",
    "spare_vector",
    "subsampled_tree",
]
