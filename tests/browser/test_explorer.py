"""The explorer in the page: search, numbers, maps, files, hostile words, and a dead kernel."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

import w2v_lab as w2v

from .lab import Lab, Notebook
from .reading import (
    STAGE,
    assert_harmless,
    by_key,
    cell,
    note,
    on_stage,
    say,
)


def made(V, N=5, words=None):
    """Vectors of so many words, the first ones frequent."""
    rng = np.random.default_rng(3)
    named = words or [f"word{i}" for i in range(V)]
    return w2v.Vectors(named, rng.normal(size=(V, N)), range(V, 0, -1))


def explorer_numbers(vectors, word, pair):
    """Numbers on show by their ids, from the vectors themselves."""
    near = vectors.most_similar(word)
    told = {f"cosine[{n}]": cosine for n, (_, cosine) in enumerate(near)}
    told |= {f"count[{n}]": vectors.counts[vectors.id(w)] for n, (w, _) in enumerate(near)}
    a, b = (vectors[one] for one in pair)
    told |= {"dot": a @ b, "own_count": vectors.counts[vectors.id(word)]}
    told |= {"both_lengths": np.linalg.norm(a) * np.linalg.norm(b)}
    told["pair_cosine"] = told["dot"] / told["both_lengths"]
    return {name: float(value) for name, value in told.items()}


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    helpers = f"{inspect.getsource(made)}\n{inspect.getsource(explorer_numbers)}"
    with lab.open([STAGE, f"from w2v_lab.widgets import Explorer\n{helpers}"]) as notebook:
        notebook.run_all()
        yield notebook


def test_numbers_search_and_choice(nb: Notebook) -> None:
    widget = on_stage(nb, "Explorer(made(10_050), 'word7')")
    near = nb.execute("print(json.dumps(w.vectors.most_similar('word7')))")
    told = nb.execute(
        f"print(json.dumps(explorer_numbers(w.vectors, 'word7', ['word7', {near[0][0]!r}])))"
    )
    for id, value in told.items():
        if cell(widget, id).count():
            shown = float(cell(widget, id).get_attribute("data-value") or "nan")
            assert shown == pytest.approx(value, rel=1e-9), id
    field = by_key(widget, "search")
    field.fill("WORD12")  # of what has travelled
    options = widget.get_by_role("option")
    expect(options.first).to_have_text("word12")
    expect(options).to_have_count(12)
    field.fill("word1004")  # of what is asked for
    expect(options.filter(has_text="word10049")).to_have_count(1)
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(widget.locator(".ex-right b").first).to_have_text("word10040")
    expect(widget.locator("td.none")).not_to_have_count(0)  # it is on no map
    by_key(widget, "search").fill("nobody at all")
    by_key(widget, "search").press("Enter")
    expect(note(widget)).to_contain_text("nobody at all")
    by_key(widget, "near 0").click()
    expect(widget.locator(".ex-right b").first).not_to_have_text("word10040")
    nb.clean()


def test_maps_and_what_stands_beside_them(nb: Notebook) -> None:
    widget = on_stage(nb, "Explorer(made(90), 'word7', analogy=['word1', 'word2', 'word3'])")
    kept = cell(widget, "kept").get_attribute("data-value")
    by_key(widget, "around").click()
    expect(cell(widget, "kept")).not_to_have_attribute("data-value", str(kept))
    for tool in ("zoom_in", "zoom_out", "zoom_all"):
        by_key(widget, tool).click()
    by_key(widget, "hubs").click()
    most = nb.execute("from w2v_lab import maps; print(maps.hubs(w.vectors.matrix).max())")
    expect(cell(widget, "greatest_hub")).to_have_attribute("data-value", str(most))
    by_key(widget, "left_out").uncheck()
    expect(by_key(widget, "answer 0")).to_be_visible()
    by_key(widget, "analogy 1").fill("word1")
    by_key(widget, "analogy ask").click()
    expect(by_key(widget, "answer 0")).to_have_text("word3")
    by_key(widget, "left_out").check()
    expect(by_key(widget, "answer 0")).not_to_have_text("word3")
    by_key(widget, "pair 1").fill("word7")
    by_key(widget, "pair ask").click()
    expect(cell(widget, "pair_cosine")).to_have_attribute("data-value", "1")
    assert nb.axe(".w2v") == []
    by_key(widget, "bar other_language").click()
    expect(widget.locator("h3")).to_have_text(say("explorer.title", "zh"))
    nb.clean()


def test_a_click_on_a_dot_chooses_its_word(nb: Notebook) -> None:
    apart = "w2v.Vectors(['word0', 'word1', 'word2'], np.eye(3))"
    widget = on_stage(nb, f"Explorer({apart}, 'word0')")
    canvas = widget.locator("canvas.ex-map")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    seen: dict[str, dict[str, int]] = {}
    for x in range(20, int(box["width"]), 18):
        for y in range(20, int(box["height"]), 18):
            canvas.dispatch_event("pointermove", {"clientX": box["x"] + x, "clientY": box["y"] + y})
            title = canvas.get_attribute("title")
            if title:
                seen[title] = {"x": x, "y": y}
    assert set(seen) == {"word0", "word1", "word2"}
    canvas.click(position=seen["word2"])
    expect(widget.locator(".ex-right b").first).to_have_text("word2")
    nb.clean()


INK = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0, inked = 0;
    for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] > 200) { sum += data[i] + data[i + 1] + data[i + 2]; inked++; }
    return inked && sum / inked / 3;
}"""  # how bright what is drawn is, on the whole


