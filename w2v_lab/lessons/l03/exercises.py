"""Lesson 03: what comes back to h, and three updates that are each wrong in a way of their own."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from ...checking import gradient_check
from ...corpus import Vocabulary
from ...examples import Example
from ...messages import choice, message, whole
from ...model import Model, Step
from ...notebook import scrolled
from ...outputs import Softmax
from ...toys import toy_sentences
from ...training import Recording, record
from ..check import Solution, Verdict, attempted, check


def back_to_h(yours: Solution) -> Verdict:
    """Check a function of the errors e, (V,), and W_out, (V, N), that returns EH, (N,)."""
    return check("l03.back_to_h", yours, ("e", "W_out"), _errors, _back_to_h, BACK_TO_H_MISTAKES)


def _errors(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    V = int(rng.integers(3, 6))
    N = V if rng.random() < 0.3 else int(rng.integers(2, 5))  # a square one hides a transpose
    W_out, layer = rng.normal(size=(V, N)), Softmax(V)
    _, t = layer.lines(int(rng.integers(V)))
    y, _ = layer.predict(rng.normal(size=V), t)
    return y - t, W_out


def _back_to_h(e: np.ndarray, W_out: np.ndarray) -> np.ndarray:
    """What a model with these rows sends back, its errors being what they are given to be."""
    V, N = W_out.shape
    model = Model(Vocabulary([str(i) for i in range(V)], [1] * V), N)
    model.W_out = W_out
    model.output = _Given(e)
    return model.step(Example((0,), (0,))).EH


class _Given(Softmax):
    """An output layer whose predictions are such that the errors come out as given."""

    def __init__(self, e: np.ndarray) -> None:
        super().__init__(len(e))
        self.e = e

    def predict(
        self, u: np.ndarray, t: np.ndarray, rows: np.ndarray | None = None
    ) -> tuple[np.ndarray, float]:
        return self.e + t, 0.0


BACK_TO_H_MISTAKES: dict[str, Solution] = {
    "sign": lambda e, W: -_back_to_h(e, W),
    "transposed": lambda e, W: W @ e if W.shape[0] == W.shape[1] else _back_to_h(e, W),
    "target_alone": lambda e, W: e[e.argmin()] * W[e.argmin()],
    "mean": lambda e, W: _back_to_h(e, W) / len(e),
    "not_summed": lambda e, W: e[:, None] * W,
    "rows_alone": lambda e, W: W.sum(axis=0),
    "others_alone": lambda e, W: _back_to_h(np.maximum(e, 0), W),
}


# ---- find the mistake --------------------------------------------------------------------------

MISTAKES = ("moved", "undivided", "assigned")
LETTERS = ("a", "b", "c")


class Undivided(Model):
    """EH is not shared out among the inputs: each gets the whole of it."""

    def apply(self, step: Step, learning_rate: float) -> None:
        before = self.W_in.copy()
        super().apply(step, learning_rate)
        self.W_in[:] = before + len(step.example.inputs) * (self.W_in - before)


class Assigned(Model):
    """An input that is there twice is moved once: the second assignment overwrites the first."""

    def apply(self, step: Step, learning_rate: float) -> None:
        before = self.W_in.copy()
        super().apply(step, learning_rate)
        inputs = list(step.example.inputs)
        self.W_in[:] = before
        self.W_in[inputs] = before[inputs] - learning_rate * step.EH / len(inputs)


class Moved(Model):
    """W_out moves first, and EH is computed from its new rows."""

    def apply(self, step: Step, learning_rate: float) -> None:
        before = self.W_in.copy()
        super().apply(step, learning_rate)
        self.W_in[:] = before
        lines = zip(step.rows, step.e, strict=True)
        late = np.sum([e @ self.W_out[rows] for rows, e in lines], axis=0)
        inputs = list(step.example.inputs)
        np.subtract.at(self.W_in, inputs, learning_rate * late / len(inputs))


_WRONG = {"undivided": Undivided, "assigned": Assigned, "moved": Moved}


def behind(letters: Sequence[str], mistakes: Sequence[str], seed: int) -> dict[str, str]:
    """The mistake behind each letter; other seeds, other orders."""
    orders = list(permutations(mistakes))
    return dict(zip(letters, orders[whole("seed", seed, least=0) % len(orders)], strict=True))


def wrong_update(letter: str, seed: int = 0) -> Recording:
    """A recorded step of a model that updates wrongly: "a", "b" or "c", each in another way.

    Show it with `widgets.StepExplorer`: the gradient check turns red, and the numbers beside it
    say how the update is wrong. With a learner's own `seed` numbers and letters are others.
    Raises W2VError for any other letter, or a seed that is no whole number from 0 up.
    """
    kind = _WRONG[behind(LETTERS, MISTAKES, seed)[choice("letter", letter, LETTERS)]]
    sentences = toy_sentences()
    vocabulary = Vocabulary.from_sentences(sentences)
    model = kind(vocabulary, vector_size=3)
    rng = np.random.default_rng(3 + seed)
    model.W_in[:], model.W_out[:] = rng.normal(size=(2, *model.W_in.shape))
    return record(model, [Example((0, 1, 0), (2,))], learning_rate=0.5)


@dataclass(frozen=True, eq=False)
class Slopes:
    """What wrong updates follow beside what is measured, in the rows of W_in of their inputs.

    `rows` are (letter, word, the gradient taken (N,), the one measured (N,)).
    """

    rows: list[tuple[str, str, np.ndarray, np.ndarray]]

    def __repr__(self) -> str:
        heads = [message(f"l03.slopes_{name}") for name in ("taken", "measured")]
        return "\n".join(
            f"{letter}  {word}: {heads[0]} {_numbers(taken)}; {heads[1]} {_numbers(measured)}"
            for letter, word, taken, measured in self.rows
        )

    def _repr_html_(self) -> str:
        N = len(self.rows[0][2])
        heads = {name: message(f"l03.slopes_{name}") for name in ("model", "word")}
        sides = {name: message(f"l03.slopes_{name}") for name in ("taken", "measured")}
        top = "".join(f"<th>{head}</th>" for head in heads.values())
        top += "".join(f'<th colspan="{N}">{head}</th>' for head in sides.values())
        body = ""
        for letter, word, *slopes in self.rows:
            numbers = "".join(
                f"<td>{number}</td>" for s in slopes for number in _numbers(s).split()
            )
            body += f"<tr><th>{letter}</th><td>{html.escape(word)}</td>{numbers}</tr>"
        return scrolled(f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>")


def _numbers(row: np.ndarray) -> str:
    return "  ".join(f"{number:.3f}" for number in row).replace("-", "−")


def wrong_updates(seed: int = 0) -> Slopes:
    """The updates of `wrong_update` in one table: the gradient of each beside the measured one."""
    rows = []
    for letter in LETTERS:
        run = wrong_update(letter, seed)
        step, model = run.steps[0], run.model_at(0)
        check = gradient_check(model, step, run.rates[0])
        rows += [
            (letter, model.vocabulary.words[i], check.taken[0][i], check.measured[0][i])
            for i in dict.fromkeys(step.example.inputs)
        ]
    return Slopes(rows)


def find_the_mistakes(a: str, b: str, c: str, seed: int = 0) -> Verdict:
    """Check the names of the mistakes of `wrong_update`: "undivided", "assigned" or "moved"."""
    answers, right = {"a": a, "b": b, "c": c}, behind(LETTERS, MISTAKES, seed)
    for letter, answer in answers.items():
        if answer in ("", "?"):
            return Verdict(False, message("l03.mistakes_open", letter=letter))
        choice(letter, answer, MISTAKES)
    wrong = [letter for letter in answers if answers[letter] != right[letter]]
    verdict = Verdict(True, message("l03.mistakes_right"))
    if wrong:
        hint = message(f"l03.mistakes_{answers[wrong[0]]}")
        verdict = Verdict(False, message("l03.mistakes_wrong", letter=wrong[0], hint=hint))
    attempted("l03.find_the_mistakes", verdict, f"{a}, {b}, {c}, seed={seed}")
    return verdict
