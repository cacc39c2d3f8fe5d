"""Drawings: the numbers are the library's, hostile words stay text, and dot may be missing."""

import base64
import html
import importlib
import re
import shutil
import sys
import xml.etree.ElementTree as xml

import graphviz
import numpy as np
import pytest

import w2v_lab as w2v
from tests.hostile import WORDS
from w2v_lab import explore, figures
from w2v_lab.lessons import drawing
from w2v_lab.lessons.check import Verdict
from w2v_lab.lessons.l01 import figures as l01


def run(sentences):
    vocabulary = w2v.Vocabulary.from_sentences(sentences)
    model = w2v.Model(vocabulary)
    return model, w2v.record(model, w2v.examples(sentences, vocabulary), 5, 0.1)


def svg(picture):
    data = re.search(r"base64,([A-Za-z0-9+/=]+)\"", picture.data)[1]
    return xml.fromstring(base64.b64decode(data))


def labels(picture):
    return [node.text or "" for node in svg(picture).iter("{http://www.w3.org/2000/svg}text")]


def test_f_of_x_shows_the_probabilities_of_the_model():
    model, _ = run(w2v.toy_sentences())
    picture = figures.f_of_x(model, "king")
    for word in model.vocabulary.words:
        chance = f"{model.probability(word, 'king'):.3f}"
        assert f"P({word}) = {chance}" in labels(picture)
        assert f"{word} {chance}" in picture.words


@pytest.mark.parametrize("word", WORDS)
def test_a_hostile_word_is_drawn_and_stays_text(word):
    model, recording = run([[word, "b", word]])
    picture = figures.f_of_x(model, word)
    tags = {node.tag.split("}")[1] for node in svg(picture).iter()}
    assert tags <= {"svg", "g", "path", "polygon", "polyline", "text", "title", "ellipse"}
    assert f"P({drawing.visible(word)}) = " in "".join(labels(picture)).replace("\xa0", " ")
    assert re.fullmatch(r'<img src="[^"<>]*" alt="[^"<>]*" style="[^"<>]*">', picture.data)
    chart = figures.row_distances(model.vocabulary, recording)
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", "".join(chart.data["data"][0]["x"]))


@pytest.mark.parametrize("problem", [graphviz.ExecutableNotFound(["dot"]), OSError(138, "no")])
def test_without_dot_the_picture_is_given_in_words(problem, monkeypatch):
    """The second is what a browser's Python says to whoever would start a program."""

    def no_dot(*_, **__):
        raise problem

    monkeypatch.setattr(graphviz.Digraph, "pipe", no_dot)
    picture = figures.f_of_x(run(w2v.toy_sentences())[0], "king")
    assert picture.data is None
    assert "make lab" in picture.words and "king" in picture.words


def test_without_the_package_graphviz_charts_are_drawn_and_f_is_given_in_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "graphviz", None)
    monkeypatch.setattr(w2v, "figures", figures)  # what is imported afresh is forgotten again
    for name in [name for name in sys.modules if re.search(r"^w2v_lab.*(figures|drawing)$", name)]:
        monkeypatch.delitem(sys.modules, name)
    afresh = importlib.import_module("w2v_lab.figures")
    assert afresh.f_of_x(run(w2v.toy_sentences())[0], "king").data is None
    assert afresh.depths(w2v.compare_trees([5, 3, 1])).data["data"]


def test_what_a_picture_or_an_exercise_says_is_a_paragraph_of_words(monkeypatch):
    """Plain text would be broken within words and numbers, as Jupyter breaks it."""
    shown = []
    picture = figures.f_of_x(run([["<b>", "king", "<b>"]])[0], "king")
    made_by = type(picture)._ipython_display_.__globals__  # other tests may import it anew
    monkeypatch.setitem(made_by, "display", lambda data, raw: shown.append(data))
    picture._ipython_display_()
    said = [*shown[-1:], {"text/html": (verdict := Verdict(False, "1 < 2"))._repr_html_()}]
    for told, text in zip(said, (shown[-1]["text/plain"], repr(verdict)), strict=True):
        assert told["text/html"].startswith("<p ") and "<b>" not in told["text/html"]
        assert html.unescape(re.sub(r"^<p [^>]*>|</p>$", "", told["text/html"])) == text
    assert "<b>" in shown[-1]["text/plain"]
    rows = Verdict(False, "m =\n  [[1, 22],\n   [3, 4]]\nno")._repr_html_()  # stay in columns
    assert [code for code in re.findall(r"<code [^>]*>(.*?)</code>", rows)] == [
        "  [[1, 22],",
        "   [3, 4]]",
    ]


