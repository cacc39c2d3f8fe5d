// Bringing the picture of a step up to date in place, whichever of the two it is.

/** @import { Lab } from '../kit/lab.js' */
import { draw, plain, write } from "../kit/dom.js";
import { largest } from "../kit/numbers.js";
import { recolour } from "./network.js";
import { hit, lines, lineWord, phaseName, seen, soft } from "./step.js";

/** @param {Lab} lab */
export function refresh(lab) {
  const { state, trace, parts } = lab,
    { network } = parts;
  // On most scrubs each place goes on standing for the same number.
  const now = [state.phase, state.done, state.target, lines(lab), state.from, state.to, network && state.inputs].join("|");
  if (now !== parts.now) for (const [cell, id] of parts.live) lab.retarget(cell, id(), true);
  parts.now = now;
  const at = { input: network?.input(), output: network?.chosen() };
  for (const row of parts.rows) {
    if (row.input !== undefined) inputRow(lab, row, at.input);
    else outputRow(lab, row, at.output);
  }
  lab.paint();
  push(lab);
  const reached = trace.all.slice(0, seen(lab) + 1).map((name) => `at-${name}`),
    done = state.done && phaseName(lab) === "update";
  parts.stage.className = [parts.stageClass, ...reached, `is-${phaseName(lab)}`, done ? "done" : ""].join(" ").trim();
  recolour(lab);
}

function kinds(row, flags) {
  for (const [kind, on] of Object.entries(flags)) if (row[kind] !== on) row.tr.classList.toggle(kind, (row[kind] = on));
}

function inputRow(lab, row, at) {
  const on = lab.state.inputs.includes(row.input);
  kinds(row, { on, off: !on, at: at === row.input });
}

function outputRow(lab, row, at) {
  const here = lines(lab),
    { targets } = lab.state;
  row.tr.hidden = row.line >= here.length;
  if (row.tr.hidden) return;
  const several = soft(lab) && targets.length > 1;
  const single = Number(row.line === hit(lab) && lab.trace.output !== "HierarchicalSoftmax");
  const times = several ? targets.filter((i) => i === here[row.line]).length : single;
  kinds(row, { hit: times > 0, at: at === row.line });
  write(row.name, lineWord(lab, row.line));
  write(row.mark, times ? ` ◁ ${lab.say("target_mark")}${times > 1 ? ` ×${times}` : ""}` : "");
}

/** Which way the update will push each weight: against its slope. */
function push(lab) {
  const { parts } = lab,
    about = phaseName(lab) === "update";
  if (!about && !parts.pushed) return;
  parts.pushed = about;
  for (const side of ["in", "out"]) {
    const slopes = about ? lab.numbers.array(`G_${side}`).data : [],
      hardest = largest(slopes);
    parts.weights[side] ??= lab.cells.all.filter(({ group }) => group === `W_${side}`);
    for (const weight of parts.weights[side]) set(weight, way(slopes[weight.at], hardest)); // a slope lies where its weight does
  }
}

/** Up or down, and how hard, in thirds of the hardest push of the matrix. */
function way(slope, hardest) {
  if (!slope) return "";
  return `${slope > 0 ? "down" : "up"} ${Math.ceil(Math.min(1, Math.abs(slope) / hardest) * 3) || 1}`;
}

function set(weight, push) {
  if ((weight.push ?? "") === push) return;
  weight.push = push;
  if (push) weight.cell.setAttribute("data-push", push);
  else weight.cell.removeAttribute("data-push");
}

/** The arrow on a weight once more, for a saved picture. @type {import('../kit/save.js').Mark} */
export function arrow({ dataset }, style, { x, y, width, height }) {
  if (!dataset.push) return null;
  const em = Number.parseFloat(style.fontSize),
    size = Number.parseFloat(style.backgroundSize);
  const up = dataset.push.startsWith("up") ? 1 : -1,
    border = Number.parseFloat(style.borderRightWidth);
  const right = x + width - border - 0.45 * em + size / 2,
    tip = y + height / 2 - (up * size) / 2;
  const points = `${right - size / 2},${tip} ${right},${tip + up * size} ${right - size},${tip + up * size}`;
  return draw("polygon", { points, fill: style.backgroundImage.match(/rgba?\([^)]*\)/)?.[0] ?? plain(style.color) });
}
