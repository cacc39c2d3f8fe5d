"""The solutions are right, each exercise has one, and learners' downloads hold none of them."""

import inspect
import itertools
from pathlib import Path

import numpy as np
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import w2v_lab as w2v
from solutions import exercises as solved
from solutions import own_text
from solutions.negative_sampling import my_gradient
from w2v_lab import exercises, lessons
from w2v_lab.checking import finite_differences

ROOT = Path(__file__).resolve().parent.parent
SEEDED = {"find_the_mistakes", "repairs"}
# Answered by what the learner has assembled or trained, not by a function.
OTHERWISE = {"own_analogies", "report"}


def functions():
    return {name for name, _ in inspect.getmembers(solved, inspect.isfunction)}


def test_each_exercise_has_a_solution_and_each_solution_an_exercise():
    asked = {name.partition(".")[2] for name in lessons.solvable()}
    assert functions() == asked - OTHERWISE


def test_every_solution_is_right():
    for name in sorted(functions() - SEEDED):
        verdict = getattr(exercises, name)(getattr(solved, name))
        assert verdict.passed, (name, verdict)
    for seed in range(12):
        assert exercises.find_the_mistakes(**solved.find_the_mistakes(seed), seed=seed).passed
        assert exercises.repairs(*solved.repairs(seed), seed=seed).passed


CASES = [[[3, 4, 5]], [[3, 4, 3]], [[2, 4, 2]]]  # the second repeats a word, the third the target


def test_the_derived_gradient_is_the_measured_one_as_precisely_as_the_task_asks():
    vocabulary = w2v.Vocabulary.from_sentences(w2v.toy_sentences())
    model = w2v.Model(vocabulary, vector_size=4, output="negative-sampling", seed=0)
    rng = np.random.default_rng(0)
    model.W_in[:], model.W_out[:] = rng.normal(size=(2, *model.W_in.shape))
    apart = {}
    for width in (1e-1, 1e-5, 1e-12):
        for inputs, drawn in itertools.product(((0, 1), (0, 1, 0)), CASES):
            step = model.step(w2v.Example(inputs, (2,)), drawn)
            derived, measured = my_gradient(model, step), finite_differences(model, step, width)
            far = max(np.abs(a - b).max() for a, b in zip(derived, measured, strict=True))
            apart[width] = max(apart.get(width, 0), far / max(np.abs(m).max() for m in measured))
    assert apart[1e-5] < 1e-6 < min(apart[1e-1], apart[1e-12])


def test_the_text_of_ones_own_is_reported_as_the_task_asks():
    text = list(w2v.corpora.icd())[::4]
    words = w2v.Vocabulary.from_sentences(text, min_count=5).index
    assert len(set(own_text.PAIRS)) >= 20
    assert sum(len(sentence) for sentence in text) > 100_000, "as the task asks"
    assert all(word in words for pair in own_text.PAIRS for word in pair)


def test_learners_downloads_hold_no_solution():
    for builder in (SdistBuilder(str(ROOT)), WheelBuilder(str(ROOT))):
        held = {file.relative_path for file in builder.recurse_included_files()}
        assert any(path.startswith("w2v_lab/") for path in held)
        assert not [path for path in held if "solutions" in path]
    assert "\nrm -r solutions\n" in (ROOT / "binder" / "postBuild").read_text(encoding="utf-8")
