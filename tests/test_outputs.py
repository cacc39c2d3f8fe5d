"""Floor 2: the three output layers in the one update.

By hand, by finite differences, by autograd (one whole update), and by gensim where it means the
same. The checks take the library as an argument, so that test_planted_bugs can hand them a broken
one.
"""

import math
from itertools import product

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from test_gradients import RATES, SEEDS, SHAPES, filled
from test_trees import word2vec_c

import w2v_lab as w2v
from w2v_lab.outputs import LAYERS, TabledSampling, sigmoid

COUNTS = [9, 7, 4, 4, 2, 1, 1]
CASES = [(*shape, output) for shape in SHAPES for output in LAYERS]
each_case = pytest.mark.parametrize(("inputs", "targets", "output"), CASES)


def random_model(lib, output, seed=0, N=4, **settings):
    """A model of seven words in the middle of its life: both matrices random."""
    words = [[f"w{number}"] * count for number, count in enumerate(COUNTS)]
    vocabulary = lib.Vocabulary.from_sentences(words)
    model = lib.Model(vocabulary, vector_size=N, output=output, **settings)
    rng = np.random.default_rng(seed)
    model.W_in[:] = rng.normal(size=model.W_in.shape)
    model.W_out[:] = rng.normal(size=model.W_out.shape)
    return model


def noise_for(output, targets, seed):
    """Negatives for each target, with a repeat and with the target itself; None elsewhere."""
    if output != "negative-sampling":
        return None
    rng = np.random.default_rng(seed + 100)
    return [[other := int(rng.integers(7)), target, other, target] for target in targets]


# Finite differences


def finite_differences(model, example, negatives, name, width=1e-5):
    weights = getattr(model, name)
    gradient = np.zeros_like(weights)
    for place in np.ndindex(weights.shape):
        kept = weights[place]
        weights[place] = kept + width
        above = model.step(example, negatives).loss
        weights[place] = kept - width
        below = model.step(example, negatives).loss
        weights[place] = kept
        gradient[place] = (above - below) / (2 * width)
    return gradient


def check_finite_differences(lib, inputs, targets, output, seed=0):
    """The update goes down the loss's gradient, on both matrices."""
    model, example = random_model(lib, output, seed), lib.Example(inputs, targets)
    negatives = noise_for(output, targets, seed)
    expected = {
        name: finite_differences(model, example, negatives, name) for name in ("W_in", "W_out")
    }
    before = {name: getattr(model, name).copy() for name in expected}
    model.apply(model.step(example, negatives), 1.0)
    for name, slopes in expected.items():
        gradient = before[name] - getattr(model, name)
        assert np.linalg.norm(gradient - slopes) / np.linalg.norm(slopes) < 1e-7


@each_case
def test_an_update_follows_the_finite_differences_of_the_loss(inputs, targets, output):
    for seed in SEEDS:
        check_finite_differences(w2v, inputs, targets, output, seed)


# An independent implementation


def independent_loss(W_in, W_out, inputs, targets, output, negatives):
    """The loss as the papers state it, by another road than the library's.

    Softmax and hierarchical softmax by the probability itself, word2vec.c's own codes and rows for
    the latter; negative sampling by log σ of plus or minus the score.
    """
    h = anp.mean(anp.dot(anp.eye(len(W_in))[list(inputs)], W_in), axis=0)
    score = anp.dot(W_out, h)
    loss = 0.0
    for number, target in enumerate(targets):
        if output == "softmax":
            p = anp.exp(score[target]) / anp.sum(anp.exp(score))
        elif output == "hierarchical-softmax":
            codes, rows = word2vec_c(COUNTS)
            p = 1.0
            for bit, row in zip(codes[target], rows[target], strict=True):
                yes = 1 / (1 + anp.exp(-score[row]))
                p = p * (1 - yes if bit else yes)
        else:
            p = 1 / (1 + anp.exp(-score[target]))
            for word in negatives[number]:
                p = p / (1 + anp.exp(score[word]))
        loss = loss - anp.log(p)
    return loss


def independent_update(W_in, W_out, inputs, targets, output, negatives, learning_rate):
    """Both matrices after one step of gradient descent, and the loss before it."""
    arguments = (W_in, W_out, inputs, targets, output, negatives)
    slopes = autograd.grad(independent_loss, (0, 1))(*arguments)
    moved = [W - learning_rate * slope for W, slope in zip((W_in, W_out), slopes, strict=True)]
    return *moved, independent_loss(*arguments)


