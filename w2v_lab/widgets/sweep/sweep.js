// The sweep: a setting on a slider; numbers, curves and tables follow.

/** @import { Lab } from '../kit/lab.js' */
import { bar, named } from "../kit/bar.js";
import { slider } from "../kit/controls.js";
import { draw, make } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { placeIn } from "../kit/link.js";
import { path, scale } from "../kit/plot.js";
import { table } from "../kit/table.js";

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  lab.label = (_letter, i, name, axis) => trace.headings[name]?.[axis]?.[i];
  lab.parts = { setting: make("output.setting"), sentence: make("p.sentence"), curves: [] };
  if (!trace.hides) choose(lab, state.at ?? trace.first);
  const picture = make("div.picture", trace.hides ? withheld(lab) : shows(lab));
  const header = make("header", make("h3", text(lab, "title")));
  const end = [bar(lab, { picture, words: () => inWords(lab) })];
  if (trace.hides) {
    lab.parts.sentence.replaceChildren(text(lab, "say_open"));
    return [header, gates(lab), lab.noteLine(), lab.parts.sentence, picture, end];
  }
  const go = (at) => {
    choose(lab, at);
    show(lab);
  };
  const range = slider(lab, "setting_slider", trace.settings.length, state.at, go);
  const slide = make("div.bar.slide.wide", make("span", text(lab, "setting"), " ", lab.parts.setting), range);
  lab.atRest(trace.shows.numbers[0]);
  lab.painted = () => show(lab);
  const drawn = trace.shows.curves.flatMap((name) => lab.numbers.expand(`${name}[:]`, {}));
  lab.drawn = () => named(lab, drawn);
  return [header, gates(lab), slide, lab.noteLine(), lab.parts.sentence, picture, lab.explainPanel(), end];
}

/** A text of this sweep, where it has one. */
const text = (lab, name) => (lab.trace.texts[name] ? lab.tell(lab.trace.texts[name]) : "");

function choose({ state, trace, numbers }, at) {
  state.at = Math.min(at, trace.settings.length - 1);
  numbers.state = trace.states[state.at];
}

function shows(lab) {
  const { numbers, curves, tables } = lab.trace.shows;
  const reading = (name) => make("p.tight", text(lab, name), " ", lab.number(name));
  const readings = make("div.readings", numbers.map(reading));
  const drawn = curves.map((name) => curve(lab, name));
  return make(
    "div.sweep",
    drawn,
    readings,
    tables.map((name) => matrix(lab, name)),
  );
}

function matrix(lab, name) {
  const [rows, columns] = lab.trace.headings[name];
  const cut = (word) => make("bdi.cut", word);
  const cells = (r) => columns.map((_, c) => lab.number(`${name}[${r},${c}]`, { tag: "td" }));
  const told = rows.map((word, r) => ({ heading: cut(word), cells: cells(r) }));
  const grid = table(text(lab, name), told, { head: [null, ...columns.map(cut)], kind: "numbers" });
  return make("div.part", make("p.soft.small", text(lab, name)), grid);
}

const WIDE = 420,
  HIGH = 190;
const LEFT = 42,
  RIGHT = WIDE - 12;
const LEAST = 1e-3,
  MOST = 8; // of what is drawn; the exponent above which a curve leaves the page

/** All curves thin, the chosen one thick; upwards in powers of ten where they leave the page. */
function curve(lab, name) {
  const { trace, numbers, parts } = lab;
  const all = trace.states.map((state) => numbers.arrays[`${state}/${name}`].data);
  const up = (value) => Math.log10(Math.max(value, LEAST));
  const finite = all
    .flatMap((data) => [...data])
    .filter(Number.isFinite)
    .map(up);
  const top = Math.min(MOST, Math.max(...finite)),
    bottom = Math.min(...finite);
  const height = scale([bottom, top], [HIGH - 22, 12]),
    y = (value) => height(Math.min(up(value), top));
  const x = (n, data) => scale([0, data.length - 1], [LEFT, RIGHT])(n);
  const lines = all.map((data) => draw("polyline.other", { points: path(data, (n) => x(n, data), y) }));
  const end = draw("text.end");
  const label = text(lab, name),
    viewBox = `0 0 ${WIDE} ${HIGH}`;
  const svg = draw("svg.curves", { viewBox, role: "img", "aria-label": label }, powers(bottom, top, y), lines, end);
  parts.curves.push({ all, lines, end, x, y });
  return make("div.part.wide", make("p.soft.small", label), svg);
}

/** Lines at powers of ten, at most five of them. */
function powers(bottom, top, y) {
  const found = [];
  for (let power = Math.ceil(bottom); power <= top; power += Math.ceil((top - bottom) / 5) || 1) {
    const at = y(10 ** power),
      label = power < 4 ? String(10 ** power) : `1e${power}`;
    found.push(draw("line.axis", { x1: LEFT, x2: RIGHT, y1: at, y2: at }));
    found.push(draw("text", { x: LEFT - 6, y: at + 4, "text-anchor": "end" }, label));
  }
  return found;
}

function show(lab) {
  const { state, trace, parts } = lab;
  parts.setting.textContent = String(trace.settings[state.at]).replace("-", "−");
  for (const each of parts.curves) stress(each, state.at);
  const outcome = trace.outcomes[state.at];
  parts.sentence.replaceChildren(text(lab, outcome ? `say_${outcome}` : "say"));
  lab.paint();
  lab.explain();
  lab.describe();
}

/** The chosen curve stands out, and says where it ceases to be numbers. */
function stress({ all, lines, end, x, y }, chosen) {
  lines.forEach((line, k) => line.setAttribute("class", k === chosen ? "curve chosen" : "other"));
  const data = all[chosen],
    last = Math.max(0, data.findLastIndex(Number.isFinite)),
    broken = last < data.length - 1;
  end.textContent = broken ? "✗ NaN" : "";
  end.setAttribute("x", Math.min(x(last, data) + 6, WIDE - 50));
  end.setAttribute("y", y(data[last]) + (broken ? 14 : 0));
}

function inWords(lab) {
  const { trace, state } = lab;
  if (trace.hides) return lab.say("withheld");
  const told = trace.shows.numbers.map((name) => `${text(lab, name)} ${lab.digits(name)}`);
  return lab.sentences([`${text(lab, "setting")} ${trace.settings[state.at]}`, ...told]);
}

const KEEPS = {
  at: placeIn((lab) => lab.trace.settings.length),
};

export default widget("sweep", build, { keeps: KEEPS });