def test_dot_is_here():
    assert shutil.which("dot"), "Graphviz's dot is missing: `make test` brings it"


def sent(array):
    """An array as plotly sends it: its bytes in base64, and its shape."""
    data = np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])
    return data.reshape([int(size) for size in array["shape"].split(",")])


def test_the_chart_of_distances_shows_both_ends_of_the_run():
    model, recording = run(w2v.toy_sentences())
    chart = figures.row_distances(model.vocabulary, recording)
    before, after = (sent(trace["z"]) for trace in chart.data["data"])
    assert np.array_equal(before, explore.distances(recording.W_in_at(0)))
    assert np.array_equal(after, explore.distances(model.W_in))


def test_what_dot_grumbles_about_fonts_is_not_shown(monkeypatch, tmp_path, capfd):
    """The dot that comes from pip has no metrics of these fonts, and says so each time."""
    grumbling = tmp_path / "dot"
    grumbling.write_text(f'#!/bin/sh\necho no such font >&2\nexec "{shutil.which("dot")}" "$@"\n')
    grumbling.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    figures.f_of_x(run(w2v.toy_sentences())[0], "king")
    assert capfd.readouterr().err == ""


def test_the_words_of_a_chart_name_the_nearest_pair():
    matrix = np.array([[0.0, 0], [5, 0], [5, 1], [9, 9]])
    vocabulary = w2v.Vocabulary(["a", "b", "c", "d"], [1, 1, 1, 1])
    assert l01._nearest(vocabulary, explore.distances(matrix)) == "“b” and “c” (1.000)"


def test_pictures_speak_chinese():
    w2v.set_language("zh")
    model, recording = run(w2v.toy_sentences())
    assert "文字说明" in figures.f_of_x(model, 0).words
    assert "训练前" in figures.row_distances(model.vocabulary, recording).words


def test_camera_cosines_and_pairs():
    matrix = np.array([[3.0, 0, 0], [0, 1, 0], [-3, 0, 0.1], [0, -1, 0], [6, 0, 0]])
    camera = explore.Camera.facing(matrix)
    assert camera.directions.shape == (2, 3)
    assert 0.99 < camera.share <= 1
    assert explore.closest_pair(matrix) == (0, 4, pytest.approx(1.0))
    assert explore.cosines(matrix)[0, 1] == 0
    assert explore.cosines(np.zeros((2, 2))).tolist() == [[0, 0], [0, 0]]
    flat = explore.Camera.facing(np.ones((3, 1)))
    assert flat.share == 1 and not flat.view(np.ones((3, 1))).any()


def luminance(colour):
    """Of #rrggbb, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_numbers_of_a_chart_can_be_read_on_every_field():
    _, recording = run(w2v.toy_sentences())
    vocabulary = w2v.Vocabulary.from_sentences(w2v.toy_sentences())
    chart = figures.row_distances(vocabulary, recording).data
    scale = chart["layout"]["coloraxis"]["colorscale"]
    (ink,) = {part["textfont"]["color"] for part in chart["data"]}
    for _, ground in scale:
        assert (luminance(ground) + 0.05) / (luminance(ink) + 0.05) >= 4.5


def charts():
    model, recording = run(w2v.toy_sentences())
    yield figures.row_distances(model.vocabulary, recording)
    yield figures.box(model, model.vocabulary.words[:4])
    yield figures.depths(w2v.compare_trees([5, 3, 1]))
    yield figures.one_diagonal()


def test_a_chart_has_no_ground_of_its_own_and_its_marks_are_seen_in_the_light_and_in_the_dark():
    shown = [picture.data["layout"]["template"]["layout"] for picture in charts()]
    assert all(each == shown[0] for each in shown)
    assert shown[0]["paper_bgcolor"] == shown[0]["plot_bgcolor"] == "rgba(0,0,0,0)"
    for colour in (drawing.MARK, "#0072b2", "#d55e00", "#009e73"):
        for ground in ("#ffffff", "#111111", "#15191e"):  # of JupyterLab and of the pages
            lighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 3
