// The tree as SVG: branches, inner nodes with their number, leaves with their word. Later changes are made in place by `show`.

/** @import { Lab } from '../kit/lab.js' */
import { calm, draw } from "../kit/dom.js";
import { ems, short, upright } from "../kit/words.js";
import { layout } from "./layout.js";

const MIDDLE = { "text-anchor": "middle" };
const LETTERS = 14; // of a word under the tree
const TYPE = 14.3,
  FIGURE = 7.4,
  SMALL = 6.6; // pixels: of a leaf's letters; a digit's width, and where it is tight
const FOOT = 76; // pixels below the leaves, for the bars of their probabilities
const GLIDE = 300; // milliseconds

export const cut = (word) => short(word, LETTERS);
const long = (word) => TYPE * ems(cut(word));

export class Drawing {
  /** @param {Lab} lab
   * @param {{ grow: boolean, strip: boolean, hot: boolean, width: number, zoom: number, tall?: number, foot?: number }} mode */
  constructor(lab, mode) {
    this.lab = lab;
    this.mode = mode;
    this.trace = lab.trace;
    /** @type {import('./nodes.js').Nodes} */
    this.nodes = lab.parts.nodes;
    this.leaves = new Map(); // by node: its group, and the bar of its probability
    this.edges = new Map(); // by the child at its lower end: branch and bit
    this.pills = new Map(); // by node: its group, its share of yes, and its row of W_out
    this.branches = []; // by merge: the two lines that it drew
    this.moves = [];
    this.at = this.layout();
    const { wide, high, dense } = this.at,
      { zoom } = mode;
    const attributes = {
      viewBox: `0 0 ${wide} ${high}`,
      width: wide * zoom,
      height: high * zoom,
      role: "group",
      "aria-label": lab.say("title"),
    };
    this.svg = draw("svg", { class: `tree${dense ? " dense" : ""}`, ...attributes });
    this.old = lab.state.places ?? {};
    lab.state.places = {};
    for (const node of this.nodes.inner) this.branch(node);
    for (const node of this.nodes.inner) this.pill(node);
    for (const node of this.nodes.leaves) this.leaf(node);
  }

  layout() {
    const { nodes, lab, mode } = this,
      { leaves, inner, kids } = nodes;
    const weight = (node) => lab.digits(nodes.weight(node));
    const figures = (node, tight) => (mode.grow ? weight(node).length * (tight ? SMALL : FIGURE) + 12 : tight ? 30 : 42);
    const number = (node) => (mode.grow ? weight(node) : "0.000").length * FIGURE;
    const names = leaves.map((node) => long(nodes.label(node)));
    const standing = Math.max(...leaves.map((node, i) => names[i] + number(node)));
    const strip = mode.strip ? 10 : 0,
      foot = mode.grow ? 6 : (mode.foot ?? FOOT);
    return {
      strip,
      longest: Math.max(...names),
      ...layout({
        leaves,
        inner,
        kids,
        width: mode.width / mode.zoom,
        tall: mode.tall,
        figures,
        longest: Math.max(...names),
        standing,
        strip,
        foot,
      }),
    };
  }

  /** A node's group at its place; what was there before glides to its new one. */
  place(node, kind, id, ...parts) {
    const at = [this.at.x[node], this.at.y[node]],
      old = this.old[node];
    const group = draw("g", { class: kind, transform: `translate(${at})` }, parts);
    if (old && String(old) !== String(at)) this.moves.push([group, old, at]);
    this.lab.state.places[node] = at;
    group.addEventListener("pointerenter", () => {
      if (!this.lab.state.dragging) this.lab.point(id);
    });
    this.svg.append(group);
    return group;
  }

  /** The two lines from a node down to its children, with their bits. */
  branch(node) {
    const { x, y, half, level, base, strip, height } = this.at,
      middle = y[node] + half + (level > 30 ? 5 : 2) + strip;
    const lines = this.nodes.kids[node].map((child, bit) => {
      const end = height[child] ? y[child] - half : base;
      const line = draw("path.edge", { d: `M${x[child]} ${end}V${middle}H${x[node]}V${y[node] + half + strip}`, pathLength: 1 });
      const side = { x: x[child] + (bit ? 5 : -5), y: Math.min(middle + 13, end - 1), "text-anchor": bit ? "start" : "end" };
      const text = draw("text.bit", side, String(bit));
      this.svg.append(line, text);
      this.edges.set(child, [line, text]);
      return line;
    });
    this.branches.push(lines);
  }

