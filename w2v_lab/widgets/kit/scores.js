// Scores with their intervals: a table whose cells open the case behind them. Python's side is scores.py.

/** @import { Child } from './types.d.ts' */
/** @import { Lab } from './lab.js' */
import { draw, make } from "./dom.js";
import { shown } from "./numbers.js";
import { scale } from "./plot.js";
import { table } from "./table.js";

const WIDE = 100,
  HIGH = 16,
  EDGE = 4;

/**
 * What is in the table. `ends` are the ends of a row's scale, 0 to 1 if left out; `open` is told which cell was chosen,
 * `chosen` says which one is open; `about` stands at the end of a row; `none` says why a cell is empty.
 * @typedef {object} Plan
 * @property {string} label
 * @property {string[]} rows
 * @property {string[]} columns
 * @property {(a: number) => [number, number]} [ends]
 * @property {(a: number, b: number) => void} [open]
 * @property {() => [number, number]} [chosen]
 * @property {(a: number) => Child} [about]
 * @property {string} [corner]
 */

/** @param {Lab} lab @param {Plan} plan */
export function scores(lab, plan) {
  const { rows, columns, about } = plan;
  /** @type {Map<string, HTMLElement>} */
  const all = new Map();
  const cells = (/** @type {number} */ a) =>
    columns.map((_, b) => {
      const node = cell(lab, plan, a, b);
      all.set(`${a},${b}`, node);
      return node;
    });
  const lines = rows.map((heading, a) => ({ heading, cells: [...cells(a), about ? make("td.soft.small", about(a)) : null] }));
  const head = [plan.corner ?? null, ...columns, ...(about ? [null] : [])];
  const show = () => {
    const open = plan.chosen?.().join();
    for (const [place, node] of all) {
      node.classList.toggle("open", place === open);
      node.querySelector("button")?.setAttribute("aria-pressed", String(place === open));
    }
  };
  show();
  return { node: table(plan.label, lines, { head, kind: "scores" }), show };
}

/** @param {Lab} lab @param {Plan} plan @param {number} a @param {number} b */
export function cell(lab, plan, a, b) {
  const [score, low, high] = ["score", "low", "high"].map((name) => lab.numbers?.value(`${name}[${a},${b}]`) ?? Number.NaN);
  if (Number.isNaN(score)) return make("td.score", make("span.soft", { title: lab.say("score_none") }, "–"));
  const number = lab.number(`score[${a},${b}]`, { group: "score" });
  const told = interval(lab, low, high);
  const picture = make("span.interval", strip(lab, plan, a, b, told), make("span.small.soft", told));
  if (!plan.open) return make("td.score", number, picture);
  const names = { row: plan.rows[a], column: plan.columns[b], score: shown(score, lab.trace.decimals ?? 2), interval: told };
  const open = make("button", { "data-key": `score ${a},${b}`, "aria-label": lab.say("score_open", names) }, picture);
  return make("td.score", { onclick: () => plan.open?.(a, b) }, number, open);
}

/** @param {Lab} lab @param {number} low @param {number} high */
function interval(lab, low, high) {
  const [from, to] = [low, high].map((value) => shown(value, lab.trace.decimals ?? 2));
  return lab.say("score_interval", { from, to });
}

/** The interval as a bar, the mean as a stroke, each run as a dot.
 * @param {Lab} lab @param {Plan} plan @param {number} a @param {number} b @param {string} told */
function strip(lab, plan, a, b, told) {
  const [from, to] = plan.ends?.(a) ?? [0, 1],
    x = scale([from, to], [EDGE, WIDE - EDGE]);
  const at = (/** @type {string} */ id) => x(lab.numbers?.value(id) ?? Number.NaN);
  const [score, low, high] = ["score", "low", "high"].map((name) => at(`${name}[${a},${b}]`));
  const runs = lab.numbers?.array("runs")?.shape[2] ?? 0;
  const dots = [...Array(runs).keys()].map((k) => at(`runs[${a},${b},${k}]`)).filter(Number.isFinite);
  return draw(
    "svg",
    { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": told },
    draw("line.axis", { x1: EDGE, x2: WIDE - EDGE, y1: HIGH / 2, y2: HIGH / 2 }),
    from < 0 && draw("line.axis", { x1: x(0), x2: x(0), y1: 1, y2: HIGH - 1 }),
    draw("rect.range", { x: low, width: Math.max(high - low, 1), y: HIGH / 2 - 3, height: 6, rx: 3 }),
    dots.map((cx) => draw("circle.run", { cx, cy: HIGH / 2, r: 1.6 })),
    draw("line.mean", { x1: score, x2: score, y1: 2, y2: HIGH - 2 }),
  );
}
