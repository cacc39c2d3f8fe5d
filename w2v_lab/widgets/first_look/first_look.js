// The first look: a text becomes words, examples, a first step and a moving picture.
import { calm, draw, make, mount, shown } from "./kit.js";

const PHASES = ["phase_words", "phase_examples", "phase_step", "phase_training"];
const PANELS = [words, examples, step, training];
// The doors before a phase: what is behind a closed one has not been sent.
const DOORS = { phase_step: ["step"], phase_training: ["step", "run"] };
const MOST_BYTES = 1e6;

function build(lab) {
  const { state, trace } = lab;
  state.phase ??= 0;
  state.text ??= trace.text;
  if (state.of !== trace.text) Object.assign(state, { of: trace.text, example: 0, frame: trace.updates.length - 1 });
  state.inputs = trace.windows[state.example].inputs;
  state.targets = trace.windows[state.example].targets;
  const picture = make("div", { class: "picture" });
  const doors = DOORS[PHASES[state.phase]] ?? [];
  const gates = lab.gates.filter((gate) => doors.includes(gate.door)), last = gates.filter((gate) => gate.door === doors.at(-1));
  const waits = gates.find((gate) => lab.open(gate.name));
  picture.append(...(waits ? [make("p", { class: "soft" }, lab.say("withheld"))] : PANELS[state.phase](lab)));
  const header = make("header", {}, make("h3", {}, lab.say("title")), make("span", { class: "grow" }),
    lab.phases(PHASES, state.phase, (phase) => { stop(lab); state.phase = phase; lab.rebuild(); }));
  const say = PHASES[state.phase].replace("phase_", "say_");
  const hints = [trace.used < trace.total ? lab.say("cut_short", { total: trace.total, used: trace.used }) : null, trace.by_character ? lab.say("by_character") : null];
  return [header, textBar(lab), lab.noteLine(), waits ? null : make("p", { class: "sentence" }, lab.say(say)), ...hints.map((hint) => (hint ? make("p", { class: "sentence soft small" }, hint) : null)),
    picture, waits ? null : lab.explainPanel(), lab.gatePanel((waits ? [waits] : last).map((gate) => gate.name)), lab.bar({ picture, words: () => (waits ? lab.say("withheld") : inWords(lab)), reset: () => { stop(lab); lab.load(); lab.state = { language: lab.language }; lab.rebuild(); } })];
}

// ---- the learner's text -----------------------------------------------------------------------

function textBar(lab) {
  const { state } = lab;
  const field = make("textarea", { rows: 4, "aria-label": lab.say("your_text"), placeholder: lab.say("your_text"), "data-key": "text", spellcheck: "false",
    oninput: (event) => { state.text = event.target.value; },
    onkeydown: (event) => { event.stopPropagation(); if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); use(lab, { text: state.text }); } } });
  field.value = state.text;
  const file = make("input", { type: "file", accept: "text/*,.txt,.md,.csv", hidden: true, "aria-label": lab.say("open_file"), onchange: (event) => opened(lab, event.target.files[0]) });
  const toy = (name) => make("button", { "data-key": name, onclick: () => use(lab, { toy: name, language: lab.language }) }, lab.say(`toy_${name}`));
  return make("div", { class: "bar text" }, field,
    make("div", { class: "buttons" }, make("button", { class: "main", "data-key": "use", onclick: () => use(lab, { text: state.text }) }, lab.say("use")),
      make("button", { "data-key": "open", onclick: () => file.click() }, lab.say("open_file")), file,
      make("span", { class: "soft small" }, lab.say("ours")), toy("kingdom"), toy("article")));
}

async function opened(lab, file) {
  if (!file) return;
  if (file.size > 4 * MOST_BYTES) return lab.note(lab.say("file_too_big", { name: file.name, size: shown(file.size / MOST_BYTES, 1) }));
  use(lab, { file: file.name }, [await file.arrayBuffer()]);
}

