// A leaf: how the chosen word's vector came to be, sentence by sentence or word by word, and how it turned towards another.

/** @import { Lab } from '../kit/lab.js' */
import { choice, list } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { largest } from "../kit/numbers.js";
import { table } from "../kit/table.js";

export const SIDES = ["side_in", "side_out"];
export const SPLITS = ["split_sentence", "split_word"];
const MOST_DIMENSIONS = 4; // of which each number has a column
const MOST_LINES = 12; // of a table with all its parts; of more, those that are all 0 are left out

/** What the leaf tells: of which word, which of its vectors, split how, and beside which other word. @param {Lab} lab */
function about(lab) {
  const { state, trace, numbers } = lab,
    { word } = state,
    leaf = state.leaves.biography;
  const side = leaf.sides.includes(state.side.slice(5)) ? state.side.slice(5) : "in",
    split = state.split.slice(6),
    name = `${split}_${side}`;
  const other = state.other === null || state.other === word ? leaf.nearest[word] : state.other;
  const turns = side === "in" && split === "sentence" && trace.V > 1;
  const [count, , N] = numbers.arrays[name].shape;
  return { leaf, word, other, side, split, name, turns, parts: [...Array(count).keys()], N };
}

/** @param {Lab} lab */
export function biography(lab) {
  const told = about(lab);
  return { node: make("div.pl-life", controls(lab, told), lines(lab, told)), place: () => {} };
}

function controls(lab, { leaf, word, other, side, split, turns }) {
  const change = (values) => {
    Object.assign(lab.state, values);
    lab.rebuild();
  };
  const sides = choice(lab, "side", SIDES, `side_${side}`, (name) => change({ side: name }));
  const splits = choice(lab, "split", SPLITS, `split_${split}`, (name) => change({ split: name }));
  const others = [...Array(lab.trace.V).keys()].filter((i) => i !== word);
  const entries = others.map((i) => /** @type {[number, string]} */ ([i, lab.word(i)]));
  const towards = list(lab.say("life_towards"), "other", entries, other, (i) => change({ other: i }));
  return make(
    "div.slide.pl-lives",
    leaf.sides.length > 1 ? sides : null,
    splits,
    turns ? make("label", lab.say("life_towards"), " ", towards) : null,
  );
}

/** The number that explains itself at first: where a weight has come to. @param {Lab} lab */
export function sum(lab) {
  const { name, word, N } = about(lab);
  return N <= MOST_DIMENSIONS ? `end_${name}[${word},0]` : `way_${name}[${word}]`;
}

const along = ({ name, word }, q) => `along_${name}[${q},${word}]`;
const turn = ({ word, other }, q) => `cos_sentence[${q},${word},${other}]`;

/** A line for the start, one for each part, one for the end. */
function lines(lab, told) {
  const { side, name, word, other, turns, parts, N } = told,
    value = (id) => lab.numbers.value(id);
  const scaled = (id) => largest(parts.map((q) => value(id(told, q)))) || 1,
    scales = /** @type {[number, number]} */ ([scaled(along), turns ? scaled(turn) : 1]);
  const columns = N <= MOST_DIMENSIONS ? [...Array(N).keys()] : [];
  const number = (id) => (id ? lab.number(id, { tag: "td", group: "life" }) : make("td"));
  const measured = (id, scale) => [number(id), make("td.pl-share", { "aria-hidden": "true" }, scale ? bar(value(id) / scale) : null)];
  const line = (heading, weight, way, cosine, [one, two] = [0, 0]) => ({
    heading,
    cells: [columns.map((j) => number(`${weight}${word},${j}]`)), measured(way, one), turns ? measured(cosine, two) : null],
    attributes: { class: one ? null : "pl-end" },
  });
  const some = (q) => parts.length <= MOST_LINES || value(along(told, q)) || (turns && value(turn(told, q)));
  const start = line(lab.say("life_start"), `start_${side}[`, null, `cos_start[${word},${other}]`);
  const each = parts.filter(some).map((q) => line(heading(lab, told, q), `${name}[${q},`, along(told, q), turn(told, q), scales));
  const end = line(lab.say("life_end"), `end_${name}[`, `way_${name}[${word}]`, `cos_end[${word},${other}]`);
  const weights = columns.map((j) => lab.say("life_dimension", { j }));
  const cosine = turns ? [lab.say("life_cosine", { word: lab.word(other) }), null] : [];
  const first = lab.say(told.split === "word" ? "life_word" : "life_sentence");
  return table(lab.say("leaf_biography"), [start, ...each, end], { head: [first, ...weights, lab.say("life_along"), null, ...cosine] });
}

/** A part of all, to the left what is below 0. @param {number} share from −1 to 1 */
const bar = (share) => make("span", { class: share < 0 ? "pl-less" : "pl-more", style: `width:${50 * Math.min(1, Math.abs(share))}%` });

/** The sentence or the word that a line is about; in a sentence, the words that are compared stand out. */
function heading(lab, { leaf, split, word, other, turns }, q) {
  if (split === "word") return make("bdi.cut", lab.word(q));
  const marked = [lab.word(word), turns ? lab.word(other) : null];
  const words = said(leaf, q).map((each) => make(marked.includes(each) ? "b" : "span", make("bdi", each)));
  return make(
    "span.pl-said",
    words.flatMap((each, i) => [i ? " " : "", each]),
  );
}

const said = (leaf, q) => leaf.sentences[q] ?? [];

/** What an index of these numbers is called. @param {Lab} lab @param {string | undefined} letter @param {number} i */
export function called(lab, letter, i) {
  if (letter === "m" || letter === "p") return lab.word(i);
  if (letter !== "q") return undefined;
  return lab.state.split === "split_word" ? lab.word(i) : lab.say("life_number", { number: i + 1 });
}

/** The same in words, where the leaf is open. @param {Lab} lab */
export function inWords(lab) {
  if (lab.state.leaf !== "biography") return "";
  const told = about(lab),
    { leaf, word, other, turns, split, name, parts } = told;
  const part = (q) => {
    const what = split === "word" ? lab.word(q) : `“${said(leaf, q).join(" ")}”`;
    return lab.say("named", { name: what, value: lab.digits(turns ? turn(told, q) : along(told, q)) });
  };
  const values = { word: lab.word(word), other: lab.word(other), list: lab.join(parts.map(part)) };
  if (!turns) return lab.say("words_way", { ...values, length: lab.digits(`way_${name}[${word}]`) });
  return lab.say("words_turn", {
    ...values,
    start: lab.digits(`cos_start[${word},${other}]`),
    end: lab.digits(`cos_end[${word},${other}]`),
  });
}
