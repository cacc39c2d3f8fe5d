// The training player: words on a plane, moving while they learn. Positions are drawn on a canvas
// and glide between kept moments; numbers change only at kept moments, where they are true.
import { calm, draw, make, mount, shown } from "./kit.js";

const VIEWS = ["view_input", "view_output", "view_together", "view_apart"];
const SPEEDS = { speed_slow: 0.35, speed_normal: 1, speed_fast: 3 };
const TRAILS = ["trails_none", "trails_word", "trails_all"];
const SECONDS = 9; // of a whole film at normal speed
// Our colours, and whose place they take where the reader's system chooses all of them.
const SYSTEM = { ink: "CanvasText", paper: "Canvas", line: "GrayText", input: "CanvasText", output: "LinkText", current: "Highlight", positive: "LinkText", negative: "GrayText" };
const TALL = 14; // lines of a table before another one begins beside it
const EDGE = 26, WIDE = 1000, HIGH = 96, SIDE = 8;

function build(lab) {
  const { state, trace } = lab;
  if (state.of !== trace) {
    Object.assign(state, { of: trace, leaf: null, leaves: {}, stories: new Set(trace.stories) });
    state.view ??= `view_${trace.view}`;
    state.word ??= trace.word;
    state.speed ??= "speed_normal";
    state.trails ??= "trails_word";
    state.zoom ??= "zoom_run";
    state.axes ??= "axes_widest";
    state.dimensions ??= [0, 1];
  }
  const picture = make("div", { class: "picture" });
  const header = make("header", {}, make("h3", {}, lab.say("title")), make("span", { class: "soft" }, lab.say("shape", { V: trace.V, N: [...new Set(trace.dimensions)].join(" / ") })));
  const reset = () => { stop(lab); lab.load(); lab.state = { language: lab.language }; lab.rebuild(); };
  if (trace.hides) {
    picture.append(make("p", { class: "soft" }, lab.say("withheld")));
    return [header, lab.noteLine(), picture, lab.gatePanel(), lab.bar({ picture, words: () => lab.say("withheld") })];
  }
  lab.numbers.state = String(state.word);
  lab.last = Math.max(...trace.moments.map((each) => each.length)) - 1;
  state.at = Math.min(state.at ?? lab.last, lab.last);
  lab.label = (letter, i) => (letter === "f" ? String(trace.moments[0][i]) : undefined);
  lab.panels = [];
  lab.readings = trace.runs.map((_, run) => reading(lab, run));
  lab.leafParts = state.leaf ? LEAVES[state.leaf](lab, state.leaves[state.leaf]) : null;
  const runs = trace.runs.map((name, run) => make("div", { class: "pl-run" },
    trace.runs.length > 1 ? make("p", { class: "tight pl-name" }, make("bdi", {}, name)) : null,
    make("div", { class: "pl-maps" }, scenes(lab).map((scene) => map(lab, run, scene))), lab.readings[run].node));
  const single = trace.runs.length === 1 && scenes(lab).length === 1;
  picture.append(make("div", { class: `pl-stage${single ? " single" : ""}`, style: `--runs:${trace.runs.length}` }, runs), timeline(lab));
  picture.append(leafBar(lab));
  if (lab.leafParts) picture.append(make("div", { class: "pl-leaf" }, make("p", { class: "soft small" }, lab.say(`about_${state.leaf}`)), lab.leafParts.node));
  lab.painted = () => { colours(lab); lab.told = -1; fit(lab); place(lab, state.at); };
  lab.atRest(lab.readings[0].cells[0] ? `cosine_1[${frame(lab, 0)},0]` : `loss_1[${frame(lab, 0)}]`);
  return [header, controls(lab), lab.noteLine(), picture, lab.explainPanel(), lab.gatePanel(), lab.bar({ picture, words: () => inWords(lab), reset })];
}

// ---- controls ---------------------------------------------------------------------------------

const change = (lab, values) => { Object.assign(lab.state, values); lab.rebuild(); };

