"""The ninety minutes of docs/teachers.md, walked through: `python -m tests.browser.plan --out DIR`.

Each step is done as it is written, at 1280 × 720, and leaves a picture, `NN-lesson-step.png`;
`--language zh` walks through those of docs/teachers.zh.md. Printed are the minutes of the plan and
the seconds that the machine took; what the page says is held to what the plan says.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Locator, expect

import w2v_lab as w2v
from w2v_lab import lessons

from .lab import CODE_CELL, NOTEBOOKS, REPOSITORY, Lab, Notebook
from .reading import ROOT, by_key, cell, choice, say, scrub

ROW = re.compile(r"^\| (\d+)[–～](\d+) \| (?:lesson |第 )?(\d\d)? ?(?:课 )?\|", re.MULTILINE)
SIZE = {"width": 1280, "height": 720}


class Words(NamedTuple):
    """What the plan of a language says in words of its own, and the numbers that follow."""

    guide: str
    folder: str
    dictated: str
    king: str
    queen: str
    rare: str
    often: int  # so many times, and the rare word is one question from the root
    path: int  # rows on the way to the target, of those below
    nodes: int


WORDS = {
    "en": Words(
        "teachers.md", ".", "the cat sees the dog and the dog sees the cat",
        "king", "queen", "has", often=19, path=4, nodes=11,
    ),
    "zh": Words(
        "teachers.zh.md", "zh", "猫 看见 狗 狗 看见 猫",
        "国王", "王后", "没有", often=15, path=2, nodes=9,
    ),
}  # fmt: skip


class Plan:
    """The clock of the plan, the lesson that is open, and the pictures."""

    def __init__(self, lab: Lab, out: Path, language: str = "en") -> None:
        self.lab, self.out, self.language = lab, out, language
        self.words = WORDS[language]
        self.pictures: list[Path] = []
        self.minutes = {f"{begin}-{end}": lesson for begin, end, lesson in marks(language)}
        self._since = time.monotonic()

    def say(self, name: str, **values: object) -> str:
        """What stands on the screen, by the catalogue's name."""
        return say(name, self.language, **values)

    def press(self, widget: Locator, name: str, role: str = "button") -> None:
        """Click what stands on the screen: a text of the catalogue by its name, or a word."""
        shown = self.say(name) if "." in name else name
        widget.get_by_role(role, name=shown, exact=True).click()

    @contextmanager
    def lesson(self, minutes: str) -> Iterator[Notebook]:
        """Open the lesson of these minutes and run its cells, as a teacher does before class."""
        number = self.minutes[minutes]
        (file,) = (NOTEBOOKS / self.words.folder).glob(f"{number}_*.ipynb")
        with self.lab.open(file.relative_to(NOTEBOOKS).as_posix(), **SIZE) as nb:
            nb.run_all()
            self._lesson, self._minutes, self._nb = number, minutes, nb
            self.tell("opened, all cells run")
            yield nb
            nb.clean()

    def widget(self, code: str) -> Locator:
        """The picture of the cell in which this stands."""
        found = self._nb.page.locator(CODE_CELL).filter(has_text=code).locator(ROOT).first
        found.scroll_into_view_if_needed()
        return found

    def vote(self, widget: Locator, question: str, name: str = "") -> None:
        """Click what the room has chosen, right or wrong; without a name the right one."""
        chosen = name or lessons.find(question).answer()
        choice(widget, question, chosen, self.language).click()
        expect(widget.locator(".gate .why .lead").first).to_be_visible(timeout=30_000)

    def step(self, name: str, widget: Locator) -> None:
        """A step is done: a picture of the window, with the widget from its top."""
        widget.evaluate("node => node.scrollIntoView({ block: 'start' })")
        expect(widget.locator(".note")).to_have_text("", timeout=30_000)  # nothing is computed
        self._nb.page.evaluate("lab.painted()")
        path = self.out / f"{len(self.pictures) + 1:02}-{self._lesson}-{name.replace(' ', '-')}.png"
        self._nb.page.screenshot(path=path)
        self.pictures.append(path)
        self.tell(name)

    def tell(self, what: str) -> None:
        now = time.monotonic()
        took, self._since = now - self._since, now
        print(f"minutes {self._minutes:>5}  lesson {self._lesson}  {took:5.1f} s  {what}")


def marks(language: str = "en") -> list[tuple[str, str, str]]:
    """The rows of the plan: from which minute, until which, and the lesson."""
    guide = REPOSITORY / "docs" / WORDS[language].guide
    return ROW.findall(guide.read_text(encoding="utf-8"))


def start(plan: Plan) -> None:
    """Lesson 00: a sentence that a learner dictates."""
    with plan.lesson("0-10"):
        first = plan.widget("FirstLook(")
        by_key(first, "text").fill(plan.words.dictated)
        by_key(first, "use").click()
        expect(first).to_contain_text(plan.words.dictated.split()[1])
        plan.step("sentence", first)
        for _ in range(2):
            by_key(first, "on").click()
        plan.vote(first, "first_probability")
        plan.step("trained", first)


