// The step explorer: one training step, phase by phase, as matrices or as a network of neurons.
import { draw, largest, make, mount, plain } from "./kit.js";

const PHASE_OF = { u: "scores", y: "softmax", t: "loss", e: "errors" };

function build(lab) {
  const { state, trace } = lab;
  const phases = trace.all;
  state.step = Math.min(state.step ?? trace.first, trace.states.length - 1);
  state.phase = Math.min(state.phase ?? trace.start, phases.length - 1);
  state.picture ??= trace.picture;
  state.checks ??= {};
  Object.assign(state.checks, trace.checks);
  settle(lab);
  const parts = lab.parts = { live: [], rows: [], title: make("h3"), of: make("span", { class: "soft small" }), sentence: make("p", { class: "sentence" }), targets: make("span"), check: make("div", { class: "check" }) };
  lab.follow = (name, index) => FOLLOW[name](lab, index);
  lab.label = (letter, i) => (letter === "r" ? lineWord(lab, i) : letter === "m" ? rowName(lab, i) : undefined);
  lab.explained = (id) => check(lab, id);
  lab.mark = arrow;
  lab.instead = (id) => (phaseName(lab) === "update" && trace.phases.includes("update") ? id?.replace(/^W_/, "new_") : id);
  const picture = make("div", { class: "picture" });
  const gates = due(lab), waits = gates.find((gate) => gate.choice === undefined);
  if (waits) picture.append(make("p", { class: "soft" }, lab.say("withheld")));
  else picture.append(state.picture === "network" ? network(lab) : matrices(lab));
  parts.phases = lab.phases(phases.map((name) => (name === "softmax" && !soft(lab) ? "phase_sigmoid" : `phase_${name}`)), state.phase, (phase) => go(lab, phase));
  const steps = trace.states.length > 1 ? lab.slider("step_slider", trace.states.length, state.step, (step) => scrub(lab, step)) : null;
  const header = make("header", {}, parts.title, parts.of, make("span", { class: "grow" }), steps,
    lab.choice("picture", ["matrices", "network"], state.picture, (which) => { state.picture = which; lab.rebuild(); }));
  const panel = waits ? null : lab.explainPanel();
  const bar = lab.bar({ picture, words: () => inWords(lab, waits), reset: () => { Object.assign(state, { phase: trace.start, step: trace.first }); state.done = false; state.picture = trace.picture; lab.pinned = undefined; lab.rebuild(); } });
  lab.painted = () => { if (!waits) edges(lab); };
  lab.sizes?.disconnect();
  if (!waits && state.picture === "network") (lab.sizes = new ResizeObserver(() => edges(lab))).observe(parts.stage);
  texts(lab);
  if (!waits) refresh(lab);
  lab.describe();
  lab.atRest(main(lab));
  return [header, make("div", { class: "bar" }, parts.phases, make("span", { class: "grow" }), parts.targets), lab.noteLine(), waits ? null : parts.sentence, picture, waits ? null : parts.check, panel, lab.gatePanel((waits ? [waits] : gates).map((gate) => gate.name)), bar];
}

/** What follows from the step that is on show. */
function settle(lab) {
  const { state, trace } = lab;
  lab.numbers.state = trace.states[state.step];
  state.inputs = trace.inputs[state.step];
  state.targets = trace.targets[state.step];
  state.target = Math.min(state.target ?? 0, state.targets.length - 1);
}
const touched = (lab) => lab.trace.lines[lab.state.step];
const lines = (lab) => touched(lab)[lab.state.target];
const asked = (lab, r, id) => (r < lines(lab).length ? id(lines(lab)[r]) : null);
const rowName = (lab, row) => (lab.trace.output === "HierarchicalSoftmax" ? lab.say("row", { row }) : lab.word(row));
const lineWord = (lab, r) => rowName(lab, lines(lab)[r]);
const letters = (lab) => Object.keys(PHASE_OF).filter((letter) => lab.trace.all.includes(PHASE_OF[letter]));
const soft = (lab) => lab.trace.output === "Softmax";
const phaseName = (lab) => lab.trace.all[lab.state.phase];
const reached = (lab, name) => lab.state.phase >= lab.trace.all.indexOf(name) && lab.trace.all.includes(name);
/** The questions that this phase comes after. */
const due = (lab) => lab.gates.filter((gate) => reached(lab, gate.door));
/** The place of the right answer among the lines of the target. */
const hit = (lab, s = lab.state.target) => Math.max(0, touched(lab)[s].findIndex((row, r) => lab.numbers.value(`t[${s},${r}]`) ?? row === lab.state.targets[s]));