function controls(lab) {
  const { state, trace } = lab;
  const views = trace.views.length > 1 ? VIEWS : VIEWS.slice(0, 1);
  const field = make("input", { type: "text", list: lab.list ??= `words-${Math.random().toString(36).slice(2)}`, "aria-label": lab.say("word"), "data-key": "word", size: 11, spellcheck: "false",
    onkeydown: (event) => event.stopPropagation(), onchange: (event) => typed(lab, event.target.value.trim()) });
  field.value = lab.word(state.word);
  const N = Math.max(...trace.dimensions);
  const select = (axis) => make("select", { "aria-label": lab.say(axis ? "axis_up" : "axis_right"), "data-key": `axis ${axis}`, onkeydown: (event) => event.stopPropagation(), onchange: (event) => look(lab, { dimensions: state.dimensions.with(axis, Number(event.target.value)) }) },
    [...Array(N).keys()].map((j) => make("option", { value: j, selected: j === state.dimensions[axis] }, String(j))));
  return make("div", { class: "bar" },
    make("label", {}, lab.say("word"), " ", field), make("datalist", { id: lab.list }, Object.values(trace.words).slice(0, 500).map((word) => make("option", { value: word }))),
    views.length > 1 ? lab.choice("views", views, state.view, (view) => look(lab, { view })) : null,
    N > 2 ? lab.choice("axes", ["axes_widest", "axes_two"], state.axes, (axes) => look(lab, { axes })) : null,
    N > 2 && state.axes === "axes_two" ? make("span", {}, select(0), " ", select(1)) : null,
    lab.choice("trails", TRAILS, state.trails, (trails) => change(lab, { trails })),
    lab.choice("zoom", ["zoom_run", "zoom_moment"], state.zoom, (zoom) => change(lab, { zoom })));
}

/** Another view: its places may have to come from Python first. */
async function look(lab, values) {
  const wanted = { ...lab.state, ...values };
  for (const scene of scenes(lab, wanted)) {
    if (lab.numbers.arrays[`places_${scene}_1`]) continue;
    lab.note(lab.say("asking"));
    const [view, dimensions] = scene.split(":");
    const reply = await lab.ask({ view, dimensions: dimensions?.split(",").map(Number) });
    if (!reply) return lab.rebuild();
    lab.numbers.add(reply.trace, reply.numbers);
  }
  change(lab, values);
}

function scenes(lab, { view, axes, dimensions } = lab.state) {
  const names = view === "view_apart" ? ["input", "output"] : [view.slice(5)];
  return names.map((name) => (axes === "axes_two" && Math.max(...lab.trace.dimensions) > 2 ? `${name}:${dimensions.join()}` : name));
}

function typed(lab, text) {
  const found = Object.entries(lab.trace.words).find(([, word]) => word === text);
  if (found) choose(lab, Number(found[0]));
  else lab.note(lab.say("no_such_word", { word: text }));
}

async function choose(lab, word) {
  const { state } = lab;
  state.word = word;
  lab.note("");
  lab.rebuild();
  if (state.stories.has(word)) return;
  const reply = await lab.ask({ story: word });
  if (!reply) return;
  lab.numbers.add(reply.trace, reply.numbers);
  state.stories.add(word);
  if (state.word === word) lab.rebuild();
}

// ---- the map ----------------------------------------------------------------------------------

function map(lab, run, scene) {
  const { numbers, trace } = lab;
  const [view] = scene.split(":");
  const places = numbers.arrays[`places_${scene}_${run + 1}`], origin = numbers.arrays[`origin_${scene}`].data;
  const share = `share_${scene}_${run + 1}`;
  trace.relations[share] ??= trace.relations[`share_${run + 1}`];
  const canvas = make("canvas", { class: "pl-map", role: "img", "aria-label": `${lab.say(`map_${view}`)} ${lab.say("map_hint")}` });
  const panel = { run, scene, view, canvas, ctx: canvas.getContext("2d"), places, origin, rows: places.shape[1], reach: reach(lab, scene) };
  const nearest = (event) => near(lab, panel, event);
  canvas.addEventListener("pointermove", (event) => { const at = nearest(event); canvas.title = at === null ? "" : lab.word(at); canvas.style.cursor = at === null ? "" : "pointer"; });
  canvas.addEventListener("click", (event) => { const at = nearest(event); if (at !== null) choose(lab, at); });
  lab.panels.push(panel);
  return make("figure", { class: "pl-figure" }, canvas,
    make("figcaption", { class: "soft small" }, lab.say(`map_${view}`), " ", lab.say(scene.includes(":") ? "share_two" : trace.faces.length ? "share_facing" : "share_widest", { list: trace.faces.map((i) => lab.word(i)).join(lab.say("separator")) }), " ", lab.number(share, { group: "reading", decimals: 2 })));
}

