"""Exercises: right answers pass, known mistakes are named, and nothing breaks them."""

from itertools import pairwise

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import exercises
from w2v_lab.lessons import l00, l01, l02, l03
from w2v_lab.lessons.check import in_order
from w2v_lab.messages import catalogue


def by_one_hots(W_in, inputs):
    return sum(np.eye(len(W_in))[i] for i in inputs) @ W_in / len(inputs)


def by_pairs(sentence):
    return [[sentence[i], sentence[i + 1]] for i in range(len(sentence) - 1)]


@pytest.mark.parametrize(
    ("check", "solution"),
    [
        (exercises.hidden, by_one_hots),
        (exercises.next_words, by_pairs),
        (exercises.softmax, lambda u: np.exp(u - np.logaddexp.reduce(u))),
        (exercises.back_to_h, lambda e, W_out: (e[:, None] * W_out).sum(axis=0)),
        (exercises.next_words, lambda s: list(pairwise(s))),
    ],
)
def test_every_right_road_passes(check, solution):
    """Beside those of solutions/."""
    verdict = check(solution)
    assert verdict.passed, verdict
    assert str(exercises.CASES) in repr(verdict)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("check", "mistake", "solution"),
    [
        *((exercises.hidden, *item) for item in l01.exercises.HIDDEN_MISTAKES.items()),
        *((exercises.softmax, *item) for item in l02.exercises.SOFTMAX_MISTAKES.items()),
        *((exercises.back_to_h, *item) for item in l03.exercises.BACK_TO_H_MISTAKES.items()),
        *((exercises.next_words, *item) for item in l00.exercises.NEXT_WORDS_MISTAKES.items()),
    ],
)
def test_a_known_mistake_is_named(check, mistake, solution, language):
    w2v.set_language(language)
    verdict = check(solution)
    hint = catalogue(check.__module__.split(".")[-2])[f"hint_{check.__name__}_{mistake}"][language]
    assert not verdict.passed
    assert hint in verdict.text


def test_an_unknown_mistake_is_shown_with_both_results():
    verdict = exercises.hidden(lambda W_in, inputs: W_in[inputs].mean(axis=0) + 1e-6)
    assert not verdict.passed
    assert "Hint" not in verdict.text and "yours" in verdict.text


@pytest.mark.parametrize(
    ("solution", "said"),
    [
        (lambda W_in, inputs: None, "returns None"),
        (lambda W_in, inputs: 1 / 0, "ZeroDivisionError"),
        (lambda: 1, "TypeError"),
        (lambda W_in, inputs: "h", "yours"),
        (lambda W_in, inputs: W_in.__imul__(2)[inputs].mean(axis=0), "changes what it was given"),
        (lambda W_in, inputs: inputs.append(1) or W_in[0], "changes what it was given"),
    ],
)
def test_whatever_a_function_does_gets_a_kind_answer(solution, said):
    verdict = exercises.hidden(solution)
    assert not verdict.passed
    assert said in verdict.text


def test_a_result_in_place_of_a_function_is_explained():
    with pytest.raises(w2v.W2VError, match="without brackets"):
        exercises.hidden(np.zeros(3))


def test_the_cases_have_repeats_and_single_inputs():
    cases = [inputs for _, inputs in in_order(l01.exercises._matrices)]
    assert any(len(inputs) == 1 for inputs in cases)
    assert any(len(set(inputs)) < len(inputs) for inputs in cases)


@pytest.mark.parametrize("name", ["next_words", "cbow_examples"])
def test_a_chinese_session_is_tried_with_chinese_words(name):
    w2v.set_language("zh")
    verdict = getattr(exercises, name)(lambda *_: [])
    told = verdict.text.partition("sentence")[2]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told.splitlines()[0])
