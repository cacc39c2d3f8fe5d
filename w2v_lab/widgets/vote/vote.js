// A vote of the room: the link, how many have voted, the bars of one round or two, and the verdict.

/** @import { Choice } from "../kit/types.d.ts" */
/** @import { Lab } from "../kit/lab.js" */
import { bar } from "../kit/bar.js";
import { button, field } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";

/** @param {number} i */
const letter = (i) => String.fromCharCode(65 + i);

/** @param {Lab} lab */
function build(lab) {
  const { trace } = lab;
  lab.label = (index, i) => (index === "r" ? lab.say(i ? "after" : "before") : letter(i));
  const head = make(
    "header",
    make("h3", lab.say("title")),
    make("span.soft", lab.say("lesson_of", { lesson: trace.lesson })),
    make("span.soft", lab.say(`round_${trace.round}`)),
    make("span.grow"),
    make("b.voted", { role: "status" }, lab.say(trace.link ? "voted" : "voted_hands", trace)),
  );
  const picture = make("div.picture", make("p.question", make("b", lab.tell(trace.question))), rows(lab), verdict(lab));
  const words = () => inWords(lab);
  return [head, lab.trace.answer ? null : door(lab), gates(lab), picture, steps(lab), lab.noteLine(), bar(lab, { picture, words })];
}

/** What opens the port, or the link to read aloud. @param {Lab} lab */
function door(lab) {
  const { link, hint } = lab.trace;
  if (!link) {
    const start = button(lab.say("start"), { "data-key": "start", onclick: () => lab.compute({ start: true }) });
    return make("div.bar.door", start, make("span.soft.small", lab.say("closed")));
  }
  const { host, pathname } = new URL(link);
  const address = make("a.link", { href: link, target: "_blank", rel: "noreferrer", "data-key": "link" }, host + pathname);
  const stop = button(lab.say("stop"), { class: "quiet", "data-key": "stop", onclick: () => lab.ask({ stop: true }) });
  const said = hint ? lab.nodes("only_here", { address: hint }) : lab.say("how");
  return make("div.bar.door", address, make("span.soft.small", said), make("span.grow"), stop);
}

// ---- the bars -----------------------------------------------------------------------------------

/** The rounds whose votes are known here. @param {Lab} lab @returns {number[]} */
const rounds = (lab) => Array.from({ length: lab.trace.arrays?.votes?.shape[0] ?? 0 }, (_, r) => r);

/** @param {Lab} lab @param {number} r @param {number} c */
const count = (lab, r, c) => lab.numbers?.value(`votes[${r},${c}]`) ?? 0;

/** @param {Lab} lab @param {number} r */
const total = (lab, r) =>
  lab.trace.choices.reduce((/** @type {number} */ sum, /** @type {Choice} */ _, /** @type {number} */ c) => sum + count(lab, r, c), 0);

/** A row a choice: its letter, its text, a bar a round. @param {Lab} lab */
function rows(lab) {
  const { choices, answer } = lab.trace;
  const each = choices.map((/** @type {Choice} */ { name, text }, /** @type {number} */ c) => {
    const so = name === answer;
    const sign = make("b.sign", so ? `✓ ${letter(c)}` : letter(c));
    const bars = lab.state.counting
      ? hands(lab, c)
      : make(
          "div.bars",
          rounds(lab).map((r) => strip(lab, r, c)),
        );
    return make(`div.choice-row${so ? ".so" : ""}`, { "data-choice": name }, sign, make("span.text", lab.tell(text)), bars);
  });
  return make("div.votes", each, legend(lab));
}

/** One bar and its number. @param {Lab} lab @param {number} r @param {number} c */
function strip(lab, r, c) {
  const { answer, choices, round } = lab.trace;
  const kind = r + 1 < round ? "before" : choices[c].name === answer ? "after right" : "after";
  const width = (100 * count(lab, r, c)) / Math.max(1, total(lab, r));
  return make("div.strip", make("span.fill", { class: kind, style: `--share:${width.toFixed(2)}%` }), lab.number(`votes[${r},${c}]`));
}

/** @param {Lab} lab */
function legend(lab) {
  const { bars, round, answer } = lab.trace;
  if (!bars && !answer) return [gathered(lab), make("p.soft.small", lab.say(round > 1 ? "talk" : "hidden_bars"))];
  if (round < 2) return null;
  const swatches = ["before", "after"].map((when) => make("span", make(`span.swatch.${when}`), lab.say(when)));
  return make("p.legend.small", swatches);
}

