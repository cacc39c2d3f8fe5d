"""Lesson 10 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from w2v_lab import uses
from w2v_lab.uses.records import recorded

from .reading import by_key, cell
from .walking import Lesson, answer, begin, expect_explained, expect_good, press


def walk(lesson: Lesson) -> None:
    nb = lesson.nb
    answers = {
        "search_winner": ("search", "words"),
        "real_reviews": ("sentiment", "nowhere"),
        "document_rows": ("topics", "bag"),
        "tag_gain": ("tagging", "few"),
        "even_text": ("bias", "partner"),
    }
    for question, (name, _) in answers.items():
        bench = lesson.widget(f'predict="{question}"')
        begin(bench)
        expect(bench.locator("[data-id]")).to_have_count(0)
        answer(lesson, bench, question, right=name != "search")
        task = uses.TASKS[name]
        score = recorded(task)[task.rows[0], "ours"].evaluation.score
        expect(cell(bench, "score[0,1]")).to_have_attribute("data-value", str(score))
        press(by_key(bench, "score 0,0"), "Enter")
        expect(by_key(bench, "score 0,0")).to_have_attribute("aria-pressed", "true")
        expect_good(lesson)

    bias = lesson.widget('predict="even_text"')
    press(cell(bias, "score[0,0]"), "ArrowRight")
    expect_explained(bias, "score[0,1]")
    press(by_key(bias, "anew"), "Enter")
    expect(cell(bias, "here[0,0]")).to_be_visible(timeout=60_000)
    expect_good(lesson)

    nb.eventually("import json; print(json.dumps(bench.right))", {"search_winner": False})
