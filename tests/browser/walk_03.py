"""Lesson 03 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from .lab import CODE_CELL
from .reading import by_key, cell, said
from .walking import (
    Lesson,
    answer,
    begin,
    chosen,
    expect_explained,
    expect_good,
    press,
)


def walk(lesson: Lesson) -> None:
    nb, say = lesson.nb, lesson.say
    explorer = lesson.widget("StepExplorer(recording")
    begin(explorer)
    expect(chosen(explorer)).to_have_text(say("step_explorer.phase_errors"))
    expect_good(lesson)
    press(by_key(explorer, "on"), "Enter")
    answer(lesson, explorer, "first_update", right=True)
    expect(cell(explorer, "EH[0]")).to_have_attribute("data-value", "0")
    press(by_key(explorer, "on"), "Enter", "Enter")
    expect(chosen(explorer)).to_have_text(say("step_explorer.phase_update"))
    expect(explorer.locator(".badge")).to_have_text(say("step_explorer.check_passed"))
    press(by_key(explorer, "happen"), "Enter")
    expect(cell(explorer, "after")).to_be_visible()
    expect_good(lesson)
    press(by_key(explorer, "step_slider"), "ArrowRight")
    press(by_key(explorer, "back"), "Enter")
    press(by_key(explorer, "check"), "Enter")
    expect(explorer.locator(".badge")).to_have_text(say("step_explorer.check_passed"))
    press(cell(explorer, "G_in[0,0]"), "ArrowDown")
    expect_explained(explorer, "G_in[1,0]", "x[1]", "EH[0]", "C")
    expect_good(lesson)

    table = nb.page.locator(CODE_CELL).filter(has_text="wrong_updates(").locator("table")
    expect(table.locator("tbody tr")).to_have_count(6)
    expect(table).to_contain_text(say("l03.slopes_measured"))
    expect(table).to_contain_text("−0.342")

    rates = lesson.widget("learning_rates(")
    begin(rates)
    press(by_key(rates, "setting_slider"), "End")
    expect(cell(rates, "last_loss")).to_have_text("NaN")
    expect(said(rates)).to_contain_text("1000")
    press(by_key(rates, "setting_slider"), "Home")
    never = say("l03.sweep_learning_rates_infinite_broken_at")
    expect(cell(rates, "broken_at")).to_have_text(never)
    expect_good(lesson)

    rest = lesson.widget('Predict("zero_gradient")')
    begin(rest)
    answer(lesson, rest, "zero_gradient", right=True)
    expect_good(lesson)

    spare = lesson.widget("spare_vector(")
    begin(spare)
    answer(lesson, spare, "spare_vector", right=False)
    press(by_key(spare, "setting_slider"), "End")
    press(cell(spare, "between[0,0]"), "ArrowRight")
    expect_explained(spare, "between[0,1]")
    expect_good(lesson)
    right = {"first_update": True, "spare_vector": False, "zero_gradient": True}
    nb.eventually("import json; print(json.dumps(explorer.right|spare.right|rest.right))", right)
