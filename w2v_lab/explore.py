"""All geometry of vectors: lengths, angles, what is near to what, analogies, and a camera.

What is recorded may have exploded, so these functions live with NaN; `Vectors` refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .messages import whole

FEW = 10_000  # rows that are sorted as a whole sooner than sifted first
BLOCK = 1 << 20  # numbers that are worked on at once


def unit(matrix: np.ndarray) -> np.ndarray:
    """The rows of a matrix (V, N) at length 1; a row of no length stays 0."""
    with np.errstate(over="ignore", invalid="ignore"):  # an exploded row stays NaN
        largest = np.abs(matrix).max(axis=1, keepdims=True)
        # by its largest number first: squares of 1e±20 are beyond float32
        even = np.divide(matrix, largest, out=np.zeros_like(matrix), where=largest != 0)
        length = np.linalg.norm(even, axis=1, keepdims=True)
        return np.divide(even, length, out=even, where=length != 0)


def lengths(matrix: np.ndarray) -> np.ndarray:
    """The lengths of the rows of a matrix (V, N), float64, (V,); a part at a time."""
    found = np.empty(len(matrix))
    step = max(1, BLOCK // matrix.shape[1])
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(matrix), step):
            rows = matrix[start : start + step].astype(np.float64)
            largest = np.abs(rows).max(axis=1)
            scale = np.where(largest == 0, 1, largest)
            found[start : start + step] = np.linalg.norm(rows / scale[:, None], axis=1) * scale
    return found


def nearest(
    matrix: np.ndarray,
    point: np.ndarray,
    leave_out: Sequence[int] = (),
    topn: int = 10,
    row_lengths: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """The rows of a matrix (V, N) at the smallest angle to a point (N,), and their cosines.

    Greatest first; equal ones in the order of the rows, NaN last. `row_lengths` saves measuring
    them again. Raises W2VError.
    """
    cosines = cosines_with(matrix, point, row_lengths)
    best = greatest(cosines, leave_out, topn)
    return best, cosines[best]


def greatest(cosines: np.ndarray, leave_out: Sequence[int], topn: int) -> np.ndarray:
    """The rows of the greatest cosines, equal ones in order, NaN last. Raises W2VError."""
    topn = whole("topn", topn)
    rows = _candidates(cosines, topn + len(leave_out))
    order = rows[np.argsort(-cosines[rows], kind="stable")]
    best: np.ndarray = order[~np.isin(order, leave_out)][:topn]
    return best


def cosines_with(
    matrix: np.ndarray, point: np.ndarray, row_lengths: np.ndarray | None = None
) -> np.ndarray:
    """The cosine of each row of a matrix (V, N) with a point (N,), (V,); 0 where one has no length.

    `row_lengths` saves measuring them again.
    """
    sizes = lengths(matrix) if row_lengths is None else row_lengths
    matrix, sizes = _within_reach(matrix, sizes)
    point = unit(point[None].astype(matrix.dtype))[0]
    with np.errstate(over="ignore", invalid="ignore"):
        cosines = np.divide(matrix @ point, sizes, out=np.zeros(len(sizes)), where=sizes != 0)
        return np.clip(cosines, -1, 1, out=cosines)


@dataclass(frozen=True)
class Angle:
    """What two vectors have to do with one another: a · b, |a| and |b|, |a| |b|, and the cosine."""

    dot: float
    lengths: tuple[float, float]
    product: float
    cosine: float


def angle(a: np.ndarray, b: np.ndarray) -> Angle:
    """The angle between two vectors (N,), with what it is made of; 0 where one has no length."""
    both = np.stack([a, b]).astype(np.float64)
    long_a, long_b = lengths(both).tolist()
    dot = float(both[0] @ both[1])
    product = long_a * long_b
    cosine = dot / product if product else 0.0
    return Angle(dot, (long_a, long_b), product, cosine)


def _within_reach(matrix: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows as they are, or all at length 1 where products of some would leave float32."""
    if ((sizes > 1e-15) & (sizes < 1e15) | (sizes == 0)).all():
        return matrix, sizes
    rows = unit(matrix)
    return rows, np.where(sizes == 0, 0.0, 1.0)


def _candidates(cosines: np.ndarray, wanted: int) -> np.ndarray:
    """The rows among which the nearest are, ties included: sifted before they are sorted."""
    if len(cosines) <= max(FEW, wanted):
        return np.arange(len(cosines))
    least = np.partition(-cosines, wanted)[wanted]  # NaN is sorted last
    return np.flatnonzero(-cosines <= least) if np.isfinite(least) else np.arange(len(cosines))


def analogy_point(matrix: np.ndarray, a: int, b: int, c: int) -> np.ndarray:
    """Where the answer to "a is to b as c is to ?" should lie: b - a + c, unit vectors, (N,)."""
    first, second, third = unit(matrix[[a, b, c]])
    return second - first + third


