// The numbers of a moment, for one run: the loss, the nearest words, and what the update moves.

/** @import { Lab } from '../kit/lab.js' */
import { make } from "../kit/dom.js";
import { whole } from "../kit/numbers.js";
import { table } from "../kit/table.js";
import { closeTo, frame } from "./frames.js";

const OUTPUT = ["moved_out", "error"];
const MOVED = ["length", "moved_in", "moved_out", "error"];

/** @param {Lab} lab @param {number} run */
export function reading(lab, run) {
  const { numbers, state } = lab,
    r = run + 1,
    word = lab.word(state.word);
  const now = make("p.tight.pl-now"),
    what = make("p.tight.small"),
    loss = lab.number(`loss_${r}[0]`, { group: `reading ${r}` });
  const told = numbers.arrays[`${state.word}/cosine_${r}`];
  const cells = Array.from({ length: told?.shape[1] ?? 0 }, (_, k) => ({
    name: make("bdi.cut"),
    cell: lab.number(`cosine_${r}[0,${k}]`, { tag: "td", group: `near ${r}` }),
  }));
  const moved = told ? MOVED.map((name) => movedBy(lab, name, r)) : [];
  const rows = cells.map(({ name, cell }) => ({ heading: name, cells: [cell] }));
  const title = make("p.tight", lab.nodes(told ? "nearest" : "no_story", { word: make("b", make("bdi", word)) }));
  const nearest = make("div", title, rows.length ? table(lab.say("nearest", { word }), rows) : null);
  const price = make("p.tight", lab.say("loss"), " ", loss);
  const node = make(
    "div.pl-reading",
    now,
    price,
    nearest,
    make(
      "div",
      what,
      moved.map((part) => part.node),
    ),
  );
  return { node, cells, turn: () => turn(lab, run, { now, what, loss, cells, moved }) };
}

function movedBy(lab, name, r) {
  const cell = lab.number(`${name}_${r}[0]`, { group: `moved ${r}`, decimals: 4 });
  return { name, cell, node: make("p.tight.small", lab.say(name), " ", cell) };
}

/** Let the readings stand for the moment on show. */
function turn(lab, run, { now, what, loss, cells, moved }) {
  const f = frame(lab, run),
    r = run + 1,
    moments = lab.trace.moments[run],
    update = lab.trace.updates[run][f];
  const ended = f === moments.length - 1,
    close = closeTo(lab, run, f);
  now.textContent = lab.say(lab.trace.counted, { number: whole(moments[f]), total: whole(moments[moments.length - 1]) });
  lab.retarget(loss, `loss_${r}[${f}]`);
  cells.forEach(({ name, cell }, k) => {
    name.textContent = lab.word(close[k]);
    lab.retarget(cell, `cosine_${r}[${f},${k}]`);
  });
  what.replaceChildren(...(ended ? [lab.say("ended")] : happens(lab, update, moments[f + 1] - moments[f])));
  for (const { name, cell, node } of moved) {
    const id = `${name}_${r}[${f}]`,
      known = update || name === "length" || !Number.isNaN(lab.numbers.value(id));
    const ofWord = lab.trace.asks_words[run] || !OUTPUT.includes(name); // a tree's rows are no words'
    node.hidden = (ended && name !== "length") || !known || !ofWord;
    lab.retarget(cell, node.hidden ? null : id);
  }
}

/** The update that follows, or how many lie before the next kept moment. */
function happens(lab, update, count) {
  if (!update) return [lab.say("until_next", { count: whole(count) })];
  const { word } = lab.state,
    words = (ids) => lab.quoted([...new Set(ids)]);
  const role = update.inputs.includes(word) ? "given" : update.targets.includes(word) ? "asked" : "other";
  const told = lab.nodes("update", { inputs: words(update.inputs), targets: words(update.targets) });
  return [...told, lab.gap(), ...lab.nodes(`role_${role}`, { word: lab.word(word) })];
}
