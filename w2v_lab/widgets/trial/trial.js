// The trial: a docket of claims with the learner's predictions and the verdicts, and one claim open: its words, its question,
// the numbers of its experiment, its place in the course.

/** @import { Child, Gate } from "../kit/types.d.ts" */
/** @import { Lab } from "../kit/lab.js" */
import { bar } from "../kit/bar.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { placeIn } from "../kit/link.js";
import { table } from "../kit/table.js";

/** @typedef {Gate & { section: string, words: string[], place: { lesson: string, cell: string, heading: any } }} Claim */

/** A verdict's sign: none is told by colour alone. @type {Record<string, string>} */
const SIGNS = { so: "✓", half: "◐", step: "↷", not: "✗" };

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  const claims = all(lab);
  state.open = Math.min(state.open ?? 0, claims.length - 1);
  const claim = claims[state.open];
  const card = trace.cards[claim.name];
  lab.label = (letter, i, name) => trace.cards[name]?.names[letter === "r" ? 0 : 1][i];
  const head = make("header", make("h3", lab.say("title")), make("span.soft", lab.say("about", { count: claims.length })));
  const picture = make("div.picture", docket(lab, claims), tally(lab, claims), words(lab, claim), asked(lab, claim), numbers(lab, claim));
  if (card) lab.atRest(card.decides);
  const said = () => inWords(lab, claims);
  return [head, lab.noteLine(), picture, card ? lab.explainPanel() : null, bar(lab, { picture, words: said })];
}

/** The claims as the page knows them: with open gates all of it, without what anybody has chosen. @param {Lab} lab @returns {Claim[]} */
const all = ({ trace, gates: known }) =>
  trace.claims.map((/** @type {string} */ name) => known.find((gate) => gate.name === name) ?? { ...trace.shown[name], choice: undefined });

/** @param {Claim} claim */
const number = (claim) => claim.name.replace("claim_", "").toUpperCase();

/** @param {Lab} lab @param {string} verdict */
const named = (lab, verdict) => lab.say(`verdict_${verdict}`);

/** A button a claim: what was said of it, and what it is. @param {Lab} lab @param {Claim[]} claims */
function docket(lab, claims) {
  const { state } = lab;
  const open = (/** @type {number} */ i) => () => {
    state.open = i;
    lab.folded.delete(claims[i].name);
    lab.rebuild();
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !claims[state.open + by]) return;
    event.preventDefault();
    open(state.open + by)();
  };
  const each = claims.map((claim, i) => entry(lab, claim, i, open(i)));
  return make("div.docket", { role: "tablist", "aria-label": lab.say("docket"), onkeydown }, each);
}

/** @param {Claim} claim */
function kindOf({ answer, choice }) {
  if (answer === undefined) return "claim";
  return choice === undefined || choice === answer ? "claim agreed" : "claim surprised";
}

/** @param {Lab} lab @param {Claim} claim @param {number} i @param {() => void} onclick */
function entry(lab, claim, i, onclick) {
  const { answer, choice } = claim,
    on = i === lab.state.open;
  const [said, so] = answer === undefined ? ["·", "?"] : [SIGNS[choice ?? answer], SIGNS[answer]];
  const attributes = {
    class: kindOf(claim),
    role: "tab",
    "aria-selected": String(on),
    tabindex: on ? 0 : -1,
    "aria-label": told(lab, claim),
    "data-key": on ? "claim" : `claim ${i}`,
    "data-claim": claim.name,
    onclick,
  };
  const marks = make("span.marks", { "aria-hidden": "true" }, make("span.said", said), make("span.so", so));
  return make("button", attributes, make("b", number(claim)), marks);
}

/** One claim in a sentence. @param {Lab} lab @param {Claim} claim */
function told(lab, claim) {
  const values = { number: number(claim), claim: lab.tell(claim.question) };
  if (claim.answer === undefined) return lab.say("untried", values);
  const verdict = named(lab, claim.answer);
  return claim.choice === undefined
    ? lab.say("tried", { ...values, verdict })
    : lab.say("tried_and_said", { ...values, verdict, said: named(lab, claim.choice) });
}

