"""The step explorer in the page: every value, every source, both pictures, forth and back."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.hostile import WORDS
from w2v_lab import lessons
from w2v_lab.checking import gradient_check

from .lab import Lab, Notebook
from .reading import (
    MOST_TERMS,
    STAGE,
    assert_harmless,
    assert_line,
    assert_shown,
    button,
    by_id,
    by_key,
    cell,
    choice,
    facts,
    on_stage,
    parse,
    read,
    reads_as,
    say,
    tab,
)


def step_numbers(recording, place):
    """Every number of one kept step by its id, from the record and the model itself."""
    step, number, rate = recording.steps[place], recording.numbers[place], recording.rates[place]
    model = recording.model_at(number)
    G_in, G_out = model.gradients(step)
    arrays = {"W_in": model.W_in.copy(), "W_out": model.W_out.copy(), "h": step.h, "EH": step.EH}
    check = gradient_check(model, step, rate)
    model.apply(step, rate)
    arrays |= {"G_in": G_in, "G_out": G_out, "new_in": model.W_in, "new_out": model.W_out}
    arrays |= {"taken_in": check.taken[0], "taken_out": check.taken[1]}
    arrays |= {"measured_in": check.measured[0], "measured_out": check.measured[1]}
    inputs = step.example.inputs
    arrays["x"] = np.bincount(inputs, minlength=len(model.vocabulary)).astype(float)
    after = model.step(step.example, step.negatives if any(step.negatives) else None).loss
    single = {"C": len(inputs), "loss": step.loss, "rate": rate, "after": after}
    single["difference"] = check.difference
    told = by_id(arrays | {name: np.array(value) for name, value in single.items()})
    for letter in "uyte":
        for s, line in enumerate(getattr(step, letter)):
            told |= {f"{letter}[{s},{r}]": repr(float(value)) for r, value in enumerate(line)}
    return told


KERNEL = f"""{STAGE.removesuffix("stage")}
from w2v_lab.checking import gradient_check
from w2v_lab.widgets import StepExplorer, Sweep
{inspect.getsource(step_numbers)}
def recorded(output="softmax", architecture="next-word", epochs=3, rate=0.5, N=3, sentences=None):
    sentences = sentences or w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    model = w2v.Model(vocabulary, vector_size=N, output=output, negative=3)
    examples = w2v.examples(sentences, vocabulary, architecture)
    with np.errstate(all="ignore"):
        return w2v.record(model, examples, epochs, rate)
