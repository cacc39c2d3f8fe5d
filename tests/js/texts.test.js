import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, quoted } from "../../w2v_lab/widgets/kit/csv.js";
import { path, scale, within } from "../../w2v_lab/widgets/kit/plot.js";
import { fill } from "../../w2v_lab/widgets/kit/texts.js";

test("values are put in in one pass and never read again", () => {
  assert.equal(fill("{a} and {b}", { a: "{b}", b: "$&" }), "{b} and $&");
});

test("no cell of a table is a formula, whatever a word is", () => {
  for (const word of ["=1+1", "@x", "+1", "-1", "\t=1", "\r=1", "＝1", "＠x"]) assert.match(quoted(word), /^"['\ufffd]/);
  assert.equal(quoted('a"b,c'), '"a""b,c"');
  assert.equal(quoted("a\0b\ud800"), '"a\ufffdb\ufffd"');
});

test("numbers are exact, and zero has no sign", () => {
  assert.equal(
    csv([
      ["x[a, 0]", -0],
      ["h", 0.1 + 0.2],
    ]),
    'name,value\r\n"x[a, 0]",0\r\n"h",0.30000000000000004',
  );
});

test("what is no number is left out of a line", () => {
  const x = scale([0, 2], [0, 20]),
    y = scale([0, 1], [10, 0]);
  assert.equal(path([0, Number.NaN, 1], x, y), "0.0,10.0 20.0,0.0");
  assert.equal(scale([3, 3], [5, 9])(3), 5);
});

test("an event is found in the units that a picture is drawn in, at any zoom of the page", () => {
  const box = (zoom) => ({ getBoundingClientRect: () => ({ x: 10, y: 20, width: 100 * zoom, height: 50 * zoom }) });
  for (const zoom of [1, 0.5, 3]) {
    assert.deepEqual(within(box(zoom), { clientX: 10 + 25 * zoom, clientY: 20 + 10 * zoom }, 600, 400), [150, 80]);
  }
});
