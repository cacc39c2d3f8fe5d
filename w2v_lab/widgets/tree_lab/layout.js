// Where the nodes of a tree stand. No layout engine: leaves in order, a parent midway above its children.

const TALL = 400; // pixels of all levels together
const WIDEST = 112,
  LEAST = 17; // pixels between leaves
const TIGHT = 30; // pixels a leaf below which figures are small

/** How high each node stands above the leaves, and where along them, in leaves.
 * @param {number[]} leaves @param {number[]} inner children before parents @param {Record<number, number[]>} kids */
export function ranks(leaves, inner, kids) {
  /** @type {Record<number, number>} */
  const height = {},
    along = {};
  leaves.forEach((node, i) => {
    height[node] = 0;
    along[node] = i + 0.5;
  });
  for (const node of inner) {
    const [left, right] = kids[node];
    height[node] = 1 + Math.max(height[left], height[right]);
    along[node] = (along[left] + along[right]) / 2;
  }
  return { height, along };
}

/** So many pixels to a leaf as let no node touch its neighbour of the same height.
 * @param {number[]} inner @param {{ height: Record<number, number>, along: Record<number, number> }} ranks
 * @param {(node: number) => number} figures how wide a node is */
export function spacing(inner, { height, along }, figures) {
  /** @type {Record<number, number[]>} */
  const rows = {};
  for (const node of inner) (rows[height[node]] ??= []).push(node);
  let least = LEAST;
  for (const row of Object.values(rows)) {
    row.sort((a, b) => along[a] - along[b]);
    for (let i = 1; i < row.length; i++) {
      const [left, right] = [row[i - 1], row[i]];
      least = Math.max(least, (figures(left) + figures(right) + 6) / 2 / (along[right] - along[left]));
    }
  }
  return least;
}

/**
 * @typedef {object} Shape
 * @property {number[]} leaves
 * @property {number[]} inner
 * @property {Record<number, number[]>} kids
 * @property {number} width of the room, in pixels
 * @property {number} [tall] pixels of all levels together
 * @property {(node: number, tight: boolean) => number} figures how wide an inner node is
 * @property {number} longest of the leaves' names, lying
 * @property {number} standing of the leaves' names with their numbers, upright
 * @property {number} strip pixels below a node for its row of W_out
 * @property {number} foot pixels below the leaves
 */

/** @param {Shape} shape */
export function layout({ leaves, inner, kids, width, tall = TALL, figures, longest, standing, strip, foot }) {
  const many = leaves.length,
    tight = many * TIGHT > width,
    place = ranks(leaves, inner, kids);
  const across = (/** @type {number} */ node) => figures(node, tight);
  const wide = Math.max(width, many * spacing(inner, place, across)),
    slot = Math.min(wide / many, WIDEST);
  const dense = tight && slot < TIGHT,
    flat = longest <= slot - (tall < TALL ? 0 : 12),
    half = dense ? 8 : 11;
  const depth = Math.max(1, ...Object.values(place.height)),
    level = Math.max(strip ? 40 : tall < TALL ? 24 : 27, Math.min(62, tall / depth));
  const base = 24 + depth * level,
    box = flat ? 42 : 18 + standing;
  /** @type {Record<number, number>} */
  const x = {},
    y = {};
  for (const node of [...inner, ...leaves]) {
    x[node] = (wide - slot * many) / 2 + slot * place.along[node];
    y[node] = base - place.height[node] * level;
  }
  return { x, y, wide, high: base + box + foot, slot, dense, flat, half, level, base, box, across, height: place.height };
}
