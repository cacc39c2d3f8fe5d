"""Floor 1: trees, by hand, by what makes a tree the best, and by word2vec.c's own algorithm."""

import heapq
import itertools
import math

import numpy as np
import pytest

import w2v_lab as w2v

VECTORS = range(200)


def random_counts(number):
    """A random vector of counts, most frequent first as in a vocabulary: many ties, few, none."""
    rng = np.random.default_rng(number)
    V = int(rng.integers(1, 65))
    counts = [
        lambda: rng.integers(1, 4, V),  # almost nothing but ties
        lambda: rng.integers(1, 100, V),
        lambda: rng.integers(1, 10**9, V),
        lambda: np.ceil(1000 / np.arange(1, V + 1)).astype(int),  # Zipf
        lambda: np.full(V, 7),
    ][number % 5]()
    return np.sort(counts)[::-1]


def word2vec_c(counts):
    """Codes and rows by the arrays of word2vec.c's CreateBinaryTree, retold.

    The words stand sorted, heaviest first, and are taken from their end; the inner nodes follow
    them in the order in which they are made, with an endless weight until then.
    """
    V = len(counts)
    weight = [*map(int, counts)] + [10**15] * V
    parent, bit = [0] * (2 * V), [0] * (2 * V)
    word, inner = V - 1, V
    for made in range(V, 2 * V - 1):
        pair = []
        for _ in range(2):
            if word >= 0 and weight[word] < weight[inner]:
                pair.append(word)
                word -= 1
            else:
                pair.append(inner)
                inner += 1
        weight[made] = sum(weight[node] for node in pair)
        for node in pair:
            parent[node] = made
        bit[pair[1]] = 1
    codes, rows = [], []
    for leaf in range(V):
        up = []
        while leaf != 2 * V - 2:
            up.append((bit[leaf], parent[leaf] - V))
            leaf = parent[leaf]
        codes.append(tuple(b for b, _ in reversed(up)))
        rows.append(tuple(row for _, row in reversed(up)))
    return codes, rows


def least_cost(counts):
    """The least Σ count·L, from nothing but the weights: the sum of all sums that a heap makes."""
    heap = [int(count) for count in counts]
    heapq.heapify(heap)
    cost = 0
    while len(heap) > 1:
        both = heapq.heappop(heap) + heapq.heappop(heap)
        cost += both
        heapq.heappush(heap, both)
    return cost


def best_of_all_trees(counts):
    """The same by trying every binary tree over the words: for few words only."""
    return _best(frozenset(enumerate(int(count) for count in counts)))


def _best(words):
    if len(words) == 1:
        return 0
    first, *others = sorted(words)
    splits = (
        frozenset([first, *chosen])
        for size in range(len(others))
        for chosen in itertools.combinations(others, size)
    )
    total = sum(count for _, count in words)
    return total + min(_best(part) + _best(words - part) for part in splits)


# What every tree must be


def check_paths_and_codes(lib, number):
    """Codes free of prefixes that fill the tree; paths from the root over exactly the rows."""
    counts = random_counts(number)
    V = len(counts)
    for tree in (lib.huffman_tree(counts), lib.balanced_tree(counts)):
        assert len(tree.codes) == len(tree.paths) == V
        assert [len(code) for code in tree.codes] == [len(path) for path in tree.paths]
        for one, other in itertools.permutations(tree.codes, 2):
            assert one != other[: len(one)]
        assert sum(2.0 ** -len(code) for code in tree.codes) == 1
        assert {row for path in tree.paths for row in path} == set(range(V - 1))
        assert all(path[0] == V - 2 for path in tree.paths if V > 1)
        assert all(path == tuple(sorted(path, reverse=True)) for path in tree.paths)
        # a word that answers like another up to a node is sent there by the same row
        met = {
            (code[:depth], row)
            for code, path in zip(tree.codes, tree.paths, strict=True)
            for depth, row in enumerate(path)
        }
        assert len(met) == len({row for _, row in met}) == len({start for start, _ in met}) == V - 1


