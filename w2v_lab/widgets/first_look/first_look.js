// The first look: a text becomes words, examples, a first step and a moving picture.

/** @import { Lab } from '../kit/lab.js' */
import { bar } from "../kit/bar.js";
import { phases, slider, textBar } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates, open, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { placeIn } from "../kit/link.js";
import { shown, whole } from "../kit/numbers.js";
import { row } from "../kit/table.js";
import { training, trainingInWords } from "./training.js";

const PHASES = ["phase_words", "phase_examples", "phase_step", "phase_training"];
const PANELS = [words, examples, step, training];
// The doors before a phase: what is behind a closed one has not been sent.
const DOORS = { phase_step: ["step"], phase_training: ["step", "run"] };
const MOST_BYTES = 1e6;

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  state.phase ??= 0;
  state.text ??= trace.text;
  if (state.of !== trace.text) Object.assign(state, { of: trace.text, example: 0, frame: trace.updates.length - 1 });
  state.inputs = trace.windows[state.example].inputs;
  state.targets = trace.windows[state.example].targets;
  const name = PHASES[state.phase],
    doors = DOORS[name] ?? [];
  const before = lab.gates.filter((gate) => doors.includes(gate.door));
  const waits = before.find((gate) => open(lab, gate.name));
  const asked = waits ? [waits] : before.filter((gate) => gate.door === doors[doors.length - 1]);
  const picture = make("div.picture", waits ? withheld(lab) : PANELS[state.phase](lab));
  const go = (phase) => {
    state.phase = phase;
    lab.rebuild();
  };
  const header = make("header", make("h3", lab.say("title")), make("span.grow"), phases(lab, PHASES, state.phase, go));
  const told = waits ? null : make("p.sentence", lab.say(name.replace("phase_", "say_")));
  const tail = bar(lab, { picture, words: () => (waits ? lab.say("withheld") : inWords(lab)) });
  const explained = waits ? null : lab.explainPanel();
  return [
    header,
    gates(
      lab,
      asked.map((gate) => gate.name),
    ),
    texts(lab),
    lab.noteLine(),
    told,
    hints(lab),
    picture,
    explained,
    tail,
  ];
}

/** That a text was cut short, or cut by character. */
function hints(lab) {
  const { total, used, by_character, lowered } = lab.trace,
    [typed, word] = lowered ?? [];
  const told = [
    used < total && lab.say("cut_short", { total: whole(total), used: whole(used) }),
    by_character && lab.say("by_character"),
    lowered && lab.say("lowered", { typed, word }),
  ];
  return told.filter(Boolean).map((hint) => make("p.sentence.soft.small", hint));
}

// ---- the learner's text -----------------------------------------------------------------------

function texts(lab) {
  const onchange = ({ target }) => opened(lab, target.files[0]);
  const accept = "text/*,.txt,.md,.csv";
  const file = make("input", { type: "file", accept, hidden: true, "aria-label": lab.say("open_file"), onchange });
  const browse = make("button", { "data-key": "open", onclick: () => file.click() }, lab.say("open_file"));
  return textBar(lab, (request) => use(lab, request), [browse, file], 4);
}

async function opened(lab, file) {
  if (!file) return;
  const { name, size } = file;
  if (size > 4 * MOST_BYTES) return lab.note("file_too_big", { name, size: shown(size / MOST_BYTES, 1) });
  use(lab, { file: name }, [await file.arrayBuffer()]);
}

async function use(lab, request, buffers) {
  lab.player?.stop();
  const count = request.text?.length ?? 0;
  if (count > MOST_BYTES) return lab.note("text_too_big", { count: whole(count) });
  const reply = await lab.compute(request, buffers);
  if (!lab.take(reply)) return;
  if (!("text" in request)) lab.state.text = lab.trace.text;
  lab.rebuild();
}

// ---- 1: words ---------------------------------------------------------------------------------

