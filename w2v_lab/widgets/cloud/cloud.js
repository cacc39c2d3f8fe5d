// The cloud: the score of every pair on its way to the diagonal, and one pair picked, with its counts and its formula.

/** @import { Lab } from "../kit/lab.js" */
import { bar, named } from "../kit/bar.js";
import { colours, recoloured } from "../kit/colours.js";
import { choice, list } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { isFlag, isPlace, oneOf } from "../kit/link.js";
import { shown, whole } from "../kit/numbers.js";
import { Player } from "../kit/player.js";
import { table } from "../kit/table.js";
import { choose, hasRow, keyOf, noise, runOf } from "./choices.js";
import { curve } from "./curve.js";
import { picture } from "./picture.js";

/** @param {Lab} lab */
function build(lab) {
  start(lab);
  const { state, trace } = lab;
  lab.label = (letter, i, name) => called(lab, letter, i, name);
  lab.follow = (_, index) => [`${noise(lab)}[${index[index.length - 1]}]`];
  const cloud = picture(lab, (w, c) => pick(lab, w, c)),
    last = runOf(lab).moments - 1;
  const player = new Player(lab, {
    key: "moment_slider",
    count: last + 1,
    at: state.at,
    pace: 350,
    between: true,
    place: (at) => {
      state.at = at;
      show();
    },
  });
  const soon = curve(lab, (at) => player.go(at)),
    pair = readings(lab),
    sentence = make("p.sentence", { role: "status" });
  const shownIn = make(
    "div.picture",
    make("div.two", make("figure", cloud.node, ghostKey(lab), farthest(lab)), make("div", pair.node, distance(lab, soon.node))),
  );
  let told = -1;
  const show = () => {
    cloud.show(state.at);
    soon.show(state.at);
    if (told === Math.floor(state.at)) return;
    told = Math.floor(state.at);
    pair.turn(told);
    lab.cells.paint();
    sentence.replaceChildren(...says(lab));
    lab.explain();
    lab.describe();
  };
  lab.painted = () => {
    colours(lab);
    told = -1;
    show();
  };
  lab.drawn = () => drawn(lab);
  lab.atRest(`${state.formula}[${state.c}]`);
  watch(lab);
  const about = lab.say("about", { V: trace.V, sentences: whole(trace.sentences[state.run.part]) });
  return [
    make("header", make("h3", lab.say("title")), make("span.soft", about)),
    gates(lab),
    settings(lab),
    lab.noteLine(),
    shownIn,
    make("div.bar", player.node),
    sentence,
    lab.explainPanel(),
    bar(lab, { picture: shownIn, words: () => lab.sentences([pairName(lab), sentence.textContent]) }),
  ];
}

/** What is chosen to begin with; after the question the other k is shown, and where the cloud was. @param {Lab} lab */
function start(lab) {
  const { state, trace } = lab;
  state.run ??= { ...trace.shown };
  [state.w, state.c] = [state.w ?? trace.pair[0], state.c ?? trace.pair[1]];
  state.formula ??= "own";
  if (state.shut && !trace.shut) turnTo(lab, { ...state.run, negative: Math.max(...trace.choices.negative) });
  if (!trace.runs[keyOf(state.run)]) state.run = { ...trace.shown };
  if (!trace.runs[state.before]) state.before = null;
  state.shut = trace.shut;
  choose(lab);
  const { moments, ranked } = runOf(lab);
  state.best = Boolean(state.best && ranked);
  state.at = Math.min(state.at ?? moments - 1, moments - 1);
}

/** Another run; the one on show stays as a shadow, if it is of the same text. @param {Lab} lab @param {Record<string, any>} run */
function turnTo(lab, run) {
  const { state } = lab;
  state.before = run.part === state.run.part ? keyOf(state.run) : null;
  state.run = run;
  state.at = undefined;
}