/** How far the words of a scene lie from its middle, to the sides and up, at each moment. */
function reach(lab, scene) {
  const far = [];
  lab.trace.runs.forEach((_, run) => {
    const { data, shape, step } = lab.numbers.arrays[`places_${scene}_${run + 1}`];
    for (let f = 0, at = 0; f < shape[0]; f++) {
      const most = (far[f] ??= [1e-9, 1e-9]);
      for (let end = at + 2 * shape[1]; at < end; at++) if (data[at] !== -32768) most[at % 2] = Math.max(most[at % 2], Math.abs(data[at]) * step);
    }
  });
  return { each: far, all: [0, 1].map((axis) => Math.max(...far.map((most) => most[axis]))) };
}

/** The colours in use, as the page has them now: a canvas knows no variables. */
function colours(lab) {
  const probe = make("span");
  lab.root.append(probe);
  lab.colours = {};
  const forced = matchMedia("(forced-colors: active)").matches;
  probe.style.forcedColorAdjust = "none";
  for (const [name, system] of Object.entries(SYSTEM)) {
    probe.style.color = forced ? system : `var(--${name})`;
    lab.colours[name] = getComputedStyle(probe).color;
  }
  lab.font = getComputedStyle(probe).fontFamily;
  lab.type = parseFloat(getComputedStyle(probe).fontSize) - 1;
  probe.remove();
}

/** Give every canvas as many points as the screen has. */
function fit(lab) {
  const ratio = devicePixelRatio || 1;
  for (const panel of lab.panels) {
    const { canvas, ctx } = panel;
    panel.wide = canvas.clientWidth || 600;
    panel.high = canvas.clientHeight || 400;
    canvas.width = panel.wide * ratio;
    canvas.height = panel.high * ratio;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    panel.widths = new Map();
  }
}

// A run with fewer moments than the other takes as long as it.
const local = (lab, run, at) => (lab.last ? (at / lab.last) * (lab.trace.moments[run].length - 1) : 0);
const frame = (lab, run, at = lab.state.at) => Math.floor(local(lab, run, Math.floor(at)) + 1e-9);

/** From a row's place at a moment to points of the canvas. */
function lens(lab, panel, at) {
  const { places: { data, step, shape }, wide, high, rows } = panel;
  const exact = local(lab, panel.run, calm() ? Math.floor(at) : at) + 1e-9, now = Math.floor(exact), next = Math.min(now + 1, shape[0] - 1), part = exact - now;
  const [right, up] = lab.state.zoom === "zoom_run" ? panel.reach.all : [0, 1].map((axis) => panel.reach.each[now][axis] * (1 - part) + panel.reach.each[next][axis] * part);
  const k = Math.min((wide / 2 - 2 * EDGE) / right, (high / 2 - EDGE) / up);
  const a = 2 * rows * now, b = 2 * rows * next;
  return { now, k: k * step, toX: (x) => wide / 2 + x * k, toY: (y) => high / 2 - y * k,
    x: (i) => wide / 2 + (data[a + 2 * i] * (1 - part) + data[b + 2 * i] * part) * k * step,
    y: (i) => high / 2 - (data[a + 2 * i + 1] * (1 - part) + data[b + 2 * i + 1] * part) * k * step };
}