  pill(node) {
    const { grow } = this.mode,
      { half, strip, slot, dense, across } = this.at,
      { N } = this.trace;
    const id = `${grow ? "weight" : "yes"}[${node}]`,
      width = across(node);
    const rect = (name, more) => draw(`rect.${name}`, { x: -width / 2, y: -half, height: 2 * half, width, ...more });
    const share = rect("share", { width: 0 }),
      w = Math.min(9, (Math.max(2 * slot, 40) - 6) / N);
    const cell = (_, j) => rect("cell", { x: (j - N / 2) * w, y: half + 1, width: w - 1, height: strip - 2 });
    const cells = strip ? Array.from({ length: N }, cell) : [];
    const number = this.lab.number(id, { tag: "text", decimals: grow ? undefined : 2, y: dense ? 3.5 : 4.2, ...MIDDLE });
    const group = this.place(node, "node", id, share, rect("pill", { rx: grow ? half : 4 }), number, cells);
    this.pills.set(node, { group, share, width, cells });
  }

  leaf(node) {
    const { grow } = this.mode,
      { slot, dense, flat, box, longest } = this.at,
      { nodes } = this;
    const width = Math.min(slot - (dense ? 2 : 8), Math.max(flat ? longest + 12 : 22, 46));
    const id = grow ? nodes.weight(node) : `reach[${node}]`,
      bar = Math.min(width, 34);
    const lying = flat ? { y: 34, ...MIDDLE } : { transform: `rotate(90) translate(${box - 5} 4)`, "text-anchor": "end" };
    const amount = draw("rect.amount", { x: -bar / 2, width: bar, y: box + 4, height: 0 });
    const number = this.lab.number(id, { tag: "text", decimals: grow ? undefined : 3, ...lying });
    const frame = draw("rect.box", { x: -width / 2, width, height: box, rx: 5 }),
      title = draw("title", nodes.label(node));
    const kind = `leaf${node < nodes.V ? "" : " bundle"}`;
    const group = this.place(node, kind, id, frame, leafName(cut(nodes.label(node)), flat), number, amount, title);
    this.leaves.set(node, { group, amount });
  }

  /** What was there before glides to its new place. */
  glide() {
    if (calm()) return;
    const to = ([x, y]) => ({ transform: `translate(${x}px,${y}px)` });
    for (const [group, from, at] of this.moves.splice(0)) group.animate([to(from), to(at)], GLIDE);
  }

  /** Bring the picture up to date: which merges are made, which come next, whose way is lit.
   * @param {{ made: number, next: number[], goals: number[] }} now */
  show({ made, next, goals }) {
    const { nodes, lab, mode } = this,
      on = new Set(goals.flatMap((goal) => nodes.route(goal)).map(([, , node]) => node));
    nodes.inner.forEach((node, i) => {
      this.appear(node, i, i < made, on);
      const { group } = this.pills.get(node);
      group.classList.toggle("next", next.includes(node));
      group.classList.toggle("hot", mode.hot && nodes.kids[node].some((child) => on.has(child)));
      if (!mode.grow) this.values(node);
    });
    const reach = (node) => (mode.grow ? 0 : lab.numbers.value(`reach[${node}]`) || 0);
    const most = Math.max(...nodes.leaves.map(reach));
    for (const [node, { group, amount }] of this.leaves) {
      group.classList.toggle("goal", goals.includes(node));
      group.classList.toggle("next", next.includes(node));
      amount.setAttribute("height", String(most ? (((mode.foot ?? FOOT) - 10) * reach(node)) / most : 0));
    }
  }

  appear(node, i, there, on) {
    const display = there ? "" : "none";
    for (const part of [this.pills.get(node).group, ...this.branches[i]])
      Object.assign(part.style, { display, opacity: "", strokeDasharray: "" });
    for (const child of this.nodes.kids[node]) {
      for (const part of this.edges.get(child)) {
        part.style.display = display;
        part.classList.toggle("on", on.has(child));
      }
    }
  }

  /** A node's share of yes, and its row of W_out as shades. */
  values(node) {
    const { share, width, cells } = this.pills.get(node),
      { numbers } = this.lab;
    share.setAttribute("width", String(width * (numbers.value(`yes[${node}]`) || 0)));
    cells.forEach((cell, j) => {
      const w = numbers.value(`W_out[${node},${j}]`);
      cell.style.fillOpacity = String(Math.min(1, Math.cbrt(Math.abs(w) / this.trace.greatest)) || 0);
      cell.classList.toggle("minus", w < 0);
    });
  }

  /** The next node's two branches rise while its merge is on the way. @param {number} moment */
  rise(moment) {
    const i = Math.floor(moment),
      part = moment - i;
    for (const line of this.branches[i]) Object.assign(line.style, { display: "", strokeDasharray: 1, strokeDashoffset: 1 - part });
    Object.assign(this.pills.get(this.nodes.inner[i]).group.style, { display: "", opacity: part });
  }
}

/** A leaf's word: lying where there is room, else on its side; Chinese from the top down. */
function leafName(text, flat) {
  if (flat) return draw("text.name", { y: 17, ...MIDDLE }, text);
  if (!upright(text)) return draw("text.name", { transform: "rotate(90) translate(6 4)" }, text);
  return draw(
    "text.name",
    MIDDLE,
    [...text].map((letter, n) => draw("tspan", { x: 0, y: 16 + 14 * n }, letter)),
  );
}