async function use(lab, request, buffers = []) {
  stop(lab);
  if ((request.text?.length ?? 0) > MOST_BYTES) return lab.note(lab.say("text_too_big", { count: request.text.length }));
  lab.note(lab.say("asking"));
  const reply = await lab.ask(request, buffers);
  if (!reply) return;
  if (!("text" in request)) lab.state.text = lab.trace.text;
  lab.rebuild();
}

// ---- 1: words ---------------------------------------------------------------------------------

function words(lab) {
  const { trace } = lab;
  const lines = trace.sentences.map((ids) => make("p", { class: "line" }, ids.map((id) => make("span", { class: "token" }, make("bdi", {}, lab.word(id)), make("span", { class: "id" }, String(id))))));
  const row = (id) => make("tr", {}, make("td", { class: "id" }, String(id)), make("th", { scope: "row" }, make("bdi", { class: "cut" }, lab.word(id))), lab.number(`count[${id}]`, { tag: "td" }));
  const head = make("tr", {}, ["id_column", "word_column", "count_column"].map((key) => make("th", { scope: "col", class: "caption" }, lab.say(key))));
  lab.atRest("count[0]");
  return [make("div", { class: "two" }, make("div", {}, lines),
    make("div", {}, make("p", { class: "tight" }, lab.say("vocabulary"), " ", lab.number("V"), " ", lab.say("words_unit")),
      make("div", { class: "scroll" }, make("table", { class: "plain", role: "grid", "aria-label": lab.say("vocabulary") }, make("thead", {}, head), make("tbody", {}, trace.rows.map(row))))))];
}

// ---- 2: examples ------------------------------------------------------------------------------

/** The slider through the examples; `turn` brings the panel to the chosen one, in place, so that a drag goes on. */
function exampleSlider(lab, turn) {
  const { state, trace } = lab;
  const label = make("span");
  const count = lab.number("K");
  const go = (number) => {
    state.example = number;
    state.inputs = trace.windows[number].inputs;
    state.targets = trace.windows[number].targets;
    label.textContent = `${lab.say("example_of", { number: number + 1 })} `;
    turn(trace.windows[number], number);
  };
  go(state.example);
  const slider = lab.slider("example_slider", trace.windows.length, state.example, (number) => { go(number); lab.paint(); lab.explain(lab.pinned); lab.describe(); });
  return make("div", { class: "slide" }, slider, make("span", {}, label, count));
}

function examples(lab) {
  const tokens = [];
  const lines = lab.trace.sentences.map((ids, number) => make("p", { class: "line" }, ids.map((id, place) => {
    const mark = make("span", { class: "id" }), node = make("span", {}, make("bdi", {}, lab.word(id)), mark);
    tokens.push({ id, number, place, node, mark });
    return node;
  })));
  const pair = make("p", { class: "pair" });
  const turn = (now) => {
    for (const { id, number, place, node, mark } of tokens) {
      const here = number === now.sentence;
      const role = here && now.inputs_at.includes(place) ? "current" : here && now.targets_at.includes(place) ? "target" : "";
      if (node.className === `token ${role}`) continue;
      node.className = `token ${role}`;
      mark.textContent = role === "current" ? lab.say("input_word") : role ? lab.say("target_mark") : String(id);
    }
    pair.replaceChildren(...chips(lab, now.inputs, "current"), make("span", { class: "arrow", "aria-hidden": "true" }, "→"), ...chips(lab, now.targets, "target"));
  };
  lab.atRest("K");
  return [exampleSlider(lab, turn), ...lines, pair];
}

function chips(lab, ids, role) {
  return ids.map((id) => make("span", { class: `token ${role}` }, make("bdi", {}, lab.word(id))));
}

// ---- 3: one step ------------------------------------------------------------------------------

const TIMES = ["", "_after", "_trained"];

/** The words on show: the targets, then the most frequent others. */
const rowsOf = (lab, now) => [...new Set([...now.targets, ...lab.trace.rows])].slice(0, Math.max(8, new Set(now.targets).size));

