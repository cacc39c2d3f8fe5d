// Lines through numbers: what an SVG's polyline takes, and where a number lies between two others.

/** A scale from numbers to points. @param {[number, number]} from @param {[number, number]} to @returns {(value: number) => number} */
export function scale([low, high], [start, end]) {
  return (value) => start + ((value - low) / (high - low || 1)) * (end - start);
}

/** The points of a line through data; what is no number is left out.
 * @param {ArrayLike<number>} data @param {(n: number) => number} x @param {(value: number) => number} y */
export function path(data, x, y) {
  const points = [];
  for (let n = 0; n < data.length; n++) if (Number.isFinite(data[n])) points.push(`${x(n).toFixed(1)},${y(data[n]).toFixed(1)}`);
  return points.join(" ");
}

/** Where an event happened, in the units that an element is drawn in, whatever zooms or turns the page.
 * @param {Element} node @param {{ clientX: number, clientY: number }} event @param {number} wide @param {number} high
 * @returns {[number, number]} */
export function within(node, { clientX, clientY }, wide, high) {
  const box = node.getBoundingClientRect();
  return [((clientX - box.x) / (box.width || 1)) * wide, ((clientY - box.y) / (box.height || 1)) * high];
}
