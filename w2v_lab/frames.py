"""Record → frame: what a widget shows, as plain data.

A trace is a set of named arrays, and for each name a *relation* that says where its numbers came
from. An id such as `W_in[3,2]` names one number; a relation names sources by patterns such as
`W_in[i,j]`, `products[:,j]` or `W_in[inputs,j]`. Nothing here computes what the library has not
computed; tests evaluate every relation and hold it to the value that is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .corpus import Vocabulary
from .examples import Window, slide, windows
from .explore import Camera, closest_pair, cosines
from .messages import W2VError, clean
from .model import Model, Product, Step
from .outputs import Softmax
from .predictions import Evidence
from .source import line_of
from .training import Recording, record

MOST_ROWS = 12  # words that a table shows; more would not fit on a projector
RATE = 0.1  # learning rate of the first look: large, so that something is seen in a second
UPDATES = 3000  # of the first look's run: well under a second of work


@dataclass
class Trace:
    """What is sent to a page: plain facts, and the numbers as float64, exactly as computed."""

    facts: dict[str, Any]
    arrays: dict[str, np.ndarray] = field(default_factory=dict)

    def packed(self) -> tuple[dict[str, Any], bytes]:
        """The facts with each array's shape and place in the bytes, and the bytes.

        Numbers travel in binary: JSON holds neither NaN nor infinity, and a run may explode.
        """
        places, chunks, offset = {}, [], 0
        for name, array in self.arrays.items():
            data = np.ascontiguousarray(array, dtype="<f8")
            places[name] = {"shape": data.shape, "offset": offset}
            chunks.append(data.tobytes())
            offset += data.size
        return {**self.facts, "arrays": places}, b"".join(chunks)


def relation(
    symbol: str,
    op: str,
    of: Sequence[str] = (),
    index: str = "",
    code: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Where the numbers of an array come from.

    `symbol` is its letter, `index` its own indices ("ij"), `op` what was done and `of` the patterns
    it was done to. Operations: given, product, sum, quotient, mean, softmax, cross_entropy.
    """
    return {"symbol": symbol, "op": op, "of": list(of), "index": list(index), "code": code}


def row_selector(model: Model, selections: Sequence[Sequence[int]], hide: bool = False) -> Trace:
    """The two roads to h, for each selection of input words: the look-up and the whole product.

    Shown are at most MOST_ROWS rows of W_in, those of the inputs always among them. With `hide`
    the products and h stay out, for a question that asks for them.
    """
    V, N = model.W_in.shape
    rows = shown_rows(V, [i for selection in selections for i in selection])
    arrays = {"W_in": model.W_in[rows], "V": np.array(V), "N": np.array(N)}
    for selection in selections:
        product = model.multiply(selection)
        h = model.hidden(selection)
        state = {
            "x": product.x[rows],
            "C": np.array(len(selection)),
            "multiplications": np.array(product.multiplications),
            "by_zero": np.array(product.by_zero),
        }
        if not hide:
            state |= {
                "products": product.products[rows],
                "sums": product.sums,
                "long_h": product.h,
                "h": h,
                "difference": np.array(product.difference(h)),
            }
        key = ",".join(map(str, selection))
        arrays |= {f"{key}/{name}": array for name, array in state.items()}
    multiply, hidden = Model.multiply, Model.hidden
    facts = {
        "words": {str(i): clean(model.vocabulary.words[i]) for i in rows},
        "rows": rows,
        "hidden_rows": V - len(rows),
        "selections": [list(selection) for selection in selections],
        "tinted": ["W_in", "products", "sums", "long_h", "h"],
        "whole": ["x", "C", "V", "N", "multiplications", "by_zero", "difference"],
        "hides": ["products", "sums", "long_h", "h", "difference"] if hide else [],
        "decimals": decimals(model.W_in),
        "relations": {
            "x": relation("x", "given", index="i", code=line_of(multiply, "x")),
            "W_in": relation("W_in", "given", index="ij", code=line_of(Model.__init__, "W_in")),
            "products": relation(
                "x·W_in", "product", ["x[i]", "W_in[i,j]"], "ij", line_of(multiply, "products")
            ),
            "sums": relation("(x·W_in)", "sum", ["products[:,j]"], "j", line_of(multiply, "sums")),
            "long_h": relation("h", "quotient", ["sums[j]", "C"], "j", line_of(multiply, "h")),
            "h": relation("h", "mean", ["W_in[inputs,j]"], "j", line_of(hidden, "h")),
            "C": relation("C", "given", code=line_of(multiply, "inputs")),
            "V": relation("V", "given", code=line_of(Model.__init__, "V")),
            "N": relation("N", "given", code=line_of(Model.__init__, "N")),
            "multiplications": relation(
                "V·N", "product", ["V", "N"], code=line_of(_getter("multiplications"), "return")
            ),
            "by_zero": relation("by_zero", "given", code=line_of(_getter("by_zero"), "return")),
            "difference": relation(
                "max |h − h|", "given", code=line_of(Product.difference, "return")
            ),
        },
    }
    return Trace(facts, arrays)


def _getter(name: str) -> Callable[..., Any]:
    """The function behind a property of Product."""
    getter: Callable[..., Any] = vars(Product)[name].fget
    return getter


def shown_rows(V: int, wanted: Sequence[int]) -> list[int]:
    """The ids whose rows are shown: the wanted ones and the most frequent others, in order."""
    rows = set(wanted)
    for i in range(V):
        if len(rows) >= MOST_ROWS:
            break
        rows.add(i)
    return sorted(rows)


def decimals(array: np.ndarray) -> int:
    """As many decimals as show two digits of the greatest number: 2 to 4."""
    greatest = float(np.abs(array[np.isfinite(array)]).max(initial=0))
    return int(np.clip(1 - np.floor(np.log10(greatest or 1)), 2, 4))


