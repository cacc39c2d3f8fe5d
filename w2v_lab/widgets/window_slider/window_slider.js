// The window slider: a window glides over the sentences, and each position drops its examples.

/** @import { Lab } from '../kit/lab.js' */
import { bar } from "../kit/bar.js";
import { choice, slider, textBar } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates, withheld } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { isPlace, oneOf } from "../kit/link.js";
import { Player } from "../kit/player.js";

const ARCHITECTURES = ["skip-gram", "cbow"];
const BEAT = 900; // milliseconds between two positions while it plays
const MOST_LETTERS = 20000;
const MOST_ROWS = 6; // of the latest examples; the slider leads back to the others

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  if (state.of !== trace.text) Object.assign(state, { of: trace.text, text: trace.text, at: 2, chosen: null });
  state.window ??= trace.window;
  state.drawn ??= "reach_whole";
  const header = make("header", make("h3", lab.say("title")));
  lab.parts = { tokens: [], columns: [], key: `${state.window} ${state.drawn === "reach_drawn" ? "drawn" : "whole"}` };
  const text = sentences(lab);
  if (trace.hides) {
    const picture = make("div.picture", text, withheld(lab));
    return [header, gates(lab), lab.noteLine(), picture, bar(lab, { picture, words: () => lab.say("withheld") })];
  }
  lab.numbers.state = lab.parts.key;
  const positions = (lab.parts.positions = trace.positions[lab.parts.key]),
    count = positions.length;
  state.at = Math.min(state.at, Math.max(0, count - 1));
  lab.parts.columns = count ? ARCHITECTURES.map((name) => column(lab, name)) : [];
  const player = count ? new Player(lab, { key: "position_slider", count, at: state.at, pace: BEAT, place: (at) => show(lab, at) }) : null;
  const below = count
    ? make(
        "div.ws-two",
        lab.parts.columns.map((each) => each.node),
      )
    : make("p.soft", lab.say("nothing_left"));
  const picture = make("div.picture", text, below);
  lab.painted = () => count && show(lab, state.at);
  lab.atRest("predictions_skip_gram[0]");
  const end = [lab.explainPanel(), bar(lab, { picture, words: () => inWords(lab) })];
  const play = player && make("div.bar", player.node);
  return [header, gates(lab), textBar(lab, (request) => use(lab, request)), lab.noteLine(), settings(lab), play, picture, end];
}

// ---- the settings -------------------------------------------------------------------------------

function settings(lab) {
  const { state, trace } = lab;
  const change = (values) => {
    Object.assign(state, values);
    lab.rebuild();
  };
  const size = slider(lab, "window_slider", trace.most_window, state.window - 1, (at) => change({ window: at + 1 }));
  const named = (t) => make("option", { value: t, selected: t === trace.sample }, t ? `t = ${t}` : lab.say("sample_off"));
  const onchange = ({ target }) => use(lab, { sample: Number(target.value) });
  const sample = make("select", { "aria-label": lab.say("sample"), "data-key": "sample", onchange }, trace.samples.map(named));
  const chance = trace.sample || state.drawn === "reach_drawn";
  const again = make("button", { "data-key": "again", onclick: () => use(lab, { seed: trace.seed + 1 }) }, lab.say("draw_again"));
  return make(
    "div.bar",
    make("span", lab.say("window"), " ", make("b", String(state.window))),
    size,
    choice(lab, "reach", ["reach_whole", "reach_drawn"], state.drawn, (drawn) => change({ drawn })),
    make("label", lab.say("sample"), " ", sample),
    chance ? again : null,
  );
}

async function use(lab, request) {
  lab.player?.stop();
  const count = request.text?.length ?? 0;
  if (count > MOST_LETTERS) return lab.note("text_too_long", { count, most: MOST_LETTERS });
  lab.replace(await lab.compute(request));
}

// ---- the picture --------------------------------------------------------------------------------

