// How an operation is written, its sources put in. A formula is a list of texts and chips, lists among them.

/** @template C @typedef {string | C | Formula<C>[]} Formula */
/** @template C @typedef {{ chip: (id: string) => C, value: (id: string) => number | undefined, hiddenRows: boolean }} Maker */

const MOST_TERMS = 12; // of a sum; of more, the first ten and the last are written out

/**
 * @template T, C
 * @param {T[]} terms
 * @param {string} sign
 * @param {(term: T) => Formula<C>} part
 * @returns {Formula<C>[]}
 */
function joined(terms, sign, part) {
  const kept = terms.length > MOST_TERMS ? [...terms.slice(0, MOST_TERMS - 2), null, terms[terms.length - 1]] : terms;
  return kept.flatMap((term, i) => [i ? ` ${sign} ` : "", term === null ? "…" : part(/** @type {T} */ (term))]);
}

/** @type {Record<string, (of: string[][], make: Maker<any>) => Formula<any>[]>} */
const OPERATIONS = {
  given: () => [],
  product: (of, { chip }) => joined(of.flat(), "×", chip),
  quotient: ([[top], [bottom]], { chip }) => [chip(top), " / ", chip(bottom)],
  sum: (of, { chip, hiddenRows }) => [joined(of.flat(), "+", chip), hiddenRows ? " + 0 …" : ""],
  softmax: ([[one], ids], { chip }) => ["exp(", chip(one), ") / (", joined(ids, "+", (id) => ["exp(", chip(id), ")"]), ")"],
  cross_entropy: ([ids], { chip }) => ids.map((id) => ["− log ", chip(id), " "]),
  dot: ([left, right], { chip }) => {
    const pairs = left.map((id, i) => [id, right[i % right.length]]);
    return joined(pairs, "+", ([a, b]) => [chip(a), "·", chip(b)]);
  },
  sigmoid: ([[u]], { chip }) => ["1 / (1 + exp(−", chip(u), "))"],
  difference: ([[a], [b]], { chip }) => [chip(a), " − ", chip(b)],
  root: ([[t], [f]], { chip }) => ["min(1, √(", chip(t), " / ", chip(f), "))"],
  root_plus: ([[t], [f]], { chip }) => ["min(1, √(", chip(t), " / ", chip(f), ") + ", chip(t), " / ", chip(f), ")"],
  powers: ([[one], [power], all], { chip }) => {
    const terms = all.slice(0, 3).map((id, i) => [i ? " + " : "", chip(id), "^", chip(power)]);
    return [chip(one), "^", chip(power), " / (", terms, all.length > 3 ? " + …)" : ")"];
  },
  logs: ([[P], [q], [k]], { chip }) => ["log ", chip(P), " − log ", chip(q), " − log ", chip(k)],
  read_back: ([[k], [q], [u]], { chip }) => [chip(k), " · ", chip(q), " · exp(", chip(u), ")"],
  share: ([[x], [EH], [C]], { chip }) => [chip(x), " · ", chip(EH), " / ", chip(C)],
  moved: ([[w], [rate], [slope]], { chip }) => [chip(w), " − ", chip(rate), " · ", chip(slope)],
  yes_no: ([ys, ts], { chip, value }) => ys.map((y, i) => [" − log ", value(ts[i]) ? chip(y) : ["(1 − ", chip(y), ")"]]),
  mean: ([ids], { chip }) => (ids.length === 1 ? [chip(ids[0])] : ["(", joined(ids, "+", chip), `) / ${ids.length}`]),
};

/**
 * An operation on the sources that each of its patterns names; empty for what is given.
 * @template C
 * @param {string} op @param {string[][]} of @param {Maker<C>} make
 * @returns {(string | C)[]}
 */
export function formula(op, of, make) {
  return /** @type {(string | C)[]} */ (OPERATIONS[op](of, make).flat(9));
}
