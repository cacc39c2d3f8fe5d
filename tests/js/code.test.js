// The page's code itself: small functions, short lines, and modules that the loader can put together.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../w2v_lab/widgets");
const files = readdirSync(ROOT, { recursive: true }).filter((name) => name.endsWith(".js"));
const code = Object.fromEntries(files.map((name) => [name, readFileSync(join(ROOT, name), "utf8")]));

test("there is code", () => assert.ok(files.length > 30));

test("no line is longer than 140 characters", () => {
  for (const [name, text] of Object.entries(code)) {
    for (const [i, line] of text.split("\n").entries()) assert.ok(line.length <= 140, `${name}:${i + 1}`);
  }
});

/** Where functions and methods begin, by their indentation, and how many lines they have. */
function functions(text) {
  const lines = text.split("\n"),
    found = [];
  lines.forEach((line, i) => {
    const begins = line.match(
      /^( *)(?:export )?(?:async )?(?:function \w+|(?:get |async )?\w+)\(.*\{$|^( *)(?:export )?const \w+ = .*=> \{$/,
    );
    if (!begins || /^ *(if|for|while|switch|return)\b/.test(line)) return;
    const indent = begins[1] ?? begins[2];
    const end = lines.findIndex((other, n) => n > i && other.startsWith(`${indent}}`));
    found.push([line.trim(), end - i + 1]);
  });
  return found;
}

test("no function has more than 60 lines", () => {
  const all = Object.entries(code).flatMap(([name, text]) => functions(text).map(([line, count]) => ({ name, line, count })));
  assert.ok(all.length > 200, `only ${all.length} functions found`);
  assert.deepEqual(
    all.filter(({ count }) => count > 60),
    [],
  );
});

/** The modules whose specifiers stand in a module: its imports, and by mistake a comment. */
function imported(name) {
  const folder = dirname(name);
  return [...code[name].matchAll(/"(\.\.?\/[\w./]+\.js)"/g)].map(([, path]) => normalize(join(folder, path)));
}

test("modules import what there is, from their folder or the kit, and in no circle", () => {
  const visit = (name, above) => {
    assert.ok(!above.includes(name), `a circle: ${[...above, name].join(" → ")}`);
    for (const other of imported(name)) {
      assert.ok(code[other] !== undefined, `${name} imports ${other}`);
      assert.ok([dirname(name), "kit"].includes(dirname(other)), `${name} imports ${other}`);
      visit(other, [...above, name]);
    }
  };
  for (const name of files.filter((each) => each !== join("kit", "loader.js"))) visit(name, []); // which puts them together
});

test("no raw sink, and no address but SVG's", () => {
  for (const [name, text] of Object.entries(code)) {
    for (const sink of ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("]) assert.ok(!text.includes(sink), name);
    assert.ok(!/https?:\/\/(?!www\.w3\.org\/2000\/svg)/.test(text), name);
  }
});
