// Two dials: the angle and the distance between two words, while the model trains.

/** @import { Lab } from '../kit/lab.js' */
import { bar } from "../kit/bar.js";
import { choice, slider } from "../kit/controls.js";
import { draw, make, write } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { isPlace } from "../kit/link.js";
import { whole } from "../kit/numbers.js";
import { Player } from "../kit/player.js";

const RUN = 6000; // milliseconds of a whole run
const WIDE = 340,
  HIGH = 178; // of a dial, and where its needle turns
const X = 170,
  Y = 150,
  R = 112;

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  state.N ??= trace.N;
  state.window ??= trace.window;
  const [one, other] = names(lab);
  const header = make("header", make("h3", lab.nodes("title", { one, other })));
  const shared = make("p.sentence", lab.nodes("context", { list: make("b", lab.list(trace.contexts[state.window])) }));
  if (trace.hides) {
    const picture = make("div.picture", withheld(lab));
    return [header, gates(lab), lab.noteLine(), shared, picture, bar(lab, { picture, words: () => lab.say("withheld") })];
  }
  lab.numbers.state = `${state.N} ${state.window}`;
  const moments = trace.moments[lab.numbers.state];
  lab.label = (letter, f) => (letter === "f" ? String(moments[f]) : undefined);
  state.at = Math.min(state.at ?? moments.length - 1, moments.length - 1);
  const dials = [dial(lab, "angle", degrees()), dial(lab, "distance", halves(farthest(lab)))];
  const rest = ["cosine", "first", "second"].map((name) => reading(lab, name));
  const now = make("p.td-now");
  lab.parts = { moments, dials, now, moving: [...dials, ...rest], told: -1 };
  const pace = RUN / moments.length;
  const player = new Player(lab, {
    key: "moment_slider",
    count: moments.length,
    at: state.at,
    pace,
    between: true,
    place: (at) => place(lab, at),
  });
  const picture = make("div.picture", now, make("div.td-two", dials.map(node)), make("div.td-rest", rest.map(node)));
  lab.painted = () => place(lab, state.at);
  lab.atRest(`angle[${Math.floor(state.at)}]`);
  const end = [lab.explainPanel(), bar(lab, { picture, words: () => inWords(lab) })];
  return [header, gates(lab), settings(lab), lab.noteLine(), shared, make("div.bar", player.node), picture, end];
}

const names = (lab) => lab.trace.pair.map((i) => make("bdi", lab.word(i)));
const node = (part) => part.node;

function settings(lab) {
  const { state, trace } = lab;
  const resize = (at) => {
    state.N = trace.sizes[at];
    lab.rebuild();
  };
  const sizes = slider(lab, "size_slider", trace.sizes.length, trace.sizes.indexOf(state.N), resize);
  const windows = choice(lab, "window", trace.windows, state.window, (window) => look(lab, window), String);
  const size = make("span", lab.say("dimensions"), " ", make("b", String(state.N)));
  return make("div.bar", make("span", lab.say("window")), windows, size, sizes);
}

/** Another window: its runs may have to be made first. */
async function look(lab, window) {
  lab.player?.stop();
  if (!lab.trace.moments[`${lab.state.N} ${window}`]) {
    const came = lab.add(await lab.compute({ window }));
    if (!came) return lab.rebuild();
    Object.assign(lab.trace.moments, came.moments);
  }
  lab.state.window = window;
  lab.rebuild();
}

function reading(lab, name) {
  const [one, other] = names(lab),
    cell = lab.number(`${name}[0]`, { group: "rest" });
  return { name, cell, node: make("p.tight", lab.nodes(name, { one, other }), " ", cell) };
}

/** The greatest distance of all runs at this window, so that their dials can be compared. */
function farthest(lab) {
  const keys = Object.keys(lab.trace.moments).filter((key) => key.endsWith(` ${lab.state.window}`));
  return Math.max(...keys.flatMap((key) => [...lab.numbers.arrays[`${key}/distance`].data]).filter(Number.isFinite));
}

const degrees = () => [0, 45, 90, 135, 180].map((value) => [value, `${value}°`]);
const halves = (most) => [0, 0.5, 1].map((part) => [part * most, (part * most).toFixed(2)]);

/** A half circle with a needle; a dashed mark stays where the needle stood before training. */
function dial(lab, name, ticks) {
  const most = ticks.at(-1)[0];
  const at = (value, r) => {
    const turn = Math.PI * (1 - Math.min(1, value / (most || 1)));
    return [X + r * Math.cos(turn), Y - r * Math.sin(turn)];
  };
  const line = (value, from, to, kind) => {
    const [x1, y1] = at(value, from),
      [x2, y2] = at(value, to);
    return draw(`line.${kind}`, { x1, y1, x2, y2 });
  };
  const tick = ([value, text]) => {
    const [x, y] = at(value, R + 14),
      anchor = x < X - 40 ? "end" : x > X + 40 ? "start" : "middle";
    return [line(value, R - 6, R + 6, "td-mark"), draw("text.td-tick", { x, y: y + 4, "text-anchor": anchor }, text)];
  };
  const { data } = lab.numbers.array(name),
    needle = draw("line.td-needle", { x1: X, y1: Y });
  const arc = draw("path.td-arc", { d: `M ${X - R} ${Y} A ${R} ${R} 0 0 1 ${X + R} ${Y}` });
  const attributes = { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": lab.say(name) };
  const hub = draw("circle.td-hub", { cx: X, cy: Y, r: 6 });
  const svg = draw("svg.td-dial", attributes, arc, ticks.map(tick), line(data[0], R - 22, R, "td-start"), needle, hub);
  const cell = lab.number(`${name}[0]`, { group: "dials", decimals: decimals(name) });
  const turn = (value) => {
    const [x, y] = at(Number.isFinite(value) ? value : 0, R - 12);
    needle.setAttribute("x2", String(x));
    needle.setAttribute("y2", String(y));
  };
  return { name, cell, data, turn, node: make("figure.td-figure", svg, make("figcaption", lab.say(name), " ", cell)) };
}

const decimals = (name) => (name === "angle" ? 1 : 3);

function place(lab, at) {
  const { state, parts } = lab,
    now = Math.floor(at),
    part = at - now;
  state.at = at;
  for (const { data, turn } of parts.dials) turn(data[now] * (1 - part) + data[Math.min(now + 1, data.length - 1)] * part);
  if (parts.told === now) return;
  parts.told = now;
  for (const { name, cell } of parts.moving) lab.retarget(cell, `${name}[${now}]`);
  write(parts.now, lab.say("round_of", { number: whole(parts.moments[now]), total: whole(parts.moments.at(-1)) }));
  lab.explain();
  lab.describe();
}

function inWords(lab) {
  const f = Math.floor(lab.state.at),
    [one, other] = lab.trace.pair.map((i) => lab.word(i));
  const value = (name) => lab.digits(`${name}[${f}]`, undefined, decimals(name));
  const told = { angle: value("angle"), distance: value("distance"), cosine: value("cosine") };
  const { N, window } = lab.state;
  return lab.say("words_state", { N, window, one, other, number: lab.parts.moments[f], ...told });
}

const KEEPS = {
  at: isPlace,
  N: (value, lab) => lab.trace.sizes.includes(value),
  window: (value, lab) => lab.trace.windows.includes(value),
};

/** @param {Lab} lab @param {Record<string, any>} state */
async function reopen(lab, { window, ...state }) {
  Object.assign(lab.state, state);
  await look(lab, window ?? lab.state.window);
}

export default widget("two_dials", build, { keeps: KEEPS, reopen });
