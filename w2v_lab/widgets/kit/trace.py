"""The trace: what is sent to a page, and where each of its numbers came from.

A trace is a set of named arrays, and for each name a *relation* that says where its numbers came
from. An id such as `W_in[3,2]` names one number; a relation names sources by patterns such as
`W_in[i,j]`, `products[:,j]` or `W_in[inputs,j]`. Nothing here computes what the library has not
computed; tests evaluate every relation and hold it to the value that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MOST_ROWS = 12  # words that a table shows; more would not fit on a projector


@dataclass
class Trace:
    """What is sent to a page: plain facts, and the numbers as float64, exactly as computed.

    `drawn` are numbers that no one reads, places and shades: they travel in 16 bits, as multiples
    of a step; what is no number becomes the least of them.
    """

    facts: dict[str, Any]
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    drawn: dict[str, np.ndarray] = field(default_factory=dict)

    def packed(self) -> tuple[dict[str, Any], bytes]:
        """The facts with each array's shape and place in the bytes, and the bytes.

        Numbers travel in binary: JSON holds neither NaN nor infinity, and a run may explode.
        """
        places: dict[str, dict[str, Any]] = {}
        chunks, offset = [], 0
        for name, array in self.arrays.items():
            data = np.ascontiguousarray(array, dtype="<f8")
            places[name] = {"shape": data.shape, "offset": offset}
            chunks.append(data.tobytes())
            offset += data.size
        for name, array in self.drawn.items():
            small, step = _in_16_bits(array)
            places[name] = {"shape": small.shape, "offset": offset, "step": step}
            chunks.append(small.tobytes() + bytes(-small.nbytes % 8))
            offset += len(chunks[-1]) // 8
        return {**self.facts, "arrays": places}, b"".join(chunks)


NO_NUMBER = -32768


def _in_16_bits(array: np.ndarray) -> tuple[np.ndarray, float]:
    """The array as whole multiples of a step, and the step."""
    finite = np.isfinite(array)
    step = (
        float(np.abs(array, where=finite, out=np.zeros(array.shape)).max(initial=0)) / 32767 or 1.0
    )
    small = np.full(array.shape, NO_NUMBER, dtype="<i2")
    small[finite] = np.round(array[finite] / step)
    return small, step


def relation(
    symbol: str,
    op: str,
    of: Sequence[str] = (),
    index: str = "",
    code: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Where the numbers of an array come from.

    `symbol` is its letter, `index` its own indices ("ij"), `op` what was done and `of` the patterns
    it was done to. Operations: given, product, sum, quotient, mean, softmax, cross_entropy.
    """
    return {"symbol": symbol, "op": op, "of": list(of), "index": list(index), "code": code}


def shown_rows(V: int, wanted: Sequence[int]) -> list[int]:
    """The ids whose rows are shown: the wanted ones and the most frequent others, in order."""
    rows = set(wanted)
    for i in range(V):
        if len(rows) >= MOST_ROWS:
            break
        rows.add(i)
    return sorted(rows)


def padded(lines: Sequence[np.ndarray], shape: tuple[int, int]) -> np.ndarray:
    """One row a target; steps and targets may touch unlike numbers of rows, and the rest is NaN."""
    table = np.full(shape, np.nan)
    for row, line in zip(table, lines, strict=False):
        row[: len(line)] = line
    return table


def decimals(array: np.ndarray) -> int:
    """As many decimals as show two digits of the greatest number: 2 to 4."""
    greatest = float(np.abs(array[np.isfinite(array)]).max(initial=0))
    return int(np.clip(1 - np.floor(np.log10(greatest or 1)), 2, 4))
