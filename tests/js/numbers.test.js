import assert from "node:assert/strict";
import { test } from "node:test";
import { exact, largest, Numbers, parse, shown, tenths } from "../../w2v_lab/widgets/kit/numbers.js";

const relations = { W: { index: ["i", "j"] }, h: { index: ["j"] }, loss: { index: [] } };

/** A trace of two states, words 4 and 7 on show. */
function numbers() {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40, 0.5];
  const arrays = { W: { shape: [2, 2, 2], offset: 0 }, h: { shape: [2, 2], offset: 8 }, "a/loss": { shape: [], offset: 12 } };
  const trace = { relations, arrays, rows: [4, 7], states: ["a", "b"], words: {} };
  return new Numbers(trace, new DataView(new Float64Array(values).buffer));
}

test("a number is read with fixed decimals, and honestly", () => {
  const read = { 0: "0", 3: "3.000", "-0.0004": "−0.000", 1234567: "1.2e+6", Infinity: "∞", "-Infinity": "−∞", NaN: "NaN" };
  for (const [value, text] of Object.entries(read)) assert.equal(shown(Number(value), 3), text);
  assert.equal(shown(3200, 0), "3,200");
  assert.equal(shown(3458.166, 2), "3,458.17");
  assert.equal(shown(-12000.5, 1), "−12,000.5");
  assert.equal(shown(-0, 3), "0");
});

test("the exact value keeps the sign of zero, a tint its strength", () => {
  assert.equal(exact(-0), "-0");
  assert.equal(exact(0.1 + 0.2), "0.30000000000000004");
  assert.equal(tenths(-7, 10), "-7");
  assert.equal(tenths(0.01, 10), "+0");
  assert.equal(largest([1, -3, Number.NaN, Number.NEGATIVE_INFINITY]), 3);
  assert.equal(largest([]), 0);
});

test("an id names its array and its place", () => {
  assert.deepEqual(parse("W_in[3,2]"), ["W_in", ["3", "2"]]);
  assert.deepEqual(parse("loss"), ["loss", []]);
  assert.deepEqual(parse("a/loss[0]"), ["a/loss", ["0"]]);
});

test("the chosen state's arrays come before those of all states, words stand at their row", () => {
  const found = numbers();
  found.state = "a";
  assert.equal(found.value("W[7,1]"), 4);
  assert.equal(found.value("loss"), 0.5);
  found.state = "b";
  assert.equal(found.value("W[4,0]"), 5);
  assert.equal(found.value("h[1]"), 40);
  assert.equal(found.value("loss"), undefined);
});

test("a pattern names the ids that it stands for", () => {
  const found = numbers();
  found.state = "a";
  assert.deepEqual(found.expand("W[:,j]", { j: 1 }), ["W[4,1]", "W[7,1]"]);
  assert.deepEqual(found.expand("W[inputs,j]", { inputs: [7, 7], j: 0 }), ["W[7,0]", "W[7,0]"]);
  assert.deepEqual(found.expand("h[:]", {}), ["h[0]", "h[1]"]);
  assert.deepEqual(found.expand("loss", {}), ["loss"]);
});

test("what is only drawn travels as multiples of a step", () => {
  const bytes = new Int16Array([3, -32768, 5, 0]);
  const trace = { relations: {}, arrays: { places: { shape: [3], offset: 0, step: 0.5 } }, rows: [], words: {} };
  const { places } = new Numbers(trace, new DataView(bytes.buffer)).arrays;
  assert.deepEqual([...places.data], [3, -32768, 5]);
  assert.equal(places.step, 0.5);
});