/** @param {Lab} lab */
function settings(lab) {
  const { state, trace } = lab;
  const one = (/** @type {string} */ name, /** @type {(value: any) => string} */ read) => {
    const values = trace.choices[name];
    const group = choice(lab, name, values, state.run[name], (value) => another(lab, name, value), read);
    return make("span.setting", make("span.soft.small", lab.say(name)), group);
  };
  const turned = choice(lab, "formula_of", ["own", "pmi"], state.formula, (name) => {
    state.formula = name;
    lab.rebuild();
  });
  return make(
    "div.bar.settings",
    make("span.setting", make("span.soft.small", lab.say("formula_of")), turned),
    one("negative", String),
    one("ns_exponent", (value) => EXPONENTS[String(value)] ?? String(value)),
    one("target_drawn", (way) => lab.say(`how_${way}`)),
    one("vector_size", String),
    one("part", (part) => lab.say(part === 1 ? "all_of_it" : "a_part", { sentences: whole(trace.sentences[part]) })),
  );
}

/** @type {Record<string, string>} */
const EXPONENTS = { 0.5: "½", 0.75: "¾" };

/** Ask Python for a run that is not here; what is on show stays until it has come.
 * @param {Lab} lab @param {string} name @param {unknown} value */
async function another(lab, name, value) {
  const run = { ...lab.state.run, [name]: value },
    key = keyOf(run);
  if (!lab.trace.runs[key]) {
    const reply = await lab.compute({ run, row: lab.state.w });
    const told = lab.add(reply);
    if (told) Object.assign(lab.trace.runs, told.runs);
    if (told) lab.note(null);
  }
  if (lab.trace.runs[key]) turnTo(lab, run);
  lab.rebuild();
}

/** Another pair; a row that is not here in full is asked for. @param {Lab} lab @param {number} w @param {number} c */
async function pick(lab, w, c) {
  const { state } = lab;
  [state.w, state.c] = [w, c];
  lab.player?.stop();
  choose(lab);
  lab.rebuild();
  if (hasRow(lab)) return;
  const told = lab.add(await lab.ask({ run: state.run, row: w, only_row: true }));
  if (!told) return;
  choose(lab);
  lab.rebuild();
}

/** The pair, its counts and what follows from them. @param {Lab} lab */
function readings(lab) {
  const { state, trace } = lab,
    { w, c } = state;
  const words = Object.keys(trace.words).map((id) => /** @type {[number, string]} */ ([Number(id), lab.word(Number(id))]));
  const select = (/** @type {string} */ key, /** @type {number} */ chosen, /** @type {(id: number) => void} */ take) =>
    list(lab.say(key), key, words, chosen, take);
  const head = make(
    "p.pair",
    make("b", lab.say("the_pair")),
    select("given_word", w, (id) => pick(lab, id, state.c)),
    "→",
    select("asked_word", c, (id) => pick(lab, state.w, id)),
    make("span.soft.small", lab.say("or_click")),
  );
  const cell = (/** @type {string} */ id, decimals = 3) => lab.number(id, { tag: "td", group: "pair", decimals });
  const learned = cell(`u[0,${c}]`),
    back = cell(`back[0,${c}]`, 4),
    sum = cell("sum[0]", 3);
  const own = state.formula === "own",
    values = { given: lab.word(w), asked: lab.word(c) };
  const row = (/** @type {string} */ key, /** @type {Node} */ number) => ({ heading: lab.nodes(key, values), cells: [number] });
  const rows = [
    row("neighbours", cell("of", 0)),
    row("of_these", cell(`count[${c}]`, 0)),
    row("P_is", cell(`P[${c}]`, 4)),
    own ? row(noise(lab), cell(`${noise(lab)}[${c}]`, 4)) : row("share_is", cell(`share[${c}]`, 4)),
    row(own ? "formula_own" : "formula_pmi", cell(`${state.formula}[${c}]`)),
    row("learned_is", learned),
    row("read_back_is", back),
    row("row_sum", sum),
  ];
  const node = make("div", head, table(lab.say("the_pair"), rows, { kind: "facts" }));
  const turn = (/** @type {number} */ f) => {
    lab.retarget(learned, `u[${f},${c}]`, true);
    lab.retarget(back, `back[${f},${c}]`, true);
    lab.retarget(sum, `sum[${f}]`, true);
    for (const each of lab.root.querySelectorAll(".at-moment"))
      lab.retarget(each, `${/** @type {HTMLElement} */ (each).dataset.of}[${f}]`, true);
  };
  return { node, turn };
}

