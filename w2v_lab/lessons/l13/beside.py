"""The learner's word2vec beside the library's, number by number, up to the first that differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...corpus import Vocabulary
from ...examples import Example, examples
from ...messages import listed, message
from ...model import Model, Step
from ...toys import toy_sentences
from ...training import Recording, record
from ...widgets.step_explorer.frame import Stop
from ..check import SINGLE
from .own_model import OwnModel, PartError, Parts, pairs
from .parts import slip

TOY, WINDOW, RATE, ROUNDS = "song", 2, 0.5, 3
FIRST = 6  # times as far from 0 as usual W_in starts, so that differences show in three decimals


@dataclass(frozen=True, eq=False)
class Walk:
    """The learner's run on the song, to its end or to the first number that differs.

    `recording` is theirs up to there, `stop` says where the explorer has to stop, and is None
    where all numbers agree or nothing can be walked; `part` is the function that is to blame.
    """

    text: str
    recording: Recording
    stop: Stop | None = None
    part: str | None = None
    slip: str | None = None

    def __repr__(self) -> str:
        return self.text


def walk(parts: Parts) -> Walk:
    """Run the five functions and the library on the same examples, with the same noise."""
    sentences = toy_sentences(TOY)
    vocabulary = Vocabulary.from_sentences(sentences)
    ours = list(examples(sentences, vocabulary, window=WINDOW, pairs=True))
    lent = OwnModel(vocabulary, Parts.lent())
    try:
        run = _cut(parts, vocabulary, sentences, ours)
        mine = OwnModel(vocabulary, parts)
        mine.W_in *= FIRST
        _noise(mine, vocabulary)
    except _Differs as found:
        return found.before(record(lent, ours, learning_rate=RATE))
    except PartError as error:
        return Walk(_stopped(error), record(lent, ours, learning_rate=RATE), None, error.part)
    with np.errstate(all="ignore"):  # what is wrong may give NaN, and is shown as it is
        return _steps(mine, run * ROUNDS)


class _Differs(Exception):
    """The first number that differs, in one of the parts; `name` is what a reader calls it."""

    def __init__(self, parts: Parts, part: str, name: str, yours: Any, library: Any) -> None:
        super().__init__(part)
        self.part = part
        self.slip = slip(part, getattr(parts, part))
        hint = message(f"l13.hint_own_{part}_{self.slip}") if self.slip else ""
        self.told = {"name": message(f"l13.part_{part}"), "cell": name, "hint": hint}
        self.told |= {"yours": _said(yours), "library": _said(library)}

    def before(self, recording: Recording) -> Walk:
        """It differs before anything is trained."""
        text = message("l13.differs_before", **self.told).rstrip()
        return Walk(text, recording, None, self.part, self.slip)

    def at(self, recording: Recording, number: int, phase: str, cell: str) -> Walk:
        """It differs at this update, where the page calls the number `cell`."""
        text = message("l13.differs_at", number=number + 1, **self.told).rstrip()
        stop = Stop(number, phase, cell, text)
        return Walk(text, recording, stop, self.part, self.slip)


def _cut(
    parts: Parts, vocabulary: Vocabulary, sentences: list[list[str]], ours: list[Example]
) -> list[Example]:
    """The learner's examples, made sure to be the library's but for their order in a sentence."""
    ids = [list(vocabulary.ids(sentence)) for sentence in sentences]
    found: list[Example] = []
    for sentence in ids:
        mine = list(pairs(parts, [sentence], WINDOW))
        words = [vocabulary.words[i] for i in sentence]
        theirs = list(examples([words], vocabulary, window=WINDOW, pairs=True))
        extra, missing = (
            sorted((Counter(a) - Counter(b)).elements(), key=_pair)
            for a, b in ((mine, theirs), (theirs, mine))
        )
        if extra or missing:
            shown = [_words(vocabulary, one[:1]) for one in (extra, missing)]
            raise _Differs(parts, "examples", " ".join(words), *shown)
        found += mine
    return found


def _pair(example: Example) -> tuple[int, int]:
    return example.inputs[0], example.targets[0]


def _words(vocabulary: Vocabulary, one: list[Example]) -> str:
    """A pair in words, or a dash."""
    return " → ".join(vocabulary.words[i] for e in one for i in _pair(e)) or "–"


def _noise(mine: OwnModel, vocabulary: Vocabulary) -> None:
    ours = Model(vocabulary, output="negative-sampling").output.noise.p  # type: ignore[attr-defined]
    q = mine.output.noise.p  # type: ignore[attr-defined]
    if (place := _first(q, ours)) is not None:
        cell = f"q[{vocabulary.words[place[0]]}]"
        raise _Differs(mine.parts, "noise", cell, q[place], ours[place])


def _steps(mine: OwnModel, run: list[Example]) -> Walk:
    """Step by step from the learner's own weights, which agree with ours so far."""
    start = mine.with_weights(mine.W_in, mine.W_out)
    for number, example in enumerate(run):
        before = mine.with_weights(mine.W_in, mine.W_out)
        try:
            step = mine.step(example)
            mine.apply(step, RATE)
            after = mine.W_in, mine.W_out
            if found := _differing(before, step, after):
                until = record(start, run[: number + 1], learning_rate=RATE)
                return found[0].at(until, number, *found[1:])
        except PartError as error:
            until = record(_lending(start), run[: number + 1], learning_rate=RATE)
            return Walk(_stopped(error), until, None, error.part)
    own = [message(f"l13.part_{part}") for part in start.parts.own]
    agreed = (
        message("l13.agrees", steps=len(run), own=listed(own))
        if own
        else message("l13.agrees_lent")
    )
    return Walk(agreed, record(start, run, learning_rate=RATE))


