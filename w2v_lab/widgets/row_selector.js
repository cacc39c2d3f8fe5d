// The row selector: x · W_in carried out before one's eyes, beside the look-up that replaces it.
import { calm, make, mount } from "./kit.js";

const PHASES = {
  multiply_all: ["phase_input", "phase_multiply", "phase_add", "phase_h"],
  look_up: ["phase_input", "phase_find", "phase_h"],
};

function build(lab) {
  const { state, trace } = lab;
  if (!state.inputs || !state.inputs.every((i) => trace.rows.includes(i))) start(lab);
  state.road ??= "multiply_all";
  state.phase ??= PHASES[state.road].length - 1;
  lab.numbers.state = state.inputs.join();
  const picture = make("div", { class: `picture rows${lab.numbers.value("N") > 6 ? " dense" : ""}` });
  if (lab.trace.hides.length) return asking(lab, picture);
  const show = (phase) => { stop(lab); go(lab, phase); };
  const header = make("header", {},
    make("h3", {}, lab.say("title")),
    make("span", { class: "soft small" }, lab.say("shape", { V: lab.digits("V", lab.numbers.value("V")), N: lab.numbers.value("N") })),
    make("span", { class: "grow" }),
    lab.choice("road", ["multiply_all", "look_up"], state.road, (road) => { stop(lab); Object.assign(state, { road, phase: PHASES[road].length - 1 }); lab.rebuild(); }));
  const walk = make("div", { class: "bar" }, inputBar(lab), make("span", { class: "grow" }),
    make("button", { "data-key": "play", onclick: () => play(lab) }, lab.say(lab.playing ? "pause" : "play")),
    lab.phases(PHASES[state.road], state.phase, show));
  picture.append(table(lab), make("div", { class: "price" }, cost(lab)));
  lab.atRest(state.road === "look_up" ? "h[0]" : "long_h[0]");
  return [header, walk, lab.noteLine(), make("p", { class: "sentence" }, sentence(lab)), picture, lab.explainPanel(), lab.gatePanel(),
    lab.bar({ picture, words: () => inWords(lab), reset: () => { stop(lab); start(lab); Object.assign(state, { road: "multiply_all", phase: PHASES.multiply_all.length - 1 }); lab.rebuild(); } })];
}

/** While the question is open: what it needs, and nothing that would answer it. */
function asking(lab, picture) {
  lab.state.phase = PHASES.multiply_all.length - 1;
  picture.classList.add("asking");
  picture.append(table(lab));
  return [make("header", {}, make("h3", {}, lab.say("title_open"))), make("p", { class: "sentence" }, sentence(lab, "say_input")), picture,
    lab.explainPanel(), lab.noteLine(), lab.gatePanel(), lab.bar({ picture, words: () => inWords(lab) })];
}

function start(lab) {
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
  return make("span", { class: "inputs" }, make("span", { class: "soft" }, lab.say("input_word")), chips, field,
    lab.choice("how_many", ["one", "several"], state.many ? "several" : "one", (which) => { state.many = which === "several"; if (state.many) lab.rebuild(); else choose(lab, state.inputs.slice(-1)); }));
}

function typed(lab, text) {
  const words = text.split(/\s+/u).filter(Boolean);
  if (!words.length) return lab.note(lab.say("no_such_choice"));
  const ids = words.map((word) => lab.trace.rows.find((id) => lab.word(id) === word) ?? word);
  if (ids.length > 1) lab.state.many = true;
  choose(lab, lab.state.many && ids.length === 1 ? [...lab.state.inputs, ...ids] : ids, true);
}

async function choose(lab, inputs, fromField = false) {
  stop(lab);
  lab.note("");
  const local = inputs.every((i) => lab.trace.rows.includes(i)) && `${inputs.join()}/x` in lab.numbers.arrays;
  if (!local) {
    const reply = await lab.ask({ inputs });
    if (!reply) return;
    lab.trace = reply.trace;
    lab.numbers = new lab.numbers.constructor(reply.trace, reply.numbers);
    inputs = reply.trace.inputs;
  }
  Object.assign(lab.state, { inputs, phase: PHASES[lab.state.road].length - 1 });
  lab.rebuild();
  if (fromField) lab.root.querySelector('[data-key="field"]').focus();
  slide(lab);
}

// ---- the picture ------------------------------------------------------------------------------

