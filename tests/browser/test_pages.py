"""Every widget from files, without a kernel, with the very modules of the package, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import w2v_lab as w2v
from tests.hostile import WORDS
from w2v_lab import experiments, lessons, memory, widgets
from w2v_lab.messages import catalogue
from w2v_lab.widgets.kit import shell
from w2v_lab.widgets.kit.session import BaseSession

from .keys import NAMED, PRINTED, leaving
from .lab import chromium
from .pages import ALONE, Requests, page, served
from .reading import (
    MOVES,
    assert_explained,
    assert_shown,
    by_id,
    by_key,
    cell,
    kinds,
    link_of,
    note,
    read,
    say,
    shown,
)
from .test_links import BARE

WINDOWS: Requests = [{"window": window} for window in (1, 2, 3, 5)]
ASKED: Requests = [{"word": word, "map": "plane"} for word in range(20)]
QUESTIONS = {
    "row_selector": "which_row",
    "first_look": "first_probability",
    "step_explorer": "softmax_first",
    "tree_lab": "next_merge",
    "predict": "nearest_one_hot",
}


def run() -> w2v.Recording:
    sentences = w2v.toy_sentences("plane", "en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    model = w2v.Model(vocabulary, 3)
    return w2v.record(model, w2v.examples(sentences, vocabulary, window=5), 8, 0.2)


def known() -> w2v.Vectors:
    vocabulary = w2v.Vocabulary.from_sentences(w2v.toy_sentences("plane", "en"))
    return w2v.Vectors(vocabulary.words, run().W_in_at(96), vocabulary.counts)


def toy() -> tuple[w2v.Model, list[w2v.Example]]:
    sentences = w2v.toy_sentences(language="en")
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    return w2v.Model(vocabulary, 3), list(w2v.examples(sentences, vocabulary, "next-word"))


MADE_OF: dict[str, tuple[Callable[[], BaseSession], Requests]] = {
    "two_dials": (lambda: session("TwoDials", window=3), WINDOWS),
    "analogy_arrows": (lambda: session("AnalogyArrows", run(), w2v.toy_analogies("plane")), ()),
    "training_player": (lambda: session("TrainingPlayer", run()), ()),
    "explorer": (lambda: session("Explorer", known(), analogy=["man", "woman", "king"]), ASKED),
    "cloud": (lambda: session("Cloud", w2v.toy_sentences("topics", "en")[:400], epochs=4), ()),
    "sweep": (lambda: session("Sweep", experiments.learning_rates(*toy())), ()),
    "trial": (lambda: tried(), ()),
    "vote": (lambda: session("Vote", "which_row"), ()),
}
KINDS = {getattr(widgets, kind).Session.__module__.split(".")[-2]: kind for kind in widgets.__all__}
# Every widget, and once more with a question before it where a lesson has one.
PLACES = [name for name in KINDS if name not in ("predict", "vote")]
ASKING = [f"asking_{name}" for name in QUESTIONS]


def placed(place: str) -> tuple[BaseSession, Requests]:
    """A widget, most of them of nothing, and what it is asked for besides."""
    if place in MADE_OF:
        make, requests = MADE_OF[place]
        return make(), requests
    name = place.removeprefix("asking_")
    if place == name:
        return session(KINDS[name]), ()
    question = QUESTIONS[name]
    asked = (question,) if name == "predict" else ()
    return session(KINDS[name], *asked, **({} if asked else {"predict": question})), ()


def tried() -> BaseSession:
    """Claims, of which the first has been tried."""
    with memory.aside():  # another test asks anew
        made = session("Trial", experiments.claims()[:4])
        made.commit("claim_s1", "half")
        return made


def session(kind: str, *args: Any, **settings: Any) -> BaseSession:
    made: BaseSession = getattr(widgets, kind).Session(*args, **settings)
    return made


STILL: set[str] = set()  # widgets that have nothing to be moved


class Stage:
    """The page in Chromium, and what it was asked for and has complained of."""

    def __init__(
        self, page: Page, folder: Path, asked: list[str], told: dict[str, BaseSession]
    ) -> None:
        self.page, self.folder, self.asked, self.told = page, folder, asked, told
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error.stack or error)))
        page.on("console", lambda m: m.type == "error" and self.problems.append(m.text))

    def widget(self, place: str) -> Locator:
        return self.page.locator(f'[data-place="{place}"] .w2v')


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("page")
    shown_here = {place: placed(place) for place in [*PLACES, *ASKING, "vote"]}
    w2v.set_gates("open")
    every = {"all_claims": (session("Trial", experiments.claims()), ())}
    w2v.set_gates("closed")
    page(folder, shown_here | every | hostile_pages())
    told = {place: session for place, (session, _) in shown_here.items()}
    with served(folder) as (address, asked), chromium() as browser:
        tab = browser.new_page(viewport={"width": 1300, "height": 900})
        shown = Stage(tab, folder, asked, told)
        tab.goto(address)
        tab.wait_for_selector("body[data-shown]", timeout=60_000)
        yield shown
        assert shown.problems == []


def test_every_widget_is_alive_without_a_kernel(stage: Stage) -> None:
    places = {place.removeprefix("asking_") for place in stage.told}
    classes = [getattr(widgets, name) for name in widgets.__all__]
    assert places == {cls.Session.__module__.split(".")[-2] for cls in classes}
    for place in stage.told:
        expect(stage.widget(place)).to_be_visible()
        if place not in ("asking_predict", "vote"):  # which have no numbers yet
            assert read(stage.widget(place)), place
    assert not [
        path
        for path in stage.asked
        if not path.startswith(("/page/", "/web/", "/w2v_lab/widgets/"))
    ]


# The number that explains itself at rest: where it is on show, in which state.
AT_REST = """root => {
    const told = root.querySelector(".explain .formula .focus");
    if (!told) return null;
    const cells = [...root.querySelectorAll(`[data-id="${CSS.escape(told.dataset.from)}"]`)];
    return cells.filter((cell) => cell.checkVisibility()).map((cell) =>
        [cell.classList.contains("focus"), cell.dataset.value === told.dataset.value]);
}"""
# Pixels between a number and the arrow drawn after it, the narrowest.
CLEAR = """root => Math.min(...Array.from(root.querySelectorAll(".n[data-push]"), (cell) => {
    const range = document.createRange(), box = cell.getBoundingClientRect();
    range.selectNodeContents(cell);
    const style = getComputedStyle(cell), size = parseFloat(style.backgroundSize);
    const middle = 0.45 * parseFloat(style.fontSize) + parseFloat(style.borderRightWidth);
    return box.width ? box.right - middle - size / 2 - range.getBoundingClientRect().right : 99;
}))"""


def test_what_explains_itself_at_rest_is_on_show_and_marked(stage: Stage) -> None:
    for place in PLACES:
        found = stage.widget(place).evaluate(AT_REST)
        assert found and all(all(cell) for cell in found), (place, found)


def test_no_arrow_of_an_update_lies_on_a_digit(stage: Stage) -> None:
    explorer = stage.widget("step_explorer")
    explorer.get_by_role("tab").last.click()
    for width in (1300, 706):
        stage.page.set_viewport_size({"width": width, "height": 900})
        for _ in range(2):
            assert 0 < explorer.evaluate(CLEAR) < 99, width
            by_key(explorer, "bar larger").click()
    stage.page.set_viewport_size({"width": 1300, "height": 900})


def test_a_symbol_that_is_a_word_has_its_text(stage: Stage) -> None:
    """Others, W_in and cos, are the same in any language."""
    missing = set()
    for place, session in stage.told.items():
        name = type(session).__module__.split(".")[-2]
        texts = catalogue(name) | catalogue("kit")
        for array, rule in (session.packed()[0]["trace"] or {}).get("relations", {}).items():
            told = rule.get("says") or f"symbol_{rule.get('reading') or array}" in texts
            if not told and re.fullmatch("(?!cos)[a-z_]{3,}", rule["symbol"]):
                missing.add((place, array))
    assert missing == set()


def expected(session: BaseSession, state: str) -> dict[str, str]:
    """Every number of a session's trace by its id, those of a state before those of all."""
    facts, data = session.packed()
    numbers, trace = np.frombuffer(data, dtype="<f8"), facts["trace"]
    found = {}
    for key, place in sorted(trace["arrays"].items(), key=lambda item: "/" in item[0]):
        of, name = key.rpartition("/")[::2]
        if of not in ("", state) or name not in trace["relations"]:
            continue
        array = numbers[place["offset"] :][: int(np.prod(place["shape"]))].reshape(place["shape"])
        array = array[trace["states"].index(state)] if not of and "states" in trace else array
        found[name] = array if trace["relations"][name]["index"] else array.reshape(())
    numbered: dict[str, str] = by_id(found)
    return numbered


