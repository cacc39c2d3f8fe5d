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
def names() -> tuple[str, ...]:
    """The folder of each lesson, "l00" and so on."""
    return tuple(module.name for module in iter_modules(__path__) if module.ispkg)


def lesson_named(lesson: int | str) -> str:
    """The folder of a lesson, given as a number, 6 or "06", or as it is called. Raises W2VError."""
    name = str(lesson).removeprefix("l").zfill(2)
    if f"l{name}" not in names():
        known = listed(known.removeprefix("l") for known in names())
        raise W2VError("unknown_choice", name="lesson", got=lesson, choices=known)
    return f"l{name}"


@cache
def questions() -> dict[str, Question]:
    """Every question of every lesson, by name."""
    found: dict[str, Question] = {}
    for lesson in names():
        asked = import_module(f".{lesson}.questions", __name__).QUESTIONS
        found |= {question.name: replace(question, lesson=lesson) for question in asked}
    return found


def find(name: str) -> Question:
    """The question of that name. Raises W2VError."""
    if name not in questions():
        raise W2VError("unknown_choice", name="predict", got=name, choices=listed(questions()))
    return questions()[name]


def given(question: object, choice: object) -> bool:
    """Whether these two, read from somewhere, name a question and one of its choices."""
    known = questions().get(question) if isinstance(question, str) else None
    return known is not None and isinstance(choice, str) and choice in known.choices


@cache
def solvable() -> frozenset[str]:
    """Every exercise of every lesson, as "l03.back_to_h": what gives a verdict on an answer."""
    return frozenset(
        f"{lesson}.{name}"
        for lesson in names()
        for name, found in vars(import_module(f".{lesson}.exercises", __name__)).items()
        if not name.startswith("_")
        and getattr(found, "__annotations__", {}).get("return") == "Verdict"
        if name != "check"
    )
