"""Exercises that are checked at once: `exercises.hidden(my_function)` returns a Verdict.

One module for each lesson; its table of mistakes names what people get wrong.
"""

from .check import CASES, Verdict
from .lesson_00 import next_words
from .lesson_01 import hidden
from .lesson_02 import softmax
from .lesson_03 import back_to_h, find_the_mistakes, wrong_update
from .lesson_04 import cbow_examples
from .lesson_05 import analogy
from .lesson_06 import next_merge, word_probability

__all__ = [
    "CASES",
    "Verdict",
    "analogy",
    "back_to_h",
    "cbow_examples",
    "find_the_mistakes",
    "hidden",
    "next_merge",
    "next_words",
    "softmax",
    "word_probability",
    "wrong_update",
]
