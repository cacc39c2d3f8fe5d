"""Exercises that are checked at once: `exercises.hidden(my_function)` returns a Verdict.

Each lesson's stand in its folder; a table of mistakes names what people get wrong.
"""

from .lessons.check import CASES, Verdict
from .lessons.l00.exercises import next_words
from .lessons.l01.exercises import hidden
from .lessons.l02.exercises import softmax
from .lessons.l03.exercises import back_to_h, find_the_mistakes, wrong_update, wrong_updates
from .lessons.l04.exercises import cbow_examples
from .lessons.l05.exercises import analogy
from .lessons.l06.exercises import next_merge, word_probability
from .lessons.l07.exercises import noise_shares, pair_and_noise
from .lessons.l08.exercises import sampled_softmax
from .lessons.l09.exercises import mean_reciprocal_rank, report
from .lessons.l10.exercises import association
from .lessons.l11.exercises import attention_weights, positive_pmi
from .lessons.l12.exercises import turned_or_met
from .lessons.l13.exercises import (
    assemble,
    beside,
    broken,
    own_analogies,
    own_errors,
    own_examples,
    own_film,
    own_life,
    own_noise,
    own_scores,
    own_update,
    repairs,
)

__all__ = [
    "CASES",
    "Verdict",
    "analogy",
    "assemble",
    "association",
    "attention_weights",
    "back_to_h",
    "beside",
    "broken",
    "cbow_examples",
    "find_the_mistakes",
    "hidden",
    "mean_reciprocal_rank",
    "next_merge",
    "next_words",
    "noise_shares",
    "own_analogies",
    "own_errors",
    "own_examples",
    "own_film",
    "own_life",
    "own_noise",
    "own_scores",
    "own_update",
    "pair_and_noise",
    "positive_pmi",
    "repairs",
    "report",
    "sampled_softmax",
    "softmax",
    "turned_or_met",
    "word_probability",
    "wrong_update",
    "wrong_updates",
]
