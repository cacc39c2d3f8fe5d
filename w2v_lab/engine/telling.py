"""What a long training says of itself on the way, in a terminal, a notebook or a log."""

from __future__ import annotations

import sys

from ..messages import message
from .run import Slice

LINES = 10  # in a log, at most


class Teller:
    """After the first second, a line that says how far the training is, kept up to date.

    In a log, where a line cannot be written over, a new one for every tenth of the training; so it
    is, too, and from the start, where probes are watched, whose neighbours one wants to compare. A
    notebook shows what goes to stderr as if it were a fault, so there it goes to stdout.
    """

    def __init__(self) -> None:
        self.tenths = -1
        # A notebook's stream is no terminal and yet writes over its line.
        notebook = type(sys.stderr).__module__.startswith(("ipykernel", "pyodide"))
        self.over = notebook or sys.stderr.isatty()
        self.stream = sys.stdout if notebook else sys.stderr

    def __call__(self, done: Slice) -> None:
        tenths = int(done.progress * LINES)
        if self.tenths < 0 and done.seconds <= 1 and not done.neighbours:
            return
        new = tenths > self.tenths
        if self.over and not done.neighbours:
            end = "\n" if done.progress == 1 else ""
            print(f"\r{_line(done)}", end=end, file=self.stream, flush=True)
        elif new:
            print(_line(done), file=self.stream, flush=True)
        self.tenths = tenths


def told_stopped(progress: float) -> None:
    """Say that an interrupt was heeded."""
    line = message("engine.stopped", percent=f"{progress:.0%}")
    print(f"\r{line}", file=sys.stderr)


def _line(done: Slice) -> str:
    held = done.held_out
    loss = f"{done.loss:.3f}"
    if held:
        loss = f"{held.mean:.3f} ± {held.high - held.mean:.3f}"
    line = message(
        "engine.progress_held_out" if held else "engine.progress",
        percent=f"{done.progress:.0%}",
        speed=f"{done.speed:,.0f}",
        rate=f"{done.rate:.2g}",
        loss=loss,
    )
    near = (f"{word}: {', '.join(words)}" for word, words in done.neighbours.items())
    return "\n    ".join([line, *near])