def check_autograd(lib, inputs, targets, output, seed=0, learning_rate=0.1):
    """One whole update is that of an implementation that shares no line with ours."""
    model = random_model(lib, output, seed)
    negatives = noise_for(output, targets, seed)
    W_in, W_out, loss = independent_update(
        model.W_in.copy(), model.W_out.copy(), inputs, targets, output, negatives, learning_rate
    )
    step = model.step(lib.Example(inputs, targets), negatives)
    model.apply(step, learning_rate)
    np.testing.assert_allclose(model.W_in, W_in, rtol=0, atol=1e-10)
    np.testing.assert_allclose(model.W_out, W_out, rtol=0, atol=1e-10)
    assert abs(step.loss - loss) < 1e-10


@each_case
def test_a_whole_update_is_autograds(inputs, targets, output):
    for seed, learning_rate in product(SEEDS, RATES):
        check_autograd(w2v, inputs, targets, output, seed, learning_rate)


@pytest.mark.parametrize("output", LAYERS)
@pytest.mark.parametrize("architecture", ["skip-gram", "cbow"])
def test_a_whole_epoch_is_autograds(architecture, output):
    model = random_model(w2v, output)
    W_in, W_out = model.W_in.copy(), model.W_out.copy()
    text = [[f"w{number}" for number in (0, 3, 1, 0, 0, 5, 2, 6, 4, 1)]]
    losses, expected = [], []
    for example in w2v.examples(text, model.vocabulary, architecture):
        step = model.step(example)  # the negatives are those that the model drew
        model.apply(step, 0.5)
        losses.append(step.loss)
        W_in, W_out, loss = independent_update(
            W_in, W_out, example.inputs, example.targets, output, step.negatives, 0.5
        )
        expected.append(loss)
    np.testing.assert_allclose(losses, expected, rtol=0, atol=1e-10)
    np.testing.assert_allclose(model.W_in, W_in, rtol=0, atol=1e-10)
    np.testing.assert_allclose(model.W_out, W_out, rtol=0, atol=1e-10)


# By hand


def check_tree_by_hand(lib):
    """Hierarchical softmax on paper: counts 2, 1, 1; h = 1; the root says 3/4, the other node 1/3.

    The later 1 is taken first: row 0 = (c, b), row 1, the root, = (a, row 0), as an inner node
    comes after ... no: weight 2 meets word a with 2, and the inner node comes before the word.
    So bit 0 of the root leads to row 0 and bit 1 to a; bit 0 of row 0 to c and bit 1 to b.
        P(a) = 1/4, P(c) = 3/4 · 1/3 = 1/4, P(b) = 3/4 · 2/3 = 1/2
    b at rate 1: labels 1 and 0, errors 3/4 - 1 = -1/4 and 1/3; EH = -1/4 ln 3 + 1/3 ln 1/2.
    """
    vocabulary = lib.Vocabulary.from_sentences([["a", "a", "b", "c"]])
    model = lib.Model(vocabulary, vector_size=1, output="hierarchical-softmax")
    assert model.W_out.shape == (2, 1)
    model.W_in[:] = [[1], [1], [1]]
    model.W_out[:] = [[-math.log(2)], [math.log(3)]]
    np.testing.assert_allclose(model.probabilities("a"), [1 / 4, 1 / 2, 1 / 4], atol=1e-15)
    step = model.step(lib.Example((0,), (1,)))
    assert (step.rows[0].tolist(), step.t[0].tolist()) == ([1, 0], [1, 0])
    np.testing.assert_allclose(step.y[0], [3 / 4, 1 / 3], atol=1e-15)
    np.testing.assert_allclose(step.e[0], [-1 / 4, 1 / 3], atol=1e-15)
    np.testing.assert_allclose(step.EH, [-math.log(3) / 4 - math.log(2) / 3], atol=1e-15)
    assert step.loss == pytest.approx(math.log(2), abs=1e-15)
    model.apply(step, 1)
    np.testing.assert_allclose(
        model.W_out, [[-math.log(2) - 1 / 3], [math.log(3) + 1 / 4]], atol=1e-15
    )


