"""The player, the window slider, the dials and the arrows in the page."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.hostile import WORDS

from .lab import Lab, Notebook
from .reading import (
    STAGE,
    assert_harmless,
    assert_line,
    assert_shown,
    button,
    by_id,
    by_key,
    cell,
    facts,
    kinds,
    on_stage,
    read,
    say,
)


def player_numbers(player):
    """Every number that a player may show, by its id, from the films themselves."""
    told = {}
    row = player.trace["word"] if not hasattr(player, "asked") else player.asked
    for number, film in enumerate(player.films, 1):
        story = film.story(row)
        arrays = {f"loss_{number}": film.loss, f"cosine_{number}": story.cosines}
        for name in ("length", "moved_in", "moved_out", "error"):
            arrays[f"{name}_{number}"] = getattr(story, name)
        for view in ("input", "output", "together"):
            camera = player.films[0].camera(view)
            seen = camera.seen(film.matrix(view, film.last_finite))
            arrays[f"share_{view}_{number}"] = np.array(seen)
        labels = player.trace["labels"]
        for i, settled in zip(labels, film.moments[film.settled()[labels]], strict=True):
            told[f"settled_{number}[{i}]"] = repr(float(settled))
            told[f"count[{i}]"] = repr(float(film.vocabulary.counts[i]))
        for s, scores in enumerate(film.scores(player.analogies).values()):
            told |= {f"score_{number}[{s},{f}]": repr(float(v)) for f, v in enumerate(scores)}
        told |= by_id(arrays)
    return told


RUNS = f"""from w2v_lab.widgets import AnalogyArrows, TrainingPlayer, TwoDials, WindowSlider
from w2v_lab.films import Film
{inspect.getsource(player_numbers)}
sentences = w2v.toy_sentences("plane", "en")
vocabulary = w2v.Vocabulary.from_sentences(sentences)
run = list(w2v.examples(sentences, vocabulary, window=5))
questions = w2v.toy_analogies("plane", "en")
def recorded(seed=0, rate=0.2, N=3):
    with np.errstate(all="ignore"):
        return w2v.record(w2v.Model(vocabulary, N, seed=seed), run, 20, rate)
one, other, exploded = recorded(), recorded(seed=1), recorded(rate=20.0)"""
PLAYER = "TrainingPlayer(one, analogies=questions, word='king')"


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    with lab.open([STAGE, RUNS]) as notebook:
        notebook.run_all()
        yield notebook


def numbers(nb: Notebook) -> dict[str, str]:
    found: dict[str, str] = nb.execute("print(json.dumps(player_numbers(w)))")
    return found


def slide(widget: Locator, to: int | str, key: str = "moment_slider") -> None:
    by_key(widget, key).evaluate(
        "(range, to) => { range.value = to === 'end' ? range.max : to;"
        " range.dispatchEvent(new Event('input', { bubbles: true })); }",
        to,
    )


def frame(widget: Locator) -> int:
    """Which moment is on show, by the loss's id."""
    id = widget.locator("[data-id^=loss_1]").get_attribute("data-id")
    return int(str(id).split("[")[1].rstrip("]"))


# ---- the player ----------------------------------------------------------------------------------


def test_every_number_at_every_moment_is_the_films(nb: Notebook) -> None:
    widget = on_stage(nb, PLAYER)
    expected = numbers(nb)
    for to in (0, 1, 40, 80, "end"):
        slide(widget, to)
        assert_shown(widget, expected)
    for view in ("view_output", "view_together", "view_apart", "view_input"):
        by_key(widget, view).click()
        assert_shown(widget, expected)
    assert len(kinds(widget)) >= 4


def test_the_neighbours_are_named_in_their_order_at_every_moment(nb: Notebook) -> None:
    widget = on_stage(nb, PLAYER)
    story = nb.execute(
        "s = w.films[0].story('king')\n"
        "print(json.dumps([[vocabulary.words[i] for i in near] for near in s.rows]))"
    )
    for to in (0, 17, 77, "end"):
        slide(widget, to)
        at = frame(widget)
        expect(widget.locator(".pl-reading th bdi")).to_have_text(story[at])
        ids = [n["id"] for n in read(widget) if n["id"].startswith("cosine")]
        assert ids == [f"cosine_1[{at},{k}]" for k in range(5)]


