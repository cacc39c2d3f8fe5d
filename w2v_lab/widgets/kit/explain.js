// Pointing at a number: its formula with the values put in, where its sources are, the line of code that computed it.

/** @import { Code } from './types.d.ts' */
/** @import { Lab } from './lab.js' */
import { make, write } from "./dom.js";
import { formula } from "./formulas.js";
import { indexText, mathName } from "./names.js";
import { exact, parse } from "./numbers.js";
import { sharedPlace } from "./stage.js";

/** The panel under a picture; `tell` explains a number in it. */
export class Panel {
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.formula = make("div.formula");
    this.reading = make("div.reading");
    this.where = make("h4");
    this.code = make("div.code");
    /** @type {Code | null} */
    this.shown = null;
    const told = make("div", { "aria-live": "polite" }, make("h4", lab.say("formula")), this.formula, this.reading);
    const line = make("div", this.where, this.code);
    this.node = make("div.explain", told, line, sharedPlace(lab, [told, line]));
  }

  /** Nothing is pointed at. */
  rest() {
    this.formula.replaceChildren(make("span.soft", this.lab.say("hover")));
    this.reading.replaceChildren();
    write(this.where, this.lab.say("code_waits"));
    this.code.replaceChildren();
    this.shown = null;
  }

  /** @param {string} id @param {string[][]} sources */
  tell(id, sources) {
    const { lab } = this,
      [name, index] = parse(id),
      rule = lab.trace.relations[name];
    const value = (/** @type {string} */ source) => lab.numbers?.value(source);
    const chip = (/** @type {string} */ source) => this.chip(source, value(source));
    const result = chip(id);
    result.classList.add("focus");
    const expression = formula(rule.op, sources, { chip, value, hiddenRows: Boolean(lab.trace.hidden_rows) });
    this.formula.replaceChildren(...mathName(lab, id), ...(expression.length ? [" = ", ...expression] : []), " = ", result);
    const given = Object.fromEntries(rule.index.map((letter, axis) => [letter, indexText(lab, name, axis, index[axis])]));
    this.reading.replaceChildren(...lab.texts.parts(readingOf(lab, name, index), given));
    if (this.shown !== rule.code) this.line(rule.code);
  }

  /** @param {string} id @param {number | undefined} value */
  chip(id, value) {
    const known = value !== undefined;
    const text = known ? this.lab.digits(id, value) : "?";
    const tint = this.lab.cells.all.find((entry) => entry.id === id)?.tint;
    return make("span.n", { "data-value": known ? exact(value) : null, "data-from": id, "data-tint": tint }, text);
  }

  /** @param {Code} code */
  line(code) {
    this.shown = code;
    write(this.where, this.lab.say("line", { file: code.file, number: String(code.number) }));
    const marked = (/** @type {number} */ i) => i >= code.first && i <= code.last;
    this.code.replaceChildren(...code.lines.map((line, i) => make("div", { class: marked(i) ? "it" : null }, line || " ")));
  }
}

/** What is said of a number; in a table of several kinds, of its column. @param {Lab} lab @param {string} name @param {string[]} index */
function readingOf(lab, name, index) {
  const { says, reading } = lab.trace.relations[name],
    own = says?.reading;
  return (Array.isArray(own) ? own[Number(index[1])] : own) ?? lab.texts.all[`reading_${reading ?? name}`];
}

/** Where a number came from: the ids of its sources, pattern by pattern. @param {Lab} lab @param {string} id @returns {string[][]} */
function sources(lab, id) {
  const [name, index] = parse(id),
    rule = lab.trace.relations[name];
  /** @type {Record<string, number | number[]>} */
  const given = { inputs: lab.state.inputs, targets: lab.state.targets };
  rule.index.forEach((letter, axis) => {
    given[letter] = Number(index[axis]);
  });
  // Which rows a step touches only the widget knows: it follows the patterns that begin with "@".
  const follow = (/** @type {string} */ pattern) => lab.follow?.(pattern.slice(1), index.map(Number)) ?? [];
  return rule.of.map((pattern) => (pattern.startsWith("@") ? follow(pattern) : (lab.numbers?.expand(pattern, given) ?? [])));
}

