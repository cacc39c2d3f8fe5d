"""The first look's frame: a text's whole way through word2vec."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...examples import Window, slide, windows
from ...explore import Camera, closest_pair, cosines
from ...messages import W2VError, clean
from ...model import Model, Step
from ...outputs import Softmax
from ...training import Recording, record
from ..kit.source import line_of
from ..kit.trace import Trace, relation

RATE = 0.1  # learning rate of the first look: large, so that something is seen in a second
UPDATES = 3000  # of the first look's run: well under a second of work


def first_look(sentences: Sequence[Sequence[str]], vector_size: int = 5, seed: int = 0) -> Look:
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
    return Look(sentences, vocabulary, found, model, recording, before, after, trained, epochs)


def _one_step_on(vocabulary: Vocabulary, vector_size: int, seed: int, step: Step) -> Step:
    """The same step once more, after a model of the same seed has taken it once."""
    model = Model(vocabulary, vector_size, seed=seed)
    model.apply(step, RATE)
    return model.step(step.example)


@dataclass(frozen=True, eq=False)
class Look:
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
            "relations": _relations(),
        }
        return Trace(facts, arrays)


def _relations() -> dict[str, Any]:
    """Where each number came from; those of a step before its update, after it, after the run."""
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
    return relations
