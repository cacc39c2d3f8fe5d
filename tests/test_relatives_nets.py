"""Relatives with a hidden layer of their own: slopes by autograd, and what the layer buys."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from naming import check_named

import w2v_lab as w2v
from w2v_lab.messages import LANGUAGES
from w2v_lab.relatives import NNLM, Cloze, Gap, Ranking, cloze, ranking
from w2v_lab.relatives.bengio import HIDDEN

each_hidden = pytest.mark.parametrize("hidden", HIDDEN)


def small_vocabulary(V=6):
    return w2v.Vocabulary([f"w{i}" for i in range(V)], [1] * V)


def filled(net, seed=0):
    """The network in the middle of its life: no weight is 0."""
    rng = np.random.default_rng(seed)
    for name, weight in net.weights.items():
        net.weights[name] = rng.normal(size=weight.shape) / 2
    return net


def log_softmax(u):
    return u - anp.log(anp.sum(anp.exp(u)))


def check_slopes(net, step, loss_of):
    """The step's loss and slopes beside autograd's of a loss written anew; and one whole update."""
    expected = autograd.grad(loss_of)(net.weights)
    assert step.loss == pytest.approx(float(loss_of(net.weights)), rel=1e-12)
    before = {name: weight.copy() for name, weight in net.weights.items()}
    net.apply(step, 0.7)
    for name, slope in expected.items():
        np.testing.assert_allclose(step.slopes.get(name, 0) + 0 * slope, slope, rtol=0, atol=1e-10)
        np.testing.assert_allclose(net.weights[name], before[name] - 0.7 * slope, atol=1e-10)


def check_finite_differences(net, example, **given):
    step, width = net.step(example, **given), 1e-6
    for name, weight in net.weights.items():
        measured = np.zeros_like(weight)
        for place in np.ndindex(weight.shape):
            kept, ends = weight[place], []
            for weight[place] in (kept + width, kept - width):
                ends.append(net.step(example, **given).loss)
            weight[place] = kept
            measured[place] = (ends[0] - ends[1]) / (2 * width)
        apart = np.linalg.norm(step.slopes[name] - measured)
        assert apart <= 1e-7 * max(np.linalg.norm(measured), 0.01), name


# Language models with and without a bend


def independent_hidden(hidden, x, w):
    if hidden == "mean":
        return anp.sum(x, axis=0) / len(x)
    if hidden == "mean-of-tanh":
        return sum(anp.tanh(row) for row in x) / len(x)
    if hidden == "tanh-of-mean":
        return anp.tanh(anp.sum(x, axis=0) / len(x))
    placed = sum(anp.dot(H, row) for H, row in zip(w["H"], x, strict=True))
    return placed if hidden == "log-bilinear" else anp.tanh(placed + w["b_hidden"])


@each_hidden
@pytest.mark.parametrize("inputs", [(0, 1), (3, 3)])
def test_a_language_models_slopes_are_autograds(hidden, inputs):
    net = filled(NNLM(small_vocabulary(), 4, 2, hidden, 5))

    def loss_of(w):
        x = anp.dot(anp.eye(6)[list(inputs)], w["W_in"])
        return -log_softmax(anp.dot(w["W_out"], independent_hidden(hidden, x, w)) + w["b"])[2]

    check_slopes(net, net.step(w2v.Example(inputs, (2,))), loss_of)


@each_hidden
def test_a_language_models_slopes_are_those_of_finite_differences(hidden):
    net = filled(NNLM(small_vocabulary(), 3, 3, hidden, 4))
    check_finite_differences(net, w2v.Example((1, 4, 1), (1,)))


def test_with_a_mean_it_is_the_one_update():
    """CBOW with softmax, whatever stands in the words' order, but for the bias."""
    net, model = filled(NNLM(small_vocabulary(), 4, 2, "mean")), w2v.Model(small_vocabulary(), 4)
    model.W_in[:], model.W_out[:] = net.weights["W_in"], net.weights["W_out"]
    net.weights["b"][:] = 0
    example = w2v.Example((3, 1), (5,))
    ours, theirs = net.step(example), model.step(example)
    assert ours.loss == pytest.approx(theirs.loss, rel=1e-14)
    for slope, name in zip(model.gradients(theirs), ("W_in", "W_out"), strict=True):
        np.testing.assert_allclose(ours.slopes[name], slope, atol=1e-15)


def test_the_words_before_by_hand():
    net = NNLM(w2v.Vocabulary(["a", "b", "c"], [1, 1, 1]), window=2)
    assert [
        (e.inputs, e.targets) for e in net.examples([["a", "b", "x", "c", "a"], ["b", "c"]])
    ] == [
        ((0, 1), (2,)),
        ((1, 2), (0,)),
    ]