def check_negatives_by_hand(lib):
    """Negative sampling on paper: h = 1, scores ln 3, -ln 2, 0; target a, negatives b, b and a.

    Rows a, b, b, a with labels 1, 0, 0, 0; σ = 3/4, 1/3, 1/3, 3/4; e = -1/4, 1/3, 1/3, 3/4.
    Loss = -ln(3/4 · 2/3 · 2/3 · 1/4) = ln 12. At rate 1 row a loses 3/4 - 1/4, row b 2/3.
    EH = 1/2 ln 3 - 2/3 ln 2.
    """
    vocabulary = lib.Vocabulary.from_sentences([["a", "b", "c"]])
    model = lib.Model(vocabulary, vector_size=1, output="negative-sampling")
    model.W_in[:] = 1
    model.W_out[:] = [[math.log(3)], [-math.log(2)], [0]]
    step = model.step(lib.Example((0,), (0,)), [[1, 1, 0]])
    assert step.negatives == ((1, 1, 0),)
    assert (step.rows[0].tolist(), step.t[0].tolist()) == ([0, 1, 1, 0], [1, 0, 0, 0])
    np.testing.assert_allclose(step.e[0], [-1 / 4, 1 / 3, 1 / 3, 3 / 4], atol=1e-15)
    assert step.loss == pytest.approx(math.log(12), abs=1e-15)
    np.testing.assert_allclose(step.EH, [math.log(3) / 2 - 2 / 3 * math.log(2)], atol=1e-15)
    model.apply(step, 1)
    np.testing.assert_allclose(
        model.W_out, [[math.log(3) - 1 / 2], [-math.log(2) - 2 / 3], [0]], atol=1e-15
    )


def check_starts(lib):
    """With W_out at zero a target costs ln V, L ln 2 or (k + 1) ln 2, and the inputs rest."""
    vocabulary = lib.Vocabulary.from_sentences([["a"] * 4, ["b"] * 2, ["c"], ["d"]])
    starts = {
        "softmax": [math.log(4)] * 4,
        "hierarchical-softmax": [length * math.log(2) for length in (1, 2, 3, 3)],
        "negative-sampling": [6 * math.log(2)] * 4,
    }
    for output, losses in starts.items():
        model = lib.Model(vocabulary, output=output)
        for target, loss in enumerate(losses):
            step = model.step(lib.Example((1,), (target,)))
            assert step.loss == pytest.approx(loss, rel=1e-14)
            assert not step.EH.any()


def test_hierarchical_softmax_as_on_paper():
    check_tree_by_hand(w2v)


def test_negative_sampling_as_on_paper():
    check_negatives_by_hand(w2v)


def test_losses_start_where_the_formulas_say():
    check_starts(w2v)


# Hierarchical softmax: probabilities


def check_sum_over_the_tree(lib, seed=0):
    """ΣP over all words is 1 whatever the weights, and each P is that of its own path."""
    rng = np.random.default_rng(seed)
    counts = np.sort(rng.integers(1, 1000, 300))[::-1]
    words = [str(number) for number in range(300)]
    for grow in (lib.huffman_tree, lib.balanced_tree):
        model = lib.Model(
            lib.Vocabulary(words, counts), 6, "hierarchical-softmax", tree=grow(counts)
        )
        model.W_in[:] = rng.normal(size=(300, 6))
        model.W_out[:] = rng.normal(size=(299, 6)) * rng.choice([0.1, 1, 30])
        p = model.probabilities([3, 5])
        assert abs(p.sum() - 1) < 1e-12
        one_by_one = [model.probability(word, [3, 5]) for word in range(300)]
        np.testing.assert_allclose(p, one_by_one, rtol=1e-11, atol=1e-300)


@pytest.mark.parametrize("seed", range(10))
def test_probabilities_sum_to_one_over_the_leaves(seed):
    check_sum_over_the_tree(w2v, seed)


def test_a_node_is_reached_as_often_as_the_words_under_it_are():
    model = random_model(w2v, "hierarchical-softmax")
    tree, p = model.output.tree, model.probabilities([2])
    reach = model.output.reach(model.W_out @ model.hidden([2]))
    for node in range(13):
        assert reach[node] == pytest.approx(p[tree.words_under(node)].sum(), abs=1e-15)


