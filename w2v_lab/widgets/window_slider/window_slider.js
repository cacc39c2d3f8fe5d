// The window slider: a window glides over the sentences, and each position drops its examples.
import { calm, make, mount } from "./kit.js";

const ARCHITECTURES = ["skip-gram", "cbow"];
const BEAT = 900; // milliseconds between two positions while it plays
const MOST_LETTERS = 20000;
const MOST_ROWS = 6; // of the latest examples; the slider leads back to the others

function build(lab) {
  const { state, trace } = lab;
  if (state.of !== trace.text) Object.assign(state, { of: trace.text, text: trace.text, at: 2, chosen: null });
  state.window ??= trace.window;
  state.drawn ??= "reach_whole";
  const picture = make("div", { class: "picture" });
  const header = make("header", {}, make("h3", {}, lab.say("title")));
  const reset = () => { stop(lab); lab.load(); lab.state = { language: lab.language }; lab.rebuild(); };
  if (trace.hides) {
    picture.append(...sentences(lab), make("p", { class: "soft" }, lab.say("withheld")));
    return [header, picture, lab.noteLine(), lab.gatePanel(), lab.bar({ picture, words: () => lab.say("withheld") })];
  }
  lab.key = `${state.window} ${state.drawn === "reach_drawn" ? "drawn" : "whole"}`;
  lab.numbers.state = lab.key;
  lab.positions = trace.positions[lab.key];
  state.at = Math.min(state.at, lab.positions.length - 1);
  const slider = lab.positions.length ? lab.slider("position_slider", lab.positions.length, state.at, (at) => { stop(lab); show(lab, at); }) : null;
  lab.range = slider?.range;
  lab.button = make("button", { class: "main", "data-key": "play", onclick: () => (lab.playing ? stop(lab) : play(lab)) }, lab.say("play"));
  lab.columns = lab.positions.length ? ARCHITECTURES.map((name) => column(lab, name)) : [];
  picture.append(...sentences(lab), lab.columns.length ? make("div", { class: "ws-two" }, lab.columns.map((each) => each.node)) : make("p", { class: "soft" }, lab.say("nothing_left")));
  lab.painted = () => { if (lab.columns.length) show(lab, state.at); };
  lab.atRest("predictions_skip_gram[0]");
  return [header, textBar(lab), lab.noteLine(), settings(lab), make("div", { class: "bar slide wide" }, lab.button, slider), picture, lab.explainPanel(), lab.gatePanel(), lab.bar({ picture, words: () => inWords(lab), reset })];
}

// ---- the text and the settings ------------------------------------------------------------------

function textBar(lab) {
  const { state } = lab;
  const field = make("textarea", { rows: 2, "aria-label": lab.say("your_text"), "data-key": "text", spellcheck: "false", oninput: (event) => { state.text = event.target.value; },
    onkeydown: (event) => { event.stopPropagation(); if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); use(lab, { text: state.text }); } } });
  field.value = state.text;
  const toy = (name) => make("button", { "data-key": name, onclick: () => use(lab, { toy: name, language: lab.language }) }, lab.say(`toy_${name}`));
  return make("div", { class: "bar ws-text" }, field, make("div", { class: "ws-buttons" }, make("button", { class: "main", "data-key": "use", onclick: () => use(lab, { text: state.text }) }, lab.say("use")), toy("article"), toy("kingdom")));
}

function settings(lab) {
  const { state, trace } = lab;
  const size = lab.slider("window_slider", trace.most_window, state.window - 1, (at) => { state.window = at + 1; stop(lab); lab.rebuild(); });
  const sample = make("select", { "aria-label": lab.say("sample"), "data-key": "sample", onkeydown: (event) => event.stopPropagation(), onchange: (event) => use(lab, { sample: Number(event.target.value) }) },
    trace.samples.map((t) => make("option", { value: t, selected: t === trace.sample }, t ? `t = ${t}` : lab.say("sample_off"))));
  return make("div", { class: "bar" }, make("span", {}, lab.say("window"), " ", make("b", {}, String(state.window))), size,
    lab.choice("reach", ["reach_whole", "reach_drawn"], state.drawn, (drawn) => { state.drawn = drawn; stop(lab); lab.rebuild(); }),
    make("label", {}, lab.say("sample"), " ", sample),
    trace.sample || state.drawn === "reach_drawn" ? make("button", { "data-key": "again", onclick: () => use(lab, { seed: trace.seed + 1 }) }, lab.say("draw_again")) : null);
}

async function use(lab, request) {
  stop(lab);
  if ((request.text?.length ?? 0) > MOST_LETTERS) return lab.note(lab.say("text_too_long", { count: request.text.length, most: MOST_LETTERS }));
  lab.note(lab.say("asking"));
  const reply = await lab.ask(request);
  if (!reply) return;
  lab.rebuild();
}

