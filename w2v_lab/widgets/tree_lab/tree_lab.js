// The tree lab: a tree grows merge by merge, answers for a word, and learns.

/** @import { Lab } from '../kit/lab.js' */
import { bar } from "../kit/bar.js";
import { choice, field, list, phases, slider } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates, told as judged } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { placeIn } from "../kit/link.js";
import { whole } from "../kit/numbers.js";
import { Player } from "../kit/player.js";
import { staged } from "../kit/stage.js";
import { below, sides } from "./below.js";
import { cut, Drawing } from "./drawing.js";
import { grip, within } from "./grip.js";
import { Nodes } from "./nodes.js";

const ACTS = ["act_grow", "act_ask", "act_learn"];
const RUN = 12000; // milliseconds of a whole run, more or less
const LARGE = 1.35; // what larger type makes of the tree
const STAGE = { zoom: 2, tall: 135, foot: 16 }; // digits of 24 pixels, all levels on the screen
const JUDGED = 120; // pixels of all levels beside a verdict
const TOLD = 60; // nodes that are listed in words

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab,
    nodes = new Nodes(lab),
    all = trace.whole_tree;
  if (state.of !== lab.facts.stamp) fresh(lab);
  if (!all) state.act = 0;
  const grow = state.act === 0,
    learn = state.act === 2 && trace.steps.length > 0;
  const now = () => (learn ? trace.steps[state.frame] : undefined); // none once the run is over
  const parts = { nodes, grow, learn, now, act: ACTS[state.act], sentence: make("p.sentence"), below: make("div") };
  lab.parts = parts;
  settle(lab);
  const about = make("p.sentence.soft.small.sides");
  hooks(lab, about);
  const width = room(lab);
  parts.drawing = new Drawing(lab, { grow, strip: state.act === 2 && !staged(lab), hot: state.act === 2, width, ...scale(lab) });
  if (all) grips(lab);
  const picture = make("div.picture", make("div.scroll", parts.drawing.svg), parts.below);
  const acts = phases(lab, all ? ACTS : ACTS.slice(0, 1), state.act, (act) => turn(lab, act));
  const tail = bar(lab, { picture, words: () => inWords(lab) });
  lab.painted = () => {
    refresh(lab);
    parts.drawing.glide();
    train(lab);
  };
  watch(lab, width);
  const kind = make("span.soft.small", lab.say(`kind_${trace.kind}`, { V: whole(trace.V) }));
  const header = make("header", make("h3", lab.say("title")), kind, make("span.grow"), acts);
  return [header, gates(lab), make("div.bar", controls(lab)), lab.noteLine(), parts.sentence, picture, about, lab.explainPanel(), tail];
}

/** Another tree has come: all of it is shown, the last moment, and the same word if it is there. */
function fresh(lab) {
  const { state, trace } = lab,
    { given, word, film, act } = trace;
  if (state.of === undefined) Object.assign(state, { act, frame: act === 2 ? 0 : Number.POSITIVE_INFINITY });
  // What was withheld until now is the next merge: the very one that was asked about.
  const made = state.withheld && trace.whole_tree ? state.made + 1 : trace.inner.length;
  state.withheld = !trace.whole_tree;
  Object.assign(state, { of: lab.facts.stamp, given, word, made, frame: Math.min(state.frame, film.length - 1) });
}

function turn(lab, act) {
  if (act === 2 && !lab.trace.steps[lab.state.frame]) lab.state.frame = 0;
  lab.state.act = act;
  anew(lab);
}

function anew(lab) {
  lab.pinned = undefined;
  lab.rebuild();
}

