// A state as a link: which widget of which lesson, what was chosen in it, and what was asked of Python on the way there.
// What comes with a link is data from outside: each value is looked at by the widget before it is taken, and nothing else is.

/** @import { Opened, Spot } from './types.d.ts' */
/** @import { Lab } from './lab.js' */

const MOST_LETTERS = 8000;

/** @typedef {(value: any, lab: Lab) => boolean} Keep whether this may stand in the state */
/** @typedef {{ keeps: Record<string, Keep>, reopen?: (lab: Lab, state: Record<string, any>) => unknown }} Linked */

/** @param {(string | number)[]} names @returns {Keep} */
export const oneOf = (names) => (value) => names.includes(value);
/** @param {(lab: Lab) => number} count @returns {Keep} */
export const placeIn = (count) => (value, lab) => isPlace(value, lab) && value < count(lab);
/** @type {Keep} */
export const isPlace = (value) => Number.isInteger(value) && value >= 0;
/** @type {Keep} */
export const isFlag = (value) => typeof value === "boolean";
/** A list of such values, of at most so many. @param {Keep} each @param {number} most @returns {Keep} */
export const listOf = (each, most) => (value, lab) =>
  Array.isArray(value) && value.length > 0 && value.length <= most && value.every((one) => each(one, lab));

/** The values that may stand in the widget's state; moments are whole. @param {Lab} lab @param {Record<string, any>} state */
export function kept(lab, state) {
  /** @type {Record<string, any>} */
  const found = {};
  for (const [name, keep] of Object.entries(lab.linked.keeps)) {
    if (!Object.hasOwn(state, name)) continue;
    const value = typeof state[name] === "number" ? Math.floor(state[name]) : state[name];
    if (may(keep, value, lab)) found[name] = value;
  }
  return found;
}

/** @param {Keep} keep @param {unknown} value @param {Lab} lab */
function may(keep, value, lab) {
  try {
    return keep(value, lab);
  } catch {
    return false; // behind a closed door there is nothing to look it up in
  }
}

/** What names the state on show, to be put behind an address. @param {Lab} lab */
export function fragment(lab) {
  const { lesson, cell } = lab.spot,
    { way } = lab.facts;
  const told = { lesson, cell, widget: lab.name, state: JSON.stringify(kept(lab, lab.state)) };
  return `#${new URLSearchParams(way ? { ...told, way: JSON.stringify(way) } : told)}`;
}

/** What a fragment says, or null where it is none of ours. @param {string} text @returns {(Spot & Opened & { widget: string }) | null} */
export function parsed(text) {
  const told = new URLSearchParams(text.length > MOST_LETTERS ? "" : text.slice(text.indexOf("#") + 1));
  const [lesson, cell, widget] = ["lesson", "cell", "widget"].map((name) => told.get(name) ?? "");
  const [state, way] = ["state", "way"].map((name) => plain(told.get(name) ?? "{}"));
  if (!/^(\d\d)?$/.test(lesson) || !/^[\w-]{1,64}$/.test(cell) || !/^[a-z_]{1,40}$/.test(widget) || !state || !way) return null;
  return { lesson, cell, widget, state, way };
}

/** @param {string} text @returns {Record<string, any> | null} */
function plain(text) {
  try {
    const value = JSON.parse(text);
    return value?.constructor === Object ? value : null;
  } catch {
    return null;
  }
}
