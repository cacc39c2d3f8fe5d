"""word2vec, step by step: every component small, every number open to view.

`import w2v_lab as w2v` reaches the public names below. The widgets are imported when first asked
for, so that the mathematics runs wherever numpy does.
"""

from importlib import import_module

from .biography import Biography, biography
from .cooccurrence import cooccurrence, pmi, ppmi
from .corpus import Vocabulary, read_file, read_text
from .engine import fit
from .evaluation import Evaluation, evaluate
from .examples import Example, Window, examples, keep_probabilities, windows
from .frequencies import real_vocabulary, word_counts, zipf_counts
from .hand_ins import hand_in, read_hand_ins
from .lessons.gates import set_gates
from .lessons.surprises import your_surprises
from .links import open_link
from .messages import UnknownWordError, W2VError, set_language
from .model import Model, Product, Step
from .noise import Draw, Noise
from .toys import toy_analogies, toy_sentences
from .training import Recording, record, steps, train
from .tree_costs import Comparison, compare_trees
from .trees import Merge, Tree, balanced_tree, entropy, huffman_tree
from .tuning import Tuning, tune
from .type_size import set_type
from .vectors import Vectors
from .voting import vote

__version__ = "0.1.0"

__all__ = [
    "Biography",
    "Comparison",
    "Draw",
    "Evaluation",
    "Example",
    "Merge",
    "Model",
    "Noise",
    "Product",
    "Recording",
    "Step",
    "Tree",
    "Tuning",
    "UnknownWordError",
    "Vectors",
    "Vocabulary",
    "W2VError",
    "Window",
    "balanced_tree",
    "biography",
    "compare_trees",
    "cooccurrence",
    "entropy",
    "evaluate",
    "examples",
    "fit",
    "hand_in",
    "huffman_tree",
    "keep_probabilities",
    "open_link",
    "pmi",
    "ppmi",
    "read_file",
    "read_hand_ins",
    "read_text",
    "real_vocabulary",
    "record",
    "set_gates",
    "set_language",
    "set_type",
    "steps",
    "toy_analogies",
    "toy_sentences",
    "train",
    "tune",
    "vote",
    "windows",
    "word_counts",
    "your_surprises",
    "zipf_counts",
]

_ON_DEMAND = (
    "beyond",
    "corpora",
    "exercises",
    "experiments",
    "explore",
    "figures",
    "films",
    "head_costs",
    "maps",
    "parameters",
    "relatives",
    "scores",
    "uses",
    "widgets",
)


def __getattr__(name: str) -> object:
    if name in _ON_DEMAND:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_ON_DEMAND])
