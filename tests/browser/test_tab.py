"""Python in the tab: the page asks it for what is new. A process stands in for Pyodide's worker."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from tests.test_tab import Process
from w2v_lab import lessons
from w2v_lab.widgets.window_slider.session import Session

from .course import Reader
from .reading import by_key, note, read, say

STORED = "localStorage.getItem('w2v_lab')"

pytestmark = pytest.mark.slow

# As `python_worker.js` speaks, with a process behind the address "python" in the place of Pyodide.
WORKER = """
const text64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
let last = Promise.resolve();
self.addEventListener("message", ({ data }) => {
  if (data.wake) return self.postMessage(WAKES ? { awake: true } : { failed: "no network" });
  last = last.then(async () => {
    const body = JSON.stringify([data.text, ...data.buffers.map(text64)]);
    const [text, ...sent] = await (await fetch("/python", { method: "POST", body })).json();
    const buffers = sent.map((each) => Uint8Array.from(atob(each), (c) => c.charCodeAt(0)).buffer);
    self.postMessage({ id: data.id, text, buffers });
  });
});
"""


@pytest.fixture
def tab(pages_browser: Browser, site: str) -> Iterator[Reader]:
    """A reader whose page has a Python that wakes at once."""
    context = pages_browser.new_context(
        viewport={"width": 1300, "height": 900}, service_workers="block"
    )
    process, reader = Process(), Reader(context, site)

    def answer(route: Route) -> None:
        text, *buffers = json.loads(route.request.post_data or "[]")
        reply, sent = process.ask(json.loads(text), *map(base64.b64decode, buffers))
        packed = [base64.b64encode(each).decode() for each in sent]
        route.fulfill(json=[json.dumps(reply), *packed])

    wakes = "const WAKES = true;" + WORKER
    script = "text/javascript"
    context.route("**/python_worker.js", lambda r: r.fulfill(body=wakes, content_type=script))
    context.route("**/python", answer)
    yield reader
    context.close()
    process.close()
    assert [said for said in reader.problems if "blocked by Playwright" not in said] == []


def bar(tab: Reader) -> Locator:
    return tab.page.locator("#python")


def wake(tab: Reader) -> None:
    bar(tab).get_by_role("button").first.click()


def test_a_text_of_ones_own_is_answered_by_the_very_session(tab: Reader) -> None:
    page = tab.open("en/04_skip_gram_and_cbow.html")
    widget = tab.widget("window_slider")
    expect(bar(tab)).to_be_hidden()
    by_key(widget, "text").fill("rain falls on the hill")
    by_key(widget, "use").click()
    expect(bar(tab)).to_contain_text("MB")
    assert "rain" not in widget.locator(".ws-line").first.inner_text()  # the page goes on without
    by_key(widget, "position_slider").fill("1")
    wake(tab)
    expect(widget.locator(".ws-line").first).to_contain_text("rain")
    here = Session()
    here.hear({"text": "rain falls on the hill"})
    by_key(widget, "position_slider").fill("4")
    windows = here.trace["positions"]["2 whole"]
    asked = {"skip_gram": sum(len(each["skip-gram"][1]) for each in windows), "cbow": len(windows)}
    shown = {each["id"]: float(each["value"]) for each in read(widget)}
    assert shown == {f"predictions_{name}[4]": count for name, count in asked.items()}
    by_key(widget, "text").fill("")
    by_key(widget, "use").click()
    expect(note(widget)).to_be_visible()  # an error of Python's, in words
    by_key(widget, "reset").or_(by_key(widget, "bar reset")).first.click()
    expect(widget.locator(".ws-line").first).to_contain_text("Daniel", ignore_case=True)
    expect(bar(tab)).to_be_hidden(timeout=15_000)  # it folds into the masthead
    page.locator("#wake").click()
    bar(tab).get_by_role("button", name=say("site.python_sleep")).click()
    expect(page.locator("#wake")).to_have_text(say("site.python_is_asleep"))
    by_key(widget, "text").fill("snow falls on the sea")
    by_key(widget, "use").click()
    wake(tab)  # another time: the session is taken up anew
    expect(widget.locator(".ws-line").first).to_contain_text("snow")


def test_who_leaves_it_asleep_is_told_and_loses_nothing(tab: Reader) -> None:
    tab.open("en/04_skip_gram_and_cbow.html")
    widget = tab.widget("window_slider")
    by_key(widget, "text").fill("rain falls on the hill")
    by_key(widget, "use").click()
    bar(tab).get_by_role("button", name=say("site.python_leave")).click()
    expect(bar(tab)).to_be_hidden()
    expect(note(widget)).to_be_visible()
    expect(by_key(widget, "text")).to_have_value("rain falls on the hill")


def test_a_python_that_cannot_be_fetched_is_said_and_can_be_tried_again(tab: Reader) -> None:
    fails = "const WAKES = false;" + WORKER
    tab.page.route(
        "**/python_worker.js", lambda r: r.fulfill(body=fails, content_type="text/javascript")
    )
    page = tab.open("en/04_skip_gram_and_cbow.html")
    page.locator("#wake").click()
    wake(tab)
    expect(bar(tab)).to_contain_text(say("site.python_failed"))
    page.unroute("**/python_worker.js")
    bar(tab).get_by_role("button", name=say("site.python_again")).click()
    expect(page.locator("#wake")).to_have_text(say("site.python_is_awake"))
    tab.problems.clear()


def test_an_exercise_is_edited_and_run_in_the_page(tab: Reader) -> None:
    page = tab.open("en/04_skip_gram_and_cbow.html")
    edit = page.get_by_role("button", name=say("site.python_edit")).first
    edit.click()
    cell = page.locator("textarea.code")
    out = page.locator(".cell + .printed")
    cell.press("Control+Enter")
    wake(tab)
    expect(out).not_to_have_text(say("site.python_runs"), timeout=30_000)
    first = out.inner_text()
    assert first and "Traceback" not in first
    cell.press("Control+Enter")  # the same code once more is no attempt
    events = [json.loads(line) for line in page.evaluate(STORED).splitlines()]
    (attempt,) = [event for event in events if event["what"] == "attempt"]
    assert attempt["exercise"].startswith("l04.") and attempt["passed"] is False
    cell.fill("<img src=x onerror=alert(1)>")
    cell.press("Control+Enter")
    expect(out).to_contain_text("SyntaxError")
    assert page.locator("main img[src=x]").count() == 0


def test_a_question_answered_in_the_page_stays_answered_in_python(tab: Reader) -> None:
    page = tab.open("en/01_words_to_numbers.html")
    tab.read_on()
    widget = tab.widget("row_selector")
    right = lessons.find("which_row").answer()
    widget.locator(f'[data-choice="{right}"]').click()
    expect(widget.locator(".right")).to_be_visible()
    by_key(widget, "field").fill("nobody")
    by_key(widget, "field").press("Enter")
    wake(tab)
    expect(page.locator("#wake")).to_have_text(say("site.python_is_awake"))
    expect(note(widget)).to_contain_text("nobody", timeout=15_000)
    expect(widget.locator(".right")).to_have_attribute("data-choice", right)
    by_key(widget, "again which_row").click()
    expect(widget.locator("[data-choice]").first).to_be_enabled()
    assert page.evaluate(STORED).count('"again"') == 1
