// The noise lab's moments: which questions have been drawn, and when a round is complete.

import assert from "node:assert/strict";
import { test } from "node:test";
import { turn } from "../../w2v_lab/widgets/noise_lab/moment.js";

/** Word 7 is given and word 2 asked for; k = 2, and these are the draws. */
function lab(how, turns, at, draws = [0, 2, 1, 2, 3, 0]) {
  const trace = { text: [[7, 2]], k: 2, draws: { 15: draws }, turns: { "7-2": { 15: { [how]: turns } } } };
  return { trace, state: { pair: [0, 1], exponent: 15, how, at } };
}

test("a round grows draw by draw, and is complete with its last", () => {
  const kept = [0, 1, 2, 3, 4, 5];
  assert.deepEqual(turn(lab("keep", kept, 0)).asked, [2]);
  assert.deepEqual(turn(lab("keep", kept, 1)).asked, [2, 0]);
  assert.equal(turn(lab("keep", kept, 1)).done, false);
  const whole = turn(lab("keep", kept, 2));
  assert.deepEqual([whole.asked, whole.done, whole.round, whole.question], [[2, 0, 2], true, 0, 1]);
  assert.deepEqual(turn(lab("keep", kept, 3)).asked, [2, 1]);
});

test("a draw that is skipped leaves a question out, and completes the round all the same", () => {
  const skipped = [0, ~1, 2, ~3, 4, 5];
  const whole = turn(lab("skip", skipped, 2));
  assert.deepEqual([whole.asked, whole.done], [[2, 0], true]);
  assert.deepEqual(whole.places[1], { word: 2, used: false, draws: [1] });
});

test("a draw that is drawn again waits for its next", () => {
  const again = [0, ~1, 1, ~2, 2, 3];
  assert.equal(turn(lab("redraw", again, 2)).done, false);
  const whole = turn(lab("redraw", again, 3));
  assert.deepEqual([whole.asked, whole.done], [[2, 0, 1], true]);
  assert.deepEqual(whole.places[1], { word: 1, used: true, draws: [1, 2] });
});
