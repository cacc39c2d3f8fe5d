"""The keys that a notebook would act upon, and the parts of a widget that take them."""

from __future__ import annotations

PRINTED = [chr(code) for code in range(32, 127)]
NAMED = ["Enter", "Delete", "Backspace", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]
NAMED += ["PageUp", "PageDown", "Home", "End", "Insert", "Shift+M", "Shift+ArrowDown", "F2"]
KEYS = PRINTED + NAMED
# One of each kind of part that takes the focus.
PARTS = """root => {
    for (const before of root.querySelectorAll("[data-part]")) delete before.dataset.part;
    const kinds = new Map();
    for (const node of root.querySelectorAll("button, input, textarea, select, [tabindex='0']")) {
        if (node.disabled || node.tabIndex < 0 || !node.checkVisibility()) continue;
        const type = node.type ?? node.getAttribute("role") ?? "";
        kinds.set(`${node.tagName} ${type} ${node.dataset.id ? "number" : ""}`, node);
    }
    [...kinds.values()].forEach((node, i) => { node.dataset.part = i; });
    return kinds.size;
}"""
# What a key would do here, the event sent as a person's would be, but for its trust.
LEAVES = """(node, keys) => {
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
    return left;
}"""