@pytest.mark.parametrize("output", ["softmax", "hierarchical-softmax"])
def test_all_probabilities_in_one_pass_are_those_of_the_words(output):
    model = random_model(w2v, output, 3)
    one_by_one = [model.probability(word, ["w1", 2]) for word in range(7)]
    np.testing.assert_allclose(model.probabilities(["w1", 2]), one_by_one, rtol=1e-13)


@pytest.mark.parametrize("name", ["probability", "probabilities"])
def test_negative_sampling_gives_no_probabilities(name):
    model = random_model(w2v, "negative-sampling")
    arguments = (0, 1) if name == "probability" else (0,)
    with pytest.raises(w2v.W2VError, match="do not sum to 1"):
        getattr(model, name)(*arguments)


def check_extreme_scores(lib):
    """At scores of ±10,000 a yes/no question stays finite, and silent."""
    vocabulary = lib.Vocabulary.from_sentences([["a", "a", "b"]])
    for output, scores in [("hierarchical-softmax", [1e4]), ("negative-sampling", [1e4, -1e4])]:
        model = lib.Model(vocabulary, 1, output, negative=1)
        model.W_in[:], model.W_out[:] = 1, np.array(scores)[:, None]
        with np.errstate(all="raise"):
            losses = [model.step(lib.Example((0,), (word,)), None).loss for word in (0, 1)]
            step = model.step(lib.Example((0,), (1,)))
            model.apply(step, 0.0)
        assert np.isfinite(losses).all()
        assert np.isfinite(step.EH).all()
    tree = lib.Model(vocabulary, 1, "hierarchical-softmax")
    tree.W_in[:], tree.W_out[:] = 1, 1e4
    with np.errstate(all="raise"):
        assert tree.probabilities([0]).tolist() == [0, 1]  # b, the rarer, has bit 0
        assert tree.step(lib.Example((0,), (0,))).loss == 1e4
        assert tree.step(lib.Example((0,), (1,))).loss == 0


@pytest.mark.filterwarnings("error")
def test_scores_of_ten_thousand_stay_finite_and_silent():
    check_extreme_scores(w2v)


def test_sigma_is_right_to_the_last_digits():
    u = np.array([-700, -30, -1, 0, 1, 30, 700.0])
    exact = [math.exp(x) / (1 + math.exp(x)) if x < 0 else 1 / (1 + math.exp(-x)) for x in u]
    np.testing.assert_allclose(sigmoid(u), exact, rtol=1e-13)


@pytest.mark.parametrize("output", LAYERS)
def test_one_word_needs_no_question(output):
    model = w2v.Model(filled(w2v, 1), vector_size=3, output=output)
    step = model.step(w2v.Example((0, 0), (0,)))
    model.apply(step, 1.0)
    if output == "hierarchical-softmax":
        assert model.W_out.shape == (0, 3)
        assert (step.loss, model.probability(0, 0), step.rows[0].shape) == (0, 1, (0,))
        assert model.probabilities(0).tolist() == [1]
        w2v.record(model, [w2v.Example((0,), (0,))], epochs=3)
    if output == "negative-sampling":
        assert step.negatives == ((0,) * 5,)


def test_a_tree_of_ones_own_is_walked():
    model = random_model(w2v, "hierarchical-softmax", tree=w2v.balanced_tree(COUNTS))
    assert model.output.tree.kind == "balanced"
    assert model.step(w2v.Example((0,), (0,))).rows[0].size == 2


# Negative sampling: what is drawn


def test_negatives_are_drawn_for_each_target_from_the_models_generator():
    model, same = (random_model(w2v, "negative-sampling", negative=3) for _ in range(2))
    step = model.step(w2v.Example((0,), (1, 2)))
    assert [len(words) for words in step.negatives] == [3, 3]
    noise = same.output.noise
    drawn = [tuple(d.word for d in noise.draws(target, 3, same.rng)) for target in (1, 2)]
    assert list(step.negatives) == drawn
    assert model.rng.bit_generator.state == same.rng.bit_generator.state
    assert step.negatives != model.step(w2v.Example((0,), (1, 2))).negatives


@pytest.mark.parametrize("target_drawn", ["keep", "skip", "redraw"])
def test_a_negative_that_equals_the_target_is_treated_as_chosen(target_drawn):
    model = random_model(w2v, "negative-sampling", negative=200, target_drawn=target_drawn)
    (words,) = model.step(w2v.Example((0,), (1,))).negatives
    assert (1 in words) == (target_drawn == "keep")
    assert (len(words) == 200) == (target_drawn != "skip")


