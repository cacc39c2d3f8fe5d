// The loss over the slider, so that a moment stands above its place on it.

/** @import { Lab } from '../kit/lab.js' */
import { draw, make } from "../kit/dom.js";
import { shown, whole } from "../kit/numbers.js";
import { path, scale, within } from "../kit/plot.js";
import { lastOf } from "./frames.js";

const WIDE = 1000,
  HIGH = 96,
  SIDE = 8;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** @param {Lab} lab @param {import('../kit/player.js').Player} player */
export function timeline(lab, player) {
  const { trace, numbers } = lab,
    last = lastOf(lab),
    time = scale([0, last], [SIDE, WIDE - SIDE]);
  const losses = trace.runs.map((_, run) => numbers.array(`loss_${run + 1}`).data);
  const { low, high } = range(losses);
  const line = scale([low, high], [HIGH - 6, 8]),
    y = (value) => line(Math.min(value, high));
  const curves = losses.map((data, run) => {
    const x = (n) => time((n / Math.max(1, data.length - 1)) * last);
    return draw("polyline", { class: `pl-curve run-${run}`, points: path(data, x, y) });
  });
  const cursor = draw("line.pl-cursor", { x1: 0, x2: 0, y1: 0, y2: HIGH });
  const label = { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", role: "img", "aria-label": lab.say("loss_label") };
  const svg = draw("svg.pl-loss", label, draw("line.pl-axis", { x1: 0, x2: WIDE, y1: HIGH - 6, y2: HIGH - 6 }), curves, cursor);
  const to = (event) => {
    if (!event.buttons && event.type !== "click") return;
    const [x] = within(svg, event, WIDE, HIGH);
    player.go(Math.round(Math.max(0, Math.min(1, (x - SIDE) / (WIDE - 2 * SIDE))) * last));
  };
  for (const event of ["pointermove", "click"]) svg.addEventListener(event, to);
  const point = (at) => cursor.setAttribute("transform", `translate(${time(at)} 0)`);
  const ends = [make("span.high", `${lab.say("loss_axis")} ${shown(high, 2)}`), make("span.low", shown(low, 2))];
  const axes = make("div.pl-axes.soft.small", { "aria-hidden": "true" }, svg, ends);
  const title = make("p.soft.small.tight", lab.say("loss_label"), keys(trace.runs));
  const moments = trace.moments[0],
    ticks = TICKS.map((part) => moments[Math.round(part * (moments.length - 1))]);
  const of = (k) => lab.say(trace.counted === "update_of" ? "axis_updates" : "axis_examples", { number: whole(k) });
  const marks = ticks.map((k, i) => make("span", i + 1 < ticks.length ? whole(k) : of(k)));
  const scaleLine = make("div.pl-ticks.soft.small", { "aria-hidden": "true" }, marks);
  return { point, node: make("div.pl-time", title, axes, player.slider.range, scaleLine, player.node) };
}

/** Losses above four times the first are off the picture. */
function range(losses) {
  const finite = losses.flatMap((data) => [...data]).filter(Number.isFinite);
  const high = Math.min(Math.max(...finite), 4 * (finite[0] ?? 1));
  return { high, low: Math.min(high, ...finite) };
}

const keys = (runs) => (runs.length > 1 ? runs.map((name, run) => [" ", make(`span.pl-key.run-${run}`, make("bdi", name))]) : null);
