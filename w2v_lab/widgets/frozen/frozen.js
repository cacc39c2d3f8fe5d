// Frozen at −6: the score of one true pair in three programs, update after update, from wherever it starts.

/** @import { Lab } from "../kit/lab.js" */
import { bar } from "../kit/bar.js";
import { slider } from "../kit/controls.js";
import { draw, make } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { placeIn } from "../kit/link.js";
import { path, scale } from "../kit/plot.js";
import { table } from "../kit/table.js";

const WIDE = 640,
  HIGH = 300,
  LEFT = 46,
  RIGHT = 520,
  TOP = 12,
  BASE = 262;
const HIGHEST = 8;
const MIDDLE = { "text-anchor": "middle" };

/** @param {Lab} lab */
function build(lab) {
  const { state, trace, numbers } = lab;
  state.at ??= trace.first;
  const choose = () => {
    numbers.state = trace.states[state.at];
  };
  choose();
  lab.label = (letter, i) => (letter === "p" ? trace.programs[i] : letter === "m" ? String(trace.moments[i]) : undefined);
  const sentence = make("p.sentence", { role: "status" });
  const head = make("header", make("h3", lab.say("title")), make("span.soft", lab.say("about")));
  const start = lab.number("start", { decimals: 1 });
  const parts = trace.hides ? null : { chart: chart(lab), readings: readings(lab) };
  const picture = make("div.picture", parts ? [make("div.two", parts.chart.node, parts.readings)] : withheld(lab));
  const words = () => lab.sentences([`${lab.say("starts_at")} ${lab.digits("start", undefined, 1)}`, sentence.textContent]);
  const show = () => {
    choose();
    lab.cells.paint();
    parts?.chart.show();
    sentence.replaceChildren(...(parts ? told(lab) : lab.nodes("say_open")));
    lab.explain();
    lab.describe();
  };
  const range = slider(lab, "start_slider", trace.starts.length, state.at, (at) => {
    state.at = at;
    show();
  });
  const slide = make("div.bar.slide.wide", make("span", lab.say("starts_at"), " ", start), range);
  lab.painted = show;
  if (parts) lab.atRest("e[0]");
  return [
    head,
    gates(lab),
    parts ? slide : null,
    lab.noteLine(),
    sentence,
    picture,
    parts ? lab.explainPanel() : null,
    bar(lab, { picture, words }),
  ];
}

/** What each program takes for σ, what is left of the error, and where the score is later. */
function readings(lab) {
  const { trace } = lab;
  const cell = (id, decimals) => lab.number(id, { tag: "td", group: id[0], decimals });
  const rows = trace.programs.map((program, p) => ({
    heading: [program, make("span.small.soft", ` ±${trace.limits[p]}`)],
    cells: [cell(`y[${p}]`), cell(`e[${p}]`), ...trace.told.slice(0, 4).map((m) => cell(`u[${p},${m}]`, 2))],
  }));
  const after = trace.told.map((m) => lab.say("after", { updates: trace.moments[m] }));
  return table(lab.say("title"), rows, { head: [lab.say("program"), "σ", lab.say("error"), ...after], caption: lab.say("readings") });
}

function chart(lab) {
  const { trace } = lab,
    last = trace.moments.at(-1),
    lowest = Math.min(...trace.starts) - 0.5;
  const x = (n) => scale([0, Math.log(last + 1)], [LEFT, RIGHT])(Math.log(n + 1)),
    y = scale([lowest, HIGHEST], [BASE, TOP]);
  const svg = draw("svg.scores", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": lab.say("chart") });
  const text = (said, attributes) => draw("text", attributes, said);
  svg.append(draw("rect.known", { x: LEFT, y: y(6), width: RIGHT - LEFT, height: y(-6) - y(6) }));
  for (const u of [-8, -6, 0, 6]) {
    svg.append(
      draw("line", { class: u ? "end" : "axis", x1: LEFT, x2: RIGHT, y1: y(u), y2: y(u) }),
      text(`${u}`.replace("-", "−"), { x: LEFT - 6, y: y(u) + 4, "text-anchor": "end" }),
    );
  }
  for (const n of [0, 1, 10, 100, last]) svg.append(text(n.toLocaleString("en"), { x: x(n), y: BASE + 18, ...MIDDLE }));
  svg.append(
    text(lab.say("updates"), { x: (LEFT + RIGHT) / 2, y: BASE + 34, ...MIDDLE }),
    text("u", { x: 8, y: TOP + 8, class: "letter" }),
  );
  const curves = trace.programs.map((_, p) => draw("polyline", { class: `way way-${p}` })),
    names = trace.programs.map((program) => text(program, { x: RIGHT + 8, class: "program" }));
  const dot = draw("circle.now", { r: 5 });
  svg.append(...curves, dot, ...names);
  /** The names stand at the ends of their curves, never on one another. */
  function show() {
    const M = trace.moments.length,
      data = lab.numbers.array("u").data;
    const ways = trace.programs.map((_, p) => data.subarray(p * M, (p + 1) * M));
    ways.forEach((way, p) =>
      curves[p].setAttribute(
        "points",
        path(way, (m) => x(trace.moments[m]), y),
      ),
    );
    dot.setAttribute("cx", String(x(0)));
    dot.setAttribute("cy", String(y(ways[0][0])));
    const order = ways.map((way, p) => ({ p, at: y(way[M - 1]) + 4 })).sort((a, b) => a.at - b.at);
    order.forEach((each, i) => {
      if (i) each.at = Math.max(each.at, order[i - 1].at + 16);
      names[each.p].setAttribute("y", each.at);
    });
  }
  return { node: svg, show };
}

/** Which programs never move the pair, and where the others leave it. */
function told(lab) {
  const { trace, numbers, state } = lab;
  const frozen = trace.programs.filter((_, p) => numbers.value(`e[${p}]`) === 0);
  const start = String(trace.starts[state.at]).replace("-", "−");
  if (frozen.length) return lab.nodes("say_frozen", { start, programs: lab.join(frozen), updates: trace.moments.at(-1) });
  return lab.nodes("say_moves", { start, updates: trace.moments.at(-1) });
}

const KEEPS = {
  at: placeIn((lab) => lab.trace.starts.length),
};

export default widget("frozen", build, { keeps: KEEPS });