function step(lab) {
  const { state, trace, numbers } = lab;
  const first = trace.windows[state.example], most = Math.max(...trace.windows.map((now) => rowsOf(lab, now).length));
  const rows = [...Array(most).keys()].map((r) => {
    const name = make("bdi", { class: "cut" }), tag = make("span", { class: "tag" });
    const cells = TIMES.map((time) => lab.number(`y${time}[${state.example},${rowsOf(lab, first)[r] ?? 0}]`, { tag: "td", group: "y" }));
    const bars = TIMES.map(() => make("span", { class: "amount" }));
    const tr = make("tr", {}, make("th", { scope: "row" }, name, tag), TIMES.flatMap((_, k) => [cells[k], make("td", { class: "bar-cell", "aria-hidden": "true" }, bars[k])]));
    return { tr, name, tag, cells, bars };
  });
  const losses = TIMES.map((time) => lab.number(`loss${time}[${state.example}]`, { tag: "td", group: "y" }));
  const caption = make("p", { class: "tight" });
  const turn = (now, e) => {
    const shown = rowsOf(lab, now);
    rows.forEach(({ tr, name, tag, cells, bars }, r) => {
      tr.hidden = r >= shown.length;
      if (tr.hidden) return;
      const i = shown[r], hits = now.targets.filter((id) => id === i).length;
      tr.className = hits ? "hit" : "";
      name.textContent = lab.word(i);
      tag.textContent = hits ? `◁ ${lab.say("target_mark")}${hits > 1 ? ` ×${hits}` : ""}` : "";
      TIMES.forEach((time, k) => {
        const id = `y${time}[${e},${i}]`, value = numbers.value(id);
        lab.retarget(cells[k], id, true);
        bars[k].hidden = value === undefined;
        bars[k].style.width = `${100 * (value ?? 0)}%`;
      });
    });
    TIMES.forEach((time, k) => lab.retarget(losses[k], `loss${time}[${e}]`, true));
    caption.replaceChildren(...lab.nodes("step_caption", { word: lab.word(now.inputs[0]) }));
  };
  const head = make("tr", {}, make("td"), ["before_column", "after_column", "trained_column"].map((key) => make("th", { scope: "col", colspan: 2, class: "caption" }, lab.say(key))));
  const foot = make("tr", { class: "foot" }, make("th", { scope: "row" }, lab.say("loss_row")), losses.flatMap((cell) => [cell, make("td")]));
  lab.atRest(`y[${state.example},${rowsOf(lab, first)[0]}]`);
  return [exampleSlider(lab, turn), caption,
    make("table", { class: "plain steps", role: "grid", "aria-label": lab.say("phase_step") }, make("thead", {}, head), make("tbody", {}, rows.map(({ tr }) => tr)), make("tfoot", {}, foot))];
}

// ---- 4: training ------------------------------------------------------------------------------

const WIDE = 600, HIGH = 380, EDGE = 34;

