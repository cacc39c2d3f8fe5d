// The row selector: x · W_in carried out before one's eyes, beside the look-up that replaces it.
import { calm, make, mount } from "./kit.js";

const PHASES = {
  multiply_all: ["phase_input", "phase_multiply", "phase_add", "phase_h"],
  look_up: ["phase_input", "phase_find", "phase_h"],
};

function build(lab) {
  const { state, trace } = lab;
  // Python has chosen other inputs, or a model without these.
  if (state.first !== trace.first.join() || !state.inputs.every((i) => trace.rows.includes(i))) start(lab);
  state.road ??= "multiply_all";
  state.phase ??= PHASES[state.road].length - 1;
  lab.numbers.state = state.inputs.join();
  const picture = make("div", { class: `picture rows${lab.numbers.value("N") > 6 ? " dense" : ""}` });
  if (trace.hides) return asking(lab, picture);
  const parts = lab.parts = {
    inputs: make("span", { class: "inputs" }),
    play: make("button", { "data-key": "play", onclick: () => play(lab) }),
    phases: lab.phases(PHASES[state.road], state.phase, (phase) => { stop(lab); go(lab, phase); }),
    sentence: make("p", { class: "sentence" }),
    cost: make("div", { class: "price" }),
  };
  parts.grid = table(lab);
  picture.append(parts.grid, parts.cost);
  const bar = lab.bar({ picture, words: () => inWords(lab), reset: () => { start(lab); changeRoad(lab, "multiply_all"); } });
  refresh(lab);
  lab.atRest(state.road === "look_up" ? "h[0]" : "long_h[0]");
  const header = make("header", {},
    make("h3", {}, lab.say("title")),
    make("span", { class: "soft small" }, lab.say("shape", { V: lab.digits("V", lab.numbers.value("V")), N: lab.numbers.value("N") })),
    make("span", { class: "grow" }),
    lab.choice("road", ["multiply_all", "look_up"], state.road, (road) => changeRoad(lab, road)));
  const walk = make("div", { class: "bar" }, parts.inputs, make("span", { class: "grow" }), parts.play, parts.phases);
  return [header, walk, lab.noteLine(), parts.sentence, picture, lab.explainPanel(), lab.gatePanel(), bar];
}

function changeRoad(lab, road) {
  stop(lab);
  Object.assign(lab.state, { road, phase: PHASES[road].length - 1 });
  lab.rebuild();
}

/** While the question is open: what it needs, and nothing that would answer it. */
function asking(lab, picture) {
  lab.state.phase = PHASES.multiply_all.length - 1;
  picture.classList.add("asking");
  lab.parts = {};
  picture.append(table(lab));
  markRows(lab);
  lab.atRest(`x[${lab.state.inputs[0]}]`);
  return [make("header", {}, make("h3", {}, lab.say("title_open"))), make("p", { class: "sentence" }, sentence(lab, "say_input")), picture,
    lab.explainPanel(), lab.noteLine(), lab.gatePanel(), lab.bar({ picture, words: () => inWords(lab) })];
}

/** Everything that the inputs decide, brought up to date in place. */
function refresh(lab) {
  const { state, parts, numbers } = lab;
  const several = state.inputs.length > 1;
  numbers.state = state.inputs.join();
  parts.inputs.replaceChildren(...inputBar(lab));
  parts.cost.replaceChildren(...cost(lab));
  parts.resultLabel.textContent = lab.say(several ? "h_caption_several" : "h_caption", { C: numbers.value("C") });
  if (state.road === "look_up") {
    parts.thirdHead.replaceChildren("W", make("sub", {}, "in"), `[${state.inputs.join(", ")}]`);
    parts.thirdCaption.textContent = lab.say(several ? "looked_caption_several" : "looked_caption");
  }
  markRows(lab);
  lab.paint(lab.cells.filter(({ id }) => id !== null && !id.startsWith("W_in")));
  showPhase(lab);
}

function markRows(lab) {
  const { state, parts } = lab;
  let entry = null;
  for (const { id, tr, word, third } of parts.rows) {
    const on = state.inputs.includes(id);
    tr.className = on ? "on" : "off";
    word.setAttribute("aria-pressed", String(on));
    word.title = lab.say(state.many ? "add" : "choose", { word: lab.word(id) });
    if (state.road !== "look_up") continue;
    third.forEach((cell, j) => lab.retarget(cell, on ? `W_in[${id},${j}]` : null));
    if (on) entry ??= third[0];
  }
  if (entry) entry.tabIndex = 0;
}

function showPhase(lab) {
  const { state, parts } = lab;
  parts.grid.dataset.phase = state.phase;
  parts.sentence.replaceChildren(...[sentence(lab)].flat());
  parts.phases.show(state.phase);
  parts.play.textContent = lab.say(lab.playing ? "pause" : "play");
  lab.describe();
}

function start(lab) {
  lab.state.first = lab.trace.first.join();
  lab.state.inputs = [...lab.trace.first];
  lab.state.many = lab.state.inputs.length > 1;
}

