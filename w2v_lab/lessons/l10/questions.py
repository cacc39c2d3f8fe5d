"""The questions of lesson 10, settled by its records and runs."""

from __future__ import annotations

from ...evaluation import Evaluation
from ...uses import SEARCH, SENTIMENT, TAGGING, TOPICS, Task
from ...uses.records import recorded
from ..question import Question
from .runs import EVEN, leaning


def _score(task: Task, row: str, way: str) -> Evaluation:
    return recorded(task)[row, way].evaluation


def _ahead(task: Task, row: str) -> str:
    """Who is ahead beyond both intervals: "plain", "ours", or "equal"."""
    plain, ours = (_score(task, row, way) for way in ("plain", "ours"))
    if plain.low > ours.high:
        return "plain"
    return "ours" if ours.low > plain.high else "equal"


def _search_winner() -> str:
    return {"plain": "words", "ours": "vectors", "equal": "equal"}[_ahead(SEARCH, "idf")]


def _real_reviews() -> str:
    """Where vectors are ahead on real reviews, as labelled sentences grow more."""
    ahead = [_ahead(SENTIMENT, f"reviews {size}") for size in (100, 1600)]
    if ahead[1] == "ours":
        return "everywhere"
    return "few" if ahead[0] == "ours" else "nowhere"


def _document_rows() -> str:
    scores = {"bag": _score(TOPICS, "dbow", "plain").score}
    scores |= {row: _score(TOPICS, row, "ours").score for row in ("dbow", "dm")}
    return max(scores, key=lambda name: scores[name])


def _tag_gain() -> str:
    """Where the vectors add most."""
    rows = {"few": "roles linear 10", "many": "roles linear 100", "letters": "cut linear 20"}
    gains = {
        name: _score(TAGGING, row, "ours").score - _score(TAGGING, row, "plain").score
        for name, row in rows.items()
    }
    return max(gains, key=lambda name: gains[name])


def _even_text() -> str:
    """What the game answers most where no job leans: the partner, or something else."""
    even = leaning(EVEN)
    return "partner" if 2 * even.named > even.asked else "any"


QUESTIONS = (
    Question("search_winner", _search_winner),
    Question("real_reviews", _real_reviews),
    Question("document_rows", _document_rows),
    Question("tag_gain", _tag_gain),
    Question("even_text", _even_text),
)
