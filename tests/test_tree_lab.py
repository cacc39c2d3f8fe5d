"""The tree lab on Python's side: its frame is what was computed, and nothing tells too early."""

import inspect
import json

import numpy as np
import pytest
from test_widgets import arrays, ask

import w2v_lab as w2v
from w2v_lab import lessons, trees
from w2v_lab.widgets import TreeLab
from w2v_lab.widgets.tree_lab.frame import MOST_LEAVES, whole_view
from w2v_lab.widgets.tree_lab.guesses import guesses, telling


def changed(lab, **content):
    """What is on show after a request that changes it."""
    assert "error" not in ask(lab, **content)
    return lab.trace


def sigmoid(u):
    return 1 / (1 + np.exp(-u))


class Page:
    """Reads a tree lab's trace as the page does, and works every number out anew."""

    def __init__(self, widget):
        self.facts, self.arrays = widget.trace, arrays(widget)
        self.V, self.rows = self.facts["V"], self.facts["rows"]
        self.kids = {int(node): pair for node, pair in self.facts["kids"].items()}
        self.up = {int(node): way for node, way in self.facts["up"].items()}

    def place(self, node):
        return self.rows.index(node)

    def route(self, node):
        """The ways (parent, bit) from the root of what is shown down to a node."""
        way = []
        while node in self.up:
            node, bit = self.up[node]
            way.insert(0, (node, bit))
        return way

    def check(self, given, start=1.0):
        """Every number of every moment, from those that its formula names; how many there were."""
        told = {name: self.arrays[f"{given}/{name}"] for name in ("h", "u", "yes", "no", "reach")}
        W_out, count = self.arrays["film/W_out"], 0
        for k in range(len(self.facts["film"])):
            for node in self.facts["inner"]:
                i = self.place(node)
                u = sum(W_out[k, i, j] * told["h"][k, j] for j in range(W_out.shape[2]))
                assert told["u"][k, i] == pytest.approx(u, rel=1e-12, abs=1e-14)
                assert told["yes"][k, i] == pytest.approx(sigmoid(u), rel=1e-12)
                assert told["no"][k, i] == pytest.approx(1 - told["yes"][k, i], rel=1e-9)
                count += 3
            for node in self.rows:
                ways = [("no" if bit else "yes", self.place(up)) for up, bit in self.route(node)]
                reach = start * np.prod([told[name][k, i] for name, i in ways])
                assert told["reach"][k, self.place(node)] == pytest.approx(reach, rel=1e-12)
                count += 1
        return count

    def check_steps(self):
        """The numbers of every kept step, from W_out before it and its own hidden layer."""
        for k, step in enumerate(self.facts["steps"]):
            for s, rows in enumerate(step["rows"]):
                for q, row in enumerate(rows):
                    u = self.arrays["film/W_out"][k, row] @ self.arrays["film/step_h"][k]
                    at = (k, s, q)
                    y, t = self.arrays["film/step_y"][at], self.arrays["film/step_t"][at]
                    assert self.arrays["film/step_u"][at] == pytest.approx(u, rel=1e-12, abs=1e-14)
                    assert y == pytest.approx(sigmoid(u), rel=1e-12)
                    assert t == 1 - dict(self.route(step["targets"][s]))[row + self.V]
                    assert self.arrays["film/step_e"][at] == y - t


def words_of(V):
    return w2v.Vocabulary(
        [f"w{i}" for i in range(V)], np.ceil(5 * V / np.arange(1, V + 1)).tolist()
    )


def some_run(vocabulary, length=300):
    """Pairs of words drawn by their counts."""
    p = vocabulary.counts / vocabulary.counts.sum()
    pairs = np.random.default_rng(0).choice(len(vocabulary), size=(length, 2), p=p)
    return [w2v.Example((int(a),), (int(b),)) for a, b in pairs]


@pytest.fixture(scope="module")
def song():
    w2v.set_language("en")
    return TreeLab()


# What is shown is what was computed


def test_every_number_follows_from_those_its_formula_names(song):
    page = Page(song)
    assert sum(page.check(given) for given in range(page.V)) > 30_000
    page.check_steps()


