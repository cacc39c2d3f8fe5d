"""Relatives that change who is given: fastText's n-grams, and Paragraph Vector's documents."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from gensim.models import doc2vec, fasttext
from naming import check_named

import w2v_lab as w2v
from w2v_lab.checking import finite_differences
from w2v_lab.evaluation import scorecard
from w2v_lab.messages import LANGUAGES
from w2v_lab.relatives import (
    Subwords,
    ngrams,
    paragraph_model,
    paragraph_vectors,
    subword_model,
    subwords,
)
from w2v_lab.relatives.fitting import examples_of, text_of
from w2v_lab.relatives.subword import hashed
from w2v_lab.toys import TOPICS

WORDS = ["cat", "a", "hypertension", "我", "吴彦祖", "naïve", "don't", "ß", "𝒳y", "-", "été"]


# n-grams and their hashes


def test_ngrams_by_hand():
    assert ngrams("cat") == ["<ca", "<cat", "<cat>", "cat", "cat>", "at>"]
    assert ngrams("我") == ["<我>"]
    assert ngrams("a", 2, 2) == ["<a", "a>"]
    assert ngrams("") == []


@pytest.mark.parametrize(("min_n", "max_n"), [(3, 6), (2, 3), (4, 4), (5, 9)])
@pytest.mark.parametrize("word", WORDS)
def test_the_ngrams_and_their_hashes_are_fasttexts(word, min_n, max_n):
    """gensim reads fastText's files, and so must list and hash as fastText does."""
    theirs = fasttext.ft_ngram_hashes(word, min_n, max_n, 2_000_000)
    ours = ngrams(word, min_n, max_n)
    assert [hashed(ngram) % 2_000_000 for ngram in ours] == theirs
    assert [ngram.encode() for ngram in ours] == fasttext.compute_ngrams_bytes(word, min_n, max_n)


def test_bytes_above_127_count_as_negative_numbers():
    """Published FNV-1a for plain letters; for others the program's signed char changes it."""
    assert hashed("a") == 0xE40C292C and hashed("foobar") == 0xBF9CF968
    plain = 2166136261
    for byte in "é".encode():
        plain = (plain ^ byte) * 16777619 % 2**32
    assert hashed("é") != plain


def test_ngrams_of_one_bucket_share_a_row():
    vocabulary = w2v.Vocabulary(["king", "kings"], [2, 1])
    apart, together = Subwords(vocabulary), Subwords(vocabulary, bucket=5)
    assert len(apart.joined) == 2 + len({*ngrams("king"), *ngrams("kings")})
    assert len(together.joined) == 7
    assert set(together.rows("king")[1:]) <= set(range(2, 7))
    assert apart.joined.index == vocabulary.index


def test_a_known_word_has_its_own_row_first_and_an_unknown_one_has_none():
    parts = Subwords(w2v.Vocabulary(["king", "kings"], [2, 1]))
    assert parts.rows("king")[0] == 0 and len(parts.rows("king")) == 1 + len(ngrams("king"))
    assert [piece for piece, _ in parts.pieces("sking")] == [
        "kin",
        "king",
        "king>",
        "ing",
        "ing>",
        "ng>",
    ]


# The one update


def joined_loss(W_in, W_out, inputs, targets, negatives):
    """Negative sampling from the weights on."""
    h = anp.mean(anp.dot(anp.eye(len(W_in))[list(inputs)], W_in), axis=0)
    loss = 0.0
    for target, drawn in zip(targets, negatives, strict=True):
        loss = loss + anp.log(1 + anp.exp(-anp.dot(W_out[target], h)))
        for word in drawn:
            loss = loss + anp.log(1 + anp.exp(anp.dot(W_out[word], h)))
    return loss


def whole_update(model, example, undivided, rate=0.3):
    """Ours and autograd's weights after one update, and both losses."""
    rng = np.random.default_rng(0)
    model.W_in[:], model.W_out[:] = (
        rng.normal(size=model.W_in.shape),
        rng.normal(size=model.W_out.shape),
    )
    step = model.step(example)
    given = example.inputs, example.targets, step.negatives
    slope_in, slope_out = autograd.grad(joined_loss, (0, 1))(model.W_in, model.W_out, *given)
    times = len(example.inputs) if undivided else 1
    expected = model.W_in - rate * times * slope_in, model.W_out - rate * slope_out
    loss = joined_loss(model.W_in, model.W_out, *given)
    measured = finite_differences(model, step)
    np.testing.assert_allclose(measured[0], slope_in, atol=1e-7 * np.linalg.norm(slope_in))
    np.testing.assert_allclose(measured[1], slope_out, atol=1e-7 * np.linalg.norm(slope_out))
    model.apply(step, rate)
    assert step.loss == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(model.W_in, expected[0], rtol=0, atol=1e-10)
    np.testing.assert_allclose(model.W_out, expected[1], rtol=0, atol=1e-10)


