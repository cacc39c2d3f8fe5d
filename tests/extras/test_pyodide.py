"""In the browser's Python: 32 bits, no Graphviz, no manual of Python, no program to start.

Needs a folder with Pyodide (npm's `pyodide`) and a wheel of numpy that was built for it, named by
the environment variable W2V_PYODIDE.
"""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

import w2v_lab as w2v

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

START = """
import numpy as np
import w2v_lab as w2v

sentences = w2v.toy_sentences("kingdom")
vocabulary = w2v.Vocabulary.from_sentences(sentences)
"""


def python(code: str) -> str:
    """What this code prints in Pyodide, the package of this repository at hand."""
    folder = os.environ.get("W2V_PYODIDE", "")
    assert folder, "Set W2V_PYODIDE to a folder with Pyodide and a wheel of numpy built for it."
    done = subprocess.run(
        ["node", HERE / "pyodide.mjs", folder, ROOT],
        input=START + code,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_integers_have_32_bits_and_the_lab_takes_them():
    assert python("print(np.intp(0).itemsize, vocabulary.counts.dtype)").split() == ["4", "int64"]


@pytest.mark.parametrize("output", ["softmax", "hierarchical-softmax", "negative-sampling"])
def test_a_hundred_updates_are_those_of_a_kernel(output):
    code = f"""
examples = list(w2v.examples(sentences, vocabulary))[:100]
model = w2v.Model(vocabulary, vector_size=5, output="{output}", seed=0)
losses = w2v.train(model, examples, learning_rate=0.1)
"""
    there = [float(number) for number in python(code + "print(*losses)").split()]
    here: dict = {}
    exec(START + code, here)
    np.testing.assert_allclose(there, here["losses"], rtol=0, atol=1e-9)


@pytest.mark.parametrize("output", ["softmax", "hierarchical-softmax", "negative-sampling"])
@pytest.mark.parametrize("architecture", ["skip-gram", "cbow"])
def test_fit_takes_its_numpy_road(output, architecture):
    settings = f"vector_size=5, min_count=1, sample=0, epochs=2, output='{output}'"
    told = python(
        f"vectors = w2v.fit(sentences, {settings}, architecture='{architecture}')\n"
        "print(len(vectors.words), np.isfinite(vectors.matrix).all())"
    )
    words = w2v.Vocabulary.from_sentences(w2v.toy_sentences("kingdom")).words
    assert told.splitlines()[-1].split() == [str(len(words)), "True"]


def test_words_are_learned_in_pieces():
    code = "pieces = w2v.relatives.subwords(sentences, 5, 2, 1, sample=0, epochs=1)\n"
    told = python(code + "print(len(pieces.words), np.isfinite(pieces.vector('king')).all())")
    assert told.split()[-1] == "True"


def test_the_real_words_are_there_without_a_manual():
    code = "import importlib.util as u\nprint(u.find_spec('pydoc_data'), len(w2v.word_counts()))"
    assert python(code).split() == ["None", str(len(w2v.word_counts()))]
