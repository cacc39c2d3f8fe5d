// The map: dots on a canvas, the chosen word, its true neighbours, and what only seems near; zoom and pan.

/** @import { Lab } from '../kit/lab.js' */
import { colours } from "../kit/colours.js";
import { button } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { within } from "../kit/plot.js";
import { short, spot } from "../kit/words.js";

const EDGE = 30;
const REACH = 14; // pixels around a dot that belong to it
const MOST_NAMES = 400; // words that are tried, the chosen ones first
const CLOSER = 1.6; // at each step of the zoom

/** The colours and letters in use. @param {Lab & { colours?: any, letters?: any }} lab @returns {Record<string, any>} */
export function inks(lab) {
  colours(lab);
  return { ...lab.colours, ...lab.letters };
}

/** As many points as the screen has. @param {HTMLCanvasElement} canvas */
export function sized(canvas) {
  const ratio = devicePixelRatio || 1,
    wide = canvas.clientWidth || 600,
    high = canvas.clientHeight || 400;
  canvas.width = wide * ratio;
  canvas.height = high * ratio;
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { ctx, wide, high };
}

/** The dots of the map on show: their words, and their places in units of their greatest.
 * @param {Lab} lab @param {any} told what is near to the chosen word */
function dotsOf(lab, told) {
  const { state, numbers } = lab;
  const name = state.kind === "around" ? `around ${state.word}/places` : `${state.kind}/places`;
  const places = numbers?.arrays[name];
  if (!places) return null;
  const ids = told?.ids ?? Array.from({ length: places.shape[0] }, (_, i) => i);
  const most = [1, 1];
  places.data.forEach((value, i) => {
    most[i % 2] = Math.max(most[i % 2], Math.abs(value));
  });
  return { ids, most, x: (/** @type {number} */ i) => places.data[2 * i], y: (/** @type {number} */ i) => places.data[2 * i + 1] };
}

/** @param {Lab} lab @param {any} told @param {(word: number) => void} choose */
export function map(lab, told, choose) {
  const { state } = lab;
  const label = `${lab.say(`map_${state.kind}`)}. ${lab.say("map_hint")}`;
  const canvas = make("canvas.ex-map", { role: "img", "aria-label": label });
  const dots = dotsOf(lab, told);
  state.look ??= { x: 0, y: 0, k: 1 };
  /** @type {any} */
  let view = null;
  const paint = () => {
    if (dots && canvas.isConnected) view = painted(lab, canvas, dots, told);
  };
  const at = (/** @type {MouseEvent} */ event) =>
    view && dots ? nearestDot(view, dots, within(canvas, event, view.wide, view.high)) : null;
  /** @type {{ x: number, y: number, look: any, moved: boolean } | null} */
  let held = null;
  canvas.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, look: { ...state.look }, moved: false };
    if (state.look.k > 1) canvas.setPointerCapture(event.pointerId);
  });
  const hover = (/** @type {MouseEvent} */ event) => {
    const i = at(event);
    canvas.title = i === null ? "" : lab.word(dots?.ids[i]);
    canvas.style.cursor = i === null ? "" : "pointer";
  };
  canvas.addEventListener("pointermove", (event) => {
    if (!held || state.look.k === 1) return hover(event);
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    held.moved ||= Math.hypot(dx, dy) > 4;
    if (!held.moved) return;
    state.look = { ...held.look, x: held.look.x - dx / view.scale, y: held.look.y + dy / view.scale };
    paint();
  });
  canvas.addEventListener("pointerup", (event) => {
    const i = held && !held.moved ? at(event) : null;
    held = null;
    if (i !== null) choose(dots?.ids[i]);
  });
  const zoom = (/** @type {number} */ by) => () => {
    const place = dots?.ids.indexOf(state.word) ?? -1;
    const k = by ? Math.max(1, state.look.k * by) : 1;
    const centred = state.look.k === 1 && place >= 0 && dots ? { x: dots.x(place), y: dots.y(place) } : state.look;
    state.look = k === 1 ? { x: 0, y: 0, k } : { ...centred, k };
    paint();
  };
  const tools = [
    ["zoom_out", "−", 1 / CLOSER],
    ["zoom_in", "+", CLOSER],
    ["zoom_all", lab.say("zoom_all"), 0],
  ].map(([key, sign, by]) =>
    button(String(sign), { "data-key": key, "aria-label": lab.say(String(key)), title: lab.say(String(key)), onclick: zoom(Number(by)) }),
  );
  return { node: make("div.ex-frame", canvas, make("div.ex-tools", tools)), paint };
}