def test_scrubbing_shows_the_sessions_numbers_to_the_last_bit(stage: Stage) -> None:
    widget, session = stage.widget("step_explorer"), stage.told["step_explorer"]
    widget.get_by_role("tab").last.click()
    slider = by_key(widget, "step_slider")
    for step in (0, 3, 7):
        slider.fill(str(step))
        wanted = expected(session, session.trace["states"][step])
        assert_shown(widget, wanted)
        for id in ("h[0]", "EH[1]"):
            cell(widget, id).hover()
            assert widget.locator(".formula").inner_text().endswith(cell(widget, id).inner_text())


def test_explanations_name_sources_and_the_line_of_code(stage: Stage) -> None:
    widget, session = stage.widget("row_selector"), stage.told["row_selector"]
    inputs = session.trace["first"]
    wanted = expected(session, ",".join(map(str, inputs)))
    for id in kinds(widget).values():
        cell(widget, id).first.hover()
        assert_explained(widget, id, session.trace, wanted, inputs=inputs)


def test_a_leaf_a_window_a_moment_are_the_pages_own(stage: Stage) -> None:
    for place, key in [
        ("two_dials", "moment_slider"),
        ("window_slider", "position_slider"),
        ("training_player", "moment_slider"),
        ("sweep", "setting_slider"),
        ("tree_lab", "merge_slider"),
    ]:
        widget = stage.widget(place)
        before = read(widget)
        by_key(widget, key).fill("1")
        assert read(widget) != before, place


