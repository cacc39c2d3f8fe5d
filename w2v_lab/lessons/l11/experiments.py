"""The experiment of lesson 11: GloVe on a table of counts whose zeros are filled, more and more."""

from __future__ import annotations

import numpy as np

from ...messages import message
from ...relatives import Glove
from ..sweep import Sweep
from .runs import LOOKS, with_zeros_filled, zeros


def filled_zeros() -> Sweep:
    """GloVe on the grammar, with 0 to 3 added to every cell of the counts; from the record.

    The cost of each epoch, the share of right analogies on the way, and in the end the mean score
    of pairs that the text has and of those that it has not.
    """
    runs = zeros()
    kinds = [message(f"l11.kind_{kind}") for kind in ("gender", "capital", "young")]
    looks = [message("l11.after", epochs=epochs) for epochs in LOOKS]
    right = np.array([run["right"] for run in runs])
    numbers = {
        "last": right[:, -1].mean(axis=1),
        "seen": np.array([run["seen"] for run in runs]),
        "unseen": np.array([run["unseen"] for run in runs]),
    }
    return Sweep(
        "l11",
        "filled_zeros",
        [run["add"] for run in runs],
        0,
        numbers,
        {"cost": np.array([run["cost"] for run in runs])},
        {"right": right},
        {"right": (looks, kinds)},
        {
            "last": (with_zeros_filled, "kinds"),
            "seen": (with_zeros_filled, "seen"),
            "unseen": (with_zeros_filled, "unseen"),
            "cost": (Glove.train, "cost"),
            "right": (with_zeros_filled, "kinds"),
        },
        outcomes=["cured" if score > 0.95 else "ill" for score in numbers["last"]],
    )
