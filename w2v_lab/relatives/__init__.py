"""The relatives of word2vec: what came before, beside and after it, each as small as can be.

Each is the one update with another layer or other examples, or a page of numpy of its own; each
takes the settings of `fit` where they have a meaning, and says in a sentence what it changes.
"""

from .sampled import NCE, SampledSoftmax, nce, sampled_model, sampled_softmax

__all__ = ["NCE", "SampledSoftmax", "nce", "sampled_model", "sampled_softmax"]