stage"""

PHASES = ["input", "hidden", "scores", "softmax", "loss", "errors", "back", "slopes", "update"]
RUNS = ["recorded()", "recorded('softmax', 'skip-gram')", "recorded('softmax', 'cbow')"]
RUNS += ["recorded('negative-sampling', 'skip-gram')", "recorded('hierarchical-softmax', 'cbow')"]


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    with lab.open([KERNEL]) as notebook:
        notebook.run_cell(0)
        yield notebook


def numbers(nb: Notebook, place: int) -> dict[str, str]:
    found: dict[str, str] = nb.execute(f"print(json.dumps(step_numbers(w.recording, {place})))")
    return found


DRAG = """(node, to) => {
    node.value = to;
    node.dispatchEvent(new InputEvent("input", { bubbles: true }));
}"""


def scrub(widget: Locator, step: int) -> None:
    by_key(widget, "step_slider").evaluate(
        DRAG,
        step,
    )


def picture(widget: Locator, name: str) -> None:
    widget.get_by_role("radio", name=say(f"step_explorer.{name}"), exact=True).click()


def phase(widget: Locator, place: int) -> None:
    widget.get_by_role("tab").nth(place).click()


# ---- values ------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", RUNS)
def test_every_value_in_every_phase_of_both_pictures(nb: Notebook, run: str) -> None:
    widget = on_stage(nb, f"StepExplorer({run})")
    states = [int(state) for state in facts(nb)["states"]]
    for step in (0, len(states) // 2, len(states) - 1):
        expected = numbers(nb, states[step])
        for name in ("matrices", "network"):
            picture(widget, name)
            for place in range(len(PHASES)):
                phase(widget, place)
                scrub(widget, step)
                assert_shown(widget, expected)
            button(widget, "step_explorer.let_it").click()
            shown = {number["id"] for number in read(widget)}
            assert any(id.startswith("new_out") for id in shown)
            expect(cell(widget, "after")).to_be_visible()
            assert_shown(widget, expected)
    nb.clean()


def test_the_targets_of_one_example_are_shown_one_by_one(nb: Notebook) -> None:
    widget = on_stage(nb, "StepExplorer(recorded('softmax', 'skip-gram', epochs=1), at=4)")
    step = facts(nb)["updates"].index(4)
    expected = numbers(nb, step)
    phase(widget, 5)
    targets = by_key(widget, "target")
    assert targets.locator("option").count() == len(facts(nb)["targets"][step]) > 1
    for s in range(targets.locator("option").count()):
        targets.select_option(str(s))
        expect(cell(widget, f"e[{s},0]")).to_be_visible()
        assert_shown(widget, expected)


def test_what_comes_later_is_not_on_show_before_its_phase(nb: Notebook) -> None:
    widget = on_stage(nb, "StepExplorer(recorded(), at=20)")
    first = {"hidden": "h[0]", "scores": "u[0,0]", "softmax": "y[0,0]", "loss": "loss"}
    first |= {"errors": "e[0,0]", "back": "EH[0]", "update": "rate"}
    for name in ("matrices", "network"):
        picture(widget, name)
        for place, now in enumerate(PHASES):
            phase(widget, place)
            for other, id in first.items():
                seen = PHASES.index(other) <= place
                expect(cell(widget, id)).to_be_visible(visible=seen)
            assert (cell(widget, "G_out[0,0]").count() == 1) == (
                now == "slopes" and name == "matrices"
            ) or name == "network"


# ---- sources -----------------------------------------------------------------------------------


def follow(told: dict[str, Any], step: int, pattern: str, given: dict[str, int]) -> list[str]:
    """The ids that a pattern with "@" stands for, worked out without the page's own code."""
    lines, N = told["lines"][step], told["N"]
    every = [(s, r, row) for s, rows in enumerate(lines) for r, row in enumerate(rows)]
    wanted = given.get("i", given.get("m"))
    here = lines[given["s"]] if "s" in given else []
    return {
        "row": lambda: [f"W_out[{here[given['r']]},{j}]" for j in range(N)],
        "scores": lambda: [f"u[{given['s']},{r}]" for r in range(len(here))],
        "hits": lambda: [f"y[{s},{i}]" for s, i in enumerate(told["targets"][step])],
        "predictions": lambda: [f"y[{s},{r}]" for s, r, _ in every],
        "labels": lambda: [f"t[{s},{r}]" for s, r, _ in every],
        "errors": lambda: [f"e[{s},{r}]" for s, r, _ in every],
        "column": lambda: [f"W_out[{row},{given['j']}]" for _, _, row in every],
        "row_errors": lambda: [f"e[{s},{r}]" for s, r, row in every if row == wanted],
        "row_h": lambda: [f"h[{given['j']}]"],
    }[pattern]()


def expected_sources(told: dict[str, Any], step: int, id: str) -> list[list[str]]:
    name, index = parse(id)
    rule = told["relations"][name]
    given = {letter: int(i) for letter, i in zip(rule["index"], index, strict=True)}
    found = []
    for pattern in rule["of"]:
        if pattern.startswith("@"):
            found.append(follow(told, step, pattern[1:], given))
            continue
        source, tokens = parse(pattern)
        choices = [
            told["inputs"][step]
            if token == "inputs"
            else range(told["N"])
            if token == ":"
            else [given[token]]
            for token in tokens
        ]
        if len(choices) == 2:
            found.append([f"{source}[{a},{b}]" for a in choices[0] for b in choices[1]])
        else:
            found.append([f"{source}[{a}]" for a in choices[0]] if choices else [source])
    return found


