// Parameters: four values of a setting of `fit`, what each came to over three seeds, and what it comes to here and now.

/** @import { Lab } from '../kit/lab.js' */
import { bar, named } from "../kit/bar.js";
import { button, list, slider } from "../kit/controls.js";
import { draw, make } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { isPlace } from "../kit/link.js";
import { scale } from "../kit/plot.js";
import { staged } from "../kit/stage.js";
import { table } from "../kit/table.js";

const SETS = ["siblings", "plurals"];
// In the units of the chart; on the stage letters are larger, and it is as wide and high as it can be.
const SIZES = { wide: 380, high: 220, left: 48, base: 178, line: 15 };
const STAGED = { wide: 620, high: 216, left: 80, base: 150, line: 26 };
const TOP = 14;

/** @param {Lab} lab */
function build(lab) {
  const { state, trace, numbers } = lab;
  state.name ??= trace.first;
  const head = make("header", make("h3", lab.say("title")), make("span.soft", lab.say(oneSeed(lab) ? "about_seed" : "about")));
  if (trace.hides) {
    const picture = make("div.picture", withheld(lab));
    return [head, gates(lab), lab.noteLine(), picture, bar(lab, { picture, words: () => lab.say("withheld") })];
  }
  state.at ??= trace.usual[state.name];
  if (numbers) numbers.state = here(lab);
  const chooser = list(
    lab.say("parameter"),
    "parameter",
    trace.names.map((/** @type {string} */ name, /** @type {number} */ i) => [i, called(lab, name)]),
    trace.names.indexOf(state.name),
    (i) => turn(lab, { name: trace.names[i], at: trace.usual[trace.names[i]] }),
  );
  const values = trace.values[state.name];
  const range = slider(lab, "value_slider", values.length, state.at, (at) => turn(lab, { at }));
  const value = make("output.value", valued(lab, values[state.at]));
  const chosen = make("div.bar", make("label", lab.say("parameter"), " ", chooser), range, value, anew(lab));
  const charts = make(
    "div.two",
    SETS.map((kind) => chart(lab, kind)),
  );
  const told = make("div.two", readings(lab), neighbours(lab));
  const picture = make("div.picture", make("p.tight", lab.say(`does_${state.name}`)), charts, told);
  lab.atRest("siblings");
  lab.drawn = () => named(lab, ["siblings", "siblings_low", "siblings_high", "plurals", "plurals_low", "plurals_high"]);
  return [head, gates(lab), chosen, lab.noteLine(), picture, lab.explainPanel(), bar(lab, { picture, words: () => inWords(lab) })];
}

/** Whether each point is a seed of its own. @param {Lab} lab */
const oneSeed = ({ state }) => state.name === "seed";

/** @param {Lab} lab */
const here = ({ state }) => `${state.name} ${state.at}`;

/** @param {Lab} lab @param {string} name */
const called = (lab, name) => (name === "small_text" ? lab.say("small_text") : name);

/** A value as one would write it in code, but for a text that is left alone. @param {Lab} lab @param {string} value */
const valued = (lab, value) => (value === "as it is" ? lab.say("left_alone") : value.replaceAll("-", "‑"));

/** @param {Lab} lab @param {Record<string, unknown>} to */
function turn(lab, to) {
  Object.assign(lab.state, to);
  lab.rebuild();
}

// ---- trained anew ---------------------------------------------------------------------------------

/** @param {Lab} lab */
function anew(lab) {
  const { state } = lab;
  if (state.training !== undefined) {
    const stop = () => {
      state.training = undefined;
      lab.ask({ stop: true });
      lab.rebuild();
    };
    return [
      make("progress", { value: state.training, max: 1, "aria-label": lab.say("training") }),
      button(lab.say("stop"), { "data-key": "train", onclick: stop }),
    ];
  }
  return button(lab.say("train"), { "data-key": "train", onclick: () => train(lab) });
}

/** Ask how far it is until it is there. @param {Lab} lab */
async function train(lab) {
  const { state, trace } = lab;
  const measure = state.name,
    value = trace.values[measure][state.at];
  state.training = 0;
  lab.rebuild();
  while (state.training !== undefined && !lab.gone) {
    const told = lab.add(await lab.ask({ measure, value }));
    if (state.training === undefined) return;
    state.training = !told || told.done ? undefined : told.progress;
    const line = /** @type {HTMLProgressElement | null} */ (lab.root.querySelector("progress"));
    if (told && !told.done && line) line.value = told.progress;
    else lab.rebuild();
    if (told?.done) lab.note("trained", { value: valued(lab, value), name: called(lab, measure) });
  }
}

// ---- what it came to ------------------------------------------------------------------------------