// ---- choosing the inputs ----------------------------------------------------------------------

function inputBar(lab) {
  const { state } = lab;
  const field = make("input", { type: "text", size: 12, placeholder: lab.say("type_word"), "aria-label": lab.say("type_word"), "data-key": "field", spellcheck: "false", autocomplete: "off",
    onkeydown: (event) => { event.stopPropagation(); if (event.key === "Enter") typed(lab, event.target.value); } });
  const chips = state.inputs.map((id, place) => make("span", { class: "chip" }, make("bdi", {}, lab.word(id)),
    state.many && state.inputs.length > 1 ? make("button", { "aria-label": lab.say("remove", { word: lab.word(id) }), "data-key": `remove ${place}`, onclick: () => choose(lab, state.inputs.filter((_, i) => i !== place)) }, "×") : null));
  return [make("span", { class: "soft" }, lab.say("input_word")), ...chips, field,
    lab.choice("how_many", ["one", "several"], state.many ? "several" : "one", (which) => { state.many = which === "several"; choose(lab, state.many ? state.inputs : state.inputs.slice(-1)); })];
}

function typed(lab, text) {
  const words = text.split(/\s+/u).filter(Boolean);
  if (!words.length) return lab.note(lab.say("no_such_choice"));
  const ids = words.map((word) => lab.trace.rows.find((id) => lab.word(id) === word) ?? word);
  if (ids.length > 1) lab.state.many = true;
  choose(lab, lab.state.many && ids.length === 1 ? [...lab.state.inputs, ...ids] : ids);
}