// Where the numbers came from whose sources depend on the rows that the step touches.
const everywhere = (lab, id) => touched(lab).flatMap((rows, s) => rows.map((row, r) => id(`[${s},${r}]`, row)));
const dimensions = (lab) => [...Array(lab.trace.N).keys()];
const FOLLOW = {
  row: (lab, [s, r]) => dimensions(lab).map((j) => `W_out[${touched(lab)[s][r]},${j}]`),
  scores: (lab, [s]) => touched(lab)[s].map((_, r) => `u[${s},${r}]`),
  hits: (lab) => lab.state.targets.map((_, s) => `y[${s},${hit(lab, s)}]`),
  predictions: (lab) => everywhere(lab, (at) => "y" + at),
  labels: (lab) => everywhere(lab, (at) => "t" + at),
  errors: (lab) => everywhere(lab, (at) => "e" + at),
  column: (lab, [j]) => everywhere(lab, (_, row) => `W_out[${row},${j}]`),
  row_errors: (lab, [i]) => everywhere(lab, (at, row) => row === i && "e" + at).filter(Boolean),
  row_h: (lab, [, j]) => [`h[${j}]`],
};

/** Which number stands at a weight's place in this phase: the weight, its slope, or what it becomes. */
function weight(lab, side, i, j) {
  const phase = phaseName(lab);
  return `${phase === "slopes" ? "G" : phase === "update" && lab.state.done ? "new" : "W"}_${side}[${i},${j}]`;
}

/** The number that a phase is about. */
function main(lab) {
  const { state } = lab, s = state.target, r = hit(lab), row = lines(lab)[r];
  return { input: `x[${state.inputs[0]}]`, hidden: "h[0]", scores: `u[${s},${r}]`, softmax: `y[${s},${r}]`, loss: "loss", errors: `e[${s},${r}]`, back: "EH[0]", slopes: state.checks[lab.numbers.state]?.passed === false ? `G_in[${state.inputs[0]},0]` : `G_out[${row},0]`, update: weight(lab, "out", row, 0) }[phaseName(lab)];
}

const list = (lab, ids) => ids.map((i) => lab.word(i)).join(lab.say("separator"));
const cut = (...text) => make("bdi", { class: "cut" }, ...text);

function live(lab, id, options) {
  const cell = lab.number(id() ?? "C", options); // rows that this target does not touch stay blank
  lab.parts.live.push([cell, id]);
  return cell;
}

// ---- as matrices ------------------------------------------------------------------------------

