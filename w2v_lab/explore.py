"""Looking at finished or recorded vectors: angles, nearest words, and a camera for pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


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

    def view(self, matrix: np.ndarray) -> np.ndarray:
        """Places on the picture, (V, 2), of the rows of a matrix (V, N)."""
        return (matrix - self.centre) @ self.directions.T


def cosines(matrix: np.ndarray) -> np.ndarray:
    """The cosine of the angle between every two rows, (V, V); 0 where a row has no length."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit = np.divide(matrix, length, out=np.zeros_like(matrix), where=length > 0)
    return unit @ unit.T


def distances(matrix: np.ndarray) -> np.ndarray:
    """The distance between every two rows, (V, V)."""
    return np.linalg.norm(matrix[:, None, :] - matrix[None, :, :], axis=2)


def closest_pair(matrix: np.ndarray) -> tuple[int, int, float]:
    """The two rows with the smallest angle between them, and its cosine; needs two rows."""
    cosine = cosines(matrix)
    cosine[np.tril_indices(len(cosine))] = -np.inf
    first, second = np.unravel_index(cosine.argmax(), cosine.shape)
    return int(first), int(second), float(cosine[first, second])
