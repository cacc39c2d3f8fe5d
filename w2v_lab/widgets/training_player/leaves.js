// Leaves: what is sent when it is opened. Matrices and cosines as shades, when words settle, scores of analogies.

/** @import { Lab } from '../kit/lab.js' */
import { make } from "../kit/dom.js";
import { shown } from "../kit/numbers.js";
import { within } from "../kit/plot.js";
import { table } from "../kit/table.js";
import { frame, several } from "./frames.js";
import { biography } from "./life.js";

const TALL = 14; // lines of a table before another one begins beside it
const DENSE = 60; // lines of a matrix above which each is only a shade high
const SCALE = 63; // shades of a scale, white in the middle
const NO_NUMBER = -32768,
  FULL = 32767; // of the whole multiples that shades travel as

/** A leaf's part of the page, and what brings it to the moment on show. @param {Lab} lab @param {string} name @param {any} leaf */
export const open = (lab, name, leaf) => LEAVES[name](lab, leaf);

const LEAVES = { matrices, cosines, settling, analogies, biography };

const together = (parts) => ({
  node: make(
    "div.pl-parts",
    parts.map((part) => part.node),
  ),
  place: () => parts.forEach((part) => part.show()),
});

function matrices(lab, leaf) {
  const { trace } = lab,
    all = [...Array(trace.V).keys()];
  const rows = (matrix) => (matrix === "W_in" || trace.views.length > 1 ? all : null);
  const each = (run, r, name) =>
    ["W_in", "W_out"].map((matrix) =>
      shades(lab, {
        name: `${matrix}_${r}`,
        title: `${name}${matrix}`,
        run,
        rows: rows(matrix),
        moments: leaf[`moments_${r}`],
        most: FULL,
      }),
    );
  return together(several(lab, each));
}

function cosines(lab, leaf) {
  const each = (run, r, name) => {
    const title = `${name}${lab.say("leaf_cosines")}`,
      most = 1 / lab.numbers.arrays[`cosines_${r}`].step;
    return [shades(lab, { name: `cosines_${r}`, title, run, rows: leaf.rows, moments: leaf[`moments_${r}`], most, columns: true })];
  };
  return together(several(lab, each));
}

/** A table of numbers as shades, at the kept moment nearest before this one; `rows` are word ids. */
function shades(lab, { name, title, run, rows, moments, most, columns = false }) {
  const { data, shape, step } = lab.numbers.arrays[name],
    [, high, wide] = shape,
    dense = high > DENSE;
  const width = Math.min(38, Math.max(6, wide * (dense ? 0.9 : 1.5))),
    height = Math.min(38, high * (dense ? 0.2 : 1.15));
  const canvas = make("canvas.pl-shades", {
    role: "img",
    "aria-label": title,
    style: `width:${width}em;height:${height}em`,
    width: wide,
    height: high,
  });
  const ctx = canvas.getContext("2d"),
    image = ctx.createImageData(wide, high);
  const called = (r) => (rows ? lab.word(rows[r]) : r);
  const line = (i) => make("div", { class: i === lab.state.word ? "on" : null }, make("bdi.cut", lab.word(i)));
  const names = rows && !dense ? make("div.pl-names", rows.map(line)) : null;
  const told = make("p.soft.small.tight", lab.say("shade_hint"));
  let from = 0;
  canvas.addEventListener("pointermove", (event) => {
    const [c, r] = within(canvas, event, wide, high).map(Math.floor);
    if (c < 0 || r < 0 || c >= wide || r >= high) return;
    const value = data[from + r * wide + c],
      known = value === NO_NUMBER ? "NaN" : shown(value * step, 2);
    told.replaceChildren(...lab.nodes("shade", { row: called(r), column: columns ? called(c) : c, value: known }));
  });
  const show = () => {
    const k = lab.trace.moments[run][frame(lab, run)],
      at = Math.max(
        0,
        moments.findLastIndex((moment) => moment <= k),
      );
    from = at * wide * high;
    shade(lab, image, data.subarray(from, from + wide * high), most);
    ctx.putImageData(image, 0, 0);
  };
  const ends = [-most * step, 0, most * step].map((value) => make("span", shown(value, Number.isInteger(value) ? 0 : 2)));
  const key = make("div.pl-scale.small.soft", scaleOf(lab), make("div", ends));
  const grid = make("div.pl-grid", names, make("div", canvas, key, told));
  return { show, node: make("figure.pl-figure", make("figcaption.soft.small", title), grid) };
}

