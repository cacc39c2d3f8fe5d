"""Lesson 13: five functions that are word2vec, right ones and wrong ones, and the repair shop."""

from dataclasses import replace
from itertools import zip_longest

import numpy as np
import pytest

import w2v_lab as w2v
from w2v_lab import exercises
from w2v_lab.checking import gradient_check
from w2v_lab.films import Film
from w2v_lab.lessons.l13 import beside, parts, shop
from w2v_lab.lessons.l13.own_model import LENT, OwnModel, Parts
from w2v_lab.lessons.l13.questions import _answered, _shares
from w2v_lab.messages import message
from w2v_lab.widgets.step_explorer.session import Session

WRONG = [(part, key) for part in parts.PARTS for key in parts.MISTAKES[part]]


def by_loops(sentence, window):
    found = []
    for at, centre in enumerate(sentence):
        for there in range(at - window, at + window + 1):
            if 0 <= there < len(sentence) and there != at:
                found.append([centre, sentence[there]])
    return found


def by_einsum(h, W):
    u = np.einsum("rn,n->r", W, h)
    return u, 1 / (1 + np.exp(-u))


def in_single_precision(y, t, W):
    e = y.astype("f4") - t.astype("f4")
    return [e, sum(error * row for error, row in zip(e, W.astype("f4"), strict=True))]


def in_place(W_in, W_out, centre, rows, h, e, EH, rate):
    for row, error in zip(rows, e, strict=True):
        W_out[row] -= np.float32(rate) * error * h
    W_in[centre] += -rate * EH


def given_back(W_in, W_out, centre, rows, h, e, EH, rate):
    one, other = W_in.copy(), W_out.copy()
    one[centre] -= rate * EH
    np.subtract.at(other, rows, rate * e[:, None] * h)
    return one, other


def of_a_list(counts):
    powers = [count**0.75 for count in counts.tolist()]
    return [power / sum(powers) for power in powers]


OURS = (by_loops, by_einsum, in_single_precision, in_place, of_a_list)


def single(*given):
    """What is given, in float32; row numbers stay what they are."""
    floats = [isinstance(one, np.ndarray) and one.dtype.kind == "f" for one in given]
    return [one.astype("f4") if is_one else one for one, is_one in zip(given, floats, strict=True)]


def into(W_in, W_out, centre, rows, h, e, EH, rate):
    np.add(W_in[centre], np.multiply(EH, -rate), out=W_in[centre])
    for place in range(len(rows)):
        W_out[rows[place], :] += -rate * e[place] * h


def counted_up(sentence, window):
    for gap in range(1, window + 1):
        for first, second in zip(sentence, sentence[gap:], strict=False):
            yield from ((first, second), (second, first))


def in_a_list(h, W):
    u = [sum(a * b for a, b in zip(row, h, strict=True)) for row in W]
    return u, [1 / (1 + np.exp(-score)) for score in u]


def written_over(h, W):
    u = np.empty(len(W))
    np.dot(W, h, out=u)
    y = np.exp(-u)
    y += 1
    return u, np.reciprocal(y, out=y)


def weighed(y, t, W):
    e = np.subtract(y, t)
    return e, np.einsum("r,rn->n", e, W)


def row_by_row(y, t, W):
    EH = np.zeros(W.shape[1])
    for answer, label, row in zip(y, t, W, strict=True):
        EH += (answer - label) * row
    return [a - b for a, b in zip(y, t, strict=True)], EH


# Loops, einsum, in place, float32, lists, generators: nobody's way of writing is a mistake.
WRITTEN = {
    "examples": (by_loops, counted_up, lambda s, w: np.array(by_loops(s, w)).reshape(-1, 2)),
    "scores": (by_einsum, in_a_list, written_over, lambda h, W: by_einsum(*single(h, W))),
    "errors": (in_single_precision, weighed, row_by_row),
    "update": (in_place, given_back, into, lambda *given: given_back(*single(*given))),
    "noise": (
        of_a_list,
        lambda counts: counts.astype("f4") ** 0.75 / (counts**0.75).sum(),
        lambda counts: np.power(counts, 3 / 4) / np.einsum("v->", np.power(counts, 3 / 4)),
    ),
}


