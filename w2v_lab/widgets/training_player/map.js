// The words on a plane. Positions are drawn on a canvas and glide between kept moments.

/** @import { Lab } from '../kit/lab.js' */
import { calm, make } from "../kit/dom.js";
import { within } from "../kit/plot.js";
import { short, spot } from "../kit/words.js";
import { closeTo, local } from "./frames.js";

const EDGE = 26;
const NO_NUMBER = -32768; // of the whole multiples that places travel as
const LONG = 24,
  CROWD = 80; // moments behind each dot; words of which each may have its trail
export const NAMED = 60; // dots of which each may have its name
const REACH = 16; // pixels around a dot that belong to it

/** The scenes of a view: one, or input and output vectors apart. */
export function scenes(lab, { view, axes, dimensions } = lab.state) {
  const names = view === "view_apart" ? ["input", "output"] : [view.slice(5)];
  const two = axes === "axes_two" && Math.max(...lab.trace.dimensions) > 2;
  return names.map((name) => (two ? `${name}:${dimensions.join()}` : name));
}

/** @param {Lab} lab @param {number} run @param {string} scene @param {(word: number) => void} choose */
export function map(lab, run, scene, choose) {
  const { numbers, trace } = lab,
    [view, two] = scene.split(":");
  const places = numbers.arrays[`places_${scene}_${run + 1}`],
    origin = numbers.arrays[`origin_${scene}`].data;
  const share = `share_${scene}_${run + 1}`;
  trace.relations[share] ??= trace.relations[`share_${run + 1}`];
  const canvas = make("canvas.pl-map", { role: "img", "aria-label": `${lab.say(`map_${view}`)} ${lab.say("map_hint")}` });
  const panel = { run, view, canvas, ctx: canvas.getContext("2d"), places, origin, rows: places.shape[1], reach: reach(lab, scene) };
  canvas.addEventListener("pointermove", (event) => {
    const at = near(panel, event);
    canvas.style.cursor = at === null ? "" : "pointer";
    point(lab, panel, at);
  });
  canvas.addEventListener("pointerleave", () => point(lab, panel, null));
  canvas.addEventListener("click", (event) => {
    const at = near(panel, event);
    if (at !== null) choose(at % lab.trace.V);
  });
  lab.parts.panels.push(panel);
  const about = lab.say(two ? "share_two" : trace.faces.length ? "share_facing" : "share_widest", { list: lab.list(trace.faces) });
  const told = [lab.say(`map_${view}`), lab.gap(), about, " ", lab.number(share, { group: "reading", decimals: 2 })];
  return make("figure.pl-figure", canvas, make("figcaption.soft.small", told));
}

/** The dot under the mouse says its name, whether or not there is room for all names. */
function point(lab, panel, at) {
  if (panel.pointed === at) return;
  panel.pointed = at;
  panel.canvas.dataset.word = at === null ? "" : lab.word(at % lab.trace.V);
  paint(lab, panel, lab.state.at);
}

/** How far the words of a scene lie from its middle, to the sides and up, at each moment. */
function reach(lab, scene) {
  const far = [];
  lab.trace.runs.forEach((_, run) => {
    const { data, shape, step } = lab.numbers.arrays[`places_${scene}_${run + 1}`];
    for (let f = 0, at = 0; f < shape[0]; f++) {
      const most = (far[f] ??= [1e-9, 1e-9]);
      for (const end = at + 2 * shape[1]; at < end; at++) {
        if (data[at] !== NO_NUMBER) most[at % 2] = Math.max(most[at % 2], Math.abs(data[at]) * step);
      }
    }
  });
  return { each: far, all: [0, 1].map((axis) => Math.max(...far.map((most) => most[axis]))) };
}

/** Give a canvas as many points as the screen has. */
export function fit(panel) {
  const ratio = devicePixelRatio || 1,
    { canvas, ctx } = panel;
  panel.wide = canvas.clientWidth || 600;
  panel.high = canvas.clientHeight || 400;
  canvas.width = panel.wide * ratio;
  canvas.height = panel.high * ratio;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  panel.widths = new Map();
}

/** From a row's place at a moment to points of the canvas. */
function lens(lab, panel, at) {
  const { places, wide, high, rows } = panel,
    { data, step, shape } = places;
  const exact = local(lab, panel.run, calm() ? Math.floor(at) : at) + 1e-9;
  const now = Math.floor(exact),
    next = Math.min(now + 1, shape[0] - 1),
    part = exact - now;
  const between = (axis) => panel.reach.each[now][axis] * (1 - part) + panel.reach.each[next][axis] * part;
  const [right, up] = lab.state.zoom === "zoom_run" ? panel.reach.all : [between(0), between(1)];
  const k = Math.min((wide / 2 - 2 * EDGE) / right, (high / 2 - EDGE) / up);
  const a = 2 * rows * now,
    b = 2 * rows * next;
  return {
    now,
    k: k * step,
    toX: (x) => wide / 2 + x * k,
    toY: (y) => high / 2 - y * k,
    x: (i) => wide / 2 + (data[a + 2 * i] * (1 - part) + data[b + 2 * i] * part) * k * step,
    y: (i) => high / 2 - (data[a + 2 * i + 1] * (1 - part) + data[b + 2 * i + 1] * part) * k * step,
  };
}

/** Draw one moment. @param {Lab} lab @param {any} panel @param {number} at */
export function paint(lab, panel, at) {
  const { ctx, wide, high, rows } = panel,
    V = lab.trace.V,
    { word } = lab.state;
  panel.lens = lens(lab, panel, at);
  panel.size = rows <= 120 ? 5 : rows <= 800 ? 3.2 : 1.8;
  const mine = rows > V ? [word, word + V] : [word],
    close = closeTo(lab, panel.run, panel.lens.now);
  ctx.clearRect(0, 0, wide, high);
  cross(lab, panel);
  trails(lab, panel, mine);
  dots(lab, panel);
  const pointed = panel.pointed ?? null,
    first = pointed === null ? [] : [pointed];
  marks(lab, panel, mine, [...close, ...first]);
  labels(lab, panel, [...first, ...mine, ...close, ...(rows <= NAMED ? Array(rows).keys() : lab.trace.labels)]);
}

