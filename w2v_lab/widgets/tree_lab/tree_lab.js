// The tree lab: a tree grows merge by merge, answers for a word, and learns. No layout engine:
// leaves stand in order, a parent midway above its children.
import { calm, draw, make, mount } from "./kit.js";

const ACTS = ["act_grow", "act_ask", "act_learn"];
const TALL = 400, MOST = 9999; // pixels of all levels together; the highest count by hand
const CJK = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\uffef]/;
const long = (text) => [...text].reduce((sum, letter) => sum + (CJK.test(letter) ? 14 : 8.2), 0);
const big = (number) => number.toLocaleString("en");
const soft = (text) => make("span", { class: "soft" }, text);
const MIDDLE = { "text-anchor": "middle" };
const cut = (text) => ([...text].length > 14 ? `${[...text].slice(0, 13).join("")}…` : text);

function build(lab) {
  const { state, trace, numbers, say } = Object.assign(lab, { say: lab.say.bind(lab) });
  const { V, inner, leaves, kids, up, bundles, counts, steps, waiting } = trace;
  const all = trace.whole_tree, top = 2 * V - 2;
  if (state.of !== lab.stamp) fresh();
  if (!all) state.act = 0;
  const grow = state.act === 0, time = grow ? "made" : "frame", learn = state.act === 2 && steps.length > 0;
  const value = (id) => numbers.value(id), digits = (id) => lab.digits(id, value(id));
  const weight = (node) => `${node in kids ? "weight" : "count"}[${node}]`;
  const label = (node) => (node < V ? lab.word(node) : node in bundles ? say("bundle", { count: big(bundles[node]) }) : say("row", { row: node - V }));
  const list = (nodes) => nodes.map(label).join(say("separator"));
  /** The way from the root to a node: [parent, bit, node], from the top. */
  const route = (node) => (up[node] ? [...route(up[node][0]), [...up[node], node]] : []);
  const under = (node) => (node in kids ? kids[node].flatMap(under) : [node]);
  const bits = (node) => route(node).map(([, bit]) => bit).join(" ");
  const rows = (node) => route(node).map(([parent]) => parent - V).join(", ");
  const factor = ([parent, bit]) => `${bit ? "no" : "yes"}[${parent}]`;
  const now = () => (learn ? steps[state.frame] : undefined); // none once the run is over
  settle();
  const follow = {
    children: ([node]) => (kids[node] ?? []).map(weight),
    path: ([node]) => [...(trace.root < top ? [`reach[${trace.root}]`] : []), ...route(node).map(factor)],
    words: () => leaves.map((node) => `reach[${node}]`),
    row: ([s, q]) => numbers.expand("W_out[i,:]", { i: [now().rows[s][q] + V] }),
  };
  lab.follow = (name, index) => follow[name](index);
  lab.label = (letter, i) => (letter === "i" && i >= V ? String(i - V) : undefined);
  lab.explained = sides;
  const sentence = make("p", { class: "sentence" }), about = make("p", { class: "sentence soft small sides" });
  const below = make("div"), controls = make("div", { class: "bar" }), boxes = new Map(), edges = new Map(), pills = new Map(), grown = [], moves = [];
  const width = room(), picture = make("div", { class: "picture" }, make("div", { class: "scroll" }, tree()), below);
  const acts = lab.phases(all ? ACTS : ACTS.slice(0, 1), state.act, (act) => {
    halt();
    if (act === 2 && !steps[state.frame]) state.frame = 0;
    state.act = act;
    anew();
  });
  steer();
  const bar = lab.bar({ picture, words: inWords, reset: () => {
    halt();
    state.of = undefined;
    anew();
    if (lab.trace.due) ask({ train: true });
  } });
  lab.painted = () => { refresh(); glide(); };
  lab.leave = () => { halt(); lab.sizes?.disconnect(); };
  lab.sizes?.disconnect();
  (lab.sizes = new ResizeObserver(() => { if (room() === width) return; state.places = {}; lab.rebuild(); })).observe(lab.root);
  const header = make("header", {}, make("h3", {}, say("title")), make("span", { class: "soft small" }, say(`kind_${trace.kind}`, { V: big(V) })), make("span", { class: "grow" }), acts);
  return [header, controls, lab.noteLine(), sentence, picture, about, lab.explainPanel(), lab.gatePanel(), bar];

  /** Another tree has come: all of it is shown, the last moment, and the same word if it is there. */
  function fresh() {
    if (state.of === undefined) Object.assign(state, { act: trace.act, frame: trace.act === 2 ? 0 : Infinity });
    const { given, word, film } = trace;
    Object.assign(state, { of: lab.stamp, given, word, made: inner.length, frame: Math.min(state.frame, film.length - 1) });
  }
  /** The arrays of the chosen moment and given word, as views into those of the whole run. */
  function settle() {
    numbers.state = "now";
    for (const [key, { shape: [K, ...shape], data }] of Object.entries(numbers.arrays)) {
      const [from, name] = key.split("/"), size = data.length / K, k = Math.min(state.frame, K - 1);
      if (["film", `${state.given}`].includes(from)) numbers.arrays[`now/${name}`] = { shape, data: data.subarray(k * size, (k + 1) * size) };
    }
  }
  function room() {
    return (lab.root.clientWidth || 1040) - 36;
  }

  // ---- the tree ---------------------------------------------------------------------------------

  function tree() {
    // Leaves stand one apart, and a parent midway above its children; then so many pixels to one
    // as let no node touch its neighbour of the same height.
    const many = leaves.length, zoom = state.large ? 1.35 : 1, height = {}, x = {}, y = {}, rows = [];
    leaves.forEach((node, i) => { height[node] = 0; x[node] = i + 0.5; });
    for (const node of inner) {
      const [left, right] = kids[node];
      height[node] = 1 + Math.max(height[left], height[right]);
      x[node] = (x[left] + x[right]) / 2;
      (rows[height[node]] ??= []).push(node);
    }
    const tight = many * 30 > width / zoom, figures = (node) => (grow ? digits(weight(node)).length * (tight ? 6.6 : 7.4) + 12 : tight ? 30 : 42);
    let least = 17;
    for (const row of rows.slice(1)) row.sort((a, b) => x[a] - x[b]).forEach((node, i) => {
      if (i) least = Math.max(least, (figures(node) + figures(row[i - 1]) + 6) / 2 / (x[node] - x[row[i - 1]]));
    });
    const wide = Math.max(width / zoom, many * least), slot = Math.min(wide / many, 112), dense = tight && slot < 30;
    const longest = Math.max(...leaves.map((node) => long(cut(label(node)))));
    const flat = longest <= slot - 12, half = dense ? 8 : 11, strip = state.act === 2 ? 10 : 0;
    const number = (node) => (grow ? digits(weight(node)) : "0.000").length * 7.4;
    const box = flat ? 42 : 18 + Math.max(...leaves.map((node) => long(cut(label(node))) + number(node)));
    for (const node of [...inner, ...leaves]) x[node] = (wide - slot * many) / 2 + slot * x[node];
    const depth = Math.max(1, ...Object.values(height)), level = Math.max(strip ? 40 : 27, Math.min(62, TALL / depth)), base = 24 + depth * level;
    for (const node of [...inner, ...leaves]) y[node] = base - height[node] * level;
    const high = base + box + (grow ? 6 : 76), old = state.places ?? {};
    const svg = draw("svg", { viewBox: `0 0 ${wide} ${high}`, width: wide * zoom, height: high * zoom, class: `tree${dense ? " dense" : ""}`, role: "group", "aria-label": say("title") });
    state.places = {};
    const place = (node, kind, id, ...parts) => {
      const at = [x[node], y[node]], g = draw("g", { class: kind, transform: `translate(${at})` }, ...parts);
      if (old[node] && String(old[node]) !== String(at)) moves.push([g, old[node], at]);
      state.places[node] = at;
      g.addEventListener("pointerenter", () => { if (!state.drag) lab.explain(id); });
      svg.append(g);
      return g;
    };
    for (const node of inner) {
      const middle = y[node] + half + (level > 30 ? 5 : 2) + strip;
      grown.push(kids[node].map((child, bit) => {
        const end = height[child] ? y[child] - half : base;
        const line = draw("path", { d: `M${x[child]} ${end}V${middle}H${x[node]}V${y[node] + half}`, class: "edge", pathLength: 1 });
        const text = draw("text", { x: x[child] + (bit ? 5 : -5), y: Math.min(middle + 13, end - 1), class: "bit", "text-anchor": bit ? "start" : "end" }, String(bit));
        svg.append(line, text);
        edges.set(child, [line, text]);
        return line;
      }));
    }
    for (const node of inner) {
      const id = `${grow ? "weight" : "yes"}[${node}]`, across = figures(node);
      const rect = (name, more) => draw("rect", { class: name, x: -across / 2, y: -half, height: 2 * half, width: across, ...more });
      const share = rect("share", { width: 0 }), w = Math.min(9, (Math.max(2 * slot, 40) - 6) / trace.N);
      const cells = strip ? [...Array(trace.N).keys()].map((j) => rect("cell", { x: (j - trace.N / 2) * w, y: half + 1, width: w - 1, height: strip - 2 })) : [];
      const g = place(node, "node", id, share, rect("pill", { rx: grow ? half : 4 }), lab.number(id, { tag: "text", decimals: grow ? undefined : 2, y: dense ? 3.5 : 4.2, ...MIDDLE }), ...cells);
      pills.set(node, [g, share, across, cells]);
    }
    leaves.forEach((node, i) => {
      const w = Math.min(slot - (dense ? 2 : 8), Math.max(flat ? longest + 12 : 22, 46)), text = cut(label(node)), id = grow ? weight(node) : `reach[${node}]`;
      const spun = flat ? { y: 34, ...MIDDLE } : { transform: `rotate(90) translate(${box - 5} 4)`, "text-anchor": "end" };
      const upright = !flat && [...text].every((letter) => CJK.test(letter)); // Chinese from the top down
      const name = upright ? draw("text", { class: "name", ...MIDDLE }, ...[...text].map((letter, n) => draw("tspan", { x: 0, y: 16 + 14 * n }, letter)))
        : draw("text", { class: "name", ...(flat ? { y: 17, ...MIDDLE } : { transform: "rotate(90) translate(6 4)" }) }, text);
      const amount = draw("rect", { class: "amount", x: -Math.min(w, 34) / 2, width: Math.min(w, 34), y: box + 4, height: 0 });
      const g = place(node, `leaf${node < V ? "" : " bundle"}`, id, draw("rect", { class: "box", x: -w / 2, width: w, height: box, rx: 5 }), name, lab.number(id, { tag: "text", decimals: grow ? undefined : 3, ...spun }), amount, draw("title", {}, label(node)));
      if (all) grip(g, node, i);
      boxes.set(node, [g, amount]);
    });
    return svg;
  }
  /** What was there before glides to its new place. */
  function glide() {
    if (calm()) return;
    for (const [g, ...ways] of moves.splice(0)) g.animate(ways.map(([x, y]) => ({ transform: `translate(${x}px,${y}px)` })), 300);
  }
  /** A leaf is a button that chooses its word; while the tree grows, a handle for the word's count. */
  function grip(g, node, i) {
    const drag = grow && counts.length;
    const word = label(node), first = leaves.includes(state.word) ? state.word : leaves[0];
    const role = drag ? { role: "slider", "aria-valuemin": 1, "aria-valuemax": MOST, "aria-valuenow": counts[node] } : { role: "button" };
    const named = { ...role, "aria-label": drag ? say("count_of", { word }) : word, tabindex: node === first ? 0 : -1, "data-key": `leaf ${node}` };
    for (const name in named) g.setAttribute(name, named[name]);
    const act = () => (node < V ? choose(node) : ask({ zoom: node }));
    g.addEventListener("keydown", (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key], [next] = boxes.get(leaves[i + { ArrowLeft: -1, ArrowRight: 1 }[event.key]]) ?? [];
      if (by && drag) recount(node, (lab.counts ?? counts)[node] + by);
      else if (next) { g.setAttribute("tabindex", -1); next.setAttribute("tabindex", 0); next.focus(); }
      else if (["Enter", " "].includes(event.key)) act();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    g.addEventListener("click", () => { if (!state.dragged) act(); });
    if (drag) g.addEventListener("pointerdown", (event) => {
      state.dragged = false;
      state.drag = (to, by = event.clientY - to) => { if (state.dragged ||= Math.abs(by) > 3) recount(node, counts[node] * Math.exp(by / 90) + by / 30); };
      event.preventDefault();
    });
  }
  function choose(word) {
    state.word = word;
    anew();
  }
  function anew() {
    lab.pinned = undefined;
    lab.rebuild();
  }
  /** A new count is a new computation, and Python's; of many in a hurry only the last is asked for. */
  async function recount(node, count) {
    lab.counts = [...(lab.counts ?? counts)];
    const held = lab.counts[node] = Math.max(1, Math.min(MOST, Math.round(count)));
    lab.root.querySelector(`[data-id="count[${node}]"]`).textContent = held;
    boxes.get(node)[0].setAttribute("aria-valuenow", held);
    if (lab.busy) return;
    lab.busy = true;
    let reply, asked;
    do reply = await lab.ask({ ...kept(), counts: asked = lab.counts }); while (reply && asked !== lab.counts);
    lab.busy = lab.counts = null;
    if (reply) take(); else lab.paint();
  }
  function kept() {
    return { given: state.given, word: state.word };
  }
  async function ask(request) {
    const reply = await lab.ask({ ...kept(), ...request });
    if (reply) take();
    return reply;
  }
  function take() {
    anew();
    if (lab.trace.due) ask({ train: true }); // the tree at once, what it learns a moment later
  }

  // ---- what the merges made, the moment and the word decide, brought up to date in place ---------

  function refresh() {
    const made = grow ? state.made : inner.length, next = grow && all && trace.kind === "huffman" ? (waiting[made] ?? []).slice(0, 2) : [];
    const goals = grow ? [] : state.act === 1 ? [state.word] : now()?.targets ?? [];
    const on = new Set(goals.flatMap(route).map(([, , node]) => node)), most = Math.max(...leaves.map((node) => (!grow && value(`reach[${node}]`)) || 0));
    inner.forEach((node, i) => {
      const [g, share, across, cells] = pills.get(node), there = i < made ? "" : "none";
      for (const part of [g, ...grown[i]]) Object.assign(part.style, { display: there, opacity: "", strokeDasharray: "" });
      for (const child of kids[node]) for (const part of edges.get(child)) { part.style.display = there; part.classList.toggle("on", on.has(child)); }
      g.classList.toggle("next", next.includes(node));
      g.classList.toggle("hot", learn && kids[node].some((child) => on.has(child)));
      if (grow) return;
      share.setAttribute("width", across * (value(`yes[${node}]`) || 0));
      cells.forEach((cell, j) => { const w = value(`W_out[${node},${j}]`); cell.style.fillOpacity = Math.min(1, Math.cbrt(Math.abs(w) / trace.greatest)) || 0; cell.classList.toggle("minus", w < 0); });
    });
    for (const [node, [g, amount]] of boxes) {
      g.classList.toggle("goal", goals.includes(node));
      g.classList.toggle("next", next.includes(node));
      amount.setAttribute("height", most ? (66 * (value(`reach[${node}]`) || 0)) / most : 0);
    }
    lab.cells = lab.cells.filter(({ cell, group }) => !below.contains(cell) || (lab.groups.delete(group), false));
    sentence.replaceChildren(...told());
    below.replaceChildren(...under_tree().filter(Boolean));
    lab.paint();
    const last = inner[Math.max(0, state.made - 1)], rest = grow ? weight(last ?? leaves[0]) : learn ? (now()?.rows[0].length ? "step_e[0,0]" : "total") : `reach[${state.word}]`;
    lab.atRest(rest);
    lab.explain(lab.pinned);
    lab.describe();
  }
  function go(place) {
    state[time] = place;
    if (grow) lab.pinned = undefined; // the newest merge explains itself
    else settle();
    refresh();
  }

  // ---- going through time -----------------------------------------------------------------------

  function player(key, count) {
    const range = lab.slider(key, count, state[time], (place) => { halt(); go(place); });
    const pace = 12000 / (count + 4), button = make("button", { class: "main", "data-key": "play", onclick: () => (lab.playing ? halt() : run()) });
    lab.halted = () => { button.textContent = say("play"); };
    lab.halted();
    const run = () => {
      let moment = state[time] >= count - 1 ? 0 : state[time], last;
      go(moment);
      button.textContent = say("pause");
      const tick = (at) => {
        moment = Math.min(count - 1, moment + (last ? (at - last) / pace : 0));
        last = at;
        if (Math.floor(moment) > state[time]) go(range.range.value = Math.floor(moment));
        if (moment >= count - 1) return halt();
        if (grow && !calm()) rise(moment);
        lab.playing = requestAnimationFrame(tick);
      };
      lab.playing = requestAnimationFrame(tick);
    };
    return make("div", { class: "slide wide" }, button, range);
  }
  /** The next node's two branches rise while its merge is on the way. */
  function rise(moment) {
    const i = Math.floor(moment), part = moment - i;
    for (const line of grown[i]) Object.assign(line.style, { display: "", strokeDasharray: 1, strokeDashoffset: 1 - part });
    Object.assign(pills.get(inner[i])[0].style, { display: "", opacity: part });
  }
  function halt() {
    cancelAnimationFrame(lab.playing);
    lab.playing = null;
    lab.halted?.();
  }
  function steer() {
    const whole = all && trace.root < top ? make("button", { "data-key": "out", onclick: () => ask({ zoom: top }) }, say("whole_tree")) : "";
    if (grow) controls.append(inner.length ? player("merge_slider", inner.length + 1) : "", whole, all ? lab.choice("kind", ["huffman", "balanced"], trace.kind, (kind) => ask({ kind })) : "");
    else {
      controls.append(learn ? player("update_slider", trace.film.length) : "", picker("given", trace.askable, state.given, give), learn ? "" : picker("word", trace.askable, state.word, choose));
      if (!learn && steps.length) controls.append(soft(say("update_slider")), lab.slider("update_slider", trace.film.length, state.frame, go));
      controls.append(whole);
    }
  }
  /** A word to be chosen: from a list, or of a large vocabulary by typing it. */
  function picker(key, nodes, chosen, pick) {
    const quiet = (event) => { event.stopPropagation(); if (event.key === "Enter" && !nodes.length) ask({ [key]: event.target.value }); };
    const field = nodes.length ? make("select", { "data-key": key, onkeydown: quiet, onchange: (event) => pick(Number(event.target.value)) }, nodes.map((node) => make("option", { value: node, selected: node === chosen }, cut(label(node)))))
      : make("input", { type: "text", size: 12, "data-key": key, spellcheck: "false", value: label(chosen), onkeydown: quiet });
    return make("label", {}, soft(`${say(key)} `), field);
  }
  async function give(given) {
    if (!numbers.arrays[`${given}/u`]) {
      const reply = await lab.ask({ given, add: true });
      if (!reply) return lab.rebuild();
      numbers.add(reply.trace, reply.numbers);
    }
    state.given = given;
    lab.rebuild();
  }

  // ---- what is said, and shown under the tree ---------------------------------------------------

  function told() {
    const lead = (key, number, total) => [make("b", {}, say(key, { number: big(number), total: big(total) })), " "];
    if (grow) {
      const last = inner[state.made - 1], done = last === top, pair = (kids[last] ?? []).map(label);
      const key = last === undefined ? (V > 1 ? "say_start" : "say_lone") : all ? `say_${done ? "done" : "merge"}_${trace.kind}` : "say_open";
      return [...lead("merge_of", last === undefined ? 0 : last - V + 1, V - 1), ...lab.nodes(key, { left: pair[0], right: pair[1], row: last - V, weight: last && digits(`weight[${last}]`) }), done && counts.length ? ` ${say("say_drag")}` : ""];
    }
    const update = trace.film[state.frame], given = lab.word(state.given);
    if (state.act === 1) return lab.nodes(V > 1 ? "say_ask" : "say_lone", { given, word: label(state.word), when: update ? say("after_updates", { number: update }) : say("untrained") });
    if (!learn) return [say("no_run")];
    if (!now()) return [...lead("update_of", update, trace.updates), say("say_end")];
    return [...lead("update_of", update + 1, trace.updates), ...lab.nodes("say_learn", { given: list(now().inputs), word: list(now().targets), count: new Set(now().rows.flat()).size, rows: V - 1, V })];
  }
  function under_tree() {
    const number = (id, group, tag) => lab.number(id, { group, tag });
    const line = (key, ...rest) => make("p", { class: "code-line" }, soft(say(key)), ...rest);
    const grid = (heads, lines) => (lines.length ? make("table", { class: "plain", role: "grid", "aria-label": say(ACTS[state.act]) }, make("thead", {}, make("tr", {}, heads.map((key) => make("th", { scope: "col", class: "caption" }, say(`column_${key}`))))), make("tbody", {}, lines.map(([head, ...cells]) => make("tr", {}, make("th", { scope: "row" }, head), cells)))) : "");
    const two = (table, ...rest) => [make("div", { class: "two" }, make("div", {}, table), make("div", {}, rest))];
    if (grow) {
      const wait = all && waiting[state.made], huffman = trace.kind === "huffman";
      if (trace.ranks.curve) return [ranks()];
      if (!wait || wait.length < 2) return [];
      const chip = (node, i) => make("span", { class: `chip${huffman && i < 2 ? " next" : ""}` }, make("bdi", {}, cut(label(node))), " · ", number(weight(node), "waiting"));
      return [make("p", { class: "waiting" }, soft(say(`waiting_${trace.kind}`)), wait.slice(0, 12).map(chip), wait.length > 12 ? say("more", { count: wait.length - 12 }) : "")];
    }
    if (state.act === 1) {
      const lines = route(state.word).map(([parent, bit, node]) => [label(parent), number(`u[${parent}]`, "path", "td"), make("td", { class: "which" }, `${bit} ${bit ? "→" : "←"}`), number(factor([parent, bit]), "path", "td"), number(`reach[${node}]`, "path", "td")]);
      return two(grid(["node", "u", "bit", "way", "reach"], lines), line("code", make("b", {}, bits(state.word))), line("rows", make("b", {}, rows(state.word))), line("total", lab.number("total", { decimals: 12 })));
    }
    if (!now()) return [];
    const lines = now().rows.flatMap((line, s) => line.map((row, q) => [`${now().targets.length > 1 ? `${label(now().targets[s])}: ` : ""}${say("row", { row })}`, ...["u", "y", "t", "e"].map((letter) => number(`step_${letter}[${s},${q}]`, "step", "td"))]));
    return two(grid(["node", "u", "y", "t", "e"], lines), line("loss", number("step_loss", "step")), line("hint_learn"));
  }
  /** A large vocabulary at a glance: questions to the word by its rank, and where the chosen one is. */
  function ranks() {
    const { curve, of } = trace.ranks, wide = 640, high = 190, deepest = Math.max(...curve.map(([, depth]) => depth)), end = Math.log(V);
    const x = (rank) => 40 + ((wide - 60) * Math.log(rank)) / end, y = (depth) => high - 30 - ((high - 50) * depth) / deepest;
    const svg = draw("svg", { viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, class: "ranks", role: "img", "aria-label": say("ranks", { deepest }) });
    const put = (text, at) => svg.append(draw("text", at, text));
    for (let rank = 1; rank <= V; rank *= 10) put(big(rank), { x: x(rank), y: high - 12, ...MIDDLE });
    for (const depth of [0, Math.round(Math.log2(V)), deepest]) {
      svg.append(draw("line", { x1: 40, x2: wide - 20, y1: y(depth), y2: y(depth), class: depth && depth < deepest ? "half" : "axis" }));
      put(depth, { x: 34, y: y(depth) + 4, "text-anchor": "end" });
    }
    svg.append(draw("polyline", { points: curve.map(([rank, depth]) => `${x(rank).toFixed(1)},${y(depth).toFixed(1)}`).join(" ") }));
    const [rank, depth] = of[state.word] ?? [];
    if (rank) {
      svg.append(draw("circle", { cx: x(rank), cy: y(depth), r: 5.5 }));
      put(`${cut(label(state.word))}: ${depth}`, { x: x(rank) + (rank * rank > V ? -9 : 9), y: y(depth) - 8, "text-anchor": rank * rank > V ? "end" : "start" });
    }
    return make("figure", {}, make("figcaption", { class: "soft small" }, say("ranks", { deepest })), svg);
  }
  /** The words on either side of the node that is pointed at, and how likely it sends to each. */
  function sides(id) {
    const node = Number(id?.match(/^(?:yes|no|u|weight)\[(\d+)/)?.[1] ?? -1);
    const side = (child) => list(under(child).slice(0, 8)) + (under(child).length > 8 ? " …" : "");
    const [left, right] = (kids[node] ?? []).map(side), [yes, no] = left && !grow ? ["yes", "no"].map((way) => digits(`${way}[${node}]`)) : [];
    about.replaceChildren(...(left ? lab.nodes(grow ? "sides_grow" : "sides_ask", { row: node - V, left, right, yes, no }) : [" "]));
  }
  function inWords() {
    const heavy = (nodes, name) => nodes.slice(0, 60).map((node) => `${label(node)} ${digits(`${name}[${node}]`)}`).join(say("separator"));
    const said = told().map((part) => part.textContent ?? part).join("");
    if (!grow) return `${said} ${say("words_leaves", { list: heavy(leaves, "reach") })} ${state.act === 1 ? say("words_path", { code: bits(state.word), rows: rows(state.word) }) : ""}`;
    const trees = inner.slice(0, state.made).map((node) => `${label(node)} = ${kids[node].map(label).join(" + ")}`).join(say("separator"));
    return `${said} ${say("words_grow", { list: heavy(leaves, "count"), trees })}`;
  }
}

export default {
  render: (context) => {
    const drag = new AbortController();
    let held;
    const on = (event, hear) => window.addEventListener(event, hear, { signal: drag.signal });
    on("pointermove", (event) => held.state.drag?.(event.clientY));
    on("pointerup", () => { held.state.drag = null; setTimeout(() => { held.state.dragged = false; }); });
    const leave = mount(context, (lab) => build(held = lab));
    return () => { drag.abort(); leave(); };
  },
};
