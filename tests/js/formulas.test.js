import assert from "node:assert/strict";
import { test } from "node:test";
import { formula } from "../../w2v_lab/widgets/kit/formulas.js";

const values = { "t[0]": 1, "t[1]": 0 };
const make = { chip: (id) => `‹${id}›`, value: (id) => values[id], hiddenRows: false };
const written = (op, of, more = {}) => formula(op, of, { ...make, ...more }).join("");

test("an operation is written with its sources put in", () => {
  assert.equal(written("given", []), "");
  assert.equal(written("product", [["x"], ["W"]]), "‹x› × ‹W›");
  assert.equal(written("quotient", [["a"], ["b"]]), "‹a› / ‹b›");
  assert.equal(written("difference", [["y"], ["t"]]), "‹y› − ‹t›");
  assert.equal(written("moved", [["w"], ["rate"], ["G"]]), "‹w› − ‹rate› · ‹G›");
  assert.equal(written("softmax", [["u"], ["u", "v"]]), "exp(‹u›) / (exp(‹u›) + exp(‹v›))");
  assert.equal(
    written("yes_no", [
      ["y[0]", "y[1]"],
      ["t[0]", "t[1]"],
    ]),
    " − log ‹y[0]› − log (1 − ‹y[1]›)",
  );
  assert.equal(written("logs", [["P"], ["q"], ["k"]]), "log ‹P› − log ‹q› − log ‹k›");
  assert.equal(written("read_back", [["k"], ["q"], ["u"]]), "‹k› · ‹q› · exp(‹u›)");
  assert.equal(written("mean", [["a"]]), "‹a›");
  assert.equal(written("mean", [["a", "b"]]), "(‹a› + ‹b›) / 2");
});

test("a shorter side of a product of rows is gone through again", () => {
  assert.equal(
    written("dot", [
      ["a", "b"],
      ["h", "k"],
    ]),
    "‹a›·‹h› + ‹b›·‹k›",
  );
  assert.equal(written("dot", [["a", "b", "c"], ["h"]]), "‹a›·‹h› + ‹b›·‹h› + ‹c›·‹h›");
});

test("of many terms the first ten and the last are written out, and rows out of sight are owned up to", () => {
  const ids = Array.from({ length: 13 }, (_, i) => `x${i}`);
  const text = written("sum", [ids]);
  assert.match(text, /^‹x0› \+ .*‹x9› \+ … \+ ‹x12›$/);
  assert.equal(written("sum", [ids.slice(0, 12)]).split("+").length, 12);
  assert.equal(written("sum", [["a"]], { hiddenRows: true }), "‹a› + 0 …");
});
