"""Training on whole corpora: the same update, compiled where numba is and in batches where not.

`slices` trains a model a fraction of a second at a time, so that a run can be watched and stopped;
`fit` drains it. Examples are cut from the text as `examples` cuts them, many at a time, into flat
arrays (flat.py). The update on these stands in compiled.py, and with numpy alone in batches.py.
"""

from ..ways import Ways
from .fitting import fit
from .plan import ROADS
from .run import Slice, slices

__all__ = ["ROADS", "Slice", "Ways", "fit", "slices"]
