// The cloud itself: axes and diagonal in SVG, and on a canvas above them every pair as a dot, in the same units.

/** @import { Lab } from "../kit/lab.js" */
import { calm, draw, make } from "../kit/dom.js";
import { shown } from "../kit/numbers.js";
import { scale, within } from "../kit/plot.js";
import { short } from "../kit/words.js";
import { runOf } from "./choices.js";

export const WIDE = 540,
  HIGH = 470;
const BOX = { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img" };
const RIGHT = 528,
  TOP = 10,
  BASE = 424;
const NO_NUMBER = -32768; // of the whole multiples that scores travel as
const MANY = 60; // words whose pairs are round and as large as their counts; of more, all are alike specks
const REACH = 14;

/** Where things stand: of a run that has all pairs there is no place for those never seen. @param {any} run */
function room(run) {
  const left = run.unseen ? 128 : 50,
    [low, high] = run.range,
    pad = 0.06 * (high - low) + 0.1;
  const ends = /** @type {[number, number]} */ ([low - pad, high + pad]);
  return { left, low: ends[0], high: ends[1], x: scale(ends, [left, RIGHT]), y: scale(ends, [BASE, TOP]) };
}

/** Whole numbers between two, at most nine of them. @param {number} low @param {number} high */
function ticks(low, high) {
  const step = Math.max(1, Math.ceil((high - low) / 8));
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) found.push(value);
  return found;
}