@pytest.mark.parametrize("leaf", ["matrices", "cosines", "analogies", "settling"])
def test_a_leaf_comes_when_it_is_opened(nb: Notebook, leaf: str) -> None:
    widget = on_stage(nb, PLAYER)
    by_key(widget, f"leaf {leaf}").click()
    expect(widget.locator(".pl-leaf")).to_contain_text(say(f"training_player.about_{leaf}"))
    expected = numbers(nb)
    for to in (3, 70):
        slide(widget, to)
        assert_shown(widget, expected)
    shades = widget.locator(".pl-shades")
    assert shades.count() == {"matrices": 2, "cosines": 1}.get(leaf, 0)
    by_key(widget, f"leaf {leaf}").click()
    expect(widget.locator(".pl-leaf")).to_have_count(0)


def test_shades_are_the_numbers_of_the_moment(nb: Notebook) -> None:
    widget = on_stage(nb, PLAYER)
    by_key(widget, "leaf matrices").click()
    slide(widget, "end")
    pixels = widget.locator(".pl-shades").first.evaluate(
        """canvas => [...canvas.getContext("2d")
            .getImageData(0, 0, canvas.width, canvas.height).data]"""
    )
    W_in = np.array(nb.execute("print(json.dumps(w.films[0].W_in[-1].tolist()))"))
    shade = np.array(pixels, dtype=int).reshape(*W_in.shape, 4)
    far = np.abs(shade[..., :3] - 255).sum(axis=2)
    order = np.abs(W_in).ravel().argsort()
    for sign in (1, -1):  # of either hue, the greater number is the darker
        mine = [at for at in order if np.sign(W_in.ravel()[at]) == sign]
        assert (np.diff(far.ravel()[mine]) >= -3).all()


def test_a_shade_says_which_number_it_is(nb: Notebook) -> None:
    widget = on_stage(nb, PLAYER)
    by_key(widget, "leaf cosines").click()
    slide(widget, "end")
    shade, rows = widget.locator(".pl-shades"), facts(nb)["labels"]
    expect(widget.locator(".pl-scale div span")).to_have_text(["−1", "0", "1"])
    box = shade.bounding_box()
    assert box
    step = box["width"] / len(rows)
    shade.hover(position={"x": 2.5 * step, "y": 0.5 * step})
    pair = [rows[0], rows[2]]
    names = nb.execute(f"print(json.dumps([vocabulary.words[i] for i in {pair}]))")
    cosine = nb.execute(f"print(float(w2v.explore.cosines(w.films[0].W_in[-1][{pair}])[0, 1]))")
    said = {"row": names[0], "column": names[1], "value": f"{cosine:.2f}".replace("-", "−")}
    expect(widget.locator(".pl-leaf")).to_contain_text(say("training_player.shade", **said))


def test_numbers_tell_where_they_came_from(nb: Notebook) -> None:
    widget = on_stage(nb, PLAYER)
    slide(widget, 50)
    for id in kinds(widget).values():
        cell(widget, id).hover()
        assert_line(widget)
        assert widget.locator(f'.formula [data-from="{id}"]').count() == 1


def test_a_word_is_chosen_by_typing_and_by_a_click(nb: Notebook) -> None:
    widget = on_stage(nb, PLAYER)
    field = by_key(widget, "word")
    field.fill("queen")
    field.press("Enter")
    expect(widget.locator(".pl-reading b")).to_have_text("queen")
    nb.execute("w.asked = vocabulary.id('queen')")
    assert_shown(widget, numbers(nb))
    canvas = widget.locator(".pl-map")
    canvas.scroll_into_view_if_needed()
    found = canvas.evaluate(
        """canvas => { const box = canvas.getBoundingClientRect();
            for (let y = 20; y < box.height; y += 6) for (let x = 20; x < box.width; x += 6) {
                canvas.dispatchEvent(new PointerEvent("pointermove",
                    { clientX: box.x + x, clientY: box.y + y, bubbles: true }));
                const { word } = canvas.dataset;
                if (word && word !== "queen") return [x, y, word];
            } }"""
    )
    canvas.click(position={"x": found[0], "y": found[1]})
    expect(widget.locator(".pl-reading b")).to_have_text(found[2])
    field.fill("nobody")
    field.press("Enter")
    expect(widget.locator(".note")).to_have_text(say("training_player.no_such_word", word="nobody"))