/** Dots with their intervals at the four values; the chosen one stands out. @param {Lab} lab @param {string} kind */
function chart(lab, kind) {
  const { state, trace, numbers } = lab,
    { wide, high, left, base, line: step } = staged(lab) ? STAGED : SIZES,
    values = trace.values[state.name];
  const at = (/** @type {string} */ part, /** @type {number} */ k) => numbers?.arrays[`${state.name} ${k}/${part}`]?.data[0] ?? Number.NaN;
  const top = Math.max(...values.map((/** @type {string} */ _, /** @type {number} */ k) => at(`${kind}_high`, k)), 0.05) * 1.05;
  const x = scale([0, values.length - 1], [left + 40, wide - 50]),
    y = scale([0, top], [base, TOP]);
  const title = lab.say(`chart_${kind}`);
  const svg = draw("svg.scores", { viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": title });
  for (const part of [0, 0.5, 1]) {
    const line = y(part * top);
    svg.append(
      draw("line.grid", { x1: left, x2: wide - 8, y1: line, y2: line }),
      draw("text", { x: left - 6, y: line + step / 3, "text-anchor": "end" }, (part * top).toFixed(2)),
    );
  }
  values.forEach((/** @type {string} */ value, /** @type {number} */ k) => {
    const on = k === state.at ? "on" : "off";
    svg.append(
      draw("line", { class: `reach ${on}`, x1: x(k), x2: x(k), y1: y(at(`${kind}_low`, k)), y2: y(at(`${kind}_high`, k)) }),
      draw("circle", { class: `dot ${on}`, cx: x(k), cy: y(at(kind, k)), r: on === "on" ? 7 : 5 }),
      ...valued(lab, value)
        .split(", ")
        .map((part, line) => draw("text", { class: on, x: x(k), y: base + 3 + step * (line + 1), "text-anchor": "middle" }, part)),
    );
  });
  const anew = at(`here_${kind}`, state.at);
  if (Number.isFinite(anew)) svg.append(draw("path.anew", { d: `M${x(state.at) + 12},${y(anew)} l10,-5 v10 z` }));
  return make("div", make("p.soft.small.tight", title), svg);
}

/** @param {Lab} lab */
function readings(lab) {
  const cell = (/** @type {string} */ id, /** @type {Record<string, unknown>} */ more = {}) =>
    lab.number(id, { tag: "td", group: "score", ...more });
  const rows = SETS.map((kind) => ({
    heading: lab.say(`set_${kind}`),
    cells: [cell(kind), cell(`${kind}_low`), cell(`${kind}_high`), cell(`asked_${kind}`), cell(`first_${kind}`), fresh(lab, kind)],
  }));
  const head = [null, ...["score", "low", "high", "asked", "first", "here"].map((key) => lab.say(`column_${key}`))];
  const line = (/** @type {string} */ id) => make("p.tight", lab.say(`told_${id}`), " ", lab.number(id, { group: "told" }));
  const known = Number.isFinite(lab.numbers?.value("shared"));
  return make("div", table(lab.say("scores"), rows, { head, kind: "numbers" }), line("V"), line("random"), known ? line("shared") : null);
}

/** @param {Lab} lab @param {string} kind */
function fresh(lab, kind) {
  const id = `here_${kind}`;
  return lab.numbers?.value(id) === undefined ? make("td.soft", "–") : lab.number(id, { tag: "td", group: "score" });
}

/** @param {Lab} lab */
function neighbours(lab) {
  const { state, trace } = lab;
  const near = trace.near[state.name][state.at];
  const rows = trace.probes.map((/** @type {string} */ probe) => ({
    heading: make("bdi", probe),
    cells: [
      make(
        "td",
        (near[probe] ?? []).flatMap((/** @type {[string, number]} */ [word, times], /** @type {number} */ i) => [
          i ? lab.say("separator") : "",
          make("bdi", word),
          make("span.soft.small", ` ${times}`),
        ]),
      ),
    ],
  }));
  return make(
    "div",
    make("p.soft.small.tight", lab.say(oneSeed(lab) ? "near_seed" : "near", { seeds: trace.seeds[state.name] })),
    table(lab.say("nearest"), rows),
  );
}

/** @param {Lab} lab */
function inWords(lab) {
  const { state, trace } = lab;
  const values = { name: called(lab, state.name), value: valued(lab, trace.values[state.name][state.at]) };
  const scores = Object.fromEntries(SETS.map((kind) => [kind, lab.digits(kind)]));
  return lab.sentences([lab.say("in_words_point", { ...values, ...scores }), lab.say(`does_${state.name}`)]);
}

const KEEPS = {
  name: (/** @type {any} */ value, /** @type {Lab} */ lab) => lab.trace.names.includes(value),
  at: isPlace,
};

/** @param {Lab} lab @param {Record<string, any>} state */
function reopen(lab, { name = lab.state.name, at = lab.trace.usual[name] }) {
  turn(lab, { name, at: Math.min(at, lab.trace.values[name].length - 1) });
}

export default widget("parameters", build, { keeps: KEEPS, reopen });
