"""Compile the engine's loops now and keep them, so that no first training waits for it.

Usage: python -m w2v_lab.engine   (numba keeps what it compiled beside the modules)
"""

from ..corpus import Vocabulary
from ..model import Model
from ..outputs import LAYERS
from .fitting import fit
from .run import slices

TEXT = [["a", "b", "c"] * 4] * 4


def main() -> None:
    """Train each output layer for a moment, in the precision of `fit` and in that of a model."""
    for output in LAYERS:
        fit(TEXT, vector_size=4, min_count=1, epochs=1, output=output, watch=lambda _: None)
        for _ in slices(Model(Vocabulary.from_sentences(TEXT), 4, output), TEXT):
            pass


if __name__ == "__main__":
    main()