def test_a_whole_update_with_ngrams_is_autograds():
    sentences = w2v.toy_sentences("kingdom", "en")
    parts = Subwords(w2v.Vocabulary.from_sentences(sentences), bucket=30)
    model = subword_model(parts, 4)
    for example in list(parts.examples(sentences))[:6]:
        assert len(example.inputs) > len(example.targets)
        assert max(example.targets) < parts.V
        whole_update(model, example, undivided=True)


@pytest.mark.parametrize("kind", ["dm", "dbow"])
def test_a_whole_update_with_a_document_is_autograds(kind):
    sentences = w2v.toy_sentences("kingdom", "en")
    found = paragraph_model(w2v.Vocabulary.from_sentences(sentences), 4, 4, window=2, kind=kind)
    for document, words in enumerate(sentences):
        for example in found.examples(words, document):
            whole_update(found.model, example, undivided=False)


def test_negatives_are_true_words_whatever_the_exponent():
    parts = Subwords(w2v.Vocabulary(["king", "queen", "land"], [3, 2, 1]))
    for exponent in (-1, 0, 0.5):
        noise = subword_model(parts, ns_exponent=exponent).output.noise
        np.testing.assert_array_equal(noise.p, w2v.Noise([3, 2, 1], exponent).p)


def test_the_examples_of_a_document_by_hand():
    vocabulary = w2v.Vocabulary(["a", "b", "c"], [3, 2, 1])
    dm = paragraph_model(vocabulary, 2, window=1, kind="dm")
    dbow = paragraph_model(vocabulary, 2, kind="dbow")
    given = ["a", "x", "b", "c"]
    assert [(e.inputs, e.targets) for e in dm.examples(given, 1)] == [
        ((4, 1), (0,)),
        ((4, 0, 2), (1,)),
        ((4, 1), (2,)),
    ]
    assert [(e.inputs, e.targets) for e in dbow.examples(given, 1)] == [
        ((4,), (0,)),
        ((4,), (1,)),
        ((4,), (2,)),
    ]
    assert [e.inputs for e in dm.examples(["b"], 0)] == [(3,)]
    assert list(dm.examples(["x"], 0)) == []


def test_flat_examples_are_those_that_one_can_walk_through():
    sentences = w2v.toy_sentences("kingdom", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    parts = Subwords(vocabulary)
    inputs, targets = parts.in_place_of(examples_of(text_of(sentences, vocabulary), "skip-gram", 2))
    walked = [
        (example.inputs, target)
        for example in parts.examples(sentences)
        for target in example.targets
    ]
    ends = [0, *inputs.ends]
    flat = [
        (tuple(inputs.items[first:last].tolist()), int(target))
        for first, last, target in zip(ends, ends[1:], targets, strict=False)
    ]
    assert flat == walked


# What subwords are good for


@pytest.fixture(scope="module")
def grammar():
    return subwords(w2v.toy_sentences("grammar", "en"), 20, 2, 1, sample=0, epochs=6)


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("restaurnt", "restaurant"),
        ("kindergarden", "kindergarten"),
        ("puding", "pudding"),
        ("arithmatic", "arithmetic"),
        ("plumbr", "plumber"),
        ("wizzard", "wizard"),
    ],
)
def test_a_typing_error_is_nearest_to_the_word_that_was_meant(grammar, typo, meant):
    assert typo not in grammar
    assert grammar.similar_to(typo)[0][0] == meant


def test_the_shares_of_the_ngrams_add_up_to_the_cosine(grammar):
    shares = grammar.shares("restaurnt", "restaurant")
    assert sum(share for _, share in shares) == pytest.approx(
        grammar.similar_to("restaurnt", 1)[0][1], abs=1e-12
    )
    assert {piece for piece, _ in shares} < set(ngrams("restaurnt"))
    assert shares == sorted(shares, key=lambda share: -share[1])


def test_the_matrix_holds_the_means_of_the_rows(grammar):
    for word in ("king", "queen"):
        pieces = grammar.subwords.rows(word)
        np.testing.assert_array_equal(
            grammar.matrix[grammar.id(word)], grammar.rows[pieces].mean(axis=0)
        )
    assert grammar.similar_to("king") == grammar.most_similar("king")
    scores = scorecard(grammar, w2v.toy_analogies("grammar", "en")).values()
    assert min(score.accuracy for score in scores) > 0.8


