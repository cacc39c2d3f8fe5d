// The arrays of a trace, by the names of their numbers: "W_in[3,2]"; and how people read a number.

/** @import { Place, Trace } from './types.d.ts' */
/** @typedef {{ shape: number[], data: Float64Array | Int16Array, step?: number }} Numbered */

/** @type {Record<string, [string, string[]]>} */
const parsed = {};

/** The name and the indices of an id. @param {string} id @returns {[string, string[]]} */
export function parse(id) {
  if (parsed[id]) return parsed[id];
  const open = id.indexOf("[");
  parsed[id] = open < 0 ? [id, []] : [id.slice(0, open), id.slice(open + 1, -1).split(",")];
  return parsed[id];
}

/** A whole number with commas between its thousands. @param {number} value */
export const whole = (value) => value.toLocaleString("en");

/** A number as people read it: fixed decimals, a true minus, honest about NaN and infinity.
 * @param {number} value @param {number} decimals */
export function shown(value, decimals) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  return written(value, decimals).replaceAll("-", "−");
}

/** @param {number} value @param {number} decimals */
function written(value, decimals) {
  if (decimals === 0 && Number.isInteger(value)) return whole(value);
  if (Math.abs(value) >= 1e5 || decimals === 0) return value.toExponential(1);
  const [thousands, ...after] = value.toFixed(decimals).split(".");
  return [whole(Number(thousands)), ...after].join(".");
}

/** A number to its last bit. @param {number} value */
export const exact = (value) => (Object.is(value, -0) ? "-0" : String(value));

/** The greatest size among numbers. @param {ArrayLike<number>} data */
export function largest(data) {
  let most = 0;
  for (let i = 0; i < data.length; i++) if (Number.isFinite(data[i])) most = Math.max(most, Math.abs(data[i]));
  return most;
}

/** A tint's sign and strength, "-7" for seven tenths: in steps, as each new style has to be worked out by the browser.
 * @param {number} value @param {number} most */
export const tenths = (value, most) => `${value < 0 ? "-" : "+"}${Math.round(Math.min(1, Math.abs(value) / most) * 10) || 0}`;

/** The arrays of a trace; `state` chooses whose come before those that hold for all states. */
export class Numbers {
  /** @param {Trace} trace @param {DataView} bytes */
  constructor(trace, bytes) {
    this.trace = trace;
    /** @type {Record<string, Numbered>} */
    this.arrays = {};
    this.state = "";
    this.add(trace, bytes);
  }

  /** Take in more arrays. @param {Pick<Trace, "arrays" | "states">} trace @param {DataView} bytes */
  add(trace, bytes) {
    const data = new Float64Array(bytes.byteLength / 8);
    new Uint8Array(data.buffer).set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    for (const [name, place] of Object.entries(trace.arrays ?? {})) this.put(name, place, data, trace.states);
  }

  /** @param {string} name @param {Place} place @param {Float64Array} data @param {string[]} [states] */
  put(name, { shape, offset, step }, data, states) {
    const size = shape.reduce((a, b) => a * b, 1);
    if (step) {
      this.arrays[name] = { shape, step, data: new Int16Array(data.buffer, offset * 8, size) };
    } else if (!states || name.includes("/")) {
      this.arrays[name] = { shape, data: data.subarray(offset, offset + size) };
    } else {
      // An array of all states is one array for each of them.
      const each = size / shape[0];
      states.forEach((state, k) => {
        this.arrays[`${state}/${name}`] = { shape: shape.slice(1), data: data.subarray(offset + k * each, offset + (k + 1) * each) };
      });
    }
  }

  /** @param {string} name @returns {Numbered | undefined} */
  array(name) {
    return this.arrays[`${this.state}/${name}`] ?? this.arrays[name];
  }

  // The index i is a word's: it runs over the ids of the rows that are shown, any other from 0.
  /** @param {string} name @param {number} axis @param {number} index */
  place(name, axis, index) {
    return this.byWord(name, axis) ? this.trace.rows.indexOf(index) : index;
  }

  /** @param {string} name @param {number} axis */
  byWord(name, axis) {
    return this.trace.relations[name]?.index[axis] === "i";
  }

  /** @param {string} name @param {number} axis */
  indices(name, axis) {
    return this.byWord(name, axis) ? this.trace.rows : [...Array(this.array(name)?.shape[axis] ?? 0).keys()];
  }

  /** @param {string} id @returns {number | undefined} */
  value(id) {
    return this.array(parse(id)[0])?.data[this.offset(id)];
  }

  /** Where a number lies in its array. @param {string} id */
  offset(id) {
    const [name, index] = parse(id);
    const shape = this.array(name)?.shape ?? [];
    return index.reduce((at, i, axis) => at * shape[axis] + this.place(name, axis, Number(i)), 0);
  }

  /** The ids that a pattern such as "W_in[inputs,j]" names, for given i and j.
   * @param {string} pattern @param {Record<string, number | number[] | undefined>} given @returns {string[]} */
  expand(pattern, given) {
    const [name, index] = parse(pattern);
    /** @type {number[][]} */
    let found = [[]];
    index.forEach((token, axis) => {
      const choices = token === ":" ? this.indices(name, axis) : [given[token] ?? Number(token)].flat();
      found = found.flatMap((start) => choices.map((i) => [...start, i]));
    });
    return found.map((i) => (i.length ? `${name}[${i.join()}]` : name));
  }
}
