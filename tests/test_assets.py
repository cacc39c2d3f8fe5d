"""What a class of widgets sends to the page: its files as they are, once, and anew after a loss."""

import json
from pathlib import Path

import ipywidgets
import pytest

import w2v_lab as w2v
from w2v_lab import widgets
from w2v_lab.widgets import FirstLook, StepExplorer
from w2v_lab.widgets.kit import assets

FOLDER = Path(widgets.__file__).parent


def opened(widget):
    """The bytes that open a widget and its layout in the page, trace and numbers left out."""
    states = [widget.get_state(), widget.layout.get_state()]
    for name in ("facts", "numbers"):
        states[0].pop(name)
    return sum(len(json.dumps(state, ensure_ascii=False).encode()) for state in states)


@pytest.mark.parametrize("name", widgets.__all__)
def test_the_file_that_one_reads_is_the_file_that_runs(name):
    folder = getattr(widgets, name).Session.__module__.split(".")[-2]
    for each in ("kit", folder):
        held = assets.shipped(each)
        files = {f"{each}/{path.name}": path for path in (FOLDER / each).glob("*.js")}
        files.pop("kit/boot.js", None)
        assert set(held["modules"]) == set(files)
        for module, path in files.items():
            assert held["modules"][module] == path.read_text(encoding="utf-8")
        styles = sorted((FOLDER / each).glob("*.css"))
        assert held["styles"] == "\n".join(path.read_text(encoding="utf-8") for path in styles)
    assert f"{folder}/{folder}.js" in held["modules"]


def test_a_second_instance_sends_less_than_3_kb_beyond_its_trace():
    StepExplorer()
    assert opened(StepExplorer()) < 3000
    assert opened(FirstLook()) < 3000


def test_the_files_of_a_class_are_sent_once_and_the_kits_once_for_all():
    first, second, other = StepExplorer(), StepExplorer(), FirstLook()
    assert first.assets == second.assets
    assert first.assets[0] is other.assets[0] and first.assets[1] is not other.assets[1]
    assert "function" not in repr(first.assets)


def test_after_all_widgets_were_closed_the_next_one_has_files_again():
    before = StepExplorer().assets
    ipywidgets.Widget.close_all()
    after = StepExplorer().assets
    assert all(each.comm is None for each in before)
    assert all(each.comm is not None for each in after)
    assert [each.digest for each in before] == [each.digest for each in after]


def test_one_closed_file_alone_is_made_anew():
    kit, own = StepExplorer().assets
    kit.close()
    again = StepExplorer().assets
    assert again[0] is not kit and again[0].comm is not None and again[1] is own


def test_what_is_sent_is_named_by_what_it_holds(monkeypatch):
    held = assets.shipped("predict")
    read = assets._read
    monkeypatch.setattr(assets, "_read", lambda *at: {k: v + " " for k, v in read(*at).items()})
    assets.shipped.cache_clear()
    try:
        assert assets.shipped("predict")["digest"] != held["digest"]
    finally:
        assets.shipped.cache_clear()


def test_the_texts_travel_with_the_files_in_both_languages():
    w2v.set_language("zh")
    texts = assets.shipped("first_look")["texts"]
    assert all(set(text) == {"en", "zh"} for text in texts.values())
