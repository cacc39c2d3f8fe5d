"""Measure the lessons on this machine: `python -m tests.browser.measure`.

Prints how long "Run All" takes and what memory its kernel has needed, what each widget sends to
the page, and what scrubbing costs: one event in every frame, timed in the page. Nothing is
asserted; close what else is running before you compare figures.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from pathlib import Path
from typing import Any

from .lab import NOTEBOOKS, Lab, Notebook

MEMORY = """from pathlib import Path
status = Path("/proc/self/status").read_text()
print([int(status.split(name)[1].split()[0]) / 1024 for name in ("VmRSS:", "VmHWM:")])"""

SENT = """import json
from ipywidgets.widgets.widget import _instances
from w2v_lab.widgets.kit.shell import LabWidget
size = lambda data: len(json.dumps(data, ensure_ascii=False).encode())
sent, found = set(), []
for w in [w for w in _instances.values() if isinstance(w, LabWidget)]:
    states = [w.get_state(), w.layout.get_state()]
    shown = [size(states[0].pop("facts")), len(states[0].pop("numbers"))]
    new = [assets for assets in w.assets if assets.name not in sent]
    sent |= {assets.name for assets in new}
    files = sum(size(assets.get_state()) for assets in new)
    found.append([type(w).__name__, *shown, sum(map(size, states)), files])
print(json.dumps(found))"""

SENT_BY = """import json
from ipywidgets.widgets.widget import _instances
from w2v_lab.widgets import TrainingPlayer
players = [w for w in _instances.values() if isinstance(w, TrainingPlayer)]
w = sorted(players, key=lambda w: len(w.films[0].vocabulary))[%d - 7]
print(len(json.dumps(w.trace, ensure_ascii=False).encode()) + len(w.numbers))"""

# Toy size, and the largest that a table or a picture holds.
STAGE = [
    "import numpy as np, w2v_lab as w2v",
    "w2v.widgets.RowSelector()",
    """words = [f"word{i}" for i in range(5000)]
big = w2v.Model(w2v.Vocabulary(words, np.arange(5000, 0, -1)), vector_size=10)
w2v.widgets.RowSelector(big)""",
    "w2v.widgets.FirstLook()",
    """text = "\\n".join(" ".join(f"word{i}" for i in range(k, k + 8)) for k in range(0, 48, 8))
w2v.widgets.FirstLook(text)""",
    "w2v.widgets.StepExplorer()",
    """words = [f"word{i}" for i in range(40)]
v = w2v.Vocabulary.from_sentences([words])
m = w2v.Model(v, vector_size=10)
w2v.widgets.StepExplorer(w2v.record(m, w2v.examples([words], v), 4, 0.1))""",
    """def film(V):
    words = [f"word{i}" for i in range(V)]
    v = w2v.Vocabulary(words, np.arange(V, 0, -1))
    m = w2v.Model(v, vector_size=10, output="negative-sampling")
    lines = [words[k : k + 8] for k in range(0, min(V, 2000) - 7, 8)]
    return w2v.films.Film.shot(m, lines, epochs=20, learning_rate=0.3, most=120)