/** How far the cloud is from its formula, and who is farthest. @param {Lab} lab @param {HTMLElement} soon */
function distance(lab, soon) {
  const { state } = lab,
    run = runOf(lab),
    f = Math.floor(state.at);
  const best = run.ranked
    ? make(
        "button",
        {
          "data-key": "best",
          "aria-pressed": String(state.best),
          onclick: () => {
            state.best = !state.best;
            lab.rebuild();
          },
        },
        lab.say("best", { N: state.run.vector_size }),
      )
    : null;
  const told = make(
    "p.distances",
    make("span.key.own", lab.say("from_own"), " ", moment(lab, "rmse", f)),
    make("span.key.pmi", lab.say("from_pmi"), " ", moment(lab, "rmse_pmi", f)),
    run.ranked ? make("span.key.floor", best, " ", lab.number("floor", { group: "distance", decimals: 3 })) : null,
  );
  return make(
    "div.distance",
    make("p.tight", make("b", lab.say("how_soon")), " ", make("span.soft.small", lab.say("how_soon_about"))),
    soon,
    told,
  );
}

/** The pairs that are farthest from the diagonal at the end. @param {Lab} lab */
function farthest(lab) {
  const { state, trace } = lab,
    f = Math.floor(state.at);
  const far = runOf(lab).far.map((/** @type {number[]} */ [w, c], /** @type {number} */ n) =>
    make(
      "span",
      make("button.far", { "data-key": `far ${n}`, onclick: () => pick(lab, w, c) }, make("bdi.cut", `${lab.word(w)} → ${lab.word(c)}`)),
      lab.number(`far[${n}]`, { group: "far", decimals: 2 }),
    ),
  );
  const often = moment(lab, "rmse_often", f);
  return make("div.far-ones", make("p.tight.small.soft", lab.nodes("far_from", { often: trace.often, rmse: often })), make("p.fars", far));
}

/** A number of the run as a whole, which follows the slider. @param {Lab} lab @param {string} name @param {number} f */
const moment = (lab, name, f) => lab.number(`${name}[${f}]`, { group: "distance", class: "n at-moment", "data-of": name, decimals: 3 });

/** What the hollow dots are. @param {Lab} lab */
function ghostKey(lab) {
  const { state } = lab;
  const run = state.before && lab.trace.runs[state.before];
  const parts = [make("span", lab.say("size_key")), run ? make("span", lab.say("before_key", { run: runName(lab, state.before) })) : null];
  if (state.best) parts.push(make("span", lab.say("best_key")));
  return make("figcaption.soft.small", parts);
}

/** What sets a run apart from the one on show. @param {Lab} lab @param {string} key */
function runName(lab, key) {
  const values = key.split("-"),
    names = Object.keys(lab.state.run);
  const unlike = names.filter((name, i) => String(lab.state.run[name]) !== values[i]);
  return lab.join(
    unlike.map(
      (name) => `${lab.say(name)} ${name === "target_drawn" ? lab.say(`how_${values[names.indexOf(name)]}`) : values[names.indexOf(name)]}`,
    ),
  );
}

/** Above how many rounds through the text a moment stands. @param {Lab} lab @param {number} f */
function after(lab, f) {
  const epochs = /** @type {any} */ (lab.numbers).array("epoch").data[f];
  return lab.say("after", { epochs: epochs < 10 ? shown(epochs, 2) : shown(Math.round(epochs), 0) });
}

/** What an index is called: a moment, a pair, or a word where the pair is not meant.
 * @param {Lab} lab @param {string | undefined} letter @param {number} i @param {string} name */
