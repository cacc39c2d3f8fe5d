"""Lesson 02 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

import w2v_lab as w2v

from .reading import by_key, cell, said
from .walking import (
    Lesson,
    answer,
    begin,
    chosen,
    expect_explained,
    expect_focus_within,
    expect_good,
    in_order,
    press,
)


def walk(lesson: Lesson) -> None:
    nb, say = lesson.nb, lesson.say
    sentences = w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    run = list(w2v.examples(sentences, vocabulary, "next-word"))
    explorer = lesson.widget("StepExplorer(recording")
    begin(explorer)
    expect(chosen(explorer)).to_have_text(say("step_explorer.phase_scores"))
    expect_good(lesson)
    press(by_key(explorer, "phase"), "Home")
    expect(chosen(explorer)).to_have_text(say("step_explorer.phase_input"))
    press(by_key(explorer, "on"), "Enter", "Enter")
    expect(chosen(explorer)).to_have_text(say("step_explorer.phase_scores"))
    target = run[0].targets[0]
    press(cell(explorer, "u[0,0]"), "ArrowDown")
    expect_explained(
        explorer, "u[0,1]", *(p for j in range(3) for p in (f"W_out[1,{j}]", f"h[{j}]"))
    )
    expect_good(lesson)

    press(by_key(explorer, "on"), "Enter")
    expect(explorer.locator(".sentence")).to_have_text(say("step_explorer.waits"))
    expect(cell(explorer, "u[0,1]")).to_be_visible()
    answer(lesson, explorer, "softmax_first", right=False)
    expect(cell(explorer, f"y[0,{target}]")).to_be_visible()
    press(by_key(explorer, "on"), "Enter")
    expect(chosen(explorer)).to_have_text(say("step_explorer.phase_loss"))
    expect_good(lesson)
    press(by_key(explorer, "step_slider"), "ArrowRight", "ArrowRight")
    third = [vocabulary.words[i] for i in (*run[2].inputs, *run[2].targets)]
    expect(said(explorer)).to_contain_text(in_order(*third))

    press(by_key(explorer, "picture"), "ArrowRight")
    expect_focus_within(explorer)
    press(by_key(explorer, "to 5"), "Enter")
    expect(by_key(explorer, "to 5")).to_be_focused()
    expect_good(lesson)
    press(by_key(explorer, "bar larger"), "Enter")
    expect_good(lesson)

    larger = lesson.widget('Predict("larger_scores")')
    begin(larger)
    answer(lesson, larger, "larger_scores", right=True)
    first = lesson.widget('Predict("first_loss")')
    begin(first)
    answer(lesson, first, "first_loss", right=True)
    expect_good(lesson)
    right = {"softmax_first": False, "larger_scores": True, "first_loss": True}
    nb.eventually("import json; print(json.dumps(explorer.right|larger.right|first.right))", right)
