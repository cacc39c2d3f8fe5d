"""How fast and how good is `fit`, beside gensim in the same run? `python benchmarks/engine.py`.

`speed CORPUS` takes a text file, packed or not, with a sentence of words a line, and compares
`fit(compatible="gensim")` with gensim on one thread: words per second, and how many of the nearest
neighbours of frequent words both find. `roads CORPUS` is the table of all eight roads, vocabulary
and preparation included, with one worker and with two, what compiling takes and whether another
process finds the same bits; some minutes. `grammar` asks the analogies of the lab's
own grammar. `million` trains a million words five times, gensim and ours, with one worker and with
two, each in a process of its own: words a second and the most memory. `article` trains the
article's two sentences and measures angle and distance. `stop CORPUS` interrupts training at random
moments. Close what else is running before you compare.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import platform
import random
import resource
import signal
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import numpy as np

import w2v_lab as w2v
from w2v_lab import engine, evaluation, explore

try:
    from gensim.models import Word2Vec
except ImportError:
    Word2Vec = None

SETTINGS = {"window": 5, "negative": 5, "min_count": 5, "epochs": 5}
WORDS = 400  # frequent ones whose neighbours are compared


def read(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return [line.split() for line in text.splitlines()]


def by_gensim(sentences: list[list[str]], seed: int, **settings: object) -> SimpleNamespace:
    """Train with gensim on one thread; seconds of wall clock and of processor, in training."""
    model = Word2Vec(sg=1, workers=1, seed=seed, **settings)
    began = time.perf_counter()
    model.build_vocab(sentences)
    with timed() as spent:
        model.train(sentences, total_examples=model.corpus_count, epochs=model.epochs)
    total = time.perf_counter() - began
    vectors = w2v.Vectors(model.wv.index_to_key, model.wv.vectors)
    return SimpleNamespace(vectors=vectors, total=total, **vars(spent))


def by_fit(sentences: list[list[str]], seed: int, **settings: object) -> SimpleNamespace:
    slices: list[engine.Slice] = []
    with timed() as reading:  # what fit does before it trains
        w2v.Vocabulary.from_sentences(sentences, settings["min_count"])
    with timed() as spent:
        vectors = w2v.fit(sentences, seed=seed, watch=slices.append, **settings)
    return SimpleNamespace(
        vectors=vectors,
        total=spent.wall,
        wall=slices[-1].seconds,
        processor=spent.processor - reading.processor,
    )


class timed:
    """Seconds of wall clock and of this process's processor time within a `with`."""

    def __enter__(self) -> SimpleNamespace:
        self.spent = SimpleNamespace(wall=-time.perf_counter(), processor=-time.process_time())
        return self.spent

    def __exit__(self, *_: object) -> None:
        self.spent.wall += time.perf_counter()
        self.spent.processor += time.process_time()


def speed(args: argparse.Namespace) -> None:
    sentences = read(args.corpus)
    words = sum(map(len, sentences)) * SETTINGS["epochs"]
    settings = SETTINGS | {"vector_size": args.vector_size, "sample": args.sample}
    w2v.fit(sentences[:2000], compatible="gensim", **(settings | {"epochs": 1}))  # compile
    print(f"{words // SETTINGS['epochs']:,} words x {SETTINGS['epochs']} epochs, {settings}")
    print("seed   gensim words/s   fit words/s   ratio   whole run")
    gensim, fit = [], []
    for seed in range(1, args.rounds + 1):
        gensim.append(by_gensim(sentences, seed, **settings))
        fit.append(by_fit(sentences, seed, compatible="gensim", **settings))
        theirs, ours = gensim[-1], fit[-1]
        print(
            f"{seed:4} {words / theirs.wall:16,.0f} {words / ours.wall:13,.0f}"
            f" {theirs.wall / ours.wall:7.2f} {theirs.total / ours.total:11.2f}"
        )
    for name in ("wall", "total"):
        ratios = [getattr(a, name) / getattr(b, name) for a, b in zip(gensim, fit, strict=True)]
        best = min(getattr(a, name) for a in gensim) / min(getattr(b, name) for b in fit)
        what = "training" if name == "wall" else "vocabulary and training"
        print(f"{what}: median ratio {statistics.median(ratios):.2f}, best by best {best:.2f}")
    print(
        "processor time, which another program's load disturbs less, without the vocabulary: "
        f"{min(a.processor for a in gensim) / min(b.processor for b in fit):.2f}"
    )
    among = shared(gensim, gensim)
    between = shared(gensim, fit)
    print(
        f"top-10 neighbours of {WORDS} words shared by two gensim seeds {among:.3f}, "
        f"by gensim and fit {between:.3f}: ratio {between / among:.3f}"
    )


