"""Reading widgets in a page: what they show, what they should show, and a stage to put them on."""

from __future__ import annotations

import base64
import inspect
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Locator, expect

import w2v_lab as w2v
from w2v_lab.explore import Camera, closest_pair
from w2v_lab.messages import catalogue, fill, text_files
from w2v_lab.widgets.first_look.frame import RATE

from .lab import Notebook

PACKAGE = Path(inspect.getfile(w2v)).parent
ROOT = ".w2v"
CATALOGUES = sorted(text_files())
MOST_TERMS = 12  # of a sum in a formula; of more, the first ten and the last are written out


def say(name: str, language: str = "en", /, **values: object) -> str:
    """A text of the catalogue, by file and key; whole numbers as the page writes them."""
    file, key = name.split(".")
    written = {place: f"{v:,}" if isinstance(v, int) else v for place, v in values.items()}
    return fill(catalogue(file)[key][language], written)


def asked(key: str, language: str = "en", /) -> str:
    """A text of a question, of whichever lesson: its own, a choice's, or why it is right or not."""
    (lesson,) = (file for file in CATALOGUES if file[1:].isdigit() and key in catalogue(file))
    return say(f"{lesson}.{key}", language)


# ---- what should be on show: these run in the kernel, next to the widget -----------------------


def row_selector_numbers(model, inputs):
    """Every number of the row selector by its id, computed by the model itself."""
    product, h = model.multiply(inputs), model.hidden(inputs)
    arrays = {"x": product.x, "W_in": model.W_in, "products": product.products}
    arrays |= {"sums": product.sums, "long_h": product.h, "h": h}
    V, N = model.W_in.shape
    single = {"V": V, "N": N, "C": len(inputs), "multiplications": product.multiplications}
    single |= {"by_zero": product.by_zero, "difference": product.difference(h)}
    return by_id(arrays | {name: np.array(value) for name, value in single.items()})


def first_look_numbers(look):
    """Every number of the first look, from its vocabulary, examples, model and recording."""
    vocabulary, run, recording = look.vocabulary, look.examples, look.recording
    fresh = lambda: w2v.Model(vocabulary)  # noqa: E731
    steps = {"": [fresh().step(e) for e in run], "_after": [], "_trained": []}
    for example in run:
        model = fresh()
        model.apply(model.step(example), RATE)
        steps["_after"].append(model.step(example))
        steps["_trained"].append(look.model.step(example))
    arrays = {}
    for time, taken in steps.items():
        arrays[f"y{time}"] = np.array([step.y[0] for step in taken])
        arrays[f"u{time}"] = np.array([step.u[0] for step in taken])
        arrays[f"loss{time}"] = np.array([step.loss for step in taken])
    film = [recording.W_in_at(k) for k in [*recording.numbers, len(recording.losses)]]
    camera = Camera.facing(film[-1])
    arrays["cosine"] = np.array([closest_pair(W)[2] for W in film] if len(vocabulary) > 1 else [])
    arrays["view"] = np.array([camera.view(W) for W in film])
    arrays["round_loss"] = recording.losses.reshape(-1, len(run)).mean(axis=1)
    arrays |= {"count": vocabulary.counts, "share": np.array(camera.share)}
    arrays |= {"V": np.array(len(vocabulary)), "K": np.array(len(run))}
    return by_id(arrays)


def by_id(arrays):
    """The numbers of some arrays as Python writes them, by their ids in the page."""
    return {
        f"{name}[{','.join(map(str, place))}]" if place else name: repr(float(array[place]))
        for name, array in arrays.items()
        for place in np.ndindex(array.shape)
    }


# The cell that every notebook here begins with: names for the kernel, and the stage.
STAGE = f"""import json, ipywidgets, numpy as np, w2v_lab as w2v
from ipywidgets.widgets.widget import _instances
from tests.hostile import WORDS
from w2v_lab import memory
from w2v_lab.explore import Camera, closest_pair
from w2v_lab.widgets import FirstLook, Predict, RowSelector
from w2v_lab.widgets.first_look.frame import RATE
from w2v_lab.widgets.row_selector.frame import row_selector
{inspect.getsource(row_selector_numbers)}
{inspect.getsource(first_look_numbers)}
{inspect.getsource(by_id)}
stage = ipywidgets.VBox()
stage"""


def on_stage(nb: Notebook, widget: str) -> Locator:
    """Make this widget in the kernel, as `w`, show it instead of the last one, and return it.

    The kernel remembers nothing of the tests before.
    """
    nb.page.evaluate(f"document.querySelectorAll('{ROOT}').forEach((old) => old.dataset.old = 1)")
    made = f"memory.keep('off')\nw = {widget}"
    nb.execute(f"{made}\nold, stage.children = stage.children, [w]\nfor o in old: o.close()")
    shown = nb.output(0).locator(f"{ROOT}:not([data-old])")
    shown.wait_for()
    nb.page.evaluate("lab.painted()")  # what Python has set since the first drawing is there, too
    return shown


