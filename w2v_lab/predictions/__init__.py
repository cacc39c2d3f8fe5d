"""Questions to be answered before the result is shown; one module for each lesson."""

from ..messages import W2VError, listed
from . import lesson_02, lesson_03, lesson_04, lesson_05, lesson_06, lessons_00_01
from .question import Evidence, Question

LESSONS = (lessons_00_01, lesson_02, lesson_03, lesson_04, lesson_05, lesson_06)
QUESTIONS = {name: answer for lesson in LESSONS for name, answer in lesson.QUESTIONS.items()}
EVIDENCE = {name: prove for lesson in LESSONS for name, prove in lesson.EVIDENCE.items()}

__all__ = ["EVIDENCE", "QUESTIONS", "Evidence", "Question", "question"]


def question(name: str) -> Question:
    """The question of that name. Raises W2VError."""
    if name not in QUESTIONS:
        raise W2VError("unknown_choice", name="predict", got=name, choices=listed(QUESTIONS))
    return Question(name, QUESTIONS[name], EVIDENCE.get(name))
