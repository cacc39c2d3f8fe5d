"""A file of many words: words a second held, and memory beyond the model. `large_file.py [TOKENS]`

Writes the sentences of ICD-10-CM again and again, a tenth of the words exchanged for others drawn
from the text, and trains on the file for one round. Private memory is told where the system tells
it (Linux); the seconds are the processor's. `large_file.py 100_000_000` takes some ten minutes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

import numpy as np
from explorer import private

import w2v_lab as w2v

SETTINGS = {"vector_size": 100, "epochs": 1, "compatible": "gensim"}
PARTS = 10
NOISE = 0.1


def written(path: Path, tokens: int) -> None:
    """Write so many words or a few more, a sentence a line."""
    sentences = list(w2v.corpora.icd())
    words = np.array([word for sentence in sentences for word in sentence], dtype=object)
    ends = np.cumsum([len(sentence) for sentence in sentences])
    rng = np.random.default_rng(0)
    with open(path, "w", encoding="utf-8") as file:
        for _ in range(-(-tokens // len(words))):
            noisy = np.where(rng.random(len(words)) < NOISE, rng.permutation(words), words)
            file.writelines(" ".join(part) + "\n" for part in np.split(noisy, ends[:-1]))


class Peak(Thread):
    """The most private memory, in MB, looked at twenty times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.over = 0.0, Event()

    def run(self) -> None:
        while not self.over.wait(0.05):
            self.most = max(self.most, private())


def measured(tokens: int) -> None:
    """Train on a file of so many words, and tell what it took."""
    w2v.fit(list(w2v.corpora.icd())[:2000], watch=lambda _: None, **SETTINGS)  # compile
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        written(path, tokens)
        print(f"{path.stat().st_size / 1e6:,.0f} MB of text")
        before, start, peak = private(), time.process_time(), Peak()
        marks: list[tuple[int, float]] = []
        peak.start()
        vectors = w2v.fit(
            path, watch=lambda one: marks.append((one.words, time.process_time())), **SETTINGS
        )
        peak.over.set()
        peak.join()
    words, seconds = np.array(marks).T
    model = 2 * vectors.matrix.nbytes / 2**20
    more = peak.most - before - model
    print(f"{words[-1]:,.0f} words of {len(vectors):,}; read in {seconds[0] - start:.1f} s")
    edges = np.searchsorted(words, np.linspace(words[0], words[-1], PARTS + 1))
    speed = np.diff(words[edges]) / np.diff(seconds[edges])
    print("thousand words a second, tenth by tenth:", *(f"{one / 1e3:,.0f}" for one in speed))
    print(f"private memory at most {more:,.0f} MB beyond the model's {model:.0f}")


if __name__ == "__main__":
    measured(int((sys.argv[1:] or ["20_000_000"])[0]))
