"""The checks can fail: each mistake that a word2vec has been seen to make, planted and caught.

A bug is a piece of the library's source and what stands there instead, in a copy of the package
that is imported under a name of its own.
"""

import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
import test_examples
import test_gradients
import test_model
import test_training

import w2v_lab as w2v


def finite_differences(lib):
    for inputs, targets in test_gradients.SHAPES:
        test_gradients.check_finite_differences(lib, inputs, targets)


def autograd(lib):
    for inputs, targets in test_gradients.SHAPES:
        test_gradients.check_autograd(lib, inputs, targets)


def on_paper(lib):
    test_model.check_one_input_and_one_target(lib)
    test_model.check_two_inputs_and_two_targets(lib)


extremes = test_gradients.check_extreme_scores
looking = test_model.check_looking_changes_nothing
product = test_model.check_the_product_is_the_look_up
windows = test_examples.check_windows
unknown = test_examples.check_unknown_words
loop = test_training.check_training_by_hand
rate = test_training.check_rate_by_progress
watched = test_training.check_watched_is_unwatched
replay = test_training.check_replay

CHECKS = [finite_differences, autograd, on_paper, extremes, looking, product]
CHECKS += [windows, unknown, loop, rate, watched, replay]


class Bug(NamedTuple):
    """A mistake, where it is planted, and the checks that must each see it."""

    name: str
    module: str
    piece: str
    instead: str
    seen_by: list[Callable[[ModuleType], None]]


MOVE_W_IN = "np.subtract.at(self.W_in, inputs, learning_rate * step.EH / len(inputs))"
MOVE_W_OUT = "np.subtract.at(self.W_out, rows, learning_rate * np.outer(e, step.h))"
THE_LOOP = "for rows, e in zip(step.rows, step.e, strict=True):"
YIELD = "        yield step\n        model.apply(step, rate(number / total))"
KEEP = "weights[number] = (model.W_in.copy(), model.W_out.copy())"