/** How often each verdict has been given, and how often it was foreseen. @param {Lab} lab @param {Claim[]} claims */
function tally(lab, claims) {
  const tried = claims.filter(({ answer }) => answer !== undefined),
    predicted = tried.filter(({ choice }) => choice !== undefined);
  const each = lab.trace.verdicts.map((/** @type {string} */ verdict) => {
    const count = tried.filter(({ answer }) => answer === verdict).length;
    return make(
      "span.verdict",
      make("span.sign", { "aria-hidden": "true" }, SIGNS[verdict]),
      ` ${named(lab, verdict)} `,
      make("b", String(count)),
    );
  });
  const right = predicted.filter(({ answer, choice }) => answer === choice).length;
  const record = predicted.length ? lab.say("record", { right, asked: predicted.length }) : lab.say("no_record");
  return make("p.tally", each, make("span.grow"), make("span.soft", record));
}

/** What the claim says, word for word, and where. @param {Lab} lab @param {Claim} claim */
function words(lab, claim) {
  const where = claim.section === "reader" ? lab.say("reader") : claim.section;
  const sentences = claim.words.map((sentence) => make("bdi", { lang: "zh-CN" }, `“${sentence}”`));
  return make("blockquote", make("p", make("b", number(claim)), " ", make("span.soft", where)), make("p.quoted", sentences));
}

/** The question, or the verdict where nobody asks. @param {Lab} lab @param {Claim} claim @returns {Child} */
function asked(lab, claim) {
  const gate = gates(lab, [claim.name]);
  if (gate.length) return gate;
  const { answer = "", because } = claim;
  const verdict = make("b", `${SIGNS[answer]} ${named(lab, answer)}`);
  return make("div.shown", make("p", lab.tell(claim.question)), make("p", verdict, " ", because ? lab.tell(because) : null));
}

/** The experiment: the number that decides, and its table. @param {Lab} lab @param {Claim} claim */
function numbers(lab, claim) {
  const card = lab.trace.cards[claim.name];
  if (!card) return null; // where the course has it would answer it, too
  const [rows, columns] = card.names;
  const cell = (/** @type {number} */ r, /** @type {number} */ c) => {
    const id = `${claim.name}[${r},${c}]`;
    return lab.number(id, { tag: "td", class: id === card.decides ? "n decides" : "n" });
  };
  const lines = rows.map((/** @type {string} */ row, /** @type {number} */ r) => ({
    heading: make("bdi", row),
    cells: columns.map((/** @type {string} */ _, /** @type {number} */ c) => cell(r, c)),
  }));
  const head = [null, ...columns.map((/** @type {string} */ column) => make("bdi", column))];
  const caption = make("p.tight", lab.tell(card.caption), " ", make("span.soft.small", lab.say("decides")));
  return make("div.tried", caption, table(lab.tell(card.caption), lines, { head, kind: "numbers" }), place(lab, claim));
}

/** Where the course has it. @param {Lab} lab @param {Claim} claim */
function place(lab, { place: { lesson, cell, heading } }) {
  const text = lab.say("place", { lesson: lesson.slice(0, 2), heading: lab.tell(heading) });
  const page = lab.spot.address !== undefined;
  const href = page ? `${lesson}.html#${cell}` : `${lesson}.ipynb#cell-id=${cell}`;
  return make("p.place", make("a", { href, target: page ? null : "_blank", "data-key": "place" }, text));
}

/** @param {Lab} lab @param {Claim[]} claims */
const inWords = (lab, claims) => claims.map((claim) => told(lab, claim)).join(lab.gap());

const KEEPS = {
  open: placeIn((lab) => lab.trace.claims.length),
};

export default widget("trial", build, { keeps: KEEPS });