def test_dots_lie_where_the_camera_sees_them(nb: Notebook) -> None:
    """Point at the spot of a word, worked out here from the film: the page names that word."""
    widget = on_stage(nb, PLAYER)
    slide(widget, "end")
    places = np.array(
        nb.execute(
            "f = w.films[0]\nprint(json.dumps(f.places('input', f.camera('input')).tolist()))"
        )
    )
    far = np.abs(places).max(axis=(0, 1))
    canvas = widget.locator(".pl-map")
    wide, high = canvas.evaluate("canvas => [canvas.clientWidth, canvas.clientHeight]")
    k = min((wide / 2 - 52) / far[0], (high / 2 - 26) / far[1])
    words = nb.execute("print(json.dumps(vocabulary.words))")
    spots = [(wide / 2 + x * k, high / 2 - y * k) for x, y in places[-1]]
    named = 0
    for word, (x, y) in zip(words, spots, strict=True):
        told = canvas.evaluate(
            """(canvas, [x, y]) => { const box = canvas.getBoundingClientRect();
                canvas.dispatchEvent(new PointerEvent("pointermove",
                    { clientX: box.x + x, clientY: box.y + y, bubbles: true }));
                return canvas.dataset.word; }""",
            [x, y],
        )
        near = {w for w, (a, b) in zip(words, spots, strict=True) if np.hypot(a - x, b - y) < 2}
        assert told in near | {word}
        named += told == word
    assert named > len(words) / 2


SCALE = "canvas => canvas.width / canvas.clientWidth"


def test_a_map_keeps_its_scale_when_the_theme_changes(nb: Notebook) -> None:
    size = nb.page.viewport_size
    assert size
    canvas = on_stage(nb, PLAYER).locator(".pl-map")
    nb.page.set_viewport_size({"width": 390, "height": size["height"]})
    nb.set_setting("dark", 390)
    assert canvas.evaluate(SCALE) == nb.page.evaluate("devicePixelRatio")
    nb.set_setting("light", size["width"])


def test_a_hundred_fast_drags_settle_on_the_last_value(nb: Notebook) -> None:
    widget = on_stage(nb, PLAYER)
    last = widget.evaluate(
        """async (root) => {
            const range = root.querySelector('[data-key="moment_slider"]');
            for (let i = 0; i < 100; i++) {
                range.value = (37 * i + 5) % (Number(range.max) + 1);
                range.dispatchEvent(new Event("input", { bubbles: true }));
            }
            return Number(range.value);
        }"""
    )
    assert frame(widget) == last
    assert_shown(widget, numbers(nb))
    nb.page.evaluate("lab.painted()")
    assert frame(widget) == last


def test_it_plays_to_the_end_pauses_and_follows_a_click_on_the_loss(nb: Notebook) -> None:
    widget = on_stage(nb, PLAYER)
    last = int(str(by_key(widget, "moment_slider").get_attribute("max")))
    slide(widget, 0)
    by_key(widget, "speed_fast").click()
    by_key(widget, "play").click()
    nb.page.wait_for_function("Number(document.querySelector('.w2v:not([data-old]) "
                              "[data-key=moment_slider]').value) > 3")  # fmt: skip
    by_key(widget, "play").click()
    stopped = frame(widget)
    assert 0 < stopped < last
    nb.page.evaluate("lab.painted()")
    assert frame(widget) == stopped
    chart = widget.locator(".pl-loss")
    box = chart.bounding_box()
    assert box
    chart.click(position={"x": box["width"] * 0.5, "y": 20})
    assert abs(frame(widget) - last / 2) <= 1
    by_key(widget, "play").click()
    expect(by_key(widget, "play")).to_have_text(say("kit.play"), timeout=15_000)
    assert frame(widget) == last
    assert_shown(widget, numbers(nb))


