// The step as a network of neurons; the edges are drawn where the nodes lie, thick and dark for a large weight.

/** @import { Lab } from '../kit/lab.js' */
import { draw, make } from "../kit/dom.js";
import { largest } from "../kit/numbers.js";
import { cut, live, losses } from "./live.js";
import { asked, dimensions, hit, letters, lines, most, PHASE_OF, reached, weight } from "./step.js";

/** @param {Lab} lab @param {(values: object) => void} choose */
export function network(lab, choose) {
  const { state, parts, trace } = lab;
  const svg = draw("svg.edges", { role: "img", "aria-label": lab.say("edges") });
  parts.network = {
    svg,
    input: () => (state.inputs.includes(state.from) ? state.from : state.inputs[0]),
    chosen: () => (state.to < lines(lab).length ? state.to : hit(lab)),
  };
  parts.network.inputs = trace.rows.map((i) => inputNode(lab, i, choose));
  parts.network.hidden = dimensions(lab).map((j) => hiddenNode(lab, j));
  parts.network.outputs = [...Array(most(lab)).keys()].map((r) => outputNode(lab, r, choose));
  const { inputs, hidden, outputs } = parts.network;
  const column = (key, nodes) => make("div.column", make("div.caption.soft.small", lab.say(key)), nodes);
  const last = make("div.column", outputHead(lab), outputs);
  return make("div", svg, column("layer_in", inputs), column("layer_hidden", hidden), last, losses(lab));
}

function inputNode(lab, i, choose) {
  const button = make("button.word", { "data-key": `from ${i}`, onclick: () => choose({ from: i }) }, cut(lab.word(i)));
  const tr = make(
    "div.node.in",
    button,
    live(lab, () => `x[${i}]`, { group: "x", decimals: 0 }),
  );
  lab.parts.rows.push({ tr, input: i });
  return tr;
}

function hiddenNode(lab, j) {
  const { input, chosen } = lab.parts.network;
  const from = make(
    "span.edge",
    live(lab, () => weight(lab, "in", input(), j), { group: "W_in" }),
  );
  const back = make(
    "span.late.back",
    live(lab, () => `EH[${j}]`, { group: "EH" }),
  );
  const core = make(
    "span.core.late.hidden",
    live(lab, () => `h[${j}]`, { group: "h" }),
    back,
  );
  const to = make(
    "span.edge.late.scores",
    live(lab, () => weight(lab, "out", lines(lab)[chosen()], j), { group: "W_out" }),
  );
  return make("div.node.hid", from, core, to);
}

function outputNode(lab, r, choose) {
  const name = cut(),
    mark = make("span.tag");
  const button = make("button.word", { "data-key": `to ${r}`, onclick: () => choose({ to: r }) }, name);
  const cells = letters(lab).map((letter) => {
    const id = () => asked(lab, r, () => `${letter}[${lab.state.target},${r}]`);
    const cell = live(lab, id, { group: letter, decimals: letter === "t" ? 0 : undefined });
    cell.classList.add("late", PHASE_OF[letter]);
    return cell;
  });
  const tr = make("div.node.out", cells, button, mark);
  lab.parts.rows.push({ tr, line: r, name, mark });
  return tr;
}

function outputHead(lab) {
  const heads = letters(lab).map((name) => make(`span.n.late.${PHASE_OF[name]}`, name));
  return make("div.node.out.heads", heads, make("span.soft.small", lab.say("layer_out")));
}

/** Draw the edges anew where the nodes lie now. @param {Lab} lab */
export function edges(lab) {
  const { parts, numbers, trace } = lab,
    net = parts.network,
    frame = parts.stage.getBoundingClientRect();
  if (!net || !frame.width) return; // not laid out yet: the observer calls again
  const zoom = frame.width / parts.stage.offsetWidth || 1; // of the page around
  const at = (node, side) => {
    const box = node.getBoundingClientRect();
    return [((side < 0 ? box.left : box.right) - frame.left) / zoom, (box.top + box.height / 2 - frame.top) / zoom];
  };
  const line = (/** @type {number[]} */ [x1, y1], /** @type {number[]} */ [x2, y2], data) => ({
    ...data,
    node: draw("line", { x1, y1, x2, y2 }),
  });
  const entries = net.hidden.map((node) => at(node, -1)),
    exits = net.hidden.map((node) => at(node, 1));
  const first = net.inputs.flatMap((node, i) => entries.map((to, j) => line(at(node, 1), to, { side: "in", i: trace.rows[i], j })));
  const last = net.outputs.flatMap((node, r) => exits.map((from, j) => line(from, at(node, -1), { side: "out", r, j })));
  net.lines = [...first, ...last];
  net.svg.setAttribute("viewBox", `0 0 ${frame.width / zoom} ${frame.height / zoom}`);
  net.svg.replaceChildren(...net.lines.map(({ node }) => node));
  net.top = Math.max(1e-9, ...["W_in", "W_out"].map((name) => largest(numbers.array(name)?.data ?? [])));
  recolour(lab);
}

/** @param {Lab} lab */
export function recolour(lab) {
  const net = lab.parts.network,
    scored = reached(lab, "scores"),
    rows = lines(lab);
  for (const each of net?.lines ?? []) {
    const into = each.side === "in",
      row = into ? each.i : rows[each.r];
    const value = lab.numbers.value(`W_${each.side}[${row},${each.j}]`);
    const kinds = [value > 0 ? "plus" : "minus", lit(lab, each) && "on", !into && !scored && "gone"];
    each.node.setAttribute("class", kinds.filter(Boolean).join(" "));
    each.node.setAttribute("stroke-width", Math.min(6, 0.6 + 4 * (Math.abs(value) / net.top || 0)));
  }
}

/** Whether an edge leads from an input that is on, or to the output that is looked at. */
function lit(lab, { side, i, r }) {
  const { inputs } = lab.state,
    { input, chosen } = lab.parts.network;
  if (side === "out") return reached(lab, "scores") && r === chosen();
  return inputs.includes(i) && (inputs.length === 1 || i === input());
}
