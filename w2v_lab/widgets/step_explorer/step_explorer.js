// The step explorer: one training step, phase by phase, as matrices or as a network of neurons.

/** @import { Lab } from '../kit/lab.js' */
import { bar } from "../kit/bar.js";
import { choice, list, phases, slider } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { isFlag, isPlace, oneOf, placeIn } from "../kit/link.js";
import { staged } from "../kit/stage.js";
import { check } from "./check.js";
import { matrices } from "./matrices.js";
import { edges, network } from "./network.js";
import { arrow, refresh } from "./picture.js";
import { FOLLOW, lines, lineWord, main, phaseName, reached, rowName, settle, soft } from "./step.js";

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  if (state.step === undefined && trace.stop?.cell.startsWith("new_")) state.done = true;
  state.step = Math.min(state.step ?? trace.first, trace.states.length - 1);
  state.phase = Math.min(state.phase ?? trace.start, trace.all.length - 1);
  state.picture ??= trace.picture;
  state.checks = { ...trace.checks, ...state.checks };
  settle(lab);
  hooks(lab);
  const title = make("h3"),
    of = make("span.soft.small"),
    sentence = make("p.sentence"),
    targets = make("span");
  const parts = (lab.parts = {
    live: [],
    rows: [],
    weights: {},
    title,
    of,
    sentence,
    targets,
    check: make("div.check"),
    stop: trace.stop ? make("p.differs", trace.stop.text) : null,
    phases: null,
    waits: null,
  });
  parts.phases = phases(
    lab,
    trace.all.map((name) => phaseText(lab, name)),
    state.phase,
    (phase) => go(lab, phase),
  );
  const due = dueGates(lab),
    waits = due.find((gate) => gate.choice === undefined);
  parts.waits = waits;
  const picture = make("div.picture", stage(lab));
  const walk = make("div.bar", parts.phases, make("span.grow"), targets);
  const asked = gates(
    lab,
    (waits ? [waits] : due).map((gate) => gate.name),
  );
  const tail = bar(lab, { picture, words: () => inWords(lab, waits) });
  texts(lab);
  lab.describe();
  refresh(lab);
  differs(lab);
  watch(lab);
  lab.atRest(rest(lab));
  return [header(lab), walk, asked, lab.noteLine(), parts.stop, sentence, picture, parts.check, lab.explainPanel(), tail];
}

function hooks(lab) {
  lab.follow = (name, index) => FOLLOW[name](lab, index);
  lab.label = (letter, i) => (letter === "r" ? lineWord(lab, i) : letter === "m" ? rowName(lab, i) : undefined);
  lab.explained = (id) => check(lab, id);
  lab.mark = arrow;
  const changes = (id) => (phaseName(lab) === "update" && lab.trace.phases.includes("update") ? id?.replace(/^W_/, "new_") : id);
  lab.instead = changes;
}

const phaseText = (lab, name) => (name === "softmax" && !soft(lab) ? "phase_sigmoid" : `phase_${name}`);

/** The questions before this phase, and those before earlier ones that still wait. */
function dueGates({ gates, state, trace }) {
  const before = gates.filter((gate) => trace.all.includes(gate.door) && trace.all.indexOf(gate.door) <= state.phase);
  return before.filter((gate) => gate.choice === undefined || trace.all[state.phase] === gate.door);
}

function header(lab) {
  const { state, trace, parts } = lab,
    count = trace.states.length;
  const scrub = (step) => {
    Object.assign(state, { step, done: false });
    show(lab);
  };
  const steps = count > 1 ? slider(lab, "step_slider", count, state.step, scrub) : null;
  const pictures = choice(lab, "picture", ["matrices", "network"], state.picture, (which) => {
    state.picture = which;
    lab.rebuild();
  });
  return make("header", parts.title, parts.of, make("span.grow"), steps, pictures);
}

function stage(lab) {
  const { state, trace, parts } = lab,
    net = state.picture === "network";
  const choose = (values) => {
    Object.assign(state, values);
    refresh(lab);
  };
  parts.stage = net ? network(lab, choose) : matrices(lab);
  parts.stageClass = net ? "stage network" : `stage matrices${trace.N > 6 ? " dense" : trace.N > 3 ? " five" : ""}`;
  lab.fewer = staged(lab) && trace.N > 3 ? 2 : undefined;
  return parts.stage;
}

/** Edges follow their nodes. */
function watch(lab) {
  lab.sizes?.disconnect();
  if (lab.state.picture !== "network") return;
  lab.sizes = new ResizeObserver(() => edges(lab));
  lab.sizes.observe(lab.parts.stage);
  lab.end.signal.addEventListener("abort", () => lab.sizes.disconnect());
  lab.painted = () => edges(lab);
}

// ---- what is said -------------------------------------------------------------------------------