/** From the least to the greatest, in the colours of a shade. */
function scaleOf(lab) {
  const canvas = make("canvas.pl-shade", { "aria-hidden": "true", width: SCALE, height: 1 }),
    ctx = canvas.getContext("2d"),
    image = ctx.createImageData(SCALE, 1);
  shade(
    lab,
    image,
    Int16Array.from({ length: SCALE }, (_, i) => Math.round((2 * i * FULL) / (SCALE - 1) - FULL)),
    FULL,
  );
  ctx.putImageData(image, 0, 0);
  return canvas;
}

function shade(lab, image, data, most) {
  const [paper, plus, minus] = ["paper", "positive", "negative"].map((name) => lab.colours[name].match(/[\d.]+/g).map(Number));
  data.forEach((value, i) => {
    const strength = value === NO_NUMBER ? 0 : Math.min(1, Math.abs(value) / most),
      to = value > 0 ? plus : minus;
    for (let b = 0; b < 3; b++) image.data[4 * i + b] = paper[b] + (to[b] - paper[b]) * strength;
    image.data[4 * i + 3] = 255;
  });
}

function settling(lab, leaf) {
  const settled = (i) => lab.numbers.value(`settled_1[${i}]`);
  const number = (id) => lab.number(id, { tag: "td", decimals: 0, group: "settling" });
  const rows = leaf.rows
    .toSorted((a, b) => settled(a) - settled(b))
    .map((i) => ({
      i,
      heading: make("bdi.cut", lab.word(i)),
      cells: [number(`count[${i}]`), several(lab, (_run, r) => [number(`settled_${r}[${i}]`)])],
    }));
  const head = [lab.say("word"), lab.say("count"), ...several(lab, (_run, _r, name) => [`${name}${lab.say("settled")}`])];
  const tables = [];
  for (let from = 0; from < rows.length; from += TALL)
    tables.push(table(lab.say("leaf_settling"), rows.slice(from, from + TALL), { head }));
  const lines = tables.flatMap((each) => [...each.tBodies[0].rows]);
  const there = (i) => settled(i) <= lab.trace.moments[0][frame(lab, 0)];
  return { node: make("div.pl-parts", tables), place: () => rows.forEach(({ i }, n) => lines[n].classList.toggle("pl-there", there(i))) };
}

function analogies(lab, leaf) {
  const score = (run, r, s) => ({
    run,
    r,
    s,
    cell: lab.number(`score_${r}[${s},0]`, { tag: "td", decimals: 2, group: "scores" }),
    bar: make("span.pl-amount"),
  });
  const cells = several(lab, (run, r) => leaf.kinds.map((_, s) => score(run, r, s)));
  const heads = several(lab, (_run, _r, name) => [make("th.caption", { scope: "col", colspan: 2 }, name || lab.say("score"))]);
  const rows = leaf.kinds.map((kind, s) => {
    const own = cells.filter((each) => each.s === s).map(({ cell, bar }) => [cell, make("td.pl-bar", { "aria-hidden": "true" }, bar)]);
    const count = make("span.soft.small", ` ${lab.say("questions", { count: leaf.asked[s] })}`);
    return { heading: [make("bdi", lab.texts.called("kind", kind)), count], cells: own };
  });
  const node = table(lab.say("leaf_analogies"), rows);
  node.prepend(make("thead", make("tr", make("td"), heads)));
  const place = () => {
    for (const { run, r, s, cell, bar } of cells) {
      const id = `score_${r}[${s},${frame(lab, run)}]`;
      lab.retarget(cell, id);
      bar.style.width = `${100 * lab.numbers.value(id)}%`;
    }
  };
  return { node, place };
}