def facts(nb: Notebook, widget: str = "w") -> dict[str, Any]:
    """What the widget's trace tells besides the numbers."""
    found: dict[str, Any] = nb.execute(f"print(json.dumps({widget}.trace))")
    return found


@contextmanager
def overheard(nb: Notebook) -> Iterator[list[bytes]]:
    """Everything that the kernel sends to the page meanwhile, as it comes over the wire."""
    session = nb.page.context.new_cdp_session(nb.page)
    session.send("Network.enable")
    heard: list[bytes] = []

    def hear(event: dict[str, Any]) -> None:
        data = event["response"]["payloadData"]
        binary = event["response"]["opcode"] == 2
        heard.append(base64.b64decode(data) if binary else data.encode())

    session.on("Network.webSocketFrameReceived", hear)
    yield heard
    session.detach()


# ---- finding things ---------------------------------------------------------------------------


def by_key(widget: Locator, key: str) -> Locator:
    return widget.locator(f"[data-key={json.dumps(key)}]")


def cell(widget: Locator, id: str) -> Locator:
    return widget.locator(f'[data-id="{id}"]')


def tab(widget: Locator, name: str, language: str = "en") -> Locator:
    return widget.get_by_role("tab", name=say(name, language), exact=True)


def button(widget: Locator, name: str, language: str = "en", /, **values: object) -> Locator:
    return widget.get_by_role("button", name=say(name, language, **values), exact=True)


def choice(widget: Locator, question: str, name: str, language: str = "en") -> Locator:
    """One of the choices of a question."""
    gate = widget.get_by_role("group", name=say("kit.predict", language), exact=True)
    gate = gate.filter(has_text=asked(question, language))
    text = asked(f"{question}_{name}", language)
    return gate.get_by_role("button").filter(has_text=text)


def scrub(widget: Locator, key: str, place: int) -> None:
    """Put a slider to a place, as a drag of its thumb would."""
    by_key(widget, key).evaluate(
        "(range, to) => { range.value = to; range.dispatchEvent(new Event('input')); }", place
    )


def note(widget: Locator) -> Locator:
    """Where the page says what it could not do."""
    return widget.locator(".note")


def answer_all(widget: Locator) -> None:
    """Answer every question that is on show, each with its first choice."""
    choices = widget.locator(".gate [data-choice]:enabled")
    while count := choices.count():
        choices.first.click()
        expect(choices).not_to_have_count(count)


def said(widget: Locator) -> Locator:
    """The text alternative of the picture, which is there whether it is seen or not."""
    name = widget.locator("[aria-describedby]").first.get_attribute("aria-describedby")
    return widget.locator(f"[id='{name}']")


# ---- what is on show --------------------------------------------------------------------------

READ = """root => [...root.querySelectorAll("[data-id]")].map((cell) => ({
    id: cell.dataset.id, value: cell.dataset.value, text: cell.textContent,
    focus: cell.classList.contains("focus"), source: cell.classList.contains("source") }))"""


# Sliders are dragged, each to a place of its own; the last of each choice and tab is taken.
MOVES = """root => {
  for (const kind of ["radiogroup", "tablist"]) {
    const all = () => root.querySelectorAll(`[role=${kind}]`); // each click may make them anew
    for (let i = 0; i < all().length; i++) {
      [...all()[i].querySelectorAll("[role=tab], [role=radio]")].at(-1)?.click();
    }
  }
  [...root.querySelectorAll("input[type=range]")].forEach((node, i) => {
    node.value = String(Math.round(Number(node.max) * (0.6 - 0.15 * i)));
    node.dispatchEvent(new Event("input"));
  });
}"""


def link_of(widget: Locator) -> str:
    """What stands in the clipboard once the widget's link has been copied."""
    widget.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    by_key(widget, "bar link").click()
    told = re.compile(
        "|".join(re.escape(say(f"kit.link_{who}")) for who in ("copied", "for_python"))
    )
    expect(widget.locator(".told")).to_have_text(told)
    return str(widget.page.evaluate("navigator.clipboard.readText()"))


def shown(widget: Locator) -> list[tuple[str, str, str]]:
    return [(each["id"], each["value"], each["text"]) for each in read(widget)]


def read(widget: Locator) -> list[dict[str, Any]]:
    """Every number on show: id, exact value, text, and how it is marked."""
    found: list[dict[str, Any]] = widget.evaluate(READ)
    return found


def kinds(widget: Locator) -> dict[str, str]:
    """One id of every kind of number on show, by name: the last, which is rarely like others."""
    return {parse(number["id"])[0]: number["id"] for number in read(widget)}