function hooks(lab, about) {
  const { nodes, now } = lab.parts,
    { trace } = lab;
  const root = trace.root < nodes.top ? [`reach[${trace.root}]`] : [];
  const follow = {
    children: ([node]) => (nodes.kids[node] ?? []).map((kid) => nodes.weight(kid)),
    path: ([node]) => [...root, ...nodes.route(node).map((step) => nodes.factor(step))],
    words: () => nodes.leaves.map((node) => `reach[${node}]`),
    row: ([s, q]) => lab.numbers.expand("W_out[i,:]", { i: [now().rows[s][q] + nodes.V] }),
  };
  lab.follow = (name, index) => follow[name](index);
  lab.label = (letter, i) => (letter === "i" && i >= nodes.V ? String(i - nodes.V) : undefined);
  lab.explained = (id) => about.replaceChildren(...sides(lab, id));
}

/** The arrays of the chosen moment and given word, as views into those of the whole run. */
function settle(lab) {
  const { numbers, state } = lab;
  numbers.state = "now";
  for (const [key, { shape, data }] of Object.entries(numbers.arrays)) {
    const [from, name] = key.split("/");
    if (from !== "film" && from !== String(state.given)) continue;
    const [count, ...rest] = shape,
      size = data.length / count,
      k = Math.min(state.frame, count - 1);
    numbers.arrays[`now/${name}`] = { shape: rest, data: data.subarray(k * size, (k + 1) * size) };
  }
}

const stage = (lab) => (judged(lab) ? { ...STAGE, tall: JUDGED } : STAGE);
const scale = (lab) => (staged(lab) ? stage(lab) : { zoom: lab.view.large ? LARGE : 1 });
const room = (lab) => (lab.root.clientWidth || 1040) - 36;

/** A tree is laid out for the room that it has. */
function watch(lab, width) {
  lab.sizes?.disconnect();
  lab.sizes = new ResizeObserver(() => {
    if (room(lab) === width) return;
    lab.state.places = {};
    lab.rebuild();
  });
  lab.sizes.observe(lab.root);
  lab.end.signal.addEventListener("abort", () => lab.sizes.disconnect());
}

// ---- leaves: choosing a word, and changing a count ----------------------------------------------

function grips(lab) {
  const { nodes, drawing, grow } = lab.parts,
    { state, trace } = lab,
    { leaves } = nodes;
  const first = leaves.includes(state.word) ? state.word : leaves[0];
  leaves.forEach((node, i) => {
    const act = () => (node < nodes.V ? choose(lab, node) : ask(lab, { zoom: node }));
    const near = (by) => drawing.leaves.get(leaves[i + by])?.group;
    const count = grow && trace.counts.length ? trace.counts[node] : undefined;
    const leaf = { group: drawing.leaves.get(node).group, node, near, first: node === first };
    if (state.held === node) leaf.group.classList.add("carried");
    grip(lab, leaf, { act, count, recount: (to) => recount(lab, node, to) });
  });
}

function choose(lab, word) {
  lab.state.word = word;
  anew(lab);
}

/** A new count is a new computation, and Python's; of many in a hurry only the last is asked for. */
async function recount(lab, node, to) {
  const { state } = lab,
    held = within(to);
  state.counts = (state.counts ?? lab.trace.counts).with(node, held);
  const { group } = lab.parts.drawing.leaves.get(node);
  group.querySelector("[data-id]").textContent = String(held);
  group.setAttribute("aria-valuenow", String(held));
  if (lab.busy) return;
  lab.busy = true;
  let reply, asked;
  do {
    asked = state.counts;
    reply = await lab.ask({ ...kept(lab), counts: asked });
  } while (reply && asked !== state.counts);
  lab.busy = false;
  state.counts = undefined;
  if (reply) take(lab, reply);
  else lab.rebuild();
}

const kept = ({ state }) => ({ given: state.given, word: state.word });

async function ask(lab, request) {
  const reply = await lab.ask({ ...kept(lab), ...request });
  if (reply) take(lab, reply);
  return reply;
}

function take(lab, reply) {
  if (lab.take(reply)) anew(lab);
}

/** The tree at once, what it learns a moment later. */
function train(lab) {
  const stamp = lab.facts.stamp;
  if (!lab.trace.due || lab.state.trained === stamp || lab.busy) return;
  lab.state.trained = stamp;
  ask(lab, { train: true });
}