function paint(lab, panel, at) {
  const { ctx, wide, high, rows, view, places: { data }, origin } = panel;
  const { state, trace, colours: c } = lab, V = trace.V;
  const { now, k, x, y, toX, toY } = panel.lens = lens(lab, panel, at);
  const output = (i) => view === "output" || i >= V;
  ctx.clearRect(0, 0, wide, high);
  ctx.lineWidth = 1;
  ctx.strokeStyle = c.line; // the cross is the vector of zeros: angles are seen from there
  ctx.beginPath();
  ctx.moveTo(0, toY(origin[1])); ctx.lineTo(wide, toY(origin[1])); ctx.moveTo(toX(origin[0]), 0); ctx.lineTo(toX(origin[0]), high);
  ctx.stroke();
  const path = (i, from) => {
    ctx.beginPath();
    for (let f = from; f <= now; f++) ctx.lineTo(wide / 2 + data[2 * (rows * f + i)] * k, high / 2 - data[2 * (rows * f + i) + 1] * k);
    ctx.lineTo(x(i), y(i));
    ctx.stroke();
  };
  const mine = rows > V ? [state.word, state.word + V] : [state.word];
  ctx.lineWidth = 1.5;
  if (state.trails === "trails_all") {
    ctx.globalAlpha = 0.4;
    for (let i = 0; i < rows; i++) if (rows <= 80 || trace.labels.includes(i % V)) { ctx.strokeStyle = output(i) ? c.output : c.input; path(i, Math.max(0, now - 24)); }
  }
  ctx.globalAlpha = 0.85;
  if (state.trails !== "trails_none") for (const i of mine) { ctx.strokeStyle = output(i) ? c.output : c.input; path(i, 0); }
  const size = rows <= 120 ? 5 : rows <= 800 ? 3.2 : 1.8;
  const many = rows > 800;
  ctx.globalAlpha = many ? 0.7 : 1;
  for (const kind of [false, true]) { // input vectors are round, output vectors square
    ctx.fillStyle = kind ? c.output : c.input;
    ctx.beginPath();
    const [from, to] = view === "output" ? [0, kind ? rows : 0] : kind ? [V, rows] : [0, V];
    for (let i = from; i < to; i++) {
      const px = x(i), py = y(i);
      if (many) ctx.fillRect(px - size, py - size, 2 * size, 2 * size);
      else if (kind) ctx.rect(px - size, py - size, 2 * size, 2 * size);
      else { ctx.moveTo(px + size, py); ctx.arc(px, py, size, 0, 7); }
    }
    if (!many) ctx.fill();
  }
  ctx.globalAlpha = 1;
  const close = closeTo(lab, panel.run, now);
  ctx.strokeStyle = c.ink;
  for (const i of close) { ctx.beginPath(); ctx.arc(x(i), y(i), size + 3, 0, 7); ctx.stroke(); }
  ctx.fillStyle = c.current;
  for (const i of mine) {
    ctx.beginPath();
    if (output(i)) ctx.rect(x(i) - size - 2, y(i) - size - 2, 2 * size + 4, 2 * size + 4); else ctx.arc(x(i), y(i), size + 3, 0, 7);
    ctx.fill(); ctx.stroke();
  }
  labels(lab, panel, [...mine, ...close, ...(rows <= 60 ? Array(rows).keys() : trace.labels)], size);
}

/** Names beside the dots; where two would lie on each other, the first one asked for stays. */
function labels(lab, panel, ids, size) {
  const { ctx, lens: { x, y }, wide, widths } = panel, { V } = lab.trace, taken = [];
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  for (const i of new Set(ids)) {
    const word = short(lab.word(i % V)), mine = i % V === lab.state.word;
    ctx.font = `${mine ? 700 : 400} ${lab.type}px ${lab.font}`;
    if (!widths.has(word)) widths.set(word, ctx.measureText(word).width);
    const width = widths.get(word), px = x(i), py = y(i);
    const left = [px + size + 5, px - width - size - 5].find((at) => at > 0 && at + width < wide && !taken.some((t) => Math.abs(t.y - py) < lab.type && at < t.left + t.width && t.left < at + width));
    if (left === undefined) continue;
    taken.push({ left, y: py, width });
    ctx.strokeStyle = lab.colours.paper;
    ctx.fillStyle = lab.colours.ink;
    ctx.strokeText(word, left, py);
    ctx.fillText(word, left, py);
  }
}

const short = (word) => (word.length > 18 ? `${word.slice(0, 17)}…` : word);