function training(lab) {
  const { state, trace, numbers } = lab;
  const view = numbers.array("view"), [frames, V] = view.shape;
  let reach = 1e-9;
  for (const place of view.data) if (Number.isFinite(place)) reach = Math.max(reach, Math.abs(place));
  const at = (frame, i, axis) => view.data[(frame * V + i) * 2 + axis];
  const toX = (value) => WIDE / 2 + (value / reach) * (WIDE / 2 - 2 * EDGE), toY = (value) => HIGH / 2 - (value / reach) * (HIGH / 2 - EDGE);
  const x = (frame, i) => toX(at(frame, i, 0)), y = (frame, i) => toY(at(frame, i, 1));
  const map = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "map", role: "img", "aria-label": lab.say("map_label", { N: trace.N, share: percent(numbers.value("share")) }) });
  // The cross is the vector of zeros: angles are seen from there.
  const [ox, oy] = [toX(numbers.value("origin[0]")), toY(numbers.value("origin[1]"))];
  map.append(draw("line", { x1: 0, x2: WIDE, y1: oy, y2: oy, class: "axis" }), draw("line", { x1: ox, x2: ox, y1: 0, y2: HIGH, class: "axis" }));
  const dots = trace.rows.map((i) => {
    const trail = draw("polyline", { class: "trail" }), dot = draw("circle", { r: 5.5, class: "dot" }), name = draw("text", { class: "name" });
    const word = lab.word(i);
    name.textContent = word.length > 16 ? `${word.slice(0, 15)}…` : word;
    name.append(Object.assign(draw("title"), { textContent: word }));
    map.append(trail);
    return { i, trail, dot, name, width: [...name.textContent].reduce((sum, c) => sum + (c > "\u2e80" ? 15 : 8.2), 0) };
  });
  for (const { dot } of dots) map.append(dot);
  for (const { name } of dots) map.append(name);

  const loss = lossChart(lab);
  const readings = make("div", { class: "readings" });
  const which = make("p", { class: "tight big" }), roundLine = make("p", { class: "tight" }), pairLine = make("p", { class: "tight" });
  readings.append(which, roundLine, pairLine);
  const total = trace.updates.at(-1);
  let told = -1;
  // Between two kept updates the dots glide; numbers change only at kept ones, where they are true.
  const place = (moment) => {
    const frame = Math.floor(moment), next = Math.min(frame + 1, frames - 1), part = moment - frame;
    const taken = [];
    for (const d of dots) {
      const px = x(frame, d.i) * (1 - part) + x(next, d.i) * part, py = y(frame, d.i) * (1 - part) + y(next, d.i) * part;
      d.dot.setAttribute("cx", px); d.dot.setAttribute("cy", py);
      const left = px + d.width + 12 > WIDE;
      let ly = py + 5, tries = 0;
      const lx = left ? px - 10 - d.width : px + 10;
      d.name.setAttribute("text-anchor", left ? "end" : "start");
      while (taken.some((t) => Math.abs(t.y - ly) < 16 && lx < t.x + t.width && t.x < lx + d.width)) ly += 16 * ++tries * (tries % 2 ? -1 : 1); // above, below, …
      taken.push({ x: lx, y: ly, width: d.width });
      d.name.setAttribute("x", left ? px - 10 : lx); d.name.setAttribute("y", ly);
      const from = Math.max(0, frame - 14);
      let path = "";
      for (let f = from; f <= frame; f++) path += `${x(f, d.i).toFixed(1)},${y(f, d.i).toFixed(1)} `;
      d.trail.setAttribute("points", `${path}${px.toFixed(1)},${py.toFixed(1)}`);
    }
    if (frame === told) return;
    told = frame;
    state.frame = frame;
    const k = trace.updates[frame], round = Math.min(Math.floor(k / trace.windows.length), trace.epochs - 1);
    loss.mark(round);
    which.textContent = lab.say("update_of", { number: k, total });
    lab.retarget(roundCell, `round_loss[${round}]`);
    roundLine.firstChild.textContent = `${lab.say("round_now", { number: round + 1 })} `;
    if (pairCell) {
      lab.retarget(pairCell, `cosine[${frame}]`);
      const [first, second] = trace.pairs[frame];
      pairLine.replaceChildren(...lab.nodes("closest", { first: lab.word(first), second: lab.word(second) }), " ", pairCell);
    }
    lab.explain(lab.pinned);
    lab.describe?.();
  };
  const roundCell = lab.number("round_loss[0]", { group: "reading" });
  roundLine.append(make("span"), roundCell);
  const pairCell = trace.pairs.length ? lab.number("cosine[0]", { group: "reading" }) : null;
  const share = make("p", { class: "tight soft small" }, lab.nodes("map_label", { N: trace.N, share: lab.number("share", { group: "reading" }) }));
  const range = lab.slider("update_slider", frames, state.frame, (frame) => { stop(lab); place(frame); });
  const button = make("button", { class: "main", "data-key": "play", onclick: () => (lab.playing ? pause() : play()) }, lab.say("play"));
  const pause = () => { stop(lab); button.textContent = lab.say("play"); };
  const play = () => {
    let moment = state.frame >= frames - 1 ? 0 : state.frame, last;
    button.textContent = lab.say("pause");
    const tick = (time) => {
      moment = Math.min(frames - 1, moment + (last ? (time - last) / 55 : 0));
      last = time;
      place(calm() ? Math.floor(moment) : moment);
      range.range.value = Math.floor(moment);
      if (moment < frames - 1) lab.playing = requestAnimationFrame(tick); else pause();
    };
    lab.playing = requestAnimationFrame(tick);
  };
  lab.painted = () => { told = -1; place(state.frame); };
  lab.atRest(`round_loss[${Math.min(trace.epochs - 1, Math.floor(trace.updates[state.frame] / trace.windows.length))}]`);
  return [make("div", { class: "slide wide" }, button, range), make("div", { class: "two film" }, map, make("div", {}, readings, loss.node, share))];
}

