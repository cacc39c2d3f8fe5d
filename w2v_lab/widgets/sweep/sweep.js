// The sweep: a setting on a slider; numbers, curves and tables follow.
import { draw, make, mount } from "./kit.js";

function build(lab) {
  const { state, trace } = lab;
  state.at = Math.min(state.at ?? trace.first, trace.settings.length - 1);
  lab.numbers.state = trace.states[state.at];
  lab.label = (letter, i) => undefined;
  lab.indexText = (name, axis, i) => trace.headings[name]?.[axis]?.[i] ?? String(i);
  const parts = lab.parts = { setting: make("output", { class: "setting" }), sentence: make("p", { class: "sentence" }), curves: [] };
  const picture = make("div", { class: "picture" });
  const { numbers, curves, tables } = trace.shows;
  if (trace.hides) picture.append(make("p", { class: "soft" }, lab.say("withheld")));
  else picture.append(make("div", { class: "sweep" }, curves.map((name) => curve(lab, name)), make("div", { class: "readings" }, numbers.map((name) => make("p", { class: "tight" }, lab.say(`${trace.name}_${name}`), " ", lab.number(name)))), tables.map((name) => table(lab, name))));
  const header = make("header", {}, make("h3", {}, lab.say(`${trace.name}_title`)));
  const slide = make("div", { class: "bar slide wide" }, make("span", {}, lab.say(`${trace.name}_setting`), " ", parts.setting), lab.slider("setting_slider", trace.settings.length, state.at, (at) => { state.at = at; show(lab); }));
  const bar = lab.bar({ picture, words: () => inWords(lab), reset: () => { state.at = trace.first; lab.pinned = undefined; lab.rebuild(); } });
  const panel = trace.hides ? null : lab.explainPanel();
  show(lab, true);
  lab.atRest(numbers[0]);
  return [header, trace.hides ? null : slide, lab.noteLine(), parts.sentence, picture, panel, lab.gatePanel(), bar];
}

function table(lab, name) {
  const [rows, columns] = lab.trace.headings[name];
  return make("div", { class: "part" }, make("p", { class: "soft small" }, lab.say(`${lab.trace.name}_${name}`)),
    make("table", { class: "plain numbers", role: "grid", "aria-label": lab.say(`${lab.trace.name}_${name}`) }, make("thead", {}, make("tr", {}, make("td"), columns.map((word) => make("th", { scope: "col" }, make("bdi", { class: "cut" }, word))))),
      make("tbody", {}, rows.map((word, r) => make("tr", {}, make("th", { scope: "row" }, make("bdi", { class: "cut" }, word)), columns.map((_, c) => lab.number(`${name}[${r},${c}]`, { tag: "td" })))))));
}

const WIDE = 420, HIGH = 190;

/** All curves thin, the chosen one thick; upwards in powers of ten where they leave the page. */
function curve(lab, name) {
  const { trace, numbers, parts } = lab;
  const all = trace.states.map((state) => numbers.arrays[`${state}/${name}`].data);
  const finite = all.flatMap((data) => [...data]).filter(Number.isFinite);
  const up = (v) => Math.log10(Math.max(v, 1e-3)), top = Math.min(8, Math.max(...finite.map(up))), bottom = Math.min(...finite.map(up));
  const x = (n, data) => 42 + (n / Math.max(1, data.length - 1)) * (WIDE - 54), y = (v) => HIGH - 22 - ((Math.min(up(v), top) - bottom) / (top - bottom || 1)) * (HIGH - 34);
  const path = (data) => [...data].map((v, n) => (Number.isFinite(v) ? `${x(n, data).toFixed(1)},${y(v).toFixed(1)}` : "")).join(" ");
  const lines = all.map((data) => draw("polyline", { points: path(data), class: "other" }));
  const svg = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "curves", role: "img", "aria-label": lab.say(`${trace.name}_${name}`) });
  for (let power = Math.ceil(bottom); power <= top; power += Math.ceil((top - bottom) / 5)) {
    const label = draw("text", { x: 36, y: y(10 ** power) + 4, "text-anchor": "end" });
    label.textContent = power < 4 ? String(10 ** power) : `1e${power}`;
    svg.append(draw("line", { x1: 42, x2: WIDE - 12, y1: y(10 ** power), y2: y(10 ** power), class: "axis" }), label);
  }
  const end = draw("text", { class: "end" });
  svg.append(...lines, end);
  parts.curves.push({ all, lines, end, x, y });
  return make("div", { class: "part wide" }, make("p", { class: "soft small" }, lab.say(`${trace.name}_${name}`)), svg);
}

function show(lab, first) {
  const { state, trace, numbers, parts } = lab;
  numbers.state = trace.states[state.at];
  parts.setting.textContent = String(trace.settings[state.at]).replace("-", "−");
  for (const { all, lines, end, x, y } of parts.curves) {
    lines.forEach((line, k) => line.setAttribute("class", k === state.at ? "curve chosen" : "other"));
    const data = all[state.at], last = data.findLastIndex(Number.isFinite);
    end.textContent = last < data.length - 1 ? "✗ NaN" : "";
    end.setAttribute("x", Math.min(x(Math.max(last, 0), data) + 6, WIDE - 50));
    end.setAttribute("y", y(data[Math.max(last, 0)]) + (last < data.length - 1 ? 14 : 0));
  }
  const broken = numbers.value("broken_at");
  const key = [broken === undefined ? "" : Number.isFinite(broken) ? "_broken" : (numbers.value("last_loss") > numbers.array("round_loss")?.data[0] ? "_worse" : "_well"), ""].map((end) => `say_${trace.name}${end}`).find((k) => lab.texts[k]);
  parts.sentence.replaceChildren(...lab.nodes(trace.hides ? `say_${trace.name}_open` : key, {}));
  if (first) return;
  lab.paint();
  lab.explain(lab.pinned);
  lab.describe();
}

function inWords(lab) {
  const { trace, numbers, state } = lab;
  if (trace.hides) return lab.say("withheld");
  const told = trace.shows.numbers.map((name) => `${lab.say(`${trace.name}_${name}`)} ${lab.digits(name, numbers.value(name))}`);
  return `${lab.say(`${trace.name}_setting`)} ${trace.settings[state.at]}. ${told.join(". ")}.`;
}

export default { render: (context) => mount(context, build) };
