// What a number is called: W_in[king, 2] in words, with letters and small figures in a formula.

/** @import { Lab } from './lab.js' */
import { make } from "./dom.js";
import { parse } from "./numbers.js";
import { hasHan } from "./words.js";

/** An index as people read it: a word, the widget's own name for it, or the index itself.
 * @param {Lab} lab @param {string} name @param {number} axis @param {number | string} i @returns {string} */
export function indexText(lab, name, axis, i) {
  const letter = lab.trace.relations[name]?.index[axis];
  const own = lab.label?.(letter, Number(i), name, axis) ?? lab.trace.names?.[axis][i] ?? counted(lab, letter, Number(i));
  return own ?? (lab.numbers?.byWord(name, axis) ? lab.word(Number(i)) : String(i));
}

/** Examples, rounds and targets are counted from one, as people do. @param {Lab} lab @param {string} letter @param {number} i */
function counted(lab, letter, i) {
  const text = lab.texts.all[`index_${letter}`];
  return text && lab.tell(text, { number: i + 1 });
}

/** A letter of the notation, or a word for what has none. @param {Lab} lab @param {string} name */
function symbol(lab, name) {
  const rule = lab.trace.relations[name];
  const word = rule.says?.symbol ?? lab.texts.all[`symbol_${rule.reading ?? name}`];
  return word ? lab.tell(word) : rule.symbol;
}

/** @param {Lab} lab @param {string} id */
export function plainName(lab, id) {
  const [name, index] = parse(id);
  if (!index.length) return symbol(lab, name);
  return `${symbol(lab, name)}[${index.map((i, axis) => indexText(lab, name, axis, i)).join(", ")}]`;
}

/** @param {Lab} lab @param {string} id */
export function mathName(lab, id) {
  const [name, index] = parse(id);
  const letters = symbol(lab, name)
    .split(/_(in|out)/)
    .map((part, i) => make(i % 2 ? "sub" : hasHan(part) ? "span" : "i", part));
  // Which example or which moment is said elsewhere; a formula names words and dimensions.
  const letter = lab.trace.relations[name].index;
  const named = index.flatMap((i, axis) => ("ijmrc".includes(letter[axis]) ? [make("bdi", indexText(lab, name, axis, i))] : []));
  if (!named.length) return letters;
  const words = named.flatMap((word, i) => (i ? [", ", word] : [word]));
  return named.length > 1 ? [...letters, "[", ...words, "]"] : [...letters, make("sub", words)];
}