def an_open_one(*given):
    return None


def test_what_is_right_passes_however_it_is_written():
    w2v.set_language("en")
    for part, ways in WRITTEN.items():
        for number, yours in enumerate(ways):
            assert getattr(exercises, f"own_{part}")(yours).passed, (part, number)
    for ways in zip_longest(*WRITTEN.values()):
        yours = [way or every[0] for way, every in zip(ways, WRITTEN.values(), strict=True)]
        mine = exercises.assemble(*yours)
        found = exercises.beside(mine)
        assert found.stop is None and found.part is None and mine.own == parts.PARTS, found.text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_walk_has_all_updates_of_the_song(language):
    w2v.set_language(language)
    found = exercises.beside(exercises.assemble(*OURS))
    assert found.part is None
    assert len(found.recording.losses) == {"en": 312, "zh": 240}[language]


def test_only_the_update_may_write_into_what_it_is_given():
    """The check says so; beside the library the other parts keep their numbers all the same."""

    def spoils(y, t, W):
        y -= t
        return y.copy(), y @ W

    told = message("check.changed_input", case="|").split("|")[1]
    assert told in exercises.own_errors(spoils).text
    ours = dict(zip(parts.PARTS, OURS, strict=True)) | {"errors": spoils}
    assert exercises.beside(exercises.assemble(**ours)).part is None


def test_the_learners_own_word2vec_answers_king_minus_man_plus_woman():
    film = exercises.own_film(exercises.assemble(*OURS))
    verdict = exercises.own_analogies(film)
    assert verdict.passed and film.moments[-1] == 48_000
    assert (film.moments > 5_000).sum() > 15  # where the loss falls, the film does not jump
    assert verdict.text.count("30") == 2


@pytest.mark.parametrize(("part", "key"), WRONG)
def test_what_is_wrong_is_named_where_it_is_checked_and_stops_the_walk(part, key):
    """The first number that differs is one of this part, and the hint is that of this mistake."""
    wrong = parts.MISTAKES[part][key]
    hint = message(f"l13.hint_own_{part}_{key}")
    verdict = getattr(exercises, f"own_{part}")(wrong)
    assert not verdict.passed and verdict.text.endswith(hint)
    found = beside.walk(replace(Parts.lent(), **{part: wrong}))
    if key in UNSEEN:
        assert found.part is None
    elif part in ("scores", "errors") and found.stop is None:
        assert found.text.startswith(message(f"l13.part_{part}"))  # of another shape
    else:
        assert (found.part, found.slip) == (part, key) and found.text.endswith(hint)
    if found.stop:
        assert found.stop.cell.split("[")[0] in CELLS[part]
        facts = Session(found.recording, stop=found.stop).trace
        assert facts["updates"][facts["first"]] == found.stop.number
        assert facts["stop"]["text"] == found.text


# Our song has no word that is its own neighbour, and no step with as many rows as dimensions.
UNSEEN = ("other_words", "columns", "back_columns")
CELLS = {"scores": ("u", "y"), "errors": ("e", "EH"), "update": ("new_in", "new_out")}


def test_an_update_that_moves_nothing_is_told_so_in_a_line():
    def assigns(W_in, W_out, *others):
        W_in = W_in - 1

    for yours in (assigns, an_open_one):
        assert exercises.own_update(yours).text.count("\n") == 0


def test_a_mistake_shows_as_soon_as_it_can():
    """EH is 0 in the first update, as W_out is: what concerns it shows in the next that may."""
    stops = {
        key: beside.walk(replace(Parts.lent(), errors=parts.MISTAKES["errors"][key])).stop
        for key in ("turned", "back_turned")
    }
    assert (stops["turned"].number, stops["turned"].cell) == (0, "e[0,0]")
    assert stops["back_turned"].number > 0
    assert stops["back_turned"].cell.startswith("EH")


