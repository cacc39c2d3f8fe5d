// Head costs: rows, multiplications and measured time of one target under each output layer, for 10 to 1,000,000 words.

/** @import { Lab } from "../kit/lab.js" */
import { bar } from "../kit/bar.js";
import { slider } from "../kit/controls.js";
import { draw, make, write } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { placeIn } from "../kit/link.js";
import { whole } from "../kit/numbers.js";
import { path, scale } from "../kit/plot.js";
import { table } from "../kit/table.js";

const WIDE = 520,
  HIGH = 300,
  LEFT = 64,
  RIGHT = 420,
  TOP = 26,
  BASE = 250;

/** What the layers are called, in the order of the numbers. */
const HEADS = ["softmax", "tree", "noise"];

/** @param {Lab} lab */
function build(lab) {
  const { state, trace, numbers } = lab;
  state.at ??= trace.first;
  const choose = () => {
    if (numbers) numbers.state = trace.states?.[state.at] ?? "";
  };
  choose();
  lab.label = (letter, p) => (letter === "p" ? lab.say(HEADS[p]) : undefined);
  const head = make("header", make("h3", lab.say("title")), make("span.soft", lab.say("about", { k: trace.k })));
  if (trace.hides) {
    const picture = make("div.picture", withheld(lab));
    return [head, gates(lab), lab.noteLine(), picture, bar(lab, { picture, words: () => lab.say("withheld") })];
  }
  const charts = [chart(lab, "M", "chart_M", whole), chart(lab, "s", "chart_s", micro)],
    sentence = make("p.sentence", { role: "status" }),
    V = lab.number("V", { decimals: 0 }),
    times = readings(lab);
  const measure = make("button", { "data-key": "measure", onclick: () => measured(lab, show) }, lab.say("measure"));
  const told = make("p.small.soft", lab.say("recorded", { road: trace.road, file: trace.record }));
  const show = () => {
    choose();
    times.show();
    lab.cells.paint();
    for (const each of charts) each.show();
    const beyond = trace.sizes[state.at] > trace.live;
    measure.disabled = beyond;
    write(measure, lab.say(beyond ? "too_large" : "measure", { most: whole(trace.live) }));
    sentence.replaceChildren(...lab.nodes("ratio", ratios(lab)));
    lab.explain();
    lab.describe();
  };
  const range = slider(lab, "size_slider", trace.sizes.length, state.at, (at) => {
    state.at = at;
    show();
  });
  const slide = make("div.bar.slide.wide", make("span", lab.say("size"), " ", V), range, measure);
  const picture = make(
    "div.picture",
    make(
      "div.two",
      charts.map(({ node }) => node),
    ),
    times.node,
    told,
  );
  lab.painted = show;
  lab.atRest("M[1]");
  const words = () => lab.sentences([`${lab.say("size")} ${lab.digits("V")}`, sentence.textContent]);
  return [head, gates(lab), slide, lab.noteLine(), sentence, picture, lab.explainPanel(), bar(lab, { picture, words })];
}

/** @param {Lab} lab */
function readings(lab) {
  const cell = (/** @type {string} */ id, /** @type {number | undefined} */ decimals = undefined) =>
    lab.number(id, { tag: "td", group: id[0], decimals });
  const here = HEADS.map((_, /** @type {number} */ p) => cell(`here[${p}]`));
  const rows = HEADS.map((/** @type {string} */ name, /** @type {number} */ p) => ({
    heading: lab.say(name),
    cells: [cell(`R[${p}]`, p === 1 ? 2 : 0), cell(`M[${p}]`, p === 1 ? 1 : 0), cell(`s[${p}]`), here[p]],
  }));
  const head = ["column_layer", "column_rows", "column_multiplications", "column_time", "column_here"].map((key) => lab.say(key));
  /** What was not measured here stays empty. */
  const show = () => {
    const known = lab.numbers?.array("here");
    here.forEach((/** @type {HTMLElement} */ each, /** @type {number} */ p) => lab.retarget(each, known ? `here[${p}]` : null, true));
  };
  return { node: table(lab.say("title"), rows, { head }), show };
}

