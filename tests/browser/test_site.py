"""The course as pages: built once, served as files under a sub-path, read in Chromium."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import w2v_lab as w2v
from w2v_lab import lessons, memory
from w2v_lab.hand_ins.writing import collected
from web.build import notebooks
from web.recorder import unpacked

from .course import LESSONS, Reader
from .reading import by_key, note, read, say

pytestmark = pytest.mark.slow
SHOWN = re.compile(r"w2v\.widgets\.\w+\(|\.explorer\(\)")  # what shows a widget, in a lesson's code


def shown_in(stem: str) -> int:
    path = next(path for path in notebooks("en") if path.stem == stem)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    return len(SHOWN.findall(code))


def assert_begins_at_once(reader: Reader) -> None:
    """What the first widget begins with is asked for by the page's head, and nothing else is."""
    first = reader.page.locator("[data-widget]").first
    kind, moment = (first.get_attribute(f"data-{name}") for name in ("widget", "first"))
    links = reader.page.locator("link[rel=preload]").evaluate_all("all => all.map(el => el.href)")
    bodies = {address: plain(address, body) for address, body in reader.bodies().items()}
    (begun,) = (address for address in links if address.endswith(f"/{moment}"))
    numbers = json.loads(bodies[begun]).get("numbers")
    texts = json.loads(reader.page.locator("#places").text_content() or "")["texts"]
    wanted = {moment, texts["kit"], texts[kind], *([numbers] if numbers else [])}
    assert {address.rsplit("/", 1)[1] for address in links} == wanted


@pytest.mark.parametrize("stem", LESSONS)
def test_every_widget_of_a_lesson_is_alive(reader: Reader, stem: str) -> None:
    page = reader.open(f"en/{stem}.html")
    reader.read_on()
    assert page.locator(".w2v").count() == shown_in(stem)
    for el in page.locator(".w2v").all():
        if not el.locator(".gate").count():  # an open question may keep all numbers back
            assert read(el), el.get_attribute("class")
    assert_begins_at_once(reader)
    assert page.locator("h1").count() == 1
    assert "$" not in "".join(page.locator(".prose").all_inner_texts())


def plain(address: str, body: bytes) -> bytes:
    """What a file says once it is unpacked."""
    return unpacked(body) if address.endswith(".z") else body


@pytest.mark.parametrize("stem", LESSONS)
def test_no_answer_is_loaded_before_the_commitment(reader: Reader, stem: str) -> None:
    """Neither the words that answer a question nor the numbers that a reveal brings."""
    page = reader.open(f"en/{stem}.html")
    reader.read_on()
    names = page.locator("[data-gate]").evaluate_all("all => all.map(el => el.dataset.gate)")
    before = reader.bodies()
    everything = b"\0".join(map(plain, before, before.values()))
    for name in names:
        question = lessons.find(name)
        for choice in question.choices:
            for why in question.revealed(choice)["why"].values():
                for spelling in (why, json.dumps(why)[1:-1]):
                    assert spelling.encode() not in everything, (name, choice)
    for name in names:
        gate = page.locator(f'[data-gate="{name}"]').first
        right = lessons.find(name).answer()
        gate.locator(f'[data-choice="{right}"]').click()
        expect(gate.locator(".right")).to_have_attribute("data-choice", right)
        assert gate.locator(".why").inner_text()
    new = {address: body for address, body in reader.bodies().items() if address not in before}
    assert len(new) >= len(names)
    for address, body in new.items():  # four numbers near 1 may stand anywhere
        assert len(plain(address, body)) < 64 or plain(address, body) not in everything


def test_an_answer_is_remembered_and_can_be_forgotten(reader: Reader) -> None:
    page = reader.open("en/01_words_to_numbers.html")
    reader.read_on()
    gate = page.locator('[data-gate="which_row"]')
    right = lessons.find("which_row").answer()
    gate.locator(f'[data-choice="{right}"]').click()
    expect(gate.locator(".right")).to_be_visible()
    stored = page.evaluate("localStorage.getItem('w2v_lab')").splitlines()
    event = json.loads(stored[-1])
    assert event.pop("time") > 1.7e9
    assert event == {"what": "answer", "question": "which_row", "choice": right, "right": True}
    page.reload()
    reader.read_on()
    expect(gate.locator(".right")).to_have_attribute("data-choice", right)
    page.locator("#forget").click()
    page.wait_for_load_state()
    reader.read_on()
    expect(gate.locator("[data-choice]").first).to_be_enabled()


