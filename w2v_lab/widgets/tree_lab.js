// The tree lab: a tree grows merge by merge, answers for a word, and learns. No layout engine:
// leaves stand in order, a parent midway above its children.
import { calm, draw, make, mount } from "./kit.js";

const ACTS = ["act_grow", "act_ask", "act_learn"];
const SLOT = 17, TOP = 24, TALL = 400; // pixels: the least room of a leaf, over the root, of all levels

function build(lab) {
  const { state, trace } = lab;
  if (state.of !== trace.stamp) fresh(lab);
  if (!trace.whole_tree) state.act = 0;
  state.inputs = [state.given];
  settle(lab);
  lab.follow = (name, index) => FOLLOW[name](lab, index);
  lab.label = (letter, i) => (letter === "i" && i >= trace.V ? String(i - trace.V) : letter === "r" ? String(touched(lab)[i] ?? i) : undefined);
  lab.explained = (id) => sides(lab, id);
  const act = ACTS[state.act];
  const parts = lab.parts = { nodes: new Map(), leaves: new Map(), edges: new Map(), sentence: make("p", { class: "sentence" }), sides: make("p", { class: "sentence soft small sides" }), below: make("div", { class: "below" }), controls: make("div", { class: "bar" }) };
  const picture = make("div", { class: "picture" }, tree(lab), parts.below);
  parts.acts = lab.phases(trace.whole_tree ? ACTS : ACTS.slice(0, 1), state.act, (which) => { halt(lab); state.act = which; lab.pinned = undefined; lab.rebuild(); });
  const header = make("header", {}, make("h3", {}, lab.say("title")), make("span", { class: "soft small" }, lab.say(`kind_${trace.kind}`, { V: trace.V.toLocaleString("en") })), make("span", { class: "grow" }), parts.acts);
  const bar = lab.bar({ picture, words: () => inWords(lab), reset: () => reset(lab) });
  BARS[act](lab);
  lab.painted = () => { refresh(lab); lab.glide?.(); };
  lab.atRest(atRest(lab));
  lab.sizes?.disconnect();
  (lab.sizes = new ResizeObserver(() => { if (Math.abs(room(lab) - parts.room) > 8) lab.rebuild(); })).observe(lab.root);
  return [header, parts.controls, lab.noteLine(), parts.sentence, picture, parts.sides, lab.explainPanel(), lab.gatePanel(), bar];
}

/** Another tree has come: all of it is shown, the last moment, and the same word if it is there. */
function fresh(lab) {
  const { state, trace } = lab;
  const first = state.of === undefined;
  Object.assign(state, { of: trace.stamp, made: trace.inner.length, frame: (trace.film?.length ?? 1) - 1, target: 0, given: trace.given, act: first ? Math.max(0, ACTS.indexOf(`act_${trace.act}`)) : state.act });
  if (trace.word !== null || !trace.leaves.includes(state.word)) state.word = trace.word ?? trace.leaves.find((node) => node < trace.V) ?? null;
  lab.pinned = undefined;
}
async function reset(lab) {
  halt(lab);
  const { state, trace } = lab;
  if (trace.changed && !(await another(lab, { reset: true }))) return;
  state.of = undefined;
  lab.rebuild();
}

// ---- numbers of the moment --------------------------------------------------------------------

