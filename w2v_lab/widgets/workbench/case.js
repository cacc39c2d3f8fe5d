// The case behind a score: a query and its texts, a sentence and its words, tags and guesses.

/** @import { Lab } from "../kit/lab.js" */
import { make } from "../kit/dom.js";
import { largest, tenths } from "../kit/numbers.js";

/** @typedef {{ text: string, right: boolean, lit: number[] }} Answer */
/** @typedef {{ words: string[], shares: boolean, answers: Answer[], tags: [string, string][] }} Case */

/** What a word's share is called, and an answer's score, by task; as frame.py has it. @type {Record<string, string>} */
const SHARES = { search: "pull", sentiment: "odds", bias: "near" };
/** @type {Record<string, string>} */
const ANSWERS = { search: "match", sentiment: "P", topics: "P" };

/** @param {Lab} lab @param {Case} found @param {number} c its number */
export function caseOf(lab, found, c) {
  if (found.tags.length) return tagged(lab, found);
  if (lab.state.task === "bias" && !found.shares) return game(lab, found);
  return make("div.case", sentence(lab, found, c), answers(lab, found, c));
}

/** Words, and under each its share. @param {Lab} lab @param {Case} found @param {number} c */
function sentence(lab, found, c) {
  const name = SHARES[lab.state.task],
    values = found.words.map((_, n) => lab.numbers?.value(`${name}[${c},${n}]`) ?? Number.NaN);
  const most = largest(values) || 1;
  const words = found.words.map((word, n) => {
    const tint = found.shares ? { "data-tint": tenths(values[n], most) } : {};
    const number = found.shares ? lab.number(`${name}[${c},${n}]`) : null;
    return make("span.word", make("bdi.n.lit", tint, word), number);
  });
  return make("div.said", make("span.small.soft", lab.say(`given_${lab.state.task}`)), words);
}

/** Answers, best first; a right one is marked. @param {Lab} lab @param {Case} found @param {number} c */
function answers(lab, found, c) {
  if (!found.answers.length) return null;
  const name = ANSWERS[lab.state.task];
  const items = found.answers.map((answer, k) => {
    const sign = make("span.sign", { "aria-label": lab.say(answer.right ? "is_right" : "is_wrong") }, answer.right ? "✓" : "·");
    const number = name ? lab.number(`${name}[${c},${k}]`) : null;
    return make("li", { class: answer.right ? "right" : null }, sign, number, lit(lab, answer));
  });
  return make("ol.answers", { "aria-label": lab.say("answers") }, items);
}

/** The words of a text, tinted by their part in the match. @param {Lab} lab @param {Answer} answer */
function lit(lab, { text, lit: parts }) {
  if (!parts.length) return make("bdi", lab.texts.called("tag", text));
  const words = text.split(" "),
    most = largest(parts) || 1;
  return make(
    "span",
    words.flatMap((word, i) => [make("bdi.n.lit", { "data-tint": tenths(parts[i], most), title: parts[i].toFixed(3) }, word), " "]),
  );
}

/** Each word over its right tag and the guess; a wrong guess is struck by a sign, not by colour alone.
 * @param {Lab} lab @param {Case} found */
function tagged(lab, found) {
  const tag = (/** @type {string} */ name) => lab.texts.called("tag", name);
  const line = (/** @type {string} */ heading, /** @type {import("../kit/types.d.ts").Child[]} */ cells) =>
    make("tr", make("th.soft.small", { scope: "row" }, lab.say(heading)), cells);
  const words = found.words.map((word) => make("td", make("bdi", word)));
  const right = found.tags.map(([is]) => make("td", tag(is)));
  const guess = found.tags.map(([is, told]) => make(is === told ? "td" : "td.wrong", is === told ? tag(told) : `✗ ${tag(told)}`));
  const rows = [line("tagged_word", words), line("tagged_right", right), line("tagged_guess", guess)];
  return make("div.case.tags", make("table.plain", { "aria-label": lab.say("tagged") }, make("tbody", rows)));
}

/** Which tags were taken for others in the cases of a score, and how often. @param {Lab} lab @param {number} a @param {number} b
 * @param {[string, string][]} pairs @param {number} count of the cases */
export function mixed(lab, a, b, pairs, count) {
  const tag = (/** @type {string} */ name) => lab.texts.called("tag", name);
  const one = (/** @type {[string, string]} */ [right, guess], /** @type {number} */ k) =>
    make("span.pair", `${tag(right)} → ${tag(guess)} `, lab.number(`mixed[${a},${b},${k}]`));
  return make("p.mixed", make("span.small.soft", lab.say("mixed", { count })), pairs.map(one));
}

/** An analogy, its answer when the three are left out, and when they are not. @param {Lab} lab @param {Case} found */
function game(lab, { words: [a, b, c], answers: [without, free] }) {
  const values = { a, b, c, without: without.text, free: free.text };
  return make("div.case", make("p", lab.nodes("game", values)), make("p", lab.nodes("game_free", values)));
}
