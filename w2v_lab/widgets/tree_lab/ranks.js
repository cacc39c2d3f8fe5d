// A large vocabulary at a glance: questions to the word by its rank, and where the chosen one is.

/** @import { Lab } from '../kit/lab.js' */
import { draw, make } from "../kit/dom.js";
import { whole } from "../kit/numbers.js";
import { path, scale } from "../kit/plot.js";
import { short } from "../kit/words.js";

const WIDE = 640,
  HIGH = 190;
const LEFT = 40,
  RIGHT = WIDE - 20;

/** @param {Lab} lab */
export function ranks(lab) {
  const { curve, of } = lab.trace.ranks,
    { V } = lab.trace,
    deepest = Math.max(...curve.map(([, depth]) => depth));
  const log = scale([0, Math.log(V)], [LEFT, RIGHT]),
    x = (rank) => log(Math.log(rank)),
    y = scale([0, deepest], [HIGH - 30, 20]);
  const label = lab.say("ranks", { deepest });
  const svg = draw("svg.ranks", { viewBox: `0 0 ${WIDE} ${HIGH}`, width: WIDE, height: HIGH, role: "img", "aria-label": label });
  for (let rank = 1; rank <= V; rank *= 10) svg.append(draw("text", { x: x(rank), y: HIGH - 12, "text-anchor": "middle" }, whole(rank)));
  for (const depth of [0, Math.round(Math.log2(V)), deepest]) {
    const kind = depth && depth < deepest ? "half" : "axis";
    svg.append(draw(`line.${kind}`, { x1: LEFT, x2: RIGHT, y1: y(depth), y2: y(depth) }));
    svg.append(draw("text", { x: LEFT - 6, y: y(depth) + 4, "text-anchor": "end" }, depth));
  }
  const points = path(
    curve.map(([, depth]) => depth),
    (n) => x(curve[n][0]),
    y,
  );
  svg.append(draw("polyline", { points }), ...mark(lab, of[lab.state.word], x, y));
  return make("figure", make("figcaption.soft.small", label), svg);
}

/** Where the chosen word is. */
function mark(lab, found, x, y) {
  if (!found?.[0]) return [];
  const [rank, depth] = found,
    late = rank * rank > lab.trace.V;
  const at = { x: x(rank) + (late ? -9 : 9), y: y(depth) - 8, "text-anchor": late ? "end" : "start" };
  const word = short(lab.parts.nodes.label(lab.state.word), 14);
  return [draw("circle", { cx: x(rank), cy: y(depth), r: 5.5 }), draw("text", at, lab.say("named", { name: word, value: depth }))];
}