def _lending(start: OwnModel) -> OwnModel:
    """The same model on the library's parts, where the learner's stop."""
    lent = start.with_weights(start.W_in, start.W_out)
    lent.parts = Parts.lent()
    return lent


def _compared(
    before: Model, step: Step, after: tuple[np.ndarray, np.ndarray]
) -> Iterator[tuple[str, str, str, np.ndarray, np.ndarray]]:
    """In the order of the computation: phase, part, cell, the learner's numbers, the library's."""
    ours = Model.step(before, step.example, step.negatives)
    moved = before.with_weights(before.W_in, before.W_out)
    Model.apply(moved, ours, RATE)
    yield "scores", "scores", "u[0,{}]", step.u[0], ours.u[0]
    yield "softmax", "scores", "y[0,{}]", step.y[0], ours.y[0]
    yield "errors", "errors", "e[0,{}]", step.e[0], ours.e[0]
    yield "back", "errors", "EH[{}]", step.EH, ours.EH
    yield "update", "update", "new_out[{},{}]", after[1], moved.W_out
    yield "update", "update", "new_in[{},{}]", after[0], moved.W_in


def _differing(
    before: OwnModel, step: Step, after: tuple[np.ndarray, np.ndarray]
) -> tuple[_Differs, str, str] | None:
    """The first number of a step that differs, the phase and the page's name of it."""
    for phase, part, cell, mine, theirs in _compared(before, step, after):
        place = _first(mine, theirs)
        if place is None:
            continue
        word = before.vocabulary.words
        letter = cell.split("[")[0].replace("new", "W")
        which: list[object] = list(place)
        if letter != "EH":
            which[0] = word[step.rows[0][place[0]] if letter in "uye" else place[0]]
        name = f"{letter}[{', '.join(map(str, which))}]"
        found = _Differs(before.parts, part, name, mine[place], theirs[place])
        return found, phase, cell.format(*place)
    return None


def _first(mine: np.ndarray, theirs: np.ndarray) -> tuple[int, ...] | None:
    """Where the first number stands that differs."""
    close = np.isclose(mine, theirs, rtol=SINGLE[0], atol=SINGLE[1], equal_nan=True)
    return None if close.all() else tuple(np.argwhere(~close)[0].tolist())


def _stopped(error: PartError) -> str:
    return message("l13.stopped", name=message(f"l13.part_{error.part}"), error=str(error))


def _said(value: Any) -> str:
    return value if isinstance(value, str) else f"{float(value):.6g}".replace("-", "−")
