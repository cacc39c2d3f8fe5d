// Which moment the noise lab shows: its threshold, exponent, pair and number of draws, and what follows from them.

/** @import { Lab } from "../kit/lab.js" */

/** How a pair is called in the trace: by the ids of its words. @param {Lab} lab @param {number[]} pair */
function pairName(lab, [given_at, asked_at]) {
  const text = lab.trace.text.flat();
  return `${text[given_at]}-${text[asked_at]}`;
}

/** Whether the answers to a pair's questions are here. @param {Lab} lab @param {number[]} pair */
export const arrived = (lab, pair) => pairName(lab, pair) in lab.trace.turns;

/** A text's first state shows something already: a whole round in which the target itself was drawn. @param {Lab} lab */
export function begin(lab) {
  const { state, trace } = lab,
    open = trace.open_exponents;
  const another = state.of !== trace.written,
    opened = state.open !== open.length;
  if (another) Object.assign(state, { of: trace.written, pair: trace.pair, text: trace.written, t: trace.start_t, formula: "paper" });
  if (opened) Object.assign(state, { open: open.length, exponent: open.includes(trace.start_exponent) ? trace.start_exponent : open[0] });
  state.act ??= trace.act;
  state.how ??= "keep";
  if (!arrived(lab, state.pair)) state.pair = trace.pair;
  if (!another && !opened) return;
  const hit = Math.max(0, words(lab).indexOf(target(lab)));
  state.at = Math.min(trace.count, (Math.floor(hit / trace.k) + 1) * trace.k);
}

/** The words of all draws at the chosen exponent. @param {Lab} lab @returns {number[]} */
export const words = (lab) => lab.trace.draws[lab.state.exponent];

/** @param {Lab} lab @returns {number} */
export const target = (lab) => lab.trace.text.flat()[lab.state.pair[1]];

/** @param {Lab} lab @returns {number} */
export const given = (lab) => lab.trace.text.flat()[lab.state.pair[0]];

/** For which question each draw was; ~question where the draw was passed over. @param {Lab} lab @returns {number[]} */
const turns = (lab) => lab.trace.turns[pairName(lab, lab.state.pair)][lab.state.exponent][lab.state.how];
/** @param {number} turn */
const question = (turn) => (turn < 0 ? ~turn : turn);

/** @typedef {{ word: number, used: boolean, draws: number[] }} Place one question of a round: its word, whether it is asked, its draws */

/**
 * The round of k questions that the last draw belongs to: the words asked so far with the target first, the draw of
 * each place from 1 to k, and whether the round is complete.
 * @param {Lab} lab
 */
export function turn(lab) {
  const { state, trace } = lab,
    all = turns(lab),
    drawn = words(lab),
    k = trace.k;
  const last = state.at ? question(all[state.at - 1]) : 0,
    round = Math.floor(last / k);
  /** @type {Place[]} */
  const places = [];
  for (let d = 0; d < state.at; d++) {
    const q = question(all[d]);
    if (Math.floor(q / k) !== round) continue;
    const draws = [...(places[q % k]?.draws ?? []), d];
    places[q % k] = { word: drawn[d], used: all[d] >= 0, draws };
  }
  const asked = [target(lab), ...places.filter((place) => place.used).map((place) => place.word)];
  const done = state.at > 0 && places.length === k && places.every(({ used }) => used || state.how === "skip");
  return { round, question: last % k, places, asked, done };
}

/** Put the arrays of this moment where their names are looked for. @param {Lab} lab */
export function settle(lab) {
  const { numbers, state, trace } = lab,
    arrays = numbers.arrays;
  const V = trace.V,
    { t, exponent, how } = state;
  const part = (from, start, shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return from && { shape, data: from.data.subarray(start * size, (start + 1) * size) };
  };
  arrays.t = part(arrays.thresholds, t, []);
  arrays.exponent = part(arrays.grid, exponent, []);
  trace.formulas.forEach((formula, f) => {
    arrays[`keep_${formula}`] = part(arrays.keep, t * trace.formulas.length + f, [V]);
  });
  for (const name of ["q", "edge"]) arrays[name] = arrays[`${exponent}/${name}`];
  const pair = pairName(lab, state.pair),
    key = `${pair}/${exponent}-${how}`;
  for (const name of ["h", "W_out", "u", "y", "e", "e_target", "yes", "no"]) arrays[name] = arrays[`${pair}/${name}`];
  const { round, done } = turn(lab);
  /** @type {Record<string, number[]>} */
  const shapes = { loss: [], pull: [], EH: [trace.N] };
  for (const name in shapes) arrays[name] = done ? part(arrays[`${key}/${name}`], round, shapes[name]) : undefined;
  tally(lab);
}

/** How often each word has been drawn so far, and how often that was to be expected: n·q. @param {Lab} lab */
function tally(lab) {
  const { numbers, state, trace } = lab,
    arrays = numbers.arrays;
  const n = state.at,
    q = arrays.q.data;
  const drawn = new Float64Array(trace.V),
    expected = new Float64Array(trace.V);
  for (const word of words(lab).slice(0, n)) drawn[word] += 1;
  for (let i = 0; i < trace.V; i++) expected[i] = n * q[i];
  arrays.n = { shape: [], data: Float64Array.of(n) };
  arrays.tally = { shape: [trace.V], data: drawn };
  arrays.expected = { shape: [trace.V], data: expected };
}