/** The picture, with `show(at)`. @param {Lab} lab @param {(w: number, c: number) => void} pick */
export function picture(lab, pick) {
  const svg = draw("svg.axes", { ...BOX, "aria-label": lab.say("axis_score") });
  const canvas = make("canvas.dots", { role: "img", "aria-label": `${lab.say("cloud_label")} ${lab.say("cloud_hint")}` });
  const name = draw("text", { class: "name" });
  const above = draw("svg.above", { ...BOX, "aria-label": lab.say("the_pair") }, name);
  const view = { canvas, ctx: /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")), at: 0, place: room(runOf(lab)) };
  axes(lab, svg, view.place);
  const near = (/** @type {MouseEvent} */ event) => nearest(lab, view, event);
  canvas.addEventListener("pointermove", (event) => {
    const found = near(event);
    canvas.title = found ? said(lab, ...found) : "";
    canvas.style.cursor = found ? "pointer" : "";
  });
  canvas.addEventListener("click", (event) => {
    const found = near(event);
    if (found) pick(...found);
  });
  const show = (/** @type {number} */ at) => {
    view.at = calm() ? Math.floor(at) : at;
    fit(canvas);
    paint(lab, view, name);
  };
  return { node: make("div.chart", svg, canvas, above), show };
}

/** @param {Lab} lab @param {number} w @param {number} c */
const said = (lab, w, c) => `${lab.word(w)} → ${lab.word(c)}`;

/** @param {Lab} lab @param {SVGElement} svg @param {ReturnType<typeof room>} place */
function axes(lab, svg, { left, low, high, x, y }) {
  const run = runOf(lab),
    text = (/** @type {string} */ told, /** @type {Record<string, unknown>} */ at) => draw("text", at, told);
  svg.append(draw("rect.ground", { x: left, y: TOP, width: RIGHT - left, height: BASE - TOP, rx: 6 }));
  const wide = run.unseen ? left + 22 : left; // beside −∞ there is no room
  for (const value of ticks(low, high)) {
    svg.append(
      draw("line.grid", { x1: left, x2: RIGHT, y1: y(value), y2: y(value) }),
      draw("line.grid", { x1: x(value), x2: x(value), y1: TOP, y2: BASE }),
      text(shown(value, 0), { x: (run.unseen ? 52 : left) - 6, y: y(value) + 4, "text-anchor": "end", class: "tick" }),
      x(value) < wide ? "" : text(shown(value, 0), { x: x(value), y: BASE + 18, "text-anchor": "middle", class: "tick" }),
    );
  }
  if (run.unseen) {
    svg.append(
      draw("rect.ground", { x: 52, y: TOP, width: 64, height: BASE - TOP, rx: 6 }),
      text("−∞", { x: 84, y: BASE + 18, "text-anchor": "middle", class: "tick" }),
      text(lab.say("never_seen"), { x: 84, y: BASE + 38, "text-anchor": "middle" }),
    );
  }
  const turned = `translate(13 ${(TOP + BASE) / 2}) rotate(-90)`;
  svg.append(
    draw("line.diagonal", { x1: x(low), y1: y(low), x2: x(high), y2: y(high) }),
    text(lab.say("axis_score"), { transform: turned, "text-anchor": "middle", class: "axis up" }),
    text(lab.say(lab.state.formula === "own" ? "axis_own" : "axis_pmi"), { x: RIGHT, y: BASE + 40, "text-anchor": "end", class: "axis" }),
  );
}

/** A canvas has as many points as the screen shows of it. @param {HTMLCanvasElement} canvas */
function fit(canvas) {
  const ratio = devicePixelRatio || 1,
    wide = Math.round((canvas.clientWidth || WIDE) * ratio),
    high = Math.round((canvas.clientHeight || HIGH) * ratio);
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
}

/** Between two kept moments every score is drawn on its way from one to the other.
 * @param {Lab} lab @param {string} key @param {number} at */
function scores(lab, key, at) {
  const all = /** @type {Record<string, any>} */ (lab.numbers?.arrays),
    { data, step, shape } = all[`${key}/u_all`];
  const now = Math.min(Math.floor(at), shape[0] - 1),
    next = Math.min(now + 1, shape[0] - 1),
    part = at - now,
    size = shape[1] * shape[2];
  return (/** @type {number} */ pair) => (data[now * size + pair] * (1 - part) + data[next * size + pair] * part) * step;
}

/** Where each pair stands: x by its formula, those never seen in a column of their own, spread by chance that stays.
 * @param {Lab} lab @param {string} key @param {ReturnType<typeof room>} place */
function across(lab, key, { x }) {
  const { data, step } = /** @type {any} */ (lab.numbers).arrays[`${key}/${lab.state.formula}_all`];
  return (/** @type {number} */ pair) => (data[pair] === NO_NUMBER ? 60 + ((pair * 0.618034) % 1) * 48 : x(data[pair] * step));
}

/** @param {Lab} lab @param {any} view @param {SVGElement} name */
function paint(lab, view, name) {
  const { canvas, ctx, at, place } = view,
    { state, trace, colours } = /** @type {any} */ (lab),
    V = trace.V;
  ctx.setTransform(canvas.width / WIDE, 0, 0, canvas.height / HIGH, 0, 0);
  ctx.clearRect(0, 0, WIDE, HIGH);
  const u = scores(lab, state.key, at),
    x = across(lab, state.key, place),
    y = (/** @type {number} */ pair) => Math.min(BASE - 3, Math.max(TOP + 3, place.y(u(pair))));
  Object.assign(view, { x, y });
  if (state.before && V <= MANY) ghost(lab, view);
  (V > MANY ? specks : rounds)(lab, view);
  if (state.best) crosses(lab, view);
  const mine = state.w * V + state.c,
    [px, py] = [x(mine), y(mine)];
  ctx.strokeStyle = colours.ink;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  line(ctx, place.left, py, px, py);
  line(ctx, px, py, px, BASE);
  ctx.setLineDash([]);
  ctx.fillStyle = colours.current;
  disc(ctx, px, py, 7);
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.stroke();
  const low = px > WIDE / 2;
  name.setAttribute("x", String(low ? px - 12 : px + 12));
  name.setAttribute("y", String(Math.max(TOP + 16, py - 12)));
  name.setAttribute("text-anchor", low ? "end" : "start");
  name.textContent = `${short(lab.word(state.w), 12)} → ${short(lab.word(state.c), 12)}`;
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} r */
function disc(ctx, x, y, r) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 7);
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} toX @param {number} toY */
function line(ctx, x, y, toX, toY) {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(toX, toY);
  ctx.stroke();
}

/** As large as their counts; those never seen stand on a corner; those of the given word lie above the others.
 * @param {Lab} lab @param {any} view */
