"""What a learner predicted that came out otherwise; read from what is remembered, shown as text."""

from __future__ import annotations

import html
from dataclasses import dataclass

from .. import memory
from ..messages import get_language, message
from . import given, lesson_named, questions
from .question import Question


@dataclass(frozen=True)
class Surprise:
    """One prediction that failed: the names of the question and of both choices, and their texts.

    `mended` says that the answer which stands by now is the right one.
    """

    lesson: str
    question: str
    choice: str
    answer: str
    asked: str
    said: str
    so: str
    because: str
    mended: bool


@dataclass(frozen=True)
class Surprises:
    """Predictions that failed, in the order in which they were made; `answered` counts them all."""

    found: tuple[Surprise, ...]
    answered: int

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, place: int) -> Surprise:
        return self.found[place]

    @property
    def summary(self) -> str:
        """One sentence: how many predictions were made, and how many failed."""
        if not self.answered:
            return message("surprises.none_answered")
        key = "some" if self.found else "none_wrong"
        return message(f"surprises.{key}", answered=self.answered, wrong=len(self.found))

    def __repr__(self) -> str:
        return "\n\n".join([self.summary, *("\n".join(_lines(one)) for one in self.found)])

    def _repr_html_(self) -> str:
        items = ""
        for one in self.found:
            asked, *told = map(html.escape, _lines(one))
            items += f"<li><b>{asked}</b><br>{'<br>'.join(told)}</li>"
        return f"<p>{html.escape(self.summary)}</p>" + (f"<ol>{items}</ol>" if items else "")


def _lines(one: Surprise) -> list[str]:
    lines = [one.asked, message("surprises.said", text=one.said)]
    lines += [message("surprises.so", text=one.so), one.because]
    return lines + [message("surprises.mended")] * one.mended


def your_surprises(lesson: int | str | None = None) -> Surprises:
    """What you predicted that came out otherwise, in one lesson (its number) or in all.

    A question counts by its first answer; one that is being asked again is left out, since its
    answer is not known yet. Everything is read from the file of your answers beside the notebook.
    Raises W2VError for a lesson that there is not.
    """
    wanted = None if lesson is None else lesson_named(lesson)
    standing = memory.current().answers()
    told = [
        (question, answer, standing[name])
        for name, answer in _first_answers().items()
        for question in [questions()[name]]
        if wanted in (None, question.lesson) and standing.get(name) in question.choices
    ]
    wrong = [_surprise(q, first["choice"], now) for q, first, now in told if _failed(first)]
    return Surprises(tuple(one for one in wrong if one.choice != one.answer), len(told))


def _first_answers() -> dict[str, memory.Event]:
    """The first answer to each question, as far as it is still there, in the order of time."""
    found: dict[str, memory.Event] = {}
    for event in memory.current().events():
        if event["what"] == "answer" and given(event.get("question"), event.get("choice")):
            found.setdefault(event["question"], event)
    return found


def _failed(answer: memory.Event) -> bool:
    """Whether a remembered answer was wrong. What was settled once is not computed again."""
    return answer.get("right") is not True


def _surprise(question: Question, chosen: str, standing: str) -> Surprise:
    answer = question.answer()
    told = (question.told(), question.told(chosen), question.told(answer), question.why(answer))
    asked, said, so, because = (text[get_language()] for text in told)
    mended = standing == answer
    return Surprise(
        question.lesson, question.name, chosen, answer, asked, said, so, because, mended
    )
