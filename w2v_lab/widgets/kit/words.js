// Words on show: cut where they are long, measured where no page does it, and placed so that none lies on another.

const CJK = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\uffef]/;

/** A word of at most so many characters, never cut inside one. @param {string} word @param {number} [most] */
export function short(word, most = 16) {
  const letters = [...word];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : word;
}

/** About how wide a text is, in units of its type size. @param {string} text */
export const ems = (text) => [...text].reduce((sum, letter) => sum + (CJK.test(letter) ? 1 : 0.57), 0);

/** Whether a text is Chinese throughout: it may run from the top down. @param {string} text */
export const upright = (text) => [...text].every((letter) => CJK.test(letter));

/** Whether a text has Chinese in it: it is never slanted. @param {string} text */
export const hasHan = (text) => [...text].some((letter) => CJK.test(letter));

/** @typedef {{ x: number, y: number, size: number }} Dot a place, and how far a name keeps from it */
/** @typedef {{ left: number, y: number, width: number }} Name where a name begins, its middle line, and its width */

/**
 * Where a name goes: to the right of its dot, to the left, above, below; then, if it must be somewhere, ever farther above and below.
 * Null where each would lie on a name that is there already, or outside.
 * @param {Dot} dot @param {number} width @param {number} high height of a line
 * @param {{ wide: number, high: number }} room @param {Name[]} taken @param {number} [farther]
 * @returns {Name | null}
 */
export function spot({ x, y, size }, width, high, room, taken, farther = 0) {
  const right = x + size,
    left = x - size - width,
    middle = x - width / 2;
  const beside = [
    [right, y],
    [left, y],
    [middle, y - size - high / 2],
    [middle, y + size + high / 2],
  ];
  const free = (/** @type {number[]} */ [from, line]) =>
    from > 0 &&
    from + width < room.wide &&
    line > high / 2 &&
    line < room.high - high / 2 &&
    !taken.some((name) => Math.abs(name.y - line) < high && from < name.left + name.width && name.left < from + width);
  let found = beside.find(free);
  for (let k = 1; k <= farther && !found; k++) {
    const [above, below] = [y - k * high, y + k * high];
    found = [
      [right, above],
      [left, above],
      [right, below],
      [left, below],
    ].find(free);
  }
  if (!found) return null;
  const name = { left: found[0], y: found[1], width };
  taken.push(name);
  return name;
}
