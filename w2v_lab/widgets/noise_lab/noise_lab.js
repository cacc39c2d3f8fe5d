// The noise lab: a text thins out, noise is drawn from its words, and k + 1 questions are asked of one pair.

/** @import { Lab } from "../kit/lab.js" */
import { bar } from "../kit/bar.js";
import { choice, textBar } from "../kit/controls.js";
import { make } from "../kit/dom.js";
import { gates } from "../kit/gate.js";
import { widget } from "../kit/lab.js";
import { Player } from "../kit/player.js";
import { asks } from "./asks.js";
import { draws } from "./draws.js";
import { arrived, begin, next, pairName, settle, target, turn } from "./moment.js";
import { thins } from "./thins.js";

const ACTS = ["act_all", "act_thin", "act_draw", "act_ask"];
const PACES = { speed_slow: 700, speed_normal: 150, speed_fast: 1000 / 60 }; // milliseconds from draw to draw

/** @param {Lab} lab */
function build(lab) {
  const { state, trace } = lab;
  begin(lab);
  settle(lab);
  lab.follow = (name, index) => FOLLOW[name](lab, index);
  lab.label = (letter, i) => (letter === "p" ? lab.word(trace.text.flat()[i]) : undefined);
  const title = make("span.soft"),
    place = make("span.place");
  const player = new Player(lab, { count: trace.count + 1, at: state.at, paces: PACES, pace: 150, place: (at) => to(at), key: "draw_slider" });
  const parts = { thins: thins(lab, choose, renew), draws: draws(lab, renew), asks: asks(lab, renew) };
  const sections = { act_thin: [parts.thins], act_draw: [parts.draws], act_ask: [parts.draws, parts.asks], act_all: Object.values(parts) };
  const shown = sections[state.act];
  const picture = make("div.picture", { class: state.act }, shown.map(({ node }) => node));
  const acts = choice(lab, "act", ACTS, state.act, (act) => {
    state.act = act;
    lab.pinned = undefined;
    lab.rebuild();
  });
  const plays = state.act === "act_thin" ? null : make("div.bar", player.node, place);
  const text = make("details.own", { open: state.own ?? state.act === "act_thin" }, make("summary", lab.say("own_text")), textBar(lab, use, [], 3, ["song", "kingdom"]));
  text.addEventListener("toggle", () => {
    state.own = text.open;
  });

  /** Another draw is the last one. At 60 a second the draws fall, and what is read is written round by round. */
  function to(at) {
    const before = state.at;
    state.at = at;
    settle(lab);
    parts.draws.show(before);
    const hurry = player.playing && lab.view.speed === "speed_fast" && at % trace.k > 0 && at < trace.count;
    clearTimeout(state.later);
    if (hurry) state.later = setTimeout(read, 150);
    else read();
  }
  function read() {
    for (const part of shown) if (part !== parts.draws) part.show();
    told();
  }
  /** Something else was chosen: the same moment, seen anew. */
  function renew() {
    player.stop();
    settle(lab);
    lab.pinned = undefined;
    for (const part of shown) part.renew?.();
    to(state.at);
  }
  /** Another pair of the text; what it answers is Python's to compute, once. */
  async function choose(pair) {
    if (!arrived(lab, pair)) {
      const reply = lab.add(await lab.compute({ pair }));
      if (!reply) return;
      Object.assign(trace.turns, reply.turns);
    }
    state.pair = pair;
    renew();
  }
  async function use(request) {
    await lab.compute(request);
  }
  function told() {
    title.replaceChildren(...lab.nodes("pair", { given: strong("given", next(lab).given), word: strong("asked", target(lab)), k: trace.k }));
    const { question, round } = turn(lab);
    const values = { at: state.at, question: question + 1, k: trace.k, round: round + 1 };
    place.replaceChildren(...lab.nodes(state.at ? "place" : "place_none", values));
    lab.cells.paint();
    lab.explain();
    lab.describe();
  }
  const strong = (kind, id) => make("bdi", { class: `role ${kind}` }, lab.word(id));

  lab.painted = () => {
    to(state.at);
    lab.atRest(shown.at(-1).rest());
    lab.explain();
  };
  lab.back = trace.own ? () => lab.compute({ reset: true }) : null;
  const words = () => shown.map((part) => part.words()).join(lab.texts.language === "zh" ? "" : " ");
  return [
    make("header", make("h3", lab.say("title")), title, make("span.grow"), acts),
    plays,
    lab.noteLine(),
    picture,
    gates(lab),
    lab.explainPanel(),
    text,
    bar(lab, { picture, words }),
  ];
}

const FOLLOW = {
  shares: (lab, [d]) => lab.trace.rows.slice(0, d).map((i) => `q[${i}]`),
  y_target: (lab) => [`y[${target(lab)}]`],
  predictions: (lab) => turn(lab).asked.map((i) => `y[${i}]`),
  labels: (lab) => turn(lab).asked.map((_, q) => (q ? "no" : "yes")),
  errors: (lab) => turn(lab).asked.map((i, q) => (q ? `e[${i}]` : "e_target")),
  pulls: (lab) => turn(lab).asked.flatMap((i, q) => (i === target(lab) ? [q ? `e[${i}]` : "e_target"] : [])),
  column: (lab, [j]) => turn(lab).asked.map((i) => `W_out[${i},${j}]`),
};

export { pairName };
export default widget("noise_lab", build);
