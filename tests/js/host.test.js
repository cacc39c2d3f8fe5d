import assert from "node:assert/strict";
import { test } from "node:test";
import { Numbers } from "../../w2v_lab/widgets/kit/numbers.js";
import { FileModel } from "../../web/host.js";

const json = (thing) => new TextEncoder().encode(JSON.stringify(thing)).buffer;
const gate = (name, told = {}) => ({ name, door: "verdict", choices: [], ...told });
const trace = (cards, arrays, whole = []) => ({ cards, arrays, whole, relations: {}, rows: [], words: {} });
const facts = (gates, told) => ({ stamp: 1, language: "en", gates, trace: told });

/** Two claims, each with a file for one answer to it. */
function files() {
  const asked = (name) => JSON.stringify({ choice: "so", commit: name });
  const part = (name, value) => ({
    part: facts([gate(name, { choice: "so", answer: "not" })], trace({ [name]: value }, { [name]: { shape: [1], offset: 0 } }, [name])),
    numbers: `${name}.numbers`,
  });
  const all = {
    first: json({ facts: facts([gate("a"), gate("b")], trace({}, {})), answers: { [asked("a")]: "a", [asked("b")]: "b" } }),
    a: json(part("a", 1)),
    b: json(part("b", 2)),
    "a.numbers": new Float64Array([1.5]).buffer,
    "b.numbers": new Float64Array([2.5]).buffer,
  };
  return { bytes: async (name) => all[name] };
}

test("what one answer reveals is put to what is there, and the next one to that", async () => {
  const model = new FileModel(files(), { en: "", zh: "" });
  await model.start("first");
  for (const name of ["b", "a"]) await model.here({ commit: name, choice: "so" });
  const shown = model.get("facts");
  assert.deepEqual(Object.keys(shown.trace.cards), ["b", "a"]);
  assert.deepEqual(shown.trace.whole, ["b", "a"]);
  assert.deepEqual(
    shown.gates.map((each) => [each.name, each.answer]),
    [
      ["a", "not"],
      ["b", "not"],
    ],
  );
  const numbers = new Numbers(shown.trace, model.get("numbers"));
  assert.deepEqual([numbers.array("a").data[0], numbers.array("b").data[0]], [1.5, 2.5]);
});

test("who takes an answer back keeps the others, and who comes again finds all", async () => {
  const model = new FileModel(files(), { en: "", zh: "" });
  await model.start("first");
  for (const name of ["a", "b"]) await model.here({ commit: name, choice: "so" });
  await model.here({ again: "a" });
  assert.deepEqual(Object.keys(model.get("facts").trace.cards), ["b"]);
  const answers = new Map([["a", "so"]]);
  const later = new FileModel(
    files(),
    { en: "", zh: "" },
    { answers: () => answers, setting: () => undefined, text: () => undefined, add() {} },
  );
  await later.start("first");
  assert.deepEqual(Object.keys(later.get("facts").trace.cards), ["a"]);
});