/** The sentences, word by word; `show` marks who is given and who is asked for. */
function sentences(lab) {
  return lab.trace.sentences.map((ids) => {
    const tokens = ids.map((id) => make("span.ws-token", make("bdi", lab.word(id)), make("span.ws-role")));
    lab.parts.tokens.push(tokens);
    return make("p.ws-line", tokens);
  });
}

const counted = (name) => `predictions_${name.replace("-", "_")}`;

function column(lab, name) {
  const predictions = lab.number(`${counted(name)}[0]`, { group: name });
  const rows = lab.parts.positions.map((_, at) =>
    make("li", make("button", { "data-key": `${name} ${at}`, onclick: () => choose(lab, name, at) }, example(lab, name, at))),
  );
  const list = make("ol.ws-list", { "aria-label": lab.say(`list_${name}`) }, rows.toReversed());
  const about = make("p.soft.small.tight", lab.say(`about_${name}`));
  const count = make("p.tight", lab.say("predictions"), " ", predictions);
  const node = make("div", make("h4", name === "cbow" ? "CBOW" : "skip-gram"), about, count, list);
  return { name, node, rows, predictions };
}

/** The words given and asked for at a position. */
function example(lab, name, at) {
  const [given, asked] = sides(lab, name, at);
  const chips = (words, role) => words.map((word) => make(`bdi.ws-chip.${role}`, word));
  const mean = name === "cbow" && given.length > 1 ? make("span.ws-mean", lab.say("mean")) : null;
  return [mean, chips(given, "given"), make("span", { "aria-label": lab.say("predicts") }, "→"), chips(asked, "asked")];
}

function sides(lab, name, at) {
  const now = lab.parts.positions[at];
  return now[name].map((places) => places.map((place) => lab.word(lab.trace.sentences[now.sentence][place])));
}

/** Lay the window at one position: mark the words, and let the examples fall into their lists. */
function show(lab, at) {
  const { state, parts } = lab,
    now = parts.positions[at];
  state.at = at;
  parts.tokens.forEach((tokens, number) => {
    tokens.forEach((token, place) => mark(lab, token, number === now.sentence ? role(now, place) : ""));
  });
  for (const { name, rows, predictions } of parts.columns) {
    rows.forEach((row, number) => {
      row.hidden = number > at || number <= at - MOST_ROWS;
      row.classList.toggle("now", number === at);
      row.classList.toggle("chosen", state.chosen === `${parts.key} ${name} ${number}`);
    });
    lab.retarget(predictions, `${counted(name)}[${at}]`);
  }
  lab.explain();
  lab.describe();
}

/** What a word of the window's sentence is. */
function role(now, place) {
  if (now.dropped.includes(place)) return "gone";
  if (place === now.centre) return "centre";
  return now["skip-gram"][1].includes(place) ? "inside" : "";
}

const SAID = { gone: "dropped", centre: "centre", inside: "context" };

function mark(lab, token, role) {
  token.className = `ws-token ${role}`.trim();
  token.lastChild.textContent = role ? lab.say(SAID[role]) : "";
}

async function choose(lab, name, at) {
  lab.player?.stop();
  lab.state.chosen = `${lab.parts.key} ${name} ${at}`;
  show(lab, lab.state.at);
  const [given, asked] = sides(lab, name, at).map((words) => words.join(" "));
  if (await lab.ask({ chosen: name, state: lab.parts.key, position: at })) lab.note("chosen", { given, asked });
}

function inWords(lab) {
  const { positions } = lab.parts,
    { at } = lab.state;
  if (!positions.length) return lab.say("nothing_left");
  const [[sg_given, sg_asked], [cb_given, cb_asked]] = ARCHITECTURES.map((name) => sides(lab, name, at).map((words) => lab.join(words)));
  return lab.say("words_state", { number: at + 1, total: positions.length, sg_given, sg_asked, cb_given, cb_asked });
}

const KEEPS = {
  at: isPlace,
  window: (value, lab) => isPlace(value, lab) && value > 0 && value <= lab.trace.most_window,
  drawn: oneOf(["reach_whole", "reach_drawn"]),
};

export default widget("window_slider", build, { keeps: KEEPS });