function table(lab) {
  const { trace, state, numbers } = lab;
  const N = numbers.value("N"), columns = [...Array(N).keys()];
  const long = state.road === "multiply_all", several = state.inputs.length > 1;
  const product = long ? "products" : "W_in";
  const head = (symbol, kind, span) => make("th", { class: `head ${kind}`, colspan: span, scope: "colgroup" }, symbol);
  const caption = (key, span, values) => make("td", { class: "caption", colspan: span }, lab.say(key, values));
  const third = long ? "products_caption" : several ? "looked_caption_several" : "looked_caption";
  const rows = trace.rows.map((id, place) => {
    const on = state.inputs.includes(id);
    const middle = place === 0;
    const sign = (text) => (middle ? make("td", { class: "sign", rowspan: trace.rows.length, "aria-hidden": "true" }, text) : null);
    return make("tr", { class: on ? "on" : "off" },
      make("td", { class: "id" }, String(id)), make("th", { scope: "row" }, make("button", { class: "word", "aria-pressed": String(on), title: lab.say(state.many ? "add" : "choose", { word: lab.word(id) }), "data-key": `word ${id}`, onclick: () => choose(lab, state.many ? [...state.inputs, id] : [id]) }, make("bdi", {}, lab.word(id)))),
      lab.number(`x[${id}]`, { tag: "td", decimals: 0 }), sign(long ? "×" : ""),
      columns.map((j) => lab.number(`W_in[${id},${j}]`, { tag: "td" })), sign("→"),
      columns.map((j) => long || on ? mark(lab.number(`${product}[${id},${j}]`, { tag: "td", group: "third" }), "third", j) : make("td", { class: "blank third", "aria-hidden": "true" })));
  });
  const blank = (span) => make("td", { colspan: span, "aria-hidden": "true" });
  const result = (name, key, kind) => make("tr", { class: `result ${kind}` },
    make("th", { colspan: N + 5, scope: "row" }, lab.say(key, { C: numbers.value("C") })),
    columns.map((j) => mark(lab.number(`${name}[${j}]`, { tag: "td" }), kind, j)));
  const more = trace.hidden_rows ? make("tr", {}, make("td", { class: "soft small", colspan: 2 * N + 5 }, lab.say("more_rows", { count: trace.hidden_rows.toLocaleString("en") }))) : null;
  return make("table", { role: "grid", "aria-label": lab.say("title"), class: "grid", "data-phase": state.phase, "data-road": state.road },
    make("thead", {},
      make("tr", {}, blank(2), head("x", "x", 1), blank(1), head(["W", make("sub", {}, "in")], "in", N), blank(1), head(long ? ["x", " · ", "W", make("sub", {}, "in")] : ["W", make("sub", {}, "in"), `[${state.inputs.join(", ")}]`], "in third", N)),
      make("tr", {}, blank(2), caption(long ? "x_caption" : "x_unused", 1), blank(1), caption("W_in_caption", N), blank(1), caption(third, N)),
      make("tr", { class: "axes" }, blank(4), columns.map((j) => make("td", {}, String(j))), blank(1), columns.map((j) => make("td", {}, String(j))))),
    make("tbody", {}, rows, more),
    make("tbody", {}, long ? result("sums", "sums_caption", "sums") : null, result(long ? "long_h" : "h", several ? "h_caption_several" : "h_caption", "h")));
}

function mark(cell, name, j) {
  cell.classList.add(name);
  cell.dataset.column = j;
  return cell;
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
  return lab.nodes(state.inputs.length > 1 && lab.model.get("texts")[several] ? several : key, words);
}

function inWords(lab) {
  const { state, numbers } = lab;
  const h = lab.state.road === "multiply_all" ? "long_h" : "h";
  if (lab.trace.hides.length) return lab.say("words_asking", { inputs: lab.word(state.inputs[0]), ids: state.inputs[0] });
  const values = [...numbers.array(h).data].map((value) => lab.digits(h, value));
  return lab.say("words_state", { inputs: state.inputs.map((i) => lab.word(i)).join(lab.say("separator")), road: lab.say(state.road), phase: lab.say(PHASES[state.road][state.phase]), ids: [...new Set(state.inputs)].join(lab.say("separator")),
    h: values.join(", ") });
}

// ---- going through the phases -----------------------------------------------------------------

function go(lab, phase) {
  lab.state.phase = phase;
  lab.rebuild();
  slide(lab);
}

function play(lab) {
  if (lab.playing) { stop(lab); return lab.rebuild(); }
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

/** What moves in the mathematics moves in the picture: rows into products, a row into h. */
function slide(lab) {
  if (calm()) return;
  const name = PHASES[lab.state.road][lab.state.phase];
  const from = (cell, source) => {
    if (!source) return;
    const a = cell.getBoundingClientRect(), b = source.getBoundingClientRect();
    cell.animate([{ transform: `translate(${b.x - a.x}px, ${b.y - a.y}px)` }, { transform: "none" }], { duration: 350, easing: "ease-out" });
  };
  const row = lab.root.querySelector("tr.on");
  if (name === "phase_multiply" || name === "phase_find") {
    for (const tr of lab.root.querySelectorAll("tbody tr.on, tbody tr.off")) {
      const cells = tr.querySelectorAll("td.n.third"), sources = tr.querySelectorAll("td.n:not(.third)");
      cells.forEach((cell, j) => from(cell, sources[j + 1]));
      if (tr.matches(".off")) cells.forEach((cell) => cell.animate([{ opacity: 1 }, { opacity: 0.2 }, { opacity: 1 }], { duration: 700 }));
    }
  } else if (name !== "phase_input") {
    const kind = name === "phase_add" ? "sums" : "h";
    const above = kind === "h" && lab.state.inputs.length > 1 && lab.root.querySelector("tr.sums") ? lab.root.querySelector("tr.sums") : row;
    const sources = above.querySelectorAll("td.third, td.sums");
    lab.root.querySelectorAll(`td.n.${kind}`).forEach((cell, j) => from(cell, sources[j]));
  }
}

export default {
  render: (context) => mount(context, (lab) => { lab.leave = () => stop(lab); return build(lab); }),
};
