// The page's side of one widget. `build(lab)` makes its parts and is called again when it changes.

/** @import { Child, Context, Facts, Gate, Opened, Text, Trace, Values } from './types.d.ts' */
/** @import { Linked } from './link.js' */
/** @import { Player } from './player.js' */
import { Cells } from "./cells.js";
import { make } from "./dom.js";
import { explain, Panel, pointing } from "./explain.js";
import { kept } from "./link.js";
import { Numbers } from "./numbers.js";
import { Note, Talk } from "./talk.js";
import { Texts } from "./texts.js";

/** @typedef {(lab: Lab) => Child[]} Build */

const OUTPUT = ".jp-OutputArea-output"; // of a cell, in Jupyter
const NOTEBOOK = ".jp-Notebook";

export class Lab {
  /** @param {Context} context @param {string} name @param {Build} build @param {Linked} linked */
  constructor({ model, el, texts, python = () => "unknown", spot = { lesson: "", cell: "" } }, name, build, linked) {
    this.model = model;
    this.name = name;
    this.spot = spot;
    this.linked = linked;
    this.root = make("section", { class: `w2v ${name}`, role: "group" });
    this.build = build;
    /** What the learner has chosen in this view; the widget says what stands in it. @type {Record<string, any>} */
    this.state = {};
    /** What stays when the widget is reset.
     * @type {{ large: boolean, inWords: boolean, code?: boolean, speed: "speed_slow" | "speed_normal" | "speed_fast" }} */
    this.view = { large: false, inWords: false, speed: "speed_normal" };
    this.end = new AbortController();
    this.texts = new Texts(texts, model.get("language"));
    this.talk = new Talk(this, python);
    this.notes = new Note(this);
    /** Who waits for facts. @type {(() => void)[]} */
    this.waiting = [];
    /** A widget that is busy shows in the end what has come. */
    this.busy = false;
    this.pressed = false;
    this.facts = this.held();
    this.view.large = this.facts.large ?? false;
    /** Choices on their way to Python, by question. @type {Map<string, string>} */
    this.committed = new Map();
    /** Questions that are folded: those that were answered before this view came. */
    this.folded = new Set(this.facts.gates.filter((gate) => gate.choice !== undefined).map((gate) => gate.name));
    this.cells = new Cells(this);
    this.hooks();
    el.append(this.root);
    this.load();
    this.hear();
    pointing(this);
    this.listen("keydown", keep);
    // One switch for all widgets of the page.
    const retype = (/** @type {Event} */ event) => {
      this.view.large = /** @type {CustomEvent<boolean>} */ (event).detail;
      this.rebuild();
    };
    document.addEventListener("w2v-type", retype, { signal: this.end.signal });
    this.listen("click", (event) => this.quieten(event), true);
    this.rebuild();
    setTimeout(() => this.arrived());
  }

  /** Where it has been put in the place of one that was closed, nothing is lost.
   * And a notebook's own text is in the language that the kernel has chosen: it cannot say so itself. */
  arrived() {
    this.root.closest(NOTEBOOK)?.setAttribute("lang", this.model.get("language") === "zh" ? "zh-CN" : "en");
    for (const note of this.root.closest(OUTPUT)?.querySelectorAll(".w2v-closed") ?? []) note.remove();
  }

  /** What a widget may set while it builds; forgotten before it builds again. */
  hooks() {
    /** What an index is called.
     * @type {((letter: string | undefined, i: number, name: string, axis: number) => string | undefined) | null} */
    this.label = null;
    /** The ids that a pattern "@name" stands for. @type {((name: string, index: number[]) => string[]) | null} */
    this.follow = null;
    /** The number to explain instead of the one pointed at. @type {((id: string | undefined) => string | undefined) | null} */
    this.instead = null;
    /** Called with the number pointed at. @type {((id: string | undefined) => void) | null} */
    this.explained = null;
    /** What only a style sheet draws, for a saved picture. @type {import('./save.js').Mark | null} */
    this.mark = null;
    /** What the picture draws without writing it: names and numbers. @type {(() => [string, number][]) | null} */
    this.drawn = null;
    /** Decimals, where there is room for fewer than the trace would have. @type {number | undefined} */
    this.fewer = undefined;
    /** Called once the parts are in the page. @type {(() => void) | null} */
    this.painted = null;
    /** Writes the state in words. @type {() => void} */
    this.describe = () => {};
    /** @type {Panel | null} */
    this.panel = null;
  }

