// The row selector: x · W_in carried out before one's eyes, beside the look-up that replaces it.

/** @import { Lab } from '../kit/lab.js' */
import { bar } from "../kit/bar.js";
import { choice, field, phases } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { isFlag, isPlace, listOf, oneOf, placeIn } from "../kit/link.js";
import { Player } from "../kit/player.js";
import { arriving, ways } from "./arriving.js";
import { grid } from "./grid.js";

const PHASES = {
  multiply_all: ["phase_input", "phase_multiply", "phase_add", "phase_h"],
  look_up: ["phase_input", "phase_find", "phase_h"],
};
const BEAT = 1400; // milliseconds of a phase while it plays

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  // Python has chosen other inputs, or a model without these.
  if (state.first !== trace.first.join() || !state.inputs.every((i) => trace.rows.includes(i))) start(lab);
  state.road ??= "multiply_all";
  state.phase ??= last(state.road);
  lab.numbers.state = state.inputs.join();
  const picture = make(`div.picture.rows${lab.numbers.value("N") > 6 ? ".dense" : ""}`);
  if (trace.hides) return asking(lab, picture);
  const names = PHASES[state.road];
  const player = new Player(lab, { count: names.length, at: state.phase, pace: BEAT, place: (phase) => go(lab, phase) });
  lab.parts = {
    grid: grid(lab, (inputs) => choose(lab, inputs)),
    inputs: make("span.inputs"),
    phases: phases(lab, names, state.phase, (phase) => player.go(phase)),
    sentence: make("p.sentence"),
    cost: make("div.price"),
  };
  picture.append(lab.parts.grid.node, lab.parts.cost);
  const tail = bar(lab, { picture, words: () => inWords(lab) });
  refresh(lab);
  lab.atRest(state.road === "look_up" ? "h[0]" : "long_h[0]");
  const road = choice(lab, "road", Object.keys(PHASES), state.road, (name) => change(lab, { road: name, phase: last(name) }));
  const shape = make("span.soft.small", lab.say("shape", { V: lab.digits("V"), N: lab.digits("N") }));
  const header = make("header", make("h3", lab.say("title")), shape, make("span.grow"), road);
  const walk = make("div.bar", lab.parts.inputs, make("span.grow"), player.button, lab.parts.phases);
  return [header, gates(lab), walk, lab.noteLine(), lab.parts.sentence, picture, lab.explainPanel(), tail];
}

const last = (road) => PHASES[road].length - 1;

function change(lab, values) {
  Object.assign(lab.state, values);
  lab.rebuild();
}

/** While the question is open: what it needs, and nothing that would answer it. */
function asking(lab, picture) {
  lab.state.phase = last("multiply_all");
  picture.classList.add("asking");
  const table = grid(lab, (inputs) => choose(lab, inputs));
  picture.append(table.node);
  table.mark();
  lab.atRest(`x[${lab.state.inputs[0]}]`);
  const header = make("header", make("h3", lab.say("title_open")));
  const tail = bar(lab, { picture, words: () => inWords(lab), reset: false });
  return [header, gates(lab), lab.noteLine(), make("p.sentence", sentence(lab, "say_input")), picture, lab.explainPanel(), tail];
}

function start(lab) {
  const { first } = lab.trace;
  Object.assign(lab.state, { first: first.join(), inputs: [...first], many: first.length > 1 });
}

/** Everything that the inputs decide, brought up to date in place. */
function refresh(lab) {
  const { state, parts, numbers } = lab;
  numbers.state = state.inputs.join();
  parts.inputs.replaceChildren(...inputBar(lab));
  parts.cost.replaceChildren(...cost(lab));
  parts.grid.mark();
  parts.grid.name(state.inputs);
  lab.cells.paint(lab.cells.all.filter(({ id }) => !id?.startsWith("W_in")));
  showPhase(lab);
}

function showPhase(lab) {
  const { state, parts } = lab;
  parts.grid.node.dataset.phase = state.phase;
  parts.sentence.replaceChildren(...sentence(lab));
  parts.phases.show(state.phase);
  lab.describe();
}

/** Another phase: what moves in the mathematics moves in the picture. */
function go(lab, phase) {
  const way = ways(lab);
  lab.state.phase = phase;
  showPhase(lab);
  arriving(lab, way);
}

// ---- choosing the inputs ----------------------------------------------------------------------

