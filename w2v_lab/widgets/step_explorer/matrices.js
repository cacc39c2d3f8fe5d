// The step as matrices: x and W_in on the left; h, W_out, scores, predictions, labels and errors on the right.

/** @import { Lab } from '../kit/lab.js' */
import { make } from "../kit/dom.js";
import { cut, live, losses } from "./live.js";
import { asked, dimensions, letters, most, PHASE_OF, weight } from "./step.js";

/** @param {Lab} lab */
export function matrices(lab) {
  return make("div", left(lab), make("div", right(lab)), losses(lab));
}

const head = (symbol, kind, span = 1) => make(`th.head.${kind}`, { colspan: span, scope: "colgroup" }, symbol);
const caption = (lab, key, span, kind) => make("td.caption", { class: kind, colspan: span }, lab.say(key));
const W = (side) => ["W", make("sub", side)];
const columns = (...kinds) =>
  make(
    "colgroup",
    kinds.map((kind) => make("col", { class: kind })),
  );
const weights = (lab) => dimensions(lab).map(() => "weight");

function td(lab, id, group, kind, decimals) {
  const cell = live(lab, id, { tag: "td", group, decimals });
  if (kind) cell.classList.add("late", kind);
  return cell;
}

function left(lab) {
  const { trace } = lab,
    { N } = trace,
    label = { role: "grid", "aria-label": lab.say("left_label") };
  const heads = make("tr", make("td"), head("x", "x"), head(W("in"), "in", N));
  const captions = make("tr", make("td"), caption(lab, "x_caption", 1), caption(lab, "W_in_caption", N));
  const rows = trace.rows.map((i) => {
    const x = td(lab, () => `x[${i}]`, "x", "", 0);
    const own = dimensions(lab).map((j) => td(lab, () => weight(lab, "in", i, j), "W_in"));
    const tr = make("tr", make("th.name-cell", { scope: "row" }, cut(lab.word(i))), x, own);
    lab.parts.rows.push({ tr, input: i });
    return tr;
  });
  return make("table.grid.fixed", label, columns("word", "bit", ...weights(lab)), make("thead", heads, captions), make("tbody", rows));
}

function right(lab) {
  const { N } = lab.trace,
    names = letters(lab),
    label = { role: "grid", "aria-label": lab.say("right_label") };
  const sizes = columns(...weights(lab), ...names.map((letter) => (letter === "t" ? "bit" : "weight")), "word wide");
  const heads = names.map((letter) => head(letter, `soon.${PHASE_OF[letter]}`));
  const captions = names.map((letter) => caption(lab, `${letter}_caption`, 1, `soon ${PHASE_OF[letter]}`));
  const top = make(
    "thead",
    vector(lab, "h", "hidden", "h_label"),
    vector(lab, "EH", "back", "EH_label"),
    make("tr", head(W("out"), "out.soon.scores", N), heads, make("td")),
    make("tr", caption(lab, "W_out_caption", N, "soon scores"), captions, make("td")),
  );
  const rows = [...Array(most(lab)).keys()].map((r) => line(lab, r, names));
  return make("table.grid.fixed", label, sizes, top, make("tbody", rows));
}

function vector(lab, name, kind, label) {
  const cells = dimensions(lab).map((j) => td(lab, () => `${name}[${j}]`, name));
  return make(`tr.result.late.${kind}`, cells, make("th.side", { scope: "row", colspan: 5 }, lab.say(label)));
}

/** One line of the right table: a row of W_out, and what is computed with it. */
function line(lab, r, names) {
  const own = dimensions(lab).map((j) => {
    const cell = td(lab, () => asked(lab, r, (row) => weight(lab, "out", row, j)), "W_out");
    cell.classList.add("soon", "scores");
    return cell;
  });
  const at = (letter) => () => asked(lab, r, () => `${letter}[${lab.state.target},${r}]`);
  const found = names.map((letter) => td(lab, at(letter), letter, PHASE_OF[letter], letter === "t" ? 0 : undefined));
  const name = cut(),
    mark = make("span.tag");
  const tr = make("tr", own, found, make("th.name-cell", { scope: "row" }, name, mark));
  lab.parts.rows.push({ tr, line: r, name, mark });
  return tr;
}