def test_given_negatives_are_used_as_given_ids_or_words():
    model = random_model(w2v, "negative-sampling", target_drawn="skip")
    before = model.rng.bit_generator.state
    step = model.step(w2v.Example((0,), (1, 2)), [["w3", 3, 1], []])
    assert step.negatives == ((3, 3, 1), ())
    assert [rows.tolist() for rows in step.rows] == [[1, 3, 3, 1], [2]]
    assert model.rng.bit_generator.state == before


def test_the_exponent_shapes_the_noise():
    model = random_model(w2v, "negative-sampling", ns_exponent=0)
    np.testing.assert_allclose(model.output.noise.p, 1 / 7, rtol=1e-14)


@pytest.mark.parametrize("output", ["softmax", "hierarchical-softmax"])
def test_the_other_layers_draw_nothing(output):
    model = random_model(w2v, output)
    before = model.rng.bit_generator.state
    assert model.step(w2v.Example((0,), (1, 2))).negatives == ((), ())
    assert model.rng.bit_generator.state == before


# The undivided gradient of CBOW


def check_undivided(lib):
    """Undivided, each input moves by the whole of EH, each repeat once more."""
    for output in LAYERS:
        whole, shared = (random_model(lib, output, undivided=choice) for choice in (True, False))
        step = shared.step(lib.Example((0, 0, 2), (1,)), noise_for(output, [1], 0))
        before = shared.W_in.copy()
        whole.apply(step, 0.1)
        shared.apply(step, 0.1)
        np.testing.assert_allclose(before[2] - whole.W_in[2], 0.1 * step.EH, atol=1e-15)
        np.testing.assert_allclose(before - whole.W_in, 3 * (before - shared.W_in), atol=1e-15)
        np.testing.assert_array_equal(whole.W_out, shared.W_out)


def test_the_gradient_of_the_inputs_undivided():
    check_undivided(w2v)


# gensim