@dataclass(frozen=True, eq=False)
class Camera:
    """A flat view of vectors of N dimensions: principal components of one matrix, kept for all.

    `centre` (N,), `directions` (2, N), `share` the part of the spread that the view shows, 0 to 1.
    """

    centre: np.ndarray
    directions: np.ndarray
    share: float

    @classmethod
    def facing(cls, matrix: np.ndarray) -> Camera:
        """The camera that sees most of a matrix (V, N) (principal components, Pearson 1901).

        With one dimension, or one word, the missing direction is zero.
        """
        centre = matrix.mean(axis=0)
        _, spread, directions = np.linalg.svd(matrix - centre, full_matrices=False)
        seen = np.zeros((2, matrix.shape[1]))
        seen[: len(directions[:2])] = directions[:2]
        # An SVD leaves the signs open; fixed ones keep a picture the right way up on every machine.
        signs = [np.sign(d[np.abs(d).argmax()]) or 1.0 for d in seen]
        total = float((spread**2).sum())
        share = float((spread[:2] ** 2).sum()) / total if total else 1.0
        return cls(centre, seen * np.array(signs)[:, None], share)

    @classmethod
    def along(cls, matrix: np.ndarray, first: int, second: int) -> Camera:
        """The camera that sees two chosen dimensions of a matrix (V, N), and nothing else."""
        seen = np.eye(matrix.shape[1])[[first, second]]
        spread = matrix.var(axis=0)
        total = float(spread.sum())
        share = float(spread[[first, second]].sum()) / total if total else 1.0
        return cls(np.zeros(matrix.shape[1]), seen, share)

    def view(self, matrix: np.ndarray) -> np.ndarray:
        """Places on the picture, (V, 2), of the rows of a matrix (V, N)."""
        return (matrix - self.centre) @ self.directions.T

    def seen(self, matrix: np.ndarray) -> float:
        """The part of a matrix's spread that this view shows, 0 to 1."""
        spread = ((matrix - matrix.mean(axis=0)) ** 2).sum()
        places = self.view(matrix)
        shown = ((places - places.mean(axis=0)) ** 2).sum()
        return float(shown / spread) if spread else 1.0


def procrustes(moving: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """The rotation or reflection, (N, N), that brings one matrix (V, N) nearest to another.

    `moving @ it` is as near to `fixed` as turning alone can make it; lengths and angles stay
    (Schönemann 1966).
    """
    left, _, right = np.linalg.svd(moving.T @ fixed)
    turn = left @ right
    return turn


def cosines(matrix: np.ndarray) -> np.ndarray:
    """The cosine of the angle between every two rows, (V, V); 0 where a row has no length."""
    rows = unit(matrix)
    return rows @ rows.T


def distances(matrix: np.ndarray) -> np.ndarray:
    """The distance between every two rows, (V, V)."""
    return np.linalg.norm(matrix[:, None, :] - matrix[None, :, :], axis=2)


def closest_pair(matrix: np.ndarray) -> tuple[int, int, float]:
    """The two rows with the smallest angle between them, and its cosine; needs two rows."""
    cosine = cosines(matrix)
    cosine[np.tril_indices(len(cosine))] = -np.inf
    first, second = np.unravel_index(cosine.argmax(), cosine.shape)
    return int(first), int(second), float(cosine[first, second])


def neighbours(matrix: np.ndarray, row: int, topn: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """The rows at the smallest angle to one row, which is left out, and their cosines."""
    return nearest(matrix, matrix[row], [row], topn)


@dataclass(frozen=True, eq=False)
class Analogy:
    """a is to b as c is to ? `point` (N,) is b - a + c of unit vectors, where the answer should be.

    `rows` are the nearest ones to it, without a, b and c, and `cosines` theirs with the point.
    """

    point: np.ndarray
    rows: np.ndarray
    cosines: np.ndarray


def ask_analogy(matrix: np.ndarray, a: int, b: int, c: int, topn: int = 10) -> Analogy:
    """Ask one analogy of the rows of a matrix (V, N) (Mikolov, Yih and Zweig 2013, NAACL)."""
    point = analogy_point(matrix, a, b, c)
    return Analogy(point, *nearest(matrix, point, [a, b, c], topn))


def right_answers(matrix: np.ndarray, questions: np.ndarray, leave_out: bool = True) -> np.ndarray:
    """Which questions (Q, 4) of rows a, b, c, d are answered with d: booleans, (Q,)."""
    return answered(matrix, questions, leave_out) == np.reshape(questions, (-1, 4))[:, 3]


def answered(matrix: np.ndarray, questions: np.ndarray, leave_out: bool = True) -> np.ndarray:
    """The row nearest to b - a + c for each question (Q, 3 or 4) of rows, (Q,); -1 for none."""
    rows = unit(matrix)
    best = np.empty(len(questions), dtype=int)
    for start in range(0, len(questions), 256):  # a block of cosines at a time fits into memory
        a, b, c = questions[start : start + 256, :3].astype(int).T
        cosines = (rows[b] - rows[a] + rows[c]) @ rows.T
        if leave_out:
            for row in (a, b, c):
                cosines[np.arange(len(cosines)), row] = -np.inf
        cosines[np.isnan(cosines)] = -np.inf  # what has exploded is near to nothing
        found = cosines.argmax(axis=1)
        best[start : start + 256] = np.where(cosines.max(axis=1) > -np.inf, found, -1)
    return best
