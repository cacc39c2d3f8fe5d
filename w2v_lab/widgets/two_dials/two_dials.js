// Two dials: the angle and the distance between two words, while the model trains.
import { calm, draw, make, mount } from "./kit.js";

const SECONDS = 6; // of a whole run
const WIDE = 340, HIGH = 178, X = 170, Y = 150, R = 112;

function build(lab) {
  const { state, trace } = lab;
  state.N ??= trace.N;
  state.window ??= trace.window;
  const picture = make("div", { class: "picture" });
  const [one, other] = trace.pair.map((i) => make("bdi", {}, lab.word(i)));
  const header = make("header", {}, make("h3", {}, lab.nodes("title", { one, other })));
  const windows = lab.choice("window", trace.windows, state.window, (w) => look(lab, w), String);
  const context = lab.nodes("context", { list: make("b", {}, trace.contexts[state.window].map((i) => lab.word(i)).join(lab.say("separator"))) });
  const reset = () => { stop(lab); lab.load(); lab.state = { language: lab.language }; lab.rebuild(); };
  const shared = make("p", { class: "sentence" }, context);
  const settings = make("div", { class: "bar" }, make("span", {}, lab.say("window")), windows,
    make("span", {}, lab.say("dimensions"), " ", make("b", {}, String(state.N))), lab.slider("size_slider", trace.sizes.length, trace.sizes.indexOf(state.N), (at) => { state.N = trace.sizes[at]; stop(lab); lab.rebuild(); }));
  if (trace.hides) {
    picture.append(make("p", { class: "soft" }, lab.say("withheld")));
    return [header, lab.noteLine(), shared, picture, lab.gatePanel(), lab.bar({ picture, words: () => lab.say("withheld") })];
  }
  lab.numbers.state = `${state.N} ${state.window}`;
  lab.moments = trace.moments[lab.numbers.state];
  lab.label = (letter, f) => (letter === "f" ? String(lab.moments[f]) : undefined);
  state.at = Math.min(state.at ?? lab.moments.length - 1, lab.moments.length - 1);
  const most = Math.max(...Object.keys(trace.moments).filter((key) => key.endsWith(` ${state.window}`)).flatMap((key) => [...lab.numbers.arrays[`${key}/distance`].data]).filter(Number.isFinite));
  lab.dials = [dial(lab, "angle", 180, [0, 45, 90, 135, 180].map((v) => [v, `${v}°`])), dial(lab, "distance", most, [0, 0.5, 1].map((v) => [v * most, (v * most).toFixed(2)]))];
  const rest = ["cosine", "first", "second"].map((name) => reading(lab, name, one, other));
  lab.moving = [...lab.dials.map((each) => each.number), ...rest];
  const slider = lab.slider("moment_slider", lab.moments.length, Math.floor(state.at), (at) => { stop(lab); place(lab, at); });
  lab.range = slider.range;
  lab.button = make("button", { class: "main", "data-key": "play", onclick: () => (lab.playing ? stop(lab) : play(lab)) }, lab.say("play"));
  lab.now = make("p", { class: "td-now" });
  picture.append(lab.now, make("div", { class: "td-two" }, lab.dials.map((each) => each.node)), make("div", { class: "td-rest" }, rest.map((each) => each.node)));
  lab.painted = () => place(lab, state.at);
  lab.atRest(`angle[${Math.floor(state.at)}]`);
  return [header, settings, lab.noteLine(), shared, make("div", { class: "bar slide wide" }, lab.button, slider), picture, lab.explainPanel(), lab.gatePanel(), lab.bar({ picture, words: () => inWords(lab), reset })];
}

async function look(lab, window) {
  stop(lab);
  if (!lab.trace.moments[`${lab.state.N} ${window}`]) {
    lab.note(lab.say("asking"));
    const reply = await lab.ask({ window });
    if (!reply?.trace) return;
    lab.numbers.add(reply.trace, reply.numbers);
    Object.assign(lab.trace.moments, reply.trace.moments);
  }
  lab.state.window = window;
  lab.rebuild();
}

