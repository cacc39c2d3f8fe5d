"""Lesson 04 from the keyboard."""

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
    windows(lesson)
    distances(lesson)


def windows(lesson: Lesson) -> None:
    """The window slides, and the text becomes one's own."""
    nb = lesson.nb
    sentences = w2v.toy_sentences("article")
    slider = lesson.widget("WindowSlider(")
    begin(slider)
    expect(said(slider)).to_contain_text(in_order(sentences[0][2], *sentences[0][:2]))
    press(by_key(slider, "position_slider"), "ArrowRight", "ArrowRight")
    expect(slider.locator(".ws-token.centre bdi")).to_have_text(sentences[0][4])
    expect(slider.locator(".ws-token.inside")).to_have_count(3)
    press(cell(slider, "predictions_cbow[4]"))
    expect_explained(slider, "predictions_cbow[4]")
    expect_good(lesson)

    press(by_key(slider, "cbow 3"), "Enter")
    explorer = lesson.widget("slider.explorer()")
    given = [sentences[0][place] for place in (1, 2, 4, 5)]
    expect(explorer.locator("h3")).to_contain_text(sentences[0][3])
    words = "[slider.vocabulary.words[i] for i in slider.chosen.inputs]"
    nb.eventually(f"import json; print(json.dumps({words}))", given)
    expect_focus_within(slider)
    press(by_key(slider, "reach"), "ArrowRight")
    expect(by_key(slider, "again")).to_be_visible()
    press(by_key(slider, "again"), "Enter")
    expect(slider.locator(".note")).to_be_hidden()
    press(by_key(slider, "sample"))
    by_key(slider, "sample").select_option("0.1")
    expect(slider.locator(".note")).to_be_hidden()
    expect_good(lesson)

    own = {"en": "cats drink milk\ndogs drink water", "zh": "小猫 喝 牛奶\n小狗 喝 清水"}
    press(by_key(slider, "text"), "Control+a")
    nb.page.keyboard.type(own[lesson.language])
    nb.page.keyboard.press("Control+Enter")
    words = [line.split() for line in own[lesson.language].splitlines()]
    nb.eventually("import json; print(json.dumps(slider.sentences))", words)
    expect(slider.locator(".ws-line").first).to_contain_text(words[0][0])
    press(by_key(slider, "bar in_words"), "Enter")
    expect(said(slider)).to_be_visible()
    expect_good(lesson)


def distances(lesson: Lesson) -> None:
    """What one pair teaches, and what many do."""
    nb, say = lesson.nb, lesson.say
    for name, right in (("one_prediction", True), ("cbow_share", False)):
        question = lesson.widget(f'Predict("{name}")')
        begin(question)
        answer(lesson, question, name, right=right)
        press(cell(question, "evidence[0,0]"), "ArrowRight")
        expect_explained(question, "evidence[0,1]")

    dials = lesson.widget("TwoDials(")
    expect(dials.locator(".picture")).to_have_text(say("kit.withheld"))
    begin(dials)
    answer(lesson, dials, "closer_without_meeting", right=False)
    angle = dials.locator("[data-id^=angle]").first
    expect(angle).to_be_visible()
    press(by_key(dials, "moment_slider"), "Home")
    start = float(str(angle.get_attribute("data-value")))
    press(by_key(dials, "moment_slider"), "End")
    assert float(str(angle.get_attribute("data-value"))) < 5 < start
    press(by_key(dials, "size_slider"), "Home")
    expect(said(dials)).to_contain_text("2")
    press(by_key(dials, "window"), "Home")
    expect(by_key(dials, "window")).to_have_text("1")
    expect(by_key(dials, "window")).to_be_focused()
    press(dials.locator("[data-id^=cosine]"), "ArrowRight")
    expect_explained(dials, str(dials.locator(":focus").get_attribute("data-id")))
    press(by_key(dials, "play"), "Enter")
    expect(by_key(dials, "play")).to_have_text(say("kit.pause"))
    press(by_key(dials, "play"), "Enter")
    expect(by_key(dials, "play")).to_have_text(say("kit.play"), timeout=15_000)
    expect_good(lesson)
    right_answers = {"closer_without_meeting": False}
    nb.eventually("import json; print(json.dumps(dials.right))", right_answers)
