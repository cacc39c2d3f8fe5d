"""The relatives of word2vec: what came before, beside and after it, each as small as can be.

Each is the one update with another layer or other examples, or a page of numpy of its own; each
takes the settings of `fit` where they have a meaning, and says in a sentence what it changes.
"""

from .counting import ppmi_svd
from .global_vectors import Glove, GloveStep, glove
from .paragraph import Paragraphs, paragraph_model, paragraph_vectors
from .sampled import NCE, SampledSoftmax, nce, sampled_model, sampled_softmax
from .subword import Subwords, SubwordVectors, ngrams, subword_model, subwords

__all__ = [
    "NCE",
    "Glove",
    "GloveStep",
    "Paragraphs",
    "SampledSoftmax",
    "SubwordVectors",
    "Subwords",
    "glove",
    "nce",
    "ngrams",
    "paragraph_model",
    "paragraph_vectors",
    "ppmi_svd",
    "sampled_model",
    "sampled_softmax",
    "subword_model",
    "subwords",
]
