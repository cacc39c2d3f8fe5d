// The training player: words on a plane, moving while they learn; numbers change only at kept moments, where they are true.

/** @import { Lab } from '../kit/lab.js' */
import { bar, places } from "../kit/bar.js";
import { colours, recoloured } from "../kit/colours.js";
import { choice, field, list } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { isPlace, listOf, oneOf, placeIn } from "../kit/link.js";
import { whole } from "../kit/numbers.js";
import { Player } from "../kit/player.js";
import { closeTo, frame, lastOf } from "./frames.js";
import { open } from "./leaves.js";
import * as life from "./life.js";
import { fit, map, NAMED, paint, scenes } from "./map.js";
import { reading } from "./reading.js";
import { timeline } from "./timeline.js";

const VIEWS = ["view_input", "view_output", "view_together", "view_apart"];
const TRAILS = ["trails_none", "trails_word", "trails_all"];
const FILM = 9000; // milliseconds of a whole film
const LISTED = 500; // words offered while one types

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  begin(lab);
  const shape = lab.say("shape", { V: trace.V, N: [...new Set(trace.dimensions)].join(" / ") });
  const header = make("header", make("h3", lab.say("title")), make("span.soft", shape));
  if (trace.hides) {
    const picture = make("div.picture", withheld(lab));
    return [header, gates(lab), lab.noteLine(), picture, bar(lab, { picture, words: () => lab.say("withheld") })];
  }
  lab.numbers.state = String(state.word);
  const last = lastOf(lab);
  state.at = Math.min(state.at ?? last, last);
  lab.label = (letter, i) => (letter === "f" ? String(trace.moments[0][i]) : life.called(lab, letter, i));
  const readings = trace.runs.map((_, run) => reading(lab, run));
  const leaf = state.leaf ? open(lab, state.leaf, state.leaves[state.leaf]) : null;
  const pace = FILM / Math.max(1, last);
  const player = new Player(lab, {
    key: "moment_slider",
    count: last + 1,
    at: state.at,
    pace,
    between: true,
    place: (at) => place(lab, at),
  });
  lab.parts = { panels: [], readings, leaf, time: timeline(lab, player), told: -1 };
  const picture = make("div.picture", stage(lab), lab.parts.time.node, leafBar(lab), leaf ? opened(lab, leaf) : null);
  lab.painted = () => again(lab);
  lab.drawn = () => lab.parts.panels.flatMap((panel) => drawn(lab, panel));
  watch(lab);
  const nearest = readings[0].cells[0] ? `cosine_1[${frame(lab, 0)},0]` : `loss_1[${frame(lab, 0)}]`;
  lab.atRest(state.leaf === "biography" ? life.sum(lab) : nearest);
  const end = [lab.explainPanel(), bar(lab, { picture, words: () => inWords(lab) })];
  return [header, gates(lab), controls(lab), lab.noteLine(), picture, end];
}

/** Another film: what was opened of the last one is forgotten. */
function begin(lab) {
  const { state, trace } = lab;
  if (state.of === trace) return;
  Object.assign(state, { of: trace, leaf: null, leaves: {}, stories: new Set(trace.stories) });
  const { opened } = trace;
  if (opened) Object.assign(state, { leaf: opened.leaf, leaves: { [opened.leaf]: opened } });
  const first = {
    view: `view_${trace.view}`,
    word: trace.word,
    trails: "trails_word",
    zoom: "zoom_run",
    axes: "axes_widest",
    dimensions: [0, 1],
    side: "side_in",
    split: "split_sentence",
    other: trace.other,
  };
  for (const [name, value] of Object.entries(first)) state[name] ??= value;
}

function stage(lab) {
  const { runs } = lab.trace,
    views = scenes(lab),
    single = runs.length === 1 && views.length === 1;
  const each = (name, run) => {
    const title = runs.length > 1 ? make("p.tight.pl-name", make("bdi", name)) : null;
    const maps = views.map((scene) => map(lab, run, scene, (word) => choose(lab, word)));
    return make("div.pl-run", title, make("div.pl-maps", maps), lab.parts.readings[run].node);
  };
  return make("div.pl-stage", { class: single ? "single" : null, style: `--runs:${runs.length}` }, runs.map(each));
}

