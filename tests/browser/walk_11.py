"""Lesson 11 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from w2v_lab.relatives.family import recorded

from .reading import by_key, cell
from .walking import Lesson, answer, begin, expect_explained, expect_good, press


def walk(lesson: Lesson) -> None:
    nb = lesson.nb
    table = lesson.widget('Family(predict="who_misses")')
    begin(table)
    expect(table.locator("[data-group='score']")).to_have_count(0)
    answer(lesson, table, "who_misses", right=True)
    glove = recorded().told["glove"].grammar["en"]
    assert glove
    expect(cell(table, "score[7,0]")).to_have_attribute("data-value", str(glove.score))
    press(by_key(table, "open 7,blind"), "Enter")
    expect(table.locator(".behind")).to_contain_text(lesson.say("family.why_glove"))
    press(cell(table, "R[0]"), "ArrowRight")
    expect_explained(table, "M[0]")
    press(by_key(table, "phase"), "ArrowRight")
    expect(table.locator(".lists .list")).to_have_count(9)
    press(by_key(table, "phase"), "ArrowRight")
    expect(cell(table, "shared[0,1]")).to_be_visible()
    expect_good(lesson)

    for name, right in (
        ("needs_a_bend", False),
        ("same_in_essence", True),
        ("typed_wrongly", True),
    ):
        asked = lesson.widget(f'Predict("{name}")')
        begin(asked)
        answer(lesson, asked, name, right=right)
    expect_good(lesson)

    walk = lesson.widget("ClozeWalk(")
    begin(walk)
    expect(walk.locator("[data-id^='s[']")).to_have_count(0)
    answer(lesson, walk, "who_weighs_most", right=True)
    for _ in range(4):
        press(by_key(walk, "on"), "Enter")
    loss = nb.execute("print(repr(walk.session.run.steps[0].loss))")
    expect(cell(walk, "loss")).to_have_attribute("data-value", str(loss))
    press(by_key(walk, "gap_slider"), "End")
    loss = nb.execute("print(repr(walk.session.run.steps[-1].loss))")
    expect(cell(walk, "loss")).to_have_attribute("data-value", str(loss))
    expect_good(lesson)
    right = {"who_misses": True, "who_weighs_most": True}
    nb.eventually("import json; print(json.dumps(table.right | walk.right))", right)