def test_a_part_that_stops_or_gives_something_else_is_told_so():
    ours = dict(zip(parts.PARTS, OURS, strict=True))

    def stops(*given):
        raise ZeroDivisionError("<b>{word}")

    for part in parts.PARTS:
        for bad in (stops, lambda *_: "words", lambda *_: 7, lambda *_: (np.zeros(9), [[]])):
            found = exercises.beside(exercises.assemble(**ours | {part: bad}))
            assert found.part == part and found.stop is None
            assert len(found.recording.losses) > 0
    with pytest.raises(w2v.W2VError):
        exercises.own_film(exercises.assemble(**ours | {"errors": stops}))
    with pytest.raises(w2v.W2VError):
        exercises.assemble(*OURS[:4], 7)
    with pytest.raises(w2v.W2VError):
        Session(stop="u[0,0]")


def test_the_explorer_shows_the_learners_own_lines():
    found = exercises.beside(exercises.assemble(*OURS))
    relations = Session(found.recording).trace["relations"]
    for name, function, line in (
        ("u", "by_einsum", 'u = np.einsum("rn,n->r", W, h)'),
        ("y", "by_einsum", "return u, 1 / (1 + np.exp(-u))"),
        ("new_out", "in_place", "    W_out[row] -= np.float32(rate) * error * h"),
        ("new_in", "in_place", "W_in[centre] += -rate * EH"),
    ):
        code = relations[name]["code"]
        assert code["file"] == f"{function}()"
        assert code["lines"][code["first"]].strip() == line.strip()
    assert relations["h"]["code"]["file"] == "w2v_lab/model.py"


def test_what_nobody_has_written_is_lent_and_said_to_be():
    mine = exercises.assemble(by_loops, *[an_open_one] * 4)
    assert mine.own == ("examples",)
    assert exercises.beside(mine).part is None
    vocabulary = w2v.Vocabulary.from_sentences(w2v.toy_sentences("grammar"))
    run = [w2v.Example((0,), (1,))]
    verdict = exercises.own_analogies(Film.of(w2v.record(OwnModel(vocabulary, mine), run)))
    assert not verdict.passed
    assert message("l13.part_noise") in verdict.text
    assert message("l13.part_examples") not in verdict.text


def test_a_lent_part_and_the_checked_one_are_the_same():
    rng = np.random.default_rng(0)
    for part in ("scores", "errors"):
        for _ in range(50):
            case = parts.CASES[part](rng)
            for lent, right in zip(LENT[part](*case), parts.RIGHT[part](*case), strict=True):
                np.testing.assert_allclose(lent, right, rtol=1e-12, atol=1e-12)


def test_the_learners_model_is_the_librarys_bit_for_bit():
    """Lent parts and the library: the same examples, noise, and weights after the run."""
    sentences = w2v.toy_sentences("song")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    run = list(w2v.examples(sentences, vocabulary, pairs=True))
    own = OwnModel(vocabulary, Parts.lent())
    ours = w2v.Model(vocabulary, 3, "negative-sampling", 3)
    losses = [w2v.train(model, run, 2, 0.2) for model in (own, ours)]
    np.testing.assert_allclose(*losses, rtol=1e-12)
    np.testing.assert_allclose(own.W_in, ours.W_in, rtol=1e-12)
    np.testing.assert_allclose(own.W_out, ours.W_out, rtol=1e-12)