/** The nearest words of the chosen one, by their rows; what Python has measured in all dimensions. */
function closeTo(lab, run, now) {
  const near = lab.numbers.arrays[`${lab.state.word}/near_${run + 1}`];
  if (!near) return [];
  const K = near.shape[1], found = [];
  for (let k = 0; k < K; k++) found.push(Math.round(near.data[now * K + k] * near.step));
  return found;
}

function near(lab, panel, event) {
  if (!panel.lens) return null;
  const box = panel.canvas.getBoundingClientRect(), px = event.clientX - box.x, py = event.clientY - box.y;
  let best = null, least = 16 ** 2;
  for (let i = 0; i < panel.rows; i++) {
    const d = (panel.lens.x(i) - px) ** 2 + (panel.lens.y(i) - py) ** 2;
    if (d < least) { least = d; best = i % lab.trace.V; }
  }
  return best;
}

// ---- numbers of the moment --------------------------------------------------------------------

function reading(lab, run) {
  const { numbers, state, trace } = lab, r = run + 1;
  const now = make("p", { class: "tight pl-now" }), what = make("p", { class: "tight small" });
  const loss = lab.number(`loss_${r}[0]`, { group: `reading ${r}` });
  const told = numbers.arrays[`${state.word}/cosine_${r}`];
  const cells = told ? [...Array(told.shape[1]).keys()].map((k) => ({ name: make("bdi", { class: "cut" }), cell: lab.number(`cosine_${r}[0,${k}]`, { tag: "td", group: `near ${r}` }) })) : [];
  const moved = told ? ["length", "moved_in", "moved_out", "error"].map((name) => ({ name, cell: lab.number(`${name}_${r}[0]`, { group: `moved ${r}`, decimals: 4 }) })) : [];
  for (const part of moved) part.node = make("p", { class: "tight small" }, lab.say(part.name), " ", part.cell);
  const node = make("div", { class: "pl-reading" }, now, make("p", { class: "tight" }, lab.say("loss"), " ", loss),
    make("div", {}, make("p", { class: "tight" }, lab.nodes(told ? "nearest" : "no_story", { word: make("b", {}, make("bdi", {}, lab.word(state.word))) })),
      cells.length ? make("table", { class: "plain", role: "grid", "aria-label": lab.say("nearest", { word: lab.word(state.word) }) }, make("tbody", {}, cells.map(({ name, cell }) => make("tr", {}, make("th", { scope: "row" }, name), cell)))) : null),
    make("div", {}, what, moved.map((part) => part.node)));
  return { node, now, what, loss, cells, moved };
}

/** Show one moment: the dots wherever it lies, the numbers of the last kept moment before it. */
function place(lab, at) {
  const { state, trace } = lab;
  state.at = at;
  for (const panel of lab.panels) paint(lab, panel, at);
  const whole = Math.floor(at);
  lab.cursor.setAttribute("transform", `translate(${time(lab, at)} 0)`);
  if (whole === lab.told) return;
  lab.told = whole;
  lab.readings.forEach((part, run) => {
    const f = frame(lab, run), r = run + 1, moments = trace.moments[run], update = trace.updates[run][f];
    part.now.textContent = lab.say(trace.counted, { number: moments[f].toLocaleString("en"), total: moments.at(-1).toLocaleString("en") });
    lab.retarget(part.loss, `loss_${r}[${f}]`);
    const close = closeTo(lab, run, f);
    part.cells.forEach(({ name, cell }, k) => { name.textContent = lab.word(close[k]); lab.retarget(cell, `cosine_${r}[${f},${k}]`); });
    const ended = f === moments.length - 1;
    const words = (ids) => [...new Set(ids)].map((i) => lab.word(i)).join(lab.say("separator"));
    const role = update && (update.inputs.includes(state.word) ? "given" : update.targets.includes(state.word) ? "asked" : "other");
    part.what.replaceChildren(...(ended ? [lab.say("ended")] : update ? [...lab.nodes("update", { inputs: words(update.inputs), targets: words(update.targets) }), " ", ...lab.nodes(`role_${role}`, { word: lab.word(state.word) })]
      : [lab.say("until_next", { count: (moments[f + 1] - moments[f]).toLocaleString("en") })]));
    for (const { name, cell, node } of part.moved) {
      const id = `${name}_${r}[${f}]`, known = !Number.isNaN(lab.numbers.value(id)) || (name === "length" || update);
      node.hidden = (ended && name !== "length") || !known;
      lab.retarget(cell, node.hidden ? null : id);
    }
  });
  lab.leafParts?.place?.();
  lab.explain(lab.pinned);
  lab.describe?.();
}