LAYERS = {
    "negative-sampling": {"hs": 0, "negative": 5},
    "hierarchical-softmax": {"hs": 1, "negative": 0},
}
FOUR = list(itertools.product(("skip-gram", "cbow"), LAYERS))
PROGRAMS = ("gensim", None)  # as gensim does, and exactly
FEW = 500  # sentences: for compiling, and for digests


def roads(args: argparse.Namespace) -> None:
    """Each road's time as a multiple of gensim's, best of the rounds, by turns within one run.

    Then how long the first call compiles, and whether another process finds the same bits.
    """
    sentences = read(args.corpus)
    given = {"vector_size": 100, "window": 5, "min_count": 5, "epochs": args.epochs}
    print("wall clock; in brackets processor time, which other programs disturb less")
    print("road                             gensim s    as gensim    exact   two workers   first")
    for architecture, output in FOUR:
        with timed() as first:
            digests(sentences[:FEW], architecture, output)
        runs = runs_of(sentences, architecture, output, given)
        spent: dict[str, list[SimpleNamespace]] = {name: [] for name in runs}
        for _ in range(args.rounds):
            for name, run in runs.items():
                with timed() as one:
                    run()
                spent[name].append(one)
        wall, cpu = (
            {name: min(getattr(one, kind) for one in some) for name, some in spent.items()}
            for kind in ("wall", "processor")
        )
        times = [
            f"{wall['gensim'] / wall[n]:.2f} ({cpu['gensim'] / cpu[n]:.2f})"
            for n in ("gensim1", "None1")
        ]
        twice = [f"{wall[n + '1'] / wall[n + '2']:.2f}" for n in ("gensim", "None")]
        line = f"{architecture + ', ' + output:32} {wall['gensim']:8.2f}"
        print(line, *times, *twice, f"{first.wall:.1f} s", flush=True)
    with ProcessPoolExecutor(1, get_context("spawn")) as another:
        for road in FOUR:
            there = another.submit(digests, sentences[:FEW], *road).result()
            alike = "the same bits" if there == digests(sentences[:FEW], *road) else "OTHER BITS"
            print(f"{', '.join(road):32} in another process: {alike}")


def million(args: argparse.Namespace) -> None:
    """Words a second, preparation included, and the most memory, of ICD-10-CM and HPO together."""
    text = [*w2v.corpora.icd(), *w2v.corpora.hpo()]
    words = sum(map(len, text)) * 5
    print(f"{words // 5:,} words x 5, 100 dimensions, skip-gram with five noise words")
    print("                      words/s       seconds   MB at most   of it training")
    for _ in range(args.rounds):
        for name, workers in itertools.product(("gensim", "as gensim", "exact"), (1, 2)):
            with ProcessPoolExecutor(1, get_context("spawn")) as alone:
                wall, most, more = alone.submit(alone_with_a_million, name, workers).result()
            told = f"{words / wall:12,.0f} {wall:13.1f} {most:12.0f} {more:16.0f}"
            print(f"{name:10} {workers} {told}", flush=True)


