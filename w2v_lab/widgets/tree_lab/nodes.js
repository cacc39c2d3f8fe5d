// A tree's nodes: what they are called, the way to each, what lies under it, and which numbers are theirs.

/** @import { Lab } from '../kit/lab.js' */
import { whole } from "../kit/numbers.js";

export class Nodes {
  /** @param {Lab} lab */
  constructor(lab) {
    const { V, inner, leaves, kids, up, bundles } = lab.trace;
    this.lab = lab;
    this.V = V;
    this.top = 2 * V - 2;
    /** Rows of the tree's nodes: inner ones from the first merge on, leaves from left to right. @type {number[]} */
    this.inner = inner;
    /** @type {number[]} */
    this.leaves = leaves;
    /** @type {Record<number, number[]>} */
    this.kids = kids;
    /** The parent of each node, and the bit on the way to it. @type {Record<number, [number, number]>} */
    this.up = up;
    /** How many words a leaf stands for that is not opened. @type {Record<number, number>} */
    this.bundles = bundles;
  }

  /** @param {number} node */
  label(node) {
    if (node < this.V) return this.lab.word(node);
    if (node in this.bundles) return this.lab.say("bundle", { count: whole(this.bundles[node]) });
    return this.lab.say("row", { row: node - this.V });
  }
  /** @param {number[]} nodes */
  list(nodes) {
    return this.lab.join(nodes.map((node) => this.label(node)));
  }
  /** The same, to stand in quotation marks. @param {number[]} nodes */
  quoted(nodes) {
    return nodes.map((node) => this.label(node)).join(this.lab.say("between_quotes"));
  }
  /** The way from the root to a node: [parent, bit, node], from the top. @param {number} node @returns {[number, number, number][]} */
  route(node) {
    const above = this.up[node];
    return above ? [...this.route(above[0]), [...above, node]] : [];
  }
  /** The leaves under a node. @param {number} node @returns {number[]} */
  under(node) {
    return node in this.kids ? this.kids[node].flatMap((/** @type {number} */ kid) => this.under(kid)) : [node];
  }
  /** @param {number} node */
  bits(node) {
    return this.route(node)
      .map(([, bit]) => bit)
      .join(" ");
  }
  /** The rows of W_out on the way to a node. @param {number} node */
  rows(node) {
    return this.lab.join(this.route(node).map(([parent]) => String(parent - this.V)));
  }

  // Ids of numbers.
  /** @param {number} node */
  weight(node) {
    return `${node in this.kids ? "weight" : "count"}[${node}]`;
  }
  /** The probability of going one step of a route. @param {number[]} step */
  factor([parent, bit]) {
    return `${bit ? "no" : "yes"}[${parent}]`;
  }
}