def test_what_was_recorded_is_fetched_when_it_is_asked_for(stage: Stage) -> None:
    widget = stage.widget("two_dials")
    count = len(stage.asked)

    def fetched() -> list[str]:
        return [path for path in stage.asked[count:] if "/two_dials/" in path]

    with stage.page.expect_event("requestfinished", lambda _: len(fetched()) == 2):
        by_key(widget, "1").click()
    expect(widget.get_by_role("radio", name="1", exact=True)).to_have_attribute(
        "aria-checked", "true"
    )
    assert len(fetched()) == 2  # the reply and its numbers, and no more
    by_key(widget, "bar reset").click()
    by_key(widget, "1").click()  # after a reset it is fetched anew, and works
    expect(note(widget)).to_be_hidden()
    assert read(widget)


def test_what_was_never_recorded_is_refused_with_a_word(stage: Stage) -> None:
    widget = stage.widget("first_look")
    by_key(widget, "text").fill("rain falls")
    by_key(widget, "use").click()
    expect(note(widget)).to_have_text(say("kit.absent"))
    before = read(widget)
    assert before
    widget.get_by_role("tab").nth(1).click()
    expect(note(widget)).to_be_hidden()  # what is said of one thing does not outlive the next


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_gate_opens_from_what_was_recorded(stage: Stage, name: str) -> None:
    widget, session = stage.widget(f"asking_{name}"), stage.told[f"asking_{name}"]
    question = lessons.find(QUESTIONS[name])
    right = question.answer()
    while not widget.locator(".gate").count():  # the question stands before a later phase
        by_key(widget, "on").click()
    gate = session.gates[0]
    why = [gate[key]["en"] for key in ("why", "because") if key in gate]
    assert why == []  # nothing that answers it has been packed
    before = stage.page.content()
    wrong = next(choice["name"] for choice in gate["choices"] if choice["name"] != right)
    chosen = widget.locator(f'[data-choice="{wrong}"]')
    chosen.click()
    expect(widget.locator(".gate .wrong")).to_have_attribute("data-choice", wrong)
    expect(widget.locator(".gate .right")).to_have_attribute("data-choice", right)
    verdict = widget.locator(".gate .why").inner_text()
    assert verdict and verdict not in before
    assert read(widget)