EXCLUSIVE_OR = ["very good yes", "very bad no", "not good no", "not bad yes"]


@pytest.mark.parametrize(
    ("hidden", "solves"),
    [
        ("mean", False),
        ("mean-of-tanh", False),
        ("log-bilinear", False),
        ("tanh-of-mean", True),
        ("bengio", True),
    ],
)
def test_not_good_needs_a_bend_after_the_words_are_joined(hidden, solves):
    """Sums of what each word says stay at ln 2, however each is bent; a bent sum comes to 0."""
    sentences = [line.split() for line in EXCLUSIVE_OR]
    net = NNLM(w2v.Vocabulary.from_sentences(sentences), 8, 2, hidden)
    examples = list(net.examples(sentences))
    *_, _ = net.train(examples, 900, 0.25)
    loss = net.mean_loss(examples)
    assert loss < 0.02 if solves else loss == pytest.approx(np.log(2), abs=0.01)


def test_where_words_add_up_the_bend_buys_nothing():
    """Held-out sentences of the grammar: no better with a bend than with a mean."""
    sentences = w2v.toy_sentences("grammar", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    held_out = {}
    for hidden in ("mean", "bengio"):
        net = NNLM(vocabulary, 20, 2, hidden)
        list(net.train(net.examples(sentences[:1000]), 8, 0.2))
        held_out[hidden] = net.mean_loss(net.examples(sentences[1700:]))
    assert held_out["mean"] < 1.1
    assert held_out["bengio"] > held_out["mean"] - 0.05


# Ranking


def test_a_windows_slopes_are_autograds():
    net = filled(Ranking(small_vocabulary(), 3, 1, 4))

    def score(w, ids):
        x = anp.dot(anp.eye(7)[list(ids)], w["W_in"]).ravel()
        return anp.dot(w["v"], anp.tanh(anp.dot(w["H"], x) + w["b"]))

    def loss_of(w):
        return anp.maximum(0, 1 - score(w, (0, 2, 6)) + score(w, (0, 5, 6)))

    step = net.step((0, 2, 6), instead=5)
    assert step.broken == (0, 5, 6) and step.loss > 0
    check_slopes(net, step, loss_of)


def test_a_windows_slopes_are_those_of_finite_differences():
    net = filled(Ranking(small_vocabulary(), 3, 1, 4), 3)
    check_finite_differences(net, (4, 4, 0), instead=1)


def test_a_window_that_leads_by_more_than_1_teaches_nothing():
    net = filled(Ranking(small_vocabulary(), 3, 1, 4))
    net.weights["v"] *= 100
    scores = [net.step((0, word, 1), instead=word).s[0] for word in range(6)]
    best, worst = int(np.argmax(scores)), int(np.argmin(scores))
    led, lagging = net.step((0, best, 1), instead=worst), net.step((0, worst, 1), instead=best)
    assert led.loss == 0 and not any(np.asarray(slope).any() for slope in led.slopes.values())
    assert lagging.loss == pytest.approx(1 + scores[best] - scores[worst])


def test_the_windows_by_hand():
    net = Ranking(w2v.Vocabulary(["a", "b"], [1, 1]), window=1)
    assert list(net.windows([["a", "x", "b"], ["b"]])) == [(2, 0, 1), (0, 1, 2), (2, 1, 2)]


def test_true_windows_come_to_stand_above_broken_ones_that_were_never_seen():
    sentences = w2v.toy_sentences("grammar", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    net = Ranking(vocabulary, 10, 1)
    list(net.train(net.windows(sentences[:1500]), 2, 0.05))
    steps = [net.step(window) for window in net.windows(sentences[1500:])]
    above = np.mean([step.s[0] > step.s[1] for step in steps if step.true != step.broken])
    assert above > 0.85  # a random word may do as well as the true one
    assert net.score(["king", "he", "fellow"]) > net.score(["king", "barks", "fellow"]) + 1


# The cloze


def attention_loss(w, gap, window):
    """One head as the papers write it: softmax(q Kᵀ / √N) V, then a softmax over the words."""
    N = w["mask"].shape[0]
    places = [place + window for place in gap.places]
    z = anp.dot(anp.eye(len(w["W_in"]))[list(gap.inputs)], w["W_in"]) + anp.dot(
        anp.eye(2 * window + 1)[places], w["P"]
    )
    q = anp.dot(w["mask"] + w["P"][window], w["Q"])
    weights = anp.exp(log_softmax(anp.dot(anp.dot(z, w["K"]), q) / anp.sqrt(N)))
    h = anp.dot(weights, anp.dot(z, w["O"]))
    return -log_softmax(anp.dot(w["W_out"], h))[gap.target]


@pytest.mark.parametrize(
    "gap", [Gap((0, 1, 3), (-2, -1, 1), 2), Gap((4, 4), (-1, 1), 4), Gap((5,), (2,), 0)]
)
def test_the_attentions_slopes_are_autograds(gap):
    net = filled(Cloze(small_vocabulary(), 4, 2))
    check_slopes(net, net.step(gap), lambda w: attention_loss(w, gap, 2))


def test_the_attentions_slopes_are_those_of_finite_differences():
    check_finite_differences(
        filled(Cloze(small_vocabulary(), 3, 2), 1), Gap((0, 1, 0), (-2, -1, 2), 5)
    )


def test_the_numbers_on_the_way_are_what_they_say():
    net = filled(Cloze(small_vocabulary(), 4, 1))
    step = net.step(Gap((0, 3), (-1, 1), 2))
    assert step.a.sum() == pytest.approx(1) and (step.a > 0).all()
    np.testing.assert_allclose(step.h, step.a[0] * step.v[0] + step.a[1] * step.v[1])
    np.testing.assert_allclose(step.s, [step.k[0] @ step.q / 2, step.k[1] @ step.q / 2])
    np.testing.assert_allclose(step.z[1], net.weights["W_in"][3] + net.weights["P"][2])
    assert step.loss == pytest.approx(-np.log(step.y[2]))


def test_the_gaps_by_hand():
    net = Cloze(w2v.Vocabulary(["a", "b", "c"], [1, 1, 1]), window=1)
    assert list(net.gaps([["a", "b", "x", "c"], ["b"]])) == [
        Gap((1,), (1,), 0),
        Gap((0, 2), (-1, 1), 1),
        Gap((1,), (-1,), 2),
    ]


def test_attention_sees_where_a_word_stands_and_a_mean_does_not():
    """The hidden word goes with the one on its left; on its right stands one of the same kind."""
    pairs = {"salt": "pepper", "cup": "saucer", "lock": "key"}
    sentences = [[left, pairs[left], right] for left in pairs for right in pairs if left != right]
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    net = Cloze(vocabulary, 8, 1)
    gaps = [gap for gap in net.gaps(sentences) if len(gap.inputs) == 2]
    list(net.train(gaps, 250, 0.2))
    assert net.mean_loss(gaps) < 0.05
    for gap in gaps:
        assert net.step(gap).a[0] > 0.6  # the place on the left

    model = w2v.Model(vocabulary, 8)
    asked = [w2v.Example(gap.inputs, (gap.target,)) for gap in gaps]
    w2v.train(model, asked, 400, lambda progress: 1 - progress)
    losses = [model.step(example).loss for example in asked]
    assert np.log(2) < np.mean(losses) < np.log(2) + 0.05


# As fit has it


@pytest.mark.parametrize("relative", [ranking, cloze])
def test_vectors_come_out_and_are_the_same_again(relative):
    sentences = w2v.toy_sentences("kingdom", "en")
    one, same, other = (relative(sentences, 4, 2, 2, 2, seed=seed) for seed in (0, 0, 1))
    assert one.words == w2v.Vocabulary.from_sentences(sentences, 2).words
    assert one.matrix.shape == (len(one.words), 4)
    np.testing.assert_array_equal(one.matrix, same.matrix)
    assert (one.matrix != other.matrix).any()


def attempts():
    sentences = [["the", "king", "rules"]] * 5
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    return {
        "sentences_are_text": lambda: ranking("the king"),
        "min_count_too_high": lambda: cloze(sentences, min_count=6),
        "no_examples": lambda: cloze([["king"]] * 9),
        "not_a_count": lambda: ranking(sentences, epochs=0),
        "no_vocabulary": lambda: NNLM(sentences),
        "no_vocabulary too": lambda: Cloze(sentences),
        "no_vocabulary three": lambda: Ranking(None),
        "unknown_choice": lambda: NNLM(vocabulary, hidden="deep"),
        "not_a_seed": lambda: Cloze(vocabulary, seed="x"),
        "inputs_by_place": lambda: NNLM(vocabulary).step(w2v.Example((0,), (1,))),
        "no_example": lambda: NNLM(vocabulary).step((0, 1)),
        "no_window": lambda: Ranking(vocabulary).step((0, 1)),
        "no_gap": lambda: Cloze(vocabulary).step((0, 1)),
        "no_learning_rate": lambda: cloze(sentences, learning_rate="high"),
        "vector_not_finite": lambda: cloze(sentences, learning_rate=1e9),
        "unknown_word": lambda: Ranking(vocabulary, window=1).score(["the", "queen", "rules"]),
        "no_window too": lambda: Ranking(vocabulary, window=1).score([]),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", attempts())
def test_bad_input_is_named(key, language):
    check_named(attempts(), key, language)
