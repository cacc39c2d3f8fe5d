// The picture on show as SVG: every box and every text, measured in the page and drawn again where it stands.

import { draw, make, plain } from "./dom.js";

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {(node: HTMLElement, style: CSSStyleDeclaration, at: Box) => SVGElement | null} Mark */

const SVG = "http://www.w3.org/2000/svg";
// Words may hold characters that no XML may.
const NOT_XML = /[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu;
const COLOURS = ["fill", "stroke"];
const STYLES = [
  ..."stroke-width stroke-dasharray stroke-dashoffset stroke-linejoin stroke-linecap stroke-opacity fill-opacity opacity".split(" "),
  ..."paint-order font-family font-size font-weight font-style text-anchor text-decoration dominant-baseline".split(" "),
];

/** Save what is on show; `mark` draws what only a style sheet does. @param {HTMLElement} picture @param {Mark | null} mark */
export function save(picture, mark) {
  const text = new XMLSerializer().serializeToString(drawing(picture, mark)).replace(NOT_XML, "\ufffd");
  const href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  make("a", { href, download: "w2v_lab.svg" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

/** @param {HTMLElement} picture @param {Mark | null} mark */
function drawing(picture, mark) {
  const frame = picture.getBoundingClientRect();
  const width = picture.scrollWidth,
    { height } = frame;
  const svg = draw("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}`, "xml:space": "preserve" });
  const root = /** @type {Element} */ (picture.closest(".w2v"));
  svg.append(draw("rect", { width: "100%", height: "100%", fill: plain(getComputedStyle(root).backgroundColor) }));
  const copy = new Copy(svg, frame.x - picture.scrollLeft, frame.y, mark);
  for (const child of picture.childNodes) copy.visit(child, 1);
  return svg;
}

class Copy {
  /** @param {SVGElement} svg @param {number} left @param {number} top @param {Mark | null} mark */
  constructor(svg, left, top, mark) {
    this.svg = svg;
    this.left = left;
    this.top = top;
    this.mark = mark;
  }

  /** @param {Node} node @param {number} opacity */
  visit(node, opacity) {
    if (node instanceof Text) return this.write(node, opacity);
    if (!(node instanceof Element)) return;
    const style = getComputedStyle(node),
      box = node.getBoundingClientRect();
    const shown = opacity * Number(style.opacity);
    if (hidden(style) || !shown || !box.width || node.matches(".aside, .slide")) return;
    const at = { x: box.x - this.left, y: box.y - this.top, width: box.width, height: box.height };
    if (node instanceof HTMLCanvasElement) return this.svg.append(draw("image", { ...at, href: node.toDataURL() }));
    if (node instanceof SVGElement) {
      const copy = inlined(node);
      for (const [name, value] of Object.entries(at)) copy.setAttribute(name, String(value));
      return this.svg.append(copy);
    }
    const element = /** @type {HTMLElement} */ (node);
    this.svg.append(...boxes(style, at, shown), ...[this.mark?.(element, style, at)].filter((part) => part != null));
    for (const child of node.childNodes) this.visit(child, shown);
  }

  /** @param {Text} node @param {number} opacity */
  write(node, opacity) {
    const parent = /** @type {HTMLElement} */ (node.parentElement),
      style = getComputedStyle(parent);
    for (const { text, box } of lines(node)) {
      const y = box.y - this.top + baseline(style, box.height);
      const font = {
        "font-family": style.fontFamily,
        "font-size": style.fontSize,
        "font-weight": style.fontWeight,
        "font-style": style.fontStyle,
      };
      const room = { textLength: box.width.toFixed(2), lengthAdjust: "spacingAndGlyphs" }; // with another font, too
      const at = { x: box.x - this.left, y, ...room, ...font, fill: plain(style.color), opacity, style: "white-space: pre" };
      this.svg.append(draw("text", at, text));
    }
  }
}

/** @param {CSSStyleDeclaration} style */
const hidden = (style) => style.display === "none" || style.visibility === "hidden";

/** The ground and the border of a box. @param {CSSStyleDeclaration} style @param {Box} at @param {number} opacity */
function boxes(style, at, opacity) {
  const fill = plain(style.backgroundColor),
    line = Number.parseFloat(style.borderTopWidth);
  const stroke = line && style.borderTopStyle !== "none" ? plain(style.borderTopColor) : "none";
  const ruled = stroke !== "none" && !Number.parseFloat(style.borderBottomWidth); // a rule on top, no box
  if (ruled) return [draw("rect", { ...at, height: line, fill: stroke, opacity })];
  if (fill === "none" && stroke === "none") return [];
  const inner = { x: at.x + line / 2, y: at.y + line / 2, width: Math.max(0, at.width - line), height: Math.max(0, at.height - line) };
  const dashes = style.borderTopStyle === "dashed" ? "4 3" : "none";
  const rx = Number.parseFloat(style.borderRadius) || 0;
  return [draw("rect", { ...inner, rx, fill, stroke, "stroke-width": line, "stroke-dasharray": dashes, opacity })];
}

/**
 * The lines that a text is broken into, as they are seen: spaces at their ends are not, and a word that is cut ends in "…".
 * @param {Text} node
 * @returns {{ text: string, box: DOMRect }[]}
 */
export function lines(node) {
  const range = document.createRange(),
    { data } = node,
    limit = edge(node);
  /** @type {{ start: number, end: number, top: number, cut: boolean }[]} */
  const found = [];
  for (const { index, segment } of new Intl.Segmenter().segment(data)) {
    const box = boxOf(range, node, index, index + segment.length);
    if (!segment.trim() || !box.width) continue;
    const line = found.find(({ top }) => Math.abs(top - box.top) < box.height / 2);
    if (!line) found.push({ start: index, end: index + segment.length, top: box.top, cut: false });
    else if (box.right > limit) line.cut = true;
    else if (!line.cut) line.end = index + segment.length;
  }
  const kept = getComputedStyle(/** @type {Element} */ (node.parentElement)).whiteSpace.startsWith("pre");
  return found.map(({ start, end, cut }) => {
    const text = data.slice(start, end);
    return { text: (kept ? text : text.replace(/\s+/g, " ")) + (cut ? "…" : ""), box: boxOf(range, node, start, end) };
  });
}

/** @param {Range} range @param {Text} node @param {number} start @param {number} end */
function boxOf(range, node, start, end) {
  range.setStart(node, start);
  range.setEnd(node, end);
  return range.getBoundingClientRect();
}

/** Where a word that is too long for its box is cut. @param {Text} node */
function edge(node) {
  for (let at = node.parentElement; at && !at.matches(".picture"); at = at.parentElement) {
    if (at.scrollWidth <= at.clientWidth + 1 || !at.clientWidth) continue;
    const style = getComputedStyle(at);
    if (style.textOverflow === "ellipsis") return at.getBoundingClientRect().right - Number.parseFloat(style.fontSize);
  }
  return Number.POSITIVE_INFINITY;
}

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/** How far below the top of its line a text stands. @param {CSSStyleDeclaration} style @param {number} height */
function baseline(style, height) {
  ruler ??= make("canvas").getContext("2d");
  if (!ruler) return height * 0.77;
  ruler.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ruler.measureText("x");
  return (height - up - down) / 2 + up;
}

/** An SVG with its styles written into it; what is hidden stays away. @param {SVGElement} node */
function inlined(node) {
  const copy = /** @type {SVGElement} */ (node.cloneNode(true));
  const from = [node, ...node.querySelectorAll("*")],
    to = [copy, ...copy.querySelectorAll("*")];
  const gone = [];
  for (const [i, target] of to.entries()) {
    const style = getComputedStyle(from[i]);
    if (hidden(style)) gone.push(target);
    for (const name of COLOURS) target.setAttribute(name, plain(style.getPropertyValue(name)));
    for (const name of STYLES) target.setAttribute(name, style.getPropertyValue(name));
    const moved = style.transform === "none" ? null : movedBy(from[i]);
    if (moved) target.setAttribute("transform", moved);
    target.removeAttribute("class");
    target.removeAttribute("style");
  }
  for (const target of gone) target.remove();
  return copy;
}

/** How an element of SVG lies in its parent, whether an attribute has moved it or a style. @param {Element} node */
function movedBy(node) {
  const parent = node.parentElement;
  if (!(node instanceof SVGGraphicsElement) || !(parent instanceof SVGGraphicsElement)) return null;
  const above = parent.getCTM(),
    here = node.getCTM();
  if (!above || !here) return null;
  const { a, b, c, d, e, f } = above.inverse().multiply(here);
  return `matrix(${[a, b, c, d, e, f].join(" ")})`;
}