function inputBar(lab) {
  const { state } = lab,
    several = state.many && state.inputs.length > 1;
  const told = lab.say("type_word");
  const word = field({ size: 12, placeholder: told, "aria-label": told, "data-key": "field" }, (text) => typed(lab, text));
  const less = (place) => () => choose(lab, state.inputs.toSpliced(place, 1));
  const remove = (id, place) =>
    make("button", { "aria-label": lab.say("remove", { word: lab.word(id) }), "data-key": `remove ${place}`, onclick: less(place) }, "×");
  const chips = state.inputs.map((id, place) => make("span.chip", make("bdi", lab.word(id)), several ? remove(id, place) : null));
  const number = choice(lab, "how_many", ["one", "several"], state.many ? "several" : "one", (which) => {
    state.many = which === "several";
    choose(lab, state.many ? state.inputs : state.inputs.slice(-1));
  });
  return [make("span.soft", lab.say("input_word")), ...chips, word, number];
}

function typed(lab, text) {
  const words = text.split(/\s+/u).filter(Boolean),
    { state } = lab;
  if (!words.length) return lab.note("no_such_choice");
  const ids = words.map((word) => lab.trace.rows.find((id) => lab.word(id) === word) ?? word);
  if (ids.length > 1) state.many = true;
  choose(lab, state.many && ids.length === 1 ? [...state.inputs, ...ids] : ids);
}

async function choose(lab, inputs) {
  lab.player?.stop();
  lab.note(null);
  const focused = lab.focused(),
    { state } = lab;
  const here = inputs.every((i) => lab.trace.rows.includes(i)) && `${inputs.join()}/x` in lab.numbers.arrays;
  if (!here) {
    const reply = await lab.ask({ inputs });
    if (!reply) return;
    Object.assign(state, { inputs: reply.trace.inputs, phase: last(state.road) });
    if (String(reply.trace.rows) !== String(lab.trace.rows)) return lab.replace(reply);
    lab.take(reply);
  } else Object.assign(state, { inputs, phase: last(state.road) });
  if (!lab.parts.phases) return lab.rebuild();
  const way = ways(lab);
  refresh(lab);
  lab.explain();
  arriving(lab, way);
  if (focused) lab.refocus(focused);
}

// ---- what is said -----------------------------------------------------------------------------

function cost(lab) {
  const { state, numbers } = lab,
    number = (id) => lab.number(id, { decimals: 0, group: "cost" });
  lab.cells.drop(({ group }) => group === "cost");
  const read = state.inputs.length > 1 ? "cost_look_up_several" : "cost_look_up";
  const count =
    state.road === "multiply_all"
      ? [make("b", number("multiplications")), " ", lab.nodes("cost_multiply", { by_zero: number("by_zero") })]
      : [make("b.zero", "0"), " ", lab.nodes(read, { id: state.inputs[0], C: numbers.value("C") })];
  return [make("p.cost", count), make("p.soft", lab.say("agree"), " ", number("difference"))];
}

function sentence(lab, phase) {
  const { state, numbers } = lab;
  const own = state.road === "look_up" && state.phase === 2 ? "_look_up" : "";
  const key = phase ?? PHASES[state.road][state.phase].replace("phase_", "say_") + own;
  const told = {
    word: lab.word(state.inputs[0]),
    id: state.inputs[0],
    C: numbers.value("C"),
    multiplications: lab.digits("multiplications"),
  };
  return lab.nodes(state.inputs.length > 1 ? lab.texts.known([`${key}_several`, key]) : key, told);
}

function inWords(lab) {
  const { state, numbers } = lab,
    h = state.road === "multiply_all" ? "long_h" : "h";
  if (lab.trace.hides) return lab.say("words_asking", { inputs: lab.word(state.inputs[0]), ids: state.inputs[0] });
  const values = [...numbers.array(h).data].map((value) => lab.digits(h, value));
  return lab.say("words_state", {
    inputs: lab.list(state.inputs),
    road: lab.say(state.road),
    phase: lab.say(PHASES[state.road][state.phase]),
    ids: lab.join([...new Set(state.inputs)].map(String)),
    h: lab.join(values),
  });
}

const KEEPS = {
  inputs: listOf(
    placeIn((lab) => lab.numbers.value("V")),
    20,
  ),
  road: oneOf(Object.keys(PHASES)),
  phase: isPlace,
  many: isFlag,
};

/** @param {Lab} lab @param {Record<string, any>} state */
async function reopen(lab, { inputs, phase, road = lab.state.road, ...state }) {
  Object.assign(lab.state, state, { road, phase: last(road) });
  lab.rebuild();
  if (inputs) await choose(lab, inputs);
  if (phase !== undefined) change(lab, { phase: Math.min(phase, last(lab.state.road)) });
}

export default widget("row_selector", build, { keeps: KEEPS, reopen });