@pytest.mark.parametrize("run", RUNS)
def test_every_kind_of_number_tells_where_it_came_from(nb: Notebook, run: str) -> None:
    widget = on_stage(nb, f"StepExplorer({run}, at=-1)")
    told = facts(nb)
    step = told["first"]
    expected = numbers(nb, int(told["states"][step]))
    row, target = told["lines"][step][0][0], told["inputs"][step][0]
    seen = {3: ["x[1]", f"W_in[{target},1]", "h[1]", f"W_out[{row},0]", "u[0,0]", "y[0,0]"]}
    seen |= {6: ["loss", "t[0,0]", "e[0,0]", "EH[2]"], 7: [f"G_in[{target},2]", f"G_out[{row},1]"]}
    for place, ids in seen.items():
        phase(widget, place)
        for id in ids:
            cell(widget, id).first.hover()
            formula = widget.locator(".formula")
            chips = formula.locator("[data-from]").evaluate_all(
                "chips => chips.map((c) => [c.dataset.from, c.dataset.value, c.textContent])"
            )
            sources = expected_sources(told, step, id)
            assert chips[-1][0] == id
            for source, value, text in chips:
                assert repr(float(value)) == expected[source], (id, source)
                assert reads_as(text, float(value)), (id, source, text)
            assert set(chip[0] for chip in chips[:-1]) <= set(chain(*sources)), id
            if all(len(ids) <= MOST_TERMS for ids in sources):
                labels = {"@labels"} & set(told["relations"][parse(id)[0]]["of"])
                wanted = set(chain(*(sources[:1] if labels else sources)))
                assert {chip[0] for chip in chips[:-1]} == wanted, id
            marked = read(widget)
            assert {n["id"] for n in marked if n["focus"]} == {id}
            here = {n["id"] for n in marked} - {id}
            assert {n["id"] for n in marked if n["source"]} == here & set(chain(*sources)), id
            assert_line(widget)
    phase(widget, 8)
    button(widget, "step_explorer.let_it").click()
    cell(widget, f"new_out[{row},0]").hover()
    chips = widget.locator(".formula [data-from]").evaluate_all("c => c.map((n) => n.dataset.from)")
    assert chips == [f"W_out[{row},0]", "rate", f"G_out[{row},0]", f"new_out[{row},0]"]


def test_a_weight_about_to_change_tells_of_its_change(nb: Notebook) -> None:
    widget = on_stage(nb, "StepExplorer(recorded(), at=20)")
    phase(widget, 8)
    cell(widget, "W_out[3,1]").hover()
    chips = widget.locator(".formula [data-from]").evaluate_all("c => c.map((n) => n.dataset.from)")
    assert chips == ["W_out[3,1]", "rate", "G_out[3,1]", "new_out[3,1]"]
    pushes = widget.locator("td[data-id^=W_]").evaluate_all(
        "cells => cells.map((c) => [c.dataset.id, c.dataset.push ?? ''])"
    )
    slopes = {id: float(slope) for id, slope in numbers(nb, 20).items()}
    hardest = {
        side: max(abs(v) for id, v in slopes.items() if id.startswith(f"G_{side}"))
        for side in ("in", "out")
    }
    assert len(pushes) == sum(id.startswith("W_") for id in slopes)
    for id, push in pushes:
        slope = slopes[id.replace("W_", "G_")]
        thirds = math.ceil(3 * abs(slope) / hardest[id[2:].split("[")[0]])
        assert push == (f"{'down' if slope > 0 else 'up'} {thirds}" if slope else "")


# ---- the check ---------------------------------------------------------------------------------


