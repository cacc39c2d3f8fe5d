"""n-grams: counts by hand, probabilities that sum to 1, and what they cannot see."""

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab.relatives import NNLM, NGrams


def counted(sentences, window=2):
    model = NGrams(w2v.Vocabulary.from_sentences(sentences), window)
    model.count(model.examples(sentences))
    return model


def test_by_hand():
    """a b c, a b d, x b c: after "a b" one c, one d; after "b" two c, one d; any word: 2 c, 1 d."""
    model = counted([list("abc"), list("abd"), list("xbc")])
    ids = {word: model.vocabulary.id(word) for word in "abcdx"}
    any_word = {w: (n + 2 / 5) / 5 for w, n in {"c": 2, "d": 1, "a": 0}.items()}
    after_b = {w: (n + 2 * any_word[w]) / 5 for w, n in {"c": 2, "d": 1, "a": 0}.items()}
    after_ab = {w: (n + 2 * after_b[w]) / 4 for w, n in {"c": 1, "d": 1, "a": 0}.items()}
    found = model.probabilities((ids["a"], ids["b"]))
    for word, expected in after_ab.items():
        assert found[ids[word]] == pytest.approx(expected)
    # never seen: the question with one word less
    unseen = model.probabilities((ids["d"], ids["b"]))
    np.testing.assert_allclose([unseen[ids[w]] for w in "cda"], list(after_b.values()))


def test_probabilities_make_1_and_the_loss_is_their_logarithm():
    sentences = w2v.toy_sentences("grammar", "en")
    model = counted(sentences[:300])
    asked = [e for e in model.examples(sentences[300:350])]
    sums = [model.probabilities(e.inputs).sum() for e in asked]
    np.testing.assert_allclose(sums, 1, rtol=1e-12)
    losses = [-np.log(model.probabilities(e.inputs)[e.targets[0]]) for e in asked]
    assert model.mean_loss(asked) == pytest.approx(np.mean(losses))
    assert model.size == len(
        {e.inputs[i:] for e in model.examples(sentences[:300]) for i in range(3)}
    )


def test_they_take_the_examples_of_the_networks():
    sentences = w2v.toy_sentences("kingdom", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    ours, theirs = NGrams(vocabulary).examples(sentences), NNLM(vocabulary).examples(sentences)
    assert list(ours) == list(theirs)


@pytest.mark.parametrize(
    ("key", "attempt"),
    [
        ("no_vocabulary", lambda: NGrams(["a"])),
        ("not_a_count", lambda: NGrams(w2v.Vocabulary(["a"], [1]), 0)),
        ("no_examples", lambda: counted([["a"]]).mean_loss([])),
        (
            "sentences_are_text",
            lambda: counted([["a", "b", "c"]]).count(
                NGrams(w2v.Vocabulary(["a"], [1])).examples("a b c")
            ),
        ),
    ],
)
def test_bad_input_is_named(key, attempt):
    with pytest.raises(w2v.W2VError) as raised:
        attempt()
    assert raised.value.key == key