const opened = (lab, leaf) => make("div.pl-leaf", make("p.soft.small", lab.say(`about_${lab.state.leaf}`)), leaf.node);

// ---- controls ---------------------------------------------------------------------------------

const change = (lab, values) => {
  Object.assign(lab.state, values);
  lab.rebuild();
};

function controls(lab) {
  const { state, trace } = lab,
    N = Math.max(...trace.dimensions),
    several = trace.views.length > 1;
  const turn = (name, names) => choice(lab, name, names, state[name], (value) => change(lab, { [name]: value }));
  const view = choice(lab, "views", VIEWS, state.view, (name) => look(lab, { view: name }));
  const axes = choice(lab, "axes", ["axes_widest", "axes_two"], state.axes, (name) => look(lab, { axes: name }));
  const two = make("span", select(lab, N, 0), " ", select(lab, N, 1));
  return make(
    "div.bar",
    wordField(lab),
    several ? view : null,
    N > 2 ? axes : null,
    N > 2 && state.axes === "axes_two" ? two : null,
    turn("trails", TRAILS),
    turn("zoom", ["zoom_run", "zoom_moment"]),
  );
}

function wordField(lab) {
  lab.wordList ??= `words-${Math.random().toString(36).slice(2)}`;
  const words = Object.values(lab.trace.words)
    .slice(0, LISTED)
    .map((word) => make("option", { value: word }));
  const onchange = ({ target }) => typed(lab, target.value.trim());
  const attributes = {
    list: lab.wordList,
    "aria-label": lab.say("word"),
    "data-key": "word",
    size: 11,
    value: lab.word(lab.state.word),
    onchange,
  };
  return [
    make(
      "label",
      lab.say("word"),
      " ",
      field(attributes, () => {}),
    ),
    make("datalist", { id: lab.wordList }, words),
  ];
}

function select(lab, N, axis) {
  const { dimensions } = lab.state,
    entries = [...Array(N).keys()].map((j) => /** @type {[number, string]} */ ([j, String(j)]));
  const choose = (j) => look(lab, { dimensions: dimensions.with(axis, j) });
  return list(lab.say(axis ? "axis_up" : "axis_right"), `axis ${axis}`, entries, dimensions[axis], choose);
}

/** Another view: its places may have to come from Python first. */
async function look(lab, values) {
  for (const scene of scenes(lab, { ...lab.state, ...values })) {
    if (lab.numbers.arrays[`places_${scene}_1`]) continue;
    const [view, dimensions] = scene.split(":");
    const reply = await lab.compute({ view, dimensions: dimensions?.split(",").map(Number) });
    if (!lab.add(reply)) return lab.rebuild();
  }
  change(lab, values);
}

function typed(lab, word) {
  const found = Object.entries(lab.trace.words).find(([, each]) => each === word);
  if (found) choose(lab, Number(found[0]));
  else lab.note("no_such_word", { word });
}

async function choose(lab, word) {
  const { state } = lab;
  lab.note(null);
  change(lab, { word });
  if (state.stories.has(word) || !lab.add(await lab.ask({ story: word }))) return;
  state.stories.add(word);
  if (state.word === word) lab.rebuild();
}

async function turnLeaf(lab, name) {
  const { state } = lab;
  if (state.leaf === name) return change(lab, { leaf: null });
  state.leaves[name] ??= lab.add(await lab.compute({ leaf: name }));
  if (state.leaves[name]) change(lab, { leaf: name });
}

function leafBar(lab) {
  const { state, trace } = lab;
  const each = (name) =>
    make(
      "button",
      { "aria-pressed": String(state.leaf === name), "data-key": `leaf ${name}`, onclick: () => turnLeaf(lab, name) },
      lab.say(`leaf_${name}`),
    );
  return make("div.slide.pl-leaves", make("span.soft.small", lab.say("more")), trace.leaves.map(each));
}