def first_look(
    sentences: Sequence[Sequence[str]], vector_size: int = 5, seed: int = 0
) -> FirstLook:
    """A text's whole way: vocabulary, examples, a first step from each of them, and a run.

    Raises W2VError where the sentences yield no example.
    """
    vocabulary = Vocabulary.from_sentences(sentences)
    found = list(windows(sentences, vocabulary))
    run = [window.example for window in found]
    if not run:
        raise W2VError("no_pairs")
    model = Model(vocabulary, vector_size, seed=seed)
    before = [model.step(example) for example in run]
    after = [_one_step_on(vocabulary, vector_size, seed, step) for step in before]
    epochs = max(20, UPDATES // len(run))
    recording = record(model, run, epochs, learning_rate=RATE)
    trained = [model.step(example) for example in run]
    return FirstLook(sentences, vocabulary, found, model, recording, before, after, trained, epochs)


def _one_step_on(vocabulary: Vocabulary, vector_size: int, seed: int, step: Step) -> Step:
    """The same step once more, after a model of the same seed has taken it once."""
    model = Model(vocabulary, vector_size, seed=seed)
    model.apply(step, RATE)
    return model.step(step.example)


@dataclass(frozen=True, eq=False)
class FirstLook:
    """What `first_look` found, for Python to go on with; `trace()` is what a page plays."""

    sentences: Sequence[Sequence[str]]
    vocabulary: Vocabulary
    windows: Sequence[Window]
    model: Model
    recording: Recording
    before: Sequence[Step]
    after: Sequence[Step]
    trained: Sequence[Step]
    epochs: int

    def trace(self, hide_step: bool = False, hide_run: bool = False) -> Trace:
        """The numbers, and the film: places of all words at each kept update.

        While a question about the first step, or about the run, is open, those numbers stay out.
        """
        vocabulary, recording = self.vocabulary, self.recording
        V = len(vocabulary)
        kept = [*recording.numbers, len(recording.losses)]
        film = [recording.W_in_at(k) for k in kept]
        camera = Camera.facing(film[-1])
        pairs = [closest_pair(W_in) for W_in in film] if V > 1 else []
        examples_a_round = len(self.windows)
        arrays = {
            "V": np.array(V),
            "K": np.array(examples_a_round),
            "count": vocabulary.counts,
        }
        if not hide_run:
            arrays |= {
                "share": np.array(camera.share),
                "view": np.array([camera.view(W_in) for W_in in film]),
                "origin": camera.view(np.zeros((1, self.model.W_in.shape[1])))[0],
                "round_loss": recording.per_round(examples_a_round),
                "cosine": np.array([cosine for _, _, cosine in pairs]),
            }
        times = {} if hide_step else {"": self.before, "_after": self.after}
        if not hide_run and not hide_step:
            times["_trained"] = self.trained
        for name, steps in times.items():
            arrays[f"u{name}"] = np.array([step.u[0] for step in steps])
            arrays[f"y{name}"] = np.array([step.y[0] for step in steps])
            arrays[f"loss{name}"] = np.array([step.loss for step in steps])
        softmax, step_at = Softmax.predict, Model.step
        relations = {
            "V": relation("V", "given", code=line_of(Model.__init__, "V")),
            "K": relation("K", "given", code=line_of(slide, "yield")),
            "count": relation(
                "count", "given", index="i", code=line_of(Vocabulary.from_sentences, "tally")
            ),
            "origin": relation("0", "given", index="a", code=line_of(Camera.view, "return")),
            "share": relation("share", "given", code=line_of(Camera.facing, "share")),
            "cosine": relation("cos", "given", index="k", code=line_of(cosines, "return")),
            "round_loss": relation(
                "mean loss", "given", index="n", code=line_of(Recording.per_round, "return")
            ),
        }
        for name in ("", "_after", "_trained"):
            relations[f"u{name}"] = relation("u", "given", index="ei", code=line_of(step_at, "u"))
            relations[f"y{name}"] = relation(
                "P", "softmax", [f"u{name}[e,i]", f"u{name}[e,:]"], "ei", line_of(softmax, "y")
            )
            relations[f"loss{name}"] = relation(
                "loss", "cross_entropy", [f"y{name}[e,targets]"], "e", line_of(softmax, "loss")
            )
        facts = {
            "words": {str(i): clean(word) for i, word in enumerate(vocabulary.words)},
            "rows": list(range(V)),
            "hidden_rows": 0,
            "decimals": 4,
            "tinted": [],
            "whole": ["count", "V", "K"],
            "sentences": [vocabulary.ids(sentence) for sentence in self.sentences],
            "windows": [
                {
                    "sentence": window.sentence,
                    "inputs_at": window.inputs_at,
                    "targets_at": window.targets_at,
                    "inputs": window.example.inputs,
                    "targets": window.example.targets,
                }
                for window in self.windows
            ],
            "updates": kept,
            "epochs": self.epochs,
            "pairs": [] if hide_run else [pair[:2] for pair in pairs],
            "N": self.model.W_in.shape[1],
            "relations": relations,
        }
        return Trace(facts, arrays)


def evidence(question: str, table: Evidence) -> Trace:
    """What bears out the answer to a question: a small table, told once it has been answered."""
    shown = relation(table.symbol, "given", index="rc", code=line_of(*table.line))
    facts = {
        "words": {},
        "rows": [],
        "hidden_rows": 0,
        "decimals": 3,
        "tinted": [],
        "whole": [],
        "question": question,
        "names": [list(map(clean, names)) for names in (table.rows, table.columns)],
        "relations": {"evidence": shown | {"reading": question}},
    }
    return Trace(facts, {"evidence": table.values})
