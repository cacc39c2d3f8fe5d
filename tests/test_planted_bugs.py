"""The checks can fail: each mistake that a word2vec has been seen to make, planted and caught.

A bug is a piece of the library's source and what stands there instead, in a copy of the package
that is imported under a name of its own.
"""

import importlib
import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
import test_examples
import test_examples_options
import test_gradients
import test_model
import test_noise
import test_outputs
import test_training
import test_trees

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


def outputs_finite_differences(lib):
    for case in test_outputs.CASES:
        test_outputs.check_finite_differences(lib, *case)


def outputs_autograd(lib):
    for case in test_outputs.CASES:
        test_outputs.check_autograd(lib, *case)


def outputs_on_paper(lib):
    test_outputs.check_tree_by_hand(lib)
    test_outputs.check_negatives_by_hand(lib)


def over_many_counts(check):
    """The check of a tree on the first 25 of its vectors of counts."""

    def checked(lib):
        for number in test_trees.VECTORS[:25]:
            check(lib, number)

    return checked


extremes = test_gradients.check_extreme_scores
looking = test_model.check_looking_changes_nothing
product = test_model.check_the_product_is_the_look_up
windows = test_examples.check_windows
unknown = test_examples.check_unknown_words
loop = test_training.check_training_by_hand
rate = test_training.check_rate_by_progress
watched = test_training.check_watched_is_unwatched
replay = test_training.check_replay
sums = test_outputs.check_sum_over_the_tree
large = test_outputs.check_extreme_scores
starts = test_outputs.check_starts
undivided = test_outputs.check_undivided
noise = test_noise.check_noise_on_paper
draws = test_noise.check_draws
plain_loop = test_examples_options.check_plain_loop
kept = test_examples_options.check_keep_probabilities
codes = over_many_counts(test_trees.check_paths_and_codes)
merges = over_many_counts(test_trees.check_merges)
least = over_many_counts(test_trees.check_least_cost)
word2vec_c = over_many_counts(test_trees.check_word2vec_c)

CHECKS = [finite_differences, autograd, on_paper, extremes, looking, product]
CHECKS += [windows, unknown, loop, rate, watched, replay]
CHECKS += [outputs_finite_differences, outputs_autograd, outputs_on_paper, sums, large, starts]
CHECKS += [undivided, noise, draws, plain_loop, kept, codes, merges, least, word2vec_c]


class Bug(NamedTuple):
    """A mistake, where it is planted, and the checks that must each see it."""

    name: str
    module: str
    piece: str
    instead: str
    seen_by: list[Callable[[ModuleType], None]]