/** The arrays of the chosen moment and given word, as views into those of the whole run. */
function settle(lab) {
  const { numbers, state } = lab;
  numbers.state = "now";
  for (const [key, { shape: [K, ...shape], data }] of Object.entries(numbers.arrays)) {
    const [from, name] = key.split("/");
    if (name === undefined || (from !== "film" && from !== String(state.given))) continue;
    const size = data.length / K, k = Math.min(state.frame, K - 1);
    numbers.arrays[`now/${name}`] = { shape, data: data.subarray(k * size, (k + 1) * size) };
  }
}
const step = (lab) => lab.trace.steps?.[Math.min(lab.state.frame, lab.trace.steps.length - 1)];
const ended = (lab) => lab.state.frame > 0 && lab.state.frame >= lab.trace.steps.length;
const touched = (lab) => step(lab)?.rows[lab.state.target] ?? [];
const children = (lab, node) => lab.trace.inner.find(([id]) => id === node)?.slice(1);
const kids = (lab, node) => children(lab, node) ?? [];
/** The way from the root to a node: [parent, bit, node], from the top. */
function route(lab, node) {
  const way = [];
  for (let at = node, found; (found = lab.trace.inner.find(([, ...pair]) => pair.includes(at))); at = found[0]) way.unshift([found[0], found.indexOf(at, 1) - 1, at]);
  return way;
}
const factor = ([parent, bit]) => `${bit ? "no" : "yes"}[${parent}]`;
const weight = (lab, node) => `${node < lab.trace.V || node in lab.trace.bundles ? "count" : "weight"}[${node}]`;
const FOLLOW = {
  children: (lab, [node]) => kids(lab, node).map((child) => weight(lab, child)),
  path: (lab, [node]) => [...(lab.trace.root < 2 * lab.trace.V - 2 ? [`reach[${lab.trace.root}]`] : []), ...route(lab, node).map(factor)],
  words: (lab) => lab.trace.leaves.map((node) => `reach[${node}]`),
  row: (lab, [, r]) => [...Array(lab.trace.N).keys()].map((j) => `W_out[${touched(lab)[r] + lab.trace.V},${j}]`),
};
const value = (lab, id) => lab.numbers.value(id);
const label = (lab, node) => (node >= lab.trace.V ? (node in lab.trace.bundles ? lab.say("bundle", { count: lab.trace.bundles[node].toLocaleString("en") }) : lab.say("row", { row: node - lab.trace.V })) : lab.word(node));

function atRest(lab) {
  const { state, trace } = lab;
  if (state.act === 0) return trace.inner.length ? `weight[${trace.inner[Math.max(0, Math.min(state.made, trace.inner.length) - 1)][0]}]` : `count[${trace.leaves[0]}]`;
  if (state.act === 1 || !trace.steps?.length) return state.word === null ? undefined : `reach[${state.word}]`;
  return `step_e[${state.target},0]`;
}

// ---- the tree -----------------------------------------------------------------------------------

const room = (lab) => Math.max(300, (lab.root.clientWidth || 1040) - 36);
const CJK = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/;
const long = (text) => [...text].reduce((sum, letter) => sum + (CJK.test(letter) ? 14 : 7.9), 0);
const cut = (text) => ([...text].length > 14 ? `${[...text].slice(0, 13).join("")}…` : text);

