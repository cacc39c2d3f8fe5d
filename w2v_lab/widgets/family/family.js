// The family: methods and what each asks, touches, scores and cannot see; neighbours of one word; what two methods share.

/** @import { Child } from '../kit/types.d.ts' */
/** @import { Lab } from '../kit/lab.js' */
import { bar } from "../kit/bar.js";
import { list, phases } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { whole } from "../kit/numbers.js";
import { cell } from "../kit/scores.js";
import { table } from "../kit/table.js";
import { behind } from "./behind.js";

const LEAVES = ["leaf_table", "leaf_near", "leaf_shared"];
const SCORES = ["grammar", "icd"];
const COLUMNS = ["asks", "R", "M", ...SCORES, "blind"];

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  state.leaf ??= 0;
  state.open ??= [0, "asks"];
  state.word ??= 0;
  const name = (/** @type {number} */ a) => lab.say(`name_${trace.members[a].name}`);
  const vectors = trace.with_vectors.map((/** @type {string} */ each) => lab.say(`name_${each}`));
  lab.label = (letter, i, array) => {
    if (letter === "a") return name(i);
    if (letter === "r" || letter === "c") return vectors[i];
    if (letter === "b") return lab.say(SCORES[i]);
    if (letter === "k" && array === "runs") return lab.say("seed", { seed: i });
    return letter === "k" ? lab.say(`kind_${trace.kinds[i]}`) : undefined;
  };
  lab.follow = (pattern, [a]) => followed(lab, pattern, a);
  const tabs = phases(lab, LEAVES, state.leaf, (leaf) => {
    state.leaf = leaf;
    lab.rebuild();
  });
  const about = lab.say("about", { N: trace.N, seeds: trace.seeds });
  const head = make("header", make("h3", lab.say("title")), make("span.soft", about), make("span.grow"), tabs);
  const leaf = [everything, near, shared][state.leaf](lab, vectors);
  const picture = make("div.picture", leaf);
  const numbers = state.leaf === 0 || (state.leaf === 2 && !trace.hides); // words are no numbers
  lab.pinned = undefined;
  if (numbers) lab.atRest(state.leaf ? "shared[0,1]" : "M[3]");
  const words = () => (trace.hides ? lab.say("withheld") : inWords(lab, name));
  return [head, gates(lab), lab.noteLine(), picture, numbers ? lab.explainPanel() : null, bar(lab, { picture, words })];
}

/** The parts of a sum: of rows only those that belong to words. @param {Lab} lab @param {string} pattern @param {number} a */
function followed({ trace }, pattern, a) {
  const { parts } = trace.members[a];
  const wanted = (/** @type {string} */ part) => pattern === "parts" || part.startsWith("W");
  const found = parts.flatMap((/** @type {string} */ part, /** @type {number} */ p) => (wanted(part) ? [p] : []));
  return found.map((/** @type {number} */ p) => `${pattern === "parts" ? "part" : "rows"}[${a},${p}]`);
}

// ---- the table ------------------------------------------------------------------------------

/** @param {Lab} lab */
function everything(lab) {
  const { state, trace } = lab;
  const panel = make("div.behind", { role: "status" });
  const open = (/** @type {number} */ a, /** @type {string} */ column) => {
    state.alone = !(state.alone && state.open.join() === `${a},${column}`); // on the stage a case has the room of the table
    state.open = [a, column];
    show();
  };
  const lines = trace.members.map((/** @type {{ name: string, year: number }} */ member, /** @type {number} */ a) => ({
    heading: [make("b", lab.say(`name_${member.name}`)), " ", make("span.soft.small", String(member.year))],
    cells: COLUMNS.map((column) => place(lab, a, column, open)),
    attributes: { "data-member": member.name },
  }));
  const head = [lab.say("column_method"), ...COLUMNS.map((column) => lab.say(`column_${column}`))];
  const node = table(lab.say("title"), lines, { head, kind: "family scores" });
  const show = () => {
    const [a, column] = state.open;
    for (const each of node.querySelectorAll("[data-place]")) {
      const is = each.getAttribute("data-place") === `${a},${column}`;
      each.classList.toggle("open", is);
      if (is) for (const row of node.querySelectorAll("tr")) row.classList.toggle("opened", row.contains(each));
    }
    node.classList.toggle("alone", Boolean(state.alone));
    lab.cells.drop(({ group }) => group === "behind");
    panel.replaceChildren(.../** @type {Node[]} */ (behind(lab, a, column)));
    lab.paint();
    lab.explain();
  };
  lab.painted = show;
  return [node, panel];
}

