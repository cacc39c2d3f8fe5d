"""Lesson 08 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from w2v_lab.head_costs import recorded

from .reading import by_key, cell
from .walking import Lesson, answer, begin, expect_explained, expect_good, press


def walk(lesson: Lesson) -> None:
    nb = lesson.nb
    heads = lesson.widget('predict="which_losses"')
    begin(heads)
    expect(heads.locator("[data-group='P']")).to_have_count(0)
    answer(lesson, heads, "which_losses", right=False)
    expect(cell(heads, "P_softmax")).to_be_visible()
    press(by_key(heads, "moment_slider"), "Home")
    loss = nb.execute("print(repr(heads.session.run.step(0, 'tree').loss))")
    expect(cell(heads, "loss_tree")).to_have_attribute("data-value", str(loss))
    press(cell(heads, "R_softmax"), "ArrowDown")
    expect_explained(heads, "M_softmax")
    expect_good(lesson)

    costs = lesson.widget('predict="hundredfold"')
    begin(costs)
    expect(costs.locator("[data-id]")).to_have_count(0)
    answer(lesson, costs, "hundredfold", right=True)
    press(by_key(costs, "size_slider"), "End")
    expect(by_key(costs, "measure")).to_be_disabled()
    told = str(recorded()[-1].rows[1])
    expect(cell(costs, "R[1]")).to_have_attribute("data-value", told)
    press(by_key(costs, "size_slider"), "Home")
    press(by_key(costs, "measure"), "Enter")
    expect(cell(costs, "here[0]")).to_be_visible(timeout=60_000)
    expect_good(lesson)

    sampled = lesson.widget('Predict("uncorrected")')
    begin(sampled)
    answer(lesson, sampled, "uncorrected", right=True)
    expect_good(lesson)
    right = {"which_losses": False, "hundredfold": True, "uncorrected": True}
    nb.eventually("import json; print(json.dumps(heads.right|costs.right|sampled.right))", right)
