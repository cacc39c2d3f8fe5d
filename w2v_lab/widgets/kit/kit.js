// What every widget shares in the page. kit.py puts this file in front of a widget's own module,
// which says `mount(context, build)` and gets texts, numbers, phases, the predict gate and the bar.
// Words that users typed are data: they reach the page through text nodes only.

/** An element with attributes, listeners (onclick: …) and children; strings become text. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== ""));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** The same for SVG. */
export function draw(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A number as people read it: fixed decimals, a true minus, honest about NaN and infinity. */
export function shown(value, decimals) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const whole = decimals === 0 && Number.isInteger(value);
  const text = whole ? value.toLocaleString("en") : size >= 1e5 || decimals === 0 ? value.toExponential(1) : value.toFixed(decimals);
  return text.replaceAll("-", "−");
}

const exact = (value) => (Object.is(value, -0) ? "-0" : String(value));

const UNKNOWN = { data: [] };
export const largest = (data) => data.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 0);
/** A tint's sign and strength, "-7" for seven tenths: in steps, as each new style has to be worked out by the browser. */
const tenths = (value, most) => `${value < 0 ? "-" : "+"}${Math.round(Math.min(1, Math.abs(value) / most) * 10) || 0}`;

/** The arrays of a trace: `value("W_in[3,2]")`, with the arrays of the chosen state before others. */
class Numbers {
  constructor(trace, bytes) {
    this.trace = trace;
    this.arrays = {};
    this.state = "";
    this.add(trace, bytes);
  }
  add(trace, bytes) {
    const data = new Float64Array(bytes.byteLength / 8);
    new Uint8Array(data.buffer).set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    for (const [name, { shape, offset, step }] of Object.entries(trace.arrays ?? {})) {
      const size = shape.reduce((a, b) => a * b, 1);
      if (step) { this.arrays[name] = { shape, step, data: new Int16Array(data.buffer, offset * 8, size) }; continue; } // only drawn
      const put = (key, shape, from, size) => { this.arrays[key] = { shape, data: data.subarray(from, from + size) }; };
      // An array of all states is one array for each of them.
      if (!trace.states || name.includes("/")) put(name, shape, offset, size);
      else trace.states.forEach((state, k) => put(`${state}/${name}`, shape.slice(1), offset + (k * size) / shape[0], size / shape[0]));
    }
  }
  array(name) {
    return this.arrays[`${this.state}/${name}`] ?? this.arrays[name];
  }
  // The index i is a word's: it runs over the ids of the rows that are shown, any other from 0.
  place(name, axis, index) {
    return this.byWord(name, axis) ? this.trace.rows.indexOf(index) : index;
  }
  byWord(name, axis) {
    return this.trace.relations[name]?.index[axis] === "i";
  }
  indices(name, axis) {
    return this.byWord(name, axis) ? this.trace.rows : [...Array(this.array(name)?.shape[axis] ?? 0).keys()];
  }
  value(id) {
    return this.array(parse(id)[0])?.data[this.offset(id)];
  }
  /** Where a number lies in its array. */
  offset(id) {
    const [name, index] = parse(id), { shape } = this.array(name);
    return index.reduce((at, i, axis) => at * shape[axis] + this.place(name, axis, Number(i)), 0);
  }
  // The ids that a pattern such as "W_in[inputs,j]" names, for given i and j.
  expand(pattern, given) {
    const [name, index] = parse(pattern);
    let found = [[]];
    index.forEach((token, axis) => {
      const choices = token === ":" ? this.indices(name, axis) : given[token] ?? [Number(token)];
      found = found.flatMap((start) => [].concat(choices).map((i) => [...start, i]));
    });
    return found.map((i) => (i.length ? `${name}[${i.join()}]` : name));
  }
}

