"""Exercises that are checked at once: `exercises.hidden(my_function)` returns a Verdict.

One module for each lesson; its table of mistakes names what people get wrong.
"""

from .check import CASES, Verdict
from .lesson_00 import next_words
from .lesson_01 import hidden

__all__ = ["CASES", "Verdict", "hidden", "next_words"]