// ---- the time axis ----------------------------------------------------------------------------

const time = (lab, at) => SIDE + (lab.last ? at / lab.last : 0) * (WIDE - 2 * SIDE);

/** The loss over the slider, so that a moment stands above its place on it. */
function timeline(lab) {
  const { state, trace, numbers } = lab;
  const losses = trace.runs.map((_, run) => [...numbers.array(`loss_${run + 1}`).data]), finite = losses.flat().filter(Number.isFinite);
  const high = Math.min(Math.max(...finite), 4 * (finite[0] ?? 1)), low = Math.min(high, ...finite), y = (v) => HIGH - 6 - ((Math.min(v, high) - low) / (high - low || 1)) * (HIGH - 14);
  lab.cursor = draw("line", { x1: 0, x2: 0, y1: 0, y2: HIGH, class: "pl-cursor" });
  const svg = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", class: "pl-loss", role: "img", "aria-label": lab.say("loss_label") },
    draw("line", { x1: 0, x2: WIDE, y1: HIGH - 6, y2: HIGH - 6, class: "pl-axis" }),
    ...losses.map((data, run) => draw("polyline", { class: `pl-curve run-${run}`, points: data.map((v, f) => (Number.isFinite(v) ? `${time(lab, (f / Math.max(1, data.length - 1)) * lab.last).toFixed(1)},${y(v).toFixed(1)}` : "")).join(" ") })), lab.cursor);
  const to = (event) => { if (event.buttons || event.type === "click") { const box = svg.getBoundingClientRect(); scrub(lab, Math.round(Math.max(0, Math.min(1, (event.clientX - box.x) / box.width)) * lab.last)); lab.range.value = Math.floor(state.at); } };
  svg.addEventListener("pointermove", to);
  svg.addEventListener("click", to);
  const slider = lab.slider("moment_slider", lab.last + 1, Math.floor(state.at), (at) => scrub(lab, at));
  lab.range = slider.range;
  lab.button = make("button", { class: "main", "data-key": "play", onclick: () => (lab.playing ? pause(lab) : play(lab)) }, lab.say(lab.playing ? "pause" : "play"));
  const moments = trace.moments[0], ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => moments[Math.round(part * (moments.length - 1))]);
  return make("div", { class: "pl-time" }, make("p", { class: "soft small tight" }, lab.say("loss_label"), " ", lab.say("loss_between", { low: shown(low, 2), high: shown(high, 2) }), trace.runs.length > 1 ? [" ", trace.runs.map((name, run) => make("span", { class: `pl-key run-${run}` }, make("bdi", {}, name)))] : null), svg, slider.range,
    make("div", { class: "pl-ticks soft small", "aria-hidden": "true" }, ticks.map((k) => make("span", {}, k.toLocaleString("en")))),
    make("div", { class: "slide" }, lab.button, slider, lab.choice("speed", Object.keys(SPEEDS), state.speed, (speed) => { state.speed = speed; lab.rebuild(); })));
}

function scrub(lab, at) {
  if (lab.playing) pause(lab);
  place(lab, at);
}
function pause(lab) {
  stop(lab);
  lab.button.textContent = lab.say("play");
}
function play(lab) {
  if (lab.state.at >= lab.last) lab.state.at = 0;
  lab.button.textContent = lab.say("pause");
  let before;
  const tick = (now) => {
    const at = Math.min(lab.last, lab.state.at + (before ? ((now - before) / 1000 / SECONDS) * lab.last * SPEEDS[lab.state.speed] : 0));
    before = now;
    place(lab, at);
    lab.range.value = Math.floor(at);
    if (at < lab.last) lab.playing = requestAnimationFrame(tick); else pause(lab);
  };
  lab.playing = requestAnimationFrame(tick);
}
function stop(lab) {
  cancelAnimationFrame(lab.playing);
  lab.playing = null;
}

