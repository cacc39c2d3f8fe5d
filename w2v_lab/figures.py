"""Charts by plotly and drawings by Graphviz, each with the same in words under it.

Each lesson's stand in its folder.
"""

from .lessons.drawing import Picture
from .lessons.l01.figures import f_of_x, row_distances
from .lessons.l05.figures import box
from .lessons.l06.figures import depths, tree_graph
from .lessons.l10.figures import found
from .lessons.l11.figures import ngram_shares, one_diagonal, true_above_broken

__all__ = [
    "Picture",
    "box",
    "depths",
    "f_of_x",
    "found",
    "ngram_shares",
    "one_diagonal",
    "row_distances",
    "tree_graph",
    "true_above_broken",
]