  // ---- facts and numbers ------------------------------------------------------------------

  /** Take what Python holds: a copy of one's own, since what is fetched is added to it. */
  load(facts = this.held(), bytes = this.model.get("numbers")) {
    this.facts = facts;
    /** @type {Trace} */
    this.trace = structuredClone(facts.trace);
    /** @type {Gate[]} */
    this.gates = facts.gates;
    /** @type {Numbers | null} */
    this.numbers = this.trace.arrays ? new Numbers(this.trace, bytes) : null;
    /** The number that explains itself when nobody points at one. @type {string | undefined} */
    this.pinned = undefined;
  }

  /** @returns {Facts} */
  held() {
    return this.model.get("facts");
  }

  /** Follow Python. The facts and their bytes arrive one after the other: rebuild once, when both are there. */
  hear() {
    let soon = 0;
    const later = () => {
      cancelAnimationFrame(soon);
      soon = requestAnimationFrame(() => {
        this.load();
        this.late = this.pressed;
        if (!this.busy && !this.pressed) this.rebuild();
        for (const go of this.waiting.splice(0)) go();
      });
    };
    for (const trait of ["facts", "numbers"]) this.from(`change:${trait}`, later);
    this.end.signal.addEventListener("abort", () => cancelAnimationFrame(soon));
    this.hold();
  }

  /** What is under a finger stays until it is lifted: a click on a button that has been replaced is lost. */
  hold() {
    this.listen("pointerdown", (event) => {
      const { target, button } = /** @type {PointerEvent & { target: Element }} */ (event);
      this.pressed = button === 0 && target.closest("button, a, label, summary") !== null; // what is dragged shows how it moves
    });
    const lifted = () => {
      this.pressed = false;
      if (this.late && !this.busy) this.rebuild();
      this.late = false;
    };
    for (const event of ["pointerup", "pointercancel"]) {
      document.addEventListener(event, () => this.pressed && setTimeout(lifted), { signal: this.end.signal });
    }
  }

  /** Once Python's facts have come. @returns {Promise<void>} */
  arrival() {
    return new Promise((go) => this.waiting.push(go));
  }

  /** Show what Python holds, or what it has just said. @param {Facts} [facts] @param {DataView} [bytes] */
  anew(facts, bytes) {
    this.load(facts, bytes);
    this.rebuild();
  }

  /** Add to this view's trace what Python was asked for. @param {{ trace: Trace | null, numbers: DataView } | null} reply */
  add(reply) {
    if (!reply?.trace) return null;
    Object.assign(this.trace.relations, reply.trace.relations);
    if (this.numbers) this.numbers.add(reply.trace, reply.numbers);
    return reply.trace;
  }

  /** Take another trace instead of this view's. @param {{ trace: Trace | null, numbers: DataView } | null} reply */
  take(reply) {
    if (!reply) return false;
    if (!reply.trace) return true; // it has come as facts
    this.trace = reply.trace;
    this.numbers = new Numbers(reply.trace, reply.numbers);
    return true;
  }
  /** Take it and show it. @param {{ trace: Trace | null, numbers: DataView } | null} reply */
  replace(reply) {
    if (this.take(reply)) this.rebuild();
  }

  /** Back to the start: what was fetched and chosen is let go; language, type and words stay. */
  async reset() {
    this.player?.stop();
    if (this.trace.changed && !(await this.ask({ reset: true }))) return;
    this.state = {};
    this.anew();
  }