/** One cell; all of it opens the case. @param {Lab} lab @param {number} a @param {string} column
 * @param {(a: number, column: string) => void} open */
function place(lab, a, column, open) {
  const { name } = lab.trace.members[a];
  const told = { "data-place": `${a},${column}`, onclick: () => open(a, column) };
  const b = SCORES.indexOf(column);
  if (b >= 0) {
    if (lab.trace.hides) return make("td.score", make("span.soft", "?"));
    const ends = b ? [0, 0.12] : [0, 1];
    const plan = {
      label: "",
      rows: names(lab),
      columns: SCORES.map((each) => lab.say(each)),
      ends: () => ends,
      open: () => open(a, column),
    };
    const node = cell(lab, /** @type {any} */ (plan), a, b);
    node.setAttribute("data-place", told["data-place"]);
    if (b && lab.trace.members[a].least) node.prepend(make("span.least", { title: lab.say("at_least") }, "≥"));
    return node;
  }
  if (column === "R" || column === "M") return lab.number(`${column}[${a}]`, { tag: "td", group: "cost", ...told });
  const key = `open ${a},${column}`;
  return make("td", told, make("button.quiet.told-cell", { "data-key": key }, lab.say(`${column}_${name}`)));
}

/** @param {Lab} lab */
const names = (lab) => lab.trace.members.map((/** @type {{ name: string }} */ { name }) => lab.say(`name_${name}`));

// ---- neighbours -----------------------------------------------------------------------------

/** @param {Lab} lab @param {string[]} vectors */
function near(lab, vectors) {
  const { state, trace } = lab;
  if (trace.hides) return withheld(lab);
  const words = Object.keys(trace.near);
  const choose = list(
    lab.say("word"),
    "word",
    words.map((word, i) => [i, word]),
    state.word,
    (i) => {
      state.word = i;
      lab.rebuild();
    },
  );
  const lists = trace.near[words[state.word]];
  /** How many lists have a word. @param {number} id */
  const times = (id) => lists.filter((/** @type {number[]} */ each) => each.includes(id)).length;
  const item = (/** @type {number} */ id) =>
    make(
      "li",
      { class: times(id) > 2 ? "often" : null },
      make("bdi", lab.word(id)),
      times(id) > 1 ? make("span.soft.small", ` ${times(id)}`) : null,
    );
  const column = (/** @type {number[]} */ each, /** @type {number} */ m) =>
    make("div.list", make("h4", vectors[m]), make("ol", each.map(item)));
  return [
    make("div.bar.slide", make("span", lab.say("near_of")), choose, make("span.soft.small", lab.say("near_about", { V: whole(trace.V) }))),
    make("div.lists", lists.map(column)),
  ];
}

// ---- what two share -------------------------------------------------------------------------

/** @param {Lab} lab @param {string[]} vectors */
function shared(lab, vectors) {
  const { trace } = lab;
  if (trace.hides) return withheld(lab);
  const rows = vectors.map((heading, m) => ({
    heading,
    cells: vectors.map((_, n) => lab.number(`shared[${m},${n}]`, { tag: "td", class: m === n ? "n itself" : "n" })),
  }));
  return [
    make("p.tight", lab.say("shared_about", { count: trace.compared })),
    table(lab.say("leaf_shared"), rows, { head: [null, ...vectors], kind: "shared" }),
  ];
}

/** @param {Lab} lab @param {(a: number) => string} name */
function inWords(lab, name) {
  const { trace } = lab;
  const told = (/** @type {{ name: string, least?: boolean }} */ { name: key, least }, /** @type {number} */ a) => {
    const scored = trace.with_vectors.includes(key);
    const scores = { grammar: lab.digits(`score[${a},0]`), icd: `${least ? "≥ " : ""}${lab.digits(`score[${a},1]`)}` };
    const asks = lab.say("named", { name: name(a), value: lab.say(`asks_${key}`) });
    return lab.sentences([asks, scored ? lab.say("words_scores", scores) : lab.say("no_vectors")]);
  };
  return trace.members.map(told).join(lab.gap());
}

export default widget("family", build);
