"""Floor 1: what programs do otherwise when they cut examples, against a plain double loop."""

import itertools

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab.examples import thin, windows


def plain_loop(sentences, vocabulary, architecture, window, options, rng):
    """Every example by two loops over places: of the centre, and of the words around it."""
    total = vocabulary.counts.sum()
    found = []
    for sentence in sentences:
        words = [word for word in sentence if word in vocabulary.index]
        sample = options.get("sample", 0)
        if sample:
            chances = rng.random(len(words))
            stays = []
            for word, chance in zip(words, chances, strict=True):
                f = vocabulary.counts[vocabulary.index[word]] / total
                keep = (sample / f) ** 0.5
                if options.get("subsampling") == "code":
                    keep = (f / sample) ** -0.5 + (f / sample) ** -1
                if chance < keep:
                    stays.append(word)
            words = stays
        ids = [vocabulary.index[word] for word in words]
        for centre in range(len(ids)):
            reach = window
            if options.get("shrink_windows"):
                reach = 1 + int(rng.random() * window)
            around = []
            for place in range(len(ids)):
                if place != centre and abs(place - centre) <= reach:
                    around.append(ids[place])
            if not around:
                continue
            if architecture == "cbow":
                found.append((tuple(around), (ids[centre],)))
            elif options.get("swap_roles"):
                found += [((word,), (ids[centre],)) for word in around]
            elif options.get("pairs"):
                found += [((ids[centre],), (word,)) for word in around]
            else:
                found.append(((ids[centre],), tuple(around)))
    return found


def random_text(seed):
    """Sentences of 0 to 12 of eight words, the frequent ones more often, a few unknown."""
    rng = np.random.default_rng(seed)
    share = 1 / np.arange(1, 9)
    words = list("abcdefgh")
    return [
        rng.choice(words, rng.integers(0, 13), p=share / share.sum()).tolist() for _ in range(30)
    ]


SETTINGS = [
    (architecture, dict(shrink) | dict(sample) | dict(roles))
    for architecture, shrink, sample, roles in itertools.product(
        ["skip-gram", "cbow"],
        [{}, {"shrink_windows": True}],
        [{}, {"sample": 0.05}, {"sample": 0.05, "subsampling": "code"}],
        [{}, {"pairs": True}, {"swap_roles": True}],
    )
    if architecture == "skip-gram" or not roles
]


def check_plain_loop(lib, seeds=range(3)):
    """With every option, and with all of them together, the examples are those of plain loops."""
    for seed in seeds:
        text = random_text(seed)
        known = [[word for word in sentence if word != "c"] for sentence in text]
        vocabulary = lib.Vocabulary.from_sentences(known)
        for window, (architecture, options) in itertools.product([1, 2, 5], SETTINGS):
            got = lib.examples(
                text, vocabulary, architecture, window, **options, rng=np.random.default_rng(seed)
            )
            expected = plain_loop(
                text, vocabulary, architecture, window, options, np.random.default_rng(seed)
            )
            same = [(one.inputs, one.targets) for one in got] == expected
            assert same  # two long lists in an assertion would be compared letter by letter


def check_keep_probabilities(lib):
    """By hand: f = 1/2, 1/4, 1/4 and t = 1/16: √(t/f) = √(1/8), 1/2, 1/2; t/f = 1/8, 1/4, 1/4."""
    near = {"rtol": 0, "atol": 1e-15}
    paper = lib.keep_probabilities([2, 1, 1], 1 / 16)
    np.testing.assert_allclose(paper, [(1 / 8) ** 0.5, 1 / 2, 1 / 2], **near)
    code = lib.keep_probabilities([2, 1, 1], 1 / 16, "code")
    np.testing.assert_allclose(code, [(1 / 8) ** 0.5 + 1 / 8, 3 / 4, 3 / 4], **near)
    assert lib.keep_probabilities([2, 1, 1], 5).tolist() == [1, 1, 1]
    assert lib.keep_probabilities([2, 1, 1], 0).tolist() == [1, 1, 1]


def test_every_option_is_that_of_a_plain_double_loop():
    check_plain_loop(w2v, range(10))


def test_what_is_kept_by_hand():
    check_keep_probabilities(w2v)


def test_the_paper_drops_above_t_and_the_code_above_two_and_a_half_t():
    counts = np.arange(1, 401)
    f, t = counts / counts.sum(), 1e-3
    dropped = w2v.keep_probabilities(counts, t) < 1
    np.testing.assert_array_equal(dropped, f > t)
    dropped = w2v.keep_probabilities(counts, t, "code") < 1
    np.testing.assert_array_equal(dropped, f > 2.6180339887 * t)


def test_the_two_formulas_on_a_word_with_a_twentieth_of_the_text():
    paper, code = (w2v.keep_probabilities([5, 95], 1e-3, name)[0] for name in ("paper", "code"))
    assert (f"{paper:.3f}", f"{code:.3f}") == ("0.141", "0.161")


