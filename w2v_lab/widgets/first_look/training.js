// The last panel of the first look: the words on a plane while the model trains, and the loss of each round.

/** @import { Lab } from '../kit/lab.js' */
import { named, places } from "../kit/bar.js";
import { draw, dress, make, write } from "../kit/dom.js";
import { largest, shown, whole } from "../kit/numbers.js";
import { Player } from "../kit/player.js";
import { path, scale } from "../kit/plot.js";
import { ems, short, spot } from "../kit/words.js";

const WIDE = 600,
  HIGH = 380,
  EDGE = 34;
const TYPE = 15,
  LINE = 16; // pixels, as the style sheet has them
const TRAIL = 14; // kept moments behind each dot
const FRAME = 55; // milliseconds

/** @param {Lab} lab */
export function training(lab) {
  const { state, trace } = lab,
    plane = map(lab),
    loss = lossChart(lab),
    reading = readings(lab);
  let told = -1;
  const place = (moment) => {
    plane.move(moment);
    const frame = Math.floor(moment);
    if (frame === told) return;
    told = state.frame = frame;
    const round = roundOf(trace, frame);
    loss.mark(round);
    reading.turn(frame, round);
    lab.explain();
    lab.describe();
  };
  const count = trace.updates.length;
  const player = new Player(lab, { key: "update_slider", count, at: state.frame, pace: FRAME, between: true, place });
  lab.painted = () => place(state.frame);
  lab.drawn = () => drawn(lab);
  lab.atRest(`round_loss[${roundOf(trace, state.frame)}]`);
  const share = make("p.tight.soft.small", lab.nodes("map_label", { N: trace.N, share: lab.number("share", { group: "reading" }) }));
  return [player.node, make("div.two.film", plane.svg, make("div", reading.node, loss.node, share))];
}

/** The round that a kept moment belongs to. @param {any} trace @param {number} frame */
const roundOf = ({ updates, windows, epochs }, frame) => Math.min(Math.floor(updates[frame] / windows.length), epochs - 1);

/** What the panel draws and does not write: the places of the words, and the loss of all rounds. */
function drawn(lab) {
  const { numbers, trace, state } = lab,
    { data, shape } = numbers.array("view");
  const at = (i, axis) => data[(state.frame * shape[1] + trace.rows.indexOf(i)) * 2 + axis];
  return [...places(lab, trace.rows, at), ...named(lab, numbers.expand("round_loss[:]", {}))];
}

// ---- the map ------------------------------------------------------------------------------------

