"""Floor 1: the noise distribution and its draws."""

import math

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab.noise import MOST_REDRAWS


def check_noise_on_paper(lib):
    """Counts 16, 1, 81: the powers of 3/4 are 8, 1, 27; the edges 8/36, 9/36, 1."""
    noise = lib.Noise([16, 1, 81])
    np.testing.assert_allclose(noise.p, np.array([8, 1, 27]) / 36, rtol=1e-14)
    np.testing.assert_allclose(noise.edges, np.array([8, 9, 36]) / 36, rtol=1e-14)


class Given:
    """A generator that gives the numbers it was given."""

    def __init__(self, *numbers):
        self.numbers = iter(numbers)

    def random(self):
        return next(self.numbers)


def check_draws(lib):
    """Each number falls on the word whose share of the line it lies in, from its left edge on."""
    noise = lib.Noise([1, 1, 2], exponent=1)
    for r, word in [(0, 0), (0.2499, 0), (0.25, 1), (0.4999, 1), (0.5, 2), (0.9999999, 2)]:
        assert list(noise.draws(0, 1, Given(r))) == [lib.Draw(r, word, 0, True)]
    kept, skipped, redrawn = (
        [(draw.word, draw.used) for draw in noise.draws(0, 2, Given(0.1, 0.3, 0.6), choice)]
        for choice in ("keep", "skip", "redraw")
    )
    assert kept == [(0, True), (1, True)]
    assert skipped == [(0, False), (1, True)]
    assert redrawn == [(0, False), (1, True), (2, True)]


def test_the_noise_as_on_paper():
    check_noise_on_paper(w2v)


def test_draws_by_hand():
    check_draws(w2v)


@pytest.mark.parametrize("exponent", [-1, 0, 0.75, 1, 2])
def test_draws_follow_the_noise(exponent):
    noise = w2v.Noise([40, 30, 20, 10], exponent)
    draws = noise.draws(0, 20_000, np.random.default_rng(0))
    share = np.bincount([draw.word for draw in draws], minlength=4) / 20_000
    np.testing.assert_allclose(share, noise.p, atol=0.012)
    assert noise.p.sum() == pytest.approx(1, abs=1e-15)
    assert noise.edges[-1] == 1


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("exponent", "p"),
    [(0, [1 / 3] * 3), (1, [0.7, 0.2, 0.1]), (1000, [1, 0, 0]), (-1000, [0, 0, 1])],
)
def test_extreme_exponents_neither_overflow_nor_warn(exponent, p):
    np.testing.assert_allclose(w2v.Noise([7, 2, 1], exponent).p, p, atol=1e-15)


def test_where_there_is_no_other_word_redrawing_ends():
    for noise in (w2v.Noise([3]), w2v.Noise([7, 1], 1000)):
        draws = list(noise.draws(0, 2, np.random.default_rng(0), "redraw"))
        assert len(draws) == 2 * MOST_REDRAWS
        assert not any(draw.used for draw in draws)


def test_the_same_generator_gives_the_same_draws():
    noise = w2v.Noise(range(1, 50))
    one, same = (list(noise.draws(3, 100, np.random.default_rng(4), "skip")) for _ in range(2))
    assert one == same


@pytest.mark.parametrize("exponent", ["1", None, True, math.nan, math.inf])
def test_an_exponent_that_is_no_number_is_refused(exponent):
    with pytest.raises(w2v.W2VError, match="ns_exponent must be a finite number"):
        w2v.Noise([1, 2], exponent)


def test_another_way_with_the_target_is_refused():
    with pytest.raises(w2v.W2VError, match="keep, skip, redraw"):
        list(w2v.Noise([1, 2]).draws(0, 1, np.random.default_rng(0), "forget"))


@pytest.mark.parametrize("exponent", [0, 0.25, 0.5, 0.75, 1])
def test_a_hundred_thousand_draws_follow_the_noise_by_chi_squared(exponent):
    counts = np.ceil(1000 / np.arange(1, 31))
    noise = w2v.Noise(counts, exponent)
    drawn = [draw.word for draw in noise.draws(0, 100_000, np.random.default_rng(1))]
    expected = 100_000 * noise.p
    chi2 = ((np.bincount(drawn, minlength=30) - expected) ** 2 / expected).sum()
    assert 10 < chi2 < 58.3  # 29 degrees of freedom: the rarest 0.05 % on the left, 0.1 % right


NO_COUNTS = [[], [0, 0], [-1, 2], [np.nan, 1], [np.inf, 1], "abc", [[1, 2]], None, [1, 10**400]]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("counts", NO_COUNTS, ids=lambda counts: str(counts)[:20])
@pytest.mark.parametrize(
    "ask", [w2v.Noise, w2v.entropy, w2v.compare_trees, lambda c: w2v.keep_probabilities(c, 1e-3)]
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_counts_that_are_none_are_refused(ask, counts, language):
    w2v.set_language(language)
    with pytest.raises(w2v.W2VError, match="counts"):
        ask(counts)


@pytest.mark.filterwarnings("error")
def test_huge_counts_and_zeros_are_counts():
    assert w2v.entropy([2**62, 2**62, 2**62, 2**62]) == 2
    assert w2v.entropy([1e308, 1e308, 0]) == 1
    assert math.copysign(1, w2v.entropy([5])) == 1 and w2v.entropy([5]) == 0
    np.testing.assert_allclose(w2v.Noise([1e308, 1e308, 0], 1).p, [0.5, 0.5, 0])
    for exponent in (-1, 0, 1):
        draws = w2v.Noise([3, 0, 3], exponent).draws(0, 500, np.random.default_rng(0))
        assert {draw.word for draw in draws} == {0, 2}
    comparison = w2v.compare_trees([2**62, 2**62, 1, 0])
    assert "4" in repr(comparison) and np.isfinite(comparison.questions()).all()


@pytest.mark.filterwarnings("error")
def test_a_mean_length_needs_frequencies_of_its_words():
    tree = w2v.huffman_tree([4, 2, 1, 1])
    assert tree.mean_length() == 1.75
    assert w2v.huffman_tree([2**62, 2**61, 2**60, 2**60]).mean_length() == 1.75
    assert tree.mean_length([1e308, 1e308, 0, 0]) == 1.5
    for frequencies in ([0, 0, 0, 0], [1, 2], [-1, 1, 1, 1], [np.nan] * 4, "abcd", []):
        with pytest.raises(w2v.W2VError):
            tree.mean_length(frequencies)
    with pytest.raises(w2v.W2VError):
        w2v.huffman_tree([0, 0]).mean_length()


@pytest.mark.parametrize("k", [-1, 1.5, "2", True])
def test_another_number_of_draws_is_refused(k):
    with pytest.raises(w2v.W2VError, match="k must be a whole number"):
        list(w2v.Noise([1, 2]).draws(0, k, np.random.default_rng(0)))


@pytest.mark.parametrize("rate", [math.nan, math.inf, -math.inf, np.float32("nan")])
def test_a_rate_that_is_no_number_is_refused(rate):
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b"]])
    model = w2v.Model(vocabulary)
    found = list(w2v.examples([["a", "b"]], vocabulary))
    before = model.W_in.copy()
    with pytest.raises(w2v.W2VError, match="learning rate must be"):
        w2v.train(model, found, 1, rate)
    assert (model.W_in == before).all()