/** How many times the rows, and the time, of sampling softmax takes. @param {Lab} lab */
function ratios(lab) {
  const value = (/** @type {string} */ id) => lab.numbers?.value(id) ?? Number.NaN;
  const told = (/** @type {number} */ ratio) => (ratio < 10 ? ratio.toFixed(1) : whole(Math.round(ratio)));
  return { rows: told(value("R[0]") / value("R[2]")), time: told(value("s[0]") / value("s[2]")) };
}

/** Ask Python to measure this size here and now. @param {Lab} lab @param {() => void} show */
async function measured(lab, show) {
  const told = lab.add(await lab.compute({ measure: lab.trace.sizes[lab.state.at] }));
  if (!told) return;
  lab.note("measured", { road: told.road, V: whole(lab.trace.sizes[told.measured]) });
  show();
}

/** @param {number} value */
const micro = (value) => (value < 1 ? String(value) : whole(value));

/** Both axes grow tenfold at a time. @param {Lab} lab @param {string} name @param {string} title @param {(value: number) => string} read */
function chart(lab, name, title, read) {
  const { trace, numbers, state } = lab,
    K = trace.sizes.length;
  const at = (/** @type {number} */ k, /** @type {number} */ p) => numbers?.arrays[`${trace.states?.[k]}/${name}`].data[p] ?? Number.NaN;
  const all = trace.sizes.flatMap((_, /** @type {number} */ k) => [0, 1, 2].map((p) => Math.log10(at(k, p))));
  const low = Math.floor(Math.min(...all)),
    high = Math.ceil(Math.max(...all));
  const x = scale([1, 6], [LEFT, RIGHT]),
    y = scale([low, high], [BASE, TOP]);
  const svg = draw("svg.costs", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": lab.say(title) });
  svg.append(draw("text", { x: 0, y: 14, class: "title" }, lab.say(title)));
  for (let power = low; power <= high; power++) {
    svg.append(
      draw("line", { class: "grid", x1: LEFT, x2: RIGHT, y1: y(power), y2: y(power) }),
      draw("text", { x: LEFT - 6, y: y(power) + 4, "text-anchor": "end" }, short(10 ** power, read)),
    );
  }
  for (let power = 1; power <= 6; power++) {
    svg.append(draw("text", { x: x(power), y: BASE + 18, "text-anchor": "middle" }, short(10 ** power, whole)));
  }
  svg.append(draw("text", { x: (LEFT + RIGHT) / 2, y: BASE + 36, "text-anchor": "middle" }, lab.say("axis")));
  const line = draw("line", { class: "here", y1: TOP, y2: BASE }),
    names = ends(HEADS.map((_, /** @type {number} */ p) => y(Math.log10(at(K - 1, p)))));
  const dots = HEADS.map(() => draw("circle.now", { r: 5 }));
  HEADS.forEach((/** @type {string} */ head, /** @type {number} */ p) => {
    const values = trace.sizes.map((_, /** @type {number} */ k) => Math.log10(at(k, p)));
    const points = path(values, (k) => x(Math.log10(trace.sizes[k])), y);
    svg.append(
      draw("polyline", { class: `way way-${p}`, points }),
      draw("text", { x: RIGHT + 8, y: names[p], class: "name" }, lab.say(head)),
    );
  });
  svg.append(line, ...dots);
  const show = () => {
    const here = x(Math.log10(trace.sizes[state.at]));
    for (const end of ["x1", "x2"]) line.setAttribute(end, String(here));
    dots.forEach((dot, p) => {
      dot.setAttribute("cx", String(here));
      dot.setAttribute("cy", String(y(Math.log10(at(state.at, p)))));
    });
  };
  return { node: svg, show };
}

/** Names at the ends of lines, never on one another. @param {number[]} heights */
function ends(heights) {
  const order = heights.map((at, p) => ({ p, at: at + 4 })).sort((a, b) => a.at - b.at);
  order.forEach((each, i) => {
    if (i) each.at = Math.max(each.at, order[i - 1].at + 16);
  });
  return heights.map((_, p) => order.find((each) => each.p === p)?.at ?? 0);
}

/** @param {number} value @param {(value: number) => string} read */
function short(value, read) {
  if (value >= 1e6) return `${whole(value / 1e6)} M`;
  return value >= 1e3 ? `${value / 1e3} k` : read(value);
}

const KEEPS = {
  at: placeIn((lab) => lab.trace.sizes.length),
};

export default widget("head_costs", build, { keeps: KEEPS });