// ---- one moment -------------------------------------------------------------------------------

/** Show one moment: the dots wherever it lies, the numbers of the last kept moment before it. */
function place(lab, at) {
  const { state, parts } = lab,
    now = Math.floor(at);
  state.at = at;
  for (const panel of parts.panels) paint(lab, panel, at);
  parts.time.point(at);
  if (now === parts.told) return;
  parts.told = now;
  for (const each of parts.readings) each.turn();
  parts.leaf?.place();
  lab.explain();
  lab.describe();
}

/** The same moment once more: in another size, in other colours. */
function again(lab) {
  if (!lab.parts?.panels.length) return;
  colours(lab);
  for (const panel of lab.parts.panels) fit(panel);
  lab.parts.told = -1;
  place(lab, lab.state.at);
}

function watch(lab) {
  if (lab.watched) return;
  lab.watched = true;
  const resized = () => lab.parts?.panels.some(({ canvas, wide }) => canvas.isConnected && canvas.clientWidth !== wide);
  const size = new ResizeObserver(() => resized() && again(lab));
  size.observe(lab.root);
  recoloured(lab, () => again(lab));
  lab.end.signal.addEventListener("abort", () => size.disconnect());
}

const SIDES = { input: ["W_in"], output: ["W_out"], together: ["W_in", "W_out"] };

/** Where a map draws the words that it names, at the last kept moment. */
function drawn(lab, { run, view, places: { data, step }, rows }) {
  const { V, labels, runs, words } = lab.trace;
  const f = frame(lab, run),
    of = runs.length > 1 ? `${runs[run]} · ` : "";
  const named = rows <= NAMED ? Object.keys(words).map(Number) : labels;
  return SIDES[view].flatMap((side, second) => {
    const at = (i, axis) => data[2 * (rows * f + i + second * V) + axis] * step;
    return places(lab, named, at).map(([name, value]) => [lab.say("named", { name: `${of}${side}`, value: name }), value]);
  });
}

function inWords(lab) {
  const { state, trace } = lab;
  const each = trace.runs.map((name, run) => {
    const f = frame(lab, run),
      r = run + 1,
      moments = trace.moments[run];
    const near = (i, k) => lab.say("words_near", { word: lab.word(i), cosine: lab.digits(`cosine_${r}[${f},${k}]`) });
    const close = closeTo(lab, run, f).map(near),
      told = { number: whole(moments[f]), total: whole(moments[moments.length - 1]) };
    const moment = lab.say("words_moment", { ...told, loss: lab.digits(`loss_${r}[${f}]`) });
    const nearest = close.length ? lab.say("words_nearest", { word: lab.word(state.word), list: lab.join(close) }) : "";
    const said = lab.sentences([moment, nearest]);
    return trace.runs.length > 1 ? lab.say("number_label", { name, value: said }) : said;
  });
  return lab.sentences([...each, life.inWords(lab)]);
}

const KEEPS = {
  at: isPlace,
  word: placeIn((lab) => lab.trace.V),
  view: oneOf(VIEWS),
  trails: oneOf(TRAILS),
  zoom: oneOf(["zoom_run", "zoom_moment"]),
  axes: oneOf(["axes_widest", "axes_two"]),
  dimensions: listOf(
    placeIn((lab) => Math.max(...lab.trace.dimensions)),
    2,
  ),
  leaf: (value, lab) => lab.trace.leaves.includes(value),
  side: oneOf(life.SIDES),
  split: oneOf(life.SPLITS),
  other: placeIn((lab) => lab.trace.V),
};

/** What another view, word or leaf shows is asked for where it has not been. @param {Lab} lab @param {Record<string, any>} state */
async function reopen(lab, { word, view = lab.state.view, axes = lab.state.axes, dimensions = lab.state.dimensions, leaf, ...state }) {
  await look(lab, { ...state, view, axes, dimensions });
  if (word !== undefined) await choose(lab, word);
  if (leaf && lab.state.leaf !== leaf) await turnLeaf(lab, leaf);
}

export default widget("training_player", build, { keeps: KEEPS, reopen });