function tree(lab) {
  const { trace, parts, state } = lab;
  const { leaves, inner } = trace;
  parts.room = room(lab);
  const wide = Math.max(parts.room, leaves.length * SLOT), slot = Math.min(wide / leaves.length, 112);
  const names = new Map(leaves.map((node) => [node, cut(label(lab, node))]));
  const longest = Math.max(...[...names.values()].map(long));
  const flat = longest <= slot - 12, bars = state.act > 0 ? 74 : 6;
  const box = flat ? 42 : Math.min(longest, 118) + 46;
  const up = new Map(leaves.map((node) => [node, 0])), x = new Map(leaves.map((node, i) => [node, (wide - slot * leaves.length) / 2 + slot * (i + 0.5)]));
  for (const [node, left, right] of inner) {
    up.set(node, 1 + Math.max(up.get(left), up.get(right)));
    x.set(node, (x.get(left) + x.get(right)) / 2);
  }
  const depth = Math.max(0, ...up.values()), level = Math.max(state.act === 2 ? 34 : 26, Math.min(62, TALL / (depth || 1)));
  const base = TOP + depth * level, y = (node) => TOP + (depth - up.get(node)) * level;
  const dense = slot < 30, half = dense ? 8 : 11;
  const svg = draw("svg", { viewBox: `0 0 ${wide} ${base + box + bars}`, width: wide, height: base + box + bars, class: `tree ${ACTS[state.act]}${dense ? " dense" : ""}` });
  const old = state.places ?? new Map(), places = new Map();
  const placed = (node, g, place) => {
    places.set(node, place);
    const from = old.get(node);
    if (from && (from[0] !== place[0] || from[1] !== place[1])) moves.push([g, from, place]);
    g.setAttribute("transform", `translate(${place})`);
  };
  const moves = [], grown = [];
  for (const [node, left, right] of inner) {
    const middle = y(node) + half + (level > 30 ? 5 : 2);
    const pair = [left, right].map((child, bit) => {
      const end = up.get(child) ? y(child) - half : base;
      const line = draw("path", { d: `M${x.get(child)} ${end}V${middle}H${x.get(node)}V${y(node) + half}`, class: "edge", pathLength: 1 });
      const text = draw("text", { x: x.get(child) + (bit ? 5 : -5), y: Math.min(middle + 13, end - 1), class: "bit", "text-anchor": bit ? "start" : "end" });
      text.textContent = bit;
      svg.append(line, text);
      parts.edges.set(child, { line, text });
      return line;
    });
    grown.push(pair);
  }
  for (const [node] of inner) {
    const g = draw("g", { class: "node" });
    const id = `${state.act ? "yes" : "weight"}[${node}]`;
    const text = figure(lab, id, { y: dense ? 3.5 : 4.2, "text-anchor": "middle" }, state.act ? 2 : undefined);
    const across = state.act ? (dense ? 28 : 42) : Math.max(dense ? 18 : 26, String(value(lab, id)).length * (dense ? 6 : 7.4) + 10);
    const share = draw("rect", { class: "share", x: -across / 2, y: -half, height: 2 * half, width: 0 });
    g.append(draw("rect", { class: "pill", x: -across / 2, y: -half, width: across, height: 2 * half, rx: state.act ? 4 : half }), share, text);
    const strip = state.act === 2 ? [...Array(trace.N).keys()].map((j) => {
      const w = Math.min(9, (Math.max(2 * slot, 40) - 6) / trace.N);
      return draw("rect", { class: "cell", x: (j - trace.N / 2) * w, y: half + 1, width: w - 1, height: 6 });
    }) : [];
    g.append(...strip);
    placed(node, g, [x.get(node), y(node)]);
    pointed(lab, g, id);
    svg.append(g);
    parts.nodes.set(node, { g, share, across, strip });
  }
  leaves.forEach((node, place) => {
    const g = draw("g", { class: `leaf${node >= trace.V ? " bundle" : ""}` });
    const w = Math.min(slot - (dense ? 2 : 8), Math.max(flat ? longest + 12 : 22, 46));
    g.append(draw("rect", { class: "box", x: -w / 2, y: 0, width: w, height: box, rx: 5 }), name(names.get(node), flat));
    const id = weight(lab, node), chance = `reach[${node}]`;
    const spun = flat ? { y: 34, "text-anchor": "middle" } : { transform: `rotate(90) translate(${box - 5} 4)`, "text-anchor": "end" };
    if (state.act === 0) g.append(figure(lab, id, spun));
    else if (!dense && slot > 44) g.append(figure(lab, chance, spun, 3));
    else if (!dense || node === state.word) g.append(figure(lab, chance, spun, 3));
    const amount = state.act ? draw("rect", { class: "amount", x: -Math.min(w, 34) / 2, width: Math.min(w, 34), y: box + 4, height: 0 }) : null;
    if (amount) g.append(amount);
    g.append(Object.assign(draw("title"), { textContent: label(lab, node) }));
    placed(node, g, [x.get(node), base]);
    pointed(lab, g, state.act ? chance : id);
    grip(lab, g, node, place);
    svg.append(g);
    parts.leaves.set(node, { g, amount });
  });
  state.places = places;
  parts.grown = grown;
  lab.glide = () => {
    if (calm()) return;
    for (const [g, from, place] of moves) g.animate([{ transform: `translate(${from[0]}px,${from[1]}px)` }, { transform: `translate(${place[0]}px,${place[1]}px)` }], { duration: 300, easing: "ease-out" });
    if (moves.length) for (const { line } of parts.edges.values()) line.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 300 });
    lab.glide = null;
  };
  return make("div", { class: "scroll" }, svg);
}

/** A word in its box: across, or from the top down, Chinese upright. */
function name(text, flat) {
  if (flat) return Object.assign(draw("text", { class: "name", y: 17, "text-anchor": "middle" }), { textContent: text });
  if (![...text].every((letter) => CJK.test(letter))) return Object.assign(draw("text", { class: "name", transform: "rotate(90) translate(6 4)" }), { textContent: text });
  return draw("text", { class: "name", "text-anchor": "middle" }, ...[...text].map((letter, i) => Object.assign(draw("tspan", { x: 0, y: 16 + 14 * i }), { textContent: letter })));
}

