// Which run and which pair are chosen: the numbers of both are at hand under their plain names.

/** @import { Lab } from "../kit/lab.js" */

/** The name of a run, as Python has it. @param {Record<string, unknown>} settings */
export const keyOf = (settings) => Object.values(settings).join("-");

/** What is known of the chosen run. @param {Lab} lab */
export const runOf = (lab) => lab.trace.runs[lab.state.key];

/** Let plain names mean the chosen run and the chosen row. @param {Lab} lab */
export function choose(lab) {
  const { state, trace, numbers } = lab;
  if (!numbers) return;
  state.key = keyOf(state.run);
  const names = (/** @type {string[]} */ each, /** @type {string} */ where) => {
    for (const name of each) numbers.arrays[name] = numbers.arrays[`${where}/${name}`];
  };
  names(trace.of_run, state.key);
  names([...trace.of_row, ...NOISES], `${state.key}/${state.w}`);
}

const NOISES = ["noise_keep", "noise_skip", "noise_redraw"];

/** The array that holds the noise of the chosen run. @param {Lab} lab */
export const noise = (lab) => `noise_${lab.state.run.target_drawn}`;

/** Whether the chosen row is here in full. @param {Lab} lab */
export const hasRow = (lab) => Boolean(lab.numbers?.arrays[`${lab.state.key}/${lab.state.w}/u`]);
