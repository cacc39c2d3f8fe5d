"""Lesson 00 from the keyboard."""

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
    first = lesson.widget("FirstLook(")
    go_on = by_key(first, "on")
    sentences = w2v.toy_sentences()
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    examples = list(w2v.examples(sentences, vocabulary))
    begin(first)
    expect(first.get_by_role("tab")).to_have_count(4)
    expect(chosen(first)).to_have_text(say("first_look.phase_words"))
    expect_good(lesson)

    press(go_on, "Enter")
    expect(chosen(first)).to_have_text(say("first_look.phase_examples"))
    press(by_key(first, "example_slider"), "ArrowRight", "ArrowUp")
    third = [vocabulary.words[i] for i in (*examples[2].inputs, *examples[2].targets)]
    expect(said(first)).to_have_text(in_order("3", str(len(examples)), *third))
    expect_good(lesson)

    press(go_on, "Enter")
    expect(first.locator(".picture")).to_have_text(say("kit.withheld"))
    answer(lesson, first, "first_probability", right=True)
    probability = cell(first, f"y[2,{examples[2].targets[0]}]")
    expect(probability).to_be_visible()  # the example that was on show before
    press(first.locator("td[data-id][tabindex='0']"), "ArrowUp", "ArrowDown")
    expect_explained(first, str(first.locator(":focus").get_attribute("data-id")))
    press(by_key(first, "example_slider"), "End")
    expect(said(first)).to_contain_text(f"{len(examples)}")
    expect_good(lesson)

    press(go_on, "Enter")
    expect(chosen(first)).to_have_text(say("first_look.phase_training"))
    expect_focus_within(first)
    answer(lesson, first, "same_surroundings", right=False)
    updates = nb.execute("import json; print(json.dumps(first.trace['updates']))")
    press(by_key(first, "update_slider"), "Home", "ArrowRight")
    told = say("first_look.update_of", number=updates[1], total=updates[-1])
    expect(first.locator(".picture")).to_contain_text(told)
    press(by_key(first, "update_slider"), "End")
    expect(said(first)).to_contain_text(f"{updates[-1]:,}")
    expect_good(lesson)

    own = {"en": "cats drink milk\ndogs drink water", "zh": "小猫 喝 牛奶\n小狗 喝 清水"}
    press(by_key(first, "text"), "Control+a")
    nb.page.keyboard.type(own[lesson.language])
    nb.page.keyboard.press("Control+Enter")
    words = [line.split() for line in own[lesson.language].splitlines()]
    nb.eventually("import json; print(json.dumps(first.sentences))", words)
    press(by_key(first, "phase"), "Home")
    expect(first.locator(".picture")).to_contain_text(words[0][0])
    press(by_key(first, "bar in_words"), "Enter")
    expect(said(first)).to_be_visible()
    expect(said(first)).to_contain_text(words[1][-1])
    press(cell(first, "count[0]"), "ArrowDown")
    expect_explained(first, "count[1]")
    press(by_key(first, "bar larger"), "Space")
    expect_good(lesson)

    right = {"first_probability": True, "same_surroundings": False}
    nb.eventually("import json; print(json.dumps(first.right))", right)
