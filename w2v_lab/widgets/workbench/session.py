"""The session of the workbench: what was recorded, what a file's vectors do, what is done anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...messages import W2VError, choice
from ...uses import TASKS, WAYS, Run, Task
from ...uses.records import Recorded
from ...vectors import Vectors
from ..kit.session import BaseSession, Request
from ..kit.trace import Trace
from .frame import done_anew, workbench

ANEW = 5  # the seed of what is computed here: the records have 0 to 4


class Session(BaseSession):
    """The conversation of `Workbench`; see there. Raises W2VError."""

    DOORS = ("result",)
    SETTINGS = ("vectors",)

    def __init__(
        self,
        task: str | None = None,
        vectors: Vectors | None = None,
        predict: str | Sequence[str] = (),
    ) -> None:
        super().__init__(predict)
        names = list(TASKS) if task is None else [choice("task", task, TASKS)]
        self._tasks = [TASKS[name] for name in names]
        self.vectors = self.checked("vectors", vectors)
        self._loaded = self._measured_with(self.vectors)
        self.rebuild()

    def checked(self, setting: str, value: Any) -> Any:
        """Vectors, or None. Raises W2VError."""
        if value is not None and not isinstance(value, Vectors):
            raise W2VError("no_runs", got=type(value).__name__)
        return value

    def change(self, setting: str, value: Any) -> None:
        """Take other vectors, and measure what can be done with them. Raises W2VError."""
        with self.all_or_nothing():
            self.vectors = self.checked(setting, value)
            self._loaded = self._measured_with(self.vectors)
            self.rebuild()

    def make_trace(self) -> Trace:
        return workbench(self._tasks, self._loaded, self.vectors is not None, self.shut("result"))

    def answer(self, request: Request, buffers: Sequence[Any]) -> Trace | None:
        """One score anew, with a seed that the records have not."""
        if "compute" not in request or self.shut("result"):
            return None
        asked = request["compute"]
        if not isinstance(asked, list) or len(asked) != 3:
            raise W2VError("no_request", got=asked)
        name, row, way = asked
        task = TASKS[choice("task", name, [task.name for task in self._tasks])]
        row, way = choice("row", row, task.rows), choice("way", way, WAYS)
        evaluation, run = task.measured(row, way, [ANEW], self.vectors)
        return done_anew(task, row, way, evaluation, run)

    def _measured_with(self, vectors: Vectors | None) -> dict[tuple[str, str], Recorded]:
        """What loaded vectors do, once, in each row of which they know the words."""
        found = {}
        for task in self._tasks if vectors is not None else ():
            for row in task.rows:
                if (told := self._tried(task, row, vectors)) is not None:
                    evaluation, run = told
                    found[task.name, row] = Recorded(evaluation, run.cases, run.train, run.test)
        return found

    @staticmethod
    def _tried(task: Task, row: str, vectors: Vectors | None) -> tuple[Any, Run] | None:
        try:
            return task.measured(row, "loaded", [0], vectors)
        except W2VError:  # a package is missing, or the words are others
            return None