// ---- the picture --------------------------------------------------------------------------------

/** The sentences, word by word; `show` marks who is given and who is asked for. */
function sentences(lab) {
  lab.tokens = [];
  return lab.trace.sentences.map((ids, number) => {
    lab.tokens[number] = ids.map((id) => make("span", { class: "ws-token" }, make("bdi", {}, lab.word(id)), make("span", { class: "ws-role" })));
    return make("p", { class: "ws-line" }, lab.tokens[number]);
  });
}

function column(lab, name) {
  const predictions = lab.number(`predictions_${name.replace("-", "_")}[0]`, { group: name });
  const list = make("ol", { class: "ws-list", "aria-label": lab.say(`list_${name}`) });
  const rows = lab.positions.map((_, at) => {
    const button = make("button", { "data-key": `${name} ${at}`, onclick: () => choose(lab, name, at) }, example(lab, name, at));
    return make("li", {}, button);
  });
  list.append(...rows.toReversed());
  const node = make("div", {}, make("h4", {}, name === "cbow" ? "CBOW" : "skip-gram"), make("p", { class: "soft small tight" }, lab.say(`about_${name}`)),
    make("p", { class: "tight" }, lab.say("predictions"), " ", predictions), list);
  return { name, node, rows, predictions };
}

const words = (lab, at, places) => places.map((place) => lab.word(lab.trace.sentences[lab.positions[at].sentence][place]));

function example(lab, name, at) {
  const [given, asked] = lab.positions[at][name].map((places) => words(lab, at, places));
  const chips = (list, role) => list.map((word) => make("bdi", { class: `ws-chip ${role}` }, word));
  return [name === "cbow" && given.length > 1 ? make("span", { class: "ws-mean" }, lab.say("mean")) : null, chips(given, "given"), make("span", { "aria-label": lab.say("predicts") }, "→"), chips(asked, "asked")];
}

/** Lay the window at one position: mark the words, and let the examples fall into their lists. */
function show(lab, at) {
  const { state } = lab, now = lab.positions[at];
  state.at = at;
  lab.range.value = at;
  lab.tokens.forEach((tokens, number) => tokens.forEach((token, place) => {
    const here = number === now.sentence, gone = here && now.dropped.includes(place);
    const inside = here && !gone && now["skip-gram"][1].includes(place), centre = here && place === now.centre;
    token.className = `ws-token${centre ? " centre" : inside ? " inside" : gone ? " gone" : ""}`;
    token.lastChild.textContent = centre ? lab.say("centre") : inside ? lab.say("context") : gone ? lab.say("dropped") : "";
  }));
  for (const { name, rows, predictions } of lab.columns) {
    rows.forEach((row, number) => {
      row.hidden = number > at || number <= at - MOST_ROWS;
      row.classList.toggle("now", number === at);
      row.classList.toggle("chosen", state.chosen === `${lab.key} ${name} ${number}`);
    });
    lab.retarget(predictions, `predictions_${name.replace("-", "_")}[${at}]`);
  }
  lab.explain(lab.pinned);
  lab.describe?.();
}

async function choose(lab, name, at) {
  stop(lab);
  lab.state.chosen = `${lab.key} ${name} ${at}`;
  show(lab, lab.state.at);
  const reply = await lab.ask({ chosen: name, state: lab.key, position: at });
  const [given, asked] = lab.positions[at][name].map((places) => words(lab, at, places).join(" "));
  if (reply) lab.note(lab.say("chosen", { given, asked }));
}

// ---- playing --------------------------------------------------------------------------------------

function play(lab) {
  if (!lab.columns.length) return;
  lab.button.textContent = lab.say("pause");
  if (lab.state.at >= lab.positions.length - 1) show(lab, 0);
  lab.playing = setInterval(() => {
    if (lab.state.at < lab.positions.length - 1) show(lab, lab.state.at + 1); else stop(lab);
  }, calm() ? 1.5 * BEAT : BEAT);
}
function stop(lab) {
  clearInterval(lab.playing);
  lab.playing = null;
  if (lab.button) lab.button.textContent = lab.say("play");
}

function inWords(lab) {
  if (!lab.columns.length) return lab.say("nothing_left");
  const at = lab.state.at, list = (places) => words(lab, at, places).join(lab.say("separator"));
  const told = Object.fromEntries(ARCHITECTURES.map((name) => [name, lab.positions[at][name].map(list)]));
  return lab.say("words_state", { number: at + 1, total: lab.positions.length, sg_given: told["skip-gram"][0], sg_asked: told["skip-gram"][1], cb_given: told.cbow[0], cb_asked: told.cbow[1] });
}

export default { render: (context) => mount(context, (lab) => { lab.leave = () => stop(lab); return build(lab); }) };