def test_claims_are_tried_one_by_one_in_any_order(stage: Stage) -> None:
    """What each answer reveals is put to what is there, and taken away again by itself."""
    widget = stage.widget("trial")
    for name in ("claim_s4", "claim_s2"):
        widget.locator(f'[data-claim="{name}"]').click()
        widget.locator('[data-choice="half"]').click()
        expect(widget.locator("table.numbers")).to_be_visible()
    for claim in experiments.claims()[:4]:
        widget.locator(f'[data-claim="{claim.name}"]').click()
        tried = claim.name != "claim_s3"
        expect(widget.locator("table.numbers")).to_have_count(int(tried))
        for place, value in np.ndenumerate(claim.found().evidence.values) if tried else ():
            shown = cell(widget, f"{claim.name}[{','.join(map(str, place))}]")
            assert float(shown.get_attribute("data-value") or "nan") == value
    expect(widget.locator(".surprised")).to_have_count(2)
    widget.locator('[data-claim="claim_s4"]').click()
    by_key(widget, "again claim_s4").click()
    expect(widget.locator("table.numbers")).to_have_count(0)
    expect(widget.locator(".agreed, .surprised")).to_have_count(2)


def test_the_tables_of_claims_fit_a_phone(stage: Stage) -> None:
    """A table of words scrolls if it has to, one of two or three columns does not."""
    widget = stage.widget("all_claims")
    size = stage.page.viewport_size
    assert size
    stage.page.set_viewport_size({"width": 390, "height": 900})
    for claim in experiments.claims():
        widget.locator(f'[data-claim="{claim.name}"]').click()
        columns = widget.locator("table.numbers thead bdi").count()
        over = widget.locator(".picture").evaluate("node => node.scrollWidth - node.clientWidth")
        assert columns > 0 and (over <= 0 or columns > 4), (claim.name, columns, over)
    stage.page.set_viewport_size(size)


HOSTILE = [word for word in dict.fromkeys(WORDS) if word.strip()]


def hostile_pages() -> dict[str, tuple[BaseSession, Requests]]:
    """Those that take words and that no other test shows with such words."""
    vocabulary = w2v.Vocabulary.from_sentences([HOSTILE])
    model = w2v.Model(vocabulary, 3)
    examples = list(w2v.examples([HOSTILE], vocabulary, window=1))
    vectors = w2v.Vectors(vocabulary.words, model.W_in, vocabulary.counts)
    return {
        "bad_sweep": (session("Sweep", experiments.spare_vector(model, HOSTILE[0])), ()),
        "bad_rates": (session("Sweep", experiments.learning_rates(model, examples)), ()),
        "bad_bench": (session("Workbench", vectors=vectors), ()),
    }


def test_hostile_words_are_text_where_no_other_test_shows_them(stage: Stage) -> None:
    hostile = stage.page.locator('[data-place^="bad_"] .w2v').all()
    assert len(hostile) == 3
    for widget in hostile:
        by_key(widget, "bar in_words").click()
        assert read(widget)
        assert not widget.locator("img, script, iframe, b b").count()
    assert stage.page.evaluate("window.hacked") is None


