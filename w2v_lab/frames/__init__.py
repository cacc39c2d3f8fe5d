"""Record → frame: what a widget shows, as plain data; one module for each widget."""

from .evidence import evidence
from .first_look import RATE, UPDATES, FirstLook, first_look
from .row_selector import row_selector
from .step_explorer import FORWARD, PHASES, check_of, chosen_steps, step_explorer
from .sweep import sweep
from .training_player import (
    MOST_LABELS,
    add_scene,
    leaf,
    moments_for,
    story_of,
    training_player,
)
from .trace import MOST_ROWS, Trace, decimals, relation, shown_rows

__all__ = [
    "FORWARD",
    "MOST_LABELS",
    "MOST_ROWS",
    "PHASES",
    "RATE",
    "UPDATES",
    "FirstLook",
    "Trace",
    "add_scene",
    "check_of",
    "chosen_steps",
    "decimals",
    "evidence",
    "first_look",
    "leaf",
    "moments_for",
    "relation",
    "row_selector",
    "shown_rows",
    "step_explorer",
    "story_of",
    "sweep",
    "training_player",
]
