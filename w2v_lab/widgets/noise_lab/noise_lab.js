// The noise lab: a text thins out, noise is drawn from its words, and k + 1 questions are asked of one pair.

/** @import { Lab } from "../kit/lab.js" */
import { bar } from "../kit/bar.js";
import { choice, textBar } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { isPlace, listOf, oneOf, placeIn } from "../kit/link.js";
import { Player } from "../kit/player.js";
import { staged } from "../kit/stage.js";
import { Asks, HOWS } from "./asks.js";
import { Draws } from "./draws.js";
import { arrived, begin, given, settle, target, turn } from "./moment.js";
import { Thins } from "./thins.js";

const ACTS = ["act_all", "act_thin", "act_draw", "act_ask"];
const PACES = { speed_slow: 700, speed_normal: 150, speed_fast: 1000 / 60 }; // milliseconds from draw to draw

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  begin(lab);
  settle(lab);
  lab.follow = (name, index) => FOLLOW[name](lab, index);
  lab.label = (letter, i) => (letter === "p" ? lab.word(trace.text.flat()[i]) : undefined);
  if (staged(lab)) state.act = state.act === "act_all" ? (lab.gates.length ? "act_ask" : "act_thin") : state.act;
  const view = new View(lab);
  const picture = make(
    "div.picture",
    { class: state.act },
    view.shown.map(({ node }) => node),
  );
  const acts = choice(lab, "act", staged(lab) ? ACTS.slice(1) : ACTS, state.act, (act) => {
    state.act = act;
    lab.pinned = undefined;
    lab.rebuild();
  });
  lab.painted = () => view.first();
  return [
    make("header", make("h3", lab.say("title")), view.title, make("span.grow"), acts),
    gates(lab),
    state.act === "act_thin" ? null : make("div.bar", view.player.node, view.place),
    lab.noteLine(),
    picture,
    lab.explainPanel(),
    ownText(lab),
    bar(lab, { picture, words: () => view.words() }),
  ];
}

/** The learner's own text, folded away where it is not what the part is about. @param {Lab} lab */
function ownText(lab) {
  const { state } = lab;
  const use = (/** @type {Record<string, unknown>} */ request) => lab.compute(request);
  const attributes = { open: state.own ?? state.act === "act_thin" };
  const text = make("details.own", attributes, make("summary", lab.say("own_text")), textBar(lab, use, [], 3, ["song", "kingdom"]));
  text.addEventListener("toggle", () => {
    state.own = text.open;
  });
  return text;
}

/** The parts on show, at one moment. */
class View {
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    const { state, trace } = lab;
    const renew = () => this.renew();
    this.title = make("span.soft");
    this.place = make("span.place");
    this.player = new Player(lab, {
      key: "draw_slider",
      count: trace.count + 1,
      at: state.at,
      pace: PACES.speed_normal,
      paces: PACES,
      place: (at) => this.to(at),
    });
    this.draws = new Draws(lab, renew);
    const thins = new Thins(lab, (pair) => this.choose(pair), renew),
      asks = new Asks(lab, renew);
    const parts = { act_thin: [thins], act_draw: [this.draws], act_ask: [this.draws, asks], act_all: [thins, this.draws, asks] };
    this.shown = parts[/** @type {keyof typeof parts} */ (state.act)];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
  }

  /** Once it is in the page. */
  first() {
    const { lab } = this;
    this.draws.land();
    this.to(lab.state.at);
    lab.atRest(this.shown[this.shown.length - 1].rest());
    lab.explain();
  }

  /** Another draw is the last one. At 60 a second the draws fall, and what is read is written round by round. @param {number} at */
  to(at) {
    const { lab } = this,
      { state, trace } = lab,
      before = state.at;
    state.at = at;
    settle(lab);
    this.draws.show(before);
    const hurry = this.player.playing && lab.view.speed === "speed_fast" && at % trace.k > 0 && at < trace.count;
    clearTimeout(this.later);
    if (hurry) this.later = setTimeout(() => this.read(), 150);
    else this.read();
  }

  read() {
    const { lab } = this,
      { at } = lab.state;
    if (lab.gone) return;
    for (const part of this.shown) if (part !== this.draws) part.show();
    const word = (/** @type {string} */ kind, /** @type {number} */ id) => make(`bdi.role.${kind}`, lab.word(id));
    const pair = { given: word("given", given(lab)), word: word("asked", target(lab)), k: lab.trace.k };
    this.title.replaceChildren(...lab.nodes("pair", pair));
    const { question, round } = turn(lab);
    this.place.replaceChildren(...lab.nodes(at ? "place" : "place_none", { at, question: question + 1, k: lab.trace.k, round: round + 1 }));
    lab.cells.paint();
    lab.explain();
    lab.describe();
  }

  /** Something else was chosen: the same moment, seen anew. */
  renew() {
    this.player.stop();
    settle(this.lab);
    this.lab.pinned = undefined;
    this.draws.land();
    this.to(this.lab.state.at);
    this.lab.atRest(this.shown[this.shown.length - 1].rest());
    this.lab.explain();
  }

  /** Another pair of the text; what it answers is Python's to compute, once. @param {number[]} pair */
  async choose(pair) {
    const { lab } = this;
    if (!arrived(lab, pair)) {
      const told = lab.add(await lab.compute({ pair }));
      if (!told) return;
      Object.assign(lab.trace.turns, told.turns);
    }
    lab.state.pair = pair;
    this.renew();
  }

  words() {
    return this.shown.map((part) => part.words()).join(this.lab.texts.language === "zh" ? "" : " ");
  }
}

/** @type {Record<string, (lab: Lab, index: number[]) => string[]>} */
const FOLLOW = {
  shares: (lab, [d]) => lab.trace.rows.slice(0, d).map((i) => `q[${i}]`),
  y_target: (lab) => [`y[${target(lab)}]`],
  predictions: (lab) => turn(lab).asked.map((i) => `y[${i}]`),
  labels: (lab) => turn(lab).asked.map((_, q) => (q ? "no" : "yes")),
  errors: (lab) => turn(lab).asked.map((i, q) => (q ? `e[${i}]` : "e_target")),
  pulls: (lab) => turn(lab).asked.flatMap((i, q) => (i === target(lab) ? [q ? `e[${i}]` : "e_target"] : [])),
  column: (lab, [j]) => turn(lab).asked.map((i) => `W_out[${i},${j}]`),
};

const KEEPS = {
  act: oneOf(ACTS),
  t: placeIn((lab) => lab.trace.thresholds.length),
  formula: (value, lab) => lab.trace.formulas.includes(value),
  exponent: (value, lab) => lab.trace.open_exponents.includes(value),
  how: oneOf(HOWS),
  at: placeIn((lab) => lab.trace.count + 1),
  pair: listOf(isPlace, 2),
};

/** Another pair's answers are asked for. @param {Lab} lab @param {Record<string, any>} state */
async function reopen(lab, { pair, ...state }) {
  if (pair?.length === 2 && pair.every((at) => at < lab.trace.text.flat().length)) {
    if (!arrived(lab, pair)) Object.assign(lab.trace.turns, lab.add(await lab.compute({ pair }))?.turns);
    if (arrived(lab, pair)) lab.state.pair = pair;
  }
  Object.assign(lab.state, state);
  lab.rebuild();
}

export default widget("noise_lab", build, { keeps: KEEPS, reopen });
