"""PPMI with a singular value decomposition, and GloVe: against numpy, autograd, the program."""

from functools import cache

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from naming import check_named

import w2v_lab as w2v
from w2v_lab.evaluation import scorecard
from w2v_lab.messages import LANGUAGES
from w2v_lab.relatives import Glove, counting, glove, ppmi_svd
from w2v_lab.relatives.counting import factored, shifted_ppmi


@cache
def counted_grammar():
    sentences = w2v.toy_sentences("grammar", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    return sentences, vocabulary, w2v.cooccurrence(sentences, vocabulary)


@pytest.fixture(scope="module")
def grammar():
    return counted_grammar()


def right(vectors):
    """The share of right answers for gender, capital and young."""
    return [
        score.accuracy for score in scorecard(vectors, w2v.toy_analogies("grammar", "en")).values()
    ]


# PPMI and SVD


@pytest.mark.parametrize("power", [0, 0.5, 1])
def test_ppmi_svd_is_numpys_own(grammar, power):
    sentences, vocabulary, counts = grammar
    left, sizes, _ = np.linalg.svd(np.maximum(w2v.pmi(counts) - np.log(3), 0))
    expected = left[:, :20] * sizes[:20] ** power
    found = ppmi_svd(sentences, 20, 2, 1, negative=3, power=power)
    assert found.words == vocabulary.words
    signs = np.sign((found.matrix * expected).sum(axis=0))
    np.testing.assert_allclose(found.matrix, expected * signs, rtol=0, atol=1e-9)


def test_with_all_directions_the_matrix_comes_back(grammar):
    matrix = shifted_ppmi(grammar[2])
    rows = factored(matrix, len(matrix), power=1)
    np.testing.assert_allclose(rows @ rows.T, matrix @ matrix.T, atol=1e-9)


def test_a_large_matrix_is_decomposed_as_a_small_one(monkeypatch):
    """Singular values that fall as counts of a text do: as 1 / rank."""
    monkeypatch.setattr(counting, "EXACT_UP_TO", 100)
    rng, V = np.random.default_rng(0), 150
    left, right = (np.linalg.qr(rng.normal(size=(V, 80)))[0] for _ in range(2))
    sizes = 100 / np.arange(1, 81)
    found = factored(left * sizes @ right.T, 20, power=1)
    np.testing.assert_allclose(np.linalg.norm(found, axis=0), sizes[:20], rtol=1e-9)
    overlap = np.abs((found / sizes[:20] * left[:, :20]).sum(axis=0))
    np.testing.assert_allclose(overlap, 1, atol=1e-6)


def test_counted_words_answer_the_grammars_questions(grammar):
    """Rows of counts, and of PPMI, before anything is compressed."""
    sentences, vocabulary, counts = grammar
    assert right(w2v.Vectors(vocabulary.words, counts.astype(float))) == [1, 1, 1]
    assert right(w2v.Vectors(vocabulary.words, w2v.ppmi(counts))) == [1, 1, 1]
    assert right(ppmi_svd(sentences, 50, 2, 1)) == [1, 1, 1]
    assert right(ppmi_svd(sentences, 20, 2, 1)) != [1, 1, 1]


def test_more_dimensions_than_words_are_0():
    vectors = ppmi_svd([["the", "king"], ["the", "queen"]], 9, 2, 1)
    assert vectors.matrix.shape == (3, 9) and not vectors.matrix[:, 3:].any()


# GloVe's cost and its slopes


def small_glove(seed=0, V=5, N=3):
    model = Glove(w2v.Vocabulary([str(i) for i in range(V)], [1] * V), N, x_max=10)
    rng = np.random.default_rng(seed)
    for name in model.PARTS:
        getattr(model, name)[:] = rng.normal(size=getattr(model, name).shape)
        model.squares[name][:] = 1 + rng.random(getattr(model, name).shape)
    return model


CELLS = np.array([0, 1, 1, 4, 0]), np.array([2, 1, 3, 2, 2]), np.array([3, 0.5, 10, 40, 1.0])


def cost(W, W_tilde, b, b_tilde):
    """Equation 8 of the paper, halved as in the program, over CELLS."""
    total = 0.0
    for w, c, X in zip(*CELLS, strict=True):
        u = anp.dot(W[w], W_tilde[c]) + b[w] + b_tilde[c]
        total = total + min(X / 10, 1) ** 0.75 * (u - anp.log(X)) ** 2 / 2
    return total


def test_the_slopes_are_autograds():
    model = small_glove()
    weights = [getattr(model, name) for name in model.PARTS]
    expected = autograd.grad(cost, (0, 1, 2, 3))(*weights)
    step = model.step(*CELLS)
    assert step.loss == pytest.approx(cost(*weights), rel=1e-13)
    for name, slope in zip(model.PARTS, expected, strict=True):
        found = np.zeros_like(getattr(model, name))
        np.add.at(found, step.c if "tilde" in name else step.w, step.slopes[name])
        np.testing.assert_allclose(found, slope, rtol=0, atol=1e-12)


def test_the_slopes_are_those_of_finite_differences():
    model, width = small_glove(1), 1e-6
    step = model.step(*CELLS)
    for name in model.PARTS:
        weights, found = getattr(model, name), np.zeros_like(getattr(model, name))
        np.add.at(found, step.c if "tilde" in name else step.w, step.slopes[name])
        measured = np.zeros_like(weights)
        for place in np.ndindex(weights.shape):
            kept = weights[place]
            ends = []
            for weights[place] in (kept + width, kept - width):
                ends.append(model.step(*CELLS).loss)
            weights[place] = kept
            measured[place] = (ends[0] - ends[1]) / (2 * width)
        assert np.linalg.norm(found - measured) < 1e-7 * np.linalg.norm(measured)


# GloVe's program


def programs_update(W, squares, cells, eta, x_max, alpha):
    """The loop of glove.c on its one long row of numbers: words, then contexts, bias last."""
    N = W.shape[1] - 1
    V = len(W) // 2
    total = 0.0
    for w, c, X in zip(*cells, strict=True):
        one, two = W[w], W[V + c]
        diff = sum(one[n] * two[n] for n in range(N)) + one[N] + two[N] - np.log(X)
        fdiff = diff * (1 if x_max < X else (X / x_max) ** alpha)
        total += 0.5 * fdiff * diff
        fdiff *= eta
        for n in range(N):
            temp1, temp2 = fdiff * two[n], fdiff * one[n]
            one[n] -= temp1 / np.sqrt(squares[w, n])
            two[n] -= temp2 / np.sqrt(squares[V + c, n])
            squares[w, n] += temp1 * temp1
            squares[V + c, n] += temp2 * temp2
        one[N] -= fdiff / np.sqrt(squares[w, N])
        two[N] -= fdiff / np.sqrt(squares[V + c, N])
        squares[w, N] += fdiff * fdiff
        squares[V + c, N] += fdiff * fdiff
    return total


def test_cell_by_cell_the_updates_are_the_programs():
    model = small_glove()
    W = np.vstack(
        [
            np.column_stack(pair)
            for pair in zip((model.W, model.W_tilde), (model.b, model.b_tilde), strict=True)
        ]
    )
    s = model.squares
    squares = np.vstack(
        [np.column_stack([s["W"], s["b"]]), np.column_stack([s["W_tilde"], s["b_tilde"]])]
    )
    for _ in range(3):
        expected = programs_update(W, squares, CELLS, 0.05, 10, 0.75)
        found = 0.0
        for cell in zip(*CELLS, strict=True):
            step = model.step(*cell)
            model.apply(step, 0.05)
            found += step.loss
        assert found == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(np.column_stack([model.W, model.b]), W[:5], rtol=0, atol=1e-13)
    np.testing.assert_allclose(
        np.column_stack([model.W_tilde, model.b_tilde]), W[5:], rtol=0, atol=1e-13
    )
    np.testing.assert_allclose(s["W_tilde"], squares[5:, :3], rtol=0, atol=1e-13)


def test_it_starts_as_the_program_does():
    model = Glove(w2v.Vocabulary([str(i) for i in range(500)], [1] * 500), 9)
    for name in model.PARTS:
        weights = getattr(model, name)
        assert 0.045 < np.abs(weights).max() <= 0.05
        assert (model.squares[name] == 1).all()
    np.testing.assert_array_equal(model.vectors.matrix, model.W + model.W_tilde)


# What GloVe learns, and why it fails where most pairs never meet


@pytest.mark.parametrize("seed", range(2))
def test_glove_fails_on_the_grammar_while_its_cost_falls(grammar, seed):
    _, vocabulary, counts = grammar
    model = Glove(vocabulary, 20, seed, x_max=10)
    costs = list(model.train(counts, 100))
    assert costs[-1] < 0.002 < costs[9]
    assert max(right(model.vectors)) < 0.4


@pytest.mark.parametrize("seed", range(2))
def test_half_a_pair_in_every_cell_cures_it(grammar, seed):
    _, vocabulary, counts = grammar
    model = Glove(vocabulary, 20, seed, x_max=10)
    list(model.train(counts + 0.5, 12))
    assert right(model.vectors) == [1, 1, 1]


def centred(table):
    """Less the means of rows and columns: what biases can take up is gone."""
    return table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()


def test_glove_and_softmax_aim_at_one_diagonal_where_every_pair_meets():
    """log X, log P and PMI are one table but for its rows' and columns' constants."""
    sentences = w2v.toy_sentences("topics", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    counts = w2v.cooccurrence(sentences, vocabulary)
    model = Glove(vocabulary, 20)
    list(model.train(counts, 60, 0.2))
    log_P = np.log(counts / counts.sum(axis=1, keepdims=True))
    np.testing.assert_allclose(centred(log_P), centred(w2v.pmi(counts)), atol=1e-12)
    apart = centred(model.scores) - centred(log_P)
    assert np.sqrt((apart**2).mean()) < 0.03
    assert np.sqrt((centred(log_P) ** 2).mean()) > 0.4


def test_vectors_come_out_and_are_the_same_again(grammar):
    one, same = (glove(grammar[0][:300], 8, 5, 2, 3, seed=4) for _ in range(2))
    np.testing.assert_array_equal(one.matrix, same.matrix)
    assert one.words == w2v.Vocabulary.from_sentences(grammar[0][:300], 2).words
    cured = glove(grammar[0][:300], 8, 5, 2, 3, seed=4, add=0.5)
    assert (cured.matrix != one.matrix).any()


def attempts():
    sentences = [["the", "king", "rules"]] * 5
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    return (
        {
            "sentences_are_text": lambda: glove("the king"),
            "min_count_too_high": lambda: ppmi_svd(sentences, min_count=6),
            "no_examples": lambda: glove([["king"]] * 9),
            "not_pair_counts": lambda: ppmi_svd([["king"]] * 9),
            "no_vocabulary": lambda: Glove(sentences),
            "not_a_seed": lambda: glove(sentences, seed=-1),
            "not_a_count": lambda: ppmi_svd(sentences, negative=0),
            "not_a_number": lambda: ppmi_svd(sentences, power="1/2"),
            "not_a_rate": lambda: glove(sentences, add=-1),
            "vector_not_finite": lambda: glove(sentences, learning_rate=1e300),
        }
        | {
            f"not_a_rate {name}": lambda name=name: glove(sentences, **{name: 0})
            for name in ("x_max", "alpha", "learning_rate")
        }
        | {"not_pair_counts too": lambda: list(Glove(vocabulary).train([[1]]))}
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", attempts())
def test_bad_input_is_named(key, language):
    check_named(attempts(), key, language)
