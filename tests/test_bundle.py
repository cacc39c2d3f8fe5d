"""The pages' code, bundled: what runs is what one reads, and a page is told all that it needs."""

import json
import re
from pathlib import Path

import pytest

from w2v_lab import widgets
from w2v_lab.widgets.kit.assets import shipped
from web.build import PAGE, ROOT, Assets
from web.bundle import bundled

KIND = "row_selector"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of assets, and the bundle of a page with one kind of widget."""
    folder = tmp_path_factory.mktemp("site") / "assets"
    return folder, Assets(folder).code([KIND])


def test_a_browsers_tools_show_the_modules_as_they_are(made):
    folder, code = made
    maps = [json.loads(path.read_text("utf-8")) for path in (folder / code.folder).glob("*/*.map")]
    shown = {text for each in maps for text in each["sourcesContent"]}
    read = [*shipped(KIND)["modules"].values(), shipped("kit")["modules"]["kit/lab.js"]]
    read += [(ROOT / "web" / name).read_text("utf-8") for name in ("page.js", "host.js")]
    assert {*read} <= shown


def test_a_page_is_told_of_every_file_that_its_modules_import(made):
    folder, code = made
    needed = code.needed(PAGE, f"{KIND}/{KIND}.js")
    assert len(needed) == len({*needed}) > 2
    for name in needed:
        text = (folder / name).read_text("utf-8")
        for found in re.findall(r'(?:from|import)\s*"(\.[^"]+)"', text):
            there = (folder / name).parent / found
            assert there.resolve().relative_to(folder.resolve()).as_posix() in needed, (name, found)


def test_what_cannot_be_bundled_is_said_with_its_name(tmp_path):
    with pytest.raises(SystemExit, match=r"not_there\.js"):
        bundled({"web/a.js": 'import "./not_there.js";'}, ["web/a.js"], tmp_path)


def test_the_pages_know_about_how_tall_each_widget_is():
    """What stands under a widget stays where it is when the widget comes, wide and on a phone."""
    css = (ROOT / "web/page.css").read_text("utf-8")
    for path in Path(widgets.__file__).parent.glob("*/widget.py"):
        kind = path.parent.name
        assert css.count(f".place.{kind} {{ --tall: ") == 2 * (kind != "vote"), kind