def test_playing_has_a_speed(stage: Stage) -> None:
    """Of the same time, fast plays three times as much and slow a third."""
    widget = stage.widget("training_player")
    far: dict[str, float] = {}
    stage.page.clock.install()
    try:
        for speed in ("speed_slow", "speed_normal", "speed_fast"):
            by_key(widget, "moment_slider").fill("0")
            chosen = widget.get_by_role("radio", name=say(f"kit.{speed}"), exact=True)
            chosen.click()
            expect(chosen).to_have_attribute("aria-checked", "true")
            by_key(widget, "play").click()
            stage.page.clock.run_for(2000)
            by_key(widget, "play").click()
            far[speed] = float(by_key(widget, "moment_slider").input_value())
    finally:
        stage.page.clock.resume()
    assert far["speed_slow"] > 0
    assert far["speed_fast"] / far["speed_normal"] == pytest.approx(3, rel=0.2)
    assert far["speed_normal"] / far["speed_slow"] == pytest.approx(1 / 0.35, rel=0.3)


HIT = """(canvas, places) => places.map(([x, y]) => {
    const box = canvas.getBoundingClientRect();
    canvas.dispatchEvent(new PointerEvent("pointermove",
        { clientX: box.x + x * box.width, clientY: box.y + y * box.height }));
    return canvas.dataset.word;
})"""


@pytest.mark.parametrize("scale", [0.6, 1.5])
def test_a_dot_is_hit_where_it_is_seen_however_the_page_is_scaled(
    stage: Stage, scale: float
) -> None:
    canvas = stage.widget("training_player").locator("canvas").first
    grid = [[x / 60, y / 40] for x in range(60) for y in range(40)]
    hits = canvas.evaluate(HIT, grid)
    assert len({*hits}) > 6  # nothing is one of them
    style = f"transform: scale({scale}); transform-origin: 0 0"
    stage.page.evaluate("style => { document.body.style = style; }", style)
    try:
        assert canvas.evaluate(HIT, grid) == hits
    finally:
        stage.page.evaluate("document.body.style = ''; null")


def test_every_cell_of_the_family_opens_what_is_behind_it(stage: Stage) -> None:
    widget = stage.widget("family")
    cells = widget.locator("[data-place]").all()
    assert len(cells) > 20
    for place in cells:
        place.click()
        told = widget.inner_text()
        assert "undefined" not in told and "null" not in told, place.get_attribute("data-place")


def test_no_key_without_a_modifier_leaves_a_widget(stage: Stage) -> None:
    """Of every kind of part that takes the focus, in every widget."""
    for place in stage.told:
        for kind, left in leaving(stage.widget(place), PRINTED + NAMED):
            assert left == [], (place, kind)


def test_a_link_opens_the_same_numbers_in_python_and_on_another_page(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every widget: moved on, its link copied, opened in Python, and shown from what that is."""
    stage.page.reload()
    stage.page.wait_for_selector("body[data-shown]", timeout=60_000)
    before, moved, links = {}, {}, {}
    for place in stage.told:
        widget = stage.widget(place)
        before[place] = shown(widget)
        widget.evaluate(MOVES)
    stage.widget("explorer").locator("button.ex-word").nth(1).click()
    by_key(stage.widget("frozen"), "start_slider").fill("0")
    stage.page.wait_for_timeout(300)
    for place, held in stage.told.items():
        widget = stage.widget(place)
        stage.page.evaluate(ALONE, place)
        moved[place], links[place] = shown(widget), link_of(widget)
        kind = getattr(widgets, KINDS[type(held).__module__.split(".")[-2]])
        monkeypatch.setitem(shell._cells, place, ("1", [kind.showing(held, {}, {})]))
    still = {place for place in PLACES if moved[place] == before[place]}
    assert still <= BARE | STILL
    opened = {place: w2v.open_link(link) for place, link in links.items()}
    folder = stage.folder / "again"
    folder.mkdir()
    requests = {place: placed(place)[1] for place in opened}
    sessions = {place: (widget.session, requests[place]) for place, widget in opened.items()}
    page(folder, sessions, {place: widget.place["opened"] for place, widget in opened.items()})
    stage.page.goto(stage.page.url.replace("index.html", "again/index.html"))
    stage.page.wait_for_selector("body[data-shown]", timeout=60_000)
    stage.page.wait_for_timeout(300)
    for place in opened:
        bare = opened[place].session.__module__.split(".")[-2] in BARE
        wanted = before if bare else moved
        assert shown(stage.widget(place)) == wanted[place], links[place]