def test_the_check_is_computed_there_and_then(nb: Notebook) -> None:
    widget = on_stage(nb, "StepExplorer(recorded('softmax', 'cbow'))")
    phase(widget, 7)
    badge = widget.locator(".badge")
    expect(badge).to_have_text(say("step_explorer.check_passed"))
    scrub(widget, 17)
    expect(badge).to_have_count(0)
    by_key(widget, "check").click()
    expect(badge).to_have_text(say("step_explorer.check_passed"))
    expected = numbers(nb, int(facts(nb)["states"][17]))
    for id in ("G_in[1,2]", "G_out[4,0]"):
        cell(widget, id).hover()
        for kind in ("taken", "measured"):
            expect(cell(widget, id.replace("G", kind))).to_be_visible()
        assert_shown(widget, expected)
    cell(widget, "measured_out[4,0]").hover()
    assert_line(widget)


@pytest.mark.parametrize("letter", ["a", "b", "c"])
def test_a_planted_bug_turns_the_badge_red(nb: Notebook, letter: str) -> None:
    made = f"StepExplorer(w2v.exercises.wrong_update({letter!r}), phase='slopes')"
    widget = on_stage(nb, made)
    expect(widget.locator(".badge.wrong")).to_have_text(say("step_explorer.check_failed"))
    cell(widget, "G_in[0,1]").hover()
    taken, measured = cell(widget, "taken_in[0,1]"), cell(widget, "measured_in[0,1]")
    assert taken.get_attribute("data-value") != measured.get_attribute("data-value")


def test_a_run_that_explodes_is_shown_as_it_is(nb: Notebook) -> None:
    widget = on_stage(nb, "StepExplorer(recorded(epochs=30, rate=50.0), at=-1)")
    told = facts(nb)
    for step in range(0, len(told["states"]), 9):
        scrub(widget, step)
        for place in range(9):
            phase(widget, place)
    texts = {number["text"] for number in read(widget)}
    assert "NaN" in texts or "∞" in texts
    phase(widget, 7)
    scrub(widget, len(told["states"]) - 1)
    if by_key(widget, "check").count():
        by_key(widget, "check").click()
    expect(widget.locator(".badge.wrong")).to_have_text(say("step_explorer.check_infinite"))
    nb.clean()


# ---- questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "closed", "hidden"),
    [("softmax_first", 3, "y[0,0]"), ("first_update", 6, "EH[0]")],
)
def test_nothing_answers_the_question_before_the_learner_has(
    nb: Notebook, question: str, closed: int, hidden: str
) -> None:
    widget = on_stage(nb, f"StepExplorer(recorded(), predict={question!r})")
    for place in range(9):
        phase(widget, place)
        asked = widget.locator(".gate button:enabled").count() > 0
        assert asked == (place >= closed)
        if asked:
            expect(widget.locator(".sentence")).to_have_text(say("step_explorer.waits"))
            expect(cell(widget, "u[0,0]")).to_be_visible()  # what it asks about is there
        values = {n["id"]: n["value"] for n in read(widget)}
        assert values.get(hidden) is None
    phase(widget, closed)
    choice(widget, question, lessons.find(question).answer()).click()
    expect(cell(widget, hidden)).to_have_attribute("data-value", numbers_of(nb, hidden))
    expect(widget.locator(".gate .why")).to_contain_text("So it is")
    nb.clean()


def numbers_of(nb: Notebook, id: str) -> Any:
    value = float(numbers(nb, 0)[id])
    return str(int(value)) if value == int(value) else repr(value)


# ---- leaving, words, keys ----------------------------------------------------------------------


def test_hostile_words_are_text(nb: Notebook) -> None:
    for start in range(0, len(WORDS), 30):
        made = f"StepExplorer(recorded(epochs=1, sentences=[WORDS[{start}:{start + 30}]]))"
        widget = on_stage(nb, made)
        for name in ("matrices", "network"):
            picture(widget, name)
            for place in (3, 8):
                phase(widget, place)
        shown = widget.locator("bdi").evaluate_all("nodes => nodes.map((n) => n.textContent)")
        words = facts(nb)["words"].values()
        assert set(words) <= set(shown)
        by_key(widget, "bar in_words").click()
        assert_harmless(nb, widget)


