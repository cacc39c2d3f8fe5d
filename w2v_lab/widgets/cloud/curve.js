// How soon: the distance from the diagonal over the moments of training, above the slider that goes through them.

/** @import { Lab } from "../kit/lab.js" */
import { draw, make } from "../kit/dom.js";
import { shown } from "../kit/numbers.js";
import { path, scale, within } from "../kit/plot.js";
import { runOf } from "./choices.js";

const WIDE = 460,
  HIGH = 132,
  LEFT = 40,
  RIGHT = 448,
  TOP = 10,
  BASE = 108;

/** Few rounds with a decimal, many without. @param {number} epochs */
const rounds = (epochs) => (epochs < 10 ? shown(epochs, 1) : shown(Math.round(epochs), 0));

/** @param {Lab} lab @param {(at: number) => void} go */
export function curve(lab, go) {
  const run = runOf(lab),
    data = (/** @type {string} */ name) => /** @type {any} */ (lab.numbers).array(name).data;
  const rmse = data("rmse"),
    pmi = data("rmse_pmi"),
    last = run.moments - 1,
    top = Math.max(...rmse, ...pmi);
  const x = scale([0, last], [LEFT, RIGHT]),
    y = scale([0, top], [BASE, TOP]);
  const svg = draw("svg.curve", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": lab.say("curve_label") });
  for (const value of [0, top / 2, top]) {
    svg.append(
      draw("line.grid", { x1: LEFT, x2: RIGHT, y1: y(value), y2: y(value) }),
      draw("text", { x: LEFT - 5, y: y(value) + 4, "text-anchor": "end" }, shown(value, 1)),
    );
  }
  const moments = [...new Set([0, Math.round(last / 3), Math.round((2 * last) / 3), last])];
  for (const f of moments) {
    const anchor = f === 0 ? "start" : f === last ? "end" : "middle";
    svg.append(draw("text", { x: x(f), y: BASE + 18, "text-anchor": anchor }, rounds(data("epoch")[f])));
  }
  if (run.ranked) {
    const floor = data("floor")[0];
    svg.append(draw("line.floor", { x1: LEFT, x2: RIGHT, y1: y(floor), y2: y(floor) }));
  }
  svg.append(
    draw("polyline", { class: "way pmi", points: path(pmi, x, y) }),
    draw("polyline", { class: "way own", points: path(rmse, x, y) }),
  );
  const dot = draw("circle.now", { r: 5 });
  svg.append(dot);
  const to = (/** @type {MouseEvent} */ event) => {
    if (!event.buttons && event.type !== "click") return;
    const [px] = within(svg, event, WIDE, HIGH);
    go(Math.round(Math.max(0, Math.min(1, (px - LEFT) / (RIGHT - LEFT))) * last));
  };
  for (const event of ["pointermove", "click"]) svg.addEventListener(event, /** @type {EventListener} */ (to));
  const show = (/** @type {number} */ at) => {
    const f = Math.floor(at),
      next = Math.min(f + 1, last);
    dot.setAttribute("cx", String(x(at)));
    dot.setAttribute("cy", String(y(rmse[f] * (1 - at + f) + rmse[next] * (at - f))));
  };
  return { node: make("div", svg), show };
}