function rounds(lab, { ctx, x, y }) {
  const { state, trace, colours, numbers } = /** @type {any} */ (lab),
    { data: own } = numbers.arrays[`${state.key}/own_all`],
    { data: count, step } = numbers.arrays[`${state.key}/count_all`],
    { V } = trace;
  ctx.lineWidth = 1.1;
  ctx.strokeStyle = colours.ink;
  const one = (/** @type {number} */ pair, /** @type {number} */ full, /** @type {number} */ edge) => {
    if (own[pair] === NO_NUMBER) diamond(ctx, x(pair), y(pair), 4);
    else disc(ctx, x(pair), y(pair), 1.6 + 1.1 * Math.log10(1 + count[pair] * step));
    ctx.globalAlpha = full;
    ctx.fill();
    ctx.globalAlpha = edge;
    ctx.stroke();
  };
  ctx.fillStyle = colours.ink;
  for (let pair = 0; pair < V * V; pair++) one(pair, 0.22, 0.6);
  ctx.fillStyle = colours.input;
  for (let pair = state.w * V; pair < (state.w + 1) * V; pair++) one(pair, 1, 1);
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} r */
function diamond(ctx, x, y, r) {
  ctx.beginPath();
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y);
  ctx.lineTo(x, y + r);
  ctx.lineTo(x - r, y);
  ctx.closePath();
}

/** Tens of thousands of pairs, written into the canvas point by point: where many lie, it is darker. @param {Lab} lab @param {any} view */
function specks(lab, { ctx, canvas, x, y }) {
  const { state, trace, colours } = /** @type {any} */ (lab),
    { V } = trace,
    { width, height } = canvas;
  const image = ctx.createImageData(width, height),
    points = new Uint32Array(image.data.buffer);
  const [red, green, blue] = colours.ink.match(/[\d.]+/g).map(Number),
    ink = (blue << 16) | (green << 8) | red;
  const across = width / WIDE,
    down = height / HIGH;
  for (let pair = 0; pair < V * V; pair++) {
    const corner = Math.round(y(pair) * down) * width + Math.round(x(pair) * across);
    for (const at of [corner, corner + 1, corner + width, corner + width + 1]) {
      points[at] = (Math.min(255, (points[at] >>> 24) + 90) << 24) | ink;
    }
  }
  ctx.putImageData(image, 0, 0);
  ctx.fillStyle = colours.input;
  for (let pair = state.w * V; pair < (state.w + 1) * V; pair++) ctx.fillRect(x(pair) - 2, y(pair) - 2, 4, 4);
}

/** Where the cloud of the run before ended. @param {Lab} lab @param {any} view */
function ghost(lab, { ctx, place }) {
  const { state, trace, colours, numbers } = /** @type {any} */ (lab),
    { shape } = numbers.arrays[`${state.before}/u_all`];
  const u = scores(lab, state.before, shape[0] - 1),
    x = across(lab, state.before, place);
  ctx.strokeStyle = colours.mark;
  ctx.lineWidth = 1;
  for (let pair = 0; pair < trace.V ** 2; pair++) {
    const y = place.y(u(pair));
    if (y > BASE || y < TOP) continue;
    disc(ctx, x(pair), y, 3);
    ctx.stroke();
  }
}

/** The nearest that so many dimensions can come. @param {Lab} lab @param {any} view */
function crosses(lab, { ctx, x, place }) {
  const { state, trace, colours, numbers } = /** @type {any} */ (lab),
    { data, step } = numbers.arrays[`${state.key}/best_all`];
  ctx.strokeStyle = colours.output;
  ctx.lineWidth = 1.2;
  for (let pair = 0; pair < trace.V ** 2; pair++) {
    const px = x(pair),
      py = place.y(data[pair] * step);
    line(ctx, px - 3, py - 3, px + 3, py + 3);
    line(ctx, px - 3, py + 3, px + 3, py - 3);
  }
}

/** The pair whose dot is nearest to an event.
 * @param {Lab} lab @param {any} view @param {MouseEvent} event @returns {[number, number] | null} */
function nearest(lab, view, event) {
  const { V } = lab.trace;
  if (!view.x) return null;
  const [px, py] = within(view.canvas, event, WIDE, HIGH);
  let best = null,
    least = REACH ** 2;
  for (let pair = 0; pair < V * V; pair++) {
    const d = (view.x(pair) - px) ** 2 + (view.y(pair) - py) ** 2;
    if (d < least) [least, best] = [d, pair];
  }
  return best === null ? null : [Math.floor(best / V), best % V];
}
