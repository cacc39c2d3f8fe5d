// A question on its own; the numbers that bear the answer out come when it has been given.

/** @import { Lab } from '../kit/lab.js' */
import { bar } from "../kit/bar.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { table } from "../kit/table.js";

/** @param {Lab} lab */
function build(lab) {
  if (!lab.numbers) return [gates(lab), lab.noteLine(), bar(lab, { reset: false })];
  const { names, caption: about } = lab.trace;
  const [rows, columns] = names;
  const cells = (r) => columns.map((_, c) => lab.number(`evidence[${r},${c}]`, { tag: "td" }));
  const told = rows.map((word, r) => ({ heading: make("bdi", word), cells: cells(r) }));
  const caption = make("p.soft.small.tight", lab.tell(about, { first: rows[0], second: rows[1] }));
  const head = [null, ...columns.map((word) => make("bdi", word))];
  const picture = make("div.picture", caption, table(lab.say("evidence"), told, { head, kind: "evidence" }));
  lab.atRest(`evidence[0,${Math.min(1, columns.length - 1)}]`);
  const list = (r) => lab.join(columns.map((other, c) => `${other} ${lab.digits(`evidence[${r},${c}]`)}`));
  const words = () => rows.map((word, r) => lab.say("words_row", { word, list: list(r) })).join("");
  return [gates(lab), picture, lab.explainPanel(), lab.noteLine(), bar(lab, { picture, words, reset: false })];
}

export default widget("predict", build);