def test_the_numbers_of_every_moment_are_the_recordings(song):
    told, facts = arrays(song), song.trace
    V = len(song.tree)
    for k, number in enumerate(facts["film"]):
        model = song.recording.model_at(number)
        np.testing.assert_array_equal(told["film/W_out"][k], model.W_out)
        for given in (0, 3):
            np.testing.assert_array_equal(told[f"{given}/h"][k], model.W_in[given])
            p = model.probabilities(given)
            places = [facts["rows"].index(word) for word in range(V)]
            np.testing.assert_array_equal(told[f"{given}/reach"][k][places], p)
            assert told[f"{given}/total"][k] == p.sum() == pytest.approx(1, abs=1e-12)
    for k, step in enumerate(facts["steps"]):
        kept = song.recording.steps[song.recording.numbers.index(facts["film"][k])]
        assert tuple(step["targets"]) == kept.example.targets
        assert step["rows"] == [rows.tolist() for rows in kept.rows]
        assert told["film/step_loss"][k] == kept.loss


def test_the_merges_and_the_waiting_lists_are_the_trees(song):
    facts, tree = song.trace, song.tree
    V = len(tree)
    assert facts["inner"] == [V + merge.row for merge in tree.merges]
    assert facts["kids"] == {str(V + m.row): [m.left, m.right] for m in tree.merges}
    assert facts["waiting"] == [tree.waiting(k) for k in range(V)]
    assert facts["leaves"] == tree.words_under(2 * V - 2)
    weights = dict(zip(facts["rows"], arrays(song)["weight"], strict=True))
    assert [weights[node] for node in range(2 * V - 1)] == tree.weights
    assert [weights[node] for node in range(V)] == facts["counts"]


def test_the_mean_length_is_the_trees_that_is_on_show_and_told_by_no_open_question():
    def told(lab):
        return arrays(lab)["mean_length"].item()

    lab = TreeLab()
    assert told(lab) == lab.tree.mean_length()
    heavy = [200, *lab.trace["counts"][1:]]
    changed(lab, counts=heavy)
    lengths = trees.huffman_tree(heavy).lengths
    assert told(lab) == pytest.approx(sum(heavy * lengths) / sum(heavy))
    changed(lab, kind="balanced")
    assert told(lab) == pytest.approx(sum(heavy * trees.balanced_tree(heavy).lengths) / sum(heavy))
    shut = TreeLab(predict="next_merge")
    assert "mean_length" not in {*arrays(shut), *shut.trace["relations"]}


def test_every_line_of_code_is_the_one_that_computes():
    lines = {
        name: rule["code"]["lines"][rule["code"]["first"]]
        for name, rule in TreeLab().trace["relations"].items()
    }
    assert "weights[left] + weights[right]" in lines["weight"]
    assert "self.W_out @ self.hidden" in lines["u"]
    assert lines["step_e"].strip() == "e = y - t"
    assert "self.tree.codes[target]" in lines["step_t"]
    balanced = TreeLab(kind="balanced").trace["relations"]["weight"]["code"]
    first = balanced["number"]
    source, start = inspect.getsourcelines(trees.balanced_merges)
    assert start < first < start + len(source)


@pytest.mark.parametrize("N", [1, 5, 100])
@pytest.mark.parametrize("V", [1, 2, 3, 12, 13, MOST_LEAVES, MOST_LEAVES + 1, 3000])
def test_what_is_sent_stays_below_500_kb(V, N):
    vocabulary = words_of(V)
    lab = TreeLab(vocabulary, some_run(vocabulary), vector_size=N, epochs=2)
    assert len(json.dumps(lab.trace)) + len(lab.numbers) < 500_000
    assert len(lab.trace["film"]) > 5
    Page(lab).check(lab.trace["given"])


def test_a_run_that_explodes_is_shown_as_it_is():
    vocabulary = words_of(5)
    with np.errstate(all="ignore"):
        lab = TreeLab(vocabulary, some_run(vocabulary), learning_rate=1e300)
    assert not np.isfinite(arrays(lab)["film/W_out"][-1]).all()
    json.dumps(lab.trace, allow_nan=False)


