"""The tree lab in the page: three acts on one tree, its numbers, drags, and a kernel that dies."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from .lab import Lab, Notebook
from .reading import (
    STAGE,
    asked,
    assert_harmless,
    assert_line,
    assert_shown,
    by_id,
    by_key,
    cell,
    choice,
    facts,
    on_stage,
    read,
    say,
    scrub,
    tab,
)


def tree_numbers(widget, given, frame):
    """Every number of one moment by its id, from the recording, the models and the tree."""
    number = widget.trace["film"][frame]
    model = widget.model if widget.recording is None else widget.recording.model_at(number)
    tree, V = widget.tree, len(widget.tree)
    u = model.scores(given)
    ways, reach = model.output.ways(u), model.output.reach(u)
    told = {f"W_out[{V + r},{j}]": repr(float(w)) for (r, j), w in np.ndenumerate(model.W_out)}
    for row in range(V - 1):
        told[f"u[{V + row}]"] = repr(float(u[row]))
        told[f"yes[{V + row}]"], told[f"no[{V + row}]"] = (repr(float(way)) for way in ways[row])
    for node, weight in enumerate(tree.weights):
        told[f"reach[{node}]"] = repr(float(reach[node]))
        told[f"{'count' if node < V else 'weight'}[{node}]"] = repr(float(weight))
    told["mean_length"] = repr(float(tree.mean_length()))
    told["total"] = repr(float(model.probabilities(given).sum()))
    if widget.recording is not None and number in widget.recording.numbers:
        step = widget.recording.steps[widget.recording.numbers.index(number)]
        told["step_loss"] = repr(float(step.loss))
        told |= by_id({"step_h": step.h})
        for letter in "uyte":
            for s, line in enumerate(getattr(step, letter)):
                told |= {f"step_{letter}[{s},{q}]": repr(float(v)) for q, v in enumerate(line)}
    return told


MANY = (
    "w2v.Vocabulary([f'word{i}' for i in range(60)],"
    " np.ceil(3000 / np.arange(1, 61)).astype(int).tolist())"
)


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    cells = [f"{STAGE}", f"from w2v_lab.widgets import TreeLab\n{inspect.getsource(tree_numbers)}"]
    with lab.open([*cells, "shown = TreeLab(); shown"]) as notebook:
        notebook.run_all()
        yield notebook


def expected(nb: Notebook, given: int, frame: int) -> dict[str, str]:
    numbers: dict[str, str] = nb.execute(f"print(json.dumps(tree_numbers(w, {given}, {frame})))")
    return numbers


def visible(widget: Locator, selector: str) -> int:
    count: int = widget.evaluate(
        "(root, s) => [...root.querySelectorAll(s)]"
        ".filter((n) => getComputedStyle(n).display !== 'none').length",
        selector,
    )
    return count


# ---- numbers ------------------------------------------------------------------------------------


def test_every_number_of_every_act_is_the_librarys(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab()")
    given, film = facts(nb)["given"], facts(nb)["film"]
    assert_shown(widget, expected(nb, given, len(film) - 1))
    tab(widget, "tree_lab.act_ask").click()
    for frame in (len(film) - 1, 0, 7):
        scrub(widget, "update_slider", frame)
        assert_shown(widget, expected(nb, given, frame))
    tab(widget, "tree_lab.act_learn").click()
    for frame in (0, 5, 21, len(film) - 2):
        scrub(widget, "update_slider", frame)
        assert_shown(widget, expected(nb, given, frame))
    by_key(widget, "given").select_option("4")
    assert_shown(widget, expected(nb, 4, len(film) - 2))
    nb.clean()


def sources_of(nb: Notebook, id: str) -> list[str]:
    """Which numbers a number comes from, told by the tree itself."""
    name, index = id.rstrip("]").split("[")
    V = nb.execute("print(len(w.tree))")
    first = int(index.split(",")[0])
    merge = nb.execute(
        f"m = w.tree.merges[{first} - {V}]; print([m.left, m.right])" if first >= V else "print([])"
    )
    kind = lambda node: f"{'weight' if node >= V else 'count'}[{node}]"  # noqa: E731
    if name == "weight":
        return [kind(node) for node in merge]
    if name == "u":
        return [f"W_out[{first},{j}]" for j in range(5)]
    if name == "reach":
        path = nb.execute(
            f"print([[r, b] for r, b in zip(w.tree.paths[{first}], w.tree.codes[{first}])])"
        )
        return [f"{'no' if bit else 'yes'}[{V + row}]" for row, bit in path]
    return {"yes": [f"u[{first}]"], "no": ["one", f"yes[{first}]"]}[name]


def told_by(widget: Locator) -> list[str]:
    """The ids in the formula: those that a number came from, and its own."""
    ids: list[str] = widget.locator(".formula [data-from]").evaluate_all(
        "chips => chips.map((chip) => chip.dataset.from)"
    )
    return ids


def test_every_number_explains_itself(nb: Notebook) -> None:
    nb.page.mouse.move(0, 0)  # what lies under the mouse would explain itself too
    widget = on_stage(nb, "TreeLab()")
    V = nb.execute("print(len(w.tree))")
    for row in (V - 2, V - 3, 0):
        id = f"weight[{V + row}]"
        cell(widget, id).first.focus()
        assert told_by(widget) == [*sources_of(nb, id), id]
        assert_line(widget)
    tab(widget, "tree_lab.act_ask").click()
    nb.page.mouse.move(0, 0)
    word = facts(nb)["word"]
    path = nb.execute(f"print([*w.tree.paths[{word}]])")
    for id in (f"yes[{V + path[0]}]", f"u[{V + path[1]}]", f"reach[{word}]"):
        cell(widget, id).first.focus()
        chips = told_by(widget)
        wanted = sources_of(nb, id)
        if id.startswith("u"):
            wanted = [part for j in range(5) for part in (wanted[j], f"h[{j}]")]
        assert chips == [*wanted, id]
        assert_line(widget)
        lit = {number["id"] for number in read(widget) if number["source"]}
        assert lit == {number["id"] for number in read(widget)} & set(wanted) - {id}
    cell(widget, "total").focus()
    chips = widget.locator(".formula [data-from]").all()
    assert len(chips) == min(V, 12) + 1 - (V > 12)
    tab(widget, "tree_lab.act_learn").click()
    for id, wanted in {
        "step_e[0,1]": ["step_y[0,1]", "step_t[0,1]"],
        "step_y[0,0]": ["step_u[0,0]"],
    }.items():
        cell(widget, id).focus()
        assert told_by(widget) == [*wanted, id]
    cell(widget, "step_u[0,0]").focus()
    told = told_by(widget)
    row = facts(nb)["steps"][0]["rows"][0][0] + V
    assert told[:4] == [f"W_out[{row},0]", "step_h[0]", f"W_out[{row},1]", "step_h[1]"]
    nb.clean()


# ---- grow ---------------------------------------------------------------------------------------


def test_merges_go_forth_and_back_with_their_waiting_list(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab()")
    V = nb.execute("print(len(w.tree))")
    for made in [0, 3, V - 2, 1, V - 1, 0]:
        scrub(widget, "merge_slider", made)
        assert visible(widget, ".tree .node") == made
        assert visible(widget, ".tree .edge") == 2 * made
        waiting = nb.execute(f"print(w.tree.waiting({made}))")
        chips = widget.locator(".waiting [data-id]").evaluate_all(
            "cells => cells.map((cell) => Number(cell.dataset.id.match(/\\d+/)[0]))"
        )
        assert chips == (waiting[:12] if len(waiting) > 1 else [])
        marked = widget.locator(".tree .next").count()
        assert marked == (2 if len(waiting) > 1 else 1)
        number = say("tree_lab.merge_of", number=made, total=V - 1)
        expect(widget.locator(".sentence b")).to_have_text(number)
    nb.clean()


def test_playing_grows_the_whole_tree_and_stops(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab(w2v.Vocabulary(['a', 'b', 'c'], [3, 2, 1]))")
    by_key(widget, "play").click()
    expect(by_key(widget, "play")).to_have_text(say("kit.pause"))
    expect(by_key(widget, "play")).to_have_text(say("kit.play"), timeout=15_000)
    assert visible(widget, ".tree .node") == 2
    scrub(widget, "merge_slider", 0)
    assert visible(widget, ".tree .node") == 0
    nb.clean()


def test_a_hundred_fast_drags_settle_on_the_last_value(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab()")
    leaf = by_key(widget, "leaf 9")
    leaf.scroll_into_view_if_needed()
    box = leaf.bounding_box()
    assert box
    mouse = nb.page.mouse
    mouse.move(box["x"] + 8, box["y"] + 8)
    mouse.down()
    for up in range(100):
        mouse.move(box["x"] + 8, box["y"] + 8 - 2 * up)
    held = nb.page.locator(".w2v-held").bounding_box()  # the word and its count stay with the hand
    hand = (box["x"] + 8, box["y"] + 8 - 198)
    assert held and 0 < held["x"] - hand[0] < 40
    assert abs(held["y"] + held["height"] / 2 - hand[1]) < 2
    mouse.up()
    expect(nb.page.locator(".w2v-held")).to_have_count(0)
    last = round(np.exp(198 / 90) + 198 / 30)
    expect(cell(widget, "count[9]").first).to_have_attribute("data-value", str(last))
    nb.eventually("print(int(w.model.vocabulary.counts[9]))", last)
    same = "w.tree.codes == w2v.huffman_tree(w.model.vocabulary.counts).codes"
    assert nb.execute(f"print(int({same}))") == 1
    mean = float(nb.execute("print(w.tree.mean_length())"))
    expect(cell(widget, "mean_length")).to_have_text(f"{mean:.2f}")
    nb.eventually("print(int(w.recording is not None))", 1)  # and it has learned on the new tree
    expect(tab(widget, "tree_lab.act_grow")).to_have_attribute("aria-selected", "true")
    by_key(widget, "bar reset").click()
    expect(cell(widget, "count[9]").first).to_have_attribute("data-value", "1")
    nb.clean()


def test_a_count_is_moved_with_the_arrow_keys(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab()")
    leaf = by_key(widget, "leaf 9")
    leaf.focus()
    for _ in range(4):
        nb.page.keyboard.press("ArrowUp")
    expect(cell(widget, "count[9]").first).to_have_attribute("data-value", "5")
    expect(by_key(widget, "leaf 9")).to_be_focused()
    expect(by_key(widget, "leaf 9")).to_have_attribute("aria-valuenow", "5")
    nb.page.keyboard.press("PageDown")
    expect(cell(widget, "count[9]").first).to_have_attribute("data-value", "1")
    leaves = facts(nb)["leaves"]
    for key, by in (("ArrowLeft", -1), ("ArrowRight", 0)):
        nb.page.keyboard.press(key)
        expect(by_key(widget, f"leaf {leaves[leaves.index(9) + by]}")).to_be_focused()
    nb.clean()


def test_a_click_chooses_a_word_and_its_path_lights_up(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab(act='ask')")
    for word in (0, 7):
        by_key(widget, f"leaf {word}").click()
        expect(by_key(widget, f"leaf {word}")).to_have_class(re.compile("goal"))
        code = nb.execute(f"print([*w.tree.codes[{word}]])")
        expect(widget.locator(".tree .edge.on")).to_have_count(len(code))
        expect(widget.locator(".code-line b").first).to_have_text(" ".join(map(str, code)))
    nb.clean()


def test_a_node_that_is_pointed_at_tells_its_two_sides(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab(act='ask')")
    V = nb.execute("print(len(w.tree))")
    for row in (0, V - 2):
        cell(widget, f"yes[{V + row}]").first.hover()
        left, right = nb.execute(
            f"m = w.tree.merges[{row}]; words = w.model.vocabulary.words;"
            " print(json.dumps([[words[i] for i in w.tree.words_under(n)]"
            " for n in (m.left, m.right)]))"
        )
        told = widget.locator(".sides")
        sides = [", ".join(side[:8]) for side in (left, right)]
        expect(told).to_contain_text(re.compile(".*".join(map(re.escape, sides))))
    nb.clean()


def test_only_the_rows_on_the_path_change_from_one_update_to_the_next(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab(act='learn')")
    V = nb.execute("print(len(w.tree))")
    strips = """root => [...root.querySelectorAll(".tree .node")].map((node) =>
        [...node.querySelectorAll(".cell")].map((c) => c.style.fillOpacity + c.classList).join())"""
    hot = """root => [...root.querySelectorAll(".tree .node")].flatMap((node, i) =>
        node.classList.contains("hot") ? [i] : [])"""
    for frame in (3, 8):
        scrub(widget, "update_slider", frame)
        before, touched = widget.evaluate(strips), widget.evaluate(hot)
        assert touched == sorted(facts(nb)["steps"][frame]["rows"][0])
        scrub(widget, "update_slider", frame + 1)
        after = widget.evaluate(strips)
        moved = [i for i in range(V - 1) if before[i] != after[i]]
        assert moved == touched
    nb.clean()


# ---- words, large trees, and what must never be there -------------------------------------------


OUTSIDE = """root => [...root.querySelectorAll(".tree .leaf")].filter((leaf) => {
    const box = leaf.querySelector(".box").getBoundingClientRect();
    const place = (part) => leaf.querySelector(part).getBoundingClientRect();
    const word = place(".name"), number = place(".n");
    if (Math.min(word.right, number.right) - Math.max(word.left, number.left) > 1
        && Math.min(word.bottom, number.bottom) - Math.max(word.top, number.top) > 1) return true;
    return [...leaf.querySelectorAll("text")].some((text) => {
        const t = text.getBoundingClientRect();
        return t.left < box.left - 1 || t.right > box.right + 1
            || t.top < box.top - 1 || t.bottom > box.bottom + 1;
    });
}).map((leaf) => leaf.textContent)"""
OVERLAP = """root => {
    const boxes = [...root.querySelectorAll(".tree .node .pill, .tree .leaf .box")]
        .map((n) => n.getBoundingClientRect());
    return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)).length;
}"""


@pytest.mark.parametrize("words", ["internationalisation", "国王与王后", "w"])
@pytest.mark.parametrize("count", [1, 5, 12, 30, 60])
def test_labels_stay_inside_their_boxes(nb: Notebook, count: int, words: str) -> None:
    names = f"[f'{words}{{i}}' for i in range({count})]"
    vocabulary = f"w2v.Vocabulary({names}, [90000 // (i + 1) for i in range({count})])"
    for act in ("grow", "ask"):
        widget = on_stage(nb, f"TreeLab({vocabulary}, act='{act}')")
        assert widget.evaluate(OUTSIDE) == []
        assert widget.evaluate(OVERLAP) == 0
    nb.clean()


def test_a_large_tree_is_looked_into(nb: Notebook) -> None:
    many = "w2v.Vocabulary([f'w{i}' for i in range(3000)], [90000 // (i + 1) for i in range(3000)])"
    widget = on_stage(nb, f"TreeLab({many}, act='ask', word=777)")
    assert widget.evaluate(OUTSIDE) == []
    assert widget.evaluate(OVERLAP) == 0
    expect(widget.locator(".leaf.goal")).to_have_count(1)
    widget.locator(".leaf.bundle").first.click()
    expect(by_key(widget, "out")).to_be_visible()
    by_key(widget, "word").fill("w2345")
    by_key(widget, "word").press("Enter")
    expect(widget.locator(".leaf.goal")).to_contain_text("w2345")
    length = nb.execute("print(len(w.tree.codes[2345]))")
    expect(widget.locator(".tree .edge.on")).to_have_count(length)
    by_key(widget, "word").fill("nobody")
    by_key(widget, "word").press("Enter")
    expect(widget.locator(".note")).to_contain_text("nobody")
    nb.clean()


def test_large_weights_get_the_room_they_need(nb: Notebook) -> None:
    many = "w2v.Vocabulary([f'w{i}' for i in range(500)], [10**9 // (i + 1) for i in range(500)])"
    widget = on_stage(nb, f"TreeLab({many}, word=400)")
    assert widget.evaluate(OVERLAP) == 0
    assert widget.evaluate(OUTSIDE) == []
    nb.clean()


def test_words_are_data(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab(w2v.Vocabulary(list(WORDS), range(len(WORDS), 0, -1)))")
    for act in ("act_ask", "act_learn", "act_grow"):
        tab(widget, f"tree_lab.{act}").click()
        assert_harmless(nb, widget)


def test_an_open_question_is_all_there_is(nb: Notebook) -> None:
    widget = on_stage(nb, "TreeLab(predict='next_merge')")
    expect(widget.get_by_role("tab")).to_have_count(1)
    assert "lightest" not in widget.evaluate("root => root.textContent").replace(
        asked("next_merge_lightest"), ""
    ).replace(asked("next_merge_words_first"), "").replace(asked("next_merge_newest"), "")
    assert widget.locator(".tree .next").count() == 0
    choice(widget, "next_merge", "lightest").click()
    expect(widget.get_by_role("tab")).to_have_count(3)
    nb.clean()


def test_running_the_cell_again_leaves_nothing_behind(nb: Notebook) -> None:
    nb.run_cell(2)
    before = nb.comms()
    for _ in range(3):
        nb.run_cell(2)
    assert nb.comms() == before


def test_frames_per_second_of_the_growing_tree_at_60_leaves(nb: Notebook) -> None:
    widget = on_stage(nb, f"TreeLab({MANY})")
    widget.scroll_into_view_if_needed()
    by_key(widget, "play").click()
    frames = nb.page.evaluate(
        """() => new Promise((done) => { let n = 0; const start = performance.now();
        const count = (now) => { n += 1;
            if (now - start < 3000) requestAnimationFrame(count); else done(n / 3); };
        requestAnimationFrame(count); })"""
    )
    print(f"growing 60 leaves: {frames:.0f} frames per second")
    assert frames > 15  # on a machine that does much else; see the measure for a quiet one
    by_key(widget, "play").click()


def test_all_three_acts_go_on_without_a_kernel(lab: Lab) -> None:
    with lab.open(["from w2v_lab.widgets import TreeLab\nw = TreeLab()\nw"]) as nb:
        nb.run_all()
        widget = nb.output(0).locator(".w2v")
        nb.shutdown_kernel()
        scrub(widget, "merge_slider", 2)
        assert visible(widget, ".tree .node") == 2
        tab(widget, "tree_lab.act_ask").click()
        by_key(widget, "leaf 0").click()
        expect(by_key(widget, "leaf 0")).to_have_class(re.compile("goal"))
        by_key(widget, "given").select_option("3")
        expect(widget.locator(".sentence").first).not_to_be_empty()
        tab(widget, "tree_lab.act_learn").click()
        scrub(widget, "update_slider", 4)
        expect(widget.locator(".tree .node.hot")).not_to_have_count(0)
        tab(widget, "tree_lab.act_grow").click()
        by_key(widget, "leaf 0").focus()
        nb.page.keyboard.press("ArrowUp")
        expect(widget.locator(".note")).to_contain_text(say("kit.silent")[:20], timeout=8000)


def test_a_leaf_is_dragged_by_a_finger_and_the_page_stays(lab: Lab) -> None:
    tall = "from IPython.display import HTML; HTML('<div style=\"height:2000px\"></div>')"
    with lab.open([STAGE, "w2v.widgets.TreeLab()", tall], touch=True, height=700) as nb:
        nb.run_all()
        widget = nb.output(1).locator(".w2v")
        leaf = widget.locator("[role=slider][data-key^='leaf']").last
        leaf.scroll_into_view_if_needed()
        key = leaf.get_attribute("data-key")  # the tree grows anew while it is dragged
        leaf = widget.locator(f"[data-key='{key}']")
        before = int(leaf.get_attribute("aria-valuenow") or 0)
        box = leaf.bounding_box()
        assert box
        scrolled = "document.querySelector('.jp-WindowedPanel-outer').scrollTop"
        top = nb.page.evaluate(scrolled)
        x, y = box["x"] + box["width"] / 2, box["y"] + 10
        session = nb.page.context.new_cdp_session(nb.page)
        for kind, at in [("touchStart", y), *(("touchMove", y - 15 * k) for k in range(1, 9))]:
            points = [{"x": x, "y": at}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        expect(leaf).not_to_have_attribute("aria-valuenow", str(before))  # it grows meanwhile
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert int(leaf.get_attribute("aria-valuenow") or 0) > before
        assert abs(nb.page.evaluate(scrolled) - top) < 30  # of the 120 that the finger went
        nb.clean()