w2v.widgets.TrainingPlayer(film(50))""",
    "w2v.widgets.TrainingPlayer(film(500))",
    "w2v.widgets.TrainingPlayer(film(5000))",
    "w2v.widgets.WindowSlider()",
    "w2v.widgets.TwoDials()",
]
PLAYERS = {7: "50 words", 8: "500 words", 9: "5,000 words"}
CLICK, INPUT, HOVER = "click", "input", "pointerover"
SCENES: list[tuple[str, int, int | None, str, str]] = [
    # what, cell, phase, event, what gets it
    ("RowSelector, phases, 8 words × 5", 1, None, CLICK, "[role=tab]"),
    ("RowSelector, phases, 12 of 5000 words × 10", 2, None, CLICK, "[role=tab]"),
    ("RowSelector, a word, 8 words × 5", 1, None, CLICK, "button.word"),
    ("RowSelector, a word, 12 of 5000 words × 10", 2, None, CLICK, "button.word"),
    ("RowSelector, a hover, 8 words × 5", 1, None, HOVER, "[data-id]"),
    ("RowSelector, a hover, 12 of 5000 words × 10", 2, None, HOVER, "[data-id]"),
    ("FirstLook, examples, 8 words", 3, 1, INPUT, "[data-key=example_slider]"),
    ("FirstLook, examples, 48 words", 4, 1, INPUT, "[data-key=example_slider]"),
    ("FirstLook, one step, 8 words", 3, 2, INPUT, "[data-key=example_slider]"),
    ("FirstLook, one step, 48 words", 4, 2, INPUT, "[data-key=example_slider]"),
    ("FirstLook, a hover on a probability, 8 words", 3, None, HOVER, "[data-id^=y]"),
    ("FirstLook, a hover on a probability, 48 words", 4, None, HOVER, "[data-id^=y]"),
    ("FirstLook, updates, 8 words", 3, 3, INPUT, "[data-key=update_slider]"),
    ("FirstLook, updates, 48 words", 4, 3, INPUT, "[data-key=update_slider]"),
    ("StepExplorer, steps, 8 words × 3", 5, 8, INPUT, "[data-key=step_slider]"),
    ("StepExplorer, steps, 40 words × 10", 6, 8, INPUT, "[data-key=step_slider]"),
    ("StepExplorer, phases, 8 words × 3", 5, None, CLICK, "[role=tab]"),
    ("StepExplorer, phases, 40 words × 10", 6, None, CLICK, "[role=tab]"),
    ("StepExplorer, a hover, 8 words × 3", 5, None, HOVER, "[data-id]"),
    ("StepExplorer, a hover, 40 words × 10", 6, None, HOVER, "[data-id]"),
    ("TrainingPlayer, moments, 50 words", 7, None, INPUT, "[data-key=moment_slider]"),
    ("TrainingPlayer, moments, 500 words", 8, None, INPUT, "[data-key=moment_slider]"),
    ("TrainingPlayer, moments, 5000 words", 9, None, INPUT, "[data-key=moment_slider]"),
    ("WindowSlider, positions, 12 words", 10, None, INPUT, "[data-key=position_slider]"),
    ("TwoDials, moments", 11, None, INPUT, "[data-key=moment_slider]"),
]

# Playing, with all trails: frames per second, the longest frame, and the page's own work in each.
PLAY = """async (root) => {
    root.scrollIntoView();
    const slow = root.querySelector('[data-key="speed_slow"]');
    if (slow) slow.click();
    root.querySelector('[data-key="play"]').click();
    const original = window.requestAnimationFrame;
    const times = [], works = [];
    window.requestAnimationFrame = (callback) => original((now) => {
        const start = performance.now();
        callback(now);
        works.push(performance.now() - start);
    });
    const begin = performance.now();
    await new Promise((done) => {
        const tick = (now) => { times.push(now); now - begin < 5000 ? original(tick) : done(); };
        original(tick);
    });
    window.requestAnimationFrame = original;
    root.querySelector('[data-key="play"]').click();
    const gaps = times.slice(1).map((time, i) => time - times[i]);
    const fps = 1000 * gaps.length / (times.at(-1) - times[0]);
    return { fps, longest: Math.max(...gaps), works };
}"""

# One event a frame. Timed are the handlers, the frames that they ask for, and then the layout.
# A first tenth is watched instead of timed, for whether each event changes the page before the next
# frame: what watches writes a record for each change, which costs as much as the change.
SCRUB = """async (root, [event, selector, count]) => {
    root.scrollIntoView();
    const original = window.requestAnimationFrame;
    const frame = () => new Promise((done) => original(done));
    const observer = new MutationObserver(() => {});
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    observer.observe(root, everything);
    const watched = count / 10;
    const empty = document.createElement("button");
    empty.addEventListener(event, () => {});
    const events = { click: MouseEvent, input: InputEvent, pointerover: PointerEvent };
    const send = (target) => target.dispatchEvent(new events[event](event, { bubbles: true }));
    const timed = (act) => {
        const start = performance.now();
        act();
        return performance.now() - start;
    };
    let owner = null;
    window.requestAnimationFrame = (callback) => {
        const asked = owner;
        return original((now) => {
            const took = timed(() => callback(now));
            if (asked) asked.work += took;
        });
    };
    const found = { works: [], layouts: [], frames: [], shown: 0 };
    let last = await frame();
    try {
        for (let i = 0; i < watched + count; i++) {
            if (i === watched) observer.disconnect();
            const targets = [...root.querySelectorAll(selector)];
            const target = targets[i % targets.length];
            if (event === "input") target.value = (7 * i + 3) % (Number(target.max) + 1);
            observer.takeRecords();
            owner = { work: 0 };
            const mine = owner;
            mine.work += timed(() => send(target));
            owner = null;
            found.shown += observer.takeRecords().length > 0;
            const layout = timed(() => root.offsetHeight);
            const now = await frame(); // after the frames that the handlers have asked for
            if (i >= watched) {
                found.frames.push(now - last);
                found.works.push(mine.work);
                found.layouts.push(layout);
            }
            last = now;
        }
    } finally {
        window.requestAnimationFrame = original;
        observer.disconnect();
    }
    found.empty = timed(() => { for (let i = 0; i < 10_000; i++) send(empty); }) / 10_000;
    return found;
}"""


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.measure", description=__doc__)
    parser.add_argument("--events", type=int, default=200, help="of each kind, one a frame")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.2f}")
    with Lab() as lab:
        print(f"Chromium {lab.browser.version}\n")
        for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
            measure_lesson(lab, path)
        with lab.open(STAGE, height=1200) as notebook:
            notebook.run_all()
            measure_scrubbing(notebook, options.events)
            measure_playing(notebook)


def measure_lesson(lab: Lab, path: Path) -> None:
    """Print the time and memory of a lesson, and what its widgets have sent."""
    with lab.open(path.name) as notebook:
        start = time.monotonic()
        notebook.run_all()
        seconds = time.monotonic() - start
        now, peak = notebook.execute(MEMORY)
        print(f"{path.name}: Run All {seconds:.1f} s; kernel {now:.0f} MB, at most {peak:.0f} MB")
        print("  kB sent            facts  numbers   itself    class      all")
        for name, *sizes in notebook.execute(SENT):
            columns = "".join(f"{size / 1000:9.1f}" for size in sizes)
            print(f"  {name:15}{columns}{sum(sizes) / 1000:9.1f}")
        print()


def measure_scrubbing(notebook: Notebook, count: int) -> None:
    """Print what the page does for each event, in milliseconds."""
    print(f"{count} events, one a frame; milliseconds of the page's own work, layout apart")
    print(f"{'':46}   p50   p95   max  × empty  layout p95  in its frame  late frames")
    for what, cell, phase, event, selector in SCENES:
        root = notebook.output(cell).locator(".w2v")
        if phase is not None:
            root.get_by_role("tab").nth(phase).click()
        found = root.evaluate(SCRUB, [event, selector, count])
        print(f"{what:46}{row(found, count)}")


def measure_playing(notebook: Notebook) -> None:
    """Print how smoothly the training player plays."""
    print("\nplaying for 5 s   frames a second   longest frame   work p50   p95 (milliseconds)")
    for cell, what in PLAYERS.items():
        found = notebook.output(cell).locator(".w2v").evaluate(PLAY)
        middle, high = quantile(found["works"], 0.5), quantile(found["works"], 0.95)
        print(f"{what:18}{found['fps']:15.1f}{found['longest']:16.1f}{middle:11.1f}{high:6.1f}")
        sent = notebook.execute(SENT_BY % cell)
        print(f"{'':18}{sent / 1000:.0f} kB sent")


def row(found: dict[str, Any], count: int) -> str:
    """Return the figures of one scene."""
    works = found["works"]
    middle, high = quantile(works, 0.5), quantile(works, 0.95)
    late = sum(frame > 25 for frame in found["frames"])
    return (
        f"{middle:6.1f}{high:6.1f}{max(works):6.1f}{middle / found['empty']:9.0f}"
        f"{quantile(found['layouts'], 0.95):12.1f}{found['shown']:10}/{count // 10}{late:13}"
    )


def quantile(values: list[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[round(100 * share) - 1]


if __name__ == "__main__":
    main()
