// The case behind a cell of the family's table.

/** @import { Lab } from '../kit/lab.js' */
import { make } from "../kit/dom.js";
import { shown, whole } from "../kit/numbers.js";
import { table } from "../kit/table.js";

/** @param {Lab} lab @param {number} a @param {string} column */
export function behind(lab, a, column) {
  const member = lab.trace.members[a];
  const head = make("h4", make("b", lab.say(`name_${member.name}`)), make("span.soft", lab.say(`column_${column}`)));
  if (column === "asks") return [head, ...example(lab, member)];
  if (column === "R" || column === "M") return [head, ...costs(lab, member, a)];
  if (column === "blind") return [head, make("p", lab.say(`why_${member.name}`)), source(lab, member)];
  if (lab.trace.hides || !lab.trace.with_vectors.includes(member.name)) return [head, make("p", lab.say("no_vectors"))];
  return [head, ...(column === "grammar" ? grammar(lab, a) : icd(lab, a, member)), code(member)];
}

/** @param {Lab} lab @param {any} member */
const source = (lab, member) => make("p.soft.small", lab.say(`source_${member.name}`));

/** What is given, and what is asked for. @param {Lab} lab @param {any} member */
function example(lab, member) {
  const { given, asked } = member.asked;
  const chips = (/** @type {string[]} */ words) => words.map((word) => make("bdi.chip", word));
  const row = lab.nodes(`case_${member.name}`, { given: make("span", chips(given)), asked: make("span", chips(asked)) });
  return [make("p", row), make("p.soft.small", lab.say("case_about")), source(lab, member)];
}

/** Matrix by matrix. @param {Lab} lab @param {any} member @param {number} a */
function costs(lab, member, a) {
  if (!member.parts.length) return [make("p", lab.say("counts_only"))];
  const number = (/** @type {string} */ name, /** @type {number} */ p) => lab.number(`${name}[${a},${p}]`, { tag: "td", group: "behind" });
  const rows = member.parts.map((/** @type {string} */ part, /** @type {number} */ p) => ({
    heading: make("i", part),
    cells: [number("rows", p), number("wide", p), number("part", p), make("td.soft.small", lab.say(`part_${part}`))],
  }));
  const head = ["matrix", "rows_moved", "wide", "product"].map((key) => lab.say(`cost_${key}`));
  return [
    table(lab.say("column_M"), rows, { head: [...head, null] }),
    make("p.soft.small", lab.say("cost_about", { V: whole(lab.trace.V), N: lab.trace.N })),
  ];
}

/** Kind by kind, and seed by seed. @param {Lab} lab @param {number} a */
function grammar(lab, a) {
  const { kinds, asked, seeds } = lab.trace;
  const cells = kinds.map((/** @type {string} */ _, /** @type {number} */ k) =>
    lab.number(`kind[${a},${k}]`, { tag: "td", group: "behind" }),
  );
  const head = [null, ...kinds.map((/** @type {string} */ kind) => lab.say(`kind_${kind}`))];
  const label = lab.say("column_grammar");
  return [
    make("p", lab.say("case_grammar", { asked: asked[0], seeds })),
    table(label, [{ heading: label, cells }], { head }),
    runs(lab, a, 0),
  ];
}

/** @param {Lab} lab @param {number} a @param {any} member */
function icd(lab, a, { rounds, more, longer, least }) {
  const { asked, tokens, V } = lab.trace;
  const values = { asked: whole(asked[1]), tokens: whole(tokens), V: whole(V) };
  const told = [make("p", lab.say("case_icd", values)), runs(lab, a, 1)];
  if (!rounds) return told;
  return [...told, make("p", lab.say(least ? "lower_bound" : "enough", { rounds, more, longer: shown(longer, 3) }))];
}

/** @param {Lab} lab @param {number} a @param {number} b */
function runs(lab, a, b) {
  const each = [...Array(lab.trace.seeds).keys()].map((k) => [
    " ",
    lab.say("seed", { seed: k }),
    " ",
    lab.number(`runs[${a},${b},${k}]`, { group: "behind", decimals: 3 }),
  ]);
  return make("p", each);
}

/** The line that made the vectors. @param {any} member */
function code({ code: { lines, first, last, file, number } }) {
  const shown = lines.slice(first, last + 1).join("\n");
  return make("div", make("p.soft.small", `${file}, ${number}`), make("div.code", make("div.it", shown)));
}