def test_what_shares_no_ngram_is_unknown(grammar):
    with pytest.raises(w2v.UnknownWordError, match="吴彦祖"):
        grammar.vector("吴彦祖")
    with pytest.raises(w2v.W2VError, match="text"):
        grammar.vector(7)


# What documents' vectors are good for


def topic_of(sentence):
    """The topic of most of a sentence's words: what a document's vector should tell."""
    homes = {word: topic for topic, words in enumerate(TOPICS["en"]) for word in words.split()}
    return int(np.bincount([homes[word] for word in sentence], minlength=4).argmax())


def told_apart(vectors, topics):
    """The share of the second half nearest to the mean of its topic in the first half."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    half = len(unit) // 2
    means = [unit[:half][topics[:half] == topic].mean(axis=0) for topic in range(4)]
    return float(((unit[half:] @ np.array(means).T).argmax(axis=1) == topics[half:]).mean())


@pytest.fixture(scope="module")
def documents():
    return w2v.toy_sentences("topics", "en")[:300]


def gensims(documents, dm):
    tagged = [doc2vec.TaggedDocument(words, [d]) for d, words in enumerate(documents)]
    model = doc2vec.Doc2Vec(
        tagged, dm=dm, dm_mean=1, vector_size=10, window=2, min_count=1, negative=5, sample=0,
        epochs=20, alpha=0.05, workers=1, seed=1,
    )  # fmt: skip
    return model.dv.vectors


@pytest.mark.parametrize(("kind", "rate", "least"), [("dbow", 0.2, 0.8), ("dm", 0.3, 0.75)])
def test_documents_show_their_topics_as_gensims_do(documents, kind, rate, least):
    topics = np.array([topic_of(words) for words in documents])
    found = paragraph_vectors(documents, 10, 2, 1, epochs=20, learning_rate=rate, kind=kind)
    ours = told_apart(found.documents, topics)
    assert ours > least
    assert ours > told_apart(gensims(documents, int(kind == "dm")), topics) - 0.1
    # a document that was not there falls among those of its topic
    near = [found.infer(words, 20, 0.3) for words in documents[:12]]
    means = [found.documents[topics == topic].mean(axis=0) for topic in range(4)]
    guessed = [int(np.argmax(np.array(means) @ vector)) for vector in near]
    assert (np.array(guessed) == topics[:12]).mean() > 0.6


def test_inferring_moves_nothing_else_and_is_the_same_again(documents):
    found = paragraph_vectors(documents[:20], 5, min_count=1, epochs=1)
    before = [found.model.W_in.copy(), found.model.W_out.copy()]
    state = found.model.rng.bit_generator.state
    step = w2v.Model.step

    def watched(probe, example):
        np.testing.assert_array_equal(probe.W_in[:-1], before[0])
        np.testing.assert_array_equal(probe.W_out, before[1])
        return step(probe, example)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(w2v.Model, "step", watched)
        one, same = (found.infer(documents[0], 3) for _ in range(2))
    np.testing.assert_array_equal(one, same)
    np.testing.assert_array_equal(found.model.W_in, before[0])
    np.testing.assert_array_equal(found.model.W_out, before[1])
    assert found.model.rng.bit_generator.state == state


def test_paragraphs_know_words_documents_and_neighbours(documents):
    found = paragraph_vectors(documents[:20], 5, min_count=2, epochs=1, kind="dbow")
    assert found.documents.shape == (20, 5)
    assert found.words.words == w2v.Vocabulary.from_sentences(documents[:20], 2).words
    nearest = found.most_similar(3, 4)
    assert len(nearest) == 4 and 3 not in [document for document, _ in nearest]


def attempts():
    sentences = [["the", "king", "rules"]] * 5
    found = paragraph_vectors(sentences, 2, epochs=1)
    return {
        "sentences_are_text": lambda: subwords("the king"),
        "sentence_is_text": lambda: paragraph_vectors(["the king"]),
        "min_count_too_high": lambda: subwords(sentences, min_count=6),
        "no_examples": lambda: subwords([["king"]] * 9),
        "not_a_count": lambda: ngrams("king", 3, 2),
        "unknown_choice": lambda: paragraph_vectors(sentences, kind="both"),
        "no_document": lambda: found.most_similar(5),
        "no_known_words": lambda: found.infer(["unheard", "of"]),
        "not_a_number": lambda: paragraph_vectors(sentences, ns_exponent=None),
        "not_finite": lambda: paragraph_vectors(sentences, learning_rate=1e9),
        "vector_not_finite": lambda: subwords(sentences, sample=0, learning_rate=1e9),
        "not_a_word": lambda: Subwords(w2v.Vocabulary(["a"], [1])).rows(None),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", attempts())
def test_bad_input_is_named(key, language):
    check_named(attempts(), key, language)
