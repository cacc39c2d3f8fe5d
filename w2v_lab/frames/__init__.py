"""Record → frame: what a widget shows, as plain data; one module for each widget."""

from .evidence import evidence
from .first_look import RATE, UPDATES, FirstLook, first_look
from .row_selector import row_selector
from .step_explorer import FORWARD, PHASES, check_of, chosen_steps, step_explorer
from .sweep import sweep
from .trace import MOST_ROWS, Trace, decimals, relation, shown_rows
from .tree_lab import MOST_LEAVES, View, given_words, part_view, tree_lab, whole_view

__all__ = [
    "FORWARD",
    "MOST_LEAVES",
    "MOST_ROWS",
    "PHASES",
    "RATE",
    "UPDATES",
    "FirstLook",
    "Trace",
    "View",
    "check_of",
    "chosen_steps",
    "decimals",
    "evidence",
    "first_look",
    "given_words",
    "part_view",
    "relation",
    "row_selector",
    "shown_rows",
    "step_explorer",
    "sweep",
    "tree_lab",
    "whole_view",
]
