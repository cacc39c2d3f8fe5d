// The cloze walk: a hidden word, its neighbours weighed by one head of attention, and CBOW's answer beside.

/** @import { Child } from '../kit/types.d.ts' */
/** @import { Lab } from '../kit/lab.js' */
import { bar } from "../kit/bar.js";
import { phases, slider } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { staged } from "../kit/stage.js";
import { table } from "../kit/table.js";

/** The number that explains itself in each phase. @type {Record<string, string>} */
const FIRST = { words: "z[0,0]", scores: "s[0]", weights: "a[0]", mix: "h[0]", answer: "u[0]" };

/** @param {Lab} lab */
function build(lab) {
  const { state, trace, numbers } = lab;
  state.at = Math.min(state.at ?? 0, trace.states?.length ?? 1);
  state.phase = Math.min(state.phase ?? trace.first, trace.phases.length - 1);
  if (numbers) numbers.state = trace.states?.[state.at] ?? "";
  const { inputs, places } = trace;
  const word = (/** @type {number} */ c) => `${lab.word(inputs[state.at][c])} (${signed(places[state.at][c])})`;
  lab.label = (letter, c) => (letter === "c" ? word(c) : undefined);
  lab.follow = (name, index) => followed(trace.targets[state.at], name, index);
  const rebuild = (/** @type {Record<string, number>} */ change) => {
    Object.assign(state, change);
    lab.rebuild();
  };
  const names = trace.phases.map((/** @type {string} */ name) => `phase_${name}`);
  const row = phases(lab, names, state.phase, (phase) => rebuild({ phase }));
  const gap = slider(lab, "gap_slider", trace.states?.length ?? 1, state.at, (at) => rebuild({ at }));
  const head = make("header", make("h3", lab.say("title")), make("span.soft", lab.say("about", { N: trace.N })));
  const has = (/** @type {string} */ name) => trace.phases.indexOf(name) <= state.phase && trace.phases.includes(name);
  const picture = make("div.picture", sentence(lab), context(lab, word, has), has("answer") ? answers(lab) : null);
  const phase = trace.phases[state.phase];
  lab.pinned = undefined;
  lab.atRest(FIRST[phase]);
  const said = make("p.sentence", lab.say(`says_${phase}`));
  const words = () => inWords(lab, word, has);
  return [
    head,
    make("div.bar", row, make("span.grow"), make("span.soft", lab.say("gap")), gap),
    gates(lab),
    lab.noteLine(),
    said,
    picture,
  ].concat(/** @type {any} */ ([lab.explainPanel(), bar(lab, { picture, words })]));
}

/** What a number was added up of, and whose probability a loss is. @param {number} target @param {string} name @param {number[]} index */
function followed(target, name, index) {
  if (name === "z") return ["row", "place"].map((part) => `${part}[${index}]`);
  if (name === "z_gap") return ["mask", "place_gap"].map((part) => `${part}[${index}]`);
  return [`${name === "target" ? "y" : "y_cbow"}[${target}]`];
}

const signed = (/** @type {number} */ place) => (place > 0 ? `+${place}` : `−${-place}`);

/** The sentence with its gap. @param {Lab} lab */
function sentence(lab) {
  const { trace, state } = lab,
    places = trace.places[state.at];
  /** @type {Child[]} */
  const found = [];
  places.forEach((/** @type {number} */ place, /** @type {number} */ c) => {
    if (place > 0 && (c === 0 || places[c - 1] < 0)) found.push(make("span.gap", lab.say("hidden")));
    found.push(make("bdi.given", lab.word(trace.inputs[state.at][c])));
  });
  return make("p.told-gap", found, make("span.soft", lab.nodes("is_hidden", { word: lab.word(trace.targets[state.at]) })));
}

/** What the gap has, and the mixture, where a word has a list of that name. */
const OF_GAP = /** @type {Record<string, string>} */ ({ z: "z_gap", k: "q" });
const MIXED = /** @type {Record<string, string>} */ ({ v: "h" });
/** On the stage there is room for what a phase is about. @type {Record<string, string[]>} */
const STAGED = { words: ["z"], scores: ["k", "s"], weights: ["s", "a"], mix: ["a", "v"], answer: ["a", "v"] };