// ---- leaves: what is sent when it is opened -----------------------------------------------------

function leafBar(lab) {
  const { state, trace } = lab;
  const open = async (name) => {
    if (state.leaf === name) return change(lab, { leaf: null });
    if (!state.leaves[name]) {
      lab.note(lab.say("asking"));
      const reply = await lab.ask({ leaf: name });
      if (!reply) return;
      lab.numbers.add(reply.trace, reply.numbers);
      state.leaves[name] = reply.trace;
    }
    change(lab, { leaf: name });
  };
  return make("div", { class: "slide pl-leaves" }, make("span", { class: "soft small" }, lab.say("more")),
    trace.leaves.map((name) => make("button", { "aria-pressed": String(state.leaf === name), "data-key": `leaf ${name}`, onclick: () => open(name) }, lab.say(`leaf_${name}`))));
}

/** A table of numbers as shades, at the kept moment nearest before this one; `rows` are word ids. */
function shades(lab, name, title, run, rows, moments, most) {
  const { data, shape } = lab.numbers.arrays[name], [, high, wide] = shape;
  const canvas = make("canvas", { class: "pl-shades", role: "img", "aria-label": title, style: `width:${Math.min(38, Math.max(6, wide * (high > 60 ? 0.9 : 1.5)))}em;height:${Math.min(38, high * (high > 60 ? 0.2 : 1.15))}em` });
  canvas.width = wide;
  canvas.height = high;
  const ctx = canvas.getContext("2d"), image = ctx.createImageData(wide, high);
  const mix = (text) => text.match(/[\d.]+/g).map(Number);
  const names = rows && high <= 60 ? make("div", { class: "pl-names" }, rows.map((i) => make("div", { class: i === lab.state.word ? "on" : null }, make("bdi", { class: "cut" }, lab.word(i))))) : null;
  const show = () => {
    const k = lab.trace.moments[run][frame(lab, run)];
    const at = Math.max(0, moments.findLastIndex((m) => m <= k)), [paper, plus, minus] = ["paper", "positive", "negative"].map((c) => mix(lab.colours[c]));
    for (let i = 0; i < wide * high; i++) {
      const v = data[at * wide * high + i], w = v === -32768 ? 0 : Math.min(1, Math.abs(v) / most), to = v > 0 ? plus : minus;
      for (let b = 0; b < 3; b++) image.data[4 * i + b] = paper[b] + (to[b] - paper[b]) * w;
      image.data[4 * i + 3] = 255;
    }
    ctx.putImageData(image, 0, 0);
  };
  return { show, node: make("figure", { class: "pl-figure" }, make("figcaption", { class: "soft small" }, title), make("div", { class: "pl-grid" }, names, canvas)) };
}

const several = (lab, act) => lab.trace.runs.flatMap((_, run) => act(run, run + 1, lab.trace.runs.length > 1 ? `${lab.trace.runs[run]} · ` : ""));
const together = (parts) => ({ node: make("div", { class: "pl-parts" }, parts.map((part) => part.node)), place: () => parts.forEach((part) => part.show()) });