def test_without_examples_nothing_was_trained():
    lab = TreeLab(words_of(4), act="learn")
    assert lab.recording is None
    assert (lab.trace["steps"], lab.trace["film"], lab.trace["due"]) == ([], [0], False)
    assert (arrays(lab)["1/yes"] == 0.5).all()


# Parts of a large tree


def test_a_large_tree_is_shown_in_part_with_one_words_whole_path():
    vocabulary = words_of(3000)
    lab = TreeLab(vocabulary, word=2345)
    facts, tree = lab.trace, lab.tree
    assert len(facts["leaves"]) <= MOST_LEAVES
    assert {3000 + row for row in tree.paths[2345]} <= set(facts["inner"])
    assert 2345 in facts["leaves"]
    bundles = {int(node): size for node, size in facts["bundles"].items()}
    assert sum(bundles.values()) + sum(node < 3000 for node in facts["leaves"]) == 3000
    assert all(size == len(tree.words_under(node)) for node, size in bundles.items())
    order = [word for node in facts["leaves"] for word in tree.words_under(node)]
    assert order == tree.words_under(5998)


def test_a_bundle_can_be_looked_into_and_a_word_typed():
    lab = TreeLab(words_of(3000), word=2345)
    bundle = max(int(node) for node in lab.trace["bundles"])
    facts = changed(lab, zoom=bundle)
    assert facts["root"] == bundle
    assert facts["word"] == min(lab.tree.words_under(bundle))
    Page(lab).check(1, start=arrays(lab)["1/reach"][0, lab.trace["rows"].index(bundle)])
    outside = next(i for i in range(3000) if i not in set(lab.tree.words_under(bundle)))
    facts = changed(lab, word=f"w{outside}")
    assert (facts["root"], facts["word"]) == (5998, outside)
    assert "error" in ask(lab, word="nobody")
    assert changed(lab, zoom=99999)["root"] == 5998
    assert changed(lab, zoom="x")["root"] == 5998


def test_a_part_of_the_tree_starts_from_what_reaches_it():
    lab = TreeLab(words_of(3000), word=2345)
    bundle = max(int(node) for node in lab.trace["bundles"])
    lab.session._zoom(bundle)
    lab.rebuild()
    reach = arrays(lab)["1/reach"][0, lab.trace["rows"].index(bundle)]
    word = lab.tree.words_under(bundle)[0]
    steps = [3000 + row for row in lab.tree.paths[word]].index(bundle)
    assert reach == 0.5**steps
    Page(lab).check(1, start=reach)


def test_a_large_vocabulary_is_summed_up_by_depth_and_rank():
    rng = np.random.default_rng(3)
    counts = rng.permutation(np.arange(1, 201))  # in no order of frequency
    lab = TreeLab(w2v.Vocabulary([f"w{i}" for i in range(200)], counts), word=7)
    ranks, order = lab.trace["ranks"], np.argsort(-counts)
    assert [rank for rank, _ in ranks["curve"]][:4] == [1, 2, 3, 4]
    assert ranks["curve"][-1][0] == 200
    assert all(depth == lab.tree.lengths[order[rank - 1]] for rank, depth in ranks["curve"])
    rank, depth = ranks["of"]["7"]
    assert (counts > counts[7]).sum() + 1 == rank and depth == lab.tree.lengths[7]


# What is asked of Python


def test_a_moved_count_grows_another_tree_and_trains_it_when_asked():
    lab = TreeLab()
    counts = [*lab.trace["counts"]]
    counts[9] = 20
    facts = changed(lab, counts=counts)
    assert (facts["counts"], facts["due"], facts["changed"]) == (counts, True, True)
    assert lab.tree.codes == w2v.huffman_tree(counts).codes
    assert lab.recording is None
    facts = changed(lab, train=True)
    assert not facts["due"] and len(facts["steps"]) > 20
    assert lab.recording.model_at(0).W_out.shape == lab.model.W_out.shape
    facts = changed(lab, reset=True)
    assert not facts["changed"]
    assert lab.model.vocabulary.counts.tolist() == TreeLab().trace["counts"]


def test_the_balanced_tree_is_asked_for_by_name():
    lab = TreeLab()
    assert changed(lab, kind="balanced")["kind"] == "balanced"
    assert lab.tree.merges == w2v.balanced_tree(lab.model.vocabulary.counts).merges
    assert "error" in ask(lab, kind="tall")
    assert lab.tree.kind == "balanced"


