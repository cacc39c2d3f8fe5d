"""A widget without a stage: it holds the records, keeps doors closed, takes answers and requests.

A stage shows a session to the page: a kernel, a file, a worker in the tab. It takes what `packed`
returns to the page, and to `hear` what the page says. After `hear` it looks at `stamp`: where that
has grown, what is on show is made anew, and `packed` has it.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from ... import lessons, memory
from ...lessons.gates import gates_open
from ...lessons.question import Question
from ...messages import W2VError, catalogue, choice, get_language, listed
from ...type_size import large, set_type
from .trace import Trace

Request = dict[str, Any]

MOST_LETTERS = 200  # of a line that a learner keeps with an answer

log = logging.getLogger(__name__)


class BaseSession(ABC):
    """The base of every widget's conversation.

    `predict` names questions. What would answer one lies behind the door before which it stands,
    and stays there until the learner has committed; `choices` and `right` read the answers back.
    Raises W2VError for a question that there is not, or whose door this widget has not.
    """

    DOORS: ClassVar[tuple[str, ...]] = ("result",)  # what can be kept closed, from the first on
    SETTINGS: ClassVar[tuple[str, ...]] = ()  # attributes that Python may set anew
    GATED: ClassVar[bool] = True  # whether there is something to show when all gates are open
    # Whether what one answer reveals stands by itself, whatever else has been answered.
    APART: ClassVar[bool] = False
    # Requests that mean the same whatever is on show; others are for what the page was shown.
    LASTING: ClassVar[frozenset[str]] = frozenset()
    # What `way` may hold: requests that a link may make for a reader. No answer is among them.
    LINKED: ClassVar[frozenset[str]] = frozenset()
    # Whether only what is shown first is sent, the rest when asked for; nothing where all is one.
    brief: bool | None = None

    def __init__(self, predict: str | Sequence[str] = ()) -> None:
        names = [predict] if isinstance(predict, str) else predict
        self.language = get_language()
        self.choices: dict[str, str] = {}
        self.stamp = 0
        self.changed: Callable[[], None] = lambda: None  # a stage puts itself here
        asked = {name: self.before_a_door(lessons.find(name)) for name in names}
        self._questions = {} if self.GATED and gates_open() else asked
        self._remember()
        self._shown: tuple[dict[str, Any], bytes] = ({}, b"")

    def _remember(self) -> None:
        """Take up the answers of earlier runs, as far as they are still among the choices."""
        kept = memory.current()
        given, self.reasons = (kept.answers(), kept.reasons()) if self._questions else ({}, {})
        self.choices = {
            name: given[name]
            for name, question in self._questions.items()
            if given.get(name) in question.choices
        }

    def before_a_door(self, question: Question) -> Question:
        if question.before not in self.DOORS:
            raise W2VError("no_such_door", question=question.name, doors=listed(self.DOORS))
        return question

    # What is told

    @property
    def doors(self) -> dict[str, bool]:
        """Every door of the widget, and whether a question keeps it closed."""
        return {door: self.shut(door) for door in self.DOORS}

    def shut(self, *doors: str) -> bool:
        """Whether an open question stands before one of these doors."""
        waiting = {q.before for name, q in self._questions.items() if name not in self.choices}
        return not waiting.isdisjoint(doors)

    @property
    def right(self) -> dict[str, bool]:
        """For each question answered so far, whether the prediction came true."""
        return {
            name: chosen == self._questions[name].answer() for name, chosen in self.choices.items()
        }

    @property
    def gates(self) -> list[dict[str, Any]]:
        """What the page may know of each question."""
        return [
            question.revealed(self.choices[name]) | {"reason": self.reasons.get(name, "")}
            if name in self.choices
            else question.asked()
            for name, question in self._questions.items()
        ]

    @property
    def trace(self) -> dict[str, Any]:
        """The facts of what is on show, and where each array lies in the bytes."""
        return self._shown[0]

    @property
    def way(self) -> Request:
        """What asks for this of a session that has just begun; nothing where it shows the same."""
        return {}

    def packed(self) -> tuple[dict[str, Any], bytes]:
        """All that the page needs: facts as JSON has them, and the bytes of the trace's arrays."""
        facts = {"stamp": self.stamp, "trace": self.trace, "gates": self.gates}
        if way := self.way:
            facts["way"] = way
        if "text" in self.LINKED and (own := memory.current().text()):
            facts["own"] = own
        return {**facts, "language": self.language, "large": large()}, self._shown[1]

    # What changes

    @abstractmethod
    def make_trace(self) -> Trace | None:
        """What is on show, the closed doors left closed; each widget says here how it is made."""

    def rebuild(self) -> None:
        """Make what is on show anew, and let the stage know."""
        trace = self.make_trace()
        self._shown = trace.packed() if trace else ({}, b"")
        self.stamp += 1
        self.changed()

    def checked(self, setting: str, value: Any) -> Any:
        """A new value of one of SETTINGS, made sure to be one. Raises W2VError."""
        return value

    def change(self, setting: str, value: Any) -> None:
        """Set one of SETTINGS, and show what follows. Raises W2VError."""
        with self.all_or_nothing():
            setattr(self, setting, self.checked(setting, value))
            self.rebuild()

    def commit(self, name: str, choice: str) -> None:
        """Take the learner's prediction, once, and let go of what it held back. Raises W2VError."""
        question = self._asked(name)
        chosen = question.checked(choice)
        if name in self.choices:
            return
        right = chosen == question.answer()  # where it cannot be settled, the door stays closed
        with self.all_or_nothing():
            self.choices = {**self.choices, name: chosen}
            self.rebuild()
        memory.current().add("answer", question=name, choice=chosen, right=right)

    def again(self, name: str) -> None:
        """Forget the answer to a question, and close its door. Raises W2VError."""
        self._asked(name)
        with self.all_or_nothing():
            self.choices = {key: kept for key, kept in self.choices.items() if key != name}
            self.rebuild()
        memory.current().add("again", question=name)

    def give_reason(self, name: str, text: str) -> None:
        """Keep one line of the learner's own about a question answered. Raises W2VError."""
        self._asked(name)
        if not isinstance(text, str) or len(text) > MOST_LETTERS:
            raise W2VError("no_reason", most=MOST_LETTERS)
        if name not in self.choices:
            raise W2VError("not_answered")
        with self.all_or_nothing():
            self.reasons = {**self.reasons, name: " ".join(text.split())}
            self.stamp += 1
            self.changed()
        memory.current().add("why", question=name, text=self.reasons[name])

    def follow(self, way: Any) -> None:
        """Go the way of a link, which comes from anybody. Raises W2VError."""
        if not isinstance(way, dict) or not self.LINKED.issuperset(way):
            raise W2VError("no_link")
        if self.way:
            self.answer({"reset": True}, ())
        if way:
            self.go(way)

    def go(self, way: Request) -> None:
        """Ask for what a way says, one after the other where that is several things."""
        self.answer(way, ())

    def _asked(self, name: object) -> Question:
        return self._questions[choice("question", name, self._questions)]

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A change that is refused, or that fails, leaves the session as it was."""
        before = dict(vars(self))
        try:
            yield
        except BaseException:
            vars(self).clear()
            vars(self).update(before)
            raise

    def close(self) -> None:
        """Let go of everything but the learner's answers."""
        kept = {"language", "choices", "reasons", "stamp", "changed", "_questions"}
        for name in set(vars(self)) - kept:
            delattr(self, name)
        self.changed = lambda: None

    # What is heard

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """What a page asks for and has not got, to be added to its copy of the trace; or a change.

        A widget that can be asked says here how.
        """
        return None

    def hear(self, content: Any, buffers: Sequence[Any] = ()) -> tuple[dict[str, Any], list[bytes]]:
        """Every message gets a reply, an error included, so that no page waits in vain.

        The reply holds an `error`, a `trace` to be added to the page's copy, or `facts` with which
        the page loads anew, numbers in the first buffer; or nothing but that it is done.
        """
        request = content.get("request") if isinstance(content, dict) else None
        reply: dict[str, Any] = {"reply": request if isinstance(request, str | int) else None}
        sent: list[bytes] = []
        try:
            with self.all_or_nothing():
                found, sent = self._heard(content, buffers)
            reply |= found
        except W2VError as error:
            reply["error"] = _in_both_languages(error)
        except (Exception, KeyboardInterrupt):
            log.exception("A request of the page could not be answered: %.300r", content)
            reply["error"] = _in_both_languages(W2VError("unforeseen"))
        return reply | {"stamp": self.stamp}, sent

    def _heard(self, content: Any, buffers: Sequence[Any]) -> tuple[dict[str, Any], list[bytes]]:
        if not isinstance(content, dict):
            raise W2VError("no_request", got=content)
        if "commit" in content:
            self.commit(content["commit"], content.get("choice", ""))
        elif "again" in content:
            self.again(content["again"])
        elif "type" in content:
            set_type(content["type"])
        elif "why" in content:
            self.give_reason(content["why"], content.get("text", ""))
        elif "way" in content:
            self.follow(content["way"])
        elif content.get("refresh") is True or self._outdated(content):
            facts, numbers = self.packed()
            return {"facts": facts}, [numbers]
        elif trace := self.answer(content, buffers):
            told, numbers = trace.packed()
            return {"trace": told}, [numbers]
        elif "text" in content and "text" in self.LINKED:
            self._remember_text(content["text"])
        return {}, []

    def _remember_text(self, text: object) -> None:
        """What a learner has typed in one widget is offered in the others."""
        if not isinstance(text, str):
            raise W2VError("no_request", got={"text": text})
        kept = memory.current()
        if len(text) <= memory.MOST_LETTERS and text != kept.text():
            kept.add("text", widget=type(self).__module__.split(".")[-2], text=text)

    def _outdated(self, content: Request) -> bool:
        """Whether this was asked of something that is no longer on show."""
        stamp = content.get("stamp", self.stamp)
        return stamp != self.stamp and self.LASTING.isdisjoint(content)


def _in_both_languages(error: W2VError) -> dict[str, Any]:
    values = {name: str(value) for name, value in error.values.items()}
    return {"text": catalogue("errors")[error.key], "values": values}
