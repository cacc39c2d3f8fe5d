// What moves in the mathematics moves in the picture: rows into products, a row into h. The ways are measured before anything
// changes, since measuring afterwards would make the page lay itself out twice.

/** @import { Lab } from '../kit/lab.js' */
import { calm } from "../kit/dom.js";

const at = (cell) => cell.getBoundingClientRect();

/** How far numbers have to come. @param {Lab} lab */
export function ways(lab) {
  if (calm()) return null;
  const { rows, sums, h } = lab.parts.grid,
    { inputs } = lab.state;
  const row = rows.find(({ id }) => inputs.includes(id)) ?? rows[0];
  const from = at(row.own[0]),
    third = at(row.third[0]),
    down = at(h[0]);
  const above = inputs.length > 1 && sums ? at(sums[0]) : third;
  return { across: from.x - third.x, toSums: sums ? third.y - at(sums[0]).y : 0, toH: above.y - down.y };
}

/** @param {Lab} lab @param {ReturnType<typeof ways>} way */
export function arriving(lab, way) {
  if (!way) return;
  const { node } = lab.parts.grid;
  const next = node.classList.contains("arriving-a") ? "arriving-b" : "arriving-a"; // another name starts anew
  node.classList.remove("arriving-a", "arriving-b");
  node.style.setProperty("--across", `${way.across}px`);
  node.style.setProperty("--to-sums", `${way.toSums}px`);
  node.style.setProperty("--to-h", `${way.toH}px`);
  node.classList.add(next);
}