def test_the_map_is_in_the_saved_picture(nb: Notebook) -> None:
    widget = on_stage(nb, PLAYER)
    with nb.page.expect_download() as saved:
        button(widget, "kit.save").click()
    svg = saved.value.path().read_text(encoding="utf-8")
    assert 'href="data:image/png;base64,' in svg and "<polyline" in svg


def test_two_runs_play_together(nb: Notebook) -> None:
    widget = on_stage(nb, "TrainingPlayer(one, other, names=['first', 'second'], word='king')")
    expect(widget.locator(".pl-map")).to_have_count(2)
    expect(widget.locator(".pl-name")).to_have_text(["first", "second"])
    for to in (0, 33, "end"):
        slide(widget, to)
        assert_shown(widget, numbers(nb))
    assert {n["id"][:6] for n in read(widget)} >= {"loss_1", "loss_2"}


def test_an_exploded_run_is_shown_as_it_is(nb: Notebook) -> None:
    widget = on_stage(nb, "TrainingPlayer(one, exploded, word='king')")
    expected = numbers(nb)
    for to in (0, 10, "end"):
        slide(widget, to)
        assert_shown(widget, expected)
    expect(widget.locator(".pl-run").nth(1)).to_contain_text("NaN")
    for leaf in ("matrices", "cosines", "settling"):
        by_key(widget, f"leaf {leaf}").click()
        expect(widget.locator(".pl-leaf")).to_be_visible()
    nb.clean()


def test_while_a_question_is_open_nothing_of_the_run_is_there(nb: Notebook) -> None:
    widget = on_stage(nb, "TrainingPlayer(one, other, predict='another_seed')")
    expect(widget.locator(".picture")).to_have_text(say("kit.withheld"))
    assert read(widget) == [] and widget.locator("canvas").count() == 0
    by_key(widget, "gate a").click()
    expect(widget.locator(".pl-map")).to_have_count(2, timeout=30_000)


# ---- the others ----------------------------------------------------------------------------------


def test_the_window_shows_the_examples_of_the_library(nb: Notebook) -> None:
    widget = on_stage(nb, "WindowSlider('a b c d e')")
    told = facts(nb)
    words = told["words"]
    for at in (0, 2, 4):
        slide(widget, at, "position_slider")
        position = told["positions"]["2 whole"][at]
        for column, name in enumerate(("skip-gram", "cbow")):
            given, asked = (
                [words[str(told["sentences"][0][place])] for place in side]
                for side in position[name]
            )
            newest = widget.locator(".ws-list").nth(column).locator("li.now")
            assert newest.locator(".given").all_text_contents() == given
            assert newest.locator(".asked").all_text_contents() == asked
        expect(widget.locator(".ws-token.centre bdi")).to_have_text("abcde"[at])
        expected = nb.execute(
            "counts = {n: np.cumsum([len(e.targets) for e in w2v.examples(w.sentences,"
            " w.vocabulary, a)]) for n, a in (('predictions_skip_gram', 'skip-gram'),"
            " ('predictions_cbow', 'cbow'))}\nprint(json.dumps(by_id(counts)))"
        )
        assert_shown(widget, expected)


def test_the_dials_point_where_the_numbers_say(nb: Notebook) -> None:
    widget = on_stage(nb, "TwoDials(window=1)")
    for to in (0, 20, "end"):
        slide(widget, to)
        for name, most in (("angle", 180.0), ("distance", None)):
            value = float(
                str(widget.locator(f"[data-id^={name}]").first.get_attribute("data-value"))
            )
            most = most or float(
                nb.execute("print(max(f.pair(*w.words).distance.max() for f in w.films.values()))")
            )
            dial = widget.locator(".td-dial").nth(0 if name == "angle" else 1)
            x, y = dial.locator(".td-needle").evaluate(
                "line => [line.x2.baseVal.value - line.x1.baseVal.value,"
                " line.y1.baseVal.value - line.y2.baseVal.value]"
            )
            turned = 1 - np.arctan2(y, x) / np.pi
            assert turned == pytest.approx(value / most, abs=1e-6)