function words(lab) {
  const { trace } = lab;
  const token = (id) => make("span.token", make("bdi", lab.word(id)), make("span.id", String(id)));
  const lines = trace.sentences.map((ids) => make("p.line", ids.map(token)));
  const counts = trace.rows.map((id) =>
    make(
      "tr",
      make("td.id", String(id)),
      make("th", { scope: "row" }, make("bdi.cut", lab.word(id))),
      lab.number(`count[${id}]`, { tag: "td" }),
    ),
  );
  const head = ["id_column", "word_column", "count_column"].map((key) => make("th.caption", { scope: "col" }, lab.say(key)));
  const label = { role: "grid", "aria-label": lab.say("vocabulary") };
  const list = make("table.plain", label, make("thead", make("tr", head)), make("tbody", counts));
  const size = make("p.tight", lab.say("vocabulary"), " ", lab.number("V"), " ", lab.say("words_unit"));
  lab.atRest("count[0]");
  return make("div.two", make("div", lines), make("div", size, make("div.scroll", list)));
}

// ---- 2: examples ------------------------------------------------------------------------------

/** The slider through the examples; `turn` brings the panel to the chosen one, in place, so that a drag goes on. */
function exampleSlider(lab, turn) {
  const { state, trace } = lab;
  const label = make("span"),
    count = lab.number("K");
  const go = (number) => {
    const now = trace.windows[number];
    Object.assign(state, { example: number, inputs: now.inputs, targets: now.targets });
    label.textContent = `${lab.say("example_of", { number: number + 1 })} `;
    turn(now, number);
  };
  go(state.example);
  const scrub = (number) => {
    go(number);
    lab.paint();
    lab.explain();
    lab.describe();
  };
  return make("div.slide", slider(lab, "example_slider", trace.windows.length, state.example, scrub), make("span", label, count));
}

function examples(lab) {
  const tokens = [];
  const token = (id, number, place) => {
    const mark = make("span.id"),
      node = make("span.token", make("bdi", lab.word(id)), mark);
    tokens.push({ id, number, place, node, mark, role: undefined });
    return node;
  };
  const lines = lab.trace.sentences.map((ids, number) =>
    make(
      "p.line",
      ids.map((id, place) => token(id, number, place)),
    ),
  );
  const pair = make("p.pair"),
    arrow = () => make("span.arrow", { "aria-hidden": "true" }, "→");
  const turn = (now) => {
    for (const each of tokens) mark(lab, each, each.number === now.sentence ? roleAt(now, each.place) : "");
    pair.replaceChildren(...chips(lab, now.inputs, "current"), arrow(), ...chips(lab, now.targets, "target"));
  };
  lab.atRest("K");
  return [exampleSlider(lab, turn), ...lines, pair];
}

const roleAt = (now, place) => (now.inputs_at.includes(place) ? "current" : now.targets_at.includes(place) ? "target" : "");
const MARKS = { current: "input_word", target: "target_mark" };

function mark(lab, token, role) {
  if (token.role === role) return;
  token.role = role;
  token.node.className = `token ${role}`.trim();
  token.mark.textContent = role ? lab.say(MARKS[role]) : String(token.id);
}

const chips = (lab, ids, role) => ids.map((id) => make(`span.token.${role}`, make("bdi", lab.word(id))));

// ---- 3: one step ------------------------------------------------------------------------------

const TIMES = ["", "_after", "_trained"];
const COLUMNS = ["before_column", "after_column", "trained_column"];

/** The words on show: the targets, then the most frequent others. */
const rowsOf = (lab, now) => [...new Set([...now.targets, ...lab.trace.rows])].slice(0, Math.max(8, new Set(now.targets).size));