HOSTILE = [
    "not json",
    "null",
    "[" * 5000,
    '{"what": 3, "question": "which_row", "choice": "row"}',
    '{"what": "answer", "question": "which_row", "choice": "<img src=x onerror=alert(1)>"}',
    '{"what": "answer", "question": "which_row", "choice": "__proto__"}',
    '{"what": "answer", "question": "__proto__", "choice": "constructor"}',
    '{"what": "answer", "question": {"a": 1}, "choice": ["b"]}',
    '{"what": "setting", "name": "theme", "value": "\\"><script>alert(1)</script>"}',
]


def test_hostile_storage_does_nothing(reader: Reader) -> None:
    page = reader.open("en/01_words_to_numbers.html")
    page.on("dialog", lambda dialog: reader.problems.append(dialog.message))
    page.evaluate("told => localStorage.setItem('w2v_lab', told)", "\n".join(HOSTILE))
    page.reload()
    reader.read_on()
    assert page.locator(".w2v").count() == shown_in("01_words_to_numbers")
    expect(page.locator('[data-gate="which_row"] [data-choice]').first).to_be_enabled()
    assert page.locator("body").get_attribute("data-jp-theme-light") is None


def event(what: str, **told: object) -> dict[str, object]:
    return {"what": what, **told}


def test_a_page_hands_in_what_a_notebook_would(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file from the same events, be they a learner's or hostile."""
    rows = lessons.find("which_row")
    code = "def f(h):\n    return '一👑'"
    told = [
        event("setting", name="theme", value="dark", time=1e9),
        event("answer", question="which_row", choice="zeros", right=False, time=1e9 + 1.5),
        event("answer", question="first_update", choice="out_alone", right=True, time=1),
        event("why", question="which_row", text="<b>because</b>", time=1e9 + 2),
        event("why", question="first_update", text="so", time=1e9 + 2),
        event("why", question="first_update", text=" ", time=1e9 + 3),
        event("answer", question="which_row", choice=rows.answer(), right=True, time=1e9 + 8),
        event("attempt", exercise="l03.back_to_h", passed=False, slip="sign", code=code),
        event("attempt", exercise="l03.back_to_h", passed=True, slip=3, code=code * 999),
        event("attempt", exercise="l03.toString", passed=True, code=""),
    ]
    kept = tmp_path / "events.jsonl"
    kept.write_text("\n".join([*map(json.dumps, told), *HOSTILE]), encoding="utf-8")
    page = reader.open("zh/01_words_to_numbers.html")
    page.evaluate("told => localStorage.setItem('w2v_lab', told)", kept.read_text("utf-8"))
    page.locator("#hand_in input").fill(" 王/<小>明 ")
    with page.expect_download() as coming:
        page.locator("#hand_in button").click()
    assert coming.value.suggested_filename == "_王_小_明_.json"
    told_by_page = Path(coming.value.path()).read_text("utf-8")
    monkeypatch.setattr(memory, "_current", memory.Memory(kept))
    w2v.set_language("zh")
    assert json.loads(told_by_page) == collected(" 王/<小>明 ")
    folder = tmp_path / "handed"
    folder.mkdir()
    (folder / "one.json").write_text(told_by_page, encoding="utf-8")
    read = w2v.read_hand_ins(folder)
    assert read.names == ["王/<小>明"]


def test_scrubbing_and_explaining_work(reader: Reader) -> None:
    reader.open("en/04_skip_gram_and_cbow.html")
    reader.read_on()
    widget = reader.widget("window_slider")
    before = read(widget)
    by_key(widget, "position_slider").fill("1")
    assert read(widget) != before
    explorer = reader.widget("step_explorer")
    cell = explorer.locator(".n[data-id]").nth(3)
    cell.hover()
    assert explorer.locator(".formula").inner_text().endswith(cell.inner_text())


def test_what_is_new_is_refused_with_a_word(reader: Reader) -> None:
    reader.open("en/04_skip_gram_and_cbow.html")
    reader.read_on()
    widget = reader.widget("window_slider")
    by_key(widget, "text").fill("rain falls")
    by_key(widget, "use").click()
    expect(note(widget)).to_have_text(say("kit.asleep"))


def test_a_link_between_lessons_leads_to_a_page(reader: Reader) -> None:
    page = reader.open("index.html")
    page.locator("main a[href$='library.html']").click()
    page.locator(".contents a[href$='teachers.html']").click()
    page.locator(".prose a[href$='00_start_here.html']").first.click()
    page.wait_for_url("**/en/00_*.html")
    page.locator(".prose a[href^='01_']:visible").first.click()
    page.wait_for_url("**/en/01_*.html")
    page.locator("a[rel=prev]").click()
    page.wait_for_url("**/en/00_*.html")


def test_the_front_page_moves_in_both_languages(reader: Reader) -> None:
    page = reader.open("index.html")
    reader.read_on()
    expect(reader.widget("training_player")).to_be_visible()
    assert_begins_at_once(reader)
    page.locator("a[hreflang=zh]").click()
    reader.read_on()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    expect(reader.widget("training_player")).to_have_attribute("lang", "zh")


def test_the_other_edition_opens_where_one_reads(reader: Reader) -> None:
    page = reader.open("en/02_one_word_predicts_the_next.html")
    reader.read_on()
    page.evaluate("document.getElementById('m22').scrollIntoView()")
    switch = page.locator(".masthead a[hreflang=zh]")
    expect(switch).to_be_in_viewport()
    switch.evaluate("link => link.click()")  # Playwright's own click would scroll first
    page.wait_for_url("**/zh/02_one_word_predicts_the_next.html#m22")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    expect(page.locator("#m22")).to_be_in_viewport()
    expect(page.locator("#m22")).to_contain_text("第一步的损失")
    page.evaluate("scrollTo(0, 0)")
    page.locator(".masthead a[hreflang=en]").click()
    page.wait_for_url(re.compile("/en/02_one_word_predicts_the_next.html#?$"))


SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
}).observe({ type: "layout-shift", buffered: true });"""


def expect_calm(reader: Reader, place: str, width: int) -> None:
    """A page does not scroll sideways, nothing on it jumps, and everybody can read it."""
    reader.page.set_viewport_size({"width": width, "height": 800})
    reader.page.add_init_script(SHIFTS)
    page = reader.open(f"{place}.html")
    reader.read_on()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("window.shifted") < 0.1
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], [n["target"] for n in found["nodes"]]) for found in violations] == []


@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.parametrize(
    "place",
    ["index", "en/00_start_here", "en/01_words_to_numbers", "en/teachers", "zh/library"],
)
def test_a_page_is_calm_and_can_be_read_by_everybody(
    reader: Reader, place: str, width: int
) -> None:
    expect_calm(reader, place, width)


def test_a_lesson_plan_is_shown_step_by_step_and_can_be_ones_own(reader: Reader) -> None:
    page = reader.open("index.html")
    page.locator("a[href$='plan_ninety_minutes.html']").click()
    steps = page.locator("#steps li")
    expect(steps).to_have_count(10)
    expect(page.locator("#stage")).to_be_hidden()
    assert Axe().run(page).response["violations"] == []
    page.locator("#begin").click()
    shown = page.frame_locator("#frame")
    expect(shown.locator(".w2v.first_look")).to_be_in_viewport()
    page.locator("#on").click()
    expect(shown.locator(".w2v.row_selector")).to_be_in_viewport()
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    address = page.url
    page.goto("about:blank")
    page.goto(address)  # the address has the step
    expect(shown.locator(".w2v.row_selector")).to_be_in_viewport()
    page.locator("#all").click()
    own = "# <img src=x onerror=alert(1)>\njavascript:alert(1) <b>one</b>\n06_x.html#m07-1 The code"
    page.locator("#list").fill(own)
    expect(page.locator("h1")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img, main #steps b").count() == 0
    expect(page.locator("#steps a[href]")).to_have_count(1)
    page.locator("#copy").click()
    expect(page.locator("#copied")).to_be_visible()
    link = page.locator("#copied").input_value()
    page.goto("about:blank")
    page.goto(link)
    expect(steps).to_have_count(2)
    page.locator("#steps a[href]").click()
    expect(shown.locator("#m07-1")).to_be_in_viewport()
    reader.page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_every_lesson_plan_leads_to_what_is_there(reader: Reader) -> None:
    for language in ("en", "zh"):
        page = reader.open(f"{language}/plan_ninety_minutes.html")
        leads = r"#lesson=\d\d&cell=([\w-]+)&widget=(\w+)$|#([\w-]+)$"
        steps = re.findall(leads, page.locator("#list").input_value(), re.MULTILINE)
        shown = page.frame_locator("#frame")
        expect(page.locator("#steps a[href]")).to_have_count(9)
        assert len(steps) == 9
        for place, (cell, widget, section) in enumerate(steps, 1):
            page.goto(f"{page.url.split('#')[0]}#step={place}")
            found = f'[data-cell="{cell}"][data-widget="{widget}"]' if cell else f"#{section}"
            expect(shown.locator(found)).to_be_in_viewport()
            expect(shown.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
