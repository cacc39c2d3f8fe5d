// A teacher's list, read; and what is no link of ours, which leads nowhere.
import assert from "node:assert/strict";
import test from "node:test";
import { planned, told } from "../../web/plan.js";

const pages = new Map([
  ["00", "https://here.example/en/00_start.html"],
  ["06", "https://here.example/en/06_tree.html"],
]);

test("a line is words and where it leads", () => {
  const { title, steps } = planned(
    `# Trees
- Grow it https://elsewhere.example/zh/06_tree.html#lesson=06&cell=c06&widget=tree_lab&state=%7B%22at%22%3A3%7D
2. 00_start.ipynb#cell-id=m02 One idea

Talk about it`,
    pages,
  );
  assert.equal(title, "Trees");
  assert.deepEqual(steps, [
    { text: "Grow it", href: "https://here.example/en/06_tree.html#lesson=06&cell=c06&widget=tree_lab&state=%7B%22at%22%3A3%7D" },
    { text: "One idea", href: "https://here.example/en/00_start.html#m02" },
    { text: "Talk about it", href: "" },
  ]);
});

test("no list leads anywhere but to a lesson of this course", () => {
  const hostile = [
    "javascript:alert(1)",
    "javascript:alert(1)//00_start.html#x'y",
    "https://evil.example/#lesson=77&cell=c",
    "https://evil.example/",
    "data:text/html,<script>alert(1)</script>",
    "<img/src=x/onerror=alert(1)>",
    "__proto__",
  ];
  for (const word of hostile) assert.deepEqual(planned(word, pages).steps, [{ text: word, href: "" }]);
  for (const word of ["javascript:alert(1)#lesson=06&cell=c06&widget=tree_lab", "https://evil.example/00_a.html#m02"])
    assert.match(planned(word, pages).steps[0].href, /^https:\/\/here\.example\/en\/0[06]_/);
  assert.ok(planned("a".repeat(1e6), pages).steps[0].text.length <= 20_000);
});

test("a fragment says which list and which step", () => {
  assert.deepEqual(told("#plan=a%0Ab&step=2"), { list: "a\nb", step: 2 });
  for (const step of ["-1", "1e99", "x", "1.5", ""]) assert.equal(told(`#step=${step}`).step % 1, 0);
  assert.deepEqual(told(""), { list: null, step: 0 });
});