async function choose(lab, inputs) {
  stop(lab);
  lab.note("");
  const local = inputs.every((i) => lab.trace.rows.includes(i)) && `${inputs.join()}/x` in lab.numbers.arrays;
  const focused = lab.root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  if (!local) {
    const reply = await lab.ask({ inputs });
    if (!reply) return;
    inputs = reply.trace.inputs;
    const sameRows = String(reply.trace.rows) === String(lab.trace.rows);
    lab.trace = reply.trace;
    lab.numbers = new lab.numbers.constructor(reply.trace, reply.numbers);
    Object.assign(lab.state, { inputs, phase: PHASES[lab.state.road].length - 1 });
    if (!sameRows) lab.rebuild();
  }
  Object.assign(lab.state, { inputs, phase: PHASES[lab.state.road].length - 1 });
  const paths = measured(lab);
  refresh(lab);
  lab.explain(lab.pinned);
  slide(lab, paths);
  if (focused) lab.root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

// ---- the picture ------------------------------------------------------------------------------

function table(lab) {
  const { trace, state, numbers, parts } = lab;
  const N = numbers.value("N"), columns = [...Array(N).keys()];
  const long = state.road === "multiply_all";
  const head = (symbol, kind, span) => make("th", { class: `head ${kind}`, colspan: span, scope: "colgroup" }, symbol);
  const caption = (key, span) => make("td", { class: "caption", colspan: span }, lab.say(key));
  const blank = (span) => make("td", { colspan: span, "aria-hidden": "true" });
  const W_in = ["W", make("sub", {}, "in")];
  parts.rows = [];
  const rows = trace.rows.map((id, place) => {
    const sign = (text) => (place === 0 ? make("td", { class: "sign", rowspan: trace.rows.length, "aria-hidden": "true" }, text) : null);
    const word = make("button", { class: "word", "data-key": `word ${id}`, onclick: () => choose(lab, state.many ? [...state.inputs, id] : [id]) }, make("bdi", {}, lab.word(id)));
    const x = lab.number(`x[${id}]`, { tag: "td", decimals: 0 });
    const own = columns.map((j) => lab.number(`W_in[${id},${j}]`, { tag: "td" }));
    const third = columns.map((j) => lab.number(long ? `products[${id},${j}]` : `W_in[${id},${j}]`, { tag: "td", group: "third" }));
    third.forEach((cell) => cell.classList.add("third"));
    const tr = make("tr", {}, make("td", { class: "id" }, String(id)), make("th", { scope: "row" }, word), x, sign(long ? "×" : ""), own, sign("→"), third);
    parts.rows.push({ id, tr, word, own, third });
    return tr;
  });
  const result = (name, kind) => {
    const cells = columns.map((j) => lab.number(`${name}[${j}]`, { tag: "td" }));
    const label = make("th", { colspan: N + 5, scope: "row" }, lab.say(`${kind}_caption`));
    parts[kind] = cells;
    return [label, make("tr", { class: `result ${kind}` }, label, cells)];
  };
  const sums = long ? result("sums", "sums")[1] : null;
  const [resultLabel, h] = result(long ? "long_h" : "h", "h");
  parts.resultLabel = resultLabel;
  parts.thirdHead = head(long ? ["x", " · ", ...W_in.map((part) => part.cloneNode?.(true) ?? part)] : "", "in third", N);
  parts.thirdCaption = caption(long ? "products_caption" : "looked_caption", N);
  const more = trace.hidden_rows ? make("tr", {}, make("td", { class: "soft small", colspan: 2 * N + 5 }, lab.say("more_rows", { count: trace.hidden_rows.toLocaleString("en") }))) : null;
  return make("table", { role: "grid", "aria-label": lab.say("title"), class: "grid", "data-phase": state.phase, "data-road": state.road },
    make("thead", {},
      make("tr", {}, blank(2), head("x", "x", 1), blank(1), head(W_in, "in", N), blank(1), parts.thirdHead),
      make("tr", {}, blank(2), caption(long ? "x_caption" : "x_unused", 1), blank(1), caption("W_in_caption", N), blank(1), parts.thirdCaption),
      make("tr", { class: "axes" }, blank(4), columns.map((j) => make("td", {}, String(j))), blank(1), columns.map((j) => make("td", {}, String(j))))),
    make("tbody", {}, rows, more), make("tbody", {}, sums, h));
}

function cost(lab) {
  const { state, numbers } = lab;
  const read = state.inputs.length > 1 ? "cost_look_up_several" : "cost_look_up";
  const count = state.road === "multiply_all"
    ? [make("b", {}, lab.number("multiplications", { decimals: 0, group: "cost" })), " ", lab.nodes("cost_multiply", { by_zero: lab.number("by_zero", { decimals: 0, group: "cost" }) })]
    : [make("b", { class: "zero" }, "0"), " ", lab.nodes(read, { id: state.inputs[0], C: numbers.value("C") })];
  return [make("p", { class: "cost" }, count), make("p", { class: "soft" }, lab.say("agree"), " ", lab.number("difference", { decimals: 0, group: "cost" }))];
}

function sentence(lab, phase) {
  const { state, numbers } = lab;
  const key = phase ?? PHASES[state.road][state.phase].replace("phase_", "say_") + (state.road === "look_up" && state.phase === 2 ? "_look_up" : "");
  const several = `${key}_several`;
  const words = { word: lab.word(state.inputs[0]), id: state.inputs[0], C: numbers.value("C"), multiplications: lab.digits("multiplications", numbers.value("multiplications")) };
  return lab.nodes(state.inputs.length > 1 && lab.texts[several] ? several : key, words);
}

function inWords(lab) {
  const { state, numbers } = lab;
  const h = lab.state.road === "multiply_all" ? "long_h" : "h";
  if (lab.trace.hides) return lab.say("words_asking", { inputs: lab.word(state.inputs[0]), ids: state.inputs[0] });
  const values = [...numbers.array(h).data].map((value) => lab.digits(h, value));
  return lab.say("words_state", { inputs: state.inputs.map((i) => lab.word(i)).join(lab.say("separator")), road: lab.say(state.road), phase: lab.say(PHASES[state.road][state.phase]), ids: [...new Set(state.inputs)].join(lab.say("separator")),
    h: values.join(", ") });
}

// ---- going through the phases -----------------------------------------------------------------

function go(lab, phase) {
  const paths = measured(lab);
  lab.state.phase = phase;
  showPhase(lab);
  slide(lab, paths);
}

function play(lab) {
  if (lab.playing) { stop(lab); return showPhase(lab); }
  const count = PHASES[lab.state.road].length;
  const next = (phase) => {
    lab.playing = phase + 1 < count ? setTimeout(() => next(phase + 1), 1400) : null;
    go(lab, phase);
  };
  next(0);
}

function stop(lab) {
  clearTimeout(lab.playing);
  lab.playing = null;
}

// What moves in the mathematics moves in the picture: rows into products, a row into h. The ways are
// measured before anything changes, since measuring afterwards would make the page lay itself out twice.

function measured(lab) {
  if (calm()) return null;
  const { rows, sums, h } = lab.parts;
  const at = (cell) => cell.getBoundingClientRect();
  const row = rows.find(({ id }) => lab.state.inputs.includes(id)) ?? rows[0];
  const from = at(row.own[0]), third = at(row.third[0]), down = at(h[0]);
  const above = lab.state.inputs.length > 1 && sums ? at(sums[0]) : third;
  return { across: from.x - third.x, toSums: sums ? third.y - at(sums[0]).y : 0, toH: above.y - down.y };
}

function slide(lab, paths) {
  if (!paths) return;
  const { grid } = lab.parts;
  const arriving = grid.classList.contains("arriving-a") ? "arriving-b" : "arriving-a"; // another name starts anew
  grid.classList.remove("arriving-a", "arriving-b");
  grid.style.setProperty("--across", `${paths.across}px`);
  grid.style.setProperty("--to-sums", `${paths.toSums}px`);
  grid.style.setProperty("--to-h", `${paths.toH}px`);
  grid.classList.add(arriving);
}

export default {
  render: (context) => mount(context, (lab) => { lab.leave = () => stop(lab); return build(lab); }),
};
