// The explorer: a vocabulary to search, a map of it, what is near to a word, and what only seems so.

/** @import { Lab } from '../kit/lab.js' */
import { bar, named } from "../kit/bar.js";
import { recoloured } from "../kit/colours.js";
import { button, choice } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { placeIn } from "../kit/link.js";
import { whole } from "../kit/numbers.js";
import { table } from "../kit/table.js";
import { analogy, leaves, pair, wordButton } from "./beside.js";
import { map } from "./map.js";
import { search } from "./search.js";

const PIECE = 2_000_000; // bytes of a file that travel at once

/** @param {Lab} lab */
function build(lab) {
  const { trace } = lab;
  begin(lab);
  const about = lab.say("about", { V: whole(trace.V), N: whole(trace.N) });
  const called = trace.name ? [make("bdi", trace.name), lab.say("colon")] : null;
  const head = make("header", make("h3", lab.say("title")), make("span.soft", called, about), make("span.grow"), opener(lab));
  if (trace.hides) {
    const picture = make("div.picture", withheld(lab));
    return [head, gates(lab), lab.noteLine(), picture, bar(lab, { picture, words: () => lab.say("withheld") })];
  }
  return [head, gates(lab), lab.noteLine(), shown(lab)];
}

/** @param {Lab} lab */
function shown(lab) {
  const { state, trace, numbers } = lab;
  const choose = (/** @type {number | string} */ word) => chosen(lab, word);
  const told = trace.near[`${state.kind} ${state.word}`];
  const take = (/** @type {any} */ more) => absorb(lab, more);
  lab.label = (letter, i) => labelOf(lab, told, letter, i);
  const drawn = trace.maps.length ? map(lab, told, choose) : null;
  const side = leaves(lab, take, choose);
  const left = make("figure.ex-left", drawn ? [mapBar(lab), drawn.node] : withheld(lab));
  const right = make("div.ex-right", search(lab, state.folded, choose, take), near(lab, told, choose), seeming(lab, told, choose));
  const picture = make("div.picture", make("div.ex-main", left, right), side.node);
  lab.atRest("pair_cosine");
  lab.painted = () => {
    drawn?.paint();
    side.paint();
  };
  watch(lab, drawn?.node);
  lab.drawn = () => named(lab, numbers?.expand("cosine[:]", {}) ?? []);
  picture.addEventListener("dragover", (event) => event.preventDefault());
  picture.addEventListener("drop", (/** @type {any} */ event) => {
    event.preventDefault();
    dropped(lab, Array.from(event.dataTransfer?.files ?? []));
  });
  const words = () => inWords(lab, told);
  return [picture, pair(lab, take), analogy(lab, take, choose), lab.explainPanel(), bar(lab, { picture, words })];
}

/** Paint again in another size and in other colours. @param {any} lab @param {Element} [node] the map that is there now */
function watch(lab, node) {
  const again = () => lab.painted?.();
  if (!lab.sizes) {
    lab.sizes = new ResizeObserver(again);
    recoloured(lab, again);
    lab.end.signal.addEventListener("abort", () => lab.sizes.disconnect());
  }
  lab.sizes.disconnect();
  if (node) lab.sizes.observe(node);
}

/** What a view begins with; other vectors begin anew. @param {Lab} lab */
function begin(lab) {
  const { state, trace, numbers } = lab;
  if (state.made !== trace.made) {
    lab.state = { made: trace.made, word: trace.first, kind: "plane" };
    lab.state.folded = Object.values(trace.words).map((word) => word.toLowerCase());
  }
  for (const told of trace.begins?.splice(0) ?? []) absorb(lab, told);
  if (numbers) numbers.state = `${lab.state.kind} ${lab.state.word}`;
}

/** Keep what Python has told. @param {Lab} lab @param {any} told */
function absorb({ trace }, told) {
  Object.assign(trace.words, told.named ?? {});
  if (told.of) trace.near[told.of] = told;
  if (told.map) trace.settled = { ...trace.settled, [told.map]: told.settled };
  if (told.pair) trace.pair = told.pair;
  if (told.analogy) Object.assign(trace, { analogy: told.analogy, answers: told.answers });
  if (told.leaf) trace.leaves = { ...trace.leaves, [told.leaf]: told };
}

