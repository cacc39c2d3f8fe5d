"""Trees for print: every word is a label, whatever was typed, and dot draws it."""

import re

import pytest
from hostile import WORDS

import w2v_lab as w2v

TREE = w2v.huffman_tree(range(len(WORDS), 0, -1))


def test_leaves_nodes_and_bits_are_those_of_the_tree():
    tree = w2v.huffman_tree([6, 5, 2, 2, 1])
    source = tree.to_graphviz(list("abcde")).source
    edges = re.findall(r"n(\d+) -> n(\d+) \[label=(\d)\]", source)
    assert sorted((int(a), int(b), int(bit)) for a, b, bit in edges) == sorted(
        (5 + merge.row, child, bit)
        for merge in tree.merges
        for bit, child in enumerate((merge.left, merge.right))
    )
    assert re.findall(r'n(\d+) \[label="(\w)\\n(\d+)"', source)[:5] == [
        ("0", "a", "6"),
        ("1", "b", "5"),
        ("2", "c", "2"),
        ("3", "d", "2"),
        ("4", "e", "1"),
    ]
    assert 'n8 [label="3\\n16"' in source  # the root is row 3
    assert 'n0 [label="0\\n6"' in tree.to_graphviz().source  # ids where no words are given


def test_the_words_must_be_as_many_as_the_leaves():
    with pytest.raises(w2v.W2VError, match="has 5 leaves, but there are 2 words"):
        w2v.huffman_tree([6, 5, 2, 2, 1]).to_graphviz(["a", "b"])


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_hostile_words_are_drawn(kind):
    drawn = TREE.to_graphviz(WORDS).pipe(format=kind)
    assert len(drawn) > 1000
    if kind == "svg":
        texts = re.findall(r"<text[^>]*>(.*?)</text>", drawn.decode())
        assert len(texts) >= 2 * len(WORDS)
        assert not re.search(r"<(script|a|image)\b", drawn.decode())


@pytest.mark.parametrize("word", ["国王", "a<b>", "x & y", "\\n{|}", '"quoted"', "%s"])
def test_a_word_reads_as_it_was_typed(word):
    svg = w2v.huffman_tree([2, 1]).to_graphviz([word, "b"]).pipe(format="svg").decode()
    texts = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    escapes = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#45;": "-", "&#160;": " "}
    plain = [text for text in texts]
    for code, sign in escapes.items():
        plain = [text.replace(code, sign) for text in plain]
    plain = [text.replace("&amp;", "&") for text in plain]
    assert word in plain


def test_one_word_is_a_leaf_alone():
    assert "->" not in w2v.huffman_tree([3]).to_graphviz(["king"]).source
