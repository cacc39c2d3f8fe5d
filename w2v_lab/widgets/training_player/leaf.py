"""A leaf of the player: how every word came to be, by sentence and by the word at the other end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...biography import Biography, biography, grouped, summed
from ...corpus import checked
from ...explore import cosines
from ...messages import W2VError, clean
from ...training import Recording
from ..kit.source import line_of
from ..kit.trace import Trace, relation

MOST_BYTES = 400_000  # of the leaf
SPLITS = ("sentence", "word")


@dataclass(frozen=True, eq=False)
class Leaf:
    """A run that kept every update, its sentences, and which of them each example of a round is of.

    Raises W2VError where they do not fit together, or are too many for a page.
    """

    recording: Recording
    sentences: Sequence[Sequence[str]]
    origins: Sequence[int]

    def __post_init__(self) -> None:
        labels = grouped(self.origins, len(self.recording.losses))
        S = len(list(checked(self.sentences)))
        if labels.max() >= S:
            raise W2VError("no_such_sentence", last=int(labels.max()), count=S)
        V, N = self.recording.W_in_at(0).shape
        if 8 * V * (2 * N * (S + V + 3) + 2 * (S + V + 2) + V * (S + 2)) > MOST_BYTES:
            raise W2VError("biography_too_large", V=V, sentences=S)

    def trace(self) -> Trace:
        """Both matrices, where their rows are words', and the cosines between input vectors."""
        vocabulary = self.recording.model_at(0).vocabulary
        lives = {"in": biography(self.recording)}
        if len(self.recording.W_out_at(0)) == len(vocabulary):
            lives["out"] = biography(self.recording, "output")
        trace = Trace({"leaf": "biography"})
        for side, life in lives.items():
            self._matrix(trace, side, life)
        self._cosines(trace, lives["in"])
        trace.facts["sides"] = list(lives)
        trace.facts["sentences"] = [list(map(clean, sentence)) for sentence in self.sentences]
        trace.facts["relations"] = relations(list(lives))
        return trace

    def _matrix(self, trace: Trace, side: str, life: Biography) -> None:
        trace.arrays[f"start_{side}"] = life.start
        parts = {"sentence": life.by_group(self.origins), "word": life.by_word()}
        for split in SPLITS:
            along = life.along(parts[split])
            trace.arrays |= {
                f"{split}_{side}": parts[split],
                f"along_{split}_{side}": along,
                f"end_{split}_{side}": life.end,
                f"way_{split}_{side}": np.linalg.norm(life.end - life.start, axis=1),
            }

    def _cosines(self, trace: Trace, life: Biography) -> None:
        with np.errstate(all="ignore"):  # a run may explode
            trace.arrays["cos_start"], trace.arrays["cos_end"] = map(
                cosines, (life.start, life.end)
            )
        trace.arrays["cos_sentence"] = life.turns(self.origins)
        others = np.nan_to_num(trace.arrays["cos_end"], nan=-2.0)
        np.fill_diagonal(others, -3)
        trace.facts["nearest"] = others.argmax(axis=1).tolist()


def relations(sides: Sequence[str]) -> dict[str, Any]:
    """Where the numbers came from; rows of a matrix are called m, sentences or words q."""
    weights, added = line_of(biography, "path"), line_of(summed, "total")
    turned, along = line_of(Biography.turns, "turns"), line_of(Biography.along, "along")
    cosine = line_of(cosines, "return")
    found = {
        "cos_start": relation("cos", "given", index="mp", code=cosine),
        "cos_sentence": relation("Δcos", "given", index="qmp", code=turned),
        "cos_end": relation("cos", "sum", ["cos_start[m,p]", "cos_sentence[:,m,p]"], "mp", cosine),
    }
    for side in sides:
        matrix, start = f"W_{side}", f"start_{side}"
        found[start] = relation(matrix, "given", index="mj", code=weights) | _read("start")
        for split in SPLITS:
            part, share = f"{split}_{side}", f"along_{split}_{side}"
            ends = [f"{start}[m,j]", f"{part}[:,m,j]"]
            each = relation(f"Δ{matrix}", "given", index="qmj", code=added)
            found |= {
                part: each | _read(split),
                share: relation("way", "given", index="qm", code=along) | _read("along"),
                f"end_{part}": relation(matrix, "sum", ends, "mj", weights) | _read("end"),
                f"way_{part}": relation("way", "sum", [f"{share}[:,m]"], "m", along) | _read("way"),
            }
    return found


def _read(reading: str) -> dict[str, str]:
    return {"reading": f"life_{reading}"}
