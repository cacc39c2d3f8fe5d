"""What a claim on trial is: a sentence that somebody wrote, and the experiment that settles it.

It is a question whose choices are the four verdicts, in their order. Its texts stand in
`texts.toml` of the lesson: NAME is the claim in short, NAME_why the corrected wording, NAME_caption
says what the numbers are, NAME_place is the heading under which the course has it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from ..messages import catalogue, get_language
from .question import Evidence, Question

VERDICTS = ("so", "half", "step", "not")  # so, half so, a step left out, not so


@dataclass(frozen=True, eq=False)
class Finding:
    """What came of an experiment: the verdict, its numbers, and the place of the one that decides.

    `decides` is a row and a column of the evidence.
    """

    verdict: str
    evidence: Evidence
    decides: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Claim(Question):
    """A claim, word for word: `words`, sentence by sentence, and the `section` they stand in.

    Where a reader of the article wrote it, the section is "reader". `place` is where the course has
    it: the stem of a lesson's notebook, and the cell with the heading.
    """

    section: str = ""
    words: tuple[str, ...] = ()
    place: tuple[str, str] = ("", "")
    trial: Callable[[], Finding] | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """The verdicts, from "so" to "not so": a scale has an order of its own."""
        return VERDICTS

    def found(self) -> Finding:
        """What came of the experiment, computed once in each language."""
        return _found(self.trial, get_language())

    def told(self, choice: str = "") -> dict[str, str]:
        return catalogue("claim")[f"verdict_{choice}"] if choice else self._texts[self.name]

    def why(self, choice: str) -> dict[str, str]:
        """For the verdict itself the corrected wording; for another, what it would have meant."""
        if choice == self.answer():
            return self._texts[f"{self.name}_why"]
        return catalogue("claim")[f"verdict_{choice}_why"]

    def text(self, part: str) -> dict[str, str] | None:
        return self._texts.get(f"{self.name}_{part}") or catalogue("claim").get(part)

    def asked(self) -> dict[str, object]:
        """The claim as it stands, and who wrote it, join what a page may know beforehand."""
        return super().asked() | {"section": self.section, "words": list(self.words)}

    def revealed(self, choice: str) -> dict[str, object]:
        """Where the course has it is told afterwards: there it is answered."""
        return super().revealed(choice) | {"place": self.where()}

    def where(self) -> dict[str, object]:
        """The lesson, its cell, and the heading in either language."""
        lesson, cell = self.place
        return {"lesson": lesson, "cell": cell, "heading": self._texts[f"{self.name}_place"]}


def claim(
    key: str, section: str, words: str, place: tuple[str, str], trial: Callable[[], Finding]
) -> Claim:
    """A claim called "claim_KEY", settled by what its trial finds; sentences end at a " / "."""

    sentences = tuple(words.split(" / "))
    settle, prove = partial(_verdict, trial), partial(_evidence, trial)
    return Claim(f"claim_{key}", settle, "verdict", prove, "", section, sentences, place, trial)


def _verdict(trial: Callable[[], Finding]) -> str:
    return _found(trial, get_language()).verdict


def _evidence(trial: Callable[[], Finding]) -> Evidence:
    return _found(trial, get_language()).evidence


@cache
def _found(trial: Callable[[], Finding], language: str) -> Finding:
    """Toy corpora follow the language."""
    return trial()
