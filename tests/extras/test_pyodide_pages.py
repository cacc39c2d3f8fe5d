"""Python in the tab of a page: soon awake, soon answering, and saying what a kernel's would.

Needs W2V_PYODIDE as test_pyodide.py does, and a machine that is at rest.
"""

import base64
import json
import os
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.course import Reader, pages_browser, serving  # noqa: F401  (fixture)
from tests.browser.reading import answer_all, by_key, note, say
from tests.notebook_runs import recorded
from w2v_lab.widgets.kit import tab
from web.build import build

OWN = "rain falls on the hill\nrain falls on the sea\nsnow falls on the hill"
TIMES = 5
# What goes to the worker and what comes of it, and when.
OVERHEARD = """window.told = [];
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => {
      const asked = told.find((each) => each.id === data.id && !each.reply);
      if (!asked) return;
      asked.after = performance.now() - asked.at;
      Object.assign(asked, { reply: data.text, sent: data.buffers.map(base64) });
    });
  }
  postMessage(data, ...more) {
    const { id, text, buffers } = data;
    if (text) told.push({ id, text, buffers: buffers.map(base64), at: performance.now() });
    super.postMessage(data, ...more);
  }
};
const letters = (buffer) => Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
const base64 = (buffer) => btoa(letters(buffer).join(""));"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = os.environ.get("W2V_PYODIDE", "")
    assert folder, "Set W2V_PYODIDE to a folder with Pyodide and a wheel of numpy built for it."
    root: Path = tmp_path_factory.mktemp("served")
    build(root / "some" / "course", ["00", "01", "04", "06"], recorded, Path(folder))
    with serving(root) as address:
        yield f"{address}/some/course/"


@pytest.fixture
def visit(pages_browser, site) -> Iterator[Callable[[], Reader]]:  # noqa: F811
    """Somebody who comes for the first time."""
    made = []

    def come() -> Reader:
        context = pages_browser.new_context(viewport={"width": 1300, "height": 900})
        made.append(Reader(context, site))
        made[-1].page.add_init_script(OVERHEARD)
        return made[-1]

    yield come
    for reader in made:
        reader.page.context.close()
        assert reader.problems == []


def wake(reader: Reader) -> float:
    """Agree, and wait until it is awake: milliseconds, as the page has them."""
    state = say("site.python_is_awake")
    awake = f"document.getElementById('wake').textContent === {json.dumps(state)}"
    begun = reader.page.evaluate("performance.now()")
    reader.page.locator("#python button").first.click()
    reader.page.wait_for_function(f"{awake} && (window.woken ??= performance.now())")
    return float(reader.page.evaluate("woken")) - begun


def own_text(widget: Locator) -> None:
    by_key(widget, "text").fill(OWN)
    by_key(widget, "use").click()


def own_words(widget: Locator) -> None:
    field = by_key(widget, "field")
    field.fill("king rules")
    field.press("Enter")


def regrown(widget: Locator) -> None:
    widget.get_by_role("radio", name=say("tree_lab.balanced")).click()


ASKED: dict[str, tuple[str, Callable[[Locator], None]]] = {
    "00_start_here": ("first_look", own_text),
    "01_words_to_numbers": ("row_selector", own_words),
    "04_skip_gram_and_cbow": ("window_slider", own_text),
    "06_hierarchical_softmax": ("tree_lab", regrown),
}


def answered(reader: Reader) -> list[dict]:
    """All that was asked of Python, once all of it has been answered."""
    all_of_it = "told.length > 1 && told.every((each) => each.reply) && told"
    reader.page.wait_for_function(all_of_it)
    reader.page.wait_for_timeout(500)  # what follows of an answer may be asked for by itself
    found: list[dict] = reader.page.wait_for_function(all_of_it).json_value()
    return found


def apart(text: str) -> tuple[object, list[float]]:
    """What a message tells besides its fractions, and these."""
    fractions: list[float] = []
    return json.loads(text, parse_float=lambda found: fractions.append(float(found))), fractions


def numbers(sent: list[bytes]) -> list[np.ndarray]:
    return [np.frombuffer(each, dtype="<f8") for each in sent]


@pytest.mark.parametrize("stem", ASKED)
def test_what_is_new_is_answered_as_a_kernel_would(visit: Callable[[], Reader], stem: str) -> None:
    """The same facts; numbers within 1e-9, since another machine computes them."""
    kind, ask = ASKED[stem]
    reader = visit()
    reader.open(f"en/{stem}.html")
    reader.read_on()
    widget = reader.widget(kind)
    answer_all(widget)
    ask(widget)
    wake(reader)
    here = tab.Tab()
    for each in answered(reader):
        given = [base64.b64decode(buffer) for buffer in each["buffers"]]
        expected, sent = here.hear(json.loads(each["text"]), given)
        (those_facts, there), (facts, these) = apart(each["reply"]), apart(json.dumps(expected))
        assert those_facts == facts
        np.testing.assert_allclose(there, these, rtol=0, atol=1e-9)
        got = numbers([base64.b64decode(buffer) for buffer in each["sent"]])
        for one, other in zip(got, numbers(sent), strict=True):
            np.testing.assert_allclose(one, other, rtol=0, atol=1e-9)
    expect(note(widget)).to_be_hidden()


def test_it_is_awake_within_six_seconds_and_answers_within_300_ms(
    visit: Callable[[], Reader],
) -> None:
    awake, answers = [], []
    for _ in range(TIMES):
        reader = visit()
        reader.open("en/04_skip_gram_and_cbow.html")
        reader.read_on()
        widget = reader.widget("window_slider")
        own_text(widget)
        awake.append(wake(reader))
        answered(reader)
        for word in ("sun", "moon", "fog"):  # once it is awake
            by_key(widget, "text").fill(OWN.replace("rain", word))
            by_key(widget, "use").click()
            expect(widget.locator(".ws-line").first).to_contain_text(word)
        answers += [each["after"] for each in answered(reader)[2:]]
    told = f"awake {sorted(map(round, awake))} ms, answers {sorted(map(round, answers))} ms"
    assert statistics.median(awake) < 6000, told
    assert statistics.median(answers) < 300, told
    print(told)
