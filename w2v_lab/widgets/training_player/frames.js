// Moments of a film: a run with fewer of them than the other takes as long as it.

/** @import { Lab } from '../kit/lab.js' */

/** The last moment of the longest run. @param {Lab} lab */
export const lastOf = (lab) => Math.max(...lab.trace.moments.map((each) => each.length)) - 1;

/** A run's own place at a moment. */
export function local(lab, run, at) {
  const last = lastOf(lab);
  return last ? (at / last) * (lab.trace.moments[run].length - 1) : 0;
}

/** The last kept moment of a run before this one. */
export const frame = (lab, run, at = lab.state.at) => Math.floor(local(lab, run, Math.floor(at)) + 1e-9);

/** The nearest words of the chosen one, by their rows; what Python has measured in all dimensions. */
export function closeTo(lab, run, now) {
  const near = lab.numbers.arrays[`${lab.state.word}/near_${run + 1}`];
  if (!near) return [];
  const K = near.shape[1];
  return Array.from({ length: K }, (_, k) => Math.round(near.data[now * K + k] * near.step));
}

/** What each run has to show: gets the run, its number in ids, and its name where there are several. */
export function several(lab, act) {
  const { runs } = lab.trace;
  return runs.flatMap((name, run) => act(run, run + 1, runs.length > 1 ? `${name} · ` : ""));
}
