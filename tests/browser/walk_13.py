"""Lesson 13 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from .reading import by_key, cell
from .walking import Lesson, answer, begin, expect_explained, expect_good, press


def walk(lesson: Lesson) -> None:
    nb = lesson.nb
    for name, right in (("first_shows", True), ("unnoticed", False)):
        asked = lesson.widget(f'Predict("{name}")')
        begin(asked)
        answer(lesson, asked, name, right=right)
    expect_good(lesson)

    explorer = lesson.widget("StepExplorer(walk.recording")
    begin(explorer)
    expect(explorer.locator(".differs")).to_have_count(0)
    press(by_key(explorer, "step_slider"), "End")
    loss = nb.execute("print(repr(walk.recording.steps[-1].loss))")
    expect(cell(explorer, "loss")).to_have_attribute("data-value", str(loss))

    broken = lesson.widget("broken(1)")
    begin(broken)
    expect(broken.locator(".badge.wrong")).to_be_visible()
    press(cell(broken, "h[0]"), "ArrowRight")
    expect_explained(broken, "h[1]")
    expect_good(lesson)