// ---- what the merges made, the moment and the word decide, in place ------------------------------

function refresh(lab) {
  const { parts } = lab;
  parts.drawing.show({ made: parts.grow ? lab.state.made : parts.nodes.inner.length, ...lights(lab) });
  lab.cells.drop(({ cell }) => parts.below.contains(cell));
  parts.sentence.replaceChildren(...told(lab));
  parts.below.replaceChildren(...[below(lab)].flat().filter(Boolean));
  lab.paint();
  lab.atRest(main(lab));
  lab.explain();
  lab.describe();
}

/** The two that merge next, and the leaves that are asked for. */
function lights(lab) {
  const { parts, state, trace } = lab;
  if (!parts.grow) return { next: [], goals: state.act === 1 ? [state.word] : (parts.now()?.targets ?? []) };
  const waits = trace.whole_tree && trace.kind === "huffman" ? trace.waiting[state.made] : [];
  return { next: (waits ?? []).slice(0, 2), goals: [] };
}

/** The number that an act is about. */
function main(lab) {
  const { parts, state } = lab,
    { nodes } = parts;
  if (parts.grow) return nodes.weight(nodes.inner[Math.max(0, state.made - 1)] ?? nodes.leaves[0]);
  if (!parts.learn) return `reach[${state.word}]`;
  return parts.now()?.rows[0].length ? "step_e[0,0]" : "total";
}

function go(lab, place) {
  if (lab.parts.grow) {
    lab.state.made = place;
    lab.pinned = undefined; // the newest merge explains itself
  } else {
    lab.state.frame = place;
    settle(lab);
  }
  refresh(lab);
}

// ---- going through time -------------------------------------------------------------------------

function player(lab, key, count, at) {
  const { grow, drawing } = lab.parts;
  let shown = at;
  const place = (moment) => {
    if (Math.floor(moment) !== shown) go(lab, (shown = Math.floor(moment)));
    if (grow && moment > shown && moment < count - 1) drawing.rise(moment);
  };
  return new Player(lab, { key, count, at, pace: RUN / (count + 4), between: grow, place }).node;
}

function controls(lab) {
  const { trace, state, parts } = lab,
    { nodes, grow, learn } = parts,
    all = trace.whole_tree;
  const out = () => ask(lab, { zoom: nodes.top });
  const whole = all && trace.root < nodes.top ? make("button", { "data-key": "out", onclick: out }, lab.say("whole_tree")) : null;
  if (grow) {
    const merges = nodes.inner.length ? player(lab, "merge_slider", nodes.inner.length + 1, state.made) : null;
    const kinds = all ? choice(lab, "kind", ["huffman", "balanced"], trace.kind, (kind) => ask(lab, { kind })) : null;
    return [merges, whole, kinds];
  }
  const given = picker(lab, "given", state.given, (node) => give(lab, node), learn ? "given_learn" : "given");
  if (learn) return [player(lab, "update_slider", trace.film.length, state.frame), given, whole];
  const word = picker(lab, "word", state.word, (node) => choose(lab, node));
  if (!trace.steps.length) return [given, word, whole];
  const updates = slider(lab, "update_slider", trace.film.length, state.frame, (place) => go(lab, place));
  return [given, word, make("span.soft", lab.say("update_slider")), updates, whole];
}

/** A word to be chosen: from a list, or of a large vocabulary by typing it. */
function picker(lab, key, chosen, pick, says = key) {
  const { nodes } = lab.parts,
    { askable } = lab.trace,
    label = lab.say(says);
  const entries = askable.map((node) => [node, cut(nodes.label(node))]);
  const typed = { size: 12, "data-key": key, value: nodes.label(chosen) };
  const control = askable.length ? list(label, key, entries, chosen, pick) : field(typed, (text) => ask(lab, { [key]: text }));
  return make("label", make("span.soft", `${label} `), control);
}

