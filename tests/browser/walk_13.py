"""Lesson 13 from the keyboard: nothing is typed but what a learner types."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

import w2v_lab as w2v
from w2v_lab.lessons.l13.shop import key

from .lab import CODE_CELL
from .reading import by_key, cell, said
from .walking import Lesson, answer, begin, expect_explained, expect_good, press

SOLVED = {
    "examples": """
def my_examples(sentence, window):
    pairs = []
    for at, centre in enumerate(sentence):
        for there in range(max(0, at - window), min(len(sentence), at + window + 1)):
            if there != at:
                pairs.append((centre, sentence[there]))
    return pairs""",
    "scores": """
def my_scores(h, W):
    u = W @ h
    return u, 1 / (1 + np.exp(-u))""",
    "errors": """
def my_errors(y, t, W):
    e = y - t
    return e, e @ W""",
    "update": """
def my_update(W_in, W_out, centre, rows, h, e, EH, rate):
    W_in[centre] -= rate * EH
    for row, error in zip(rows, e):
        W_out[row] -= rate * error * h""",
    "noise": """
def my_noise(counts):
    powers = counts**0.75
    return powers / powers.sum()""",
}
TURNED = SOLVED["errors"].replace("y - t", "t - y")
ASSEMBLED, WALKED = "w2v.exercises.assemble(", "StepExplorer(walk.recording"
SECONDS = 60_000  # for 48,000 updates by a learner's own functions


def code_cell(lesson: Lesson, code: str) -> Locator:
    return lesson.nb.page.locator(CODE_CELL).filter(has_text=code).first


def run(lesson: Lesson, code: str) -> Locator:
    """Run the cell in which this stands, as Shift + Enter does."""
    chosen = code_cell(lesson, code)
    chosen.locator(".cm-content").click()
    lesson.nb.page.keyboard.press("Shift+Enter")
    return chosen.locator(".jp-OutputArea-output").last


def write(lesson: Lesson, code: str, text: str) -> Locator:
    """Write this into the cell instead of what stands there, line by line, and run it."""
    keyboard = lesson.nb.page.keyboard
    code_cell(lesson, code).locator(".cm-content").click()
    keyboard.press("Control+a")
    for number, line in enumerate(text.strip().splitlines()):
        if number:
            keyboard.press("Enter")
            keyboard.press("Shift+Home")  # over the indentation that the editor proposes
        keyboard.insert_text(line) if line else keyboard.press("Delete")
    first = text.strip().splitlines()[0]
    return run(lesson, first)


def solve(lesson: Lesson, part: str, text: str) -> Locator:
    """Write one of the five functions, and have it checked."""
    return write(lesson, f"own_{part}(", f"{text}\n\nw2v.exercises.own_{part}(my_{part})")


def walk(lesson: Lesson) -> None:
    for name, right in (("first_shows", True), ("unnoticed", False)):
        asked = lesson.widget(f'Predict("{name}")')
        begin(asked)
        answer(lesson, asked, name, right=right)
    expect_good(lesson)
    write_word2vec(lesson)
    stop_at_the_first_that_differs(lesson)
    walk_to_the_end(lesson)
    if lesson.language == "en":  # 48,000 updates are the same in any language
        train_and_solve(lesson)
    read_a_biography(lesson)
    repair(lesson)


def write_word2vec(lesson: Lesson) -> None:
    right = lesson.say("check.right", cases=100)
    for part, text in SOLVED.items():
        expect(solve(lesson, part, text)).to_contain_text(right)


def stop_at_the_first_that_differs(lesson: Lesson) -> None:
    """A wrong version of one function; then the right one again."""
    hint = lesson.say("l13.hint_own_errors_turned")
    expect(solve(lesson, "errors", TURNED)).to_contain_text(hint)
    expect(run(lesson, ASSEMBLED)).to_contain_text(hint)
    run(lesson, WALKED)
    explorer = lesson.widget(WALKED)
    expect(explorer.locator("p.differs")).to_contain_text(hint)
    expect(cell(explorer, "e[0,0]")).to_be_visible()
    expect_good(lesson)
    solve(lesson, "errors", SOLVED["errors"])
    expect(run(lesson, ASSEMBLED)).not_to_contain_text(hint)
    run(lesson, WALKED)
    expect(explorer.locator(".differs")).to_have_count(0)


def walk_to_the_end(lesson: Lesson) -> None:
    nb, explorer = lesson.nb, lesson.widget(WALKED)
    begin(explorer)
    press(by_key(explorer, "step_slider"), "End")
    loss = nb.execute("print(repr(walk.recording.steps[-1].loss))")
    expect(cell(explorer, "loss")).to_have_attribute("data-value", str(loss))


def train_and_solve(lesson: Lesson) -> None:
    run(lesson, "TrainingPlayer(film")
    a, b, c, d = w2v.toy_analogies("grammar")["gender"][0]
    verdict = lesson.say("l13.solved", a=a, b=b, c=c, d=d, right=30, asked=30)
    expect(run(lesson, "own_analogies(film")).to_have_text(verdict, timeout=SECONDS)
    player = lesson.widget("TrainingPlayer(film")
    begin(player)
    press(by_key(player, "play"), "Enter")
    expect(by_key(player, "play")).to_have_text(lesson.say("kit.pause"))
    press(by_key(player, "play"), "Enter")
    press(by_key(player, "moment_slider"), "End")
    expect(said(player)).to_contain_text("48,000")


def read_a_biography(lesson: Lesson) -> None:
    nb, asked = lesson.nb, lesson.widget('Predict("brought_together")')
    begin(asked)
    answer(lesson, asked, "brought_together", right=True)
    run(lesson, "own_life(mine)")
    run(lesson, "w2v.biography(life.recording)")
    king = nb.execute("print(life.recording.model_at(0).vocabulary.id(king))")
    player = lesson.widget("own_life(mine)")
    begin(player)
    first = f"sentence_in[0,{king},0]"
    expect(cell(player, first)).to_have_attribute(
        "data-value", str(nb.execute(f"print(repr(float(parts[0, {king}, 0])))"))
    )
    press(player.locator("[data-group='life'][tabindex='0']"), "ArrowDown")
    expect_explained(player, first)
    press(by_key(player, "split"), "ArrowRight")
    expect(cell(player, f"word_in[0,{king},0]")).to_be_visible()
    expect(cell(player, f"cos_end[{king},0]")).to_have_count(0)
    expect_good(lesson)


def repair(lesson: Lesson) -> None:
    broken = lesson.widget("broken(1)")
    begin(broken)
    expect(broken.locator(".badge.wrong")).to_be_visible()
    press(cell(broken, "h[0]"), "ArrowRight")
    expect_explained(broken, "h[1]")
    names = ", ".join(f'"{name}"' for name in key(0))
    verdict = write(lesson, "w2v.exercises.repairs(", f"w2v.exercises.repairs({names}, seed=0)")
    expect(verdict).to_have_text(lesson.say("l13.repairs_right", count=7))
    expect_good(lesson)