def check_merges(lib, number):
    """Merge m makes row m out of two nodes nobody took yet; the lighter one has bit 0."""
    counts = random_counts(number)
    V = len(counts)
    for tree in (lib.huffman_tree(counts), lib.balanced_tree(counts)):
        weights, taken = [*map(int, counts)], set()
        for row, merge in enumerate(tree.merges):
            assert merge.row == row
            assert not {merge.left, merge.right} & taken
            assert merge.weight == weights[merge.left] + weights[merge.right]
            assert weights[merge.left] <= weights[merge.right]
            taken |= {merge.left, merge.right}
            weights.append(merge.weight)
        assert taken == set(range(2 * V - 2))
        assert tree.weights == weights
        for word, code in enumerate(tree.codes):
            node = 2 * V - 2
            for bit in code:
                merge = tree.merges[node - V]
                node = merge.right if bit else merge.left
            assert node == word


def check_least_cost(lib, number):
    """No tree costs less than Huffman's; the balanced one is not deeper than log₂V, rounded up."""
    counts = random_counts(number)
    V = len(counts)
    huffman, balanced = lib.huffman_tree(counts), lib.balanced_tree(counts)
    assert int(counts @ huffman.lengths) == least_cost(counts)
    assert int(counts @ balanced.lengths) >= least_cost(counts)
    assert max(balanced.lengths) <= math.ceil(math.log2(V))
    assert min(balanced.lengths) >= math.floor(math.log2(V))


def check_word2vec_c(lib, number):
    """Codes and rows are those of word2vec.c, ties included."""
    counts = random_counts(number)
    tree = lib.huffman_tree(counts)
    assert (list(tree.codes), list(tree.paths)) == word2vec_c(counts)


each_part = pytest.mark.parametrize("part", range(4))  # every fourth of the vectors


@each_part
def test_codes_are_free_of_prefixes_and_paths_name_every_row(part):
    for number in VECTORS[part::4]:
        check_paths_and_codes(w2v, number)


@each_part
def test_a_merge_takes_what_waits_and_gives_the_lighter_bit_0(part):
    for number in VECTORS[part::4]:
        check_merges(w2v, number)


@each_part
def test_huffmans_cost_is_the_least_and_the_balanced_tree_is_flat(part):
    for number in VECTORS[part::4]:
        check_least_cost(w2v, number)


@each_part
def test_codes_and_rows_are_those_of_word2vec_c(part):
    for number in VECTORS[part::4]:
        check_word2vec_c(w2v, number)


def test_no_tree_at_all_costs_less_than_huffmans():
    for number in range(60):
        counts = np.random.default_rng(number).integers(1, 30, 1 + number % 6)
        assert w2v.huffman_tree(counts).lengths @ counts == best_of_all_trees(counts), number


# By hand


def test_five_words_as_on_paper():
    """6 5 2 2 1: the 1 and the later 2 make 3 (row 0); 2 and 3 make 5 (row 1), which is inner and
    comes before the word with 5: row 2 of 10 takes both; 6 and 10 make the root, row 3."""
    tree = w2v.huffman_tree([6, 5, 2, 2, 1])
    assert tree.merges == (
        w2v.Merge(4, 3, 0, 3),
        w2v.Merge(2, 5, 1, 5),
        w2v.Merge(6, 1, 2, 10),
        w2v.Merge(0, 7, 3, 16),
    )
    assert tree.codes == ((0,), (1, 1), (1, 0, 0), (1, 0, 1, 1), (1, 0, 1, 0))
    assert tree.paths == ((3,), (3, 2), (3, 2, 1), (3, 2, 1, 0), (3, 2, 1, 0))
    assert tree.lengths.tolist() == [1, 2, 3, 4, 4]
    assert tree.mean_length() == (6 + 2 * 5 + 3 * 2 + 4 * 2 + 4) / 16


def test_five_words_halved():
    tree = w2v.balanced_tree([6, 5, 2, 2, 1])
    # {0, 1 | 2, {3, 4}}: the later half of each span has its rows first
    assert tree.merges == (
        w2v.Merge(4, 3, 0, 3),
        w2v.Merge(2, 5, 1, 5),
        w2v.Merge(1, 0, 2, 11),
        w2v.Merge(6, 7, 3, 16),
    )
    assert tree.lengths.tolist() == [2, 2, 2, 3, 3]


