"""The room: who is there, and what each browser has voted, in two rounds at most."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from threading import RLock

import numpy as np

from ..lessons.question import Question
from ..messages import W2VError, whole

MOST_BROWSERS = 1000
MOST_HANDS = 9999
ROUNDS = 2  # before the room has talked, and after
AWAY = 10.0  # seconds without a word from a browser until it counts as gone
AFTER_VERDICT = 300.0  # seconds until a vote closes by itself
IDLE = 1800.0
# What can be read aloud and typed on a phone.
WORDS = (  # noqa: SIM905
    "amber apple arrow atlas bacon bamboo banana basil beach berry bison bloom blue brave bread "
    "brick bridge cabin candle canoe castle cedar cherry circle cliff cloud clover cobalt coral "
    "cotton crane daisy delta desert dragon eagle ember falcon fern field flute forest fox garden "
    "ginger glacier grape green harbor hazel honey island ivory jade jungle kite lake lemon lily "
    "lion lotus lunar maple marble meadow melon mint moon moss mountain nest north ocean olive "
    "onion orange orchid otter owl panda paper peach pearl pepper piano pine plum pond poppy prism "
    "purple quartz rabbit rain raven red river robin rocket rose sail salt sand sea silver snow "
    "spark spice spring spruce star stone storm sugar summer sun swan tango tea thyme tiger tulip "
    "valley velvet violet walnut water whale willow winter wolf yellow zebra"
).split()


class Room:
    """The votes on one question: one a browser and round, and the hands that were counted.

    A second vote of a browser takes the place of its first while the round is open: a thumb slips,
    and who is still thinking may change their mind. Any thread may ask and tell.
    """

    def __init__(self, question: Question, clock: Callable[[], float] = time.monotonic) -> None:
        self.question = question
        self.choices = question.choices
        self.word = "-".join(secrets.choice(WORDS) for _ in range(2))
        self.secret = secrets.token_bytes(32)  # a browser is known again when a port is reopened
        self.lock = RLock()
        self._clock = clock
        self._seen: dict[str, float] = {}
        self.clear()

    def clear(self) -> None:
        """Begin anew, with nobody's vote."""
        with self.lock:
            self.votes: list[dict[str, str]] = [{}]  # of each round, the choice by browser
            self.hands = [[0] * len(self.choices)]
            self.answer = ""  # known with the verdict
            self.touch()

    def touch(self) -> None:
        """Something has been done: it does not close for want of it."""
        self._touched = self._clock()

    @property
    def round(self) -> int:
        """1, or 2 after the discussion."""
        return len(self.votes)

    # Browsers

    def see(self, browser: str) -> bool:
        """A browser says that it is there; False where the room is full."""
        with self.lock:
            now = self._clock()
            if browser not in self._seen and len(self._seen) >= MOST_BROWSERS:
                kept = {name for votes in self.votes for name in votes}
                self._seen = {b: t for b, t in self._seen.items() if b in kept or now - t < AWAY}
                if len(self._seen) >= MOST_BROWSERS:
                    return False
            self._seen[browser] = now
            return True

    def vote(self, browser: str, choice: str, in_round: int) -> bool:
        """Take a browser's vote; False where that round is over. Raises W2VError for no choice."""
        chosen = self.question.checked(choice)
        with self.lock:
            if self.answer or in_round != self.round or not self.see(browser):
                return False
            self.votes[-1][browser] = chosen
            self.touch()
            return True

    def voted(self, browser: str) -> str:
        """What a browser has voted in this round; nothing where it has not."""
        return self.votes[-1].get(browser, "")

    # What is known

    @property
    def present(self) -> int:
        """How many browsers are there: heard of a moment ago, or counted in this round."""
        with self.lock:
            now = self._clock()
            here = {browser for browser, at in self._seen.items() if now - at < AWAY}
            return len(here | self.votes[-1].keys())

    def counts(self) -> np.ndarray:
        """Votes and hands by round and choice, (rounds, choices)."""
        with self.lock:
            counts = np.array(self.hands, dtype=np.int64)
            for row, votes in zip(counts, self.votes, strict=True):
                for chosen in votes.values():
                    row[self.choices.index(chosen)] += 1
        return counts

    def moved(self) -> tuple[int, int, int]:
        """Of the browsers that voted twice: how many, how many came to the answer, how many left.

        Raises W2VError before the verdict.
        """
        with self.lock:
            if not self.answer:
                raise W2VError("vote_no_verdict")
            twice = self.votes[0].keys() & self.votes[-1].keys() if self.round > 1 else set()
            right = [{b for b in twice if votes[b] == self.answer} for votes in self.votes]
        return len(twice), len(right[-1] - right[0]), len(right[0] - right[-1])

    # What the teacher does

    def count_hands(self, hands: object) -> None:
        """Take the hands counted in this round, one number a choice. Raises W2VError."""
        if not isinstance(hands, list | tuple) or len(hands) != len(self.choices):
            raise W2VError("vote_hands", got=hands, choices=len(self.choices))
        counted = [min(whole("hands", number, 0), MOST_HANDS) for number in hands]
        with self.lock:
            self._must_be_open()
            self.hands = [*self.hands[:-1], counted]
            self.touch()

    def again(self) -> None:
        """Begin the second round; the first one's votes stay as they are. Raises W2VError."""
        with self.lock:
            self._must_be_open()
            if self.round == ROUNDS:
                raise W2VError("vote_rounds", most=ROUNDS)
            self.votes = [*self.votes, {}]
            self.hands = [*self.hands, [0] * len(self.choices)]
            self.touch()

    def reveal(self) -> None:
        """End the voting with the verdict."""
        answer = self.question.answer()
        with self.lock:
            self.answer = answer
            self.touch()

    def _must_be_open(self) -> None:
        if self.answer:
            raise W2VError("vote_over")

    def over(self) -> bool:
        """Whether it is time to close: a while after the verdict, or after the last deed."""
        with self.lock:
            idle = self._clock() - self._touched
            return idle > (AFTER_VERDICT if self.answer else IDLE)
