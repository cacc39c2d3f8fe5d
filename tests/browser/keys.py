"""The keys that a notebook would act upon, and the parts of a widget that take them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playwright.sync_api import Locator

PRINTED = [chr(code) for code in range(32, 127)]
NAMED = ["Enter", "Delete", "Backspace", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]
NAMED += ["PageUp", "PageDown", "Home", "End", "Insert", "Shift+M", "Shift+ArrowDown", "F2"]
# Of the kinds of parts that take the focus, one each; what a key would do in the one asked for,
# the event sent as a person's would be, but for its trust. Null where there are not so many.
LEAVES = """(root, [i, keys]) => {
    const kinds = new Map();
    for (const node of root.querySelectorAll("button, input, textarea, select, [tabindex='0']")) {
        if (node.disabled || node.tabIndex < 0 || !node.checkVisibility()) continue;
        const type = node.type ?? node.getAttribute("role") ?? "";
        kinds.set(`${node.tagName} ${type} ${node.dataset.id ? "number" : ""}`, node);
    }
    if (i >= kinds.size) return null;
    const [kind, node] = [...kinds][i];
    const left = [];
    const hear = (event) => { left.push(event.key); };
    document.addEventListener("keydown", hear);
    for (const key of keys) {
        const [name, ...held] = key.split("+").reverse();
        const held_keys = { shiftKey: held.includes("Shift"), ctrlKey: held.includes("Control"),
            altKey: held.includes("Alt"), metaKey: held.includes("Meta") };
        const target = node.isConnected ? node : document.activeElement.closest(".w2v") ?? node;
        target.dispatchEvent(new KeyboardEvent("keydown",
            { key: key === "+" ? "+" : name, bubbles: true, cancelable: true, ...held_keys }));
    }
    document.removeEventListener("keydown", hear);
    return [kind, left];
}"""


def leaving(widget: Locator, keys: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """For each kind of part those of the keys that leave the widget; keys may build parts anew."""
    tried = 0
    while found := widget.evaluate(LEAVES, [tried, keys]):
        yield tuple(found)
        tried += 1
    assert tried