const parsed = {};
function parse(id) {
  if (parsed[id]) return parsed[id];
  const [, name, index] = id.match(/^([^[]*)(?:\[(.*)\])?$/);
  return (parsed[id] = [name, index === undefined ? [] : index.split(",")]);
}

const PATIENCE = 4000; // milliseconds until the page says that Python is silent

/** The page's side of one widget. `build(lab)` makes its parts and is called again when it changes. */
class Lab {
  constructor({ model, el, name }, build) {
    this.model = model;
    this.root = make("section", { class: `w2v ${name}`, role: "group" });
    this.build = build;
    this.state = {};
    this.waiting = new Map();
    this.arrivals = [];
    this.stop = new AbortController();
    this.language = model.get("language");
    this.texts = model.get("texts");
    el.append(this.root);
    this.load();
    const listen = (event, hear) => {
      model.on(event, hear);
      this.stop.signal.addEventListener("abort", () => model.off(event, hear));
    };
    // The facts and their bytes arrive one after the other: rebuild once, when both are there.
    const soon = () => {
      cancelAnimationFrame(this.soon);
      this.soon = requestAnimationFrame(() => {
        this.load();
        if (!this.busy) this.rebuild(); // a widget that is busy shows in the end what has come
        for (const go of this.arrivals.splice(0)) go();
      });
    };
    for (const trait of ["facts", "numbers"]) listen(`change:${trait}`, soon);
    listen("msg:custom", (content, buffers) => {
      this.waiting.get(content.reply)?.(content, buffers);
      this.waiting.delete(content.reply);
    });
    const on = (event, hear) => this.root.addEventListener(event, hear, { signal: this.stop.signal });
    on("pointerover", (event) => this.point(event.target, false));
    on("focusin", (event) => this.point(event.target, true));
    on("click", (event) => this.point(event.target, true));
    on("pointerleave", () => this.explain(this.pinned));
    on("keydown", (event) => this.walk(event));
    this.rebuild();
  }
  load() {
    const facts = this.model.get("facts"), bytes = this.model.get("numbers");
    const trace = structuredClone(facts.trace); // a copy of one's own: what is fetched is added to it
    this.trace = trace;
    this.gates = facts.gates;
    this.stamp = facts.stamp;
    this.numbers = trace.arrays ? new Numbers(trace, bytes) : null;
    this.pinned = undefined;
  }
  rebuild() {
    const focused = this.root.contains(document.activeElement) ? document.activeElement.dataset : null;
    this.root.lang = this.language;
    this.root.classList.toggle("large", Boolean(this.state.large));
    this.cells = [];
    this.entries = new Map();
    this.groups = new Set();
    this.painted = undefined;
    const parts = this.build(this).flat();
    this.root.replaceChildren(...parts.filter(Boolean));
    this.paint();
    this.painted?.();
    this.explain(this.pinned);
    const name = focused?.key ? `[data-key="${CSS.escape(focused.key)}"]` : focused?.id ? `[data-id="${CSS.escape(focused.id)}"]` : null;
    if (!name) return;
    // A button that has done its work takes no focus: after an answer it goes to the words about it.
    const again = this.root.querySelector(name);
    const next = again?.disabled ? again.closest(".gate")?.querySelector(".why") : again;
    (next ?? this.root.querySelector('[data-key="phase"]'))?.focus({ preventScroll: true });
  }
  /** The number that explains itself when nobody points at one. */
  atRest(id) {
    if (!this.cells.some((cell) => cell.id === this.pinned)) this.pinned = id;
  }

  // ---- texts ------------------------------------------------------------------------------

  /** A text of the catalogue with its {places} filled, in one pass: values are never read again. */
  say(key, values = {}) {
    return this.tell(this.texts[key], values);
  }
  tell(text, values = {}) {
    return text[this.language].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }
  /** The same as nodes: values that are nodes stay nodes, and words keep their own direction. */
  nodes(key, values = {}) {
    return this.filled(this.texts[key], values);
  }
  filled(text, values = {}) {
    return text[this.language].split(/\{(\w+)\}/).map((part, i) =>
      i % 2 === 0 ? part : values[part] instanceof Node ? values[part] : make("bdi", {}, String(values[part])));
  }
  word(id) {
    return this.trace.words[id] ?? String(id);
  }

  // ---- numbers ----------------------------------------------------------------------------

  /** A number on show. It carries its id and its exact value, and explains itself when reached. */
  number(id, { tag = "span", group = parse(id)[0], decimals, ...attributes } = {}) {
    const role = tag === "td" ? "gridcell" : "note"; // a cell is named by its row and column, a note by itself
    const cell = (tag === "text" ? draw : make)(tag, { class: "n", role, "data-id": id, "data-group": group, tabindex: this.groups.has(group) ? -1 : 0, ...attributes }, document.createTextNode(""));
    this.groups.add(group);
    const entry = { cell, id, decimals, group };
    this.cells.push(entry);
    this.entries.set(cell, entry);
    return cell;
  }
  /** Let a number that is on show stand for another id from now on, or for none. */
  retarget(cell, id, later) {
    const entry = this.entries.get(cell);
    if (entry.id === id) return;
    if (this.pinned === entry.id) this.pinned = id ?? undefined;
    if ((entry.id === null) !== (id === null)) cell.classList.toggle("blank", id === null);
    entry.id = id;
    entry.of = entry.at = undefined;
    if (id !== null) {
      cell.setAttribute("data-id", id);
      return later || this.paint([entry]);
    }
    for (const name of ["data-id", "data-value", "title", "aria-label"]) cell.removeAttribute(name);
    cell.tabIndex = -1;
    cell.firstChild.data = entry.text = "";
  }
  /** Write the values of the chosen state into every number. */
  paint(cells = this.cells) {
    const arrays = {}, scales = {};
    for (const entry of cells) {
      const { cell, id, decimals } = entry;
      if (id === null) continue;
      const name = parse(id)[0];
      const array = arrays[name] ??= this.numbers.array(name) ?? UNKNOWN;
      const value = array.data[entry.at ??= array === UNKNOWN ? undefined : this.numbers.offset(id)], known = value !== undefined;
      const scale = scales[name] ??= this.trace.tinted?.includes(name) ? largest(array.data) || 1 : 0;
      // What shows the same already is left alone: a scrub through large matrices has no time to spare.
      if (entry.of === id && Object.is(entry.value, value) && entry.scale === scale) continue;
      entry.of = id;
      entry.value = value;
      entry.scale = scale;
      const text = known ? this.digits(id, value, decimals) : "?";
      if (entry.text !== text) cell.firstChild.data = entry.text = text;
      if (entry.known !== known) cell.classList.toggle("unknown", !known);
      entry.known = known;
      if (known) cell.setAttribute("data-value", exact(value)); else cell.removeAttribute("data-value");
      if (cell.tagName !== "TD") cell.setAttribute("aria-label", this.say("number_label", { name: this.plainName(id), value: known ? exact(value) : this.say("withheld") }));
      const tint = known && scale ? tenths(value, scale) : entry.tint;
      if (entry.tint !== tint) cell.setAttribute("data-tint", entry.tint = tint);
    }
  }
  digits(id, value, decimals) {
    const [name] = parse(id);
    return shown(value, decimals ?? (this.trace.whole?.includes(name) ? 0 : this.trace.decimals));
  }
  indexText(name, axis, i) {
    return this.label?.(this.trace.relations[name]?.index[axis], i) ?? this.trace.names?.[axis][i] ?? (this.numbers.byWord(name, axis) ? this.word(i) : String(i));
  }
  /** A letter of the notation, or a word for what has none. */
  symbol(name) {
    const rule = this.trace.relations[name];
    const word = rule.says ? rule.says.symbol : this.texts[`symbol_${rule.reading ?? name}`];
    return word ? this.tell(word) : rule.symbol;
  }
  plainName(id) {
    const [name, index] = parse(id);
    const symbol = this.symbol(name);
    return index.length ? `${symbol}[${index.map((i, axis) => this.indexText(name, axis, i)).join(", ")}]` : symbol;
  }
  mathName(id) {
    const [name, index] = parse(id);
    const symbol = this.symbol(name).split(/_(in|out)/);
    const letters = symbol.map((part, i) => (i % 2 ? make("sub", {}, part) : make("i", {}, part)));
    // Which example or which moment is said elsewhere; a formula names words and dimensions.
    const named = index.flatMap((i, axis) => ("ijmrc".includes(this.trace.relations[name].index[axis]) ? [make("bdi", {}, this.indexText(name, axis, i))] : []));
    if (!named.length) return letters;
    const words = named.flatMap((word, i) => (i ? [", ", word] : [word]));
    return named.length > 1 ? [...letters, "[", words, "]"] : [...letters, make("sub", {}, words)];
  }
  /** Where a number came from: the ids of its sources. */
  sources(id) {
    const [name, index] = parse(id);
    const rule = this.trace.relations[name];
    const given = { inputs: this.state.inputs, targets: this.state.targets };
    rule.index.forEach((letter, axis) => { given[letter] = Number(index[axis]); });
    // Which rows a step touches only the widget knows: it follows the patterns that begin with "@".
    return rule.of.map((pattern) => (pattern.startsWith("@") ? this.follow(pattern.slice(1), index.map(Number)) : this.numbers.expand(pattern, given)));
  }

  // ---- pointing at a number ---------------------------------------------------------------

  point(target, pin) {
    const id = target.closest?.("[data-id]")?.dataset.id;
    if (id === undefined) return;
    if (pin) this.pinned = id;
    this.explain(id);
  }
  explain(pointed) {
    const panel = this.panel;
    if (!panel) return;
    this.explained?.(pointed);
    const id = this.instead?.(pointed) ?? pointed; // a weight about to change tells of its change
    const known = id !== undefined && this.trace.relations[parse(id)[0]] && this.numbers.array(parse(id)[0]);
    const sources = known ? this.sources(id) : [];
    const lit = new Set(sources.flat());
    for (const entry of this.cells) {
      const { cell, id: other } = entry, here = (other === id || other === pointed) && id !== undefined;
      const mark = here ? "focus" : lit.has(other) ? "source" : "";
      if (entry.mark !== mark) for (const name of ["focus", "source"]) cell.classList.toggle(name, name === mark);
      entry.mark = mark;
      if (here) cell.title = cell.dataset.value ?? this.say("withheld");
    }
    if (!known) {
      panel.formula.replaceChildren(make("span", { class: "soft" }, this.say("hover")));
      panel.reading.replaceChildren();
      panel.where.textContent = this.say("code_waits");
      panel.code.replaceChildren();
      panel.shown = null;
      return;
    }
    const [name, index] = parse(id);
    const rule = this.trace.relations[name];
    const chip = (source) => {
      const value = this.numbers.value(source);
      const node = make("span", { class: "n", "data-value": exact(value), "data-from": source }, this.digits(source, value));
      const tint = this.cells.find((cell) => cell.id === source)?.tint;
      if (tint) node.dataset.tint = tint;
      return node;
    };
    const result = chip(id);
    result.classList.add("focus");
    result.dataset.from = id;
    const expression = OPERATIONS[rule.op](sources, chip, this);
    panel.formula.replaceChildren(...[this.mathName(id), expression.length ? [" = ", expression] : [], " = ", result].flat(Infinity));
    const given = Object.fromEntries(rule.index.map((letter, axis) => [letter, this.indexText(name, axis, Number(index[axis]))]));
    panel.reading.replaceChildren(...this.filled(rule.says?.reading ?? this.texts[`reading_${rule.reading ?? name}`], given));
    const code = rule.code;
    if (panel.shown === code) return;
    panel.shown = code;
    panel.where.textContent = this.say("line", { file: code.file, number: code.number });
    panel.code.replaceChildren(...code.lines.map((line, i) => make("div", { class: i >= code.first && i <= code.last ? "it" : null }, line || " ")));
  }
  /** Arrow keys go from number to number, to the nearest in that direction. */
  walk(event) {
    const from = event.target.closest?.("[data-id]");
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!from || !way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const centre = (node) => { const r = node.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2, r.width]; };
    const [x, y] = centre(from);
    let best = null, least = Infinity;
    for (const entry of this.cells) {
      const { cell, id } = entry;
      if (id === null) continue;
      const [cx, cy, width] = centre(cell);
      const along = (cx - x) * way[0] + (cy - y) * way[1];
      const across = Math.abs((cx - x) * way[1]) + Math.abs((cy - y) * way[0]);
      if (cell === from || !width || along < 2 || across > 2 * along || !cell.checkVisibility({ visibilityProperty: true })) continue;
      if (along + 3 * across < least) { least = along + 3 * across; best = entry; }
    }
    if (!best) return;
    for (const { cell, group } of this.cells) if (group === best.group) cell.tabIndex = cell === best.cell ? 0 : -1;
    best.cell.focus(); // each group keeps one stop for Tab: the number visited last
  }
  explainPanel() {
    const panel = make("div", { class: "explain" });
    panel.formula = make("div", { class: "formula" });
    panel.reading = make("div", { class: "reading" });
    panel.where = make("h4");
    panel.code = make("div", { class: "code" });
    panel.append(
      make("div", { "aria-live": "polite" }, make("h4", {}, this.say("formula")), panel.formula, panel.reading),
      make("div", {}, panel.where, panel.code));
    this.panel = panel;
    return panel;
  }

  // ---- phases, choices, scrubber ----------------------------------------------------------

  /** A row of phases with ◀ and ▶; `names` are keys of texts, `.show(i)` tells which is on. */
  phases(names, chosen, choose) {
    const step = (by, text, sign) => this.arrow(text, text, sign, () => choose(chosen + by));
    const tabs = names.map((name, i) => make("button", { role: "tab", onclick: () => choose(i) }, this.say(name)));
    const back = step(-1, "back", "◀"), on = step(1, "on", "▶");
    const node = make("div", { class: "phases" },
      make("div", { class: "phases", role: "tablist", "aria-label": this.say("phases"), onkeydown: (event) => arrows(event, chosen, names.length, choose) }, tabs), back, on);
    node.show = (place) => {
      if (place === node.shown) return;
      const active = document.activeElement;
      node.shown = chosen = place;
      tabs.forEach((tab, i) => {
        tab.setAttribute("aria-selected", String(i === chosen));
        tab.tabIndex = i === chosen ? 0 : -1;
        tab.dataset.key = i === chosen ? "phase" : `phase ${i}`;
      });
      back.disabled = chosen === 0;
      on.disabled = chosen === names.length - 1;
      if (tabs.includes(active) || ([back, on].includes(active) && active.disabled)) tabs[chosen].focus();
    };
    node.show(chosen);
    return node;
  }
  arrow(text, key, sign, onclick) {
    return make("button", { "aria-label": this.say(text), title: this.say(text), "data-key": key, onclick }, sign);
  }
  /** One of a few: `names` are keys of texts, or `text` makes something to read of them. */
  choice(label, names, chosen, choose, text = (name) => this.say(name)) {
    return make("span", { class: "choice", role: "radiogroup", "aria-label": this.say(label), onkeydown: (event) => arrows(event, names.indexOf(chosen), names.length, (i) => choose(names[i])) },
      names.map((name) => make("button", { role: "radio", "aria-checked": String(name === chosen), tabindex: name === chosen ? 0 : -1, "data-key": name === chosen ? label : name,
        onclick: ({ currentTarget: clicked }) => { clicked.dataset.key = label; choose(name); } }, text(name)))); // the focus stays with what is chosen
  }

  /** A scrubber through `count` things with ◀ and ▶; `.range` is its input. */
  slider(key, count, value, go) {
    const to = (place) => { if (place >= 0 && place < count) { range.value = place; go(place); } };
    const step = (by, text, sign) => this.arrow(text, `${key} ${text}`, sign, () => to(Number(range.value) + by));
    const range = make("input", { type: "range", min: 0, max: count - 1, "aria-label": this.say(key), "data-key": key, onkeydown: (event) => event.stopPropagation(), oninput: () => go(Number(range.value)) });
    range.value = value;
    const node = make("span", { class: "slide" }, step(-1, "one_back", "◀"), range, step(1, "one_on", "▶"));
    node.range = range;
    return node;
  }

  // ---- asking Python ----------------------------------------------------------------------

  /** Ask Python for what has not been computed yet; null where it cannot be had. */
  async ask(content, buffers = []) {
    const request = `${Date.now()}-${Math.random()}`;
    const reply = new Promise((resolve) => this.waiting.set(request, (...heard) => resolve(heard)));
    const silent = () => this.note(this.say("silent"));
    const timer = setTimeout(silent, PATIENCE);
    try {
      this.model.send({ ...content, request, stamp: this.stamp }, undefined, buffers);
    } catch {
      clearTimeout(timer);
      silent();
      return null;
    }
    const [answer, data] = await reply; // a kernel that was only busy answers late, but it answers
    clearTimeout(timer);
    if (this.stop.signal.aborted) return null;
    // What changes what Python holds comes to every view of the widget, as facts.
    if (answer.stamp > this.stamp) await new Promise((resolve) => this.arrivals.push(resolve));
    if (this.stop.signal.aborted) return null;
    this.note(answer.error ? this.tell(answer.error.text, answer.error.values) : "");
    return answer.error || answer.facts ? null : { ...answer, numbers: data[0] };
  }
  note(text) {
    this.state.note = text;
    if (!this.status) return;
    this.status.textContent = text;
    this.status.hidden = !text;
  }
  noteLine() {
    this.status = make("p", { class: "note", role: "status" }, this.state.note);
    this.status.hidden = !this.state.note;
    return this.status;
  }

  // ---- predict, commit, reveal ------------------------------------------------------------

  /** The questions of these names, or all; what the page does not know yet is not here. */
  gatePanel(names) {
    return this.gates.filter((gate) => !names || names.includes(gate.name)).map((gate) => this.question(gate));
  }
  open(name) {
    return this.gates.some((gate) => gate.name === name && gate.choice === undefined);
  }
  question(gate) {
    const done = gate.choice !== undefined;
    const mark = (name) => (!done ? "" : name === gate.answer ? "right" : name === gate.choice ? "wrong" : "");
    const sign = { right: "✓ ", wrong: "✗ ", "": "" };
    const why = !done ? null : gate.choice === gate.answer ? this.say("right", { why: this.tell(gate.why) })
      : this.say("wrong", { why: this.tell(gate.why) }) + this.say("because", { because: this.tell(gate.because) });
    return make("div", { class: "gate", role: "group", "aria-label": this.say("predict") },
      make("p", {}, make("b", {}, this.tell(gate.question))),
      make("div", { class: "choices" }, gate.choices.map(({ name, text }, i) =>
        make("button", { class: mark(name), disabled: done, "data-key": `gate ${"abcdef"[i]}`, onclick: () => this.ask({ commit: gate.name, choice: name }) }, `${sign[mark(name)]}${"abcdef"[i]}) ${this.tell(text)}`))),
      make("p", { class: "why", role: "status", tabindex: -1 }, why));
  }

  // ---- the bar under every widget ---------------------------------------------------------

  /** `picture`: what is saved and described; `words()`: the state in words; `reset()`: back to the start. */
  bar({ picture, words, reset }) {
    const button = (key, act, pressed) => make("button", { class: "quiet", "data-key": `bar ${key}`, "aria-pressed": pressed === undefined ? null : String(pressed), onclick: act }, this.say(key));
    const paragraph = make("p", { class: `words${this.state.inWords ? "" : " aside"}`, id: `words-${Math.random().toString(36).slice(2)}` });
    this.describe = () => { if (words) paragraph.textContent = words(); };
    this.describe();
    picture?.setAttribute("role", "group");
    picture?.setAttribute("aria-describedby", paragraph.id);
    return [words ? paragraph : null, make("footer", {},
      reset ? button("reset", async () => { this.note(""); if (!this.trace.changed || (await this.ask({ reset: true }))) reset(); }) : null,
      this.numbers ? button("copy", () => this.copy()) : null,
      picture ? button("save", () => save(picture, this.mark)) : null,
      words ? button("in_words", () => { this.state.inWords = !this.state.inWords; this.rebuild(); }, Boolean(this.state.inWords)) : null,
      make("span", { class: "grow" }),
      button("larger", () => { this.state.large = !this.state.large; this.rebuild(); }, Boolean(this.state.large)),
      button("other_language", () => { this.language = this.language === "en" ? "zh" : "en"; this.rebuild(); }))];
  }
  /** All numbers on show as CSV, one a line: name, indices, exact value. */
  async copy() {
    const quote = (text) => `"${String(text).replace(/^[=+@\t\r-]/, "'$&").replaceAll('"', '""')}"`;
    const seen = new Map(this.cells.filter(({ id }) => this.numbers.value(id) !== undefined).map(({ id }) => [id, this.numbers.value(id)]));
    const lines = [...seen].map(([id, value]) => `${quote(this.plainName(id))},${exact(value)}`);
    const csv = ["name,value", ...lines].join("\r\n");
    try {
      await navigator.clipboard.writeText(csv);
      this.note(this.say("copied", { count: lines.length }));
    } catch {
      this.note(this.say("copy_by_hand"));
      this.status.append(make("textarea", { rows: 6, style: "display:block;width:100%", "aria-label": "CSV" }, csv));
      this.status.lastChild.select();
    }
  }
}