def assert_shown(widget: Locator, expected: dict[str, str]) -> None:
    """Every number on show is the library's to the last bit, and its text is that number."""
    numbers = read(widget)
    assert numbers
    for number in numbers:
        value = float(number["value"])
        assert repr(value) == expected[number["id"]], number
        assert reads_as(number["text"], value), number


def reads_as(text: str, value: float) -> bool:
    """Whether a text shows this number, rounded to the decimals that it has."""
    if text in ("never", "从未"):  # as a loss that leaves the numbers' range is called
        text = "∞"
    text = text.replace("−", "-").replace("∞", "inf").replace(",", "")
    shown = float(text)
    if not math.isfinite(value):
        return repr(shown) == repr(value)
    mantissa, _, exponent = text.partition("e")
    decimals = len(mantissa.partition(".")[2])
    return abs(shown - value) <= 0.5000001 * 10 ** (int(exponent or 0) - decimals)


# ---- where a number came from, worked out without the page's own code -------------------------


def parse(id: str) -> tuple[str, list[str]]:
    """The name and the indices of an id such as W_in[3,2]."""
    name, _, index = id.rstrip("]").partition("[")
    return name, index.split(",") if index else []


def sources(told: dict[str, Any], id: str, **given: list[int]) -> list[list[str]]:
    """The ids that the relation of a number names, pattern by pattern, repeats kept."""
    name, index = parse(id)
    relations, state = told["relations"], ",".join(map(str, given["inputs"]))
    known: dict[str, list[int]] = {**given}
    known |= {letter: [int(i)] for letter, i in zip(relations[name]["index"], index, strict=True)}

    def everything(source: str, axis: int) -> list[int]:
        if relations[source]["index"][axis] == "i":
            return list(told["rows"])
        place = told["arrays"].get(f"{state}/{source}") or told["arrays"][source]
        return list(range(place["shape"][axis]))

    found = []
    for pattern in relations[name]["of"]:
        source, tokens = parse(pattern)
        places: list[tuple[int, ...]] = [()]
        for axis, token in enumerate(tokens):
            choices = everything(source, axis) if token == ":" else known[token]
            places = [(*start, i) for start in places for i in choices]
        found.append([f"{source}[{','.join(map(str, p))}]" if p else source for p in places])
    return found


def assert_explained(
    widget: Locator,
    id: str,
    told: dict[str, Any],
    expected: dict[str, str],
    **given: list[int],
) -> None:
    """The number pointed at explains itself: formula, marked sources, and line of code."""
    terms = sources(told, id, **given)
    written = [t if len(t) <= MOST_TERMS else [*t[: MOST_TERMS - 2], t[-1]] for t in terms]
    formula = widget.locator(".formula")
    chips = formula.locator("[data-from]").evaluate_all(
        "chips => chips.map((chip) => [chip.dataset.from, chip.dataset.value, chip.textContent])"
    )
    assert [chip[0] for chip in chips] == [*chain(*written), id]
    for source, value, text in chips:
        assert repr(float(value)) == expected[source], (id, source)
        assert reads_as(text, float(value)), (id, source, text)
    assert formula.inner_text().rstrip().endswith(f"= {chips[-1][2]}")
    numbers = read(widget)
    assert {n["id"] for n in numbers if n["focus"]} == {id}
    here = {n["id"] for n in numbers} - {id}
    assert {n["id"] for n in numbers if n["source"]} == here & {*chain(*terms)}
    assert_line(widget)


def assert_line(widget: Locator) -> None:
    """The line of code on show stands in the file named, at the number named."""
    told = widget.locator(".explain").inner_text()
    pattern = re.escape(say("kit.line", file="FILE", number="NUMBER"))
    pattern = pattern.replace("FILE", r"w2v_lab/(\S+\.py)").replace("NUMBER", r"(\d+)")
    found = re.search(pattern, told)
    assert found, told
    line = (PACKAGE / found[1]).read_text(encoding="utf-8").splitlines()[int(found[2]) - 1]
    assert widget.locator(".code .it").first.inner_text().strip() == line.strip()


# ---- what must never be there -----------------------------------------------------------------

STRANGERS = """root => [...root.querySelectorAll("*")].filter((node) =>
    node.matches("script, img, image, iframe, object, embed, link, style, base, form, a, area,"
        + " video, audio, foreignObject, [href], [src], [srcdoc], [action]")
    || [...node.attributes].some(({ name }) => name.toLowerCase().startsWith("on"))
).map((node) => node.outerHTML.slice(0, 200))"""


def assert_harmless(nb: Notebook, widget: Locator) -> None:
    """No word has become anything but text: nothing ran, and nothing is there that could."""
    assert widget.evaluate(STRANGERS) == []
    assert nb.page.evaluate("window.hacked === undefined")
    nb.clean()
