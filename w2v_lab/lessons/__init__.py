"""What belongs to one lesson each: its questions, exercises and their texts.

A lesson is one folder, `l06`, and its notebooks. Nothing below knows a lesson by name; a question
is found by its own.
"""

from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ..messages import W2VError, listed
from .question import Question


@cache
def questions() -> dict[str, Question]:
    """Every question of every lesson, by name."""
    found: dict[str, Question] = {}
    for lesson in (module.name for module in iter_modules(__path__) if module.ispkg):
        asked = import_module(f".{lesson}.questions", __name__).QUESTIONS
        found |= {question.name: replace(question, lesson=lesson) for question in asked}
    return found


def find(name: str) -> Question:
    """The question of that name. Raises W2VError."""
    if name not in questions():
        raise W2VError("unknown_choice", name="predict", got=name, choices=listed(questions()))
    return questions()[name]
