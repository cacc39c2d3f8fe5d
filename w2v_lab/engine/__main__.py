"""Compile the engine's loops now and keep them, so that no first training waits for it.

Usage: python -m w2v_lab.engine   (numba keeps what it compiled beside the modules)
"""

from ..corpus import Vocabulary
from ..model import Model
from ..outputs import LAYERS
from .fitting import fit
from .run import Slice, slices

TEXT = [["a", "b", "c"] * 4] * 4


def main() -> None:
    """Train each output layer for a moment: in each precision, as gensim does, by two workers."""
    for output in LAYERS:
        for compatible in (None, "gensim") if output != "softmax" else (None,):
            for workers in (1, 2):
                fit(
                    TEXT,
                    4,
                    min_count=1,
                    sample=0,
                    output=output,
                    compatible=compatible,
                    workers=workers,
                    watch=_silent,
                )
        for _ in slices(Model(Vocabulary.from_sentences(TEXT), 4, output), TEXT):
            pass


def _silent(_: Slice) -> None:
    """Nobody wants to hear how far this is."""


if __name__ == "__main__":
    main()
