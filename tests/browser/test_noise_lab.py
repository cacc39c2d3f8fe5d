"""The noise lab and Frozen in the page: their numbers, what is hidden, draws, and a dead kernel."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from playwright.sync_api import expect

import w2v_lab as w2v

from .lab import Lab, Notebook
from .reading import (
    STAGE,
    answer_all,
    assert_harmless,
    assert_line,
    assert_shown,
    by_key,
    cell,
    note,
    on_stage,
    read,
    say,
    scrub,
)


def noise_numbers(lab, t, formula, exponent, how, at):
    """Every number of one moment by its id, from the counts, the noise and the model."""
    model, counts = lab.model, lab.vocabulary.counts
    flat = [id for words in lab.sentences for id in lab.vocabulary.ids(words)]
    given, target = flat[lab.pair.given_at], flat[lab.pair.asked_at]
    noise, k = w2v.Noise(counts, exponent), lab.negative
    r = np.random.default_rng(408).random(240)
    words = np.searchsorted(noise.edges, r, side="right")[:at]
    told = {"t": t, "exponent": exponent, "n": at, "total": counts.sum(), "yes": 1, "no": 0}
    keep = w2v.keep_probabilities(counts, t, formula)
    step = model.step(w2v.Example((given,), (target,)), [range(len(counts))])
    told["e_target"] = step.e[0][0]
    for i, count in enumerate(counts):
        told |= {f"count[{i}]": count, f"f[{i}]": w2v.trees.shares(counts)[i], f"keep_all[{i}]": 1}
        told |= {f"keep_{formula}[{i}]": keep[i], f"q[{i}]": noise.p[i]}
        told |= {f"tally[{i}]": (words == i).sum(), f"expected[{i}]": at * noise.p[i]}
        told |= {f"u[{i}]": step.u[0][1 + i], f"y[{i}]": step.y[0][1 + i]}
        told |= {f"e[{i}]": step.e[0][1 + i]}
        told |= {f"W_out[{i},{j}]": model.W_out[i, j] for j in range(3)}
    told |= {f"r[{d}]": r[d] for d in range(at)} | {f"h[{j}]": step.h[j] for j in range(3)}
    told |= {f"stays[{p}]": x for p, x in enumerate(np.random.default_rng(408).random(len(flat)))}
    drawn, rng = [], np.random.default_rng(408)
    while len(drawn) < at:
        for draw in noise.draws(target, 1, rng, how):
            drawn.append(draw)
    if how == "keep" and at and at % k == 0:
        asked = [draw.word for draw in drawn[at - k : at]]
        whole = model.step(w2v.Example((given,), (target,)), [asked])
        told |= {"loss": whole.loss, "pull": whole.e[0][whole.rows[0] == target].sum()}
        told |= {f"EH[{j}]": whole.EH[j] for j in range(3)}
    return {name: repr(float(value)) for name, value in told.items()}


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    cells = [
        STAGE,
        f"from w2v_lab.widgets import NoiseLab, Frozen\n{inspect.getsource(noise_numbers)}",
    ]
    with lab.open([*cells, "shown = NoiseLab(); shown"]) as notebook:
        notebook.run_all()
        yield notebook


def expected(nb: Notebook, *moment: object) -> dict[str, str]:
    arguments = ", ".join(map(repr, moment))
    numbers: dict[str, str] = nb.execute(f"print(json.dumps(noise_numbers(w, {arguments})))")
    return numbers


# ---- numbers ------------------------------------------------------------------------------------


def test_every_number_of_every_part_is_the_librarys(nb: Notebook) -> None:
    widget = on_stage(nb, "NoiseLab()")
    scrub(widget, "draw_slider", 25)
    assert_shown(widget, expected(nb, 0.05, "paper", 0.75, "keep", 25))
    for at, t in ((0, 0), (12, 0.001), (3, 0.3)):
        scrub(widget, "t_slider", at)
        assert_shown(widget, expected(nb, t, "paper", 0.75, "keep", 25))
    by_key(widget, "code").click()
    assert_shown(widget, expected(nb, 0.3, "code", 0.75, "keep", 25))
    for at, exponent in ((0, 0.0), (25, 1.25), (20, 1.0), (7, 0.35)):
        scrub(widget, "exponent_slider", at)
        for n in (0, 3, 60, 119, 120):
            scrub(widget, "draw_slider", n)
            assert_shown(widget, expected(nb, 0.3, "code", exponent, "keep", n))
    for act in ("act_thin", "act_draw", "act_ask"):
        by_key(widget, act).click()
        assert_shown(widget, expected(nb, 0.3, "code", 0.35, "keep", 120))
    nb.clean()


@pytest.mark.parametrize(
    ("id", "sources"),
    [
        ("keep_paper[0]", ["t", "f[0]"]),
        ("q[6]", ["count[6]", "exponent", *(f"count[{i}]" for i in range(12))]),
        ("expected[1]", ["n", "q[1]"]),
        ("u[6]", [f"{side}" for j in range(3) for side in (f"W_out[6,{j}]", f"h[{j}]")]),
        ("y[6]", ["u[6]"]),
        ("e_target", ["y[6]", "yes"]),
    ],
)
def test_a_number_explains_itself(nb: Notebook, id: str, sources: list[str]) -> None:
    widget = on_stage(nb, "NoiseLab()")
    if cell(widget, id).count():
        cell(widget, id).first.click()
    told = widget.locator(".formula [data-from]").evaluate_all(
        "chips => chips.map((chip) => chip.dataset.from)"
    )
    assert told[-1] == id
    assert set(told[:-1]) <= set(sources) and told[0] == sources[0]
    values = expected(nb, 0.05, "paper", 0.75, "keep", 25)
    for chip in widget.locator(".formula [data-from]").all():
        value = float(chip.get_attribute("data-value") or "nan")
        assert repr(value) == values[chip.get_attribute("data-from") or ""]
    assert_line(widget)


# ---- draws --------------------------------------------------------------------------------------


def test_play_lets_every_draw_fall_onto_its_word(nb: Notebook) -> None:
    widget = on_stage(nb, "NoiseLab(act='draw')")
    scrub(widget, "draw_slider", 0)
    expect(widget.locator(".dot.there")).to_have_count(0)
    by_key(widget, "speed_fast").click()
    by_key(widget, "play").click()
    expect(widget.locator(".dot.there")).to_have_count(120, timeout=20_000)
    expect(cell(widget, "expected[0]")).to_have_attribute(
        "data-value", expected(nb, 0.05, "paper", 0.75, "keep", 120)["expected[0]"]
    )
    assert_shown(widget, expected(nb, 0.05, "paper", 0.75, "keep", 120))
    nb.page.wait_for_timeout(400)
    off = widget.evaluate(
        """root => [...root.querySelectorAll(".dot.there")].filter((dot) => {
            const at = dot.getBoundingClientRect(), axis = root.querySelector(".axis");
            return at.bottom > axis.getBoundingClientRect().bottom + 1 || !at.width;
        }).length"""
    )
    assert off == 0


def test_a_draw_that_equals_the_target_is_kept_skipped_or_drawn_again(nb: Notebook) -> None:
    widget = on_stage(nb, "NoiseLab(act='ask')")
    scrub(widget, "draw_slider", 25)
    rows = widget.locator(".questions tbody tr")
    equal = rows.filter(has_text=say("noise_lab.mark_equal"))
    expect(equal).to_have_count(1)
    expect(cell(widget, "loss")).to_have_count(1)
    pull = float(cell(widget, "pull").get_attribute("data-value") or "nan")
    numbers = expected(nb, 0.05, "paper", 0.75, "keep", 25)
    assert pull == pytest.approx(float(numbers["e_target"]) + float(numbers["y[6]"]))
    by_key(widget, "skip").click()
    passed = widget.locator(".questions tr.passed")
    expect(passed).to_have_count(1)
    expect(passed.locator("[data-value]")).to_have_count(0)
    skipped = float(cell(widget, "loss").get_attribute("data-value") or "nan")
    assert skipped < float(numbers["loss"])
    by_key(widget, "redraw").click()
    again = say("noise_lab.mark_again", times=1)
    for at in range(21, 28):
        scrub(widget, "draw_slider", at)
        if rows.filter(has_text=again).count():
            break
    expect(rows.filter(has_text=again)).to_have_count(1)
    expect(rows.filter(has_text=say("noise_lab.mark_equal"))).to_have_count(0)
    nb.clean()


def test_the_saved_picture_has_every_draw_in_its_place(nb: Notebook, tmp_path: Path) -> None:
    widget = on_stage(nb, "NoiseLab(act='draw')")
    scrub(widget, "draw_slider", 40)
    with nb.page.expect_download() as download:
        by_key(widget, "bar save").click()
    download.value.save_as(tmp_path / "noise.svg")
    root = ElementTree.parse(tmp_path / "noise.svg").getroot()
    dots = [node for node in root.iter() if node.tag.endswith("circle")]
    assert len(dots) == 40
    places = {tuple(re.findall(r"[-\d.]+", node.attrib["transform"])[-2:]) for node in dots}
    seen = widget.evaluate(
        """root => [...root.querySelectorAll(".dot.there")].map((dot) =>
            dot.style.transform.match(/[-\\d.]+/g).map(Number))"""
    )
    assert {(round(float(x), 3), round(float(y), 3)) for x, y in places} == {
        (round(x, 3), round(y, 3)) for x, y in seen
    }


# ---- what is hidden, and words ------------------------------------------------------------------


def test_open_questions_hide_the_exponents_and_the_answers(nb: Notebook) -> None:
    widget = on_stage(nb, "NoiseLab(predict=['three_quarters', 'target_as_noise'])")
    expect(by_key(widget, "exponent_slider")).to_be_disabled()
    groups = {number["id"].split("[")[0] for number in read(widget)}
    assert groups.isdisjoint({"u", "y", "e", "e_target", "loss", "EH", "pull"})
    expect(cell(widget, "exponent")).to_have_attribute("data-value", "1")
    answer_all(widget)
    expect(by_key(widget, "exponent_slider")).to_be_enabled()
    expect(widget.locator("[data-group='y']").first).to_be_visible()
    nb.clean()


def test_words_are_data(nb: Notebook) -> None:
    text = r"'\n'.join(' '.join(w.replace(' ', '') for w in WORDS[i::3]) for i in range(3))"
    widget = on_stage(nb, f"NoiseLab({text})")
    for act in ("act_thin", "act_draw", "act_ask", "act_all"):
        by_key(widget, act).click()
        assert_harmless(nb, widget)


def test_a_text_of_ones_own(nb: Notebook) -> None:
    widget = on_stage(nb, "NoiseLab(act='thin')")
    by_key(widget, "text").fill("to be or not to be")
    by_key(widget, "use").click()
    expect(widget.locator(".box")).to_have_count(6)
    by_key(widget, "place 3").click()
    expect(widget.locator(".box.asked")).to_contain_text("not")
    by_key(widget, "text").fill("word")
    by_key(widget, "use").click()
    expect(note(widget)).not_to_be_empty()
    expect(widget.locator(".box")).to_have_count(6)
    by_key(widget, "bar reset").click()
    expect(widget.locator(".box")).to_have_count(32)
    nb.clean()


# ---- frozen -------------------------------------------------------------------------------------


def test_frozen_tells_what_each_program_does_from_every_start(nb: Notebook) -> None:
    widget = on_stage(nb, "Frozen()")
    starts = nb.execute("print(json.dumps(list(w.found.starts)))")
    for place in (0, 10, starts.index(-6.1), starts.index(-5.9), len(starts) - 1):
        scrub(widget, "start_slider", place)
        u, y, e = (
            np.array(nb.execute(f"print(json.dumps(w.found.{name}[{place}].tolist()))"))
            for name in "uye"
        )
        told = {f"u[{p},{m}]": repr(float(v)) for (p, m), v in np.ndenumerate(u)}
        told |= {
            f"{name}[{p}]": repr(float(v))
            for name, a in (("y", y), ("e", e))
            for p, v in enumerate(a)
        }
        assert_shown(widget, told | {"start": repr(float(starts[place]))})
        passed_over = "gensim" in widget.locator(".sentence").inner_text()
        assert passed_over == (starts[place] <= -6)
    nb.clean()


# ---- without a kernel ---------------------------------------------------------------------------


def test_all_parts_go_on_without_a_kernel(lab: Lab) -> None:
    with lab.open(["from w2v_lab.widgets import NoiseLab\nw = NoiseLab()\nw"]) as nb:
        nb.run_all()
        widget = nb.output(0).locator(".w2v")
        nb.shutdown_kernel()
        scrub(widget, "t_slider", 12)
        expect(widget.locator(".box.dropped").first).to_be_visible()
        scrub(widget, "exponent_slider", 0)
        scrub(widget, "draw_slider", 120)
        expect(widget.locator(".dot.there")).to_have_count(120)
        by_key(widget, "skip").click()
        expect(widget.locator(".about")).to_have_text(say("noise_lab.about_skip"))
        by_key(widget, "act_thin").click()
        scrub(widget, "t_slider", 0)
        by_key(widget, "place 0").click()
        expect(note(widget)).to_contain_text(say("kit.silent")[:20], timeout=8000)