async function give(lab, given) {
  if (!lab.numbers.arrays[`${given}/u`] && !lab.add(await lab.ask({ given, add: true }))) return lab.rebuild();
  lab.state.given = given;
  lab.rebuild();
}

// ---- what is said -------------------------------------------------------------------------------

const lead = (lab, key, number, total) => [make("b", lab.say(key, { number: whole(number), total: whole(total) })), lab.gap()];

function told(lab) {
  const { state, trace, parts } = lab,
    { nodes } = parts;
  if (parts.grow) return growing(lab);
  const update = trace.film[state.frame],
    given = lab.word(state.given);
  if (state.act === 1) {
    const when = update ? lab.say("after_updates", { number: whole(update) }) : lab.say("untrained");
    return lab.nodes(nodes.V > 1 ? "say_ask" : "say_lone", { given, word: nodes.label(state.word), when });
  }
  if (!parts.learn) return [lab.say("no_run")];
  const now = parts.now();
  if (!now) return [...lead(lab, "update_of", update, trace.updates), lab.say("say_end")];
  const counts = { count: new Set(now.rows.flat()).size, rows: nodes.V - 1, V: nodes.V };
  const words = { given: nodes.quoted(now.inputs), word: nodes.quoted(now.targets) };
  return [...lead(lab, "update_of", update + 1, trace.updates), ...lab.nodes("say_learn", { ...words, ...counts })];
}

function growing(lab) {
  const { state, trace, parts } = lab,
    { nodes } = parts,
    { V, inner, kids, top } = nodes;
  const last = inner[state.made - 1],
    [left, right] = (kids[last] ?? []).map((kid) => nodes.label(kid));
  const end = last === top;
  const weight = last === undefined ? undefined : lab.digits(`weight[${last}]`);
  const number = last === undefined ? 0 : last - V + 1;
  const drag = end && trace.counts.length ? lab.gap() + lab.say("say_drag") : "";
  return [...lead(lab, "merge_of", number, V - 1), ...lab.nodes(growingKey(lab, last, end), { left, right, row: last - V, weight }), drag];
}

function growingKey({ trace }, last, end) {
  if (last === undefined) return trace.V > 1 ? "say_start" : "say_lone";
  if (!trace.whole_tree) return "say_open";
  return `say_${end ? "done" : "merge"}_${trace.kind}`;
}

function inWords(lab) {
  const { state, parts } = lab,
    { nodes, grow } = parts;
  const heavy = (name) => lab.join(nodes.leaves.slice(0, TOLD).map((node) => `${nodes.label(node)} ${lab.digits(`${name}[${node}]`)}`));
  const said = told(lab)
    .map((part) => (typeof part === "string" ? part : part.textContent))
    .join("");
  if (grow) {
    const trees = nodes.inner
      .slice(0, state.made)
      .map((node) => `${nodes.label(node)} = ${nodes.kids[node].map((kid) => nodes.label(kid)).join(" + ")}`);
    return lab.sentences([said, lab.say("words_grow", { list: heavy("count"), trees: lab.join(trees) })]);
  }
  const way = state.act === 1 ? lab.say("words_path", { code: nodes.bits(state.word), rows: nodes.rows(state.word) }) : "";
  return lab.sentences([said, lab.say("words_leaves", { list: heavy("reach") }), way]);
}

const KEEPS = {
  act: placeIn((lab) => (lab.trace.whole_tree ? ACTS.length : 1)),
  made: placeIn((lab) => lab.trace.inner.length + 1),
  frame: placeIn((lab) => lab.trace.film.length),
  given: (value, lab) => lab.trace.askable.includes(value),
  word: (value, lab) => lab.parts.nodes.leaves.includes(value),
};

/** What a given word comes to is asked for where it has not been. @param {Lab} lab @param {Record<string, any>} state */
async function reopen(lab, { given, ...state }) {
  Object.assign(lab.state, state);
  lab.state.places = {};
  lab.rebuild();
  if (given !== undefined && state.act) await give(lab, given);
}

export default widget("tree_lab", build, { keeps: KEEPS, reopen });