  /** Take the state of a link, as far as it can be had here. @param {Opened} told */
  async open({ state, way }) {
    const there = JSON.stringify(way) === JSON.stringify(this.facts.way ?? {});
    if (!there && !(await this.ask({ way }))) return; // it has been said why
    const found = kept(this, state);
    try {
      await (this.linked.reopen ?? settle)(this, found);
    } catch {
      this.state = {};
      this.anew();
      this.note("link_broken");
    }
  }

  // ---- the page ---------------------------------------------------------------------------

  rebuild() {
    const focused = this.focused();
    this.player?.stop();
    this.player = null;
    this.root.lang = this.texts.language;
    this.root.classList.toggle("large", this.view.large);
    this.hooks();
    this.cells = new Cells(this);
    const parts = this.build(this).flat(9);
    this.root.replaceChildren(.../** @type {Node[]} */ (parts.filter(Boolean)));
    this.notes.show();
    this.cells.paint();
    this.painted?.();
    this.explain();
    if (focused) this.refocus(focused);
  }

  /** What names the part that has the focus. */
  focused() {
    const node = document.activeElement;
    if (!node || !this.root.contains(node)) return null;
    const name = ["data-key", "data-id"].find((each) => node.hasAttribute(each));
    return name ? `[${name}="${CSS.escape(node.getAttribute(name) ?? "")}"]` : null;
  }

  /** A button that has done its work takes no focus: after an answer it goes to the words about it. @param {string} name */
  refocus(name) {
    const again = /** @type {HTMLButtonElement | null} */ (this.root.querySelector(name));
    const next = again?.disabled ? again.closest(".gate")?.querySelector(".why") : again;
    const node = next ?? this.root.querySelector('[data-key="phase"]');
    /** @type {HTMLElement | null} */ (node)?.focus({ preventScroll: true });
  }

  /** @param {string} event @param {(event: Event) => void} hear @param {boolean} [capture] */
  listen(event, hear, capture = false) {
    this.root.addEventListener(event, hear, { signal: this.end.signal, capture });
  }

  /** Hear the model until the view goes. @param {string} event @param {(...heard: any[]) => void} hear */
  from(event, hear) {
    this.model.on(event, hear);
    this.end.signal.addEventListener("abort", () => this.model.off(event, hear));
  }

  get gone() {
    return this.end.signal.aborted;
  }

  leave() {
    const output = this.root.closest(OUTPUT);
    this.player?.stop();
    this.end.abort();
    this.root.remove();
    if (output) setTimeout(() => this.farewell(output));
  }

  /** An output whose widget a cell has closed stays in the notebook, and would be blank. @param {Element} output */
  farewell(output) {
    if (!output.isConnected || output.querySelector(".w2v, .w2v-closed")) return;
    output.append(make("p.w2v-closed", { lang: this.texts.language }, this.say("closed")));
  }

  // ---- texts ------------------------------------------------------------------------------

  /** @param {string} key @param {Values} [values] */
  say(key, values) {
    return this.texts.say(key, values);
  }
  /** @param {Text} text @param {Values} [values] */
  tell(text, values) {
    return this.texts.tell(text, values);
  }
  /** @param {string} key @param {Values} [values] */
  nodes(key, values) {
    return this.texts.nodes(key, values);
  }
  /** @param {number} id @returns {string} */
  word(id) {
    return this.trace.words[id] ?? String(id);
  }
  /** Words in a row. @param {number[]} ids */
  list(ids) {
    return this.join(ids.map((id) => this.word(id)));
  }
  /** @param {string[]} texts */
  join(texts) {
    return texts.join(this.say("separator"));
  }
  /** Words in a row, each in quotation marks; the outer ones stand in the text around. @param {number[]} ids */
  quoted(ids) {
    return ids.map((id) => this.word(id)).join(this.say("between_quotes"));
  }
  /** Sentences in a row, each with its end. @param {string[]} texts */
  sentences(texts) {
    const [stop] = this.say("full_stop");
    const ended = texts.filter(Boolean).map((text) => (/[.!?。！？…]$/u.test(text.trim()) ? text.trim() : text + stop));
    return ended.join(this.gap()).replace(/([，。：；？！）]) +/gu, "$1");
  }
  /** What stands between two sentences. */
  gap() {
    return this.say("full_stop").slice(1);
  }
  /** Say what could not be done, by the key of a text; null takes it back. @param {string | null} key @param {Values} [values] */
  note(key, values) {
    this.notes.say(key === null ? null : this.texts.all[key], values);
  }
  /** What is said of one thing does not outlive the next. @param {Event} event */
  quieten({ target }) {
    if (!this.talk.waiting.size && /** @type {Element} */ (target).closest("button")) this.note(null);
  }
  /** @param {Text} text @param {Values} values */
  noteText(text, values) {
    this.notes.say(text, values);
  }