function map(lab) {
  const { trace, numbers } = lab,
    label = lab.say("map_label", { N: trace.N, share: percent(numbers.value("share")) });
  const svg = draw("svg.map", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": label });
  const view = numbers.array("view"),
    reach = largest(view.data) || 1e-9;
  const toX = scale([-reach, reach], [2 * EDGE, WIDE - 2 * EDGE]),
    toY = scale([reach, -reach], [EDGE, HIGH - EDGE]);
  // The cross is the vector of zeros: angles are seen from there.
  const [ox, oy] = [toX(numbers.value("origin[0]")), toY(numbers.value("origin[1]"))];
  svg.append(draw("line.axis", { x1: 0, x2: WIDE, y1: oy, y2: oy }), draw("line.axis", { x1: ox, x2: ox, y1: 0, y2: HIGH }));
  const [frames, V] = view.shape;
  const at = (frame, i) => [toX(view.data[(frame * V + i) * 2]), toY(view.data[(frame * V + i) * 2 + 1])];
  const dots = trace.rows.map((i) => dot(lab, i));
  svg.append(...dots.map(({ trail }) => trail), ...dots.map((each) => each.dot), ...dots.map(({ name }) => name));
  const move = (moment) => {
    const frame = Math.floor(moment),
      next = Math.min(frame + 1, frames - 1),
      part = moment - frame,
      taken = [];
    for (const each of dots) {
      const [x, y] = at(frame, each.i).map((from, axis) => from * (1 - part) + at(next, each.i)[axis] * part);
      put(each, x, y, taken);
      const from = Math.max(0, frame - TRAIL),
        before = Array.from({ length: frame - from + 1 }, (_, f) => at(from + f, each.i));
      each.trail.setAttribute("points", [...before, [x, y]].map((place) => place.map((v) => v.toFixed(1)).join()).join(" "));
    }
  };
  return { svg, move };
}

function dot(lab, i) {
  const word = lab.word(i),
    written = short(word);
  const name = draw("text.name", written, draw("title", word));
  return { i, name, width: TYPE * ems(written), dot: draw("circle.dot", { r: 5.5 }), trail: draw("polyline.trail") };
}

/** A dot at its place, its name beside it: every word of so few has to be read. */
function put({ dot, name, width }, x, y, taken) {
  const seen = Number.isFinite(x + y);
  for (const part of [dot, name]) part.style.display = seen ? "" : "none";
  if (!seen) return;
  dress(dot, { cx: x, cy: y });
  const place = spot({ x, y, size: 10 }, width, LINE, { wide: WIDE, high: HIGH }, taken, 12) ?? { left: x + 10, y };
  dress(name, { x: place.left, y: place.y + 5 });
}

// ---- the readings -------------------------------------------------------------------------------

function readings(lab) {
  const { trace } = lab,
    total = trace.updates[trace.updates.length - 1];
  const which = make("p.big"),
    now = make("span"),
    round = lab.number("round_loss[0]", { group: "reading" });
  const pair = trace.pairs.length ? lab.number("cosine[0]", { group: "reading" }) : null;
  const closest = pair ? make("p.tight") : null;
  const turn = (frame, number) => {
    write(which, lab.say("update_of", { number: whole(trace.updates[frame]), total: whole(total) }));
    lab.retarget(round, `round_loss[${number}]`);
    write(now, `${lab.say("round_now", { number: number + 1 })} `);
    if (!pair) return;
    lab.retarget(pair, `cosine[${frame}]`);
    const [first, second] = trace.pairs[frame].map((i) => lab.word(i));
    closest.replaceChildren(...lab.nodes("closest", { first, second }), " ", pair);
  };
  return { turn, node: make("div", which, make("p.tight", now, round), closest) };
}

function lossChart(lab) {
  const { data } = lab.numbers.array("round_loss"),
    wide = 320,
    high = 150;
  const x = scale([0, data.length - 1], [34, wide - 8]),
    y = scale([0, largest(data) || 1], [high - 8, 8]);
  const dot = draw("circle.now", { r: 5.5 }),
    label = lab.say("loss_label");
  const floor = draw("line.axis", { x1: 34, x2: wide - 8, y1: high - 8, y2: high - 8 });
  const curve = draw("polyline.curve", { points: path(data, x, y) });
  const most = largest(data),
    end = { x: wide - 8, y: high + 10, "text-anchor": "end" };
  const ticks = [
    draw("text.tick", { x: 0, y: 12 }, shown(most, 2)),
    draw("text.tick", { x: 0, y: high - 11 }, "0"),
    draw("text.tick", { x: 34, y: high + 10 }, "1"),
    draw("text.tick", end, lab.say("rounds", { count: whole(data.length) })),
  ];
  const attributes = { viewBox: `0 0 ${wide} ${high + 14}`, role: "img", "aria-label": label };
  const svg = draw("svg.loss", attributes, floor, curve, ticks, dot);
  const mark = (round) => dress(dot, { cx: x(round), cy: y(data[round]) });
  return { mark, node: make("figure", make("figcaption.soft.small", label), svg) };
}

const percent = (share) => `${Math.round(100 * share)} %`;

/** @param {Lab} lab */
export function trainingInWords(lab) {
  const { state, trace } = lab,
    { frame } = state,
    [first, second] = (trace.pairs[frame] ?? []).map((i) => lab.word(i));
  const told = {
    number: whole(trace.updates[frame]),
    total: whole(trace.updates[trace.updates.length - 1]),
    loss: lab.digits(`round_loss[${roundOf(trace, frame)}]`),
  };
  if (first === undefined) return lab.say("words_training_one", told);
  return lab.say("words_training", { ...told, first, second, cosine: lab.digits(`cosine[${frame}]`) });
}
