"""Looking at finished or recorded vectors: angles, nearest words, and a camera for pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .model import Model, Step


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


@dataclass(frozen=True, eq=False)
class Check:
    """Is the update right? Its slope in each weight beside the one measured from losses alone.

    `taken` and `measured` are each a pair of arrays, for W_in and W_out, in their shapes.
    """

    taken: tuple[np.ndarray, np.ndarray]
    measured: tuple[np.ndarray, np.ndarray]

    @property
    def difference(self) -> float:
        """The greatest difference between the two in any weight; NaN where one is not finite."""
        with np.errstate(invalid="ignore"):
            apart = [
                np.abs(a - b).max(initial=0) for a, b in zip(self.taken, self.measured, strict=True)
            ]
        return float(np.max(apart))

    @property
    def passed(self) -> bool:
        """Whether they agree: to a millionth of the greatest slope, as differences can tell."""
        greatest = max(np.abs(slope).max(initial=0) for slope in self.measured)
        return bool(self.difference <= 1e-6 * max(greatest, 0.01))


def gradient_check(model: Model, step: Step, learning_rate: float, width: float = 1e-5) -> Check:
    """Compare what `model.apply` takes away with finite differences of the loss.

    Each weight in turn is moved by ± `width`, and the loss computed anew: the slope is the
    difference of the two losses over 2 · `width`. The model is left as it was.
    """
    moved = model.with_weights(model.W_in, model.W_out)
    with np.errstate(all="ignore"):
        moved.apply(step, learning_rate)
        taken_in = (model.W_in - moved.W_in) / learning_rate
        taken_out = (model.W_out - moved.W_out) / learning_rate
        measured = finite_differences(model, step, width)
    return Check((taken_in, taken_out), measured)


def finite_differences(
    model: Model, step: Step, width: float = 1e-5
) -> tuple[np.ndarray, np.ndarray]:
    """The slopes of the step's loss in W_in and W_out, from the loss alone."""
    probe = model.with_weights(model.W_in, model.W_out)
    slopes = []
    for weights in (probe.W_in, probe.W_out):
        table = np.zeros_like(weights)
        for place in np.ndindex(weights.shape):
            kept = weights[place]
            weights[place] = kept + width
            above = _loss(probe, step)
            weights[place] = kept - width
            below = _loss(probe, step)
            weights[place] = kept
            slope = (above - below) / (2 * width)
            table[place] = slope
        slopes.append(table)
    return slopes[0], slopes[1]


def _loss(model: Model, step: Step) -> float:
    """The loss of the step's example at the model's weights, with the step's own negatives."""
    drawn = step.negatives if any(step.negatives) else None
    return model.step(step.example, drawn).loss


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