def test_one_mistake_goes_unnoticed():
    """Lesson 13's question: with lost repeats as many analogies come out, or nearly."""
    right, lost = _answered()
    assert right.tolist() == [30, 30, 20]
    assert (lost >= 0.9 * right).all()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_learners_own_numbers_have_a_biography(language):
    """The lesson's run: whoever wrote the five functions, and whatever they compute."""
    w2v.set_language(language)
    told = exercises.own_life(exercises.assemble(*OURS))
    life = w2v.biography(told.recording)
    for added in (life.by_group(told.origins), life.by_word()):
        np.testing.assert_allclose(life.start + added.sum(axis=0), life.end, rtol=0, atol=1e-12)
    vocabulary = told.recording.model_at(0).vocabulary
    king = vocabulary.id(w2v.toy_analogies("plane")["gender"][0][2])
    moved = np.abs(life.by_group(told.origins)[:, king]).max(axis=1) > 0
    assert moved.tolist() == [vocabulary.words[king] in words for words in told.sentences]
    assert len(told.recording.losses) == len(told.recording.steps) == 30 * len(told.origins)
    wrong = exercises.assemble(*OURS[:3], parts.MISTAKES["update"]["assigned"], OURS[4])
    bent = exercises.own_life(wrong)
    life = w2v.biography(bent.recording)
    total = life.by_group(bent.origins).sum(axis=0)
    np.testing.assert_allclose(life.start + total, life.end, rtol=0, atol=1e-12)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_is_read_second_closes_up(language):
    """Lesson 13's question: in either order the second word's sentences bring the two together."""
    w2v.set_language(language)
    shares = _shares(language)
    assert min(shares[0, 1], shares[1, 0]) > 1 and max(shares[0, 0], shares[1, 1]) < 0


# The repair shop


@pytest.mark.parametrize("number", shop.NUMBERS)
def test_each_broken_program_fails_its_check_and_shows_what_its_hint_says(number):
    run = exercises.broken(number)
    step, model = run.steps[0], run.model_at(0)
    check = gradient_check(model, step, run.rates[0])
    name = shop.key(0)[number - 1]
    assert check.passed == (name == "by_position")  # right slopes, of another model
    ratio = np.divide(*(np.asarray(side[0])[[0, 1]] for side in (check.taken, check.measured)))
    out_is_right = np.allclose(check.taken[1], check.measured[1], atol=1e-7)
    if name == "undivided":
        np.testing.assert_allclose(ratio, 3, rtol=1e-5)
        assert out_is_right
    elif name == "assigned":
        np.testing.assert_allclose(ratio[0], 0.5, rtol=1e-5)
        np.testing.assert_allclose(ratio[1], 1, rtol=1e-5)
    elif name == "flipped":
        np.testing.assert_allclose(ratio, -1, rtol=1e-5)
    elif name == "moved":
        assert out_is_right and np.ptp(ratio) > 0.01
    elif name == "by_position":
        assert not np.allclose(*step.u)
        np.testing.assert_allclose(step.u[0], model.W_out @ step.h)
        model.apply(step, 0.5)
        np.testing.assert_allclose(model.W_out, run.W_out_at(1))
        moved = model.second - run.model_at(0).second
        np.testing.assert_allclose(moved, -0.5 * np.outer(step.e[1], step.h))
    elif name == "one_target":
        for y, t, e in zip(step.y, step.t, step.e, strict=True):
            np.testing.assert_allclose(e, y / 2 - t)
    else:
        assert name == "squashed" and ((step.h > 0) & (step.h < 1)).all()


def test_the_repairs_are_checked():
    for seed in (0, 5):
        right = shop.key(seed)
        assert exercises.repairs(*right, seed=seed).passed
        verdict = exercises.repairs(right[1], right[0], *right[2:], seed=seed)
        assert not verdict.passed and message(f"l13.repairs_{right[1]}") in verdict.text
    assert shop.key(0) != shop.key(5)
    assert len(right) == len(shop.NUMBERS) == 7
    assert not exercises.repairs(*"???????").passed
    for names in (["nonsense"] * 7, right[:6], [7] * 7):
        with pytest.raises(w2v.W2VError):
            exercises.repairs(*names)
    for number in (0, 8, "1"):
        with pytest.raises(w2v.W2VError):
            exercises.broken(number)