def one_hot(plan: Plan) -> None:
    """Demonstration 1."""
    with plan.lesson("10-25"):
        selector = plan.widget("RowSelector(")
        plan.step("asked", selector)
        plan.vote(selector, "which_row", "zeros")
        expect(cell(selector, "multiplications")).to_have_text("40")
        expect(cell(selector, "by_zero")).to_have_text("35")
        plan.step("verdict", selector)
        plan.press(selector, "kit.play")
        expect(by_key(selector, "play")).to_have_text(plan.say("kit.play"), timeout=20_000)
        cell(selector, "long_h[1]").hover()
        plan.step("formula", selector)
        plan.press(selector, "row_selector.look_up", "radio")
        plan.step("look it up", selector)
        plan.press(selector, plan.words.queen)
        plan.step("queen", selector)
        selector.get_by_text(plan.say("row_selector.several"), exact=True).click()
        for word in (plan.words.queen, plan.words.king):
            plan.press(selector, word)
        plan.step("several", selector)


def one_update(plan: Plan) -> None:
    """Demonstration 2."""
    with plan.lesson("25-45"):
        explorer = plan.widget("StepExplorer(recording")
        expect(cell(explorer, "y[0,0]")).to_have_text("0.125")
        plan.step("errors", explorer)
        by_key(explorer, "on").click()
        plan.vote(explorer, "first_update", "both")
        plan.step("verdict", explorer)
        plan.press(explorer, "step_explorer.phase_update", "tab")
        expect(explorer.locator(".badge")).to_have_text(plan.say("step_explorer.check_passed"))
        plan.press(explorer, "step_explorer.let_it")
        for id, loss in (("loss", "2.079"), ("after", "2.066")):
            expect(cell(explorer, id).first).to_contain_text(loss)
        plan.step("it happened", explorer)
        scrub(explorer, "step_slider", 1)
        plan.press(explorer, "step_explorer.phase_back", "tab")
        expect(cell(explorer, "EH[0]")).not_to_have_attribute("data-value", "0")
        plan.step("second update", explorer)
        plan.press(explorer, "step_explorer.network", "radio")
        plan.step("network", explorer)


def words_that_move(plan: Plan) -> None:
    """Demonstration 3."""
    with plan.lesson("45-60"):
        seeds = plan.widget('predict="another_seed"')
        plan.vote(seeds, "another_seed", "nothing")
        plan.step("verdict", seeds)
        player = plan.widget("TrainingPlayer(film, analogies=asked")
        scrub(player, "moment_slider", 0)
        plan.press(player, "kit.speed_fast", "radio")
        plan.press(player, "kit.play")
        plan.step("playing", player)
        plan.press(player, "kit.pause")
        then = plan.say("training_player.example_of", number="3,776", total="160,000")
        for moment in range(100):
            scrub(player, "moment_slider", moment)
            if then in player.inner_text():
                break
        expect(player).to_contain_text(then)
        expect(player).to_contain_text("2.822")
        by_key(player, "leaf analogies").click()
        plan.step("analogies", player)
        by_key(player, "moment_slider").locator("xpath=self::input").press("End")
        plan.step("the end", player)
        by_key(player, "leaf cosines").click()
        plan.step("all cosines", player)


def first_pair(song: w2v.Vocabulary, language: str) -> tuple[int, int]:
    """What the song's first update is given, and what it learns."""
    example = next(iter(w2v.examples(w2v.toy_sentences("song", language), song, pairs=True)))
    return example.inputs[0], example.targets[0]


def living_tree(plan: Plan) -> None:
    """Demonstration 4."""
    with plan.lesson("60-75"):
        tree = plan.widget('predict="next_merge"')
        plan.step("three merges", tree)
        plan.vote(tree, "next_merge", "heaviest")
        plan.step("verdict", tree)
        plan.press(tree, "kit.play")
        expect(by_key(tree, "play")).to_have_text(plan.say("kit.play"), timeout=30_000)
        song = w2v.Vocabulary.from_sentences(w2v.toy_sentences("song", plan.language))
        rare, often = song.index[plan.words.rare], plan.words.often
        leaf = by_key(tree, f"leaf {rare}")
        leaf.focus()
        for count in range(song.counts[rare] + 1, often + 1):
            tree.page.keyboard.press("ArrowUp")
            expect(leaf).to_have_attribute("aria-valuenow", str(count))
        expect(tree.locator(".note")).to_have_text("")
        plan.step("one question from the root", tree)
        plan.press(tree, "kit.reset")
        expect(leaf).not_to_have_attribute("aria-valuenow", str(often))
        plan.press(tree, "tree_lab.balanced", "radio")
        plan.step("balanced", tree)
        leaves = plan.widget('Predict("leaves_sum")')
        plan.vote(leaves, "leaves_sum")
        plan.step("exactly 1", leaves)
        plan.step("ask", plan.widget('act="ask"'))
        learning = plan.widget('act="learn"')
        given, word = (song.words[i] for i in first_pair(song, plan.language))
        told = {"count": plan.words.path, "rows": plan.words.nodes, "V": plan.words.nodes + 1}
        expect(learning).to_contain_text(
            plan.say("tree_lab.say_learn", given=given, word=word, **told)
        )
        plan.step("learn", learning)


STEPS = (start, one_hot, one_update, words_that_move, living_tree)


def walk(out: Path, language: str = "en") -> list[Path]:
    """Walk through the plan of a language; the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    with Lab() as lab:
        plan = Plan(lab, out, language)
        for step in STEPS:
            step(plan)
    return plan.pictures


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.plan", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--language", choices=sorted(WORDS), default="en")
    options = parser.parse_args()
    walk(options.out, options.language)


if __name__ == "__main__":
    main()
