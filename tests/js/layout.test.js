import assert from "node:assert/strict";
import { test } from "node:test";
import { layout, ranks, spacing } from "../../w2v_lab/widgets/tree_lab/layout.js";

// ((a b) c) (d e): leaves 0 to 4, inner nodes 5 to 8 in the order of their merges.
const leaves = [0, 1, 2, 3, 4],
  inner = [5, 6, 7, 8],
  kids = { 5: [0, 1], 6: [3, 4], 7: [5, 2], 8: [7, 6] };
const shape = { leaves, inner, kids, figures: () => 30, longest: 40, standing: 60, strip: 0, foot: 6 };

test("a parent stands midway above its children", () => {
  const { height, along } = ranks(leaves, inner, kids);
  assert.deepEqual(
    leaves.map((node) => along[node]),
    [0.5, 1.5, 2.5, 3.5, 4.5],
  );
  for (const node of inner) {
    const [left, right] = kids[node];
    assert.equal(along[node], (along[left] + along[right]) / 2);
    assert.equal(height[node], 1 + Math.max(height[left], height[right]));
  }
});

test("no node touches its neighbour of the same height", () => {
  const place = ranks(leaves, inner, kids),
    figures = (node) => 10 * node;
  const least = spacing(inner, place, figures);
  const gap = (place.along[6] - place.along[5]) * least;
  assert.ok(gap >= (figures(5) + figures(6)) / 2);
});

test("the tree fills its room, or scrolls where it needs more", () => {
  const roomy = layout({ ...shape, width: 800 }),
    tight = layout({ ...shape, width: 60 });
  assert.equal(roomy.wide, 800);
  assert.ok(roomy.flat && !tight.flat && tight.wide > 60);
  for (const node of [...leaves, ...inner]) assert.ok(roomy.x[node] > 0 && roomy.x[node] < roomy.wide);
  for (const node of inner) for (const kid of kids[node]) assert.ok(roomy.y[kid] > roomy.y[node]);
});

test("a single leaf is a tree", () => {
  const at = layout({ ...shape, leaves: [0], inner: [], kids: {}, width: 300 });
  assert.ok(Number.isFinite(at.x[0]) && Number.isFinite(at.y[0]) && Number.isFinite(at.high));
});