@pytest.mark.parametrize("grow", [w2v.huffman_tree, w2v.balanced_tree])
def test_one_word_has_an_empty_code_and_two_words_a_bit_each(grow):
    one, two = grow([3]), grow([3, 3])
    assert (one.merges, one.codes, one.paths, one.levels) == ((), ((),), ((),), [])
    assert (one.mean_length(), one.waiting(0), one.words_under(0)) == (0, [0], [0])
    assert (two.codes, two.paths) == (((1,), (0,)), ((0,), (0,)))  # the later word first
    assert "1 words" in repr(one)


def test_counts_in_any_order_are_numbered_as_they_came():
    shuffled = [2, 6, 1, 5, 2]  # of the two 2s the later one is taken first
    tree = w2v.huffman_tree(shuffled)
    assert tree.merges[0] == w2v.Merge(2, 4, 0, 3)
    assert tree.lengths.tolist() == [3, 1, 4, 2, 4]
    assert w2v.balanced_tree(shuffled).lengths.tolist() == [2, 2, 3, 2, 3]


def test_fibonacci_counts_make_a_comb():
    fibonacci = [1, 1]
    while len(fibonacci) < 20:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    assert sorted(w2v.huffman_tree(fibonacci[::-1]).lengths) == [*range(1, 20), 19]


@each_part
def test_the_waiting_list_is_what_the_next_merge_takes_from(part):
    for number in VECTORS[part::4]:
        check_waiting_list(w2v.huffman_tree(random_counts(number)))


def check_waiting_list(tree):
    for made, merge in enumerate(tree.merges):
        waiting = tree.waiting(made)
        assert len(waiting) == len(tree) - made
        assert waiting[:2] == [merge.left, merge.right]
        assert [tree.weights[node] for node in waiting] == sorted(tree.weights[n] for n in waiting)
    assert tree.waiting(len(tree.merges)) == [2 * len(tree) - 2]


def test_words_under_a_node_go_from_left_to_right():
    tree = w2v.huffman_tree([6, 5, 2, 2, 1])
    assert tree.words_under(8) == [0, 2, 4, 3, 1]
    assert tree.words_under(6) == [2, 4, 3]
    assert tree.words_under(4) == [4]
    assert [rows.tolist() for rows in tree.levels] == [[3], [2], [1], [0]]


def test_the_cost_lies_between_the_entropy_and_a_bit_more():
    for counts in map(random_counts, VECTORS):
        cost = w2v.huffman_tree(counts).mean_length()
        assert w2v.entropy(counts) - 1e-12 <= cost < w2v.entropy(counts) + 1


def test_the_mean_length_takes_other_frequencies():
    tree = w2v.huffman_tree([6, 5, 2, 2, 1])
    assert tree.mean_length(np.ones(5)) == (1 + 2 + 3 + 4 + 4) / 5
    assert w2v.entropy([1, 1, 2, 0]) == 1.5


def test_weights_are_exact_where_64_bits_would_overflow():
    tree = w2v.huffman_tree([2**62] * 8)
    assert tree.merges[-1].weight == 2**65


def test_fractions_may_be_counts():
    assert w2v.huffman_tree([0.5, 0.3, 0.2]).lengths.tolist() == [1, 2, 2]


@pytest.mark.parametrize("grow", [w2v.huffman_tree, w2v.balanced_tree])
@pytest.mark.parametrize(
    "counts",
    [[], [[1, 2]], "king", ["a"], 3, None, [1, -1], [1, math.nan], [math.inf], [[1], [1, 2]], {}],
)
def test_what_is_no_list_of_counts_is_refused(grow, counts):
    with pytest.raises(w2v.W2VError) as caught:
        grow(counts)
    assert caught.value.key == "not_counts"


def test_a_tree_cannot_be_changed():
    tree = w2v.huffman_tree([2, 1])
    with pytest.raises(ValueError, match="read-only"):
        tree.counts[0] = 5
    with pytest.raises(AttributeError):
        tree.merges = ()