function matrices(lab) {
  const { trace, parts } = lab, N = trace.N, columns = dimensions(lab), { state } = lab;
  const head = (symbol, kind, span = 1) => make("th", { class: `head ${kind}`, colspan: span, scope: "colgroup" }, symbol);
  const caption = (key, span = 1, kind = "") => make("td", { class: `caption ${kind}`, colspan: span }, lab.say(key));
  const W = (side) => ["W", make("sub", {}, side)];
  const word = (i) => make("th", { scope: "row", class: "name-cell" }, cut(lab.word(i)));
  const td = (id, kind, group, decimals) => { const cell = live(lab, id, { tag: "td", group, decimals }); if (kind) cell.classList.add("late", kind); return cell; };
  const cols = (...kinds) => make("colgroup", {}, kinds.map((kind) => make("col", { class: kind })));
  const weights = columns.map(() => "weight");
  const left = make("table", { class: "grid fixed", role: "grid", "aria-label": lab.say("left_label") }, cols("word", "bit", ...weights),
    make("thead", {}, make("tr", {}, make("td"), head("x", "x"), head(W("in"), "in", N)), make("tr", {}, make("td"), caption("x_caption"), caption("W_in_caption", N))),
    make("tbody", {}, trace.rows.map((i) => {
      const tr = make("tr", {}, word(i), td(() => `x[${i}]`, "", "x", 0), columns.map((j) => td(() => weight(lab, "in", i, j), "", "W_in")));
      parts.rows.push({ tr, input: i });
      return tr;
    })));
  const count = Math.max(...trace.lines.flat().map((rows) => rows.length));
  const vector = (name, kind, label) => make("tr", { class: `result late ${kind}` }, columns.map((j) => td(() => `${name}[${j}]`, "", name)), make("th", { scope: "row", colspan: 5, class: "side" }, label));
  const right = make("table", { class: "grid fixed", role: "grid", "aria-label": lab.say("right_label") }, cols(...weights, ...letters(lab).map((letter) => (letter === "t" ? "bit" : "weight")), "word wide"),
    make("thead", {}, vector("h", "hidden", lab.say("h_label")), vector("EH", "back", lab.say("EH_label")),
      make("tr", {}, head(W("out"), "out soon scores", N), letters(lab).map((name) => head(name, `soon ${PHASE_OF[name]}`)), make("td")),
      make("tr", {}, caption("W_out_caption", N, "soon scores"), letters(lab).map((name) => caption(`${name}_caption`, 1, `soon ${PHASE_OF[name]}`)), make("td"))),
    make("tbody", {}, [...Array(count).keys()].map((r) => {
      const at = (name) => () => asked(lab, r, () => `${name}[${state.target},${r}]`);
      const name = cut(), mark = make("span", { class: "tag" });
      const tr = make("tr", {}, columns.map((j) => { const cell = td(() => asked(lab, r, (row) => weight(lab, "out", row, j)), "", "W_out"); cell.classList.add("soon", "scores"); return cell; }),
        letters(lab).map((letter) => td(at(letter), PHASE_OF[letter], letter, letter === "t" ? 0 : undefined)), make("th", { scope: "row", class: "name-cell" }, name, mark));
      parts.rows.push({ tr, line: r, name, mark });
      return tr;
    })));
  parts.stage = make("div", { class: `stage matrices${N > 6 ? " dense" : ""}` }, left, make("div", {}, right), losses(lab));
  return parts.stage;
}

function losses(lab) {
  const number = (id) => live(lab, () => id, { group: "loss" });
  const after = lab.trace.phases.includes("update") ? make("span", { class: "late done" }, lab.say("loss_after"), " ", number("after")) : null;
  const sent = (phase) => lab.trace.phases.includes(phase);
  return make("p", { class: "price" }, make("b", { class: "late loss" }, lab.say("loss_label"), " ", sent("loss") ? number("loss") : "?"), after,
    sent("update") ? make("span", { class: "late update" }, lab.say("rate_label"), " ", number("rate")) : null);
}

// ---- as a network -----------------------------------------------------------------------------

function network(lab) {
  const { trace, parts, state } = lab;
  const node = (kind, ...children) => make("div", { class: `node ${kind}` }, ...children);
  const input = () => (state.inputs.includes(state.from) ? state.from : state.inputs[0]);
  const inputs = trace.rows.map((i) => {
    const button = make("button", { class: "word", "data-key": `from ${i}`, onclick: () => { state.from = i; refresh(lab); } }, cut(lab.word(i)));
    const tr = node("in", button, live(lab, () => `x[${i}]`, { group: "x", decimals: 0 }));
    parts.rows.push({ tr, input: i });
    return tr;
  });
  const count = Math.max(...trace.lines.flat().map((rows) => rows.length));
  const chosen = () => (state.to < lines(lab).length ? state.to : hit(lab));
  const hidden = dimensions(lab).map((j) => node("hid", make("span", { class: "edge" }, live(lab, () => weight(lab, "in", input(), j), { group: "W_in" })),
    make("span", { class: "core late hidden" }, live(lab, () => `h[${j}]`, { group: "h" }), make("span", { class: "late back" }, live(lab, () => `EH[${j}]`, { group: "EH" }))),
    make("span", { class: "edge late scores" }, live(lab, () => weight(lab, "out", lines(lab)[chosen()], j), { group: "W_out" }))));
  const outputs = [...Array(count).keys()].map((r) => {
    const name = cut(), mark = make("span", { class: "tag" });
    const button = make("button", { class: "word", "data-key": `to ${r}`, onclick: () => { state.to = r; refresh(lab); } }, name);
    const tr = node("out", letters(lab).map((letter) => { const cell = live(lab, () => asked(lab, r, () => `${letter}[${state.target},${r}]`), { group: letter, decimals: letter === "t" ? 0 : undefined }); cell.classList.add("late", PHASE_OF[letter]); return cell; }), button, mark);
    parts.rows.push({ tr, line: r, name, mark });
    return tr;
  });
  parts.network = { inputs, hidden, outputs, input, chosen, svg: draw("svg", { class: "edges", role: "img", "aria-label": lab.say("edges") }) };
  const caption = (key, ...children) => make("div", { class: "column" }, make("div", { class: "caption soft small" }, lab.say(key)), ...children);
  parts.stage = make("div", { class: "stage network" }, parts.network.svg, caption("layer_in", ...inputs), caption("layer_hidden", ...hidden), make("div", { class: "column" }, outputHead(lab), ...outputs), losses(lab));
  return parts.stage;
}