function called(lab, letter, i, name) {
  const pair = (/** @type {number[]} */ [w, c]) => `${lab.word(w)} → ${lab.word(c)}`;
  if (letter === "f") return after(lab, i);
  if (letter === "n") return pair(runOf(lab).far[i]);
  if (letter === "c") return PAIRS.includes(name) ? pair([lab.state.w, i]) : lab.word(i);
  return undefined;
}

const PAIRS = ["u", "back", "own", "pmi"];

/** @param {Lab} lab */
const pairName = (lab) => `${lab.word(lab.state.w)} → ${lab.word(lab.state.c)}`;

/** @param {Lab} lab */
function says(lab) {
  const { state } = lab,
    f = Math.floor(state.at),
    run = runOf(lab);
  const value = (/** @type {string} */ name) => shown(/** @type {any} */ (lab.numbers).array(name).data[f], 2);
  const first = lab.say("say_own", { after: after(lab, f), pairs: whole(run.pairs), rmse: value("rmse"), mean: value("mean") });
  const said = [first];
  if (state.formula === "pmi") said.push(lab.say(run.plain ? "say_pmi_right" : "say_pmi_wrong", { rmse: value("rmse_pmi") }));
  if (run.unseen) said.push(lab.say("say_unseen", { unseen: whole(run.unseen), mean: value("unseen") }));
  if (state.before) {
    const { data } = /** @type {any} */ (lab.numbers).arrays[`${state.before}/mean`];
    said.push(lab.say("say_before", { run: runName(lab, state.before), mean: shown(data[data.length - 1], 2) }));
  }
  return [said.join(lab.gap())];
}

/** The numbers behind the dots of the given word's row. @param {Lab} lab @returns {[string, number][]} */
function drawn(lab) {
  const { state, trace } = lab,
    f = Math.floor(state.at);
  const ids = Array.from({ length: trace.V }, (_, c) => [`u[${f},${c}]`, `${state.formula}[${c}]`]).flat();
  return named(lab, hasRow(lab) ? ids : []);
}

/** The same moment once more where the widget is as wide as never before, or the page turns dark. @param {Lab} lab */
function watch(lab) {
  if (lab.parts) return;
  let wide = lab.root.clientWidth;
  lab.parts = {};
  const again = () => lab.root.isConnected && lab.painted?.();
  const size = new ResizeObserver(() => {
    if (lab.root.clientWidth === wide) return;
    wide = lab.root.clientWidth;
    again();
  });
  size.observe(lab.root);
  recoloured(lab, again);
  lab.end.signal.addEventListener("abort", () => size.disconnect());
}

/** @type {import("../kit/link.js").Keep} */
const isRun = (run, { trace }) => Object.keys(trace.shown).every((name) => trace.choices[name].includes(run[name]));
/** @type {import("../kit/link.js").Keep} */
const isWord = (id, { trace }) => isPlace(id, /** @type {any} */ (null)) && id < trace.V;

const KEEPS = { run: isRun, w: isWord, c: isWord, formula: oneOf(["own", "pmi"]), best: isFlag, at: isPlace };

/** A run and a row that are not here are asked for. @param {Lab} lab @param {Record<string, any>} state */
async function reopen(lab, { run, w = lab.state.w, c = lab.state.c, at, ...state }) {
  Object.assign(lab.state, state);
  const wanted = run && keyOf(run) !== keyOf(lab.state.run);
  if (wanted) {
    const told = lab.trace.runs[keyOf(run)] ? null : lab.add(await lab.compute({ run, row: w }));
    if (told) Object.assign(lab.trace.runs, told.runs);
    if (lab.trace.runs[keyOf(run)]) turnTo(lab, run);
    lab.rebuild();
  }
  await pick(lab, w, c);
  if (at !== undefined) Object.assign(lab.state, { at });
  lab.rebuild();
}

export default widget("cloud", build, { keeps: KEEPS, reopen });