/** A number of the kit within a picture. */
function figure(lab, id, attributes, decimals) {
  const group = id.split("[")[0];
  const cell = draw("text", { class: "n", role: "note", "data-id": id, tabindex: lab.groups.has(group) ? -1 : 0, ...attributes });
  lab.groups.add(group);
  const entry = { cell, id, decimals, group };
  lab.cells.push(entry);
  lab.entries.set(cell, entry);
  return cell;
}

function pointed(lab, g, id) {
  g.addEventListener("pointerenter", () => { if (!lab.drag) lab.explain(id); });
}

/** A leaf is a button that chooses its word; while the tree grows, a handle for the word's count. */
function grip(lab, g, node, place) {
  const { trace, state } = lab;
  if (!trace.whole_tree) return;
  const bundle = node >= trace.V, drag = state.act === 0 && !bundle && trace.counts.length;
  const attributes = drag
    ? { role: "slider", "aria-valuemin": 1, "aria-valuemax": MOST, "aria-valuenow": trace.counts[node], "aria-label": lab.say("count_of", { word: lab.word(node) }) }
    : { role: "button", "aria-label": label(lab, node) };
  const enter = state.word === node || (place === 0 && !lab.trace.leaves.includes(state.word));
  for (const [key, held] of Object.entries({ ...attributes, tabindex: enter ? 0 : -1, "data-key": `leaf ${node}` })) g.setAttribute(key, held);
  const act = () => (bundle ? another(lab, { zoom: node }) : choose(lab, node));
  g.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key], along = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && drag) recount(lab, node, (lab.counts ?? trace.counts)[node] + by);
    else if (along) focusLeaf(lab, place + along);
    else if (["Enter", " "].includes(event.key)) act();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  g.addEventListener("click", () => { if (!lab.dragged) act(); });
  if (drag) g.addEventListener("pointerdown", (event) => {
    lab.drag = { node, from: event.clientY, count: (lab.counts ?? trace.counts)[node] };
    lab.dragged = false;
    event.preventDefault();
  });
}
const MOST = 9999;
function focusLeaf(lab, place) {
  const node = lab.trace.leaves[place];
  if (node === undefined) return;
  for (const { g } of lab.parts.leaves.values()) g.setAttribute("tabindex", -1);
  const { g } = lab.parts.leaves.get(node);
  g.setAttribute("tabindex", 0);
  g.focus();
}
function choose(lab, node) {
  lab.state.word = node;
  lab.state.key = `leaf ${node}`;
  lab.pinned = lab.state.act ? `reach[${node}]` : undefined;
  lab.rebuild();
}
/** A new count is a new computation, and Python's; of many in a hurry only the last is asked for. */
async function recount(lab, node, count) {
  lab.counts = [...(lab.counts ?? lab.trace.counts)];
  lab.counts[node] = Math.max(1, Math.min(MOST, Math.round(count)));
  const leaf = lab.parts.leaves.get(node);
  const cell = lab.cells.find(({ id }) => id === `count[${node}]`)?.cell;
  leaf?.g.setAttribute("aria-valuenow", lab.counts[node]);
  if (cell) cell.textContent = lab.counts[node];
  if (lab.busy) return;
  lab.busy = true;
  while (lab.counts) {
    const counts = lab.counts;
    const reply = await lab.ask({ counts });
    if (lab.counts === counts || !reply) lab.counts = null;
    if (reply && !lab.counts) take(lab, reply);
    if (!reply) lab.paint();
  }
  lab.busy = false;
}
async function another(lab, request) {
  const reply = await lab.ask({ ...request, word_now: lab.state.word, given: lab.state.given, ...request });
  if (reply) take(lab, reply);
  return reply;
}
function take(lab, reply) {
  lab.trace = reply.trace;
  lab.numbers = new lab.numbers.constructor(reply.trace, reply.numbers);
  lab.rebuild();
}