function lossChart(lab) {
  const losses = lab.numbers.array("round_loss").data, wide = 320, high = 150;
  const top = losses.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, v) : most), 0) || 1;
  const x = (n) => 8 + (losses.length > 1 ? n / (losses.length - 1) : 0) * (wide - 16), y = (v) => high - 8 - (v / top) * (high - 16);
  const line = [...losses].map((v, n) => (Number.isFinite(v) ? `${x(n).toFixed(1)},${y(v).toFixed(1)}` : "")).join(" ");
  const dot = draw("circle", { r: 5.5, class: "now" });
  const node = draw("svg", { viewBox: `0 0 ${wide} ${high}`, class: "loss", role: "img", "aria-label": lab.say("loss_label") },
    draw("line", { x1: 8, x2: wide - 8, y1: high - 8, y2: high - 8, class: "axis" }), draw("polyline", { points: line, class: "curve" }), dot);
  return { node: make("figure", {}, make("figcaption", { class: "soft small" }, lab.say("loss_label")), node), mark: (n) => { dot.setAttribute("cx", x(n)); dot.setAttribute("cy", y(losses[n])); } };
}

function stop(lab) {
  cancelAnimationFrame(lab.playing);
  lab.playing = null;
}

const percent = (share) => `${Math.round(100 * share)} %`;

function inWords(lab) {
  const { state, trace, numbers } = lab;
  const now = trace.windows[state.example], e = state.example;
  const list = (ids) => ids.map((i) => lab.word(i)).join(lab.say("separator"));
  const number = (id) => (numbers.value(id) === undefined ? "?" : lab.digits(id, numbers.value(id)));
  if (state.phase === 0) return lab.say("words_words", { V: trace.rows.length, list: trace.rows.map((i) => lab.say("words_count", { word: lab.word(i), count: number(`count[${i}]`) })).join(lab.say("separator")) });
  const example = lab.say("words_example", { number: e + 1, K: trace.windows.length, inputs: list(now.inputs), targets: list(now.targets) });
  if (state.phase === 1) return example;
  if (state.phase === 2) return example + lab.say("words_step", { before: number(`loss[${e}]`), after: number(`loss_after[${e}]`), trained: number(`loss_trained[${e}]`) });
  const k = trace.updates[state.frame], round = Math.min(Math.floor(k / trace.windows.length), trace.epochs - 1);
  const [first, second] = (trace.pairs[state.frame] ?? []).map((i) => lab.word(i));
  return lab.say(first === undefined ? "words_training_one" : "words_training", { number: k, total: trace.updates.at(-1), loss: number(`round_loss[${round}]`), first, second, cosine: first === undefined ? "" : number(`cosine[${state.frame}]`) });
}

export default {
  render: (context) => mount(context, (lab) => { lab.leave = () => stop(lab); return build(lab); }),
};