/** Show a word, and the map on which it is to be shown. @param {Lab} lab @param {number | string} word @param {string} [kind] */
async function chosen(lab, word, kind = lab.state.kind) {
  const { trace } = lab;
  let id = typeof word === "number" ? word : -1;
  if (id < 0 || !trace.near[`${kind} ${id}`]) {
    const told = lab.add(await lab.compute({ word, map: kind }));
    if (!told) return;
    absorb(lab, told);
    id = Number(told.of.split(" ")[1]);
  }
  Object.assign(lab.state, { word: id, kind });
  lab.rebuild();
}

// ---- the map --------------------------------------------------------------------------------------

/** @param {Lab} lab */
function mapBar(lab) {
  const { state, trace } = lab;
  const settled = trace.settled?.[state.kind] ?? 1,
    going = state.drawing === state.kind;
  const kinds = choice(
    lab,
    "maps",
    trace.maps,
    state.kind,
    (kind) => turned(lab, kind),
    (kind) => lab.say(`map_${kind}`),
  );
  const kept = lab.number("kept", { decimals: 1 });
  const count = trace.near[`${state.kind} ${state.word}`]?.ids?.length ?? trace.mapped;
  const caption = make("figcaption.small.soft", lab.nodes("keeps", { count: whole(count), kept }));
  const progress = going || settled < 1 ? make("progress", { value: settled, max: 1, "aria-label": lab.say("settling") }) : null;
  const stop = going ? button(lab.say("stop"), { "data-key": "stop", onclick: () => Object.assign(state, { drawing: null }) }) : null;
  const on = !going && settled < 1 ? button(lab.say("go_on"), { "data-key": "go_on", onclick: () => settle(lab, state.kind) }) : null;
  return make("div.ex-mapbar", kinds, progress, stop, on, caption);
}

/** @param {Lab} lab @param {string} kind */
async function turned(lab, kind) {
  const { state, trace } = lab;
  Object.assign(state, { look: null, drawing: null });
  if (kind === "around" || trace.settled?.[kind] !== undefined) return chosen(lab, state.word, kind);
  return settle(lab, kind);
}

/** A map that takes several slices is shown after each; it can be stopped in between. @param {Lab} lab @param {string} kind */
async function settle(lab, kind) {
  const { state, trace } = lab;
  state.drawing = kind;
  while (state.drawing === kind && !lab.gone && lab.state === state) {
    const told = lab.add(await lab.compute({ map: kind }));
    if (!told) {
      state.drawing = null;
      return lab.rebuild();
    }
    absorb(lab, told);
    for (const key of Object.keys(trace.near)) if (key.startsWith(`${kind} `)) delete trace.near[key];
    if (told.settled >= 1) state.drawing = null;
    await chosen(lab, state.word, kind);
  }
}

// ---- what is near ---------------------------------------------------------------------------------

/** @param {Lab} lab @param {any} told @param {string | undefined} letter @param {number} i */
function labelOf(lab, told, letter, i) {
  const lists = { n: told?.rows, s: told?.seeming, c: lab.trace.answers };
  const id = letter && lists[/** @type {"n" | "s" | "c"} */ (letter)]?.[i];
  return id === undefined || id === "" ? undefined : lab.word(id);
}

/** @param {Lab} lab @param {any} told @param {(word: number) => void} choose */
function near(lab, told, choose) {
  const { state, trace } = lab;
  const word = make("b", make("bdi.cut", lab.word(state.word)));
  const times = trace.counted ? [" ", lab.nodes("times", { count: lab.number("own_count", { decimals: 0 }) })] : null;
  const title = make("p.tight", word, times);
  if (!told) return title;
  const cell = (/** @type {string} */ id) => lab.number(id, { tag: "td", group: id.split("[")[0] });
  const place = (/** @type {string} */ id) => (Number.isNaN(lab.numbers?.value(id)) ? make("td.soft.none", "–") : cell(id));
  const rows = told.rows.map((/** @type {number} */ id, /** @type {number} */ n) => ({
    heading: wordButton(lab, id, `near ${n}`, choose),
    cells: [
      make("td", make("span.ex-bar", { style: `--part:${Math.max(0, lab.numbers?.value(`cosine[${n}]`) ?? 0)}` })),
      cell(`cosine[${n}]`),
      trace.counted ? cell(`count[${n}]`) : null,
      trace.maps.length ? place(`on_map[${n}]`) : null,
    ],
  }));
  const head = [lab.say("nearest", { N: trace.N }), null, lab.say("column_cosine")];
  if (trace.counted) head.push(lab.say("column_count"));
  if (trace.maps.length) head.push(lab.say("column_on_map"));
  return [title, table(lab.say("nearest", { N: trace.N }), rows, { head, kind: "numbers" })];
}