/** While the bars are hidden, one grows with those who have voted. @param {Lab} lab */
function gathered(lab) {
  const { voted, present } = lab.trace;
  const width = (100 * Math.min(voted, present)) / Math.max(1, present);
  return present
    ? make("div.gathered", { "aria-hidden": "true" }, make("span.fill.after", { style: `--share:${width.toFixed(2)}%` }))
    : null;
}

/** A field for the hands that were raised for a choice. @param {Lab} lab @param {number} c */
function hands(lab, c) {
  const { counting } = lab.state;
  const oninput = (/** @type {Event} */ { target }) => {
    counting[c] = /** @type {HTMLInputElement} */ (target).value;
  };
  const label = lab.say("hands_for", { letter: letter(c) });
  const busy = (/** @type {boolean} */ on) => () => {
    lab.busy = on; // votes that come meanwhile take no letter from who is typing
  };
  const typing = { oninput, onfocus: busy(true), onblur: busy(false) };
  const told = { "aria-label": label, inputmode: "numeric", maxlength: 4, "data-key": `hands ${c}`, value: counting[c], ...typing };
  return make(
    "div.bars",
    field(told, () => take(lab)),
  );
}

// ---- what the teacher does ----------------------------------------------------------------------

/** @param {Lab} lab */
function steps(lab) {
  const { trace, state } = lab;
  if (trace.answer || trace.held) return null;
  const ask = (/** @type {string} */ key, /** @type {Record<string, unknown>} */ content) =>
    button(lab.say(key), { "data-key": key, onclick: () => lab.ask(content) });
  if (state.counting) {
    const use = button(lab.say("use_hands"), { class: "main", "data-key": "use_hands", onclick: () => take(lab) });
    return make("div.bar", use, make("span.soft.small", lab.say("hands_are_added")));
  }
  const counting = () => {
    state.counting = trace.hands.map(String);
    lab.rebuild();
  };
  const second = trace.round === 1 && trace.voted ? ask("second", { second: true }) : null;
  const reveal = button(lab.say("verdict"), { class: "main", "data-key": "verdict", onclick: () => lab.compute({ verdict: true }) });
  const count = button(lab.say("count_hands"), { "data-key": "count_hands", onclick: counting });
  return make("div.bar", ask(trace.bars ? "hide_bars" : "show_bars", { bars: !trace.bars }), second, reveal, make("span.grow"), count);
}

/** Take the hands that have been typed; a field that is empty means none. @param {Lab} lab */
async function take(lab) {
  const typed = lab.state.counting.map((/** @type {string} */ text) => (/^\d+$/.test(text.trim()) ? Number(text) : text.trim() && text));
  if (await lab.ask({ hands: typed.map((/** @type {unknown} */ each) => each || 0) })) {
    lab.state.counting = null;
    lab.busy = false;
    lab.rebuild();
  }
}

/** Why the answer is right, and what speaks against the commonest of the others. @param {Lab} lab */
function verdict(lab) {
  const { answer, why, choices, moved } = lab.trace;
  if (!answer) return null;
  const names = choices.map((/** @type {Choice} */ { name }) => name),
    last = rounds(lab).length - 1;
  const right = names.indexOf(answer);
  const votes = (/** @type {number} */ r) => (/** @type {number} */ c) => count(lab, r, c);
  const others = names.map((/** @type {string} */ _, /** @type {number} */ c) => c).filter((/** @type {number} */ c) => c !== right);
  const [common] = others.sort((/** @type {number} */ a, /** @type {number} */ b) => votes(0)(b) - votes(0)(a));
  const said = votes(0)(common)
    ? make("p", lab.say("commonest", { letter: letter(common), count: votes(0)(common), why: lab.tell(why[names[common]]) }))
    : null;
  const [twice, came, left] = moved;
  const walked = last > 0 && twice ? make("p.soft", lab.say("moved", { twice, came, left })) : null;
  return make("div.verdict", make("p.so", make("b", lab.say("so", { letter: letter(right), why: lab.tell(why[answer]) }))), said, walked);
}

/** @param {Lab} lab */
function inWords(lab) {
  const said = lab.trace.choices.map((/** @type {Choice} */ { text }, /** @type {number} */ c) => {
    const counts = rounds(lab).map((r) => `${lab.say(r ? "after" : "before")} ${count(lab, r, c)}`);
    const told = counts.length ? lab.join(counts) : lab.say("hidden_bars");
    return lab.say("words_choice", { letter: letter(c), text: lab.tell(text), counts: told });
  });
  return `${lab.tell(lab.trace.question)} ${said.join("")}`;
}

export default widget("vote", build);