const LEAVES = {
  matrices: (lab, leaf) => together(several(lab, (run, r, name) => ["W_in", "W_out"].map((matrix) =>
    shades(lab, `${matrix}_${r}`, `${name}${matrix}`, run, matrix === "W_in" || lab.trace.views.length > 1 ? [...Array(lab.trace.V).keys()] : null, leaf[`moments_${r}`], 32767)))),
  cosines: (lab, leaf) => together(several(lab, (run, r, name) => [shades(lab, `cosines_${r}`, `${name}${lab.say("leaf_cosines")}`, run, leaf.rows, leaf[`moments_${r}`], 1 / lab.numbers.arrays[`cosines_${r}`].step)])),
  settling: (lab, leaf) => {
    const rows = [...leaf.rows].sort((a, b) => lab.numbers.value(`settled_1[${a}]`) - lab.numbers.value(`settled_1[${b}]`));
    const head = make("tr", {}, [lab.say("word"), lab.say("count"), ...several(lab, (run, r, name) => [`${name}${lab.say("settled")}`])].map((text) => make("th", { scope: "col", class: "caption" }, text)));
    const lines = rows.map((i) => ({ i, node: make("tr", {}, make("th", { scope: "row" }, make("bdi", { class: "cut" }, lab.word(i))), lab.number(`count[${i}]`, { tag: "td", decimals: 0, group: "settling" }), several(lab, (run, r) => [lab.number(`settled_${r}[${i}]`, { tag: "td", decimals: 0, group: "settling" })])) }));
    const table = (from) => make("table", { class: "plain", role: "grid", "aria-label": lab.say("leaf_settling") }, make("thead", {}, head.cloneNode(true)), make("tbody", {}, lines.slice(from, from + TALL).map((line) => line.node)));
    return { node: make("div", { class: "pl-parts" }, lines.map((_, n) => (n % TALL ? null : table(n)))),
      place: () => lines.forEach(({ i, node }) => node.classList.toggle("pl-there", lab.numbers.value(`settled_1[${i}]`) <= lab.trace.moments[0][frame(lab, 0)])) };
  },
  analogies: (lab, leaf) => {
    const cells = several(lab, (run, r) => leaf.kinds.map((_, s) => ({ run, r, s, cell: lab.number(`score_${r}[${s},0]`, { tag: "td", decimals: 2, group: "scores" }), bar: make("span", { class: "pl-amount" }) })));
    const head = make("tr", {}, make("td"), several(lab, (run, r, name) => [make("th", { scope: "col", colspan: 2, class: "caption" }, name || lab.say("score"))]));
    const body = leaf.kinds.map((kind, s) => make("tr", {}, make("th", { scope: "row" }, make("bdi", {}, kind), make("span", { class: "soft small" }, ` ${lab.say("questions", { count: leaf.asked[s] })}`)), cells.filter((each) => each.s === s).map(({ cell, bar }) => [cell, make("td", { class: "pl-bar", "aria-hidden": "true" }, bar)])));
    return { node: make("table", { class: "plain", role: "grid", "aria-label": lab.say("leaf_analogies") }, make("thead", {}, head), make("tbody", {}, body)),
      place: () => cells.forEach(({ run, r, s, cell, bar }) => { const id = `score_${r}[${s},${frame(lab, run)}]`; lab.retarget(cell, id); bar.style.width = `${100 * lab.numbers.value(id)}%`; }) };
  },
};

// ---- in words ---------------------------------------------------------------------------------

function inWords(lab) {
  const { state, trace, numbers } = lab;
  return trace.runs.map((name, run) => {
    const f = frame(lab, run), r = run + 1, moments = trace.moments[run];
    const close = closeTo(lab, run, f).map((i, k) => lab.say("words_near", { word: lab.word(i), cosine: lab.digits(`cosine_${r}`, numbers.value(`cosine_${r}[${f},${k}]`)) }));
    return `${trace.runs.length > 1 ? `${name}: ` : ""}${lab.say("words_moment", { number: moments[f], total: moments.at(-1), loss: lab.digits(`loss_${r}`, numbers.value(`loss_${r}[${f}]`)) })} ${close.length ? lab.say("words_nearest", { word: lab.word(state.word), list: close.join(lab.say("separator")) }) : ""}`;
  }).join(" ");
}

function watch(lab) {
  const again = () => { if (lab.panels?.length && lab.root.isConnected) { colours(lab); fit(lab); lab.told = -1; place(lab, lab.state.at); } };
  const size = new ResizeObserver(() => { if (lab.panels?.some((panel) => panel.canvas.clientWidth !== panel.wide)) again(); });
  size.observe(lab.root);
  const theme = new MutationObserver(again);
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  lab.leave = () => { stop(lab); size.disconnect(); theme.disconnect(); };
}

export default {
  render: (context) => mount(context, (lab) => { if (!lab.leave) watch(lab); return build(lab); }),
};