/** @param {any} view @param {any} dots @param {[number, number]} place */
function nearestDot(view, dots, [px, py]) {
  let best = null,
    least = REACH ** 2;
  for (let i = 0; i < dots.ids.length; i++) {
    const d = (view.x(i) - px) ** 2 + (view.y(i) - py) ** 2;
    if (d < least) [least, best] = [d, i];
  }
  return best;
}

/** @param {Lab} lab @param {HTMLCanvasElement} canvas @param {any} dots @param {any} told */
function painted(lab, canvas, dots, told) {
  const { ctx, wide, high } = sized(canvas),
    ink = inks(lab),
    { look } = lab.state;
  const scale = Math.min((wide / 2 - 2 * EDGE) / dots.most[0], (high / 2 - EDGE) / dots.most[1]) * look.k;
  const x = (/** @type {number} */ i) => wide / 2 + (dots.x(i) - look.x) * scale,
    y = (/** @type {number} */ i) => high / 2 - (dots.y(i) - look.y) * scale;
  const view = { ctx, wide, high, x, y, scale, ink };
  ctx.clearRect(0, 0, wide, high);
  const size = dots.ids.length > 300 ? 2 : 3.5;
  ctx.fillStyle = ink.mark;
  ctx.globalAlpha = 0.75;
  for (let i = 0; i < dots.ids.length; i++) ctx.fillRect(x(i) - size, y(i) - size, 2 * size, 2 * size);
  ctx.globalAlpha = 1;
  const places = new Map(dots.ids.map((/** @type {number} */ id, /** @type {number} */ i) => [id, i]));
  const on = (/** @type {number[]} */ ids) => (ids ?? []).filter((id) => places.has(id)).map((id) => places.get(id));
  const mine = on([lab.state.word]),
    near = on(told?.rows),
    seeming = on(told?.seeming);
  marks(view, mine, near, seeming);
  names(lab, view, dots, mine, near, seeming);
  return view;
}

/** Lines to the true neighbours and rings around them; dashed squares around what only seems near; the chosen word.
 * @param {any} view @param {number[]} mine @param {number[]} near @param {number[]} seeming */
function marks({ ctx, ink, x, y }, mine, near, seeming) {
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = ink.ink;
  for (const from of mine) {
    for (const i of near) {
      ctx.beginPath();
      ctx.moveTo(x(from), y(from));
      ctx.lineTo(x(i), y(i));
      ctx.stroke();
    }
  }
  ctx.fillStyle = ink.paper;
  for (const i of near) {
    ctx.beginPath();
    ctx.arc(x(i), y(i), 5, 0, 7);
    ctx.fill();
    ctx.stroke();
  }
  ctx.strokeStyle = ink["error-text"];
  ctx.setLineDash([3, 2]);
  for (const i of seeming) ctx.strokeRect(x(i) - 5, y(i) - 5, 10, 10);
  ctx.setLineDash([]);
  ctx.strokeStyle = ink.ink;
  ctx.fillStyle = ink.current;
  for (const i of mine) {
    ctx.beginPath();
    ctx.arc(x(i), y(i), 8, 0, 7);
    ctx.fill();
    ctx.stroke();
  }
}

/** Names, the chosen ones first; none lies on another. @param {Lab} lab @param {any} view @param {any} dots
 * @param {number[]} mine @param {number[]} near @param {number[]} seeming */
function names(lab, { ctx, wide, high, x, y, ink }, dots, mine, near, seeming) {
  const first = [...mine, ...near, ...seeming];
  const taken = first.map((i) => ({ left: x(i) - 6, y: y(i), width: 12 }));
  const others = dots.ids.map((/** @type {number} */ _, /** @type {number} */ i) => i).filter(inside);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  ctx.strokeStyle = ink.paper;
  function inside(/** @type {number} */ i) {
    return x(i) > 0 && x(i) < wide && y(i) > 0 && y(i) < high;
  }
  for (const [place, i] of [...new Set([...first, ...others.slice(0, MOST_NAMES)])].entries()) {
    const chosen = place < mine.length,
      word = short(lab.word(dots.ids[i]), 18);
    ctx.font = `${place < mine.length + near.length ? 700 : 400} ${ink.type + (chosen ? 2 : 0)}px ${ink.font}`;
    ctx.fillStyle = place < first.length ? ink.ink : ink.soft;
    const where = spot({ x: x(i), y: y(i), size: chosen ? 12 : 8 }, ctx.measureText(word).width, ink.type + 2, { wide, high }, taken);
    if (!where) continue;
    ctx.strokeText(word, where.left, where.y);
    ctx.fillText(word, where.left, where.y);
  }
}
