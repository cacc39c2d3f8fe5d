"""Links to a state: what they say leads to the same state, and nothing else comes of them."""

import json
from urllib.parse import urlencode

import pytest

import w2v_lab as w2v
from w2v_lab import links, memory
from w2v_lab.widgets.first_look.session import Session as FirstLook
from w2v_lab.widgets.noise_lab.session import Session as NoiseLab
from w2v_lab.widgets.tree_lab.session import Session as TreeLab
from w2v_lab.widgets.window_slider.session import Session as WindowSlider

OWN = {"text": "rain falls on the hill\nrain falls on the sea"}


def fragment(**parts: object) -> str:
    told = {
        "lesson": "04", "cell": "c03", "widget": "window_slider", "state": {}, "way": {}, **parts
    }  # fmt: skip
    return "#" + urlencode(
        {name: json.dumps(part) if isinstance(part, dict) else part for name, part in told.items()}
    )


REQUESTS = [
    (FirstLook, [{"toy": "song", "language": "zh"}]),
    (NoiseLab, [OWN]),
    (WindowSlider, [OWN, {"seed": 3}, {"sample": 0.01}]),
    (WindowSlider, [{"text": "我爱自然语言处理"}]),
    (TreeLab, [{"kind": "balanced"}, {"train": True}]),
    (TreeLab, [{"counts": [9, 8, 7, 6, 5, 4, 3]}, {"zoom": 9}, {"train": True}]),
]


@pytest.mark.parametrize(("session", "requests"), REQUESTS)
def test_a_way_leads_to_the_same_facts_and_the_same_bytes(session, requests):
    made, other = session(), session()
    assert made.way == {}
    for request in requests:
        if "counts" in request:
            request = {"counts": list(range(len(made.model.vocabulary), 0, -1))}
        reply, _ = made.hear(request)
        assert "error" not in reply
    way = json.loads(json.dumps(made.way))
    assert way
    other.hear(requests[0])  # wherever somebody is, a link leads to where it was copied
    reply, _ = other.hear({"way": way})
    assert "error" not in reply
    shown, there = made.packed(), other.packed()
    assert {**shown[0], "stamp": 0} == {**there[0], "stamp": 0}
    assert shown[1] == there[1]
    other.hear({"way": {}})
    assert other.way == {}


def test_a_link_opens_in_a_notebook_what_its_lesson_shows_in_that_state():
    opened = w2v.open_link(
        "https://somewhere/course/en/04.html" + fragment(state={"at": 1}, way=OWN)
    )
    assert type(opened).__name__ == "WindowSlider"
    assert opened.place["opened"]["state"] == {"at": 1}
    assert (opened.place["lesson"], opened.place["cell"]) == ("04", "c03")
    expected = WindowSlider()
    expected.hear(OWN)
    assert opened.numbers == expected.packed()[1]
    assert opened.facts["trace"] == expected.trace


def test_a_widget_of_this_notebook_is_shown_once_more_and_stays_as_it_is(monkeypatch):
    from w2v_lab.widgets.kit import shell

    session = WindowSlider()
    here = w2v.widgets.WindowSlider.showing(session, {}, {})
    monkeypatch.setitem(shell._cells, "c99", ("1", [here]))
    opened = w2v.open_link(fragment(lesson="", cell="c99", way=OWN))
    assert opened.text == OWN["text"]
    assert session.way == {}


HOSTILE = [
    "",
    "#",
    3,
    None,
    b"lesson=04",
    "#" + "a" * 9000,
    "#lesson=04&cell=c03&widget=window_slider&state=" + "[" * 3000,
    "javascript:alert(1)",
    fragment(lesson="../../etc"),
    fragment(lesson="٠٤"),
    fragment(cell="c03'); import os"),
    fragment(widget="__import__('os')"),
    fragment(state="[1]"),
    fragment(way="7"),
    fragment(way={"commit": "cbow_share", "choice": "divided"}),
    fragment(way={"again": "cbow_share"}),
    fragment(way={"type": "large"}),
    fragment(way={"chosen": "cbow"}),
]
ELSEWHERE = [
    fragment(lesson="99"),
    fragment(cell="c05"),
    fragment(cell="c999"),
    fragment(lesson=""),
]


def test_what_is_no_link_is_refused_and_leaves_nothing_behind():
    before = memory.current().events()
    for text in HOSTILE:
        with pytest.raises(w2v.W2VError) as refused:
            w2v.open_link(text)
        assert refused.value.key == "no_link", text
    for text in ELSEWHERE:
        with pytest.raises(w2v.W2VError) as refused:
            w2v.open_link(text)
        assert refused.value.key == "link_elsewhere", text
    for way in ({"text": 7}, {"toy": "nothing"}, {"seed": "x"}, {"sample": [1]}):
        with pytest.raises(w2v.W2VError):
            w2v.open_link(fragment(way=way))
    assert memory.current().events() == before


def test_exercises_on_the_way_are_not_remembered():
    memory.current().add("answer", question="cbow_share", choice="divided", right=True)
    with memory.unwritten():
        assert memory.current().answers() == {"cbow_share": "divided"}
        memory.current().add("attempt", exercise="x", passed=False)
    assert [event["what"] for event in memory.current().events()] == ["answer"]


def test_a_link_is_parsed_part_by_part():
    link = links.parsed(fragment(state={"at": 2}, way=OWN))
    assert (link.lesson, link.cell, link.widget) == ("04", "c03", "window_slider")
    assert (link.state, link.way) == ({"at": 2}, OWN)