@pytest.mark.parametrize(
    "counts",
    [[], [1, 2], "counts", None, [0] * 12, [-1] * 12, [1.5] * 12, [True] * 12, [10**9] * 12],
)
def test_counts_that_are_none_are_refused_and_the_tree_stays(counts):
    lab = TreeLab()
    before = lab.tree
    assert "error" in ask(lab, counts=counts)
    assert lab.tree is before


def test_another_input_word_is_added_on_request():
    vocabulary = words_of(20)
    lab = TreeLab(vocabulary, some_run(vocabulary))
    assert "7/u" not in arrays(lab)
    heard = []
    lab.send = lambda reply, buffers=None: heard.append((reply, buffers))
    lab._hear(lab, {"request": "1", "given": 7, "add": True}, [])
    (reply, (numbers,)) = heard[0]
    place = reply["trace"]["arrays"]["7/h"]
    h = np.frombuffer(numbers, "<f8")[place["offset"] :][: int(np.prod(place["shape"]))]
    np.testing.assert_array_equal(h.reshape(place["shape"])[-1], lab.model.W_in[7])


def test_errors_name_what_is_wrong():
    for attempt, key in [
        (lambda: TreeLab([["the"]]), "no_vocabulary"),
        (lambda: TreeLab(kind="tall"), "unknown_choice"),
        (lambda: TreeLab(act="sleep"), "unknown_choice"),
        (lambda: TreeLab(words_of(3), given="king"), "unknown_word"),
        (lambda: TreeLab(words_of(3), word=7), "id_out_of_range"),
        (lambda: TreeLab(predict="no_such"), "unknown_choice"),
    ]:
        with pytest.raises(w2v.W2VError) as caught:
            attempt()
        assert caught.value.key == key


# The gate


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_open_question_tells_nothing_of_what_comes_next(language):
    w2v.set_language(language)
    lab = TreeLab(predict="next_merge")
    made = telling(lab.tree)
    V = len(lab.tree)
    told = json.dumps([lab.trace, lab.gates])
    assert set(arrays(lab)) == {"weight", "count", "one"}
    assert lab.trace["inner"] == list(range(V, V + made))
    assert lab.trace["waiting"] == [] and lab.trace["steps"] == []
    assert "lightest" not in json.dumps(lab.trace)
    assert "because" not in told
    # the trees of the forest stand in the order of their first words, not of their weights
    firsts = [min(lab.tree.words_under(node)) for node in lab.tree.waiting(made)]
    order = lab.trace["leaves"]
    assert [order.index(first) for first in sorted(firsts)] == sorted(map(order.index, firsts))
    for request in ({"zoom": 2 * V - 2}, {"kind": "balanced"}, {"counts": [1] * V}):
        assert "trace" not in ask(lab, **request)
    ask(lab, commit="next_merge", choice="words_first")
    assert lab.right == {"next_merge": False}
    assert lab.trace["whole_tree"] and len(lab.trace["inner"]) == V - 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_where_the_question_stands_every_choice_names_another_pair(language):
    tree = w2v.huffman_tree(
        w2v.Vocabulary.from_sentences(w2v.toy_sentences("song", language)).counts
    )
    made = telling(tree)
    pairs = guesses(tree, made)
    assert len({frozenset(pair) for pair in pairs.values()}) == len(pairs) == 4
    merge = tree.merges[made]
    assert pairs["lightest"] == {merge.left, merge.right}
    assert lessons.find("next_merge").answer() == "lightest"


def test_where_no_number_of_merges_tells_the_choices_apart_the_question_stands_near_the_end():
    assert telling(w2v.huffman_tree([1])) == 0
    assert telling(w2v.huffman_tree([2, 1])) == 0
    assert telling(w2v.huffman_tree([8, 4, 2, 1, 1])) == 2


def test_a_forest_holds_every_word_once():
    tree = w2v.huffman_tree([6, 5, 2, 2, 1])
    for made in range(5):
        view = whole_view(tree, made)
        assert sorted(view.leaves) == list(range(5))
        assert view.inner == list(range(5, 5 + made))