function step(lab) {
  const { state, trace } = lab,
    e = state.example,
    first = rowsOf(lab, trace.windows[e]);
  const most = Math.max(...trace.windows.map((now) => rowsOf(lab, now).length));
  const rows = [...Array(most).keys()].map((r) => stepRow(lab, e, first[r] ?? 0));
  const losses = TIMES.map((time) => lab.number(`loss${time}[${e}]`, { tag: "td", group: "y" }));
  const caption = make("p.tight"),
    more = make("p.tight.soft.small");
  const turn = (now, number) => {
    const shown = rowsOf(lab, now),
      count = trace.rows.length - shown.length;
    more.textContent = count ? lab.say(count > 1 ? "more_words" : "more_word", { count: whole(count) }) : "";
    rows.forEach((each, r) => turnRow(lab, each, number, shown[r], now.targets));
    TIMES.forEach((time, k) => lab.retarget(losses[k], `loss${time}[${number}]`, true));
    caption.replaceChildren(...lab.nodes("step_caption", { word: lab.word(now.inputs[0]) }));
  };
  const heading = (key) => make("th.caption", { scope: "col", colspan: 2 }, lab.say(key));
  const head = make("thead", make("tr", make("td"), COLUMNS.map(heading)));
  const foot = row({ heading: lab.say("loss_row"), cells: losses.map((cell) => [cell, make("td")]), attributes: { class: "foot" } });
  const label = { role: "grid", "aria-label": lab.say("phase_step") };
  lab.atRest(`y[${e},${first[0]}]`);
  const grid = make(
    "table.plain.steps",
    label,
    head,
    make(
      "tbody",
      rows.map(({ node }) => node),
    ),
    make("tfoot", foot),
  );
  return [exampleSlider(lab, turn), caption, grid, more];
}

function stepRow(lab, e, id) {
  const name = make("bdi.cut"),
    tag = make("span.tag");
  const cells = TIMES.map((time) => lab.number(`y${time}[${e},${id}]`, { tag: "td", group: "y" }));
  const bars = TIMES.map(() => make("span.amount"));
  const both = cells.map((cell, k) => [cell, make("td.bar-cell", { "aria-hidden": "true" }, bars[k])]);
  return { name, tag, cells, bars, node: row({ heading: [name, tag], cells: both }) };
}

/** Let a row stand for a word of an example, or for none. */
function turnRow(lab, { name, tag, cells, bars, node }, e, id, targets) {
  node.hidden = id === undefined;
  if (node.hidden) return;
  const hits = targets.filter((target) => target === id).length;
  node.className = hits ? "hit" : "";
  name.textContent = lab.word(id);
  tag.textContent = hits ? `◁ ${lab.say("target_mark")}${hits > 1 ? ` ×${hits}` : ""}` : "";
  TIMES.forEach((time, k) => {
    const number = `y${time}[${e},${id}]`,
      value = lab.numbers.value(number);
    lab.retarget(cells[k], number, true);
    bars[k].hidden = value === undefined;
    bars[k].style.width = `${100 * (value ?? 0)}%`;
  });
}

// ---- in words ---------------------------------------------------------------------------------

function inWords(lab) {
  const { state, trace } = lab,
    e = state.example,
    now = trace.windows[e];
  if (state.phase === 0) {
    const each = trace.rows.map((i) => lab.say("words_count", { word: lab.word(i), count: lab.digits(`count[${i}]`) }));
    return lab.say("words_words", { V: trace.rows.length, list: lab.join(each) });
  }
  if (state.phase === 3) return trainingInWords(lab);
  const told = { number: e + 1, K: trace.windows.length, inputs: lab.list(now.inputs), targets: lab.list(now.targets) };
  const example = lab.say("words_example", told);
  if (state.phase === 1) return example;
  const [before, after, trained] = TIMES.map((time) => lab.digits(`loss${time}[${e}]`));
  return lab.sentences([example, lab.say("words_step", { before, after, trained })]);
}

const KEEPS = {
  phase: placeIn(() => PHASES.length),
  example: placeIn((lab) => lab.trace.windows.length),
  frame: placeIn((lab) => lab.trace.updates.length),
};

export default widget("first_look", build, { keeps: KEEPS });