BUGS = [
    # the gradient
    Bug(
        "the errors have the wrong sign",
        "model",
        "e = y - t",
        "e = t - y",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "the errors forget the labels",
        "model",
        "e = y - t",
        "e = y.copy()",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "h is the sum of the rows and not their mean",
        "model",
        "h = self.W_in[inputs].mean(axis=0)",
        "h = self.W_in[inputs].sum(axis=0)",
        [finite_differences, autograd, on_paper, product],
    ),
    Bug(
        "h counts a repeated input once",
        "model",
        "h = self.W_in[inputs].mean(axis=0)",
        "h = self.W_in[sorted(set(inputs))].mean(axis=0)",
        [finite_differences, autograd, on_paper, product],
    ),
    Bug(
        "EH is not divided by the number of inputs",
        "model",
        "step.EH / len(inputs))",
        "step.EH)",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "EH is divided by the number of targets",
        "model",
        "step.EH / len(inputs))",
        "step.EH / len(step.e))",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "EH is that of the last target alone",
        "model",
        "EH += e @ self.W_out[rows]",
        "EH = e @ self.W_out[rows]",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "the loss is that of the last target alone",
        "model",
        "loss += cost",
        "loss = cost",
        [finite_differences, autograd, on_paper],
    ),
    # the update
    Bug(
        "a repeated input is assigned and not accumulated",
        "model",
        MOVE_W_IN,
        "self.W_in[inputs] -= learning_rate * step.EH / len(inputs)",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "rows of several targets are assigned and not accumulated",
        "model",
        f"{THE_LOOP}\n            {MOVE_W_OUT}",
        f"before = self.W_out.copy()\n        {THE_LOOP}\n"
        "            self.W_out[rows] = before[rows] - learning_rate * np.outer(e, step.h)",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "W_out has moved before EH is computed",
        "model",
        "inputs = list(step.example.inputs)",
        "step = self.step(step.example)\n        inputs = list(step.example.inputs)",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "W_in has moved before W_out is",
        "model",
        f"{MOVE_W_OUT}\n        inputs = list(step.example.inputs)\n        {MOVE_W_IN}",
        f"pass\n        inputs = list(step.example.inputs)\n        {MOVE_W_IN}\n"
        f"        step = self.step(step.example)\n        {THE_LOOP}\n            {MOVE_W_OUT}",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "the targets are taken one after another, at weights that move between them",
        "model",
        "            lines.append(",
        "            self.W_out[rows] -= 0.1 * np.outer(e, h)\n            lines.append(",
        [finite_differences, autograd, looking],
    ),
    Bug(
        "the learning rate is forgotten on W_out",
        "model",
        "learning_rate * np.outer(e, step.h)",
        "np.outer(e, step.h)",
        [autograd, on_paper],
    ),
    Bug(
        "the learning rate is forgotten on W_in",
        "model",
        "learning_rate * step.EH",
        "step.EH",
        [autograd],
    ),
    Bug(
        "the long road to h forgets the repeats",
        "model",
        "x = np.bincount(inputs, minlength=len(self.vocabulary)).astype(float)",
        "x = np.bincount(sorted(set(inputs)), minlength=len(self.vocabulary)).astype(float)",
        [product],
    ),
    # the output layer
    Bug(
        "exp overflows for want of the greatest score",
        "outputs",
        "shifted = u - u.max()",
        "shifted = u.copy()",
        [extremes],
    ),
    Bug(
        "the labels are off by one",
        "outputs",
        "t[target] = 1",
        "t[target - 1] = 1",
        [autograd, on_paper, extremes],
    ),
    Bug(
        "the loss is in bits and not in nats",
        "outputs",
        "return y, float(loss)",
        "return y, float(loss / np.log(2))",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "the predictions do not sum to one",
        "outputs",
        "y = exps / exps.sum()",
        "y = exps / (exps.sum() + 1e-6)",
        [finite_differences, autograd, on_paper],
    ),
    # the examples
    Bug(
        "the window is one too short at its left",
        "examples",
        "max(0, centre - window)",
        "max(0, centre - window + 1)",
        [windows],
    ),
    Bug(
        "the window is one too long at its left",
        "examples",
        "max(0, centre - window)",
        "max(0, centre - window - 1)",
        [windows],
    ),
    Bug(
        "the window wraps around the start of the sentence",
        "examples",
        "max(0, centre - window)",
        "centre - window",
        [windows],
    ),
    Bug(
        "the window is one too short at its right",
        "examples",
        "min(length - 1, centre + window)",
        "min(length - 1, centre + window - 1)",
        [windows],
    ),
    Bug(
        "the window never reaches the last word",
        "examples",
        "min(length - 1, centre + window)",
        "min(length - 2, centre + window)",
        [windows],
    ),
    Bug(
        "the centre is its own neighbour",
        "examples",
        "range(first, last + 1) if place != centre",
        "range(first, last + 1)",
        [windows],
    ),
    Bug(
        "skip-gram and CBOW are exchanged",
        "examples",
        '{"skip-gram": _skip_gram, "cbow": _cbow,',
        '{"skip-gram": _cbow, "cbow": _skip_gram,',
        [windows],
    ),
    Bug(
        "the next word is the one before",
        "examples",
        "return (centre,), tuple(range(centre + 1, min(centre + 2, length)))",
        "return tuple(range(centre + 1, min(centre + 2, length))), (centre,)",
        [windows],
    ),
    Bug(
        "unknown words leave after the window is laid",
        "corpus",
        "return [self.index[word] for word in sentence if word in self.index]",
        "return [self.index.get(word, 0) for word in sentence]",
        [unknown],
    ),
    # the loop
    Bug(
        "a step is applied before it is seen",
        "training",
        YIELD,
        "        model.apply(step, rate(number / total))\n        yield step",
        [replay],
    ),
    Bug(
        "the last step is never applied",
        "training",
        YIELD,
        YIELD.replace("model.apply", "if number < total - 1: model.apply"),
        [loop, rate],
    ),
    Bug(
        "every epoch begins at the second example",
        "training",
        "examples[number % len(examples)]",
        "examples[(number + 1) % len(examples)]",
        [loop, rate],
    ),
    Bug(
        "the rate does not follow the progress",
        "training",
        "rate(number / total)",
        "rate(0)",
        [rate],
    ),
    Bug(
        "watching draws from what training needs",
        "training",
        "        losses.append(step.loss)",
        "        losses.append(model.step(step.example).loss)\n        model.W_in += 0.0\n"
        "        model.W_in[0] += 1e-16",
        [watched, replay],
    ),
    Bug(
        "the kept weights are the model's own and move with it",
        "training",
        KEEP,
        "weights[number] = (model.W_in, model.W_out)",
        [replay],
    ),
    Bug(
        "the kept weights travel as float32",
        "training",
        KEEP,
        KEEP.replace("copy()", "astype(np.float32).astype(float)"),
        [replay],
    ),
    Bug(
        "the weights after the last update are those before it",
        "training",
        "weights[len(losses)] = (model.W_in.copy(), model.W_out.copy())",
        "weights[len(losses)] = weights[len(losses) - 1]",
        [replay],
    ),
]


@pytest.fixture
def plant(tmp_path, monkeypatch):
    """Return a function that imports a copy of the package with a piece of one module replaced."""

    def planted(module: str, piece: str, instead: str) -> ModuleType:
        package = tmp_path / "planted_lab"
        shutil.copytree(
            Path(w2v.__file__).parent,
            package,
            ignore=shutil.ignore_patterns("widgets", "__pycache__"),
        )
        path = package / f"{module}.py"
        source = path.read_text(encoding="utf-8")
        assert source.count(piece) == 1, f"{module}.py holds {source.count(piece)} times: {piece}"
        path.write_text(source.replace(piece, instead), encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        return importlib.import_module("planted_lab")

    yield planted
    for name in [name for name in sys.modules if name.split(".")[0] == "planted_lab"]:
        del sys.modules[name]


def test_the_checks_pass_on_a_copy_without_a_bug(plant):
    lib = plant("model", "e = y - t", "e = y - t")
    assert lib.Model is not w2v.Model
    for check in CHECKS:
        check(lib)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(bug, plant):
    lib = plant(bug.module, bug.piece, bug.instead)
    for check in bug.seen_by:
        with pytest.raises((AssertionError, FloatingPointError)):
            check(lib)


def test_every_check_has_caught_a_bug():
    assert {check for bug in BUGS for check in bug.seen_by} == set(CHECKS)