function reading(lab, name, one, other) {
  const cell = lab.number(`${name}[0]`, { group: "rest" });
  return { name, cell, node: make("p", { class: "tight" }, lab.nodes(name, { one: one.cloneNode(true), other: other.cloneNode(true) }), " ", cell) };
}

/** A half circle with a needle; a dashed mark stays where the needle stood before training. */
function dial(lab, name, most, ticks) {
  const at = (v, r) => { const turn = Math.PI * (1 - Math.min(1, v / (most || 1))); return [X + r * Math.cos(turn), Y - r * Math.sin(turn)]; };
  const line = (v, from, to, kind) => { const [x1, y1] = at(v, from), [x2, y2] = at(v, to); return draw("line", { x1, y1, x2, y2, class: kind }); };
  const svg = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "td-dial", role: "img", "aria-label": lab.say(name) }, draw("path", { d: `M ${X - R} ${Y} A ${R} ${R} 0 0 1 ${X + R} ${Y}`, class: "td-arc" }));
  for (const [v, text] of ticks) {
    const [x, y] = at(v, R + 14), label = draw("text", { x, y: y + 4, "text-anchor": x < X - 40 ? "end" : x > X + 40 ? "start" : "middle", class: "td-tick" });
    label.textContent = text;
    svg.append(line(v, R - 6, R + 6, "td-mark"), label);
  }
  const data = lab.numbers.array(name).data, needle = draw("line", { x1: X, y1: Y, class: "td-needle" });
  svg.append(line(data[0], R - 22, R, "td-start"), needle, draw("circle", { cx: X, cy: Y, r: 6, class: "td-hub" }));
  const cell = lab.number(`${name}[0]`, { group: "dials", decimals: name === "angle" ? 1 : 3 });
  const turn = (v) => { const [x, y] = at(Number.isFinite(v) ? v : 0, R - 12); needle.setAttribute("x2", x); needle.setAttribute("y2", y); };
  return { name, data, turn, number: { name, cell }, node: make("figure", { class: "td-figure" }, svg, make("figcaption", {}, lab.say(name), " ", cell)) };
}

function place(lab, at) {
  const { state } = lab, now = Math.floor(at), part = calm() ? 0 : at - now;
  state.at = at;
  for (const { data, turn } of lab.dials) turn(data[now] * (1 - part) + data[Math.min(now + 1, data.length - 1)] * part);
  if (lab.told === now && lab.cellsOf === lab.moving) return;
  lab.told = now;
  lab.cellsOf = lab.moving;
  for (const { name, cell } of lab.moving) lab.retarget(cell, `${name}[${now}]`);
  lab.now.textContent = lab.say("round_of", { number: lab.moments[now].toLocaleString("en"), total: lab.moments.at(-1).toLocaleString("en") });
  lab.explain(lab.pinned);
  lab.describe?.();
}

function play(lab) {
  const last = lab.moments.length - 1;
  lab.button.textContent = lab.say("pause");
  if (lab.state.at >= last) lab.state.at = 0;
  let before;
  const tick = (time) => {
    place(lab, Math.min(last, lab.state.at + (before ? ((time - before) / 1000 / SECONDS) * last : 0)));
    before = time;
    lab.range.value = Math.floor(lab.state.at);
    if (lab.state.at < last) lab.playing = requestAnimationFrame(tick); else stop(lab);
  };
  lab.playing = requestAnimationFrame(tick);
}
function stop(lab) {
  cancelAnimationFrame(lab.playing);
  lab.playing = null;
  if (lab.button) lab.button.textContent = lab.say("play");
}

function inWords(lab) {
  const f = Math.floor(lab.state.at), [one, other] = lab.trace.pair.map((i) => lab.word(i)), value = (name) => lab.digits(name, lab.numbers.value(`${name}[${f}]`), name === "angle" ? 1 : 3);
  return lab.say("words_state", { N: lab.state.N, window: lab.state.window, one, other, number: lab.moments[f], angle: value("angle"), distance: value("distance"), cosine: value("cosine") });
}

export default { render: (context) => mount(context, (lab) => { lab.leave = () => stop(lab); return build(lab); }) };