def test_the_arrows_rank_as_the_library_does(nb: Notebook) -> None:
    widget = on_stage(nb, "AnalogyArrows(one, questions)")
    for leave_out in (True, False):
        if not leave_out:
            by_key(widget, "keep_in").click()
        ranked = nb.execute(
            "from w2v_lab.explore import nearest, analogy_point, unit\n"
            "M = w.vectors.matrix\nq = [vocabulary.id(x) for x in questions['gender'][0]]\n"
            f"out = q[:3] if {leave_out} else []\n"
            "near, cos = nearest(unit(M), analogy_point(M, *q[:3]), out, 8)\n"
            "names = [vocabulary.words[i] for i in near]\n"
            "print(json.dumps([names, list(map(repr, cos.tolist()))]))"
        )
        assert widget.locator("tbody th bdi").all_text_contents() == ranked[0]
        cells = [n for n in read(widget) if n["id"].startswith("rank")]
        assert [repr(float(n["value"])) for n in cells] == ranked[1]


@pytest.mark.parametrize("start", range(0, len(WORDS), 30))
def test_hostile_words_are_text(nb: Notebook, start: int) -> None:
    nb.execute(
        f"words = [w for w in dict.fromkeys(WORDS[{start}:{start + 30}])]\n"
        "v = w2v.Vocabulary.from_sentences([words])\n"
        "r = w2v.record(w2v.Model(v), w2v.examples([words], v), epochs=2)\n"
        "bad = {words[0]: [tuple(words[:4])]}\n"
        "kept = {'sentences': [words], 'origins': [0] * len(words)}"
    )
    widget = on_stage(nb, "TrainingPlayer(r, r, names=words[:2], analogies=bad, **kept)")
    for leaf in ("matrices", "cosines", "analogies", "settling", "biography"):
        by_key(widget, f"leaf {leaf}").click()
        expect(widget.locator(".pl-leaf")).to_be_visible()
    by_key(widget, "bar in_words").click()
    assert_harmless(nb, widget)
    assert_harmless(nb, on_stage(nb, "AnalogyArrows(r, bad)"))
    assert_harmless(nb, on_stage(nb, "WindowSlider(' '.join(words) + ' x y')"))
    assert_harmless(nb, on_stage(nb, "TwoDials([words, [*words[:-1], 'other']], window=1)"))


# ---- without a kernel ----------------------------------------------------------------------------


def test_all_of_it_plays_on_after_the_kernel_has_died(lab: Lab) -> None:
    cells = [STAGE, RUNS, "w = TrainingPlayer(one, analogies=questions, word='king')\nw",
             "WindowSlider()", "TwoDials(window=1)", "AnalogyArrows(one, questions)"]  # fmt: skip
    with lab.open(cells) as nb:
        nb.run_all()
        player, window, dials, arrows = (nb.output(i).locator(".w2v") for i in (2, 3, 4, 5))
        expected = numbers(nb)
        by_key(player, "leaf matrices").click()
        expect(player.locator(".pl-leaf")).to_be_visible()
        nb.shutdown_kernel()
        for to in (0, 30, 90):
            slide(player, to)
            assert_shown(player, expected)
        by_key(player, "view_apart").click()
        expect(player.locator(".pl-map")).to_have_count(2)
        by_key(player, "play").click()
        expect(button(player, "kit.pause")).to_be_visible()
        by_key(player, "play").click()
        by_key(player, "leaf cosines").click()
        expect(player.locator(".note")).to_have_text(say("kit.silent"), timeout=10_000)
        by_key(window, "window_slider one_on").click()
        slide(window, 5, "position_slider")
        expect(window.locator(".ws-token.centre")).to_have_count(1)
        by_key(dials, "size_slider one_back").click()
        slide(dials, 10)
        expect(dials.locator("[data-id^=angle]").first).to_have_attribute("data-id", "angle[10]")
        by_key(arrows, "keep_in").click()
        expect(arrows.locator("tbody tr")).to_have_count(8)
