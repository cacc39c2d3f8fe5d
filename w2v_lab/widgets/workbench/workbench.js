// Workbench: tasks done with and without vectors; each score opens the case behind it.

/** @import { Child } from "../kit/types.d.ts" */
/** @import { Lab } from "../kit/lab.js" */
import { bar } from "../kit/bar.js";
import { choice, phases } from "../kit/controls.js";
import { make, write } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { scores } from "../kit/scores.js";
import { caseOf, mixed } from "./case.js";

/** @param {Lab} lab */
function build(lab) {
  const { state, trace, numbers } = lab;
  state.task ??= trace.tasks[0];
  state.cell ??= {};
  const head = make("header", make("h3", lab.say(trace.tasks.length > 1 ? "title" : `task_${state.task}`)), tabs(lab));
  if (trace.hides) {
    const picture = make("div.picture", withheld(lab));
    return [head, gates(lab), lab.noteLine(), picture, bar(lab, { picture, words: () => lab.say("withheld") })];
  }
  if (numbers) numbers.state = state.task;
  const bench = trace.benches[state.task];
  state.cell[state.task] ??= [0, bench.places[0][1].length ? 1 : 0]; // one with a case to read
  const names = { rows: bench.rows.map((/** @type {string} */ row) => called(lab, row)), columns: trace.ways.map(column(lab)) };
  lab.label = (letter, i) => (letter === "a" ? names.rows[i] : letter === "b" ? names.columns[i] : undefined);
  const shown = scores(lab, {
    label: lab.say(`task_${state.task}`),
    ...names,
    corner: lab.say(`measure_${state.task}`),
    ends: () => bench.ends,
    open: (a, b) => {
      state.cell[state.task] = [a, b];
      state.which = 0;
      lab.rebuild();
    },
    chosen: () => state.cell[state.task],
    about: (a) => sizes(lab, bench.sizes[a]),
  });
  const [a, b] = state.cell[state.task];
  const picture = make("div.picture", shown.node, behind(lab, a, b));
  const told = make("p.sentence", lab.say(`about_${state.task}`));
  lab.pinned = undefined;
  lab.atRest(`score[${a},${b}]`);
  const scored = () => lab.say("named", { name: lab.join([names.rows[a], names.columns[b]]), value: lab.digits(`score[${a},${b}]`) });
  const words = () => lab.sentences([scored(), told.textContent]);
  return [head, gates(lab), lab.noteLine(), told, picture, lab.explainPanel(), bar(lab, { picture, words })];
}

/** @param {Lab} lab @returns {Child} */
function tabs(lab) {
  const { tasks } = lab.trace;
  if (tasks.length < 2) return make("span.soft", lab.say("about"));
  const names = tasks.map((/** @type {string} */ task) => `tab_${task}`);
  return phases(lab, names, tasks.indexOf(lab.state.task), (place) => {
    lab.state.task = tasks[place];
    lab.state.which = 0;
    lab.rebuild();
  });
}

/** A row's name in the reader's language. @param {Lab} lab @param {string} row */
const called = (lab, row) => lab.say(`row_${lab.state.task}_${row.replaceAll(" ", "_")}`);

/** @param {Lab} lab */
const column = (lab) => (/** @type {string} */ way) => lab.say(way === "plain" ? `plain_${lab.state.task}` : `way_${way}`);

/** @param {Lab} lab @param {[number, number]} sizes */
const sizes = (lab, [train, test]) => lab.say(train ? "sizes" : `size_${lab.state.task}`, { train: train.toLocaleString("en"), test });

/** The cases behind the chosen score, and the score once more, computed here. @param {Lab} lab @param {number} a @param {number} b */
function behind(lab, a, b) {
  const { state, trace } = lab,
    bench = trace.benches[state.task],
    places = bench.places[a][b];
  const row = bench.rows[a],
    way = trace.ways[b];
  const which = Math.min(state.which ?? 0, Math.max(places.length - 1, 0));
  const pick = (/** @type {number} */ i) => {
    state.which = i;
    lab.rebuild();
  };
  const number = (/** @type {number} */ i) => String(i + 1);
  const every = [...places.keys()];
  const chooser = places.length > 1 ? choice(lab, "case", every, which, pick, number) : null;
  const title = make("h4", lab.say("behind", { row: called(lab, row), column: column(lab)(way) }));
  const here = lab.number(`here[${a},${b}]`);
  const told = make("span.here", { hidden: true }, lab.say("here"), " ", here);
  const known = Number.isFinite(lab.numbers?.value(`here[${a},${b}]`) ?? Number.NaN);
  told.hidden = !known;
  const anew = make("button", { "data-key": "anew", onclick: () => compute(lab, row, way) }, lab.say("anew"));
  const needs = bench.needs.includes(row) || way === "gensim" ? make("span.small.soft", lab.say("needs")) : null;
  const tools = make("div.bar.tools", title, chooser, make("span.grow"), told, anew, needs);
  const body = places.length ? caseOf(lab, bench.cases[places[which]], places[which]) : make("p.soft", lab.say("no_case"));
  const pairs = bench.mixed?.[a][b] ?? [];
  return make("div.behind", tools, body, pairs.length ? mixed(lab, a, b, pairs, places.length) : null);
}

/** Ask Python for this score with another seed. @param {Lab} lab @param {string} row @param {string} way */
async function compute(lab, row, way) {
  const button = lab.root.querySelector('[data-key="anew"]');
  if (button) write(button, lab.say("asking"));
  const told = lab.add(await lab.compute({ compute: [lab.state.task, row, way] }));
  if (told) lab.note(null);
  lab.rebuild();
}

export default widget("workbench", build);
