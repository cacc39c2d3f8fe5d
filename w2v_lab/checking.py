"""Is an update right? Its slopes beside those measured from the loss alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .model import Model, Step


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
