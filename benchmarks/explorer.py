"""The explorer on large vocabularies: seconds and memory. Usage: explorer.py [V N] [file.npy]

`explorer.py 300000 100` makes vectors of that size; with a file they are mapped from the disk, and
made there first where there is none. Private memory is told where the system tells it (Linux).
With `page` behind V and N it types and chooses in JupyterLab in Chromium: milliseconds from the
key's event until the list, or the neighbours, are painted.
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
    if arguments[2:] == ["page"]:
        return in_the_page(V, N)
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
        tell(name, [1e3 * timed(session.hear, {"request": "1", **r}) for r in requests])
    print(f"private {private():.0f} MB in all")


def tell(name: str, times: list[float]) -> None:
    """The first of some milliseconds, and where half and 95 % of the others lie."""
    half, most = np.percentile(times[1:], [50, 95])
    print(f"{name}: first {times[0]:.1f} ms, p50 {half:.1f}, p95 {most:.1f} of {len(times)}")


# Notes when a key came, when Python was asked, and when something that changed had been painted.
WATCH = """(root) => {
    const seen = (window.seen = { key: 0, sent: 0, lists: [], words: [] });
    const later = window.setTimeout;
    window.setTimeout = (act, wait, ...more) => {
        const noting = (...given) => { seen.sent = performance.now(); act(...given); };
        return later(wait === 80 ? noting : act, wait, ...more);
    };
    const note = (key) => { seen.key = key; seen.sent = 0; seen.lists = []; seen.words = []; };
    root.addEventListener("keydown", (event) => note(event.timeStamp), { capture: true });
    const painted = (times) => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => times.push(performance.now());
        channel.port2.postMessage(null);
    });
    new MutationObserver((changes) => {
        const found = changes.some(({ target }) => target.matches?.(".ex-found"));
        painted(found ? seen.lists : seen.words);
    }).observe(root, { subtree: true, childList: true });
}"""
SINCE = """() => {
    const { key, sent, lists, words } = window.seen;
    const own = lists.find((time) => !sent || time < sent);
    return {
        own: own ? own - key : null,
        asked: sent && lists.at(-1) > sent ? lists.at(-1) - sent : null,
        near: words.length ? words.at(-1) - key : null,
    };
}"""


def in_the_page(V: int, N: int) -> None:
    """Type one letter after the other, choose what was found; forty times."""
    from tests.browser.lab import Lab  # needs playwright

    cell = f"""
import w2v_lab as w2v
from benchmarks.explorer import made
w2v.widgets.Explorer(made({V}, {N}))
"""
    own, asked, near = [], [], []
    with Lab() as lab, lab.open([cell]) as notebook:
        notebook.run_all()
        page = notebook.page
        root = notebook.output(0).locator(".w2v")
        root.evaluate(WATCH)
        for turn in range(40):
            wanted = str(29 + 7_411 * turn % (V - 30))
            field = root.locator("[data-key=search]")
            field.click()
            for letter in f"word{wanted}":
                page.keyboard.press(letter)
                page.wait_for_timeout(250)  # longer than the pause after which Python is asked
                times = page.evaluate(SINCE)
                own += [times["own"]] if times["own"] else []
                asked += [times["asked"]] if times["asked"] else []
            page.keyboard.press("Enter")
            root.locator(".ex-right b", has_text=f"word{wanted}").wait_for()
            page.wait_for_timeout(100)
            near.append(page.evaluate(SINCE)["near"])
        notebook.clean()
    tell("key to the list of what has travelled", own)
    tell("asked of Python to the list", asked)
    tell("key to neighbours", near)


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
