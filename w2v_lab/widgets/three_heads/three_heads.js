// Three heads: one example asked of softmax, of the tree and of negative sampling, moment by moment of their training.

/** @import { Lab } from "../kit/lab.js" */
import { bar } from "../kit/bar.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { placeIn } from "../kit/link.js";
import { Player } from "../kit/player.js";
import { table } from "../kit/table.js";

/** @type {Record<string, { name: string, asks: string, rows: string, loss: string }>} */
const SAYS = {
  softmax: { name: "softmax", asks: "asks_softmax", rows: "rows_softmax", loss: "loss_one" },
  tree: { name: "tree", asks: "asks_tree", rows: "rows_tree", loss: "loss_one" },
  noise: { name: "noise", asks: "asks_noise", rows: "rows_noise", loss: "loss_sum" },
};

/** @param {Lab} lab */
function build(lab) {
  const { state, trace, numbers } = lab,
    last = trace.rounds.length - 1;
  state.at ??= last;
  const choose = () => {
    if (numbers) numbers.state = trace.states?.[state.at] ?? "";
  };
  choose();
  lab.label = (letter, r) => (letter === "r" ? node(lab, r) : undefined);
  lab.follow = (name) => followed(lab, name);
  const place = make("span.place");
  const player = new Player(lab, {
    key: "moment_slider",
    count: last + 1,
    at: state.at,
    pace: 600,
    place: (at) => {
      state.at = at;
      show();
    },
  });
  const word = (/** @type {string} */ kind, /** @type {number} */ id) => make(`bdi.role.${kind}`, lab.word(id));
  const pair = { given: word("given", trace.given), target: word("asked", trace.target) };
  const head = make("header", make("h3", lab.say("title")), make("span.soft", lab.nodes("about", pair)));
  const heads = make(
    "div.heads",
    trace.heads.map((/** @type {string} */ name, /** @type {number} */ n) => column(lab, name, n)),
  );
  const picture = make("div.picture", heads, trace.hides ? null : compared(lab));
  const show = () => {
    choose();
    lab.cells.paint();
    place.replaceChildren(...lab.nodes("place", { rounds: trace.rounds[state.at] }));
    lab.explain();
    lab.describe();
  };
  lab.painted = show;
  lab.atRest("loss_softmax");
  return [
    head,
    gates(lab),
    make("div.bar", player.node, place),
    lab.noteLine(),
    picture,
    lab.explainPanel(),
    bar(lab, { picture, words: () => words(lab) }),
  ];
}

/** An inner node as people call it: the last row is the root. @param {Lab} lab @param {number} r */
const node = (lab, r) => lab.say(r === lab.trace.row_counts[1] - 1 ? "root" : "node", { row: r });

/** @param {Lab} lab @param {string} name */
function followed({ trace }, name) {
  const [what, head] = name.split("_");
  if (what === "labels") return trace.labels[head].map((/** @type {number} */ t) => (t ? "yes" : "no"));
  if (head === "softmax") return [`y_softmax[${trace.target}]`];
  return trace.touched[head].map((/** @type {number} */ row) => `y_${head}[${row}]`);
}

/** One output layer: its rows, those that it asks lit, the line of code that chooses them, and what it costs.
 * @param {Lab} lab @param {string} name @param {number} n */
function column(lab, name, n) {
  const { trace } = lab,
    dimensions = [...Array(trace.dimensions).keys()];
  const cell = (/** @type {string} */ id, /** @type {number} */ decimals) =>
    lab.number(id, { tag: "td", group: `${id.slice(0, 1)} ${name}`, decimals });
  const rows = [...Array(trace.row_counts[n]).keys()];
  if (name === "tree") rows.reverse(); // the root on top
  const h = { heading: make("i", "h"), cells: [...dimensions.map((j) => cell(`h_${name}[${j}]`, 1)), make("td"), make("td"), make("td")] };
  const one = (/** @type {number} */ row) => {
    const labels = trace.labels[name].filter((_, /** @type {number} */ q) => trace.touched[name][q] === row);
    const asked = labels.length > 0,
      hit = name !== "tree" && row === trace.target;
    const weights = dimensions.map((j) => (asked ? cell(`W_${name}[${row},${j}]`, 1) : make("td.off")));
    const answers = asked ? [cell(`u_${name}[${row}]`, 2), cell(`y_${name}[${row}]`, 3)] : [make("td"), make("td")];
    const heading = [make("bdi.cut", name === "tree" ? node(lab, row) : lab.word(row)), hit ? " ◁" : ""];
    const kinds = [asked ? "on" : "off", hit && "hit"].filter(Boolean).join(" ");
    return { heading, cells: [...weights, make("td.t", labels.join("·")), ...answers], attributes: { class: kinds } };
  };
  const head = [null, ...dimensions.map(() => null), "t", "u", name === "softmax" ? "y" : "σ(u)"];
  const code = trace.relations[`R_${name}`].code,
    line = code.lines
      .slice(code.first, code.last + 1)
      .join(" ")
      .trim();
  return make(
    "section.head",
    make("h4", make("b", lab.say(SAYS[name].name)), make("span.soft", lab.say(SAYS[name].asks, { V: trace.row_counts[0] }))),
    table(lab.say(SAYS[name].name), [h, ...rows.map(one)], { head, kind: "rows" }),
    make("div.code.line", make("div.it", line)),
    make("dl", costs(lab, name)),
  );
}

/** @param {Lab} lab @param {string} name */
function costs(lab, name) {
  const { trace } = lab,
    values = { target: lab.word(trace.target), k: trace.k };
  const line = (/** @type {Node} */ number, /** @type {(Node | string)[]} */ said) => [make("dt", number), make("dd", said)];
  const P = !trace.hides && name !== "noise" ? lab.nodes("and_P", { P: lab.number(`P_${name}`, { group: "P" }) }) : [];
  return [
    line(lab.number(`R_${name}`, { group: "R" }), lab.nodes(SAYS[name].rows, values)),
    line(lab.number(`M_${name}`, { group: "M" }), lab.nodes("multiplications", { rows: trace.touched[name].length, N: trace.dimensions })),
    line(lab.number(`loss_${name}`, { group: "loss" }), [lab.say(SAYS[name].loss, values), ...P]),
  ];
}

/** Which losses may be compared: a bracket joins them. @param {Lab} lab */
function compared(lab) {
  const told = make("p", lab.nodes("may", shares(lab)));
  const apart = make("p.apart", make("b", "≠ "), lab.say("alone"));
  return make("div.heads.joined", make("div.bracket", told), apart);
}

/** @param {Lab} lab */
function shares(lab) {
  const { trace } = lab,
    [count, of] = trace.share;
  return { target: lab.word(trace.target), given: lab.word(trace.given), count, of, P: lab.number("share", { group: "P" }) };
}

/** @param {Lab} lab */
function words(lab) {
  const { trace, state } = lab;
  const one = (/** @type {string} */ name) =>
    lab.say("words_head", { head: lab.say(SAYS[name].name), rows: trace.touched[name].length, loss: lab.digits(`loss_${name}`) });
  const pair = { given: lab.word(trace.given), target: lab.word(trace.target), rounds: trace.rounds[state.at] };
  return lab.sentences([lab.say("words", pair), ...trace.heads.map(one)]);
}

const KEEPS = {
  at: placeIn((lab) => lab.trace.rounds.length),
};

export default widget("three_heads", build, { keeps: KEEPS });
