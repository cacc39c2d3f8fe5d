"""Lesson 09 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from w2v_lab import parameters

from .reading import by_key, cell
from .walking import Lesson, answer, begin, expect_explained, expect_good, press


def walk(lesson: Lesson) -> None:
    nb = lesson.nb
    explorer = lesson.widget('predict="map_keeps"')
    begin(explorer)
    expect(explorer.locator("canvas")).to_have_count(0)
    answer(lesson, explorer, "map_keeps", right=False)
    expect(cell(explorer, "kept")).to_be_visible()
    expect(cell(explorer, "on_map[0]").or_(explorer.locator("td.none")).first).to_be_visible()
    press(by_key(explorer, "search"), *"febril", "ArrowDown", "Enter")
    word, cosine = nb.execute("import json; print(json.dumps(usual.most_similar('febrile', 1)[0]))")
    expect(by_key(explorer, "near 0")).to_contain_text(word)
    expect(cell(explorer, "cosine[0]")).to_have_attribute("data-value", repr(cosine))
    press(by_key(explorer, "near 0"), "Enter")
    expect(explorer.locator(".ex-right b").first).to_have_text(word)
    press(cell(explorer, "pair_cosine"))
    expect_explained(explorer, "pair_cosine", "dot", "both_lengths")
    press(by_key(explorer, "leaves"), "ArrowRight")
    expect(explorer.locator("canvas.ex-leaf")).to_be_visible(timeout=30_000)
    expect_good(lesson)

    half = lesson.widget('Predict("at_random")')
    begin(half)
    answer(lesson, half, "at_random", right=True)
    expect_good(lesson)

    four = lesson.widget('predict="which_setting"')
    begin(four)
    expect(four.locator("[data-id]")).to_have_count(0)
    answer(lesson, four, "which_setting", right=True)
    press(by_key(four, "value_slider"), "End")
    score = parameters.point_of("epochs", "20").scores["plurals"][0]
    expect(cell(four, "plurals")).to_have_attribute("data-value", repr(score))
    press(by_key(four, "value_slider"), "Home")
    press(by_key(four, "train"), "Enter")
    first = parameters.point_of("epochs", "1").each["plurals"][0]
    expect(cell(four, "here_plurals")).to_be_visible(timeout=120_000)
    here = float(cell(four, "here_plurals").get_attribute("data-value") or "nan")
    assert abs(here - first) < 0.01
    expect_good(lesson)
    right = {"map_keeps": False, "at_random": True, "which_setting": True}
    code = "import json; print(json.dumps(explorer.right|half.right|four.right))"
    nb.eventually(code, right)