  // ---- numbers ----------------------------------------------------------------------------

  /** A number on show. @param {string} id @param {Record<string, any>} [options] */
  number(id, options) {
    return this.cells.add(id, options);
  }
  /** @param {Element} cell @param {string | null} id @param {boolean} [later] */
  retarget(cell, id, later) {
    this.cells.retarget(cell, id, later);
  }
  paint() {
    this.cells.paint();
  }
  /** @param {string} id @param {number} [value] @param {number} [decimals] */
  digits(id, value = this.numbers?.value(id), decimals) {
    return value === undefined ? "?" : this.cells.digits(id, value, decimals);
  }
  /** What stands for infinity: a word, where it means something. @param {string} name */
  infinite(name) {
    const word = this.trace.relations[name]?.says?.infinite;
    return word ? this.tell(word) : "∞";
  }
  explain() {
    explain(this, this.pinned);
  }
  /** Explain a number without staying with it. @param {string} id */
  point(id) {
    explain(this, id);
  }
  /** The panel that explains; a widget without one explains nothing. */
  explainPanel() {
    this.panel = new Panel(this);
    return this.panel.node;
  }
  /** Choose the number that explains itself when nobody points at one. @param {string} id */
  atRest(id) {
    if (!this.cells.all.some((entry) => entry.id === this.pinned)) this.pinned = id;
  }

  // ---- asking Python ----------------------------------------------------------------------

  /** @param {Record<string, unknown>} content @param {ArrayBuffer[]} [buffers] */
  ask(content, buffers) {
    return this.talk.ask(content, buffers);
  }
  /** The same, and say that it is being computed. @param {Record<string, unknown>} content @param {ArrayBuffer[]} [buffers] */
  compute(content, buffers) {
    this.note("asking");
    return this.talk.ask(content, buffers);
  }
  noteLine() {
    return this.notes.node;
  }

  /** @type {Player | null | undefined} */
  player;
  /** Whether there is something to show when the finger is lifted. @type {boolean | undefined} */
  late;
  /** Takes back what the stage listens to. @type {(() => void) | undefined} */
  leaveStage;
  /** Where a widget keeps its parts of the page while it shows them. @type {any} */
  parts;
}

/** Keys that are the widget's own do not reach the notebook, where letters cut and merge cells. @param {Event} event */
function keep(event) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = /** @type {KeyboardEvent} */ (event);
  const leaves = ctrlKey || metaKey || altKey || ["Tab", "Escape"].includes(key) || (key === "Enter" && shiftKey);
  if (!leaves) event.stopPropagation();
}

/** @param {Lab} lab @param {Record<string, any>} state */
function settle(lab, state) {
  Object.assign(lab.state, state);
  lab.rebuild();
}

/** Show a widget and keep it in step with Python; returns the clean-up. `linked` says what of its state a link keeps, and how it
 * is taken up again where that is more than to set it. @param {string} name @param {Build} build @param {Linked} [linked] */
export function widget(name, build, linked = { keeps: {} }) {
  return {
    render(/** @type {Context} */ context) {
      const lab = new Lab(context, name, build, linked);
      if (context.opened) lab.open(context.opened);
      return () => lab.leave();
    },
  };
}
