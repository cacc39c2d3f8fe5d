"""How a Chinese page is set, read from the page itself: its marks, its lines, its words.

The sources are held by `tests/test_chinese.py` and `tests/test_editions.py`. But only the page
knows what scripts have joined, where a line breaks, and whether a label fits into its box.
"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page

from tests.chinese import HAN, found, left_in_english, without_code
from tests.quotations import unquoted

# The text of every block, and the marks that stand on the wrong side of a break. Code, formulas and
# boxes within a line stand there as one C; a box within a line is a block of its own as well.
SET = """() => {
    const others = "code, pre, math, mjx-container, input, select, textarea, .code, .formula";
    const unseen = "script, style, mjx-assistive-mml, .jp-InternalAnchorLink";
    const roots = ".jp-RenderedMarkdown, .jp-OutputArea-output, .w2v, main";
    const within = (node) => node.parentElement.closest(roots);
    const blocks = new Map(), home = new Map();
    const block = (el) => {
        if (!home.has(el)) {
            const inline = /^(inline|contents)$/.test(getComputedStyle(el).display);
            const drawn = /^(text|title|desc)$/.test(el.localName);
            const alone = el instanceof SVGElement ? drawn : !inline;
            home.set(el, alone || el.matches(roots) ? el : block(el.parentElement));
        }
        return home.get(el);
    };
    const put = (el, atoms, node) => {
        const each = node?.data.trim() && /(flex|grid)$/.test(getComputedStyle(el).display);
        const key = each ? node : block(el);
        if (!blocks.has(key)) blocks.set(key, []);
        blocks.get(key).push(...atoms);
    };
    const read = (el) => {
        for (const node of el.childNodes) {
            if (node.nodeType === 3) put(el, [...node.data].map((c, i) => [c, node, i]), node);
            else if (node.nodeType !== 1 || node.matches(unseen)) continue;
            else if (node.localName === "br") put(el, [["\\n"]]);
            else if (node.matches(others)) put(el, [["C", node]]);
            else if (node.localName === "bdi") put(el, [["□", node]]);
            else {
                if (/^inline-./.test(getComputedStyle(node).display)) put(el, [["C", node]]);
                read(node);
            }
        }
    };
    for (const root of document.querySelectorAll(roots)) if (!within(root)) read(root);
    const where = ([c, node, i], last) => {
        if (i === undefined) return [...(node?.getClientRects() ?? [])].at(last ? -1 : 0);
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        return range.getClientRects()[0];
    };
    const apart = (one, other) => {
        const [above, below] = [where(one, true), where(other)];
        return above && below && below.top >= above.bottom - 2;
    };
    const texts = [], broken = [], thin = [];
    for (const [el, atoms] of blocks) {
        const text = atoms.map(([c]) => c).join("");
        const prose = Boolean((el.parentElement ?? el).closest(".jp-RenderedMarkdown, .prose"));
        const kept = getComputedStyle(el.nodeType === 3 ? el.parentElement : el);
        for (const line of text.split(/^pre/.test(kept.whiteSpace) ? "\\n" : "\\n\\n"))
            texts.push([line.replace(/\\s+/g, " ").trim(), prose]);
        const own = el.nodeType === 3 ? el.parentElement : el;
        if (/[“”‘’—…]/.test(text) && /[\u4e00-\u9fff]/.test(text) && !own.closest("svg")
            && !getComputedStyle(own).fontFamily.includes("Han marks")) thin.push(text);
        if (!(el.parentElement ?? el).checkVisibility()) continue;
        const solid = atoms.filter(([c]) => c.trim());
        solid.forEach((atom, i) => {
            const one = /[“‘（《]/.test(atom[0]) ? atom : solid[i - 1];
            const other = one === atom ? solid[i + 1] : atom;
            const tied = one === atom || /[，。；：？！、”’）》]/.test(atom[0]);
            if (tied && one && other && apart(one, other))
                broken.push(solid.slice(Math.max(0, i - 8), i + 8).map(([c]) => c).join(""));
        });
    }
    return { texts, broken, thin };
}"""


# Labels that are wider or higher than the button, the cell or the drawing that they stand in, that
# are cut off, or that lie on one another. Only words typed by a reader may be cut.
SPILLED = """() => {
    const others = "bdi, title, desc, textarea, .formula, .code";
    const seen = { visibilityProperty: true, opacityProperty: true };
    const found = new Set(), range = document.createRange();
    const out = (text, box, of) => {
        const wide = Math.max(box.left - text.left, text.right - box.right);
        const high = Math.max(box.top - text.top, text.bottom - box.bottom);
        const over = Math.round(Math.max(wide, high - 3));
        if (over > 2 && text.width && box.width) found.add(`${over} px out of its ${of}`);
    };
    const told = [];
    const seenOf = (el, { left, right, top, bottom }) => {
        const part = { left, right, top, bottom };
        for (let at = el; at && !at.matches(".w2v"); at = at.parentElement) {
            if (getComputedStyle(at).overflowX === "visible") continue;
            const box = at.getBoundingClientRect();
            for (const side of ["left", "top"]) part[side] = Math.max(part[side], box[side]);
            for (const side of ["right", "bottom"]) part[side] = Math.min(part[side], box[side]);
        }
        return part;
    };
    const covers = (a, b) => { // a font's letters are higher than its lines
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        return across > 3 && down > 0.4 * Math.min(a.bottom - a.top, b.bottom - b.top);
    };
    for (const root of document.querySelectorAll(".w2v")) {
        const lines = [];
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode, el = node.parentElement;
            if (!node.data.trim() || el.closest(others)) continue;
            if (!el.checkVisibility(seen)) continue;
            range.selectNodeContents(node);
            const text = range.getBoundingClientRect();
            found.clear();
            const svg = el.closest("svg"), box = el.closest("button, td, th, .token");
            if (svg) out(text, svg.getBoundingClientRect(), "drawing");
            else if (box) out(text, box.getBoundingClientRect(), box.localName);
            const { overflowX, clipPath } = getComputedStyle(el);
            const cut = clipPath === "none" && /hidden|clip/.test(overflowX); // else for ears alone
            const missing = el.scrollWidth - el.clientWidth;
            if (!svg && cut && missing > 1) found.add(`${missing} px cut off`);
            for (const each of found) told.push(`"${node.data.trim()}" is ${each}`);
            if (el.closest("option") || clipPath !== "none") continue;
            for (const line of range.getClientRects()) lines.push([node, seenOf(el, line)]);
        }
        for (const [i, [one, a]] of lines.entries()) for (const [other, b] of lines.slice(i + 1))
            if (one !== other && covers(a, b))
                told.push(`"${one.data.trim()}" lies on "${other.data.trim()}"`);
    }
    return told;
}"""

TITLES = "《[^》]*》"
STRING = r"(?<=[\[({ ])'[^']*'(?=[\]),:}])"  # as Python prints it, in a list for instance
CODE = rf'"[^"]*"|{STRING}'


def spilled(page: Page) -> list[str]:
    """The labels that do not fit into their boxes, or lie on others."""
    return list(page.evaluate(SPILLED))


def misset(page: Page) -> list[str]:
    """What of a page is not set as Chinese is: each fault, and the text that has it."""
    read: dict[str, Any] = page.evaluate(SET)
    told = [f"breaks beside a mark: {text}" for text in read["broken"]]
    told += [f"marks of a Latin font: {text}" for text in read["thin"]]
    for text, prose in {
        (re.sub(CODE, "C", re.sub(TITLES, "", unquoted(text))), prose)
        for text, prose in read["texts"]
    }:
        if re.search(f"[{HAN}]", text):
            told += [f"{fault}: {text}" for fault in found(without_code(text))]
        if prose:
            told += [f"{word}: {text}" for word in left_in_english(text)]
    return sorted(told)
