// Under the tree: who waits, the way to a word with its factors, or what an update touches; and who is on either side of a node.

/** @import { Lab } from '../kit/lab.js' */
import { make } from "../kit/dom.js";
import { staged } from "../kit/stage.js";
import { table } from "../kit/table.js";
import { cut } from "./drawing.js";
import { ranks } from "./ranks.js";

const WAITING = 12; // shown of those that wait
const SIDE = 8; // words shown of a side

const soft = (text) => make("span.soft", text);
const line = (lab, key, ...rest) => make("p.code-line", soft(lab.say(key)), rest);
const two = (grid, ...rest) => make("div.two", make("div", grid), make("div", rest));

/** @param {Lab} lab */
export function below(lab) {
  if (lab.parts.grow) return waiting(lab);
  return lab.state.act === 1 ? way(lab) : update(lab);
}

/** A table with a heading key for each column. */
function grid(lab, heads, rows) {
  if (!rows.length) return null;
  const head = heads.map((key) => lab.say(`column_${key}`));
  return table(lab.say(lab.parts.act), rows, { head });
}

function waiting(lab) {
  const { trace, state, parts } = lab,
    { nodes } = parts,
    wait = trace.whole_tree && trace.waiting[state.made];
  const grown = trace.whole_tree && state.made === nodes.inner.length;
  const mean = grown ? line(lab, "mean_length", " ", lab.number("mean_length", { decimals: 2 })) : null;
  if (trace.ranks.curve) return [ranks(lab), mean];
  if (!wait || wait.length < 2) return mean;
  const chip = (node, i) => {
    const next = trace.kind === "huffman" && i < 2;
    const number = lab.number(nodes.weight(node), { group: "waiting" });
    return make("span.chip", { class: next ? "next" : null }, make("bdi", cut(nodes.label(node))), " · ", number);
  };
  const more = wait.length > WAITING ? lab.say("more", { count: wait.length - WAITING }) : null;
  return make("p.waiting", soft(lab.say(`waiting_${trace.kind}`)), wait.slice(0, WAITING).map(chip), more);
}

/** The way to the word asked for: at each node the score, which side, its probability, and the product so far. */
function way(lab) {
  const { nodes } = lab.parts,
    { word } = lab.state,
    number = (id) => lab.number(id, { group: "path", tag: "td" });
  const rows = nodes.route(word).map(([parent, bit, node]) => ({
    heading: nodes.label(parent),
    cells: [
      number(`u[${parent}]`),
      make("td.which", `${bit} ${bit ? "→" : "←"}`),
      number(nodes.factor([parent, bit])),
      number(`reach[${node}]`),
    ],
  }));
  const total = lab.number("total", { decimals: staged(lab) ? 3 : 12 }),
    bold = (text) => make("b", text);
  const told = [line(lab, "code", bold(nodes.bits(word))), line(lab, "rows", bold(nodes.rows(word))), line(lab, "total", total)];
  if (staged(lab)) return make("div.readings", told);
  return two(grid(lab, ["node", "u", "bit", "way", "reach"], rows), told);
}

/** The rows that the update touches. */
function update(lab) {
  const { nodes, now } = lab.parts,
    step = now();
  if (!step) return null;
  if (staged(lab)) return errors(lab, step);
  const number = (id) => lab.number(id, { group: "step", tag: "td" });
  const name = (s) => (step.targets.length > 1 ? `${nodes.label(step.targets[s])}: ` : "");
  const rows = step.rows.flatMap((touched, s) =>
    touched.map((row, q) => ({
      heading: `${name(s)}${lab.say("row", { row })}`,
      cells: ["u", "y", "t", "e"].map((letter) => number(`step_${letter}[${s},${q}]`)),
    })),
  );
  const loss = line(lab, "loss", lab.number("step_loss", { group: "step" }));
  return two(grid(lab, ["node", "u", "y", "t", "e"], rows), loss, line(lab, "hint_learn"));
}

/** On the stage, where the tree shows y and the bits: the errors of the rows that are touched. */
function errors(lab, step) {
  const { nodes } = lab.parts;
  const row = (row, s, q) => [` ${lab.say("row", { row })} `, lab.number(`step_e[${s},${q}]`, { group: "step" })];
  const told = step.rows.flatMap((touched, s) => touched.map((each, q) => make("span", row(each, s, q))));
  const loss = nodes.V > 1 ? make("span", soft(lab.say("loss")), " ", lab.number("step_loss", { group: "step" })) : null;
  return make("p.code-line", soft(lab.say("column_e")), told, loss);
}

/** The words on either side of the node that is pointed at, and how likely it sends to each. @param {Lab} lab @param {string} [id] */
export function sides(lab, id) {
  const { nodes, grow } = lab.parts,
    node = Number(id?.match(/^(?:yes|no|u|weight)\[(\d+)/)?.[1] ?? -1);
  const kids = nodes.kids[node];
  if (!kids) return [" "];
  const side = (child) => nodes.list(nodes.under(child).slice(0, SIDE)) + (nodes.under(child).length > SIDE ? " …" : "");
  const [left, right] = kids.map(side),
    [yes, no] = grow ? [] : ["yes", "no"].map((way) => lab.digits(`${way}[${node}]`));
  return lab.nodes(grow ? "sides_grow" : "sides_ask", { row: node - nodes.V, left, right, yes, no });
}