/** Everything that merges made, moment and word decide, brought up to date in place. */
function refresh(lab, part = 1) {
  const { state, trace, parts, numbers } = lab;
  const grow = state.act === 0, made = grow ? state.made : trace.inner.length;
  const next = grow && trace.whole_tree && trace.kind === "huffman" ? (trace.waiting[made] ?? []).slice(0, 2) : [];
  const chosen = new Set((grow ? [] : state.act === 1 ? route(lab, state.word) : ended(lab) || !trace.steps.length ? [] : route(lab, step(lab).targets[state.target])).map(([, , node]) => node));
  const hot = new Set(state.act === 2 && trace.steps.length && !ended(lab) ? step(lab).rows.flat().map((row) => row + trace.V) : []);
  trace.inner.forEach(([node], i) => {
    const { g, share, across, strip } = parts.nodes.get(node);
    const on = i < made, newest = grow && i === made - 1;
    g.style.display = on ? "" : "none";
    g.style.opacity = newest ? part : "";
    for (const line of parts.grown[i]) {
      line.style.display = on ? "" : "none";
      line.style.strokeDasharray = newest && part < 1 ? 1 : "";
      line.style.strokeDashoffset = newest && part < 1 ? 1 - part : "";
    }
    for (const child of kids(lab, node)) {
      const { line, text } = parts.edges.get(child);
      line.classList.toggle("on", chosen.has(child));
      text.style.display = on && part === 1 ? "" : "none";
      text.classList.toggle("on", chosen.has(child));
    }
    g.classList.toggle("next", next.includes(node));
    g.classList.toggle("newest", newest && made < trace.inner.length + 1);
    g.classList.toggle("hot", hot.has(node));
    if (grow) return;
    share.setAttribute("width", across * (value(lab, `yes[${node}]`) || 0));
    const row = strip.map((_, j) => value(lab, `W_out[${node},${j}]`));
    strip.forEach((cell, j) => { cell.style.fillOpacity = Math.min(1, Math.abs(row[j]) / lab.greatest) || 0; cell.classList.toggle("minus", row[j] < 0); });
  });
  let most = 0;
  for (const node of trace.leaves) most = Math.max(most, grow ? 0 : value(lab, `reach[${node}]`) || 0);
  for (const [node, { g, amount }] of parts.leaves) {
    g.classList.toggle("chosen", state.act === 1 && node === state.word);
    g.classList.toggle("target", state.act === 2 && trace.steps.length > 0 && !ended(lab) && step(lab).targets.includes(node));
    g.classList.toggle("next", next.includes(node));
    amount?.setAttribute("height", most ? (66 * (value(lab, `reach[${node}]`) || 0)) / most : 0);
  }
  if (part < 1) return;
  parts.sentence.replaceChildren(...SENTENCES[ACTS[state.act]](lab).flat());
  const kept = new Set(lab.cells.filter(({ cell }) => parts.below.contains(cell)));
  lab.cells = lab.cells.filter((entry) => !kept.has(entry));
  parts.below.replaceChildren(...BELOW[ACTS[state.act]](lab).flat().filter(Boolean));
  lab.paint(grow ? lab.cells.filter(({ cell }) => parts.below.contains(cell)) : lab.cells);
  const rest = atRest(lab);
  if (rest && (grow || !lab.cells.some(({ id }) => id === lab.pinned))) lab.pinned = rest;
  lab.explain(lab.pinned);
  lab.describe();
}

// ---- going through time -------------------------------------------------------------------------

function player(lab, key, count, at, place) {
  const range = lab.slider(key, count, at(), (to) => { halt(lab); place(to); });
  const button = make("button", { class: "main", "data-key": "play", onclick: () => (lab.playing ? halt(lab) : run()) });
  lab.halted = () => { button.textContent = lab.say("play"); };
  lab.halted();
  const pace = Math.max(110, Math.min(800, 12000 / count));
  const run = () => {
    let moment = at() >= count - 1 ? 0 : at(), last = null, told = Math.floor(moment);
    place(told);
    button.textContent = lab.say("pause");
    const tick = (time) => {
      moment = Math.min(count - 1, moment + (last === null ? 0 : (time - last) / pace));
      last = time;
      const now = Math.floor(moment);
      if (now !== told) { told = now; range.range.value = now; place(now); }
      if (moment >= count - 1) return halt(lab);
      if (lab.parts.growing && !calm()) lab.parts.growing(moment);
      lab.playing = requestAnimationFrame(tick);
    };
    lab.playing = requestAnimationFrame(tick);
  };
  return [button, range];
}
function halt(lab) {
  cancelAnimationFrame(lab.playing);
  lab.playing = null;
  lab.halted?.();
}
function to(lab, name, place) {
  lab.state[name] = place;
  if (name === "frame") settle(lab);
  refresh(lab);
}