/** Explain the number that is pointed at, and mark it and its sources. @param {Lab} lab @param {string | undefined} pointed */
export function explain(lab, pointed) {
  if (!lab.panel) return;
  lab.explained?.(pointed);
  const id = lab.instead?.(pointed) ?? pointed; // a weight about to change tells of its change
  const known = id !== undefined && lab.trace.relations[parse(id)[0]] && lab.numbers?.array(parse(id)[0]);
  const from = known ? sources(lab, id) : [];
  mark(lab, [id, pointed], new Set(from.flat()));
  if (known) lab.panel.tell(id, from);
  else lab.panel.rest();
}

/** @param {Lab} lab @param {(string | undefined)[]} pointed @param {Set<string>} lit */
function mark(lab, pointed, lit) {
  for (const entry of lab.cells.all) {
    const { cell, id } = entry;
    const kind = id === null ? "" : kindOf(id, pointed, lit);
    if (kind === "focus") cell.setAttribute("title", cell.getAttribute("data-value") ?? lab.say("withheld"));
    if (entry.mark === kind) continue;
    for (const name of ["focus", "source"]) cell.classList.toggle(name, name === kind);
    entry.mark = kind;
  }
}

/** @param {string} id @param {(string | undefined)[]} pointed @param {Set<string>} lit */
const kindOf = (id, pointed, lit) => (pointed.includes(id) ? "focus" : lit.has(id) ? "source" : "");

/** Follow what is pointed at, by mouse, finger and keys. @param {Lab} lab */
export function pointing(lab) {
  const point = (/** @type {Event} */ event) => {
    const node = /** @type {Element} */ (event.target).closest?.("[data-id]");
    const id = node?.getAttribute("data-id") ?? undefined;
    if (id === undefined) return;
    if (event.type !== "pointerover") lab.pinned = id;
    explain(lab, id);
  };
  for (const event of ["pointerover", "focusin", "click"]) lab.listen(event, point);
  lab.listen("pointerleave", () => explain(lab, lab.pinned));
  lab.listen("keydown", (event) => walk(lab, /** @type {KeyboardEvent} */ (event)));
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Arrow keys go from number to number, to the nearest in that direction. @param {Lab} lab @param {KeyboardEvent} event */
function walk(lab, event) {
  const from = /** @type {Element} */ (event.target).closest?.("[data-id]");
  const way = WAYS[/** @type {keyof typeof WAYS} */ (event.key)];
  if (!from || !way || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  event.preventDefault();
  const best = nearest(lab, from, way);
  if (!best) return;
  // Each group keeps one stop for Tab: the number visited last.
  for (const { cell, group } of lab.cells.all) if (group === best.group) cell.tabIndex = cell === best.cell ? 0 : -1;
  best.cell.focus();
}

/** @param {Element} node */
function centre(node) {
  const box = node.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2, box.width];
}

/** @param {Lab} lab @param {Element} from @param {number[]} way */
function nearest(lab, from, way) {
  const [x, y] = centre(from);
  let best = null,
    least = Number.POSITIVE_INFINITY;
  for (const entry of lab.cells.all) {
    const { cell, id } = entry;
    if (id === null || cell === from) continue;
    const [cx, cy, width] = centre(cell);
    const along = (cx - x) * way[0] + (cy - y) * way[1];
    const across = Math.abs((cx - x) * way[1]) + Math.abs((cy - y) * way[0]);
    const reached = width && along >= 2 && across <= 2 * along && along + 3 * across < least;
    if (!reached || !cell.checkVisibility({ visibilityProperty: true })) continue;
    least = along + 3 * across;
    best = entry;
  }
  return best;
}
