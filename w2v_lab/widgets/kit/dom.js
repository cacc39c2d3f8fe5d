// Elements of the page. Words that users typed are data: they reach it through text nodes only.

/** @import { Attributes, Child, Tag } from './types.d.ts' */

/** @param {unknown} thing @returns {thing is Attributes} */
const attributesOf = (thing) => thing?.constructor === Object;

/**
 * An element with classes, attributes, listeners (`onclick: …`) and children: `make("p.soft.small", { title }, "text")`.
 * Attributes may be left out, or be null or false; strings become text.
 * @template {string} T
 * @param {T} name
 * @param {...(Attributes | Child)} rest
 * @returns {Tag<T>}
 */
export function make(name, ...rest) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (attributesOf(rest[0])) dress(node, /** @type {Attributes} */ (rest.shift()));
  if (classes.length) node.classList.add(...classes);
  add(node, rest);
  return /** @type {Tag<T>} */ (/** @type {unknown} */ (node));
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * The same for SVG.
 * @template {string} T
 * @param {T} name
 * @param {...(Attributes | Child)} rest
 * @returns {Tag<T>}
 */
export function draw(name, ...rest) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElementNS(SVG, tag);
  if (attributesOf(rest[0])) dress(node, /** @type {Attributes} */ (rest.shift()));
  if (classes.length) node.classList.add(...classes);
  add(node, rest);
  return /** @type {Tag<T>} */ (/** @type {unknown} */ (node));
}

/** @param {Element} node @param {Attributes} attributes */
export function dress(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
}

/** Full-width marks bring their own space. @param {unknown} before */
const spaced = (before) => /[，。：；？！）]$/u.test(before instanceof Node ? (before.textContent ?? "") : String(before));

/** @param {Element} node @param {unknown[]} children */
function add(node, children) {
  const there = children.flat(9).filter((child) => child != null && child !== "" && child !== false);
  const kept = there.filter((child, at) => child !== " " || at === 0 || !spaced(there[at - 1]));
  node.append(.../** @type {(Node | string)[]} */ (kept));
}

/** Write a text only where it changes. @param {Node} node @param {string} text */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Whether things may move: the reader's system says. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @type {CanvasRenderingContext2D | null} */
let pencil = null;

/** Any CSS colour as rgb(), which every reader of SVG knows, or "none"; a canvas does the mixing. @param {string} colour */
export function plain(colour) {
  if (colour === "none") return "none";
  pencil ??= make("canvas", { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  if (!pencil) return colour;
  pencil.clearRect(0, 0, 1, 1);
  pencil.fillStyle = colour;
  pencil.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pencil.getImageData(0, 0, 1, 1).data;
  return a === 0 ? "none" : `rgb(${r},${g},${b})`;
}
