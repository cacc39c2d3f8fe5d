import assert from "node:assert/strict";
import { test } from "node:test";
import { ems, hasHan, short, spot, upright } from "../../w2v_lab/widgets/kit/words.js";

test("a long word is cut between characters, never inside one", () => {
  assert.equal(short("word", 16), "word");
  assert.equal(short("abcdefghij", 5), "abcd…");
  assert.equal(short("👩‍🌾👩‍🌾👩‍🌾".repeat(9), 4).isWellFormed(), true);
  assert.equal(short("𠀀".repeat(20), 16), `${"𠀀".repeat(15)}…`);
});

test("Chinese is as wide as it is high", () => {
  assert.equal(ems("国王"), 2);
  assert.ok(ems("ab") < ems("国王"));
  assert.ok(upright("国王") && !upright("国king"));
  assert.ok(hasHan("skip-gram 的目标数") && !hasHan("loss"));
});

const room = { wide: 200, high: 100 };

test("a name goes to the right, then to the left, above and below, or nowhere", () => {
  const taken = [];
  const dot = { x: 100, y: 50, size: 10 };
  const lines = Array.from({ length: 5 }, () => spot(dot, 40, 12, room, taken));
  assert.deepEqual(
    lines.map((name) => name && [name.left, name.y]),
    [[110, 50], [50, 50], [80, 34], [80, 66], null],
  );
  assert.equal(taken.length, 4);
});

test("no name leaves the picture, and none lies on another", () => {
  assert.equal(spot({ x: 195, y: 50, size: 10 }, 40, 12, room, []).left, 145);
  assert.ok(spot({ x: 5, y: 3, size: 10 }, 40, 12, room, []) === null);
  const taken = [];
  for (let x = 10; x < 200; x += 15) for (let y = 10; y < 100; y += 9) spot({ x, y, size: 6 }, 25, 12, room, taken, 3);
  for (const [i, a] of taken.entries()) {
    for (const b of taken.slice(i + 1)) {
      const apart = Math.abs(a.y - b.y) >= 12 || a.left + a.width <= b.left || b.left + b.width <= a.left;
      assert.ok(apart, `${JSON.stringify(a)} ${JSON.stringify(b)}`);
    }
  }
});

test("a name that must be somewhere goes farther", () => {
  const taken = [],
    dot = { x: 100, y: 50, size: 10 };
  const names = Array.from({ length: 8 }, () => spot(dot, 40, 12, room, taken, 4));
  assert.ok(names.every((name) => name !== null));
});
