"""Lesson 05 from the keyboard."""

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
    press,
)

LEAVES = ("matrices", "cosines", "analogies", "settling")


def walk(lesson: Lesson) -> None:
    films(lesson)
    arrows(lesson)


def films(lesson: Lesson) -> None:
    """One run is watched from all sides."""
    nb, say = lesson.nb, lesson.say
    _, _, king, queen = w2v.toy_analogies("plane")["gender"][0]
    player = lesson.widget("TrainingPlayer(recording, analogies")
    begin(player)
    expect(by_key(player, "word")).to_have_value(king)
    press(by_key(player, "moment_slider"), "Home", "ArrowRight", "ArrowRight")
    expect(said(player)).to_contain_text(king)
    press(player.locator("td[data-id^=cosine][tabindex='0']"), "ArrowDown")
    expect_explained(player, str(player.locator(":focus").get_attribute("data-id")))
    expect_good(lesson)
    press(by_key(player, "play"), "Enter")
    expect(by_key(player, "play")).to_have_text(say("kit.pause"))
    press(by_key(player, "play"), "Enter")
    expect(by_key(player, "play")).to_have_text(say("kit.play"), timeout=15_000)
    press(by_key(player, "word"), "Control+a")
    nb.page.keyboard.type(queen)
    nb.page.keyboard.press("Enter")
    expect(player.locator(".pl-reading b")).to_have_text(queen)
    press(by_key(player, "views"), "ArrowRight", "ArrowRight", "ArrowRight")
    expect(player.locator(".pl-map")).to_have_count(2)
    expect_focus_within(player)
    press(by_key(player, "axes"), "ArrowRight")
    expect(by_key(player, "axis 0")).to_be_visible()
    expect_good(lesson)
    for leaf in LEAVES:
        press(by_key(player, f"leaf {leaf}"), "Enter")
        expect(player.locator(".pl-leaf")).to_contain_text(say(f"training_player.about_{leaf}"))
        expect_good(lesson)
    press(by_key(player, "leaf settling"), "Enter")
    expect(player.locator(".pl-leaf")).to_have_count(0)
    press(by_key(player, "bar larger"), "Enter")
    expect_good(lesson)


def arrows(lesson: Lesson) -> None:
    """Another seed, and analogies as arrows."""
    nb, say = lesson.nb, lesson.say
    man, woman, king, queen = w2v.toy_analogies("plane")["gender"][0]
    seeds = lesson.widget('predict="another_seed"')
    expect(seeds.locator(".picture")).to_have_text(say("kit.withheld"))
    begin(seeds)
    answer(lesson, seeds, "another_seed", right=True)
    expect(seeds.locator(".pl-map")).to_have_count(2)
    expect(cell(seeds, "share_input_2")).to_be_visible()
    expect_good(lesson)

    arrows = lesson.widget("AnalogyArrows(")
    begin(arrows)
    expect(arrows.locator(".aa-first bdi")).to_have_text(queen)
    press(by_key(arrows, "ranking"), "ArrowRight")
    expect_focus_within(arrows)
    press(arrows.locator("td[data-id^=rank][tabindex='0']"), "ArrowDown")
    expect_explained(arrows, "rank_in[0,1]")
    for name, word in zip("abc", (king, queen, man), strict=True):
        press(by_key(arrows, f"own {name}"))
        nb.page.keyboard.type(word)
    nb.page.keyboard.press("Enter")
    expect(arrows.locator("h3")).to_contain_text(king)
    press(by_key(arrows, "ranking"), "ArrowLeft")
    expect(arrows.locator(".aa-first bdi")).to_have_text(woman)
    expect_good(lesson)

    difference = lesson.widget('Predict("king_minus_queen")')
    begin(difference)
    answer(lesson, difference, "king_minus_queen", right=False)
    press(cell(difference, "evidence[0,0]"), "ArrowRight")
    expect_explained(difference, "evidence[0,1]")
    nb.eventually("import json; print(json.dumps(seeds.right))", {"another_seed": True})