function texts(lab) {
  const { state, trace, parts } = lab,
    name = phaseName(lab);
  parts.title.replaceChildren(make("bdi", lab.list(state.inputs)), " → ", make("bdi", lab.list(state.targets)));
  parts.of.textContent = lab.say("step_of", { number: trace.updates[state.step] + 1, total: trace.total });
  parts.phases.show(state.phase);
  const words = { word: lab.word(state.inputs[0]), target: lab.word(state.targets[state.target]) };
  const counts = { C: state.inputs.length, T: state.targets.length, N: trace.N, V: trace.rows.length };
  const said = lab.nodes(saying(lab, name), { ...words, ...counts });
  parts.sentence.replaceChildren(...(parts.waits ? [lab.say("waits")] : said));
  if (name === "update") parts.sentence.append(lab.gap(), happen(lab));
  parts.targets.replaceChildren(...whichTarget(lab));
}

/** The key of what is said in a phase: of a step like this one, if there is a text of its own. */
function saying(lab, name) {
  const { inputs, targets } = lab.state;
  const several = inputs.length > 1 ? "_inputs" : targets.length > 1 ? "_targets" : "";
  const zero = name === "back" && lab.numbers.array("EH")?.data.every((v) => !v) ? "_zero" : several;
  return lab.texts.known(
    [zero, soft(lab) ? "" : "_yes_no", several, ""]
      .filter(Boolean)
      .map((end) => `say_${name}${end}`)
      .concat(`say_${name}`),
  );
}

function happen(lab) {
  const { state } = lab;
  const onclick = () => {
    state.done = !state.done;
    lab.pinned = undefined;
    show(lab);
  };
  return make("button.main", { "data-key": "happen", onclick }, lab.say(state.done ? "take_back" : "let_it"));
}

function whichTarget(lab) {
  const { state } = lab;
  if (state.targets.length < 2) return [];
  const choose = (target) => {
    state.target = target;
    lab.pinned = undefined;
    show(lab);
  };
  const entries = state.targets.map((i, s) => [s, lab.word(i)]),
    told = lab.say("which_target");
  return [make("span.soft", told), lab.gap(), list(told, "target", entries, state.target, choose)];
}

// ---- the number that it was opened at ------------------------------------------------------------

const stopped = ({ state, trace }) => trace.stop && trace.updates[state.step] === trace.stop.number;

/** Mark it while its step is on show. */
function differs(lab) {
  const { trace, parts, cells } = lab;
  if (!trace.stop) return;
  const here = stopped(lab);
  parts.stop.hidden = !here;
  for (const { cell, id } of cells.all) cell.classList.toggle("differs", here && id === trace.stop.cell);
}

/** What is explained while nobody points at anything. */
function rest(lab) {
  const marked = lab.root.querySelector(".n.differs");
  return marked && stopped(lab) ? lab.trace.stop.cell : main(lab);
}

// ---- another phase, step or target --------------------------------------------------------------

/** Everything in place, nothing built anew. */
function show(lab) {
  const focus = lab.focused();
  settle(lab);
  texts(lab);
  refresh(lab);
  differs(lab);
  lab.atRest(rest(lab));
  lab.explain();
  lab.describe();
  if (focus && !lab.focused()) lab.refocus(focus);
}

function go(lab, phase) {
  const names = () => dueGates(lab).map((gate) => gate.name);
  const before = String(names());
  Object.assign(lab.state, { phase, done: false });
  lab.pinned = main(lab);
  if (String(names()) !== before) return lab.rebuild();
  show(lab);
}

function inWords(lab, waits) {
  const { state, numbers, parts } = lab;
  const all = (name) => lab.join([...(numbers.array(name)?.data ?? [])].map((value) => lab.digits(name, value)));
  const place = [parts.title.textContent, parts.of.textContent, lab.say(phaseText(lab, phaseName(lab)))];
  const told = [place.join(lab.say("clause"))];
  if (waits) told.push(lab.say("waits"));
  if (reached(lab, "hidden")) told.push(`h = (${all("h")})`);
  if (reached(lab, "softmax")) {
    const each = lines(lab).map((_, r) => `${lineWord(lab, r)} ${lab.digits(`y[${state.target},${r}]`)}`);
    told.push(lab.say("words_y", { list: lab.join(each) }));
  }
  if (reached(lab, "loss")) told.push(`${lab.say("loss_label")} ${all("loss")}`);
  if (reached(lab, "back")) told.push(`EH = (${all("EH")})`);
  if (phaseName(lab) === "update" && state.done) told.push(`${lab.say("loss_after")} ${all("after")}`);
  return lab.sentences(told);
}

const KEEPS = {
  step: placeIn((lab) => lab.trace.states.length),
  phase: placeIn((lab) => lab.trace.all.length),
  picture: oneOf(["matrices", "network"]),
  target: isPlace,
  done: isFlag,
};

export default widget("step_explorer", build, { keeps: KEEPS });