def test_without_options_nothing_is_drawn():
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b", "c"]])
    rng = np.random.default_rng(0)
    before = rng.bit_generator.state
    list(w2v.examples([["a", "b", "c"]], vocabulary, rng=rng))
    assert rng.bit_generator.state == before


def test_windows_say_what_they_saw():
    text = random_text(1)
    vocabulary = w2v.Vocabulary.from_sentences(text)
    options = {"shrink_windows": True, "sample": 0.05}
    found = list(w2v.windows(text, vocabulary, window=4, **options, rng=np.random.default_rng(2)))
    assert {one.reach for one in found} == {1, 2, 3, 4}
    assert any(one.dropped for one in found)
    for one in found:
        assert one.ids == tuple(vocabulary.ids(text[one.sentence]))
        left = [place for place in range(len(one.ids)) if place not in one.dropped]
        at = left.index(one.centre)
        near = left[max(0, at - one.reach) : at] + left[at + 1 : at + 1 + one.reach]
        assert (one.inputs_at, one.targets_at) == ((one.centre,), tuple(near))
    examples = w2v.examples(text, vocabulary, window=4, **options, rng=np.random.default_rng(2))
    assert [one.example for one in found] == list(examples)


def test_a_word_at_distance_d_is_seen_by_a_share_of_the_drawn_windows():
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b", "c", "d"]])
    text = [["a", "b", "c", "d"]] * 3000
    found = w2v.windows(
        text, vocabulary, window=3, shrink_windows=True, rng=np.random.default_rng(0)
    )
    seen = [one.targets_at for one in found if one.centre == 0]
    share = [sum(place in places for places in seen) / 3000 for place in (1, 2, 3)]
    np.testing.assert_allclose(share, [1, 2 / 3, 1 / 3], atol=0.03)


@pytest.mark.parametrize("sample", [-1, "1e-3", None, True, float("nan"), float("inf")])
def test_a_sample_that_is_no_share_is_refused_at_once(sample):
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b"]])
    with pytest.raises(w2v.W2VError, match="1e-3"):
        w2v.examples([["a", "b"]], vocabulary, sample=sample, rng=np.random.default_rng(0))


@pytest.mark.parametrize("options", [{"shrink_windows": True}, {"sample": 0.1}])
@pytest.mark.parametrize("rng", [None, 0])
def test_what_draws_needs_a_generator_that_the_caller_sees(options, rng):
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b"]])
    with pytest.raises(w2v.W2VError, match="default_rng"):
        w2v.examples([["a", "b"]], vocabulary, **options, rng=rng)


@pytest.mark.parametrize("architecture", ["cbow", "next-word"])
@pytest.mark.parametrize("name", ["pairs", "swap_roles"])
def test_pairs_belong_to_skip_gram(architecture, name):
    vocabulary = w2v.Vocabulary.from_sentences([["a", "b"]])
    with pytest.raises(w2v.W2VError, match=f"{name} belongs to skip-gram"):
        w2v.examples([["a", "b"]], vocabulary, architecture, **{name: True})


def test_another_formula_is_refused_with_the_choices():
    with pytest.raises(w2v.W2VError, match="paper, code"):
        w2v.keep_probabilities([1, 2], 0.1, "book")


def test_a_thinning_tells_the_numbers_that_were_drawn_and_is_what_windows_drop():
    sentences = [["the", "king"] * 4, ["the", "crown"]]
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    for subsampling in ("paper", "code"):
        keep = w2v.keep_probabilities(vocabulary.counts, 0.1, subsampling)
        rng = np.random.default_rng(3)
        thinned = [thin(vocabulary.ids(sentence), keep, rng) for sentence in sentences]
        drawn = np.random.default_rng(3).random(10)
        np.testing.assert_array_equal(np.concatenate([one.r for one in thinned]), drawn)
        for one in thinned:
            assert one.kept == [place for place, r in enumerate(one.r) if r < keep[one.ids[place]]]
            np.testing.assert_array_equal(one.keep, keep[list(one.ids)])
        found = windows(
            sentences, vocabulary, sample=0.1, subsampling=subsampling, rng=np.random.default_rng(3)
        )
        for window in found:
            one = thinned[window.sentence]
            assert set(window.dropped) == set(range(len(one.ids))) - set(one.kept)


@pytest.mark.parametrize("t", [1e-1, 1e-2, 1e-3])
@pytest.mark.parametrize("subsampling", ["paper", "code"])
def test_subsampling_keeps_as_many_as_its_formula_says(t, subsampling):
    counts = np.array([600, 250, 100, 50])
    keep = w2v.keep_probabilities(counts, t, subsampling)
    ids = np.repeat(np.arange(4), 100 * counts)
    one = thin(ids, keep, np.random.default_rng(0))
    kept = np.bincount(ids[one.kept], minlength=4)
    spread = np.sqrt(100 * counts * keep * (1 - keep))
    assert (np.abs(kept - 100 * counts * keep) <= 4 * spread).all()
