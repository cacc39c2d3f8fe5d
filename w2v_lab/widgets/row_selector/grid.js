// The row selector's table: the words, x, W_in, and beside it the products or the rows looked up, h below.

/** @import { Lab } from '../kit/lab.js' */
import { make } from "../kit/dom.js";
import { whole } from "../kit/numbers.js";

const W_in = () => ["W", make("sub", "in")];
const blank = (span) => make("td", { colspan: span, "aria-hidden": "true" });

/** @param {Lab} lab @param {(inputs: number[]) => void} choose */
export function grid(lab, choose) {
  const { trace, state } = lab,
    N = lab.numbers.value("N"),
    columns = [...Array(N).keys()];
  const long = state.road === "multiply_all";
  const rows = trace.rows.map((id, place) => wordRow(lab, { id, place, columns, long, choose }));
  const sums = long ? result(lab, "sums", "sums", columns) : null;
  const h = result(lab, long ? "long_h" : "h", "h", columns);
  const third = {
    head: head(long ? ["x", " · ", ...W_in()] : "", "in.third", N),
    caption: caption(lab.say(long ? "products_caption" : "looked_caption"), N),
  };
  const more = { count: whole(trace.hidden_rows ?? 0) };
  const hidden = trace.hidden_rows ? make("tr", make("td.soft.small", { colspan: 2 * N + 5 }, lab.say("more_rows", more))) : null;
  const label = { role: "grid", "aria-label": lab.say("title"), "data-phase": state.phase, "data-road": state.road };
  const body = [
    make(
      "tbody",
      rows.map((row) => row.tr),
      hidden,
    ),
    make("tbody", sums?.tr, h.tr),
  ];
  const node = make("table.grid", label, heads(lab, columns, third, long), body);
  return { node, rows, sums: sums?.cells, h: h.cells, mark: () => mark(lab, rows), name: (inputs) => name(lab, inputs, third, h.label) };
}

const head = (symbol, kind, span) => make(`th.head.${kind}`, { colspan: span, scope: "colgroup" }, symbol);
const caption = (text, span) => make("td.caption", { colspan: span }, text);

function heads(lab, columns, third, long) {
  const N = columns.length,
    numbers = () => columns.map((j) => make("td", String(j)));
  return make(
    "thead",
    make("tr", blank(2), head("x", "x", 1), blank(1), head(W_in(), "in", N), blank(1), third.head),
    make(
      "tr",
      blank(2),
      caption(lab.say(long ? "x_caption" : "x_unused"), 1),
      blank(1),
      caption(lab.say("W_in_caption"), N),
      blank(1),
      third.caption,
    ),
    make("tr.axes", blank(4), numbers(), blank(1), numbers()),
  );
}

function wordRow(lab, { id, place, columns, long, choose }) {
  const { state, trace } = lab;
  const sign = (text) => (place ? null : make("td.sign", { rowspan: trace.rows.length, "aria-hidden": "true" }, text));
  const onclick = () => choose(state.many ? [...state.inputs, id] : [id]);
  const word = make("button.word", { "data-key": `word ${id}`, onclick }, make("bdi", lab.word(id)));
  const x = lab.number(`x[${id}]`, { tag: "td", decimals: 0 });
  const own = columns.map((j) => lab.number(`W_in[${id},${j}]`, { tag: "td" }));
  const source = long ? "products" : "W_in";
  const third = columns.map((j) => lab.number(`${source}[${id},${j}]`, { tag: "td", group: "third" }));
  for (const cell of third) cell.classList.add("third");
  const heading = make("th", { scope: "row" }, word);
  const tr = make("tr", make("td.id", String(id)), heading, x, sign(long ? "×" : ""), own, sign("→"), third);
  return { id, tr, word, own, third };
}

function result(lab, name, kind, columns) {
  const cells = columns.map((j) => lab.number(`${name}[${j}]`, { tag: "td" }));
  const label = make("th", { colspan: columns.length + 5, scope: "row" }, lab.say(`${kind}_caption`));
  return { label, cells, tr: make(`tr.result.${kind}`, label, cells) };
}

/** The chosen words' rows stand out; of a look-up only they are there. */
function mark(lab, rows) {
  const { state } = lab;
  let entry = null;
  for (const { id, tr, word, third } of rows) {
    const on = state.inputs.includes(id);
    tr.className = on ? "on" : "off";
    word.setAttribute("aria-pressed", String(on));
    word.title = lab.say(state.many ? "add" : "choose", { word: lab.word(id) });
    if (state.road !== "look_up") continue;
    third.forEach((cell, j) => lab.retarget(cell, on ? `W_in[${id},${j}]` : null));
    if (on) entry ??= third[0];
  }
  if (entry) entry.tabIndex = 0;
}

/** What stands over the third matrix, and before h. */
function name(lab, inputs, third, label) {
  const several = inputs.length > 1;
  label.textContent = lab.say(several ? "h_caption_several" : "h_caption", { C: lab.numbers.value("C") });
  if (lab.state.road !== "look_up") return;
  third.head.replaceChildren(...W_in(), `[${inputs.join(", ")}]`);
  third.caption.textContent = lab.say(several ? "looked_caption_several" : "looked_caption");
}
