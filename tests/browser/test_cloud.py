"""The cloud in the page, and lesson 08's widgets: numbers, pairs, words as data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .lab import Lab, Notebook
from .reading import STAGE, assert_harmless, by_key, cell, on_stage, say, scrub

SMALL = "Cloud(w2v.toy_sentences('topics', 'en')[:300], epochs=2)"
HOSTILE = "Cloud([[word, *WORDS[i:i + 3]] for i, word in enumerate(WORDS)], epochs=1)"


@pytest.fixture(scope="module")
def nb(lab: Lab) -> Iterator[Notebook]:
    with lab.open([STAGE, "from w2v_lab.widgets import Cloud, HeadCosts, ThreeHeads"]) as notebook:
        notebook.run_all()
        yield notebook


def test_a_picked_pair_shows_what_the_library_found_at_every_moment(nb: Notebook) -> None:
    widget = on_stage(nb, SMALL)
    run = "next(iter(w.session._runs.values()))"
    by_key(widget, "given_word").select_option("3")
    by_key(widget, "asked_word").select_option("7")
    for f in (0, 9, 23):
        scrub(widget, "moment_slider", f)
        pair = nb.execute(f"print(json.dumps(vars({run}.clouds[{f}].pair(3, 7))))")
        for id, told in ((f"u[{f},7]", "score"), ("own[7]", "formula"), ("P[7]", "P")):
            shown = float(cell(widget, id).get_attribute("data-value") or "nan")
            assert shown == pair[told], id
    by_key(widget, "formula_of").press("ArrowRight")
    shown = float(cell(widget, "pmi[7]").get_attribute("data-value") or "nan")
    assert shown == pair["shifted_pmi"]
    by_key(widget, "negative").press("ArrowRight")  # k = 15 is here from the start
    expect(by_key(widget, "negative")).to_have_text("15")
    by_key(widget, "target_drawn").press("ArrowRight")  # this one Python trains
    expect(by_key(widget, "target_drawn")).to_have_text(say("cloud.how_skip"), timeout=30_000)
    nb.clean()


def test_words_are_data(nb: Notebook) -> None:
    for code in (HOSTILE, "ThreeHeads()", "HeadCosts()"):
        widget = on_stage(nb, code)
        assert_harmless(nb, widget)
        assert nb.axe(".w2v") == []