const output = (lab, panel, i) => panel.view === "output" || i >= lab.trace.V;
const colour = (lab, panel, i) => (output(lab, panel, i) ? lab.colours.output : lab.colours.input);

/** The cross is the vector of zeros: angles are seen from there. */
function cross(lab, { ctx, wide, high, origin, lens: { toX, toY } }) {
  ctx.lineWidth = 1;
  ctx.strokeStyle = lab.colours.line;
  ctx.beginPath();
  ctx.moveTo(0, toY(origin[1]));
  ctx.lineTo(wide, toY(origin[1]));
  ctx.moveTo(toX(origin[0]), 0);
  ctx.lineTo(toX(origin[0]), high);
  ctx.stroke();
}

function trails(lab, panel, mine) {
  const { ctx, rows } = panel,
    { state, trace } = lab,
    { now } = panel.lens;
  ctx.lineWidth = 1.5;
  if (state.trails === "trails_all") {
    ctx.globalAlpha = 0.4;
    for (let i = 0; i < rows; i++) {
      if (rows <= CROWD || trace.labels.includes(i % trace.V)) trail(lab, panel, i, Math.max(0, now - LONG));
    }
  }
  ctx.globalAlpha = 0.85;
  if (state.trails !== "trails_none") for (const i of mine) trail(lab, panel, i, 0);
  ctx.globalAlpha = 1;
}

function trail(lab, panel, i, from) {
  const { ctx, wide, high, rows, places } = panel,
    { now, k, x, y } = panel.lens,
    { data } = places;
  ctx.strokeStyle = colour(lab, panel, i);
  ctx.beginPath();
  for (let f = from; f <= now; f++) ctx.lineTo(wide / 2 + data[2 * (rows * f + i)] * k, high / 2 - data[2 * (rows * f + i) + 1] * k);
  ctx.lineTo(x(i), y(i));
  ctx.stroke();
}

/** Input vectors are round, output vectors square; thousands of them are all square, which is faster. */
function dots(lab, panel) {
  const { ctx, rows, size, view } = panel,
    { x, y } = panel.lens,
    V = lab.trace.V,
    many = rows > 800;
  const square = (i) => ctx.rect(x(i) - size, y(i) - size, 2 * size, 2 * size);
  const speck = (i) => ctx.fillRect(x(i) - size, y(i) - size, 2 * size, 2 * size); // faster than one path of thousands
  const round = (i) => {
    ctx.moveTo(x(i) + size, y(i));
    ctx.arc(x(i), y(i), size, 0, 7);
  };
  const split = view === "output" ? 0 : V;
  ctx.globalAlpha = many ? 0.7 : 1;
  for (const [from, to, shape] of [
    [0, Math.min(split, rows), many ? speck : round],
    [split, rows, many ? speck : square],
  ]) {
    if (from >= to) continue;
    ctx.fillStyle = colour(lab, panel, from);
    ctx.beginPath();
    for (let i = from; i < to; i++) shape(i);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

/** Rings around the nearest words, and the chosen one in its colour. */
function marks(lab, panel, mine, close) {
  const { ctx, size } = panel,
    { x, y } = panel.lens,
    { ink, current } = lab.colours;
  ctx.strokeStyle = ink;
  for (const i of close) {
    ctx.beginPath();
    ctx.arc(x(i), y(i), size + 3, 0, 7);
    ctx.stroke();
  }
  ctx.fillStyle = current;
  for (const i of mine) {
    ctx.beginPath();
    if (output(lab, panel, i)) ctx.rect(x(i) - size - 2, y(i) - size - 2, 2 * size + 4, 2 * size + 4);
    else ctx.arc(x(i), y(i), size + 3, 0, 7);
    ctx.fill();
    ctx.stroke();
  }
}

/** Names beside the dots; where two would lie on each other, the first one asked for stays. */
function labels(lab, panel, ids) {
  const { ctx, wide, high, widths, size } = panel,
    { x, y } = panel.lens,
    { V } = lab.trace;
  const { type, font } = lab.letters;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  ctx.strokeStyle = lab.colours.paper;
  ctx.fillStyle = lab.colours.ink;
  const named = new Set(ids);
  const taken = [...named].map((i) => ({ left: x(i) - size, y: y(i), width: 2 * size })); // no name lies on a dot
  for (const i of named) {
    const word = short(lab.word(i % V), 18),
      mine = i % V === lab.state.word || i === panel.pointed;
    ctx.font = `${mine ? 700 : 400} ${type}px ${font}`;
    if (!widths.has(word)) widths.set(word, ctx.measureText(word).width);
    const place = spot({ x: x(i), y: y(i), size: size + 5 }, widths.get(word), type, { wide, high }, taken);
    if (!place) continue;
    ctx.strokeText(word, place.left, place.y);
    ctx.fillText(word, place.left, place.y);
  }
}

/** The row whose dot is nearest to an event. */
function near(panel, event) {
  if (!panel.lens) return null;
  const [px, py] = within(panel.canvas, event, panel.wide, panel.high);
  let best = null,
    least = REACH ** 2;
  for (let i = 0; i < panel.rows; i++) {
    const d = (panel.lens.x(i) - px) ** 2 + (panel.lens.y(i) - py) ** 2;
    if (d < least) [least, best] = [d, i];
  }
  return best;
}