def table_sigmoid(u):
    """σ as gensim and word2vec.c look it up: from a table of 1,000 steps between -6 and 6.

    The step is found by (1000 // 6 // 2) = 83 where it should be 83.3, so σ(0) is below a half.
    """
    table = np.exp((np.arange(1000) / 1000 * 2 - 1) * 6)
    place = ((u + 6) * (1000 // 6 // 2)).astype(int)
    return (table / (table + 1))[place]


@pytest.mark.parametrize("architecture", ["skip-gram", "cbow"])
def test_hierarchical_softmax_is_gensims(architecture, monkeypatch):
    """Deterministic: one worker, whole windows, no subsampling, a constant rate.

    The text is short: gensim's float32 now and then falls on the other side of a table's step.
    """
    word2vec = pytest.importorskip("gensim.models.word2vec")
    rng = np.random.default_rng(5)
    words = [f"w{number}" for number in range(12)]
    share = np.arange(12, 0, -1) / 78
    text = [words] + [rng.choice(words, 9, p=share).tolist() for _ in range(20)]
    vocabulary = w2v.Vocabulary.from_sentences(text)
    skip_gram = architecture == "skip-gram"
    model = w2v.Model(vocabulary, 8, "hierarchical-softmax", undivided=True, seed=3)
    other = word2vec.Word2Vec(
        vector_size=8,
        window=2,
        min_count=1,
        sample=0,
        hs=1,
        negative=0,
        sg=int(skip_gram),
        workers=1,
        alpha=0.2,
        min_alpha=0.2,
        shrink_windows=False,
        epochs=1,
    )
    other.build_vocab(text)
    order = [other.wv.key_to_index[word] for word in vocabulary.words]
    # gensim settles ties otherwise: hand it our codes and rows, and it must arrive where we do
    tree = model.output.tree
    for name, values, kind in (
        ("code", tree.codes, np.uint8),
        ("point", tree.paths, np.uint32),
    ):
        for place, value in zip(order, values, strict=True):
            other.wv.set_vecattr(other.wv.index_to_key[place], name, np.array(value, dtype=kind))
    other.wv.vectors[order] = model.W_in
    model.W_in[:] = other.wv.vectors[order]  # as float32 has them
    other.train(text, total_examples=len(text), epochs=1)
    monkeypatch.setattr("w2v_lab.outputs.sigmoid", table_sigmoid)
    options = {"swap_roles": True} if skip_gram else {}
    examples = list(w2v.examples(text, vocabulary, architecture, 2, **options))
    w2v.train(model, examples, 1, 0.2)
    assert np.abs(model.W_in - other.wv.vectors[order]).max() < 1e-6
    assert np.abs(model.W_out - other.syn1[:11]).max() < 1e-6
    assert np.abs(model.W_out).max() > 0.05


def test_gensims_codes_are_ours_where_no_counts_tie():
    word2vec = pytest.importorskip("gensim.models.word2vec")
    counts = [2**k + 3 * k for k in range(9, 0, -1)]
    text = [[f"w{number}"] * count for number, count in enumerate(counts)]
    other = word2vec.Word2Vec(text, min_count=1, hs=1, negative=0)
    tree = w2v.huffman_tree(counts)
    for number, word in enumerate(other.wv.index_to_key):
        assert word == f"w{number}"
        assert tuple(other.wv.get_vecattr(word, "code")) == tree.codes[number]
        assert tuple(other.wv.get_vecattr(word, "point")) == tree.paths[number]


# Errors


@pytest.mark.parametrize(
    ("attempt", "key"),
    [
        (lambda m: m("negative-sampling", negative=-1), "not_a_count"),
        (lambda m: m("negative-sampling", negative=2.5), "not_a_count"),
        (lambda m: m("negative-sampling", ns_exponent="x"), "not_a_number"),
        (lambda m: m("negative-sampling", target_drawn="drop"), "unknown_choice"),
        (lambda m: m("hierarchical-softmax", tree=w2v.huffman_tree([1, 1])), "no_tree"),
        (lambda m: m("hierarchical-softmax", tree="huffman"), "no_tree"),
        (lambda m: m("hs"), "unknown_choice"),
        (lambda m: step(m("negative-sampling"), [[2]]), "negatives_by_target"),
        (lambda m: step(m("negative-sampling"), [2, 3]), "negatives_by_target"),
        (lambda m: step(m("negative-sampling"), ["w2", "w3"]), "negatives_by_target"),
        (lambda m: step(m("negative-sampling"), 3), "negatives_by_target"),
        (lambda m: step(m("negative-sampling"), [[7], []]), "id_out_of_range"),
        (lambda m: step(m("negative-sampling"), [["king"], []]), "unknown_word"),
        (lambda m: step(m("negative-sampling"), [[1.0], []]), "not_a_word"),
        (lambda m: step(m("softmax"), [[2], [3]]), "no_negatives_here"),
        (lambda m: step(m("hierarchical-softmax"), [[2], [3]]), "no_negatives_here"),
        (
            lambda m: m("hierarchical-softmax").apply(step(m("softmax"), None), 0.1),
            "foreign_step",
        ),
    ],
)
def test_what_a_layer_cannot_use_is_refused_by_name(attempt, key):
    with pytest.raises(w2v.W2VError) as caught:
        attempt(lambda output, **settings: random_model(w2v, output, **settings))
    assert caught.value.key == key


def step(model, negatives):
    return model.step(w2v.Example((0,), (1, 2)), negatives)


@pytest.mark.parametrize(
    ("program", "u", "t", "e"),
    [
        ("gensim", -6.1, 1, 0),
        ("gensim", 6.1, 0, 0),
        ("gensim", -5.9, 1, 1 / (1 + math.exp(5.9)) - 1),
        ("word2vec.c", -6.1, 1, -1),
        ("word2vec.c", 6.1, 0, 1),
        ("word2vec.c", 6.1, 1, 0),
        ("fastText", -7.9, 1, 1 / (1 + math.exp(7.9)) - 1),
        ("fastText", -8.1, 1, -1),
    ],
)
def test_what_programs_learn_beyond_the_ends_of_their_tables(program, u, t, e):
    layer = TabledSampling(w2v.Noise([1, 1]), program=program)
    y, loss = layer.predict(np.array([u]), np.array([float(t)]))
    assert y[0] - t == pytest.approx(e, abs=1e-15)
    assert loss == pytest.approx(math.log1p(math.exp(-u if t else u)))


def test_a_program_that_there_is_not_is_refused():
    with pytest.raises(w2v.W2VError, match=r"gensim, word2vec\.c, fastText"):
        TabledSampling(w2v.Noise([1, 1]), program="wevi")