const BARS = {
  act_grow(lab) {
    const { state, trace, parts } = lab;
    const kinds = trace.whole_tree ? lab.choice("kind", ["huffman", "balanced"], trace.kind, (kind) => another(lab, { kind })) : null;
    const count = trace.inner.length + 1;
    parts.controls.append(...(count > 1 ? player(lab, "merge_slider", count, () => state.made, (made) => to(lab, "made", made)) : []), make("span", { class: "grow" }), zoomed(lab), kinds ?? "");
    // The newest node's two branches grow upwards while the next merge is on its way.
    parts.growing = (moment) => {
      const i = Math.ceil(moment) - 1, part = moment - i, pair = parts.grown[i];
      if (!pair || part >= 1) return;
      const [node] = trace.inner[i], { g } = parts.nodes.get(node);
      g.style.display = "";
      g.style.opacity = part;
      for (const line of pair) Object.assign(line.style, { display: "", strokeDasharray: 1, strokeDashoffset: 1 - part });
    };
  },
  act_ask(lab) {
    const { state, trace, parts } = lab;
    parts.controls.append(picker(lab, "given", trace.askable, state.given, give), picker(lab, "asked", trace.leaves.filter((node) => node < trace.V).sort((a, b) => a - b), state.word, choose), moments(lab), make("span", { class: "grow" }), zoomed(lab));
  },
  act_learn(lab) {
    const { state, trace, parts } = lab;
    lab.greatest = lab.numbers.array("film/W_out").data.reduce((most, w) => (Number.isFinite(w) ? Math.max(most, Math.abs(w)) : most), 0) || 1;
    if (trace.steps.length) parts.controls.append(...player(lab, "update_slider", trace.film.length, () => state.frame, (frame) => to(lab, "frame", frame)));
    parts.controls.append(picker(lab, "given", trace.askable, state.given, give), make("span", { class: "grow" }), zoomed(lab));
  },
};
function moments(lab) {
  if (lab.trace.film.length < 2) return "";
  return make("label", {}, make("span", { class: "soft" }, `${lab.say("update_slider")} `), lab.slider("update_slider", lab.trace.film.length, lab.state.frame, (frame) => to(lab, "frame", frame)));
}
/** A word to be chosen: from a list, or of a large vocabulary by typing it. */
function picker(lab, key, nodes, chosen, pick) {
  const { trace } = lab;
  const head = make("span", { class: "soft" }, `${lab.say(key)} `);
  if (trace.counts.length) return make("label", {}, head, make("select", { "data-key": key, onkeydown: (event) => event.stopPropagation(), onchange: (event) => pick(lab, Number(event.target.value)) }, nodes.map((node) => make("option", { value: node, selected: node === chosen }, cut(lab.word(node))))));
  const field = make("input", { type: "text", size: 12, "data-key": key, spellcheck: "false", onkeydown: (event) => { event.stopPropagation(); if (event.key === "Enter") another(lab, { [key]: event.target.value }); } });
  field.value = chosen === null ? "" : lab.word(chosen);
  return make("label", {}, head, field);
}
function zoomed(lab) {
  const { trace } = lab, top = 2 * trace.V - 2;
  return trace.root === top || !trace.whole_tree ? "" : make("button", { "data-key": "out", onclick: () => another(lab, { zoom: top }) }, lab.say("whole_tree"));
}
async function give(lab, word) {
  if (!(`${word}/u` in lab.numbers.arrays)) {
    const reply = await lab.ask({ given: word, add: true });
    if (!reply) return lab.rebuild();
    lab.numbers.add(reply.trace, reply.numbers);
    Object.assign(lab.trace.words, reply.trace.words);
  }
  lab.state.given = word;
  lab.rebuild();
}

// ---- what is said and shown under the tree ------------------------------------------------------

