"""What the tree costs, and what it gives. `python benchmarks/trees.py`, then one of:

`grow` builds the tree, codes and paths of 300,000 words beside a loop that does nothing but pop and
push a heap, and measures the memory of each in a process of its own. `grammar` asks the analogies
of the lab's own grammar after training with the tree and with negative sampling, same settings,
five seeds. `speed CORPUS` compares words per second with gensim's hs=1, on one thread. Close what
else is running before you compare figures.
"""

from __future__ import annotations

import argparse
import heapq
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

import w2v_lab as w2v

V = 300_000
GRAMMAR = {"vector_size": 20, "window": 5, "min_count": 1, "sample": 0, "epochs": 20}


def counts() -> list[int]:
    return np.ceil(w2v.zipf_counts(V)).astype(int).tolist()


def by_the_lab(counts: list[int]) -> w2v.Tree:
    tree = w2v.huffman_tree(counts)
    assert len(tree.codes) == len(tree.paths) == V
    return tree


def by_a_bare_heap(counts: list[int]) -> int:
    """Only the weights: no codes, no paths, no record of what was merged."""
    heap = counts.copy()
    heapq.heapify(heap)
    while len(heap) > 1:
        lightest = heapq.heappop(heap)
        heapq.heappush(heap, lightest + heapq.heappop(heap))
    return heap[0]


def by_a_heap_with_nodes(counts: list[int]) -> int:
    """The same with the nodes' numbers beside the weights, as a tree needs them."""
    heap = [(count, word) for word, count in enumerate(counts)]
    heapq.heapify(heap)
    for node in range(V, 2 * V - 1):
        lightest = heapq.heappop(heap)
        heapq.heappush(heap, (lightest[0] + heapq.heappop(heap)[0], node))
    return heap[0][0]


ROADS = {
    "tree, codes and paths": by_the_lab,
    "bare heap": by_a_bare_heap,
    "heap with nodes": by_a_heap_with_nodes,
}


def grow(args: argparse.Namespace) -> None:
    print(f"{V:,} words, best of {args.rounds}    wall s   processor s")
    weights = counts()
    best = {}
    for name, road in ROADS.items():
        spent = []
        for _ in range(args.rounds):
            wall, processor = time.perf_counter(), time.process_time()
            made = road(weights)
            spent.append((time.perf_counter() - wall, time.process_time() - processor))
            del made
        best[name] = tuple(map(min, zip(*spent, strict=True)))
        print(f"{name:28} {best[name][0]:10.2f} {best[name][1]:12.2f}")
    ours = best["tree, codes and paths"]
    for name in list(ROADS)[1:]:
        wall, processor = (a / b for a, b in zip(ours, best[name], strict=True))
        print(f"ratio to the {name}: {wall:.2f}, by processor time {processor:.2f}")
    for place, name in enumerate(["counts alone", *ROADS]):
        command = [sys.executable, __file__, "memory", str(place)]
        peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(f"peak memory of a process, {name}: {float(peak):.0f} MB")


def memory(args: argparse.Namespace) -> None:
    [list, *ROADS.values()][args.place](counts())
    status = Path("/proc/self/status")
    if status.exists():  # the other way inherits the parent's peak on Linux
        print(int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024)
    else:
        unit = 1024**2 if sys.platform == "darwin" else 1024
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


def grammar(args: argparse.Namespace) -> None:
    from engine import by_fit

    from w2v_lab import evaluation

    sentences, questions = w2v.toy_sentences("grammar"), w2v.toy_analogies()
    print("                                  seconds   accuracy of the analogies over 5 seeds")
    for architecture in ("skip-gram", "cbow"):
        for output in ("negative-sampling", "hierarchical-softmax"):
            settings = GRAMMAR | {"architecture": architecture, "output": output}
            done = [by_fit(sentences, s, learning_rate=0.05, **settings) for s in range(5)]
            scores = [evaluation.scorecard(one.vectors, questions) for one in done]
            told = {k: f"{np.mean([score[k].accuracy for score in scores]):.2f}" for k in questions}
            seconds = np.median([one.total for one in done])
            print(f"{architecture:10} {output:22} {seconds:8.2f}   {told}")


def speed(args: argparse.Namespace) -> None:
    from engine import Word2Vec, by_fit, by_gensim, read

    if Word2Vec is None:
        raise SystemExit("gensim is not installed, and there is nothing to compare with.")
    sentences = read(args.corpus)
    settings = {"vector_size": 100, "window": 5, "min_count": 5, "sample": 1e-4, "epochs": 2}
    words = sum(map(len, sentences)) * settings["epochs"]
    output = {"output": "hierarchical-softmax", "compatible": "gensim"}
    w2v.fit(sentences[:2000], **(settings | output | {"epochs": 1}))  # compile
    print("seed   gensim hs=1 words/s   fit words/s   ratio")
    for seed in range(1, args.rounds + 1):
        theirs = by_gensim(sentences, seed, hs=1, negative=0, **settings)
        ours = by_fit(sentences, seed, **output, **settings)
        ratio = theirs.wall / ours.wall
        print(f"{seed:4} {words / theirs.wall:21,.0f} {words / ours.wall:13,.0f} {ratio:7.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    for name, command in {
        "grow": grow,
        "grammar": grammar,
        "speed": speed,
        "memory": memory,
    }.items():
        sub = commands.add_parser(name)
        sub.set_defaults(command=command)
        sub.add_argument("--rounds", type=int, default=3)
        if name == "speed":
            sub.add_argument("corpus", type=Path)
        if name == "memory":
            sub.add_argument("place", type=int)
    args = parser.parse_args()
    args.command(args)


if __name__ == "__main__":
    main()