/** What stands around the gap, a line a word, and the gap itself. @param {Lab} lab @param {(c: number) => string} word
 * @param {(phase: string) => boolean} has */
function context(lab, word, has) {
  const dimensions = [...Array(lab.trace.N).keys()];
  const list = (/** @type {string} */ name, /** @type {number} */ c) =>
    make(
      "td.vector",
      dimensions.map((j) => lab.number(c < 0 ? `${name}[${j}]` : `${name}[${c},${j}]`)),
    );
  const one = (/** @type {string} */ id) => make("td.vector", lab.number(id));
  const every = ["z", ...(has("scores") ? ["k", "s"] : []), ...(has("weights") ? ["a"] : []), ...(has("mix") ? ["v"] : [])];
  const columns = staged(lab) ? STAGED[lab.trace.phases[lab.state.phase]] : every;
  const lines = lab.trace.inputs[lab.state.at].map((/** @type {number} */ _, /** @type {number} */ c) => ({
    heading: make("bdi.given", word(c)),
    cells: columns.map((name) =>
      name === "a" ? make("td.vector", lab.number(`a[${c}]`), weight(lab, c)) : name === "s" ? one(`s[${c}]`) : list(name, c),
    ),
  }));
  const under = (/** @type {Record<string, string>} */ names) => columns.map((name) => (names[name] ? list(names[name], -1) : make("td")));
  const gap = { heading: make("span.gap", lab.say("hidden")), cells: under(OF_GAP), attributes: { class: "asks" } };
  const mixed = { heading: make("i", "h"), cells: under(MIXED), attributes: { class: "mixed" } };
  const asks = columns.some((name) => OF_GAP[name]);
  const rows = [...(asks ? [gap] : []), ...lines, ...(has("mix") ? [mixed] : [])];
  return table(lab.say("title"), rows, { head: [null, ...columns.map((name) => lab.say(`column_${name}`))], kind: "walk" });
}

/** A bar as long as the weight, and a stroke where CBOW's mean would end. @param {Lab} lab @param {number} c */
function weight(lab, c) {
  const share = (/** @type {string} */ name) => `${100 * (lab.numbers?.value(`${name}[${c}]`) ?? 0)}%`;
  return make(
    "span.weigh",
    { "aria-hidden": "true" },
    make("span.bar-of", { style: `width: ${share("a")}` }),
    make("span.mean", { style: `left: ${share("even")}` }),
  );
}

/** Every word's probability, by attention and by CBOW. @param {Lab} lab */
function answers(lab) {
  const { trace, state } = lab;
  const rows = trace.rows.map((i) => ({
    heading: make("bdi", lab.word(i), i === trace.targets[state.at] ? " ◁" : ""),
    cells: [`u[${i}]`, `y[${i}]`, `y_cbow[${i}]`].map((id) => lab.number(id, { tag: "td" })),
    attributes: { class: i === trace.targets[state.at] ? "hit" : null },
  }));
  const losses = {
    heading: lab.say("loss"),
    cells: [make("td"), lab.number("loss", { tag: "td" }), lab.number("loss_cbow", { tag: "td" })],
    attributes: { class: "losses" },
  };
  const head = [null, "u", "y", lab.say("column_cbow")];
  return table(lab.say("phase_answer"), [...rows, losses], { head, kind: "answers" });
}

/** @param {Lab} lab @param {(c: number) => string} word @param {(phase: string) => boolean} has */
function inWords(lab, word, has) {
  const { trace, state } = lab;
  const around = lab.join(trace.inputs[state.at].map((/** @type {number} */ _, /** @type {number} */ c) => word(c)));
  const weights = trace.inputs[state.at].map((/** @type {number} */ _, /** @type {number} */ c) => `${word(c)} ${lab.digits(`a[${c}]`)}`);
  const told = [lab.say("words_gap", { around, word: lab.word(trace.targets[state.at]) })];
  if (has("weights")) told.push(lab.say("words_weights", { weights: lab.join(weights) }));
  if (has("answer")) told.push(lab.say("words_answer", { loss: lab.digits("loss"), cbow: lab.digits("loss_cbow") }));
  return told.join(lab.gap());
}

export default widget("cloze_walk", build);
