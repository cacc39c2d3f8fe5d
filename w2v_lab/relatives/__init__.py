"""The relatives of word2vec: what came before, beside and after it, each as small as can be.

Each is the one update with another layer or other examples, or a page of numpy of its own; each
takes the settings of `fit` where they have a meaning, and says in a sentence what it changes.
"""

from .attention import Cloze, ClozeStep, Gap, cloze
from .bengio import NNLM, NNLMStep
from .collobert import Ranking, RankingStep, ranking
from .counting import ppmi_svd
from .global_vectors import Glove, GloveStep, glove
from .lstm import Tagged, Tagger, TaggerStep
from .ngrams import NGrams
from .paragraph import Paragraphs, paragraph_model, paragraph_vectors
from .sampled import NCE, SampledSoftmax, nce, sampled_model, sampled_softmax
from .subword import Subwords, SubwordVectors, ngrams, subword_model, subwords

__all__ = [
    "NCE",
    "NNLM",
    "Cloze",
    "ClozeStep",
    "Gap",
    "Glove",
    "GloveStep",
    "NGrams",
    "NNLMStep",
    "Paragraphs",
    "Ranking",
    "RankingStep",
    "SampledSoftmax",
    "SubwordVectors",
    "Subwords",
    "Tagged",
    "Tagger",
    "TaggerStep",
    "cloze",
    "glove",
    "nce",
    "ngrams",
    "paragraph_model",
    "paragraph_vectors",
    "ppmi_svd",
    "ranking",
    "sampled_model",
    "sampled_softmax",
    "subword_model",
    "subwords",
]
