"""Record → frame: what a widget shows, as plain data; one module for each widget."""

from .evidence import evidence
from .first_look import RATE, UPDATES, FirstLook, first_look
from .row_selector import row_selector
from .trace import MOST_ROWS, Trace, decimals, relation, shown_rows

__all__ = [
    "MOST_ROWS",
    "RATE",
    "UPDATES",
    "FirstLook",
    "Trace",
    "decimals",
    "evidence",
    "first_look",
    "relation",
    "row_selector",
    "shown_rows",
]