MOVE_W_IN = "np.subtract.at(self.W_in, inputs, learning_rate * step.EH / shares)"
MOVE_W_OUT = "np.subtract.at(self.W_out, rows, learning_rate * np.outer(e, step.h))"
INPUTS = "inputs = list(step.example.inputs)\n        shares = 1 if self.undivided else len(inputs)"
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
        "step.EH / shares)",
        "step.EH)",
        [finite_differences, autograd, on_paper],
    ),
    Bug(
        "EH is divided by the number of targets",
        "model",
        "step.EH / shares)",
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
        "self.W_in[inputs] -= learning_rate * step.EH / shares",
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
        f"{MOVE_W_OUT}\n        {INPUTS}\n        {MOVE_W_IN}",
        f"pass\n        {INPUTS}\n        {MOVE_W_IN}\n"
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
        "loss = np.log(exps.sum()) - t @ shifted",
        "loss = (np.log(exps.sum()) - t @ shifted) / np.log(2)",
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
    # hierarchical softmax and negative sampling
    Bug(
        "the labels are the code's bits",
        "outputs",
        "t = 1 - np.array(self.tree.codes[target], dtype=float)",
        "t = np.array(self.tree.codes[target], dtype=float)",
        [outputs_autograd, outputs_on_paper],
    ),
    Bug(
        "a yes/no question that errs in the sign of its loss",
        "outputs",
        "(1 - 2 * t) * u",
        "(2 * t - 1) * u",
        [outputs_finite_differences, outputs_autograd, outputs_on_paper, large],
    ),
    Bug(
        "a yes/no loss in bits",
        "outputs",
        "loss = np.logaddexp(0, (1 - 2 * t) * u).sum()",
        "loss = np.logaddexp2(0, (1 - 2 * t) * u).sum()",
        [outputs_finite_differences, outputs_autograd, outputs_on_paper, starts],
    ),
    Bug(
        "σ is that of -u",
        "outputs",
        "return np.exp(-np.logaddexp(0, -u))",
        "return np.exp(-np.logaddexp(0, u))",
        [outputs_finite_differences, outputs_autograd, outputs_on_paper],
    ),
    Bug(
        "σ overflows",
        "outputs",
        "return np.exp(-np.logaddexp(0, -u))",
        "return 1 / (1 + np.exp(-u))",
        [large],
    ),
    Bug(
        "a node sends as often to either side",
        "outputs",
        "no = sigmoid(-u)",
        "no = sigmoid(u)",
        [sums, outputs_on_paper],
    ),
    Bug(
        "the negatives have label 1",
        "outputs",
        "        t[0] = 1\n",
        "        t[:] = 1\n",
        [outputs_autograd, outputs_on_paper],
    ),
    Bug(
        "a repeated negative counts once",
        "outputs",
        "rows = np.array([target, *negatives])",
        "rows = np.array([target, *dict.fromkeys(negatives)])",
        [outputs_autograd, outputs_on_paper],
    ),
    Bug(
        "a negative that equals the target is passed over without being asked",
        "outputs",
        "rows = np.array([target, *negatives])",
        "rows = np.array([target, *(word for word in negatives if word != target)])",
        [outputs_autograd, outputs_on_paper],
    ),
    Bug(
        "a row that repeats is assigned and not accumulated",
        "model",
        MOVE_W_OUT,
        "self.W_out[rows] -= learning_rate * np.outer(e, step.h)",
        [outputs_finite_differences, outputs_autograd, outputs_on_paper],
    ),
    Bug(
        "the undivided gradient is divided",
        "model",
        "shares = 1 if self.undivided else len(inputs)",
        "shares = len(inputs)",
        [undivided],
    ),
    # the noise
    Bug(
        "the noise forgets its exponent",
        "noise",
        "self.exponent = float(exponent)",
        "self.exponent = 1.0",
        [noise],
    ),
    Bug(
        "the exponent lies on the sum and not on the counts",
        "noise",
        "powers = self.exponent * np.log(share[seen])",
        "powers = np.log(share[seen])",
        [noise],
    ),
    Bug(
        "a draw falls on the word before",
        "noise",
        'side="right"',
        'side="left"',
        [draws],
    ),
    Bug(
        "a negative that equals the target is skipped where it should be redrawn",
        "noise",
        'for _ in range(MOST_REDRAWS if target_drawn == "redraw" else 1):',
        "for _ in range(1):",
        [draws],
    ),
    Bug(
        "a negative that equals the target is kept whatever was chosen",
        "noise",
        'used = word != target or target_drawn == "keep"',
        "used = True",
        [draws],
    ),
    # the trees
    Bug(
        "the heavier child has bit 0",
        "trees",
        "        yield Merge(left, right, nodes[place] - V, weight)",
        "        yield Merge(right, left, nodes[place] - V, weight)",
        [merges],
    ),
    Bug(
        "the heavier of the two lightest has bit 0",
        "trees",
        "        yield Merge(left, right, row, weight)",
        "        yield Merge(right, left, row, weight)",
        [merges, word2vec_c],
    ),
    Bug(
        "of equal weights the word comes before the inner node",
        "trees",
        "weights[words[-1]] < weights[nodes[0]]",
        "weights[words[-1]] <= weights[nodes[0]]",
        [word2vec_c],
    ),
    Bug(
        "of equal words the earlier is taken first",
        "trees",
        "words = sorted(range(V), key=counts.__getitem__, reverse=True)  # the",
        "words = sorted(range(V), key=lambda word: (-counts[word], -word))  # the",
        [word2vec_c],
    ),
    Bug(
        "the inner nodes wait in a pile and not in a queue",
        "trees",
        "return nodes.popleft()",
        "return nodes.pop()",
        [least, word2vec_c],
    ),
    Bug(
        "codes are read from the leaf",
        "trees",
        "code + _LEFT, code + _RIGHT",
        "_LEFT + code, _RIGHT + code",
        [codes, word2vec_c],
    ),
    Bug(
        "paths name the child's row",
        "trees",
        "paths[left] = paths[right] = path + (row,)",
        "paths[left] = paths[right] = path + (max(row - 1, 0),)",
        [codes, word2vec_c],
    ),
    Bug(
        "the spans are halved off the middle",
        "trees",
        "middle = (first + last) // 2",
        "middle = first + 1",
        [least],
    ),
    # what programs do otherwise with examples
    Bug(
        "the drawn window never reaches its end",
        "examples",
        "1 + int(rng.random() * window)",
        "1 + int(rng.random() * max(1, window - 1))",
        [plain_loop],
    ),
    Bug(
        "the paper's formula has the code's second term",
        "examples",
        '"paper": lambda ratio: np.sqrt(ratio),',
        '"paper": lambda ratio: np.sqrt(ratio) + ratio,',
        [plain_loop, kept],
    ),
    Bug(
        "subsampling keeps what it should drop",
        "examples",
        "np.flatnonzero(self.r < self.keep)",
        "np.flatnonzero(self.r >= self.keep)",
        [plain_loop],
    ),
    Bug(
        "the roles are not swapped",
        "examples",
        "return [((place,), inputs_at) for place in targets_at]",
        "return [(inputs_at, (place,)) for place in targets_at]",
        [plain_loop],
    ),
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """One copy of the package for all bugs of a file."""
    package = tmp_path_factory.mktemp("planted") / "planted_lab"
    skip = shutil.ignore_patterns("widgets", "__pycache__")
    shutil.copytree(Path(w2v.__file__).parent, package, ignore=skip)
    return package


@pytest.fixture
def plant(copied, monkeypatch):
    """Return a function that imports a copy of the package with a piece of one module replaced."""
    undo = []

    def planted(module: str, piece: str, instead: str) -> ModuleType:
        path = copied / f"{module}.py"
        source = path.read_text(encoding="utf-8")
        assert source.count(piece) == 1, f"{module}.py holds {source.count(piece)} times: {piece}"
        undo.append((path, source))
        rewrite(path, source.replace(piece, instead))
        monkeypatch.syspath_prepend(copied.parent)
        return importlib.import_module("planted_lab")

    yield planted
    for path, source in undo:
        rewrite(path, source)
    for name in [name for name in sys.modules if name.split(".")[0] == "planted_lab"]:
        del sys.modules[name]


def rewrite(path, source):
    """Write a module anew; what was compiled of it could pass for the new one's."""
    path.write_text(source, encoding="utf-8")
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


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
