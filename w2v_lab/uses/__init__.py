"""What vectors are for: five tasks, each with the plain method beside it.

A task is done by its `run(row, way, seed, loaded)`: the way is "plain", without vectors; with
"ours"; with "gensim"'s; or with "loaded" ones. `measured` gives the score of several seeds and its
interval. Nothing is tuned: settings were set down before anything was measured.
"""

from . import records
from .bias import BIAS, Played, Weat, played, weat
from .icd import Disease, diseases
from .logistic import Logistic
from .search import BM25, SEARCH, Hit, MeanVectors, icd_queries, search
from .sentiment import SENTIMENT, Bag, Judge, Mean
from .tagging import TAGGING, Windows, bmes
from .task import WAYS, Answer, Case, Run, Task
from .texts import vectors
from .topics import TOPICS, Document, icd_documents
from .toy_texts import toy_jobs, toy_reviews

TASKS = {task.name: task for task in (SEARCH, SENTIMENT, TOPICS, TAGGING, BIAS)}

__all__ = [
    "BIAS",
    "BM25",
    "SEARCH",
    "SENTIMENT",
    "TAGGING",
    "TASKS",
    "TOPICS",
    "WAYS",
    "Answer",
    "Bag",
    "Case",
    "Disease",
    "Document",
    "Hit",
    "Judge",
    "Logistic",
    "Mean",
    "MeanVectors",
    "Played",
    "Run",
    "Task",
    "Weat",
    "Windows",
    "bmes",
    "diseases",
    "icd_documents",
    "icd_queries",
    "played",
    "records",
    "search",
    "toy_jobs",
    "toy_reviews",
    "vectors",
    "weat",
]
