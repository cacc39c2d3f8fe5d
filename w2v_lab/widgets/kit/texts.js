// Texts of the catalogue. Values are put into their {places} in one pass: they are never read again.

/** @import { Text, Values } from './types.d.ts' */
import { make } from "./dom.js";
import { whole } from "./numbers.js";

/** Whole numbers are written alike in all texts. @param {unknown} value */
const written = (value) => (Number.isInteger(value) ? whole(/** @type {number} */ (value)) : String(value));

/** @param {string} template @param {Values} values */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => written(values[name]));

/** A text as nodes: values that are nodes stay nodes, and words keep their own direction.
 * @param {string} template @param {Values} values @returns {(string | Node)[]} */
export function nodes(template, values) {
  return template.split(/\{(\w+)\}/).map((part, i) => {
    if (i % 2 === 0) return part;
    const value = values[part];
    return value instanceof Node ? value : make("bdi", written(value));
  });
}

/** What a widget can say, in the language of the moment. */
export class Texts {
  /** @param {Record<string, Text>} texts @param {"en" | "zh"} language */
  constructor(texts, language) {
    this.all = texts;
    this.language = language;
  }

  /** @param {string} key @param {Values} [values] */
  say(key, values = {}) {
    return this.tell(this.all[key], values);
  }

  /** @param {Text} text @param {Values} [values] */
  tell(text, values = {}) {
    return fill(text[this.language], values);
  }

  /** @param {Text} text @param {Values} [values] */
  parts(text, values = {}) {
    return nodes(text[this.language], values);
  }

  /** @param {string} key @param {Values} [values] */
  nodes(key, values) {
    return this.parts(this.all[key], values);
  }

  /** A name in the reader's language, where it has a text of this kind. @param {string} kind @param {string} name */
  called(kind, name) {
    const text = this.all[`${kind}_${name}`];
    return text ? this.tell(text) : name;
  }

  /** The first of some keys that there is a text for. @param {string[]} keys */
  known(keys) {
    return keys.find((key) => this.all[key]) ?? keys[keys.length - 1];
  }
}