def test_the_arrow_keys_walk_phases_and_numbers(nb: Notebook) -> None:
    widget = on_stage(nb, "StepExplorer(recorded(), at=20)")
    tab(widget, "step_explorer.phase_input").focus()
    for name in PHASES[1:]:
        nb.page.keyboard.press("ArrowRight")
        selected = widget.get_by_role("tab", selected=True)
        expect(selected).to_have_text(say(f"step_explorer.phase_{name}"))
        expect(selected).to_be_focused()
    by_key(widget, "happen").focus()
    nb.page.keyboard.press("Enter")
    expect(by_key(widget, "happen")).to_be_focused()
    expect(by_key(widget, "happen")).to_have_text(say("step_explorer.take_back"))
    cell(widget, "new_out[0,0]").focus()
    nb.page.keyboard.press("ArrowDown")
    expect(cell(widget, "new_out[1,0]")).to_be_focused()


def test_a_hundred_fast_drags_settle_on_the_last_step(nb: Notebook) -> None:
    widget = on_stage(nb, "StepExplorer(recorded(epochs=10))")
    count = len(facts(nb)["states"])
    phase(widget, 8)
    rng = np.random.default_rng(0)
    drags = [int(step) for step in rng.integers(count, size=100)]
    by_key(widget, "step_slider").evaluate(
        """(node, steps) => { for (const to of steps) {
            node.value = to;
            node.dispatchEvent(new InputEvent("input", { bubbles: true }));
        } }""",
        drags,
    )
    assert_shown(widget, numbers(nb, int(facts(nb)["states"][drags[-1]])))


def test_without_a_kernel_the_walk_goes_on(lab: Lab) -> None:
    made = "display(StepExplorer(recorded()))"
    with lab.open([KERNEL, made]) as nb:
        nb.run_all()
        widget = nb.output(1).locator(".w2v")
        nb.execute("w = StepExplorer(recorded())")
        expected = {step: numbers(nb, step) for step in (0, 7, 40)}
        nb.shutdown_kernel()
        for step in expected:
            for name in ("matrices", "network"):
                picture(widget, name)
                for place in range(9):
                    phase(widget, place)
                    scrub(widget, step)
                    assert_shown(widget, expected[step])
        picture(widget, "matrices")
        phase(widget, 7)
        cell(widget, "G_out[1,1]").hover()
        assert_line(widget)
        by_key(widget, "check").click()
        expect(widget.locator(".note")).to_have_text(say("kit.silent"), timeout=6000)
        phase(widget, 5)
        assert_shown(widget, expected[40])
        nb.clean()


# ---- the sweep ---------------------------------------------------------------------------------

SWEEPS = {
    "learning_rates": "w2v.experiments.learning_rates(m, e)",
    "spare_vector": "w2v.experiments.spare_vector(m, 1)",
}


@pytest.mark.parametrize("name", SWEEPS)
def test_a_sweep_shows_what_was_computed_at_every_setting(nb: Notebook, name: str) -> None:
    nb.execute(
        "r = recorded(epochs=1); m = r.model_at(0); s = w2v.toy_sentences()\n"
        "e = list(w2v.examples(s, m.vocabulary, 'next-word'))"
    )
    widget = on_stage(nb, f"Sweep({SWEEPS[name]})")
    count = len(facts(nb)["settings"])
    for at in range(count):
        by_key(widget, "setting_slider").evaluate(
            DRAG,
            at,
        )
        nb.execute(f"f = w.found; t = {{k: v[{at}] for k, v in (f.numbers | f.tables).items()}}")
        expected = nb.execute(
            "print(json.dumps(by_id({k: np.asarray(v, dtype=float) for k, v in t.items()})))"
        )
        assert_shown(widget, expected)
    nb.clean()


def test_a_sweep_keeps_its_outcome_back_while_its_question_is_open(nb: Notebook) -> None:
    nb.execute("m = recorded().model_at(48)")
    widget = on_stage(nb, "Sweep(w2v.experiments.spare_vector(m, 1), predict='spare_vector')")
    assert read(widget) == []
    assert json.dumps(facts(nb)["arrays"]) == "{}"
    choice(widget, "spare_vector", "none").click()
    expect(cell(widget, "change")).to_be_visible()
