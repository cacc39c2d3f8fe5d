"""The explorer on large vocabularies: seconds and memory. Usage: explorer.py [V N] [file.npy]

`explorer.py 300000 100` makes vectors of that size; with a file they are mapped from the disk, and
made there first where there is none. Private memory is told where the system tells it (Linux).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import w2v_lab as w2v
from w2v_lab.widgets.explorer.session import Session


def main(arguments: list[str]) -> None:
    """Load, first neighbours, then a hundred searches and neighbours."""
    V, N = (int(size) for size in arguments[:2] or ("300000", "100"))
    if len(arguments) > 2:
        path = Path(arguments[2])
        if not path.exists():
            made(V, N).save(path)
            return main(arguments)  # in a process that has not held them, measure by a second call
        before = private()
        start = time.perf_counter()
        vectors = w2v.Vectors.load(path)
        vectors.most_similar(vectors.words[7])
        seconds = time.perf_counter() - start
        print(f"load and first neighbours {seconds:.2f} s, private {private() - before:+.0f} MB")
    else:
        vectors = made(V, N)
    start = time.perf_counter()
    session = Session(vectors)
    print(f"session {time.perf_counter() - start:.2f} s, of the processor in all {used():.2f} s")
    texts = ["a", "w1", "29", "word1234", "word29999", "nothing"]
    asked = {
        "search": [{"search": text} for text in texts * 17],
        "neighbours": [{"word": f"word{i}"} for i in range(7, V, V // 60)],
        "its neighbourhood": [{"word": f"word{i}", "map": "around"} for i in range(7, V, V // 20)],
    }
    for name, requests in asked.items():
        times = 1e3 * np.array([timed(session.hear, {"request": "1", **r}) for r in requests])
        first, (half, most) = times[0], np.percentile(times[1:], [50, 95])  # of the processor
        print(f"{name}: first {first:.1f} ms, p50 {half:.1f}, p95 {most:.1f} of {len(times)}")
    print(f"private {private():.0f} MB in all")


def made(V: int, N: int) -> w2v.Vectors:
    """Vectors drawn at random, float32."""
    matrix = np.random.default_rng(0).normal(size=(V, N)).astype(np.float32)
    return w2v.Vectors([f"word{i}" for i in range(V)], matrix)


def timed(call: Callable[..., tuple], *arguments: object) -> float:
    """Seconds of the processor for one answer, which must be no error."""
    start = time.process_time()
    reply, _ = call(*arguments)
    assert "error" not in reply, reply
    return time.process_time() - start


used = time.process_time


def private() -> float:
    """MB that this process shares with nobody, mapped files left out."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    return int(status.read_text().split("RssAnon:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
