"""Two relatives of negative sampling that keep the promise of a softmax: NCE and sampled softmax.

Both ask as it does, about the target and k words of noise, and both know one thing more: how likely
each of them was to be drawn. Taking log(k q) from its score turns "is it from the text?" into
"what is its probability?"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ..corpus import Vocabulary
from ..messages import choice
from ..model import Model
from ..noise import Noise
from ..outputs import WithNoise, YesOrNo
from ..vectors import Vectors
from .fitting import drained, text_passes, vocabulary_of


class Corrected(WithNoise):
    """A layer that takes log(k q), how often a word is drawn, from the word's score.

    `correction` (V,) is what is taken away; without `corrected` nothing is.
    """

    def __init__(
        self,
        noise: Noise,
        negative: int = 5,
        target_drawn: str = "keep",
        corrected: bool = True,
    ) -> None:
        super().__init__(noise, negative, target_drawn)
        with np.errstate(divide="ignore"):  # what is never drawn is never corrected
            expected = np.log(self.negative * noise.p)
        self.correction = expected if corrected else np.zeros(len(noise.p))


class NCE(Corrected, YesOrNo):
    """Noise-contrastive estimation: the odds that a word is from the text are eᵘ against k q.

    Learned, u is log P(c | w) itself, and Σ eᵘ comes to 1 though nothing divides by it (Gutmann and
    Hyvärinen 2010; Mnih and Teh 2012, 1206.6426, eqs. 6 to 9). Without its correction it is
    negative sampling.
    """

    def predict(
        self, u: np.ndarray, t: np.ndarray, rows: np.ndarray | None = None
    ) -> tuple[np.ndarray, float]:
        """P(from the text) at each row, σ(u - log(k q)), and the summed cross-entropy in nats.

        Shapes (R,), or (B, R) for many targets at a time.
        """
        return super().predict(u - self.correction[rows], t)

    def probabilities(self, u: np.ndarray) -> np.ndarray:
        """P of every word, (V,): eᵘ, which sums to 1 as far as it was learned."""
        return np.exp(u)


class SampledSoftmax(Corrected):
    """A softmax over the target and the k words drawn, in the place of all V.

    With the correction it has the optimum of the full softmax, accidental hits included (Jean et
    al. 2015, 1412.2007, eq. 10; Bengio and Senécal 2003); without it, scores learn log P / q.
    """

    def predict(
        self, u: np.ndarray, t: np.ndarray, rows: np.ndarray | None = None
    ) -> tuple[np.ndarray, float]:
        """Probabilities among the words at hand, and the summed cross-entropy in nats.

        Shapes (R,), or (B, R) for many targets at a time; t is 1 at each target and 0 elsewhere.
        """
        with np.errstate(under="ignore"):
            s = u - self.correction[rows]
            s = s - s.max(axis=-1, keepdims=True)
            exps = np.exp(s)
            total = exps.sum(axis=-1, keepdims=True)
            y = exps / total
            loss = np.log(total).sum() - s[t > 0].sum()
        return y, float(loss)

    def probabilities(self, u: np.ndarray) -> np.ndarray:
        """P of every word, (V,): the softmax of all scores."""
        with np.errstate(under="ignore"):
            exps = np.exp(u - u.max())
            return exps / exps.sum()


LAYERS: dict[str, type[NCE] | type[SampledSoftmax]] = {
    "nce": NCE,
    "sampled-softmax": SampledSoftmax,
}


def sampled_model(
    vocabulary: Vocabulary,
    vector_size: int = 5,
    output: str = "nce",
    negative: int = 5,
    ns_exponent: float = 0.75,
    seed: int = 0,
    *,
    target_drawn: str = "keep",
    corrected: bool = True,
) -> Model:
    """A model with one of these layers, "nce" or "sampled-softmax"; the rest as of `w2v.Model`.

    `step`, `apply`, `w2v.train` and `w2v.record` do with it what they do with any; `probabilities`
    reads P from its scores. `corrected=False` leaves log(k q) out, to see what it is for.
    Raises W2VError.
    """
    layer = LAYERS[choice("output", output, LAYERS)]
    model = Model(
        vocabulary,
        vector_size,
        "negative-sampling",
        negative,
        ns_exponent,
        seed=seed,
        target_drawn=target_drawn,
    )
    noise = Noise(vocabulary.counts, ns_exponent)
    model.output = layer(noise, negative, target_drawn, corrected)
    return model


def nce(
    sentences: Iterable[Sequence[str]],
    vector_size: int = 100,
    window: int = 5,
    min_count: int = 5,
    negative: int = 5,
    sample: float = 1e-3,
    epochs: int = 5,
    learning_rate: float = 0.025,
    seed: int = 0,
    architecture: str = "skip-gram",
    *,
    ns_exponent: float = 0.75,
    target_drawn: str = "keep",
    corrected: bool = True,
) -> Vectors:
    """Vectors by noise-contrastive estimation; settings as of `fit`, `corrected` see `NCE`.

    It changes one thing: from each score log(k q) is taken away, so that the score can only come
    to log P itself. Raises W2VError.
    """
    at_hand, vocabulary = vocabulary_of(sentences, min_count)
    model = sampled_model(
        vocabulary,
        vector_size,
        "nce",
        negative,
        ns_exponent,
        seed,
        target_drawn=target_drawn,
        corrected=corrected,
    )
    drained(text_passes(model, at_hand, architecture, window, epochs, learning_rate, sample))
    return Vectors(vocabulary.words, model.W_in, vocabulary.counts)


def sampled_softmax(
    sentences: Iterable[Sequence[str]],
    vector_size: int = 100,
    window: int = 5,
    min_count: int = 5,
    negative: int = 5,
    sample: float = 1e-3,
    epochs: int = 5,
    learning_rate: float = 0.025,
    seed: int = 0,
    architecture: str = "skip-gram",
    *,
    ns_exponent: float = 0.75,
    target_drawn: str = "keep",
    corrected: bool = True,
) -> Vectors:
    """Vectors by sampled softmax; settings as of `fit`, `corrected` see `SampledSoftmax`.

    It changes one thing: the softmax is over the target and k words drawn, not over all V. Raises
    W2VError.
    """
    at_hand, vocabulary = vocabulary_of(sentences, min_count)
    model = sampled_model(
        vocabulary,
        vector_size,
        "sampled-softmax",
        negative,
        ns_exponent,
        seed,
        target_drawn=target_drawn,
        corrected=corrected,
    )
    drained(text_passes(model, at_hand, architecture, window, epochs, learning_rate, sample))
    return Vectors(vocabulary.words, model.W_in, vocabulary.counts)
