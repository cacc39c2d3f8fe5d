// Tables: headings over the columns, one before each row, and whatever stands in the cells.

/** @import { Attributes, Child } from './types.d.ts' */
import { make } from "./dom.js";

/** @typedef {{ heading: Child, cells: Child[], attributes?: Attributes }} Row */

/**
 * @param {string} label what the table is called
 * @param {Row[]} rows
 * @param {{ head?: Child[], foot?: Child, kind?: string, caption?: Child }} [more] `head` has null where nothing stands
 */
export function table(label, rows, { head, foot, kind = "", caption } = {}) {
  const heading = (/** @type {Child} */ text) => (text == null ? make("td") : make("th.caption", { scope: "col" }, text));
  return make(
    "table",
    { class: `plain ${kind}`.trim(), role: "grid", "aria-label": label },
    caption ? make("caption.soft.small", caption) : null,
    head ? make("thead", make("tr", head.map(heading))) : null,
    make("tbody", rows.map(row)),
    foot ? make("tfoot", foot) : null,
  );
}

/** @param {Row} row */
export const row = ({ heading, cells, attributes = {} }) => make("tr", attributes, make("th", { scope: "row" }, heading), cells);