/** @param {Lab} lab @param {any} told @param {(word: number) => void} choose */
function seeming(lab, told, choose) {
  if (!told?.seeming.length) return null;
  const cell = (/** @type {string} */ id) => lab.number(id, { tag: "td", group: id.split("[")[0] });
  const rows = told.seeming.slice(0, 6).map((/** @type {number} */ id, /** @type {number} */ s) => ({
    heading: [make("span.ex-square", { "aria-hidden": "true" }), wordButton(lab, id, `seeming ${s}`, choose)],
    cells: [cell(`seeming_cosine[${s}]`), cell(`seeming_on_map[${s}]`), cell(`true_rank[${s}]`)],
  }));
  const head = ["seeming", "column_cosine", "column_place", "column_true"].map((key) => lab.say(key));
  return table(lab.say("seeming"), rows, { head, kind: "numbers" });
}

/** @param {Lab} lab @param {any} told */
function inWords(lab, told) {
  const { state } = lab;
  const list = (told?.rows ?? []).map(
    (/** @type {number} */ id, /** @type {number} */ n) => `${lab.word(id)} ${lab.digits(`cosine[${n}]`)}`,
  );
  const only = (told?.seeming ?? []).slice(0, 6).map((/** @type {number} */ id) => lab.word(id));
  const said = [lab.say("in_words_near", { word: lab.word(state.word), list: lab.join(list) })];
  if (only.length) said.push(lab.say("in_words_seeming", { list: lab.join(only) }));
  if (lab.trace.maps.length) said.push(lab.say("in_words_keeps", { kept: lab.digits("kept", undefined, 1) }));
  return said.join(lab.gap());
}

// ---- files ----------------------------------------------------------------------------------------

/** @param {Lab} lab */
function opener(lab) {
  const onchange = (/** @type {any} */ { target }) => dropped(lab, Array.from(target.files ?? []));
  const input = make("input", { type: "file", multiple: true, hidden: true, "aria-label": lab.say("open_file"), onchange });
  return [button(lab.say("open_file"), { "data-key": "open", onclick: () => input.click() }), input];
}

/** Send files a piece at a time, and let Python open the one that holds the vectors. @param {Lab} lab @param {File[]} files */
async function dropped(lab, files) {
  const large = files.find((file) => file.size > lab.trace.most_bytes);
  if (large) return lab.note("too_large", { name: large.name, most: lab.trace.most_bytes / 1e6 });
  for (const file of files) {
    for (let at = 0; at < file.size || at === 0; at += PIECE) {
      const piece = await file.slice(at, at + PIECE).arrayBuffer();
      lab.note("sending", { name: file.name, percent: Math.round((100 * at) / (file.size || 1)) });
      if (!(await lab.ask({ file: file.name, at }, [piece]))) return;
    }
  }
  const main = files.find(({ name }) => !/(\.words\.txt|_metadata\.tsv)$/.test(name));
  if (main) await lab.compute({ file: main.name, open: true });
}

const KEEPS = {
  word: placeIn((lab) => lab.trace.V),
  kind: (/** @type {any} */ value, /** @type {Lab} */ lab) => lab.trace.maps.includes(value),
};

/** @param {Lab} lab @param {Record<string, any>} state */
async function reopen(lab, { word = lab.state.word, kind = lab.state.kind }) {
  await chosen(lab, word, kind);
}

export default widget("explorer", build, { keeps: KEEPS, reopen });
