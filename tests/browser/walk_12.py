"""Lesson 12 from the keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from w2v_lab import lessons

from .reading import by_key, cell
from .walking import Lesson, answer, begin, expect_explained, expect_good, press


def walk(lesson: Lesson) -> None:
    for name, right in (("claims_that_hold", True), ("twice_the_threshold", False)):
        asked = lesson.widget(f'Predict("{name}")')
        begin(asked)
        answer(lesson, asked, name, right=right)
    expect_good(lesson)

    trial = lesson.widget("Trial(")
    claims = trial.locator(".claim")
    expect(claims).to_have_count(22)
    begin(trial)
    press(by_key(trial, "claim"), "ArrowRight", "ArrowRight", "ArrowRight")
    expect(trial.locator("blockquote")).to_contain_text("对应的 V 个权重被激活")
    expect(trial.locator("table")).to_have_count(0)
    answer(lesson, trial, "claim_s4", right=False)
    told = lessons.find("claim_s4").told("not")[lesson.language]
    expect(claims.nth(3)).to_have_attribute("aria-label", re.compile(re.escape(told)))
    press(cell(trial, "claim_s4[0,0]"), "ArrowRight", "ArrowRight")
    expect_explained(trial, "claim_s4[0,2]")
    press(by_key(trial, "claim"), "ArrowLeft")
    answer(lesson, trial, "claim_s3", right=True)
    expect(trial.locator(".agreed")).to_have_count(1)
    expect(trial.locator(".surprised")).to_have_count(1)
    expect_good(lesson)