function outputHead(lab) {
  return make("div", { class: "node out heads" }, letters(lab).map((name) => make("span", { class: `n late ${PHASE_OF[name]}` }, name)), make("span", { class: "soft small" }, lab.say("layer_out")));
}

/** The edges, drawn anew where the nodes lie, or only recoloured: thick and dark for a large weight. */
function edges(lab) {
  const { parts, numbers } = lab, net = parts.network;
  if (!net || lab.state.picture !== "network") return;
  const frame = parts.stage.getBoundingClientRect();
  if (!frame.width) return; // not laid out yet: the observer calls again
  const at = (node, side) => { const r = node.getBoundingClientRect(); return [(side < 0 ? r.left : r.right) - frame.left, r.top + r.height / 2 - frame.top]; };
  const line = (from, to, data) => ({ ...data, node: draw("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }) });
  const hiddenIn = net.hidden.map((node) => at(node, -1)), hiddenOut = net.hidden.map((node) => at(node, 1));
  net.lines = [
    ...net.inputs.flatMap((node, i) => { const from = at(node, 1); return hiddenIn.map((to, j) => line(from, to, { side: "in", i: lab.trace.rows[i], j })); }),
    ...net.outputs.flatMap((node, r) => { const to = at(node, -1); return hiddenOut.map((from, j) => line(from, to, { side: "out", r, j })); })];
  net.svg.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
  net.svg.replaceChildren(...net.lines.map(({ node }) => node));
  net.top = Math.max(1e-9, ...["W_in", "W_out"].flatMap((name) => [...(numbers.array(name)?.data ?? [])].map(Math.abs).filter(Number.isFinite)));
  recolour(lab);
}

function recolour(lab) {
  const { parts, state, numbers } = lab, net = parts.network;
  if (!net?.lines) return;
  for (const { node, side, i, j, r } of net.lines) {
    const row = side === "in" ? i : lines(lab)[r];
    const on = side === "in" ? state.inputs.includes(i) && (state.inputs.length === 1 || i === net.input()) : reached(lab, "scores") && r === net.chosen();
    const value = numbers.value(`W_${side}[${row},${j}]`);
    const seen = side === "in" || reached(lab, "scores");
    node.setAttribute("class", `${value > 0 ? "plus" : "minus"}${on ? " on" : ""}${seen ? "" : " gone"}`);
    node.setAttribute("stroke-width", Math.min(6, 0.6 + 4 * (Math.abs(value) / net.top || 0)));
  }
}

// ---- bringing the picture up to date -----------------------------------------------------------

const write = (node, text) => { if (node.textContent !== text) node.textContent = text; };

function refresh(lab) {
  const { state, trace, parts } = lab;
  const here = lines(lab), right = hit(lab);
  // On most scrubs each place goes on standing for the same number.
  const now = [state.phase, state.done, state.target, here, state.from, state.to, parts.network && state.inputs].join("|");
  if (now !== parts.now) for (const [cell, id] of parts.live) lab.retarget(cell, id(), true);
  parts.now = now;
  const several = soft(lab) && state.targets.length > 1, atInput = parts.network?.input(), atOutput = parts.network?.chosen();
  const kinds = (row, flags) => { for (const kind in flags) if (row[kind] !== flags[kind]) row.tr.classList.toggle(kind, row[kind] = flags[kind]); };
  for (const row of parts.rows) {
    if (row.input !== undefined) {
      const on = state.inputs.includes(row.input);
      kinds(row, { on, off: !on, at: atInput === row.input });
      continue;
    }
    row.tr.hidden = row.line >= here.length;
    if (row.tr.hidden) continue;
    const times = several ? state.targets.filter((i) => i === here[row.line]).length : Number(row.line === right && trace.output !== "HierarchicalSoftmax");
    kinds(row, { hit: times > 0, at: atOutput === row.line });
    write(row.name, lineWord(lab, row.line));
    write(row.mark, times ? ` ◁ ${lab.say("target_mark")}${times > 1 ? ` ×${times}` : ""}` : "");
  }
  lab.paint();
  push(lab);
  const seen = trace.all.slice(0, state.phase + 1).map((name) => `at-${name}`);
  parts.stage.className = `${parts.stage.className.replace(/ (at-|is-|done)\S*/g, "")} ${seen.join(" ")} is-${phaseName(lab)}${state.done && phaseName(lab) === "update" ? " done" : ""}`;
  recolour(lab);
}

/** Which way the update will push each weight, and how hard, in thirds of the hardest push of its matrix: against its slope. */
function push(lab) {
  const about = phaseName(lab) === "update";
  if (!about && !lab.parts.pushed) return;
  lab.parts.pushed = about;
  const weights = lab.parts.weights ??= Object.fromEntries(["in", "out"].map((side) => [side, lab.cells.filter(({ group }) => group === `W_${side}`)]));
  for (const side in weights) {
    const slopes = about ? lab.numbers.array(`G_${side}`).data : [], most = largest(slopes);
    for (const weight of weights[side]) {
      const slope = slopes[weight.at] || 0; // it lies where its weight does
      const push = slope ? `${slope > 0 ? "down" : "up"} ${Math.ceil(Math.min(1, Math.abs(slope) / most) * 3) || 1}` : "";
      if ((weight.push ?? "") === push) continue;
      weight.push = push;
      if (push) weight.cell.setAttribute("data-push", push); else weight.cell.removeAttribute("data-push");
    }
  }
}

/** The arrow on a weight once more, for a saved picture. */
function arrow({ dataset }, style, { x, y, width, height }) {
  if (!dataset.push) return null;
  const em = parseFloat(style.fontSize), size = parseFloat(style.backgroundSize), up = dataset.push.startsWith("up") ? 1 : -1;
  const right = x + width - parseFloat(style.borderRightWidth) - 0.45 * em + size / 2, tip = y + height / 2 - (up * size) / 2;
  return draw("polygon", { points: `${right - size / 2},${tip} ${right},${tip + up * size} ${right - size},${tip + up * size}`, fill: style.backgroundImage.match(/rgba?\([^)]*\)/)?.[0] ?? plain(style.color) });
}

function texts(lab) {
  const { state, trace, parts, numbers } = lab;
  parts.title.replaceChildren(make("bdi", {}, list(lab, state.inputs)), " → ", make("bdi", {}, list(lab, state.targets)));
  parts.of.textContent = lab.say("step_of", { number: trace.updates[state.step] + 1, total: trace.total });
  parts.phases?.show(state.phase);
  const name = phaseName(lab), several = state.inputs.length > 1 ? "_inputs" : state.targets.length > 1 ? "_targets" : "";
  const zero = name === "back" && numbers.array("EH")?.data.every((v) => !v) ? "_zero" : several;
  const key = [zero, soft(lab) ? "" : "_yes_no", several, ""].map((end) => `say_${name}${end}`).find((k, i, all) => lab.texts[k] && (i === 3 || k !== all[3]));
  parts.sentence.replaceChildren(...lab.nodes(key, { word: lab.word(state.inputs[0]), target: lab.word(state.targets[state.target]), C: state.inputs.length, T: state.targets.length, N: trace.N, V: trace.rows.length }));
  if (name === "update") parts.sentence.append(" ", make("button", { class: "main", "data-key": "happen", onclick: () => { state.done = !state.done; lab.pinned = undefined; show(lab); } }, lab.say(state.done ? "take_back" : "let_it")));
  parts.targets.replaceChildren(...(state.targets.length > 1 ? [make("span", { class: "soft" }, lab.say("which_target"), " "), make("select", { "aria-label": lab.say("which_target"), "data-key": "target", onchange: (event) => { state.target = Number(event.target.value); lab.pinned = undefined; show(lab); } },
    state.targets.map((i, s) => make("option", { value: s, selected: s === state.target }, lab.word(i))))] : []));
}

/** Another phase, step or target: everything in place, nothing built anew. */
function show(lab) {
  const focus = document.activeElement?.dataset?.key;
  settle(lab);
  texts(lab);
  if (!lab.parts.stage) return;
  refresh(lab);
  lab.atRest(main(lab));
  lab.explain(lab.pinned);
  lab.describe();
  if (focus && document.activeElement?.dataset?.key !== focus) lab.root.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
}

function go(lab, phase) {
  const { state } = lab;
  const before = due(lab).length;
  Object.assign(state, { phase, done: false });
  lab.pinned = main(lab);
  if (due(lab).length !== before) return lab.rebuild();
  show(lab);
}

function scrub(lab, step) {
  lab.state.step = step;
  lab.state.done = false;
  show(lab);
}

// ---- the check by finite differences -------------------------------------------------------------

function check(lab, id) {
  const { state, trace, parts, numbers } = lab;
  const known = state.checks[numbers.state];
  if (parts.checked === known && known && /^(taken|measured|difference)/.test(id)) return;
  lab.cells = lab.cells.filter(({ group }) => group !== "check");
  parts.checked = known;
  parts.check.replaceChildren();
  parts.check.hidden = !reached(lab, "slopes") || !trace.phases.includes("update");
  if (parts.check.hidden) return;
  if (!known) {
    parts.check.replaceChildren(make("button", { "data-key": "check", onclick: () => ask(lab) }, lab.say("check")), make("span", { class: "soft" }, lab.say("check_why")));
    return;
  }
  const number = (name) => lab.number(name, { group: "check" });
  const verdict = !known.finite ? "check_infinite" : known.passed ? "check_passed" : "check_failed";
  const row = [make("b", { class: `badge ${known.passed ? "right" : "wrong"}`, role: "status" }, lab.say(verdict)), make("span", { class: "soft" }, lab.say("check_greatest"), " ", number("difference"))];
  const at = id?.match(/^(?:W|G|new|taken|measured)_(in|out)(\[.*)$/) ?? main(lab).match(/^(?:W|G|new)_(in|out)(\[.*)$/);
  if (at) row.push(make("span", {}, make("span", { class: "soft" }, lab.nodes("check_weight", { weight: make("bdi", {}, lab.plainName(`W_${at[1]}${at[2]}`)) })), " ", number(`taken_${at[1]}${at[2]}`), " ", make("span", { class: "soft" }, lab.say("check_measured")), " ", number(`measured_${at[1]}${at[2]}`)));
  parts.check.replaceChildren(...row);
  lab.paint(lab.cells.filter(({ group }) => group === "check"));
}

async function ask(lab) {
  const place = Number(lab.numbers.state);
  const reply = await lab.ask({ check: place });
  if (!reply) return;
  lab.numbers.add(reply.trace, reply.numbers);
  lab.state.checks[place] = reply.trace;
  lab.explain(lab.pinned);
}

function inWords(lab, waits) {
  const { state, numbers, parts } = lab;
  const all = (name) => [...(numbers.array(name)?.data ?? [])].map((v) => lab.digits(name, v)).join(", ");
  const told = [`${parts.title.textContent}; ${parts.of.textContent}; ${lab.say(`phase_${phaseName(lab)}`)}.`];
  if (waits) return `${told} ${lab.say("withheld")}`;
  if (reached(lab, "hidden")) told.push(`h = (${all("h")}).`);
  if (reached(lab, "softmax")) told.push(lab.say("words_y", { list: lines(lab).map((_, r) => `${lineWord(lab, r)} ${lab.digits("y", numbers.value(`y[${state.target},${r}]`))}`).join(lab.say("separator")) }));
  if (reached(lab, "loss")) told.push(`${lab.say("loss_label")} ${all("loss")}.`);
  if (reached(lab, "back")) told.push(`EH = (${all("EH")}).`);
  if (phaseName(lab) === "update" && state.done) told.push(`${lab.say("loss_after")} ${all("after")}.`);
  return told.join(" ");
}

export default { render: (context) => mount(context, (lab) => { lab.leave = () => lab.sizes?.disconnect(); return build(lab); }) };
