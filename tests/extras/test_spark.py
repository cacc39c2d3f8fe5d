"""Spark trains what one machine trains, and hands its vectors back. Needs pyspark and Java 17."""

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import beyond

pytestmark = pytest.mark.extras


def overlap(one, other, words):
    """The share of ten neighbours that two sets of vectors have in common."""
    near = [[{w for w, _ in v.most_similar(word)} for word in words] for v in (one, other)]
    return np.mean([len(a & b) / 10 for a, b in zip(*near, strict=True)])


def test_vectors_come_back_and_their_neighbours_overlap_with_ours_as_two_seeds_do(tmp_path):
    pytest.importorskip("pyspark", reason="pip install 'w2v-lab[spark]', and Java 17")
    text = list(w2v.corpora.icd())[:20_000]
    how = {"vector_size": 50, "min_count": 10, "learning_rate": 0.05, "epochs": 5}
    ours = [
        w2v.fit(text, **how, output="hierarchical-softmax", sample=0, seed=seed) for seed in (0, 1)
    ]
    theirs = beyond.spark(text, **how)
    assert set(theirs) == set(ours[0])
    words = ours[0].words[:300]
    between = overlap(*ours, words)
    found = overlap(theirs, ours[0], words)
    print(f"two seeds of ours {between:.2f}, Spark and ours {found:.2f}")
    assert found > 0.6 * between
    path = tmp_path / "text.txt"
    path.write_text("\n".join(" ".join(sentence) for sentence in text), encoding="utf-8")
    assert set(beyond.spark(path, **{**how, "epochs": 1})) == set(theirs)
