"""What a long training says of itself on the way, in a terminal, a notebook or a log."""

from __future__ import annotations

import sys

from ..messages import message
from .run import Slice

LINES = 10  # in a log, at most


class Teller:
    """After the first second, one line that says how far the training is, kept up to date.

    In a log, where a line cannot be written over, a new one for every tenth of the training.
    """

    def __init__(self) -> None:
        self.tenths = -1
        # A notebook's stream is no terminal and yet writes over its line.
        notebook = type(sys.stderr).__module__.startswith(("ipykernel", "pyodide"))
        self.over = notebook or sys.stderr.isatty()

    def __call__(self, done: Slice) -> None:
        tenths = int(done.progress * LINES)
        if self.tenths < 0 and done.seconds <= 1:
            return
        if self.over:
            end = "\n" if done.progress == 1 else ""
            print(f"\r{_line(done)}", end=end, file=sys.stderr, flush=True)
        elif tenths > self.tenths:
            print(_line(done), file=sys.stderr, flush=True)
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
    return message(
        "engine.progress_held_out" if held else "engine.progress",
        percent=f"{done.progress:.0%}",
        speed=f"{done.speed:,.0f}",
        rate=f"{done.rate:.2g}",
        loss=loss,
    )
