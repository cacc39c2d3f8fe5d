"""Lesson 01 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

import w2v_lab as w2v

from .reading import by_key, cell, said
from .walking import (
    Lesson,
    answer,
    begin,
    expect_explained,
    expect_focus_within,
    expect_good,
    in_order,
    press,
)


def walk(lesson: Lesson) -> None:
    nb, say = lesson.nb, lesson.say
    word = w2v.Vocabulary.from_sentences(w2v.toy_sentences()).words
    alike = lesson.widget('Predict("nearest_one_hot")')
    begin(alike)
    answer(lesson, alike, "nearest_one_hot", right=True)
    press(cell(alike, "evidence[0,0]"), "ArrowRight")
    expect_explained(alike, "evidence[0,1]")

    selector = lesson.widget("RowSelector(")
    begin(selector)
    expect_good(lesson)
    answer(lesson, selector, "which_row", right=True)
    phases = selector.get_by_role("tab")
    press(by_key(selector, "play"), "Enter")
    expect(phases.nth(0)).to_have_attribute("aria-selected", "true")
    expect(phases.nth(1)).to_have_attribute("aria-selected", "true")
    press(by_key(selector, "play"), "Enter")
    expect(by_key(selector, "play")).to_have_text(say("kit.play"), timeout=15_000)
    press(by_key(selector, "phase"), "End")
    press(cell(selector, "long_h[0]"), "ArrowRight")
    expect_explained(selector, "long_h[1]", "sums[1]", "C")
    expect_good(lesson)

    press(by_key(selector, "road"), "ArrowRight")
    road = selector.get_by_role("radio", name=say("row_selector.look_up"), exact=True)
    expect(road).to_be_checked()
    expect(road).to_be_focused()
    press(by_key(selector, "field"))
    nb.page.keyboard.type(word[4])
    nb.page.keyboard.press("Enter")
    expect(said(selector)).to_contain_text(word[4])
    press(cell(selector, "h[0]"), "ArrowRight")
    expect_explained(selector, "h[1]", "W_in[4,1]")

    press(by_key(selector, "how_many"), "ArrowRight")
    for typed in (word[2], word[2]):
        press(by_key(selector, "field"))
        nb.page.keyboard.type(typed)
        nb.page.keyboard.press("Enter")
        expect(by_key(selector, "field")).to_have_value("")
        expect(by_key(selector, "field")).to_be_focused()
    expect(said(selector)).to_contain_text(in_order(word[4], word[2], word[2]))
    expect(cell(selector, "x[2]")).to_have_attribute("data-value", "2")
    press(cell(selector, "h[1]"), "ArrowRight")  # Tab comes back to the number visited last
    expect_explained(selector, "h[2]", "W_in[4,2]", "W_in[2,2]", "W_in[2,2]")
    expect_good(lesson)
    press(by_key(selector, "bar larger"), "Enter")
    expect_focus_within(selector)
    expect_good(lesson)

    shared = lesson.widget('Predict("shared_vector")')
    begin(shared)
    answer(lesson, shared, "shared_vector", right=False)
    expect_good(lesson)
    right = {"nearest_one_hot": True, "which_row": True, "shared_vector": False}
    nb.eventually("import json; print(json.dumps(alike.right|selector.right|shared.right))", right)