def test_the_map_takes_the_colours_of_another_theme(nb: Notebook) -> None:
    canvas = on_stage(nb, "Explorer(made(300), 'word7')").locator("canvas.ex-map")
    light = canvas.evaluate(INK)
    nb.set_setting("dark", 1400)
    nb.page.evaluate("lab.painted()")
    dark = canvas.evaluate(INK)
    nb.set_setting("light", 1400)
    assert dark < 120 < light  # most of it is the paper around the names


@pytest.mark.parametrize("name", ["mine.txt", "mine.bin.gz"])
def test_a_file_is_opened_and_reset_brings_the_first_vectors_back(
    nb: Notebook, name: str, tmp_path: Path
) -> None:
    w2v.Vectors(["here", "there", "国王"], np.eye(3) + 0.1).save(
        tmp_path / name, binary=".bin" in name
    )
    widget = on_stage(nb, "Explorer(made(60), 'word7')")
    widget.locator("input[type=file]").set_input_files(tmp_path / name)
    expect(widget.locator("header")).to_contain_text(name)
    expect(widget.locator(".ex-right b").first).to_have_text("here")
    (tmp_path / "no.txt").write_text("nothing of the kind")
    widget.locator("input[type=file]").set_input_files(tmp_path / "no.txt")
    expect(note(widget)).to_contain_text("no.txt")
    by_key(widget, "bar reset").click()
    expect(widget.locator(".ex-right b").first).to_have_text("word0")
    nb.clean()


def test_words_are_data_and_what_is_there_lives_on_without_a_kernel(nb: Notebook) -> None:
    widget = on_stage(nb, "Explorer(made(len(WORDS), 5, [*dict.fromkeys(WORDS)]))")
    for key in ("hubs", "norms", "around", "bar in_words"):
        by_key(widget, key).click()
        assert_harmless(nb, widget)
    field = by_key(widget, "search")
    field.fill("<")
    assert_harmless(nb, widget)
    widget = on_stage(nb, "Explorer(made(60), 'word7')")
    nb.shutdown_kernel()
    by_key(widget, "search").fill("word12")
    expect(widget.get_by_role("option").first).to_have_text("word12")
    by_key(widget, "near 0").click()
    expect(note(widget)).not_to_be_empty(timeout=10_000)
    expect(widget.locator(".ex-right b").first).to_have_text("word7")
