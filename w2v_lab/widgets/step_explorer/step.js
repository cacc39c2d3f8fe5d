// What the step explorer knows of the step on show: its words, the rows that it touches, and which number stands where.

/** @import { Lab } from '../kit/lab.js' */

/** The phase from which on a letter's column is there. */
export const PHASE_OF = { u: "scores", y: "softmax", t: "loss", e: "errors" };

/** What follows from the step that is on show. @param {Lab} lab */
export function settle(lab) {
  const { state, trace } = lab;
  lab.numbers.state = trace.states[state.step];
  state.inputs = trace.inputs[state.step];
  state.targets = trace.targets[state.step];
  state.target = Math.min(state.target ?? 0, state.targets.length - 1);
}

/** The rows of W_out that the step touches, for each target. */
export const touched = (lab) => lab.trace.lines[lab.state.step];
/** Those of the target on show. */
export const lines = (lab) => touched(lab)[lab.state.target];
/** The most lines that any target has. */
export const most = (lab) => Math.max(...lab.trace.lines.flat().map((rows) => rows.length));
/** An id for a line of the target, or null where it has none. */
export const asked = (lab, r, id) => (r < lines(lab).length ? id(lines(lab)[r]) : null);

export const rowName = (lab, row) => (lab.trace.output === "HierarchicalSoftmax" ? lab.say("row", { row }) : lab.word(row));
export const lineWord = (lab, r) => rowName(lab, lines(lab)[r]);

export const dimensions = (lab) => [...Array(lab.trace.N).keys()];
export const letters = (lab) => Object.keys(PHASE_OF).filter((letter) => lab.trace.all.includes(PHASE_OF[letter]));
export const soft = (lab) => lab.trace.output === "Softmax";
/** The phase on show: the last one before a question that waits. */
export const seen = (lab) => Math.min(lab.state.phase, lab.trace.phases.length - 1);
export const phaseName = (lab) => lab.trace.all[seen(lab)];
export const reached = (lab, name) => seen(lab) >= lab.trace.all.indexOf(name) && lab.trace.all.includes(name);

/** The place of the right answer among the lines of a target. */
export function hit(lab, s = lab.state.target) {
  const right = (row, r) => lab.numbers.value(`t[${s},${r}]`) ?? row === lab.state.targets[s];
  return Math.max(0, touched(lab)[s].findIndex(right));
}

// Where the numbers came from whose sources depend on the rows that the step touches.
const everywhere = (lab, id) => touched(lab).flatMap((rows, s) => rows.map((row, r) => id(`[${s},${r}]`, row)));
export const FOLLOW = {
  row: (lab, [s, r]) => dimensions(lab).map((j) => `W_out[${touched(lab)[s][r]},${j}]`),
  scores: (lab, [s]) => touched(lab)[s].map((_, r) => `u[${s},${r}]`),
  hits: (lab) => lab.state.targets.map((_, s) => `y[${s},${hit(lab, s)}]`),
  predictions: (lab) => everywhere(lab, (at) => `y${at}`),
  labels: (lab) => everywhere(lab, (at) => `t${at}`),
  errors: (lab) => everywhere(lab, (at) => `e${at}`),
  column: (lab, [j]) => everywhere(lab, (_, row) => `W_out[${row},${j}]`),
  row_errors: (lab, [i]) => everywhere(lab, (at, row) => row === i && `e${at}`).filter(Boolean),
  row_h: (_, [, j]) => [`h[${j}]`],
};

/** Which number stands at a weight's place in this phase: the weight, its slope, or what it becomes. */
export function weight(lab, side, i, j) {
  const phase = phaseName(lab);
  const name = phase === "slopes" ? "G" : phase === "update" && lab.state.done ? "new" : "W";
  return `${name}_${side}[${i},${j}]`;
}

/** The number that a phase is about. */
export function main(lab) {
  const { state } = lab,
    s = state.target,
    r = hit(lab),
    row = lines(lab)[r];
  const failed = state.checks[lab.numbers.state]?.passed === false;
  const about = {
    input: `x[${state.inputs[0]}]`,
    hidden: "h[0]",
    scores: `u[${s},${r}]`,
    softmax: `y[${s},${r}]`,
    loss: "loss",
    errors: `e[${s},${r}]`,
    back: "EH[0]",
    slopes: failed ? `G_in[${state.inputs[0]},0]` : `G_out[${row},0]`,
    update: weight(lab, "out", row, 0),
  };
  return about[phaseName(lab)];
}
