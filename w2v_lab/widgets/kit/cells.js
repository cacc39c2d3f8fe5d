// Numbers on show: each carries its id and its exact value, and is written anew only where it changes.

/** @import { Entry } from './types.d.ts' */
/** @import { Lab } from './lab.js' */
import { draw, make } from "./dom.js";
import { plainName } from "./names.js";
import { exact, largest, parse, shown, tenths } from "./numbers.js";

const UNKNOWN = { data: /** @type {number[]} */ ([]) };

export class Cells {
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    /** @type {Entry[]} */
    this.all = [];
    /** @type {Map<Element, Entry>} */
    this.of = new Map();
    /** @type {Set<string>} */
    this.groups = new Set();
  }

  /** Show a number: in a "td", a "text" of SVG, or a "span"; each group has one stop for Tab.
   * @param {string} id @param {Record<string, any>} [options] */
  add(id, { tag = "span", group = parse(id)[0], decimals, ...attributes } = {}) {
    const role = tag === "td" ? "gridcell" : "note"; // a cell is named by its row and column, a note by itself
    const tabindex = this.groups.has(group) ? -1 : 0;
    const told = { class: "n", role, "data-id": id, "data-group": group, tabindex, ...attributes };
    const cell = /** @type {HTMLElement} */ ((tag === "text" ? draw : make)(tag, told, document.createTextNode("")));
    this.groups.add(group);
    const entry = { cell, id, decimals, group };
    this.all.push(entry);
    this.of.set(cell, entry);
    return cell;
  }

  /** Forget the numbers for which this holds: their part of the picture is made anew. @param {(entry: Entry) => boolean} gone */
  drop(gone) {
    for (const entry of this.all.filter(gone)) {
      this.of.delete(entry.cell);
      this.groups.delete(entry.group);
    }
    this.all = this.all.filter((entry) => !gone(entry));
  }

  /** Let a number that is on show stand for another id from now on, or for none.
   * @param {Element} cell @param {string | null} id @param {boolean} [later] leave the writing to the next `paint` */
  retarget(cell, id, later) {
    const entry = /** @type {Entry} */ (this.of.get(cell));
    if (entry.id === id) return;
    if (this.lab.pinned === entry.id) this.lab.pinned = id ?? undefined;
    if ((entry.id === null) !== (id === null)) cell.classList.toggle("blank", id === null);
    entry.id = id;
    entry.of = entry.at = undefined;
    if (id === null) return blank(entry);
    cell.setAttribute("data-id", id);
    if (!later) this.paint([entry]);
  }

  /** Write the values of the chosen state into these numbers. */
  paint(entries = this.all) {
    /** @type {Record<string, { data: ArrayLike<number> }>} */
    const arrays = {};
    /** @type {Record<string, number>} */
    const scales = {};
    for (const entry of entries) {
      if (entry.id === null) continue;
      const name = parse(entry.id)[0];
      arrays[name] ??= this.lab.numbers?.array(name) ?? UNKNOWN;
      const array = arrays[name];
      scales[name] ??= this.lab.trace.tinted?.includes(name) ? largest(array.data) || 1 : 0;
      if (array !== UNKNOWN) entry.at ??= this.lab.numbers?.offset(entry.id);
      this.write(entry, entry.id, array === UNKNOWN ? undefined : array.data[entry.at ?? 0], scales[name]);
    }
  }

  /** What shows the same already is left alone: a scrub through large matrices has no time to spare.
   * @param {Entry} entry @param {string} id @param {number | undefined} value @param {number} scale */
  write(entry, id, value, scale) {
    if (entry.of === id && Object.is(entry.value, value) && entry.scale === scale) return;
    Object.assign(entry, { of: id, value, scale });
    const { cell } = entry,
      known = value !== undefined;
    const text = known ? this.digits(id, value, entry.decimals) : "?";
    if (entry.text !== text) /** @type {Text} */ (cell.firstChild).data = entry.text = text;
    if (entry.known !== known) cell.classList.toggle("unknown", !known);
    entry.known = known;
    if (known) cell.setAttribute("data-value", exact(value));
    else cell.removeAttribute("data-value");
    if (cell.tagName !== "TD") this.tell(cell, id, value);
    if (known && scale) tinge(entry, tenths(value, scale));
  }

  /** A number that is no cell of a table says itself what it is. @param {Element} cell @param {string} id @param {number} [value] */
  tell(cell, id, value) {
    const told = value === undefined ? this.lab.say("withheld") : exact(value);
    cell.setAttribute("aria-label", this.lab.say("number_label", { name: plainName(this.lab, id), value: told }));
  }

  /** @param {string} id @param {number} value @param {number} [decimals] */
  digits(id, value, decimals) {
    const { trace } = this.lab,
      name = parse(id)[0];
    if (value === Number.POSITIVE_INFINITY) return this.lab.infinite(name);
    const whole = trace.whole?.includes(name) || trace.whole?.includes(id);
    return shown(value, decimals ?? (whole ? 0 : (this.lab.fewer ?? trace.decimals)));
  }
}

/** @param {Entry} entry @param {string} tint */
function tinge(entry, tint) {
  if (entry.tint === tint) return;
  entry.tint = tint;
  entry.cell.setAttribute("data-tint", tint);
}

/** @param {Entry} entry */
function blank(entry) {
  for (const name of ["data-id", "data-value", "title", "aria-label"]) entry.cell.removeAttribute(name);
  entry.cell.tabIndex = -1;
  /** @type {Text} */ (entry.cell.firstChild).data = entry.text = "";
}