function arrows(event, chosen, count, choose) {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
  const to = event.key === "Home" ? 0 : event.key === "End" ? count - 1 : chosen + by;
  if (by === undefined && !["Home", "End"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (to >= 0 && to < count) choose(to);
}

// How an operation is written, its sources put in. Each gets the ids, by pattern, and a maker of numbers.
const MOST_TERMS = 12;
function joined(ids, sign, part) {
  const terms = ids.length > MOST_TERMS ? [...ids.slice(0, MOST_TERMS - 2), null, ids.at(-1)] : ids;
  return terms.flatMap((id, i) => [i ? ` ${sign} ` : "", id === null ? "…" : part(id)]);
}
const OPERATIONS = {
  given: () => [],
  product: (of, chip) => joined(of.flat(), "×", chip),
  quotient: ([[top], [bottom]], chip) => [chip(top), " / ", chip(bottom)],
  sum: ([ids], chip, lab) => [joined(ids, "+", chip), lab.trace.hidden_rows ? " + 0 …" : ""],
  softmax: ([[one], ids], chip) => ["exp(", chip(one), ") / (", joined(ids, "+", (id) => ["exp(", chip(id), ")"]), ")"],
  cross_entropy: ([ids], chip) => ids.map((id) => ["− log ", chip(id), " "]),
  dot: ([left, right], chip) => joined(left.map((id, i) => [id, right[i % right.length]]), "+", ([a, b]) => [chip(a), "·", chip(b)]),
  sigmoid: ([[u]], chip) => ["1 / (1 + exp(−", chip(u), "))"],
  difference: ([[a], [b]], chip) => [chip(a), " − ", chip(b)],
  share: ([[x], [EH], [C]], chip) => [chip(x), " · ", chip(EH), " / ", chip(C)],
  moved: ([[w], [rate], [slope]], chip) => [chip(w), " − ", chip(rate), " · ", chip(slope)],
  yes_no: ([ys, ts], chip, lab) => ys.map((y, i) => [" − log ", lab.numbers.value(ts[i]) ? chip(y) : ["(1 − ", chip(y), ")"]]),
  mean: ([ids], chip) => (ids.length === 1 ? [chip(ids[0])] : ["(", joined(ids, "+", chip), `) / ${ids.length}`]),
};

// Words may hold characters that no XML may.
const NOT_XML = /[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu;

/** Save what is on show as SVG: every box and every text, measured in the page and drawn again; `mark` draws what only a style sheet does. */
function save(picture, mark) {
  const frame = picture.getBoundingClientRect();
  const left = frame.left - picture.scrollLeft, width = picture.scrollWidth;
  const svg = draw("svg", { xmlns: SVG, width, height: frame.height, viewBox: `0 0 ${width} ${frame.height}` });
  svg.append(draw("rect", { width: "100%", height: "100%", fill: plain(getComputedStyle(picture.closest(".w2v")).backgroundColor) }));
  const visit = (node, opacity) => {
    if (node.nodeType === Node.TEXT_NODE) return write(node, opacity);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    opacity *= Number(style.opacity);
    if (style.display === "none" || style.visibility === "hidden" || !opacity || !box.width || node.matches(".aside, .slide")) return;
    const at = { x: box.x - left, y: box.y - frame.y, width: box.width, height: box.height };
    if (node.tagName === "CANVAS") return svg.append(draw("image", { ...at, href: node.toDataURL() }));
    if (node.namespaceURI === SVG) {
      const copy = inlined(node);
      for (const name in at) copy.setAttribute(name, at[name]);
      return svg.append(copy);
    }
    const fill = plain(style.backgroundColor), line = parseFloat(style.borderTopWidth);
    const stroke = line && style.borderTopStyle !== "none" ? plain(style.borderTopColor) : "none";
    const ruled = stroke !== "none" && !parseFloat(style.borderBottomWidth); // a rule on top, no box
    if (ruled) svg.append(draw("rect", { ...at, height: line, fill: stroke }));
    else if (fill !== "none" || stroke !== "none") svg.append(draw("rect", { x: at.x + line / 2, y: at.y + line / 2, width: Math.max(0, box.width - line), height: Math.max(0, box.height - line), rx: parseFloat(style.borderRadius) || 0, fill, stroke, "stroke-width": line, "stroke-dasharray": style.borderTopStyle === "dashed" ? "4 3" : "none", opacity }));
    svg.append(...[mark?.(node, style, at)].filter(Boolean));
    node.childNodes.forEach((child) => visit(child, opacity));
  };
  const write = (node, opacity) => {
    if (!node.data.trim()) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect(), style = getComputedStyle(node.parentNode);
    const text = draw("text", { x: box.x - left, y: box.y - frame.y + box.height * 0.77, fill: plain(style.color), opacity, "font-family": style.fontFamily, "font-size": style.fontSize, "font-weight": style.fontWeight, "font-style": style.fontStyle });
    text.textContent = node.data;
    svg.append(text);
  };
  picture.childNodes.forEach((child) => visit(child, 1));
  const link = make("a", { href: URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg).replace(NOT_XML, "\ufffd")], { type: "image/svg+xml" })), download: "w2v_lab.svg" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function inlined(node) {
  const copy = node.cloneNode(true);
  const from = [node, ...node.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  to.forEach((target, i) => {
    const style = getComputedStyle(from[i]);
    for (const name of ["fill", "stroke"]) target.setAttribute(name, plain(style[name]));
    for (const name of ["stroke-width", "opacity", "fill-opacity", "font-family", "font-size", "font-weight", "text-anchor", "stroke-dasharray"]) target.setAttribute(name, style.getPropertyValue(name));
    target.removeAttribute("class");
    target.removeAttribute("style");
  });
  return copy;
}

// Any CSS colour as rgb(), which every reader of SVG knows; a canvas does the mixing.
let canvas;
export function plain(colour) {
  if (colour === "none") return "none";
  canvas ??= make("canvas", { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return a === 0 ? "none" : `rgb(${r},${g},${b})`;
}

/** Whether things may move: the reader's system says. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Show a widget and keep it in step with Python; returns the clean-up that anywidget calls. */
export function mount(context, build) {
  const lab = new Lab(context, build);
  return () => { lab.stop.abort(); cancelAnimationFrame(lab.soon); lab.leave?.(); lab.root.remove(); };
}