const SENTENCES = {
  act_grow(lab) {
    const { state, trace } = lab, last = trace.inner[state.made - 1];
    const where = lab.say("merge_of", { number: trace.whole_tree && last ? (last[0] - trace.V + 1).toLocaleString("en") : state.made, total: (trace.V - 1).toLocaleString("en") });
    const which = !last ? (trace.V > 1 ? "say_start" : "say_lone") : state.made === trace.inner.length && trace.whole_tree ? `say_done_${trace.kind}` : `say_merge_${trace.kind}`;
    const told = last ? { left: label(lab, last[1]), right: label(lab, last[2]), row: last[0] - trace.V, weight: lab.digits("weight", value(lab, `weight[${last[0]}]`)) } : {};
    return [make("b", {}, where), " ", lab.nodes(which, told)];
  },
  act_ask(lab) {
    const { state, trace } = lab;
    if (state.word === null) return [lab.say("choose_word")];
    return lab.nodes(route(lab, state.word).length ? "say_ask" : "say_lone", { given: lab.word(state.given), word: lab.word(state.word), when: moment(lab) });
  },
  act_learn(lab) {
    const { state, trace } = lab;
    if (!trace.steps.length) return [lab.say("no_run")];
    if (ended(lab)) return [make("b", {}, lab.say("update_of", { number: trace.updates, total: trace.updates })), " ", lab.nodes("say_end", { L: "" })];
    const now = step(lab), rows = new Set(now.rows.flat());
    return [make("b", {}, lab.say("update_of", { number: trace.film[state.frame] + 1, total: trace.updates })), " ", lab.nodes("say_learn", { given: list(lab, now.inputs), word: list(lab, now.targets), count: rows.size, rows: trace.V - 1, V: trace.V })];
  },
};
const list = (lab, ids) => ids.map((i) => lab.word(i)).join(lab.say("separator"));
function moment(lab) {
  const { trace, state } = lab;
  return !trace.updates || !trace.film[state.frame] ? lab.say("untrained") : lab.say("after_updates", { number: trace.film[state.frame] });
}

const chip = (lab, node, on) => make("span", { class: `chip${on ? " next" : ""}` }, make("bdi", {}, cut(label(lab, node))), " · ", lab.number(weight(lab, node), { group: "waiting" }));
const BELOW = {
  act_grow(lab) {
    const { state, trace } = lab, waiting = trace.waiting[state.made];
    if (!trace.whole_tree || !waiting) return [];
    if (waiting.length < 2) return [];
    const more = waiting.length - 12;
    return [make("p", { class: "waiting" }, make("span", { class: "soft" }, lab.say(`waiting_${trace.kind}`)), waiting.slice(0, 12).map((node, i) => [" ", chip(lab, node, i < 2 && trace.kind === "huffman")]), more > 0 ? make("span", { class: "soft" }, " ", lab.say("more", { count: more })) : null)];
  },
  act_ask(lab) {
    const { state, trace } = lab;
    if (state.word === null) return [];
    const way = route(lab, state.word);
    const head = ["column_node", "column_u", "column_bit", "column_way", "column_reach"].map((key) => make("th", { scope: "col", class: "caption" }, lab.say(key)));
    const rows = way.map(([parent, bit, node]) => make("tr", {}, make("th", { scope: "row" }, lab.say("row", { row: parent - trace.V })), lab.number(`u[${parent}]`, { tag: "td", group: "path" }), make("td", { class: "which" }, `${bit} ${bit ? "→" : "←"}`), lab.number(factor([parent, bit]), { tag: "td", group: "path" }), lab.number(`reach[${node}]`, { tag: "td", group: "path" })));
    const code = make("p", { class: "code-line" }, make("span", { class: "soft" }, lab.say("code")), make("b", {}, way.map(([, bit]) => bit).join(" ") || "–"), make("span", { class: "soft" }, lab.say("rows")), make("b", {}, way.map(([parent]) => parent - trace.V).join(", ") || "–"));
    const total = make("p", { class: "code-line" }, make("span", { class: "soft" }, lab.say("total")), lab.number("total", { decimals: 12, group: "path" }));
    return [make("div", { class: "two" }, make("div", {}, way.length ? make("table", { class: "plain", role: "grid", "aria-label": lab.say("act_ask") }, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows)) : null), make("div", {}, code, total))];
  },
  act_learn(lab) {
    const { state, trace } = lab;
    if (!trace.steps.length || ended(lab)) return [];
    const now = step(lab), c = state.target = Math.min(state.target, now.targets.length - 1);
    const head = ["column_node", "column_u", "column_y", "column_t", "column_e"].map((key) => make("th", { scope: "col", class: "caption" }, lab.say(key)));
    const rows = touched(lab).map((row, r) => make("tr", {}, make("th", { scope: "row" }, lab.say("row", { row })), ["step_u", "step_y", "step_t", "step_e"].map((letter) => lab.number(`${letter}[${c},${r}]`, { tag: "td", group: "step" }))));
    const which = now.targets.length > 1 ? make("p", {}, make("span", { class: "soft" }, lab.say("target")), now.targets.map((i, place) => make("button", { class: "quiet", "aria-pressed": String(place === c), "data-key": `target ${place}`, onclick: () => { state.target = place; lab.pinned = undefined; refresh(lab); } }, lab.word(i)))) : null;
    return [which, make("div", { class: "two" }, make("div", {}, rows.length ? make("table", { class: "plain", role: "grid", "aria-label": lab.say("act_learn") }, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows)) : null),
      make("div", {}, make("p", { class: "code-line" }, make("span", { class: "soft" }, lab.say("loss")), lab.number("step_loss", { group: "step" })), make("p", { class: "soft small" }, lab.say("hint_learn"))))];
  },
};

