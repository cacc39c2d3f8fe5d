"""Lesson 06 from the keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from .reading import by_key, cell
from .walking import Lesson, answer, begin, chosen, expect_explained, expect_good, press


def walk(lesson: Lesson) -> None:
    growing(lesson)
    asking(lesson)
    learning(lesson)


def growing(lesson: Lesson) -> None:
    """The tree grows, and is made another."""
    nb, say = lesson.nb, lesson.say
    lab = lesson.widget('predict="next_merge"')
    V = nb.execute("print(len(vocabulary))")
    root = 2 * V - 2
    begin(lab)
    expect(lab.get_by_role("tab")).to_have_count(1)
    expect_good(lesson)
    answer(lesson, lab, "next_merge", right=False)
    expect(cell(lab, f"weight[{root}]")).not_to_be_visible()  # the merge that was asked about is
    press(by_key(lab, "merge_slider"), "End")
    expect(cell(lab, f"weight[{root}]")).to_be_visible()
    press(by_key(lab, "merge_slider"), "Home")
    expect(cell(lab, f"weight[{root}]")).not_to_be_visible()
    press(by_key(lab, "merge_slider one_on"), "Enter", "Enter")
    expect(cell(lab, f"weight[{V + 1}]").first).to_be_visible()
    press(by_key(lab, "merge_slider"), "End")
    expect_good(lesson)
    leaf = by_key(lab, "leaf 5")
    leaf.focus()
    count = int(leaf.get_attribute("aria-valuenow") or 0)
    lab.page.keyboard.press("ArrowUp")
    lab.page.keyboard.press("ArrowUp")
    expect(cell(lab, "count[5]").first).to_have_attribute("data-value", str(count + 2))
    nb.eventually("print(int(lab.model.vocabulary.counts[5]))", count + 2)
    expect(by_key(lab, "leaf 5")).to_be_focused()
    press(by_key(lab, "kind"), "ArrowRight")
    expect(lab).to_contain_text(say("tree_lab.kind_balanced", V=V))
    expect_good(lesson)


def asking(lesson: Lesson) -> None:
    """Its questions are asked."""
    nb, say = lesson.nb, lesson.say
    V = nb.execute("print(len(vocabulary))")
    leaves = lesson.widget('Predict("leaves_sum")')
    begin(leaves)
    answer(lesson, leaves, "leaves_sum", right=True)
    expect_good(lesson)

    asked = lesson.widget('act="ask"')
    begin(asked)
    expect(chosen(asked)).to_have_text(say("tree_lab.act_ask"))
    press(by_key(asked, "update_slider"), "Home")
    expect(cell(asked, f"yes[{2 * V - 2}]").first).to_have_attribute("data-value", "0.5")
    press(by_key(asked, "update_slider"), "End")
    path = nb.execute("print([*tree.paths[vocabulary.index[word]]])")
    press(cell(asked, f"u[{V + path[0]}]").first, "ArrowDown")
    expect_explained(asked, f"u[{V + path[1]}]")
    expect_good(lesson)

    touched = lesson.widget('Predict("rows_touched")')
    begin(touched)
    answer(lesson, touched, "rows_touched", right=False)


def learning(lesson: Lesson) -> None:
    """They are learnt, and paid for."""
    nb, say = lesson.nb, lesson.say
    learning = lesson.widget('act="learn"')
    begin(learning)
    press(by_key(learning, "update_slider"), "ArrowRight", "ArrowRight")
    press(cell(learning, "step_u[0,0]"), "ArrowRight", "ArrowRight", "ArrowRight")
    expect_explained(learning, "step_e[0,0]", "step_y[0,0]", "step_t[0,0]")
    press(by_key(learning, "update_slider"), "End")
    expect(learning).to_contain_text(say("tree_lab.say_end"))
    expect_good(lesson)

    paths = lesson.widget("shifted_paths())")
    begin(paths)
    press(by_key(paths, "setting_slider"), "End")
    expect(cell(paths, "change")).to_have_attribute("data-value", "0")
    expect_good(lesson)

    pays = lesson.widget('Predict("who_pays")')
    begin(pays)
    answer(lesson, pays, "who_pays", right=True)

    gain = lesson.widget("subsampled_tree(")
    begin(gain)
    press(by_key(gain, "setting_slider"), "End")
    expect(cell(gain, "huffman")).to_have_text("16.137")
    expect_good(lesson)
    right = {"next_merge": False, "leaves_sum": True, "rows_touched": False, "who_pays": True}
    code = "import json; print(json.dumps(lab.right|leaves.right|touched.right|pays.right))"
    nb.eventually(code, right)