def alone_with_a_million(name: str, workers: int) -> tuple[float, float, float]:
    """Seconds, MB at most, and how many of them came with the training."""
    text = [*w2v.corpora.icd(), *w2v.corpora.hpo()]
    given = {"vector_size": 100, "window": 5, "min_count": 5, "sample": 1e-3, "workers": workers}
    program = "gensim" if name == "as gensim" else None
    if name != "gensim":  # what is compiled is read from the disk, once a process
        w2v.fit(text[:FEW], min_count=1, epochs=1, compatible=program, watch=lambda _: None)
    before = most_memory()
    with timed() as spent:
        if name == "gensim":
            Word2Vec(text, sg=1, negative=5, epochs=5, **given)
        else:
            w2v.fit(text, epochs=5, compatible=program, watch=lambda _: None, **given)
    return spent.wall, most_memory(), most_memory() - before


def most_memory() -> float:
    """MB that this process has had at most."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024**2 if platform.system() == "Darwin" else 1024)


def runs_of(
    sentences: list[list[str]], architecture: str, output: str, given: dict[str, int]
) -> dict[str, Callable[[], object]]:
    """gensim on one thread; ours as gensim does and exactly, with one worker and with two."""
    sg = int(architecture == "skip-gram")
    runs: dict[str, Callable[[], object]] = {
        "gensim": lambda: Word2Vec(
            sentences, sg=sg, workers=1, sample=1e-3, **LAYERS[output], **given
        )
    }
    for workers, program in itertools.product((1, 2), PROGRAMS):
        runs[f"{program}{workers}"] = lambda program=program, workers=workers: w2v.fit(
            sentences,
            architecture=architecture,
            output=output,
            compatible=program,
            workers=workers,
            watch=lambda _: None,
            **given,
        )
    return runs


def digests(sentences: list[list[str]], architecture: str, output: str) -> list[str]:
    """Of the vectors that one worker finds, as gensim does and exactly."""
    settings = {"architecture": architecture, "output": output, "min_count": 1, "epochs": 1}
    found = [
        w2v.fit(sentences, compatible=program, watch=lambda _: None, **settings)
        for program in PROGRAMS
    ]
    return [hashlib.sha256(vectors.matrix.tobytes()).hexdigest() for vectors in found]


def shared(some: list[SimpleNamespace], others: list[SimpleNamespace]) -> float:
    """The mean share of the top-10 neighbours that runs of different seeds have in common."""
    both = [
        [top_ten(run.vectors, some[0].vectors.words[:WORDS]) for run in runs]
        for runs in (some, others)
    ]
    pairs = [
        (one, other) for (i, one), (j, other) in itertools.product(*map(enumerate, both)) if i != j
    ]
    return float(
        np.mean([len(a & b) / 10 for one, other in pairs for a, b in zip(one, other, strict=True)])
    )


def top_ten(vectors: w2v.Vectors, words: list[str]) -> list[set[str]]:
    return [{word for word, _ in vectors.most_similar(word)} for word in words]


def grammar(args: argparse.Namespace) -> None:
    """20 dimensions x 20 epochs, 5 seeds: seconds, and the accuracy of each kind of analogy."""
    sentences, questions = w2v.toy_sentences("grammar"), w2v.toy_analogies()
    given = {
        "vector_size": 20,
        "window": 5,
        "min_count": 1,
        "negative": 5,
        "sample": 0,
        "epochs": 20,
    }
    runs: dict[str, Callable[[int], SimpleNamespace]] = {}
    for road in engine.ROADS:
        runs[f"fit, {road}"] = lambda seed, road=road: by_fit(
            sentences, seed, learning_rate=0.05, road=road, **given
        )
    runs["fit as gensim"] = lambda seed: by_fit(
        sentences, seed, learning_rate=0.05, compatible="gensim", **given
    )
    if Word2Vec:
        runs["gensim"] = lambda seed: by_gensim(sentences, seed, alpha=0.05, **given)
    print("                 seconds (first, median)   accuracy over 5 seeds")
    for name, run in runs.items():
        done = [run(seed) for seed in range(5)]
        scores = [evaluation.scorecard(one.vectors, questions) for one in done]
        accuracy = {
            kind: f"{np.mean([score[kind].accuracy for score in scores]):.2f}" for kind in questions
        }
        median = statistics.median(one.total for one in done)
        print(f"{name:16} {done[0].total:8.2f} {median:8.2f}          {accuracy}")


def article(args: argparse.Namespace) -> None:
    """吴彦祖 and 我: rounds to a cosine of .99, and the distance after 5,000 rounds; ten seeds."""
    sentences = w2v.toy_sentences("article", "zh")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    pair = [vocabulary.id(word) for word in ("吴彦祖", "我")]
    print("window   N   rounds to cos > .99       distance: start    5,000 rounds    length then")
    for window, N in itertools.product((1, 2, 3, 5), (2, 5, 10, 50)):
        examples = list(w2v.examples(sentences, vocabulary, window=window))
        found = []
        for seed in range(10):
            model = w2v.Model(vocabulary, N, seed=seed)
            start, when = apart(model.W_in[pair]), 1000.0
            for number, _ in enumerate(w2v.steps(model, examples, 100, 0.05)):
                if when == 1000 and explore.cosines(model.W_in[pair])[0, 1] > 0.99:
                    when = number / len(examples)
            for _ in engine.slices(
                model, sentences, window=window, epochs=4900, learning_rate=0.05
            ):
                pass
            found.append(
                (when, start, apart(model.W_in[pair]), np.linalg.norm(model.W_in[pair[0]]))
            )
        when, *means = zip(*found, strict=True)
        start, end, length = map(np.mean, means)
        print(
            f"{window:6} {N:3}   {min(when):4.0f} … {max(when):4.0f}, median",
            f"{statistics.median(when):3.0f} {start:15.3f} {end:15.3f} {length:14.2f}",
            flush=True,
        )


def apart(two: np.ndarray) -> float:
    return float(np.linalg.norm(two[0] - two[1]))


def stop(args: argparse.Namespace) -> None:
    """Interrupt `fit` at 20 random moments; how long does it take, and is the model usable?"""
    sentences = read(args.corpus)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, interrupt)
    for settings in (
        {"compatible": "gensim"},
        {},
        {"architecture": "cbow", "output": "hierarchical-softmax"},
        {"output": "softmax"},
        {"road": "numpy"},
        {"road": "numpy", "output": "softmax"},
    ):
        w2v.fit(sentences[:200], min_count=1, epochs=1, **settings)  # compile
        late, usable = [], 0
        for _ in range(args.rounds):
            stops: list[float] = []

            def watch(_: engine.Slice, stops: list[float] = stops) -> None:
                if not stops:  # training has begun
                    after = random.uniform(0.01, 1.0)
                    stops.append(time.perf_counter() + after)
                    signal.setitimer(signal.ITIMER_REAL, after)

            vectors = w2v.fit(sentences, epochs=1000, watch=watch, **settings)
            late.append(time.perf_counter() - stops[0])
            usable += bool(np.isfinite(vectors.matrix).all() and vectors.most_similar("the"))
        print(f"{settings}: latest {max(late):.2f} s, usable {usable} of {args.rounds}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    for command in (speed, roads, million, grammar, article, stop):
        sub = commands.add_parser(command.__name__)
        sub.set_defaults(run=command)
        if command in (speed, roads, stop):
            sub.add_argument("corpus", type=Path)
        if command in (speed, roads, stop, million):
            rounds = {stop: 20, roads: 3, million: 1}.get(command, 5)
            sub.add_argument("--rounds", type=int, default=rounds)
        if command is roads:
            sub.add_argument("--epochs", type=int, default=3)
        if command is speed:
            sub.add_argument("--vector-size", type=int, default=100)
            sub.add_argument("--sample", type=float, default=1e-4)
    args = parser.parse_args()
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {platform.processor()}")
    args.run(args)


if __name__ == "__main__":
    main()