/** The words on either side of the node that is pointed at, and how likely it sends to each. */
function sides(lab, id) {
  const { trace, parts, state } = lab, node = Number(id?.match(/^(?:yes|no|u|weight|W_out)\[(\d+)/)?.[1] ?? -1), pair = children(lab, node);
  if (!parts) return;
  parts.sides.textContent = " ";
  if (!pair) return;
  const side = (child) => under(lab, child).slice(0, 8).join(lab.say("separator")) + (under(lab, child).length > 8 ? " …" : "");
  const values = { row: node - trace.V, left: side(pair[0]), right: side(pair[1]), yes: state.act ? lab.digits("yes", value(lab, `yes[${node}]`)) : "", no: state.act ? lab.digits("no", value(lab, `no[${node}]`)) : "" };
  parts.sides.replaceChildren(...lab.nodes(state.act ? "sides_ask" : "sides_grow", values));
}
const under = (lab, node) => { const pair = children(lab, node); return pair ? pair.flatMap((child) => under(lab, child)) : [label(lab, node)]; };

function inWords(lab) {
  const { state, trace } = lab, act = ACTS[state.act];
  const told = [SENTENCES[act](lab).flat().map((part) => part.textContent ?? part).join("")];
  const many = (nodes) => nodes.slice(0, 30);
  if (act === "act_grow") {
    if (!trace.whole_tree) told.push(lab.say("words_forest", { list: trace.leaves.map((node) => `${label(lab, node)} ${lab.digits("count", value(lab, `count[${node}]`))}`).join(lab.say("separator")), trees: trace.inner.map(([node, left, right]) => `${label(lab, node)} = ${label(lab, left)} + ${label(lab, right)}`).join(lab.say("separator")) }));
    else if (trace.waiting[state.made]) told.push(lab.say("words_waiting", { list: trace.waiting[state.made].map((node) => `${label(lab, node)} ${lab.digits("weight", value(lab, `weight[${node}]`))}`).join(lab.say("separator")) }));
  } else told.push(lab.say("words_leaves", { list: many(trace.leaves).map((node) => `${label(lab, node)} ${lab.digits("reach", value(lab, `reach[${node}]`))}`).join(lab.say("separator")) }));
  if (act === "act_ask" && state.word !== null) told.push(lab.say("words_path", { code: route(lab, state.word).map(([, bit]) => bit).join(" "), rows: route(lab, state.word).map(([parent]) => parent - trace.V).join(", ") }));
  return told.join(" ");
}

export default {
  render: (context) => {
    const drag = new AbortController();
    let mine;
    const on = (event, hear) => window.addEventListener(event, hear, { signal: drag.signal });
    on("pointermove", (event) => {
      const held = mine?.drag, by = held && held.from - event.clientY;
      if (!held || (Math.abs(by) < 4 && !mine.dragged)) return;
      mine.dragged = true;
      recount(mine, held.node, held.count * Math.exp(by / 90) + by / 30);
    });
    on("pointerup", () => { if (mine) { mine.drag = null; setTimeout(() => { mine.dragged = false; }); } });
    const leave = mount(context, (lab) => { mine = lab; lab.leave = () => { halt(lab); lab.sizes?.disconnect(); }; return build(lab); });
    return () => { drag.abort(); leave(); };
  },
};
