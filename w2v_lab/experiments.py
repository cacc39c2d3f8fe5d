"""Experiments with one setting: `w2v.widgets.Sweep` and `Frozen` put them on a slider.

Each lesson's stand in its folder.
"""

from .lessons.l03.experiments import learning_rates, mean_row_moves, spare_vector
from .lessons.l05.runs import grammar_film
from .lessons.l06.experiments import shifted_paths, subsampled_tree
from .lessons.l08.runs import three_films
from .lessons.l10.runs import leaning, picked_on_the_test
from .lessons.l11.experiments import filled_zeros
from .lessons.l12.experiments import claims
from .lessons.sweep import Sweep
from .widgets.frozen.starts import Starts, frozen_pair

__all__ = [
    "Starts",
    "Sweep",
    "claims",
    "filled_zeros",
    "frozen_pair",
    "grammar_film",
    "leaning",
    "learning_rates",
    "mean_row_moves",
    "picked_on_the_test",
    "shifted_paths",
    "spare_vector",
    "subsampled_tree",
    "three_films",
]
